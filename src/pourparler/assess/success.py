# SPDX-License-Identifier: Apache-2.0
"""How likely each action is to succeed by the criteria of the case: one by one, and all of one party by one day together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.actions import Actions
from pourparler.assess.carried_out import Way, ways
from pourparler.assess.readiness import Readiness, Valued
from pourparler.assess.spread import Spread, spread, stated
from pourparler.assess.steps import Steps
from pourparler.case import Case, Criterion
from pourparler.engines.bargaining import Agreement, package_options
from pourparler.quantity import PROBABILITY

Array = NDArray[np.float64]

#: The course without a meeting, beside the actions.
NO_SUMMIT = "no_summit"


@dataclass(frozen=True)
class SuccessRow:
    """A criterion of success, and the chance of meeting it by action: read off the agreement, or somebody's forecast.

    Holding is the plan that is followed: within the gate where that bites. Without a summit there is no agreement to meet it.
    """

    what: str
    by: str | None
    judged_by: str | None
    party: str | None
    written: str | None
    computed: dict[str, Spread]
    forecast: dict[str, Spread]


@dataclass(frozen=True)
class TogetherRow:
    """The chance, by action, that all of a party's criteria for one day that are tests on the agreement are met together."""

    by: str | None
    party: str | None
    criteria: int
    computed: dict[str, Spread]


def success_of(case: Case, steps: Steps) -> tuple[tuple[SuccessRow, ...], tuple[TogetherRow, ...]]:
    """Return the chance of meeting every criterion, and those of one party by one day together where they are several."""
    if not case.success:
        return (), ()
    met = _Chances(steps)
    rows, groups = [], dict[tuple[str | None, str | None], list[Criterion]]()
    for criterion in case.success:
        forecast = {action: stated(p, PROBABILITY) for action, p in criterion.forecast.items()}
        by = criterion.by.isoformat() if criterion.by is not None else None
        tests = bool(criterion.requires) or criterion.kept
        if tests:
            groups.setdefault((by, criterion.party), []).append(criterion)
        rows.append(
            SuccessRow(
                criterion.what,
                by,
                criterion.judged_by,
                criterion.party,
                criterion.written.isoformat() if criterion.written is not None else None,
                met.of([criterion]) if tests else {},
                {action: chance for action, chance in forecast.items() if chance is not None},
            )
        )
    several = (((by, party), held) for (by, party), held in groups.items() if len(held) > 1)
    return tuple(rows), tuple(TogetherRow(by, party, len(held), met.of(held)) for (by, party), held in several)


def followed(found: Readiness) -> dict[str, Valued]:
    """Return the actions as they would be carried out: holding within the gate where that bites."""
    held = {"hold": found.gated_hold} if found.held and found.gated_hold is not None else {}
    return {**found.valued, **held}


@dataclass(frozen=True)
class _Agreed:
    """An end of an action at a meeting: the chance [world, type] of agreeing there, on what, and the options of that."""

    chance: Array
    found: Agreement
    taken: Sequence[NDArray[np.intp]]


class _Chances:
    """The chances of meeting criteria by action; what an agreement holds is looked up once."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self._ends: dict[str, list[_Agreed]] = {}
        self._taken: dict[int, Sequence[NDArray[np.intp]]] = {}
        if steps.readiness is not None:
            found, belief = steps.readiness, steps.intentions.posterior
            for action, valued in followed(found).items():
                ends = (self._agreed(found.actions, way) for way in ways(found, valued, belief))
                self._ends[action] = [end for end in ends if end is not None]

    def of(self, criteria: list[Criterion]) -> dict[str, Spread]:
        """Return the chance that an agreement meets all of some criteria, per action."""
        none = np.zeros(self._steps.worlds.count)
        out = {name: spread(sum((self._met(end, criteria) for end in ends), none)) for name, ends in self._ends.items()}
        return {**out, NO_SUMMIT: spread(none)} if out else {}

    def _agreed(self, actions: Actions, way: Way) -> _Agreed | None:
        if way.choice is None or way.choice.level is None:
            return None
        (situation, outlook), layout = actions.outlook(way.state), actions.layout
        found = outlook.agreements[way.choice.moves]
        assert found is not None  # what is chosen can be had
        chance = way.mass * actions.prospects(situation, outlook, way.choice.level, way.choice.moves).reach[:, :, 0]
        pause = layout.timing(situation).pause_under(way.choice.moves)
        if pause is not None:
            chance = chance * layout.still_open(pause)[:, None]
        if id(found) not in self._taken:  # kept by the ends themselves, so that no other has its place in memory
            self._taken[id(found)] = package_options(found.packages, layout.table.template.counts)
        return _Agreed(chance, found, self._taken[id(found)])

    def _met(self, end: _Agreed, criteria: list[Criterion]) -> Array:
        """Return the chance [world] that an action ends so, and in an agreement that meets the criteria.

        It holds one of the options that a criterion names, on every issue that it names.
        """
        actions = self._steps.actions
        assert actions is not None  # something has been agreed
        template, ok = actions.layout.table.template, None
        for criterion in criteria:
            places = [template.place(option) for option in criterion.requires]
            for issue in sorted({issue for issue, _ in places}):
                does = np.zeros(template.counts[issue])
                does[[option for k, option in places if k == issue]] = 1
                here = does[end.taken[issue]]
                ok = here if ok is None else ok * here
        meets = end.found.shares.sum(axis=2) if ok is None else np.einsum("wtk,wtk->wt", ok, end.found.shares)
        kept = actions.compliance if any(criterion.kept for criterion in criteria) else 1
        return np.asarray((end.chance * meets * kept).sum(axis=1))
