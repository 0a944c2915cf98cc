# SPDX-License-Identifier: Apache-2.0
"""The tally of analogies against one counted by hand in fractions, and what does not change it."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.intentions import AnalogyTally, score_interval, tally_of_analogies
from pourparler.errors import EngineInputError

Rating = tuple[int, int, int, int]
#: Similarity, outcome, case, expert.
RATINGS: list[Rating] = [(8, 0, 0, 0), (4, 1, 1, 0), (6, 1, 0, 1), (2, 1, 2, 1), (2, 2, 3, 1)]


def tally(ratings: list[Rating], outcomes: int = 3) -> AnalogyTally:
    similarity, came, case, expert = (np.array(column, dtype=np.intp) for column in zip(*ratings, strict=True))
    return tally_of_analogies(similarity.astype(np.float64), came, case, expert, outcomes)


def by_hand(ratings: list[Rating], outcomes: int) -> tuple[list[Fraction], list[Fraction], Fraction]:
    """Return shares, weighted shares and the effective number of cases, a case at a time."""
    cases = sorted({case for _, _, case, _ in ratings})
    likeness, matched = {}, {}
    for one in cases:
        own = [(similarity, came) for similarity, came, case, _ in ratings if case == one]
        likeness[one] = Fraction(sum(similarity for similarity, _ in own), len(own))
        matched[one] = [Fraction(sum(came == outcome for _, came in own), len(own)) for outcome in range(outcomes)]
    if not any(likeness.values()):
        likeness = dict.fromkeys(cases, Fraction(1))
    total = sum(likeness.values(), Fraction())
    plain = [sum((matched[one][k] for one in cases), Fraction()) / len(cases) for k in range(outcomes)]
    weighted = [sum((likeness[one] * matched[one][k] for one in cases), Fraction()) / total for k in range(outcomes)]
    return plain, weighted, total * total / sum((value * value for value in likeness.values()), Fraction())


def test_a_small_tally_counted_by_hand() -> None:
    found = tally(RATINGS)
    assert (found.cases, found.experts) == (4, 2)
    # the first case is 7 alike and half for each of two outcomes; weights 7, 4, 2, 2
    assert found.shares.tolist() == pytest.approx([1 / 8, 5 / 8, 1 / 4])
    assert found.weighted.tolist() == pytest.approx([3.5 / 15, 9.5 / 15, 2 / 15])
    assert found.effective == pytest.approx(225 / 73)
    assert found.closest.tolist() == [0.5, 0.5, 0]  # one expert's closest came out the first way, the other's the second
    assert found.intervals[2].tolist() == pytest.approx(score_interval(1 / 4, 4))
    assert found.weighted_intervals[0].tolist() == pytest.approx(score_interval(3.5 / 15, 225 / 73))


rated = st.lists(
    st.tuples(st.integers(0, 10), st.integers(0, 2), st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=12
)


@settings(max_examples=60, deadline=None)
@given(rated)
def test_it_is_what_counting_case_by_case_gives(ratings: list[Rating]) -> None:
    found = tally(ratings)
    plain, weighted, effective = by_hand(ratings, 3)
    assert found.shares.tolist() == pytest.approx([float(share) for share in plain])
    assert found.weighted.tolist() == pytest.approx([float(share) for share in weighted])
    assert found.effective == pytest.approx(float(effective))
    assert found.closest.sum() == pytest.approx(1)
    assert found.effective + 1e-9 >= 1 and found.effective <= found.cases + 1e-9


@settings(max_examples=30, deadline=None)
@given(rated, st.permutations(range(3)))
def test_order_and_names_count_for_nothing(ratings: list[Rating], outcome: list[int]) -> None:
    found = tally(ratings)
    renamed = [(similarity, outcome[came], 9 - case, 7 - expert) for similarity, came, case, expert in reversed(ratings)]
    other = tally(renamed)
    assert other.weighted[outcome].tolist() == pytest.approx(found.weighted.tolist())
    assert other.closest[outcome].tolist() == pytest.approx(found.closest.tolist())


def test_a_case_that_many_name_counts_once() -> None:
    once = tally([(8, 0, 0, 0), (8, 1, 1, 1)])
    often = tally([(8, 0, 0, expert) for expert in range(5)] + [(8, 1, 1, 5)])
    assert often.weighted.tolist() == once.weighted.tolist() == [0.5, 0.5, 0]
    assert often.intervals.tolist() == once.intervals.tolist()


def test_impossible_ratings_are_refused() -> None:
    nothing = np.array([], dtype=np.intp)
    with pytest.raises(EngineInputError):
        tally_of_analogies(np.array([]), nothing, nothing, nothing, 2)
    for rating in [(11, 0, 0, 0), (-1, 0, 0, 0), (5, 3, 0, 0), (5, -1, 0, 0)]:
        with pytest.raises(EngineInputError):
            tally([rating])
    for share, n in [(-0.1, 3.0), (1.1, 3.0), (0.5, 0.0)]:
        with pytest.raises(EngineInputError):
            score_interval(share, n)
