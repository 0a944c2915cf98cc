# SPDX-License-Identifier: Apache-2.0
"""The picture of what each action is worth, beside the course without any meeting."""

from collections.abc import Sequence
from dataclasses import dataclass

from pourparler.assess.spread import Spread
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import points_with_range
from pourparler.briefing.pictures.rows import Row, Scale, Series, how_to_read, rounded_ends, row_picture
from pourparler.briefing.pictures.style import FAINT_INK, NEUTRAL, OURS
from pourparler.wording import say

#: The scale ends on multiples of so many points.
STEP = 5.0


@dataclass(frozen=True)
class Worth:
    """One line of the picture: what it is called, its value, and whether it is advised, or the course without a meeting."""

    name: str
    value: Spread
    advised: bool = False
    without: bool = False


def worth_figure(lines: Sequence[Worth], table: Table) -> Figure | None:
    """Draw the value of every action that has one, in the order given; `table` holds the numbers. None if nothing has."""
    if not lines:
        return None
    advised = Series(say("advised"), OURS)
    other = Series(say("other actions"), NEUTRAL, "diamond")
    without = Series(say("no summit"), FAINT_INK, "square", filled=False)

    def series_of(line: Worth) -> Series:
        return advised if line.advised else without if line.without else other

    rows = [Row(line.name, {series_of(line).name: line.value}, points_with_range(line.value)) for line in lines]
    used = [series for series in (advised, other, without) if any(series_of(line) == series for line in lines)]
    low, high = rounded_ends([line.value for line in lines], STEP)
    told = "; ".join(f"{line.name}: {points_with_range(line.value)}" for line in lines)
    alternative = say("Value in points, mean and range, the best first. {told}.", told=told)
    scale = Scale(say("points on our own scale"), low, high)
    return Figure(row_picture(rows, used, scale), say("What each action is worth to us"), alternative, table, (how_to_read(),))
