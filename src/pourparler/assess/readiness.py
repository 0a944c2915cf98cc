# SPDX-License-Identifier: Apache-2.0
"""The step of readiness: the value of every action, the plan, break-evens, what knowing more and waiting are worth."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.actions import Act, Actions, Choice
from pourparler.assess.gate import FIX_DATE, Condition
from pourparler.assess.moves import DAYS_PER_WEEK
from pourparler.assess.preparation import survival
from pourparler.assess.worlds import Worlds
from pourparler.engines.readiness import (
    Followed,
    Leaf,
    Plan,
    PlanTree,
    State,
    best_plan,
    best_shares,
    build_plan,
    crossings,
    expected_value_of_perfect_information,
    follow,
    partial_perfect_information,
    value_of_plan,
)

Array = NDArray[np.float64]
Line = Callable[[float], tuple[float, float]]
NUMBERS_ALONE: frozenset[str] = frozenset()
NOW: tuple[Act, ...] = ("fix", "step_down", "forgo")
AFTER: tuple[Act, ...] = ("fix", "step_down_after_fixing", "forgo_after_fixing")
ROOT: State = frozenset()
#: Differences of averages below this, in value points, are rounding of sums and are reported as none.
ROUNDING_POINTS = 1e-9
#: Equal parts of the worlds, in the order of one input, within which the best action is compared. Few and large, so that an
#: input that tells nothing does not seem to by chance.
PARTS = 5


@dataclass(frozen=True)
class Valued:
    """An action with its value [world], chosen on averages, by type `parts` [world, type]; the choice or plan behind it."""

    action: str
    value: Array
    choice: Choice | None = None
    plan: Plan | None = None
    reached: dict[State, float] | None = None
    parts: Array | None = None

    @property
    def mean(self) -> float:
        """The average value over worlds."""
        return float(self.value.mean())


@dataclass(frozen=True)
class BreakEven:
    """A probability of a hypothesis at which fixing the date with these moves is worth as much as something else."""

    hypothesis: str
    question: str
    moves: tuple[str, ...]
    against: str
    probability: float | None
    line_reaches: float | None
    favours_above: bool
    ahead: bool | None


@dataclass(frozen=True)
class Readiness:
    """What readiness found; arrays are [world]."""

    actions: Actions
    tree: PlanTree | None
    valued: dict[str, Valued]
    gated_hold: Valued | None
    held: frozenset[str]
    break_even: tuple[BreakEven, ...]
    shadow_prices: dict[str, float]
    gate_price: float | None
    evpi: float | None
    evsi: dict[str, float]
    delay_per_week: Array | None


def weigh_actions(actions: Actions, posterior: Array, gate: tuple[Condition, ...], settled: bool = True) -> Readiness:
    """Value every action of a case. `settled` False leaves out what only explains the result, for quick re-assessments."""
    held = frozenset(c.condition for c in gate if c.step == FIX_DATE and c.state in ("not_met", "unknown"))
    root = actions.leaf(ROOT)
    tree = _tree(actions, posterior, settled)
    valued = _now(actions, posterior, root)
    valued.update(_plans(actions, tree, posterior, held))
    gated = valued.pop("gated_hold", None)
    found = Readiness(actions, tree, valued, gated, held, (), {}, None, None, {}, None)
    if not settled:
        return found
    mask = actions.mask(ROOT, NOW, NUMBERS_ALONE)
    evpi, evsi = _information(actions, posterior, root, mask)
    best_free = best_under(actions, tree, found, NUMBERS_ALONE)
    best_held = best_under(actions, tree, found, held)
    return replace(
        found,
        break_even=_break_even(actions, tree, posterior, root),
        shadow_prices={c: best_under(actions, tree, found, held - {c}) - best_held for c in sorted(held)}
        if best_held > -np.inf
        else {},
        gate_price=best_free - best_held if best_held > -np.inf else None,
        evpi=evpi,
        evsi=evsi,
        delay_per_week=_delay(actions, posterior, root, mask),
    )


def _now(actions: Actions, posterior: Array, root: Leaf) -> dict[str, Valued]:
    """Return the actions that can be taken at once."""
    means = root.means(posterior)
    out: dict[str, Valued] = {}
    for act in NOW:
        mask = actions.mask(ROOT, (act,), NUMBERS_ALONE)
        if mask.any():
            best = int(np.where(mask, means, -np.inf).argmax())
            parts = posterior * root.of(best)
            out[act] = Valued(act, parts.sum(axis=1), actions.choices[best], parts=parts)
    return out


def _hypothesis_weightings(actions: Actions, posterior: Array) -> list[Array]:
    """Return, for every hypothesis, beliefs if it is true and if it is not, the others in proportion."""
    out = []
    for row in actions.layout.types.membership():
        for inside in (row, ~row):
            part = posterior * inside
            total = part.sum(axis=1, keepdims=True)
            even = inside / max(1, int(inside.sum()))
            out.append(np.where(total > 0, part / np.where(total > 0, total, 1), even))
    return out


def _tree(actions: Actions, posterior: Array, settled: bool) -> PlanTree | None:
    """Return the tree of all plans, weighted by today's beliefs (offer may lapse, offer stands).

    If `settled` it is weighted by each hypothesis too, for what only explains the result.
    """
    steps = [step.plan for step in actions.program.steps]
    if not steps or not actions.choices:
        return None
    given = _hypothesis_weightings(actions, posterior) if settled else []
    weightings = np.stack([posterior, posterior, *given])
    stands = np.zeros(len(weightings), dtype=np.bool_)
    stands[1] = True
    return build_plan(weightings, stands, steps, actions.leaf, actions.lapsed, actions.program.forcing)


def _mixture(tree: PlanTree, weighting: int) -> Array:
    out = np.zeros(len(tree.weightings))
    out[weighting] = 1
    return out


def _plans(actions: Actions, tree: PlanTree | None, posterior: Array, held: frozenset[str]) -> dict[str, Valued]:
    """Return what begins with a step: to hold, by numbers alone and within the gate, and to fix the date on conditions."""
    if tree is None:
        return {}
    out = {}
    free = best_plan(tree, _mixture(tree, 0), lambda s: actions.mask(s, NOW, NUMBERS_ALONE))
    if free is not None:
        out["hold"] = _carried_out(actions, tree, "hold", free, 0)
    kept = best_plan(tree, _mixture(tree, 0), lambda s: actions.mask(s, NOW, held)) if held else free
    if kept is not None:
        out["gated_hold"] = _carried_out(actions, tree, "hold", kept, 0)
    lapses = any(np.any(step.survives < 1) for step in tree.steps)
    open_to_fixing = "fix" not in actions.missing and {"fix", "fix_conditionally"} <= actions.considered
    if lapses and actions.reversal is not None and open_to_fixing:
        bound = best_plan(tree, _mixture(tree, 1), lambda s: actions.mask(s, AFTER, NUMBERS_ALONE))
        if bound is not None:
            out["fix_conditionally"] = _carried_out(actions, tree, "fix_conditionally", bound, 1)
    return out


def _carried_out(actions: Actions, tree: PlanTree, action: str, plan: Plan, weighting: int) -> Valued:
    done: Followed = follow(tree, plan, actions.leaf, weighting, actions.lapsed)
    return Valued(action, done.value, None, plan, dict(done.reached), done.parts)


def best_under(actions: Actions, tree: PlanTree | None, found: Readiness, held: frozenset[str]) -> float:
    """Return the best average value when some conditions hold the gate: acting now, or holding, whichever is worth more."""
    barred = {"fix", "fix_conditionally"} if held else set[str]()
    now = [v.mean for name, v in found.valued.items() if name != "hold" and name not in barred]
    plan = None
    if tree is not None:
        plan = best_plan(tree, _mixture(tree, 0), lambda s: actions.mask(s, NOW, held))
    return max([*now, *([plan.mean] if plan is not None else [])], default=-np.inf)


def _information(
    actions: Actions, posterior: Array, root: Leaf, mask: NDArray[np.bool_]
) -> tuple[float | None, dict[str, float]]:
    """Return what knowing the type, and what each sounding, would be worth now: gross of cost and delay."""
    if not mask.any():
        return None, {}
    values = root.chosen(mask)
    now = float((posterior[:, :, None] * values).sum(axis=1).mean(axis=0).max())
    evsi = {}
    for step in actions.program.steps:
        if step.stated.reveals is not None:
            heard = posterior[:, None, :] * step.plan.outcomes
            each = np.einsum("wot,wtk->ok", heard, values) / len(posterior)
            worth = float(each.max(axis=1).sum()) - now
            evsi[step.name] = worth if abs(worth) > ROUNDING_POINTS else 0.0
    return expected_value_of_perfect_information(posterior, values), evsi


def _delay(actions: Actions, posterior: Array, root: Leaf, mask: NDArray[np.bool_]) -> Array | None:
    """Return what a week's delay of an immediate decision costs, [world], in value points; negative if time helps."""
    if not mask.any():
        return None
    layout = actions.layout
    best = int(np.where(mask, root.means(posterior), -np.inf).argmax())
    now = (posterior * root.of(best)).sum(axis=1)
    start = layout.start()
    later_situation = replace(start, days=start.days + DAYS_PER_WEEK)
    leaf = actions.leaf_of(later_situation, layout.outlook(later_situation))
    then = int(np.where(mask, leaf.means(posterior), -np.inf).argmax())
    later = (posterior * leaf.of(then)).sum(axis=1)
    lapsed = Leaf(leaf.lapsed, leaf.lapsed)
    gone = (posterior * lapsed.of(int(lapsed.means(posterior).argmax()))).sum(axis=1)
    stays = survival(layout, DAYS_PER_WEEK)
    return np.asarray(now - stays * later - (1 - stays) * gone)


def _break_even(actions: Actions, tree: PlanTree | None, posterior: Array, root: Leaf) -> tuple[BreakEven, ...]:
    """Return the break-even probabilities of fixing the date, with every set of moves that can be had."""
    mask = actions.mask(ROOT, ("fix",), NUMBERS_ALONE)
    weightings = _hypothesis_weightings(actions, posterior)
    out: list[BreakEven] = []
    for row, (question, hypothesis) in enumerate(actions.layout.types.rows()):
        if not actions.layout.types.membership()[row].any() or actions.layout.types.membership()[row].all():
            continue  # a hypothesis without an alternative has no break-even
        pair = [root.means(w) for w in weightings[2 * row : 2 * row + 2]]
        holding = None if tree is None else _holding(actions, tree, row)
        for index, choice in enumerate(actions.choices):
            if not mask[index]:
                continue
            moves = actions.layout.moves.named(choice.moves)
            for against in ("forgo", "forgo_with_moves", "step_down", "hold"):
                other = holding if against == "hold" else _alternative(actions, pair, choice, against)
                if other is None:
                    continue
                for crossing in crossings(_difference(pair, index, other)):
                    out.append(
                        BreakEven(
                            hypothesis,
                            question,
                            moves,
                            against,
                            crossing.probability,
                            crossing.line_reaches,
                            crossing.favours_above,
                            crossing.ahead,
                        )
                    )
    return tuple(out)


def _difference(pair: list[Array], index: int, other: Line) -> Line:
    """Return the function of p that `crossings` takes: value of fixing minus value of the alternative, and its slope."""

    def difference(p: float) -> tuple[float, float]:
        true, false = float(pair[0][index]), float(pair[1][index])
        value, slope = other(p)
        return p * true + (1 - p) * false - value, true - false - slope

    return difference


def _alternative(actions: Actions, pair: list[Array], choice: Choice, against: str) -> Line | None:
    """Return what fixing is compared with, as a function of p giving its value and slope; None if it cannot be had."""
    act: Act = "step_down" if against == "step_down" else "forgo"
    mask = actions.mask(ROOT, (act,), NUMBERS_ALONE)
    if against == "forgo_with_moves":
        if not actions.layout.moves.named(choice.moves):
            return None
        mask = mask & np.array([c.moves == choice.moves for c in actions.choices])
    if not mask.any():
        return None
    true, false = pair[0][mask], pair[1][mask]

    def best(p: float) -> tuple[float, float]:
        values = p * true + (1 - p) * false
        place = int(values.argmax())
        return float(values[place]), float(true[place] - false[place])

    return best


def _holding(actions: Actions, tree: PlanTree, row: int) -> Line:
    """Return the value of holding as a function of the probability of one hypothesis: convex and piecewise linear."""

    @cache  # every set of moves asks at the same ends
    def best(p: float) -> tuple[float, float]:
        true, false = _mixture(tree, 2 + 2 * row), _mixture(tree, 2 + 2 * row + 1)
        plan = best_plan(tree, p * true + (1 - p) * false, lambda s: actions.mask(s, NOW, NUMBERS_ALONE))
        if plan is None:
            return -np.inf, 0.0
        return plan.mean, value_of_plan(tree, true, plan) - value_of_plan(tree, false, plan)

    return best


def settling_input(worlds: Worlds, valued: list[Array]) -> str | None:
    """Return the input that would settle most between actions: the one worth most to know before choosing.

    Where knowing no single input would change the choice, it is the one that moves the first difference most.
    """
    if len(valued) < 2 or not worlds.inputs:
        return None
    table = np.stack(valued, axis=1)
    worth = {}
    for path in sorted(worlds.inputs):
        order = np.argsort(worlds.inputs[path], kind="stable")
        gain = partial_perfect_information(table, order, PARTS)
        worth[path] = (gain if gain > ROUNDING_POINTS else 0.0, _explained(table[:, 0] - table[:, 1], order))
    return max(sorted(worth), key=lambda path: worth[path])


def _explained(difference: Array, order: NDArray[np.intp]) -> float:
    """Return the variance of a difference between parts of the worlds ordered by one input."""
    return float(np.var([part.mean() for part in np.array_split(difference[order], min(PARTS, len(order)))]))


def shares(valued: dict[str, Valued]) -> dict[str, float]:
    """Return the share of worlds in which each action is best."""
    names = sorted(valued)
    return dict(zip(names, best_shares([valued[n].value for n in names]), strict=True))
