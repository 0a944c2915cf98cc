# SPDX-License-Identifier: Apache-2.0
"""What shows a condition to be met grows old, a waiver ends, a sprung tripwire holds the gate; what the stakes ask for."""

from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assess.variations import DELETE, assessed, case_of, changed, worked_example
from case.samples import FULL, spoilt, the_problem
from pourparler.assess.gate import default_conditions, gate_of, lacking
from pourparler.case import known_by, read_text

DAY = "2031-03-14"
DONE: dict[str, Any] = {
    "parties/cyrene": {"role": "partner"},
    "consultation": [{"party": "cyrene", "told": "all", "level": "full", "on": "2031-03-04"}],
    "mandate": {
        "goals": [
            {"issue": "fleet", "approved": {"by": "cabinet", "on": "2031-03-04"}},
            {"issue": "money", "approved": {"by": "cabinet", "on": "2031-03-10"}},
        ]
    },
    "sources/talks": {"party": "borea", "access": "direct", "sound": "90%"},
    "evidence/0/source": "talks",
    "evidence/0/known_at": "2031-03-04",
    "day_after": {"channels": ["embassies"], "fallback": ["ministers"], "on": "2031-03-04"},
    "success": [{"what": "kept", "written": "2031-03-01"}, {"what": "signed", "written": "2031-03-04"}],
    "premortem": [{"story": "it leaked", "by": "desk B", "on": "2031-03-04"}, {"story": "it rained", "on": "2031-03-13"}],
    "gate/attested/interpreters": {"state": "met", "evidence": "contract", "on": "2031-03-04"},
}
CONDITIONS = (
    "consultation.cyrene",
    "mandate.approved",
    "intentions.direct_contact",
    "day_after.plan",
    "success.defined",
    "premortem.written",
    "interpreters",
)


def judged(changes: dict[str, Any], condition: str = "interpreters") -> tuple[str, str]:
    case = case_of(changed(worked_example(), {**DONE, "gate/steps/fix_date": [condition], **changes}))
    rows = [row for row in gate_of(known_by(case)) if row.condition == condition]
    (row,) = rows
    return row.state, str(row.why)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_what_shows_a_condition_to_be_met_counts_for_so_many_days(condition: str) -> None:
    """All of it is ten days old: it counts for ten days, and not for nine."""
    assert judged({}, condition)[0] == "met"
    assert judged({"gate/valid_days": {condition: 10}}, condition)[0] == "met"
    state, why = judged({"gate/valid_days": {condition: 9}}, condition)
    assert state == "unknown" and why.startswith("it was met, and has expired on 2031-03-13: ")


@pytest.mark.parametrize(
    ("condition", "undated"),
    [
        ("day_after.plan", {"day_after/on": DELETE}),
        ("success.defined", {"success": [{"what": "kept"}]}),
        ("premortem.written", {"premortem": [{"story": "it leaked", "by": "desk B"}]}),
        ("premortem.written", {"premortem": [{"story": "it leaked", "by": "desk B"}, {"story": "it rained", "on": DAY}]}),
        ("interpreters", {"gate/attested/interpreters/on": DELETE}),
        ("consultation.cyrene", {"consultation": [{"party": "cyrene", "told": "all", "level": "full"}]}),
        ("mandate.approved", {"mandate/goals": [{"issue": "fleet", "approved": {"by": "cabinet"}}]}),
    ],
)
def test_without_a_day_nothing_is_met(condition: str, undated: dict[str, Any]) -> None:
    assert judged({}, condition)[0] == "met"
    assert judged(undated, condition)[0] == "unknown"
    assert judged({**undated, "gate/valid_days": {condition: 9_999}}, condition)[0] == "unknown"


def test_of_several_entries_those_with_a_name_and_a_day_count() -> None:
    assert judged({}, "premortem.written")[1] == "how it could fail is written by desk B"
    undated = {"success": [{"what": "kept"}, *DONE["success"]]}
    assert judged(undated, "success.defined")[1] == "criteria of success are written: 2"


def test_what_was_never_met_does_not_expire() -> None:
    old = {"gate/valid_days": {"consultation.cyrene": 1}, "consultation": []}
    assert judged(old, "consultation.cyrene") == ("not_met", "cyrene has not been informed")


@pytest.mark.parametrize(("expires", "state"), [("2031-03-13", "unknown"), (DAY, "met"), ("2031-03-15", "met")])
def test_an_attestation_expires_after_its_day(expires: str, state: str) -> None:
    assert judged({"gate/attested/interpreters/expires": expires})[0] == state
    both = {"gate/attested/interpreters/expires": expires, "gate/valid_days": {"interpreters": 9}}
    assert judged(both)[0] == "unknown"


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ({}, "waived"),
        ({"on": DAY}, "waived"),
        ({"on": "2031-03-15"}, "not_met"),
        ({"until": DAY}, "waived"),
        ({"until": "2031-03-13"}, "not_met"),
        ({"on": "2031-03-10", "until": "2031-03-20"}, "waived"),
    ],
)
def test_a_waiver_holds_from_its_day_to_its_end(days: dict[str, str], state: str) -> None:
    waiver = {"condition": "consultation.cyrene", "by": "the prime minister", "reason": "no time", **days}
    found = judged({"consultation": [], "gate/waived": [waiver]}, "consultation.cyrene")
    assert found[0] == state
    if state == "waived":
        told = (f" on {days['on']}" if "on" in days else "") + (f" until {days['until']}" if "until" in days else "")
        assert found[1] == f"waived by the prime minister{told}: no time"


SPRUNG = {"when": "sounding.evasive", "then": "hold", "owner": "the foreign ministry", "seen": "assurance"}
NAME = "tripwire.sounding.evasive"


def wires(changes: dict[str, Any], *rows: dict[str, Any]) -> dict[str, str]:
    case = case_of(changed(worked_example(), {**DONE, "tripwires": list(rows), **changes}))
    return {f"{row.step} {row.condition}": row.state for row in gate_of(known_by(case)) if row.condition.startswith("tripwire")}


def test_a_tripwire_that_is_sprung_holds_every_step() -> None:
    steps = {"meeting/steps": ["announce", "fix_date", "travel"]}
    assert wires(steps, SPRUNG) == {f"{step} {NAME}": "not_met" for step in ("announce", "fix_date", "travel")}
    for then in ("forgo", "step_down"):
        assert wires({}, {**SPRUNG, "then": then}) == {f"fix_date {NAME}": "not_met"}
    for then in ("fix", "fix_conditionally"):
        assert wires({}, {**SPRUNG, "then": then}) == {}
    assert wires({"evidence/0/known_at": "2031-03-15"}, SPRUNG) == {}
    unsprung = {key: value for key, value in SPRUNG.items() if key != "seen"}
    assert wires({}, unsprung) == {}


def test_an_indicator_that_comes_in_springs_its_tripwire() -> None:
    permits = {"question": "motive", "likelihood": {"settle": "20%", "stall": "70%"}}
    wire = {"indicator": "permits", "then": "forgo", "owner": "desk A"}
    assert wires({"indicators": {"permits": permits}}, wire) == {}
    came = {"indicators": {"permits": {**permits, "evidence": "assurance"}}}
    assert wires(came, wire) == {"fix_date tripwire.indicators.permits": "not_met"}
    assert wires({**came, "evidence/0/known_at": "2031-03-15"}, wire) == {}


def test_a_sprung_tripwire_can_be_waived_by_name_and_turns_fix_into_hold() -> None:
    """Meeting is plainly worth it: reach of 95 %, kept by both; the tripwire holds it until somebody waives it."""
    plain = {
        "meeting/levels/leaders/reach": "95%",
        "compliance/motive": {"settle": 1, "stall": 1},
        "gate/steps/fix_date": ["interpreters"],
        "preparation/sounding/cost": 3,
    }
    base = {**DONE, **plain}
    unsprung = {key: value for key, value in SPRUNG.items() if key != "seen"}
    free = assessed(changed(worked_example(), {**base, "tripwires": [unsprung]}))
    assert (free.verdict.action, [row.state for row in free.gate]) == ("fix", ["met"])
    held = assessed(changed(worked_example(), {**base, "tripwires": [SPRUNG]}))
    assert (held.verdict.action, held.verdict.basis, held.verdict.conditions) == ("hold", "gate", (NAME,))
    assert any("the numbers favour fix" in str(reason) for reason in held.verdict.reasons)
    waiver = {"condition": NAME, "by": "the prime minister", "reason": "the clerk spoke for himself"}
    waived = assessed(changed(worked_example(), {**base, "tripwires": [SPRUNG], "gate/waived": [waiver]}))
    assert waived.verdict.action == "fix"


def test_alarms_of_tripwires() -> None:
    found = assessed(changed(worked_example(), {"tripwires": [{**SPRUNG, "then": "forgo"}]}))
    told = {alarm.id: str(alarm.text) for alarm in found.alarms if alarm.row == "O-05"}
    assert found.verdict.action == "hold"
    assert told == {
        "sprung.sounding.evasive": "sounding.evasive came about (assurance, 2031-03-08), for which it was settled to forgo; "
        "the advice is hold"
    }
    same = assessed(changed(worked_example(), {"tripwires": [{k: v for k, v in SPRUNG.items() if k != "owner"}]}))
    ids = {alarm.id for alarm in same.alarms if alarm.row == "O-05"}
    assert "sprung.sounding.evasive" not in ids and "unwatched.sounding.evasive" in ids
    (row,) = same.record.tripwires
    assert (row.when, row.sprung_by, row.sprung_on) == ("sounding.evasive", "assurance", "2031-03-08")


NEW = ("routine", "rare", "first_meeting")
HARD = ("low", "moderate", "high")
LEVELS = ("officials", "ministers", "leaders")


def asked(level: str, novelty: str, irreversibility: str) -> set[str]:
    stakes = {"novelty": novelty, "irreversibility": irreversibility}
    changes = {**DONE, "gate": DELETE, "stakes": stakes, "meeting/level": level}
    case = case_of(changed(worked_example(), changes))
    return set(default_conditions(case, level))


def test_the_default_grows_with_level_novelty_and_stakes_and_never_shrinks() -> None:
    found = {key: asked(*key) for key in product(LEVELS, NEW, HARD)}
    for level, new, hard in found:
        here = found[level, new, hard]
        for scale, at in ((LEVELS, 0), (NEW, 1), (HARD, 2)):
            key = (level, new, hard)
            for more in scale[scale.index(key[at]) + 1 :]:
                above = [*key[:at], more, *key[at + 1 :]]
                assert here <= found[above[0], above[1], above[2]]
    for new, hard in product(NEW, HARD):
        rungs = [found[level, new, hard] for level in LEVELS]
        full = found["leaders", "first_meeting", "high"]
        assert all(lower < higher or lower == full for lower, higher in pairwise(rungs))
    for level in LEVELS:
        assert found[level, "routine", "low"] < found[level, "first_meeting", "high"]
        assert found[level, "routine", "low"] < found[level, "rare", "moderate"]
        assert found[level, "rare", "low"] == found[level, "routine", "low"] == found[level, "routine", "moderate"]


def test_a_case_that_asks_for_less_than_its_level_does_is_told() -> None:
    stated = {**DONE, "gate/steps/fix_date": ["interpreters", "mandate.approved"]}
    found = assessed(changed(worked_example(), stated))
    (text,) = [str(alarm.text) for alarm in found.alarms if alarm.row == "O-06"]
    assert text.endswith("also asks for intentions.direct_contact, consultation.cyrene, day_after.plan")
    lower = case_of(changed(worked_example(), {**stated, "meeting/level": "officials"}))
    assert lacking(lower) == ()
    assert lacking(case_of(changed(worked_example(), {"gate": DELETE}))) == ()
    empty = assessed(changed(worked_example(), {"gate/steps/fix_date": []}))
    assert [alarm.id for alarm in empty.alarms if alarm.row in ("O-01", "O-06")] == ["gate"]


CALL = "a call of the foreign ministers"


@pytest.mark.parametrize(
    ("fallback", "state"),
    [
        (["ministers"], "met"),
        (["leaders"], "not_met"),
        (["Leaders "], "not_met"),
        (["leaders", "officials"], "met"),
        ([CALL], "met"),
    ],
)
def test_a_plan_whose_only_step_is_the_leaders_meeting_is_none(fallback: list[str], state: str) -> None:
    plan = {"day_after": {"channels": ["embassies"], "fallback": fallback, "on": "2031-03-04", "wording": "as friends"}}
    assert judged(plan, "day_after.plan")[0] == state
    # What the case calls a level is that level.
    called = {**plan, "labels": {"leaders": "A call of the foreign ministers"}}
    assert judged(called, "day_after.plan")[0] == ("not_met" if set(fallback) <= {"leaders", "Leaders ", CALL} else "met")
    found = assessed(changed(worked_example(), plan))
    assert [alarm.id for alarm in found.alarms if alarm.row == "O-31"] == ([] if state == "met" else ["day_after"])
    # An officials' meeting has no level below it: no level's name is a step down.
    lower = judged({**plan, "meeting/level": "officials"}, "day_after.plan")[0]
    assert lower == ("met" if fallback == [CALL] else "not_met")


#: Each workstream by what undoes it.
UNDONE: dict[str, dict[str, Any]] = {
    "intentions.direct_contact": {"sources/talks/access": "observed"},
    "consultation.cyrene": {"consultation": []},
    "mandate.approved": {"mandate": DELETE},
}
share = st.integers(0, 100).map(lambda n: f"{n}%")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(UNDONE)),
    st.fixed_dictionaries(
        {
            "meeting/levels/leaders/reach": share,
            "compliance/motive": st.fixed_dictionaries({"settle": share, "stall": share}),
            "no_deal/aland/value": st.integers(0, 60),
            "no_deal/borea/value": st.integers(0, 60),
            "meeting/price/aland": st.integers(-10, 10),
            "preparation/sounding/cost": st.integers(0, 3),
        }
    ),
)
def test_whatever_the_numbers_each_workstream_alone_holds_the_date(undone: str, numbers: dict[str, Any]) -> None:
    done = {key: value for key, value in DONE.items() if not key.startswith("gate")}
    data = changed(worked_example(), {**done, **numbers, **UNDONE[undone], "gate": DELETE})
    found = assessed(data)
    assert [row.condition for row in found.gate if row.state != "met"] == [undone]
    assert found.verdict.action not in ("fix", "fix_conditionally")
    if found.verdict.action == "not_determined":
        assert not {"fix", "fix_conditionally"} & set(found.verdict.between)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(share, st.integers(0, 60), st.integers(-10, 10))
def test_a_case_without_preparation_never_fixes(reach: str, value: int, price: int) -> None:
    bare = {"gate": DELETE, "preparation": DELETE, "meeting/levels/leaders/reach": reach, "no_deal/aland/value": value}
    found = assessed(changed(worked_example(), {**bare, "meeting/price/aland": price}))
    assert found.verdict.action not in ("fix", "fix_conditionally")


MISTAKES = [
    ("by: the prime minister, reason: time", "by: '', reason: time", "gate.waived[0].by", "a waiver without a name"),
    ("by: the prime minister, reason: time", "by: ' ', reason: time", "gate.waived[0].by", "a waiver without a name"),
    ("by: the prime minister, reason: time", "reason: time", "gate.waived[0].by", "no 'by'"),
    ("reason: time,", "reason: '',", "gate.waived[0].reason", "a waiver without a reason"),
    ("until: 2031-05-01", "until: 2031-03-01", "gate.waived[0].until", "ends before it begins"),
    ("expires: 2031-12-31", "expires: 2031-02-01", "gate.attested.interpreters.expires", "expires before it is met"),
    (
        "valid_days: {consultation.cyrene: 60",
        "valid_days: {consultation.cyrene: -60",
        "gate.valid_days.consultation.cyrene",
        "-60",
    ),
    ("valid_days: {consultation.cyrene: 60", "valid_days: {consultation.cyrene: 0", "gate.valid_days.consultation.cyrene", "0"),
    (
        "valid_days: {consultation.cyrene",
        "valid_days: {consultation.syrene",
        "gate.valid_days.consultation.syrene",
        "unknown condition",
    ),
    ("indicator: permits", "indicator: permit", "tripwires[1].indicator", "the unknown indicator 'permit'"),
    ("indicator: permits, then", "then", "tripwires[1]", "a tripwire on nothing"),
    ("{indicator: permits,", "{when: soundings.evasive, indicator: permits,", "tripwires[1]", "on two things at once"),
    ("owner: desk A, on: 2031-03-10}", "owner: desk A, seen: offer}", "tripwires[1].seen", "beside the indicator"),
    ("on: 2031-03-01, seen: offer", "on: 2031-03-09, seen: offer", "tripwires[2].on", "after what it waits for"),
    ("on: 2031-03-01, seen: offer", "on: 2031-03-01, seen: ofer", "tripwires[2].seen", "'ofer'"),
    ("days: 14", "days: -14", "preparation.soundings.days", "'-14'"),
    ("written: 2031-03-10", "written: 2032-03-10", "success[0].written", "after the day by which it is judged"),
]


@pytest.mark.parametrize(("old", "new", "path", "found"), MISTAKES, ids=[f"{row[2]} {row[3]}" for row in MISTAKES])
def test_mistakes_are_told_in_their_place(old: str, new: str, path: str, found: str) -> None:
    problem = the_problem(spoilt(FULL, (old, new)))
    assert problem.key_path == path and found in problem.found
    assert problem.line > 0


def test_a_tripwire_may_be_set_on_the_very_day_on_which_it_is_sprung() -> None:
    case = read_text(spoilt(FULL, ("on: 2031-03-01, seen: offer", "on: 2031-03-08, seen: offer")), "case.yaml")
    assert case.tripwires[2].on == next(item.known_at for item in case.evidence if item.id == "offer")


def test_of_several_heard_directly_one_with_authority_is_enough_and_its_day_counts() -> None:
    """A clerk without any authority is heard after a minister who has it: the minister's word is ten days old."""
    sources = {
        "sources/talks": {"party": "borea", "access": "direct", "sound": "90%", "authority": {"fleet": "full"}},
        "sources/clerk": {
            "party": "borea",
            "access": "direct",
            "sound": "90%",
            "authority": {"fleet": "none", "money": "none"},
        },
    }
    heard = worked_example()["evidence"][0]
    items = [
        {**heard, "source": "talks", "known_at": "2031-03-04"},
        {**heard, "id": "aside", "source": "clerk", "known_at": "2031-03-13"},
    ]
    changes = {key: value for key, value in DONE.items() if not key.startswith(("sources", "evidence"))}
    both = {**changes, **sources, "evidence": items, "gate/steps/fix_date": ["intentions.direct_contact"]}

    def state(**more: Any) -> str:
        case = case_of(changed(worked_example(), {**both, **more}))
        (row,) = gate_of(known_by(case))
        return row.state

    assert state() == "met"
    assert state(**{"gate/valid_days": {"intentions.direct_contact": 9}}) == "unknown"
    assert state(evidence=items[1:]) == "not_met"
