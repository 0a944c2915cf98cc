# SPDX-License-Identifier: Apache-2.0
"""A revision of a case as pages look at it: its files, its tree with places, the case, and the key of its assessment."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import cached_property

from pourparler.case import Case
from pourparler.case.problem import KeyPath
from pourparler.case.tree import Tree
from pourparler.workbench.fields import Field, Group, area_of
from pourparler.workbench.readings import Reading, groups_in, reading_of, tree_of

Reads = Callable[[Mapping[str, bytes], str], Reading]
"""What reads the files of a revision of the case of this name; see `readings.reading_of`."""

#: So many revisions are kept read; one of them takes up to a megabyte.
_KEPT = 16
#: So many revisions that may come are kept read.
_EXPECTED = 16
#: So many pieces of pages of a case are kept; one takes about half a kilobyte, and the essay's case has a thousand.
_MOST_PIECES = 4_000


class Area:
    """The fields of an area, which are listed when first asked for: of two revisions most areas say the same."""

    def __init__(self, packed: bytes) -> None:
        self.packed = packed

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The fields, part by part: see `fields.groups`."""
        return groups_in(self.packed)


@dataclass(frozen=True)
class Opened:
    """A revision that has been read; `areas` are those that were listed, `pieces` are of pages that show a field.

    Both may be shared with other revisions of the case.
    """

    case_id: str
    number: int
    files: Mapping[str, bytes]
    reading: Reading
    areas: dict[str, Area] = field(default_factory=dict)
    pieces: dict[object, object] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """The case."""
        return self.reading.case

    @property
    def key(self) -> str:
        """What tells its assessment from others: two revisions that say the same share one."""
        return self.reading.key

    @cached_property
    def tree(self) -> Tree:
        """The case file in today's format, every value with its place; few pages need it."""
        return tree_of(self.files)

    def groups(self, area: str) -> tuple[Group, ...]:
        """The fields of an area, part by part: see `fields.groups`."""
        found = self.areas.get(area)
        if found is None:
            found = self.areas[area] = Area(self.reading.areas[area])
        return found.groups

    def field(self, path: KeyPath) -> Field | None:
        """Return the field at a path, in which items of lists go by their id if they have one; None if there is none."""
        listed = (field for group in self.groups(area_of(path)) for field in group.fields)
        return next((field for field in listed if field.path == path), None)


class Shelf:
    """The revisions that were opened last; reading one anew takes some time, which `reads` may take elsewhere.

    Any number of threads may use it; who asks for a revision that is being read waits for that.
    """

    def __init__(self, reads: Reads = reading_of) -> None:
        self._read = reads
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int], Future[Opened]] = OrderedDict()
        self._expected: deque[Opened] = deque(maxlen=_EXPECTED)

    def known(self, case_id: str, number: int) -> Opened | None:
        """Return a revision if it is on the shelf."""
        with self._lock:
            found = self._kept.get((case_id, number))
            if found is None or not found.done():
                return None
            self._kept.move_to_end((case_id, number))
            return found.result()

    def expect(self, case_id: str, files: Mapping[str, bytes], area: str) -> None:
        """Read files that may become the next revision of a case, whose page of an area will be looked at; nobody waits.

        Raises `CaseError` for files that cannot be read.
        """
        expected = self._read_anew(case_id, 0, files)
        expected.groups(area)
        with self._lock:
            self._expected.append(expected)

    def opened(self, case_id: str, number: int, files: Mapping[str, bytes]) -> Opened:
        """Return a revision read; `files` are its own. Raises `CaseError` for one that cannot be read."""
        with self._lock:
            found = self._kept.get((case_id, number))
            is_first = found is None
            if found is None:
                found = self._kept[case_id, number] = Future()
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        if is_first:
            try:
                found.set_result(self._as_expected(case_id, number, files) or self._read_anew(case_id, number, files))
            except BaseException as error:
                with self._lock:
                    self._kept.pop((case_id, number), None)
                found.set_exception(error)
        return found.result()

    def _as_expected(self, case_id: str, number: int, files: Mapping[str, bytes]) -> Opened | None:
        """Return a revision that was expected to say this; it is expected no more."""
        with self._lock:
            found = next((each for each in self._expected if each.case_id == case_id and each.files == files), None)
            if found is None:
                return None
            self._expected.remove(found)
        return replace(found, number=number)

    def _read_anew(self, case_id: str, number: int, files: Mapping[str, bytes]) -> Opened:
        """Read a revision; what it has in common with another one of its case is shared."""
        reading = self._read(files, case_id)
        with self._lock:
            done = [each for (case, _), each in self._kept.items() if case == case_id and each.done()]
        like = next((each.result() for each in reversed(done) if each.exception() is None), None)
        if like is None:
            return Opened(case_id, number, files, reading)
        shared = reading.shared_with(like.reading)
        known = dict(like.areas)  # who looks at that revision may list another area meanwhile
        listed = {area: held for area, held in known.items() if shared.areas[area] is held.packed}
        return Opened(case_id, number, files, shared, listed, like.pieces if len(like.pieces) < _MOST_PIECES else {})
