# SPDX-License-Identifier: Apache-2.0
"""What could go wrong and what was settled for it; words, authority; like cases, forecasts, who may see what."""

from collections import Counter
from collections.abc import Mapping

from pourparler.assess.assessment import Assessment
from pourparler.assess.recorded import TripwireRow
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, as_stated, percent_with_range, points_with_range
from pourparler.briefing.marks import marks_under
from pourparler.briefing.names import Names
from pourparler.briefing.sections.forecasts import forecasts_on_record
from pourparler.briefing.sections.mandate import Row, rows_of, text
from pourparler.briefing.sections.verdict import action_name
from pourparler.wording import plural, say


def risks(assessment: Assessment, names: Names) -> Section | None:
    """Print stakes, the crisis by course, the pre-mortem, tripwires, the deadline, and what values are worth to the wary."""
    blocks: list[Block] = [*_stakes(assessment, names), *_deadline(assessment), *_crisis(assessment)]
    blocks += _imagined(assessment)
    blocks += _tripwires(assessment, names)
    blocks += _wary(assessment)
    held = marks_under(assessment, "stakes", "risk", "later", "premortem", "tripwires", "actions")
    return Section(say("Risks"), tuple(blocks), (), held) if blocks else None


def _stakes(assessment: Assessment, names: Names) -> list[Block]:
    stakes = assessment.as_written.get("stakes")
    out: list[Block] = []
    if isinstance(stakes, Mapping):
        told = [f"{names.of(key)}: {names.of(str(value))}" for key, value in stakes.items() if value is not None]
        out += (
            [Paragraph(say("Stakes — {stakes}. The gate asks for more as they grow.", stakes="; ".join(told)))] if told else []
        )
    considered = assessment.as_written.get("considered")
    if isinstance(considered, list) and considered:
        listed = ", ".join(action_name(str(action)) for action in considered)
        out.append(Paragraph(say("The case considers: {actions}.", actions=listed)))
    return out


def _deadline(assessment: Assessment) -> list[Block]:
    record = assessment.record
    if record.days_left is None:
        return []
    day = str(assessment.as_written.get("forcing_date"))
    told = plural(
        "A decision is forced on {day}, in one day", "A decision is forced on {day}, in {n} days", record.days_left, day=day
    )
    if record.plan_days is None:
        return [Paragraph(f"{told}.")]
    days = _days(record.plan_days)
    longest = plural(
        "the longest way through the plan, with the lead of the meeting, takes {days} day",
        "the longest way through the plan, with the lead of the meeting, takes {days} days",
        1 if days == "1" else 2,
        days=days,
    )
    return [Paragraph(f"{told}; {longest}.")]


def _days(spread: Spread) -> str:
    low, high = round(spread.low), round(spread.high)
    return str(low) if low == high else say("{low} to {high}", low=low, high=high)


def _crisis(assessment: Assessment) -> list[Block]:
    rows = assessment.record.crisis
    if not rows:
        return []
    courses = {"no_deal": say("no deal"), "freeze": say("a freeze"), "full": say("a full deal")}
    columns = (say("the crisis under"), say("chance a month"), say("within days"), say("chance by then"), say("expected loss"))
    table = Table(
        columns,
        tuple(
            (
                courses[row.course],
                percent_with_range(row.per_month) if row.per_month is not None else NOTHING,
                _days(row.within_days) if row.within_days is not None else NOTHING,
                percent_with_range(row.chance) if row.chance is not None else NOTHING,
                points_with_range(row.expected_loss) if row.expected_loss is not None else NOTHING,
            )
            for row in rows
        ),
        say("The crisis under each course"),
    )
    return [table]


def _imagined(assessment: Assessment) -> list[Block]:
    """Return the pre-mortem, and who wrote more than one entry of it."""
    entries = rows_of(assessment, "premortem")
    if not entries:
        return []
    counts = Counter(text(row, "by", say("nobody named")) for row in entries)
    several = [say("{who} ({n})", who=who, n=count) for who, count in sorted(counts.items()) if count > 1]
    told = [Paragraph(say("Several entries are by one author: {who}.", who="; ".join(several)))] if several else []
    columns = (
        say("how it failed, imagined beforehand"),
        say("by"),
        say("on"),
        say("what would be seen first"),
        say("who watches"),
    )
    keys = ("story", "by", "on", "signpost", "owner")
    return [
        Table(columns, tuple(tuple(text(row, key) for key in keys) for row in entries), say("The pre-mortem")),
        *told,
    ]


def _tripwires(assessment: Assessment, names: Names) -> list[Block]:
    rows = assessment.record.tripwires
    if not rows:
        return []
    heads = (say("if it comes out so"), say("it is settled to"), say("by"), say("since"))
    columns = (*heads, say("it has come about"), say("the plan would"))
    return [Table(columns, tuple(_tripwire(row, names) for row in rows), say("Settled beforehand"))]


def _tripwire(row: TripwireRow, names: Names) -> tuple[str, ...]:
    step, _, outcome = row.when.partition(".")
    when = f"{names.of('preparation', step)}: {names.of(outcome)}"
    plan = NOTHING if row.plan is None else action_name(row.plan)
    plan = names.of("preparation", row.plan) if row.plan is not None and plan == row.plan else plan
    came = NOTHING if row.sprung_by is None else f"{names.of('evidence', row.sprung_by)} ({row.sprung_on})"
    return when, action_name(row.then), row.owner or NOTHING, row.on or NOTHING, came, plan


def _wary(assessment: Assessment) -> list[Block]:
    """Return what each action is worth for sure to somebody with the tolerance for risk that the case states."""
    worth = assessment.record.certainty_equivalents
    if not worth:
        return []
    told = [f"{action_name(action)} {points_with_range(value)}" for action, value in sorted(worth.items())]
    lead = say("Worth for sure, at the stated tolerance for risk (the range is that of the tolerance):")
    return [Paragraph(lead), BulletList(tuple(told))]


def words(assessment: Assessment, names: Names) -> Section | None:
    """Print disputed words, and on what the people heard can commit."""
    blocks: list[Block] = []
    meanings = [
        (text(row, "word"), names.of("parties", party), str(meaning), text(row, "same"))
        for row in rows_of(assessment, "interpretation")
        for party, meaning in (_table(row.get("means")) or {"": NOTHING}).items()
    ]
    if meanings:
        columns = (say("word"), say("party"), say("what it means by it"), say("means the same"))
        blocks.append(Table(columns, tuple(meanings), say("Words that do not mean the same to all")))
    authority = [
        (names.of("sources", source), names.of("issues", issue), names.of(str(held)))
        for source, by_issue in _table(assessment.as_written.get("authority")).items()
        for issue, held in _table(by_issue).items()
    ]
    if authority:
        last = (say("source"), say("issue"), say("authority to commit"))
        blocks.append(Table(last, tuple(authority), say("On what those who were heard can commit")))
    held = marks_under(assessment, "interpretation", "sources")
    return Section(say("Words, authority"), tuple(blocks), (), held) if blocks else None


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def background(assessment: Assessment, names: Names) -> Section | None:
    """Print courses without a deal, like cases of the past, forecasts on record, priorities, and who may see what."""
    blocks: list[Block] = []
    courses = _table(assessment.as_written.get("no_deal"))
    told = [
        (names.of("parties", party), text(_table(row), "batna"), text(_table(row), "watna"))
        for party, row in courses.items()
        if any(_table(row).values())
    ]
    if told:
        ends = (say("party"), say("best course without a deal"), say("worst course without a deal"))
        blocks.append(Table(ends, tuple(told), say("Courses without a deal")))
    priorities = [
        (
            names.of("parties", row.party),
            points_with_range(row.strategic_weight),
            text(_table(_table(assessment.as_written.get("priorities")).get(row.party)), "held_by"),
            text(_table(_table(assessment.as_written.get("priorities")).get(row.party)), "confidence"),
        )
        for row in assessment.partners
        if row.strategic_weight is not None
    ]
    if priorities:
        columns = (say("party"), say("strategic weight"), say("held by"), say("confidence"))
        blocks.append(Table(columns, tuple(priorities), say("Priorities beyond this table")))
    moved = [
        (names.of("parties", row.party), names.of("parties", to), percent_with_range(share))
        for row in assessment.partners
        for to, share in row.influence.items()
    ]
    if moved:
        pulls = (say("who is moved"), say("moves with it"), say("by so much of it"))
        blocks.append(Table(pulls, tuple(moved), say("Who moves with whom")))
    blocks += _told(
        (say("like case"), say("how like it is (of 10)"), say("how it came out"), say("by"), say("source")),
        rows_of(assessment, "analogies"),
        ("case", "similarity", "outcome", "by", "source"),
        say("Like cases of the past"),
    )
    blocks += forecasts_on_record(assessment)
    blocks += _release(assessment, names)
    held = marks_under(assessment, "no_deal", "parties", "influence", "analogies", "forecasts", "release")
    return Section(say("Background"), tuple(blocks), (), held) if blocks else None


def _told(columns: tuple[str, ...], rows: list[Row], keys: tuple[str, ...], caption: str) -> list[Block]:
    """Return what the case says in words as a table; nothing where it says nothing."""
    return [Table(columns, tuple(tuple(as_stated(text(row, key)) for key in keys) for row in rows), caption)] if rows else []


def _release(assessment: Assessment, names: Names) -> list[Block]:
    release = assessment.as_written.get("release")
    if not isinstance(release, Mapping):
        return []
    grants = _table(release.get("grants"))
    lines = [
        say("{audience} may see: {paths}", audience=names.of("parties", audience), paths=", ".join(map(str, paths)))
        for audience, paths in grants.items()
        if isinstance(paths, list)
    ]
    rest = text(release, "default", say("our own seat"))
    lead = say("Release: what no grant names may be seen by {default}.", default=names.of("parties", rest))
    return [Paragraph(lead), BulletList(tuple(lines))] if lines else [Paragraph(lead)]
