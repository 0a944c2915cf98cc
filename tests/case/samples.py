# SPDX-License-Identifier: Apache-2.0
"""Two valid case files, and a way to spoil them at one place and look at what is reported."""

from pathlib import Path

from pourparler.case import CaseError, Problem, read_text

HERE = Path(__file__).parent
SMALL = (HERE / "small.yaml").read_text(encoding="utf-8")
"""The smallest useful case."""
FULL = (HERE / "full.yaml").read_text(encoding="utf-8")
"""Every key of the vocabulary at least once."""


def spoilt(sample: str, *changes: tuple[str, str]) -> str:
    """Return a sample with each first occurrence of an old text replaced by a new one; it must occur."""
    for old, new in changes:
        assert old in sample, old
        sample = sample.replace(old, new, 1)
    return sample


def problems_in(text: bytes | str) -> tuple[Problem, ...]:
    """Return the problems of a case; none if it can be read."""
    try:
        read_text(text, "case.yaml")
    except CaseError as error:
        assert error.problems
        assert all(isinstance(problem, Problem) for problem in error.problems)
        return tuple(problem for problem in error.problems if isinstance(problem, Problem))
    return ()


def the_problem(text: bytes | str) -> Problem:
    """Return the only problem of a case."""
    found = problems_in(text)
    assert len(found) == 1, "\n".join(map(str, found)) or "no problem"
    return found[0]
