# SPDX-License-Identifier: Apache-2.0
"""The shortlist: every reason is honoured, the list is filled with what differs most, and no order of candidates decides.

No published table exists: which packages stand on the list is this project's own rule.
"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pourparler.engines.bargaining import DIFFERENT, Reason, Shortlist, shortlist
from pourparler.engines.bargaining.shortlist import FEWEST, LEAST_ACCEPTABLE, MOST
from pourparler.errors import EngineInputError

Numbers = NDArray[Any]


def drawn(seed: int) -> tuple[Numbers, list[Reason], Numbers, Numbers]:
    generator = np.random.default_rng(seed)
    count, issues = int(generator.integers(1, 15)), int(generator.integers(1, 4))
    options = np.unique(generator.integers(0, 3, (count, issues)), axis=0)
    generator.shuffle(options)
    count = len(options)

    def score() -> Numbers:
        return np.asarray(generator.integers(0, 4, count).astype(float))

    reasons = [Reason(f"r{n}", score(), generator.random(count) < 0.8) for n in range(int(generator.integers(1, 5)))]
    return options, reasons, generator.integers(0, 5, count) / 4, generator.random(count) < 0.8


def by_hand(options: Numbers, reasons: list[Reason], acceptable: Numbers, open_to: Numbers) -> dict[int, list[str]]:
    every = range(len(options))
    chosen: dict[int, list[str]] = {}

    def best(places: list[int], score: Any) -> list[int]:
        top = max(((score(p), acceptable[p]) for p in places), default=None)
        return [p for p in places if (score(p), acceptable[p]) == top]

    for reason in reasons:
        joined = best([p for p in every if reason.eligible[p]], lambda p, r=reason: r.score[p])
        if len(set(chosen) | set(joined)) <= 12:
            for p in joined:
                chosen.setdefault(p, []).append(reason.name)
    while 0 < len(chosen) < 5:

        def apart(p: int) -> int:
            return min(int((options[p] != options[q]).sum()) for q in chosen)

        likely = [p for p in every if open_to[p] and 0 < acceptable[p] >= max(acceptable) / 2 and apart(p) > 0]
        joined = best(likely, apart)
        if not joined or len(chosen) + len(joined) > 12:
            break
        chosen.update({p: [DIFFERENT] for p in joined})
    return chosen


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_against_the_rule_in_plain_python(seed: int) -> None:
    case = drawn(seed)
    found = shortlist(*case)
    expected = by_hand(*case)
    assert dict(zip(found.packages, map(list, found.reasons), strict=True)) == expected
    assert list(found.packages) == list(expected)
    assert len(found.packages) <= MOST


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_candidates_decides_nothing(seed: int) -> None:
    options, reasons, acceptable, open_to = drawn(seed)
    order = np.random.default_rng(seed + 1).permutation(len(options))
    turned = shortlist(
        options[order], [Reason(r.name, r.score[order], r.eligible[order]) for r in reasons], acceptable[order], open_to[order]
    )
    found = shortlist(options, reasons, acceptable, open_to)

    def told(options: Numbers, found: Shortlist) -> set[tuple[tuple[int, ...], tuple[str, ...]]]:
        return {(tuple(options[p].tolist()), why) for p, why in zip(found.packages, found.reasons, strict=True)}

    assert told(options, found) == told(options[order], turned)


def test_it_is_filled_with_what_differs_most_and_may_be_accepted() -> None:
    options = np.array([[0, 0, 0], [1, 1, 1], [2, 2, 2], [0, 0, 1], [2, 0, 2], [1, 2, 0]])
    acceptable = np.array([0.8, LEAST_ACCEPTABLE * 0.8 - 0.01, 0.7, 0.8, 0.6, 0.5])
    first = Reason("most", np.array([5.0, 4, 3, 2, 1, 0]), np.ones(6, dtype=np.bool_))
    found = shortlist(options, [first], acceptable, np.ones(6, dtype=np.bool_))
    # Second: three issues apart is 2 alone (1 is too rarely acceptable); then 5, two apart from both; then what is left.
    assert found.packages == (0, 2, 5, 3, 4)
    assert found.reasons == (("most",), (DIFFERENT,), (DIFFERENT,), (DIFFERENT,), (DIFFERENT,))
    assert len(found.packages) == FEWEST


def test_ties_join_together_or_not_at_all() -> None:
    count = MOST + 1
    options = np.arange(count)[:, None]
    level = Reason("level", np.zeros(count), np.ones(count, dtype=np.bool_))
    one = Reason("one", np.arange(count).astype(np.float64), np.arange(count) < 4)
    found = shortlist(options, [level, one], np.ones(count), np.ones(count, dtype=np.bool_))
    assert found == Shortlist((3,), (("one",),))
    fewer = [Reason(r.name, r.score[:MOST], r.eligible[:MOST]) for r in (level, one)]
    every = shortlist(options[:MOST], fewer, np.ones(MOST), np.ones(MOST, dtype=np.bool_))
    assert every.packages == tuple(range(MOST)) and every.reasons[3] == ("level", "one")


def test_nothing_comes_of_nothing() -> None:
    nobody = Reason("nobody", np.ones(2), np.zeros(2, dtype=np.bool_))
    assert shortlist(np.array([[0], [1]]), [nobody], np.ones(2), np.ones(2, dtype=np.bool_)) == Shortlist((), ())
    with pytest.raises(EngineInputError):
        shortlist(np.array([[0], [1]]), [nobody], np.ones(3), np.ones(2, dtype=np.bool_))
