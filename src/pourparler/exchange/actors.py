# SPDX-License-Identifier: Apache-2.0
"""Actors on a line, and players with votes, as somebody states them: exact numbers, whatever the file they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True)
class StatedActor:
    """An actor: where it stands, how much it cares (0 to 1), and what it could bring to bear.

    `votes` count in a vote where they differ from capability; `no_agreement` is the answer it expects if nothing is agreed.
    """

    name: str
    capability: Fraction
    position: Fraction
    salience: Fraction
    votes: Fraction | None = None
    no_agreement: Fraction | None = None
    description: str = ""


@dataclass(frozen=True)
class StatedLine:
    """Actors on one question; a file may hold several, of which this is number `dimension`, counted from 1, of `dimensions`."""

    title: str
    actors: tuple[StatedActor, ...]
    dimension: int = 1
    dimensions: int = 1


@dataclass(frozen=True)
class StatedVote:
    """Players of a vote. A coalition wins if it reaches the quota of every rule, and everybody in `vetoes` is in it.

    `rules` hold a weight for each player and a quota, None where the file states none. `results` are indices of power that the
    file states as well, by their names, a share for each player.
    """

    title: str
    players: tuple[str, ...]
    rules: tuple[tuple[tuple[Fraction, ...], Fraction | None], ...]
    vetoes: tuple[str, ...] = ()
    results: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class StatedVotes:
    """Several votes of one file, each titled by its name there."""

    title: str
    votes: tuple[StatedVote, ...]


@dataclass(frozen=True)
class StatedInfluence:
    """What share of its view each actor takes from which other, by name: shares[on][by]."""

    shares: Mapping[str, Mapping[str, Fraction]]
