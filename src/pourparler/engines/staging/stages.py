# SPDX-License-Identifier: Apache-2.0
"""A deal in stages, as arrays: what is in force once some stages are done, and what each side is left with after a breach.

What is in force depends on which stages are done and not on their order: an issue that several stages settle passes through
them in one order only. A set of stages is written as bits, stage 0 the lowest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Pair = tuple[Array, Array]
"""Ours and theirs."""


@dataclass(frozen=True)
class Joint:
    """Something that holds while acts `needs` are in force and acts `without` are not; what it adds to each side's value."""

    needs: tuple[int, ...]
    without: tuple[int, ...]
    amount: Pair

    def holds(self, active: frozenset[int]) -> bool:
        """Return whether it holds with some acts in force."""
        return active.issuperset(self.needs) and active.isdisjoint(self.without)


@dataclass(frozen=True)
class Act:
    """One option that one side brings into force in one stage.

    `change` holds what it adds to each side's value against what is in force today, [world or 1, type or 1] value points, and
    `shift` [world or 1] what it adds to each side's no-deal value while it is in force. `taken_back` [world or 1] is the share,
    0 to 1, that its doer (0: we, 1: they) takes back after a breach. `replaced_by` names later acts on the same issue.
    """

    stage: int
    doer: int
    change: Pair
    shift: Pair
    taken_back: Array
    replaced_by: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stage:
    """What is agreed on one stage beside its acts; arrays are [world or 1, type or 1], pairs ours and theirs.

    `kept` is the chance that each side does its part, `cost` what the stage costs each (value points), `shift` what it adds to
    each no-deal value, `seen` the chance that a breach by each side is seen in time to act on it, `snap_back` the share of its
    gives in this stage, beyond what it could take back anyway, that is restored to each side if the other breaks the deal,
    `escrow` the share of what either side gives in it that is held by a third party until the stage is through. `after` [bits]
    are the stages that have to be done before.
    """

    kept: Pair
    cost: Pair
    shift: Pair
    seen: Pair
    snap_back: Pair
    escrow: Array
    after: int = 0


@dataclass(frozen=True)
class Staged:
    """A deal in stages. `start` is each side's value of what is in force today and `no_deal` its value without a deal, both
    [world, type] value points; `later_weight` (delta) [world], 0 to 1, weighs what follows a stage. `barred` says what no
    package may hold, by acts.
    """

    start: Pair
    no_deal: Pair
    acts: tuple[Act, ...]
    stages: tuple[Stage, ...]
    later_weight: Array
    together: tuple[Joint, ...] = ()
    barred: tuple[Joint, ...] = ()
    _in_force: dict[int, Pair] = field(default_factory=dict, repr=False, compare=False, init=False)
    _shifted: dict[int, Pair] = field(default_factory=dict, repr=False, compare=False, init=False)
    _sums: dict[tuple[int, int, bool | None], Pair] = field(default_factory=dict, repr=False, compare=False, init=False)

    def __post_init__(self) -> None:
        if any(not 0 <= act.stage < len(self.stages) or act.doer not in (0, 1) for act in self.acts):
            raise EngineInputError("every act belongs to a stage and is done by one of the two sides")
        if any(np.any(act.taken_back < 0) or np.any(act.taken_back > 1) for act in self.acts):
            raise EngineInputError("a share that is taken back lies between 0 and 1")

    @property
    def everything(self) -> int:
        """All stages, as bits."""
        return (1 << len(self.stages)) - 1

    def active(self, done: int) -> frozenset[int]:
        """Return the acts in force once some stages are done: those that no later one has replaced."""
        held = [number for number, act in enumerate(self.acts) if done >> act.stage & 1]
        return frozenset(n for n in held if not any(done >> self.acts[b].stage & 1 for b in self.acts[n].replaced_by))

    def is_admissible(self, done: int) -> bool:
        """Return whether some stages can be done and no others: all they need is done, and nothing barred is in force."""
        if any(done >> number & 1 and stage.after & ~done for number, stage in enumerate(self.stages)):
            return False
        active = self.active(done)
        return not any(joint.holds(active) for joint in self.barred)

    def next_after(self, done: int) -> tuple[int, ...]:
        """Return the stages that can come next."""
        return tuple(n for n in range(len(self.stages)) if not done >> n & 1 and self.is_admissible(done | 1 << n))

    def with_each(
        self,
        *,
        snap_back: Sequence[Pair] | None = None,
        seen: Sequence[Pair] | None = None,
        escrow: Sequence[Array] | None = None,
    ) -> "Staged":
        """Return the same deal with some terms replaced, each given stage by stage."""
        stages = list(self.stages)
        for number, stage in enumerate(stages):
            stages[number] = replace(
                stage,
                snap_back=stage.snap_back if snap_back is None else snap_back[number],
                seen=stage.seen if seen is None else seen[number],
                escrow=stage.escrow if escrow is None else escrow[number],
            )
        return replace(self, stages=tuple(stages))


def in_force(staged: Staged, done: int) -> Pair:
    """Return each side's value of what is in force once some stages are done, [world, type] value points.

    Source: model.md "Staged and partial deals", u(x1) of the whole resulting package; additive with interactions.
    """
    if done in staged._in_force:
        return staged._in_force[done]
    active = staged.active(done)
    own, other = staged.start
    for number in sorted(active):
        own, other = own + staged.acts[number].change[0], other + staged.acts[number].change[1]
    for joint in staged.together:
        if joint.holds(active):
            own, other = own + joint.amount[0], other + joint.amount[1]
    staged._in_force[done] = own, other
    return own, other


def shifted(staged: Staged, done: int) -> Pair:
    """Return what the stages done have added to each side's no-deal value, [world or 1, type or 1]: leverage spent or gained.

    Each act in force counts once, whichever stage brought it about; what an act that was replaced had shifted counts no more.
    Source: model.md "Staged and partial deals": no-deal values shifted after a stage.
    """
    if done in staged._shifted:
        return staged._shifted[done]
    own = other = np.zeros((1, 1))
    parts = [staged.acts[number].shift for number in sorted(staged.active(done))]
    parts += [stage.shift for number, stage in enumerate(staged.stages) if done >> number & 1]
    for part in parts:
        own, other = own + _column(part[0]), other + _column(part[1])
    staged._shifted[done] = own, other
    return own, other


def disagreement(staged: Staged, done: int) -> Pair:
    """Return each side's value if no further talks succeed: no deal if nothing is done, else u(x1) + shift, [world, type].

    Source: model.md "Staged and partial deals": the disagreement point of the next bargaining problem.
    """
    if not done:
        return staged.no_deal
    values, shifts = in_force(staged, done), shifted(staged, done)
    return values[0] + shifts[0], values[1] + shifts[1]


def stopped(staged: Staged, done: int) -> Pair:
    """Return each side's value if it stops here for good: (1 - delta) u + delta (u + shift), [world, type]; no deal at first.

    Source: model.md "Staged and partial deals", V(stage) where nothing better is found afterwards.
    """
    if not done:
        return staged.no_deal
    values, shifts, delta = in_force(staged, done), shifted(staged, done), staged.later_weight[:, None]
    return values[0] + delta * shifts[0], values[1] + delta * shifts[1]


def left_after_break(staged: Staged, done: int, breaker: int, stage: int | None = None) -> Pair:
    """Return what each side is left with once `breaker` (0: we, 1: they) has broken a deal whose stages `done` were done.

        V_breach = d + shift - irreversible own gives + irreversible gets

    Each side takes back its share of what it has done; the side that was wronged, if it holds a snap-back, as much more as that
    restores wherever it gains by it. Of acts of `stage`, the one that was broken, what lay in escrow goes back as well, and the
    wronged side takes anything back only if the breach is seen in time; without a `stage` all is done in the open and nothing
    lies in escrow. Terms on combinations of options are lost with the deal. [world, type] value points.
    Source: model.md "Staged and partial deals", V_breach.
    """
    wronged = 1 - breaker
    mine, theirs = _undone(staged, done, wronged, stage, by_breach=True), _undone(staged, done, breaker, stage, by_breach=False)
    own, other = (staged.no_deal[side] + shifted(staged, done)[side] + mine[side] + theirs[side] for side in (breaker, wronged))
    return (own, other) if breaker == 0 else (other, own)


def withheld(staged: Staged, done: int, stage: int, breaker: int) -> Array:
    """Return what `breaker` has if, with `done` done, the other side does its part of `stage` and it does not, [world, type].

    It keeps what the other side cannot take back, and of what it gave before loses what it cannot take back itself: the most
    that anyone can gain by not going through with a stage.
    Source: the incentive to deviate of Lockwood and Thomas (2002), Review of Economic Studies 69, 339-356; V_breach of model.md
    "Staged and partial deals".
    """
    both = done | 1 << stage
    theirs = _undone(staged, both, 1 - breaker, stage, by_breach=True)[breaker]
    mine = _undone(staged, done, breaker, None, by_breach=False)[breaker]
    total = staged.no_deal[breaker] + theirs + mine
    for number, held in enumerate(staged.stages):
        if both >> number & 1:
            total = total + _column(held.shift[breaker])
    before, after = staged.active(done), staged.active(both)
    for number, act in enumerate(staged.acts):
        if number in (before if act.doer == breaker else after):
            total = total + _column(act.shift[breaker])
    return total


def _undone(staged: Staged, done: int, doer: int, stage: int | None, *, by_breach: bool) -> Pair:
    """Return what is left to both sides of what `doer` did in some stages once it has been undone as far as that goes.

    `by_breach`: the doer is the side that was wronged, which may hold a snap-back and has to see the breach of `stage`.
    """
    own, other = _sums(staged, done, doer, by_breach)
    if stage is None:
        return own, other
    terms = staged.stages[stage]
    if np.any(terms.escrow):
        for act in staged.acts:
            if act.stage == stage and act.doer == doer:
                held = _column(terms.escrow) * (1 - _taken_back(staged, act, by_breach=by_breach))
                own, other = own - held * act.change[0], other - held * act.change[1]
    seen = _column(terms.seen[1 - doer])
    if by_breach and np.any(seen < 1):
        whole = _sums(staged, done, doer, None)
        own, other = seen * own + (1 - seen) * whole[0], seen * other + (1 - seen) * whole[1]
    return own, other


def _sums(staged: Staged, done: int, doer: int, by_breach: bool | None) -> Pair:
    """Return what acts of one side in force leave both sides with, in the open; `by_breach` None: before any is undone."""
    key = (done, doer, by_breach)
    if key not in staged._sums:
        own = other = np.zeros((1, 1))
        for number in sorted(staged.active(done)):
            act = staged.acts[number]
            if act.doer == doer:
                left = 1.0 if by_breach is None else 1 - _taken_back(staged, act, by_breach=by_breach)
                own, other = own + left * act.change[0], other + left * act.change[1]
        staged._sums[key] = own, other
    return staged._sums[key]


def _taken_back(staged: Staged, act: Act, *, by_breach: bool) -> Array:
    """Return the share of an act that its doer takes back in the open, [world or 1, type or 1]; more if it was wronged."""
    back = _column(act.taken_back)
    snap = staged.stages[act.stage].snap_back[act.doer]
    if not by_breach or not np.any(snap):
        return back
    # It restores nothing that it is glad to have given.
    return np.asarray(np.where(act.change[act.doer] < 0, back + (1 - back) * _column(snap), back))


def _column(values: Array) -> Array:
    """Return [world or 1] as [world or 1, 1]; [world or 1, type or 1] as it is."""
    return values[:, None] if values.ndim == 1 else values
