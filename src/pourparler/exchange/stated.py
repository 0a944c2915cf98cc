# SPDX-License-Identifier: Apache-2.0
"""A bargaining table as somebody states it, whatever the format: issues, options, and exact numbers per party."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True)
class StatedIssue:
    """An issue with its options in the order of the file, and the number each stands for where it was given as a range."""

    name: str
    options: tuple[str, ...]
    numbers: tuple[Fraction, ...] | None = None


@dataclass(frozen=True)
class Profile:
    """What a table is worth to one party, exactly, on the scale of the table.

    `worth` holds per issue what each option adds: weights are multiplied in already. `together` lists what combinations,
    issue -> option, add beyond that. `no_deal` is the reservation value; `discount` the factor per round of talks, if any.
    """

    party: str
    worth: tuple[tuple[Fraction, ...], ...]
    no_deal: Fraction = Fraction(0)
    discount: Fraction | None = None
    together: tuple[tuple[Mapping[str, str], Fraction], ...] = ()


@dataclass(frozen=True)
class StatedTable:
    """Issues, and a profile per party. Values run from 0 to `scale`: 1 in a domain of agents, 100 in value points.

    `barred` lists combinations, issue -> option, that no package may hold; `offers` are packages that have a name.
    """

    title: str
    issues: tuple[StatedIssue, ...]
    profiles: tuple[Profile, ...]
    scale: int = 1
    barred: tuple[Mapping[str, str], ...] = ()
    offers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def parties(self) -> tuple[str, ...]:
        """The names of the parties, in the order of the file."""
        return tuple(profile.party for profile in self.profiles)
