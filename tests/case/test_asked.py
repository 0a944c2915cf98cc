# SPDX-License-Identifier: Apache-2.0
"""Questions, origins and relays that contradict themselves are refused, each with its place."""

import json
from typing import Any

import pytest

from pourparler.case import Problem, read_text
from pourparler.errors import CaseError

BASE: dict[str, Any] = {
    "pourparler": 2,
    "title": "reports",
    "as_of": "2031-03-14",
    "parties": {"a": {"role": "own"}, "b": {"role": "counterpart"}},
    "questions": {"q": {"hypotheses": {"yes": "50%", "no": "50%"}}, "r": {"hypotheses": {"on": "50%", "off": "rest"}}},
}
ROW = {"yes": {"on": "80%", "off": "rest"}}
CLASS = {"name": "c", "hypothesis": "yes", "n": 9, "successes": 3}


def question(**more: Any) -> dict[str, Any]:
    return {"questions": {**BASE["questions"], "q": {**BASE["questions"]["q"], **more}}}


def dependent(given: Any) -> dict[str, Any]:
    return {"questions": {**BASE["questions"], "r": {**BASE["questions"]["r"], "given": given}}}


def items(*more: dict[str, Any]) -> dict[str, Any]:
    return {"evidence": [{"id": f"e{n}", "text": "-", "known_at": "2031-03-01", **item} for n, item in enumerate(more)]}


MANY = {f"q{n}": {"hypotheses": {"yes": "50%", "no": "rest"}} for n in range(13)}
WRONG = [
    (question(given={"r": {"on": {"yes": "60%", "no": "rest"}}}), None, ""),
    (dependent({"q": {"maybe": {"on": 1, "off": 0}}}), "questions.r.given.q.maybe", "unknown hypothesis"),
    (dependent({"s": ROW}), "questions.r.given.s", "unknown question"),
    (dependent({"q": {"yes": {"on": "80%"}}}), "questions.r.given.q.yes", "nothing for"),
    (dependent({"q": {"yes": {"on": "80%", "off": "30%"}}}), "questions.r.given.q.yes", "sum to 110%"),
    (dependent({"q": ROW, "r": {"on": {"on": 1, "off": 0}}}), "questions.r.given", "2 questions"),
    (dependent({"r": {"on": {"on": 1, "off": 0}}}), "questions.r.given", "a circle: r depends on r"),
    (question(prior_from=["d"], reference_class=CLASS), "questions.q.prior_from[0]", "unknown reference class"),
    (question(prior_from=["c"], reference_class=CLASS), "questions.q.hypotheses.yes", "beside one that is taken"),
    (question(reference_class=CLASS, reference_classes=[CLASS]), "questions.q.reference_classes[0].name", "second class"),
    (
        question(
            prior_from=["c"],
            reference_class=CLASS,
            hypotheses={"yes": "unknown", "no": "rest"},
            analysts={"A": {"hypotheses": {"yes": "50%", "no": "50%"}}},
        ),
        "questions.q.prior_from",
        "beside judgements of analysts",
    ),
    (question(reference_classes=[{**CLASS, "n": 2}]), "questions.q.reference_classes[0].successes", "3 successes in 2"),
    (question(reference_classes=[{**CLASS, "hypothesis": "x"}]), "questions.q.reference_classes[0].hypothesis", "unknown"),
    ({"questions": MANY}, "questions", "8192 combinations of hypotheses"),
    (items({"origin": "e1"}, {"origin": "e0"}), "evidence.e0.origin", "a circle: e0 comes from e1 comes from e0"),
    (items({"kind": "relayed_assurance"}), "evidence.e0.kind", "nobody relays"),
    ({**items({"issue": "fleet"}), "issues": {"fleets": {"options": ["a"]}}}, "evidence.e0.issue", "unknown issue"),
    ({"sources": {"s": {"links": []}}}, "sources.s.links", "without a relay"),
    (items({"likelihood": {"q": {"yes": "120%", "no": "10%"}}}), "evidence.e0.likelihood.q.yes", "120%"),
    (items({"likelihood": {"q": {"yes": -0.1, "no": "10%"}}}), "evidence.e0.likelihood.q.yes", "-0.1"),
    (items({"likelihood": {"q": {"yes": "90..110%", "no": "10%"}}}), "evidence.e0.likelihood.q.yes", "110%"),
    (items({"likelihood": {"q": 1.01}}), "evidence.e0.likelihood.q", "1.01"),
    (question(hypotheses={"yes": "50%", "no": "30..40%"}), "questions.q.hypotheses", "sum to 90% or less"),
    (question(hypotheses={"yes": "50%", "no": "60%"}), "questions.q.hypotheses", "sum to 110%"),
    (question(hypotheses={"yes": "50%"}), "questions.q.hypotheses", ""),
    (items({"likelihood": {"q": {"yes": "20%"}}}), "evidence.e0.likelihood.q", "nothing for 'no'"),
    ({"indicators": {"i": {"question": "x"}}}, "indicators.i.question", "unknown question"),
    ({"indicators": {"i": {"question": "q", "likelihood": {"yes": 1}}}}, "indicators.i.likelihood", "nothing for 'no'"),
    ({**items({}), "indicators": {"i": {"question": "q", "evidence": "e9"}}}, "indicators.i.evidence", "unknown item"),
    ({"preparation": {"p": {"asks": "x"}}, "sources": {"s": {}}}, "preparation.p.asks", "unknown source"),
    ({"interpretation": [{"word": "w"}, {"word": "w"}]}, "interpretation[1].word", "second time"),
]


@pytest.mark.parametrize(("more", "place", "found"), WRONG, ids=[f"{n} {place}" for n, (_, place, _) in enumerate(WRONG)])
def test_a_contradiction_is_told_with_its_place(more: dict[str, Any], place: str | None, found: str) -> None:
    text = json.dumps({**BASE, **more})
    if place is None:
        read_text(text, "case.yaml")
        return
    with pytest.raises(CaseError) as refused:
        read_text(text, "case.yaml")
    problems = [problem for problem in refused.value.problems if isinstance(problem, Problem)]
    assert {problem.key_path for problem in problems} == {place}
    assert any(found in problem.found for problem in problems)


def test_questions_that_depend_on_one_another_in_a_circle() -> None:
    first, second = question(given={"r": {"on": {"yes": 1, "no": 0}}}), dependent({"q": ROW})
    both = {"q": first["questions"]["q"], "r": second["questions"]["r"]}
    with pytest.raises(CaseError, match="a circle: q depends on r depends on q"):
        read_text(json.dumps({**BASE, "questions": both}), "case.yaml")
