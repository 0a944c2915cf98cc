# SPDX-License-Identifier: Apache-2.0
"""How a message shows what was found: quoted, on one line, and cut short."""

from typing import Any

from pourparler.wording import say

#: Longest quotation in a message, in characters, quotation marks included.
LONGEST_QUOTATION = 60

#: Whole numbers of more bits than this are not written out: it would be slow, or refused by Python.
_MOST_BITS = 256

_CUT = "...'"


def quoted(found: Any) -> str:
    """Return text or a number in quotation marks, at most 60 characters, all of them visible.

    Of any other object only the kind is named: its own `repr` might be long, secret or fail. Kinds are told
    by `type()`, because an object may lie to `isinstance`.
    """
    kind = type(found)
    if found is None:
        return say("nothing")
    if kind is bool:
        return "'true'" if found else "'false'"
    if issubclass(kind, str):
        return _cut(repr(str.__getitem__(found, slice(LONGEST_QUOTATION))))
    if issubclass(kind, float):
        return _cut(f"'{float.__repr__(found)}'")
    if issubclass(kind, int):
        if int.bit_length(found) > _MOST_BITS:
            return say("a whole number with very many digits")
        return _cut(f"'{int.__repr__(found)}'")
    if issubclass(kind, dict):
        return say("a mapping")
    if issubclass(kind, list | tuple):
        return say("a list")
    return say("a value that is neither text nor a number")


def _cut(shown: str) -> str:
    return shown if len(shown) <= LONGEST_QUOTATION else shown[: LONGEST_QUOTATION - len(_CUT)] + _CUT
