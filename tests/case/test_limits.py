# SPDX-License-Identifier: Apache-2.0
"""A case that is too large is refused when it is read, with a number; the limits are those of the engines."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assess.variations import assessed, case_of, changed, worked_example
from pourparler.case import limits, read
from pourparler.engines.bargaining import no_deal
from pourparler.engines.readiness import plan
from pourparler.errors import CaseError

STEP = {"decides": "mandate", "cost": 1, "days": 1}
MOVE = {"kind": "cooperative", "cost": 1}


def test_the_limits_are_those_of_the_engines() -> None:
    assert limits.MOST_MOVES_ALONE == no_deal.MOST_MOVES
    assert limits.MOST_STEPS == plan.MOST_STEPS


def many_issues(count: int = 10, exclude: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    data = worked_example()
    if exclude:
        count, data["exclude"] = len(exclude[0]), list(exclude)
    for n in range(count):
        data["issues"][f"extra{n}"] = {"options": ["a", "b", "c", "d", "e"]}
    data["values"] = {}
    return data


@pytest.mark.parametrize(
    ("data", "place", "number"),
    [
        (changed(worked_example(), {f"moves/m{n}": MOVE for n in range(6)}), "moves", "7 entries"),
        (changed(worked_example(), {f"preparation/s{n}": STEP for n in range(15)}), "preparation", "16 entries"),
        (many_issues(), "issues", "87890625 packages"),
        (many_issues(exclude=[{f"extra{n}": "a" for n in range(6)}]), "issues", "15625 combinations"),
    ],
)
def test_what_is_too_large_is_told_with_its_place(data: dict[str, Any], place: str, number: str) -> None:
    with pytest.raises(CaseError) as caught:
        case_of(data)
    texts = [str(problem) for problem in caught.value.problems]
    assert any(number in text and f" {place}" in text for text in texts)


def test_states_are_counted_as_far_as_steps_can_reach_them() -> None:
    """A chain of n steps reaches n + 1 sets of them, and where each may fail 2^(n + 1) - 1 states."""
    for more, states in (({}, 11), ({"fails": "10%"}, 2**11 - 1)):
        chain = {f"s{n}": {**STEP, **more, "needs": [f"s{n - 1}"] if n else []} for n in range(10)}
        assert limits.plan_states(case_of(changed(worked_example(), {"preparation": chain}))) == states
    free = {f"s{n}": {**STEP, "fails": "10%"} for n in range(4)}
    assert limits.plan_states(case_of(changed(worked_example(), {"preparation": free}))) == 3**4


def test_more_states_than_are_weighed_are_read() -> None:
    many = case_of(changed(worked_example(), {f"preparation/s{n}": {**STEP, "fails": "10%"} for n in range(8)}))
    assert limits.plan_states(many) > limits.MOST_STATES


def test_fifteen_steps_that_are_worth_nothing_change_no_plan() -> None:
    chain = {f"s{n}": {**STEP, "needs": [f"s{n - 1}"] if n else []} for n in range(10)}
    also = {f"t{n}": {**STEP, "needs": ["s0"] if n == 0 else [f"t{n - 1}"]} for n in range(4)}
    data = changed(worked_example(), {"preparation": worked_example()["preparation"] | chain | also})
    assert len(data["preparation"]) == limits.MOST_STEPS
    found = assessed(data)
    assert found.plan is not None
    assert found.plan.value == pytest.approx(assessed(worked_example()).plan.value)  # type: ignore[union-attr]


def test_as_much_as_is_allowed_is_read() -> None:
    case_of(changed(worked_example(), {f"moves/m{n}": MOVE for n in range(5)}))
    case_of(changed(worked_example(), {f"preparation/s{n}": STEP for n in range(7)}))
    # 140,625 packages, of which none is written down; and a block of 625 combinations for two types.
    case_of(many_issues(6))
    case_of(many_issues(exclude=[{f"extra{n}": "a" for n in range(4)}]))
    # One issue with very many options: as many packages, and no more work than before there was another way.
    case_of(changed(worked_example(), {"issues/port": {"options": [f"berth{n}" for n in range(200)]}, "values": {}}))


def test_a_table_alone_may_be_larger_than_what_is_assessed(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(json.dumps({**many_issues(10), "as_of": "2031-03-14"}, default=str), "utf-8")
    with pytest.raises(CaseError, match="more than can be weighed"):
        read(file)
    assert len(read(file, for_table=True).issues) == 12
    file.write_text(json.dumps({**many_issues(30), "as_of": "2031-03-14"}, default=str), "utf-8")
    with pytest.raises(CaseError, match="more than can be weighed"):
        read(file, for_table=True)


def test_more_moves_are_read_where_they_alone_are_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    data = changed(worked_example(), {f"moves/m{n}": MOVE for n in range(11)})
    file.write_text(json.dumps(data, default=str), "utf-8")
    with pytest.raises(CaseError, match="`pourparler moves`"):
        read(file)
    assert len(read(file, for_moves=True).moves) == 12
    file.write_text(json.dumps(changed(data, {"moves/m11": MOVE}), default=str), "utf-8")
    with pytest.raises(CaseError, match="13 entries, of which at most 12"):
        read(file, for_moves=True)


def test_issues_are_tied_by_exclusions_and_by_terms_on_combinations() -> None:
    data = many_issues(3)
    assert limits.blocks(case_of(data)) == [["fleet"], ["money"], ["extra0"], ["extra1"], ["extra2"]]
    data["exclude"] = [{"fleet": "halved", "extra1": "a"}, {"extra2": "b"}]
    data["values"] = {"aland": {"together": [{"when": {"extra1": "a", "money": "grant"}, "add": 3}]}}
    assert limits.blocks(case_of(data)) == [["fleet", "money", "extra1"], ["extra0"], ["extra2"]]
    data["implies"] = [{"when": {"extra0": "a"}, "then": {"extra2": ["a", "b"]}}]
    assert limits.blocks(case_of(data)) == [["fleet", "money", "extra1"], ["extra0", "extra2"]]


def test_too_many_excluded_combinations_are_counted_and_not_made() -> None:
    berths = [f"berth{n}" for n in range(300)]
    data = changed(worked_example(), {"issues/port": {"options": berths}, "values": {}})
    data["implies"] = [{"when": {"fleet": "halved"}, "then": {"port": "berth1"}}] * 168
    with pytest.raises(CaseError, match="50232 excluded combinations, of which at most 50000 are weighed"):
        case_of(data)


def test_moves_that_need_a_frontier_of_their_own_are_few() -> None:
    better = {**MOVE, "improves": {"issue": "money", "party": "borea", "by": 1}}
    with pytest.raises(CaseError, match="7 moves that change values, options or who decides, of which at most 6"):
        case_of(changed(worked_example(), {"moves": {f"m{n}": better for n in range(7)}}))
