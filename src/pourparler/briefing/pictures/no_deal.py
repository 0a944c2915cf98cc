# SPDX-License-Identifier: Apache-2.0
"""The picture of moves away from the table: both no-deal values and the chance of a zone under every set of moves."""

from collections.abc import Sequence

from pourparler.assess.assessment import MovesRow
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import NOTHING, percent, points_with_range
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.rows import GAP, Row, Scale, Series, how_to_read, layout, rounded_ends, row_panel, vertical
from pourparler.briefing.pictures.style import INK, NEUTRAL, OURS, TEXT_SIZE, THEIRS, Spec, configuration
from pourparler.wording import plural, say

#: The scale ends on multiples of so many points.
STEP = 10.0
#: More sets than this are not drawn: those with most moves are left to the table.
MOST_SETS = 16
#: The width and height of a bar at its longest, in pixels.
BAR, THICK = 110, 10


def no_deal_figure(rows: Sequence[MovesRow], names: Names, table: Table) -> Figure | None:
    """Draw every set of moves that can be valued, open to us today or not; `table` tells which. None if none can."""
    valued = [row for row in rows if row.own_no_deal and row.counterpart_no_deal and row.zone_probability is not None]
    drawn = sorted(valued, key=lambda row: len(row.moves))[:MOST_SETS]
    if not drawn:
        return None
    us, them = Series(say("us"), OURS), Series(say("them"), THEIRS, "diamond")
    lines = [
        Row(_name(row, names), {us.name: row.own_no_deal, them.name: row.counterpart_no_deal})
        for row in drawn
        if row.own_no_deal and row.counterpart_no_deal
    ]
    spreads = [spread for line in lines for spread in line.points.values()]
    scale = Scale(say("no-deal value, each side on its own scale"), *rounded_ends(spreads, STEP))
    spec: Spec = {
        "hconcat": [row_panel(lines, [us, them], scale), _zone_panel(drawn, lines)],
        "spacing": 2 * GAP,
        "config": configuration(),
    }
    said = "; ".join(_told(row, names) for row in drawn)
    left = len(valued) - len(drawn)
    more = " " + plural("One larger set is left to the table.", "{n} larger sets are left to the table.", left) if left else ""
    alternative = say("What no deal is worth to either side, and how likely a zone is, once the moves bite. {told}.", told=said)
    return Figure(spec, say("What moves away from the table do"), alternative + more, table, (how_to_read(),))


def _name(row: MovesRow, names: Names) -> str:
    return names.moves(row.moves) if row.moves else say("no moves")


def _zone_panel(drawn: Sequence[MovesRow], lines: Sequence[Row]) -> Spec:
    """Return bars of how likely a zone is, in line with the rows beside them."""
    places, height = layout(lines)
    values = [
        {"y": at, "from": 0.0, "share": row.zone_probability, "told": percent(row.zone_probability or 0.0)}
        for row, at in zip(drawn, places, strict=True)
    ]
    domain = {"domain": [0, 1], "nice": False}
    axis = {"title": say("a zone exists in"), "format": ".0%", "values": [0, 1 / 2, 1]}
    x: Spec = {"field": "from", "type": "quantitative", "scale": domain, "axis": axis}
    y = vertical(height)
    bar: Spec = {
        "mark": {"type": "rule", "strokeWidth": THICK, "color": NEUTRAL},
        "encoding": {"y": y, "x": x, "x2": {"field": "share"}},
    }
    text: Spec = {
        "mark": {"type": "text", "align": "left", "baseline": "middle", "color": INK, "fontSize": TEXT_SIZE, "dx": GAP / 2},
        "encoding": {"y": y, "x": {**x, "field": "share"}, "text": {"field": "told"}},
    }
    return {"width": BAR, "height": height, "data": {"values": values}, "layer": [bar, text]}


def _told(row: MovesRow, names: Names) -> str:
    return say(
        "{moves}: us {own}, them {other}, a zone in {zone}",
        moves=_name(row, names),
        own=points_with_range(row.own_no_deal) if row.own_no_deal else NOTHING,
        other=points_with_range(row.counterpart_no_deal) if row.counterpart_no_deal else NOTHING,
        zone=percent(row.zone_probability or 0.0),
    )
