# SPDX-License-Identifier: Apache-2.0
"""Writing markup: elements with their attributes, and all text escaped, since text is data."""

import re
from html import escape
from typing import TypeAlias

from pourparler.case.problem import visible
from pourparler.wording import is_right_to_left

#: What stands in a page as it is: ASCII that can be seen, without what means something in markup. Most texts are no more.
_ORDINARY = re.compile(r"[ !#-%(-;=?-~]*")
#: A day, as it is written everywhere.
_DAY = re.compile(r"(?<![\w-])(\d{4}-\d{2}-\d{2})(?![\w-])")

#: Elements that hold a text of their own: where letters of it run from right to left, the browser finds its direction.
_BLOCKS = frozenset({"p", "li", "td", "th", "dd", "h1", "h2", "h3", "title", "a", "span"})


class Markup(str):
    """Text that is markup already. Only this module makes it, but for the style sheet."""

    __slots__ = ()


Attribute: TypeAlias = str | int | bool | None


def text(value: str) -> Markup:
    """Return text as markup that shows it; what cannot be seen is told by number."""
    if _ORDINARY.fullmatch(value):
        return Markup(value)
    return Markup(escape(visible(value), quote=True))


def dated(value: str) -> Markup:
    """Return text as markup in which days stand whole: browsers break lines at their hyphens."""
    return joined(*(element("time", piece) if place % 2 else piece for place, piece in enumerate(_DAY.split(value))))


def element(name: str, /, *children: str, **attributes: Attribute) -> Markup:
    """Return an element. Children that are not `Markup` are text.

    An underscore in the name of an attribute stands for a hyphen, one at its end for nothing (`class_`). None and False leave
    an attribute out, True writes its name alone.
    """
    return closed(name, {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}, *children)


def closed(name: str, attributes: dict[str, Attribute], *children: str) -> Markup:
    """Return an element whose attributes have names that are no names of Python."""
    if name in _BLOCKS and any(is_right_to_left(child) for child in children):
        attributes = {**attributes, "dir": "auto"}
    return Markup(f"{_opening(name, attributes)}{joined(*children)}</{name}>")


def void(name: str, /, **attributes: Attribute) -> Markup:
    """Return an element that has no end, such as `meta`."""
    return Markup(_opening(name, {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}))


def joined(*children: str) -> Markup:
    """Return children one after another."""
    return Markup("".join(child if isinstance(child, Markup) else text(child) for child in children))


def _opening(name: str, attributes: dict[str, Attribute]) -> str:
    written = []
    for key, value in attributes.items():
        if value is True:
            written.append(f" {key}")
        elif value is not None and value is not False:
            written.append(f' {key}="{text(str(value))}"')
    return f"<{name}{''.join(written)}>"
