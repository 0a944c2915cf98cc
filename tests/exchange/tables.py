# SPDX-License-Identifier: Apache-2.0
"""Tables for tests: drawn with ties on purpose, and an oracle that looks at every package with exact fractions."""

import itertools
from collections.abc import Mapping
from fractions import Fraction
from math import prod

from hypothesis import strategies as st

from pourparler.exchange import Profile, StatedIssue, StatedTable

#: Names that a spreadsheet, a page or a terminal could take for something else.
NAMES = st.sampled_from(
    [
        "price",
        "long term",
        "a,b",
        'the "rest"',
        "=1+1",
        "-x",
        "@home",
        "+",
        "'tis",
        "''",
        "ä ö",
        "<b>",
        "12",
        "-3",
        "1/3",
        "7.50",
        "x; y",
    ]
)
#: Values with few different sums, so that packages tie, and some that no decimal holds.
VALUES = st.one_of(
    st.integers(-3, 6).map(Fraction),
    st.fractions(-2, 5, max_denominator=7),
    st.decimals(-5, 50, places=3).map(Fraction),
)


@st.composite
def tables(draw: st.DrawFn, values: st.SearchStrategy[Fraction] = VALUES, most_parties: int = 4) -> StatedTable:
    """Draw a table of up to four issues, with combinations that add something and others that are barred."""
    issues = []
    for name in draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)):
        options = tuple(draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)))
        issues.append(StatedIssue(name, options))
    parties = draw(st.lists(NAMES, min_size=2, max_size=most_parties, unique=True))

    def combination() -> Mapping[str, str]:
        some = draw(st.lists(st.sampled_from(issues), min_size=1, max_size=len(issues), unique_by=lambda issue: issue.name))
        return {issue.name: draw(st.sampled_from(issue.options)) for issue in some}

    joined = [combination() for _ in range(draw(st.integers(0, 2)))]
    joined = [each for place, each in enumerate(joined) if len(each) > 1 and each not in joined[:place]]
    barred = [combination() for _ in range(draw(st.integers(0, 1)))]
    profiles = tuple(
        Profile(
            party,
            tuple(tuple(draw(values) for _ in issue.options) for issue in issues),
            draw(values),
            together=tuple((each, draw(values.filter(bool))) for each in joined),
        )
        for party in parties
    )
    return StatedTable("a table", tuple(issues), profiles, 100, tuple(barred))


def packages_of(table: StatedTable) -> dict[tuple[str, ...], tuple[Fraction, ...]]:
    """Return every package that is not barred with its values, by sums of fractions."""
    out = {}
    for options in itertools.product(*(issue.options for issue in table.issues)):
        package = {issue.name: option for issue, option in zip(table.issues, options, strict=True)}
        if not any(package | dict(barred) == package for barred in table.barred if barred):
            out[options] = tuple(_worth(table, profile, package) for profile in table.profiles)
    return out


def _worth(table: StatedTable, profile: Profile, package: dict[str, str]) -> Fraction:
    total = Fraction(0)
    for issue, worth in zip(table.issues, profile.worth, strict=True):
        total += worth[issue.options.index(package[issue.name])]
    return total + sum((amount for each, amount in profile.together if package | dict(each) == package), Fraction(0))


def dominates(one: tuple[Fraction, ...], other: tuple[Fraction, ...]) -> bool:
    """Return whether one point is at least as good for everybody, and better for somebody."""
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


def frontier_of(table: StatedTable) -> dict[tuple[Fraction, ...], int]:
    """Return every value point that no package dominates, with the number of packages that attain it."""
    every = list(packages_of(table).values())
    points = {values for values in every if not any(dominates(other, values) for other in every)}
    return {values: every.count(values) for values in points}


def gains_of(table: StatedTable, values: tuple[Fraction, ...]) -> list[Fraction]:
    """Return what each party gains over no deal."""
    return [value - profile.no_deal for value, profile in zip(values, table.profiles, strict=True)]


def product_of(table: StatedTable, values: tuple[Fraction, ...]) -> Fraction:
    """Return the product of gains."""
    return prod(gains_of(table, values), start=Fraction(1))
