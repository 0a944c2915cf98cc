# SPDX-License-Identifier: Apache-2.0
"""Offers under incomplete information against loops and a closed form; the suggested mandate against its own rule."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pourparler.engines.bargaining import Offers, offers, suggested_mandate
from pourparler.engines.bargaining.suggested_mandate import FLOOR_SHARE, LEAST_BELIEVED, OPENING_CHANCE
from pourparler.errors import EngineInputError

Numbers = NDArray[Any]


def drawn(seed: int) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers]:
    generator = np.random.default_rng(seed)
    worlds, types, packages = (int(n) for n in generator.integers(1, [6, 4, 8]))
    own = generator.integers(0, 8, (worlds, int(generator.choice([1, types])), packages))
    other = generator.integers(0, 8, (worlds, types, packages))
    no_deal = [generator.integers(0, 5, (worlds, types)) for _ in range(2)]
    weight = generator.random((worlds, types))
    return own, other, no_deal[0], no_deal[1], weight / weight.sum(axis=1, keepdims=True)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_offers_against_loops(seed: int) -> None:
    own, other, ours, theirs, weight = drawn(seed)
    found = offers(own, other, ours, theirs, weight)
    worlds, types = weight.shape
    cells = [(w, t, weight[w, t] / worlds) for w in range(worlds) for t in range(types)]
    for p in range(own.shape[-1]):
        mine = {(w, t): int(own[w, t % own.shape[1], p]) for w, t, _ in cells}
        takes = {(w, t): other[w, t, p] >= theirs[w, t] for w, t, _ in cells}
        assert found.accepted[p] == pytest.approx(sum(m for w, t, m in cells if takes[w, t]))
        assert found.value[p] == pytest.approx(sum(m * (mine[w, t] if takes[w, t] else ours[w, t]) for w, t, m in cells))
        assert found.worth[p] == pytest.approx(sum(m * mine[w, t] for w, t, m in cells))
        assert found.safe[p] == pytest.approx(sum(m for w, t, m in cells if mine[w, t] >= ours[w, t]))
        for kind in range(types):
            held = [(m, takes[w, t]) for w, t, m in cells if t == kind]
            assert found.by_type[kind, p] == pytest.approx(sum(m for m, yes in held if yes) / sum(m for m, _ in held))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_mandate_against_its_rule(seed: int) -> None:
    own, other, ours, theirs, weight = drawn(seed)
    found, belief = offers(own, other, ours, theirs, weight), weight.mean(axis=0)
    their_worth = (weight[:, :, None] * other).sum(axis=1).mean(axis=0)
    said = suggested_mandate(found, belief, their_worth)
    every = range(own.shape[-1])

    def best(places: list[int], score: Any) -> tuple[int, ...]:
        keys = {p: (round(float(score[p]), 9), round(float(their_worth[p]), 9)) for p in places}
        return tuple(p for p in places if keys[p] == max(keys.values()))

    likely = [t for t in range(len(belief)) if belief[t] >= LEAST_BELIEVED]
    some = [p for p in every if any(found.by_type[t, p] >= OPENING_CHANCE for t in likely)]
    assert said.opening == best(some, found.worth)
    assert said.target == best([p for p in every if found.accepted[p] > 0], found.value)
    safe = [p for p in every if found.safe[p] >= FLOOR_SHARE]

    def betters(q: int, p: int) -> bool:
        mine, other = (round(float(x[q]) - float(x[p]), 7) for x in (found.worth, their_worth))
        return mine >= 0 and other >= 0 and (mine > 0 or other > 0)

    lowest = [p for p in safe if not any(betters(q, p) for q in safe)]
    assert said.floor == best(lowest, -found.worth)


def test_a_uniform_no_deal_value_gives_the_monopoly_price() -> None:
    # They accept what leaves them at least d, uniform on 0 to 100; of a pie of 100 half is the best offer.
    worlds = 1000
    theirs = ((np.arange(worlds) + 0.5) / worlds * 100)[:, None]
    share = np.arange(0, 101, 5.0)[None, None, :]
    own, other = np.broadcast_to(share, (worlds, 1, 21)), np.broadcast_to(100 - share, (worlds, 1, 21))
    weight, ours = np.ones((worlds, 1)), np.zeros((worlds, 1))
    found = offers(own, other, ours, theirs, weight)  # type: ignore[arg-type] # any numbers will do
    assert found.value == pytest.approx((share * (100 - share) / 100)[0, 0], abs=0.06)
    said = suggested_mandate(found, np.ones(1), other[0, 0])
    assert [share[0, 0, p] for p in said.target] == [50.0]
    # The even chance of the opening is met up to one half; the floor keeps our no-deal value of zero, which all packages do.
    assert [share[0, 0, p] for p in said.opening] == [50.0]
    assert [share[0, 0, p] for p in said.floor] == [0.0]


def test_what_others_do_not_let_pass_counts_as_refused() -> None:
    own, other, ours, theirs, weight = drawn(7)
    barred = offers(own, other, ours, theirs, weight, np.zeros((1, 1, own.shape[-1]), dtype=np.bool_))
    assert not barred.accepted.any() and not barred.by_type.any()
    assert barred.value == pytest.approx([float((weight * ours).sum(axis=1).mean())] * own.shape[-1])
    free = offers(own, other, ours, theirs, weight, np.ones((1, 1, 1), dtype=np.bool_))
    np.testing.assert_array_equal(free.value, offers(own, other, ours, theirs, weight).value)


def test_an_opening_is_not_made_for_a_type_that_is_ruled_out() -> None:
    by_type = np.array([[1.0, 1.0], [0.4, 1.0]])
    two = np.array([0.5, 0.5])
    found = Offers(two, by_type, two, np.array([9.0, 5.0]), np.ones(2))
    assert suggested_mandate(found, np.array([0.06, 0.94]), two).opening == (0,)
    assert suggested_mandate(found, np.array([0.04, 0.96]), two).opening == (1,)


def test_where_nothing_will_do_there_is_none() -> None:
    none = np.zeros(1)
    said = suggested_mandate(Offers(none, np.zeros((1, 1)), none, none, none), np.ones(1), none)
    assert (said.opening, said.target, said.floor) == ((), (), ())
    with pytest.raises(EngineInputError):
        suggested_mandate(Offers(none, np.zeros((1, 1)), none, none, none), np.ones(2), none)
    with pytest.raises(EngineInputError):
        offers(np.ones((1, 1, 2)), np.ones((1, 1, 3)), none, none, none)  # type: ignore[arg-type] # refused before it is read
