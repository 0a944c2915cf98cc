# SPDX-License-Identifier: Apache-2.0
"""The briefing book and the decision memo: page one for who has five minutes, part by part behind it what it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pourparler.assess.assessment import Assessment
from pourparler.briefing.comparing import changed_briefly, comparing, differences
from pourparler.briefing.compose import PARTS, SECTIONS, Told
from pourparler.briefing.document import Briefing, BulletList, Paragraph, Section
from pourparler.briefing.names import Names, names_of
from pourparler.briefing.page_one import page_one
from pourparler.briefing.sections.account import account
from pourparler.briefing.sections.ledger import Stated, gaps, ledger, stated, trace
from pourparler.briefing.sections.methods import limits, methods
from pourparler.briefing.sections.verdict import reasons, stamp_of, verdict
from pourparler.wording import say

if TYPE_CHECKING:  # most books have no earlier edition
    from pourparler.assess.compared import Comparison


def part_name(part: str) -> str:
    """Return the name of a part for a reader."""
    names = {
        "verdict": say("Verdict"),
        "since": say("Since the last edition"),
        "intentions": say("Intentions"),
        "table": say("The table"),
        "mandate": say("Mandate"),
        "partners": say("Partners and rivals"),
        "moves": say("Moves"),
        "stages": say("Stages"),
        "plan": say("The plan"),
        "risks": say("Risks and the day after"),
        "evidence": say("Annex: evidence"),
        "assumptions": say("Annex: assumptions"),
        "methods": say("Methods and limits"),
    }
    return names[part]


def memo(assessment: Assessment, since: "Comparison | None" = None) -> Briefing:
    """Return the decision memo: the verdict and page one."""
    names = names_of(assessment)
    first = verdict(assessment, names)
    told = page_one(assessment, names, _changed(since) if since is not None else None)
    return Briefing(assessment.case.title, (first,), stamp_of(assessment, names), told)


def book(assessment: Assessment, numbers: Sequence[Stated] = (), since: "Comparison | None" = None) -> Briefing:
    """Return the briefing book: page one, then every part. `numbers` are all those of the case, as it states them.

    `since` sets the case beside that of the last edition; it has to be of the same assessment.
    """
    names = names_of(assessment)
    sections = [*_parts(assessment, names, since)]
    sections += _in_part("assumptions", [ledger(assessment, names), gaps(assessment, names), stated(assessment, numbers)])
    sections += _in_part("methods", [trace(assessment), methods(assessment, names), limits(assessment, names)])
    short = memo(assessment, since)
    return replace(short, sections=(*short.sections, *sections))


def _parts(assessment: Assessment, names: Names, since: "Comparison | None") -> Iterator[Section]:
    """Yield the sections of the brief by parts, what changed since the last edition after the verdict."""
    for part, told in _with_all(PARTS).items():
        yield from _in_part(part, [section(assessment, names) for section in told])
        if part == "verdict" and since is not None:
            yield from _in_part("since", differences(since))


def by_parts(assessment: Assessment) -> dict[str, tuple[Section, ...]]:
    """Return the sections of the brief by the parts of a book (the keys of `PARTS`), for a face that shows one at a time."""
    names = names_of(assessment)
    found = {part: [section(assessment, names) for section in told] for part, told in _with_all(PARTS).items()}
    found["methods"] = [trace(assessment), methods(assessment, names), limits(assessment, names)]
    return {part: tuple(section for section in sections if section is not None) for part, sections in found.items()}


def _with_all(parts: Mapping[str, tuple[Told, ...]]) -> dict[str, list[Told]]:
    """Return the parts with every section of the brief, except those that a book has in another form."""
    out = {part: list(told) for part, told in parts.items()}
    homes = {section: part for part, told in parts.items() for section in told}
    before: Told = reasons
    for section in SECTIONS:
        if section in (verdict, account):
            continue
        if section not in homes:
            homes[section] = homes[before]
            at = out[homes[before]]
            at.insert(at.index(before) + 1, section)
        before = section
    return out


def _in_part(part: str, sections: Sequence[Section | None]) -> Iterator[Section]:
    for section in sections:
        if section is not None:
            yield replace(section, part=part_name(part))


def _changed(since: "Comparison") -> Section:
    """Return in a few lines what changed since the last edition."""
    advice = comparing(since).sections[0]
    changed = changed_briefly(since) or (say("Nothing: both say the same."),)
    digest = since.before.case.digest
    lead = say("Last edition: case {digest}, as of {on}.", digest=digest[:12], on=since.before.case.as_of)
    blocks = (Paragraph(f"{advice.heading}. {lead}"), BulletList(changed))
    return Section(say("Since the last edition"), blocks)
