# SPDX-License-Identifier: Apache-2.0
"""Confidence on the page: in sentences of its own, never in one with a word of likelihood, and told where nobody states it."""

import re
from pathlib import Path
from typing import Any

import pytest

from assess.test_intentions import weighed
from pourparler import desk
from pourparler.assess import Assessment
from pourparler.briefing.compose import compose
from pourparler.briefing.document import Block, BulletList, Figure, Paragraph, Section, Table
from pourparler.briefing.names import names_of
from pourparler.briefing.sections.confidence import about_confidence
from pourparler.briefing.sections.intentions import intentions
from pourparler.briefing.weighing import weighing
from pourparler.case import read
from pourparler.quantity.scales import LIKELIHOOD_SCALES

HELD = {"level": "moderate", "by": "desk A", "on": "2031-03-10", "because": "two sources of their own.", "basis": "assumption"}
WORDS = {word for scale in LIKELIHOOD_SCALES.values() for band in scale.bands for word in band.spellings}
LIKELIHOOD = re.compile(rf"\b({'|'.join(sorted(map(re.escape, WORDS)))})\b|\d%", re.IGNORECASE)
CONFIDENCE = re.compile("confiden", re.IGNORECASE)


def section_of(found: Assessment) -> Section:
    section = intentions(found, names_of(found))
    assert section is not None
    return section


def told(blocks: tuple[Block, ...]) -> list[str]:
    return [text for block in blocks if isinstance(block, BulletList) for text in block.items]


def asked(**confidence: Any) -> dict[str, Any]:
    plain = {"hypotheses": {"yes": "60%", "no": "40%"}}
    return {name: {**plain, "confidence": held} if held else plain for name, held in confidence.items()}


def test_it_is_told_in_a_sentence_of_its_own_with_holder_day_and_grounds() -> None:
    section = section_of(weighed(questions=asked(q=HELD, r=None, s=None)))
    alone = "Confidence in the estimate on q is moderate, as desk A states (2031-03-10)."
    silent = "No confidence is stated in the estimate on r, s."
    assert told(section.blocks)[:2] == [f"{alone} It rests on this: two sources of their own.", silent]
    assert about_confidence() in section.key
    (marks,) = [block.marks for block in section.blocks if isinstance(block, BulletList) and silent in block.items]
    assert [(mark.kind, mark.by) for mark in marks if mark is not None] == [("assumption", "desk A"), ("result", None)]


def test_where_everybody_or_nobody_states_one_nothing_else_is_said() -> None:
    every = told(section_of(weighed(questions=asked(q=HELD, r={**HELD, "level": "high"}))).blocks)
    assert [line.split(", ")[0] for line in every if CONFIDENCE.search(line)] == [
        "Confidence in the estimate on q is moderate",
        "Confidence in the estimate on r is high",
    ]
    nobody = told(section_of(weighed(questions=asked(q=None))).blocks)
    assert [line for line in nobody if CONFIDENCE.search(line)] == ["No confidence is stated in the estimate on q."]


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """Return everything that is read as one: sentences of paragraphs and lists, and tables with their captions."""
    out: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            out += re.split(r"(?<=[.?!])\s+", f"{block.text} {block.more}")
        elif isinstance(block, BulletList):
            out += [sentence for text in block.items for sentence in re.split(r"(?<=[.?!])\s+", text)]
        else:
            table = block.table if isinstance(block, Figure) else block
            assert isinstance(table, Table)
            out.append("; ".join((table.caption, *table.columns, *(cell for row in table.rows for cell in row))))
    return out


#: The ledger of judgements lists, by path, whatever anybody holds, and a note on each.
LEDGER = "Account"


@pytest.mark.parametrize("name", ["full", "essays/singh2018", "labour/nhl2005", "treaties/canal1977"])
def test_no_sentence_and_no_table_mixes_likelihood_and_confidence(name: str) -> None:
    path = Path(__file__).parents[2] / "case" / "full.yaml" if name == "full" else desk.resolve(name)
    found = desk.assess(read(path), worlds=20)
    for document in (compose(found), weighing(found)):
        sections = [section for section in document.sections if section.heading != LEDGER]
        every = [text for section in sections for text in texts((*section.blocks, *section.brief, *section.key))]
        assert [text for text in every if CONFIDENCE.search(text)]
        assert [text for text in every if LIKELIHOOD.search(text)]
        assert not [text for text in every if CONFIDENCE.search(text) and LIKELIHOOD.search(text)]
