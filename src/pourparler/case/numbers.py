# SPDX-License-Identifier: Apache-2.0
"""Numbers that are kept exactly as they are written, and the options of an issue that is a range of numbers."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

from pourparler.case.problem import shown
from pourparler.case.tree import Node, Scalar, Sequence, Table
from pourparler.errors import QuantityError
from pourparler.wording import say

#: Options of an issue that is a range: each is drawn, valued and printed.
MOST_NUMBERS = 500
#: Numbers beyond this, or with more places, are slips.
_LARGEST, _MOST_PLACES = Decimal(10) ** 12, 12

_NUMERAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")


def read_exact(raw: object) -> Decimal:
    """Return a number as it is written, exactly. Raises `QuantityError` for anything else, and beyond 12 digits either way."""
    number = _exact(raw)
    if number is None or abs(number) > _LARGEST or number != round(number, _MOST_PLACES):
        raise QuantityError(shown(raw), say("write one number, such as 10 or 0.5"))
    return number


def _exact(raw: object) -> Decimal | None:
    if isinstance(raw, Decimal):
        return raw if raw.is_finite() else None
    if type(raw) is int:
        return Decimal(raw)
    if type(raw) is float and isfinite(raw):
        return Decimal(repr(raw))
    return Decimal(raw.strip()) if isinstance(raw, str) and len(raw) <= 40 and _NUMERAL.fullmatch(raw.strip()) else None


def write_exact(number: Any) -> str:
    """Return the one text by which a number goes: `10`, `0.5`, `-3`."""
    text = format(Decimal(number).normalize(), "f")
    return "0" if text == "-0" else text


def option_text(raw: Any) -> Any:
    """Return the name of an option: that of a number is its one text, however it is written; anything else stays as it is."""
    try:
        return write_exact(read_exact(raw))
    except QuantityError:
        return raw


def option_in_full(raw: Any) -> Any:
    """Return `issue.option` with the option by its one name."""
    if not isinstance(raw, str) or "." not in raw:
        return raw
    issue, _, option = raw.partition(".")
    return f"{issue}.{option_text(option)}"


class Numbers(Mapping[str, None]):
    """The options of an issue that is a range of numbers, by name, smallest first; they are counted and looked up, not held.

    There are none if the step does not lead from one end to the other, or leads to more than can be weighed.
    """

    def __init__(self, low: Decimal, high: Decimal, step: Decimal) -> None:
        self._first, self._by = low, step
        # Exact: with 12 digits before the point and 12 after it, a quotient has fewer than the 28 that decimals keep.
        count, rest = divmod(high - low, step) if step > 0 and high >= low else (Decimal(0), step)
        self._count = int(count) + 1 if rest == 0 and 0 <= count < MOST_NUMBERS and step > 0 else 0

    def __getitem__(self, name: str) -> None:
        """Say nothing of an option that is there. Raises KeyError for any other."""
        number = _exact(name)
        if number is None or not self._count or abs(number) > _LARGEST or write_exact(number) != name:
            raise KeyError(name)
        place, rest = divmod(number - self._first, self._by)
        if rest != 0 or not 0 <= place < self._count:
            raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return map(write_exact, self.values_in_order())

    def __len__(self) -> int:
        return self._count

    def values_in_order(self) -> tuple[Decimal, ...]:
        """Return the numbers themselves, smallest first."""
        return tuple(self._first + n * self._by for n in range(self._count))


def steps_between(low: Decimal, high: Decimal, step: Decimal) -> Fraction | None:
    """Return how many steps lead from low to high; None for a step that is none."""
    return (Fraction(high) - Fraction(low)) / Fraction(step) if step > 0 else None


def options_named(issue: Node | None) -> Mapping[str, None]:
    """Return the options of an issue as a file names them, or as its range has them; none if that is not to be read."""
    if not isinstance(issue, Table):
        return {}
    listed = issue.entries.get("options")
    if listed is not None:
        items = listed.node.items if isinstance(listed.node, Sequence) else ()
        return dict.fromkeys(item.text for item in items if isinstance(item, Scalar))
    ends = [issue.entries[key].node for key in ("low", "high", "step") if key in issue.entries]
    numbers = [_exact(node.value) for node in ends if isinstance(node, Scalar)]
    read = [number for number in numbers if number is not None and abs(number) <= _LARGEST]
    return Numbers(read[0], read[1], read[2]) if len(read) == 3 else {}
