# SPDX-License-Identifier: Apache-2.0
"""The picture of incidence: what each concession does to every third party, outside the table too."""

from collections.abc import Sequence

from pourparler.assess.assessment import IncidenceRow
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import points, points_with_range
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.rows import Row, Scale, Series, how_to_read, rounded_ends, row_picture
from pourparler.briefing.pictures.style import NEUTRAL, OURS, THEIRS
from pourparler.wording import say

#: The scale ends on multiples of so many points.
STEP = 10.0


def effects_figure(rows: Sequence[IncidenceRow], at_table: frozenset[str], names: Names, table: Table) -> Figure | None:
    """Draw the effect of every concession on parties that are not `at_table`; `table` holds the numbers. None without any."""
    outside = [row for row in rows if row.party not in at_table]
    if not outside:
        return None
    gains = Series(say("gains"), OURS, "triangle-up")
    loses = Series(say("loses"), THEIRS, "triangle-down")
    open_ = Series(say("not determined"), NEUTRAL, "diamond", filled=False)

    def series_of(effect: Spread) -> Series:
        return (open_, gains, loses)[sign_of(effect)]

    lines = []
    for concession in dict.fromkeys(row.concession for row in outside):
        lines.append(Row(names.concession(concession)))
        for row in outside:
            if row.concession == concession:
                point = {series_of(row.effect).name: row.effect}
                lines.append(Row(names.of("parties", row.party), point, points_with_range(row.effect)))
    low, high = rounded_ends([row.effect for row in outside], STEP, 0.0)
    scale = Scale(say("effect on the party, on its own scale"), low, high, mark=0.0)
    spec = row_picture(lines, [gains, loses, open_], scale)
    notes = (how_to_read(), say("Not determined: the line reaches zero or passes it."))
    return Figure(spec, say("Who gains and who loses outside the table"), _alternative(outside, names), table, notes)


def sign_of(effect: Spread) -> int:
    """Return 1 for a gain and -1 for a loss over the whole range, as far as it is printed; 0 where neither is certain."""
    low, high = float(points(effect.low)), float(points(effect.high))
    return 1 if low > 0 else -1 if high < 0 else 0


def _alternative(rows: Sequence[IncidenceRow], names: Names) -> str:
    """Say for every concession who gains and who loses for certain, and for how many that is open."""
    told = []
    for concession in dict.fromkeys(row.concession for row in rows):
        own = [row for row in rows if row.concession == concession]
        gain = _listed([row for row in own if sign_of(row.effect) > 0], names)
        loss = _listed([row for row in own if sign_of(row.effect) < 0], names)
        open_ = _listed([row for row in own if sign_of(row.effect) == 0], names)
        parts = [
            say("gain for {parties}", parties=gain) if gain else "",
            say("loss for {parties}", parties=loss) if loss else "",
            say("not determined for {parties}", parties=open_) if open_ else "",
        ]
        told.append(f"{names.concession(concession)}: {'; '.join(part for part in parts if part)}")
    return say("Effect of each concession in points, mean and range. {told}.", told=". ".join(told))


def _listed(rows: Sequence[IncidenceRow], names: Names) -> str:
    return ", ".join(f"{names.of('parties', row.party)} {points_with_range(row.effect)}" for row in rows)
