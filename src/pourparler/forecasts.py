# SPDX-License-Identifier: Apache-2.0
"""The errands of the forecast book: open it, add to it, write down what came. Every face runs these."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pourparler.case import Case, CaseError, Forecast, Outcome, Problem, Resolution, read, read_files, read_outcome
from pourparler.case.book import entry_faults, entry_said, last_seal, named, resolution_faults, seal_of
from pourparler.case.outcome import settled_as
from pourparler.case.problem import KeyPath, quoted
from pourparler.case.tree import core
from pourparler.case.whole import in_memory
from pourparler.case.write import fingerprint, save_edits
from pourparler.desk import resolve
from pourparler.wording import say

if TYPE_CHECKING:  # the mathematics is loaded where something is scored
    from pourparler.assess.book import Book

#: Questions that are offered where one was not found.
_MOST_OFFERED = 3


@dataclass(frozen=True)
class Opened:
    """A case with its book: where it lies, whose seat, the fingerprint of its file, the entries with their outcomes."""

    path: Path
    seat: str | None
    case: Case
    seen: str
    entries: tuple[Forecast, ...] = field(default=())

    @property
    def day(self) -> date:
        """The book's own day: the latest that the case or its book speaks of."""
        return _own_day(self.case, self.entries)


def opened(case: str, seat: str | None = None) -> Opened:
    """Find and read a case, and lay what its outcome says beside the forecasts that the case itself leaves open.

    Raises `CaseError` with every problem of either file.
    """
    path = resolve(case)
    seen = fingerprint(path, seat)
    found = read(path, seat)
    outcome = read_outcome(path, found) if seat is None else None
    return Opened(path, seat, found, seen, _settled(found, outcome))


def _own_day(case: Case, entries: Sequence[Forecast]) -> date:
    return max([case.as_of, *(e.on for e in entries if e.on), *(e.resolved.on for e in entries if e.resolved)])


def _settled(case: Case, outcome: Outcome | None) -> tuple[Forecast, ...]:
    """Return the forecasts of a case, those that it leaves open with what its outcome says of them."""
    entries = case.forecasts
    for settled in outcome.forecasts if outcome is not None else ():
        came = settled_as(settled)
        if came is None:
            continue
        entries = tuple(_with_outcome(entry, came, settled.on, settled.source, settled.question) for entry in entries)
    return entries


def _with_outcome(entry: Forecast, came: str, on: date | None, source: str | None, question: str) -> Forecast:
    day = on or entry.resolves
    if entry.question != question or entry.resolved is not None or day is None:
        return entry
    return entry.model_copy(update={"resolved": Resolution(came=came, on=day, source=source)})


def book(case: str, seat: str | None = None, day: str | None = None, by: str | None = None) -> "Book":
    """Return the forecast book of a case as it stands on a day (by default its own), of one holder if `by` is given.

    Raises `CaseError` as reading does, and for a day that is none.
    """
    from pourparler.assess.book import book_of

    held = opened(case, seat)
    return book_of(held.case.title, held.entries, day_said(day, "--as-of") if day is not None else held.day, by)


def book_in(files: Mapping[str, bytes]) -> "Book":
    """Return the forecast book of a case whose files stand in memory (see `case.read_files`), as on its own day.

    Raises `CaseError` as reading does.
    """
    from pourparler.assess.book import book_of

    case = read_files(files)
    entries = _settled(case, read_outcome(in_memory(files), case))
    return book_of(case.title, entries, _own_day(case, entries))


def add(case: str, said: Mapping[str, Any], seat: str | None = None) -> Forecast:
    """Seal a forecast and put it at the end of the book; `said` is what the entry is to say, in the words of the case file.

    Without `on` it is dated on the book's own day. Raises `CaseError`, with the file as it was, if the entry cannot be read or
    contradicts the book, if it is dated before what was sealed last, or if its question is settled already.
    """
    held = opened(case, seat)
    entry = _entry({"on": held.day.isoformat()} | {key: value for key, value in said.items() if value is not None})
    _refuse(_lacking(entry))
    _refuse(((path, found, write) for path, found, write in entry_faults(entry)))
    for other in held.entries:
        if other.question == entry.question and other.resolved is not None and entry.on and other.resolved.on <= entry.on:
            found = say("a question that was settled on {day}", day=other.resolved.on.isoformat())
            raise _problem("QUESTION", found, say("forecast what has not come yet"))
        if other.sealed is not None and other.on is not None and entry.on is not None and entry.on < other.on:
            found = say("{day}, before the forecast that was sealed last", day=entry.on.isoformat())
            raise _problem("--on", found, say("give {day} or a later day", day=other.on.isoformat()))
    seal = seal_of(entry, last_seal(held.case.forecasts))
    plain = {key: _as_written(value) for key, value in said.items() if value is not None}
    plain |= {"on": str(entry.on), "sealed": seal}
    count = len(held.case.forecasts)
    edit: Mapping[KeyPath, object] = {("forecasts", count): plain} if count else {("forecasts",): [plain]}
    return save_edits(held.path, edit, seat, seen=held.seen).forecasts[-1]


def _as_written(value: Any) -> Any:
    """Return what was said as a file would say it: a number without quotation marks."""
    if isinstance(value, Mapping):
        return {key: _as_written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_written(inner) for inner in value]
    return core(value) if isinstance(value, str) and isinstance(core(value), int | float) else value


def settle(
    case: str, asked: str, came: str, on: str, source: str | None = None, seat: str | None = None
) -> tuple[Forecast, ...]:
    """Write down what came of a question in every entry that asks it, and return these; `asked` is an id or the question.

    Raises `CaseError`, with the file as it was, for a question that is not in the book or is settled already, and for what
    cannot have come, or not on that day.
    """
    held = opened(case, seat)
    question = _asked(asked, held.entries)
    day = day_said(on, "--on")
    told = {"came": _as_written(came), "on": day.isoformat()} | ({"source": source} if source is not None else {})
    edits: dict[KeyPath, object] = {}
    for number, entry in enumerate(held.entries):
        if entry.question != question:
            continue
        if entry.resolved is not None:
            found = say("a question settled on {day}: {came}", day=entry.resolved.on.isoformat(), came=entry.resolved.came)
            raise _problem(named(entry), found, say("it is settled once; to mend it, change the file by hand"))
        for key, found, write in resolution_faults(entry, came, day):
            raise _problem(f"--{key}", found, write)
        edits["forecasts", number, "resolved"] = told
    after = save_edits(held.path, edits, seat, seen=held.seen)
    return tuple(entry for entry in after.forecasts if entry.question == question)


#: How a key of an entry is given on a command line.
_OPTIONS = {"question": "QUESTION", "p": "--p", "classes": "--class", "order": "--ordered", "base_rate": "--base-rate"}


def _entry(said: Mapping[str, Any]) -> Forecast:
    """Return what was said as an entry of the book."""
    entry, faults = entry_said(said)
    _refuse((fault.path, fault.found, fault.write) for fault in faults)
    if entry is None:
        raise TypeError("an entry that cannot be read has faults")
    return entry


def _lacking(entry: Forecast) -> Sequence[tuple[tuple[str, ...], str, str]]:
    """Name what an entry that is to be sealed has to say."""
    out: list[tuple[tuple[str, ...], str, str]] = []
    if not entry.question.strip():
        out.append((("question",), say("no question"), say("write what is asked, so that anyone can tell how it came out")))
    if not (entry.by or "").strip():
        out.append((("by",), say("nobody"), say("say who forecasts")))
    if entry.resolves is None:
        out.append((("resolves",), say("no day"), say("say on which day it will be settled")))
    if entry.p is None and not entry.classes and entry.quantity is None:
        write = say("give --p for yes or no, --class for each of several classes, or --quantity")
        out.append((("p",), say("nothing forecast"), write))
    return out


def _refuse(faults: Any) -> None:
    problems = tuple(_told(path, found, write) for path, found, write in faults)
    if problems:
        raise CaseError(problems)


def _told(path: Sequence[str | int], found: str, write: str) -> Problem:
    first = str(path[0]) if path else "p"
    where = " ".join((_OPTIONS.get(first, f"--{first}"), *(str(part) for part in path[1:])))
    return Problem(where, 0, 0, "", "", found, write)


def _problem(where: str, found: str, write: str) -> CaseError:
    return CaseError((Problem(where, 0, 0, "", "", found, write),))


def _asked(asked: str, entries: Sequence[Forecast]) -> str:
    """Return the question of an id, or the question itself."""
    for entry in entries:
        if asked in (entry.id, entry.question):
            return entry.question
    known = [name for entry in entries for name in (entry.id, entry.question) if name]
    close = difflib.get_close_matches(asked, known, n=_MOST_OFFERED)
    write = say("pourparler forecasts list shows the book")
    if close:
        write = say("did you mean {names}?", names=", ".join(quoted(name) for name in dict.fromkeys(close)))
    elif not known:
        write = say("the book is empty; pourparler forecasts add writes into it")
    raise _problem(quoted(asked), say("no such forecast"), write)


def day_said(text: str, option: str) -> date:
    """Return the day that an option gives. Raises `CaseError` for one that is none."""
    from pourparler.case.days import DayError, read_day

    try:
        return read_day(text)
    except DayError as error:
        raise _problem(option, error.found, error.advice) from None


def checked_seal(held: Opened, seal: str) -> Forecast:
    """Return the entry that a seal written down elsewhere belongs to. Raises `CaseError` if no entry has it any more."""
    wanted = seal.strip().lower()
    for entry in held.entries:
        if entry.sealed is not None and len(wanted) > 7 and entry.sealed.startswith(wanted):
            return entry
    found = say("a seal that no forecast of the book has")
    raise _problem("--seal", found, say("either it was never in this book, or the book has been written anew since"))
