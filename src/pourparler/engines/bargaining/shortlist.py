# SPDX-License-Identifier: Apache-2.0
"""A shortlist: a handful of packages that differ, each with the reason for which it is on the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: A shortlist holds at least so many packages, where there are as many: fewer leave nothing to fall back on.
FEWEST = 5
#: It never holds more than so many: nobody keeps more in mind at a table.
MOST = 12
#: Scores that differ by less tie: beyond that stands the rounding of sums, in points.
TIE_DECIMALS = 9
#: Packages that fill the list up are at least so acceptable, as a share of the most acceptable one.
LEAST_ACCEPTABLE = 0.5
#: The reason for which a package fills the list up.
DIFFERENT: Final = "different"


@dataclass(frozen=True)
class Reason:
    """A reason to be on the list: its name, a score [package] of which the highest counts, and who is eligible [package]."""

    name: str
    score: Array
    eligible: Flags


@dataclass(frozen=True)
class Shortlist:
    """Candidates on the list, best known first, with the reasons for each; several packages may share a reason by a tie."""

    packages: tuple[int, ...]
    reasons: tuple[tuple[str, ...], ...]


def shortlist(options: NDArray[np.intp], reasons: Sequence[Reason], acceptable: Array, open_to: Flags) -> Shortlist:
    """Return a shortlist of candidates given as options, [package, issue].

    For each reason in turn the eligible candidate with the highest score joins. While the list is shorter than five, it is
    filled up with the candidate that differs from all on it in the most issues (the least number of differing issues to any of
    them is the greatest), among those that `open_to` admits and that are at least half as acceptable as the most acceptable;
    of equally different ones the more acceptable joins. `acceptable` [package] is the probability that everybody accepts.

    Ties are broken by `acceptable`; what still ties joins together, for to pick one would depend on the order of options and
    not on what they are worth. Where those that tie would take the list beyond twelve, none of them joins for that reason. So
    the list does not depend on which seat is whose, nor on the order of candidates, except that it is sorted by reason and
    then by place.

    Raises EngineInputError for arrays of different lengths.
    Source: this project's rule; the greedy choice of what is farthest from all chosen is that of Gonzalez (1985), Theoretical
    Computer Science 38, 293-306.
    """
    if any(len(part) != len(options) for r in reasons for part in (r.score, r.eligible)) or len(acceptable) != len(options):
        raise EngineInputError("every candidate needs a score for every reason")
    chosen: dict[int, list[str]] = {}
    for reason in reasons:
        best = _best(np.where(reason.eligible, reason.score, -np.inf), acceptable)
        if len(chosen.keys() | set(best)) <= MOST:
            for package in best:
                chosen.setdefault(package, []).append(reason.name)
    likely = open_to & (acceptable >= LEAST_ACCEPTABLE * acceptable.max(initial=0)) & (acceptable > 0)
    while 0 < len(chosen) < FEWEST:
        apart = (options[:, None, :] != options[list(chosen)][None, :, :]).sum(axis=2).min(axis=1).astype(np.float64)
        best = _best(np.where(likely & (apart > 0), apart, -np.inf), acceptable)
        if not best or len(chosen) + len(best) > MOST:
            break
        for package in best:
            chosen[package] = [DIFFERENT]
    return Shortlist(tuple(chosen), tuple(tuple(held) for held in chosen.values()))


def _best(score: Array, acceptable: Array) -> list[int]:
    """Return all candidates with the highest score, of these the most acceptable; none if nobody is eligible."""
    if not len(score) or np.isneginf(score.max()):
        return []
    level = np.round(score, TIE_DECIMALS)
    first = level == level.max()
    second = np.where(first, np.round(acceptable, TIE_DECIMALS), -1.0)
    return [int(place) for place in np.flatnonzero(second == second.max())]
