# SPDX-License-Identifier: Apache-2.0
"""What all parts of a case have in common: they are immutable, know their keys, and tell a blank from what is not written."""

from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, model_validator

from pourparler.quantity import Domain


class Part(BaseModel):
    """A part of the case: immutable, and no key is taken that the vocabulary does not know."""

    # Built when first used: half of a command's start-up would otherwise go into parts that it never reads.
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _blanks(cls, raw: Any) -> Any:
        """Take a blank key as unknown where a quantity belongs; else, if it can be left out, as not written."""
        if not isinstance(raw, dict):
            return raw
        known = cls.model_fields
        numbers = _quantity_fields(cls)
        return {
            key: "unknown" if value is None and key in numbers else value
            for key, value in raw.items()
            if value is not None or key in numbers or key not in known or known[key].is_required()
        }


@cache
def _quantity_fields(part: type[Part]) -> frozenset[str]:
    """Return the fields of a part that hold one quantity."""
    return frozenset(
        name for name, info in part.model_fields.items() if _holds_quantity(info.annotation) or _marked(info.metadata)
    )


def _marked(metadata: Any) -> bool:
    return any(isinstance(item, Domain) for item in metadata)


def _holds_quantity(annotation: Any) -> bool:
    """Return whether a type is a quantity, a quantity by hypothesis, or either or nothing; collections are not."""
    if _marked(getattr(annotation, "__metadata__", ())):
        return True
    origin = getattr(annotation, "__origin__", None)
    if origin in (dict, tuple, list):
        return False
    return any(_holds_quantity(inner) for inner in get_args(annotation))
