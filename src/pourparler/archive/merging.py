# SPDX-License-Identifier: Apache-2.0
"""Edits that were made from an older revision: carried over to the last one field by field, or told as contested.

A field is contested if others changed it since the base of the edits, or anything in it or around it, to something else than
the edits do. What an edit adds at the end of a list goes to the end of the list as it is now.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pourparler.archive.records import ABSENT, Contested
from pourparler.case.decode import CASE_FILE, page_of
from pourparler.case.marks import read_tree
from pourparler.case.migrate import migrated
from pourparler.case.problem import KeyPath, path_text
from pourparler.case.tree import plain_data
from pourparler.case.write import DELETE

Edits = Mapping[KeyPath, object]


def plain_of(files: Mapping[str, bytes]) -> Any:
    """Return what the case file says as plain data, in today's format."""
    return plain_data(migrated(read_tree(page_of(files[CASE_FILE], CASE_FILE)))).plain


def carried_over(edits: Edits, base: Any, head: Any) -> tuple[dict[KeyPath, object], tuple[Contested, ...]]:
    """Return the edits as they have to be made on `head`, and what is contested; both states are plain data."""
    moved, contested = dict[KeyPath, object](), list[Contested]()
    added = Counter[KeyPath]()
    for path, value in edits.items():
        place = _by_ids(path, base)
        list_now = _appended_to(place, base, head, added[place[:-1]])
        if list_now is not None:
            moved[(*place[:-1], len(list_now) + added[place[:-1]])] = value
            added[place[:-1]] += 1
            continue
        was, now = value_at(base, place), value_at(head, place)
        wanted = ABSENT if value is DELETE else value
        is_moved = _is_moved(place, base, head)
        if was == now and not is_moved and not _is_uprooted(place, base, head):
            moved[place] = value
        elif now != wanted or is_moved:
            contested.append(Contested(place, was, now, wanted))
    return moved, tuple(contested)


def changed_since(base: Any, head: Any) -> tuple[str, ...]:
    """Return the paths of the fields in which two states differ, as messages show them."""
    return tuple(dict.fromkeys(path_text(path) for path in _differing(base, head, ())))


def value_at(data: Any, path: KeyPath) -> Any:
    """Return what plain data hold at a key path, where items of a list go by their place or their `id`; else `ABSENT`."""
    for part in path:
        if isinstance(data, dict) and part in data:
            data = data[part]
        elif isinstance(data, list) and (place := _place(data, part)) is not None:
            data = data[place]
        else:
            return ABSENT
    return data


def _place(items: list[Any], part: str | int) -> int | None:
    if isinstance(part, int):
        return part if 0 <= part < len(items) else None
    return next((n for n, item in enumerate(items) if isinstance(item, dict) and item.get("id") == part), None)


def _by_ids(path: KeyPath, base: Any) -> KeyPath:
    """Return the path with places in lists replaced by the `id` of what stands there, where it has one."""
    place: list[str | int] = []
    for part in path:
        held = value_at(base, tuple(place))
        if isinstance(held, list) and isinstance(part, int) and part < len(held):
            item = held[part]
            named = item.get("id") if isinstance(item, dict) else None
            place.append(named if isinstance(named, str) else part)
        else:
            place.append(part)
    return tuple(place)


def _appended_to(path: KeyPath, base: Any, head: Any, added: int) -> list[Any] | None:
    """Return the list as it is now to whose end an edit adds an item, after `added` others; None for any other edit."""
    was, now = value_at(base, path[:-1]), value_at(head, path[:-1])
    is_end = isinstance(was, list) and path[-1:] == (len(was) + added,)
    return now if is_end and isinstance(now, list) and now[: len(was)] == was else None


def _is_uprooted(path: KeyPath, base: Any, head: Any) -> bool:
    """Return whether what held a place is gone, or has become a thing of another kind."""
    around = [(value_at(base, path[:depth]), value_at(head, path[:depth])) for depth in range(len(path))]
    return any(was is not ABSENT and type(was) is not type(now) for was, now in around)


def _is_moved(path: KeyPath, base: Any, head: Any) -> bool:
    """Return whether a place in a list without ids may mean another item now: the list has become another, not only longer."""
    for depth, at in enumerate(path):
        was, now = value_at(base, path[:depth]), value_at(head, path[:depth])
        is_list = isinstance(at, int) and isinstance(was, list) and isinstance(now, list)
        if is_list and len(was) != len(now):
            together = min(len(was), len(now))
            if was[:together] != now[:together] or (isinstance(at, int) and at >= together):
                return True
    return False


def _differing(base: Any, head: Any, path: KeyPath) -> Iterator[KeyPath]:
    if base is head:  # two states of one file share what no edit has changed
        return
    if isinstance(base, dict) and isinstance(head, dict):
        for key in dict.fromkeys((*base, *head)):
            yield from _differing(base.get(key, ABSENT), head.get(key, ABSENT), (*path, key))
    elif isinstance(base, list) and isinstance(head, list) and len(base) == len(head):
        for place, (was, now) in enumerate(zip(base, head, strict=True)):
            yield from _differing(was, now, (*path, place))
    elif base != head:
        yield path
