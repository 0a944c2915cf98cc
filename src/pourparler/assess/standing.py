# SPDX-License-Identifier: Apache-2.0
"""What a report of a sound source still says: whether a word means the same, whether it is too old, who can commit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.worlds import Missing, Worlds
from pourparler.case import Case, Evidence
from pourparler.engines.intentions import fading
from pourparler.quantity import DAYS, PROBABILITY, Quantity

Array = NDArray[np.float64]
FULL, PARTIAL, NONE = "full", "partial", "none"


@dataclass(frozen=True)
class Standing:
    """Chances [world], each None where nothing is stated: the word means the same, the claim still holds, the speaker commits.

    `authority` is what the case states of the speaker on the issue of the item.
    """

    same: Array | None
    current: Array | None
    commits: Array | None
    authority: str | None

    @property
    def holds(self) -> Array | None:
        """The chance that the report says what it seems to say; None where nothing speaks against it."""
        stated = [part for part in (self.same, self.current, self.commits) if part is not None]
        return np.asarray(np.prod(stated, axis=0)) if stated else None


def standing_of(case: Case, worlds: Worlds, item: Evidence) -> Standing:
    """Return what is stated of an item and of its source."""
    authority = authority_on(case, item.source, item.issue)
    return Standing(
        _same(case, worlds, item),
        _current(case, worlds, item),
        None if authority is None else commitment(worlds, item.source or "", item.issue or "", authority),
        authority,
    )


def _same(case: Case, worlds: Worlds, item: Evidence) -> Array | None:
    for number, meaning in enumerate(case.interpretation):
        if item.word == meaning.word and meaning.same is not None:
            return worlds.draw(("interpretation", str(number), "same"), meaning.same, PROBABILITY)
    return None


def _current(case: Case, worlds: Worlds, item: Evidence) -> Array | None:
    """Return the chance that a claim still holds on the day of the case; the item's own half-life goes before its source's."""
    path, half_life = half_life_of(case, item)
    if half_life is None:
        return None
    try:
        return fading((case.as_of - item.known_at).days, worlds.draw(path, half_life, DAYS))
    except Missing:  # how long it lasts is not known: anything from all of it to nothing is left
        return worlds.draw(path, None, PROBABILITY)


def half_life_of(case: Case, item: Evidence) -> tuple[tuple[str, ...], Quantity | None]:
    """Return in how many days half of a claim is gone, with the place where that stands; None where it does not fade."""
    source = case.sources.get(item.source) if item.source is not None else None
    if item.half_life_days is None and source is not None:
        return ("sources", item.source or "", "half_life_days"), source.half_life_days
    return ("evidence", item.id, "half_life_days"), item.half_life_days


def authority_on(case: Case, source: str | None, issue: str | None) -> str | None:
    """Return what a source can commit to on an issue: full, partial or none; None where the case says nothing of it.

    Whoever has authority stated on some issues has none on the others.
    """
    held = case.sources[source].authority if source is not None and source in case.sources else {}
    return held.get(issue, NONE) if issue is not None and held else None


def commitment(worlds: Worlds, source: str, issue: str, authority: str) -> Array:
    """Return the chance [world] that what somebody says on an issue counts; partial authority is anything between."""
    if authority == PARTIAL:
        return worlds.draw(("sources", source, "authority", issue), None, PROBABILITY)
    return np.full(worlds.count, float(authority == FULL))
