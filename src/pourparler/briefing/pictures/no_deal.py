# SPDX-License-Identifier: Apache-2.0
"""The picture of moves away from the table: both no-deal values and the chance of a zone under every set of moves."""

from collections.abc import Sequence
from dataclasses import dataclass

from pourparler.assess.assessment import MovesRow
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import percent, points_with_range
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


@dataclass(frozen=True)
class Moved:
    """One set of moves in the picture: both no-deal values, and the probability of a zone."""

    moves: tuple[str, ...]
    own: Spread
    counterpart: Spread
    zone: float


def moved_of(rows: Sequence[MovesRow]) -> list[Moved]:
    """Return the sets of an assessment that can be valued, open to us today or not."""
    return [
        Moved(row.moves, row.own_no_deal, row.counterpart_no_deal, row.zone_probability)
        for row in rows
        if row.own_no_deal and row.counterpart_no_deal and row.zone_probability is not None
    ]


def no_deal_figure(valued: Sequence[Moved], names: Names, table: Table) -> Figure | None:
    """Draw sets of moves, open to us today or not; `table` tells which. None if there is none."""
    drawn = sorted(valued, key=lambda row: len(row.moves))[:MOST_SETS]
    if not drawn:
        return None
    us, them = Series(say("us"), OURS), Series(say("them"), THEIRS, "diamond")
    lines = [Row(_name(row, names), {us.name: row.own, them.name: row.counterpart}) for row in drawn]
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


def _name(row: Moved, names: Names) -> str:
    return names.moves(row.moves) if row.moves else say("no moves")


def _zone_panel(drawn: Sequence[Moved], lines: Sequence[Row]) -> Spec:
    """Return bars of how likely a zone is, in line with the rows beside them."""
    places, height = layout(lines)
    values = [
        {"y": at, "from": 0.0, "share": row.zone, "told": percent(row.zone)} for row, at in zip(drawn, places, strict=True)
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


def _told(row: Moved, names: Names) -> str:
    return say(
        "{moves}: us {own}, them {other}, a zone in {zone}",
        moves=_name(row, names),
        own=points_with_range(row.own),
        other=points_with_range(row.counterpart),
        zone=percent(row.zone),
    )
