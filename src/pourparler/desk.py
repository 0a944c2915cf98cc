# SPDX-License-Identifier: Apache-2.0
"""The desk: the one errand that every face runs, from the name of a case to its assessment, and the making of a new case."""

import difflib
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.assess.written import gathered, unheld_numbers, unknown_numbers
from pourparler.case import Case, CaseError, Outcome, Problem, digest, known_by, read, read_everything
from pourparler.case.folder import case_file, seat_files
from pourparler.case.leaves import quantities
from pourparler.case.memory import InMemory, Place
from pourparler.case.problem import in_file_order, quoted, visible
from pourparler.catalog import find, find_decision, names, template
from pourparler.version import __version__
from pourparler.wording import plural, say

if TYPE_CHECKING:  # the mathematics is loaded where something is assessed, other people's formats where one is read or written
    from pourparler.assess import Assessment
    from pourparler.assess.moved import MovesStudy
    from pourparler.assess.study_rows import TableStudy
    from pourparler.exchange import StatedTable

Progress = Callable[[str], None]

#: How many names of the catalog are offered where a name was not found.
_MOST_OFFERED = 3
#: The file that makes a folder a case.
_CASE_FILE = "case.yaml"
#: A path with such an ending names a file; any other names a folder.
_FILE_ENDINGS = (".yaml", ".yml")


def resolve(case: str) -> Path:
    """Return where a case lies: an existing path first, else the case of that name in the catalog.

    Raises `CaseError` with one problem where there is neither. A path that cannot be looked at is returned as it
    is: reading it says why.
    """
    path = Path(case)
    try:
        if case and path.exists():
            return path
    except (OSError, ValueError):
        return path
    found = find(case.strip("/"))
    if found is not None:
        return found
    raise _refused(case or "''", say("no such file, and no such case in the catalog"), _advice(case))


def place_of(case: str | InMemory) -> Place:
    """Return where a case lies, as `resolve` does; one that was opened in memory lies there."""
    return case if isinstance(case, InMemory) else resolve(case)


def _refused(file: str, found: str, write: str) -> CaseError:
    """Return the error for a file that is wrong as a whole."""
    return CaseError((Problem(file, 0, 0, "", "", found, write),))


def _advice(case: str) -> str:
    """Say what to give instead: the names in the catalog that are close, if any."""
    known = names()
    short = {name.rpartition("/")[2]: name for name in known}
    close = difflib.get_close_matches(case, [*known, *short], n=_MOST_OFFERED)
    offered = list(dict.fromkeys(short.get(name, name) for name in close))
    if offered:
        return say("did you mean {names}?", names=", ".join(offered))
    return say("give the path of a case file, of a folder that holds {name}, or a name from the catalog", name=_CASE_FILE)


def assess(
    case: Case,
    *,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Progress = lambda step: None,
    without: int = 0,
    deep: bool = False,
    pairs: Sequence[tuple[str, str]] = (),
) -> "Assessment":
    """Assess a case that has been read; the result carries its digest and the version of this package.

    The same case, seed, number of worlds and version give the same. `without`, `deep`, `pairs`: `pourparler.assess.assess`.
    """
    from pourparler.assess import assess as _assess

    of, run = digest(known_by(case)), {"seed": seed, "worlds": worlds, "without": without}
    return _assess(case, digest=of, version=__version__, progress=progress, deep=deep, pairs=pairs, **run)


def run_errand(
    case: str | InMemory,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Progress = lambda step: None,
    seat: str | None = None,
    as_of: str | None = None,
    without: int = 0,
    *,
    refuse_later: bool = False,
    deep: bool = False,
    pairs: Sequence[tuple[str, str]] = (),
) -> "Assessment":
    """Find, read and assess a case: `case` is a path, a name of the catalog or in memory, `seat` a party from whose seat it is
    read.

    `as_of` is an earlier day on which to look at it: nothing that was known later is seen. For the rest see `assess`.
    Evidence dated later than the case is not seen, or, if `refuse_later` and no day is given, a mistake.
    Raises `CaseError` with every mistake in the file."""
    progress("read")
    found = read(place_of(case), seat, refuse_later=refuse_later and as_of is None)
    found = found if as_of is None else _looked_at(found, as_of)
    return assess(found, seed=seed, worlds=worlds, progress=progress, without=without, deep=deep, pairs=pairs)


def _looked_at(case: Case, as_of: str) -> Case:
    """Return a case as of an earlier day. Raises `CaseError` if it is no day, or later than the case's own."""
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        found = say("{day}, which is no day", day=quoted(as_of))
        raise _refused("--as-of", found, say("write a day such as {day}", day=case.as_of.isoformat())) from None
    if day > case.as_of:
        found = say("{day}, later than the day of the case, {own}", day=day.isoformat(), own=case.as_of.isoformat())
        raise _refused("--as-of", found, say("give an earlier day, or bring the case up to date and change its as_of"))
    return case.model_copy(update={"as_of": day})


def study_table(
    path: str,
    against: str | None = None,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Progress = lambda step: None,
    seat: str | None = None,
) -> "TableStudy":
    """Find, read and study the bargaining table of a case, a domain or a spreadsheet, `against` another or a list of offers.

    Raises `CaseError`, whose `problems` are every mistake in the file that is read first.
    """
    from pourparler.exchange import issues_of, offers_in, same_issues

    progress("read")
    held = _table(path, seat)
    offers: Mapping[str, Mapping[str, str]] = {}
    other = None
    if against is not None:
        issues = issues_of(held)
        listed = offers_in(Path(against), issues)
        if listed is None:
            beside = _table(against, seat)
            same_issues(against, issues_of(beside), issues)
            other = _studied(against, beside, seed, worlds)
        else:
            offers = listed
    progress("table")
    return _studied(path, held, seed, worlds, offers, other)


def study_moves(
    case: str,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Progress = lambda step: None,
    seat: str | None = None,
) -> "MovesStudy":
    """Find, read and study the moves of a case by themselves: more of them than can be assessed with a plan.

    Raises `CaseError`, whose `problems` are every mistake in the file, or the one number that the table lacks.
    """
    progress("read")
    found = read(resolve(case), seat, for_moves=True)
    from pourparler.assess.moves_study import study_moves as _study
    from pourparler.assess.worlds import Missing

    of = digest(known_by(found))
    try:
        return _study(found, digest=of, version=__version__, seed=seed, worlds=worlds, progress=progress)
    except Missing as blank:
        raise nothing_says(case, blank.path) from None


def nothing_says(path: str, what: str) -> CaseError:
    """Return the error for a table that lacks something."""
    found = say("nothing that says {path}", path=what)
    return _refused(path, found, say("state it: a table needs issues, values and no-deal values of both sides"))


def _table(path: str, seat: str | None) -> "Case | StatedTable":
    """Read a table as a case has it, or as somebody else's format has it."""
    from pourparler.exchange import is_foreign, read_table

    found = resolve(path)
    return read_table(found) if is_foreign(found) else read(found, seat, for_table=True)


def _studied(
    path: str,
    held: "Case | StatedTable",
    seed: int,
    worlds: int,
    offers: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    against: "TableStudy | None" = None,
) -> "TableStudy":
    from pourparler.assess.study import study, study_case
    from pourparler.assess.worlds import Missing

    if not isinstance(held, Case):
        return study(replace(held, offers={**held.offers, **offers}), against=against)
    try:
        return study_case(held, seed, worlds, offers, against)
    except Missing as blank:
        raise nothing_says(path, blank.path) from None


@dataclass(frozen=True)
class Inspection:
    """What a look at a case without mistakes shows: how many numbers it holds, which are unknown, which nobody holds.

    `later`: the evidence that is dated later than the case, with its places.
    """

    file: str
    numbers: int
    unknown: tuple[str, ...]
    unheld: tuple[str, ...]
    later: tuple[Problem, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """Return the lines that a terminal shows."""
        told = plural("{n} number", "{n} numbers", self.numbers)
        out = [
            say("{file}: no mistakes; {numbers}, {unknown} unknown", file=self.file, numbers=told, unknown=len(self.unknown))
        ]
        out += [say("unknown: {path}", path=path) for path in self.unknown]
        if self.unheld:
            lead = plural("nobody holds this number", "nobody holds these {n} numbers", len(self.unheld))
            out.append(say("{lead}: {paths}", lead=lead, paths=", ".join(gathered(self.unheld))))
        out += [_not_seen(note) for note in self.later]
        return tuple(out)


def _not_seen(note: Problem) -> str:
    """Say where evidence stands that no assessment sees."""
    place = visible(f"{note.file}:{note.line}:{note.column}: {note.key_path}")
    return say("not seen: {place}: {found}; {write}", place=place, found=note.found, write=note.write)


def inspect(case: str | InMemory, seat: str | None = None, earlier: str | None = None) -> Inspection:
    """Find and read a case, and count its numbers: with every file that lies beside it, or with `seat` as that party sees it.

    Raises `CaseError` as `run_errand` does, and for what an `earlier` file says of the goals and this one does not.
    """
    path, later = place_of(case), list[Problem]()
    if earlier is not None:
        read(path, seat, earlier=read(resolve(earlier), seat))
    found = read_everything(path, later.append) if seat is None else read(path, seat, note=later.append)
    numbers = list(quantities(found))
    file = seat_files(path).get(found.seat, case_file(path)) if seat is not None else case_file(path)
    return Inspection(visible(str(file)), len(numbers), unknown_numbers(found), unheld_numbers(found), in_file_order(later))


def schema_text(kind: str = "case") -> str:
    """Return the JSON Schema of a case file, of the file of another `seat`, or of the `outcome`, as text."""
    from pourparler.case.schema import schema

    found = schema(Outcome) if kind == "outcome" else schema(partial=kind == "seat")
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def write_new(path: Path) -> Path:
    """Write something small and complete to start from, and return the file.

    A path that ends in .yaml becomes a case, one that ends in .csv or .xlsx a bargaining table alone; any other is a folder
    that gets a case.yaml. Raises `CaseError` if there is such a file already, which is left as it is, or if it cannot be
    written. The file appears whole or not at all.
    """
    from pourparler.exchange import SHEETS, sheet_template

    if path.suffix.lower() in SHEETS:
        write_new_file(path, sheet_template(template("small", ".csv"), path))
        return path
    file = path if path.suffix in _FILE_ENDINGS else path / _CASE_FILE
    write_new_file(file, template("small").encode("utf-8"))
    return file


def write_new_file(file: Path, data: bytes) -> None:
    """Write a file with the folders above it. Raises `CaseError` if there is one already, or if it cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(file, data)
    except FileExistsError as error:
        there = say("a file that is there already")
        raise _refused(error.filename or str(file), there, say("give another path; nothing was written")) from error
    except (OSError, ValueError) as error:
        found = say("a file that cannot be written ({reason})", reason=getattr(error, "strerror", None) or str(error))
        raise _refused(str(file), found, say("check its name and who may write there")) from error


def write_table(path: Path, studied: "TableStudy") -> tuple[str, ...]:
    """Write a table as a spreadsheet (.csv, .xlsx), or into a new folder as a GENIUS domain; return what could not be kept.

    Raises `CaseError` if there is something at `path` already, or if the form cannot hold the table.
    """
    from pourparler.exchange import SHEETS, sheet_bytes, write_domain

    assert studied.stated is not None  # a study knows its table
    if path.suffix.lower() in SHEETS:
        write_new_file(path, sheet_bytes(studied.stated, path))
        return ()
    return write_domain(studied.stated, path, "genius").notes


def copy_case(name: str, path: Path | None = None) -> Path:
    """Copy a case of the catalog with every file that belongs to it, and return the new folder: `path`, or its own name here.

    Raises `CaseError` if the catalog has no such case, if there is something at `path` already, which is left as it is, or if
    it cannot be written. The folder appears whole or not at all.
    """
    decision = find_decision(name.strip("/"))
    found = find(name.strip("/")) if decision is None else decision.parent
    if found is None:
        raise _refused(name or "''", say("no such case in the catalog"), _advice(name))
    folder = path if path is not None else Path(found.name)
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    try:
        if os.path.lexists(folder):
            raise FileExistsError(0, "", str(folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Contents only: what comes out of a read-only installation must be writable.
        shutil.copytree(found, draft, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        draft.rename(folder)
    except FileExistsError as error:
        raise _refused(
            str(folder), say("something that is there already"), say("give another path; nothing was written")
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        found_text = say("a folder that cannot be written ({reason})", reason=reason)
        raise _refused(str(folder), found_text, say("check its name and who may write there")) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def write_page(file: Path, text: str) -> None:
    """Write a page, in the place of an older one if there is one; the file appears whole or stays as it was.

    Who may read an older one may read the new one, and nobody else; a link is followed. Raises `CaseError` if it cannot be
    written, or if something else than an ordinary file has that name.
    """
    try:
        if file.exists() and not file.is_file():
            raise OSError(0, say("it is no ordinary file"))
        _write_whole(file.resolve(), text.encode("utf-8"), replaces=True)
    except (OSError, ValueError) as error:
        found = say("a file that cannot be written ({reason})", reason=getattr(error, "strerror", None) or str(error))
        raise _refused(str(file), found, say("check its name and who may write there")) from error


def _write_whole(file: Path, data: bytes, replaces: bool = False) -> None:
    """Write a file by way of a second one beside it, so that no half of it is ever seen; none is replaced unless asked."""
    if not replaces and os.path.lexists(file):
        raise FileExistsError(0, "", str(file))
    draft = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        with draft.open("xb") as stream:
            if replaces and file.exists():
                shutil.copymode(file, draft)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
