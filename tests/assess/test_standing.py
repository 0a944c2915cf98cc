# SPDX-License-Identifier: Apache-2.0
"""What a report still says: disputed words, age, authority; by hand, and where it says nothing exactly nothing."""

from typing import Any

import pytest

from assess.test_intentions import belief, rows, weighed

SOUND = {"sound": 1}
ISSUES = {"fleet": {"options": ["a", "b"]}, "patrols": {"options": ["a", "b"]}}


def believed(item: dict[str, Any], source: dict[str, Any] | None = None, **rest: Any) -> float:
    return belief(weighed({"source": "one", **item}, sources={"one": {**SOUND, **(source or {})}}, **rest))


def test_a_disputed_word_mixes_the_likelihood_towards_its_level() -> None:
    """90 % or 30 % at a level of 60 %, half of each: 75 % against 45 %."""
    disputed = [{"word": "withdrawal", "means": {"a": "gone", "b": "not gone"}, "same": "50%"}]
    assert believed({"word": "withdrawal"}, interpretation=disputed) == pytest.approx(0.75 / 1.2, abs=1e-12)
    assert believed({"word": "pause"}, interpretation=disputed) == pytest.approx(0.75, abs=1e-12)
    never = [{**disputed[0], "same": 0}]
    found = weighed({"source": "one", "word": "withdrawal"}, sources={"one": SOUND}, interpretation=never)
    assert belief(found) == 0.5
    assert rows(found)["r0"].weights["q"]["yes"].mean == 0


def test_mixing_is_joint_over_the_questions_of_an_item() -> None:
    """Of two questions, each 90 % or 30 % at 60 %: with one half the report is 1/2 + 1/2·1.5·1.5 where both are yes."""
    both = {"questions": {name: {"hypotheses": {"yes": "50%", "no": "50%"}} for name in ("p", "q")}}
    likelihood = {"p": {"yes": "90%", "no": "30%"}, "q": {"yes": "90%", "no": "30%"}}
    disputed = [{"word": "w", "means": {"a": "x", "b": "y"}, "same": "50%"}]
    item = {"word": "w", "likelihood": likelihood}
    found = weighed({"source": "one", **item}, sources={"one": SOUND}, interpretation=disputed, questions=both["questions"])
    cells = {(p, q): 0.5 + 0.5 * p * q for p in (0.5, 1.5) for q in (0.5, 1.5)}
    yes = sum(cell for (_, q), cell in cells.items() if q == 1.5) / sum(cells.values())
    assert belief_of(found, "q") == pytest.approx(yes, abs=1e-12)


def belief_of(found: Any, question: str) -> float:
    (row,) = [row for row in found.intentions if (row.question, row.hypothesis) == (question, "yes")]
    return float(row.posterior.mean)


def test_a_claim_halves_with_every_half_life_and_only_where_the_case_asks() -> None:
    """13 days old: with a half-life of 13 days half of it holds, 75 % against 45 %; of 6.5, a quarter, 67.5 % and 52.5 %."""
    assert believed({}) == pytest.approx(0.75, abs=1e-12)
    assert believed({}, {"half_life_days": 13}) == pytest.approx(0.75 / 1.2, abs=1e-12)
    assert believed({"half_life_days": 6.5}, {"half_life_days": 13}) == pytest.approx(0.675 / 1.2, abs=1e-12)
    assert believed({"half_life_days": 0}) == 0.5
    assert believed({"half_life_days": 0, "known_at": "2031-03-14"}) == pytest.approx(0.75, abs=1e-12)


def test_an_unknown_half_life_leaves_anything_between_all_and_nothing() -> None:
    found = weighed({"source": "one", "half_life_days": "unknown"}, sources={"one": SOUND}, worlds=200)
    current = rows(found)["r0"].current
    assert current is not None
    assert (current.low, current.high) == pytest.approx((0.05, 0.95), abs=0.01)


@pytest.mark.parametrize(
    ("authority", "believes"),
    [({"fleet": "full"}, 0.75), ({"fleet": "none"}, 0.5), ({"patrols": "full"}, 0.5), ({}, 0.75)],
)
def test_who_cannot_commit_on_an_issue_does_not_move_the_estimate(authority: dict[str, str], believes: float) -> None:
    assert believed({"issue": "fleet"}, {"authority": authority}, issues=ISSUES) == pytest.approx(believes, abs=1e-12)


def test_partial_authority_is_anything_between_none_and_full() -> None:
    sources = {"one": {**SOUND, "authority": {"fleet": "partial"}}}
    found = weighed({"source": "one", "issue": "fleet"}, sources=sources, issues=ISSUES, worlds=200)
    (row,) = [row for row in found.intentions if row.hypothesis == "yes"]
    assert (row.posterior.low, row.posterior.high) == pytest.approx((0.5125, 0.7375), abs=0.01)
    assert "sources.one.authority.fleet" in found.unknowns.ranging


def test_an_absence_is_weighed_by_the_chance_of_not_seeing_the_sign() -> None:
    """The sign would be seen with 70 % under yes and 10 % under no; not seeing it has 30 % against 90 %."""
    absent = {"kind": "absence", "likelihood": {"q": {"yes": "30%", "no": "90%"}}}
    assert believed(absent) == pytest.approx(0.25, abs=1e-12)
