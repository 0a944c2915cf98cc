# SPDX-License-Identifier: Apache-2.0
"""A revision of a case as pages look at it: its files, its tree with places, the case, and the key of its assessment."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from pourparler.archive import checked
from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.case import Case, digest, known_by
from pourparler.case.decode import CASE_FILE, page_of
from pourparler.case.folder import OUTCOME_FILE
from pourparler.case.marks import read_tree
from pourparler.case.migrate import migrated
from pourparler.case.problem import KeyPath
from pourparler.case.tree import Tree
from pourparler.version import __version__
from pourparler.workbench.fields import Field, Group, area_of, groups

#: The form in which results are kept; one of an older form is found anew.
RESULTS = 6
#: What a key ends with: the form of its result.
_FORM = f":{__version__}:{RESULTS}"
#: So many letters of a digest tell two books of one case apart.
_TOLD_APART = 16
#: So many revisions are kept read; one of them takes about a megabyte.
_KEPT = 32


@dataclass(frozen=True)
class Opened:
    """A revision that has been read."""

    case_id: str
    number: int
    files: Mapping[str, bytes]
    case: Case

    @cached_property
    def tree(self) -> Tree:
        """The case file in today's format, every value with its place."""
        return migrated(read_tree(page_of(self.files[CASE_FILE], CASE_FILE)))

    @cached_property
    def _areas(self) -> dict[str, tuple[Group, ...]]:
        return {}

    def groups(self, area: str) -> tuple[Group, ...]:
        """The fields of an area, part by part: see `fields.groups`. They are listed once for a revision."""
        found = self._areas.get(area)
        if found is None:
            found = self._areas[area] = groups(self.tree, self.case, area)
        return found

    def field(self, path: KeyPath) -> Field | None:
        """Return the field at a path, in which items of lists go by their id if they have one; None if there is none."""
        listed = (field for group in self.groups(area_of(path)) for field in group.fields)
        return next((field for field in listed if field.path == path), None)

    @cached_property
    def key(self) -> str:
        """What tells its assessment from others: two revisions that say the same share one.

        The book of forecasts is of a later day than the case: what came out stands in it, and in its key.
        """
        return f"{digest(known_by(self.case))}:{self._book}:{DEFAULT_SEED}:{DEFAULT_WORLDS}{_FORM}"

    @cached_property
    def _book(self) -> str:
        """What tells the forecasts with their outcomes from others."""
        entries = "".join(entry.model_dump_json() for entry in self.case.forecasts).encode("utf-8")
        return sha256(entries + b"\n" + self.files.get(OUTCOME_FILE, b"")).hexdigest()[:_TOLD_APART]


def is_of_today(key: str) -> bool:
    """Whether a result of this key has the form of this version."""
    return key.endswith(_FORM)


class Shelf:
    """The revisions that were opened last; reading one anew costs a tenth of a second."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], Opened] = OrderedDict()

    def known(self, case_id: str, number: int) -> Opened | None:
        """Return a revision if it is on the shelf."""
        return self._kept.get((case_id, number))

    def opened(self, case_id: str, number: int, files: Mapping[str, bytes]) -> Opened:
        """Return a revision read; `files` are its own. Raises `CaseError` for one that cannot be read."""
        found = self._kept.get((case_id, number))
        if found is None:
            case = checked(files)[""]
            assert isinstance(case, Case)
            found = self._kept[case_id, number] = Opened(case_id, number, files, case)
        self._kept.move_to_end((case_id, number))
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found
