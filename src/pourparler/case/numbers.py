# SPDX-License-Identifier: Apache-2.0
"""Numbers that are kept exactly as they are written, and the options of an issue that is a range of numbers."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
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


@cache
def numbers_between(low: Decimal, high: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    """Return the numbers from low to high by a step; none if it leads nowhere, or to more than can be weighed."""
    count = steps_between(low, high, step)
    if count is None or count.denominator != 1 or not 0 <= count < MOST_NUMBERS:
        return ()
    return tuple(low + n * step for n in range(int(count) + 1))


def steps_between(low: Decimal, high: Decimal, step: Decimal) -> Fraction | None:
    """Return how many steps lead from low to high; None for a step that is none."""
    return (Fraction(high) - Fraction(low)) / Fraction(step) if step > 0 else None


def option_words(issue: Node | None) -> tuple[str, ...]:
    """Return the options of an issue as a file names them, or as its range has them; none if that is not to be read."""
    if not isinstance(issue, Table):
        return ()
    listed = issue.entries.get("options")
    if listed is not None:
        items = listed.node.items if isinstance(listed.node, Sequence) else ()
        return tuple(item.text for item in items if isinstance(item, Scalar))
    ends = [issue.entries[key].node for key in ("low", "high", "step") if key in issue.entries]
    numbers = [_exact(node.value) for node in ends if isinstance(node, Scalar)]
    read = [number for number in numbers if number is not None and abs(number) <= _LARGEST]
    return tuple(map(write_exact, numbers_between(read[0], read[1], read[2]))) if len(read) == 3 else ()
