# SPDX-License-Identifier: Apache-2.0
"""Pictures of a deal in stages: each side's leverage from stop to stop, and what stopping there is worth against going on."""

from collections.abc import Callable, Sequence

from pourparler.assess.spread import Spread
from pourparler.assess.staged_rows import CourseRow, StopRow
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import NOTHING, points, points_with_range
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.rows import Row, Scale, Series, how_to_read, rounded_ends, row_picture
from pourparler.briefing.pictures.style import NEUTRAL, OURS, THEIRS
from pourparler.wording import say

#: Scales end on multiples of so many points.
STEP = 5.0


def stop_name(stage: str | None, names: Names) -> str:
    """Return the name of a place where it may stop."""
    return say("before the first stage") if stage is None else say("after {stage}", stage=names.of("stages", stage))


def leverage_figure(stops: Sequence[StopRow], names: Names, table: Table) -> Figure:
    """Draw both sides' leverage before the first stage and after each; `table` holds the numbers."""
    ours, theirs = Series(say("our leverage"), OURS), Series(say("theirs"), THEIRS, "square")
    rows = [
        Row(
            stop_name(stop.stage, names),
            {ours.name: stop.own_leverage, theirs.name: stop.counterpart_leverage},
            say("{ours} / {theirs}", ours=points(stop.own_leverage.mean), theirs=points(stop.counterpart_leverage.mean)),
        )
        for stop in stops
    ]
    ends = [each for stop in stops for each in (stop.own_leverage, stop.counterpart_leverage)]
    scale = Scale(say("what the other side would lose by a break, in its points"), *rounded_ends(ends, STEP, 0.0), mark=0.0)
    told = "; ".join(f"{row.label}: {row.told}" for row in rows)
    alternative = say("Leverage of both sides, ours and theirs, from stage to stage. {told}.", told=told)
    notes = (how_to_read(), say("Each side's leverage is in points of the other: compare it with itself, stage by stage."))
    return Figure(row_picture(rows, [ours, theirs], scale), say("Leverage from stage to stage"), alternative, table, notes)


def stops_figure(stops: Sequence[StopRow], names: Names, table: Table) -> Figure:
    """Draw what stopping at each place is worth to us against going on; `table` holds the numbers."""
    stopping, going_on = Series(say("if it stops here"), OURS), Series(say("if it goes on as written"), NEUTRAL, "diamond")
    rows = []
    for stop in stops:
        held = {stopping.name: stop.own}
        if stop.own_going_on is not None:
            held[going_on.name] = stop.own_going_on
        told = " / ".join(points(each.mean) if each else NOTHING for each in (stop.own, stop.own_going_on))
        rows.append(Row(stop_name(stop.stage, names), held, told))
    ends = [each for stop in stops for each in (stop.own, stop.own_going_on) if each is not None]
    scale = Scale(say("points on our own scale"), *rounded_ends(ends, STEP))
    told = "; ".join(f"{row.label}: {row.told}" for row in rows)
    alternative = say("Our value if it stops after each stage, and if it goes on. {told}.", told=told)
    figure = row_picture(rows, [stopping, going_on], scale)
    return Figure(figure, say("What stopping is worth, against going on"), alternative, table, (how_to_read(),))


def courses_figure(rows: Sequence[CourseRow], name: Callable[[CourseRow], str], table: Table) -> Figure:
    """Draw our value of every course, and where it is known net of the crisis; `table` holds the numbers."""
    value, net = Series(say("our value"), OURS), Series(say("less what the crisis is expected to cost"), NEUTRAL, "diamond")
    drawn = []
    for row in rows:
        held = {value.name: row.own} | ({net.name: row.net} if row.net is not None else {})
        drawn.append(Row(name(row), held, points_with_range(row.net if row.net is not None else row.own)))
    ends: list[Spread] = [each for row in rows for each in (row.own, row.net) if each is not None]
    scale = Scale(say("points on our own scale"), *rounded_ends(ends, STEP))
    told = "; ".join(f"{row.label}: {row.told}" for row in drawn)
    alternative = say("Courses side by side, in our points, net of the crisis where that is known. {told}.", told=told)
    used = [value, net] if any(row.net is not None for row in rows) else [value]
    return Figure(row_picture(drawn, used, scale), say("Courses on one scale"), alternative, table, (how_to_read(),))
