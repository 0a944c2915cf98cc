# SPDX-License-Identifier: Apache-2.0
"""Goals: what the meeting must produce, what the whole seeks, how it came to that, and how far it and its floors have moved."""

from collections.abc import Sequence
from itertools import pairwise

from pourparler.assess.assessment import Assessment
from pourparler.assess.goal_rows import ChangeRow, DriftRow, GoalRow, Goals, LeastRow, ReceiptRow, VersionRow
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Block, Figure, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, percent_with_range, points, points_with_range
from pourparler.briefing.marks import found_from
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.drift import Sought, drift_picture
from pourparler.wording import plural, say


def option(issue: str, name: str | None, names: Names) -> str:
    """Return the name of an option; a dash where there is none."""
    return names.of(issue, name) if name is not None else NOTHING


def sought(goals: Goals, names: Names) -> list[Block]:
    """Tabulate what this meeting must yield, and apart from it what the whole negotiation seeks."""
    return [*_of_meeting(goals, names), *_of_whole(goals, names)]


def _of_meeting(goals: Goals, names: Names) -> list[Block]:
    rows = [row for row in goals.rows if row.meeting is not None]
    blocks: list[Block] = []
    if goals.must_produce is not None:
        blocks.append(Paragraph(say("This meeting itself must produce: {text}", text=goals.must_produce)))
    if not rows:
        return blocks
    columns = (say("issue"), say("at least"), say("chance that it yields that"), say("points left for later talks"))
    told = tuple(
        (
            names.of("issues", row.issue),
            option(row.issue, row.meeting, names),
            percent_with_range(row.meets_meeting) if row.meets_meeting is not None else NOTHING,
            points_with_range(row.left_for_later) if row.left_for_later is not None else NOTHING,
        )
        for row in rows
    )
    blocks.append(Table(columns, told, say("What this meeting itself must yield")))
    if goals.meeting_yields is not None and len(rows) > 1:
        chance = percent_with_range(goals.meeting_yields)
        blocks.append(Paragraph(say("That a meeting agreed to now, without moves, yields all of it: {chance}.", chance=chance)))
    return blocks


def _of_whole(goals: Goals, names: Names) -> list[Block]:
    rows = [row for row in goals.rows if row.target is not None or row.floor is not None]
    if not rows:
        return []
    columns = (say("issue"), say("target"), say("floor"), say("points between"), say("stands since"), say("approved"))
    told = tuple(_goal(row, names) for row in rows)
    return [Table(columns, told, say("What the whole negotiation seeks, and the least that will do"))]


def _goal(row: GoalRow, names: Names) -> tuple[str, ...]:
    return (
        names.of("issues", row.issue),
        option(row.issue, row.target, names),
        option(row.issue, row.floor, names),
        points_with_range(row.to_floor) if row.to_floor is not None else NOTHING,
        row.since or NOTHING,
        approval(row.approved_by, row.approved_on),
    )


def approval(by: str | None, on: str | None) -> str:
    """Say who approved, and when."""
    return ", ".join(part for part in (by, on) if part) or say("by nobody")


def goal_history(assessment: Assessment, names: Names) -> Section | None:
    """Print the versions of the goals, and how far they have moved; None where no version is written."""
    blocks = history_blocks(assessment.goals, names)
    rests_on = found_from(assessment, "mandate", "values")
    return Section(say("How the goals came about"), tuple(blocks), (), rests_on) if blocks else None


def history_blocks(goals: Goals, names: Names) -> list[Block]:
    """Return the versions of the goals, and how far they have moved, in a picture; beside it how far their floors have."""
    if not goals.versions:
        return []
    columns = (say("from"), say("by"), say("states"), say("because"), say("approved"), say("received for it"))
    told = tuple(_version(row, names) for row in goals.versions)
    blocks: list[Block] = [Table(columns, told, say("Versions of the goals"))]
    if goals.drift and goals.why is not None:
        blocks.append(Paragraph(say("What the goals are worth is not known: {why}.", why=names.told(goals.why))))
    elif goals.drift:
        blocks += [Paragraph(_summary(goals, names)), _figure(goals, names)]
    return [*blocks, *_least(goals, names)]


def _least(goals: Goals, names: Names) -> list[Block]:
    """Say how far what is held to be the least has moved, and of which floors no version tells."""
    blocks: list[Block] = []
    if any(row.first != row.now for row in goals.least):
        columns = (
            say("goal"),
            say("the least of"),
            say("first and now"),
            say("versions"),
            say("points given up"),
            say("lower in"),
        )
        rows = tuple(_least_of(row, names) for row in goals.least)
        blocks.append(Table(columns, rows, say("How far the least that will do has moved")))
    told = {row.issue for row in goals.least if row.part == "floor"}
    untold = [names.of("issues", row.issue) for row in goals.rows if row.floor is not None and row.issue not in told]
    if untold:
        text = say("No version tells of the floor on {issues}: whether it has moved is not known.", issues=", ".join(untold))
        blocks.append(Paragraph(text))
    return blocks


def _least_of(row: LeastRow, names: Names) -> tuple[str, ...]:
    return (
        names.of("issues", row.issue),
        say("the whole") if row.part == "floor" else say("this meeting"),
        _first_and_now(row, names),
        str(row.versions),
        points_with_range(row.given_up)
        if row.given_up is not None
        else names.told(row.why)
        if row.why is not None
        else NOTHING,
        percent(row.lowered) if row.lowered is not None else NOTHING,
    )


def _version(row: VersionRow, names: Names) -> tuple[str, ...]:
    return (
        row.on,
        row.by or NOTHING,
        "; ".join(_states(part, names) for part in row.states) or NOTHING,
        row.reason or NOTHING,
        _approval_of_version(row),
        "; ".join(_receipt(receipt, names) for receipt in row.receipts) or NOTHING,
    )


def _approval_of_version(row: VersionRow) -> str:
    if row.approved_by is not None:
        return approval(row.approved_by, row.approved_on)
    return say("by nobody on record") if row.changes else NOTHING


def _states(part: ChangeRow, names: Names) -> str:
    """Say what a version states of one part, and what it stated before if that was something else."""
    if part.issue is None:
        return say("the meeting must produce: {text}", text=part.after or NOTHING)
    issue = names.of("issues", part.issue)
    kinds = {"target": "", "floor": say("floor") + " ", "meeting": say("of this meeting") + " "}
    after = option(part.issue, part.after, names) if part.after is not None else say("nothing any longer")
    if part.before is not None and part.before != part.after:
        after = f"{option(part.issue, part.before, names)} → {after}"
    return f"{issue}: {kinds[part.part]}{after}"


def _receipt(row: ReceiptRow, names: Names) -> str:
    """Say what came in return, and what it is worth to us."""
    parts = []
    if row.get is not None:
        issue, _, name = row.get.partition(".")
        told = f"{names.of('issues', issue)}: {names.of(issue, name)}"
        if row.instead_of is not None:
            told = say("{option} instead of {before}", option=told, before=names.of(issue, row.instead_of))
        parts.append(told)
    if row.what is not None:
        parts.append(row.what)
    worth = points_with_range(row.worth) if row.worth is not None else names.told(row.why) if row.why is not None else ""
    return f"{', '.join(parts)} ({worth})" if worth else ", ".join(parts)


def _summary(goals: Goals, names: Names) -> str:
    """Say how far all goals together have moved: the sum of all steps, beside the largest of them."""
    whole = goals.drift_of_all
    assert whole is not None  # some goal has versions
    if whole.given_up is None:
        why = names.told(whole.why) if whole.why is not None else say("a goal is not known")
        return say("How far the goals have moved in all since {since} is unknown: {why}.", since=whole.since, why=why)
    template = "Since {since} {given} points of our own have been given up in all"
    steps = [row.given_up.mean for row in goals.versions if row.given_up is not None]
    largest = max((after - before for before, after in pairwise(steps)), default=0.0)
    if 0 < largest < whole.given_up.mean:
        template += ", in no single step more than {largest}"
    if not (whole.given_up.low or whole.given_up.high):
        template = "Since {since} nothing that is sought has been given up"
    told = say(template, since=whole.since, given=points_with_range(whole.given_up), largest=points(largest))
    came = any(row.receipts for row in goals.versions)
    if came and whole.received is not None:
        told += say("; {received} came in return", received=points_with_range(whole.received))
    elif not came and whole.given_up.mean > 0:
        told += say("; nothing is written of what came in return")
    if whole.uncounted:
        told += "; " + plural("one thing that came has no number", "{n} things that came have no number", whole.uncounted)
    if whole.left_to_floor is not None:
        told += say("; {left} are left above the floors", left=points_with_range(whole.left_to_floor))
    moved = sum(row.part == "floor" and row.first != row.now for row in goals.least)
    if moved:
        told += "; " + plural("one floor is not what it was at first", "{n} floors are not what they were at first", moved)
    if not whole.lowered:
        return f"{told}."
    return say(
        "{told}. In {share} of worlds the goals are lower than they were at first.", told=told, share=percent(whole.lowered)
    )


def _figure(goals: Goals, names: Names) -> Figure:
    """Draw all goals and each of them over the versions that say something of them."""
    shown = [row for row in goals.versions if any(part.part == "target" for part in row.states) or row.receipts]
    rows = [_sought_in_all(goals, shown)] if len(goals.drift) > 1 else []
    rows += [_sought(row, shown, names) for row in goals.drift]
    told = "; ".join(f"{row.name}: {row.told}" for row in rows)
    alternative = say("What is sought, in points of our own below what was sought first. {told}.", told=told)
    note = say(
        "Lines are averages, bands run from 5% to 95%; each level holds until the next version. Versions are evenly spaced, "
        "not to scale. A point has the same height in every strip; 0 is what was sought first."
    )
    caption = say("How far the goals have moved")
    return Figure(drift_picture([row.on for row in shown], rows), caption, alternative, _table(goals, names), (note,))


def _sought_in_all(goals: Goals, shown: Sequence[VersionRow]) -> Sought:
    whole = goals.drift_of_all
    assert whole is not None
    floor = _sum(whole.given_up, whole.left_to_floor)
    net = [_less(row.given_up, row.received) for row in shown] if any(row.receipts for row in shown) else []
    return Sought(say("all goals together"), _given(whole.given_up), [row.given_up for row in shown], floor, net)


def _sought(row: DriftRow, shown: Sequence[VersionRow], names: Names) -> Sought:
    """Return a goal over the versions shown: in each, what the last that speaks of it says."""
    levels: list[Spread | None] = []
    for version in shown:
        said = [step for step in row.path if step.on <= version.on]
        levels.append(said[-1].given_up if said else None)
    return Sought(names.of("issues", row.issue), _given(row.given_up), levels, _sum(row.given_up, row.left_to_floor))


def _given(given_up: Spread | None) -> str:
    return say("{points} given up", points=points_with_range(given_up)) if given_up is not None else say("unknown")


def _sum(first: Spread | None, second: Spread | None) -> Spread | None:
    """Return the middle of a sum, without a range: only its middle is drawn."""
    if first is None or second is None:
        return None
    return Spread(*(first.mean + second.mean,) * 3)


def _less(given_up: Spread | None, received: Spread | None) -> Spread | None:
    """Return the middle of what was given up beyond what came in return, without a range."""
    if given_up is None or received is None:
        return given_up
    return Spread(*(given_up.mean - received.mean,) * 3)


def _table(goals: Goals, names: Names) -> Table:
    columns = (
        say("goal"), say("first and now"), say("versions"), say("points given up"), say("lower in"), say("left to the floor"),
    )  # fmt: skip
    rows = [
        (
            names.of("issues", row.issue),
            _first_and_now(row, names),
            str(row.versions),
            points_with_range(row.given_up) if row.given_up is not None else _unknown(row, names),
            percent(row.lowered) if row.lowered is not None else NOTHING,
            points_with_range(row.left_to_floor) if row.left_to_floor is not None else NOTHING,
        )
        for row in goals.drift
    ]
    whole = goals.drift_of_all
    if whole is not None and len(rows) > 1:
        rows.append(
            (
                say("all goals together"),
                NOTHING,
                str(len(goals.versions)),
                points_with_range(whole.given_up) if whole.given_up is not None else say("unknown"),
                percent(whole.lowered) if whole.lowered is not None else NOTHING,
                points_with_range(whole.left_to_floor) if whole.left_to_floor is not None else NOTHING,
            )
        )
    return Table(columns, tuple(rows), say("How far each goal has moved"))


def _first_and_now(row: DriftRow | LeastRow, names: Names) -> str:
    first, now = option(row.issue, row.first, names), option(row.issue, row.now, names)
    return say("{goal}, as at first", goal=now) if first == now else f"{first} → {now}"


def _unknown(row: DriftRow, names: Names) -> str:
    """Say that a drift is not known, why, and what it comes to at most."""
    why = names.told(row.why) if row.why is not None else say("unknown")
    return say("unknown: {why}; at most {most}", why=why, most=points(row.most.mean)) if row.most is not None else why
