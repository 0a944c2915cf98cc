# SPDX-License-Identifier: Apache-2.0
"""Where two cases say different things, field by field."""

import random
from typing import Any

from case.samples import FULL, spoilt
from pourparler.case import Case, CaseError, read_text
from pourparler.case.decode import page_of
from pourparler.case.differences import _leaves, differences
from pourparler.case.marks import read_tree
from pourparler.case.part import Part
from pourparler.case.problem import path_text
from pourparler.case.tree import plain_data
from pourparler.case.write import edited


def test_every_field_that_differs_is_named_with_both() -> None:
    before = read_text(FULL, "case.yaml")
    other = spoilt(
        FULL, ("aland: {value: 35..45,", "aland: {value: 40,"), ("framings: [{holder: opposition", "framings: [{holder: staff")
    )
    after = read_text(spoilt(other, ("per_month: -1..0, batna: escort", "batna: escort")), "case.yaml")
    assert differences(before, after) == (
        ("no_deal.aland.value", "35..45", "40"),
        ("no_deal.aland.per_month", "-1..0", None),
        ("framings[0].holder", "opposition", "staff"),
    )
    assert [(path, first) for path, _, first in differences(after, before)][-1] == ("no_deal.aland.per_month", "-1..0")


def test_two_spellings_are_no_difference_and_items_go_by_their_id() -> None:
    before = read_text(FULL, "case.yaml")
    assert differences(before, read_text(spoilt(FULL, ("cost: 0.2,", "cost: 0.20,")), "case.yaml")) == ()
    moved = read_text(spoilt(FULL, ("causal: true", "causal: false")), "case.yaml")
    assert [row[0] for row in differences(before, moved)] == ["evidence.silence.causal"]


def test_what_is_written_is_told_even_where_it_would_hold_anyway() -> None:
    before = read_text(FULL, "case.yaml")
    assert "level: leaders" in FULL
    after = read_text(spoilt(FULL, ("level: leaders", "level: ministers")), "case.yaml")
    assert ("meeting.level", "leaders", "ministers") in differences(before, after)
    assert ("meeting.level", "ministers", "leaders") in differences(after, before)
    silent = read_text(spoilt(FULL, ("  level: leaders", "  # nothing")), "case.yaml")
    assert differences(before, silent) == () and ("meeting.level", None, "ministers") in differences(silent, after)


def every_leaf(before: Case, after: Case) -> tuple[tuple[str, str | None, str | None], ...]:
    """Return what differs, by comparing every value of all that either case says."""

    one, other = (dict(_leaves(case.model_dump(mode="json", exclude_defaults=True))) for case in (before, after))
    written = [dict(_leaves(case.model_dump(mode="json", exclude_unset=True))) for case in (before, after)]
    paths = [path for path in dict.fromkeys((*one, *other)) if one.get(path) != other.get(path)]
    return tuple(
        (path_text(path), one.get(path, written[0].get(path)), other.get(path, written[1].get(path))) for path in paths
    )


class Loose(Part):
    """A part that takes anything."""

    held: Any = None


def test_one_and_true_are_two_things_also_where_they_are_equal() -> None:
    assert differences(Loose(held=1), Loose(held=True)) == (("held", "1", "true"),)
    assert differences(Loose(held={"a": 1}), Loose(held={"a": True})) == (("held.a", "1", "true"),)
    assert differences(Loose(held=1), Loose(held=1)) == ()


def test_what_is_not_looked_into_since_it_is_spelt_alike_does_not_differ() -> None:
    """Random values put into the places of others, of any kind, and places taken away."""
    chance, before = random.Random(7), read_text(FULL, "case.yaml")
    plain, tried, seen = plain_data(read_tree(page_of(FULL, "x"))).plain, 0, set[int]()
    while tried < 25:
        part = chance.choice([key for key, held in plain.items() if isinstance(held, dict) and held])
        key = chance.choice(list(plain[part]))
        try:
            files = edited({"case.yaml": FULL.encode()}, {(part, key): chance.choice(list(plain[part].values()))})
        except CaseError:
            continue
        after = read_text(files["case.yaml"], "case.yaml")
        found = differences(before, after)
        assert found == every_leaf(before, after) and differences(after, before) == every_leaf(after, before)
        tried, seen = tried + 1, seen | {len(found)}
    assert len(seen) > 3
