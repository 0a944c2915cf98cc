# SPDX-License-Identifier: Apache-2.0
"""The page of `weigh`, and its JSON with exactly its keys."""

import json
from typing import Any

from assess.test_intentions import BASE, weighed
from assess.variations import assessed
from pourparler.briefing.terminal import render
from pourparler.briefing.weighing import weighing, weighing_json

ITEM = {"likelihood": {"q": {"yes": "90%", "no": "10%"}}, "source": "one"}
SOURCES = {"one": {"sound": "80%", "access": "relayed"}}


def keys(plain: Any) -> set[str]:
    return set(plain)


def test_the_json_has_exactly_the_keys_that_are_documented() -> None:
    plain = json.loads(weighing_json(weighed(ITEM, sources=SOURCES)))
    assert keys(plain) == {"questions", "evidence", "sources", "soundings", "to_ask", "matrix", "alarms", "history"}
    assert keys(plain["questions"][0]) == {"question", "hypotheses", "confidence"}
    hypothesis = plain["questions"][0]["hypotheses"][0]
    assert keys(hypothesis) == {"hypothesis", "prior", "posterior", "likelihood_word", "confidence"}
    assert hypothesis["confidence"] is None and plain["questions"][0]["confidence"] is None
    assert keys(hypothesis["posterior"]) == {"mean", "low", "high"}
    assert keys(plain["evidence"][0]) == {"id", "source", "origin", "kind", "weight_db", "discriminates", "linchpin"}
    assert plain["evidence"][0]["linchpin"] is True
    assert keys(plain["sources"][0]) == {"source", "sound"}
    assert keys(plain["matrix"]) == {"cells", "inconsistency", "weighted"}
    assert keys(plain["alarms"][0]) == {"id", "row", "text"}
    assert keys(plain["history"][1]) == {"day", "days", "arrived", "judged", "posterior"}
    assert plain["history"][-1]["posterior"]["q"]["yes"] == hypothesis["posterior"]


def test_the_page_tells_what_is_believed_and_what_hangs_on_it() -> None:
    page = render(weighing(weighed(ITEM, sources=SOURCES)), width=200, full=True)
    assert "Without “r0” another hypothesis would be the likeliest on q." in page
    assert "Competing hypotheses, as a view" not in page  # captions are for faces that show them
    assert "weighted score" in page
    assert "r0 is heard at one remove, from one" in page
    assert "the case asks for nothing before the date is fixed" not in page


def test_a_case_without_questions_says_so() -> None:
    bare = {key: value for key, value in BASE.items() if key != "questions"}
    page = render(weighing(assessed(bare)), width=100, full=True)
    assert "asks no question" in page
    plain = json.loads(weighing_json(assessed(bare)))
    assert (plain["questions"], plain["evidence"], plain["matrix"]["cells"]) == ([], [], [])
