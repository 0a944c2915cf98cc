# SPDX-License-Identifier: Apache-2.0
"""Break-even probabilities against exact roots and a dense grid, on random concave piecewise-linear differences."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pourparler.engines.readiness import Crossing, crossings

#: Lines (value at 0, slope); their lower envelope is concave and piecewise linear.
Lines = Sequence[tuple[Fraction, Fraction]]
part = st.tuples(st.integers(-60, 60), st.integers(1, 7)).map(lambda pair: Fraction(*pair))
envelopes = st.lists(st.tuples(part, part), min_size=1, max_size=6)


def difference(lines: Lines) -> Callable[[float], tuple[float, float]]:
    """What `crossings` takes: the lower envelope of lines, in floating point, and the slope of the line that is lowest."""
    starts, slopes = (np.array([float(line[i]) for line in lines]) for i in (0, 1))

    def at(p: float) -> tuple[float, float]:
        values = starts + p * slopes
        place = int(values.argmin())
        return float(values[place]), float(slopes[place])

    return at


def exact(lines: Lines, p: Fraction) -> Fraction:
    return min(start + p * slope for start, slope in lines)


def exact_zeros(lines: Lines) -> list[Fraction]:
    """The ends of the set on which the envelope is zero: none, one or two probabilities."""
    candidates = [Fraction(0), Fraction(1), *(-start / slope for start, slope in lines if slope)]
    zeros = {p for p in candidates if 0 <= p <= 1 and exact(lines, p) == 0}
    return sorted({min(zeros), max(zeros)}) if zeros else []


def found_at(result: Sequence[Crossing]) -> list[float]:
    return [crossing.probability for crossing in result if crossing.probability is not None]


@settings(max_examples=250, deadline=None)
@given(envelopes)
@example([(Fraction(-1), Fraction(2))])
@example([(Fraction(-1), Fraction(4)), (Fraction(3), Fraction(-4))])
@example([(Fraction(-1), Fraction(2)), (Fraction(0), Fraction(0)), (Fraction(3), Fraction(-4))])
@example([(Fraction(-1), Fraction(2)), (Fraction(1), Fraction(-2))])
@example([(Fraction(-1), Fraction(3)), (Fraction(1), Fraction(-3))])
def test_crossings_are_the_exact_roots(lines: Lines) -> None:
    if any(start == 0 and slope == 0 for start, slope in lines) and all(exact(lines, Fraction(p)) == 0 for p in (0, 1)):
        assert crossings(difference(lines)) == (Crossing(None, None, False, None),)  # worth the same everywhere
        return
    result = crossings(difference(lines))
    expected = exact_zeros(lines)
    assert found_at(result) == pytest.approx([float(p) for p in expected], abs=1e-8)
    # Either crossings or one entry that says there is none.
    assert len(result) == max(1, len(expected))
    everywhere = exact(lines, Fraction(0)) > 0
    assert all(crossing.ahead is (None if expected else everywhere) for crossing in result)
    for crossing, p in zip(result, expected, strict=False):
        assert crossing.line_reaches == crossing.probability
        touching = {slope > 0 for start, slope in lines if start + p * slope == 0}
        flat = any(slope == 0 for start, slope in lines if start + p * slope == 0)
        if len(touching) == 1 and not flat:
            assert crossing.favours_above == touching.pop()


@settings(max_examples=100, deadline=None)
@given(envelopes)
def test_crossings_are_where_a_dense_grid_changes_sign(lines: Lines) -> None:
    steps = 1000
    grid = np.linspace(0, 1, steps + 1)
    values = np.min([float(start) + grid * float(slope) for start, slope in lines], axis=0)
    assume((np.abs(values) > 1e-6).all())
    changes = np.flatnonzero(values[1:] * values[:-1] < 0)
    found = found_at(crossings(difference(lines)))
    for change in changes:
        assert any(grid[change] <= p <= grid[change + 1] for p in found)
    # Two crossings may hide between neighbours of the grid, never one.
    assert len(found) >= len(changes)
    assert (len(found) - len(changes)) % 2 == 0 or exact_zeros(lines)[:1] == exact_zeros(lines)[1:]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(-1, 2)], [0.5]),
        ([(1, -2)], [0.5]),
        ([(-1, 0.5)], []),
        ([(1, 1)], []),
        ([(-1, 4), (3, -4)], [0.25, 0.75]),
        ([(-1, 1.5), (0.2, -1)], []),
        ([(-1, 10), (0.1, 0), (9, -10)], [0.1, 0.9]),
        ([(0, 1)], [0]),
        ([(-1, 1)], [1]),
        ([(0, 4), (3, -4)], [0, 0.75]),
        ([(-1, 2), (1, -2)], [0.5]),
        ([(-1, 0)], []),
    ],
)
def test_none_one_or_two_crossings(lines: list[tuple[float, float]], expected: list[float]) -> None:
    envelope = [(Fraction(start), Fraction(slope)) for start, slope in lines]
    assert found_at(crossings(difference(envelope))) == pytest.approx(expected, abs=1e-9)


def test_a_straight_line_that_never_gets_there_says_where_it_would() -> None:
    for start, slope, reaches, above in [(-1.0, 0.5, 2.0, True), (-1.0, -0.5, -2.0, False), (1.0, 1.0, -1.0, True)]:
        (only,) = crossings(lambda p, start=start, slope=slope: (start + p * slope, slope))  # type: ignore[misc]
        assert only.probability is None
        assert only.line_reaches == pytest.approx(reaches)
        assert only.favours_above is above


def test_a_bent_line_or_a_level_one_reaches_nowhere() -> None:
    bent = [(Fraction(-2), Fraction(1)), (Fraction(-1), Fraction(-1))]
    (only,) = crossings(difference(bent))
    assert (only.probability, only.line_reaches) == (None, None)
    (level,) = crossings(lambda p: (-1.0, 0.0))
    assert (level.probability, level.line_reaches, level.ahead) == (None, None, False)


@pytest.mark.parametrize(
    ("if_settle", "if_stall", "against", "inside", "reaches"),
    [
        (29.67, 17.46, 35.0, None, 1.4365),
        (39.96, 23.94, 35.0, 0.6904, 0.6904),
        (39.96, 23.94, 30.5, 0.4095, 0.4095),
    ],
)
def test_the_break_evens_of_the_worked_example(
    if_settle: float, if_stall: float, against: float, inside: float | None, reaches: float
) -> None:
    slope = if_settle - if_stall
    (only,) = crossings(lambda p: (p * slope + if_stall - against, slope))
    assert only.line_reaches == pytest.approx(reaches, abs=0.00005)
    assert only.favours_above
    if inside is None:
        assert only.probability is None
    else:
        assert only.probability == pytest.approx(inside, abs=0.00005)


def test_many_pieces_are_followed_to_the_end() -> None:
    # A parabola by its tangents, its zeros at 0.2 and 0.8; each tangent step may land on another piece.
    pieces = [Fraction(i, 50) for i in range(51)]
    lines = [(Fraction(-16, 100) + p * p, 1 - 2 * p) for p in pieces]
    assert found_at(crossings(difference(lines))) == pytest.approx([0.2, 0.8], abs=1e-9)
