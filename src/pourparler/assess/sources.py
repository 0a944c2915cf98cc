# SPDX-License-Identifier: Apache-2.0
"""How far the sources of a case can be relied on: stated, by the case's own table of grades, or along a chain of relays."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.worlds import Worlds
from pourparler.case import Case, Link
from pourparler.engines.intentions import chained_soundness, relay_rates, relay_soundness
from pourparler.quantity import PROBABILITY, Rest

Array = NDArray[np.float64]
STATES = ("sound", "empty", "deceptive")


def source_states(case: Case, worlds: Worlds, name: str) -> tuple[Array, Array | None]:
    """Return P(sound, empty, deceptive) [world, 3] of a source, and its empty rate if a relay sets one."""
    source = case.sources[name]
    path = ("sources", name)
    if source.links:
        return _linked(case, worlds, path, source.links)
    if source.grade is not None:
        link = _graded(case, worlds, source.grade)
        return chained_soundness([link] * (source.chain or 1)), None
    triple = _triple(worlds, path, source.sound, source.empty, source.deceptive)
    return chained_soundness([triple] * (source.chain or 1)), None


def unstated(worlds: Worlds, path: tuple[str, ...]) -> Array:
    """Return the states of a source of which nothing is known: how likely it is to be sound ranges over all it may be."""
    return _triple(worlds, path, None, None, None)


def _triple(worlds: Worlds, path: tuple[str, ...], sound: object, empty: object, deceptive: object) -> Array:
    """Return the three states of a source.

    Where only soundness is stated, what is left is empty: it tells nothing. One state that is not stated takes what is left.
    """
    stated = {"sound": sound, "empty": empty, "deceptive": deceptive}
    blank = [name for name, value in stated.items() if value is None]
    if len(blank) == 1:
        stated[blank[0]] = Rest()
    if empty is None and deceptive is None:
        known = worlds.draw((*path, "sound"), sound, PROBABILITY)  # type: ignore[arg-type]
        return np.stack([known, 1 - known, np.zeros_like(known)], axis=1)
    return worlds.shares(path, stated, STATES)  # type: ignore[arg-type]


def _graded(case: Case, worlds: Worlds, grade: str) -> Array:
    """Return the states that a case's own table gives a grade; unknown if the table lacks it."""
    # A table may grade the source alone (B) where the case also grades what it says (B2).
    name = grade if grade in case.grades else grade[:1]
    row = case.grades.get(name)
    path = ("grades", name)
    if row is None:
        return _triple(worlds, path, None, None, None)
    return _triple(worlds, path, row.sound, row.empty, row.deceptive)


def _linked(case: Case, worlds: Worlds, path: tuple[str, ...], links: Sequence[Link]) -> tuple[Array, Array | None]:
    """Return the states of a chain of links; a chain of plain relays also sets the rate of its empty reports."""
    rates = []
    states = []
    for number, link in enumerate(links):
        place = (*path, "links", str(number))
        if link.grade is not None:
            states.append(_graded(case, worlds, link.grade))
            continue
        hit = worlds.draw((*place, "hit"), link.hit, PROBABILITY)
        # A link tells more hits than false alarms or it tells nothing: what a range draws beyond is cut there.
        false_alarm = np.minimum(worlds.draw((*place, "false_alarm"), link.false_alarm, PROBABILITY), hit)
        rates.append((hit, false_alarm))
        states.append(np.stack([hit - false_alarm, 1 - hit + false_alarm, np.zeros_like(hit)], axis=1))
    if len(rates) == len(links):
        sound, empty_rate = relay_soundness(*relay_rates(rates))
        return np.stack([sound, 1 - sound, np.zeros_like(sound)], axis=1), empty_rate
    return chained_soundness(states), None
