# SPDX-License-Identifier: Apache-2.0
"""Whom to approach first, against every order looked at in plain loops and every way influence can fall; by hand.

No published table exists: the literature on sequencing argues in words. What is checked is that the search finds what the
model says.
"""

from itertools import pairwise, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pourparler.engines.partners import BestOrder, Deference, best_order, chances_in_order, precedences
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
#: Few distinct chances, so that ties between orders are common.
CHANCES = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.8, 1.0])


@st.composite
def deferences(draw: st.DrawFn, most: int = 5) -> Deference:
    worlds, parties = draw(st.integers(1, 4)), draw(st.integers(1, most))

    def table(*shape: int) -> Array:
        size = int(np.prod(shape))
        return np.array(draw(st.lists(CHANCES, min_size=size, max_size=size))).reshape(shape)

    push = table(worlds, parties, parties) if draw(st.booleans()) else np.zeros((worlds, parties, parties))
    return Deference(table(worlds, parties), table(worlds, parties, parties), push)


def by_cases(given_: Deference, world: int, party: int, agreed: list[int], refused: list[int]) -> float:
    """Return the chance of a yes by going through who draws and who does not."""
    draws = [(given_.pull[world, j, party], 1) for j in agreed] + [(given_.push[world, j, party], -1) for j in agreed]
    draws += [(given_.pull[world, j, party], -1) for j in refused]
    total = 0.0
    for falls in product((False, True), repeat=len(draws)):
        chance, ways = 1.0, set()
        for (p, way), drawn in zip(draws, falls, strict=True):
            chance *= p if drawn else 1 - p
            ways |= {way} if drawn else set()
        total += chance * (given_.alone[world, party] if len(ways) != 1 else float(ways == {1}))
    return total


def won(given_: Deference, world: int, order: tuple[int, ...]) -> float:
    """Return the chance that all agree in an order."""
    return float(np.prod([by_cases(given_, world, p, list(order[:k]), []) for k, p in enumerate(order)]))


@settings(max_examples=60, deadline=None)
@given(deferences())
def test_the_best_order_is_that_of_a_look_at_every_order(given_: Deference) -> None:
    found = best_order(given_)
    worlds, parties = given_.alone.shape
    for world in range(worlds):
        every = {order: won(given_, world, order) for order in permutations(range(parties))}
        assert found.best[world] == pytest.approx(max(every.values()), abs=1e-12)
        assert found.won[world] == pytest.approx(every[found.order], abs=1e-12)
        for a in range(parties):
            assert found.first[world, a] == pytest.approx(max(v for o, v in every.items() if o[0] == a), abs=1e-12)
            for b in set(range(parties)) - {a}:
                ahead = max(v for o, v in every.items() if o.index(a) < o.index(b))
                assert found.before[world, a, b] == pytest.approx(ahead, abs=1e-12)
    for order, share in found.leaders:
        good = [won(given_, world, order) >= found.best[world] - 1e-9 for world in range(worlds)]
        assert share == pytest.approx(sum(good) / worlds)
    assert sum(share for _, share in found.leaders) >= 1 - 1e-9, "four worlds at most: each has its leader among them"


@settings(max_examples=60, deadline=None)
@given(deferences())
def test_the_order_advised_has_the_greatest_product_of_averages(given_: Deference) -> None:
    parties = given_.alone.shape[1]

    def average(order: tuple[int, ...]) -> float:
        return float(np.prod([given_.yes(p, order[:k]).mean() for k, p in enumerate(order)]))

    assert average(best_order(given_).order) == pytest.approx(max(map(average, permutations(range(parties)))), abs=1e-11)


@settings(max_examples=60, deadline=None)
@given(deferences(most=4), st.data())
def test_a_chance_is_that_of_going_through_all_who_draw(given_: Deference, data: st.DataObject) -> None:
    parties = range(given_.alone.shape[1])
    party = data.draw(st.sampled_from(parties))
    answers = {other: data.draw(st.sampled_from(["agreed", "refused", "unasked"])) for other in parties if other != party}
    agreed, refused = ([o for o, a in answers.items() if a == word] for word in ("agreed", "refused"))
    for world, chance in enumerate(given_.yes(party, agreed, refused)):
        assert chance == pytest.approx(by_cases(given_, world, party, agreed, refused), abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(deferences(most=4), st.data())
def test_yes_and_no_mirror_each_other_where_nobody_pushes(given_: Deference, data: st.DataObject) -> None:
    plain = Deference(given_.alone, given_.pull, np.zeros_like(given_.pull))
    mirrored = Deference(1 - given_.alone, given_.pull, np.zeros_like(given_.pull))
    parties = range(given_.alone.shape[1])
    party = data.draw(st.sampled_from(parties))
    others = [other for other in parties if other != party]
    agreed = data.draw(st.lists(st.sampled_from(others), unique=True)) if others else []
    refused = [other for other in others if other not in agreed]
    assert plain.yes(party, agreed, refused) == pytest.approx(1 - mirrored.yes(party, refused, agreed), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(deferences(most=4), st.data())
def test_labels_swapped_results_swapped(given_: Deference, data: st.DataObject) -> None:
    parties = given_.alone.shape[1]
    new = data.draw(st.permutations(range(parties)))
    pull, push = (influence[:, new][:, :, new] for influence in (given_.pull, given_.push))
    found, moved = best_order(given_), best_order(Deference(given_.alone[:, new], pull, push))
    assert moved.best == pytest.approx(found.best)
    assert moved.first == pytest.approx(found.first[:, new])
    assert moved.before == pytest.approx(found.before[:, new][:, :, new])
    told, again = precedences(found.before, 0.95), precedences(moved.before, 0.95)
    assert all(again[a][b] == told[new[a]][new[b]] for a in range(parties) for b in range(parties))


@settings(max_examples=40, deadline=None)
@given(deferences())
def test_without_influence_no_order_makes_a_difference(given_: Deference) -> None:
    nothing = np.zeros_like(given_.pull)
    found = best_order(Deference(given_.alone, nothing, nothing))
    assert found.won == pytest.approx(given_.alone.prod(axis=1))
    assert {word for row in precedences(found.before, 0.95) for word in row} == {"either"}
    assert found.leaders[0][1] == 1
    assert found.rest_if_agreed == pytest.approx(found.rest_if_refused)


@settings(max_examples=40, deadline=None)
@given(deferences(), st.data())
def test_those_already_won_draw_the_others_and_are_not_asked(given_: Deference, data: st.DataObject) -> None:
    worlds, parties = given_.alone.shape
    already = tuple(data.draw(st.lists(st.integers(0, parties - 1), unique=True, max_size=parties - 1)))
    left = [party for party in range(parties) if party not in already]
    found = best_order(given_, already)
    assert sorted(found.order) == left
    for world in range(worlds):

        def after(order: tuple[int, ...], world: int = world) -> float:
            return float(np.prod([by_cases(given_, world, p, [*already, *order[:k]], []) for k, p in enumerate(order)]))

        assert found.best[world] == pytest.approx(max(map(after, permutations(left))), abs=1e-12)
        assert found.won[world] == pytest.approx(after(found.order), abs=1e-12)
    with pytest.raises(EngineInputError, match="nobody is left"):
        best_order(given_, tuple(range(parties)))


def of_one_world(alone: list[float], pull: dict[tuple[int, int], float], push: dict[tuple[int, int], float]) -> BestOrder:
    tables = []
    for stated in (pull, push):
        table = np.zeros((1, len(alone), len(alone)))
        for pair, chance in stated.items():
            table[(0, *pair)] = chance
        tables.append(table)
    return best_order(Deference(np.array([alone]), *tables))


def test_by_hand_one_works_back_from_the_hardest_to_those_it_defers_to() -> None:
    """The last agrees alone with 0.2 and follows the second with 0.5: 0.6 after it. The second follows the first: 0.5 to 0.75.

    In that order 0.8 x 0.75 x 0.6 = 0.36; the hardest first leaves 0.2 x 0.8 x 0.75 = 0.12.
    """
    found = of_one_world([0.8, 0.5, 0.2], {(0, 1): 0.5, (1, 2): 0.5}, {})
    assert found.order == (0, 1, 2)
    assert found.won[0] == pytest.approx(0.36)
    assert found.at_turn[0] == pytest.approx([0.8, 0.75, 0.6])
    assert found.first[0] == pytest.approx([0.36, 0.8 * 0.5 * 0.6, 0.2 * 0.8 * 0.75])
    # A no of the first leaves the second 0.5 x 0.5, and with its yes the third 0.6; a no of the second leaves the third 0.1.
    assert found.rest_if_agreed[0] == pytest.approx([0.45, 0.6, 1])
    assert found.rest_if_refused[0] == pytest.approx([0.15, 0.1, 1])


def test_by_hand_the_natural_ally_comes_last_where_its_yes_drives_another_away() -> None:
    found = of_one_world([0.9, 0.6], {}, {(0, 1): 0.5})
    assert found.order == (1, 0)
    assert found.won[0] == pytest.approx(0.54)
    assert found.first[0] == pytest.approx([0.27, 0.54])
    assert precedences(found.before, 0.95)[1][0] == "before"


def test_of_equally_good_orders_the_one_given_is_taken() -> None:
    assert of_one_world([0.2, 0.9, 0.5, 0.7], {}, {}).order == (0, 1, 2, 3)
    assert of_one_world([0.2, 0.9, 0.5, 0.7], {(3, 1): 0.5}, {}).order == (0, 2, 3, 1), "what matters first, then as given"


def test_an_order_is_determined_only_where_paired_worlds_settle_it() -> None:
    def told(share_of_first: float) -> str:
        pull = np.zeros((100, 2, 2))
        ahead = round(100 * share_of_first)
        pull[:ahead, 0, 1], pull[ahead:, 1, 0] = 0.5, 0.5
        found = best_order(Deference(np.full((100, 2), 0.5), pull, np.zeros_like(pull)))
        return precedences(found.before, 0.95)[0][1]

    assert [told(share) for share in (1.0, 0.95, 0.94, 0.06, 0.05)] == [
        "before",
        "before",
        "not_determined",
        "not_determined",
        "after",
    ]


def test_twelve_parties_in_a_chain_are_asked_along_it() -> None:
    parties, chain = 12, [7, 2, 9, 0, 11, 4, 1, 10, 3, 8, 6, 5]
    pull = np.zeros((3, parties, parties))
    for first, second in pairwise(chain):
        pull[:, first, second] = [0.3, 0.4, 0.5]
    given_ = Deference(np.full((3, parties), 0.5), pull, np.zeros_like(pull))
    found = best_order(given_)
    assert found.order == tuple(chain)
    assert found.won == pytest.approx(found.best)
    assert chances_in_order(given_, tuple(chain)).prod(axis=1) == pytest.approx(found.won)


@pytest.mark.parametrize("place", ["alone", "pull", "push"])
@pytest.mark.parametrize("chance", [-0.01, 1.01, np.nan])
def test_a_chance_outside_its_range_is_refused(place: str, chance: float) -> None:
    tables = {"alone": np.full((1, 2), 0.5), "pull": np.zeros((1, 2, 2)), "push": np.zeros((1, 2, 2))}
    tables[place].flat[1] = chance
    with pytest.raises(EngineInputError, match=f"{place} must lie between 0 and 1"):
        Deference(**tables)


def test_shapes_and_shares_that_make_no_sense_are_refused() -> None:
    with pytest.raises(EngineInputError, match="1 to 12"):
        Deference(np.zeros((1, 13)), np.zeros((1, 13, 13)), np.zeros((1, 13, 13)))
    with pytest.raises(EngineInputError, match="1 to 12"):
        Deference(np.zeros((1, 0)), np.zeros((1, 0, 0)), np.zeros((1, 0, 0)))
    with pytest.raises(EngineInputError, match="from, to"):
        Deference(np.zeros((1, 2)), np.zeros((1, 2)), np.zeros((1, 2, 2)))
    with pytest.raises(EngineInputError, match="one half"):
        precedences(np.zeros((1, 2, 2)), 0.5)
