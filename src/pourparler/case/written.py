# SPDX-License-Identifier: Apache-2.0
"""Fields that stand in a case file as a text or a number, and in memory as an object of our own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True, slots=True)
class Written:
    """An annotation of a field: `read` makes the object of what is written, `write` the canonical text of the object.

    `read` raises a `ValueError` for what it cannot read. The annotated type is never looked into, which would make
    each of some hundred fields cost a millisecond when the vocabulary is imported.
    """

    read: Callable[[Any], object]
    write: Callable[[Any], str] = str

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell the validator to call `read` and `write`, and editors that a text or a number is wanted."""
        text, number = core_schema.str_schema(), core_schema.float_schema()
        return core_schema.no_info_plain_validator_function(
            self.read,
            json_schema_input_schema=core_schema.union_schema([number, text]),
            serialization=core_schema.plain_serializer_function_ser_schema(self.write, return_schema=text),
        )
