# SPDX-License-Identifier: Apache-2.0
"""A case file as spans of its text: where each value begins and ends, so that one can be changed and the rest left alone.

Only for text that the reader has accepted: no anchors, tags, merge keys or further documents, each key once.
"""

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

import yaml

from pourparler.case.decode import LONGEST_KEPT
from pourparler.case.marks import PARSER


@dataclass(slots=True)
class Span:
    """A value, text[start:end]. `flow`: a table or list in brackets. `style`: how a scalar is quoted, or `|` or `>`."""

    start: int
    end: int
    kind: str
    flow: bool = False
    style: str = ""
    keys: dict[str, int] = field(default_factory=dict)
    key_ends: dict[str, int] = field(default_factory=dict)
    entries: dict[str, "Span"] = field(default_factory=dict)
    items: list["Span"] = field(default_factory=list)

    def parts(self) -> list[tuple[int, "Span"]]:
        """Return (start, value) of every entry or item in the order of the text; an entry starts at its key."""
        if self.kind == "table":
            return [(self.keys[key], held) for key, held in self.entries.items()]
        return [(item.start, item) for item in self.items]


def spans_of(text: str) -> Span:
    """Return the spans of a text without a byte-order mark. They may be shared by all who ask, and are never changed."""
    return (_shared if len(text) <= LONGEST_KEPT else _spans)(text)


def spans_within(text: str, start: int, end: int) -> Span:
    """Return the spans of the part of a text that is a table by itself, counted from the beginning of the text."""
    return _spans(text[start:end], start)


def _spans(text: str, before: int = 0) -> Span:
    top = Span(0, 0, "scalar")
    open_: list[tuple[Span, list[str]]] = []

    def place(span: Span) -> None:
        nonlocal top
        if not open_:
            top = span
            return
        around, key = open_[-1]
        if around.kind == "table":
            around.entries[key.pop()] = span
        else:
            around.items.append(span)

    for event in yaml.parse(text, Loader=PARSER):
        if isinstance(event, yaml.ScalarEvent):
            start, end = _ends(event, before)
            if open_ and open_[-1][0].kind == "table" and not open_[-1][1]:
                key = unicodedata.normalize("NFC", event.value)
                open_[-1][0].keys[key], open_[-1][0].key_ends[key] = start, end
                open_[-1][1].append(key)
                continue
            if event.style in ("|", ">"):
                end = start + len(text[start - before : end - before].rstrip())
            place(Span(start, end, "scalar", style=event.style or ""))
        elif isinstance(event, yaml.CollectionStartEvent):
            kind = "table" if isinstance(event, yaml.MappingStartEvent) else "list"
            span = Span(_ends(event, before)[0], 0, kind, flow=bool(event.flow_style))
            place(span)
            open_.append((span, []))
        elif isinstance(event, yaml.CollectionEndEvent):
            span, _ = open_.pop()
            # The end of a block is known only where the next thing begins; its last value ends where the block does.
            span.end = _ends(event, before)[1] if span.flow else max(part.end for _, part in span.parts())
    return top


#: Spans take more memory than trees, and are needed once: by the next save of the same text.
_KEPT = 12
_shared = lru_cache(maxsize=_KEPT)(_spans)


def _ends(event: yaml.Event, before: int) -> tuple[int, int]:
    """Return the offsets, in characters, of the beginning and the end of an event; so many stand before what is parsed."""
    assert event.start_mark is not None and event.end_mark is not None
    return event.start_mark.index + before, event.end_mark.index + before
