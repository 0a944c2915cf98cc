# SPDX-License-Identifier: Apache-2.0
"""The errors of this package, all children of one parent.

A caller's mistake is raised. A legitimate outcome, such as an empty zone of agreement, is a value and never
an error.
"""


class PourparlerError(Exception):
    """Parent of every error that this package raises on purpose."""


class QuantityError(PourparlerError, ValueError):
    """Something written as an uncertain quantity cannot be read, or cannot be drawn.

    `found` says what was found, quoted and cut to 60 characters; `advice` says what to write instead.
    The message is both.
    """

    def __init__(self, found: str, advice: str) -> None:
        # Both go to the parent, so that the error survives pickling between processes.
        super().__init__(found, advice)
        self.found = found
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.found}: {self.advice}"


class CaseError(PourparlerError):
    """A case cannot be read; `problems` holds every problem that was found, in the order of the file."""

    def __init__(self, problems: tuple[object, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class EngineInputError(PourparlerError, ValueError):
    """A caller handed an engine something outside what its docstring admits."""


class NoFrameError(PourparlerError):
    """A result cannot be given as a pandas frame: pandas is not there, or the result has no such table."""


class ArchiveError(PourparlerError):
    """An archive cannot be opened, or cannot take what it was given; the message says what to do."""


class NotFound(ArchiveError):
    """There is no such thing, or it is not for whoever asks: the two answers are the same, to the letter."""
