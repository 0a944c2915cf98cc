# SPDX-License-Identifier: Apache-2.0
"""Before the evidence: questions that depend on one another, and probabilities taken from like cases; by hand."""

from typing import Any

import pytest

from assess.test_intentions import BASE, belief, weighed
from assess.variations import assessed, changed
from pourparler.assess import Assessment

MOTIVE = {"hypotheses": {"settle": "20%", "stall": "rest"}}
REACTS = {"hypotheses": {"yes": "50%", "no": "rest"}, "given": {"motive": {"settle": {"yes": "90%", "no": "rest"}}}}


def chance(found: Assessment, question: str, hypothesis: str, *, before: bool = False) -> float:
    (row,) = [row for row in found.intentions if (row.question, row.hypothesis) == (question, hypothesis)]
    return row.prior.mean if before else row.posterior.mean


def test_a_question_given_another() -> None:
    """Before: 0.2·0.9 + 0.8·0.5 = 0.58. A sound report nine times as likely under yes moves motive too: settle has 0.18·0.9
    + 0.02·0.1 = 0.164 of 0.564."""
    item = {"source": "one", "likelihood": {"reacts": {"yes": "90%", "no": "10%"}}}
    found = weighed(item, sources={"one": {"sound": 1}}, questions={"motive": MOTIVE, "reacts": REACTS})
    assert chance(found, "reacts", "yes", before=True) == pytest.approx(0.58, abs=1e-12)
    assert chance(found, "motive", "settle") == pytest.approx(0.164 / 0.564, abs=1e-12)
    (row,) = [row for row in found.intentions if (row.question, row.hypothesis) == ("reacts", "yes")]
    assert {name: given.mean for name, given in row.given["motive"].items()} == pytest.approx({"settle": 0.9, "stall": 0.5})


def test_a_prior_taken_from_a_class_is_its_beta_and_the_others_share_what_is_left() -> None:
    like: dict[str, Any] = {"name": "offers", "hypothesis": "yes", "n": 10, "successes": 3}
    hypotheses = {"yes": "unknown", "no": "rest"}
    question = {"hypotheses": hypotheses, "reference_classes": [like, {**like, "name": "b", "n": 5}], "prior_from": ["offers"]}
    found = assessed({**BASE, "questions": {"q": question}}, worlds=2000)
    assert belief(found) == pytest.approx(3.5 / 11, abs=0.001)
    (row,) = [row for row in found.intentions if row.hypothesis == "yes"]
    assert [(each.name, each.taken) for each in row.references] == [("offers", True), ("b", False)]
    assert found.unknowns.ranging == ()
    more = assessed(changed({**BASE, "questions": {"q": question}}, {"questions/q/reference_classes/0/n": 20}), worlds=2000)
    assert belief(more) == pytest.approx(3.5 / 21, abs=0.001)


def test_a_prior_from_like_cases_is_a_range() -> None:
    like = {"name": "offers", "hypothesis": "yes", "n": 10, "successes": 3}
    question = {"hypotheses": {"yes": "unknown", "no": "rest"}, "reference_class": like, "prior_from": ["offers"]}
    found = assessed({**BASE, "questions": {"q": question}}, worlds=2000)
    (row,) = [row for row in found.intentions if row.hypothesis == "yes"]
    assert row.reference is not None
    assert row.reference.low < row.prior.low < row.prior.high < row.reference.high


def test_a_single_assurance_that_carries_a_hypothesis_over_two_bands_is_warned_of() -> None:
    """From roughly even to 90 %: over likely to very likely. A weaker one goes one band; an observation is no assurance."""
    likelihood = {"q": {"yes": "90%", "no": "10%"}}
    for item, alarms in (
        ({"kind": "statement"}, 1),
        ({"kind": "relayed_assurance"}, 1),
        ({"kind": "observation"}, 0),
        ({"kind": "statement", "likelihood": {"q": {"yes": "70%", "no": "40%"}}}, 0),
    ):
        found = weighed({"source": "one", "likelihood": likelihood, **item}, sources={"one": {"sound": 1}})
        raised = [alarm for alarm in found.alarms if alarm.row == "O-10"]
        assert [alarm.id for alarm in raised] == ["carried.r0.q"] * alarms
        assert all("r0 alone carries yes on q from roughly even chance (50%) to" in str(alarm.text) for alarm in raised)


def test_a_causal_reading_without_a_rival_is_flagged() -> None:
    for item, flagged in (({"causal": True}, True), ({"causal": True, "rivals": ["chance"]}, False), ({}, False)):
        assert any(alarm.id == "rivals.r0" for alarm in weighed(item).alarms) is flagged


def test_an_origin_that_is_an_item_makes_a_copy_of_it_whatever_the_length_of_the_way() -> None:
    found = weighed({"source": "one"}, {"source": "one", "origin": "r0"}, {"origin": "r1"}, sources={"one": {"sound": 1}})
    assert {row.id: row.copy_of for row in found.evidence} == {"r0": None, "r1": "r0", "r2": "r0"}
    assert belief(found) == pytest.approx(0.75, abs=1e-12)
