# SPDX-License-Identifier: Apache-2.0
"""Pictures made of rows: a label, then for every series a point with its range, then the number in words.

Rows are laid out by pixel, so that labels of several lines, headings between rows and two points in a row need no scale.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pourparler.assess.spread import Spread
from pourparler.briefing.pictures.style import FAINT_INK, INK, PAPER, TEXT_SIZE, Spec, configuration, line_count, wrapped
from pourparler.wording import say

#: The width of the part that has a scale, and the widest label, in pixels and characters.
WIDTH, LABEL = 290, 28
#: Pixels between a label or a number and the part that has a scale.
GAP = 12
#: Pixels of a row with one line, of each further line, and of a second point in a row.
ROW, LINE_HEIGHT, APART = 24, 14, 12
#: Round numbers along a scale are so many powers of ten apart.
_STEPS = (1, 2, 5, 10)
#: Numbers of a scale inside a picture stand so many pixels beside their lines.
BESIDE = 3
#: Pixels above a heading.
ABOVE_HEADING = 10
#: Decimals of a point beyond these move no end of a scale.
SEEN = 3
#: About so many numbers stand along a scale.
MOST_TICKS = 6
#: A picture taller than this, in pixels, says its scale again at every heading: it may be read, or cut, far from its foot.
TALL = 500


@dataclass(frozen=True)
class Series:
    """One kind of point: its name in the legend, its colour and shape, and whether it is filled."""

    name: str
    color: str
    shape: str = "circle"
    filled: bool = True


@dataclass(frozen=True)
class Row:
    """A label with its points (series name to spread) and the number told at its end; without points it is a heading."""

    label: str
    points: Mapping[str, Spread] = field(default_factory=dict)
    told: str = ""


@dataclass(frozen=True)
class Scale:
    """The one scale of such a picture: its title, its ends, and whether it is shown in per cent."""

    title: str
    low: float
    high: float
    in_percent: bool = False
    mark: float | None = None


def row_picture(rows: Sequence[Row], series: Sequence[Series], scale: Scale) -> Spec:
    """Return the specification of a picture of rows."""
    return {**row_panel(rows, series, scale), "config": configuration()}


def row_panel(rows: Sequence[Row], series: Sequence[Series], scale: Scale) -> Spec:
    """Return the same without what all pictures share, to be set beside another panel."""
    places, height = layout(rows)
    labels, points = _data(rows, places, series)
    y: Spec = vertical(height)
    axis: Spec = {"title": scale.title, "tickCount": MOST_TICKS}
    if scale.in_percent:
        axis["format"] = ".0%"
    domain: Spec = {"domain": [scale.low, scale.high], "nice": False, "zero": False}
    x: Spec = {"field": "low", "type": "quantitative", "scale": domain, "axis": axis}
    stroke = by_series(series, [s.color for s in series])
    layers: list[Spec] = [
        text_column(labels, y, "label", {"x": {"value": -GAP}}, align="right"),
        text_column(labels, y, "heading", {"x": {"value": -GAP}}, align="right", fontWeight="bold"),
        text_column(labels, y, "told", {"x": {"value": WIDTH + GAP}}, align="left"),
        {"data": {"values": points}, "mark": {"type": "rule", "strokeWidth": 3, "strokeCap": "round"},
         "encoding": {"y": y, "x": x, "x2": {"field": "high"}, "stroke": stroke}},
        _point_layer(points, y, x, series),
    ]  # fmt: skip
    if height > TALL:
        ticks = ticks_along(scale.low, scale.high)
        axis["values"] = ticks
        layers.append(_scale_again(rows, places, ticks, scale, {"y": y, "x": {**x, "field": "at"}}))
    if scale.mark is not None:
        layers.insert(0, {
            "data": {"values": [{"at": scale.mark}]},
            "mark": {"type": "rule", "color": FAINT_INK, "strokeDash": [4, 3]},
            "encoding": {"x": {"field": "at", "type": "quantitative", "scale": domain}},
        })  # fmt: skip
    return {"width": WIDTH, "height": height, "layer": layers}


def ticks_along(low: float, high: float) -> list[float]:
    """Return round numbers along a scale, about `MOST_TICKS` of them: multiples of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / MOST_TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * min(_STEPS, key=lambda size: abs(math.log(rough / power / size)))
    first, last = math.ceil(low / step), math.floor(high / step)
    return [round(step * place, SEEN) for place in range(first, last + 1)]


def _scale_again(rows: Sequence[Row], places: Sequence[float], ticks: Sequence[float], scale: Scale, encoding: Spec) -> Spec:
    """Return the numbers of the scale in the line of every heading, which has no points."""
    values = [
        {"y": at, "at": tick, "text": f"{tick:.0%}" if scale.in_percent else f"{tick:g}".replace("-", "\N{MINUS SIGN}")}
        for row, at in zip(rows, places, strict=True)
        if not row.points
        for tick in ticks
    ]
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": BESIDE, "color": FAINT_INK, "fontSize": TEXT_SIZE}
    return {"data": {"values": values}, "mark": mark, "encoding": {**encoding, "text": {"field": "text"}}}


def layout(rows: Sequence[Row]) -> tuple[list[float], int]:
    """Return where each row stands, in pixels from the top, and how high all are together."""
    places, at = [], 0.0
    for row in rows:
        at += ABOVE_HEADING if not row.points and at else 0
        height = max(ROW, LINE_HEIGHT * line_count(wrapped(row.label, LABEL)) + ROW - LINE_HEIGHT)
        height = max(height, ROW + APART * (len(row.points) - 1))
        places.append(at + height / 2)
        at += height
    return places, int(at)


def vertical(height: int) -> Spec:
    """Return the encoding of a place in pixels from the top."""
    return {
        "field": "y",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, height], "reverse": True, "nice": False},
    }


def _data(rows: Sequence[Row], places: Sequence[float], series: Sequence[Series]) -> tuple[list[Spec], list[Spec]]:
    labels: list[Spec] = []
    points: list[Spec] = []
    for row, at in zip(rows, places, strict=True):
        label = wrapped(row.label, LABEL)
        empty = {"label": "", "heading": "", "told": row.told}
        labels.append({**empty, ("label" if row.points else "heading"): label, "y": at})
        named = [s.name for s in series if s.name in row.points]
        for index, name in enumerate(named):
            found = row.points[name]
            offset = APART * (index - (len(named) - 1) / 2)
            points.append({"y": at + offset, "series": name, "low": found.low, "mean": found.mean, "high": found.high})
    return labels, points


def _point_layer(points: list[Spec], y: Spec, x: Spec, series: Sequence[Series]) -> Spec:
    encoding: Spec = {
        "y": y,
        "x": {**x, "field": "mean"},
        "shape": by_series(series, [s.shape for s in series]),
        "stroke": by_series(series, [s.color for s in series]),
        "fill": by_series(series, [s.color if s.filled else PAPER for s in series]),
    }
    mark = {"type": "point", "size": 80, "strokeWidth": 2, "opacity": 1}
    return {"data": {"values": points}, "mark": mark, "encoding": encoding}


def by_series(series: Sequence[Series], looks: list[str]) -> Spec:
    """Return the encoding of one look by series; with more than one series there is a legend."""
    scale = {"domain": [s.name for s in series], "range": looks}
    return {"field": "series", "type": "nominal", "scale": scale, **({} if len(series) > 1 else {"legend": None})}


def text_column(labels: list[Spec], y: Spec, name: str, place: Spec, **look: object) -> Spec:
    """Return one column of text beside the points."""
    values = [{"y": row["y"], "text": row[name]} for row in labels if row[name]]
    mark = {"type": "text", "baseline": "middle", "color": INK, "fontSize": TEXT_SIZE, "limit": 0, **look}
    return {"data": {"values": values}, "mark": mark, "encoding": {"y": y, "text": {"field": "text"}, **place}}


def how_to_read() -> str:
    """Say what a point and a line are, once under every picture of rows."""
    return say("Points are averages, lines run from 5% to 95%.")


def rounded_ends(spreads: Sequence[Spread], step: float, *also: float) -> tuple[float, float]:
    """Return ends of a scale that hold all ranges and other values, on multiples of `step`."""
    low = round(min([s.low for s in spreads] + list(also)), SEEN)
    high = round(max([s.high for s in spreads] + list(also)), SEEN)
    first, last = int(low // step), -int(-high // step)
    return first * step, (last if last > first else first + 1) * step
