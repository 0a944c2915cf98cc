# SPDX-License-Identifier: Apache-2.0
"""Structured analogies: what like cases came to as experts rated them, beside the reference class; nothing before the tally."""

from pourparler.assess.analogies import AnalogiesRow, AnalogyRow, BesideRow
from pourparler.assess.assessment import Assessment
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent
from pourparler.briefing.marks import found_from
from pourparler.briefing.names import Names
from pourparler.wording import plural, say


def analogies(assessment: Assessment, names: Names) -> Section | None:
    """Print every question's analogies: the tally once it was shown, else only how many were rated; None without any."""
    rows = assessment.record.analogies
    if not rows:
        return None
    blocks = tuple(block for row in rows for block in told_of(row, names))
    return Section(say("Structured analogies"), blocks, (), found_from(assessment, "questions"))


def told_of(row: AnalogiesRow, names: Names) -> list[Block]:
    """Return what is told of the analogies of one question."""
    question = names.of("questions", row.question)
    count = say(
        "{question}: {ratings} of {cases} by {experts}",
        question=question,
        ratings=plural("{n} rating", "{n} ratings", row.ratings),
        cases=plural("{n} like case", "{n} like cases", row.cases),
        experts=plural("{n} expert", "{n} experts", row.experts),
    )
    if row.tallied_on is None:
        return [Paragraph(say("{count}. The tally has not been shown, and nothing of it is told before.", count=count))]
    use = say("The probabilities before the evidence are taken from the weighted shares.")
    if not row.taken:
        use = say("No probability is taken from them: they stand beside.")
    lead = say(
        "{count}; tallied on {day}, after which nothing was rated. Weighted by similarity they count as {effective} alike."
        " Intervals (95%) are what so few cases leave open at best: experts name the cases they remember. {use}",
        count=count,
        day=row.tallied_on,
        use=use,
        effective=f"{row.effective or 0:.1f}",
    )
    columns = (
        say("hypothesis"),
        say("weighted by similarity"),
        say("each case alike"),
        say("experts' closest case"),
        say("reference class"),
    )
    cells = tuple(_cells(entry, row, names) for entry in row.rows)
    rated = tuple(
        say(
            "{case}: {similarity} of 10, {came}, by {by} on {on}",
            case=one.case,
            similarity=f"{one.similarity:.3g}",
            came=names.of(row.question, one.came),
            by=one.by,
            on=one.on,
        )
        + "".join(f"; {text}" for text in (one.because, one.source) if text)
        for one in row.rated
    )
    last = say("Last seal: {seal}", seal=row.last_seal or NOTHING)
    return [Paragraph(lead), Table(columns, cells, say("What like cases came to")), BulletList((*rated, last))]


def _cells(entry: AnalogyRow, row: AnalogiesRow, names: Names) -> tuple[str, ...]:
    return (
        names.of(row.question, entry.hypothesis),
        _with_ends(entry.weighted, entry.weighted_low, entry.weighted_high),
        _with_ends(entry.share, entry.low, entry.high),
        percent(entry.closest),
        "; ".join(_beside(one) for one in entry.beside) or NOTHING,
    )


def _with_ends(share: float, low: float, high: float) -> str:
    return say("{share} ({low} to {high})", share=percent(share), low=percent(low), high=percent(high))


def _beside(one: BesideRow) -> str:
    told = {
        "overlaps": say("the intervals overlap"),
        "above": say("the analogies lie above it"),
        "below": say("the analogies lie below it"),
    }
    share = _with_ends(one.share, one.low, one.high)
    return say("{name}, n {n}: {share}; {lies}", name=one.name, n=one.n, share=share, lies=told[one.lies])
