# SPDX-License-Identifier: Apache-2.0
"""A GENIUS domain as its files state it, and what it comes to: scores from 0 to 1 for every party.

Semantics, as in GENIUS 10: an option is worth its evaluation divided by the largest evaluation of its issue, times the weight
of the issue; an issue whose evaluations are all 0 is worth nothing. A number of a range is worth what its function gives, cut
off at 0 and 1. Weights are divided by their sum, which GENIUS does in its editor and not when it reads a file. What is worth
no agreement (`reservation`) and the discount factor are kept as they are; without them they are 0 and 1.
Source: Lin, Kraus, Baarslag, Tykhonov, Hindriks & Jonker (2014), "GENIUS: an integrated environment for supporting the design
of generic automated negotiators", Computational Intelligence 30(1); the file format as GENIUS 10.4 reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from pourparler.exchange.ranges import Bounds, label, numbers_of
from pourparler.exchange.stated import Profile, StatedIssue, StatedTable

FunctionKind = Literal["linear", "constant", "triangular"]


@dataclass(frozen=True)
class GeniusIssue:
    """An issue with its options, or with a range of whole or of real numbers (then `options` is empty)."""

    name: str
    options: tuple[str, ...] = ()
    bounds: Bounds | None = None
    whole: bool = False

    def stated(self) -> StatedIssue:
        """Return the issue with its options written out."""
        if self.bounds is None:
            return StatedIssue(self.name, self.options)
        numbers = numbers_of(self.bounds, whole=self.whole)
        return StatedIssue(self.name, tuple(label(number) for number in numbers), numbers)


@dataclass(frozen=True)
class Evaluations:
    """What the options of an issue are worth beside one another, in the order of the domain."""

    values: tuple[Fraction, ...]

    def scores(self, numbers: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """Return the score of each option, from 0 to 1."""
        most = max(self.values)
        return tuple(value / most if most else Fraction(0) for value in self.values)


@dataclass(frozen=True)
class Function:
    """What the numbers of a range are worth.

    `parameters` of a linear function are its value at 0 and its slope; of a constant one its value; of a triangular one where
    it begins, where it ends and where it reaches 1; at its end it is 0, even if that is where it would reach 1.
    """

    kind: FunctionKind
    parameters: tuple[Fraction, ...]

    def scores(self, numbers: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """Return the score of each number, from 0 to 1."""
        return tuple(min(Fraction(1), max(Fraction(0), self._at(number))) for number in numbers)

    def _at(self, number: Fraction) -> Fraction:
        if self.kind == "constant":
            return self.parameters[0]
        if self.kind == "linear":
            intercept, slope = self.parameters
            return intercept + slope * number
        begin, end, top = self.parameters
        if not begin <= number < end:
            return Fraction(0)
        return (number - begin) / (top - begin) if number < top else 1 - (number - top) / (end - top)


Evaluator: TypeAlias = Evaluations | Function


@dataclass(frozen=True)
class GeniusProfile:
    """What one party states: a weight and an evaluator per issue, its value of no agreement, its discount factor."""

    party: str
    weights: tuple[Fraction, ...]
    evaluators: tuple[Evaluator, ...]
    reservation: Fraction = Fraction(0)
    discount: Fraction | None = None


@dataclass(frozen=True)
class GeniusDomain:
    """A domain file and the profiles beside it, with the numbers as they are written."""

    title: str
    issues: tuple[GeniusIssue, ...]
    profiles: tuple[GeniusProfile, ...]

    def stated(self) -> StatedTable:
        """Return what the domain comes to, exactly, on the scale from 0 to 1."""
        issues = tuple(issue.stated() for issue in self.issues)
        return StatedTable(self.title, issues, tuple(_stated(profile, issues) for profile in self.profiles))


def _stated(profile: GeniusProfile, issues: Sequence[StatedIssue]) -> Profile:
    total = sum(profile.weights)
    worth = tuple(
        tuple(weight / total * score for score in evaluator.scores(issue.numbers or ()))
        for weight, evaluator, issue in zip(profile.weights, profile.evaluators, issues, strict=True)
    )
    return Profile(profile.party, worth, profile.reservation, profile.discount)
