# SPDX-License-Identifier: Apache-2.0
"""The verdict: the gate and the numbers together, with reasons, what would change it, and the strongest case against it.

The rules, in order:

1. The gate is met (every condition before fixing the date is met or waived). The action whose value is highest on average
   is the advice if it outranks every other; otherwise it is not determined between those it does not outrank.
2. The gate is not met. The date is not fixed today, nor fixed on conditions. If stepping down a level or forgoing outranks
   holding (valued within the gate) and what the gate holds back, it is the advice; otherwise hold. If both do, and neither
   outranks the other, it is not determined between them.
3. Whatever the rule, where an action that could be the advice has no value because a number is unknown, or where an unknown
   that may be anything would change the advice, it is not determined, and that number is named.

The gate never overrules silently: where it holds a step that the numbers favour, both are said, with the price.
"""

from dataclasses import dataclass

import numpy as np

from pourparler.assess.gate import FIX_DATE, Condition
from pourparler.assess.readiness import Readiness, Valued, settling_input
from pourparler.assess.worlds import Worlds
from pourparler.engines.readiness import outranks

NOT_DETERMINED = "not_determined"
#: The most reversible first: among actions of equal value the one that keeps more open is advised.
OPEN_FIRST = ("hold", "forgo", "step_down", "fix_conditionally", "fix")
#: Values closer than this in every world, in points, are the same value: rounding of sums, not a difference.
SAME_POINTS = 1e-9


@dataclass(frozen=True)
class Decision:
    """The advice and what it rests on, before it is put into words."""

    action: str
    basis: str
    between: tuple[str, ...]
    settle: str | None
    leader: Valued | None
    runner_up: Valued | None
    numbers_favour: str | None
    unresolved: dict[str, str]


def decide(found: Readiness, gate: tuple[Condition, ...], worlds: Worlds) -> Decision:
    """Apply the rules to what readiness found."""
    closed = any(c.step == FIX_DATE and c.state in ("not_met", "unknown") for c in gate)
    ranked = _ranked(found.valued)
    favoured = ranked[0].action if ranked else None
    if closed:
        return _behind_the_gate(found, worlds, favoured)
    unresolved = _unresolved(found)
    return _by_numbers(ranked, unresolved, worlds, "numbers", favoured)


def _ranked(valued: dict[str, Valued]) -> list[Valued]:
    """Return actions by average value, best first; among equals the more reversible first."""
    return sorted(valued.values(), key=lambda v: (-round(v.mean / SAME_POINTS), OPEN_FIRST.index(v.action)))


def _contested(ranked: list[Valued]) -> list[Valued]:
    """Return the actions that the leader does not outrank; one that is the same in every world is no rival."""
    leader = ranked[0]
    return [v for v in ranked[1:] if not outranks(leader.value, v.value) and np.abs(leader.value - v.value).max() > SAME_POINTS]


def _unresolved(found: Readiness) -> dict[str, str]:
    """Return actions that the case lists but whose value is unknown, with the number that is missing."""
    out = dict(found.actions.missing)
    lapses = any(bool((step.plan.survives < 1).any()) for step in found.actions.program.steps)
    if not lapses:
        out.pop("fix_conditionally", None)
    for path in found.actions.program.missing.values():
        out.setdefault("hold", path)
    # A move set aside could make meeting worth more than anything that was valued.
    for path in found.actions.layout.moves.missing.values():
        out.setdefault("fix", path)
    return {action: path for action, path in out.items() if action in found.actions.considered}


def _by_numbers(ranked: list[Valued], unresolved: dict[str, str], worlds: Worlds, basis: str, favoured: str | None) -> Decision:
    # What is missing of the leader itself (a step, a level) could only make it worth more.
    rivals = {a: p for a, p in unresolved.items() if not (ranked and a == ranked[0].action)}
    if rivals or not ranked:
        between = tuple(v.action for v in ranked) + tuple(a for a in rivals if a not in {v.action for v in ranked})
        settle = rivals[sorted(rivals)[0]] if rivals else None
        leader = ranked[0] if ranked else None
        return Decision(NOT_DETERMINED, basis, between, settle, leader, None, favoured, rivals)
    contested = _contested(ranked)
    runner_up = ranked[1] if len(ranked) > 1 else None
    if contested:
        close = [ranked[0], *contested]
        settle = settling_input(worlds, [v.value for v in close])
        between = tuple(v.action for v in close)
        return Decision(NOT_DETERMINED, basis, between, settle, ranked[0], contested[0], favoured, {})
    return Decision(ranked[0].action, basis, (), None, ranked[0], runner_up, favoured, {})


def _behind_the_gate(found: Readiness, worlds: Worlds, favoured: str | None) -> Decision:
    """The date is not fixed today: hold, unless something else that is open outranks it."""
    unresolved = _unresolved(found)
    unresolved.pop("fix_conditionally", None)
    others = {a: v for a, v in found.valued.items() if a in ("forgo", "step_down")}
    hold = found.gated_hold
    open_now = _ranked({**others, **({"hold": hold} if hold is not None else {})})
    if hold is not None:
        unresolved.pop("hold", None)  # a further step could only make holding worth more
    if unresolved:
        return _by_numbers(open_now, unresolved, worlds, "gate", favoured)
    # An action may only replace holding if it is also ahead of what the gate holds back: if fixing is worth more, one waits for
    # the conditions, even where no step of the case is known to meet them.
    ahead_of = [found.valued[a] for a in ("fix", "fix_conditionally", "hold") if a in found.valued]
    ahead_of += [hold] if hold is not None else []
    better = [v for v in _ranked(others) if all(outranks(v.value, other.value) for other in ahead_of)]
    if not better:
        rest = [v for v in open_now if v.action != "hold"]
        basis = "both" if favoured == "hold" else "gate"
        return Decision("hold", basis, (), None, hold, rest[0] if rest else None, favoured, {})
    ranked = _ranked({v.action: v for v in [*better, *([hold] if hold is not None else [])]})
    return _by_numbers(ranked, {}, worlds, "numbers", favoured)
