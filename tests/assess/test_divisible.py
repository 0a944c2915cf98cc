# SPDX-License-Identifier: Apache-2.0
"""What two parties could have if issues could be divided, on a table of any options."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.assess.divisible import divided
from pourparler.assess.study import study
from pourparler.exchange import Profile, StatedIssue, StatedTable

CANAL = [(22, 9), (22, 15), (15, 15), (14, 3), (11, 15), (6, 5), (4, 11), (2, 7), (2, 7), (2, 13)]


def table(first: list[list[int]], second: list[list[int]]) -> StatedTable:
    issues = tuple(StatedIssue(f"i{k}", tuple(f"o{o}" for o in range(len(row)))) for k, row in enumerate(first))
    profiles = (Profile(name, tuple(tuple(map(Fraction, row)) for row in rows)) for name, rows in (("a", first), ("b", second)))
    return StatedTable("t", issues, tuple(profiles), 100)


def test_the_canal() -> None:
    stated = table([[a, 0] for a, _ in CANAL], [[0, b] for _, b in CANAL])
    row = divided(stated)
    assert row is not None
    assert list(row.values) == [66, 66] and row.split == "i2"
    assert row.shares == {f"i{k}": s for k, s in enumerate([1, 1, Fraction(2, 15), 1, 0, 1, 0, 0, 0, 0])}
    found = study(stated)
    assert found.adjusted_winner == row
    assert found.utilitarian is not None and list(found.utilitarian.values) == [64, 68]
    assert [list(point.values) for point in found.utilitarian.tied] == [[64, 68], [79, 53]]


def test_what_both_like_best_is_not_divided_and_counts_for_both() -> None:
    row = divided(table([[0, 40], [60, 0, 10]], [[0, 20], [0, 80, 30]]))
    assert row is not None
    assert row.shares == {"i1": Fraction(1, 2)} and row.split == "i1"
    assert list(row.values) == [70, 60]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=4), min_size=1, max_size=4))
def test_both_win_the_same_share_and_neither_half_as_little(rows: list[list[tuple[int, int]]]) -> None:
    stated = table([[a for a, _ in row] for row in rows], [[b for _, b in row] for row in rows])
    row = divided(stated)
    swapped = divided(replace(stated, profiles=stated.profiles[::-1]))
    assert (row is None) == (swapped is None)
    if row is None or swapped is None:
        return
    assert row.values == swapped.values[::-1]
    for place, value in enumerate(row.values):
        mine, other = stated.profiles[place].worth, stated.profiles[1 - place].worth
        most = sum(max(worth) for worth in mine)
        least = sum(max(m for m, t in zip(a, b, strict=True) if t == max(b)) for a, b in zip(mine, other, strict=True))
        assert value - least >= (most - least) / 2


def test_where_it_does_not_apply() -> None:
    plain = table([[9, 0], [0, 5]], [[0, 9], [5, 0]])
    assert divided(plain) is not None
    assert divided(replace(plain, barred=({"i0": "o0", "i1": "o0"},))) is None
    tied = replace(plain.profiles[0], together=(({"i0": "o0", "i1": "o0"}, Fraction(1)),))
    assert divided(replace(plain, profiles=(tied, plain.profiles[1]))) is None
    assert divided(replace(plain, profiles=(*plain.profiles, plain.profiles[0]))) is None
    assert divided(table([[9, 0]], [[9, 0]])) is None
