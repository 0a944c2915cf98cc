# SPDX-License-Identifier: Apache-2.0
"""Moves that open options or change who is at the table: each set of them is the case that has it so without any move."""

import json
from typing import Any

import pytest

from assess.test_moves_study import IDLE, essay, studied
from assess.variations import DELETE, assessed, changed, worked_example
from pourparler.assess.moved import MovesStudy
from pourparler.assess.study import study_case
from pourparler.case import read_text

#: A third party with an interest in the fleet, who can do without a deal well.
DELOS = {
    "parties/delos": {"role": "third_party"},
    "values/delos": {"weights": {"fleet": 70, "money": 30}, "scores": {"fleet": [100, 50, 0], "money": [0, 50, 100]}},
    "no_deal/delos": {"value": 70},
}


def same(study: MovesStudy, moves: tuple[str, ...], other: MovesStudy, others: tuple[str, ...] = ()) -> None:
    one, two = study.row(moves), other.row(others)
    assert (one.p_zone, one.p_agreement) == pytest.approx((two.p_zone, two.p_agreement))
    assert one.value is not None and two.value is not None
    assert (one.value.mean, one.value.low, one.value.high) == pytest.approx((two.value.mean, two.value.low, two.value.high))


@pytest.mark.parametrize("option", ["posture.forces_reduced", "sanctions.full_relief"])
def test_an_option_is_open_with_the_move_and_excluded_without(option: str) -> None:
    issue, _, name = option.partition(".")
    data = changed(essay(), {"moves": {"fund": {**IDLE, "opens": [option]}}, "preparation": DELETE})
    lines = {
        party: [line for line in named if line != option] for party, named in data["red_lines"].items()
    }  # on options there are
    closed = changed(data, {"moves": {}, "exclude": [*data["exclude"], {issue: name}], "red_lines": lines})
    study = studied(data, worlds=40)
    same(study, (), studied(closed, worlds=40))
    same(study, ("fund",), studied(changed(data, {"moves": {}}), worlds=40))
    assert study.row(()).value != study.row(("fund",)).value


def test_either_of_two_moves_opens_an_option() -> None:
    opening = {**IDLE, "opens": ["money.grant"]}
    study = studied(
        changed(worked_example(), {"moves": {"one": opening, "two": opening, "other": {**IDLE, "opens": ["money.credit"]}}})
    )
    same(study, ("one",), study, ("two",))
    same(study, ("one", "two"), study, ("one",))
    everything = studied(changed(worked_example(), {"moves": {}}))
    same(study, ("one", "other"), everything)
    none = changed(worked_example(), {"moves": {}, "exclude": [{"money": "grant"}, {"money": "credit"}]})
    same(study, (), studied(none))


@pytest.mark.parametrize("consent", [None, "all_but_one", {"quota": 3}, {"vetoes": ["delos"]}])
def test_a_party_decides_once_a_move_brings_it_and_no_longer_once_one_takes_it_out(consent: Any) -> None:
    rule = {} if consent is None else {"consent": consent}
    away = {"values/delos": DELETE, "consent": DELETE}
    there = changed(worked_example(), {**DELOS, **rule, "moves": {}})
    without = studied(changed(there, away))
    brings = studied(changed(there, {"moves": {"invite": {**IDLE, "brings": ["delos"]}}}))
    same(brings, (), without)
    same(brings, ("invite",), studied(there))
    takes = studied(changed(there, {"moves": {"leave_out": {**IDLE, "takes_out": ["delos"]}}}))
    same(takes, (), studied(there))
    same(takes, ("leave_out",), without)
    if consent is None:
        assert brings.row(()).value != brings.row(("invite",)).value


def test_the_table_as_it_stands_knows_nothing_of_what_moves_would_open_or_bring() -> None:
    moves = {"invite": {**IDLE, "brings": ["delos"]}, "fund": {**IDLE, "opens": ["money.grant"]}}
    data = changed(worked_example(), {**DELOS, "moves": moves})
    found = assessed(data)
    assert found.bargaining.packages == 6
    assert found.bargaining.parties == ("aland", "borea")
    assert found.bargaining.coalitions == ()
    study = study_case(read_text(json.dumps(data), "case.yaml"), 1, 1, {}, None)
    assert (study.packages, study.parties) == (6, ("aland", "borea"))


def test_what_nobody_has_stated_of_a_party_that_would_come_sets_its_move_aside() -> None:
    data = changed(worked_example(), {**DELOS, "no_deal/delos": DELETE, "moves": {"invite": {**IDLE, "brings": ["delos"]}}})
    study = studied(data)
    assert study.row(()).value is not None
    assert str(study.row(("invite",)).why) == "unknown: no_deal.delos.value"


def test_a_move_that_opens_an_option_may_improve_it_too() -> None:
    """What a move adds to an option that it opens is there with it."""
    both = {**IDLE, "opens": ["money.grant"], "improves": {"issue": "money", "party": "borea", "by": 6}}
    apart = {"fund": {**IDLE, "opens": ["money.grant"]}, "better": {**IDLE, "improves": both["improves"]}}
    one, two = (studied(changed(worked_example(), {"moves": moves})) for moves in ({"both": both}, apart))
    same(one, ("both",), two, ("better", "fund"))
