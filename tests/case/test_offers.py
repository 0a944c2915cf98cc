# SPDX-License-Identifier: Apache-2.0
"""Offers are whole packages, of what there is and what may be."""

import pytest

from assess.variations import assessed, changed, worked_example
from case.samples import FULL, spoilt, the_problem
from pourparler.case import read_text

# Old text, new text, key path of the one problem, what was found.
MISTAKES = [
    (
        "patrols: unchanged, money: credit}",
        "money: credit}",
        "offers.opening.package",
        "an offer that leaves 'patrols' open",
    ),
    ("{by: aland, package", "{by: alund, package", "offers.opening.by", "the unknown party 'alund'"),
    ("suspended, money: grant", "suspended, mony: grant", "offers.theirs.package.mony", "the unknown issue 'mony'"),
    ("suspended, money: grant", "suspended, money: gift", "offers.theirs.package.money", "the unknown option 'gift'"),
    (
        "fleet: capped, patrols: suspended",
        "fleet: unchanged, patrols: suspended",
        "offers.theirs.package",
        "an offer that holds fleet.unchanged + money.grant, which is excluded",
    ),
    (
        "patrols: unchanged, money: credit}",
        "patrols: unchanged, money: none}",
        "offers.opening.package",
        "an offer that holds fleet.withdrawn + money.none, which is excluded",
    ),
]


@pytest.mark.parametrize(("old", "new", "key_path", "found"), MISTAKES, ids=[row[3] for row in MISTAKES])
def test_a_mistake_in_an_offer_is_reported(old: str, new: str, key_path: str, found: str) -> None:
    problem = the_problem(spoilt(FULL, (old, new)))
    assert (problem.key_path, problem.found) == (key_path, found)


def test_an_open_issue_is_told_with_its_options() -> None:
    problem = the_problem(spoilt(FULL, ("patrols: unchanged, money: credit}", "money: credit}")))
    assert problem.write == "name one of its options, 'unchanged', 'suspended', 'joint': only a whole package has a value"


def test_offers_are_read_and_handed_on() -> None:
    case = read_text(FULL, "full.yaml")
    assert case.offers["opening"].package == {"fleet": "withdrawn", "patrols": "unchanged", "money": "credit"}
    offer = {"package": {"fleet": "halved", "money": "none"}, "by": "borea", "on": "2031-03-01"}
    found = assessed(changed(worked_example(), {"offers": {"theirs": offer}}))
    assert found.as_written["offers"] == {"theirs": {**offer, "note": None}}
