# SPDX-License-Identifier: Apache-2.0
"""What is believed about the other side's intentions, in words and numbers, and what each item of evidence weighs."""

from collections.abc import Sequence

from pourparler.assess.assessment import Assessment
from pourparler.assess.intentions import EvidenceRow, HypothesisRow, Reference
from pourparler.briefing.document import Block, BulletList, Mark, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, decibans_with_range, meaning_of, percent, percent_range, percent_with_range
from pourparler.briefing.marks import found_from, mark_of, marks_under
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.belief import belief_figure
from pourparler.briefing.sections.confidence import about_confidence, confidence
from pourparler.quantity import word_for
from pourparler.wording import plural, say

#: Shares are put in order by so many decimal places.
PLACES = 6


def intentions(assessment: Assessment, names: Names) -> Section | None:
    """Say for every question how likely each hypothesis is, the likeliest first."""
    rows = assessment.intentions
    if not rows:
        return None
    questions = tuple(dict.fromkeys(row.question for row in rows))
    lines = tuple(_line(question, [r for r in rows if r.question == question], names) for question in questions)
    sure, marks = confidence(assessment, names)
    table = Table(
        (say("question"), say("hypothesis"), say("word"), say("now"), say("range"), say("before the evidence")),
        tuple(_row(row, names) for row in _ranked(list(rows))),
        say("Hypotheses, the likeliest of each question first"),
    )
    notes = [
        (text, mark_of(assessment, "questions", question))
        for question in questions
        for text in _notes(next(r for r in rows if r.question == question), names)
    ]
    notes += [(text, mark_of(assessment, "questions", row.question)) for row in rows for text in _classes((row,), names)]
    scale = Paragraph(say("The words are those of ICD 203."))
    blocks: list[Block] = [belief_figure(_ranked(list(rows)), names, table), scale, BulletList(sure, marks)]
    if notes:
        blocks.append(BulletList(tuple(text for text, _ in notes), tuple(mark for _, mark in notes)))
    rests_on = found_from(assessment, "questions", "evidence", "sources", "grades")
    return Section(say("Intentions"), tuple(blocks), (BulletList(lines),), rests_on, (_words(rows), about_confidence()))


def _words(rows: Sequence[HypothesisRow]) -> Paragraph:
    """Say what each word of likelihood in use stands for, from the least likely up."""
    used = sorted({round(row.posterior.mean, PLACES): word_for(row.posterior.mean) for row in rows}.items())
    told = "; ".join(f"{word} {meaning_of(word)}" for word in dict.fromkeys(word for _, word in used))
    return Paragraph(say("Words of likelihood, by ICD 203: {told}.", told=told))


def _ranked(rows: list[HypothesisRow]) -> list[HypothesisRow]:
    return sorted(rows, key=lambda row: (row.question, -row.posterior.mean, row.hypothesis))


def _line(question: str, rows: list[HypothesisRow], names: Names) -> str:
    asked = rows[0].asked or names.of("questions", question)
    told = [
        say(
            "{hypothesis}: {word}, {share}",
            hypothesis=names.of(question, row.hypothesis),
            word=word_for(row.posterior.mean),
            share=percent_with_range(row.posterior),
        )
        for row in _ranked(rows)
    ]
    return f"{asked} {'; '.join(told)}" if asked.endswith("?") else f"{asked}: {'; '.join(told)}"


def _row(row: HypothesisRow, names: Names) -> tuple[str, ...]:
    return (
        names.of("questions", row.question),
        names.of(row.question, row.hypothesis),
        word_for(row.posterior.mean),
        percent(row.posterior.mean),
        percent_range(row.posterior),
        percent_with_range(row.prior),
    )


def _notes(row: HypothesisRow, names: Names) -> list[str]:
    """Return what the case asks and records on a question, and the class of like cases beside the prior."""
    question = names.of("questions", row.question)
    out = [say("{question}: {text}", question=question, text=text) for text in (row.asked, row.record) if text]
    return out


def _classes(rows: tuple[HypothesisRow, ...], names: Names) -> list[str]:
    """Return the class of like cases that stands beside the prior of each hypothesis that has one."""
    out = []
    for row in rows:
        question = names.of("questions", row.question)
        for found in row.references:
            template = "{question}: of {n} like cases ({name}) {successes} went the way of {hypothesis}: {low} to {high}"
            out.append(
                say(
                    template + ("; its probability before the evidence is taken from them" if found.taken else ""),
                    question=question,
                    n=found.n,
                    name=found.name,
                    successes=found.successes,
                    hypothesis=names.of(row.question, found.hypothesis),
                    low=percent(found.low),
                    high=percent(found.high),
                )
                + _background(found)
            )
        for other, table in row.given.items():
            told = ", ".join(f"{names.of(other, name)} {percent_with_range(chance)}" for name, chance in table.items())
            out.append(
                say(
                    "{question}: {hypothesis} before the evidence, by {other}: {told}",
                    question=question,
                    hypothesis=names.of(row.question, row.hypothesis),
                    other=names.of("questions", other),
                    told=told,
                )
            )
    return out


def _background(found: Reference) -> str:
    """Say what a class that comes with the program counts, where from, and why to be careful; nothing of any other."""
    if found.counts is None:
        return ""
    told = say("it counts {counts} ({source})", counts=found.counts, source=found.source)
    return f". {told[:1].upper()}{told[1:]}. {' '.join(found.caveats)}"


def evidence(assessment: Assessment, names: Names) -> Section | None:
    """Tabulate what each item weighs, in decibans, for the hypothesis it raises most."""
    rows = assessment.evidence
    if not rows:
        return None
    ranked = sorted(rows, key=lambda row: (-(row.weight_db.mean if row.weight_db is not None else -1.0), row.id))
    table = Table(
        (say("evidence"), say("decibans"), say("for"), say("known")),
        tuple(_evidence_row(row, names) for row in ranked),
        say("What each item of evidence weighs"),
    )
    marks = tuple(_evidence_mark(assessment, row) for row in ranked)
    notes = BulletList(tuple("; ".join((_told(row, names), *_remarks(row, names))) for row in ranked), marks)
    scale = Paragraph(
        say(
            "Ten decibans multiply the odds by ten, three about double them; "
            "an item weighs what leaving it out would change. Items of one origin count once."
        )
    )
    return Section(say("Evidence"), (table, scale, notes), (), found_from(assessment, "evidence", "sources", "grades"))


def _evidence_mark(assessment: Assessment, row: EvidenceRow) -> Mark:
    """Return what an item is; its holder is told with its remarks."""
    mark = mark_of(assessment, "evidence", row.id)
    return Mark(mark.kind, None, mark.on) if row.judged_by else mark


def _told(row: EvidenceRow, names: Names) -> str:
    return f"{names.of('evidence', row.id)}: {row.text.rstrip('.')}"


def _evidence_row(row: EvidenceRow, names: Names) -> tuple[str, ...]:
    weight, raised = NOTHING, NOTHING
    if row.weight_db is not None:
        weight = decibans_with_range(row.weight_db)
    if row.question is not None and row.hypothesis is not None:
        raised = names.of(row.question, row.hypothesis)
    return names.of("evidence", row.id), weight, raised, row.known_at


def _remarks(row: EvidenceRow, names: Names) -> list[str]:
    out = []
    if row.copy_of is not None:
        out.append(say("repeats {item}", item=names.of("evidence", row.copy_of)))
    if row.relayed:
        out.append(plural("heard at one remove", "heard at {n} removes", row.hops))
    if row.interest:
        out.append(say("the source has an interest: {interest}", interest=row.interest))
    flat = [names.of("questions", question) for question, tells in row.discriminates.items() if not tells]
    if flat:
        out.append(say("does not discriminate on {questions}", questions=", ".join(flat)))
    for question, table in row.likelihood.items():
        told = ", ".join(f"{names.of(question, name)} {percent_with_range(share)}" for name, share in table.items())
        out.append(say("as likely on {question} as: {told}", question=names.of("questions", question), told=told))
    if row.empty_rate is not None:
        out.append(say("heard from a source that tells nothing with {chance}", chance=percent_with_range(row.empty_rate)))
    if row.rivals:
        out.append(say("rival explanations: {rivals}", rivals="; ".join(row.rivals)))
    if row.origin:
        out.append(say("origin: {origin}", origin=names.of(row.origin)))
    if row.word:
        out.append(say("turns on the word “{word}”", word=row.word))
    if row.same_meaning is not None:
        out.append(say("means by it what we mean with {chance}", chance=percent_with_range(row.same_meaning)))
    if row.current is not None:
        out.append(say("still holds with {chance}", chance=percent_with_range(row.current)))
    if row.issue is not None:
        out.append(say("on {issue}", issue=names.of("issues", row.issue)))
    if row.authority is not None:
        out.append(say("authority of who says it: {held}", held=names.of(row.authority)))
    if row.causal:
        out.append(say("read as a cause"))
    if row.reference:
        out.append(say("where: {reference}", reference=row.reference))
    if row.judged_by:
        out.append(say("judged by {who}", who=row.judged_by))
    return out


def sources(assessment: Assessment, names: Names) -> Section | None:
    """Tabulate whose each source is, how it hears, where it stands, and how far it can be relied on."""
    rows = assessment.sources
    if not rows:
        return None
    columns = (say("source"), say("party"), say("hears"), say("stands"), say("sound"), say("now"), say("deceptive"))
    table = Table(
        columns,
        tuple(
            (
                names.of("sources", row.source),
                names.of("parties", row.party) if row.party is not None else NOTHING,
                names.of(row.access) if row.access is not None else NOTHING,
                row.standpoint or NOTHING,
                percent_with_range(row.sound),
                percent_with_range(row.sound_now) if row.sound_now is not None else NOTHING,
                percent_with_range(row.deceptive),
            )
            for row in rows
        ),
        say("How far each source can be relied on"),
        tuple(mark_of(assessment, "sources", row.source) for row in rows),
    )
    told = say(
        "A sound source tracks the facts; an empty one tells nothing; a deceptive one says what it would say anyway. "
        "“Now”: how likely it is to be sound given all that was said; it falls where better sources say otherwise."
    )
    return Section(say("Sources"), (table, Paragraph(told)), (), marks_under(assessment, "sources", "grades"))
