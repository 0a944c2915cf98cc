# SPDX-License-Identifier: Apache-2.0
"""The map of stakeholders: how much hangs on each third party, and how much hangs on the outcome for it."""

from collections.abc import Sequence

from pourparler.assess.assessment import PartnerRow
from pourparler.assess.wider import StakeRow
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import percent_with_range, points_with_range
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.rows import rounded_ends
from pourparler.briefing.pictures.style import (
    CLEAR,
    INK,
    LINE_HEIGHT,
    NEUTRAL,
    OURS,
    PAPER,
    TEXT_SIZE,
    THEIRS,
    Spec,
    configuration,
    line_count,
    wrapped,
)
from pourparler.wording import plural, say

#: The width and height of the map, in pixels.
WIDTH, HEIGHT = 420, 300
#: The multiples at which its scales end: points, and shares.
STEP, STEP_OF_SHARES = 10.0, 0.1
#: The widest name beside a point in characters, and how far it stands off in pixels.
LABEL, OFF = 18, 12


def stakes_figure(rows: Sequence[StakeRow], partners: Sequence[PartnerRow], names: Names, table: Table) -> Figure | None:
    """Draw every third party whose power the case states by power and interest; None if it states no one's."""
    drawn = [row for row in rows if row.power is not None]
    if not drawn:
        return None
    stance = {row.party: row.stance for row in partners}
    told = "; ".join(
        say(
            "{party}: power {power}, interest {interest}, {stance}",
            party=names.of("parties", row.party),
            power=percent_with_range(row.power) if row.power is not None else "",
            interest=points_with_range(row.interest),
            stance=names.of(stance.get(row.party, "unknown")),
        )
        for row in drawn
    )
    alternative = say(
        "Third parties by what their opposition changes in the reach and by what is at stake for them. {told}.", told=told
    )
    notes = [
        say("Power: by how much its opposition is expected to change the chance of agreement."),
        say("Interest: from the package that does worst by it to the one that does best, in its own points."),
    ]
    left = len(rows) - len(drawn)
    if left:
        notes.append(
            plural(
                "One party whose power is not stated is left to the table.",
                "{n} parties whose power is not stated are left to the table.",
                left,
            )
        )
    return Figure(_spec(drawn, stance, names), say("What hangs on whom, and for whom"), alternative, table, tuple(notes))


def _spec(rows: Sequence[StakeRow], stance: dict[str, str], names: Names) -> Spec:
    kinds = {
        "supports": (say("supports"), "triangle-up", OURS, OURS),
        "lives_with": (say("lives with it"), "circle", OURS, PAPER),
        "opposes": (say("opposes"), "triangle-down", THEIRS, THEIRS),
        "spoils": (say("spoils"), "cross", THEIRS, THEIRS),
        "unknown": (say("stance unknown"), "diamond", NEUTRAL, PAPER),
    }
    used = [kind for kind in kinds if any(stance.get(row.party, "unknown") == kind for row in rows)]
    values: list[Spec] = [
        {
            "interest": row.interest.mean,
            "power": row.power.mean,
            "least": row.interest.low,
            "most": row.interest.high,
            "weak": row.power.low,
            "strong": row.power.high,
            "kind": kinds[stance.get(row.party, "unknown")][0],
            "name": wrapped(names.of("parties", row.party), LABEL),
        }
        for row in rows
        if row.power is not None
    ]
    across = rounded_ends([row.interest for row in rows], STEP, 0.0)
    up = rounded_ends([row.power for row in rows if row.power is not None], STEP_OF_SHARES, 0.0)
    x = _axis("interest", across, say("interest: what is at stake for it, in its points"))
    y = _axis("power", up, say("power: what its opposition changes in the reach"), format=".0%")
    faint = {"type": "rule", "color": NEUTRAL, "strokeWidth": 1}
    label = {"type": "text", "align": "left", "baseline": "bottom", "dx": OFF, "color": INK, "limit": 0}
    layers: list[Spec] = [
        {"mark": faint, "encoding": {"x": {**x, "field": "least"}, "x2": {"field": "most"}, "y": y}},
        {"mark": faint, "encoding": {"x": x, "y": {**y, "field": "weak"}, "y2": {"field": "strong"}}},
        *_labels(values, label, x, y),
        _points(x, y, [kinds[kind] for kind in used]),
    ]
    return {"width": WIDTH, "height": HEIGHT, "data": {"values": values}, "layer": layers, "config": configuration()}


def _labels(values: Sequence[Spec], label: Spec, x: Spec, y: Spec) -> list[Spec]:
    """Return the names, the last line of each above the line of its range: more lines begin so much higher."""
    by_lines: dict[int, list[Spec]] = {}
    for value in values:
        by_lines.setdefault(line_count(str(value["name"])), []).append(value)
    encoding: Spec = {"x": x, "y": y, "text": {"field": "name"}}
    return [
        {
            "data": {"values": held},
            "mark": {**label, **CLEAR, "fontSize": TEXT_SIZE, "dy": -OFF / 2 - (lines - 1) * LINE_HEIGHT},
            "encoding": encoding,
        }
        for lines, held in sorted(by_lines.items())
    ]


def _axis(field: str, ends: tuple[float, float], title: str, **axis: object) -> Spec:
    domain = {"domain": list(ends), "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": domain, "axis": {"title": title, "tickCount": 6, **axis}}


def _points(x: Spec, y: Spec, kinds: list[tuple[str, str, str, str]]) -> Spec:
    def by_kind(place: int) -> Spec:
        looks = [kind[place] for kind in kinds]
        return {"field": "kind", "type": "nominal", "scale": {"domain": [kind[0] for kind in kinds], "range": looks}}

    mark = {"type": "point", "size": 120, "strokeWidth": 2, "opacity": 1}
    encoding = {"x": x, "y": y, "shape": by_kind(1), "stroke": by_kind(2), "fill": by_kind(3)}
    return {"mark": mark, "encoding": encoding}
