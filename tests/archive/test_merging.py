# SPDX-License-Identifier: Apache-2.0
"""Carrying edits over: edits of two people come to the same in either order, or are told as contested."""

import copy
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pourparler.archive import ABSENT
from pourparler.archive.merging import carried_over, changed_since, value_at
from pourparler.case import DELETE
from pourparler.case.problem import KeyPath

BASE: dict[str, Any] = {
    "title": "A",
    "parties": {"a": {"role": "own"}, "b": {"role": "counterpart", "note": "n"}},
    "evidence": [{"id": "e1", "text": "x"}, {"id": "e2", "text": "y"}],
    "words": ["p", "q"],
}

PATHS: tuple[KeyPath, ...] = (
    ("title",),
    ("parties",),
    ("parties", "a"),
    ("parties", "a", "role"),
    ("parties", "b", "role"),
    ("parties", "b", "note"),
    ("parties", "c"),
    ("evidence", "e1", "text"),
    ("evidence", "e2", "text"),
    ("evidence", "e2"),
    ("words",),
    ("words", 0),
    ("words", 1),
)
edit_of_one = st.tuples(st.sampled_from(PATHS), st.sampled_from(("v", "w", DELETE)))


def put(data: Any, path: KeyPath, value: object) -> None:
    """Put a value at a key path, as the writer of a case does; nothing is done where there is no such place."""
    place = data
    part: Any
    for part in path[:-1]:
        if isinstance(place, list):
            found = [n for n, item in enumerate(place) if isinstance(item, dict) and item.get("id") == part]
            part = found[0] if found else part
        if not (isinstance(place, dict) and part in place) and not (isinstance(place, list) and isinstance(part, int)):
            return
        place = place[part]
    last: Any = path[-1]
    if isinstance(place, list) and isinstance(last, str):
        found = [n for n, item in enumerate(place) if isinstance(item, dict) and item.get("id") == last]
        if not found:
            return
        last = found[0]
    if not isinstance(place, dict | list):
        return
    if value is DELETE:
        if isinstance(place, dict):
            place.pop(last, None)
        elif last < len(place):
            del place[last]
    elif isinstance(place, list) and last == len(place):
        place.append(value)
    elif isinstance(place, dict) or last < len(place):
        place[last] = value


def after(data: Any, *edits: tuple[KeyPath, object]) -> Any:
    new = copy.deepcopy(data)
    for path, value in edits:
        put(new, path, value)
    return new


@example(theirs=(("parties",), "v"), yours=(("parties", "c"), "v"))
@given(theirs=edit_of_one, yours=edit_of_one)
def test_what_is_merged_is_the_same_in_either_order(theirs: tuple[KeyPath, object], yours: tuple[KeyPath, object]) -> None:
    """An edit that can be carried over comes to what it comes to the other way round, and both are there."""
    head = after(BASE, theirs)
    moved, contested = carried_over(dict([yours]), BASE, head)
    if not moved and not contested:
        assert value_at(head, yours[0]) == (ABSENT if yours[1] is DELETE else yours[1])  # they thought the same
    assert not (moved and contested)
    if moved and head != BASE:
        merged = after(head, *moved.items())
        mine = after(BASE, yours)
        others, disputed = carried_over(dict([theirs]), BASE, mine)
        if not disputed and mine != BASE:
            assert merged == after(mine, *others.items())
        is_told_by_id = {yours[0], theirs[0]} & {("evidence", "e2")}  # a text in the place of an item has no id any more
        is_told_by_place = isinstance(yours[0][-1], int) and yours[1] is DELETE  # what stands behind it moves up
        if value_at(mine, yours[0]) != value_at(BASE, yours[0]) and yours[1] is not DELETE and not is_told_by_id:
            assert value_at(merged, yours[0]) == yours[1]
        if theirs[0] != yours[0] and theirs[1] is not DELETE and not is_told_by_id and not is_told_by_place:
            assert value_at(merged, theirs[0]) == value_at(head, theirs[0])  # theirs is not undone


@given(theirs=edit_of_one, yours=edit_of_one)
def test_a_change_of_the_same_place_is_never_overwritten(theirs: tuple[KeyPath, object], yours: tuple[KeyPath, object]) -> None:
    head = after(BASE, theirs)
    shorter = min(len(theirs[0]), len(yours[0]))
    if theirs[0][:shorter] == yours[0][:shorter] and head != BASE:
        wanted = ABSENT if yours[1] is DELETE else yours[1]
        is_same = value_at(head, yours[0]) == wanted
        if value_at(head, yours[0]) != value_at(BASE, yours[0]) and not is_same:
            moved, contested = carried_over(dict([yours]), BASE, head)
            assert not moved and contested[0].theirs == value_at(head, yours[0])


def test_items_go_by_their_id_wherever_they_stand_now() -> None:
    head = after(BASE, (("evidence", "e1"), DELETE))
    moved, contested = carried_over({("evidence", 1, "text"): "z"}, BASE, head)
    assert (moved, contested) == ({("evidence", "e2", "text"): "z"}, ())
    moved, contested = carried_over({("evidence", 0, "text"): "z"}, BASE, head)
    assert moved == {} and (contested[0].path, contested[0].theirs) == (("evidence", "e1", "text"), ABSENT)


def test_what_two_people_add_at_the_end_is_all_there() -> None:
    head = after(BASE, (("words", 2), "r"), (("evidence", 2), {"id": "e3", "text": "z"}))
    edits: dict[KeyPath, object] = {("words", 2): "s", ("words", 3): "t", ("evidence", 2): {"id": "e4"}}
    moved, contested = carried_over(edits, BASE, head)
    assert contested == ()
    merged = after(head, *moved.items())
    assert merged["words"] == ["p", "q", "r", "s", "t"]
    assert [item["id"] for item in merged["evidence"]] == ["e1", "e2", "e3", "e4"]


def test_a_place_in_a_list_without_ids_is_contested_when_items_moved() -> None:
    head = after(BASE, (("words", 0), DELETE))
    moved, contested = carried_over({("words", 1): "s"}, BASE, head)
    assert moved == {} and contested[0].theirs is ABSENT
    moved, contested = carried_over({("words", 0): "s"}, BASE, head)
    assert moved == {} and (contested[0].base, contested[0].theirs) == ("p", "q")
    alike, shorter = {"words": ["p", "p", "q"]}, {"words": ["p", "q"]}  # which of the two was taken away, nobody can tell
    moved, contested = carried_over({("words", 0): "s"}, alike, shorter)
    assert moved == {} and contested[0].theirs == "p"
    longer = {"words": ["p", "p", "q", "r"]}
    assert carried_over({("words", 0): "s"}, alike, longer) == ({("words", 0): "s"}, ())


def test_taking_away_what_others_changed_inside_is_contested() -> None:
    head = after(BASE, (("parties", "b", "note"), "m"))
    moved, contested = carried_over({("parties", "b"): DELETE}, BASE, head)
    assert moved == {} and contested[0].yours is ABSENT
    moved, contested = carried_over({("parties", "b", "role"): "rival"}, BASE, head)
    assert contested == () and moved == {("parties", "b", "role"): "rival"}


@pytest.mark.parametrize("theirs", [(("parties", "b"), DELETE), (("parties",), "v")])
def test_an_edit_inside_what_others_took_away_is_contested(theirs: tuple[KeyPath, object]) -> None:
    moved, contested = carried_over({("parties", "b", "new"): "x"}, BASE, after(BASE, theirs))
    assert moved == {} and contested[0].path == ("parties", "b", "new")


def test_the_fields_that_others_changed_are_named() -> None:
    head = after(BASE, (("title",), "B"), (("parties", "c"), {"role": "rival"}), (("words", 2), "r"))
    assert changed_since(BASE, head) == ("title", "parties.c", "words")
