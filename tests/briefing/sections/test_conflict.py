# SPDX-License-Identifier: Apache-2.0
"""The page of a conflict: headings that say what holds, rows that say why, and words for what is not there."""

from dataclasses import replace

import pytest

from assess.test_conflict import ROW, stated
from engines.conflict.oracle import Plain
from pourparler.assess import conflict as studied_by
from pourparler.assess.conflict import study_conflict
from pourparler.assess.hold_rows import HoldRow, MovesOfCase, StartRow
from pourparler.assess.sentence import sentence
from pourparler.briefing.compose_conflict import compose_conflict
from pourparler.briefing.html import page
from pourparler.briefing.sections.conflict import MOST_LISTED, listed
from pourparler.briefing.terminal import render
from pourparler.exchange.conflict import StatedConflict


def shown(of: StatedConflict, full: bool = True, **more: object) -> str:
    found = study_conflict(of, **more)  # type: ignore[arg-type]
    return " ".join(render(compose_conflict(found), width=100, full=full, color=False).split())


def test_the_page_names_the_definition_and_where_the_other_differs() -> None:
    text = shown(stated(ROW, status_quo=0), full=False)
    assert text.startswith("EQUILIBRIA — nobody gains by leaving state 4")
    assert "(joint_sequence)" in text
    assert "The other definition (single_step) differs: GMR 4; SMR 4; SEQ 4." in text
    assert "1 –aland→ 2 –borea→ 3 –cyrene→ 4" in text
    assert "(single_step). The other definition (joint_sequence) differs: GMR 1, 4" in shown(
        stated(ROW), sanction="single_step"
    )


def test_two_definitions_that_agree() -> None:
    agreeing = replace(ROW, worth=((3, 2, 1, 0), (0, 1, 2, 3), (0, 1, 2, 3)))
    assert "By the other definition (single_step) the equilibria are the same." in shown(stated(agreeing))


def pair(first: tuple[int, ...], second: tuple[int, ...]) -> StatedConflict:
    arcs = ({0: {1}, 1: {0}, 2: {3}, 3: {2}}, {0: {2}, 2: {0}, 1: {3}, 3: {1}})
    return stated(Plain(arcs, (first, second)), status_quo=0)


def test_headings() -> None:
    pursuit = pair((1, 0, 0, 1), (0, 1, 1, 0))  # one wants to match, the other to differ
    assert shown(pursuit).startswith("EQUILIBRIA BY SANCTION ALONE — those who would leave 1, 2, 3, 4 have to fear the answer")
    for name in ("joint_sequence", "single_step"):
        told = f"With one opponent a sanction is one move of its own, by either definition ({name} is in use)."
        assert told in shown(pursuit, sanction=name)
        page_of = page(compose_conflict(study_conflict(pursuit, name)))
        assert page_of.count(f"({name})") >= 3  # every table of results names it
    lone = StatedConflict("one", ("aland",), Plain(({0: {1}, 1: set()},), ((0, 1),)).engine())
    assert shown(lone).startswith("EQUILIBRIA — nobody gains by leaving state 2")
    assert "Nobody can answer it" in shown(lone)
    # A ring of three, each going on from where another has brought it, to its own best and nobody's harm.
    ring = tuple({state: {(state + 1) % 3} if state == n else set() for state in range(3)} for n in range(3))
    nowhere = stated(Plain(ring, ((0, 1, 1), (1, 0, 1), (1, 1, 0))), status_quo=0)
    assert shown(nowhere, sanction="single_step").startswith("NO EQUILIBRIUM — from every state somebody moves on")
    assert "There is no equilibrium to reach." in shown(nowhere, sanction="single_step")


def test_the_inverse_question_in_words() -> None:
    text = shown(stated(ROW), sanction="single_step", question=(0, 0))
    assert "Nash: 1 ≥ 2 (it is none now)" in text
    assert "GMR: 1 ≥ 2; or 1 ≥ 3 (it is none now)" in text
    assert "none: borea leaves it whatever this actor prefers" in shown(stated(ROW), question=(0, 1))
    assert "any preferences at all (it is one now)" in shown(stated(ROW), question=(0, 3))


def test_strength_and_what_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    strong = replace(ROW, strong=((1, 1, 1, 0), (0, 0, 0, 0), (0, 0, 0, 0)))
    assert "strong equilibria: GMR 1, 4" in shown(stated(strong))
    monkeypatch.setattr(studied_by, "MOST_STATES_TOGETHER", 3)
    assert "Not looked at: coalitions are looked at for up to 3 states" in shown(stated(ROW))


def test_long_lists_are_cut() -> None:
    assert listed(()) == "–"
    assert listed((1, 2, 3), 3) == "all"
    assert listed(tuple(range(1, MOST_LISTED + 3))).endswith("24 and 2 more")


def test_a_page_holds_names_as_text_alone() -> None:
    hostile = replace(stated(ROW, status_quo=0), actors=("<script>x</script>", "datum.x", "url(http://x)"), title="<i id=x>")
    text = page(compose_conflict(study_conflict(hostile)))
    assert "<script" not in text
    assert "<i id" not in text
    assert "&lt;script&gt;x" in text


def test_moves_that_hold_and_moves_that_do_not() -> None:
    def row(move: str, verdict: str, **more: object) -> HoldRow:
        plain = HoldRow(move, 2, 3, verdict, 1.5, 0.5, 0.25, 0.4, {"settle, firm": "holds", "stall, firm": "invites"})
        return replace(plain, **more)  # type: ignore[arg-type]

    moves = (
        row("a", "holds"),
        row("b", "deterred"),
        row("c", "invites"),
        row("d", "no_answer", gain_if_answered=None, answer_pays=None, stated=None, by_type={}),
    )
    starts = tuple(StartRow(n, ("a", "b")[: n - 1], ("b",)[: n - 2]) for n in (1, 2, 3))
    found = MovesOfCase(moves, starts, {"e": sentence("unknown: {path}", path="moves.e.cost")}, 10, "joint_sequence")
    studied = replace(study_conflict(stated(ROW)), moves=found)
    text = " ".join(render(compose_conflict(studied), width=100, full=True, color=False).split())
    for told in (
        "stall, firm",
        "settle, firm",
        "we could outbid the answer",
        "invites the answer",
        "no answer is stated",
        "The talks would start from: where things stand; or a (or 1 more).",
        "Left out: e (unknown: moves.e.cost).",
    ):
        assert told in text, told
    nowhere = replace(studied, moves=replace(found, start=(StartRow(3, ("a", "b"), ("b",)),), left_out={}))
    assert "a + b, with an answer to b." in render(compose_conflict(nowhere), width=200, full=True, color=False)
    nowhere = replace(studied, moves=replace(found, start=()))
    assert "improvements lead to no state" in render(compose_conflict(nowhere), width=200, full=True, color=False)
