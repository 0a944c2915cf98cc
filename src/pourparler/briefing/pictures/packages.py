# SPDX-License-Identifier: Apache-2.0
"""The picture of the table: every package by its value to either party, the frontier, no deal, and the likely agreements."""

from collections.abc import Sequence
from dataclasses import dataclass

from pourparler.assess.assessment import Assessment, PackageRow
from pourparler.assess.negotiating import ProposalRow
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import NOTHING, percent, points, points_with_range
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.rows import rounded_ends
from pourparler.briefing.pictures.style import (
    CLEAR,
    FAINT_INK,
    INK,
    NEUTRAL,
    OURS,
    PAPER,
    TEXT_SIZE,
    THEIRS,
    Spec,
    configuration,
)
from pourparler.wording import plural, say

#: Up to this many packages are listed in the table; of more, only the frontier and the likely agreements.
MOST_LISTED = 300
#: So many likely agreements get a letter, and none that is the agreement more rarely than this share.
LETTERS, LEAST_SHARE = "ABCDE", 0.05
#: The side of the picture in pixels, and the multiples of points at which its scales end.
SIDE, STEP = 400, 10.0
#: Letters nearer than this, in pixels, would touch.
APART = 15


@dataclass(frozen=True)
class Scene:
    """What is drawn: packages of `total`, the letters of the likely agreements by place, and both no-deal values.

    `shortlist` are numbered, `points` are those of the mandate, by the letter that each gets.
    """

    packages: tuple[PackageRow, ...]
    total: int
    letters: dict[int, str]
    own: Spread | None
    other: Spread | None
    shortlist: tuple[ProposalRow, ...]
    points: tuple[tuple[str, ProposalRow], ...]


def packages_figure(assessment: Assessment, names: Names) -> Figure | None:
    """Draw every package that may be agreed on, with what no deal is worth as things stand. None if there is no package."""
    packages = assessment.bargaining.drawn
    if not packages:
        return None
    now = next((row for row in assessment.moves if not row.moves), None)
    own = now.own_no_deal if now is not None else assessment.no_summit.own
    other = now.counterpart_no_deal if now is not None else assessment.no_summit.counterpart
    beside = assessment.negotiator
    named = tuple(zip(_points_letters(beside.points), beside.points, strict=True))
    total = assessment.bargaining.packages or len(packages)
    scene = Scene(packages, total, _letters(packages), own, other, beside.shortlist, named)
    notes = _letters_told(scene, names)
    caption = say("Packages, by what they are worth to either side")
    lines = say("Dashed: what no deal is worth on average; grey: from 5% to 95%.")
    return Figure(_spec(scene, names), caption, " ".join((*_summary(scene), *notes)), _table(scene, names), (*notes, lines))


def _letters(packages: Sequence[PackageRow]) -> dict[int, str]:
    """Return a letter for each of the likeliest agreements, by place in the list."""
    ranked = sorted(range(len(packages)), key=lambda place: (-(packages[place].share or 0.0), place))
    likely = [place for place in ranked[: len(LETTERS)] if (packages[place].share or 0.0) >= LEAST_SHARE]
    return dict(zip(likely, LETTERS, strict=False))


def _points_letters(points: Sequence[ProposalRow]) -> tuple[str, ...]:
    """Return a letter for each of the mandate's own points, and one with a number for each offer."""
    of_mandate = {"target": say("T"), "floor": say("F")}
    offers = [row.name for row in points if row.name not in of_mandate]
    return tuple(of_mandate.get(row.name) or say("O{n}", n=offers.index(row.name) + 1) for row in points)


def _kinds() -> tuple[str, str, str]:
    return say("likely agreement"), say("on the frontier"), say("other package")


def _spec(scene: Scene, names: Names) -> Spec:
    likely, efficient, other = _kinds()
    values = [
        {
            "own": row.own,
            "other": row.counterpart,
            "kind": likely if place in scene.letters else efficient if row.efficient else other,
            "told": _told(row, names),
        }
        for place, row in enumerate(scene.packages)
    ]
    values.sort(key=lambda value: (value["kind"] != other, value["kind"] == likely))  # what matters most is drawn last
    frontier = sorted((row.own, row.counterpart) for row in scene.packages if row.efficient)
    x, y = (_axis(scene, side) for side in ("own", "other"))
    line: Spec = {
        "data": {"values": [{"own": a, "other": b} for a, b in frontier]},
        "mark": {"type": "line", "color": OURS, "strokeWidth": 1.5, "opacity": 1},
        "encoding": {"x": x, "y": y, "order": {"field": "own", "type": "quantitative"}},
    }
    layers = [*_no_deal(scene, x, y), line, _points(values, x, y), *_letter_layers(scene, x, y), *_squares(scene, x, y)]
    return {"width": SIDE, "height": SIDE, "layer": layers, "config": configuration()}


def _told(row: PackageRow, names: Names) -> str:
    """Say what a point is, for a face on which one can point at it."""
    told = {"package": names.agreement(row.package), "own": points(row.own), "other": points(row.counterpart)}
    return say("{package}: worth {own} to us, {other} to them", **told)


def _letter_layers(scene: Scene, x: Spec, y: Spec) -> list[Spec]:
    """Return the letters, each above its point, or below where another letter stands above a point close by.

    Numbers of the shortlist and letters of the mandate's own points join a label that is close, else they get their own.
    """
    above: list[Spec] = []
    below: list[Spec] = []
    for place, letter in scene.letters.items():
        row = scene.packages[place]
        here: Spec = {"own": row.own, "other": row.counterpart, "letter": letter, "label": letter}
        (below if any(_is_close(here, other, x, y) for other in above) else above).append(here)
    for name, proposal in [(row.name, row) for row in scene.shortlist] + list(scene.points):
        here = {"own": proposal.own.mean, "other": proposal.counterpart.mean, "label": name}
        near = next((other for other in (*above, *below) if _is_close(here, other, x, y)), None)
        if near is None:
            above.append(here)
        else:
            near["label"] = f"{near['label']} {name}"

    def layer(rows: list[Spec], side: int) -> Spec:
        look = {"align": "left" if side > 0 else "right", "fontSize": TEXT_SIZE + 1, "fontWeight": "bold", "color": INK}
        mark = {**CLEAR, "type": "text", "dx": 7 * side, "dy": -9 * side, **look}
        return {"data": {"values": rows}, "mark": mark, "encoding": {"x": x, "y": y, "text": {"field": "label"}}}

    return [layer(rows, side) for rows, side in ((above, 1), (below, -1)) if rows]


def _squares(scene: Scene, x: Spec, y: Spec) -> list[Spec]:
    """Return the mandate's own points as squares."""
    rows = [{"own": point.own.mean, "other": point.counterpart.mean} for _, point in scene.points]
    mark = {"type": "point", "shape": "square", "size": 260, "stroke": INK, "strokeWidth": 1.5, "opacity": 1, "clip": False}
    return [{"data": {"values": rows}, "mark": mark, "encoding": {"x": x, "y": y}}] if rows else []


def _is_close(one: Spec, other: Spec, x: Spec, y: Spec) -> bool:
    """Return whether two points are so close in the picture that their letters would touch."""
    for axis, side in ((x, "own"), (y, "other")):
        low, high = axis["scale"]["domain"]  # type: ignore[index]
        if abs(one[side] - other[side]) / (high - low) * SIDE >= APART:  # type: ignore[operator]
            return False
    return True


def _axis(scene: Scene, side: str) -> Spec:
    values = [row.own if side == "own" else row.counterpart for row in scene.packages]
    proposals = [*scene.shortlist, *(row for _, row in scene.points)]
    values += [(row.own if side == "own" else row.counterpart).mean for row in proposals]
    no_deal = scene.own if side == "own" else scene.other
    low, high = rounded_ends([no_deal] if no_deal is not None else [], STEP, *values)
    title = say("worth to us, in points on our scale") if side == "own" else say("worth to them, in points on their scale")
    scale = {"domain": [low, high], "nice": False, "zero": False}
    return {"field": side, "type": "quantitative", "scale": scale, "axis": {"title": title, "tickCount": 6}}


def _points(values: list[Spec], x: Spec, y: Spec) -> Spec:
    def by_kind(*looks: object) -> Spec:
        return {"field": "kind", "type": "nominal", "scale": {"domain": list(_kinds()), "range": list(looks)}}

    encoding: Spec = {
        "x": x,
        "y": y,
        "shape": by_kind("diamond", "circle", "circle"),
        "stroke": by_kind(THEIRS, OURS, NEUTRAL),
        "fill": by_kind(THEIRS, OURS, PAPER),
        "size": by_kind(150, 60, 30),
    }
    return {"data": {"values": values}, "mark": {"type": "point", "opacity": 1, "strokeWidth": 1.5}, "encoding": encoding}


def _no_deal(scene: Scene, x: Spec, y: Spec) -> list[Spec]:
    """Return what no deal is worth: the zone beyond both lines, each line, and its range as a band."""
    if scene.own is None or scene.other is None:
        return []
    own, other = scene.own, scene.other
    right, top = x["scale"]["domain"][1], y["scale"]["domain"][1]  # type: ignore[index]
    left, bottom = x["scale"]["domain"][0], y["scale"]["domain"][0]  # type: ignore[index]

    def box(low: float, high: float, floor: float, ceiling: float, color: str, opacity: float) -> Spec:
        encoding = {"x": x, "x2": {"field": "high"}, "y": y, "y2": {"field": "ceiling"}}
        data = {"values": [{"own": low, "high": high, "other": floor, "ceiling": ceiling}]}
        return {"data": data, "mark": {"type": "rect", "color": color, "opacity": opacity}, "encoding": encoding}

    def words(at: Spec, text: str, **look: object) -> Spec:
        mark = {"type": "text", "color": FAINT_INK, "fontSize": TEXT_SIZE, **look}
        return {
            "data": {"values": [{**at, "text": text}]},
            "mark": mark,
            "encoding": {"x": x, "y": y, "text": {"field": "text"}},
        }

    dashed = {"type": "rule", "color": FAINT_INK, "strokeDash": [5, 3], "strokeWidth": 1.5}
    # Words stand at the far ends of the lines, beyond the frontier, where there are no packages.
    return [
        box(own.mean, right, other.mean, top, OURS, 0.1),
        box(own.low, own.high, bottom, top, NEUTRAL, 0.14),
        box(left, right, other.low, other.high, NEUTRAL, 0.14),
        {"data": {"values": [{"own": own.mean}]}, "mark": dashed, "encoding": {"x": x}},
        {"data": {"values": [{"other": other.mean}]}, "mark": dashed, "encoding": {"y": y}},
        words({"own": own.mean, "other": top}, say("no deal, us"), angle=270, align="right", baseline="top", dx=-6, dy=6),
        words({"own": right, "other": other.mean}, say("no deal, them"), align="right", dx=-6, dy=-7),
        words({"own": right, "other": top}, say("both prefer a deal"), align="right", dx=-6, dy=14),
    ]


def _beyond(scene: Scene) -> list[PackageRow]:
    """Return the packages that are worth more than no deal to both sides, by the averages."""
    if scene.own is None or scene.other is None:
        return []
    return [row for row in scene.packages if row.own > scene.own.mean and row.counterpart > scene.other.mean]


def _summary(scene: Scene) -> list[str]:
    parts = [plural("One package.", "{n} packages.", scene.total)]
    if len(scene.packages) < scene.total:
        parts.append(say("Drawn are the frontier and the likeliest agreements."))
    else:
        efficient = sum(row.efficient for row in scene.packages)
        parts.append(plural("One of them is on the frontier.", "{n} of them are on the frontier.", efficient))
    if scene.own is not None and scene.other is not None:
        told = say(
            "No deal is worth {own} to us and {other} to them; of those drawn, worth more than that to both: {beyond}.",
            own=points_with_range(scene.own),
            other=points_with_range(scene.other),
            beyond=len(_beyond(scene)),
        )
        parts.append(told)
    return parts


def _letters_told(scene: Scene, names: Names) -> tuple[str, ...]:
    """Return a sentence on each of the likely agreements."""
    parts = []
    for place, letter in scene.letters.items():
        row = scene.packages[place]
        told = say(
            "{letter}, {share} of all agreements: {package}, worth {own} to us and {other} to them.",
            letter=letter,
            share=percent(row.share or 0.0),
            package=names.agreement(row.package),
            own=points(row.own),
            other=points(row.counterpart),
        )
        parts.append(told)
    if scene.shortlist:
        parts.append(say("Numbers: the shortlist under “Packages to have in mind”."))
    own_points = {"target": say("the mandate's target"), "floor": say("the mandate's floor")}
    for letter, point in scene.points:
        parts.append(
            say(
                "Square {letter}: {point}, worth {own} to us and {other} to them.",
                letter=letter,
                point=own_points.get(point.name) or names.of(*point.name.split(".")),
                own=points(point.own.mean),
                other=points(point.counterpart.mean),
            )
        )
    return tuple(parts)


def _table(scene: Scene, names: Names) -> Table:
    """Return the packages as rows, the likely agreements first, then the frontier, then the rest by worth to us."""
    likely, efficient, other = _kinds()
    beyond = {id(row) for row in _beyond(scene)}
    order = sorted(
        range(len(scene.packages)),
        key=lambda n: (scene.letters.get(n, "Z"), not scene.packages[n].efficient, -scene.packages[n].own, n),
    )
    if scene.total > MOST_LISTED:
        listed = [n for n in order if n in scene.letters or scene.packages[n].efficient]
        every = -(-len(listed) // MOST_LISTED)  # of a longer list each second, third and so on
        order = [n for place, n in enumerate(listed) if n in scene.letters or place % every == 0]
    rows = []
    for place in order:
        row = scene.packages[place]
        letter = scene.letters.get(place)
        kind = f"{letter}: {likely}" if letter else efficient if row.efficient else other
        numbers = [proposal.name for proposal in scene.shortlist if proposal.package == row.package]
        share = percent(row.share) if row.share is not None else NOTHING
        better = say("yes") if id(row) in beyond else say("no")
        rows.append(
            (
                names.agreement(row.package),
                points(row.own),
                points(row.counterpart),
                share,
                better,
                ", ".join(numbers) or NOTHING,
                kind,
            )
        )
    columns = (
        say("package"),
        say("to us"),
        say("to them"),
        say("the agreement in"),
        say("both prefer it to no deal"),
        say("on the shortlist"),
        say("in the picture"),
    )
    caption = say("Packages with their average worth to either side")
    if len(rows) < scene.total:
        caption = say("The likely agreements and the frontier, of {n} packages in all", n=scene.total)
    return Table(columns, tuple(rows), caption)
