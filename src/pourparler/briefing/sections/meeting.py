# SPDX-License-Identifier: Apache-2.0
"""The meeting itself: what it must produce and costs, what each level brings; the steps of preparation; the day after."""

from collections.abc import Mapping

from pourparler.assess.assessment import Assessment, StepRow
from pourparler.assess.meeting_rows import LevelRow, MeetingRow
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Block, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent_with_range, points_with_range
from pourparler.briefing.marks import mark_of, marks_under
from pourparler.briefing.names import Names
from pourparler.briefing.sections.gate import step_name
from pourparler.briefing.sections.verdict import action_name
from pourparler.wording import say


def meeting(assessment: Assessment, names: Names) -> Section | None:
    """Say what the meeting must itself produce, whether it is agreed, its price both ways, and the terms of each level."""
    row = assessment.meeting
    blocks: list[Block] = []
    if row.must_produce:
        blocks.append(Paragraph(say("This meeting itself must produce: {text}", text=row.must_produce)))
    facts = []
    if row.agreed is not None:
        facts.append(say("It was agreed on {day}.", day=row.agreed))
    facts += _prices(row)
    steps = assessment.as_written.get("steps")
    if isinstance(steps, list) and steps:
        facts.append(say("Irreversible, in this order: {steps}.", steps=", ".join(step_name(str(step)) for step in steps)))
    if facts:
        blocks.append(Paragraph(" ".join(facts)))
    if row.motives:
        told = tuple((names.of("parties", m.party), m.what, _or_nothing(m.worth, points_with_range)) for m in row.motives)
        heads = (say("whose leader"), say("what meeting is at home"), say("worth, in points of that side"))
        blocks.append(Table(heads, told, say("What meeting at all is worth at home")))
        totals = [f"{names.of('parties', party)} {points_with_range(total)}" for party, total in row.at_home.items()]
        if len(row.motives) > len(totals) > 0:
            blocks.append(Paragraph(say("In all: {totals}.", totals=", ".join(totals))))
    if assessment.levels:
        columns = (say("level"), say("reach"), say("collapse"), say("its loss"), say("price to us"), say("to them"))
        rows = tuple(_level(level, names) for level in assessment.levels)
        blocks.append(Table(columns, rows, say("What meeting brings and risks at each level")))
    return Section(say("The meeting"), tuple(blocks), (), marks_under(assessment, "meeting")) if blocks else None


def _prices(row: MeetingRow) -> list[str]:
    """Say what meeting at all costs or brings either side; what is never a cost is told as a gain."""
    out = []
    if row.price_own is not None:
        brings, price = _gain(row.price_own)
        told = points_with_range(price)
        out.append(
            say("Meeting at all brings us {price} points.", price=told)
            if brings
            else say("Meeting at all costs us {price} points.", price=told)
        )
    if row.price_counterpart is not None:
        brings, price = _gain(row.price_counterpart)
        told = points_with_range(price)
        out.append(
            say("It hands the other side {price} points.", price=told)
            if brings
            else say("It costs the other side {price} points.", price=told)
        )
    return out


def _gain(price: Spread) -> tuple[bool, Spread]:
    """Return whether a price is never a cost, and how large it then is as a gain."""
    return (True, Spread(-price.mean, -price.high, -price.low)) if price.high <= 0 and price.mean < 0 else (False, price)


def _level(row: LevelRow, names: Names) -> tuple[str, ...]:
    shares = [_or_nothing(share, percent_with_range) for share in (row.reach, row.collapse_chance)]
    costs = [_or_nothing(cost, points_with_range) for cost in (row.collapse_loss, row.price_own, row.price_counterpart)]
    return names.of(row.level), *shares, *costs


def _or_nothing(spread: Spread | None, write: object) -> str:
    return write(spread) if spread is not None and callable(write) else NOTHING


def steps(assessment: Assessment, names: Names) -> Section | None:
    """Tabulate every step of preparation: what it is and does, what it takes, what it changes."""
    if not assessment.preparation:
        return None
    columns = (
        say("step"),
        say("what"),
        say("does"),
        say("days"),
        say("cost"),
        say("reach"),
        say("other changes"),
        say("needs"),
    )
    rows = tuple(_step(row, names) for row in assessment.preparation)
    marks = tuple(mark_of(assessment, "preparation", row.step) for row in assessment.preparation)
    table = Table(columns, rows, say("Every step of preparation"), marks)
    return Section(say("Preparation"), (table,), (), marks_under(assessment, "preparation"))


def _step(row: StepRow, names: Names) -> tuple[str, ...]:
    return (
        names.of("preparation", row.step),
        row.what or NOTHING,
        _does(row.kind or "", names) or NOTHING,
        _or_nothing(row.days, points_with_range),
        _or_nothing(row.cost, points_with_range),
        _or_nothing(row.reach, percent_with_range),
        "; ".join(_changes(row, names)) or NOTHING,
        ", ".join(names.of("preparation", need) for need in row.needs) or NOTHING,
    )


def _does(kind: str, names: Names) -> str:
    """Say what a step does: each of its verbs with the names of what it bears on."""
    verbs = {"reveals": say("reveals"), "aligns": say("aligns"), "decides": say("decides"), "shapes": say("shapes")}
    known = {"mandate": say("the mandate"), "day_after": say("the day after")}
    told: list[str] = []
    for word in kind.split():
        name = word.rstrip(",")
        told.append(verbs.get(name) or known.get(name) or names.of(name))
        told[-1] += word[len(name) :]
    return " ".join(told)


def _changes(row: StepRow, names: Names) -> list[str]:
    out = []
    if row.collapse is not None:
        out.append(say("collapse {change}", change=percent_with_range(row.collapse)))
    if row.tolerance is not None:
        out.append(say("tolerance {change}", change=points_with_range(row.tolerance)))
    if row.fails is not None:
        out.append(say("fails with {chance}", chance=percent_with_range(row.fails)))
    if row.times > 1:
        out.append(say("up to {n} times", n=row.times))
    if row.closes:
        out.append(say("closes {what}", what=", ".join(_closed(name, names) for name in row.closes)))
    return out


def _closed(name: str, names: Names) -> str:
    told = action_name(name)
    return names.of(name) if told == name else told


def day_after(assessment: Assessment, names: Names) -> Section | None:
    """Print what is left if the meeting fails: channels, the ladder down, agreed wording."""
    plan = assessment.as_written.get("day_after")
    if not isinstance(plan, Mapping):
        return None
    told = (
        (say("channels"), ", ".join(map(str, plan.get("channels") or ())) or NOTHING),
        (say("next steps down"), ", ".join(map(str, plan.get("fallback") or ())) or NOTHING),
        (say("agreed wording"), str(plan.get("wording") or NOTHING)),
        (say("written"), ", ".join(str(plan[key]) for key in ("by", "on") if plan.get(key)) or NOTHING),
    )
    table = Table((say("if it fails"), say("what there is")), told, say("What is left if the meeting fails"))
    return Section(say("The day after"), (table,), (), marks_under(assessment, "day_after"))
