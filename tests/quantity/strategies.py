# SPDX-License-Identifier: Apache-2.0
"""Hypothesis strategies: quantities of every form together with a domain that admits them."""

from hypothesis import strategies as st

from pourparler.quantity import (
    COST,
    DAYS,
    LIKELIHOOD_SCALES,
    POINTS,
    PROBABILITY,
    SCORE,
    SHARE,
    SIGNED_SHARE,
    WEIGHT,
    Band,
    Beta,
    Domain,
    Grade,
    Interval,
    Normal,
    Point,
    Quantity,
    Rest,
    ThreePoint,
    Unknown,
)
from pourparler.quantity.numerals import LARGEST

DOMAINS = (PROBABILITY, SHARE, SIGNED_SHARE, SCORE, POINTS, COST, DAYS, WEIGHT)
BANDS = tuple(Band(scale.name, band.word, band.low, band.high) for scale in LIKELIHOOD_SCALES.values() for band in scale.bands)


def numbers(domain: Domain) -> st.SearchStrategy[float]:
    """Numbers inside a domain, from the tiniest to the largest admitted."""
    return st.floats(max(domain.low, -LARGEST), min(domain.high, LARGEST))


@st.composite
def intervals(draw: st.DrawFn, domain: Domain) -> Interval:
    low, high = sorted([draw(numbers(domain)), draw(numbers(domain))])
    return Interval(low, high)


@st.composite
def three_points(draw: st.DrawFn, domain: Domain) -> ThreePoint:
    low, mode, high = sorted([draw(numbers(domain)) for _ in range(3)])
    return ThreePoint(low, mode, high)


def normals(domain: Domain) -> st.SearchStrategy[Normal]:
    return st.builds(Normal, numbers(domain), st.floats(0, LARGEST, exclude_min=True))


def betas() -> st.SearchStrategy[Beta]:
    return st.builds(Beta, st.floats(0.01, 1e6), st.floats(0.01, 1e6))


def grades() -> st.SearchStrategy[Grade]:
    return st.builds(Grade, st.from_regex(r"\A[A-F][1-6]?\Z"))


def quantities(domain: Domain) -> st.SearchStrategy[Quantity]:
    """Every form that has a meaning in the domain."""
    forms: list[st.SearchStrategy[Quantity]] = [
        st.builds(Point, numbers(domain)),
        intervals(domain),
        three_points(domain),
        normals(domain),
        st.just(Unknown()),
    ]
    if domain.takes_words:
        forms += [betas(), st.sampled_from(BANDS), st.just(Rest())]
    if domain.takes_grades:
        forms.append(grades())
    return st.one_of(forms)


@st.composite
def fitting(draw: st.DrawFn) -> tuple[Quantity, Domain]:
    """A quantity with a domain that it fits."""
    domain = draw(st.sampled_from(DOMAINS))
    return draw(quantities(domain)), domain
