# SPDX-License-Identifier: Apache-2.0
"""A deal in stages: where it may stop, who has what leverage there, who would leave it, and what secures it."""

from collections.abc import Mapping, Sequence

from pourparler.assess.assessment import Assessment
from pourparler.assess.spread import Spread
from pourparler.assess.staged_rows import CourseRow, StagedDeals, StageTermsRow, StopRow
from pourparler.briefing.document import Block, Mark, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, percent_with_range, points, points_with_range
from pourparler.briefing.marks import found_from, mark_of
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.staged import courses_figure, leverage_figure, stop_name, stops_figure
from pourparler.wording import say

#: Chances in a month lie far below one in a hundred: they are told to so many decimals of a per cent.
DECIMALS_OF_HAZARD = 2


def in_stages(assessment: Assessment, names: Names) -> Section | None:
    """Tell of the stages of a deal; nothing where the case has none."""
    found = assessment.staged
    if found.why is not None:
        return Section(say("In stages"), (Paragraph(names.told(found.why)),))
    if not found.stops:
        return None
    marks = [mark_of(assessment, "stages", row.stage) for row in found.stages]
    return Section(
        say("In stages"),
        (*holding(found, names), *terms(found, names, marks), *stops(found, names), *by_hypothesis(found, names),
         *courses(found, names), *hazards(found, names)),
        (),
        found_from(assessment, "stages", "staging", "later", "compliance"),
    )  # fmt: skip


def holding(found: StagedDeals, names: Names) -> list[Block]:
    """Say whether the path as it is written would hold, and what each side would leave it for."""
    if found.leaves is None:
        return [Paragraph(say("On average over worlds neither side would leave the stages as they are written."))]
    stage, party = found.leaves
    step = next(n for n, row in enumerate(found.stages) if row.stage == stage)
    stop = found.stops[step]
    text = say(
        "On average over worlds {party} would not go through with {stage}: what follows it is worth {stop} points to us and "
        "{other_stop} to them beyond stopping before it, and {broken} and {other_broken} beyond taking the other's part and "
        "keeping one's own.",
        party=names.of("parties", party),
        stage=names.of("stages", stage),
        stop=_points(stop.own_over_stopping),
        other_stop=_points(stop.counterpart_over_stopping),
        broken=_points(stop.own_over_breaking),
        other_broken=_points(stop.counterpart_over_breaking),
    )
    return [Paragraph(text)]


def terms(found: StagedDeals, names: Names, marks: Sequence[Mark | None] = ()) -> list[Block]:
    """Tabulate what each stage is and what secures it."""
    columns = (
        say("stage"), say("we bring about"), say("they bring about"), say("days"), say("kept by us / them"),
        say("can be taken back by us / them"), say("secured by"), say("flagged"), say("what"),
    )  # fmt: skip
    rows = tuple(_terms(row, names) for row in found.stages)
    return [Table(columns, rows, say("Every stage"), tuple(marks))]


def _terms(row: StageTermsRow, names: Names) -> tuple[str, ...]:
    back = [
        say("{share} in {days} days", share=percent_with_range(share), days=_days(days)) if share and days else _share(share)
        for share, days in (
            (row.own_takes_back, row.own_days_back),
            (row.counterpart_takes_back, row.counterpart_days_back),
        )
    ]
    after = say("; after {stages}", stages=", ".join(names.of("stages", one) for one in row.after)) if row.after else ""
    return (
        names.of("stages", row.stage),
        _options(row.gives, names),
        _options(row.gets, names),
        _days(row.days) if row.days is not None else NOTHING,
        " / ".join(map(percent_with_range, (row.own_kept, row.counterpart_kept))),
        " / ".join(back),
        "; ".join(_secured(row, names)) or NOTHING,
        "; ".join(_flags(row, names)) or NOTHING,
        f"{row.what or ''}{after}".removeprefix("; "),
    )


def _secured(row: StageTermsRow, names: Names) -> list[str]:
    told = [
        say("snap-back for {party}, {share}", party=names.of("parties", party), share=percent_with_range(share))
        for party, share in row.snap_back.items()
    ]
    told += [
        say("a breach by {party} is seen with {chance}", party=names.of("parties", party), chance=percent_with_range(chance))
        for party, chance in row.breach_seen.items()
    ]
    if row.escrow is not None:
        told.append(say("escrow of {share}", share=percent_with_range(row.escrow)))
    for whose, cost in ((say("us"), row.own_cost), (say("them"), row.counterpart_cost)):
        if cost.high > 0:
            told.append(say("costs {whose} {points}", whose=whose, points=points_with_range(cost)))
    return told


def _flags(row: StageTermsRow, names: Names) -> list[str]:
    told = []
    if row.irreversible is not None:
        who = names.of("parties", row.irreversible)
        told.append(say("{who} gives what it can take back less for what can be taken back", who=who))
    if row.one_sided is not None:
        told.append(say("{who} alone has less leverage after it", who=names.of("parties", row.one_sided)))
    return told


def stops(found: StagedDeals, names: Names) -> list[Block]:
    """Tabulate every place where it may stop: values, leverage, who would rather leave; and draw both paths."""
    columns = (
        say("stop"), say("worth to us"), say("to them"), say("going on, to us"), say("to them"),
    )  # fmt: skip
    rows = tuple(_stop(row, names) for row in found.stops)
    values = Table(columns, rows, say("If it stops here"))
    of_leverage = (
        say("stop"), say("in force"), say("our leverage"), say("theirs"), say("we are left with if they break it"),
        say("they, if we do"),
    )  # fmt: skip
    table = Table(of_leverage, tuple(_leverage(row, names) for row in found.stops), say("Leverage from stage to stage"))
    talks = [stop for stop in found.stops if stop.own_talks is not None]
    told = [
        say(
            "{stop}: {ours} and {theirs}",
            stop=stop_name(stop.stage, names),
            ours=_points(stop.own_talks),
            theirs=_points(stop.counterpart_talks),
        )
        for stop in talks
    ]
    lead = say("With free talks after it, what is in force is worth to us and to them: {told}.", told="; ".join(told))
    of_staying = (
        say("stop"), say("gains more over no deal if it stops"), say("both gain by going on"),
        say("beyond stopping, us / them"), say("beyond breaking, us / them"), say("would go on, us / them"),
    )  # fmt: skip
    staying = Table(of_staying, tuple(_staying(row, names) for row in found.stops), say("Who would stop there, or break it"))
    return [leverage_figure(found.stops, names, table), stops_figure(found.stops, names, values), staying, Paragraph(lead)]


def _stop(row: StopRow, names: Names) -> tuple[str, ...]:
    return (
        stop_name(row.stage, names),
        points_with_range(row.own),
        points_with_range(row.counterpart),
        _points(row.own_going_on),
        _points(row.counterpart_going_on),
    )


def _staying(row: StopRow, names: Names) -> tuple[str, ...]:
    leads = {True: say("yes"), False: say("no"), None: say("not determined")}
    return (
        stop_name(row.stage, names),
        NOTHING if row.stage is None else names.of("parties", row.better_off) if row.better_off else say("not determined"),
        NOTHING if row.own_going_on is None else leads[row.leads_on],
        _means(row.own_over_stopping, row.counterpart_over_stopping),
        _means(row.own_over_breaking, row.counterpart_over_breaking),
        " / ".join(NOTHING if each is None else percent(each) for each in (row.own_stays, row.counterpart_stays)),
    )


def _means(own: Spread | None, other: Spread | None) -> str:
    return " / ".join(NOTHING if each is None else points(each.mean) for each in (own, other))


def _leverage(row: StopRow, names: Names) -> tuple[str, ...]:
    return (
        stop_name(row.stage, names),
        names.agreement(row.package) if row.package else NOTHING,
        points_with_range(row.own_leverage),
        points_with_range(row.counterpart_leverage),
        points_with_range(row.own_if_broken),
        points_with_range(row.counterpart_if_broken),
    )


def by_hypothesis(found: StagedDeals, names: Names) -> list[Block]:
    """Tabulate every stop by hypothesis: what stopping is worth to us, going on, and the leverage of both sides."""
    columns = (say("stop"), say("if"), say("worth to us"), say("going on, to us"), say("our leverage"), say("theirs"))
    rows = tuple(
        (
            stop_name(stop.stage, names),
            names.of("questions", row.question, row.hypothesis),
            points_with_range(row.own),
            _points(row.own_going_on),
            points_with_range(row.own_leverage),
            points_with_range(row.counterpart_leverage),
        )
        for stop in found.stops
        for row in stop.by_hypothesis
    )
    return [Table(columns, rows, say("Every stop by hypothesis"))] if rows else []


def course_name(row: CourseRow, names: Names) -> str:
    """Return the name of a course."""
    if row.stage is not None:
        return say("stop after {stage}", stage=names.of("stages", row.stage))
    told = {"no_deal": say("no deal"), "path": say("all stages, as written"), "at_once": say("all of it at once")}
    return told[row.course]


def courses(found: StagedDeals, names: Names) -> list[Block]:
    """Tabulate and draw all courses on one scale, each with the crisis."""
    columns = (
        say("course"), say("worth to us"), say("to them"), say("chance of the crisis"), say("net to us"), say("best in"),
    )  # fmt: skip
    rows = tuple(
        (
            course_name(row, names),
            points_with_range(row.own),
            points_with_range(row.counterpart),
            percent_with_range(row.chance) if row.chance is not None else NOTHING,
            _points(row.net),
            percent(row.best) if row.best is not None else NOTHING,
        )
        for row in found.courses
    )
    told = len(columns) if any({*row[3:]} != {NOTHING} for row in rows) else 3  # without a crisis nothing is told of it
    table = Table(columns[:told], tuple(row[:told] for row in rows), say("Courses side by side"))
    blocks: list[Block] = [courses_figure(found.courses, lambda row: course_name(row, names), table)]
    if found.within_days is not None and any(row.net is not None for row in found.courses):
        note = say(
            "Every course is valued by how likely what it takes is kept, and its crisis is counted for {days} days; after a "
            "breach the hazard is that of no deal. Net is what is left after its expected loss; what a "
            "no-deal value already holds of the crisis counts twice in it.",
            days=_days(found.within_days),
        )
        blocks.append(Paragraph(note))
    return blocks


def hazards(found: StagedDeals, names: Names) -> list[Block]:
    """Tabulate the break-even hazard of every stop."""
    if not found.break_even:
        return []
    columns = (say("stopping after"), say("is right above, in a month"), say("stated"), say("right in"), say("by hypothesis"))
    rows = tuple(
        (
            names.of("stages", row.stage),
            hazard_with_range(row.hazard),
            hazard_with_range(row.stated),
            percent(row.right),
            _hazards(row.by_hypothesis, names),
        )
        for row in found.break_even
    )
    return [Table(columns, rows, say("The hazard without a deal above which stopping there is better than no deal"))]


def _hazards(found: Mapping[str, Mapping[str, float]], names: Names) -> str:
    told = [
        f"{names.of('questions', question, name)} {hazard(value)}"
        for question, each in found.items()
        for name, value in each.items()
    ]
    return "; ".join(told) or NOTHING


def hazard(value: float) -> str:
    """Write the chance of an event in a month: two decimals of a per cent."""
    return f"{value:.{DECIMALS_OF_HAZARD}%}"


def hazard_with_range(spread: Spread) -> str:
    """Write such a chance with its range in brackets."""
    return say("{mean} ({low} to {high})", mean=hazard(spread.mean), low=hazard(spread.low), high=hazard(spread.high))


def _points(spread: Spread | None) -> str:
    return points_with_range(spread) if spread is not None else NOTHING


def _share(spread: Spread | None) -> str:
    return percent_with_range(spread) if spread is not None else NOTHING


def _days(spread: Spread) -> str:
    low, high = round(spread.low), round(spread.high)
    return str(low) if low == high else say("{low} to {high}", low=low, high=high)


def _options(options: tuple[str, ...], names: Names) -> str:
    return ", ".join(names.of(*option.split(".")) for option in options) or NOTHING
