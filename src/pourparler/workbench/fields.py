# SPDX-License-Identifier: Apache-2.0
"""A case as fields to look at and to edit: each value as it is written, with its unit, what it may be, and who holds it.

The fields are read off the vocabulary of the case file, so that what is added there can be edited here.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args, get_origin

from pourparler.case import Case
from pourparler.case.ordering import read_ordering
from pourparler.case.part import Part
from pourparler.case.problem import KeyPath, path_text
from pourparler.case.shape import branches, fields, strip
from pourparler.case.tree import Node, Scalar, Sequence, Table, Tree
from pourparler.case.written import Written
from pourparler.quantity import Domain
from pourparler.wording import say
from pourparler.workbench.vocabulary import key_name, part_name

#: How well a field is founded: on a fact or a source, judged by somebody, a guess, or nothing is known.
Status: TypeAlias = Literal["sourced", "judged", "guessed", "missing"]
#: How well what stands at or below a path is founded, and who holds it, by path.
Held: TypeAlias = Mapping[str, tuple[Status, str]]
#: How a field is typed in.
Kind: TypeAlias = Literal["number", "order", "choice", "day", "text", "long", "yes", "table"]

#: A text of this length or longer gets a box of several lines.
_LONG = 60
#: Bases of a judgement that show a source.
_SOURCED = ("fact", "claim")

#: The areas of the workbench with the parts of a case that are edited there, in the order of the pages.
AREAS: dict[str, tuple[str, ...]] = {
    "intentions": ("questions", "pooling", "grades", "sources", "evidence", "indicators", "compliance"),
    "table": ("issues", "exclude", "implies", "values", "no_deal", "bargaining_power", "consent", "offers", "beliefs"),
    "mandate": ("mandate", "red_lines", "success", "stakes", "risk", "interpretation"),
    "partners": (
        "parties", "consultation", "influence", "effects", "worth_to_us", "coalition", "common_line", "priorities", "positions",
    ),
    "moves": ("moves",),
    "stages": ("stages", "staging", "later"),
    "plan": ("meeting", "preparation", "actions", "gate", "tripwires", "decision"),
    "risks": ("premortem", "day_after", "framings", "analogies"),
    "forecasts": ("forecasts",),
    "case": ("title", "as_of", "seat", "standpoint", "labels", "judgements", "release"),
}  # fmt: skip


#: The area of which it is shown, before a change is saved, what it would do to what is believed.
PREVIEWED = "intentions"


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a case: where it stands, what it is called, how it is written, and what may be written there.

    `reads` is what readers see in the place of a short name that is written there, `measure` the domain of a number.
    """

    path: KeyPath
    label: str
    text: str
    kind: Kind
    unit: str = ""
    range: str = ""
    choices: tuple[str, ...] = ()
    status: Status = "guessed"
    held: str = ""
    reads: str = ""
    measure: str = ""

    @property
    def name(self) -> str:
        """The path as messages show it."""
        return path_text(self.path)

    @property
    def is_judged(self) -> bool:
        """Whether it is something that one may know better or worse: a number, or an order of preference."""
        return self.kind in ("number", "order")

    @property
    def id(self) -> str:
        """A name for the place of the field on a page, of letters and digits alone."""
        return "f-" + "-".join(str(part).encode("utf-8").hex() if not str(part).isalnum() else str(part) for part in self.path)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, such as those of one source; `path` is that of the thing they belong to."""

    path: KeyPath
    label: str
    fields: tuple[Field, ...]
    part: str = ""
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """What readers call the short names of a case; `above` parts of a path are told by the heading over a field."""

    names: Mapping[str, str]
    above: int


#: Keys under which the short name of something else in the case is written, by the part that it stands in.
NAMED_IN = {"source": "sources", "issue": "issues", "party": "parties", "question": "questions", "indicator": "indicators"}


def known_names(case: Case, key: object) -> tuple[tuple[str, str], ...]:
    """Return the short names that can be written under a key, each with the name that readers know; none where any text can."""
    part = NAMED_IN.get(str(key))
    return tuple((name, case.labels.get(name, "")) for name in getattr(case, part)) if part is not None else ()


def area_of(path: KeyPath) -> str:
    """Return the area on whose page the part of a case is edited to which a path leads."""
    return next((area for area, parts in AREAS.items() if path and path[0] in parts), "case")


def groups(tree: Tree, case: Case, area: str) -> tuple[Group, ...]:
    """Return the fields of an area, part by part as the case file has them."""
    held, labels = holders(case), dict(case.labels)
    out: list[Group] = []
    hints = fields(Case)
    for part in AREAS[area]:
        entry = tree.top.entries.get(part)
        if entry is None:
            continue
        for path, node, annotation in _things((part,), entry.node, hints[part]):
            found = tuple(_leaves(tree.named(path), node, annotation, held, Labels(labels, len(path))))
            label = " · ".join(called(p, labels) for p in tree.named(path)[1:] if isinstance(p, str))
            label = label or (found[0].reads or found[0].text if len(path) > 1 and found else part_name(part))
            out.append(Group(tree.named(path), label, found, part, _absent(node, annotation)))
    return tuple(out)


def parsed_path(text: str) -> KeyPath:
    """Return the key path that `path_text` wrote; keys that hold dots are kept apart by `|` in forms, as `form_path` writes."""
    return tuple(int(part[1:]) if re.fullmatch(r"#\d{1,6}", part) else part for part in text.split("|")) if text else ()


def form_path(path: KeyPath) -> str:
    """Return a path as a form sends it."""
    return "|".join(f"#{part}" if isinstance(part, int) else part for part in path)


def plain(part: object) -> str:
    return key_name(str(part))


def called(part: str | int, labels: Mapping[str, str]) -> str:
    """Return what readers call one part of a path: an item of a list its number, an option of an issue both their names."""
    if isinstance(part, int):
        return str(part + 1)
    if part in labels or "." not in part or not any(name in labels for name in part.split(".")):
        return labels.get(part) or plain(part)
    return ": ".join(labels.get(name) or plain(name) for name in part.split("."))


def words_of(path: KeyPath, labels: Mapping[str, str]) -> str:
    """Return a path in the words of a reader: its part, then the names along it."""
    return " · ".join((part_name(str(path[0])), *(called(part, labels) for part in path[1:])))


def told_path(text: str, labels: Mapping[str, str]) -> str:
    """Return in the words of a reader a path that `path_text` wrote."""
    parts = re.findall(r"\[(\d+)\]|([^.\[\]]+)", text)
    return words_of(tuple(int(place) if place else name for place, name in parts), labels) if parts else text


def _things(path: KeyPath, node: Node, annotation: Any) -> Iterator[tuple[KeyPath, Node, Any]]:
    """Yield the things of a part: each entry of a table of named things, each item of a list of tables, or the whole."""
    bare, inner = inside(node, annotation)
    if isinstance(node, Table) and get_origin(bare) is dict and any(isinstance(e.node, Table) for e in node.entries.values()):
        for key, entry in node.entries.items():
            yield (*path, key), entry.node, inner
    elif isinstance(node, Sequence) and any(isinstance(item, Table) for item in node.items):
        for place, item in enumerate(node.items):
            yield (*path, place), item, inner
    else:
        yield path, node, annotation


#: What annotations are made of, by their identity; each stands with its own, and so is never another one of the same number.
_TAKEN_APART: dict[int, tuple[Any, tuple[Any, tuple[Any, ...], Mapping[str, Any] | None]]] = {}


def _taken_apart(annotation: Any) -> tuple[Any, tuple[Any, ...], Mapping[str, Any] | None]:
    """Return the type of an annotation, what stands around it, and its branches; found once for the vocabulary's own."""
    known = _TAKEN_APART.get(id(annotation))
    if known is None:
        bare, notes = strip(annotation)
        known = _TAKEN_APART[id(annotation)] = annotation, (bare, notes, branches(bare, notes))
    return known[1]


def inside(node: Node, annotation: Any) -> tuple[Any, Any]:
    """Return the type of a node, its branch chosen by the shape of what stands there, and the type of what stands in it."""
    bare, _, tagged = _taken_apart(annotation)
    if tagged is not None:
        return inside(node, _branch(node, tagged))
    origin = get_origin(bare)
    if origin is dict:
        return bare, get_args(bare)[1]
    return bare, get_args(bare)[0] if origin is tuple else Any


def _branch(node: Node, tagged: Mapping[str, Any]) -> Any:
    if isinstance(node, Table):
        names = ["shape"] if "shape" in node.entries and "shape" in tagged else []
        names += ["table", "numeric", "options"]
    else:
        names = ["list"] if isinstance(node, Sequence) else ["one", "order"]
    found = next((tagged[name] for name in names if name in tagged), None)
    return found if found is not None else _fitting(node, tagged)


def _fitting(node: Node, tagged: Mapping[str, Any]) -> Any:
    """Return the branch that has the most of the keys that are there."""
    keys = set(node.entries) if isinstance(node, Table) else set()

    def shared(annotation: Any) -> int:
        bare, _ = strip(annotation)
        return len(keys & set(fields(bare))) if isinstance(bare, type) and issubclass(bare, Part) else 0

    return max(tagged.values(), key=shared)


def _absent(node: Node, annotation: Any) -> tuple[str, ...]:
    """Return the keys that the vocabulary has for a thing and does not state; of its lists the place behind the last."""
    bare, _ = inside(node, annotation)
    known = fields(bare) if isinstance(bare, type) and issubclass(bare, Part) else {}
    if not isinstance(node, Table):
        return ()
    lists = ((key, node.entries[key].node) for key in known if key in node.entries)
    more = (form_path((key, len(held.items))) for key, held in lists if isinstance(held, Sequence))
    return (*(key for key in known if key not in node.entries), *more)


def _leaves(
    named: KeyPath,
    node: Node,
    annotation: Any,
    held: Held,
    labels: Labels,
) -> Iterator[Field]:
    """Yield the values at and below a node; items of lists go by their ids, where they have any."""
    bare, notes, tagged = _taken_apart(annotation)
    if tagged is not None:
        yield from _leaves(named, node, _branch(node, tagged), held, labels)
        return
    if isinstance(node, Table):
        known = fields(bare) if isinstance(bare, type) and issubclass(bare, Part) else {}
        inner = get_args(bare)[1] if get_origin(bare) is dict else Any
        for key, entry in node.entries.items():
            yield from _leaves((*named, key), entry.node, known.get(key, inner), held, labels)
    elif isinstance(node, Sequence):
        inner = get_args(bare)[0] if get_origin(bare) is tuple else Any
        for place, item in enumerate(node.items):
            yield from _leaves((*named, place), item, inner, held, labels)
    elif isinstance(node, Scalar):
        yield _field(named, node, bare, notes, held, labels)


def _field(
    named: KeyPath,
    node: Scalar,
    bare: Any,
    notes: tuple[Any, ...],
    held: Held,
    labels: Labels,
) -> Field:
    """Return the field of a single value."""
    status, by = _status(named, held)
    text = node.text
    if node.value is None or text.strip() == "unknown":
        status = "missing"
    label = " · ".join(called(part, labels.names) for part in named[labels.above :]) or plain(named[-1])
    kind, unit, written, choices = described(bare, notes)
    if kind == "text" and (len(text) >= _LONG or "\n" in text):
        kind = "long"
    reads = (
        labels.names.get(text.rpartition(".")[2], "") if kind == "text" and named[0] != "labels" and named[-1] != "word" else ""
    )
    return Field(named, label, text, kind, unit, written, choices, status, by, reads, measure_of(notes))


def described(bare: Any, notes: tuple[Any, ...]) -> tuple[Kind, str, str, tuple[str, ...]]:
    """Return how a value of a type is typed in: its kind, its unit, what may be written, and the words to choose from."""
    domain = next((note for note in notes if isinstance(note, Domain)), None)
    if domain is not None:
        return "number", domain.unit, domain.range_text, ()
    if any(isinstance(note, Written) and note.read is read_ordering for note in notes):
        return "order", "", say("best first, such as {example}", example="a > b = c"), ()
    if get_origin(bare) is Literal:
        return "choice", "", "", tuple(map(str, get_args(bare)))
    if bare is bool:
        return "yes", "", "", ("true", "false")
    if bare is dt.date:
        return "day", "", say("a day, such as {day}", day="2031-05-12"), ()
    if bare is int or bare is str:
        return "text", "", "", ()
    return "table", "", say("as in a case file, such as {example}", example="{renew: likely, stall: 10..30%}"), ()


def measure_of(notes: tuple[Any, ...]) -> str:
    """Return the name of the domain that a type is annotated with; empty where there is none."""
    return next((note.name for note in notes if isinstance(note, Domain)), "")


def by_place(tree: Tree, path: KeyPath) -> KeyPath:
    """Return a path with the places of list items instead of their ids."""
    node: Node | None = tree.top
    out: list[str | int] = []
    for part in path:
        inner = child(node, part)
        if isinstance(node, Sequence) and inner is not None:
            part = next(place for place, item in enumerate(node.items) if item is inner)
        out.append(part)
        node = inner
    return tuple(out)


def child(node: Node | None, part: str | int) -> Node | None:
    if isinstance(node, Table) and isinstance(part, str) and part in node.entries:
        return node.entries[part].node
    if isinstance(node, Sequence):
        if isinstance(part, int):
            return node.items[part] if part < len(node.items) else None
        named = ((item, child(item, "id")) for item in node.items)
        return next((item for item, held in named if isinstance(held, Scalar) and held.text == part), None)
    return None


def holders(case: Case) -> dict[str, tuple[Status, str]]:
    """Return how well what stands below a path is founded, and who holds it, by path."""
    judged = dict(case.judgements)
    judged.update({f"evidence.{item.id}": item.judged for item in case.evidence if item.judged is not None})
    out: dict[str, tuple[Status, str]] = {}
    for path, entry in judged.items():
        sourced = entry.basis in _SOURCED or entry.source is not None
        status: Status = "sourced" if sourced else "guessed" if entry.basis == "assumption" else "judged"
        out[path] = (status, entry.by + (f", {entry.on.isoformat()}" if entry.on is not None else ""))
    return out


def _status(path: KeyPath, held: Held) -> tuple[Status, str]:
    """Return that of the nearest holder above a path; what nobody holds is a guess."""
    for length in range(len(path), 0, -1):
        found = held.get(".".join(map(str, path[:length])))
        if found is not None:
            return found
    return "guessed", ""
