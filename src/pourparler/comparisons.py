# SPDX-License-Identifier: Apache-2.0
"""The errands of `what-if` and `compare`: a case beside the same with some places set otherwise, or beside another one."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.case import Case, digest, known_by, read
from pourparler.case.memory import InMemory
from pourparler.case.supposed import settings_of
from pourparler.desk import place_of, resolve
from pourparler.version import __version__

if TYPE_CHECKING:  # the mathematics is loaded where something is assessed
    from pourparler.assess.compared import Comparison

Progress = Callable[[str], None]


def suppose(
    case: str,
    settings: Sequence[str],
    taken: Sequence[str] = (),
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Progress = lambda step: None,
    seat: str | None = None,
) -> "Comparison":
    """Assess a case as it is and as it would be with `settings` (`PATH=VALUE`) made and the paths in `taken` taken away.

    No file is changed. Raises `CaseError` with every mistake in the case as it is, else with those of the settings.
    """
    progress("read")
    path = resolve(case)
    before = read(path, seat)
    after = read(path, seat, settings=settings_of(settings, taken))
    return _compared(before, after, seed, worlds, progress)


def compare_cases(
    before: str | InMemory,
    after: str | InMemory,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Progress = lambda step: None,
    seat: str | None = None,
) -> "Comparison":
    """Assess two cases, or two versions of one, on the same draws. Raises `CaseError` with every mistake in the first, or else
    the second."""
    progress("read")
    first, second = (read(place, seat) for place in [place_of(case) for case in (before, after)])
    return _compared(first, second, seed, worlds, progress)


def _compared(before: Case, after: Case, seed: int, worlds: int, progress: Progress) -> "Comparison":
    from pourparler.assess.compared import compare as _compare

    sides = [(case, digest(known_by(case))) for case in (before, after)]
    return _compare(sides[0], sides[1], version=__version__, seed=seed, worlds=worlds, progress=progress)
