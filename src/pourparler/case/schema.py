# SPDX-License-Identifier: Apache-2.0
"""The vocabulary as a JSON Schema (Draft 2020-12), by which editors complete keys and mark mistakes while one types.

It is read off the types of the model, so that a new field appears by itself; descriptions are the docstrings. It admits every
file that the reader admits. The reader refuses more: whatever concerns two places at once.
"""

import datetime as dt
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from pourparler.case.fields import blank_is_unknown
from pourparler.case.model import Case
from pourparler.case.numbers import option_text, read_exact
from pourparler.case.ordering import read_ordering
from pourparler.case.shape import branches, fields, strip
from pourparler.case.written import Written
from pourparler.quantity import Domain
from pourparler.wording import say

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

#: Letters and digits of any alphabet, in words that every dialect of patterns has: all but blanks and the signs of ASCII, of
#: which `-` and `_` may stand in a name.
_LETTER = r"[^\s!-@\[-^`{-~]"
_NAME_CHARACTER = r"[^\s!-,./:-@\[-^`{-~]"


def schema(root: type[BaseModel] = Case, *, partial: bool = False) -> Schema:
    """Return the schema of a case file, or of another root; `partial`: nothing is required at the top, as in a seat file."""
    writer = _Writer()
    top = writer.table(root)
    if partial:
        top.pop("required", None)
    return {"$schema": DIALECT, "title": root.__name__, **top, "$defs": dict(sorted(writer.definitions.items()))}


class _Writer:
    """Turns types into schemas; parts and quantities become definitions, each written once."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def table(self, part: type[BaseModel]) -> Schema:
        """Return the schema of a part of the case: a table with known keys."""
        keys, required = {}, []
        for name, annotation in fields(part).items():
            field = part.model_fields[name]
            held = self.of(annotation, tuple(field.metadata))
            if field.is_required():
                required.append(name)
            else:
                held = _or_blank(held)
            keys[name] = held
        out: Schema = {"type": "object", "description": _sentence(part), "properties": keys, "additionalProperties": False}
        return {**out, "required": required} if required else out

    def of(self, annotation: Any, around: tuple[Any, ...] = ()) -> Schema:
        """Return the schema of a type with its annotations."""
        bare, notes = strip(annotation)
        notes = (*notes, *around)
        tagged = branches(bare, notes)
        if tagged is not None:
            return {"anyOf": [self.of(branch) for branch in tagged.values()]}
        domain = next((note for note in notes if isinstance(note, Domain)), None)
        if domain is not None:
            return self._defined(domain.name.replace(" ", "_"), lambda: _quantity(domain))
        read = next((note.read for note in notes if isinstance(note, Written)), None)
        if read is read_ordering:
            return self._defined("order", _order)
        if read is read_exact:
            return self._defined("exact", _exact)
        if isinstance(bare, type) and issubclass(bare, BaseModel):
            return self._defined(bare.__name__, lambda: self.table(bare))
        return self._plain(bare, notes)

    def _plain(self, bare: Any, notes: tuple[Any, ...]) -> Schema:
        origin = get_origin(bare)
        if origin is dict:
            keys, values = (self.of(one) for one in get_args(bare))
            if any(getattr(note, "func", None) is blank_is_unknown for note in notes):
                values = _or_blank(values)
            return {"type": "object", "propertyNames": keys, "additionalProperties": values}
        if origin is tuple:
            return {"type": "array", "items": self.of(get_args(bare)[0]), **_limits(notes, "minItems", "maxItems")}
        if origin is Literal:
            words = list(get_args(bare))
            return {"const": words[0]} if len(words) == 1 else {"enum": words}
        if bare is dt.date:
            return {"type": "string", "format": "date", "description": say("a day as YYYY-MM-DD")}
        if bare is bool:
            return {"type": "boolean"}
        if bare is int:
            return {"type": "integer", **_limits(notes, "minimum", "maximum")}
        if bare is str:
            text = {"type": "string", **_limits(notes, "minLength", "maxLength"), **_pattern(notes)}
            if any(getattr(note, "func", None) is option_text for note in notes):
                return self._defined("option", lambda: {"anyOf": [{"type": "number"}, text]})
            return self._defined(_name_of(text["pattern"]), lambda: text) if "pattern" in text else text
        raise TypeError(f"no schema for {bare!r}")

    def _defined(self, name: str, write: Any) -> Schema:
        """Return a reference to a definition, written when first asked for: parts may hold themselves."""
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = write()
        return {"$ref": f"#/$defs/{name}"}


def _or_blank(held: Schema) -> Schema:
    """A key that may be left out may also be left blank."""
    return {"anyOf": [*(held["anyOf"] if list(held) == ["anyOf"] else [held]), {"type": "null"}]}


def _sentence(part: type[BaseModel]) -> str:
    return " ".join((part.__doc__ or "").split())


def _quantity(domain: Domain) -> Schema:
    """Return the schema of a quantity: a number within its limits, or a text in one of the forms named."""
    number: Schema = {"type": "number"}
    if isfinite(domain.low):
        number["minimum"] = domain.low
    if isfinite(domain.high):
        number["maximum"] = domain.high
    examples: list[Any]
    if domain.takes_words:
        forms = say("a percentage (60%), a range (35..50%), low, most likely and high (35..40..50%), a word (likely), unknown")
        examples = ["60%", "35..50%", "35..40..50%", "likely", "unknown"]
    elif domain.takes_percent:
        forms = say("a percentage (-5%), a range (-10..5%), low, most likely and high (-10..0..5%), unknown")
        examples = ["-5%", "-10..5%", "unknown"]
    else:
        forms = say("a number (40), a range (35..50), low, most likely and high (35..40..50), normal(40, 5), unknown")
        examples = [40, "35..50", "35..40..50", "normal(40, 5)", "unknown"]
    meaning = say("{name}, {range}: {forms}", name=domain.name, range=domain.range_text, forms=forms)
    return {"description": meaning, "anyOf": [number, {"type": "string", "minLength": 1}], "examples": examples}


def _order() -> Schema:
    return {
        "type": "string",
        "description": say("an order, highest first: a > b > c; ties a > b = c"),
        "examples": ["a > b > c"],
    }


def _exact() -> Schema:
    return {
        "description": say("one number, kept exactly as it is written"),
        "anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)$"}],
        "examples": [10, 0.5],
    }


def _name_of(pattern: str) -> str:
    """Name the definition of a text that fits a pattern: a name, or an option in full."""
    if r"\." not in pattern:
        return "name"
    return "issue_or_option" if pattern.endswith("?$") else "option_in_full"


def _constraints(notes: tuple[Any, ...]) -> Iterator[Any]:
    for note in notes:
        yield note
        yield from getattr(note, "metadata", ())


def _limits(notes: tuple[Any, ...], least: str, most: str) -> Schema:
    out = {}
    for held in _constraints(notes):
        for key, names in ((least, ("ge", "min_length")), (most, ("le", "max_length"))):
            limit = next((value for name in names if (value := getattr(held, name, None)) is not None), None)
            if limit is not None:
                out[key] = limit
    return out


def _pattern(notes: tuple[Any, ...]) -> Schema:
    """Return the pattern of a name in words that the patterns of every editor have."""
    for held in _constraints(notes):
        pattern = getattr(held, "pattern", None)
        if pattern is not None:
            portable = str(pattern).replace(r"[^\W\d]", _LETTER).replace(r"[\w-]", _NAME_CHARACTER)
            if re.search(r"\\[Ww]", portable):
                raise TypeError(f"no portable form of the pattern {pattern!r}")
            return {"pattern": portable}
    return {}
