# SPDX-License-Identifier: Apache-2.0
"""What may be chosen once preparation stops: to meet at a level, or not to, with each set of moves; and what it is worth."""

import dataclasses
from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.preparation import Program
from pourparler.assess.prospects import Layout, LevelTerms, Outlook, Situation, level_terms
from pourparler.assess.worlds import Missing
from pourparler.case import LEVELS
from pourparler.engines.readiness import Leaf, Prospects, State, forgoing_value, meeting_value
from pourparler.quantity import COST, PROBABILITY

Array = NDArray[np.float64]
Act = Literal["fix", "step_down", "forgo", "step_down_after_fixing", "forgo_after_fixing"]

ACTIONS = ("fix", "fix_conditionally", "step_down", "hold", "forgo")
#: How many leaves and outlooks are kept at once: they are large, and neighbouring states of a plan share them.
KEPT = 8


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
    _masks: dict[object, NDArray[np.bool_]] = dataclasses.field(default_factory=dict)

    def outlook(self, state: State) -> tuple[Situation, Outlook]:
        """Return where preparation stands in a state, and the prospects there."""
        key = self.program.essence(state)
        if key not in self._outlooks:
            situation = self.program.situation(self.layout, state)
            self._outlooks[key] = (situation, self.layout.outlook(situation))
            if len(self._outlooks) > KEPT:
                self._outlooks.popitem(last=False)
        return self._outlooks[key]

    def leaf(self, state: State) -> Leaf:
        """Return the values of every choice in a state; those that cannot be had there are 0 and barred by `allowed`."""
        key = self.program.essence(state)
        if key not in self._leaves:
            self._leaves[key] = self.leaf_of(*self.outlook(state))
            if len(self._leaves) > KEPT:
                self._leaves.popitem(last=False)
        return self._leaves[key]

    def leaf_of(self, situation: Situation, outlook: Outlook) -> Leaf:
        """Return the values of every choice in a situation, [world, type, choice]."""
        cost = self.layout.moves.cost
        nothing = np.zeros(self.layout.worlds.count)
        kept = forgoing_value(outlook.own_no_deal, cost, nothing)
        blocks: dict[tuple[Act, str | None], Array] = {}
        reversal = nothing if self.reversal is None else self.reversal
        blocks["forgo", None] = kept - (reversal[:, None, None] if self.agreed else 0)
        blocks["forgo_after_fixing", None] = kept - reversal[:, None, None]
        for level in self.terms:
            met = self._meeting(situation, outlook, level)
            if level == self._level:
                blocks["fix", level] = met
            else:
                blocks["step_down", level] = met
                blocks["step_down_after_fixing", level] = met - reversal[:, None, None]
        # Choice after choice in memory, as the blocks are set after set: copied in long runs, and averaged without a copy.
        values = np.empty((len(self.choices), *kept.shape[:2]))
        for place, choice in enumerate(self.choices):
            values[place] = blocks[choice.act, choice.level][:, :, choice.moves]
        return Leaf(np.moveaxis(values, 0, -1), kept[:, :, outlook.available])

    @property
    def considered(self) -> frozenset[str]:
        """The actions that the case considers: all, unless it names some."""
        return frozenset(self.layout.case.actions or ACTIONS)

    @property
    def _level(self) -> str:
        meeting = self.layout.case.meeting
        return meeting.level if meeting is not None else LEVELS[-1]

    def _meeting(self, situation: Situation, outlook: Outlook, level: str) -> Array:
        terms = self.terms[level]
        chance = np.clip(terms.collapse + situation.collapse, 0, 1)
        return meeting_value(
            self.prospects(situation, outlook, level),
            self.compliance,
            terms.price,
            self.layout.moves.cost,
            chance * terms.loss,
        )

    def prospects(self, situation: Situation, outlook: Outlook, level: str) -> Prospects:
        """Return the prospects of meeting at a level in a situation."""
        return outlook.prospects(self.terms[level].reach + situation.reach)

    def mask(self, state: State, acts: tuple[Act, ...], blocked: frozenset[str]) -> NDArray[np.bool_]:
        """Return which choices [choice] can be had in a state, given acts and the conditions that still hold the gate."""
        held = bool(blocked - self.program.met(state))
        considered = self.considered
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
