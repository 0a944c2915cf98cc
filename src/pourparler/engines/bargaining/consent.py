# SPDX-License-Identifier: Apache-2.0
"""Whose consent a deal needs: everyone's, all but one's, that of named parties, or a number of parties."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class ConsentRule:
    """A deal needs the consent of every party in `vetoes`, and of at least `quota` of all `parties` parties.

    Raises EngineInputError for a party that is not there, or a quota beyond the number of parties.
    Source: weighted and veto games, e.g. Taylor & Zwicker (1999), ch. 1, with one vote each; model.md "Bargaining".
    """

    parties: int
    vetoes: tuple[int, ...]
    quota: int

    def __post_init__(self) -> None:
        if self.parties < 1 or not 0 <= self.quota <= self.parties:
            raise EngineInputError("a quota lies between none and all of the parties")
        if any(not 0 <= party < self.parties for party in self.vetoes) or len(set(self.vetoes)) != len(self.vetoes):
            raise EngineInputError("a veto names a party that is not there, or one twice")

    def is_met(self, consents: Flags) -> Flags:
        """Return whether those who consent suffice; `consents` is [..., party], the result [...]. Source: definition."""
        enough = consents.sum(axis=-1) >= self.quota
        for party in self.vetoes:
            enough = enough & consents[..., party]
        return np.asarray(enough)

    def smallest_coalitions(self) -> tuple[tuple[int, ...], ...]:
        """Return the sets of parties who can make a deal among themselves, none of whom can be spared.

        Source: minimal winning coalitions, Taylor & Zwicker (1999), ch. 1.
        """
        others = [party for party in range(self.parties) if party not in self.vetoes]
        missing = max(0, self.quota - len(self.vetoes))
        return tuple(tuple(sorted((*self.vetoes, *some))) for some in combinations(others, missing))


def unanimity(parties: int) -> ConsentRule:
    """Return the rule by which everyone has to consent. Source: definition."""
    return ConsentRule(parties, tuple(range(parties)), parties)


def all_but(parties: int, spared: int = 1, vetoes: Sequence[int] = ()) -> ConsentRule:
    """Return the rule by which all but so many have to consent, and those with a veto in any case. Source: definition."""
    return ConsentRule(parties, tuple(vetoes), parties - spared)
