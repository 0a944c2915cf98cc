# SPDX-License-Identifier: Apache-2.0
"""Values as YAML text that the reader reads back: the plainest form that is safe where it stands."""

import json
import re
from typing import Any

from pourparler.case.tree import core

#: Lines of a table or list in brackets are kept to this width, and folded text is.
WIDEST = 120


class Bare(str):
    """Text that means a quantity, an order or a day, and needs no quotation marks to stay what it is."""

    __slots__ = ()


_BEGINNING = re.compile(r"[,\[\]{}#&*!|>'\"%@`:?]|-(\s|$)|---|\.\.\.")
_IN_BRACKETS = re.compile(r"[,\[\]{}?]|:$|:[,\[\]{}\"']")
_ENDS_A_KEY = re.compile(r":(\s|$)|\s#")
_HALF_A_CALL = re.compile(r"(normal|beta)\s*\(", re.IGNORECASE)


def scalar(value: Any, *, flow: bool, style: str = "") -> str:
    """Return a single value as text; `flow`: it stands in brackets; `style`: the quotation marks that are preferred."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    text = str(value)
    if style not in ("'", '"') and _is_plain(text, flow) and (isinstance(value, Bare) or _stays_text(text)):
        return text
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


def _number(value: float) -> str:
    text = repr(value)
    if text in ("inf", "-inf", "nan"):
        return text.replace("inf", ".inf").replace("nan", ".nan")
    return text


def _is_plain(text: str, flow: bool) -> bool:
    """Return whether a text can stand without quotation marks."""
    if not text or text != text.strip() or not text.isprintable() or _BEGINNING.match(text) or _ENDS_A_KEY.search(text):
        return False
    return not (_HALF_A_CALL.search(text) and (flow or ")" not in text)) and not (flow and _IN_BRACKETS.search(text))


def _stays_text(text: str) -> bool:
    return text != "<<" and isinstance(core(text), str)


def in_brackets(value: Any) -> str:
    """Return a value on one line, tables and lists in brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key_of(key)}: {in_brackets(held)}" for key, held in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(in_brackets, value)) + "]"
    return scalar(value, flow=True)


def key_of(key: str) -> str:
    """Return a key as text."""
    return scalar(str(key), flow=True)


def entry(key: str, value: Any, indent: int) -> list[str]:
    """Return `key: value` as the lines of a block, without the indent of the first."""
    if isinstance(value, dict | list | tuple):
        line = f"{key_of(key)}: {in_brackets(value)}"
        if not value or indent + len(line) <= WIDEST:
            return [line]
        return [f"{key_of(key)}:", *(" " * 2 + line for line in block(value, indent + 2))]
    return [f"{key_of(key)}: {scalar(value, flow=False)}"]


def item(value: Any, indent: int) -> list[str]:
    """Return `- value` as the lines of a block, without the indent of the first."""
    if isinstance(value, dict | list | tuple):
        line = f"- {in_brackets(value)}"
        if not value or indent + len(line) <= WIDEST:
            return [line]
        first, *rest = block(value, indent + 2)
        return [f"- {first}", *(" " * 2 + line for line in rest)]
    return [f"- {scalar(value, flow=False)}"]


def block(value: Any, indent: int) -> list[str]:
    """Return a table or list that is not empty as the lines of a block that is indented so far, without that indent."""
    if isinstance(value, dict):
        return [line for key, held in value.items() for line in entry(key, held, indent)]
    return [line for held in value for line in item(held, indent)]


def folded(text: str, indent: int) -> list[str] | None:
    """Return a long text as the lines of a folded block (`>-`), or None if folding would not keep it."""
    words = text.split(" ")
    if not text.isprintable() or not all(words) or text.startswith("#"):
        return None
    lines, line = [], ""
    for word in words:
        if line and indent + len(line) + 1 + len(word) > WIDEST:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]
