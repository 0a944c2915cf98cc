# SPDX-License-Identifier: Apache-2.0
"""From a case to its file: remarks and order stay, what did not change is not touched, and nothing is ever half-written.

The text that would be written is read back, by all the checks of the reader, before it replaces anything.
"""

import copy
import datetime as dt
import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pourparler.case.completeness import is_ordering
from pourparler.case.decode import BYTE_ORDER_MARK, bytes_of, page_of, refuse
from pourparler.case.folder import outcome_file, outcome_place
from pourparler.case.marks import lines_of, read_again, read_tree
from pourparler.case.memory import InMemory, Place
from pourparler.case.model import Case
from pourparler.case.numbers import write_exact
from pourparler.case.ordering import write_ordering
from pourparler.case.outcome import Outcome, read_outcome
from pourparler.case.part import Part
from pourparler.case.phrase import Bare
from pourparler.case.problem import KeyPath, in_file_order, path_text
from pourparler.case.read import read
from pourparler.case.replace import changed_meanwhile, replace_file
from pourparler.case.seats import file_of, in_todays_format
from pourparler.case.splice import CannotSplice, same, spliced
from pourparler.case.tree import Sequence, Tree, core, plain_data
from pourparler.case.whole import read_files
from pourparler.errors import CaseError
from pourparler.quantity import Quantity
from pourparler.wording import say

#: The first line of a file that says what happened.
_BESIDE = "What happened after the assessment. No assessment reads this file; `pourparler outcome` scores it."

DELETE = object()
"""Stands in `save_edits` for the value of an entry that is to go."""


def fingerprint(path: Path, seat: str | None = None) -> str:
    """Return the SHA-256 of the file that `save` would change, by which a later `save` knows that nobody else changed it."""
    return hashlib.sha256(bytes_of(file_of(path, seat))).hexdigest()


def save(path: Path, case: Case, seat: str | None = None, *, seen: str | None = None) -> Case:
    """Bring the file of a case to what `case` says, and return the case as it is read back; `path`, `seat` as for `read`.

    An unchanged case changes no byte. `seen` is the fingerprint of the file that the case was made from: with it, what others
    wrote since then is not undone but told. Rows of `evidence.csv` are not written: a change in one is refused.

    Raises `CaseError` if the file cannot be read or written, has changed meanwhile, or would not be read back as the same
    case; it is then left as it was.
    """
    before = read(path, seat)
    bulk = _bulk_ids(path, seat, before)
    rows = [item for item in before.evidence if item.id in bulk]
    if rows != [item for item in case.evidence if item.id in bulk]:
        found = say("a change in the evidence of another file")
        raise refuse(str(file_of(path, seat)), found, say("change it in evidence.csv itself; nothing was written"))
    own = tuple(item for item in case.evidence if item.id not in bulk)
    wanted = case.model_copy(update={"evidence": (*own, *rows)})

    def change(tree: Tree) -> str:
        return spliced(tree.page.text, _written(before, bulk), _written(case, bulk))

    return _changed(path, seat, change, wanted, seen)


def save_edits(path: Path, edits: Mapping[KeyPath, object], seat: str | None = None, *, seen: str | None = None) -> Case:
    """Put new values at key paths of the file of a case, and return the case as it is read back.

    Values are plain data: `{("no_deal", "aland", "value"): "35..45"}`. The items of a list go by their place or, where they
    have one, by their `id`; the place after the last adds an item. `DELETE` takes an entry away. Raises `CaseError` as `save`
    does, and with every problem of the case as it would be; the file is then left as it was.
    """
    return _changed(path, seat, _edit(edits), None, seen)


def edited(
    files: Mapping[str, bytes],
    edits: Mapping[KeyPath, object],
    seat: str | None = None,
    *,
    check: Callable[[Mapping[str, bytes]], object] = read_files,
) -> dict[str, bytes]:
    """Return the files of a case, which stand in memory, with new values at key paths; `edits` and `seat` as for `save_edits`.

    `check` reads them back; one that keeps what it has read spares whoever reads them next.

    Only the file of the seat is changed, and in it only the places of the edits. Raises `CaseError` with every problem of the
    case as it would be, in all of its files.
    """
    path = InMemory(files)
    file = file_of(path, seat)
    text = _rewritten(path, seat, bytes_of(file), _edit(edits))
    after = {**files, str(file): text}
    check(after)
    return after


def save_outcome(path: Path, case: Case, edits: Mapping[KeyPath, object]) -> Outcome:
    """Put values at key paths of the file that says what happened, which is made if it is not there; the case is not touched.

    `edits` as for `save_edits`. A new file names its case. Raises `CaseError` with every problem of the outcome as it would be;
    the file is then left as it was.
    """
    file = outcome_place(path)
    assert isinstance(file, Path)
    data = bytes_of(file) if outcome_file(path) is not None else None
    begun = f"# {_BESIDE}\nas_of: {case.as_of.isoformat()}\n".encode()
    page = page_of(begun if data is None else data, str(file))
    tree = read_tree(page, "happened: []")
    if tree.problems:
        raise CaseError(in_file_order(tree.problems))
    try:
        text = _edit(edits if data is not None else {("case",): case.title, **edits})(tree)
    except CannotSplice as error:
        raise _unwritable(str(file), error.path) from error
    after = read_outcome(path, case, page_of(text, str(file)))
    assert after is not None  # it was given its text
    if data is not None:
        mark = BYTE_ORDER_MARK if data.startswith(BYTE_ORDER_MARK.encode()) else ""
        replace_file(file, data, (mark + text).encode())
        return after
    try:
        with file.open("xb") as new:
            new.write(text.encode())
    except OSError as error:
        found = say("a file that cannot be written ({reason})", reason=error.strerror or str(error))
        raise refuse(str(file), found, say("check who may write there; nothing was written")) from error
    return after


def _edit(edits: Mapping[KeyPath, object]) -> Callable[[Tree], str]:
    """Return what puts new values into the text of a tree."""

    def change(tree: Tree) -> str:
        old = plain_data(tree).plain
        new = old
        for place, value in edits.items():
            new = _put(new, place, value, tree.page.file)
        key = _only_section(old, new)
        lines = lines_of(tree, key) if key is not None else None
        if key is None or lines is None:
            text = spliced(tree.page.text, old, new)
            again = read_tree(page_of(text, tree.page.file))
        else:  # what a case says is long, and most edits change one section of it
            first, end = map(tree.page.start_of, lines)
            text = spliced(tree.page.text, {key: old[key]}, {key: new[key]}, (first, end))
            again = read_again(tree, page_of(text, tree.page.file), key)
        if again.problems:
            raise CaseError(in_file_order(again.problems))
        if not same(plain_data(again).plain, new):
            raise CannotSplice(())
        return text

    return change


def _only_section(old: Mapping[str, Any], new: Mapping[str, Any]) -> str | None:
    """Return the key at the top under which alone two states may differ; None if they may differ elsewhere too."""
    changed = [key for key, held in new.items() if key not in old or held is not old[key]]
    return changed[0] if len(changed) == 1 and old.keys() == new.keys() else None


def _changed(path: Path, seat: str | None, change: Callable[[Tree], str], wanted: Case | None, seen: str | None) -> Case:
    """Change the text of the file of a seat, and write it if it reads back, as `wanted` if that is given."""
    file = _on_disk(path, seat)
    data = bytes_of(file)
    if seen is not None and seen != hashlib.sha256(data).hexdigest():
        raise changed_meanwhile(file)
    new = _rewritten(path, seat, data, change)
    after = read(path, seat, page_of(new, str(file)))
    if wanted is not None and after != wanted:
        raise _unwritable(str(file), ())
    if new != data:
        replace_file(file, data, new)
    return after


def _on_disk(path: Path, seat: str | None) -> Path:
    """Return the file that holds the judgements of a seat, of a case on disk."""
    file = file_of(path, seat)
    assert isinstance(file, Path)
    return file


def _rewritten(path: Place, seat: str | None, data: bytes, change: Callable[[Tree], str]) -> bytes:
    """Return what the file of a seat would hold, which holds `data`; it has not been read back as a case."""
    file = file_of(path, seat)
    page = page_of(data, str(file))
    tree = read_tree(page)
    if tree.problems:
        raise CaseError(in_file_order(tree.problems))
    today = in_todays_format(path, seat, tree)
    try:
        is_today = today.top is tree.top
        begun = page.text if is_today else spliced(page.text, plain_data(tree).plain, plain_data(today).plain)
        text = change(read_tree(page_of(begun, str(file))))
        text = page.text if text == begun else text
    except CannotSplice as error:
        raise _unwritable(str(file), error.path) from error
    mark = BYTE_ORDER_MARK if data.startswith(BYTE_ORDER_MARK.encode()) else ""
    return (mark + text).encode()


def _unwritable(file: str, path: KeyPath) -> CaseError:
    found = say("a change that cannot be written into this file")
    if path:
        found = say("a change of {path} that cannot be written into this file", path=path_text(path))
    return refuse(file, found, say("change it by hand; nothing was written"))


def _bulk_ids(path: Path, seat: str | None, case: Case) -> frozenset[str]:
    """Return the ids of the items of evidence that stand in a table beside the file."""
    file = file_of(path, seat)
    evidence = read_tree(page_of(bytes_of(file), str(file))).node(("evidence",))
    count = len(evidence.items) if isinstance(evidence, Sequence) else 0
    return frozenset(item.id for item in case.evidence[count:])


def _written(case: Case, without: frozenset[str]) -> dict[str, Any]:
    """Return a case as its file would say it, without the items of evidence of these ids."""
    own = tuple(item for item in case.evidence if item.id not in without)
    return _table(case.model_copy(update={"evidence": own}))


def _plain(value: Any) -> Any:
    """Return a part of a case as it would be written; what stands at its default is left out."""
    match value:
        case Part():
            return _table(value)
        case Mapping():
            return {key: _plain(held) for key, held in value.items()}
        case tuple() | list():
            return Bare(write_ordering(tuple(value))) if is_ordering(value) else [_plain(held) for held in value]
        case dt.date():
            return Bare(value.isoformat())
        case str() | bool() | int() | float() | None:
            return value
    if isinstance(value, Decimal):
        return Bare(write_exact(value))
    if isinstance(value, Quantity):
        return Bare(str(value))
    raise TypeError(f"no text for {type(value).__name__}")


def _table(part: Part) -> dict[str, Any]:
    out = {}
    for name, field in type(part).model_fields.items():
        held = getattr(part, name)
        if field.is_required() or held != field.get_default(call_default_factory=True):
            out[name] = _plain(held)
    return out


def _put(data: Any, path: KeyPath, value: object, file: str) -> Any:
    """Return plain data with a value at a key path; tables on the way that are not there are made.

    Only what lies on the way is new: the rest is that of `data`, which stays as it was.
    """
    new = place = copy.copy(data)
    for depth, part in enumerate(path[:-1], start=1):
        key = _key(place, part)
        if isinstance(place, dict) and place.get(key) is None:
            place[key] = {}
        if not _has(place, key) or not isinstance(place[key], dict | list):
            raise _no_place(file, path[:depth])
        place[key] = copy.copy(place[key])
        place = place[key]
    last = _key(place, path[-1]) if path else None
    if value is DELETE and _has(place, last):
        del place[last]
    elif value is DELETE or last is None:
        raise _no_place(file, path)
    elif isinstance(place, list) and last == len(place):
        place.append(_as_data(value, None))
    elif isinstance(place, dict) or _has(place, last):
        place[last] = _as_data(value, place.get(last) if isinstance(place, dict) else place[last])
    else:
        raise _no_place(file, path)
    return new


def _key(place: Any, part: str | int) -> Any:
    """Return the key or place of a part of a path: an item of a list goes by its id too; None if there is no such thing."""
    if isinstance(place, dict):
        return unicodedata.normalize("NFC", str(part))
    if isinstance(part, int):
        return part if 0 <= part <= len(place) else None
    return next((n for n, held in enumerate(place) if isinstance(held, dict) and held.get("id") == part), None)


def _has(place: Any, key: Any) -> bool:
    return key in place if isinstance(place, dict) else key is not None and key < len(place)


def _no_place(file: str, path: KeyPath) -> CaseError:
    found = say("nothing at {path} that could be changed", path=path_text(path))
    return refuse(file, found, say("give the key path of a value, or of a table to add to; nothing was written"))


def _as_data(value: object, old: object) -> Any:
    """Return a value as the reader would have it: texts in composed form, a number typed as text a number where one stood."""
    match value:
        case dict():
            return {unicodedata.normalize("NFC", str(key)): _as_data(held, None) for key, held in value.items()}
        case list() | tuple():
            return [_as_data(held, None) for held in value]
        case dt.date():
            return value.isoformat()
        case str():
            number = core(value) if isinstance(old, int | float) else None
            is_number = isinstance(number, int | float) and not isinstance(number, bool)
            return number if is_number else unicodedata.normalize("NFC", value)
        case None | bool() | int() | float():
            return value
    raise TypeError(f"no text for {type(value).__name__}")
