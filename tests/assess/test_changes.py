# SPDX-License-Identifier: Apache-2.0
"""What would change the advice: thresholds by hand and by assessing again, the fewest inputs, maps, boxes."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from assess.test_worth import steps_of
from assess.variations import case_of, changed, worked_example
from pourparler.assess.changes import belief_thresholds, changes_of, fewest, input_thresholds
from pourparler.assess.changes_rows import Changes
from pourparler.assess.flips import without_idle
from pourparler.assess.maps import maps_of
from pourparler.assess.readiness import weigh_actions
from pourparler.assess.run import take
from pourparler.assess.surface import lead_of, surface_of
from pourparler.assess.worlds import Worlds
from pourparler.case import CaseError, known_by, read, without_left_out
from pourparler.catalog import find


def uncertain() -> dict[str, Any]:
    """The worked example in which the price, the reach and the other side's no-deal value may be much or little."""
    return changed(
        worked_example(),
        {"meeting/price/aland": "-25..15", "meeting/levels/leaders/reach": "0.4..0.8", "no_deal/borea/value": "50..64"},
    )


def test_a_belief_at_which_the_advice_changes_is_a_break_even() -> None:
    """Asking first is worth 0.85 p (39.96 - 35) + 0.15 (1 - p)(23.94 - 35) - 0.2 more than forgoing: zero at one p."""
    steps = steps_of(worked_example(), 1)
    found = {(row.input, row.before, row.after): row.value for row in belief_thresholds(steps)}
    tree = steps.readiness.tree  # type: ignore[union-attr]
    assert tree is not None
    gain, loss = 0.85 * 4.96, 0.15 * 11.06
    assert found["questions.motive.settle", "forgo", "hold"] == pytest.approx((0.2 + loss) / (gain + loss), abs=1e-9)
    # Fixing at once overtakes asking first where the answer is not worth its price: 9.201 / 10.145.
    assert found["questions.motive.settle", "hold", "fix"] == pytest.approx(9.201 / 10.145, abs=1e-9)
    assert {row.input for row in belief_thresholds(steps)} == {"questions.motive.settle", "questions.motive.stall"}
    other = {(row.input, row.before, row.after): row.value for row in belief_thresholds(steps)}
    assert other["questions.motive.stall", "hold", "forgo"] == pytest.approx(
        1 - found["questions.motive.settle", "forgo", "hold"], abs=1e-9
    )


def test_thresholds_are_where_assessing_again_finds_a_tie() -> None:
    steps = steps_of(uncertain(), 2_000)
    surface = surface_of(steps)
    assert surface is not None
    rows = input_thresholds(surface)
    assert rows
    case = known_by(case_of(uncertain()))
    for row in rows:
        share = float((surface.inputs[row.input] <= row.value).mean())
        again = take(case, Worlds(case, 1, 2_000, {row.input: share})).readiness
        assert again is not None
        means = {name: valued.mean for name, valued in again.valued.items()}
        assert abs(means[row.before] - means[row.after]) < 0.4  # the lead runs over twenty points
        assert max(means.values()) == pytest.approx(max(means[row.before], means[row.after]), abs=0.05)
        assert row.se is not None


def test_the_surface_answers_as_assessing_again_does() -> None:
    folder = find("essays/singh2018")
    assert folder is not None
    case = without_left_out(known_by(read(folder)))
    steps = take(case, Worlds(case, 1, 600))
    surface = surface_of(steps)
    assert surface is not None
    found = steps.readiness
    assert found is not None
    now = {name: float(values[0]) for name, values in surface.values([{}]).items()}
    assert now == pytest.approx({name: valued.mean for name, valued in found.valued.items()})
    for path in ("meeting.reversal_cost", "meeting.price.united_states", "moves.allied_planning.days_to_bite"):
        for share in (0.05, 0.95):
            point = {path: float(surface.spread(path, [share])[0])}
            values = surface.values([point])
            again = take(case, Worlds(case, 1, 600, {path: share})).readiness
            assert again is not None
            exact = {name: np.array([valued.mean]) for name, valued in again.valued.items()}
            assert float(lead_of(values, "hold")[0][0]) == pytest.approx(float(lead_of(exact, "hold")[0][0]), abs=0.3)


def test_no_smaller_set_than_the_fewest_would_do() -> None:
    steps = steps_of(uncertain(), 1_000)
    surface = surface_of(steps)
    found = changes_of(steps, take)
    assert surface is not None
    assert found.best is not None
    assert found.flips is not None
    ends = {path: surface.spread(path, (0.05, 0.95)) for path in surface.paths}
    for size in range(1, len(found.flips.inputs)):
        for paths in combinations(surface.paths, size):
            for corner in np.ndindex(*(2,) * size):
                point = {path: float(ends[path][end]) for path, end in zip(paths, corner, strict=True)}
                assert lead_of(surface.values([point]), found.best)[0][0] >= 0
    lead, top = lead_of(surface.values([found.flips.inputs]), found.best)
    assert float(lead[0]) == pytest.approx(found.flips.lead)
    assert str(top[0]) == found.flips.action
    assert found.flips.lead < 0
    assert found.flips.smallest


def test_the_tornado_and_the_map_tell_the_same() -> None:
    steps = steps_of(uncertain(), 1_000)
    found = changes_of(steps, take, [("meeting.levels.leaders.reach", "meeting.price.aland")])
    swings = [row.swing for row in found.tornado]
    assert swings == sorted(swings, reverse=True)
    assert found.tornado[0].input == "meeting.price.aland"
    first = found.maps[0]
    assert (first.x, first.y) == ("meeting.levels.leaders.reach", "meeting.price.aland")
    leads, best = np.array(first.lead), np.array(first.best)
    assert ((leads > 0) == (best == found.best)).all()
    assert len(set(best.ravel())) > 1
    assert first.ys[0] == pytest.approx(found.tornado[0].low)


def test_a_map_of_a_belief_changes_where_the_belief_does() -> None:
    steps = steps_of(uncertain(), 600)
    belief, price = "questions.motive.settle", "meeting.price.aland"
    surface = surface_of(steps)
    assert surface is not None
    wide, tall = maps_of(steps, surface, "hold", [(belief, price), (price, belief)])
    assert (wide.x, wide.y, wide.xs[0], wide.xs[-1]) == (belief, price, 0, 1)
    assert np.array(wide.best).T.tolist() == [list(row) for row in tall.best]
    assert pytest.approx(np.array(tall.lead)) == np.array(wide.lead).T
    # Where the price is what it is on average the advice changes where it does with nothing held.
    middle = wide.best[len(wide.ys) // 2]
    assert wide.ys[len(wide.ys) // 2] == pytest.approx(steps.worlds.inputs[price].mean(), abs=0.1)
    changes = [
        (wide.xs[n], wide.xs[n + 1], middle[n], middle[n + 1]) for n in range(len(middle) - 1) if middle[n] != middle[n + 1]
    ]
    rows = [row for row in belief_thresholds(steps) if row.input == belief]
    assert rows
    for row in rows:
        assert any(low - 0.05 <= row.value <= high + 0.05 and (a, b) == (row.before, row.after) for low, high, a, b in changes)


def test_two_beliefs_are_mapped_as_if_they_were_independent() -> None:
    folder = find("essays/singh2018")
    assert folder is not None
    case = without_left_out(known_by(read(folder)))
    steps = take(case, Worlds(case, 1, 60))
    pair = ("questions.motive.settle", "questions.pressure.responsive")
    surface = surface_of(steps)
    assert surface is not None
    (row,) = maps_of(steps, surface, "hold", [pair])
    # At certain beliefs the advice is that of a case that knows the answers.
    found, types = steps.readiness, steps.intentions.types
    assert found is not None
    where = dict(zip(types.rows(), types.membership(), strict=True))
    for x, y in ((0, 0), (0, -1), (-1, 0), (-1, -1)):
        settle, moved = (where[tuple(path.split(".")[1:])] for path in pair)  # type: ignore[index]
        inside = (settle if x else ~settle) & (moved if y else ~moved)
        part = steps.intentions.posterior * inside
        sure = weigh_actions(found.actions, part / part.sum(axis=1, keepdims=True), steps.gate, settled=False)
        means = {name: each.mean for name, each in sure.valued.items()}
        others = [value for name, value in means.items() if name != "hold"]
        # What is done after a lapse is chosen under today's beliefs here, under certain ones there.
        assert row.lead[y][x] == pytest.approx(means["hold"] - max(others), abs=0.15)


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("meeting.price.oland", "questions.motive.settle"), "meeting.price.aland"),
        (("questions.motive.settle", "questions.motive.stall"), "two hypotheses of one question"),
        (("meeting.price.aland", "meeting.price.aland"), "give two inputs"),
        (("zzz", "meeting.price.aland"), "number that has a range"),
    ],
)
def test_a_pair_that_cannot_be_mapped_is_refused(pair: tuple[str, str], said: str) -> None:
    with pytest.raises(CaseError, match=said):
        changes_of(steps_of(uncertain(), 60), take, [pair])


def test_the_verdict_is_another_where_the_fewest_inputs_stand_that_change_it() -> None:
    steps = steps_of(uncertain(), 400)
    found = changes_of(steps, take)
    assert found.verdict == steps.decision.action
    assert found.verdict_if_met is None
    row = found.verdict_flip
    assert row is not None
    assert (row.from_, row.smallest) == (found.verdict, True)
    assert list(row.inputs) == ["meeting.price.aland"]
    case = known_by(case_of(uncertain()))
    held = {path: float((steps.worlds.inputs[path] <= x).mean()) for path, x in row.inputs.items()}
    assert take(case, Worlds(case, 1, 400, held)).decision.action == row.to != row.from_


def test_what_can_be_left_out_of_a_set_that_changes_the_verdict_is_left_out_and_no_more() -> None:
    asked: list[set[str]] = []

    def assess(inputs: Mapping[str, float]) -> str:
        asked.append(set(inputs))
        return "fix" if {*inputs} in ({"a", "b", "c"}, {"a", "b"}) else "hold"

    kept, verdict = without_idle({"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0}, "forgo", "hold", assess)
    assert (kept, verdict) == ({"a": 1.0, "b": 2.0}, "fix")
    # Everything left has been tried without, in what is left.
    assert {"a"} in asked and {"b"} in asked
    assert without_idle({"a": 1.0, "b": 2.0}, "forgo", "hold", lambda inputs: "hold") == ({"a": 1.0, "b": 2.0}, "forgo")
    late = {frozenset("ab"): "fix", frozenset("b"): "fix"}
    found = without_idle(dict.fromkeys("abc", 0.0), "fix", "hold", lambda inputs: late.get(frozenset(inputs), "hold"))
    assert found == ({"b": 0.0}, "fix")


def test_behind_a_gate_the_verdict_stands_whatever_the_numbers() -> None:
    closed = changed(uncertain(), {"gate/steps/fix_date": ["mandate.approved"]})
    found = changes_of(steps_of(closed, 200), take)
    assert found.verdict == "hold"
    assert found.verdict_if_met not in (None, "hold")


def test_boxes_and_indices_name_the_input_that_decides() -> None:
    found = changes_of(steps_of(uncertain(), 1_000), take)
    assert found.indices[0].input == "meeting.price.aland"
    assert found.indices[0].first > 0.5
    assert found.boxes
    for box in found.boxes:
        assert "meeting.price.aland" in box.bounds
        assert box.density > box.share


def test_without_uncertain_inputs_only_beliefs_can_change_it() -> None:
    found = changes_of(steps_of(worked_example(), 100), take)
    assert found.tornado == ()
    assert found.thresholds
    assert (found.best, found.other) == ("hold", "forgo")
    nothing = {key: value for key, value in worked_example().items() if key not in ("meeting", "preparation", "issues")}
    assert changes_of(steps_of(nothing, 10), take) == Changes()


def test_every_number_is_searched_or_said_not_to_be() -> None:
    steps = steps_of(uncertain(), 200)
    found = changes_of(steps, take)
    left = {row.input: row.why for row in found.not_searched}
    assert set(left.values()) == {"no_range"}
    assert {"no_deal.aland.value", "meeting.levels.leaders.collapse.chance", "preparation.sounding.cost"} <= set(left)
    assert not set(left) & set(steps.worlds.inputs)
    few = changes_of(steps_of(uncertain(), 12), take)
    assert [row.input for row in few.not_searched if row.why == "few_worlds"] == ["no_deal.borea.value"]


def test_few_worlds_keep_the_strongest_inputs() -> None:
    surface = surface_of(steps_of(uncertain(), 12))
    assert surface is not None
    assert len(surface.paths) == 2
    assert fewest(surface, "hold", []) is None
