# SPDX-License-Identifier: Apache-2.0
"""The graph of a conflict: every state and move drawn once, apart from one another; too many are not drawn."""

import json
import math
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assess.test_conflict import ROW, stated
from engines.conflict.oracle import Plain, conflicts
from pourparler.assess.conflict import study_conflict
from pourparler.briefing.document import Figure
from pourparler.briefing.pictures.conflict import MOST_STATES, RADIUS, conflict_figure, states_table
from pourparler.briefing.pictures.graph_layout import columns_of
from pourparler.briefing.svg import picture
from pourparler.exchange.conflict import StatedConflict


def figure(of: StatedConflict) -> Figure | None:
    found = study_conflict(of)
    return conflict_figure(found, states_table(found))


def layers(found: Figure, kind: str) -> list[dict[str, Any]]:
    every: Any = found.spec["layer"]
    return [layer for layer in every if layer["mark"]["type"] == kind]


def arrows(found: Figure) -> int:
    return sum(len(layer["data"]["values"]) for layer in layers(found, "point") if "angle" in layer["encoding"])


@settings(deadline=None, max_examples=60)
@given(conflicts(most_states=8, most_actors=4))
def test_every_state_and_move_is_drawn(plain: Plain) -> None:
    found = figure(stated(plain))
    assert found is not None
    assert arrows(found) == sum(len(ends) for arcs in plain.arcs for ends in arcs.values())
    circles = [row for layer in layers(found, "point") if "angle" not in layer["encoding"] for row in layer["data"]["values"]]
    assert sorted(int(row["text"]) for row in circles) == [state + 1 for state in plain.states]
    for one, other in combinations(circles, 2):
        assert math.dist((one["x"], one["y"]), (other["x"], other["y"])) > 2 * RADIUS
    width: Any = found.spec["width"]
    height: Any = found.spec["height"]
    assert all(RADIUS <= row["x"] <= width - RADIUS and RADIUS <= row["y"] <= height - RADIUS for row in circles)
    assert json.loads(json.dumps(found.spec)) == found.spec


def test_what_leads_on_stands_to_the_right() -> None:
    assert columns_of({0: [1], 1: [2], 2: [3], 3: []}, 0) == [[0], [1], [2], [3]]
    assert columns_of({0: [1, 2], 1: [0, 2], 2: []}, 0) == [[0, 1], [2]]
    ring = {0: [1, 4], 1: [2], 2: [3], 3: [0], 4: []}
    assert columns_of(ring, 2) == [[2], [3], [0], [1], [4]]


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 12).flatmap(lambda n: st.lists(st.sets(st.integers(0, n - 1)), min_size=n, max_size=n)))
def test_columns_hold_every_node_once_and_moves_that_cannot_be_undone_lead_right(ends: list[set[int]]) -> None:
    arcs = {node: sorted(some - {node}) for node, some in enumerate(ends)}
    columns = columns_of(arcs, 0)
    assert sorted(node for column in columns for node in column) == list(arcs)
    at = {node: place for place, column in enumerate(columns) for node in column}

    def leads(start: int, end: int) -> bool:
        seen, left = {start}, [start]
        while left:
            ahead = [node for node in arcs[left.pop()] if node not in seen]
            seen.update(ahead)
            left.extend(ahead)
        return end in seen

    for start, some in arcs.items():
        assert all(at[start] < at[end] or leads(end, start) for end in some)


def test_equilibria_and_the_status_quo_are_marked() -> None:
    found = figure(stated(ROW, status_quo=1))
    assert found is not None
    filled = [layer for layer in layers(found, "point") if layer["mark"].get("strokeWidth") == 4]
    assert [[row["text"] for row in layer["data"]["values"]] for layer in filled] == [["1"], ["4"]]
    assert any(row.get("text") == "status quo" for layer in layers(found, "text") for row in layer["data"]["values"])
    assert "Nash equilibria: 4. Equilibria by sanction alone: 1." in found.alternative
    svg = picture(found.spec, "figure-1", found.caption, found.alternative)
    assert svg == picture(found.spec, "figure-1", found.caption, found.alternative)


def test_names_stand_in_the_data_alone() -> None:
    hostile = StatedConflict("t", ("datum.x + 1", "url(http://x)", "x"), ROW.engine())
    found = figure(hostile)
    assert found is not None
    for layer in layers(found, "line") + layers(found, "point") + layers(found, "text"):
        assert "datum.x" not in json.dumps({key: value for key, value in layer.items() if key != "data"})


def test_too_many_states_are_not_drawn() -> None:
    count = MOST_STATES + 1
    many = Plain(({state: set() for state in range(count)},), (tuple(range(count)),))
    assert figure(stated(many)) is None
    crowded = Plain(tuple({s: set(range(14)) - {s} for s in range(14)} for _ in range(2)), (tuple(range(14)),) * 2)
    assert figure(stated(crowded)) is None


def test_of_too_many_states_those_are_drawn_to_which_improvements_lead() -> None:
    """A line of states: each step of the first three improves somebody's lot, the others nobody's."""
    count = MOST_STATES + 1
    arcs = tuple({s: {s + 1} if s % 2 == actor and s + 1 < count else set() for s in range(count)} for actor in range(2))
    worth = tuple(tuple(min(s, 3) for s in range(count)) for _ in range(2))
    found = figure(stated(Plain(arcs, worth), status_quo=0))
    assert found is not None
    circles = [row for layer in layers(found, "point") if "angle" not in layer["encoding"] for row in layer["data"]["values"]]
    assert sorted(row["text"] for row in circles) == ["1", "2", "3", "4"]
    assert arrows(found) == 3
    left_out = f"{count - 4} states to which no improvements lead from the status quo"
    assert left_out in found.notes[-1] and left_out in found.alternative
    assert figure(stated(Plain(arcs, worth))) is None  # nobody says where it stands
    everywhere = tuple(tuple(range(count)) for _ in range(2))
    assert figure(stated(Plain(arcs, everywhere), status_quo=0)) is None
