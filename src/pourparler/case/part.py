# SPDX-License-Identifier: Apache-2.0
"""What all parts of a case have in common: they are immutable, know their keys, and take a blank key as not written."""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator


class Part(BaseModel):
    """A part of the case: immutable, and no key is taken that the vocabulary does not know."""

    # Built when first used: half of a command's start-up would otherwise go into parts that it never reads.
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_absent(cls, raw: Any) -> Any:
        """Take a key with nothing behind it as not written, where the key can be left out."""
        if not isinstance(raw, dict):
            return raw
        known = cls.model_fields
        return {key: value for key, value in raw.items() if value is not None or key not in known or known[key].is_required()}
