# SPDX-License-Identifier: Apache-2.0
"""Draws by place: the seats by role, shares and weights that make sense, orders, and pinned ends."""

import numpy as np
import pytest

from assess.variations import case_of, changed, worked_example
from pourparler.assess.sources import source_states
from pourparler.assess.worlds import Worlds
from pourparler.quantity import PROBABILITY, parse

PLACES = [
    ("values", "*", "weights", "fleet"),
    ("no_deal", "*", "value"),
    ("worth_to_us", "*"),
    ("parties", "*", "tolerance"),
    ("moves", "pressure", "shifts", "*"),
    ("moves", "pressure", "retaliation", "shifts", "*"),
    ("staging", "fleet", "shifts_after", "*"),
    ("effects", "fleet.halved", "*"),
]


@pytest.mark.parametrize("place", PLACES, ids=".".join)
def test_the_seats_are_drawn_by_role(place: tuple[str, ...]) -> None:
    data = worked_example()
    one = Worlds(case_of(data), 1, 50)
    other = Worlds(case_of(changed(data, {"seat": "counterpart"})), 1, 50)

    def of(party: str) -> list[str]:
        return [party if part == "*" else part for part in place]

    assert one.units(of("aland")).tolist() == other.units(of("borea")).tolist()
    assert one.units(of("borea")).tolist() == other.units(of("aland")).tolist()
    assert one.units(of("aland")).tolist() != one.units(of("borea")).tolist()


@pytest.mark.parametrize(
    "path", [("meeting", "price"), ("meeting", "levels", "leaders", "price"), ("bargaining_power", "patience")], ids=".".join
)
def test_prices_and_patience_are_drawn_by_whose_they_are(path: tuple[str, ...]) -> None:
    data = worked_example()
    one, other = (Worlds(case_of(changed(data, {"seat": seat})), 1, 50) for seat in ("own", "counterpart"))
    assert one.units((*path, "aland")).tolist() == other.units((*path, "borea")).tolist()
    assert one.units((*path, "borea")).tolist() == other.units((*path, "aland")).tolist()
    assert one.units((*path, "aland")).tolist() != one.units((*path, "borea")).tolist()


def worlds(count: int = 200) -> Worlds:
    return Worlds(case_of(worked_example()), 1, count)


def test_shares_are_probabilities_however_far_their_parts_are_drawn() -> None:
    parts = {"a": parse("50..90%", PROBABILITY), "b": parse("20..60%", PROBABILITY), "c": parse("rest", PROBABILITY)}
    table = worlds().shares(("questions", "q", "hypotheses"), parts, "abc")
    np.testing.assert_allclose(table.sum(axis=1), 1)
    assert table.min() == 0
    none_left = table[:, 2] == 0
    assert 0 < none_left.sum() < 200
    stated = {"a": parse("10..30%", PROBABILITY), "b": parse("60..80%", PROBABILITY)}
    np.testing.assert_allclose(worlds().shares(("x",), stated, "ab").sum(axis=1), 1)


def test_parts_that_are_all_zero_say_nothing_and_count_equally() -> None:
    zero = parse("0", PROBABILITY)
    assert worlds(1).shares(("x",), {"a": zero, "b": zero}, "ab").tolist() == [[0.5, 0.5]]
    assert worlds(1).weights(("x",), ["a", "b"], {"a": zero, "b": zero}).tolist() == [[1, 1]]


def test_scores_in_order_run_from_best_to_worst() -> None:
    drawn = worlds()
    ordered = (("c",), ("a", "b"), ("d",))
    table = drawn.scores(("x",), ["a", "b", "c", "d"], ordered, ["a", "b", "c", "d"])
    assert table[:, 2].tolist() == [100] * 200
    assert table[:, 3].tolist() == [0] * 200
    assert table[:, 0].tolist() == table[:, 1].tolist()
    assert 0 < table[:, 0].min() < table[:, 0].max() < 100
    assert set(drawn.inputs) == {"x.rank.0"}
    assert worlds(1).scores(("x",), ["a", "b"], (("a", "b"),), ["a", "b"]).tolist() == [[100, 100]]


def test_weights_in_order_are_inputs() -> None:
    drawn = worlds()
    table = drawn.weights(("x",), ["a", "b"], (("b",), ("a",)))
    assert (table[:, 1] >= table[:, 0]).all()
    assert set(drawn.inputs) == {"x.rank.0", "x.rank.1"}


def test_an_unknown_is_pinned_at_the_ends_of_what_it_may_be() -> None:
    for end in (0.0, 1.0):
        pinned = Worlds(case_of(worked_example()), 1, 3, {"a.b": end})
        assert pinned.draw(("a", "b"), None, PROBABILITY) == pytest.approx([end] * 3, abs=1e-9)
        assert pinned.unknown == {"a.b"}


def test_a_relay_never_raises_more_false_alarms_than_hits() -> None:
    links = [{"hit": "20..60%", "false_alarm": "20..60%"}, {"grade": "B"}]
    case = case_of(changed(worked_example(), {"sources/envoy": {"links": links}, "grades": {"B": {"sound": "80%"}}}))
    states, _ = source_states(case, Worlds(case, 1, 200), "envoy")
    assert states.min() == 0
    np.testing.assert_allclose(states.sum(axis=1), 1)


def test_what_is_drawn_twice_is_the_same_array_and_nobody_can_change_it() -> None:
    worlds = Worlds(case_of(worked_example()), 1, 5)
    chance = parse("20..40%", PROBABILITY)
    drawn = worlds.draw(("later", "weight"), chance, PROBABILITY)
    assert worlds.draw(("later", "weight"), chance, PROBABILITY) is drawn
    with pytest.raises(ValueError, match="read-only"):
        drawn[0] = 1
    other = worlds.draw(("later", "weight"), parse("50..60%", PROBABILITY), PROBABILITY)
    assert np.all(other > drawn)
