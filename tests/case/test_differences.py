# SPDX-License-Identifier: Apache-2.0
"""Where two cases say different things, field by field."""

from case.samples import FULL, spoilt
from pourparler.case import read_text
from pourparler.case.differences import differences


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
