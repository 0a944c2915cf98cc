# SPDX-License-Identifier: Apache-2.0
"""A revision of a case as pages look at it: its files, its tree with places, the case, and the key of its assessment."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.case import Case, digest, known_by, read_files
from pourparler.case.decode import CASE_FILE, page_of
from pourparler.case.marks import read_tree
from pourparler.case.migrate import migrated
from pourparler.case.tree import Tree
from pourparler.version import __version__

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
    def key(self) -> str:
        """What tells its assessment from others: two revisions that say the same share one."""
        return f"{digest(known_by(self.case))}:{DEFAULT_SEED}:{DEFAULT_WORLDS}:{__version__}"


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
            found = self._kept[case_id, number] = Opened(case_id, number, files, read_files(files))
        self._kept.move_to_end((case_id, number))
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found
