# SPDX-License-Identifier: Apache-2.0
"""Odd cases that are valid: what is missing, contradictory, alone, or seen from the other side."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assess.variations import DELETE, assessed, case_of, changed, value_of, worked_example
from pourparler.assess import assess
from pourparler.briefing.as_json import as_json
from pourparler.cli import app
from pourparler.quantity import Point


def reasons(data: dict[str, Any]) -> str:
    return " / ".join(str(reason) for reason in assessed(data).verdict.reasons)


@pytest.mark.parametrize("path", ["moves/pressure/cost", "moves/pressure/days_to_bite"])
def test_a_move_that_cannot_be_valued_leaves_the_advice_undetermined(path: str) -> None:
    found = assessed(changed(worked_example(), {path: "unknown"}))
    assert found.verdict.action == "not_determined"
    assert found.verdict.settle == path.replace("/", ".")


def test_the_gate_does_not_overrule_a_plan_silently() -> None:
    """Without a gate of its own the case is held by the defaults, which its one step does not meet: hold, and why."""
    data = changed(worked_example(), {"gate": DELETE})
    found = assessed(data)
    assert (found.verdict.action, found.verdict.numbers_favour) == ("hold", "hold")
    assert "hold within the gate is behind forgo by 0.20 points" in reasons(data)
    assert "no step of preparation in the case would meet" in reasons(data)


def test_the_price_of_the_gate_counts_fixing_on_conditions() -> None:
    closed = {
        "gate/steps/fix_date": ["mandate.approved"],
        "meeting/window": {"lapses_per_day": 0.2},
        "preparation/sounding/days": 5,
        "preparation/vote": {"decides": "mandate", "cost": 0.1, "days": 5},
    }
    found = assessed(changed(worked_example(), closed))
    assert found.verdict.numbers_favour == "fix_conditionally"
    assert found.gate_price == pytest.approx(value_of(found, "fix_conditionally") - value_of(found, "forgo"), abs=1e-9)


def test_a_closed_gate_without_steps_still_shows_the_numbers() -> None:
    closed = {"gate/steps/fix_date": ["mandate.approved"], "preparation": {}, "meeting/price/aland": -40}
    data = changed(worked_example(), closed)
    found = assessed(data)
    assert found.verdict.action == "hold"
    assert "the numbers favour fix; the gate holds it, at a price of" in reasons(data)
    assert "fix is worth" in str(found.verdict.against)


@pytest.mark.parametrize(
    "likelihood",
    [{"settle": 0, "stall": 0}, {"settle": "0..5%", "stall": "0..5%"}, {"settle": 1, "stall": 0}, {"settle": 0, "stall": 1}],
)
def test_extreme_likelihoods_never_raise(likelihood: dict[str, Any]) -> None:
    data = changed(worked_example(), {"evidence/0/likelihood/motive": likelihood, "sources/envoy": {"sound": 1}})
    found = assessed(data, worlds=200)
    assert sum(row.posterior.mean for row in found.intentions) == pytest.approx(1)
    data["questions"]["motive"]["hypotheses"] = {"settle": 1, "stall": 0}
    assessed(data, worlds=200)


def test_sources_that_contradict_each_other_keep_the_prior_and_raise_an_alarm() -> None:
    data = changed(worked_example(), {"sources": {"one": {"sound": 1}, "two": {"sound": 1}}})
    item = data["evidence"][0] | {"source": "one", "likelihood": {"motive": {"settle": 1, "stall": 0}}}
    other = item | {"id": "denial", "source": "two", "likelihood": {"motive": {"settle": 0, "stall": 1}}}
    data["evidence"] = [item, other]
    found = assessed(data)
    assert [row.posterior.mean for row in found.intentions] == [0.25, 0.75]
    assert "contradiction" in {alarm.id for alarm in found.alarms}
    sources = [row for row in found.sources if row.weight_db is not None and row.sound_now is not None]
    assert len(sources) == 2
    assert all(chance.mean == 0 for row in sources for table in row.weights.values() for chance in table.values())
    assert [row.sound_now for row in sources] == [row.sound for row in sources]


def test_weights_that_can_be_zero_never_raise() -> None:
    found = assessed(changed(worked_example(), {"values/aland/weights": {"fleet": "0..10", "money": "0..10"}}), worlds=400)
    assert found.bargaining.agreement is not None


def test_one_hypothesis_alone_has_no_break_even() -> None:
    case = case_of(worked_example())
    alone = {"motive": case.questions["motive"].model_copy(update={"hypotheses": {"settle": Point(1.0)}})}
    found = assess(case.model_copy(update={"questions": alone}), digest="-", version="-")
    assert found.break_even == ()


def test_each_seat_pays_its_own_price() -> None:
    mirrored = changed(worked_example(), {"seat": "counterpart", "meeting/price": {"aland": 5, "borea": 2}})
    dearer = changed(mirrored, {"meeting/price/borea": 9})
    assert value_of(assessed(mirrored), "fix") - value_of(assessed(dearer), "fix") == pytest.approx(7)
    assert value_of(assessed(mirrored), "fix") == value_of(assessed(changed(mirrored, {"meeting/price/aland": 50})), "fix")


LOCAL = {
    "preparation/sounding/days": "unknown",
    "meeting/lead_days": "unknown",
}


@pytest.mark.parametrize("path", LOCAL)
def test_a_blank_blocks_only_what_depends_on_it(path: str) -> None:
    found = assessed(changed(worked_example(), {path: LOCAL[path]}))
    assert value_of(found, "forgo") == pytest.approx(35)
    assert value_of(found, "fix") == pytest.approx(29.547)


def test_an_unknown_effect_blocks_meeting_and_not_forgoing() -> None:
    carp = {
        "parties/carp": {"role": "third_party"},
        "effects": {"fleet.halved": {"carp": "unknown"}},
        "worth_to_us": {"carp": 1},
    }
    found = assessed(changed(worked_example(), carp))
    assert value_of(found, "forgo") == pytest.approx(35)
    assert found.verdict.settle == "effects.fleet.halved.carp"


@pytest.mark.parametrize("path", ["moves/pressure/days_to_bite", "no_deal/aland/per_month", "preparation/sounding/reach"])
def test_a_number_left_blank_is_unknown_and_never_zero(path: str) -> None:
    blank, zero = (assessed(changed(worked_example(), {path: value})) for value in (None, 0))
    assert zero.verdict.action == "hold"
    names = (*blank.unknowns.ranging, *blank.unknowns.blocking, *blank.unknowns.moves)
    assert path.replace("/", ".") in names or path.split("/")[1] in names


def test_leverage_is_not_spent_when_both_sides_lose() -> None:
    both = {"staging/fleet.halved": {"shifts_after": {"aland": -5, "borea": -1}}}
    assert "O-22" not in {alarm.row for alarm in assessed(changed(worked_example(), both)).alarms}
    up = {"staging/fleet.halved": {"shifts_after": {"aland": 0, "borea": 3}}}
    assert "O-22" in {alarm.row for alarm in assessed(changed(worked_example(), up)).alarms}


def test_a_floor_binds_once_the_mandate_is_in_force() -> None:
    goal = {"issue": "fleet", "target": "withdrawn", "floor": "withdrawn"}
    loose = assessed(changed(worked_example(), {"mandate": {"goals": [goal]}}))
    approved = goal | {"approved": {"by": "cabinet", "on": "2031-03-10"}}
    bound = assessed(changed(worked_example(), {"mandate": {"goals": [approved]}}))
    assert loose.bargaining.agreement is not None
    assert loose.bargaining.agreement.package["fleet"] == "halved"
    shares = {(row.issue, row.option): row.share for row in bound.bargaining.options}
    assert shares["fleet", "halved"] in (0, None)
    assert (bound.bargaining.zone_probability or 0) < (loose.bargaining.zone_probability or 0)


def test_a_move_that_needs_a_partner_waits_for_the_consultation() -> None:
    needs = {"parties/cyrene": {"role": "partner"}, "moves/pressure/needs": ["cyrene"]}
    waiting = assessed(changed(worked_example(), needs))
    assert {row.moves for row in waiting.choices} == {()}
    told = [{"party": "cyrene", "told": "all", "level": "full", "on": "2031-03-10"}]
    free = assessed(changed(worked_example(), {**needs, "consultation": told}))
    assert {row.moves for row in free.choices} == {(), ("pressure",)}
    (row,) = [row for row in waiting.moves if row.moves]
    assert not row.available
    assert row.zone_probability == 1


def test_a_move_counts_only_once_it_bites() -> None:
    late = assessed(changed(worked_example(), {"moves/pressure/days_to_bite": 30}))
    fix = {row.moves: row.value.mean for row in late.choices if row.action == "fix"}
    assert fix["pressure",] == pytest.approx(fix[()] - 3.5)
    in_time = assessed(changed(worked_example(), {"moves/pressure/days_to_bite": 30, "meeting/lead_days": 30}))
    assert value_of(in_time, "fix") == pytest.approx(29.547)


def test_opposition_changes_the_chance_of_reaching_agreement_by_what_is_stated() -> None:
    """By hand: -5 + 0.4 * 23.2225 + 0.6 * 32, where the reach of 0.6 stood before."""
    data = changed(
        worked_example(),
        {"parties/cyrene": {"role": "partner", "opposition": {"reach": "-20%"}}, "red_lines": {"cyrene": ["fleet.halved"]}},
    )
    (row,) = [row for row in assessed(data).choices if row.action == "fix" and row.moves == ()]
    assert row.value.mean == pytest.approx(23.489, abs=1e-9)


@pytest.mark.parametrize(("change", "value"), [("reach", 36.0864), ("collapse", 35.4343)])
def test_a_step_changes_reach_and_collapse_by_what_is_stated(change: str, value: float) -> None:
    """By hand: after a forthcoming answer A = 53.5095; reach 0.7, or a collapse of 10 % in place of 20 %."""
    step = {f"preparation/sounding/{change}": "10%" if change == "reach" else "-10%"}
    assert value_of(assessed(changed(worked_example(), step)), "hold") == pytest.approx(value, abs=2e-3)


def test_retaliation_is_expected_in_the_no_deal_value() -> None:
    hit = {"moves/pressure/retaliation": {"chance": "50%", "shifts": {"aland": -4}}}
    found = assessed(changed(worked_example(), hit))
    (row,) = [row for row in found.moves if row.moves]
    assert row.own_no_deal is not None
    assert row.own_no_deal.mean == pytest.approx(32)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("no_deal/aland/value", 5000, "500 points"),
        ("no_deal/aland/value", "1e9..1e10", "500 points"),
        ("no_deal/aland/value", "normal(0, 400)", "500 points"),
        ("meeting/lead_days", 1e6, "36,525 days"),
    ],
)
def test_a_number_off_the_scale_is_refused_in_its_place(tmp_path: Path, path: str, value: object, told: str) -> None:
    file = tmp_path / "far.yaml"
    file.write_text(json.dumps(changed(worked_example(), {path: value})), "utf-8")
    for command in ("assess", "check"):
        done = CliRunner().invoke(app, [command, str(file)])
        assert done.exit_code == 2
        assert path.replace("/", ".") in done.stderr and told in done.stderr


def test_the_far_tails_of_the_widest_range_can_be_assessed() -> None:
    found = assessed(changed(worked_example(), {"no_deal/aland/value": "-500..500"}), worlds=5000)
    assert found.no_summit.own is not None


def test_where_nothing_at_all_can_be_chosen_it_is_not_determined() -> None:
    """Agreed, with an unknown cost of reversal and no price of meeting: neither meeting nor forgoing can be valued."""
    blank = {"meeting/agreed": "2031-01-01", "meeting/reversal_cost": "unknown", "meeting/price": DELETE}
    found = assessed(changed(worked_example(), blank))
    assert found.verdict.action == "not_determined"
    assert set(found.unknowns.blocking) >= {"meeting.reversal_cost"}


def test_a_gate_that_asks_for_nothing_raises_an_alarm() -> None:
    assert "gate" in [alarm.id for alarm in assessed(worked_example()).alarms]
    asks = changed(worked_example(), {"gate/steps/fix_date": ["day_after.plan"]})
    assert "gate" not in [alarm.id for alarm in assessed(asks).alarms]


def test_nothing_in_the_json_is_nan() -> None:
    assert "NaN" not in as_json(assessed(worked_example()))
    case_of(worked_example())
