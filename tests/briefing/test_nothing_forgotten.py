# SPDX-License-Identifier: Apache-2.0
"""Nothing is read and forgotten: every text of a case that uses the whole vocabulary stands in the brief, and every other
input moves it."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assess.test_every_input import numeric_paths, other_quantities, places
from assess.variations import case_of, changed, plain
from pourparler.assess import assess
from pourparler.briefing.compose import compose
from pourparler.briefing.document import Briefing, Section
from pourparler.briefing.terminal import render
from pourparler.case import Case, read
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


def brief(case: Case) -> Briefing:
    """Return the whole brief of a case."""
    return compose(assess(case, digest="", version="", worlds=WORLDS))


def text_of(whole: Briefing) -> str:
    """Return a brief as text."""
    return render(whole, width=WIDTH, full=True)


def alone(section: Section) -> str:
    """Return the text of one section."""
    return text_of(Briefing(brief_of_all().title, (section,)))


def variant(changes: dict[str, Any]) -> Case | None:
    """Return the case with some places changed, or None if it is no case any more."""
    data = changed(everything(), changes)
    try:
        Case.model_validate(data)  # refuses much of what the reader does, in a fraction of its time
        return case_of(data)
    except (CaseError, ValidationError):
        return None


NUMBERS = numeric_paths(case_of(everything()))
LEAVES = [path for path, _ in places(everything()) if path != "pourparler"]


def test_every_text_of_a_case_stands_in_the_brief() -> None:
    words = {path: f"marked{n}x" for n, path in enumerate(LEAVES)}
    marked = {path: word for path, word in words.items() if path not in NUMBERS and variant({path: word})}
    found = text_of(brief(case_of(changed(everything(), marked))))
    assert not [path for path, word in marked.items() if word not in found]
    assert len(marked) > len(LEAVES) / 6


# What cannot vary alone: names that other places refer to, `rest`, shares that must sum to one, what a class supplies, and
# what was rated before a tally.
BOUND = re.compile(
    r"issues/\w+/options/\d+|parties/\w+/(role|ratifiers/0)|moves/\w+/(kind|twin|improves/issue)|sources/clerk/\w+"
    r"|questions/clock/hypotheses/hurried|questions/clock/analogies/.*"
)
VARYING = [path for path, value in places(everything()) if path in NUMBERS and value != "rest" and not BOUND.fullmatch(path)]


def test_sections_are_printed_one_after_another() -> None:
    sections = brief_of_all().sections
    assert text_of(brief_of_all()) == "\n".join(alone(section) for section in sections) and len(sections) > 20


@pytest.mark.parametrize("path", VARYING)
def test_every_number_moves_the_brief(path: str) -> None:
    for value in other_quantities(NUMBERS[path]):
        case = variant({path: value})
        if case is not None and reads_otherwise(brief(case)):
            return
    pytest.fail(f"{path} moves nothing")


def reads_otherwise(found: Briefing) -> bool:
    """Return whether a brief has another text than that of the case unchanged; only what is not the same is printed."""
    if len(found.sections) != len(brief_of_all().sections):
        return text_of(found) != text_of(brief_of_all())
    pairs = zip(found.sections, brief_of_all().sections, strict=True)
    return any(one != other and alone(one) != alone(other) for one, other in pairs)


@cache
def brief_of_all() -> Briefing:
    return brief(case_of(everything()))
