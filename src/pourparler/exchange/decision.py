# SPDX-License-Identifier: Apache-2.0
"""A plain decision problem as a file states it: what its types, actions, steps and outcomes are called, beside its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.readiness import DecisionProblem

#: The outcome of a step that has failed: it tells nothing and adds nothing.
FAILED = "failed"


@dataclass(frozen=True)
class StatedStep:
    """A step by name, with what it is in words (empty where nobody says), its outcomes, and the question it reveals, if any.

    `of` is its name in the file: several steps share it where one may be taken several times.
    """

    name: str
    what: str
    outcomes: tuple[str, ...]
    reveals: str | None
    of: str


@dataclass(frozen=True)
class StatedQuestion:
    """A question about the type: its answers, and the answer [type] that each type gives, counted from 0."""

    name: str
    answers: tuple[str, ...]
    of_type: NDArray[np.intp]


@dataclass(frozen=True)
class StatedDecision:
    """A decision problem that has been read: `steps` are those of `problem`, a repeated one once per time."""

    title: str
    types: tuple[str, ...]
    actions: tuple[str, ...]
    steps: tuple[StatedStep, ...]
    questions: Mapping[str, StatedQuestion]
    problem: DecisionProblem
