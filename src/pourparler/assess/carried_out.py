# SPDX-License-Identifier: Apache-2.0
"""An action carried out to its ends: how likely it comes to each, what was paid on the way, and what may happen there."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.actions import PAYING, Actions, Choice
from pourparler.assess.readiness import ROOT, Readiness, Valued
from pourparler.engines.readiness import State, course_of, forced_state, successors

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Way:
    """One end of an action. `mass` [world, type] is the chance that the type is so and that it ends here.

    `paid` [world] are the costs of the steps on the way. Where the offer lapses first there is no choice left but to do without
    a meeting, which is then worth `lapsed` [world, type].
    """

    state: State
    mass: Array
    paid: Array
    choice: Choice | None
    lapsed: Array | None = None


@dataclass(frozen=True)
class Chance:
    """Something that may happen at an end: its chance and what it is worth, each [world, type]."""

    chance: Array
    value: Array


def ways(found: Readiness, valued: Valued, belief: Array) -> Iterator[Way]:
    """Yield every end of an action, under beliefs [world, type]; their masses sum to one in every world."""
    actions, nothing = found.actions, np.zeros(len(belief))
    if valued.plan is None or found.tree is None:
        yield Way(ROOT, belief, nothing, valued.choice)
        return
    stands = np.array([valued.action == "fix_conditionally"])  # a date that is fixed does not lapse
    waiting: list[tuple[State, Array, Array]] = [(ROOT, belief, nothing)]
    while waiting:
        state, mass, paid = waiting.pop()
        if state not in valued.plan.next_steps:
            yield Way(state, mass, paid, actions.choices[valued.plan.choices[state]])
            continue
        index = valued.plan.next_steps[state]
        step, course = found.tree.steps[index], course_of(state, index, found.tree.steps, stands, found.tree.forcing)
        assert course is not None  # the plan takes it
        children, paid = successors(state, index, step), paid + step.cost
        lapses = [(state, children[0], course.lapses)]
        if course.forced is not None and course.gone is not None:
            came = forced_state(state, index)
            lapses.append((came, came, course.gone))
            waiting.append((came, mass * course.forced[0][:, None], paid))
        for at, child, share in lapses:
            if share.any():
                gone, after = mass * share[0][:, None], actions.lapsed(child)
                best = int(np.einsum("wt,wtk->k", gone, after).argmax())
                yield Way(at, gone, paid, None, after[:, :, best])
        waiting += [(child, mass * step.outcomes[:, o] * course.ends[0][:, None], paid) for o, child in enumerate(children)]


def chances(actions: Actions, way: Way) -> Iterator[Chance]:
    """Yield what may happen at an end: a deal that is kept, one that is broken, no deal, a collapse; they sum to one.

    What they are worth on average is what the action is worth there.
    """
    one = np.ones_like(way.mass)
    if way.choice is None or way.choice.level is None:
        value = way.lapsed if way.choice is None else actions.leaf(way.state).of(actions.choices.index(way.choice))
        assert value is not None  # a way without a choice is one on which the offer has lapsed
        yield Chance(one, value - way.paid[:, None])
        return
    situation, outlook = actions.outlook(way.state)
    under, terms = outlook.under(way.choice.moves), actions.terms[way.choice.level]
    upfront = terms.price + actions.layout.moves.cost[:, way.choice.moves] + way.paid
    if way.choice.act in PAYING and actions.reversal is not None:
        upfront = upfront + actions.reversal
    reach = under.prospects(terms.reach + situation.reach).reach[:, :, 0]
    kept, fails = actions.compliance, np.clip(terms.collapse + situation.collapse, 0, 1)[:, None]
    pause = actions.layout.timing(situation).pause_under(way.choice.moves)
    meets = one if pause is None else np.broadcast_to(actions.layout.still_open(pause)[:, None], one.shape)
    paid, none = upfront[:, None], under.no_deal - upfront[:, None]
    yield Chance(meets * reach * kept, under.deal + under.outside - paid)
    yield Chance(meets * reach * (1 - kept), under.breach + under.outside - paid)
    yield Chance(meets * (1 - reach) * (1 - fails), none)
    yield Chance(meets * (1 - reach) * fails, none - terms.loss[:, None])
    if pause is not None:  # the offer lapses while the talks rest
        yield Chance(1 - meets, none + terms.price[:, None])


def gamble(found: Readiness, valued: Valued, belief: Array) -> tuple[Array, Array]:
    """Return everything that an action may come to over worlds, types, ends and what happens there: values, and chances."""
    ends = [(way.mass * each.chance, each.value) for way in ways(found, valued, belief) for each in chances(found.actions, way)]
    return np.stack([value for _, value in ends]), np.stack([chance for chance, _ in ends]) / len(belief)
