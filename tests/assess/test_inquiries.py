# SPDX-License-Identifier: Apache-2.0
"""What soundings and indicators would tell: bits and beliefs by hand, authority, ranks, days; and what there is to ask."""

import json
from math import log2
from typing import Any

import pytest

from assess.test_intentions import BASE
from assess.variations import assessed, changed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.inquiries import InquiryRow
from pourparler.briefing.terminal import render
from pourparler.briefing.weighing import weighing, weighing_json

ISSUES = {"fleet": {"options": ["a", "b"]}}
TALKS = {"reveals": "q", "outcomes": {"warm": {"yes": "90%", "no": "10%"}, "cold": "rest"}, "cost": 2, "days": 4}
PERMITS = {"what": "permits", "question": "q", "likelihood": {"yes": "90%", "no": "10%"}, "by": "2031-03-18"}
#: One bit less the entropy of 90 and 10 %.
BITS = 1 + 0.9 * log2(0.9) + 0.1 * log2(0.1)


def asked(worlds: int = 1, **rest: Any) -> Assessment:
    return assessed({**BASE, "issues": ISSUES, **rest}, worlds=worlds)


def inquiry(found: Assessment, name: str) -> InquiryRow:
    (row,) = [row for row in found.inquiries if row.id == name]
    return row


def test_a_sounding_by_hand() -> None:
    row = inquiry(asked(preparation={"talks": TALKS}), "talks")
    assert row.bits is not None and row.by_cost is not None and row.by_day is not None
    assert (row.bits.mean, row.by_cost.mean, row.by_day.mean) == pytest.approx((BITS, BITS / 2, BITS / 4))
    told = {each.outcome: (each.chance.mean, each.after["yes"].mean) for each in row.outcomes}
    assert told == {"cold": pytest.approx((0.5, 0.1)), "warm": pytest.approx((0.5, 0.9))}


def test_a_sounding_that_may_fail_tells_less() -> None:
    row = inquiry(asked(preparation={"talks": {**TALKS, "fails": "25%"}}), "talks")
    assert row.bits is not None
    assert row.bits.mean == pytest.approx(0.75 * BITS)
    assert [each.outcome for each in row.outcomes] == ["cold", "warm", "failed"]


@pytest.mark.parametrize(("authority", "bits"), [("full", BITS), ("none", 0.0)])
def test_a_sounding_of_somebody_without_authority_gains_nothing_on_the_issue(authority: str, bits: float) -> None:
    sources = {"envoy": {"sound": "80%", "authority": {"fleet": authority}}}
    found = asked(sources=sources, preparation={"talks": {**TALKS, "asks": "envoy", "issue": "fleet"}})
    row = inquiry(found, "talks")
    assert row.bits is not None and row.authority == authority
    assert row.bits.mean == (pytest.approx(bits) if bits else 0.0)
    assert any(alarm.id == "unauthorised.talks" for alarm in found.alarms) is (authority == "none")


def put_to(authority: str | None) -> tuple[Assessment, dict[str, Any]]:
    """Return the worked example with its sounding put to somebody of an authority, and the row of `weigh --json`."""
    held = {} if authority is None else {"authority": {"fleet": authority}}
    changes = {
        "sources/sherpa": {"sound": "80%", **held},
        "preparation/sounding/asks": "sherpa",
        "preparation/sounding/issue": "fleet",
        "preparation/sounding/outcomes": {"forthcoming": {"settle": "85%", "stall": "1%"}, "evasive": "rest"},
    }
    found = assessed(changed(worked_example(), changes), worlds=100)
    (row,) = json.loads(weighing_json(found))["soundings"]
    return found, row


def test_the_less_authority_the_less_a_sounding_tells_and_without_any_it_is_worth_exactly_nothing() -> None:
    """In bits, in bits by its cost, and in points of the decision."""
    told = {authority: put_to(authority) for authority in (None, "full", "partial", "none")}
    rows = {authority: row for authority, (_, row) in told.items()}
    worth = {authority: found.information.evsi["sounding"] for authority, (found, _) in told.items()}
    nothing = {"mean": 0.0, "low": 0.0, "high": 0.0}
    assert rows["none"] == {
        "id": "sounding",
        "information_bits": nothing,
        "by_cost": nothing,
        "authority": "none",
        "questions": [],
    }
    assert worth["none"] == 0.0
    bits = {authority: row["information_bits"]["mean"] for authority, row in rows.items()}
    assert 0 < bits["partial"] < bits["full"] == bits[None]
    assert 0 < worth["partial"] < worth["full"] == worth[None]
    assert [rows[authority]["authority"] for authority in told] == [None, "full", "partial", "none"]
    steps = {authority: found.preparation[0].evsi for authority, (found, _) in told.items()}
    assert steps == worth


def test_who_has_authority_on_one_issue_has_none_on_another() -> None:
    changes = {"sources/sherpa": {"authority": {"money": "full"}}, "preparation/sounding/asks": "sherpa"}
    found = assessed(changed(worked_example(), {**changes, "preparation/sounding/issue": "fleet"}))
    assert (inquiry(found, "sounding").authority, found.information.evsi["sounding"]) == ("none", 0.0)


def test_an_indicator_is_awaited_until_its_day_then_overdue_unless_it_has_come() -> None:
    item = {"id": "seen", "text": "-", "known_at": "2031-03-12"}
    for more, state in (
        ({}, "awaited"),
        ({"by": "2031-03-14"}, "awaited"),
        ({"by": "2031-03-13"}, "overdue"),
        ({"by": "2031-03-13", "evidence": "seen"}, "come"),
    ):
        found = asked(indicators={"permits": {**PERMITS, **more}}, evidence=[item])
        assert inquiry(found, "permits").state == state
        assert any(alarm.id == "overdue.permits" for alarm in found.alarms) is (state == "overdue")
    known_later = {**item, "known_at": "2031-03-15"}
    found = asked(indicators={"permits": {**PERMITS, "evidence": "seen"}}, evidence=[known_later])
    assert inquiry(found, "permits").state == "awaited"


def test_what_is_overdue_has_no_rank_among_what_may_still_tell() -> None:
    found = asked(preparation={"talks": TALKS}, indicators={"permits": {**PERMITS, "by": "2031-03-13"}})
    row = inquiry(found, "permits")
    assert (row.rank, row.bits, row.by_day) == (None, None, None)
    assert inquiry(found, "talks").rank == 1


def test_an_indicator_by_hand() -> None:
    row = inquiry(asked(indicators={"permits": PERMITS}), "permits")
    assert row.bits is not None and row.by_day is not None
    assert (row.bits.mean, row.by_day.mean) == pytest.approx((BITS, BITS / 4))
    assert row.by_cost is None
    assert {each.outcome: each.after["yes"].mean for each in row.outcomes} == pytest.approx({"seen": 0.9, "not_seen": 0.1})


def test_ranks_are_given_only_where_paired_worlds_settle_them() -> None:
    weaker = {**PERMITS, "likelihood": {"yes": "60%", "no": "40%"}}
    for other, ranks in ((weaker, (1, 2)), (PERMITS, (None, None))):
        found = asked(worlds=50, preparation={"talks": TALKS}, indicators={"permits": other})
        assert (inquiry(found, "talks").rank, inquiry(found, "permits").rank) == ranks


def test_what_cost_nothing_or_nobody_knows_is_not_divided_by() -> None:
    for cost in (0, "0..0..1", "unknown"):
        assert inquiry(asked(worlds=200, preparation={"talks": {**TALKS, "cost": cost}}), "talks").by_cost is None


TWO = {
    "q": {"hypotheses": {"yes": "50%", "no": "50%"}},
    "wide": {"hypotheses": {"a": "20%", "b_side": "50%", "c": "30%"}},
    "sure": {"hypotheses": {"x": "100%", "z": "0%"}},
}


def test_questions_to_ask_are_the_most_open_first_with_what_an_answer_must_tell_apart() -> None:
    found = asked(questions=TWO)
    wide = -0.2 * log2(0.2) - 0.5 * log2(0.5) - 0.3 * log2(0.3)
    assert [(row.question, row.between) for row in found.to_ask] == [("wide", ("b_side", "c")), ("q", ("no", "yes"))]
    assert [row.bits.mean for row in found.to_ask] == pytest.approx([wide, 1])


def test_what_was_learnt_closes_a_question() -> None:
    """Open is what is open now, not before the evidence."""
    item = {"id": "r", "text": "-", "known_at": "2031-03-12", "source": "s", "likelihood": {"q": {"yes": "90%", "no": "10%"}}}
    (row,) = asked(sources={"s": {"sound": "100%"}}, evidence=[item]).to_ask
    assert row.bits.mean == pytest.approx(1 - BITS)
    assert row.between == ("yes", "no")


def test_a_settled_question_is_to_be_asked_only_where_a_step_puts_it() -> None:
    step = {**TALKS, "reveals": "sure", "outcomes": {"warm": {"x": "90%", "z": "10%"}, "cold": "rest"}}
    for questions, names in ([], ["wide", "q"]), (["Why?"], ["wide", "q", "sure"]):
        found = asked(questions=TWO, preparation={"talks": {**step, "questions": questions}})
        assert [row.question for row in found.to_ask] == names


def test_a_question_tells_who_has_authority_on_its_issues_and_which_step_puts_what() -> None:
    sources = {
        "chief": {"authority": {"fleet": "full", "money": "none"}},
        "clerk": {"authority": {"fleet": "partial"}},
        "other": {},
    }
    issues = {**ISSUES, "money": {"options": ["a", "b"]}}
    about = {"id": "r", "text": "-", "known_at": "2031-03-12", "issue": "money", "likelihood": {"q": "50%"}}
    items = [about, {**about, "id": "s", "issue": "fleet"}]
    steps = {
        "talks": {**TALKS, "asks": "chief", "issue": "fleet", "questions": ["Why now?", "Who signs?"]},
        "later": {"reveals": "q"},
        "another": {"reveals": "wide", "issue": "money", "questions": ["Which?"]},
    }
    found = asked(questions=TWO, sources=sources, issues=issues, evidence=items, preparation=steps)
    row = next(row for row in found.to_ask if row.question == "q")
    assert [(held.issue, held.full, held.partial) for held in row.authority] == [
        ("fleet", ("chief",), ("clerk",)),
        ("money", (), ()),
    ]
    assert [(step.step, step.asks, step.questions) for step in row.planned] == [
        ("later", None, ()),
        ("talks", "chief", ("Why now?", "Who signs?")),
    ]
    assert [held.issue for held in next(row for row in found.to_ask if row.question == "wide").authority] == ["money"]
    (sounding,) = json.loads(weighing_json(found))["soundings"]
    assert sounding["questions"] == ["Why now?", "Who signs?"]
    page = render(weighing(found), width=400, full=True)
    assert "authority on fleet: chief (full), clerk (partial); nobody is stated to have authority on money" in page
    assert "no questions are written for later; talks puts to chief: “Why now?” “Who signs?”" in page
    assert (
        "wide: open by 1.485 bits; an answer has to tell “b side” from c; nobody is stated to have authority on money" in page
    )


def test_who_holds_the_questions_of_a_sounding_stands_among_the_judgements() -> None:
    held = {"preparation.talks.questions": {"by": "desk A", "on": "2031-03-10"}}
    found = asked(preparation={"talks": {**TALKS, "questions": ["Why?"]}}, judgements=held)
    assert [(row.by, row.on) for row in found.judgements if row.path == "preparation.talks.questions"] == [
        ("desk A", "2031-03-10")
    ]
