# SPDX-License-Identifier: Apache-2.0
"""Role sheets: each holds what one party wants and can bear, and nothing of what another one does."""

import functools
import re

from briefing.papers import pdf_text
from briefing.test_book import FULL, found, texts
from pourparler.briefing.document import Briefing, Section
from pourparler.briefing.figures import points_range, points_with_range
from pourparler.briefing.pdf import pdf
from pourparler.briefing.roles import roles


@functools.cache
def sheets() -> dict[str, Briefing]:
    return roles(found("essays/singh2018").assessment)


def said(sheet: Briefing) -> list[str]:
    return [text for section in sheet.memo for text in texts(section.blocks)]


def section(sheet: Briefing, heading: str) -> Section | None:
    return next((section for section in sheet.memo if section.heading == heading), None)


def test_every_party_has_a_sheet_of_its_own() -> None:
    assessment = found("essays/singh2018").assessment
    assert set(sheets()) == set(assessment.as_written["parties"])  # type: ignore[call-overload]
    heads = [sheet.sections[0].heading for sheet in sheets().values()]
    assert len(set(heads)) == len(heads) and all(head.startswith("Role sheet: ") for head in heads)


def test_a_sheet_tells_no_other_partys_values() -> None:
    assessment = found("essays/singh2018").assessment
    own, other = (said(sheets()[party]) for party in ("united_states", "dprk"))
    ours = {points_range(row.own) for row in assessment.bargaining.options}
    theirs = {points_range(row.counterpart) for row in assessment.bargaining.options}
    assert ours - theirs and not (ours - theirs) & set(other)
    assert not (theirs - ours) & set(own)
    value = assessment.no_summit
    assert value.own is not None and value.counterpart is not None
    assert not any(points_with_range(value.own) in text for text in other)
    assert not any(points_with_range(value.counterpart) in text for text in own)
    for party in ("south_korea", "japan", "china", "russia"):
        for another in (each for each in sheets() if each != party):
            for row in (row for row in assessment.consultation.ledger if row.party == another and row.answer):
                assert not any(row.answer is not None and row.answer in text for text in said(sheets()[party]))


def test_the_mandate_stands_on_our_own_sheet_alone() -> None:
    with_it = [party for party, sheet in sheets().items() if section(sheet, "Mandate") is not None]
    assert with_it == ["united_states"]


def test_the_other_side_chooses_what_it_intends() -> None:
    with_it = [party for party, sheet in sheets().items() if section(sheet, "What you intend") is not None]
    assert with_it == ["dprk"]
    chosen = section(sheets()["dprk"], "What you intend")
    assert chosen is not None
    assert any(re.fullmatch(r"would settle: \d+% \(.*\)", text) for text in texts(chosen.blocks))


def test_who_ratifies_and_what_crosses_a_red_line_stand_on_the_sheet() -> None:
    full = roles(found(FULL).assessment)
    told = {party: " ".join(said(sheet)) for party, sheet in full.items()}
    assert "ratified by: parliament" in told["cyrene"] and "parliament" not in told["borea"]
    assert "You will not have" in told["cyrene"]
    assert pdf_text(pdf(full["cyrene"])).startswith("Rolesheet:")
