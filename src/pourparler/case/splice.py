# SPDX-License-Identifier: Apache-2.0
"""Changing values inside the text of a case file: only what says something else is written anew, all other bytes stay.

The text is compared with what it should say, place by place, along the spans of its values. A changed number is cut out and
the new one put in; an entry that is gone takes its lines with it; a new one stands after the one before it.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from pourparler.case.phrase import WIDEST, block, entry, folded, in_brackets, item, key_of, scalar
from pourparler.case.spans import Span, spans_of, spans_within

_REST_OF_LINE = re.compile(r"[^\S\r\n]*(#[^\r\n]*)?(?=\r?\n|\Z)")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_HEADER_REMARK = re.compile(r"[|>][^#\s]*([^\S\r\n]+#[^\r\n]*)")


class CannotSplice(ValueError):
    """A change has no place in this text; `path` says where."""

    def __init__(self, path: tuple[str | int, ...]) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True, order=True)
class _Splice:
    """Put `text` in the place of what stands from `start` to `end`; `rank` orders those at one place."""

    start: int
    end: int
    rank: int
    text: str


def spliced(text: str, old: Mapping[str, Any], new: Mapping[str, Any], part: tuple[int, int] | None = None) -> str:
    """Return `text`, which says `old`, changed so that it says `new`; a place that says the same in both is not touched.

    `old` may say more than the text does, where the rest comes from another file: then only what differs is written down.
    `part` are the offsets of some whole lines of the text at whose top `old` stands alone; no others are looked at then.
    Raises `CannotSplice` where a change has no place, such as an entry to be deleted that stands in another file.
    """
    if same(old, new):
        return text
    if _LONE_RETURN.search(text):
        raise CannotSplice(())
    splicer = _Splicer(text)
    spans = spans_of(text) if part is None else spans_within(text, *part)
    splicer.value(spans, old, new, _Place((), 0, False))
    return splicer.result()


def same(one: Any, other: Any) -> bool:
    """Return whether two values say the same: the order of keys does not count, and true is not 1."""
    if one is other:
        return True
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if _is_list(one) and _is_list(other):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other) and not (_is_list(one) or _is_list(other))


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: its key path, the column of its key or dash, and whether it stands in brackets."""

    path: tuple[str | int, ...]
    column: int
    flow: bool


class _Awkward(Exception):
    """A change that cannot be made in place: the value around it is written anew."""


class _Splicer:
    """Collects splices for one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line_end = "\r\n" if "\r\n" in text else "\n"
        self.splices: list[_Splice] = []

    def result(self) -> str:
        out, at = [], 0
        for splice in sorted(self.splices):
            if splice.start < at:
                raise CannotSplice(())
            out += [self.text[at : splice.start], splice.text]
            at = splice.end
        return "".join(out) + self.text[at:]

    def put(self, start: int, end: int, text: str, rank: int = 0) -> None:
        self.splices.append(_Splice(start, end, rank, text))

    def value(self, span: Span, old: Any, new: Any, place: _Place) -> None:
        """Change a value from what it says to what it should say."""
        if same(old, new):
            return
        held = len(self.splices)
        try:
            if span.kind == "table" and isinstance(old, Mapping) and isinstance(new, Mapping) and new:
                self._table(span, old, new, place)
            elif span.kind == "list" and _is_list(old) and _is_list(new) and new:
                self._list(span, old, new, place)
            else:
                raise _Awkward
        except _Awkward:
            del self.splices[held:]
            if not place.path:
                raise CannotSplice(()) from None
            self._replace(span, new, place)

    # Tables and lists, entry by entry.

    def _table(self, span: Span, old: Mapping[str, Any], new: Mapping[str, Any], place: _Place) -> None:
        span, old = self._rename(span, old, new)
        kept = [key for key in span.entries if key in new]
        if not kept:
            raise _Awkward
        column = 0 if span.flow else self._column(span.keys[next(iter(span.entries))])
        before: str | None = None
        added: dict[str | None, list[tuple[str, Any]]] = {}
        for key, held in new.items():
            here = (*place.path, key)
            if key in span.entries:
                inside = _Place(here, column, span.flow)
                self.value(span.entries[key], old.get(key), held, inside)
                before = key
            elif key not in old or not same(old[key], held):
                added.setdefault(before, []).append((key, _difference(old.get(key), held, here)))
        gone = [key for key in old if key not in new]
        for key in gone:
            if key not in span.entries:
                raise CannotSplice((*place.path, key))
        keys = list(span.entries)
        parts = span.parts()
        self._cut(span, parts, [keys.index(key) for key in gone])
        for key_before, entries in added.items():
            number = keys.index(key_before if key_before is not None else kept[0])
            if span.flow:
                self._add_in_brackets(parts[number], [f"{key_of(key)}: {in_brackets(held)}" for key, held in entries])
            else:
                lines = [line for key, held in entries for line in entry(key, held, column)]
                self._add_lines(parts[number][1].end, lines, column)

    def _rename(self, span: Span, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Span, Mapping[str, Any]]:
        """Give a key that only changed its name the new one in its place, and return the table and what it says then."""
        if list(old) != list(span.entries) or len(old) != len(new):
            return span, old
        names = {
            one: other
            for one, other in zip(old, new, strict=True)
            if one != other and one not in new and other not in old and same(old[one], new[other])
        }
        for one, other in names.items():
            self.put(span.keys[one], span.key_ends[one], key_of(other))
        entries = {names.get(key, key): held for key, held in span.entries.items()}
        keys = {names.get(key, key): start for key, start in span.keys.items()}
        renamed = replace(span, entries=entries, keys=keys)  # spans are shared by all who ask for those of the same text
        return renamed, {names.get(key, key): held for key, held in old.items()}

    def _list(self, span: Span, old: Sequence[Any], new: Sequence[Any], place: _Place) -> None:
        if len(span.items) != len(old):
            raise CannotSplice(place.path)
        pairs, gone, added = _matched(old, new)
        if not pairs:
            raise _Awkward
        column = 0 if span.flow else self._column(self._dash(span.items[0]))
        for number, other in pairs:
            inside = _Place((*place.path, number), column, span.flow)
            self.value(span.items[number], old[number], new[other], inside)
        parts = span.parts() if span.flow else [(self._dash(held), held) for held in span.items]
        self._cut(span, parts, gone)
        for before, held in added.items():
            first = before is None
            part = parts[min(number for number, _ in pairs) if before is None else before]
            if span.flow:
                self._add_in_brackets(part, [in_brackets(one) for one in held], first=first)
            else:
                lines = [line for one in held for line in item(one, column)]
                if first:
                    self.put(part[0], part[0], "".join(self._indented(lines, column))[column:], rank=-1)
                else:
                    self._add_lines(part[1].end, lines, column)

    # Cutting out.

    def _cut(self, span: Span, parts: list[tuple[int, Span]], gone: Iterable[int]) -> None:
        """Take entries or items away, with the remarks on their own lines' ends; other remarks stay."""
        numbers = set(gone)
        for number in sorted(numbers):
            start, held = parts[number]
            if span.flow:
                is_tail = all(later in numbers for later in range(number, len(parts)))
                self._cut_in_brackets(parts, number, is_tail=is_tail)
            else:
                line = self.text.rfind("\n", 0, start) + 1
                if self.text[line:start].strip() == "-" and number + 1 < len(parts) and number + 1 not in numbers:
                    self._cut_first(start, held, parts[number + 1][0])
                    continue
                if self.text[line:start].strip():
                    raise _Awkward
                # With the break before it and not the one behind, at which something new may have to stand.
                end = self._line_end(held.end, and_break=line == 0)
                break_before = len("\r\n") if self.text.startswith("\r\n", line - 2) else len("\n")
                self.put(line - break_before if line else 0, end, "")

    def _cut_first(self, start: int, held: Span, following: int) -> None:
        """Take away the entry that stands beside the dash of a list item: the next one moves up to it."""
        if "#" in self.text[held.end : following]:
            raise _Awkward
        self.put(start, following, "")

    def _cut_in_brackets(self, parts: list[tuple[int, Span]], number: int, *, is_tail: bool) -> None:
        start, held = parts[number]
        begin, end = (parts[number - 1][1].end, held.end) if is_tail else (start, parts[number + 1][0])
        if "#" in self.text[begin:start] + self.text[held.end : end]:
            raise _Awkward
        self.put(begin, end, "")

    # Putting in.

    def _add_in_brackets(self, part: tuple[int, Span], texts: list[str], *, first: bool = False) -> None:
        start, held = part
        if held.start == held.end:  # a blank: a comma right after its colon would be part of a word
            raise _Awkward
        if first:
            self.put(start, start, "".join(f"{text}, " for text in texts), rank=-1)
        else:
            self.put(held.end, held.end, "".join(f", {text}" for text in texts), rank=1)

    def _add_lines(self, after: int, lines: list[str], column: int) -> None:
        """Put lines below the line on which a value ends."""
        at = self._line_end(after)
        self.put(at, at, "".join(self.line_end + " " * column + line for line in lines), rank=1)

    def _indented(self, lines: list[str], column: int) -> list[str]:
        return [" " * column + line + self.line_end for line in lines] + [" " * column]

    def _replace(self, span: Span, new: Any, place: _Place) -> None:
        """Write a value anew where it stands."""
        is_collection = isinstance(new, Mapping) or _is_list(new)
        is_short = not new or place.column + len(str(place.path[-1])) + len(": ") + len(in_brackets(new)) <= WIDEST
        as_block = is_collection and not place.flow and not span.flow and not is_short
        start, lead, indent = self._beginning(span, place, as_block=as_block)
        written = (self.line_end + " " * indent).join(block(new, indent)) if as_block else self._single(span, new, place)
        remark = _HEADER_REMARK.match(self.text[span.start : span.end]) if span.style in ("|", ">") else None
        self.put(start, span.end, lead + written + (remark.group(1) if remark else ""))

    def _beginning(self, span: Span, place: _Place, *, as_block: bool) -> tuple[int, str, int]:
        """Return from where a value is replaced, what to put before it, and the indent of a block; it moves up to its key."""
        indent = place.column + 2
        own_line = self.line_end + " " * indent
        above = self.text[: span.start].rstrip()
        if span.kind == "scalar" or span.flow:
            if as_block:
                return len(self.text[: span.start].rstrip(" ")), own_line, indent
            is_blank = span.start == span.end and self.text[span.start - 1 : span.start] in (":", "-")
            return span.start, " " if is_blank else "", indent
        if above.endswith((":", "-")) and "\n" in self.text[len(above) : span.start]:
            return len(above), own_line if as_block else " ", indent
        # A remark stands between the key and its value: the value keeps its own line, deeper than the key.
        column = self._column(span.start)
        return span.start, " " * max(0, indent - column), max(indent, column)

    def _single(self, span: Span, new: Any, place: _Place) -> str:
        """Return a value for a place in brackets, or a scalar: folded where a folded one stood."""
        if isinstance(new, Mapping) or _is_list(new):
            return in_brackets(new)
        if span.style == ">" and isinstance(new, str) and not place.flow:
            lines = folded(str(new), place.column + 2)
            if lines is not None:
                return ">-" + "".join(self.line_end + " " * (place.column + 2) + line for line in lines)
        return scalar(new, flow=place.flow, style=span.style if isinstance(new, str) else "")

    # Places in the text.

    def _column(self, offset: int) -> int:
        return offset - (self.text.rfind("\n", 0, offset) + 1)

    def _dash(self, held: Span) -> int:
        """Return where the dash of a list item stands."""
        before = self.text[: held.start].rstrip()
        if not before.endswith("-"):
            raise _Awkward
        return len(before) - 1

    def _line_end(self, offset: int, *, and_break: bool = False) -> int:
        """Return the end of the line on which a value ends, behind its remark; something else on it is awkward."""
        match = _REST_OF_LINE.match(self.text, offset)
        if match is None:
            raise _Awkward
        end = match.end()
        if and_break:
            end += len("\r\n") if self.text.startswith("\r\n", end) else len(self.text[end : end + 1])
        return end


def _difference(old: Any, new: Any, path: tuple[str | int, ...]) -> Any:
    """Return what has to be written of a table whose other part stands in another file."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return new
    for key in old:
        if key not in new:
            raise CannotSplice((*path, key))
    return {
        key: _difference(old.get(key), held, (*path, key))
        for key, held in new.items()
        if key not in old or not same(old[key], held)
    }


def _matched(old: Sequence[Any], new: Sequence[Any]) -> tuple[list[tuple[int, int]], list[int], dict[int | None, list[Any]]]:
    """Match the items of two lists, by id where they have one.

    Returns the pairs that stand for one another, the old items that are gone, and the new ones by the old one they follow.
    """
    pairs: list[tuple[int, int]] = []
    gone: list[int] = []
    added: dict[int | None, list[Any]] = {}
    matcher = SequenceMatcher(None, [_identity(one) for one in old], [_identity(one) for one in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        both = 0 if tag in ("delete", "insert") else min(i2 - i1, j2 - j1)
        pairs += [(i1 + n, j1 + n) for n in range(both)]
        gone += range(i1 + both, i2)
        if j1 + both < j2:
            before = pairs[-1][0] if pairs else None
            added.setdefault(before, []).extend(new[j1 + both : j2])
    return pairs, gone, added


def _identity(one: Any) -> str:
    if isinstance(one, Mapping) and "id" in one:
        return f"id {one['id']}"
    return json.dumps(one, sort_keys=True, default=str)
