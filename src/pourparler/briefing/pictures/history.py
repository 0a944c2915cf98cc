# SPDX-License-Identifier: Apache-2.0
"""The picture of how an estimate came about: a strip for every hypothesis, its line and band stepping from day to day.

Days stand side by side, evenly spaced: years of a record and the days before a meeting are seen alike. Each strip has its own
scale of probability, so that bands never lie over one another, however many hypotheses there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pourparler.assess.spread import Spread
from pourparler.briefing.figures import percent_with_range
from pourparler.briefing.pictures.rows import GAP, LABEL, LINE_HEIGHT, WIDTH, text_column, vertical
from pourparler.briefing.pictures.style import FAINT_INK, LINE, OURS, TEXT_SIZE, Spec, configuration, line_count, wrapped

#: The height of a strip and what lies between two, in pixels.
STRIP, BETWEEN = 48, 16
#: From the left end of a strip to the label of its hypothesis: the ends of its scale stand between them.
LABEL_GAP = 48
#: From the lowest strip to the days, and how far apart two of them are at least, in pixels.
BELOW, DAYS_APART = 14, 42
#: How much of what lies behind a band is covered.
COVER = 0.22
#: Where a day is cut in two, to be written on two lines: the year stands below, where it changes.
YEAR = 4


@dataclass(frozen=True)
class Strip:
    """A hypothesis: its name, and how likely it was on every day, before the first of them too."""

    name: str
    levels: Sequence[Spread]


def history_picture(days: Sequence[str], strips: Sequence[Strip]) -> Spec:
    """Return the specification: `days` follow one another; a strip has one level more than there are days."""
    tops, bottom = _layout(strips)
    y = vertical(bottom + BELOW + 2 * LINE_HEIGHT)
    count = len(days) + 1
    x: Spec = {"field": "x", "type": "quantitative", "scale": {"domain": [0, count], "nice": False}, "axis": None}
    return {
        "width": WIDTH,
        "height": bottom + BELOW + 2 * LINE_HEIGHT,
        "layer": [
            _rules([{"x": 0, "x2": count, "y": _at(top, p)} for top in tops for p in (0, 1 / 2, 1)], x, y),
            _rules([{"x": place + 1, "y": tops[0], "y2": tops[-1] + STRIP} for place in _named(len(days))], x, y),
            *_curves(strips, tops, x, y),
            *_texts(strips, tops, y),
            _days(days, bottom + BELOW, x, y),
        ],
        "config": configuration(),
    }


def _layout(strips: Sequence[Strip]) -> tuple[list[float], int]:
    """Return the top of each strip, and where the last one ends; a long label makes room for itself."""
    tops, at = [], 0.0
    for strip in strips:
        room = max(STRIP, LINE_HEIGHT * line_count(wrapped(strip.name, LABEL)))
        tops.append(at + (room - STRIP) / 2)
        at += room + BETWEEN
    return tops, int(at) - BETWEEN


def _at(top: float, probability: float) -> float:
    return top + STRIP * (1 - probability)


def _rules(ends: list[Spec], x: Spec, y: Spec) -> Spec:
    """Return faint lines of a scale, all across or all down."""
    other: Spec = {name: {"field": name} for name in ("x2", "y2") if name in ends[0]}
    return {"data": {"values": ends}, "mark": {"type": "rule", "color": LINE}, "encoding": {"x": x, "y": y, **other}}


def _curves(strips: Sequence[Strip], tops: Sequence[float], x: Spec, y: Spec) -> tuple[Spec, Spec]:
    """Return the bands and the lines; each level holds until the next day, the last one to the end."""
    points: list[Spec] = []
    for number, (strip, top) in enumerate(zip(strips, tops, strict=True)):
        for place, level in enumerate((*strip.levels, strip.levels[-1])):
            drawn = {"y": _at(top, level.mean), "low": _at(top, level.low), "high": _at(top, level.high)}
            points.append({"x": place, "strip": number, "mean": level.mean, **drawn})
    of: Spec = {"field": "strip", "type": "nominal"}
    band = {"type": "area", "interpolate": "step-after", "color": OURS, "opacity": COVER}
    line = {"type": "line", "interpolate": "step-after", "color": OURS, "strokeWidth": 2}
    return (
        {"data": {"values": points}, "mark": band,
         "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "detail": of}},
        {"data": {"values": points}, "mark": line, "encoding": {"x": x, "y": y, "detail": of}},
    )  # fmt: skip


def _texts(strips: Sequence[Strip], tops: Sequence[float], y: Spec) -> list[Spec]:
    """Return what stands beside the strips: names, the ends of their scales, and the level at the end in words."""
    named: list[Spec] = []
    ends: list[Spec] = []
    for strip, top in zip(strips, tops, strict=True):
        told = percent_with_range(strip.levels[-1])
        named.append({"y": top + STRIP / 2, "label": wrapped(strip.name, LABEL), "told": told})
        ends += [{"y": _at(top, p), "end": f"{p:.0%}"} for p in (0, 1)]
    small = {"color": FAINT_INK, "fontSize": TEXT_SIZE - 2}
    return [
        text_column(named, y, "label", {"x": {"value": -LABEL_GAP}}, align="right"),
        text_column(named, y, "told", {"x": {"value": WIDTH + GAP}}, align="left"),
        text_column(ends, y, "end", {"x": {"value": -GAP / 2}}, align="right", **small),
    ]


def _days(days: Sequence[str], at: float, x: Spec, y: Spec) -> Spec:
    """Return as many days as there is room for, each where its level begins: the last one always."""
    values = [{"x": place + 1, "y": at, "text": text} for place, text in named_days(days)]
    mark = {"type": "text", "align": "center", "baseline": "top", "color": FAINT_INK, "fontSize": TEXT_SIZE, "limit": 0}
    return {"data": {"values": values}, "mark": mark, "encoding": {"x": x, "y": y, "text": {"field": "text"}}}


def named_days(days: Sequence[str]) -> list[tuple[int, str]]:
    """Return as many of some days as there is room for, with their places: month and day, the year below where it changes."""
    out = []
    year = ""
    for place in _named(len(days)):
        day = days[place]
        out.append((place, day[YEAR + 1 :] + ("" if day[:YEAR] == year else f"\n{day[:YEAR]}")))
        year = day[:YEAR]
    return out


def _named(count: int) -> list[int]:
    """Return which of so many days are named: the last, and before it as many as stand far enough apart."""
    step = -(-DAYS_APART * (count + 1) // WIDTH)
    return sorted(range(count - 1, -1, -step))
