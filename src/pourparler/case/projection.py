# SPDX-License-Identifier: Apache-2.0
"""What an audience may see of a case, as a case of its own, made from what is granted to it and from nothing else.

Three sieves, one after the other: the grants say which paths are taken, the marks take single items out again, and what then
refers to something that is not there goes too. The last one sees only what the first two left: whether a withheld thing exists,
how many there are and what it is called cannot change what comes out.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pourparler.case.known import known_by
from pourparler.case.model import Case
from pourparler.case.problem import Finding, KeyPath
from pourparler.case.read import closed_findings, read_text
from pourparler.case.release import Release, admits, granted_to

#: What a case cannot be without: too little is released where one of these is withheld.
NEEDED = ("title", "as_of", "parties")

#: Sections that are one thing, and not a collection of things: what is in them is withheld part by part.
_SINGLE = frozenset({"meeting", "later", "mandate", "gate", "coalition", "common_line", "day_after", "release"})

#: Keys by which the items of a list are named in a grant, the first that an item has.
_NAMES = ("id", "party", "issue", "condition", "word", "what", "holder", "by")

#: Who may see it is itself seen by nobody, wherever it stands.
_OF_RELEASE = "release"

#: What no grant is needed for: in which format it is written, and whose case it is.
_ALWAYS = ("pourparler", "seat")

#: What goes its own way, and not through the sieve: what needs no grant, and labels, which go with what they name.
_ASIDE = frozenset({*((key,) for key in _ALWAYS), ("labels",)})

#: Stands for nothing at all.
_NOTHING = object()

Why: TypeAlias = Literal["not granted", "marked", "refers"]
"""Why something is withheld: nobody granted it, its mark does not admit the audience, it refers to what is withheld."""


@dataclass(frozen=True)
class Withheld:
    """Something that an audience does not see, by its dotted path, and why; for the owner's eyes only."""

    where: str
    why: Why


@dataclass(frozen=True)
class Projection:
    """A case as an audience may see it, as canonical text, and what was withheld (which is not to leave the owner)."""

    audience: str
    text: str
    withheld: tuple[Withheld, ...]

    def case(self) -> Case:
        """Return the case that the text holds."""
        return read_text(self.text, "edition")

    def statements(self) -> tuple[tuple[str, str], ...]:
        """Return everything that the audience is shown, as (dotted path, value)."""
        return tuple(statements(json.loads(self.text)))


class TooLittle(ValueError):
    """Too little is released for there to be a case: the paths that are missing."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


def project(case: Case, audience: str) -> Projection:
    """Return what `audience` (a party, `mediator` or `public`) may see of a case.

    Raises `TooLittle` if it may not even see what a case cannot be without.
    """
    release = case.release or Release()
    plain = case.model_dump(mode="json", exclude_defaults=True, exclude={_OF_RELEASE})
    sieve = _Sieve(release, audience, _marks(plain, release))
    taken = sieve.take(plain, granted_to(release, audience), ())
    taken = taken if isinstance(taken, dict) else {}
    taken.update({key: plain[key] for key in _ALWAYS if key in plain})
    missing = tuple(name for name in NEEDED if name not in taken)
    if missing:
        raise TooLittle(missing)
    withheld = [Withheld(_where(plain, path), why) for path, why in sieve.withheld]
    # Only what may be seen says what was known on its day: an item that is withheld must not decide what another may say.
    seen = known_by(read_text(_text(_closed(taken, withheld)), "edition"))
    closed = _closed(seen.model_dump(mode="json", exclude_defaults=True), withheld)
    labels = _labels_of(closed, plain.get("labels", {}))
    return Projection(audience, _text({**closed, **({"labels": labels} if labels else {})}), tuple(withheld))


def idle_grants(case: Case, audience: str) -> tuple[str, ...]:
    """Return the grants to an audience, and the marks, that lead to nothing in a case."""
    release = case.release or Release()
    plain = case.model_dump(mode="json", exclude_defaults=False, exclude={_OF_RELEASE})
    paths = dict.fromkeys((*granted_to(release, audience), *release.marks))
    return tuple(path for path in paths if not any(_named(plain, (path,), ())))


def statements(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Return every value of a case, given as plain data, with the path by which it would be granted."""
    if not isinstance(node, dict | list):
        yield ".".join(path), str(node)
        return
    for key, names, value in _parts(node):
        yield from statements(value, (*path, *(names or (f"[{key}]",))))


def _text(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=1)


@dataclass
class _Sieve:
    """Takes what is granted and not marked for others, and keeps an account of what it leaves."""

    release: Release
    audience: str
    marks: Mapping[KeyPath, tuple[tuple[str, ...], ...]]
    withheld: list[tuple[KeyPath, Why]] = field(default_factory=list)

    def take(self, node: Any, rests: tuple[str, ...], path: KeyPath) -> Any:
        """Return what is taken of a node, or nothing; `rests` are what of the grants is still to be walked."""
        if not all(admits(words, self.release, self.audience) for words in self.marks.get(path, ())):
            self.withheld.append((path, "marked"))
            return _NOTHING
        if not isinstance(node, dict | list):
            return node if "" in rests else _NOTHING
        kept = [(key, self._part(value, _steps(rests, names), (*path, key))) for key, names, value in _parts(node)]
        held = [(key, value) for key, value in kept if value is not _NOTHING]
        if not held:
            return _NOTHING
        return dict(held) if isinstance(node, dict) else [value for _, value in held]

    def _part(self, value: Any, rests: tuple[str, ...], path: KeyPath) -> Any:
        if path[-1] == _OF_RELEASE or path in _ASIDE:
            return _NOTHING
        if not rests:
            self.withheld.append((path, "not granted"))
            return _NOTHING
        return self.take(value, rests, path)


def _parts(node: dict[str, Any] | list[Any]) -> Iterator[tuple[str | int, tuple[str, ...], Any]]:
    """Return the parts of a node with the names by which a grant may call each."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield key, (key,), value
        return
    for number, item in enumerate(node):
        called = (
            next((item[name] for name in _NAMES if isinstance(item.get(name), str)), None) if isinstance(item, dict) else item
        )
        yield number, (called,) if isinstance(called, str) else (), item


def _steps(rests: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is left of each grant after a step to a part of these names; `*` is any name, and "" all of it."""
    if "" in rests:
        return ("",)
    left = []
    for rest in rests:
        for name in (*names, "*"):
            if rest == name:
                left.append("")
            elif rest.startswith(f"{name}."):
                left.append(rest[len(name) + 1 :])
    return tuple(left)


def _marks(plain: Mapping[str, Any], release: Release) -> dict[KeyPath, tuple[tuple[str, ...], ...]]:
    """Return every mark by the path that it is on: those of the release, and the `release` of single items."""
    found: dict[KeyPath, tuple[tuple[str, ...], ...]] = {}

    def add(path: KeyPath, words: tuple[str, ...]) -> None:
        found[path] = (*found.get(path, ()), words)

    for rest, words in release.marks.items():
        for path in _named(plain, (rest,), ()):
            add(path, words)
    for path, text in _own_marks(plain, ()):
        words = tuple(word.strip() for word in text.split(","))
        add(path[:-1] if path[-1:] == ("judged",) else path, words)
        if path[:1] == ("judgements",):
            for on in _named(plain, (str(path[1]),), ()):
                add(on, words)
    return found


def _named(node: Any, rests: tuple[str, ...], path: KeyPath) -> Iterator[KeyPath]:
    """Return the paths that dotted names lead to."""
    if "" in rests:
        yield path
    elif isinstance(node, dict | list):
        for key, names, value in _parts(node):
            left = _steps(rests, names)
            if left:
                yield from _named(value, left, (*path, key))


def _own_marks(node: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Return the tables that say themselves who may see them, with what they say."""
    if isinstance(node, dict) and isinstance(node.get(_OF_RELEASE), str):
        yield path, node[_OF_RELEASE]
    if isinstance(node, dict | list):
        for key, _, value in _parts(node):
            yield from _own_marks(value, (*path, key))


def _closed(taken: dict[str, Any], withheld: list[Withheld]) -> dict[str, Any]:
    """Take out what refers to something that is not there, until nothing does; add each to what is withheld.

    Raises `TooLittle` if what a case cannot be without would have to go.
    """
    while True:
        drop = {_unit(finding, taken) for finding in closed_findings(_text(taken), "edition")}
        drop |= {("judgements", on) for on in taken.get("judgements", ()) if not any(_named(taken, (on,), ()))}
        if not drop:
            return taken
        needed = tuple(dict.fromkeys(str(path[0]) for path in drop if len(path) == 1 and path[0] in NEEDED))
        if needed or () in drop:
            raise TooLittle(needed or NEEDED)
        outermost = [path for path in drop if not any(path[:length] in drop for length in range(len(path)))]
        withheld.extend(Withheld(_where(taken, path), "refers") for path in sorted(outermost, key=str))
        left = _without(taken, drop, ())
        taken = left if isinstance(left, dict) else {}


def _unit(finding: Finding, taken: Mapping[str, Any]) -> KeyPath:
    """Return what goes with a reference that leads nowhere: an entry under that name, or the whole item that makes it.

    Where something belongs to a whole of which a part is missing, the whole goes.
    """
    path = _there(finding.path, taken)
    is_word_of_list = len(path) == len(finding.path) and path != () and isinstance(path[-1], int)
    if not is_word_of_list and (finding.mark == "key" or finding.whole or len(path) < len(finding.path)):
        return path
    return path[: 3 if path[0] in _SINGLE else 2]


def _there(path: KeyPath, node: Any) -> KeyPath:
    """Return as much of a path as there is."""
    for number, part in enumerate(path):
        is_there = part < len(node) if isinstance(node, list) and isinstance(part, int) else part in _keys(node)
        if not is_there:
            return path[:number]
        node = node[part]
    return path


def _keys(node: Any) -> Collection[str]:
    return node if isinstance(node, dict) else ()


def _without(node: Any, drop: set[KeyPath], path: KeyPath) -> Any:
    """Return a node without some paths, and without what has nothing left in it."""
    if path in drop:
        return _NOTHING
    if not isinstance(node, dict | list) or not node:
        return node
    kept = [(key, _without(value, drop, (*path, key))) for key, _, value in _parts(node)]
    held = [(key, value) for key, value in kept if value is not _NOTHING]
    if not held:
        return _NOTHING
    return dict(held) if isinstance(node, dict) else [value for _, value in held]


def _where(node: Any, path: KeyPath) -> str:
    """Write a path with items of lists by name."""
    words = []
    for part in path:
        named = next((names for key, names, _ in _parts(node) if key == part), ())
        words.append(named[0] if named else f"[{part}]")
        node = node[part]
    return ".".join(words)


#: Sections whose keys name things, and where in each thing further names stand.
_NAMED_THINGS: Mapping[str, str | None] = {
    "parties": None,
    "questions": "hypotheses",
    "grades": None,
    "sources": None,
    "indicators": None,
    "issues": "options",
    "moves": None,
    "offers": None,
    "beliefs": None,
    "preparation": "outcomes",
    "priorities": None,
    "positions": None,
}


def _labels_of(taken: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, str]:
    """Return the labels of the things that are there: whoever may see a thing may read what it is called."""
    there: set[str] = set()
    for section, inner in _NAMED_THINGS.items():
        for name, thing in taken.get(section, {}).items():
            further = thing.get(inner, ()) if inner and isinstance(thing, dict) else ()
            there |= {name, *further, *(f"{name}.{word}" for word in further)}
    for section in ("evidence", "stages"):
        there |= {item["id"] for item in taken.get(section, ()) if isinstance(item, dict) and "id" in item}
    return {name: label for name, label in labels.items() if name in there}
