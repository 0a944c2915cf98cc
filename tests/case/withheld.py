# SPDX-License-Identifier: Apache-2.0
"""Pairs of cases that differ only in what an audience does not see: in values, presence, count, order, names and times."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from pydantic import ValidationError

from pourparler.case import Case, Release
from pourparler.case.problem import KeyPath

#: What an edition cannot do without.
BASIS = ("title", "as_of", "parties")

#: By which of its words an item of a list is named in a grant.
_NAMES = ("id", "party", "issue", "condition", "word", "what", "holder", "by")

#: What a withheld scalar is replaced with, until the case takes it.
_OTHERS = ("a canary 7193", "0.41..0.43", "7..9", "2031-03-02", "2032-03-02", "37", "likely", "unknown")


def plain_of(case: Case) -> dict[str, Any]:
    """Return a case as plain data, without who may see what."""
    return case.model_dump(mode="json", exclude_defaults=True, exclude={"release"})


def paths_of(node: Any, path: tuple[str, ...] = ()) -> list[str]:
    """Return the dotted path of every key of a case, by which it can be granted."""
    out = []
    for key, value in node.items() if isinstance(node, dict) else ():
        out += [".".join((*path, key)), *paths_of(value, (*path, key))]
    return out


def random_release(case: Case, audience: str, random: Random) -> Release:
    """Return grants of some paths to an audience, and marks on some of them."""
    paths = paths_of(plain_of(case))
    sections = [name for name in plain_of(case) if name not in ("pourparler", "seat", "labels", *BASIS)]
    granted = random.sample(paths, random.randrange(4, 20)) + random.sample(sections, random.randrange(len(sections)))
    marks: dict[str, tuple[str, ...]] = {path: ("own",) for path in random.sample(paths, 6) if not path.startswith(BASIS)}
    taken = tuple(path for path in granted if path.split(".")[0] not in ("pourparler", "seat", "labels"))
    others = {party: tuple(random.sample(sections, 4)) for party in case.parties if party != audience}
    return Release(grants={**others, audience: (*BASIS, *taken), "public": ("title",)}, marks=marks)


def changed(case: Case, release: Release, audience: str, random: Random, times: int) -> Case:
    """Return a case that differs in what is withheld, `times` times as far as the vocabulary lets it."""
    plain = plain_of(case)
    seen = list(visible(plain, release, audience))
    for _ in range(times):
        hidden = [path for path, _, is_seen in walked(plain, release, audience) if not is_seen and not _says_who(plain, path)]
        if not hidden:
            break
        again = _with_change(plain, random.choice(hidden), random)
        again = _with_label(again, str(random.choice(hidden)[-1]), seen)
        if list(visible(again, release, audience)) == seen and _is_case(again):
            plain = again
    return Case.model_validate(plain).model_copy(update={"release": release})


def _with_label(plain: Any, name: str, seen: list[tuple[str, Any]]) -> Any:
    """Return a case in which a withheld thing is called otherwise, if nothing that is seen has that name too.

    An option goes by its own name and by that of its issue and its own: where the one is seen, so is what the other names.
    """
    if any(word in (*dotted.split("."), value) for dotted, value in seen for word in (name, name.rpartition(".")[2])):
        return plain
    return {**plain, "labels": {**plain.get("labels", {}), name: "a canary by another name"}}


def visible(plain: Any, release: Release, audience: str) -> Iterator[tuple[str, Any]]:
    """Return every scalar that is granted and not marked, by the plainest reading of both, in order."""
    for path, dotted, is_seen in walked(plain, release, audience):
        value = _at(plain, path)
        if is_seen and not isinstance(value, dict | list):
            yield dotted, value


def walked(plain: Any, release: Release, audience: str) -> Iterator[tuple[KeyPath, str, bool]]:
    """Return every path of a case, as a grant would write it, and whether some of what stands there is seen."""
    grants = (*release.grants.get(audience, ()), *release.grants.get("public", ()))
    marks = {*release.marks, *_marked_on_the_spot(plain)}

    def walk(node: Any, path: KeyPath, above: str, granted: bool) -> Iterator[tuple[KeyPath, str, bool]]:
        for key, value in _parts(node):
            here, dotted = (*path, key), f"{above}{key if isinstance(key, str) else _called(value, key)}"
            whole = granted or dotted in grants
            if dotted in marks or not (whole or any(g.startswith(f"{dotted}.") for g in grants)):
                yield from _all_hidden(value, here, dotted)
            else:
                yield here, dotted, True
                yield from walk(value, here, f"{dotted}.", whole)

    for section in plain:
        if section not in ("pourparler", "seat", "labels"):
            yield from walk({section: plain[section]}, (), "", False)


def _marked_on_the_spot(plain: Any) -> Iterator[str]:
    """Return what says itself who may see it: in random releases nobody is cleared for that."""
    for item in plain.get("evidence", ()):
        if "release" in item.get("judged", {}):
            yield f"evidence.{item.get('id')}"
    if "release" in plain.get("common_line", {}):
        yield "common_line"
    for path, judged in plain.get("judgements", {}).items():
        if "release" in judged:
            yield from (path, f"judgements.{path}")


def _all_hidden(node: Any, path: KeyPath, dotted: str) -> Iterator[tuple[KeyPath, str, bool]]:
    yield path, dotted, False
    for key, value in _parts(node):
        yield from _all_hidden(value, (*path, key), f"{dotted}.{key}")


def _says_who(plain: Any, path: KeyPath) -> bool:
    """Return whether what stands there says who may see something: that is no secret, but what makes one."""
    return path[-1] == "release" or '"release"' in json.dumps(_at(plain, path))


def _is_case(plain: Any) -> bool:
    try:
        Case.model_validate(plain)
    except ValidationError:
        return False
    return True


def _at(node: Any, path: KeyPath) -> Any:
    for part in path:
        node = node[part]
    return node


def with_value(plain: Any, path: KeyPath, value: str) -> Any:
    """Return a case with a text in the place of the one at `path`; nothing if there is no text, or the case cannot take it."""
    if not isinstance(_at(plain, path), str):
        return None
    again = _set(plain, path, value)
    return again if _is_case(again) else None


def _set(node: Any, path: KeyPath, value: str) -> Any:
    if not path:
        return value
    inner = _set(node[path[0]], path[1:], value)
    if isinstance(node, dict):
        return {**node, path[0]: inner}
    return [inner if number == path[0] else item for number, item in enumerate(node)]


def _with_change(node: Any, path: KeyPath, random: Random) -> Any:
    """Return a copy in which the withheld thing at `path` is another, is gone, is there twice, or stands elsewhere."""
    if len(path) > 1:
        key, rest = path[0], path[1:]
        inner = _with_change(node[key], rest, random)
        if isinstance(node, dict):
            return {**node, key: inner}
        return [inner if number == key else item for number, item in enumerate(node)]
    (key,) = path
    if isinstance(node, list):
        return [item for _, item in _put(list(enumerate(node)), key, random)]
    return dict(_put(list(node.items()), key, random))


def _put(entries: list[tuple[Any, Any]], key: str | int, random: Random) -> list[tuple[Any, Any]]:
    """Return entries in which the one under `key` is changed in some way."""
    at = [name for name, _ in entries].index(key)
    value = entries[at][1]
    left = entries[:at] + entries[at + 1 :]
    kind = random.choice(("value", "value", "gone", "twice", "moved", "name"))
    put = [(key, value)]
    if kind == "moved":
        at = random.randrange(len(left) + 1)
    elif kind == "gone":
        put = []
    elif kind == "value":
        put = [(key, _other(value, random))]
    else:
        put = [*put[: kind == "twice"], (f"{key}z", _renamed(value))]
    return [*left[:at], *put, *left[at:]]


def _renamed(item: Any) -> Any:
    return {**item, "id": f"{item['id']}z"} if isinstance(item, dict) and "id" in item else item


def _other(value: Any, random: Random) -> Any:
    if isinstance(value, dict) and value:
        key = random.choice(list(value))
        return {**value, key: _other(value[key], random)}
    if isinstance(value, list) and value:
        at = random.randrange(len(value))
        return [_other(item, random) if number == at else item for number, item in enumerate(value)]
    return random.choice(_OTHERS) if isinstance(value, str) else value


def _parts(node: Any) -> Any:
    return node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()


def _called(item: Any, number: str | int) -> str:
    names = (
        [item.get(n) for n in ("id", "party", "issue", "condition", "word", "what", "holder", "by")]
        if isinstance(item, dict)
        else [item]
    )
    return next((name for name in names if isinstance(name, str)), str(number))
