# SPDX-License-Identifier: Apache-2.0
"""The step of staged deals: the path that a case writes, valued in every world, as rows."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.actions import Actions
from pourparler.assess.prospects import mandate_in_force
from pourparler.assess.readiness import ROOT
from pourparler.assess.sentence import sentence
from pourparler.assess.spread import Spread, spread, spreads
from pourparler.assess.staged import staged_of
from pourparler.assess.staged_courses import course_rows, hazard_rows
from pourparler.assess.staged_rows import NO_STAGES, StagedDeals, StopRow, UnderHypothesis
from pourparler.assess.staged_terms import term_rows, what_if_rows
from pourparler.assess.steps import Steps
from pourparler.assess.worlds import Missing, seats
from pourparler.engines.readiness import OUTRANKING_SHARE, outranks
from pourparler.engines.staging import (
    OURS,
    THEIRS,
    Pair,
    Staged,
    Step,
    disagreement,
    followed,
    holds,
    left_after_break,
    leverage,
    stopped,
    talks_that_follow,
    walk,
)

Array = NDArray[np.float64]
SIDES = (OURS, THEIRS)
#: Differences below this, in value points, are rounding of sums.
ROUNDING_POINTS = 1e-9
#: The fields of a stop that hold a range for each side.
SPREADS = tuple(field.name for field in fields(StopRow) if "Spread" in str(field.type))


@dataclass(frozen=True)
class Path:
    """The path of a case and what it was found from; `belief` is [world, type]."""

    actions: Actions
    belief: Array
    staged: Staged

    @property
    def two(self) -> tuple[str, str]:
        """The two sides, ours first."""
        return seats(self.actions.layout.case)

    @property
    def done(self) -> tuple[int, ...]:
        """The sets of stages done along the path, the empty one first."""
        return tuple((1 << count) - 1 for count in range(len(self.staged.stages) + 1))

    def talks(self, done: int) -> Pair:
        """Return both sides' values of what is in force with free talks after it, [world, type]."""
        layout = self.actions.layout
        whole = layout.table.frontiers((), mandate_in_force(layout.case)).whole
        own, other = disagreement(self.staged, done)
        talks, _ = talks_that_follow(whole, own, other, layout.table.power)
        return followed(self.staged, done, talks) if done else talks

    @cached_property
    def end(self) -> Pair:
        """Both sides' values once all stages are done, with free talks after them."""
        return self.talks(self.staged.everything)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the path."""
        return self.walked(self.staged)

    @cached_property
    def left(self) -> tuple[tuple[Pair, Pair], ...]:
        """What both sides are left with, per stop, if we break off there and if they do."""
        return tuple(tuple(left_after_break(self.staged, done, side) for side in SIDES) for done in self.done)  # type: ignore[misc]

    def leverage(self, place: int) -> Pair:
        """Return both sides' leverage after so many stages, [world, type]."""
        return leverage(self.staged, self.left[place])

    def walked(self, staged: Staged) -> tuple[Step, ...]:
        """Return the steps of the path under other terms."""
        return walk(staged, range(len(staged.stages)), self.end)

    def up_to(self, place: int) -> Pair:
        """Return both sides' values of going through so many stages and stopping there for good, [world, type]."""
        return self._up_to[place - 1]

    @cached_property
    def _up_to(self) -> tuple[Pair, ...]:
        places = range(1, len(self.done))
        return tuple(walk(self.staged, range(n), stopped(self.staged, self.done[n]))[0].going_on for n in places)

    def kept(self, stage: int) -> Array:
        """Return the chance that both sides do their part of a stage, [world or 1, type or 1]."""
        ours, theirs = self.staged.stages[stage].kept
        return ours * theirs

    @staticmethod
    def mean_by(weights: Array) -> Array:
        """Return what weights [world, type] sum to, [world]."""
        return np.asarray(weights.sum(axis=1))

    def mean(self, values: Array) -> Array:
        """Return the average by belief, [world]."""
        return np.asarray(np.einsum("wt,wt->w", self.belief, values))

    def given(self, values: Array) -> Array:
        """Return the average given each hypothesis, [hypothesis, world]; where one is ruled out, that of all types alike."""
        return np.asarray((self.given_weights @ values[:, :, None])[:, :, 0].T)

    @cached_property
    def given_weights(self) -> Array:
        """What each type weighs given each hypothesis, [world, hypothesis, type]."""
        inside = self.belief[:, None, :] * self.actions.layout.types.membership()
        mass = inside.sum(axis=2, keepdims=True)
        return np.where(mass > 0, inside / np.where(mass > 0, mass, 1), 1 / self.belief.shape[1])

    def spread(self, values: Array) -> Spread:
        """Return the spread over worlds of the average by belief."""
        return spread(self.mean(values))

    def stays(self, step: Step, side: int) -> float:
        """Return how likely a side would neither stop before a step nor break it, over worlds and by belief."""
        inside = (step.over_stopping[side] >= -ROUNDING_POINTS) & (step.over_breaking[side] >= -ROUNDING_POINTS)
        return float(self.mean(inside.astype(np.float64)).mean())


def path_of(actions: Actions, belief: Array) -> Path:
    """Return the path of a case. Raises `Missing` where a number is unknown that has no bounds."""
    _, outlook = actions.outlook(ROOT)
    staged = staged_of(actions.layout, (outlook.own_no_deal[:, :, 0], outlook.other_no_deal[:, :, 0]))
    return Path(actions, belief, staged)


def barred_on(path: Path) -> int | None:
    """Return the first stage after which something is in force that no package may hold; None if none is."""
    return next((n for n, done in enumerate(path.done[1:]) if not path.staged.is_admissible(done)), None)


def staged_deals(steps: Steps) -> StagedDeals:
    """Return what there is to say of the stages of a case: the path as it is written, without a search of other orders."""
    if steps.actions is None or not steps.actions.layout.case.stages:
        return NO_STAGES
    return deals_on(steps.actions, steps.intentions.posterior)


def deals_on(actions: Actions, belief: Array, *, in_full: bool = False) -> StagedDeals:
    """Return the rows of the path that a case writes, or why it cannot be valued; `in_full`: see `rows_of`."""
    case = actions.layout.case
    try:
        path = path_of(actions, belief)
        barred = barred_on(path)
        if barred is not None:
            text = sentence("after {stage} a combination would be in force that is excluded", stage=case.stages[barred].id)
            return StagedDeals(why=text)
        return rows_of(path, in_full=in_full)
    except Missing as blank:
        return StagedDeals(why=sentence("unknown: {path}", path=blank.path))


def rows_of(path: Path, *, in_full: bool = False) -> StagedDeals:
    """Return the rows of a path; `in_full` with free talks from every stop and what other terms are worth."""
    case = path.actions.layout.case
    stops = tuple(_stop(path, place, in_full) for place in range(len(path.done)))
    staying = [holds(step, path.belief) for step in path.steps]
    first = next((n for n, both in enumerate(staying) if not all(both)), None)
    leaves = None if first is None else (case.stages[first].id, path.two[0 if not staying[first][OURS] else 1])
    courses, within = course_rows(path)
    return StagedDeals(
        stops=stops,
        stages=term_rows(path),
        courses=courses,
        break_even=hazard_rows(path),
        what_ifs=what_if_rows(path) if in_full else (),
        holds=first is None,
        leaves=leaves,
        within_days=within,
    )


def _stop(path: Path, place: int, in_full: bool) -> StopRow:
    staged, done = path.staged, path.done[place]
    step = path.steps[place] if place < len(path.steps) else None
    rest, none = stopped(staged, done), staged.no_deal
    # If they break it, what we are left with; if we do, what they are.
    left = path.left[place][THEIRS][OURS], path.left[place][OURS][THEIRS]
    pairs = {"": rest, "_gain": (rest[OURS] - none[OURS], rest[THEIRS] - none[THEIRS]), "_if_broken": left}
    pairs["_leverage"] = held = path.leverage(place)
    if step is None or in_full:
        pairs["_talks"] = path.end if step is None else path.talks(done)
    if step is not None:
        pairs["_going_on"], pairs["_over_stopping"] = step.going_on, step.over_stopping
        pairs["_over_breaking"] = step.over_breaking
    names = [f"{who}{end}" for end in pairs for who in ("own", "counterpart")]
    table = np.stack([path.mean(values) for pair in pairs.values() for values in pair])
    found = dict(zip(names, spreads(table), strict=True))
    gains = [table[names.index(f"{who}_gain")] for who in ("own", "counterpart")]
    ahead = [outranks(gains[side], gains[1 - side]) for side in SIDES]
    return StopRow(
        stage=path.actions.layout.case.stages[place - 1].id if place else None,
        package=_package(path, done),
        **{name: found.get(name) for name in SPREADS},  # type: ignore[arg-type] # those of the row, None where there is none
        own_stays=path.stays(step, OURS) if step else None,
        counterpart_stays=path.stays(step, THEIRS) if step else None,
        better_off=next((path.two[side] for side in SIDES if ahead[side]), None),
        leads_on=_leads_on(path, step) if step else None,
        by_hypothesis=_by_hypothesis(path, rest, step, held),
    )


def _leads_on(path: Path, step: Step) -> bool | None:
    """Return whether both gain by going on rather than stopping, in enough worlds; None where that is open."""
    both = np.all([path.mean(step.over_stopping[side]) > ROUNDING_POINTS for side in SIDES], axis=0)
    ahead = float(both.mean())
    return True if ahead >= OUTRANKING_SHARE else False if ahead <= 1 - OUTRANKING_SHARE else None


def _package(path: Path, done: int) -> dict[str, str]:
    """Return what is in force of what stages settle, issue -> option."""
    out: dict[str, str] = {}
    for number, stage in enumerate(path.actions.layout.case.stages):
        if done >> number & 1:
            out.update(option.split(".", 1) for option in (*stage.gives, *stage.gets))  # type: ignore[misc]
    return out


def _by_hypothesis(path: Path, rest: Pair, step: Step | None, held: Pair) -> tuple[UnderHypothesis, ...]:
    rows = path.actions.layout.types.rows()
    told = [rest[OURS], held[OURS], held[THEIRS]] + ([step.going_on[OURS]] if step else [])
    given = [spreads(path.given(values)) for values in told] if rows else []
    return tuple(
        UnderHypothesis(question, hypothesis, given[0][row], given[-1][row] if step else None, given[1][row], given[2][row])
        for row, (question, hypothesis) in enumerate(rows)
    )
