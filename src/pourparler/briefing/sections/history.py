# SPDX-License-Identifier: Apache-2.0
"""How the estimate came about: on which day what arrived, and what was believed from then on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pourparler.assess.assessment import Assessment
from pourparler.assess.history import DayRow
from pourparler.briefing.document import Block, Figure, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, percent_with_range
from pourparler.briefing.marks import found_from
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.history import Strip, history_picture
from pourparler.wording import plural, say

#: A chance that moved by less would be printed as before.
SEEN_MOVE = 0.005
#: Moves are put in order by so many decimal places.
PLACES = 6


@dataclass(frozen=True)
class _Day:
    """A day as one question saw it: what arrived that bears on it, in words, and what was believed of it."""

    row: DayRow
    news: str
    told: tuple[str, ...]


def history(assessment: Assessment, names: Names) -> Section | None:
    """Draw for every question how the estimate moved, with what arrived on each day; None where nothing arrived."""
    blocks: list[Block] = []
    for question in dict.fromkeys(row.question for row in assessment.intentions):
        hypotheses = _ranked(assessment.history, question)
        days = _days(assessment, names, question, hypotheses)
        if len(days) > 1:
            moved = _moved(days, names, question, hypotheses)
            blocks += [Paragraph(moved), _figure(assessment, days, names, question, hypotheses, moved)]
    if not blocks:
        return None
    told = say("What is told of a day is what would have been found on it: nothing that was known later is seen.")
    merged = sum(row.days - 1 for row in assessment.history if row.days > 1)
    if merged:
        template = plural("{n} further day is", "{n} further days are", merged)
        told += " " + say("{days} not told apart: what arrived then stands with the next day told.", days=template)
    rests_on = found_from(assessment, "questions", "evidence", "sources", "grades")
    return Section(say("How the estimate came about"), (*blocks, Paragraph(told)), (), rests_on)


def _ranked(rows: Sequence[DayRow], question: str) -> list[str]:
    """Return the hypotheses of a question, the likeliest today first."""
    if not rows:
        return []
    today = rows[-1].posterior[question]
    return sorted(today, key=lambda name: (-today[name].mean, name))


def _days(assessment: Assessment, names: Names, question: str, hypotheses: Sequence[str]) -> list[_Day]:
    """Return the days that concern a question: with news that bear on it, or on which it moved; and how it began and ends."""
    bears = {row.id for row in assessment.evidence if question in row.likelihood}
    found: list[_Day] = []
    for row in assessment.history:
        told = tuple(percent_with_range(row.posterior[question][name]) for name in hypotheses)
        arrived = [names.of("evidence", item) for item in row.arrived if item in bears]
        arrived += [
            say("judgement of {who}", who=judgement.by)
            if judgement.evidence is None
            else say("judgement of {who} on {item}", who=judgement.by, item=names.of("evidence", judgement.evidence))
            for judgement in row.judged
            if question == judgement.question or judgement.evidence in bears
        ]
        if not found or arrived or told != found[-1].told:
            found.append(_Day(row, ", ".join(arrived), told))
    # How it stands on the day of the case closes the picture, unless nothing ever concerned the question.
    if len(found) > 1 and found[-1].row is not assessment.history[-1]:
        found.append(_Day(assessment.history[-1], "", found[-1].told))
    return found


def _moved(days: Sequence[_Day], names: Names, question: str, hypotheses: Sequence[str]) -> str:
    """Say on which day the estimate moved most, by what, from where to where."""
    steps = [
        (after.row.posterior[question][name].mean - before.row.posterior[question][name].mean, before, after, name)
        for before, after in pairwise(days)
        for name in hypotheses
    ]
    # Of two that moved alike, to the last digits, the one that rose.
    change, before, after, name = max(steps, key=lambda step: (round(abs(step[0]), PLACES), step[0]))
    asked = names.of("questions", question)
    if abs(change) < SEEN_MOVE:
        return say("{question}: nothing that arrived moved it.", question=asked)
    return say(
        "{question}: it moved most on {day} ({news}), {hypothesis} from {start} to {end}.",
        question=asked,
        day=after.row.day or "",
        news=after.news or say("nothing new"),
        hypothesis=names.of(question, name),
        start=percent(before.row.posterior[question][name].mean),
        end=percent(after.row.posterior[question][name].mean),
    )


def _figure(
    assessment: Assessment, days: Sequence[_Day], names: Names, question: str, hypotheses: Sequence[str], moved: str
) -> Figure:
    labels = tuple(names.of(question, name) for name in hypotheses)
    dates = [day.row.day or say("before the evidence") for day in days]
    table = Table(
        (say("day"), say("what arrived"), *labels),
        tuple((date, day.news or NOTHING, *day.told) for date, day in zip(dates, days, strict=True)),
        say("What was believed from each day on"),
    )
    strips = [
        Strip(label, [day.row.posterior[question][name] for day in days])
        for label, name in zip(labels, hypotheses, strict=True)
    ]
    ends = "; ".join(
        say("{hypothesis} from {start} to {end}", hypothesis=label, start=first, end=last)
        for label, first, last in zip(labels, days[0].told, days[-1].told, strict=True)
    )
    alternative = say(
        "Each hypothesis from before the evidence to {day}: {ends}. {moved}", day=dates[-1], ends=ends, moved=moved
    )
    asked = next(row.asked for row in assessment.intentions if row.question == question) or names.of("questions", question)
    note = say(
        "Lines are averages, bands run from 5% to 95%; each level holds until the next day. "
        "Days are evenly spaced, not to scale; the first level is what was held before any of it."
    )
    caption = say("How the estimate came about: {question}", question=asked)
    return Figure(history_picture(dates[1:], strips), caption, alternative, table, (note,))
