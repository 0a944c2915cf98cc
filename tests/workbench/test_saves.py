# SPDX-License-Identifier: Apache-2.0
"""Saves go before pages, and keep none waiting for long."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from pourparler.workbench import bench
from pourparler.workbench.bench import Page
from pourparler.workbench.saves import Saves
from workbench.conftest import WEIGHT
from workbench.conftest import Page as Visited


def test_who_makes_a_page_waits_while_somebody_saves_and_no_longer() -> None:
    saves, told = Saves(), list[float]()
    assert saves.give_way(30) == 30, "nobody saves"
    with saves.one():
        waiting = threading.Thread(target=lambda: told.append(saves.give_way(30)))
        waiting.start()
        with saves.one():
            waiting.join(0.05)
        waiting.join(0.05)
        assert waiting.is_alive(), "another one is still under way"
        assert saves.give_way(0) == 0 and saves.give_way(-1) == -1
    waiting.join(10)
    assert 0 < told[0] < 30
    assert saves.give_way(30) == 30
    with pytest.raises(KeyError), saves.one():
        raise KeyError
    assert saves.give_way(30) == 30, "a save that fails is over"


def test_a_page_gives_way_between_its_pieces_for_so_long_in_all() -> None:
    saves, at = Saves(), list[float]()

    def pieces() -> Iterator[str]:
        for piece in ("one ", "two ", "three"):
            at.append(time.monotonic())
            yield piece

    with saves.one():
        made = Page(pieces(), saves, 200, None).made(0.2)
    assert made.body == b"one two three" and made.headers["content-length"] == "13"
    assert at[1] - at[0] > 0.15 and at[2] - at[1] < 0.15, "all that it waits it has waited once"
    assert made.made().body == b"one two three", "it is made once"
    with saves.one():
        began = time.monotonic()
        Page(pieces(), saves, 200, None).made()
        assert time.monotonic() - began < 0.15, "the answer to a save gives way to nobody"


def test_a_page_that_cannot_be_made_to_its_end_is_no_page() -> None:
    def pieces() -> Iterator[str]:
        yield "half "
        raise KeyError

    made = Page(pieces(), Saves(), 200, None)
    with pytest.raises(KeyError):
        made.made()
    assert made.body == b""


def test_a_page_that_is_asked_for_gives_way_and_a_save_is_noted_as_one(canal: Visited, monkeypatch: pytest.MonkeyPatch) -> None:
    held, seen = canal.client.app.state.bench, list[int]()  # type: ignore[attr-defined]
    commit = held.archive.commit_drafted

    def noted(*about: Any, **more: Any) -> Any:
        seen.append(held.saves._count)
        return commit(*about, **more)

    monkeypatch.setattr(held.archive, "commit_drafted", noted)
    canal.save(WEIGHT, "21")
    assert seen == [1] and held.saves._count == 0
    monkeypatch.setattr(bench, "MOST_WAITED", 0.5)
    with held.saves.one():
        began = time.monotonic()
        canal.see("/table")
    assert time.monotonic() - began > 0.5
