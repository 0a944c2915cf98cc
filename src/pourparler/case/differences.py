# SPDX-License-Identifier: Apache-2.0
"""Where two cases say different things: every field by its path, with what either says there."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from pourparler.case.part import Part
from pourparler.case.problem import path_text

_Path = tuple[str | int, ...]


def differences(before: Part, after: Part) -> tuple[tuple[str, str | None, str | None], ...]:
    """Return (path, what the first says, what the second says) for every field in which two cases differ, in their order.

    None stands for what is not written. Items of a list that have an `id` go by it, others by their place; two spellings of one
    quantity are no difference. Two outcomes can be compared as well.
    """
    first, second = dict(_leaves(_plain(before))), dict(_leaves(_plain(after)))
    differing = [path for path in dict.fromkeys((*first, *second)) if first.get(path) != second.get(path)]
    # What is written and happens to be what would hold anyway is told as it is written.
    stated = [dict(_leaves(case.model_dump(mode="json", exclude_unset=True))) for case in (before, after)]
    told = [
        [there.get(path, written.get(path)) for path in differing]
        for there, written in zip((first, second), stated, strict=True)
    ]
    return tuple((path_text(path), was, now) for path, was, now in zip(differing, *told, strict=True))


def _plain(case: BaseModel) -> object:
    return case.model_dump(mode="json", exclude_defaults=True)


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
