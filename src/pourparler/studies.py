# SPDX-License-Identifier: Apache-2.0
"""The errand of `goals`: find, read and study the goals of a case by themselves, and hold them against an earlier version."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.case import digest, known_by, read
from pourparler.desk import nothing_says, resolve
from pourparler.version import __version__

if TYPE_CHECKING:  # the mathematics is loaded where something is studied
    from pourparler.assess.goals_studied import GoalsStudy

Progress = Callable[[str], None]


def study_goals(
    case: str,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Progress = lambda step: None,
    seat: str | None = None,
) -> "GoalsStudy":
    """Find, read and study the goals of a case by themselves.

    Raises `CaseError`, whose `problems` are every mistake in the file, or the one number that the table lacks.
    """
    progress("read")
    found = read(resolve(case), seat)
    from pourparler.assess.goals_study import study_goals as _study
    from pourparler.assess.worlds import Missing

    of = digest(known_by(found))
    try:
        return _study(found, digest=of, version=__version__, seed=seed, worlds=worlds, progress=progress)
    except Missing as blank:
        raise nothing_says(case, blank.path) from None
