# SPDX-License-Identifier: Apache-2.0
"""JSON read fast, and the place of what is wrong in it looked up afterwards: most files have nothing wrong with them."""

import json
import re
from collections.abc import Iterator
from typing import Any

from pourparler.case.decode import Page, refuse
from pourparler.case.problem import KeyPath, quoted
from pourparler.errors import CaseError
from pourparler.wording import say

#: Lists and tables in one file: 65,536 states with thirty moves each.
MOST_LISTS = 2_000_000

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
#: A place: of the value at a key path, or of its key.
Place = tuple[KeyPath, bool]


def read_json(page: Page) -> Any:
    """Return the plain data of a page of JSON.

    Raises `CaseError` for what is no JSON, is nested too deeply, has more than two million lists and tables, or a key twice.
    """
    if page.text.count("[") + page.text.count("{") > MOST_LISTS:
        raise refuse(page.file, say("more than {most} lists and tables", most=MOST_LISTS), say("keep it smaller"))
    doubled: list[str] = []

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            doubled.append("")
        return found

    try:
        data = json.loads(page.text, object_pairs_hook=table)
    except json.JSONDecodeError as error:
        at = page.problem(error.lineno, error.colno, (), say("something that is not JSON"), say("mend it here, or just before"))
        raise CaseError((at,)) from None
    except RecursionError:
        raise refuse(page.file, say("lists nested too deeply"), say("write a flatter file")) from None
    except ValueError:
        raise refuse(page.file, say("a number of thousands of digits"), say("write it shorter")) from None
    if doubled:
        raise CaseError(tuple(_doubled(page)))
    return data


def _doubled(page: Page) -> Iterator[object]:
    seen = set()
    for path, is_key, offset in _walk(page.text):
        if is_key and path in seen:
            found = say("the key {key} a second time", key=quoted(str(path[-1])))
            yield page.problem(*_place(page.text, offset), path, found, say("write each key once"))
        elif is_key:
            seen.add(path)


def places(page: Page, wanted: set[Place]) -> dict[Place, tuple[int, int]]:
    """Return line and column, from 1, of each wanted place of a page that is JSON; those that are not there are left out."""
    found = {}
    for path, is_key, offset in _walk(page.text):
        if (path, is_key) in wanted:
            found[path, is_key] = _place(page.text, offset)
            if len(found) == len(wanted):
                break
    return found


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _walk(text: str) -> Iterator[tuple[KeyPath, bool, int]]:
    """Yield every key and value of a text that is JSON, with its key path and where it begins."""
    path: list[str | int] = []  # the key or position, in each list or table that is open, of what comes next
    is_table: list[bool] = []
    waits_for_key = False
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token == ",":
            waits_for_key = is_table[-1]
            if not waits_for_key:
                path[-1] = int(path[-1]) + 1
        elif token in ("}", "]"):
            path.pop()
            is_table.pop()
        elif token == ":":
            waits_for_key = False
        elif waits_for_key:
            path[-1] = json.loads(token)
            yield tuple(path), True, match.start()
        else:
            yield tuple(path), False, match.start()
            if token in ("{", "["):
                is_table.append(token == "{")
                path.append("" if is_table[-1] else 0)
                waits_for_key = is_table[-1]
