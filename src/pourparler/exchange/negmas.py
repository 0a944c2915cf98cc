# SPDX-License-Identifier: Apache-2.0
"""A scenario as NegMAS writes it in YAML or JSON, and what it comes to: weights times values, on the scale of the files.

Semantics, as in NegMAS 0.16: an option is worth the weight of its issue times its value, with neither divided by anything. A
reserved value of minus infinity (NegMAS writes it where none was set) means that any agreement will do: it is read as what the
party's worst package is worth.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from pourparler.exchange.ranges import Bounds, label, numbers_of
from pourparler.exchange.stated import Profile, StatedIssue, StatedTable


@dataclass(frozen=True)
class NegmasIssue:
    """An issue: its options, the number of each where they are numbers, or a range of whole or of real numbers.

    `levels` is the number of values that NegMAS takes a range of real numbers in; here it is 21.
    """

    name: str
    options: tuple[str, ...] = ()
    numbers: tuple[Fraction, ...] | None = None
    bounds: Bounds | None = None
    whole: bool = False
    levels: int | None = None

    def stated(self) -> StatedIssue:
        """Return the issue with its options written out."""
        if self.bounds is None:
            return StatedIssue(self.name, self.options, self.numbers)
        numbers = numbers_of(self.bounds, whole=self.whole)
        return StatedIssue(self.name, tuple(label(number) for number in numbers), numbers)


@dataclass(frozen=True)
class TableOfValues:
    """A value for each option, in the order of the issue."""

    values: tuple[Fraction, ...]

    def at(self, numbers: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """Return the values."""
        return self.values


@dataclass(frozen=True)
class Shape:
    """A function of the numbers of an issue: the name that NegMAS gives it, and its parameters in the order of `SHAPES`."""

    name: str
    parameters: tuple[Fraction, ...]

    def at(self, numbers: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """Return the value of each number."""
        compute = _COMPUTE[self.name]
        return tuple(compute(self.parameters, number) for number in numbers)


Values: TypeAlias = TableOfValues | Shape

#: Functions that give a rational value at a rational number: their parameters, and what stands for one that is not written.
SHAPES: Mapping[str, tuple[tuple[str, Fraction | None], ...]] = {
    "IdentityFun": (),
    "ConstFun": (("bias", None),),
    "LinearFun": (("slope", None),),
    "AffineFun": (("slope", None), ("bias", Fraction(0))),
    "QuadraticFun": (("a2", None), ("a1", None), ("bias", Fraction(0))),
    "TriangularFun": (
        ("start", None),
        ("middle", None),
        ("end", None),
        ("bias", Fraction(0)),
        ("scale", Fraction(1)),
    ),
}


def _triangle(parameters: tuple[Fraction, ...], number: Fraction) -> Fraction:
    start, middle, end, bias, scale = parameters
    if not start < number < end:
        return bias
    if number <= middle:
        return bias + scale * (number - start) / (middle - start)
    return bias + scale * (end - number) / (end - middle)


_COMPUTE: Mapping[str, Callable[[tuple[Fraction, ...], Fraction], Fraction]] = {
    "IdentityFun": lambda p, x: x,
    "ConstFun": lambda p, x: p[0],
    "LinearFun": lambda p, x: p[0] * x,
    "AffineFun": lambda p, x: p[0] * x + p[1],
    "QuadraticFun": lambda p, x: p[0] * x * x + p[1] * x + p[2],
    "TriangularFun": _triangle,
}


@dataclass(frozen=True)
class NegmasProfile:
    """A utility function: a weight and values per issue, a bias, a reserved value (None: minus infinity), a discount."""

    party: str
    weights: tuple[Fraction, ...]
    values: tuple[Values, ...]
    reserved: Fraction | None = None
    bias: Fraction = Fraction(0)
    discount: Fraction | None = None


@dataclass(frozen=True)
class NegmasScenario:
    """An outcome space and the utility functions beside it, with the numbers as they are written."""

    title: str
    issues: tuple[NegmasIssue, ...]
    profiles: tuple[NegmasProfile, ...]

    def stated(self) -> StatedTable:
        """Return what the scenario comes to, exactly, on its own scale."""
        issues = tuple(issue.stated() for issue in self.issues)
        return StatedTable(self.title, issues, tuple(stated_profile(profile, issues) for profile in self.profiles))


def stated_profile(profile: NegmasProfile, issues: Sequence[StatedIssue]) -> Profile:
    """Return the worth of options; the bias is added to every option of the first issue, and so to every package once."""
    worth = tuple(
        tuple(weight * value + (profile.bias if first else 0) for value in values.at(issue.numbers or ()))
        for first, weight, values, issue in zip(
            (True, *(False for _ in issues[1:])), profile.weights, profile.values, issues, strict=True
        )
    )
    no_deal = worst_package(worth) if profile.reserved is None else profile.reserved
    return Profile(profile.party, worth, no_deal, profile.discount)


def worst_package(worth: Sequence[Sequence[Fraction]]) -> Fraction:
    """Return what the worst package is worth."""
    return sum((min(options) for options in worth), Fraction(0))
