# SPDX-License-Identifier: Apache-2.0
"""Nothing is read and forgotten: every text of a case that uses the whole vocabulary stands in the brief, and every other
input moves it."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assess.test_every_input import numeric_paths, other_quantities, places
from assess.variations import assessed, case_of, changed, plain
from pourparler.briefing.compose import compose
from pourparler.briefing.terminal import render
from pourparler.case import read
from pourparler.errors import CaseError

FULL = Path(__file__).parent.parent / "case" / "full.yaml"
WORLDS = 16
#: So wide that no word is broken and no cell cut.
WIDTH = 20_000


@cache
def everything() -> dict[str, Any]:
    """Return the case that uses every key, with what it leaves blank filled in, so that everything in it is valued."""
    gaps = {"issues/money/status_quo": "none", "preparation/cabinet/cost": 1, "preparation/dues/cost": 1}
    return changed(plain(read(FULL)), gaps)


def brief(data: dict[str, Any]) -> str:
    """Return the whole brief as text."""
    return render(compose(assessed(data, worlds=WORLDS)), width=WIDTH, full=True)


def admits(path: str, value: Any) -> bool:
    try:
        case_of(changed(everything(), {path: value}))
    except CaseError:
        return False
    return True


NUMBERS = numeric_paths(case_of(everything()))
LEAVES = [path for path, _ in places(everything()) if path != "pourparler"]
MARKED = {path: f"marked{n}x" for n, path in enumerate(LEAVES) if path not in NUMBERS and admits(path, f"marked{n}x")}


def test_every_text_of_a_case_stands_in_the_brief() -> None:
    found = brief(changed(everything(), MARKED))
    assert not [path for path, word in MARKED.items() if word not in found]
    assert len(MARKED) > len(LEAVES) / 6


# What cannot vary alone: names that other places refer to, `rest`, shares that must sum to one, and what a class supplies.
BOUND = re.compile(
    r"issues/\w+/options/\d+|parties/\w+/(role|ratifiers/0)|moves/\w+/(kind|twin|improves/issue)|sources/clerk/\w+"
    r"|questions/clock/hypotheses/hurried"
)
VARYING = [
    path
    for path, value in places(everything())
    if path in NUMBERS and path not in MARKED and value != "rest" and not BOUND.fullmatch(path)
]


@pytest.mark.parametrize("path", VARYING)
def test_every_number_moves_the_brief(path: str) -> None:
    before = brief_of_all()
    for value in other_quantities(NUMBERS[path]):
        if admits(path, value) and brief(changed(everything(), {path: value})) != before:
            return
    pytest.fail(f"{path} moves nothing")


@cache
def brief_of_all() -> str:
    return brief(everything())
