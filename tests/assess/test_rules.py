# SPDX-License-Identifier: Apache-2.0
"""The table of rules in docs/explanation/verdict.md, walked row by row against the program."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from pourparler.assess.actions import ACTIONS
from pourparler.assess.gate import FIX_DATE, Condition
from pourparler.assess.readiness import Readiness, Valued
from pourparler.assess.sentence import sentence
from pourparler.assess.verdict import NOT_DETERMINED, decide
from pourparler.assess.worlds import Worlds

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "verdict.md"
HEADS = ["rule", "gate", "fix", "fix on conditions", "step down", "hold", "held", "forgo", "advice", "rests on", "between"]
COLUMNS = {"fix": "fix", "fix on conditions": "fix_conditionally", "step down": "step_down", "hold": "hold", "forgo": "forgo"}


def table() -> list[dict[str, str]]:
    """Return the rows of the table under "The rules"."""
    text = PAGE.read_text("utf-8").split("## The rules")[1].split("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\|.*\|$", text, re.MULTILINE)]
    assert cells[0] == HEADS
    return [dict(zip(HEADS, row, strict=True)) for row in cells[2:]]


def valued(action: str, cell: str) -> Valued:
    """Return an action with the value of a cell, in ten worlds of each kind."""
    kinds = [float(part) for part in cell.split("/")]
    return Valued(action, np.repeat(kinds, 20 // len(kinds)))


def readiness(row: dict[str, str], lapses: bool = True) -> Readiness:
    """Return what readiness would have found, as far as the rules look at it."""
    missing = {COLUMNS[name]: f"{name}.number" for name in COLUMNS if row[name] == "?" and name != "hold"}
    steps = [SimpleNamespace(plan=SimpleNamespace(survives=np.array([0.9 if lapses else 1.0])))]
    program = SimpleNamespace(steps=steps, missing={"step": "hold.number"} if row["hold"] == "?" else {})
    layout = SimpleNamespace(moves=SimpleNamespace(missing={}))
    actions = SimpleNamespace(missing=missing, program=program, layout=layout, considered=frozenset(ACTIONS))
    found = {COLUMNS[name]: valued(COLUMNS[name], row[name]) for name in COLUMNS if row[name] not in ("", "?")}
    held = valued("hold", row["held"]) if row["held"] else None
    empty: Any = ()
    return Readiness(cast(Any, actions), None, found, held, frozenset(), empty, {}, None, None, {}, None)


def gate(row: dict[str, str], states: tuple[str, ...]) -> tuple[Condition, ...]:
    return tuple(Condition(FIX_DATE, f"c{n}", cast(Any, state), sentence("")) for n, state in enumerate(states))


OPEN: tuple[tuple[str, ...], ...] = ((), ("met",), ("met", "waived"))
CLOSED: tuple[tuple[str, ...], ...] = (("not_met",), ("unknown",), ("met", "unknown"))


@pytest.mark.parametrize("row", table(), ids=lambda row: " ".join(row.values()))
def test_the_program_advises_what_the_page_says(row: dict[str, str]) -> None:
    worlds = cast(Worlds, SimpleNamespace(inputs={}))
    for states in OPEN if row["gate"] == "met" else CLOSED:
        found = decide(readiness(row), gate(row, states), worlds)
        assert (found.action, found.basis) == (row["advice"], row["rests on"])
        between = [action for action in row["between"].split(", ") if action]
        assert set(found.between) == set(between) and len(found.between) == len(between)
        if row["rule"] == "3":
            assert found.settle is not None and found.settle.endswith(".number")


def test_the_page_reaches_every_verdict_by_the_numbers_with_the_gate_met() -> None:
    reached = {row["advice"] for row in table() if row["gate"] == "met" and row["rule"] == "1"}
    assert reached == {*ACTIONS, NOT_DETERMINED}
    assert {row["rule"] for row in table()} == {"1", "2", "3"}
    behind = {row["advice"] for row in table() if row["gate"] == "not met"}
    assert not behind & {"fix", "fix_conditionally"} and behind == {"hold", "step_down", "forgo", NOT_DETERMINED}


def test_conditions_of_other_steps_do_not_hold_the_date() -> None:
    row = next(row for row in table() if row["advice"] == "fix")
    travel = (Condition("travel", "c", "not_met", sentence("")),)
    assert decide(readiness(row), travel, cast(Worlds, SimpleNamespace(inputs={}))).action == "fix"


def test_ninety_five_of_a_hundred_paired_worlds_outrank_and_ninety_four_do_not() -> None:
    row = dict.fromkeys(HEADS, "")
    worlds = cast(Worlds, SimpleNamespace(inputs={}))
    for ahead, advice in ((95, "fix"), (94, NOT_DETERMINED)):
        found = readiness({**row, "fix": "40", "forgo": "30"})
        values = np.where(np.arange(100) < ahead, 40.0, 29.0)
        found.valued.update(fix=Valued("fix", values), forgo=Valued("forgo", np.full(100, 30.0)))
        assert decide(found, (), worlds).action == advice


def test_a_blank_cost_of_reversal_is_no_rival_where_no_offer_lapses() -> None:
    row = {**dict.fromkeys(HEADS, ""), "fix": "40", "fix on conditions": "?", "forgo": "30"}
    worlds = cast(Worlds, SimpleNamespace(inputs={}))
    assert decide(readiness(row, lapses=False), (), worlds).action == "fix"
    assert decide(readiness(row), (), worlds).action == NOT_DETERMINED


def test_what_rounding_sets_apart_is_the_same_value() -> None:
    """A hair more, as sums round it, is no reason to bind oneself: the action that keeps more open is advised."""
    row = dict.fromkeys(HEADS, "") | {"fix": "35.000000000001", "forgo": "35"}
    found = decide(readiness(row), gate(row, ("met",)), cast(Worlds, SimpleNamespace(inputs={})))
    assert (found.action, found.between) == ("forgo", ())
    more = decide(readiness(row | {"fix": "35.001"}), gate(row, ("met",)), cast(Worlds, SimpleNamespace(inputs={})))
    assert more.action == "fix"
