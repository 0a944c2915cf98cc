# SPDX-License-Identifier: Apache-2.0
"""Fields that stand in a case file as a text or a number, and in memory as an object of our own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


@dataclass(slots=True)
class Patience:
    """How many more faulty values are looked into for good advice; a hostile file can hold very many of them.

    Given to the validator as its context. When nothing is left, every further value is refused unread.
    """

    left: int


@dataclass(frozen=True, slots=True)
class Written:
    """An annotation of a field: `read` makes the object of what is written, `write` the canonical text of the object.

    `read` raises a `ValueError` for what it cannot read. The annotated type is never looked into, which would make
    each of some hundred fields cost a millisecond when the vocabulary is imported.
    """

    read: Callable[[Any], object]
    write: Callable[[Any], str] = str

    def _patient(self, raw: Any, info: core_schema.ValidationInfo) -> object:
        """Read, unless the reader's patience with faulty values has run out."""
        patience = info.context
        if not isinstance(patience, Patience):
            return self.read(raw)
        if patience.left <= 0:
            raise PydanticCustomError("unread", "one of too many faulty values")
        try:
            return self.read(raw)
        except ValueError:
            patience.left -= 1
            raise

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell the validator to call `read` and `write`, and editors that a text or a number is wanted."""
        text, number = core_schema.str_schema(), core_schema.float_schema()
        return core_schema.with_info_plain_validator_function(
            self._patient,
            json_schema_input_schema=core_schema.union_schema([number, text]),
            serialization=core_schema.plain_serializer_function_ser_schema(self.write, return_schema=text),
        )
