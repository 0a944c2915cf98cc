# SPDX-License-Identifier: Apache-2.0
"""The errand of a deal in stages: from the name of a case to what its stages leave to either side."""

from typing import TYPE_CHECKING

from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.case import digest, known_by, read
from pourparler.desk import Progress, nothing_says, resolve
from pourparler.version import __version__

if TYPE_CHECKING:  # the mathematics is loaded where something is studied
    from pourparler.assess.staged_study import StagesStudy


def study_stages(
    case: str,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Progress = lambda step: None,
    seat: str | None = None,
) -> "StagesStudy":
    """Find, read and study the stages of a case by themselves, with the order in which they would hold.

    Raises `CaseError`, whose `problems` are every mistake in the file, or the one number that the table lacks.
    """
    progress("read")
    found = read(resolve(case), seat)
    from pourparler.assess.staged_study import study_stages as _study
    from pourparler.assess.worlds import Missing

    of = digest(known_by(found))
    try:
        return _study(found, digest=of, version=__version__, seed=seed, worlds=worlds, progress=progress)
    except Missing as blank:
        raise nothing_says(case, blank.path) from None
