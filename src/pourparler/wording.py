# SPDX-License-Identifier: Apache-2.0
"""The translation seam: every sentence written for people passes through `say` or `plural`.

Sentences are written in English where they are used and are complete without any catalogue. A template
names its values in braces (`{low}`); only plain names are looked up, so that neither a value nor a
translated template can reach into an object.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from gettext import NullTranslations
from string import Formatter
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

_T = TypeVar("_T")

#: English, the language the sentences are written in.
_ENGLISH = NullTranslations()

#: What begins and ends a piece of text whose direction of writing is its own (Unicode Annex 9: FSI and PDI).
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
#: Letters written from right to left (the blocks that Unicode keeps for them), and letters written from left to right.
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LEFT_TO_RIGHT = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f]")

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
    if "{" not in translated and "}" not in translated:
        return translated  # most are, and pages hold hundreds
    try:
        return _FORMATTER.vformat(translated, (), _apart(values, translated))
    except (KeyError, ValueError):
        if translated == english:
            raise
    return _FORMATTER.vformat(english, (), _apart(values, english))


def once_per_language(make: Callable[[], _T]) -> Callable[[], _T]:
    """Return a function that makes something out of sentences when it is first asked for in a language, and then has it.

    It is for tables of names that pages look up hundreds of times; who asks must not change it.
    """
    made: WeakKeyDictionary[NullTranslations, _T] = WeakKeyDictionary()

    @wraps(make)
    def made_once() -> _T:
        catalog = _catalog.get()
        if catalog not in made:
            made[catalog] = make()
        return made[catalog]

    return made_once


def is_right_to_left(text: str) -> bool:
    """Return whether a text holds letters that are written from right to left."""
    return RIGHT_TO_LEFT.search(text) is not None


def _apart(values: Mapping[str, object], template: str) -> Mapping[str, object]:
    """Set texts of the other direction of writing apart, so that they do not carry along what stands beside them."""
    other = _LEFT_TO_RIGHT if is_right_to_left(template) else RIGHT_TO_LEFT
    strange = {name for name, value in values.items() if isinstance(value, str) and other.search(value)}
    return {name: f"{ISOLATE}{v}{END_ISOLATE}" if name in strange else v for name, v in values.items()} if strange else values


def language() -> object:
    """Return what tells the language in use from others: texts may be kept by it for who speaks the same."""
    return _catalog.get()


@contextmanager
def speaking(catalog: NullTranslations) -> Iterator[None]:
    """Use a gettext catalogue inside a `with` block, in this thread or task only."""
    token = _catalog.set(catalog)
    try:
        yield
    finally:
        _catalog.reset(token)
