# SPDX-License-Identifier: Apache-2.0
"""Orderings in a case file: `fleet > patrols > money`, with ties `a > b = c`."""

from typing import TypeAlias

from pourparler.case.problem import shown
from pourparler.errors import QuantityError
from pourparler.quantity import parse_ordering
from pourparler.wording import say

Ordering: TypeAlias = tuple[tuple[str, ...], ...]
"""Groups of names, the first group highest; the names within a group tie."""


def read_ordering(raw: object) -> Ordering:
    """Return the ordering that `raw` states: text such as `fleet > patrols = money`, or an ordering.

    Raises `QuantityError` with what was found and what to write for anything else.
    """
    if isinstance(raw, str):
        return parse_ordering(raw)
    if isinstance(raw, tuple) and raw and all(isinstance(group, tuple) for group in raw):
        return raw
    advice = say("write numbers in a table or a list, or an order, highest first, such as a > b > c")
    raise QuantityError(shown(raw), advice)


def write_ordering(ordering: Ordering) -> str:
    """Return the canonical text of an ordering, which `read_ordering` reads back to an equal one."""
    return " > ".join(" = ".join(group) for group in ordering)
