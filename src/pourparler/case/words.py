# SPDX-License-Identifier: Apache-2.0
"""The validator's errors in our own words: what was found, and what to write instead."""

import datetime as dt
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from pourparler.case.days import DayError
from pourparler.case.fields import FORMAT
from pourparler.case.numbers import option_text, read_exact
from pourparler.case.ordering import read_ordering
from pourparler.case.problem import Finding, KeyPath, quoted, shown
from pourparler.case.shape import Spot, fields, locate, means_key
from pourparler.case.written import Written
from pourparler.errors import QuantityError
from pourparler.quantity import Domain
from pourparler.wording import say

#: How alike two words must be for one to be offered for the other (1 means equal).
_LIKENESS = 0.6

#: Longer words, and words beyond this many, are not compared: a message is not worth the time.
_LONGEST_WORD, _MOST_WORDS = 64, 200

#: Whether an unknown word stands for a missing name is asked of so many unknown words.
_MOST_GUESSES = 20

#: Up to so many admissible words are listed in a message.
_MOST_LISTED = 40


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` was probably meant to be, or None."""
    if len(word) > _LONGEST_WORD:
        return None
    words = list(islice((name for name in known if len(name) <= _LONGEST_WORD), _MOST_WORDS))
    lowered = {name.casefold(): name for name in reversed(words)}
    close = get_close_matches(word.casefold(), list(lowered), n=1, cutoff=_LIKENESS)
    return lowered[close[0]] if close else None


def without_meant(missing: Iterable[str], unknown: Iterable[str]) -> list[str]:
    """Return the missing names that none of the unknown words was probably meant to be."""
    left = list(missing)
    meant = {nearest(word, left) for word in islice(unknown, _MOST_GUESSES)} if left else set()
    return [name for name in left if name not in meant]


def instead(word: str, known: Iterable[str]) -> str:
    """Advise what to write for a word that is not known: the nearest known one, or the list of them."""
    words = list(islice(known, _MOST_WORDS))
    meant = nearest(word, words)
    if meant is not None:
        return say("did you mean {meant}?", meant=quoted(meant))
    if not words:
        return say("delete it")
    return say("write {words}", words=one_of(words))


def one_of(words: Iterable[str]) -> str:
    """List words as alternatives."""
    listed = [quoted(word) for word in dict.fromkeys(words)]
    if len(listed) == 1:
        return listed[0]
    shown = ", ".join(listed[:_MOST_LISTED])
    more = ", …" if len(listed) > _MOST_LISTED else ""
    return say("one of {words}", words=shown + more)


def findings(errors: Iterable[ErrorDetails], root: type[BaseModel]) -> list[Finding]:
    """Translate the validator's errors on data of type `root`, each into one finding, at key paths of the validated data.

    A missing key is left out where an unknown key of the same table is probably meant to be it.
    """
    listed = list(errors)
    lacking: dict[KeyPath, list[str]] = {}
    for error in listed:
        if error["type"] == "missing":
            path = locate(error["loc"], root).path
            lacking.setdefault(path[:-1], []).append(str(path[-1]))
    unknown, explained = [], set()
    for error in listed:
        if error["type"] == "extra_forbidden":
            finding, meant = _unknown_key(error, lacking, root)
            unknown.append(finding)
            explained.add((*finding.path[:-1], meant))
    found = [_finding(error, root) for error in listed if error["type"] != "extra_forbidden" and not _is_echo(error)]
    return unknown + [finding for finding in found if finding.path not in explained]


def _unknown_key(
    error: ErrorDetails, lacking: Mapping[KeyPath, list[str]], root: type[BaseModel]
) -> tuple[Finding, str | None]:
    """Return the finding for an unknown key, and the missing key that it was meant to be, if any."""
    path = locate(error["loc"], root).path
    key = str(path[-1])
    missing = nearest(key, lacking.get(path[:-1], ()))
    holder = locate(error["loc"][:-1], root).bare
    known = list(fields(holder)) if isinstance(holder, type) and issubclass(holder, BaseModel) else []
    advice = say("did you mean {meant}?", meant=quoted(missing)) if missing else instead(key, known)
    if error["input"] is None and " " in key:
        advice = say("put text that holds a comma in quotation marks, or write a key that is known")
    return Finding(path, say("the unknown key {key}", key=quoted(key)), advice, mark="key"), missing


def _finding(error: ErrorDetails, root: type[BaseModel]) -> Finding:
    """Return the finding for one error of the validator."""
    location, raw = error["loc"], error["input"]
    is_key = means_key(location, raw)
    spot = locate(location, root, is_key=is_key)
    if error["type"] == "missing":
        key = quoted(str(spot.path[-1]))
        advice = say("write {key}: {expected}", key=spot.path[-1], expected=expected(spot))
        return Finding(spot.path, say("no {key}", key=key), advice, mark="key")
    found, write = _words(error, spot, raw)
    if is_key:
        known = get_origin(spot.bare) is Literal
        found = say("the unknown key {key}" if known else "the key {key}", key=quoted(str(raw)))
    return Finding(spot.path, found, write, mark="key" if is_key else "value")


def _is_echo(error: ErrorDetails) -> bool:
    """Return whether a list is called too short only because items of it, reported on their own, could not be read."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _words(error: ErrorDetails, spot: Spot, raw: Any) -> tuple[str, str]:
    """Return what was found and what to write, for an error that concerns a value or a key."""
    cause = error.get("ctx", {}).get("error")
    if spot.path == ("pourparler",):
        return shown(raw), _about_format(raw)
    if isinstance(cause, QuantityError | DayError) and not isinstance(raw, list | dict):
        return cause.found, cause.advice
    if spot.path[-2:] == ("confidence", "level"):
        return shown(raw), say("write low, moderate or high: how sound the basis of an estimate is, not how likely anything is")
    if get_origin(spot.bare) is Literal:
        return shown(raw), instead(str(raw), [str(word) for word in get_args(spot.bare)])
    if spot.path[:1] == ("issues",) and "options" in spot.path[2:] and isinstance(raw, int | float):
        return shown(raw), say("write a name; where options are numbers, write low, high and step in the place of options")
    match error["type"]:
        case "string_too_long":
            most = error["ctx"]["max_length"]
            return say("a text of {n} characters", n=len(raw)), say("write {n} or fewer", n=most)
        case "too_short":
            return say("too few items, {n}", n=len(raw)), say("write {n} or more", n=error["ctx"]["min_length"])
        case "greater_than_equal" | "less_than_equal":
            limit = error["ctx"].get("ge", error["ctx"].get("le"))
            if error["type"] == "greater_than_equal":
                return shown(raw), say("write a whole number of {limit} or more", limit=limit)
            return shown(raw), say("write a whole number of {limit} or less", limit=limit)
    if spot.bare is str and isinstance(raw, int | float) and not _pattern(spot):
        return shown(raw), say("put it in quotation marks, since text is expected here")
    return shown(raw), say("write {expected}", expected=expected(spot))


def _about_format(raw: Any) -> str:
    """Advise on the number of the format."""
    if isinstance(raw, int) and not isinstance(raw, bool) and raw > FORMAT:
        return say("this program reads format {n}; read the case with a newer one", n=FORMAT)
    return say("write {n}", n=FORMAT)


def _pattern(spot: Spot) -> str | None:
    """Return the pattern that a text must fit, if there is one."""
    for note in spot.notes:
        for held in (note, *getattr(note, "metadata", ())):
            pattern = getattr(held, "pattern", None)
            if pattern is not None:
                return str(pattern)
    return None


def expected(spot: Spot) -> str:
    """Say what belongs at a place, as a noun phrase with an example."""
    if any(isinstance(note, Domain) for note in spot.notes):
        return say("a number or a range, such as 40 or 35..50")
    if any(isinstance(note, Written) and note.read is read_exact for note in spot.notes):
        return say("one number, such as 10 or 0.5")
    if any(isinstance(note, Written) and note.read is read_ordering for note in spot.notes):
        return say("a table with a number for each name, or an order such as a > b > c")
    if get_origin(spot.bare) is Literal:
        words = get_args(spot.bare)
        return one_of(words) if isinstance(words[0], str) else str(words[0])
    if spot.bare is dt.date:
        return say("a day as YYYY-MM-DD")
    if spot.bare is int:
        return say("a whole number")
    if get_origin(spot.bare) is dict or (isinstance(spot.bare, type) and issubclass(spot.bare, BaseModel)):
        return say("a table, such as {example}", example=_example(spot.bare))
    if get_origin(spot.bare) is tuple:
        return say("a list, such as [a, b]")
    pattern = _pattern(spot)
    if pattern is None:
        return say("text")
    if any(getattr(note, "func", None) is option_text for note in spot.notes):
        return say("an option: a name, or a number where the issue is a range of numbers")
    if r"\." in pattern:
        return say("an option in full, such as issue.option")
    return say("a name: letters, digits, '_' and '-', beginning with a letter or '_', at most 64 characters")


def _example(bare: Any) -> str:
    """Show the form of a table."""
    if get_origin(bare) is dict:
        return "{name: …}"
    first = next(iter(fields(bare)))
    return "{" + first + ": …}"
