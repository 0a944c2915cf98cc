# SPDX-License-Identifier: Apache-2.0
"""The picture of calibration: how often what was said came, against how likely it was said to be, with counts."""

from collections.abc import Sequence

from pourparler.assess.book import CalibrationPoint
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import percent
from pourparler.briefing.pictures.style import FAINT_INK, INK, OURS, TEXT_SIZE, Spec, configuration
from pourparler.wording import plural, say

#: The side of the picture in pixels; the areas of the smallest and the largest circle, which grow with the count.
SIDE, LEAST, MOST = 320, 60, 900


def calibration_figure(points: Sequence[CalibrationPoint], table: Table) -> Figure | None:
    """Draw how often what was said came, by how likely it was said to be; `table` holds the numbers. None without any."""
    if not points:
        return None
    told = "; ".join(
        plural("said {stated}, came {came} of one", "said {stated}, came {came} of {n}", row.count, stated=percent(row.stated),
               came=percent(row.came))
        for row in points
    )  # fmt: skip
    alternative = say("How often what was said came true, by how likely it was said to be. {told}.", told=told)
    notes = (
        say("On the dashed line it comes as often as was said: above it too little was said, below it too much."),
        say("Upright lines: how often it would come in the long run, a 95% score interval (Wilson 1927). Numbers: how many."),
    )
    return Figure(_spec(points), say("What was said, and how often it came"), alternative, table, notes)


def _spec(points: Sequence[CalibrationPoint]) -> Spec:
    scale: Spec = {"domain": [0, 1], "nice": False}
    axis = {"format": ".0%", "values": [0, 0.2, 0.4, 0.6, 0.8, 1]}
    across, up = say("how likely it was said to be"), say("how often it came")
    x: Spec = {"field": "stated", "type": "quantitative", "scale": scale, "axis": {**axis, "title": across}}
    y: Spec = {"field": "came", "type": "quantitative", "scale": scale, "axis": {**axis, "title": up}}
    largest = max(row.count for row in points)
    values: list[Spec] = [
        {
            "stated": row.stated,
            "came": row.came,
            "low": row.came_low,
            "high": row.came_high,
            "size": LEAST + (MOST - LEAST) * row.count / largest,
            "text": str(row.count),
        }
        for row in points
    ]
    size: Spec = {"field": "size", "type": "quantitative", "scale": None, "legend": None}
    circle = {"type": "point", "filled": True, "fill": OURS, "stroke": OURS, "opacity": 1, "clip": False}
    rule = {"type": "rule", "color": FAINT_INK, "strokeWidth": 2}
    count = {
        "type": "text",
        "align": "left",
        "dx": 22,
        "color": INK,
        "fontSize": TEXT_SIZE,
        "fontWeight": "bold",
        "clip": False,
    }
    ends = [{"stated": at, "came": at} for at in (0, 1)]
    as_said = {"type": "line", "color": FAINT_INK, "strokeDash": [6, 4], "strokeWidth": 1.5}
    return {
        "width": SIDE,
        "height": SIDE,
        "layer": [
            {"data": {"values": ends}, "mark": as_said, "encoding": {"x": x, "y": y}},
            {"data": {"values": values}, "mark": rule,
             "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
            {"data": {"values": values}, "mark": circle, "encoding": {"x": x, "y": y, "size": size}},
            {"data": {"values": values}, "mark": count, "encoding": {"x": x, "y": y, "text": {"field": "text"}}},
        ],
        "config": configuration(),
    }  # fmt: skip
