# SPDX-License-Identifier: Apache-2.0
"""Solutions equal plain definitions in exact fractions, and keep the axioms that characterise them."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from engines.bargaining.small_payoffs import best_by
from pourparler.engines.bargaining import (
    ConsentRule,
    Grid,
    egalitarian_solution,
    kalai_smorodinsky_solution,
    nash_solution,
    nondominated,
    rational,
    unanimity,
    utilitarian_solution,
)
from pourparler.errors import EngineInputError

SOLUTIONS: dict[str, Callable[..., np.ndarray]] = {
    "nash": nash_solution,
    "kalai_smorodinsky": kalai_smorodinsky_solution,
    "egalitarian": egalitarian_solution,
    "utilitarian": utilitarian_solution,
}
every_solution = pytest.mark.parametrize("name", SOLUTIONS)


@st.composite
def problems(draw: st.DrawFn) -> tuple[Grid, Grid]:
    """Draw value points [point, party] and no-deal values [party], ties and parties who cannot gain on purpose."""
    parties, count = draw(st.integers(1, 5)), draw(st.integers(1, 40))
    spread = draw(st.sampled_from([1, 3, 12, 1_000, 2**48]))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    values = generator.integers(-spread, spread + 1, (count, parties))
    no_deal = generator.integers(-spread, max(1, spread // 2) + 1, parties)
    return values, no_deal


@st.composite
def rules(draw: st.DrawFn, parties: int) -> ConsentRule:
    vetoes = draw(st.lists(st.integers(0, parties - 1), unique=True))
    return ConsentRule(parties, tuple(vetoes), draw(st.integers(0, parties)))


@every_solution
@settings(max_examples=300, deadline=None)
@given(problem=problems(), data=st.data())
def test_it_equals_the_definition(name: str, problem: tuple[Grid, Grid], data: st.DataObject) -> None:
    values, no_deal = problem
    rule = data.draw(rules(len(no_deal)) | st.just(unanimity(len(no_deal))))
    points = [tuple(point) for point in values.tolist()]
    assert set(SOLUTIONS[name](values, no_deal, rule).tolist()) == best_by(points, tuple(no_deal.tolist()), rule, name)


@every_solution
@settings(max_examples=150, deadline=None)
@given(problem=problems())
def test_it_is_rational_and_efficient_and_empty_where_nothing_is_rational(name: str, problem: tuple[Grid, Grid]) -> None:
    values, no_deal = problem
    chosen = SOLUTIONS[name](values, no_deal)
    acceptable = np.asarray((values >= no_deal).all(axis=1))
    assert bool(len(chosen)) == bool(acceptable.any())
    assert acceptable[chosen].all()
    if name == "kalai_smorodinsky":  # it leaves aside who cannot gain at all
        able = ((values - no_deal)[acceptable] > 0).any(axis=0)
        values = values[:, able] if able.any() else values[:, :0]
    if values.shape[1]:
        best = nondominated(np.where(acceptable[:, None], values, -(2**50)))
        if name != "nash" or ((values - no_deal)[chosen] > 0).all():
            assert best[chosen].all()


@every_solution
@settings(max_examples=150, deadline=None)
@given(problem=problems(), seed=st.integers(0, 1_000))
def test_the_order_of_points_and_the_names_of_parties_change_nothing(name: str, problem: tuple[Grid, Grid], seed: int) -> None:
    values, no_deal = problem
    generator = np.random.default_rng(seed)
    points, parties = generator.permutation(len(values)), generator.permutation(len(no_deal))
    found = SOLUTIONS[name](values[points][:, parties], no_deal[parties])
    assert set(points[found].tolist()) == set(SOLUTIONS[name](values, no_deal).tolist())


@every_solution
@settings(max_examples=100, deadline=None)
@given(problem=problems())
def test_a_symmetric_problem_has_a_symmetric_solution(name: str, problem: tuple[Grid, Grid]) -> None:
    values = np.concatenate([problem[0][:, :1], problem[0][:, -1:]], axis=1)
    both = np.unique(np.concatenate([values, values[:, ::-1]]), axis=0)
    no_deal = np.repeat(problem[1][:1], 2)
    chosen = {tuple(point) for point in both[SOLUTIONS[name](both, no_deal)].tolist()}
    assert chosen == {point[::-1] for point in chosen}


@pytest.mark.parametrize("name", ["nash", "kalai_smorodinsky"])
@settings(max_examples=150, deadline=None)
@given(problem=problems(), data=st.data())
def test_the_scales_of_the_parties_change_nothing(name: str, problem: tuple[Grid, Grid], data: st.DataObject) -> None:
    values, no_deal = problem
    assume(np.abs(values).max() < 2**20)
    parties = len(no_deal)
    factor = np.array(data.draw(st.lists(st.integers(1, 2**20), min_size=parties, max_size=parties)))
    shift = np.array(data.draw(st.lists(st.integers(-(2**40), 2**40), min_size=parties, max_size=parties)))
    other = SOLUTIONS[name](values * factor + shift, no_deal * factor + shift)
    assert other.tolist() == SOLUTIONS[name](values, no_deal).tolist()


@settings(max_examples=200, deadline=None)
@given(problem=problems(), seed=st.integers(0, 1_000))
def test_nash_does_not_depend_on_irrelevant_alternatives(problem: tuple[Grid, Grid], seed: int) -> None:
    values, no_deal = problem
    chosen = nash_solution(values, no_deal)
    assume(len(chosen) == 1 and (values[chosen[0]] > no_deal).all())
    left = np.random.default_rng(seed).random(len(values)) < 0.5
    left[chosen[0]] = True
    some = np.flatnonzero(left)
    assert chosen[0] in some[nash_solution(values[some], no_deal)]


@settings(max_examples=150, deadline=None)
@given(problem=problems(), data=st.data())
@example(problem=(np.array([[4, 1], [2, 2], [1, 4]]), np.array([0, 0])), data=None)
def test_power_is_an_exponent(problem: tuple[Grid, Grid], data: st.DataObject | None) -> None:
    values, no_deal = problem
    parties = len(no_deal)
    whole = [1, 3] if data is None else data.draw(st.lists(st.integers(1, 4), min_size=parties, max_size=parties))
    chosen = nash_solution(values, no_deal, power=np.array(whole, dtype=float))
    gains = [[int(v - d) for v, d in zip(point, no_deal.tolist(), strict=True)] for point in values.tolist()]
    products = {n: np.prod([g**p for g, p in zip(gain, whole, strict=True)], dtype=object) for n, gain in enumerate(gains)}
    positive = {n: size for n, size in products.items() if min(gains[n]) > 0}
    if positive:
        top = max(positive.values())
        close = {n for n, size in positive.items() if size * 10**11 >= top * (10**11 - 10**3)}
        assert set(chosen.tolist()) <= close
        assert {n for n, size in positive.items() if size == top} & set(chosen.tolist())


def test_a_party_without_power_has_no_say_but_its_consent() -> None:
    values = np.array([[9, 0], [5, 5], [0, 9]])
    assert nash_solution(values, np.array([0, 0]), power=np.array([1.0, 0.0])).tolist() == [0]
    assert nash_solution(values, np.array([0, 1]), power=np.array([1.0, 0.0])).tolist() == [1]


def test_leximin_goes_on_where_the_smallest_share_is_the_same() -> None:
    values = np.array([[4, 4, 6], [4, 5, 4], [9, 4, 4], [10, 0, 0], [0, 10, 0], [0, 0, 10]])
    none = np.zeros(3, dtype=np.int64)
    assert kalai_smorodinsky_solution(values, none).tolist() == [2]
    assert egalitarian_solution(values, none).tolist() == [2]


def test_shares_that_floating_point_cannot_tell_apart_are_told_apart() -> None:
    most = 3 * 10**15
    values = np.array([[10**15, most], [most, 10**15 + 1], [10**15 + 1, 10**15 + 1]])
    assert kalai_smorodinsky_solution(values, np.zeros(2, dtype=np.int64)).tolist() == [1]
    large = 2**50
    products = np.array([[large, large], [large + 1, large - 1]])
    assert nash_solution(products, np.zeros(2, dtype=np.int64)).tolist() == [0]


def test_nobody_is_clipped_up_to_the_no_deal_value() -> None:
    values = np.array([[100, 9], [20, 20]])
    assert rational(values, np.array([10, 10])).tolist() == [False, True]
    assert nash_solution(values, np.array([10, 10])).tolist() == [1]
    assert not nash_solution(values, np.array([30, 15])).size


def test_with_a_quota_some_may_lose() -> None:
    values = np.array([[9, 9, -1], [3, 3, 3], [-1, 8, 8]])
    none = np.zeros(3, dtype=np.int64)
    two_of_three = ConsentRule(3, (), 2)
    assert rational(values, none, two_of_three).tolist() == [True, True, True]
    assert utilitarian_solution(values, none, two_of_three).tolist() == [0]
    assert nash_solution(values, none, two_of_three).tolist() == [1]
    assert egalitarian_solution(values, none, ConsentRule(3, (2,), 2)).tolist() == [1]


def test_what_a_caller_gets_wrong() -> None:
    values, none = np.array([[1, 2]]), np.array([0, 0])
    for power in ([-1.0, 2.0], [0.0, 0.0], [1.0], [np.nan, 1.0]):
        with pytest.raises(EngineInputError, match="power"):
            nash_solution(values, none, power=np.array(power))
    with pytest.raises(EngineInputError, match="no-deal"):
        rational(values, np.array([0, 0, 0]))
