# SPDX-License-Identifier: Apache-2.0
"""What one source tells by all that it said: the sum over its states, as one factor over the few questions it bears on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.intentions.reports import Observation, Told, all_but, together, told
from pourparler.engines.intentions.scopes import Scope, Scopes, largest

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: A source is sound, empty or deceptive.
STATES = 3


@dataclass(frozen=True)
class Factor:
    """What one source tells: each of its reports and all of them, P(states) [world, 3], and its log likelihood [world, cell],
    of which the top is taken off in every world."""

    scope: Scope
    soundness: Array
    reports: tuple[Told, ...]
    whole: Told
    log: Array

    def in_worlds(self, some: Flags | slice) -> "Factor":
        """Return the factor in some worlds only."""
        reports = tuple(report.in_worlds(some) for report in self.reports)
        return Factor(self.scope, self.soundness[some], reports, self.whole.in_worlds(some), self.log[some])

    def without(self, place: int, scopes: Scopes) -> "Factor":
        """Return the factor without one of its reports. Source: as `factor_of`."""
        rest = self.reports[:place] + self.reports[place + 1 :]
        return _factor(self.scope, self.soundness, rest, all_but(self.reports, place, self.whole), scopes)


def factor_of(observations: Sequence[Observation], soundness: Array, scopes: Scopes) -> Factor:
    """Return what one source tells by all that it said; `soundness` is [world, 3]. Source: total probability."""
    return factor_of_reports(tuple(told(observation, scopes) for observation in observations), soundness, scopes)


def factor_of_reports(reports: tuple[Told, ...], soundness: Array, scopes: Scopes) -> Factor:
    """Return the same from reports told already, of these scopes. Source: as `factor_of`."""
    scope = scopes.joined([question for report in reports for question in report.questions()])
    return _factor(scope, soundness, reports, together(reports, len(soundness)), scopes)


def _factor(scope: Scope, soundness: Array, reports: tuple[Told, ...], whole: Told, scopes: Scopes) -> Factor:
    if not reports:  # who said nothing tells nothing, whatever its states sum to
        return Factor(scope, soundness, reports, whole, np.zeros((len(soundness), scopes.size(scope))))
    with np.errstate(divide="ignore"):
        log = np.log(chance(whole, scope, soundness, scopes))
    # Only differences between types matter; taken off the top, a flat source adds exactly nothing.
    top = log.max(axis=1, keepdims=True)
    return Factor(scope, soundness, reports, whole, log - np.where(np.isneginf(top), 0, top))


def chances_by_state(said: Told, scope: Scope, soundness: Array, scopes: Scopes) -> tuple[Array, Array, Array]:
    """Return the joint chance of each state and of what was said, [world, cell or 1] each, up to a constant in each world.

    Source: product rule, in logarithms, so that neither many reports nor strong ones run out of numbers.
    """
    with np.errstate(divide="ignore"):
        states = np.log(soundness)
    levels = (states[:, 0], states[:, 1] + said.empty, states[:, 2] + said.level)
    tables = scopes.over_cells(scope, said.sound), np.zeros((1, 1)), scopes.over_cells(scope, said.anyway)
    tops = [level + largest(table) for level, table in zip(levels, tables, strict=True)]
    top = np.maximum(np.maximum(tops[0], tops[1]), tops[2])
    top = np.where(np.isneginf(top), 0, top)
    sound, empty, deceptive = (_exp(table + (level - top)[:, None]) for level, table in zip(levels, tables, strict=True))
    return sound, empty, deceptive


def _exp(own: Array) -> Array:
    """Return e to the power of an array, in its place."""
    return np.exp(own, out=own)


def chance(said: Told, scope: Scope, soundness: Array, scopes: Scopes) -> Array:
    """Return the chance [world, cell] of what a source said, up to a constant in each world. Source: total probability."""
    sound, empty, deceptive = chances_by_state(said, scope, soundness, scopes)
    rest = empty + deceptive
    return np.add(sound, rest, out=sound) if sound.shape[1] >= rest.shape[1] else sound + rest
