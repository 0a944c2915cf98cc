# SPDX-License-Identifier: Apache-2.0
"""What a statement is: the nearest holder in the ledger, and what a section rests on."""

import pytest

from assess.variations import assessed, changed, worked_example
from pourparler.assess import Assessment
from pourparler.briefing.document import Mark
from pourparler.briefing.marks import RESULT, UNHELD, found_from, mark_of, marks_under

LEDGER = {
    "values": {"by": "desk A", "on": "2031-03-10", "basis": "assumption"},
    "values.borea": {"by": "desk B", "basis": "claim"},
    "no_deal": {"by": "desk A", "on": "2031-03-10"},
}


@pytest.fixture(scope="module")
def held() -> Assessment:
    item = {**worked_example()["evidence"][0], "judged": {"by": "desk C", "on": "2031-03-09", "basis": "fact"}}
    return assessed(changed(worked_example(), {"judgements": LEDGER, "evidence": [item]}))


def test_the_nearest_holder_answers(held: Assessment) -> None:
    assert mark_of(held, "values", "borea", "weights", "fleet") == Mark("claim", "desk B")
    assert mark_of(held, "values", "aland", "weights", "fleet") == Mark("assumption", "desk A", "2031-03-10")
    assert mark_of(held, "values") == Mark("assumption", "desk A", "2031-03-10")


def test_a_path_that_only_begins_alike_is_another(held: Assessment) -> None:
    assert mark_of(held, "valuesx") == UNHELD
    assert mark_of(held, "values", "boreal").by == "desk A"


def test_an_entry_that_does_not_say_what_it_is_is_a_judgement(held: Assessment) -> None:
    assert mark_of(held, "no_deal", "aland") == Mark("judgement", "desk A", "2031-03-10")


def test_evidence_is_held_where_it_stands(held: Assessment) -> None:
    name = held.evidence[0].id
    assert mark_of(held, "evidence", name) == Mark("fact", "desk C", "2031-03-09")


def test_a_section_rests_on_all_that_is_held_under_it_with_counts(held: Assessment) -> None:
    marks = marks_under(held, "values")
    assert [(mark.kind, mark.by) for mark in marks] == [("claim", "desk B"), ("assumption", "desk A")]
    assert marks[0].numbers > marks[1].numbers > 0
    assert marks_under(held, "moves") == (
        Mark("unheld", numbers=len(held.unknowns.unheld and [p for p in held.unknowns.unheld if p.startswith("moves.")])),
    )
    assert marks_under(held, "stakes") == ()


def test_without_a_name_all_is_meant(held: Assessment) -> None:
    everything = marks_under(held)
    assert sum(mark.numbers for mark in everything) == sum(row.covers for row in held.judgements) + len(held.unknowns.unheld)
    assert everything[-1] == Mark("unheld", numbers=len(held.unknowns.unheld))
    assert found_from(held) == (RESULT, *everything)
