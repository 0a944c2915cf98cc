# SPDX-License-Identifier: Apache-2.0
"""Whether the moves of a case hold: what states are worth against the chain of moves itself, and by hand."""

from typing import Any

import numpy as np
import pytest

from assess.layouts import laid_out, moves_set
from assess.variations import DELETE, assessed, case_of, changed, plain, worked_example
from case.samples import FULL
from pourparler.assess import move_states
from pourparler.assess.beliefs import weigh_intentions
from pourparler.assess.conflict_rows import ConflictStudy
from pourparler.assess.hold_rows import HoldRow, MovesOfCase
from pourparler.assess.move_conflict import study_moves
from pourparler.assess.worlds import Missing
from pourparler.case import read, read_text
from pourparler.desk import resolve
from pourparler.engines.bargaining import GRID_STEPS_PER_POINT


def studied(data: dict[str, Any], worlds: int = 1) -> tuple[ConflictStudy, MovesOfCase]:
    found = study_moves(case_of(data), 1, worlds)
    assert found.moves is not None
    return found, found.moves


def row(found: MovesOfCase, name: str) -> HoldRow:
    (one,) = [each for each in found.holds if each.move == name]
    return one


def answered(own: Any, other: Any, **more: Any) -> dict[str, Any]:
    """The worked example with an answer to pressure that shifts no-deal values so."""
    shifts = {party: by for party, by in (("aland", own), ("borea", other)) if by}
    return changed(worked_example(), {"moves/pressure/retaliation": {"chance": "30%", "shifts": shifts} | more})


def test_an_answer_that_only_hurts_its_author_does_not_come() -> None:
    found, moves = studied(answered(0, -6))
    assert row(moves, "pressure").verdict == "holds"
    assert row(moves, "pressure").answer_pays == 0
    assert found.actors == ("aland", "borea")
    assert found.status_quo == 1
    assert [(option.actor, option.option) for option in found.options] == [
        ("aland", "pressure"),
        ("borea", "answer to pressure"),
    ]
    assert found.patterns == ("NN", "YN", "YY")  # no answer to what has not been done, and nothing is taken back
    steps = [set(zip(own.sources.tolist(), own.targets.tolist(), strict=True)) for own in found.stated.conflict.moves]
    assert steps == [{(0, 1)}, {(1, 2)}]


def test_an_answer_that_strengthens_its_author_is_invited() -> None:
    _, moves = studied(answered(-8, 12))
    pressed = row(moves, "pressure")
    assert (pressed.verdict, pressed.state, pressed.answered, pressed.stated) == ("invites", 2, 3, 0.3)
    assert pressed.answer_pays is not None
    assert pressed.answer_pays > 0
    assert pressed.gain_if_answered is not None
    assert pressed.gain_if_answered < pressed.gain


def test_a_move_that_costs_more_than_it_brings_starts_no_talks() -> None:
    _, moves = studied(changed(answered(0, -6), {"moves/pressure/cost": 60}))
    assert [start.moves for start in moves.start] == [()]
    _, moves = studied(changed(answered(0, -6), {"moves/pressure/cost": 0, "moves/pressure/escalation/loss": 0}))
    assert [(start.state, start.moves, start.answers) for start in moves.start] == [(2, ("pressure",), ())]


def worth(data: dict[str, Any], names: tuple[str, ...], worlds: int) -> tuple[np.ndarray, np.ndarray]:
    """What the talks come to under some moves, [world, type], by the chain that values moves."""
    layout = laid_out(data, worlds=worlds)
    index = moves_set(layout, *names) if names else 0
    outlook = layout.outlook(layout.start(), in_full=True)
    found = outlook.agreements[index]
    assert found is not None
    sides = ((found.frontier.own_at, outlook.own_no_deal), (found.frontier.other_at, outlook.other_no_deal))
    own, other = (np.where(found.exists, found.average_of(at) / GRID_STEPS_PER_POINT, base[:, :, index]) for at, base in sides)
    return own - layout.moves.cost[:, index][:, None], other


def test_states_are_worth_what_the_chain_of_moves_says_with_the_answer_certain() -> None:
    """An independent way: the case itself with a chance of 100 % or 0 %, valued as any set of moves is."""
    data = plain(read_text(FULL, "case.yaml"))
    never, always = (changed(data, {"moves/port_fees/retaliation/chance": chance}) for chance in ("0%", "100%"))
    _, moves = studied(data, worlds=40)
    pressed = row(moves, "port_fees")
    believed = laid_out(data, worlds=40)
    weight = weigh_intentions(believed.case, believed.worlds).posterior
    before, (own, other), (own_after, other_after) = (
        worth(never, (), 40)[0],
        worth(never, ("port_fees",), 40),
        worth(always, ("port_fees",), 40),
    )

    def mean(values: np.ndarray) -> float:
        return float((values * weight).sum(axis=1).mean())

    assert pressed.gain == pytest.approx(mean(own - before))
    assert pressed.gain_if_answered == pytest.approx(mean(own_after - before))
    assert pressed.answer_pays == pytest.approx(mean((other_after - other > 1e-6).astype(np.float64)))
    pays = mean(other_after) > mean(other)
    assert (pressed.verdict != "holds") == pays
    gains = (other_after - other).mean(axis=0)
    assert [verdict != "holds" for verdict in pressed.by_type.values()] == [bool(gain > 1e-6) for gain in gains]
    assert next(iter(pressed.by_type)) == "hurried, prestige, responsive"


def test_an_answer_that_changes_what_can_be_agreed_on() -> None:
    """It takes no deal below anything that moves alone can bring it to, where other packages become the agreement."""
    for own, other in ((-33, 0), (-20, 20), (0, -50)):
        data = answered(own, other)
        never, always = (changed(data, {"moves/pressure/retaliation/chance": chance}) for chance in ("0%", "100%"))
        weight = weigh_intentions(case_of(data), laid_out(data).worlds).posterior
        start, (after, _) = worth(never, (), 1)[0], worth(always, ("pressure",), 1)
        _, moves = studied(data)
        assert row(moves, "pressure").gain_if_answered == pytest.approx(float(((after - start) * weight).sum()))


def test_talks_start_where_nobody_moves_on_if_there_is_such_a_state() -> None:
    found = study_moves(read(resolve("essays/singh2018")), 1, 60)
    assert found.moves is not None
    reached = {path.state for path in found.evolution if path.by_improvements is not None}
    assert reached & set(found.stabilities.gmr) > reached & set(found.stabilities.nash)
    assert {start.state for start in found.moves.start} == reached & set(found.stabilities.nash) != set()


def test_what_is_not_known() -> None:
    """The chance of an answer is not asked for; a move whose cost is unknown is left out, and told."""
    _, moves = studied(answered(-8, 12, chance="unknown"))
    assert row(moves, "pressure").verdict == "invites"
    fuel = {"kind": "cooperative", "cost": "unknown", "shifts": {"borea": 4}}
    _, moves = studied(changed(answered(-8, 12), {"moves/fuel": fuel}))
    assert {name: str(why) for name, why in moves.left_out.items()} == {"fuel": "unknown: moves.fuel.cost"}
    assert [each.move for each in moves.holds] == ["pressure"]


def test_moves_without_an_answer_and_cases_without_moves() -> None:
    data = worked_example()
    _, moves = studied(changed(data, {"moves/pressure/retaliation": DELETE}))
    assert row(moves, "pressure").verdict == "no_answer"
    assert assessed(changed(data, {"moves/pressure/retaliation": DELETE})).counter_moves is None
    bare = plain(read_text(FULL, "case.yaml"))
    with pytest.raises(Missing):
        study_moves(case_of(changed(bare, {"moves": DELETE, "preparation": DELETE})), 1, 1)


def test_more_moves_than_are_looked_at_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(move_states, "MOST_MOVES", 1)
    fuel = {"kind": "cooperative", "cost": 1, "shifts": {"borea": 4}}
    _, moves = studied(changed(answered(-8, 12), {"moves/fuel": fuel}))
    assert [each.move for each in moves.holds] == ["pressure"]
    assert str(moves.left_out["fuel"]) == "at most 1 moves are looked at together"


def test_the_brief_holds_the_same() -> None:
    data = answered("-10..-6", "9..15")
    for worlds in (1, 30):
        _, moves = studied(data, worlds)
        assert moves.worlds == worlds
        assert assessed(data, worlds=worlds).counter_moves == moves


def test_a_party_left_out_counts_in_neither() -> None:
    """What a move does to it, and what that is worth to us, is not seen; the move is valued, as if nobody had said a word."""
    gone = {"parties/cyrene": {"role": "partner", "left_out": "asked not to be"}, "worth_to_us": {"cyrene": 0.5}}
    said = changed(answered(-8, 12), {**gone, "moves/pressure/effects": {"cyrene": -4}})
    _, moves = studied(said)
    assert not moves.left_out
    assert row(moves, "pressure") == row(studied(answered(-8, 12))[1], "pressure")
    assert assessed(said).counter_moves == moves
