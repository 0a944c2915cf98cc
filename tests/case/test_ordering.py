# SPDX-License-Identifier: Apache-2.0
"""Orderings as they stand in a case file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler.case.ordering import read_ordering, write_ordering
from pourparler.errors import QuantityError

NAMES = st.from_regex(r"[a-zé_][a-z0-9_-]{0,8}", fullmatch=True)


@st.composite
def orderings(draw: st.DrawFn) -> tuple[tuple[str, ...], ...]:
    names = draw(st.lists(NAMES, min_size=1, max_size=8, unique=True))
    breaks = [draw(st.booleans()) for _ in names[1:]]
    groups: list[list[str]] = [[names[0]]]
    for name, apart in zip(names[1:], breaks, strict=True):
        if apart:
            groups.append([name])
        else:
            groups[-1].append(name)
    return tuple(map(tuple, groups))


@given(orderings())
def test_an_ordering_reads_back(ordering: tuple[tuple[str, ...], ...]) -> None:
    assert read_ordering(write_ordering(ordering)) == ordering
    assert read_ordering(ordering) == ordering


def test_the_written_form() -> None:
    assert write_ordering((("fleet",), ("patrols", "money"))) == "fleet > patrols = money"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (None, "nothing"),
        (40, "the number 40"),
        (True, "the truth value true"),
        ([], "a list"),
        ((), "a list"),
        (("a", "b"), "a list"),
        ({}, "a table"),
    ],
)
def test_anything_else_is_refused(raw: object, found: str) -> None:
    with pytest.raises(QuantityError) as caught:
        read_ordering(raw)
    assert caught.value.found == found
    assert caught.value.advice == "write numbers in a table or a list, or an order, highest first, such as a > b > c"


@pytest.mark.parametrize("raw", ["", "a >", "a > a", "a >= b", "a > = b"])
def test_a_broken_order_is_refused(raw: str) -> None:
    with pytest.raises(QuantityError):
        read_ordering(raw)
