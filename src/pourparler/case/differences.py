# SPDX-License-Identifier: Apache-2.0
"""Where two cases say different things: every field by its path, with what either says there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pourparler.case.part import Part
from pourparler.case.problem import path_text

_Path = tuple[str | int, ...]


def differences(before: Part, after: Part) -> tuple[tuple[str, str | None, str | None], ...]:
    """Return (path, what the first says, what the second says) for every field in which two cases differ, in their order.

    None stands for what is not written. Items of a list that have an `id` go by it, others by their place; two spellings of one
    quantity are no difference. Two outcomes can be compared as well.
    """
    # What both share is the same: they may be read from two states of one file.
    shared = {name for name in type(before).model_fields if getattr(before, name) is getattr(after, name, None)}
    plain = [case.model_dump(mode="json", exclude_defaults=True, exclude=shared) for case in (before, after)]
    keys = [key for key in dict.fromkeys((*plain[0], *plain[1])) if _spelt(plain[0], key) != _spelt(plain[1], key)]
    first, second = (dict(_leaves_of(held, keys)) if held else dict(_leaves(held)) for held in plain)
    differing = [path for path in dict.fromkeys((*first, *second)) if first.get(path) != second.get(path)]
    # What is written and happens to be what would hold anyway is told as it is written.
    written = [case.model_dump(mode="json", exclude_unset=True, include=set(keys)) for case in (before, after)]
    stated = [dict(_leaves_of(held, keys)) for held in written]
    told = [
        [there.get(path, said.get(path)) for path in differing] for there, said in zip((first, second), stated, strict=True)
    ]
    return tuple((path_text(path), was, now) for path, was, now in zip(differing, *told, strict=True))


def _spelt(plain: Mapping[str, Any], key: str) -> str | None:
    """Return what stands under a key in one spelling, in which 1, 1.0 and true are three things; None where nothing does."""
    return repr(plain[key]) if key in plain else None


def _leaves_of(plain: Mapping[str, Any], keys: Iterable[str]) -> Iterator[tuple[_Path, str]]:
    """Yield every value under these keys with its path."""
    for key in keys:
        if key in plain:
            yield from _leaves(plain[key], (key,))


def _leaves(held: object, path: _Path = ()) -> Iterator[tuple[_Path, str]]:
    """Yield every value with its path; an empty table or list is a value of its own."""
    if isinstance(held, Mapping) and held:
        for key, inner in held.items():
            yield from _leaves(inner, (*path, str(key)))
    elif isinstance(held, list) and held:
        for place, inner in enumerate(held):
            named = inner.get("id") if isinstance(inner, Mapping) else None
            yield from _leaves(inner, (*path, str(named) if named is not None else place))
    else:
        yield path, _text(held)


def _text(held: object) -> str:
    if isinstance(held, bool):
        return "true" if held else "false"
    return "{}" if held == {} else "[]" if held == [] else str(held)
