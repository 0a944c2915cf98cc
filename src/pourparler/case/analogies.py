# SPDX-License-Identifier: Apache-2.0
"""Structured analogies: like cases that experts name and rate before any tally is shown, and the seals that hold this order.

Each rating is sealed like a forecast: by the SHA-256 over all it says and over the seal before it. A tally writes down the
last seal that it saw. What was rated or changed after that is told by its place. The seals cannot tell somebody who writes the
whole list anew, with its tally: against that, give the last seal away.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from pourparler.case.fields import Day, Identifier, Similarity, Text
from pourparler.case.part import Part
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.words import findings
from pourparler.quantity import Unknown
from pourparler.wording import say

BY_ANALOGY = "structured analogies"
"""The name by which `prior_from` takes the tally of a question."""


class RatedAnalogy(Part):
    """A like case as one expert rates it: how like it is (0 to 10), and which hypothesis its outcome matches (`came`).

    `because` says in what it is like and in what not. `sealed` is its seal, by `case.analogies`.
    """

    case: Text
    by: Text
    similarity: Similarity
    came: Identifier
    on: Day
    because: Text | None = None
    source: Text | None = None
    sealed: Text | None = None


class Tallied(Part):
    """When the tally was first shown, and the last seal that it saw."""

    on: Day
    sealed: Text


class StructuredAnalogies(Part):
    """Like cases that experts named and rated, each by himself, and the tally once it was shown: after it nothing is rated."""

    ratings: tuple[RatedAnalogy, ...] = ()
    tallied: Tallied | None = None


def seal_of_rating(rating: RatedAnalogy, before: str | None) -> str:
    """Return the seal of a rating that follows one sealed with `before` (None: it is the first), in 64 hexadecimal digits."""
    plain = rating.model_dump(mode="json", exclude_defaults=True, exclude={"sealed"})
    text = json.dumps([before or "", plain], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def rating_said(said: Mapping[str, Any]) -> tuple[RatedAnalogy | None, Sequence[Finding]]:
    """Return what was said, in the words of the case file, as a rating, or what is wrong with it, by paths inside it."""
    try:
        return RatedAnalogy.model_validate(dict(said)), ()
    except ValidationError as refused:
        return None, findings(refused.errors(include_url=False), RatedAnalogy)


def last_rating_seal(ratings: Sequence[RatedAnalogy]) -> str | None:
    """Return the last seal of a list of ratings, which stands for all before it; None if none is sealed."""
    return next((rating.sealed for rating in reversed(ratings) if rating.sealed is not None), None)


def rating_named(rating: RatedAnalogy) -> str:
    """Return what a rating is called in a message."""
    return say("{case} by {by}", case=quoted(rating.case), by=quoted(rating.by))


def analogy_findings(held: StructuredAnalogies, path: KeyPath) -> Iterator[Finding]:
    """Report a case rated twice by one expert, broken seals, and what was rated or changed after the tally was shown."""
    rated: set[tuple[str, str]] = set()
    before: str | None = None
    last: date | None = None
    tally, seen = held.tallied, held.tallied is None
    for number, rating in enumerate(held.ratings):
        here: KeyPath = (*path, "ratings", number)
        if (rating.case, rating.by) in rated:
            found = say("{name} a second time", name=rating_named(rating))
            yield Finding(here, found, say("rate each case once; delete one of the two"), whole=True)
        rated.add((rating.case, rating.by))
        if isinstance(rating.similarity, Unknown):
            yield Finding((*here, "similarity"), say("nothing on how like it is"), say("write 0 to 10, such as 6..8"))
        if tally is not None and (seen or rating.sealed is None):
            yield _too_late(here, tally)
            continue
        last = max(last, rating.on) if last is not None else rating.on
        if rating.sealed is not None:
            if seal_of_rating(rating, before) != rating.sealed:
                yield _broken(here, rating, tally)
            before = rating.sealed
            seen = tally is not None and rating.sealed == tally.sealed
    if tally is None:
        return
    if not seen and not any(rating.sealed == tally.sealed for rating in held.ratings):
        found = say("a tally of other ratings than those that stand here")
        write = say("put back the ratings as they were when it was shown; a tally is not taken twice")
        yield Finding((*path, "tallied", "sealed"), found, write, whole=True)
    if last is not None and last > tally.on:
        found = say("a tally of {day}, before the last rating", day=tally.on.isoformat())
        write = say("give the day on which it was shown, {day} or later", day=last.isoformat())
        yield Finding((*path, "tallied", "on"), found, write, whole=True)


def _too_late(here: KeyPath, tally: Tallied) -> Finding:
    found = say("an analogy rated after its tally was shown, on {day}", day=tally.on.isoformat())
    write = say("delete it: whoever knows the tally can no longer rate without it")
    return Finding(here, found, write, whole=True)


def _broken(here: KeyPath, rating: RatedAnalogy, tally: Tallied | None) -> Finding:
    name = rating_named(rating)
    if tally is not None:
        found = say("an analogy changed after its tally was shown, on {day}: {name}", day=tally.on.isoformat(), name=name)
        write = say("put back what stood there when it was sealed, or one sealed before it that is gone")
        return Finding(here, found, write, whole=True)
    found = say("a broken seal: the analogy {name}, or one sealed before it, is not as it was sealed", name=name)
    write = say("put back what stood there; to rate anew before the tally, delete this seal and those after it, and seal again")
    return Finding(here, found, write, whole=True)
