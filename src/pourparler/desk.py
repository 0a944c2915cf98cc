# SPDX-License-Identifier: Apache-2.0
"""The desk: the one errand that every face runs, from the name of a case to its assessment."""

import difflib
import time
from collections.abc import Callable
from pathlib import Path

from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS, Assessment
from pourparler.assess import assess as _assess
from pourparler.case import Case, CaseError, Problem, digest, read
from pourparler.catalog import find, names, template
from pourparler.version import __version__
from pourparler.wording import say

Progress = Callable[[str], None]

#: How many names of the catalog are offered where a name was not found.
_MOST_OFFERED = 3


def resolve(case: str) -> Path:
    """Return where a case lies: an existing path first, else the case of that name in the catalog.

    Raises `CaseError` with one problem where there is neither. A path that cannot be looked at is returned as it
    is: reading it says why.
    """
    path = Path(case)
    try:
        if case and path.exists():
            return path
    except (OSError, ValueError):
        return path
    found = find(case.strip("/"))
    if found is not None:
        return found
    raise CaseError((Problem(case or "''", 0, 0, "", "", _nothing(), _advice(case)),))


def _nothing() -> str:
    return say("no such file, and no such case in the catalog")


def _advice(case: str) -> str:
    """Say what to give instead: the names in the catalog that are close, if any."""
    known = names()
    short = {name.rpartition("/")[2]: name for name in known}
    close = difflib.get_close_matches(case, [*known, *short], n=_MOST_OFFERED)
    offered = list(dict.fromkeys(short.get(name, name) for name in close))
    if offered:
        return say("did you mean {names}?", names=", ".join(offered))
    return say("give the path of a case file, of a folder that holds case.yaml, or a name from the catalog")


def assess(
    case: Case,
    *,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Progress = lambda step: None,
) -> Assessment:
    """Assess a case that has been read; the result carries its digest and the version of this package.

    The same case, seed, number of worlds and version give the same assessment. `progress` is told the name of
    each step as it begins.
    """
    return _assess(case, digest=digest(case), version=__version__, seed=seed, worlds=worlds, progress=progress)


def run_errand(
    case: str,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Progress = lambda step: None,
) -> Assessment:
    """Find, read and assess a case: `case` is a path or a name of the catalog.

    Raises `CaseError`, whose `problems` are every mistake in the file.
    """
    progress("read")
    return assess(read(resolve(case)), seed=seed, worlds=worlds, progress=progress)


class Stopwatch:
    """Take the time of each step of an errand, by being told of its beginning; results never hold times."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._marks: list[tuple[str, float]] = []

    def __call__(self, step: str) -> None:
        """Note that `step` begins now, and that the one before it has ended."""
        self._marks.append((step, self._clock()))

    def times(self) -> tuple[tuple[str, float], ...]:
        """Return (step, seconds) in the order of the steps, up to now."""
        ends = [*(begun for _, begun in self._marks[1:]), self._clock()]
        return tuple((step, end - begun) for (step, begun), end in zip(self._marks, ends, strict=True))
