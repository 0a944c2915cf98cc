# SPDX-License-Identifier: Apache-2.0
"""Strategies for small tables of several parties, and a second, plain implementation that compares every pair of packages."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import numpy as np
from hypothesis import strategies as st

from pourparler.engines.bargaining import Combination, ConsentRule, Payoffs

Point = tuple[int, ...]
Package = tuple[int, ...]

#: Few steps make ties; many make none, and use most of the bits there are.
SPREADS = (1, 3, 12, 1_000, 10**9)


def _combination(generator: np.random.Generator, counts: Sequence[int], at_most: int) -> Combination:
    """Return an option for some of the issues."""
    size = int(generator.integers(1, min(at_most, len(counts)) + 1))
    issues = generator.choice(len(counts), size=size, replace=False).tolist()
    return {issue: int(generator.integers(counts[issue])) for issue in issues}


@st.composite
def small_payoffs(draw: st.DrawFn, parties: tuple[int, int] = (2, 5), most_packages: int = 400) -> Payoffs:
    """Draw a table of 2 to 5 parties, with and without combinations that add or bar something, ties on purpose."""
    count, spread = draw(st.integers(*parties)), draw(st.sampled_from(SPREADS))
    sizes: list[int] = []
    for size in draw(st.lists(st.integers(1, 6), min_size=1, max_size=8)):
        if int(np.prod(sizes, dtype=int)) * size <= most_packages:
            sizes.append(size)
    terms, bars = draw(st.tuples(st.integers(0, 6), st.integers(0, 4)) | st.just((0, 0)))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    parts = [generator.integers(-spread, spread + 1, (size, count)) for size in sizes]
    together = [(_combination(generator, sizes, 6), generator.integers(-spread, spread + 1, count)) for _ in range(terms)]
    return Payoffs(tuple(parts), tuple(together), tuple(_combination(generator, sizes, 4) for _ in range(bars)))


def open_packages(payoffs: Payoffs) -> Iterator[tuple[Package, Point]]:
    """Yield every package that is not barred with its values, by plain sums of whole numbers."""
    for package in product(*(range(count) for count in payoffs.option_counts)):
        if any(all(package[i] == o for i, o in combination.items()) for combination in payoffs.barred):
            continue
        total = [0] * payoffs.parties
        held = [part[option] for part, option in zip(payoffs.parts, package, strict=True)]
        held += [amount for c, amount in payoffs.together if all(package[i] == o for i, o in c.items())]
        for values in held:
            total = [a + int(b) for a, b in zip(total, values, strict=True)]
        yield package, tuple(total)


def frontier_by_pairs(payoffs: Payoffs, floors: Sequence[int] | None = None) -> dict[Point, set[Package]]:
    """Return the value points that no other one beats, by comparing every pair, with the packages that attain them."""
    by_point: dict[Point, set[Package]] = {}
    for package, point in open_packages(payoffs):
        if floors is None or all(value >= floor for value, floor in zip(point, floors, strict=True)):
            by_point.setdefault(point, set()).add(package)
    if not by_point:
        return {}
    points = np.array(list(by_point))
    beaten = np.zeros(len(points), dtype=bool)
    for point in points:
        beaten |= (point >= points).all(axis=1) & (point != points).any(axis=1)
    return {point: packages for (point, packages), out in zip(by_point.items(), beaten, strict=True) if not out}


def consenting(points: Sequence[Point], no_deal: Point, rule: ConsentRule) -> list[int]:
    """Return the points to which enough parties consent, by counting."""
    found = []
    for place, point in enumerate(points):
        yes = [party for party, (value, floor) in enumerate(zip(point, no_deal, strict=True)) if value >= floor]
        if len(yes) >= rule.quota and set(rule.vetoes) <= set(yes):
            found.append(place)
    return found


def best_by(points: Sequence[Point], no_deal: Point, rule: ConsentRule, solution: str) -> set[int]:
    """Return all points that a solution picks, in exact fractions, by the definitions in the docstrings."""
    some = consenting(points, no_deal, rule)
    if not some:
        return set()
    gains = {place: [v - d for v, d in zip(points[place], no_deal, strict=True)] for place in some}
    most = [max(0, *(gain[party] for gain in gains.values())) for party in range(len(no_deal))]
    able = [party for party in range(len(no_deal)) if most[party] > 0]

    def shares(place: int) -> list[Fraction]:
        return sorted(Fraction(gains[place][party], most[party]) for party in able)

    def rank(place: int) -> object:
        gain = gains[place]
        if solution == "kalai_smorodinsky":
            return shares(place)
        if solution == "egalitarian":
            return sorted(gain), shares(place)
        if solution == "utilitarian":
            return sum(points[place])
        gaining = [party for party in range(len(gain)) if gain[party] > 0]
        everyone = len(gaining) == len(gain)
        size = Fraction(1)
        for party in gaining:
            size *= Fraction(gain[party], 1 if everyone else most[party])
        return everyone, len(gaining), size, shares(place)

    top = max(rank(place) for place in some)  # type: ignore[type-var]
    return {place for place in some if rank(place) == top}
