# SPDX-License-Identifier: Apache-2.0
"""What a command line says about a forecast, in the words of the case file."""

import re
from collections.abc import Sequence
from typing import Any

from pourparler.case.problem import Problem, quoted
from pourparler.errors import CaseError
from pourparler.wording import say

_SHARE = re.compile(r"(\d+) of (\d+)")
_COUNT = re.compile(r"(.+?)[ =](\d+)")


def pairs_said(stated: Sequence[str]) -> dict[str, str]:
    """Return `name=probability` options as a table. Raises `CaseError` for one without a sign of equality, or a name twice."""
    table: dict[str, str] = {}
    for text in stated:
        name, sign, chance = (part.strip() for part in text.partition("="))
        if not sign or not name or not chance:
            raise _problem("--class", quoted(text), say("write a class and its probability, such as --class halved=30%"))
        if name in table:
            raise _problem("--class", say("{word} a second time", word=quoted(name)), say("write each class once"))
        table[name] = chance
    return table


def like_cases_said(text: str) -> dict[str, Any]:
    """Return like cases as a table: `name: 3 of 24`, `name: none 9, some 4` or `name: 30, 45, 60`.

    Raises `CaseError` for any other text.
    """
    name, _, told = (part.strip() for part in text.rpartition(":"))
    parts = [part.strip() for part in told.split(",")]
    share = _SHARE.fullmatch(told)
    counts = [_COUNT.fullmatch(part) for part in parts]
    if name and share is not None:
        return {"name": name, "successes": int(share[1]), "n": int(share[2])}
    if name and told and all(part[:1].isdigit() or part[:1] == "-" for part in parts):
        return {"name": name, "values": parts}
    if name and all(counts):
        return {"name": name, "counts": {found[1].strip(): int(found[2]) for found in counts if found is not None}}
    write = say("write the name of the like cases and how they came out: 'name: 3 of 24', 'name: a 9, b 4' or 'name: 30, 45'")
    raise _problem("--base-rate", quoted(text), write)


def _problem(where: str, found: str, write: str) -> CaseError:
    return CaseError((Problem(where, 0, 0, "", "", found, write),))
