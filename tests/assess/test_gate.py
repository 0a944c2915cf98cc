# SPDX-License-Identifier: Apache-2.0
"""What the case shows of every condition of the gate, and which conditions are asked for."""

from typing import Any

import pytest

from assess.variations import case_of, changed, worked_example
from pourparler.assess.gate import default_conditions, gate_of, met_by
from pourparler.case import Preparation, known_by


def judged(condition: str, changes: dict[str, Any]) -> tuple[str, str]:
    case = case_of(changed(worked_example(), {"gate/steps/fix_date": [condition], **changes}))
    (row,) = gate_of(known_by(case))
    return row.state, str(row.why)


def test_third_parties_are_to_be_consulted_if_they_are_partners_or_rivals_or_touched() -> None:
    parties = {
        "parties/cyrene": {"role": "partner"},
        "parties/delos": {"role": "rival"},
        "parties/eos": {"role": "third_party"},
        "parties/fano": {"role": "third_party"},
        "parties/gela": {"role": "third_party"},
        "red_lines": {"eos": ["fleet.halved"]},
        "effects": {"fleet.halved": {"fano": 1}},
        "worth_to_us": {"fano": 0},
    }
    case = case_of(changed(worked_example(), parties))
    asked = ["consultation.cyrene", "consultation.delos", "consultation.eos", "consultation.fano"]
    lower = ["mandate.approved", "intentions.direct_contact"]
    assert list(default_conditions(case, "leaders")) == [*lower, *asked, "day_after.plan"]
    assert list(default_conditions(case, "ministers")) == lower
    assert list(default_conditions(case, "officials")) == lower[:1]


@pytest.mark.parametrize(
    ("stated", "state"),
    [
        ({"state": "met", "evidence": "the vote", "on": "2031-03-14"}, "met"),
        ({"state": "met", "evidence": "the vote", "on": "2031-03-15"}, "unknown"),
        ({"state": "met", "on": "2031-03-14"}, "unknown"),
        ({"state": "met", "evidence": "the vote"}, "unknown"),
        ({"state": "not_met", "evidence": "the vote", "on": "2031-03-14"}, "not_met"),
        ({"state": "unknown"}, "unknown"),
    ],
)
def test_a_condition_is_met_only_with_evidence_and_a_day_that_has_come(stated: dict[str, str], state: str) -> None:
    assert judged("budget.voted", {"gate/attested": {"budget.voted": stated}})[0] == state


LEDGER: list[tuple[list[dict[str, str]], str, str]] = [
    ([], "not_met", "cyrene has not been informed"),
    ([{"told": "all", "level": "full", "on": "2031-03-14"}], "met", "told on 2031-03-14, at level full"),
    ([{"told": "all", "level": "full", "on": "2031-03-15"}], "not_met", "cyrene has not been informed"),
    ([{"told": "hints", "level": "none", "on": "2031-03-01"}], "not_met", "cyrene is uninformed: hints (2031-03-01)"),
    ([{"told": "all", "on": "2031-03-01"}], "unknown", "without a date or a level"),
    ([{"told": "all", "level": "full"}], "unknown", "without a date or a level"),
    (
        [{"told": "b", "level": "full", "on": "2031-03-09"}, {"told": "a", "level": "outline", "on": "2031-03-02"}],
        "met",
        "told on 2031-03-09, at level full",
    ),
    (
        [{"told": "b", "level": "none", "on": "2031-03-09"}, {"told": "a", "level": "none", "on": "2031-03-02"}],
        "not_met",
        "cyrene is uninformed: b (2031-03-09)",
    ),
]


@pytest.mark.parametrize(("entries", "state", "why"), LEDGER)
def test_the_ledger_says_whether_a_party_has_been_consulted(entries: list[dict[str, str]], state: str, why: str) -> None:
    ledger = [{"party": "cyrene", **entry} for entry in entries]
    found = judged("consultation.cyrene", {"parties/cyrene": {"role": "partner"}, "consultation": ledger})
    assert found[0] == state
    assert why in found[1]


def test_a_mandate_is_approved_by_somebody_on_a_day_for_every_goal() -> None:
    voted, nameless = {"by": "cabinet", "on": "2031-03-11"}, {"on": "2031-03-11"}
    assert judged("mandate.approved", {})[0] == "not_met"
    goals = [{"issue": "fleet", "approved": voted}, {"issue": "money"}]
    assert judged("mandate.approved", {"mandate": {"goals": goals}}) == ("not_met", "the mandate is not approved: money")
    named = [{"issue": "fleet", "approved": voted}, {"issue": "money", "approved": nameless}]
    assert judged("mandate.approved", {"mandate": {"goals": named}})[0] == "unknown"
    assert judged("mandate.approved", {"mandate": {"goals": goals[:1]}})[0] == "met"


@pytest.mark.parametrize(
    ("source", "state"),
    [
        ({"party": "borea", "access": "direct"}, "met"),
        ({"party": "borea", "access": "observed"}, "not_met"),
        ({"party": "cyrene", "access": "direct"}, "not_met"),
        ({"access": "direct"}, "unknown"),
    ],
)
def test_direct_contact_is_with_the_counterpart_itself(source: dict[str, str], state: str) -> None:
    changes = {"parties/cyrene": {"role": "partner"}, "sources/envoy": {"sound": "40%", **source}}
    assert judged("intentions.direct_contact", changes)[0] == state
    assert judged("intentions.direct_contact", {**changes, "evidence/0/known_at": "2031-03-15"})[0] == "not_met"


def test_a_plan_for_the_day_after_has_a_channel_and_a_next_step_down() -> None:
    whole: dict[str, Any] = {"channels": ["embassies"], "fallback": ["ministers"], "on": "2031-03-01"}
    assert judged("day_after.plan", {"day_after": whole}) == (
        "met",
        "channels: embassies; next step down: ministers; no wording is agreed",
    )
    assert judged("day_after.plan", {"day_after": {**whole, "wording": "we parted as friends"}})[1].endswith("down: ministers")
    for part in ("channels", "fallback"):
        assert judged("day_after.plan", {"day_after": {part: whole[part]}})[0] == "not_met"


def test_a_step_meets_what_it_is_for_and_what_it_says() -> None:
    assert met_by(Preparation(reveals="motive")) == {"intentions.direct_contact"}
    assert met_by(Preparation(aligns="cyrene")) == {"consultation.cyrene"}
    assert met_by(Preparation(decides="mandate")) == {"mandate.approved"}
    assert met_by(Preparation(decides="day_after", meets=("budget.voted",))) == {"day_after.plan", "budget.voted"}
    assert met_by(Preparation(shapes=("pressure",))) == set()
