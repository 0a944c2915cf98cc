# SPDX-License-Identifier: Apache-2.0
"""Steps that may be taken again or close things, and a day that forces: cases against a plain recursion, and by hand."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from assess.variations import DELETE, assessed, case_of, changed, value_of, worked_example
from pourparler.assess.actions import Actions
from pourparler.assess.carried_out import gamble, ways
from pourparler.assess.plan_rows import DATE_COMES, PlanNode
from pourparler.assess.preparation import has_come
from pourparler.assess.prospects import Situation
from pourparler.assess.readiness import NOW
from pourparler.assess.run import seen, steps_of
from pourparler.case import Preparation

Array = NDArray[np.float64]
WORLDS = 3
OFFICIALS = {"reach": "30..50%", "collapse": {"chance": "5%", "loss": 3}, "price": {"aland": 1}}
SOUNDING = {"reveals": "motive", "outcomes": {"forthcoming": {"settle": "85%", "stall": "15%"}, "evasive": "rest"}}
#: What was done, in order: the step, whether it succeeded, and which outcome came out.
History = tuple[tuple[str, bool, int], ...]


def forced_in(days: int) -> str:
    return (date.fromisoformat(str(worked_example()["as_of"])) + timedelta(days=days)).isoformat()


def random_case(seed: int) -> dict[str, Any]:
    """Return the worked example with two or three steps, taken up to three times, that close each other, actions and moves."""
    generator = np.random.default_rng(seed)

    def some(names: list[str], share: float) -> list[str]:
        return [name for name in names if generator.random() < share]

    kinds: dict[str, dict[str, Any]] = {
        "sound": SOUNDING,
        "talk": {"reach": "5..15%", "collapse": "-5..0%", "fails": "30%"},
        "press": {"shapes": ["pressure"]},
        "vote": {"decides": "mandate", "reach": "2..6%"},
    }
    names = sorted(generator.choice(list(kinds), 2 if generator.random() < 0.5 else 3, replace=False).tolist())
    steps = {}
    for place, name in enumerate(names):
        low = int(generator.integers(0, 6))
        closes = {
            "steps": some([other for other in names if other != name], 0.25),
            "actions": some(["fix", "step_down"], 0.25),
            "moves": some(["pressure"], 0.25),
            "options": some(["fleet.halved", "money.none"], 0.25),
        }
        steps[name] = {
            **kinds[name],
            "cost": f"0..{generator.choice([0.1, 0.4])}",
            "days": f"{low}..{low + int(generator.integers(1, 8))}",
            "times": 1 if name == "press" else int(generator.integers(1, 3 if len(names) == 3 else 4)),
            "closes": {key: value for key, value in closes.items() if value},
            "needs": [need for need in names[:place] if need not in closes["steps"] and generator.random() < 0.3],
        }
    left = int(generator.integers(0, 12)) if generator.random() < 0.8 else 500
    changes = {
        "preparation": steps,
        "meeting/window": {"lapses_per_day": f"{generator.choice([0, 2])}%", "forcing_date": forced_in(left)},
        "meeting/levels/officials": OFFICIALS,
        "no_deal/aland": {"value": "30..40", "per_month": f"{generator.choice([0, -4, 3])}"},
        "mandate": {"goals": [{"issue": "fleet", "target": "withdrawn", "floor": "halved"}]},
        "gate/steps": DELETE,
        "gate": {"steps": {"fix_date": []}},
        "moves/pressure/days_to_bite": f"{generator.choice([0, 6])}",
    }
    return changed(worked_example(), changes)


class Plain:
    """The same problem by recursion over ordered histories: nothing is shared with the plan but what an end is worth."""

    def __init__(self, actions: Actions, left: float) -> None:
        self.actions, self.layout, self.left = actions, actions.layout, left
        self.count = self.layout.worlds.count
        self.stated = {step.name: step for step in actions.program.steps}

    def best(self, history: History, mass: Array, must_step: bool) -> float:
        worth = [] if must_step else [self.acting(self.after(history), history, mass)]
        done = [name for name, _, _ in history]
        shut = {other for name in done for other in self.closed(name, "steps")}
        for name, step in self.stated.items():
            again = done.count(name) < (step.stated.times or 1)
            if again and name not in shut and set(step.stated.needs) <= set(done):
                worth.append(self.begun(history, mass, name))
        return max(worth, default=-np.inf)

    def closed(self, name: str, key: str) -> tuple[str, ...]:
        stated: Preparation = self.stated[name].stated
        return () if stated.closes is None else getattr(stated.closes, key)

    def begun(self, history: History, mass: Array, name: str) -> float:
        step = self.stated[name]
        passed = sum((self.stated[done].days for done, _, _ in history), np.zeros(self.count))
        late = passed + step.days > self.left + 1e-9
        if late.all():
            return -np.inf
        total = -float((mass.sum(axis=1) * step.plan.cost).mean())
        stays = self.layout.still_open(step.days)
        there = self.after((*history, (name, True, 0)))
        total += self.lapsed(there, mass * ((1 - stays) * ~late)[:, None])
        until = self.layout.still_open(np.maximum(0, self.left - passed))
        if late.any():
            on_the_day = self.after(history, at_once=self.left)
            total += self.acting(on_the_day, history, mass * (until * late)[:, None])
            total += self.lapsed(on_the_day, mass * ((1 - until) * late)[:, None])
        for outcome, label in enumerate(step.outcomes):
            child = (*history, (name, label != "failed", outcome))
            total += self.best(child, mass * step.plan.outcomes[:, outcome] * (stays * ~late)[:, None], False)
        return total

    def after(self, history: History, at_once: float | None = None) -> Situation:
        """Return where preparation stands; `at_once`: on the day that forces, though the last step has not ended."""
        start = self.layout.start()
        days = [self.stated[name].days for name, _, _ in history]
        passed = sum(days, np.zeros(self.count))
        now = passed if at_once is None else np.maximum(passed, at_once)
        reach, collapse, decided, since = start.reach, start.collapse, start.decided, dict[str, Array]()
        for place, (name, well, _) in enumerate(history):
            step = self.stated[name]
            if well:
                reach, collapse = reach + step.reach, collapse + step.collapse
                decided = decided or step.stated.decides == "mandate"
                if step.stated.shapes and "pressure" not in since:
                    since["pressure"] = now - sum(days[:place], np.zeros(self.count))
        shut = {option for name, _, _ in history for key in ("options", "moves") for option in self.closed(name, key)}
        return Situation(now, decided, reach, collapse, {}, start.consulted, since, frozenset(shut))

    def acting(self, there: Situation, history: History, mass: Array) -> float:
        leaf = self.actions.leaf_of(there, self.layout.outlook(there))
        barred = {action for name, _, _ in history for action in self.closed(name, "actions")}
        sets = self.layout.available(there)
        open_to = [
            float((mass * leaf.of(place)).sum() / self.count)
            for place, choice in enumerate(self.actions.choices)
            if choice.act in NOW and choice.act not in barred and sets[choice.moves]
        ]
        return max(open_to)

    def lapsed(self, there: Situation, mass: Array) -> float:
        return float(
            (mass[:, :, None] * self.actions.leaf_of(there, self.layout.outlook(there)).lapsed).sum(axis=(0, 1)).max()
            / self.count
        )


@pytest.mark.parametrize("seed", range(24))
def test_the_plan_of_a_case_matches_plain_recursion(seed: int) -> None:
    data = random_case(seed)
    steps = steps_of(seen(case_of(data)), 1, WORLDS)
    assert steps.readiness is not None and steps.actions is not None
    program = steps.actions.program
    plain = Plain(steps.actions, np.inf if program.forcing is None else program.forcing.days)
    expected = plain.best((), steps.intentions.posterior, True)
    hold = steps.readiness.valued.get("hold")
    assert (-np.inf if hold is None else hold.mean) == pytest.approx(expected, abs=1e-9)
    for name, valued in steps.readiness.valued.items():
        # Carried out to its ends it comes to the same, and its ends are all there is.
        belief = steps.intentions.posterior
        values, chances = gamble(steps.readiness, valued, belief)
        assert float((values * chances).sum()) == pytest.approx(valued.mean, abs=1e-9), name
        masses = sum((way.mass for way in ways(steps.readiness, valued, belief)), np.zeros(belief.shape))
        np.testing.assert_allclose(masses, belief, atol=1e-12)


def test_the_random_cases_are_forced_closed_and_taken_again() -> None:
    """The oracle above would say little if hardly any plan met what it is there for."""
    forced = again = barred = 0
    for seed in range(24):
        steps = steps_of(seen(case_of(random_case(seed))), 1, WORLDS)
        hold = steps.readiness.valued.get("hold") if steps.readiness is not None else None
        if hold is None or hold.plan is None or steps.actions is None:
            barred += 1
            continue
        names = [step.name for step in steps.actions.program.steps]
        forced += any(has_come(state) for state in hold.plan.choices)
        again += any(
            len({names[done.step] for done in state if done.step >= 0}) < len(state) - has_come(state)
            for state in hold.plan.choices
        )
    assert forced >= 5
    assert again >= 3
    assert barred >= 1


def with_step(**step: Any) -> dict[str, Any]:
    """Return the worked example with one step, which takes no day and costs nothing unless it says so."""
    more = {"sounding": {**SOUNDING, "cost": 0, "days": 0, **step}}
    return changed(worked_example(), {"preparation": more, "meeting/levels/officials": OFFICIALS})


def nodes(tree: PlanNode) -> list[PlanNode]:
    return [tree, *(node for child in tree.outcomes.values() for node in nodes(child))]


def test_a_sounding_taken_again_tells_more_and_costs_again() -> None:
    once, twice = (assessed(with_step(times=times)) for times in (1, 2))
    assert value_of(twice, "hold") > value_of(once, "hold") + 0.01
    assert once.plan is not None and twice.plan is not None
    assert (once.plan.nodes, twice.plan.nodes) == (3, 7)
    after = twice.plan.tree.outcomes["forthcoming"]
    assert (twice.plan.tree.step, after.step) == ("sounding", "sounding")
    assert value_of(assessed(with_step(times=2, cost=30)), "hold") == pytest.approx(
        value_of(assessed(with_step(cost=30)), "hold")
    )


def test_what_a_step_closes_cannot_be_had_after_it_however_it_came_out() -> None:
    free = assessed(with_step())
    shut = assessed(with_step(closes={"actions": ["fix", "step_down"]}, fails="50%"))
    assert free.plan is not None and shut.plan is not None
    assert {node.action for node in nodes(free.plan.tree)} & {"fix", "step_down"}
    assert {node.action for node in nodes(shut.plan.tree) if node.step is None} == {"forgo"}
    without = assessed(with_step(closes={"moves": ["pressure"]}))
    assert without.plan is not None
    assert {node.moves for node in nodes(without.plan.tree)} == {()}
    # Now, before the step, everything can still be had.
    assert [value_of(shut, action) for action in ("fix", "forgo")] == [value_of(free, action) for action in ("fix", "forgo")]


def test_an_option_that_is_closed_is_in_no_agreement_after_it() -> None:
    def zones(step: dict[str, Any]) -> list[bool]:
        steps = steps_of(seen(case_of(with_step(**step))), 1, 1)
        assert steps.actions is not None
        (_, outlook) = steps.actions.outlook(next(iter(state for state in steps.readiness.tree.stop if state)))  # type: ignore[union-attr]
        return [bool(outlook.under(0).zone.any()), bool(outlook.under(1).zone.any())]

    assert any(zones({}))
    closed = {"options": ["fleet.halved", "fleet.withdrawn", "money.credit", "money.grant"]}
    assert zones({"closes": closed}) == [False, False]


def test_a_step_that_ends_by_the_day_is_as_without_it_and_one_that_does_not_is_barred() -> None:
    def against(left: int, **step: Any) -> Any:
        return assessed(changed(with_step(**step), {"meeting/window": {"lapses_per_day": 0, "forcing_date": forced_in(left)}}))

    soon, late = against(10, days=10), against(10, days="10.1")
    assert value_of(soon, "hold") == value_of(assessed(with_step(days=10)), "hold")
    assert late.plan is None


def test_what_is_done_when_the_day_comes_first_is_chosen_before_the_news() -> None:
    """The step may take eight or twelve days, the day comes after ten: then the best of today is taken, at its price."""
    certain = {"meeting/levels/officials/reach": "40%"}
    window = {"meeting/window": {"lapses_per_day": 0, "forcing_date": forced_in(10)}, **certain}
    found = assessed(changed(with_step(days="6..14", cost=0.2), window), worlds=400)
    assert found.plan is not None
    came = found.plan.tree.outcomes[DATE_COMES]
    best = max((row for row in found.actions if row.action in NOW and row.value), key=lambda row: row.value.mean)  # type: ignore[union-attr]
    assert came.step is None and came.action == best.action
    assert came.chance == pytest.approx(0.5, abs=0.03)
    in_time = value_of(assessed(changed(with_step(cost=0.2), certain)), "hold")
    assert best.value is not None
    by_hand = came.chance * (best.value.mean - 0.2) + (1 - came.chance) * in_time  # type: ignore[operator]
    assert value_of(found, "hold") == pytest.approx(by_hand, abs=1e-6)
    assert sum(node.chance or 0 for node in nodes(found.plan.tree)) == pytest.approx(1)
