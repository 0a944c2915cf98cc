# SPDX-License-Identifier: Apache-2.0
"""Structured analogies in a case: what is rated or changed after the tally was shown is told by its place, and the rest that
contradicts itself; reference classes that come with the program are taken by name."""

import json
from typing import Any

import pytest

from pourparler.case import Case, Problem, known_by, known_classes, read_text
from pourparler.case.analogies import rating_said, seal_of_rating
from pourparler.errors import CaseError

BASE: dict[str, Any] = {
    "pourparler": 2,
    "title": "like cases",
    "as_of": "2031-03-14",
    "parties": {"a": {"role": "own"}, "b": {"role": "counterpart"}},
}
OPEN = {"yes": "unknown", "no": "rest"}


def rated(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Return sealed ratings, each as the last with some things changed."""
    out: list[dict[str, Any]] = []
    before = None
    said = {"case": "X", "by": "A", "similarity": "6..8", "came": "yes", "on": "2031-03-02"}
    for change in changes:
        rating, faults = rating_said(said | change)
        assert rating is not None, faults
        before = seal_of_rating(rating, before)
        out.append(said | change | {"sealed": before})
    return out


THREE = rated({}, {"case": "Y", "came": "no"}, {"by": "B", "similarity": 5})
SHOWN = {"on": "2031-03-04", "sealed": THREE[-1]["sealed"]}


def text(ratings: list[dict[str, Any]], tallied: dict[str, Any] | None = None, **more: Any) -> str:
    analogies = {"ratings": ratings} | ({"tallied": tallied} if tallied is not None else {})
    question = {"hypotheses": {"yes": "50%", "no": "rest"}, "analogies": analogies} | more
    return json.dumps({**BASE, "questions": {"q": question}}, indent=1)


def problems(found: str) -> list[tuple[str, str]]:
    try:
        read_text(found, "case.yaml")
    except CaseError as error:
        return [(p.key_path, p.found) for p in error.problems if isinstance(p, Problem)]
    return []


def changed_at(number: int, **change: Any) -> list[dict[str, Any]]:
    return [{**rating, **change} if n == number else rating for n, rating in enumerate(THREE)]


LATER = {"case": "Z", "by": "B", "similarity": 2, "came": "no", "on": "2031-03-05"}
HERE = "questions.q.analogies"
WRONG = {
    "rated after the tally": (
        text([*THREE, LATER], SHOWN),
        f"{HERE}.ratings[3]",
        "rated after its tally was shown, on 2031-03-04",
    ),
    "rated after it, dated before, and sealed": (
        text(rated({}, {"case": "Y", "came": "no"}, {"by": "B", "similarity": 5}, {"case": "Z"}), SHOWN),
        f"{HERE}.ratings[3]",
        "rated after its tally was shown",
    ),
    "put in among the others": (text([THREE[0], LATER, *THREE[1:]], SHOWN), f"{HERE}.ratings[1]", "rated after its tally"),
    "changed after the tally": (
        text(changed_at(1, similarity=9), SHOWN),
        f"{HERE}.ratings[1]",
        "changed after its tally was shown",
    ),
    "its reason changed after it": (text(changed_at(0, because="sea"), SHOWN), f"{HERE}.ratings[0]", "changed after its tally"),
    "taken out after it": (text(THREE[1:], SHOWN), f"{HERE}.ratings[0]", "changed after its tally was shown"),
    "the last taken out after it": (text(THREE[:2], SHOWN), f"{HERE}.tallied.sealed", "a tally of other ratings"),
    "all anew under the old tally": (
        text(rated({"similarity": 1}, {"case": "Y"}), SHOWN),
        f"{HERE}.tallied.sealed",
        "a tally of other ratings",
    ),
    "changed before the tally": (text(changed_at(1, similarity=9)), f"{HERE}.ratings[1]", "a broken seal"),
    "tallied before it was rated": (
        text(THREE, {**SHOWN, "on": "2031-03-01"}),
        f"{HERE}.tallied.on",
        "a tally of 2031-03-01, before the last rating",
    ),
    "rated twice by one": (text([*THREE, {**LATER, "case": "X"}]), f"{HERE}.ratings[3]", "'X' by 'B' a second time"),
    "an outcome that is no hypothesis": (text([{**LATER, "came": "nein"}]), f"{HERE}.ratings[0].came", "unknown hypothesis"),
    "beyond the scale": (text([{**LATER, "similarity": 11}]), f"{HERE}.ratings[0].similarity", "11"),
    "nothing on similarity": (
        text([{**LATER, "similarity": "unknown"}]),
        f"{HERE}.ratings[0].similarity",
        "nothing on how like",
    ),
    "a prior before the tally": (
        text(THREE, prior_from=["structured analogies"], hypotheses=OPEN),
        "questions.q.prior_from[0]",
        "a tally of analogies that has not been shown",
    ),
    "a prior beside a number": (
        text(THREE, SHOWN, prior_from=["structured analogies"]),
        "questions.q.hypotheses.yes",
        "a probability beside one that is taken from analogies",
    ),
    "two priors": (
        text(
            THREE,
            SHOWN,
            prior_from=["structured analogies", "crises/mediated/any"],
            hypotheses=OPEN,
            reference_class={"name": "crises/mediated/any", "hypothesis": "yes"},
        ),
        "questions.q.prior_from[0]",
        "analogies beside reference classes",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_each_contradiction_is_one_problem_at_its_place(kind: str) -> None:
    found, place, told = WRONG[kind]
    ((at, said),) = problems(found)
    assert at == place and told in said


def test_what_is_in_order_is_read() -> None:
    assert problems(text(THREE)) == problems(text(THREE, SHOWN)) == problems(text([LATER])) == []
    assert problems(text(THREE, SHOWN, prior_from=["structured analogies"], hypotheses=OPEN)) == []
    respelt = [{**THREE[0], "similarity": " 6 .. 8 "}, *THREE[1:]]
    assert problems(text(respelt, SHOWN)) == []  # another spelling of one quantity breaks no seal


def on(day: str) -> Case:
    case = read_text(text(THREE, SHOWN), "case.yaml")
    return known_by(case.model_copy(update={"as_of": case.as_of.fromisoformat(day)}))


def test_nothing_of_a_later_day_is_seen() -> None:
    held = on("2031-03-03").questions["q"].analogies
    assert held is not None and len(held.ratings) == 3 and held.tallied is None
    held = on("2031-03-01").questions["q"].analogies
    assert held is not None and held.ratings == () and held.tallied is None
    held = on("2031-03-04").questions["q"].analogies
    assert held is not None and held.tallied is not None


def of_class(**like: Any) -> str:
    return json.dumps(
        {**BASE, "questions": {"q": {"hypotheses": OPEN, "reference_class": {"hypothesis": "yes", **like}}}}, indent=1
    )


def test_a_class_that_comes_with_the_program_is_taken_by_its_name() -> None:
    for name, known in known_classes().items():
        held = read_text(of_class(name=name), "case.yaml").questions["q"].reference_class
        assert held is not None and held.counts == (known.successes, known.n)
        assert 0 < known.successes < known.n and known.source and known.caveats and known.counts
    assert problems(of_class(name="crises/mediated/any", n=153, successes=95)) == []


@pytest.mark.parametrize(
    ("like", "place", "told"),
    [
        (
            {"name": "crises/mediated/any", "n": 153, "successes": 96},
            "name",
            "other counts than those of the class of that name, 95",
        ),
        ({"name": "crises/mediated"}, "name", "a class that does not come with the program"),
        ({"name": "our own"}, "name", "without its counts"),
        ({"name": "our own", "n": 9}, "", "one count of two"),
        ({"name": "structured analogies", "n": 9, "successes": 3}, "name", "a class named 'structured analogies'"),
    ],
)
def test_a_class_without_counts_or_with_others_is_refused(like: dict[str, Any], place: str, told: str) -> None:
    ((at, said),) = problems(of_class(**like))
    assert at == f"questions.q.reference_class{'.' if place else ''}{place}" and told in said


def test_the_name_of_a_class_that_was_meant_is_offered() -> None:
    with pytest.raises(CaseError, match="did you mean 'crises/mediated/any'"):
        read_text(of_class(name="crises/mediated/ani"), "case.yaml")
