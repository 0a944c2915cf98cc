# SPDX-License-Identifier: Apache-2.0
"""The matrix of incidence: what every concession and every package does to every third party, at a glance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pourparler.assess.assessment import IncidenceRow
from pourparler.assess.spread import Spread
from pourparler.assess.wider import BigPicture
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import NOTHING, points, points_with_range
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.effects import sign_of
from pourparler.briefing.pictures.package_names import package_names
from pourparler.briefing.pictures.style import (
    INK,
    LINE,
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
from pourparler.wording import say

#: The size of a cell, the height of a further line of its label, and the gap before labels, in pixels.
WIDTH, HEIGHT, LINE_HEIGHT, GAP = 86, 26, 14, 12
#: The widest label of a row and of a column, in characters.
LABEL, HEAD = 30, 12
#: How far a mark stands left of the middle of its cell, and its number right of it, in pixels.
ASIDE, BESIDE = 20, 6


@dataclass(frozen=True)
class _Line:
    """A row of the matrix: its label and, by party, what it does; a heading has none."""

    label: str
    effects: Mapping[str, Spread]


def matrix_figure(concessions: Sequence[IncidenceRow], found: BigPicture, names: Names) -> Figure | None:
    """Draw the effect of every concession, then of every package, on every third party. None without third parties."""
    parties = found.everyone
    lines = _lines(concessions, found, names) if parties else []
    if not lines:
        return None
    heads = [names.of("parties", party) for party in parties]
    cells = tuple(
        (line.label, *(points_with_range(line.effects[p]) if p in line.effects else NOTHING for p in parties))
        for line in lines
        if line.effects
    )
    table = Table((say("concession or package"), *heads), cells, say("The effect on each third party, on its own scale"))
    told = "; ".join(_told(line, parties, heads) for line in lines if line.effects)
    alternative = say("What each concession and package does to each third party. {told}.", told=told)
    note = say("The number is the average effect; not determined: the range reaches zero or passes it.")
    return Figure(_spec(lines, parties, heads), say("Winners and losers outside the table"), alternative, table, (note,))


def _lines(concessions: Sequence[IncidenceRow], found: BigPicture, names: Names) -> list[_Line]:
    steps: dict[str, dict[str, Spread]] = {}
    for row in concessions:
        if row.party in found.everyone:
            steps.setdefault(row.concession, {})[row.party] = row.effect
    lines = []
    if steps:
        lines.append(_Line(say("concessions"), {}))
        lines += [_Line(_option(option, names), effects) for option, effects in steps.items()]
    if found.packages:
        lines.append(_Line(say("packages"), {}))
        lines += [_Line(package_names(row, names), {s.party: s.effect for s in row.stances}) for row in found.packages]
    return lines


def _option(option: str, names: Names) -> str:
    issue, name = option.split(".", 1)
    return f"{names.of('issues', issue)}: {names.of(issue, name)}"


def _told(line: _Line, parties: Sequence[str], heads: Sequence[str]) -> str:
    each = [f"{head} {points(line.effects[p].mean)}" for p, head in zip(parties, heads, strict=True) if p in line.effects]
    return f"{line.label}: {', '.join(each)}"


def _spec(lines: Sequence[_Line], parties: Sequence[str], heads: Sequence[str]) -> Spec:
    kinds = {1: say("gains"), -1: say("loses"), 0: say("not determined")}
    columns: list[Spec] = [{"x": WIDTH * (place + 1 / 2), "text": wrapped(head, HEAD)} for place, head in enumerate(heads)]
    # The names of the parties stand above the first row, inside the picture: the legend is above it.
    height = LINE_HEIGHT * max(line_count(str(column["text"])) for column in columns) + GAP
    marks: list[Spec] = []
    labels: list[Spec] = []
    headings: list[Spec] = []
    rules: list[Spec] = []
    for line in lines:
        size = HEIGHT + LINE_HEIGHT * (line_count(wrapped(line.label, LABEL)) - 1)
        at, height = height + size / 2, height + size
        (labels if line.effects else headings).append({"y": at, "text": wrapped(line.label, LABEL)})
        rules.append({"y": height})
        for place, party in enumerate(parties):
            if party in line.effects:
                effect = line.effects[party]
                marks.append(
                    {"x": WIDTH * (place + 1 / 2), "y": at, "kind": kinds[sign_of(effect)], "told": points(effect.mean)}
                )
    width = WIDTH * len(parties)
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, height], "reverse": True, "nice": False},
    }
    x: Spec = {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, width], "nice": False}}
    layers: list[Spec] = [
        {"data": {"values": rules}, "mark": {"type": "rule", "color": LINE, "strokeWidth": 1}, "encoding": {"y": y}},
        _marks(marks, x, y, [kinds[1], kinds[-1], kinds[0]]),
        _text(marks, {"x": x, "y": y}, "told", align="left", dx=BESIDE),
        _text(labels, {"x": {"value": -GAP}, "y": y}, "text", align="right"),
        _text(headings, {"x": {"value": -GAP}, "y": y}, "text", align="right", fontWeight="bold"),
        _text(columns, {"x": x, "y": {"value": GAP}}, "text", align="center", baseline="top", fontWeight="bold"),
    ]
    return {"width": width, "height": height, "layer": layers, "config": configuration()}


def _marks(values: list[Spec], x: Spec, y: Spec, kinds: list[str]) -> Spec:
    def by_kind(looks: list[str]) -> Spec:
        return {"field": "kind", "type": "nominal", "scale": {"domain": kinds, "range": looks}}

    mark = {"type": "point", "size": 90, "strokeWidth": 2, "opacity": 1, "xOffset": -ASIDE}
    encoding: Spec = {
        "x": x,
        "y": y,
        "shape": by_kind(["triangle-up", "triangle-down", "diamond"]),
        "stroke": by_kind([OURS, THEIRS, NEUTRAL]),
        "fill": by_kind([OURS, THEIRS, PAPER]),
    }
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _text(values: list[Spec], place: Spec, name: str, **look: object) -> Spec:
    mark = {"type": "text", "baseline": "middle", "color": INK, "fontSize": TEXT_SIZE, "limit": 0, **look}
    return {"data": {"values": values}, "mark": mark, "encoding": {**place, "text": {"field": name}}}
