# SPDX-License-Identifier: Apache-2.0
"""The forecast book of a case: seals that tell a forecast changed or written afterwards, and what contradicts itself in it.

A seal is the SHA-256 over all that an entry says but how it came out, and over the seal before it, so that the order is held as
well. It tells what changed; it cannot tell somebody who writes the whole book anew. Against that, give the last seal away.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from pourparler.case.forecast import Forecast, LikeCases, Resolution
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.words import findings, instead, one_of
from pourparler.wording import say

YES, NO, VOID = "yes", "no", "void"


def seal_of(entry: Forecast, before: str | None) -> str:
    """Return the seal of an entry that follows one sealed with `before` (None: it is the first), in 64 hexadecimal digits.

    As for the digest of a case, two spellings of one quantity give the same seal, and the order of keys does not count.
    """
    plain = entry.model_dump(mode="json", exclude_defaults=True, exclude={"sealed", "resolved"})
    text = json.dumps([before or "", plain], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def entry_said(said: Mapping[str, Any]) -> tuple[Forecast | None, Sequence[Finding]]:
    """Return what was said, in the words of the case file, as an entry, or what is wrong with it, by paths inside the entry."""
    try:
        return Forecast.model_validate(dict(said)), ()
    except ValidationError as refused:
        return None, findings(refused.errors(include_url=False), Forecast)


def last_seal(entries: Sequence[Forecast]) -> str | None:
    """Return the last seal of a book, which stands for all before it; None if nothing in it is sealed."""
    return next((entry.sealed for entry in reversed(entries) if entry.sealed is not None), None)


def named(entry: Forecast) -> str:
    """Return what an entry is called in a message: its id, else its question."""
    return quoted(entry.id or entry.question)


def book_findings(entries: Sequence[Forecast]) -> Iterator[Finding]:
    """Report what contradicts itself in a book: in an entry, between entries of one question, and broken seals."""
    ids: set[str] = set()
    for number, entry in enumerate(entries):
        for path, found, write in entry_faults(entry):
            yield Finding(("forecasts", number, *path), found, write)
        if entry.id is not None and entry.id in ids:
            found = say("{word} a second time", word=quoted(entry.id))
            yield Finding(("forecasts", number, "id"), found, say("write another name, or delete it"))
        ids.add(entry.id or "")
    yield from _of_questions(entries)
    yield from _of_seals(entries)


def possibilities(entry: Forecast) -> tuple[str, ...]:
    """Return what an entry says can come: yes and no, its classes (in their order, if they have one); none for a quantity."""
    if entry.quantity is not None:
        return ()
    if entry.classes:
        return entry.order or tuple(sorted(entry.classes))
    return (YES, NO)


def entry_faults(entry: Forecast) -> Iterator[tuple[KeyPath, str, str]]:
    """Yield (path inside the entry, what was found, what to write) for each contradiction inside one entry."""
    if entry.on is not None and entry.resolves is not None and entry.on >= entry.resolves:
        found = say("a forecast made on or after the day on which it is settled")
        yield ("on",), found, say("give the day on which it was made, before {day}", day=entry.resolves.isoformat())
    forms = [say("p"), say("classes"), say("a quantity")]
    given = [
        name for name, held in zip(forms, (entry.p, entry.classes or None, entry.quantity), strict=True) if held is not None
    ]
    if len(given) > 1:
        yield (), say(" beside ").join(given), say("keep one of them")
        return
    yield from _of_classes(entry)
    if entry.unit is not None and entry.quantity is None:
        yield ("unit",), say("a unit without a quantity"), say("delete it, or write the quantity")
    if entry.base_rate is not None:
        yield from _of_like_cases(entry, entry.base_rate)
    if entry.resolved is not None:
        for key, found, write in resolution_faults(entry, entry.resolved.came, entry.resolved.on):
            yield ("resolved", key), found, write


def resolution_faults(entry: Forecast, came: str, on: date | None) -> Iterator[tuple[str, str, str]]:
    """Yield (`came` or `on`, what was found, what to write) where an entry cannot have come out so, or not on that day.

    Nothing is settled before its day, but for two things: what is asked to happen by a day may have happened before it, and a
    question that has lost its meaning is void.
    """
    known = (*possibilities(entry), VOID)
    if entry.quantity is not None and came != VOID and not is_number(came):
        yield "came", quoted(came), say("write a number, or {void}", void=VOID)
        return
    elif entry.quantity is None and came not in known:
        yield "came", say("{word}, which was not forecast", word=quoted(came)), instead(came, known)
        return
    if on is None:
        return
    if entry.on is not None and on <= entry.on:
        found = say("an outcome of {day}, which was no secret when it was forecast", day=on.isoformat())
        yield "on", found, say("give a day after {day}, on which it was forecast", day=entry.on.isoformat())
    elif entry.resolves is not None and on < entry.resolves and came not in (YES, VOID):
        found = say("an outcome of {day}, before the forecast is settled", day=on.isoformat())
        write = say("write it down on {day} or later; only {yes} can come before", day=entry.resolves.isoformat(), yes=YES)
        yield "on", found, write


def is_number(text: str) -> bool:
    """Return whether a text is a plain decimal number."""
    return text.lstrip("-")[:1].isdigit()


def _of_classes(entry: Forecast) -> Iterator[tuple[KeyPath, str, str]]:
    for name in entry.classes:
        if name in (VOID, YES, NO):
            found = say("a class of the name {word}", word=quoted(name))
            yield ("classes", name), found, say("give it another name: this one has a meaning of its own")
    if len(entry.classes) == 1:
        yield ("classes",), say("a single class"), say("write every class that can come")
    if entry.order and sorted(entry.order) != sorted(entry.classes):
        found = say("an order of other names than those of the classes")
        yield ("order",), found, say("write each class once, the least first: {names}", names=", ".join(entry.classes) or "–")


def _of_like_cases(entry: Forecast, like: LikeCases) -> Iterator[tuple[KeyPath, str, str]]:
    """Like cases say how they came out in the form of the forecast, and in no other."""
    here: KeyPath = ("base_rate",)
    wanted = {"values"} if entry.quantity is not None else {"counts"} if entry.classes else {"n", "successes"}
    held = {
        name: value
        for name, value in (("n", like.n), ("successes", like.successes), ("counts", like.counts), ("values", like.values))
        if value is not None and value not in ({}, ())
    }
    if set(held) != wanted:
        told = one_of(held) if held else say("nothing")
        yield here, say("like cases told by {names}", names=told), say("write {names}", names=say(" and ").join(sorted(wanted)))
    elif like.n is not None and like.successes is not None and like.successes > like.n:
        found = say("{successes} successes in {n} cases", successes=like.successes, n=like.n)
        yield (*here, "successes"), found, say("write no more successes than cases")
    elif like.counts and (set(like.counts) != set(entry.classes) or not any(like.counts.values())):
        write = say("write how many went into each of {names}, at least one in all", names=", ".join(entry.classes))
        yield (*here, "counts"), say("like cases of other classes, or none"), write


def _of_questions(entries: Sequence[Forecast]) -> Iterator[Finding]:
    """Entries of one question are of one form, come out in one way, and were all made before it was settled."""
    first: dict[str, tuple[int, Forecast]] = {}
    settled: dict[str, tuple[int, Resolution]] = {}
    for number, entry in enumerate(entries):
        first.setdefault(entry.question, (number, entry))
        if entry.resolved is not None:
            settled.setdefault(entry.question, (number, entry.resolved))
    for number, entry in enumerate(entries):
        here: KeyPath = ("forecasts", number)
        at, other = first[entry.question]
        if (possibilities(entry), entry.unit, entry.resolves) != (possibilities(other), other.unit, other.resolves):
            found = say("a question that entry {n} asks in another form, or for another day", n=at + 1)
            write = say("give both the same classes, unit and day, or ask another question")
            yield Finding((*here, "question"), found, write)
            continue
        at, known = settled.get(entry.question, (number, entry.resolved))
        if known is None or at == number:
            continue
        if entry.resolved is None and entry.on is not None and entry.on >= known.on:
            found = say(
                "a forecast of {day}, when the question was settled, as entry {n} has it", day=entry.on.isoformat(), n=at + 1
            )
            yield Finding((*here, "on"), found, say("forecast what has not come yet"))
        elif entry.resolved is not None and (entry.resolved.came, entry.resolved.on) != (known.came, known.on):
            found = say("{word}, where entry {n} has {other}", word=_told(entry.resolved), n=at + 1, other=_told(known))
            yield Finding((*here, "resolved"), found, say("write what came, and when, in both"))


def _told(resolution: Resolution) -> str:
    return say("{came} on {day}", came=quoted(resolution.came), day=resolution.on.isoformat())


def _of_seals(entries: Sequence[Forecast]) -> Iterator[Finding]:
    """Report each entry that its seal does not fit; what follows it is held against the seal as it stands."""
    before, day = None, None
    for number, entry in enumerate(entries):
        if entry.sealed is None:
            continue
        if seal_of(entry, before) != entry.sealed:
            found = say("a broken seal: forecast {name}, or one sealed before it, is not as it was sealed", name=named(entry))
            write = say("put back what stood there; to keep the change, delete the seal, and it counts as unsealed")
            yield Finding(("forecasts", number), found, write, whole=True)
        elif day is not None and entry.on is not None and entry.on < day:
            found = say("a forecast sealed after one of {day}", day=day.isoformat())
            yield Finding(("forecasts", number, "on"), found, say("give the day on which it was sealed"))
        before, day = entry.sealed, entry.on or day
