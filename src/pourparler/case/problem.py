# SPDX-License-Identifier: Apache-2.0
"""A problem in a case file: where it stands, what was found there, and what to write instead."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pourparler.wording import END_ISOLATE, ISOLATE, say

KeyPath: TypeAlias = tuple[str | int, ...]
"""Where something stands in a case: keys of tables, and positions in lists counted from 0."""

#: More problems than this in one file are not shown: nobody reads on, and a hostile file could ask
#: for millions.
MOST_PROBLEMS = 200

#: A line longer than this is shown in part, around the place of the problem.
_WIDEST_LINE = 120

#: How much of a long line is shown before the place of the problem.
_LEAD = 40

#: Texts quoted in a message are cut to this length, as quantities do.
_LONGEST_QUOTE = 60

#: Keys in the path of a message are cut to this length: as long as any name may be.
_LONGEST_KEY = 200

#: Characters that must not reach a terminal as they are: controls, bidirectional controls, line separators,
#: surrogates.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def visible(text: str) -> str:
    """Return `text` with each character that would act on a terminal replaced by its number.

    Isolates, by which `say` sets apart what is written in the other direction, stay where each has its end: they act on
    nothing but what they hold. No text of a case holds one.
    """
    spaced = text.expandtabs(1).replace("\r", " ").replace("\n", " ")
    kept = ISOLATE + END_ISOLATE if ISOLATE in spaced and _is_balanced(spaced) else ""
    return HIDDEN.sub(lambda match: match.group() if match.group() in kept else f"<U+{ord(match.group()):04X}>", spaced)


def _is_balanced(text: str) -> bool:
    """Return whether each isolate has its end."""
    depth = 0
    for character in text:
        depth += (character == ISOLATE) - (character == END_ISOLATE)
        if depth < 0:
            return False
    return depth == 0


def quoted(text: str) -> str:
    """Return `text` in quotation marks, on one line and cut to 60 characters."""
    shown = visible(text[: _LONGEST_QUOTE + 1])
    return f"'{shown}'" if len(shown) <= _LONGEST_QUOTE else f"'{shown[:_LONGEST_QUOTE]}…'"


def shown(raw: Any) -> str:
    """Say what was found, as a noun phrase."""
    match raw:
        case None:
            return say("nothing")
        case bool():
            return say("the truth value {value}", value=str(raw).lower())
        case int() | float():
            return say("the number {value}", value=f"{raw:g}" if isinstance(raw, float) else raw)
        case str():
            return quoted(raw)
        case list() | tuple():
            return say("a list")
        case _:
            return say("a table")


def path_text(path: KeyPath) -> str:
    """Write a key path as the messages show it: `values.aland.scores.fleet[2]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = part if len(part) <= _LONGEST_KEY else f"{part[:_LONGEST_KEY]}…"
            text += f".{name}" if text else name
    return text


def _width(text: str) -> int:
    """Return how many columns a terminal uses for `text`."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a case file.

    `line` and `column` count characters from 1; both are 0 where the file as a whole is meant (there is no
    such file). `key_path` is written with dots, and list positions in brackets from 0. `found` is a noun
    phrase; `write` is the advice, a full clause. `str` gives what a terminal shows: the place, the line with
    a caret below it, the sentence.
    """

    file: str
    line: int
    column: int
    key_path: str
    source_line: str
    found: str
    write: str

    def __str__(self) -> str:
        place = self.file if self.line == 0 else f"{self.file}:{self.line}:{self.column}"
        head = visible(f"{place}: {self.key_path}" if self.key_path else place)
        sentence = say("found {found}; {write}", found=self.found, write=self.write)
        return "\n".join((head, *self._excerpt(), f"  {sentence}"))

    def _excerpt(self) -> tuple[str, ...]:
        """Return the line of the file and the caret below it; nothing where there is no line to show."""
        if self.line == 0 or not self.source_line.strip():
            return ()
        column = min(self.column - 1, len(self.source_line))
        start = max(0, column - _LEAD) if len(self.source_line) > _WIDEST_LINE else 0
        end = start + _WIDEST_LINE
        before, after = visible(self.source_line[start:column]), visible(self.source_line[column:end])
        if start:
            before = "…" + before
        tail = "…" if end < len(self.source_line) else ""
        return f"    {before}{after}{tail}".rstrip(), f"    {' ' * _width(before)}^"


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake in terms of the case: a key path instead of a line.

    `mark` says whether the key or the value is meant. `whole` is True for a statement about the entirety of
    what stands at `path` ("no weight for 'money'"); it is dropped where part of it could not be
    read, since it may only follow from that.
    """

    path: KeyPath
    found: str
    write: str
    mark: Literal["key", "value"] = "value"
    whole: bool = False


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort by file and place, drop repetitions, and put one line in the place of all beyond the first 200."""
    ordered = sorted(set(problems), key=lambda p: (p.file, p.line, p.column, p.key_path, p.found, p.write))
    if len(ordered) <= MOST_PROBLEMS:
        return tuple(ordered)
    kept = ordered[:MOST_PROBLEMS]
    return (*kept, Problem(kept[0].file, 0, 0, "", "", say("more problems"), say("mend those above first")))
