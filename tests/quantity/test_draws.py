# SPDX-License-Identifier: Apache-2.0
"""Unit draws: exact strata, the same bytes everywhere, and independence between paths."""

import os
import subprocess
import sys
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler.errors import EngineInputError
from pourparler.quantity import unit_draws

PATHS = ("no_deal.aland.value", "no_deal.borea.value", "moves.port_fees.cost", "meeting.price", "a", "b", "")


@given(st.integers(-(2**70), 2**70), st.text(), st.integers(2, 500))
def test_each_stratum_holds_exactly_one_draw(seed: int, path: str, worlds: int) -> None:
    draws = unit_draws(seed, path, worlds)
    assert draws.shape == (worlds,)
    assert draws.dtype == np.float64
    assert draws.min() > 0
    assert draws.max() < 1
    np.testing.assert_array_equal(np.sort(np.floor(draws * worlds)), np.arange(worlds))


@pytest.mark.parametrize("worlds", [2_000, 99_999, 1_000_000])
def test_strata_stay_exact_for_many_worlds(worlds: int) -> None:
    draws = unit_draws(1, "p", worlds)
    np.testing.assert_array_equal(np.sort(np.floor(draws * worlds)), np.arange(worlds))


def test_one_world_is_the_median() -> None:
    np.testing.assert_array_equal(unit_draws(3, "p", 1), [0.5])


@pytest.mark.parametrize("worlds", [0, -1, 1_000_001])
def test_the_number_of_worlds_has_limits(worlds: int) -> None:
    with pytest.raises(EngineInputError):
        unit_draws(1, "p", worlds)


def test_draws_depend_on_seed_and_path_and_on_nothing_else() -> None:
    first = unit_draws(1, "p", 100)
    unit_draws(5, "other", 7)
    np.random.default_rng(0).random(10)
    np.testing.assert_array_equal(first, unit_draws(1, "p", 100))
    assert not np.array_equal(first, unit_draws(2, "p", 100))
    assert not np.array_equal(first, unit_draws(1, "q", 100))
    # Neither part can run into the other.
    assert not np.array_equal(unit_draws(1, "1p", 100), unit_draws(11, "p", 100))


#: Written by the first version. A change here changes every result: it needs a line in the changelog.
FIRST_DRAWS = [
    0.20564756717067212,
    0.12075911483261734,
    0.5630511940224097,
    0.8423787734704092,
    0.7954963754164055,
]
DIGEST = "6ec58dd7f877b333719ceb3bee46604ba310907ad69b47548775d2dfeda42ee0"


def test_draws_are_the_same_as_ever() -> None:
    draws = unit_draws(20310314, "no_deal.aland.value", 5)
    np.testing.assert_array_equal(draws, FIRST_DRAWS)
    assert sha256(unit_draws(20310314, "no_deal.aland.value", 2_000).tobytes()).hexdigest() == DIGEST


def test_draws_are_the_same_in_another_process_with_another_hash_seed() -> None:
    program = (
        "from hashlib import sha256; from pourparler.quantity import unit_draws, parse, quantile, SCORE\n"
        "u = unit_draws(42, 'no_deal.\u00e5land', 2000)\n"
        "print(sha256(u.tobytes() + quantile(parse('35..38..50', SCORE), u, SCORE).tobytes()).hexdigest())"
    )
    answers = set()
    for hash_seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
        answers.add(run.stdout.strip())
    assert len(answers) == 1
    assert len(answers.pop()) == 64


def test_paths_are_independent() -> None:
    worlds = 4_000
    table = np.array([unit_draws(9, path, worlds) for path in PATHS])
    correlations = np.corrcoef(table)[np.triu_indices(len(PATHS), 1)]
    # The standard error of a correlation between independent draws is 1 / sqrt(worlds), here 0.016.
    assert np.abs(correlations).max() < 4 / np.sqrt(worlds)
    # Lag one within a path, and between seeds: no trace of the order either.
    assert abs(np.corrcoef(table[0, 1:], table[0, :-1])[0, 1]) < 4 / np.sqrt(worlds)
    assert abs(np.corrcoef(table[0], unit_draws(10, PATHS[0], worlds))[0, 1]) < 4 / np.sqrt(worlds)


def test_places_inside_the_strata_are_uniform() -> None:
    worlds = 100_000
    draws = unit_draws(2, "p", worlds)
    places = draws * worlds - np.floor(draws * worlds)
    counts, _ = np.histogram(places, bins=20, range=(0, 1))
    chi_squared = np.sum((counts - worlds / 20) ** 2 / (worlds / 20))
    assert chi_squared < 43.8  # the 99.9 % point for 19 degrees of freedom


def test_every_stratum_is_as_likely_in_every_world() -> None:
    first = np.array([unit_draws(seed, "p", 10)[0] for seed in range(5_000)])
    counts, _ = np.histogram(first, bins=10, range=(0, 1))
    assert np.sum((counts - 500) ** 2 / 500) < 27.9  # the 99.9 % point for 9 degrees of freedom
