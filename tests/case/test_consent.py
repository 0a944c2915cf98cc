# SPDX-License-Identifier: Apache-2.0
"""Who is at the table and who decides with them; rules of consent that cannot be met are told."""

from typing import Any

import pytest

from assess.variations import case_of, changed, worked_example
from case.samples import FULL, problems_in, spoilt, the_problem
from pourparler.case import CaseError, at_the_table, deciders, read_text

RULE = "consent: {quota: 3, vetoes: [aland, delos]}"

# What is written in the place of RULE, the key path of the one problem, what was found.
MISTAKES = [
    ("consent: {}", "consent", "a rule of consent that asks for nobody's"),
    ("consent: most", "consent", "'most'"),
    ("consent: {quota: 5}", "consent.quota", "a quota of 5, with 4 parties at the table"),
    ("consent: {quota: 0}", "consent.quota", "the number 0"),
    ("consent: {quota: 2.5}", "consent.quota", "the number 2.5"),
    ("consent: {vetoes: [alund]}", "consent.vetoes[0]", "the unknown party 'alund'"),
    ("consent: {vetoes: [parliament]}", "consent.vetoes[0]", "the unknown party 'parliament'"),
    ("consent: {vetoes: [aland, aland]}", "consent.vetoes[1]", "'aland' a second time"),
]


@pytest.mark.parametrize(("new", "key_path", "found"), MISTAKES, ids=[row[2] for row in MISTAKES])
def test_a_mistake_in_a_rule_of_consent_is_reported(new: str, key_path: str, found: str) -> None:
    problem = the_problem(spoilt(FULL, (RULE, new)))
    assert (problem.key_path, problem.found) == (key_path, found)
    assert problem.write


def test_every_form_of_the_rule_is_read() -> None:
    for rule in ("all", "all_but_one", "{quota: 3}", "{vetoes: [borea]}", "{vetoes: [éire], quota: 4}"):
        assert problems_in(spoilt(FULL, (RULE, f"consent: {rule}"))) == ()


def test_at_the_table_are_the_two_sides_and_who_has_values_or_a_veto() -> None:
    assert at_the_table(read_text(FULL, "full.yaml")) == ("aland", "borea", "delos", "éire")
    assert at_the_table(read_text(spoilt(FULL, ("[aland, delos]", "[éire]")), "full.yaml")) == (
        "aland",
        "borea",
        "delos",
        "éire",
    )


def test_a_body_that_ratifies_decides_once_it_has_values_or_a_no_deal_value() -> None:
    data = changed(worked_example(), {"parties/borea/ratifiers": ["council", "court"]})
    assert deciders(case_of(data), "borea") == ("borea",)
    values = {"weights": "fleet > money", "scores": {"fleet": [100, 60, 0], "money": [0, 50, 100]}}
    assert deciders(case_of(changed(data, {"values/council": values})), "borea") == ("borea", "council")
    assert deciders(case_of(changed(data, {"no_deal/council": {"value": 3}})), "borea") == ("borea", "council")
    with pytest.raises(CaseError, match="the unknown party 'cabinet'"):
        case_of(changed(data, {"values/cabinet": values}))


def table_of(parties: int, issues: int = 0) -> dict[str, Any]:
    """Return the worked example with more parties at the table and more issues of five options."""
    data = worked_example()
    data["values"] = {} if issues else data["values"]
    for n in range(issues):
        data["issues"][f"extra{n}"] = {"options": ["a", "b", "c", "d", "e"]}
    for n in range(parties - 2):
        data["parties"][f"p{n}"] = {"role": "third_party"}
        data["values"][f"p{n}"] = {}
    return data


def test_more_than_can_be_weighed_is_told() -> None:
    case_of(table_of(8))
    with pytest.raises(CaseError, match="9 parties at the table, of which at most 8 are weighed"):
        case_of(table_of(9))
    case_of(table_of(2, issues=4))
    case_of(table_of(3, issues=3))
    with pytest.raises(CaseError, match="5625 packages for 2 types, on which more than the two sides decide"):
        case_of(table_of(3, issues=4))
