# SPDX-License-Identifier: Apache-2.0
"""The tornado: how far the lead of the best action moves with each input, the most first, and where the lead is gone."""

from collections.abc import Sequence

from pourparler.assess.changes_rows import SwingRow
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import points
from pourparler.briefing.pictures.rows import (
    GAP,
    LABEL,
    LINE_HEIGHT,
    WIDTH,
    Row,
    Series,
    by_series,
    layout,
    rounded_ends,
    text_column,
    vertical,
)
from pourparler.briefing.pictures.style import (
    FAINT_INK,
    INK,
    NEUTRAL,
    OURS,
    PAPER,
    THEIRS,
    Spec,
    configuration,
    line_count,
    wrapped,
)
from pourparler.wording import say

#: The scale ends on multiples of so many points.
STEP = 0.5
#: About so many numbers stand along the scale.
TICKS = 6


def tornado_figure(rows: Sequence[SwingRow], labels: Sequence[str], lead: float, best: str, table: Table) -> Figure | None:
    """Draw the lead at both ends of inputs, one row each, beside today's `lead` of `best`; None if there is nothing to draw."""
    if not rows:
        return None
    told = "; ".join(
        say("{input}: {low} to {high}", input=label, low=points(row.lead_at_low), high=points(row.lead_at_high))
        for row, label in zip(rows, labels, strict=True)
    )
    alternative = say(
        "By how many points “{best}” leads at the low and the high end of each input. {told}.", best=best, told=told
    )
    note = say("Left of the full line another action is worth more; the dashed line is the lead as things stand.")
    caption = say("Lead of “{best}” over the best other action, input by input", best=best)
    return Figure(_spec(rows, labels, lead), caption, alternative, table, (note,))


def _spec(rows: Sequence[SwingRow], labels: Sequence[str], lead: float) -> Spec:
    spans = [Spread(lead, min(r.lead_at_low, r.lead_at_high), max(r.lead_at_low, r.lead_at_high)) for r in rows]
    lines = [Row(label, {"": span}) for label, span in zip(labels, spans, strict=True)]
    places, height = layout(lines)
    y = vertical(height)
    low, high = rounded_ends(spans, STEP, 0.0)
    domain = {"domain": [low, high], "nice": False, "zero": False}
    axis = {"title": say("lead in points"), "tickCount": TICKS}
    x: Spec = {"field": "from", "type": "quantitative", "scale": domain, "axis": axis}
    bars: list[Spec] = [{"y": at, "from": s.low, "to": s.high} for s, at in zip(spans, places, strict=True)]
    first, last = Series(say("at the low end"), THEIRS, "diamond", filled=False), Series(say("at the high end"), OURS)
    ends: list[Spec] = [
        {"y": at, "from": value, "series": series.name}
        for row, at in zip(rows, places, strict=True)
        for series, value in ((first, row.lead_at_low), (last, row.lead_at_high))
    ]
    words: list[Spec] = [_label(line.label, at) for line, at in zip(lines, places, strict=True)]
    look = [first, last]
    layers: list[Spec] = [
        _line(0.0, domain, INK, []),
        _line(lead, domain, FAINT_INK, [4, 3]),
        text_column(words, y, "label", {"x": {"value": -GAP}}, align="right"),
        {"data": {"values": bars}, "mark": {"type": "rule", "strokeWidth": 6, "color": NEUTRAL},
         "encoding": {"y": y, "x": x, "x2": {"field": "to"}}},
        {"data": {"values": ends}, "mark": {"type": "point", "size": 80, "strokeWidth": 2, "opacity": 1},
         "encoding": {"y": y, "x": x, "shape": by_series(look, [s.shape for s in look]),
                      "stroke": by_series(look, [s.color for s in look]),
                      "fill": by_series(look, [s.color if s.filled else PAPER for s in look])}},
    ]  # fmt: skip
    return {"width": WIDTH, "height": height, "layer": layers, "config": configuration()}


def _label(text: str, at: float) -> Spec:
    """Return a label whose lines stand around a place: the first of them is what is placed."""
    lines = wrapped(text, LABEL)
    return {"y": at - LINE_HEIGHT * (line_count(lines) - 1) / 2, "label": lines}


def _line(at: float, domain: Spec, color: str, dash: list[int]) -> Spec:
    return {
        "data": {"values": [{"at": at}]},
        "mark": {"type": "rule", "color": color, **({"strokeDash": dash} if dash else {})},
        "encoding": {"x": {"field": "at", "type": "quantitative", "scale": domain}},
    }
