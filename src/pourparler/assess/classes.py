# SPDX-License-Identifier: Apache-2.0
"""The reference classes that come with the program, as rows: their counts with the interval that these leave."""

from dataclasses import dataclass

from pourparler.case import known_classes
from pourparler.engines.intentions import wilson_interval


@dataclass(frozen=True)
class ClassRow:
    """One class: what it counts, how often, its 95 % score interval (Wilson), its source, and why to be careful with it."""

    name: str
    counts: str
    successes: int
    n: int
    share: float
    low: float
    high: float
    source: str
    caveats: tuple[str, ...]


@dataclass(frozen=True)
class Classes:
    """All classes that a case can take by name."""

    classes: tuple[ClassRow, ...]


def class_rows() -> Classes:
    """Return every class that comes with the program, in the order of its file."""
    return Classes(
        tuple(
            ClassRow(
                known.name,
                known.counts,
                known.successes,
                known.n,
                known.successes / known.n,
                *wilson_interval(known.successes, known.n),
                known.source,
                known.caveats,
            )
            for known in known_classes().values()
        )
    )
