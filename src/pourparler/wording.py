# SPDX-License-Identifier: Apache-2.0
"""The translation seam: every sentence written for people passes through `say` or `plural`.

Sentences are written in English where they are used and are complete without any catalogue. A template
names its values in braces (`{low}`); only plain names are looked up, so that neither a value nor a
translated template can reach into an object.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations
from string import Formatter
from typing import Any

#: English, the language the sentences are written in.
_ENGLISH = NullTranslations()

#: A context variable and not a plain global, because one server may answer two languages at once.
_catalog: ContextVar[NullTranslations] = ContextVar("catalog", default=_ENGLISH)


class _PlainNames(Formatter):
    """A formatter whose fields are plain names: no attributes, no items, no positions."""

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        return kwargs[field_name], field_name


_FORMATTER = _PlainNames()


def say(sentence: str, /, **values: object) -> str:
    """Return `sentence` in the language in use, with `{name}` replaced by the value of that name.

    Values are data: braces inside a value are never read as fields. A translation that is malformed, or asks for
    a value the sentence does not have, is passed over for the English. Raises `KeyError` if the English itself
    asks for a value that is not given, or for anything but a plain name.
    """
    return _fill(_catalog.get().gettext(sentence), sentence, values)


def plural(one: str, many: str, n: int, /, **values: object) -> str:
    """Return the sentence for one or for many, as the language in use wants for `n`; `{n}` is that number."""
    english = one if n == 1 else many
    return _fill(_catalog.get().ngettext(one, many, n), english, {**values, "n": n})


def _fill(translated: str, english: str, values: Mapping[str, object]) -> str:
    try:
        return _FORMATTER.vformat(translated, (), values)
    except (KeyError, ValueError):
        if translated == english:
            raise
    return _FORMATTER.vformat(english, (), values)


@contextmanager
def speaking(catalog: NullTranslations) -> Iterator[None]:
    """Use a gettext catalogue inside a `with` block, in this thread or task only."""
    token = _catalog.set(catalog)
    try:
        yield
    finally:
        _catalog.reset(token)
