# SPDX-License-Identifier: Apache-2.0
"""The bargaining table of a case: combinations of options, bargaining power, and more issues than anyone could enumerate."""

import json
from typing import Any

import pytest

from assess.variations import assessed, case_of, changed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.beliefs import weigh_intentions
from pourparler.assess.moves import no_deal_of, setup_moves
from pourparler.assess.table import set_table
from pourparler.assess.worlds import Worlds
from pourparler.briefing.as_json import as_json
from pourparler.case import Case
from pourparler.case.leaves import quantities
from pourparler.errors import CaseError

BOTH = {"fleet": "withdrawn", "money": "grant"}
HALF = {"fleet": "halved", "money": "grant"}


def term(add: Any, **when: str) -> dict[str, Any]:
    return {"when": when, "add": add}


def agreed(found: Assessment, motive: str = "settle") -> dict[str, str]:
    """The agreement with one type of counterpart, without moves."""
    (row,) = [row["agreement"] for row in found.bargaining.by_type if row["type"] == {"motive": motive}]
    return dict(row.package)  # type: ignore[attr-defined]


def with_terms(*terms: dict[str, Any], party: str = "borea") -> Assessment:
    return assessed(changed(worked_example(), {f"values/{party}/together": list(terms)}))


def test_a_combination_is_worth_more_than_its_parts() -> None:
    # Without it 7 x 26 = 182 for halved and grant beats 35 x 2 = 70 for withdrawn and grant; with it 35 x 12 = 420.
    assert agreed(assessed(worked_example())) == HALF
    assert agreed(with_terms(term(10, **BOTH))) == BOTH
    # Only where every option is taken: withdrawn with credit, worth 30 to them, is not raised.
    assert agreed(with_terms(term(3, **BOTH))) == HALF


def test_a_combination_counts_for_whoever_values_it() -> None:
    # Our own 42 falls to 36: 1 x 26 = 26, and 35 x 2 = 70 is more.
    assert agreed(with_terms(term(-6, **HALF), party="aland")) == BOTH


def test_combinations_may_be_restated_by_hypothesis() -> None:
    under = "values/borea/under/motive/settle/together"
    found = assessed(changed(worked_example(), {under: [term(10, **BOTH)]}))
    assert (agreed(found), agreed(found, "stall")) == (BOTH, HALF)
    # What is restated takes the place of what was said before.
    found = assessed(changed(worked_example(), {"values/borea/together": [term(10, **BOTH)], under: []}))
    assert agreed(found) == HALF


def test_the_order_of_combinations_does_not_matter() -> None:
    terms = [term("2..14", **BOTH), term("-4..6", **HALF)]
    one, other = (
        as_json(assessed(changed(worked_example(), {"values/borea/together": listed}), worlds=64))
        for listed in (terms, terms[::-1])
    )
    first, second = json.loads(one), json.loads(other)
    for part in ("case", "as_written"):  # the digest is of the file, and the file is printed as it was written
        del first[part], second[part]
    assert first == second


def test_an_unknown_combination_is_never_taken_as_nothing() -> None:
    found = with_terms(term("unknown", **BOTH))
    assert found.unknowns.blocking == ("values.borea.together.fleet.withdrawn+money.grant.add",)
    assert found.bargaining.agreement is None


def test_a_combination_is_a_number_of_the_case() -> None:
    paths = {
        ".".join(path)
        for path, _ in quantities(case_of(changed(worked_example(), {"values/borea/together": [term(1, **BOTH)]})))
    }
    assert "values.borea.together.fleet.withdrawn+money.grant.add" in paths


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ([term(3, fleet="sunk", money="grant")], "'sunk'"),
        ([term(3, boats="halved", money="grant")], "'boats'"),
        ([term(3, fleet="halved")], "fewer than two options"),
        ([term(3, **BOTH), term(4, **dict(reversed(BOTH.items())))], "a second time"),
    ],
)
def test_a_combination_that_makes_no_sense_is_told(terms: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(CaseError) as caught:
        case_of(changed(worked_example(), {"values/borea/together": terms}))
    assert any(told.strip("'") in str(problem) for problem in caught.value.problems)


def test_bargaining_power_moves_the_agreement() -> None:
    # 7^.9 26^.1 = 7.98 against 35^.9 2^.1 = 26.29.
    assert agreed(assessed(changed(worked_example(), {"bargaining_power": "50%"}))) == HALF
    assert agreed(assessed(changed(worked_example(), {"bargaining_power": "90%"}))) == BOTH
    # From the other seat the same power is theirs.
    turned = assessed(changed(worked_example(), {"bargaining_power": "90%", "seat": "counterpart"}))
    assert agreed(turned) == BOTH


def test_power_from_patience() -> None:
    # (1 - .8) / (1 - .9 x .8) = .7143.
    patient = changed(worked_example(), {"bargaining_power": {"patience": {"aland": "90%", "borea": "80%"}}})
    assert power_of(case_of(patient)) == pytest.approx(0.7143, abs=5e-5)
    turned = changed(patient, {"seat": "counterpart"})
    assert power_of(case_of(turned)) == pytest.approx(1 - 0.7143, abs=5e-5)


def power_of(case: Case) -> float:
    worlds = Worlds(case, 1, 1)
    types = weigh_intentions(case, worlds).types
    table = set_table(case, worlds, types, setup_moves(case, worlds, types), no_deal_of(case, worlds, types))
    assert table.power is not None
    return float(table.power[0])


def test_issues_that_change_nothing_change_nothing() -> None:
    # Eight more issues, 6,561 times as many packages, on each of which both sides agree from the start.
    changes: dict[str, Any] = {}
    for n in range(8):
        changes[f"issues/extra{n}"] = {"options": ["no", "yes", "maybe"], "status_quo": "no"}
        for party in ("aland", "borea"):
            changes[f"values/{party}/scores/extra{n}"] = [0, 100, 50]
    data = changed(worked_example(), changes)
    weights = [data["values"]["aland"]["weights"], *(m["weights"] for m in data["values"]["borea"]["under"]["motive"].values())]
    for table in weights:
        table.update({f"extra{n}": 0 for n in range(7)} | {"extra7": 1e-9})
    found, base = assessed(data), assessed(worked_example())
    assert found.bargaining.packages == 9 * 3**8
    assert {issue: agreed(found)[issue] for issue in HALF} == HALF
    assert found.verdict.action == base.verdict.action
