# SPDX-License-Identifier: Apache-2.0
"""What would tell: soundings and indicators by what is expected of them, what their outcomes would leave, and what to ask."""

from pourparler.assess.asking import AskRow, AuthorityRow, PlannedRow
from pourparler.assess.assessment import Assessment
from pourparler.assess.inquiries import InquiryRow
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent_with_range
from pourparler.briefing.marks import found_from
from pourparler.briefing.names import Names
from pourparler.wording import say


def inquiries(assessment: Assessment, names: Names) -> Section | None:
    """Say what there is to ask, and what soundings and indicators would tell; nothing where nothing is open or planned."""
    if not assessment.inquiries and not assessment.to_ask:
        return None
    blocks = (*_expected(assessment, names), *_to_ask(assessment, names))
    return Section(say("What would tell"), blocks, (), found_from(assessment, "preparation", "indicators", "questions"))


def _expected(assessment: Assessment, names: Names) -> tuple[Block, ...]:
    """Tabulate soundings and indicators, those that tell most first, and say what would then be believed."""
    if not assessment.inquiries:
        return ()
    rows = sorted(assessment.inquiries, key=lambda row: (-(row.bits.mean if row.bits is not None else -1.0), row.id))
    columns = (
        say("what would tell"),
        say("on"),
        say("rank"),
        say("bits"),
        say("by cost"),
        say("by day"),
        say("state"),
    )
    table = Table(columns, tuple(_row(row, names) for row in rows), say("What would tell, and how much"))
    lines = tuple(line for row in rows for line in _lines(row, names))
    told = say(
        "Information expected, in bits: a question with two answers that are equally likely is open by one bit. "
        "A rank is given where 95% of paired worlds settle it."
    )
    return (table, Paragraph(told), *((BulletList(lines),) if lines else ()))


def _to_ask(assessment: Assessment, names: Names) -> tuple[Block, ...]:
    """List the questions to ask, the most open first."""
    if not assessment.to_ask:
        return ()
    told = say("Questions to ask, the most open first; an answer can tell no more bits than a question is open by.")
    return Paragraph(told), BulletList(tuple(_asked(row, names) for row in assessment.to_ask))


def _asked(row: AskRow, names: Names) -> str:
    """Say how open a question is, what an answer must tell apart, who could give it, and what is planned."""
    pair = [names.value("hypothesis", f"{row.question}.{hypothesis}") for hypothesis in row.between]
    parts = [say("open by {bits} bits", bits=_bits(row.bits))]
    if len(pair) > 1:
        parts.append(say("an answer has to tell {one} from {other}", one=pair[0], other=pair[1]))
    parts += [_who(held, names) for held in row.authority]
    parts += [_put(step, names) for step in row.planned]
    if not row.planned:
        parts.append(say("no step of preparation is to reveal it"))
    return f"{names.of('questions', row.question)}: {'; '.join(parts)}"


def _who(held: AuthorityRow, names: Names) -> str:
    """Say who has authority on an issue, as the case states it."""
    issue = names.of("issues", held.issue)
    if not held.full and not held.partial:
        return say("nobody is stated to have authority on {issue}", issue=issue)
    levels = ((say("full"), held.full), (say("partial"), held.partial))
    who = [f"{names.of('sources', source)} ({level})" for level, sources in levels for source in sources]
    return say("authority on {issue}: {who}", issue=issue, who=", ".join(who))


def _put(step: PlannedRow, names: Names) -> str:
    """Say which questions a step puts, and to whom."""
    name = names.of("preparation", step.step)
    if not step.questions:
        return say("no questions are written for {step}", step=name)
    put = " ".join(f"“{text}”" for text in step.questions)
    if step.asks is None:
        return say("{step} puts: {questions}", step=name, questions=put)
    return say("{step} puts to {source}: {questions}", step=name, source=names.of("sources", step.asks), questions=put)


def _row(row: InquiryRow, names: Names) -> tuple[str, ...]:
    states = {"planned": say("planned"), "awaited": say("awaited"), "overdue": say("overdue"), "come": say("has come")}
    state = states[row.state] if row.by is None else say("{state}, by {day}", state=states[row.state], day=row.by)
    return (
        _name(row, names),
        names.of("questions", row.question),
        NOTHING if row.rank is None else str(row.rank),
        _bits(row.bits),
        _bits(row.by_cost),
        _bits(row.by_day),
        state,
    )


def _name(row: InquiryRow, names: Names) -> str:
    return names.of("preparation" if row.kind == "sounding" else "indicators", row.id)


def _bits(told: Spread | None) -> str:
    if told is None:
        return NOTHING
    mean, low, high = (f"{value:.3f}" for value in (told.mean, told.low, told.high))
    return mean if low == high == mean else say("{mean} ({low} to {high})", mean=mean, low=low, high=high)


def _lines(row: InquiryRow, names: Names) -> list[str]:
    """Say what an inquiry is, who is asked, and what each of its outcomes would leave."""
    about = [row.what.rstrip(".")] if row.what and row.kind == "indicator" else []
    if row.asks is not None:
        about.append(say("asks {source}", source=names.of("sources", row.asks)))
    if row.issue is not None:
        about.append(say("on {issue}", issue=names.of("issues", row.issue)))
    if row.authority is not None:
        about.append(say("authority: {held}", held=names.of(row.authority)))
    if row.likelihood:
        about.append(say("as likely as: {told}", told=_shares(row, row.likelihood, names)))
    if row.evidence is not None:
        about.append(say("reported by {item}", item=names.of("evidence", row.evidence)))
    out = [f"{_name(row, names)}: {'; '.join(about)}"] if about else []
    outcomes = {"seen": say("seen"), "not_seen": say("not seen")} if row.kind == "indicator" else {}
    for each in row.outcomes:
        out.append(
            say(
                "{name}: {outcome}, with {chance}: then {told}",
                name=_name(row, names),
                outcome=outcomes.get(each.outcome, names.of(row.id, each.outcome)),
                chance=percent_with_range(each.chance),
                told=_shares(row, each.after, names),
            )
        )
    return out


def _shares(row: InquiryRow, table: dict[str, Spread], names: Names) -> str:
    return ", ".join(f"{names.of(row.question, name)} {percent_with_range(chance)}" for name, chance in table.items())
