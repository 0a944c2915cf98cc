# SPDX-License-Identifier: Apache-2.0
"""Solutions under many sets of moves at once, against exact enumeration of packages under each set alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.bargaining.oracle import Domain, chosen, domains, nash_of
from pourparler.engines.bargaining import GRID_STEPS_PER_POINT, Agreement, Disagreement, move_sets, solutions_under_sets
from pourparler.errors import EngineInputError

#: More than are settled at once, so that the frontier is cut down on the way.
MOVES = 6


def shifted(domain: Domain, seed: int, lowers_theirs_alone: bool = False) -> tuple[Disagreement, Disagreement]:
    """Return both no-deal values of a domain with shifts of some steps, many of them equal so that sets tie."""
    generator = np.random.default_rng(seed)
    shape = (*domain.own_no_deal.shape, MOVES)
    shifts = generator.integers(-3, 4, (2, *shape))
    if lowers_theirs_alone:
        shifts = np.stack([np.zeros(shape, dtype=np.int64), -np.abs(shifts[1])])
    points = (domain.own_no_deal, domain.other_no_deal)
    own, other = (
        Disagreement(base / GRID_STEPS_PER_POINT, shift / GRID_STEPS_PER_POINT)
        for base, shift in zip(points, shifts, strict=True)
    )
    return own, other


def solved(domain: Domain, own: Disagreement, other: Disagreement) -> dict[int, Agreement]:
    found: dict[int, Agreement] = {}
    frontier = domain.frontier()
    for block in solutions_under_sets(frontier, own, other, move_sets(MOVES)):
        assert not found.keys() & set(block.sets.tolist())
        for place, index in enumerate(block.sets.tolist()):
            found[index] = block.agreements[place]
            part = block.agreements[place].frontier
            np.testing.assert_array_equal(part.own_at, frontier.own_at[block.came])
            np.testing.assert_array_equal(part.package_at, frontier.package_at[block.came])
            under = own.base + own.shifts[:, :, move_sets(MOVES)[index]].sum(axis=2)
            np.testing.assert_allclose(block.own_no_deal[place], under, atol=1e-12)
    return found


@settings(max_examples=25, deadline=None)
@given(domains(), st.integers(0, 2**32 - 1))
def test_every_set_is_solved_as_if_it_were_alone(domain: Domain, seed: int) -> None:
    own, other = shifted(domain, seed)
    found = solved(domain, own, other)
    sets = move_sets(MOVES)
    assert sorted(found) == list(range(len(sets)))
    generator = np.random.default_rng(seed)
    for index in (0, len(sets) - 1, *generator.integers(0, len(sets), 6).tolist()):
        for world, kind in domain.places():
            points = [
                round(float((side.base + side.shifts[:, :, sets[index]].sum(axis=2))[world, kind] * GRID_STEPS_PER_POINT))
                for side in (own, other)
            ]
            expected = nash_of(domain.points(world, kind), domain.admissible[world, kind].tolist(), (points[0], points[1]))
            assert chosen(found[index], world, kind) == expected


@settings(max_examples=25, deadline=None)
@given(domains(largest=9), st.integers(0, 2**32 - 1))
def test_what_only_lowers_their_no_deal_value_never_shrinks_the_zone_nor_lowers_our_value(domain: Domain, seed: int) -> None:
    own, other = shifted(domain, seed, lowers_theirs_alone=True)
    found = solved(domain, own, other)
    sets = move_sets(MOVES)

    def ours(agreement: Agreement) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return np.where(agreement.exists, agreement.average_of(agreement.frontier.own_at), domain.own_no_deal)

    codes = {tuple(row.tolist()): index for index, row in enumerate(sets)}
    for row, index in codes.items():
        for move in range(MOVES):
            if not row[move]:
                wider = found[codes[(*row[:move], True, *row[move + 1 :])]]
                assert not (found[index].exists & ~wider.exists).any()
                # Of packages that tie the average is taken, which may fall by less than they lie apart.
                single = (found[index].shares.max(axis=2) == 1) & (wider.shares.max(axis=2) == 1)
                assert (ours(wider) >= ours(found[index]))[single].all()


def test_shifts_for_every_move_are_needed() -> None:
    none = Disagreement(np.zeros((1, 1)), np.zeros((1, 1, 2)))
    values, points = np.zeros((1, 1, 1), dtype=np.int64), np.zeros((1, 1), dtype=np.int64)
    domain = Domain(values, values, np.ones((1, 1, 1), dtype=np.bool_), points, points)
    with pytest.raises(EngineInputError):
        next(solutions_under_sets(domain.frontier(), none, none, move_sets(3)))
