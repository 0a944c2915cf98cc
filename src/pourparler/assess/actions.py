# SPDX-License-Identifier: Apache-2.0
"""What may be chosen once preparation stops: to meet at a level, or not to, with each set of moves; and what it is worth."""

import dataclasses
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.preparation import Program
from pourparler.assess.prospects import Layout, LevelTerms, Outlook, Situation, level_terms
from pourparler.assess.worlds import Missing
from pourparler.case import LEVELS
from pourparler.engines.readiness import Leaf, Prospects, State, agreement_value, forgoing_value, meeting_value
from pourparler.quantity import COST, PROBABILITY

Array = NDArray[np.float64]
Made = TypeVar("Made")
Act = Literal["fix", "step_down", "forgo", "step_down_after_fixing", "forgo_after_fixing"]

ACTIONS = ("fix", "fix_conditionally", "step_down", "hold", "forgo")
#: Leaves and outlooks are kept while the values of all leaves are not more than so many numbers, 64 MiB: states of a plan, and
#: the plans that are carried out, share them.
NUMBERS_KEPT = 8_000_000
#: So many of them are kept however large they are, for neighbouring states.
LEAST_KEPT = 3


#: Acts that pay for the reversal of a step already taken.
PAYING = ("step_down_after_fixing", "forgo_after_fixing")


@dataclass(frozen=True)
class Choice:
    """One thing that may be chosen: an act, the level if it is a meeting, and the set of moves beside it."""

    act: Act
    level: str | None
    moves: int


@dataclass
class Actions:
    """The choices of a case and their values in any situation.

    `missing` names, per action that cannot be valued, the number that is unknown.
    """

    layout: Layout
    program: Program
    compliance: Array
    terms: dict[str, LevelTerms]
    reversal: Array | None
    agreed: bool
    missing: dict[str, str]
    choices: tuple[Choice, ...]
    _outlooks: OrderedDict[object, tuple[Situation, Outlook]] = dataclasses.field(default_factory=OrderedDict)
    _leaves: OrderedDict[object, Leaf] = dataclasses.field(default_factory=OrderedDict)
    _lapsed: OrderedDict[object, Array] = dataclasses.field(default_factory=OrderedDict)
    _masks: dict[object, NDArray[np.bool_]] = dataclasses.field(default_factory=dict)

    @property
    def room(self) -> int:
        """How many leaves, and outlooks, are kept at once."""
        columns = (1 + len(self.terms)) * len(self.layout.moves.sets)
        return max(LEAST_KEPT, NUMBERS_KEPT // (self.layout.worlds.count * self.layout.types.count * columns))

    def outlook(self, state: State) -> tuple[Situation, Outlook]:
        """Return where preparation stands in a state, and the prospects there."""

        def made() -> tuple[Situation, Outlook]:
            situation = self.program.situation(self.layout, state)
            return situation, self.layout.outlook(situation)

        return _recalled(self._outlooks, self.program.essence(state), made, self.room)

    def leaf(self, state: State) -> Leaf:
        """Return the values of every choice in a state; those that cannot be had there are 0 and barred by `allowed`."""
        return _recalled(self._leaves, self.program.essence(state), lambda: self.leaf_of(*self.outlook(state)), self.room)

    def lapsed(self, state: State) -> Array:
        """Return the values [world, type, set] of doing without a meeting, with every set that can be had in a state."""

        def made() -> Array:
            situation = self.program.situation(self.layout, state)
            days = situation.days + self.layout.lead_days
            own = self.layout.no_deal.own_after(days, self.layout.timing(situation), self.layout.moves)
            had = self.layout.available(situation)
            # Set after set in memory, as the no-deal values are.
            own = np.moveaxis(np.moveaxis(own, -1, 0)[had], 0, -1)
            return forgoing_value(own, self.layout.moves.cost[:, had], np.zeros(len(own)))

        return _recalled(self._lapsed, self.program.essence(state), made, self.room)

    def leaf_of(self, situation: Situation, outlook: Outlook) -> Leaf:
        """Return the values of every choice in a situation; those that cannot be had there are barred by `mask`."""
        cost, shape = self.layout.moves.cost, outlook.own_no_deal.shape[:2]
        had = np.flatnonzero(outlook.available)
        nothing = np.zeros(self.layout.worlds.count)
        # Set after set, and column after column in memory: what is at work at any time fits the processor's cache.
        columns = np.empty((1 + len(self.terms), len(had), *shape))
        reaches = [terms.reach + situation.reach for terms in self.terms.values()]
        losses = [np.clip(terms.collapse + situation.collapse, 0, 1) * terms.loss for terms in self.terms.values()]
        timing = self.layout.timing(situation)
        for place, index in enumerate(had):
            paid = cost[:, [index]]
            under = outlook.under(int(index))
            pause = timing.pause_under(int(index))
            agreed = agreement_value(under.prospects(nothing), self.compliance)
            columns[0, place] = forgoing_value(under.no_deal[:, :, None], paid, nothing)[:, :, 0]
            for level, terms in enumerate(self.terms.values()):
                prospects = under.prospects(reaches[level])
                met = meeting_value(prospects, self.compliance, terms.price, paid, losses[level], agreed)
                columns[1 + level, place] = met[:, :, 0]
                if pause is not None:  # the offer may lapse meanwhile, and then there is no meeting
                    columns[1 + level, place] += (1 - self.layout.still_open(pause))[:, None] * (
                        columns[0, place] - met[:, :, 0]
                    )
        values = np.moveaxis(columns.reshape(-1, *shape), 0, -1)
        block = [0 if c.level is None else 1 + list(self.terms).index(c.level) for c in self.choices]
        place_of_set = np.searchsorted(had, np.arange(len(outlook.available))) % len(had)
        at = np.array([b * len(had) + place_of_set[c.moves] for b, c in zip(block, self.choices, strict=True)], dtype=np.intp)
        pays = np.array([c.act in PAYING or (self.agreed and c.act == "forgo") for c in self.choices], dtype=np.bool_)
        reversal = nothing if self.reversal is None else self.reversal
        return Leaf(values, values[:, :, : len(had)], at, (pays, reversal))

    def prospects(self, situation: Situation, outlook: Outlook, level: str, moves: int) -> Prospects:
        """Return the prospects of meeting at a level in a situation under one set of moves that can be had."""
        return outlook.under(moves).prospects(self.terms[level].reach + situation.reach)

    @property
    def considered(self) -> frozenset[str]:
        """The actions that the case considers: all, unless it names some."""
        return frozenset(self.layout.case.actions or ACTIONS)

    def mask(self, state: State, acts: tuple[Act, ...], blocked: frozenset[str]) -> NDArray[np.bool_]:
        """Return which choices [choice] can be had in a state, given acts and the conditions that still hold the gate."""
        held = bool(blocked - self.program.met(state))
        considered = self.considered - self.program.closed_actions(state)
        key = (self.program.essence(state), acts, held)
        if key not in self._masks:
            available = self.layout.available(self.program.situation(self.layout, state))
            self._masks[key] = np.array(
                [
                    c.act in acts
                    and c.act.removesuffix("_after_fixing") in considered
                    and available[c.moves]
                    and not (held and c.act == "fix")
                    for c in self.choices
                ],
                dtype=np.bool_,
            )
        return self._masks[key]


def _recalled(kept: OrderedDict[object, Made], key: object, make: Callable[[], Made], most: int) -> Made:
    """Return what is kept under a key, made now if it is not; of more than `most`, what was asked for longest ago goes."""
    if key not in kept:
        kept[key] = make()
        if len(kept) > most:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]


def actions_of(layout: Layout, program: Program) -> Actions:
    """Return the choices of a case; what cannot be valued is left out and named in `missing`."""
    case, worlds = layout.case, layout.worlds
    missing: dict[str, str] = {}
    terms: dict[str, LevelTerms] = {}
    level = case.meeting.level if case.meeting is not None else LEVELS[-1]
    stated = [name for name in LEVELS if case.meeting is not None and name in case.meeting.levels]
    lower = [name for name in LEVELS[: LEVELS.index(level)] if name in stated]
    for name in (*lower, level):
        try:
            terms[name] = _known_terms(layout, name)
        except Missing as blank:
            missing["fix" if name == level else "step_down"] = blank.path
    agreed = case.meeting is not None and case.meeting.agreed is not None
    try:
        cost = case.meeting.reversal_cost if case.meeting is not None else None
        reversal = worlds.draw(("meeting", "reversal_cost"), cost, COST)
    except Missing as blank:
        reversal = None
        missing["forgo" if agreed else "fix_conditionally"] = blank.path
    compliance = layout.types.draw(worlds, ("compliance",), case.compliance, PROBABILITY)
    choices = _choices(layout, terms, level, missing)
    missing = {action: path for action, path in missing.items() if action in (case.actions or ACTIONS)}
    return Actions(layout, program, compliance, terms, reversal, agreed, missing, choices)


def _known_terms(layout: Layout, level: str) -> LevelTerms:
    """Return the coefficients of a level; Missing also where what a meeting brings cannot be valued."""
    unknown = layout.table.consequences.missing
    if unknown:
        raise Missing(unknown[sorted(unknown)[0]])
    return level_terms(layout.case, layout.worlds, level)


def _choices(layout: Layout, terms: dict[str, LevelTerms], level: str, missing: dict[str, str]) -> tuple[Choice, ...]:
    """Return every choice that can be valued, the most reversible acts first, so that ties keep more open."""
    sets = range(len(layout.moves.sets))
    out: list[Choice] = []
    if "forgo" not in missing:
        out += [Choice("forgo", None, s) for s in sets]
        out += [Choice("forgo_after_fixing", None, s) for s in sets]
    for name in terms:
        if name != level:
            out += [Choice("step_down", name, s) for s in sets]
            out += [Choice("step_down_after_fixing", name, s) for s in sets]
    if level in terms:
        out += [Choice("fix", level, s) for s in sets]
    return tuple(out)
