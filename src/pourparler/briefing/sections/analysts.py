# SPDX-License-Identifier: Apache-2.0
"""What each analyst says, how far they are from one another, what was repaired, and who dissents from the pool."""

from collections.abc import Iterator

from pourparler.assess.analysts import AnalystRow, PoolRow
from pourparler.assess.assessment import Assessment
from pourparler.assess.spread import Spread
from pourparler.briefing.document import BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import percent, percent_with_range
from pourparler.briefing.marks import found_from
from pourparler.briefing.names import Names
from pourparler.wording import plural, say


def analysts(assessment: Assessment, names: Names) -> Section | None:
    """Print every analyst's own numbers beside their pool and beside what the case states; nothing where nobody judged."""
    rows = assessment.record.analysts
    if not rows:
        return None
    columns = (say("on"), say("hypothesis"), say("pool"), say("far apart"), say("the case states"), say("each analyst"))
    cells = tuple(
        (
            _subject(row, names),
            names.of(row.question, hypothesis),
            percent_with_range(row.pool[hypothesis]),
            percent(row.apart[hypothesis]),
            percent_with_range(row.stated[hypothesis]),
            ", ".join(f"{one.by} {percent_with_range(one.says[hypothesis])}" for one in row.analysts),
        )
        for row in rows
        for hypothesis in row.pool
    )
    told = [note for row in rows for one in row.analysts for note in _notes(row, one, names)]
    told += dict.fromkeys(note for row in rows for note in _pooling(row))
    lead = say(
        "Where analysts judged, what is computed rests on their pool: the geometric mean of the odds. "
        "What the case itself states stands beside it."
    )
    blocks = (Paragraph(lead), Table(columns, cells, say("Several analysts")), BulletList(tuple(told)))
    return Section(say("Analysts"), blocks, (), found_from(assessment, "questions", "evidence", "pooling"))


def _subject(row: PoolRow, names: Names) -> str:
    question = names.of("questions", row.question)
    if row.evidence is None:
        return question
    return say("{item}, given {question}", item=names.of("evidence", row.evidence), question=question)


def _notes(row: PoolRow, one: AnalystRow, names: Names) -> Iterator[str]:
    """Say whose judgement it is, what was repaired in it, and whether it dissents."""
    told = [say("{who} on {subject}, {day}", who=one.by, subject=_subject(row, names), day=one.on or say("undated"))]
    if one.repaired_by is not None and one.sums_to is not None:
        told.append(
            say(
                "said numbers that sum to {sum}; taken to the nearest that sum to 100%, {distance} away",
                sum=percent_with_range(one.sums_to),
                distance=_distance(one.repaired_by),
            )
        )
    if one.dissents:
        template = "dissents: holds {own} likeliest" if row.evidence is None else "dissents: holds that it fits {own} best"
        told.append(say(template, own=names.of(row.question, one.leads)))
    if one.note:
        told.append(one.note)
    yield "; ".join(told)


def _distance(spread: Spread) -> str:
    middle, low, high = (f"{value:.3f}" for value in (spread.mean, spread.low, spread.high))
    return middle if low == high else say("{mean} ({low} to {high})", mean=middle, low=low, high=high)


def _pooling(row: PoolRow) -> Iterator[str]:
    if row.evidence is not None:
        return
    count = plural("{n} analyst", "{n} analysts", len(row.analysts))
    known = {"shared": say("who share what they know"), "separate": say("who know different things")}
    about = known.get(row.information or "", say("of whom it is not said whether they know the same"))
    power = say("not extremized") if row.extremizing is None else say("extremized by {power}", power=_distance(row.extremizing))
    yield say("{count} {about}; the pool is {power}", count=count, about=about, power=power)
