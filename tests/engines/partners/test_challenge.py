# SPDX-License-Identifier: Apache-2.0
"""The challenge model: beside a plain rewriting of its equations, actor by actor, and by properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.partners import challenge as module
from pourparler.engines.partners import challenge_rounds
from pourparler.errors import EngineInputError

Actor = st.tuples(st.integers(0, 20), st.integers(1, 9), st.integers(0, 10))
Table = list[tuple[int, int, int]]
Tables = st.lists(Actor, min_size=1, max_size=6)


def arrays(table: Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows = np.array(table, dtype=float)
    return rows[None, :, 0], rows[None, :, 1], rows[None, :, 2] / 10


def plainly(table: Table, lowest: bool) -> list[float]:
    """One round, as one reads the equations: actor by actor, pair by pair."""
    x, c, s = ([float(row[0]) for row in table], [float(row[1]) for row in table], [row[2] / 10 for row in table])
    n, span = len(x), max(x) - min(x)
    if span == 0:
        return x

    def gap(a: int, b: int) -> float:
        return abs(x[a] - x[b]) / span

    def gain(eyes: float, i: int, j: int, r: list[float]) -> float:
        def favour(k: int, a: int, b: int) -> float:
            return float(c[k] * s[k] * (gap(k, b) ** r[k] - gap(k, a) ** r[k]))

        stake = sum(abs(favour(k, a, b)) for k in range(n) for a in range(n) for b in range(n))
        p = sum(max(0.0, favour(k, i, j)) for k in range(n)) / stake if stake else 0.0
        win, lose, stay = (2 - 4 * (0.5 + part * gap(i, j)) ** eyes for part in (-0.5, 0.5, 0.0))
        return float(s[j] * (p * win + (1 - p) * lose) + (1 - s[j]) * win - stay)

    flat = [1.0] * n
    danger = [sum(gain(1.0, i, j, flat) for i in range(n) if i != j) for j in range(n)]
    top, bottom = max(danger), min(danger)
    risk = [0.0 if top - bottom < 1e-9 else (2 * d - top - bottom) / (top - bottom) for d in danger]
    r = [(1 - each / 3) / (1 + each / 3) for each in risk]
    out = []
    for i in range(n):
        fights, deals, yields = [], [], []
        for j in range(n):
            if gap(i, j) <= 1e-6:
                continue
            mine, theirs = gain(r[i], i, j, r), gain(r[i], j, i, r)
            if theirs > 1e-9 and mine > 1e-9 and theirs > mine + 1e-9:
                fights.append((gap(i, j), x[j]))
            elif theirs > 1e-9 and mine < -1e-9 and theirs > -mine:
                middle = x[i] + (x[j] - x[i]) * -mine / theirs
                weighted = (abs(mine) * x[i] + theirs * x[j]) / (abs(mine) + theirs)
                deals.append(((weighted if lowest else abs(middle - x[i])) / span, middle))
            elif theirs > 1e-9 and mine < -1e-9:
                yields.append((gap(i, j), x[j]))
        offers = fights or deals or yields
        best = [target for cost, target in offers if cost <= min(offers)[0] + 1e-9]
        out.append(sum(best) / len(best) if best else x[i])
    return out


@settings(max_examples=150, deadline=None)
@given(Tables, st.booleans())
def test_one_round_beside_the_equations_actor_by_actor(table: Table, lowest: bool) -> None:
    x, c, s = arrays(table)
    found = challenge_rounds(x, c, s, 1, lowest=lowest)
    assert found.positions[0, 0] == pytest.approx(plainly(table, lowest), abs=1e-7)


@settings(max_examples=60, deadline=None)
@given(Tables, st.integers(1, 4), st.permutations(range(6)))
def test_actors_swapped_positions_swapped(table: Table, rounds: int, order: list[int]) -> None:
    order = [place for place in order if place < len(table)]
    found = challenge_rounds(*arrays(table), rounds)
    swapped = challenge_rounds(*arrays([table[place] for place in order]), rounds)
    assert swapped.positions[0] == pytest.approx(found.positions[0][:, order], abs=1e-6)
    assert swapped.mean == pytest.approx(found.mean, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(Tables, st.integers(1, 3))
def test_scale_and_unit_do_not_matter_and_nobody_leaves_the_range(table: Table, rounds: int) -> None:
    x, c, s = arrays(table)
    found = challenge_rounds(x, c, s, rounds)
    other = challenge_rounds(3 * x + 7, 5 * c, s, rounds)
    assert other.positions == pytest.approx(3 * found.positions + 7, abs=1e-5)
    assert found.positions.min() >= x.min() - 1e-9 and found.positions.max() <= x.max() + 1e-9
    assert np.all((found.exponents >= 0.5 - 1e-9) & (found.exponents <= 2 + 1e-9))


@settings(max_examples=60, deadline=None)
@given(Tables, st.integers(1, 3))
def test_by_the_least_move_the_scale_may_be_read_from_either_end(table: Table, rounds: int) -> None:
    x, c, s = arrays(table)
    found, turned = (challenge_rounds(sign * x, c, s, rounds, lowest=False) for sign in (1, -1))
    assert turned.positions == pytest.approx(-found.positions, abs=1e-6)


#: Years of delay of emission standards (Scholz et al. 2011, table 1), with the votes that the capabilities are rounded from.
YEARS = np.array([[4, 7, 4, 4, 10, 10, 10, 7, 4, 7]], dtype=float)
KEEN = np.array([[0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7]])
STRENGTH = np.array([[0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08]])
VOTES = np.array([[5, 5, 2, 10, 10, 10, 10, 3, 3, 5]], dtype=float)
#: Table 2 of the same paper, with Q = 1.
MEANS, MEDIANS = [7.4, 7.5, 7.6, 7.3, 7.3, 7.4, 7.5, 7.6], [8.4, 9.9, 9.9, 9.9, 9.9, 7.4, 8.8, 9.6]


def cut_off(values: np.ndarray) -> list[float]:
    return [round(float(value), 1) for value in np.floor(values * 10) / 10]


def test_every_printed_mean_is_one_of_ours_cut_off_or_rounded() -> None:
    found = challenge_rounds(YEARS, STRENGTH, KEEN, 8)
    rounded, cut = found.mean[0].round(1).tolist(), cut_off(found.mean[0])
    assert all(printed in pair for printed, *pair in zip(MEANS, rounded, cut, strict=True))
    assert (rounded == MEANS, cut == MEANS) == (False, False), "by neither rule alone"
    assert [place for place, pair in enumerate(zip(cut_off(found.median[0]), MEDIANS, strict=True)) if pair[0] != pair[1]] == [
        1
    ]


def test_with_the_votes_themselves_the_digits_are_cut_off_in_all_rounds_but_one() -> None:
    assert (VOTES / VOTES.sum()).round(2).tolist() == STRENGTH.tolist()
    found = challenge_rounds(YEARS, VOTES, KEEN, 8)
    assert cut_off(found.mean[0])[:7] == MEANS[:7] and found.mean[0].round(1)[7] == MEANS[7]
    assert cut_off(found.median[0]) == [*MEDIANS[:1], 9.6, *MEDIANS[2:]]


def test_as_published_it_may_not() -> None:
    found, turned = (challenge_rounds(sign * YEARS, STRENGTH, KEEN, 4).median[0, 3] for sign in (1, -1))
    assert (round(found, 2), round(-turned, 2)) == (9.96, 10.0)


def test_worlds_in_parts_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    x, c, s = np.random.default_rng(1).uniform(size=(3, 20, 4))
    whole = challenge_rounds(x, c, s, 3)
    monkeypatch.setattr(module, "MOST_VOTES", 4**3 * 3)
    assert np.array_equal(challenge_rounds(x, c, s, 3).positions, whole.positions)


def test_who_agrees_already_stays() -> None:
    found = challenge_rounds(np.full((1, 3), 5.0), np.ones((1, 3)), np.ones((1, 3)), 2)
    assert np.all(found.positions == 5) and np.all(found.exponents == 1)


@pytest.mark.parametrize(
    ("capability", "salience", "rounds", "says"),
    [
        (np.ones((1, 3)), np.ones((1, 2)), 1, "same shape"),
        (-np.ones((1, 2)), np.ones((1, 2)), 1, "negative"),
        (np.ones((1, 2)), np.full((1, 2), 1.1), 1, "between 0 and 1"),
        (np.ones((1, 2)), np.ones((1, 2)), 0, "one round"),
    ],
)
def test_mistakes_are_refused(capability: np.ndarray, salience: np.ndarray, rounds: int, says: str) -> None:
    with pytest.raises(EngineInputError, match=says):
        challenge_rounds(np.zeros((1, 2)), capability, salience, rounds)
