# SPDX-License-Identifier: Apache-2.0
"""Sentences that explain results: a template and its values, put into a language only when they are printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pourparler.wording import say

_EMPTY: "Mapping[str, str | Sentence]" = MappingProxyType({})


@dataclass(frozen=True)
class Sentence:
    """A sentence for people. `str` gives it in the language in use; values are data and are never read as templates."""

    template: str
    values: "Mapping[str, str | Sentence]" = field(default_factory=lambda: _EMPTY)

    def __str__(self) -> str:
        return say(self.template, **self.values)

    def english(self) -> str:
        """Return the sentence as it was written, whatever language is in use."""
        out = []
        rest = self.template
        while rest:
            before, brace, after = rest.partition("{")
            out.append(before)
            if not brace:
                break
            name, _, rest = after.partition("}")
            value = self.values[name]
            out.append(value.english() if isinstance(value, Sentence) else value)
        return "".join(out)


def sentence(template: str, /, **values: object) -> Sentence:
    """Make a sentence; values are turned into text at once, but for sentences, which keep their language open."""
    kept = {n: v if isinstance(v, Sentence) else str(v) for n, v in values.items()}
    return Sentence(template, MappingProxyType(kept))


def points(value: float) -> str:
    """Write a number of value points: two decimals below one, one above."""
    text = f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}"
    return text.removeprefix("-") if float(text) == 0 else text


def percent(value: float) -> str:
    """Write a probability as a percentage."""
    return f"{value:.0%}"


def listed(names: list[str] | tuple[str, ...]) -> str:
    """Write names as a list."""
    return ", ".join(names)
