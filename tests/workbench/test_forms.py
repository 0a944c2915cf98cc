# SPDX-License-Identifier: Apache-2.0
"""What was typed and not saved yet: what became of it is known of the very same text alone, and of the latest forms."""

from typing import Any

import pytest

from pourparler.archive import Tried
from pourparler.archive.examining import Drafted
from pourparler.workbench import forms
from pourparler.workbench.fields import Field
from pourparler.workbench.forms import Forms, Typed

PATH = ("title",)
FIELD = Field(PATH, "title", "Before", "text", "", "", (), "judged")


def typed(text: str = "One", base: int = 1) -> Typed:
    return Typed(FIELD, text, text, base)


def found(kept: Forms, *about: Any) -> Tried | None:
    """Return what became of a text, as it is known."""
    known = kept.typed(*about)
    return None if known is None else known[1]


def tried(number: int = 1) -> Tried:
    return Tried(number, Drafted({}, ()))


def test_of_forms_that_nobody_sends_the_latest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "_MOST", 3)
    kept, held = Forms(), [typed(base=number) for number in range(5)]
    for number, each in enumerate(held):
        kept.note("a" if number != 3 else "b", f"{number}", each)
        kept.examined("a" if number != 3 else "b", f"{number}", each, tried())
    kept.note("a", None, held[0])
    assert found(kept, "a", "0", PATH, "One", 0) is None and found(kept, "a", "2", PATH, "One", 2) is not None
    assert len(kept._examined) == 3
    assert kept.done("a", "none") == (("4", held[4]), ("2", held[2]))
    assert kept.done("a", "4") == (("2", held[2]),) and kept.done("b", "") == (("3", held[3]),)


def test_what_became_of_a_text_is_known_of_that_text_in_that_form_alone() -> None:
    kept, one = Forms(), typed()
    kept.note("a", "r", one)
    assert kept.typed("a", "r", PATH, "One", 1) == (one, None), "it is being examined"
    became = tried()
    kept.examined("a", "r", one, became)
    assert found(kept, "a", "r", PATH, "One", 1) is became
    for other in (("b", "r", PATH, "One", 1), ("a", "s", PATH, "One", 1), ("a", None, PATH, "One", 1)):
        assert kept.typed(*other) is None
    for path, text, base in ((("notes",), "One", 1), (PATH, "Two", 1), (PATH, "One", 2)):
        assert kept.typed("a", "r", path, text, base) is None
    kept.examined("a", "r", one, later := tried(2))
    assert found(kept, "a", "r", PATH, "One", 1) is later
    kept.note("a", "r", typed("Two"))
    kept.examined("a", "r", one, became)
    assert found(kept, "a", "r", PATH, "Two", 1) is None, "what was typed before comes too late"
    kept.note("a", "r", one)
    kept.examined("a", "r", one, became)
    kept.done("a", "r")
    kept.note("a", "r", one)
    assert kept.typed("a", "r", PATH, "One", 1) is None, "it was sent, and what is told of it now comes too late"
    assert found(kept, "a", "r", PATH, "One", 1) is None
    kept.examined("a", "r", one, became)
    assert found(kept, "a", "r", PATH, "One", 1) is None and not kept._examined, "it was sent meanwhile"


def test_of_so_many_texts_it_is_kept_what_became_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "_MOST_EXAMINED", 2)
    kept, one = Forms(), typed()
    for request in "rst":
        kept.note("a", request, one)
        kept.examined("a", request, one, tried())
    assert [found(kept, "a", request, PATH, "One", 1) is not None for request in "rst"] == [False, True, True]
    assert len(kept.done("a", "none")) == 3, "all can be examined again"
