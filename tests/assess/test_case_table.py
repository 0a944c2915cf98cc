# SPDX-License-Identifier: Apache-2.0
"""The table of a case: averages over worlds, exact where every number is one, and what the worlds say beside it."""

from fractions import Fraction

import pytest

from pourparler.assess.case_table import table_of
from pourparler.assess.study import study_case
from pourparler.assess.study_rows import ConsentRow
from pourparler.assess.worlds import Missing
from pourparler.case import Case, read, read_text
from pourparler.catalog import find, template
from pourparler.desk import assess

ALONE = """
pourparler: 2
title: A boat
as_of: 2031-05-12
parties: {a: {role: own}, b: {role: counterpart}, c: {role: third_party}}
issues: {price: {options: [low, high]}, term: {options: [short, long], status_quo: short}}
values:
  a: {weights: {price: 2, term: 1}, scores: {price: [100, 0], term: {short: 0.1, long: 100}}}
  b:
    weights: {price: 1, term: 2}
    scores: {price: [0, 100], term: [100, 0]}
    together: [{when: {price: low, term: long}, add: 1.5}]
no_deal: {a: {value: 30}, b: {value: 20}}
"""


def case_of(text: str) -> Case:
    return read_text(text, "case.yaml")


def catalogued(name: str) -> Case:
    folder = find(name)
    assert folder is not None
    return read(folder)


def test_issues_values_and_no_deal_values_are_enough_and_single_numbers_exact() -> None:
    found = table_of(case_of(ALONE), worlds=20)
    first, second = found.stated.profiles
    assert not found.averaged and found.stated.parties == ("a", "b")
    # Options stand in the order of the alphabet: long before short, high before low.
    assert first.worth == ((Fraction(0), Fraction(200, 3)), (Fraction(100, 3), Fraction(1, 30)))
    assert second.worth == ((Fraction(100, 3), Fraction(0)), (Fraction(0), Fraction(200, 3)))
    assert second.together == (({"price": "low", "term": "long"}, Fraction(3, 2)),)
    assert (first.no_deal, second.no_deal) == (Fraction(30), Fraction(20))
    assert study_case(case_of(ALONE), worlds=20).grid.rounded is False


@pytest.mark.parametrize(
    ("old", "new"),
    [("value: 30", "value: 20..40"), ("price: 2,", "price: 1..3,"), ("[0, 100]", "high > low"), ("add: 1.5", "add: 1..2")],
)
def test_one_uncertain_number_makes_averages_of_all(old: str, new: str) -> None:
    assert old in ALONE
    found = table_of(case_of(ALONE.replace(old, new)), worlds=400)
    assert found.averaged
    exact = table_of(case_of(ALONE), worlds=20).stated
    for near, profile in zip(found.stated.profiles, exact.profiles, strict=True):
        assert abs(near.no_deal - profile.no_deal) < 1
        for some, other in zip(near.worth, profile.worth, strict=True):
            assert all(abs(a - b) < 2 for a, b in zip(some, other, strict=True))
    assert study_case(case_of(ALONE.replace(old, new)), worlds=20).grid.rounded


@pytest.mark.parametrize("name", ["essays/singh2018", "labour/nhl2005"])
def test_what_the_worlds_say_is_what_an_assessment_says(name: str) -> None:
    case = catalogued(name)
    ranges, row = table_of(case, worlds=200).worlds, assess(case, worlds=200).bargaining
    assert ranges.zone_probability == row.zone_probability and ranges.open is None
    assert row.agreement is not None
    assert list(ranges.agreement.values()) == [row.agreement.values["own"], row.agreement.values["counterpart"]]


def test_the_averages_are_those_of_the_figure_of_an_assessment() -> None:
    case = catalogued("labour/nhl2005")
    found, drawn = study_case(case, worlds=200), assess(case, worlds=200).bargaining.drawn
    assert {tuple(map(float, row.values)) for row in found.drawn} == {(row.own, row.counterpart) for row in drawn}
    assert {tuple(map(float, row.values)) for row in found.drawn if row.efficient} == {
        (row.own, row.counterpart) for row in drawn if row.efficient
    }


#: The same with a third party at the table.
THREE = ALONE.replace(
    "no_deal:", "  c: {weights: {price: 1, term: 1}, scores: {price: [0, 100], term: [0, 100]}}\nno_deal:"
).replace("b: {value: 20}", "b: {value: 20}, c: {value: 101}")


def test_a_third_party_with_values_is_at_the_table() -> None:
    found = study_case(case_of(THREE), worlds=20)
    assert found.parties == ("a", "b", "c") and found.set_aside == {} and found.consent is None
    assert not found.zone_exists
    with pytest.raises(Missing) as caught:
        study_case(case_of(THREE.replace(", c: {value: 101}", "")), worlds=20)
    assert caught.value.path == "no_deal.c.value"


def test_a_deal_needs_those_whose_consent_the_case_asks_for() -> None:
    without = f"{THREE}consent: all_but_one\n"
    found = study_case(case_of(without), worlds=20)
    assert found.zone_exists and found.consent == ConsentRow(2, ())
    aside = study_case(case_of(without.replace(", c: {value: 101}", "")), worlds=20)
    assert aside.parties == ("a", "b") and aside.set_aside == {"c": "no_deal.c.value"}
    vetoes = study_case(case_of(f"{THREE.replace('101', '60')}consent: {{quota: 1, vetoes: [c]}}\n"), worlds=20)
    assert vetoes.consent == ConsentRow(1, ("c",)) and vetoes.nash is not None
    assert vetoes.nash.values[2] >= 60


def test_red_lines_of_one_who_must_consent_bar_and_of_one_who_need_not_do_not() -> None:
    lines = "red_lines: {c: [price.low]}\n"
    assert study_case(case_of(THREE + lines), worlds=20).packages == 2
    assert study_case(case_of(f"{THREE}{lines}consent: all_but_one\n"), worlds=20).packages == 4


def test_a_body_that_ratifies_is_heard_in_the_worlds_alone() -> None:
    text = ALONE.replace("a: {role: own}", "a: {role: own, ratifiers: [senate]}")
    text = text.replace(
        "no_deal:", "  senate: {weights: {price: 1, term: 1}, scores: {price: [0, 100], term: [0, 100]}}\nno_deal:"
    )
    text = text.replace("b: {value: 20}", "b: {value: 20}, senate: {value: 101}")
    found = study_case(case_of(text), worlds=20)
    assert found.parties == ("a", "b") and found.unheard == ("senate",)
    assert found.zone_exists and found.worlds is not None and found.worlds.zone_probability == 0


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("a: {value: 30}, ", "", "no_deal.a.value"),
        ("value: 20", "value: unknown", "no_deal.b.value"),
        ("issues: {price: {options: [low, high]}, term: {options: [short, long], status_quo: short}}", "", "issues"),
    ],
)
def test_a_number_without_which_there_is_no_table_is_named(old: str, new: str, path: str) -> None:
    text = ALONE.replace(old, new)
    if path == "issues":
        text = text[: text.index("values:")] + "no_deal: {a: {value: 30}, b: {value: 20}}\n"
    with pytest.raises(Missing) as caught:
        table_of(case_of(text), worlds=20)
    assert caught.value.path == path


def test_red_lines_and_exclusions_bar_and_offers_and_the_mandate_are_marked() -> None:
    more = (
        "exclude: [{price: high, term: long}]\n"
        "mandate: {goals: [{issue: price, target: low, floor: high}], red_lines: [term.long]}\n"
        "offers: {theirs: {package: {price: high, term: short}, by: b}}\n"
    )
    found = study_case(case_of(ALONE + more), worlds=20)
    assert found.packages == 2
    assert {name: dict(row.package) for name, row in found.offers.items()} == {
        "theirs": {"price": "high", "term": "short"},
        "mandate_target": {"price": "low", "term": "short"},
        "mandate_floor": {"price": "high", "term": "short"},
    }


def test_a_range_of_numbers_is_an_issue_with_numbers() -> None:
    text = ALONE.replace("price: {options: [low, high]}", "price: {low: 10, high: 15, step: 2.5}").replace("low", "l_w")
    text = text.replace("l_w: 10", "low: 10").replace("price: l_w", "price: 12.5")
    text = text.replace("price: [100, 0]", "price: {shape: linear, worst: 15, best: 10}").replace(
        "price: [0, 100]", "price: [0, 40, 100]"
    )
    issue = table_of(case_of(text), worlds=20).stated.issues[0]
    assert (issue.name, issue.options) == ("price", ("10", "12.5", "15"))
    assert issue.numbers == (Fraction(10), Fraction(25, 2), Fraction(15))


def test_power_is_that_of_the_case() -> None:
    assert table_of(case_of(ALONE), worlds=20).power is None
    strong = f"{ALONE}bargaining_power: 0.75\n"
    assert table_of(case_of(strong), worlds=20).power == (0.75, 0.25)
    # A gain of 0.03 beside one of 100, or of 66.7 beside 66.67: whoever has nearly all the power gets the 100.
    text = ALONE.replace("value: 30", "value: 0").replace("value: 20", "value: 0")
    usual, weak = (study_case(case_of(text + more), worlds=20).nash for more in ("", "bargaining_power: 0.01\n"))
    assert usual is not None and weak is not None
    assert usual.values[1] == Fraction(200, 3) and weak.values[1] == 100


def test_no_deal_values_that_depend_on_intentions_are_averaged_by_belief() -> None:
    found = table_of(read_text(template("small"), "case.yaml"), worlds=200)
    for profile in found.stated.profiles:
        assert float(profile.no_deal) == pytest.approx(found.worlds.no_deal[profile.party].mean, abs=1e-6)


def test_moves_and_preparation_change_nothing() -> None:
    case = read_text(template("small"), "case.yaml")
    bare = case.model_copy(update={"moves": {}, "preparation": {}})
    assert study_case(case, worlds=50) == study_case(bare, worlds=50)


def test_the_floor_of_the_mandate_is_with_all_that_it_would_give() -> None:
    case = catalogued("essays/singh2018")
    offers = table_of(case, worlds=20).stated.offers
    given = dict(give.give.partition(".")[::2] for give in case.mandate.gives) if case.mandate is not None else {}
    goals = {goal.issue: goal.floor or goal.target for goal in case.mandate.goals} if case.mandate is not None else {}
    assert given and goals
    free = given.keys() - goals.keys()
    assert {issue: offers["mandate_floor"][issue] for issue in goals} == goals
    assert all(offers["mandate_floor"][issue] != case.issues[issue].status_quo for issue in free)
    assert all(offers["mandate_target"][issue] == case.issues[issue].status_quo for issue in free)
