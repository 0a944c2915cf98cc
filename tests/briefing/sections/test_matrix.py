# SPDX-License-Identifier: Apache-2.0
"""The matrix of competing hypotheses on the page: whose letters are whose, and where they contradict the likelihoods."""

import json
from typing import Any

import pytest

from assess.test_intentions import weighed
from pourparler.assess import Assessment
from pourparler.briefing.compose import compose
from pourparler.briefing.document import BulletList, Section, Table
from pourparler.briefing.names import names_of
from pourparler.briefing.sections.matrix import matrix
from pourparler.briefing.weighing import weighing, weighing_json

HEADING = "Matrix of competing hypotheses"
LIKELY: dict[str, Any] = {"likelihood": {"q": {"yes": "80%", "no": "20%"}}, "source": "good"}
GIVEN = {**LIKELY, "letters": {"q": {"yes": "I", "no": "C"}}, "judged": {"by": "desk A"}}
SOURCES = {"good": {"sound": "90%"}, "poor": {"sound": "20%"}}


def section_of(found: Assessment) -> Section:
    section = matrix(found, names_of(found))
    assert section is not None
    return section


def notes_of(section: Section) -> tuple[str, ...]:
    return tuple(text for block in section.blocks if isinstance(block, BulletList) for text in block.items)


def test_it_is_a_section_of_the_full_brief_and_of_the_page_on_intentions() -> None:
    found = weighed(LIKELY, sources=SOURCES)
    for document in (compose(found), weighing(found)):
        assert HEADING in [section.heading for section in document.sections]
    without = weighed({"likelihood": {}})
    assert HEADING not in [section.heading for section in compose(without).sections]


def test_rows_say_which_letters_are_given_and_who_holds_them() -> None:
    held = {"evidence.r2.letters": {"by": "desk B"}}
    found = weighed(LIKELY, GIVEN, {**GIVEN, "likelihood": {}}, sources=SOURCES, judgements=held)
    section = section_of(found)
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    assert table.columns == ("q", "no", "yes")
    assert table.rows == (
        ("r0", "II", "CC"),
        ("r1 (given)", "C", "I"),
        ("r2 (given)", "C", "I"),
        ("inconsistent items", "1", "2"),
        ("weighted score", "-2.8", "-2.8"),
    )
    marks = [(mark.kind, mark.by) for mark in table.marks if mark is not None]
    assert marks == [("result", None), ("judgement", "desk A"), ("judgement", "desk B"), ("result", None), ("result", None)]


def test_contradictions_and_what_is_left_out_are_told() -> None:
    again = {**LIKELY, "origin": "o"}
    found = weighed({**GIVEN, "origin": "o"}, {**again, "source": "poor", "letters": GIVEN["letters"]}, sources=SOURCES)
    assert notes_of(section_of(found)) == (
        "r0: the letters given on q put no before yes; its own likelihoods say the contrary",
        "r1: the letters given are left out, since it repeats r0",
    )
    questions = {"q": {"hypotheses": {"a": "20%", "b": "30%", "c": "50%"}}}
    item = {"likelihood": {"q": {"a": "10%", "b": "50%", "c": "90%"}}, "letters": {"q": {"a": "C", "b": "N", "c": "I"}}}
    assert notes_of(section_of(weighed(item, questions=questions)))[0].endswith("say the contrary, and so on 2 other pairs")
    assert notes_of(section_of(weighed(LIKELY, sources=SOURCES))) == ()


def test_the_json_says_of_every_cell_whether_it_is_given() -> None:
    plain = json.loads(weighing_json(weighed(LIKELY, GIVEN, sources=SOURCES)))
    assert plain["matrix"] == {
        "cells": [
            {"evidence": "r0", "question": "q", "letters": {"no": "II", "yes": "CC"}, "given": False, "contradicts": []},
            {
                "evidence": "r1",
                "question": "q",
                "letters": {"no": "C", "yes": "I"},
                "given": True,
                "contradicts": [["no", "yes"]],
            },
        ],
        "inconsistency": {"q": {"no": 1, "yes": 1}},
        "weighted": {"q": {"no": pytest.approx(-(2**1.5)), "yes": pytest.approx(-(2**0.5))}},
    }
