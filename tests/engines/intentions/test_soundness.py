# SPDX-License-Identifier: Apache-2.0
"""Relays and graded chains against direct formulas and enumeration; another hop never adds weight."""

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engines.intentions.oracle import Array
from pourparler.engines.intentions import Observation, chained_soundness, posterior, relay_rates, relay_soundness
from pourparler.errors import EngineInputError

chance = st.floats(0, 1)
#: (hit, false alarm), with hits at least as likely.
link = st.tuples(chance, chance).map(lambda pair: (max(pair), min(pair)))
links = st.lists(link, min_size=1, max_size=4)


def arrays(link: tuple[float, float]) -> tuple[Array, Array]:
    return np.array([link[0]]), np.array([link[1]])


def rates(links: list[tuple[float, float]]) -> tuple[float, float]:
    hit, false_alarm = relay_rates([arrays(link) for link in links])
    return float(hit[0]), float(false_alarm[0])


def heard_yes(links: list[tuple[float, float]], told: bool) -> float:
    """The chance that a chain ends on "yes", summed over everything that its links may have said."""
    total = 0.0
    for said in product([True, False], repeat=len(links)):
        chances = []
        for (hit, false_alarm), before, now in zip(links, (told, *said[:-1]), said, strict=True):
            yes = hit if before else false_alarm
            chances.append(yes if now else 1 - yes)
        total += prod(chances) if said[-1] else 0.0
    return total


@settings(max_examples=50, deadline=None)
@given(links)
def test_rates_of_a_chain_match_the_sum_over_everything_said(chain: list[tuple[float, float]]) -> None:
    hit, false_alarm = rates(chain)
    assert hit == pytest.approx(heard_yes(chain, True), abs=1e-12)
    assert false_alarm == pytest.approx(heard_yes(chain, False), abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(link, chance)
@example((1.0, 0.0), 0.3)
@example((0.5, 0.5), 0.3)
@example((1.0, 1e-9), 0.0)
def test_sound_or_empty_says_the_same_as_hit_and_false_alarm(relay: tuple[float, float], likelihood: float) -> None:
    sound, rate = (float(x[0]) for x in relay_soundness(*arrays(relay)))
    hit, false_alarm = relay
    direct = hit * likelihood + false_alarm * (1 - likelihood)
    assert sound * likelihood + (1 - sound) * rate == pytest.approx(direct, abs=1e-12)
    assert 0 <= sound <= 1
    assert 0 <= rate <= 1


def test_a_perfect_relay_has_an_empty_rate_of_nought() -> None:
    sound, rate = relay_soundness(np.array([1.0, 0.9]), np.array([0.0, 0.1]))
    np.testing.assert_allclose(sound, [1, 0.8])
    np.testing.assert_allclose(rate, [0, 0.5])


def through(chain: list[tuple[float, float]], likelihoods: tuple[float, float]) -> float:
    """The log odds that a report relayed by a chain gives, from even odds."""
    sound, rate = relay_soundness(*relay_rates([arrays(link) for link in chain]))
    states = np.stack([sound, 1 - sound, np.zeros(1)], axis=1)[:, None, :]
    report = Observation((np.array([likelihoods]),), 0, None, rate)
    types = posterior(np.array([[0.5, 0.5]]), [report], states).types[0]
    return float(np.log(types[0] / types[1]))


moderate = st.floats(0.05, 0.95)
moderate_link = st.tuples(moderate, moderate).map(lambda pair: (max(pair), min(pair)))


@settings(max_examples=50, deadline=None)
@given(st.lists(moderate_link, min_size=1, max_size=3), st.tuples(moderate, moderate))
def test_a_relayed_report_weighs_what_the_direct_formula_gives(
    chain: list[tuple[float, float]], likelihoods: tuple[float, float]
) -> None:
    hit, false_alarm = heard_yes(chain, True), heard_yes(chain, False)
    if_true, if_not = (hit * x + false_alarm * (1 - x) for x in likelihoods)
    assert through(chain, likelihoods) == pytest.approx(float(np.log(if_true / if_not)), abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(st.lists(moderate_link, min_size=2, max_size=3), st.tuples(moderate, moderate))
def test_two_hops_never_weigh_more_than_either_alone(
    chain: list[tuple[float, float]], likelihoods: tuple[float, float]
) -> None:
    whole = abs(through(chain, likelihoods))
    stated = abs(float(np.log(likelihoods[0] / likelihoods[1])))
    assert whole <= min(abs(through([link], likelihoods)) for link in chain) + 1e-9
    assert whole <= stated + 1e-9


triple = st.tuples(chance, chance, chance).filter(lambda t: sum(t) > 0.01).map(lambda t: tuple(x / sum(t) for x in t))


def chained(triples: list[tuple[float, ...]]) -> Array:
    states: Array = chained_soundness([np.array([states]) for states in triples])[0]
    return states


@settings(max_examples=50, deadline=None)
@given(st.lists(triple, min_size=1, max_size=4))
@example([(0.9, 0.0, 0.1), (0.7, 0.0, 0.3), (0.8, 0.0, 0.2)])
def test_a_graded_chain_matches_the_sum_over_all_states_of_its_links(triples: list[tuple[float, ...]]) -> None:
    expected = [0.0, 0.0, 0.0]
    for states in product(range(3), repeat=len(triples)):
        kind = 2 if 2 in states else 1 if 1 in states else 0
        expected[kind] += prod(triples[i][state] for i, state in enumerate(states))
    np.testing.assert_allclose(chained(triples), expected, rtol=0, atol=1e-12)


@settings(max_examples=50, deadline=None)
@given(st.lists(triple, min_size=1, max_size=4))
@example([(1 - 0.1, 0.0, 0.1), (1 - 0.3, 0.0, 0.3)])
@example([(0.09999999999999998, 0.0, 0.9)])
@example([(0.7, 0.0, 0.30000000000000004)])
def test_the_states_of_a_chain_are_probabilities(triples: list[tuple[float, ...]]) -> None:
    assert (chained(triples) >= 0).all()
    assert chained(triples).sum() == pytest.approx(1, abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(st.lists(triple, min_size=2, max_size=4), st.tuples(moderate, moderate))
def test_a_longer_graded_chain_never_weighs_more(triples: list[tuple[float, ...]], likelihoods: tuple[float, float]) -> None:
    def weight(states: Array) -> float:
        types = posterior(np.array([[0.5, 0.5]]), [Observation((np.array([likelihoods]),), 0)], states[None, None, :]).types[0]
        return abs(float(np.log(types[0] / types[1])))

    whole = weight(chained(triples))
    for states in triples:
        assert chained(triples)[0] <= states[0] + 1e-12
        assert whole <= weight(np.array(states)) + 1e-12


def test_empty_chains_are_refused() -> None:
    with pytest.raises(EngineInputError):
        relay_rates([])
    with pytest.raises(EngineInputError):
        chained_soundness([])


def test_a_relay_that_inverts_is_refused() -> None:
    with pytest.raises(EngineInputError):
        relay_soundness(np.array([0.9, 0.2]), np.array([0.1, 0.3]))
