# SPDX-License-Identifier: Apache-2.0
"""What reading the files of a revision gives to the pages: the key of its assessment, the case, the fields of each area.

It is plain data, so that a process of its own can do the reading. Where a page asks, parts are made of it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from pourparler.archive import checked
from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.case import Case, digest, known_by
from pourparler.case.decode import CASE_FILE, page_of
from pourparler.case.folder import OUTCOME_FILE
from pourparler.case.marks import read_tree
from pourparler.case.migrate import migrated
from pourparler.case.read import case_of, plain_case, restated
from pourparler.case.tree import Node, Tree
from pourparler.case.whole import in_memory
from pourparler.version import __version__
from pourparler.workbench.fields import AREAS, Field, Group, groups, holders

#: The form in which results are kept; one of an older form is found anew.
RESULTS = 7
#: What a key ends with: the form of its result.
_FORM = f":{__version__}:{RESULTS}"
#: So many letters of a digest tell two books of one case apart.
_TOLD_APART = 16


@dataclass(frozen=True)
class Reading:
    """What was read: `key` tells an assessment from others, `said` is the case by its sections, `areas` the fields by area.

    Both are JSON. A revision that is like one before it shares with it what both say.
    """

    key: str
    said: Mapping[str, bytes]
    areas: Mapping[str, bytes]

    @cached_property
    def case(self) -> Case:
        """The case."""
        return case_of({section: json.loads(packed) for section, packed in self.said.items()})

    def shared_with(self, before: "Reading") -> "Reading":
        """Return the same with what `before` says alike in its place, and with the case if that has been made of it."""
        said, areas = ({**new, **_alike(old, new)} for old, new in ((before.said, self.said), (before.areas, self.areas)))
        shared = Reading(self.key, said, areas)
        known = before.__dict__.get("case")  # a cached property is looked up here, and nowhere else
        if known is not None and said.keys() == before.said.keys():
            changed = {section: json.loads(packed) for section, packed in said.items() if packed is not before.said[section]}
            case = restated(known, changed)
            if case is not None:
                shared.__dict__["case"] = case
        return shared

    def groups(self, area: str) -> tuple[Group, ...]:
        """Return the fields of an area, part by part: see `fields.groups`."""
        return groups_in(self.areas[area])


def reading_of(files: Mapping[str, bytes], case_id: str = "") -> Reading:
    """Read the files of a revision, whatever the case is called. Raises `CaseError`."""
    case, tree = checked(files)[""], tree_of(files)
    assert isinstance(case, Case)
    areas = {area: listed.packed for area, listed in _areas(tree, case).items()}
    said = {section: _packed(held) for section, held in plain_case(in_memory(files)).items()}
    return Reading(key_of(case, files), said, areas)


@dataclass(frozen=True, slots=True)
class _Listed:
    """The fields of an area, packed, and of what they were listed: these very nodes, which never change."""

    nodes: tuple[Node | None, ...]
    packed: bytes


def _areas(tree: Tree, case: Case) -> dict[str, _Listed]:
    """Return the fields of every area; those of an area in which an edit changed nothing are those before it."""
    about = (dict(case.labels), holders(case))
    before = tree.before() if tree.before is not None else None
    known = before.made.get(_areas) if before is not None else None
    told, listed = known if known is not None else (None, {})
    areas = {}
    for area, parts in AREAS.items():
        entries = [tree.top.entries.get(part) for part in parts]
        nodes = tuple(None if entry is None else entry.node for entry in entries)
        same = listed.get(area) if told == about else None
        if same is None or any(one is not other for one, other in zip(same.nodes, nodes, strict=True)):
            same = _Listed(nodes, _packed([_group(group) for group in groups(tree, case, area)]))
        areas[area] = same
    tree.made[_areas] = about, areas
    return areas


def groups_in(packed: bytes) -> tuple[Group, ...]:
    """Return the fields that were packed."""
    return tuple(
        Group(tuple(path), label, tuple(map(_field, fields)), part, tuple(absent))
        for path, label, fields, part, absent in json.loads(packed)
    )


def key_of(case: Case, files: Mapping[str, bytes]) -> str:
    """Return what tells the assessment of a case from others: two revisions that say the same share one.

    The book of forecasts is of a later day than the case: what came out stands in it, and in its key.
    """
    entries = "".join(entry.model_dump_json() for entry in case.forecasts).encode("utf-8")
    book = sha256(entries + b"\n" + files.get(OUTCOME_FILE, b"")).hexdigest()[:_TOLD_APART]
    return f"{digest(known_by(case))}:{book}:{DEFAULT_SEED}:{DEFAULT_WORLDS}{_FORM}"


def is_of_today(key: str) -> bool:
    """Whether a result of this key has the form of this version."""
    return key.endswith(_FORM)


def tree_of(files: Mapping[str, bytes]) -> Tree:
    """Return the case file in today's format, every value with its place."""
    return migrated(read_tree(page_of(files[CASE_FILE], CASE_FILE)))


def _alike(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: held for name, held in old.items() if new.get(name) == held}


def _packed(plain: object) -> bytes:
    return json.dumps(plain, separators=(",", ":")).encode("ascii")


def _group(group: Group) -> list[object]:
    fields = [
        (
            each.path,
            each.label,
            each.text,
            each.kind,
            each.unit,
            each.range,
            each.choices,
            each.status,
            each.held,
            each.reads,
            each.measure,
        )
        for each in group.fields
    ]
    return [group.path, group.label, fields, group.part, group.absent]


def _field(held: list[Any]) -> Field:
    path, label, text, kind, unit, written, choices, *more = held
    return Field(tuple(path), label, text, kind, unit, written, tuple(choices), *more)
