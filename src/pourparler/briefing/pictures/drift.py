# SPDX-License-Identifier: Apache-2.0
"""The picture of goals that drift: a strip for all goals and for each, falling from what was sought first towards the floor.

Versions stand side by side, evenly spaced. A point of worth has one height in all strips, so that losses can be compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pourparler.assess.spread import Spread
from pourparler.briefing.figures import points
from pourparler.briefing.pictures.history import named_days
from pourparler.briefing.pictures.rows import GAP, LABEL, LINE_HEIGHT, WIDTH, Series, by_series, text_column, vertical
from pourparler.briefing.pictures.style import (
    FAINT_INK,
    LINE,
    NEUTRAL,
    OURS,
    TEXT_SIZE,
    THEIRS,
    Spec,
    configuration,
    line_count,
    wrapped,
)
from pourparler.wording import say

#: The height of the strip that moved most, the least height of a strip, and what lies between two, in pixels.
TALLEST, LEAST, BETWEEN = 110, 34, 26
#: From the left end of a strip to its label, and from the lowest strip to the days, in pixels.
LABEL_GAP, BELOW = 48, 14
#: The widest number with its range, in characters: what follows it stands below.
TOLD = 22
#: How much of what lies behind a band is covered.
COVER = 0.22
#: How lines are told apart without their colours, and the size of a sign in the legend that shows it.
DASHES = {OURS: [1, 0], THEIRS: [2, 3], NEUTRAL: [6, 4]}
LEGEND = 700


@dataclass(frozen=True)
class Sought:
    """A goal, or all of them: what each version gave up since the first (None: unknown), the floor, and what came in return.

    `floor` is what could be given up from the first version down to it, `net` what was given up beyond what came in return.
    """

    name: str
    told: str
    given_up: Sequence[Spread | None]
    floor: Spread | None = None
    net: Sequence[Spread | None] = ()


@dataclass(frozen=True)
class _Strip:
    """A strip in its place: the pixel of what was sought first, and pixels per point."""

    row: Sought
    number: int
    top: float
    first: float
    bottom: float
    scale: float

    def at(self, given_up: float) -> float:
        """Return where a number of points given up stands, in pixels from the top."""
        return self.first + given_up * self.scale


def drift_picture(days: Sequence[str], rows: Sequence[Sought]) -> Spec:
    """Return the specification: `days` are those of the versions; a row has an amount for each of them."""
    strips = _layout(rows)
    bottom = int(strips[-1].bottom)
    height = bottom + BELOW + 2 * LINE_HEIGHT
    y = vertical(height)
    x: Spec = {"field": "x", "type": "quantitative", "scale": {"domain": [0, len(days)], "nice": False}, "axis": None}
    series = _series(rows)
    rules = [{"x": 0, "x2": len(days), "y": strip.first} for strip in strips]
    other: Spec = {"x2": {"field": "x2"}}
    layers: list[Spec] = [
        {"data": {"values": rules}, "mark": {"type": "rule", "color": LINE}, "encoding": {"x": x, "y": y, **other}},
        *_curves(strips, len(days), series, x, y),
        *_texts(strips, y),
        _days(days, bottom + BELOW, x, y),
    ]
    return {"width": WIDTH, "height": height, "layer": layers, "config": configuration()}


def _series(rows: Sequence[Sought]) -> list[Series]:
    out = [Series(say("what is sought"), OURS)]
    if any(row.net for row in rows):
        out.append(Series(say("with what came in return"), THEIRS))
    if any(row.floor is not None for row in rows):
        out.append(Series(say("floor"), NEUTRAL))
    return out


def _layout(rows: Sequence[Sought]) -> list[_Strip]:
    """Return the strips from the top down, all on one scale; a long label makes room for itself."""
    ends = [_ends(row) for row in rows]
    longest = max(high - low for low, high in ends)
    scale = TALLEST / longest if longest > 0 else 0.0
    out, at = [], 0.0
    for number, (row, (low, high)) in enumerate(zip(rows, ends, strict=True)):
        tall = (high - low) * scale
        room = max(tall, LEAST, LINE_HEIGHT * line_count(wrapped(row.name, LABEL)))
        first = at + (room - tall) / 2 - low * scale
        out.append(_Strip(row, number, at, first, at + room, scale))
        at += room + BETWEEN
    return out


def _ends(row: Sought) -> tuple[float, float]:
    """Return the least and the most given up that a strip shows."""
    shown = [spread for spread in (*row.given_up, *row.net, row.floor) if spread is not None]
    return min([0.0, *(spread.low for spread in shown)]), max([0.0, *(spread.high for spread in shown)])


def _curves(strips: Sequence[_Strip], count: int, series: Sequence[Series], x: Spec, y: Spec) -> list[Spec]:
    """Return bands and lines; each level holds until the next version, the last one to the end, and the unknown is left out."""
    bands: list[Spec] = []
    lines: list[Spec] = []
    floors: list[Spec] = []
    names = [entry.name for entry in series]
    for strip in strips:
        levels = [(names[0], strip.row.given_up)]
        if strip.row.net:
            levels.append((names[1], strip.row.net))
        for name, found in levels:
            for place, spread in enumerate((*found, found[-1])):
                run = f"{strip.number} {sum(level is None for level in found[:place])}"
                if spread is None:
                    continue
                drawn: Spec = {"x": place, "run": run, "series": name, "y": strip.at(spread.mean)}
                lines.append(drawn)
                if name == names[0]:
                    bands.append({**drawn, "low": strip.at(spread.low), "high": strip.at(spread.high)})
        if strip.row.floor is not None:
            height = strip.at(strip.row.floor.mean)
            floors += [{"x": at, "y": height, "run": str(strip.number), "series": names[-1]} for at in (0, count)]
    color = by_series(series, [entry.color for entry in series])
    of: Spec = {"field": "run", "type": "nominal"}
    dashes = {**by_series(series, []), "legend": {"symbolSize": LEGEND}}
    dashes["scale"] = {"domain": names, "range": [DASHES[entry.color] for entry in series]}
    color["legend"] = {"symbolSize": LEGEND}
    encoding: Spec = {"x": x, "y": y, "detail": of, "color": color, "strokeDash": dashes}
    band = {"type": "area", "interpolate": "step-after", "color": OURS, "opacity": COVER}
    step = {"type": "line", "interpolate": "step-after", "strokeWidth": 2}
    level = {"type": "line", "strokeWidth": 2}
    out: list[Spec] = [
        {"data": {"values": bands}, "mark": band,
         "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "detail": of}},
        {"data": {"values": lines}, "mark": step, "encoding": encoding},
    ]  # fmt: skip
    if floors:
        out.append({"data": {"values": floors}, "mark": level, "encoding": encoding})
    return out


def _texts(strips: Sequence[_Strip], y: Spec) -> list[Spec]:
    """Return what stands beside the strips: names, the ends of their scales in points, and the sum in words."""
    named: list[Spec] = []
    ends: list[Spec] = []
    for strip in strips:
        middle = (strip.top + strip.bottom) / 2
        named.append({"y": middle, "label": wrapped(strip.row.name, LABEL), "told": wrapped(strip.row.told, TOLD)})
        _, most = _ends(strip.row)
        ends.append({"y": strip.first, "end": "0"})
        if (most * strip.scale) >= LINE_HEIGHT:
            ends.append({"y": strip.at(most), "end": f"-{points(most)}"})
    small = {"color": FAINT_INK, "fontSize": TEXT_SIZE - 2}
    return [
        text_column(named, y, "label", {"x": {"value": -LABEL_GAP}}, align="right"),
        text_column(named, y, "told", {"x": {"value": WIDTH + GAP}}, align="left"),
        text_column(ends, y, "end", {"x": {"value": -GAP / 2}}, align="right", **small),
    ]


def _days(days: Sequence[str], at: float, x: Spec, y: Spec) -> Spec:
    """Return the days of the versions, as many as there is room for, each where its level begins."""
    values = [{"x": place, "y": at, "text": text} for place, text in named_days(days)]
    mark = {"type": "text", "align": "left", "baseline": "top", "color": FAINT_INK, "fontSize": TEXT_SIZE, "limit": 0}
    return {"data": {"values": values}, "mark": mark, "encoding": {"x": x, "y": y, "text": {"field": "text"}}}
