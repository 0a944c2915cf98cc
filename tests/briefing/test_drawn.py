# SPDX-License-Identifier: Apache-2.0
"""Pictures drawn beside the work are those that are drawn here, and are drawn here where nothing can be beside."""

import io
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from pourparler.briefing import drawn, renderer

SPEC = json.dumps({"data": {"values": [{"b": "<b>&amp; {{x}}"}]}, "mark": "text", "encoding": {"text": {"field": "b"}}})


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(drawn, "_would_be_faster", lambda: True)
    with drawn.beside_the_work(1):
        yield drawn._beside.get()


def refused(*_: object) -> str:
    raise AssertionError("it is drawn here")


def test_what_is_drawn_beside_is_what_is_drawn_here(beside: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    here = renderer.svg_of(SPEC)
    in_pixels = renderer.png_of(here, 2)
    monkeypatch.setattr(renderer, "svg_of", refused)
    monkeypatch.setattr(renderer, "png_of", refused)
    drawn.soon([drawn.of_spec(SPEC), drawn.of_spec(SPEC), drawn.of_svg(here, 2)])
    assert (drawn.svg_of(SPEC), drawn.png_of(here, 2)) == (here, in_pixels)
    assert len(beside._processes) == 1


def test_what_was_not_asked_for_is_drawn_here_and_what_cannot_be_drawn_is_refused_here(beside: Any) -> None:
    assert drawn.svg_of(SPEC) == renderer.svg_of(SPEC)
    wrong = json.dumps({"mark": "no such mark"})
    drawn.soon([drawn.of_spec(wrong), drawn.of_svg("<svg", 1), drawn.of_spec(SPEC)])
    for draw in (lambda: drawn.svg_of(wrong), lambda: drawn.png_of("<svg", 1)):
        with pytest.raises((ValueError, RuntimeError)):
            draw()
    assert beside.found(drawn.of_spec(SPEC))  # a refusal ends nothing


def test_a_process_that_is_gone_is_not_missed(beside: Any) -> None:
    beside.found(drawn.of_spec(SPEC))
    beside._threads.submit(lambda: None).result()  # the process is there
    beside._processes[0].kill()
    beside._processes[0].wait()
    drawn.soon([drawn.of_spec(SPEC)])
    assert drawn.svg_of(SPEC) == renderer.svg_of(SPEC)


def test_where_no_process_can_be_had_all_is_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "_would_be_faster", lambda: True)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with drawn.beside_the_work():
        drawn.soon([drawn.of_spec(SPEC)])
        assert drawn.svg_of(SPEC) == renderer.svg_of(SPEC)


def test_no_process_where_the_renderer_is_here_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", sys)
    with drawn.beside_the_work():
        assert drawn._beside.get() is None


def test_the_program_answers_line_by_line() -> None:
    out = io.StringIO()
    renderer.answer([json.dumps(asked) for asked in ({"spec": SPEC}, {"spec": "{}"}, {"svg": "<svg", "scale": 1})], out)
    assert [list(json.loads(line)) for line in out.getvalue().splitlines()] == [["svg"], [], []]
