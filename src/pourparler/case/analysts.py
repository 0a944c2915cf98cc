# SPDX-License-Identifier: Apache-2.0
"""Independent judgements of several analysts, at the question or item of evidence that they judge, and their pool."""

from typing import Literal

from pourparler.case.fields import Day, Identifier, Likelihood, Power, Probability, Text
from pourparler.case.part import Part


class AnalystPrior(Part):
    """How likely one analyst holds each hypothesis of a question to be before the evidence, since when."""

    hypotheses: dict[Identifier, Probability]
    on: Day | None = None
    note: Text | None = None


class AnalystLikelihood(Part):
    """How likely one analyst holds an item of evidence to be under each hypothesis, by question, since when."""

    likelihood: dict[Identifier, Likelihood]
    on: Day | None = None
    note: Text | None = None


class Pooling(Part):
    """How judgements are pooled: whether the analysts know the same, and by which power the pooled odds are then raised.

    A power above 1 mends that each of them holds only part of what is known, and so needs `information: separate`.
    """

    information: Literal["shared", "separate"] | None = None
    extremizing: Power | None = None
