# SPDX-License-Identifier: Apache-2.0
"""The sections beyond the table: what they print, and that they say nothing where there is nothing to say."""

from dataclasses import replace
from typing import Any

import pytest

from assess.variations import assessed, changed, worked_example
from briefing.pictures.test_wider import CASE
from pourparler.assess import Assessment
from pourparler.briefing.document import Block, BulletList, Figure, Paragraph, Section, Table
from pourparler.briefing.names import names_of
from pourparler.briefing.sections.wider import big_picture, cohesion, spoilers

MORE: dict[str, Any] = {
    **CASE,
    "parties/fjorn": {"role": "third_party", "left_out": "its boats left"},
    "preparation/ask": {"aligns": "cyrene", "tolerance": 9, "cost": 0.1, "days": 0},
    "priorities": {
        "first": {
            "holder": "the planners",
            "on": "2031-03-01",
            "confidence": "low",
            "what": "No deal over her head.",
            "order": "cyrene > delos",
        },
        "kept": {"holder": "the planners", "on": "2031-03-01", "party": "eos", "at_least": -9, "at_most": 9},
    },
    "labels": {"cyrene": "Cyrene", "first": "partners first", "halved": "half the boats"},
}


@pytest.fixture(scope="module")
def found() -> Assessment:
    return assessed(changed(worked_example(), MORE), worlds=100)


def blocks(section: Section | None) -> tuple[Block, ...]:
    assert section is not None
    return section.blocks


def tables(section: Section | None) -> dict[str, Table]:
    shown = [block.table if isinstance(block, Figure) else block for block in blocks(section)]
    return {table.caption: table for table in shown if isinstance(table, Table)}


def text(section: Section | None) -> str:
    return " ".join(str(block.text) for block in blocks(section) if isinstance(block, Paragraph))


def test_cohesion_names_whose_line_it_is_and_marks_what_crosses_a_red_line(found: Assessment) -> None:
    section = cohesion(found, names_of(found))
    assert "The common line asked about is that of Cyrene" in text(section)
    shown = tables(section)
    rows = {row[1]: row for row in shown["Who can live with which package"].rows}
    (dream,) = [row for which, row in rows.items() if "dream" in which]
    assert dream[-1] == "of Cyrene: withdrawn — though it is our best"
    stances = shown["Where each third party stands on each package, and who gains most"].rows
    first = {row[1]: row for row in stances if row[0] == "A (likely)"}
    assert first["Cyrene"][2] == "opposes" and first["Cyrene"][5] == "loses" and first["Cyrene"][6] == "3"
    assert first["eos"][5] == "not determined"
    assert "The most cohesive of all packages" in shown and "The most cohesive of those that both gain by" in shown
    nobody = replace(found, big_picture=replace(found.big_picture, partners=()))
    assert "Nobody has the role of a partner" in text(cohesion(nobody, names_of(found)))
    cut = replace(found, big_picture=replace(found.big_picture, cohesive_bound=0.75, agreeable=()))
    assert "more cohesive than 75%" in text(cohesion(cut, names_of(found)))
    assert "No package brings both sides a gain" in text(cohesion(cut, names_of(found)))


def test_what_would_move_them_is_told_by_option_step_and_points(found: Assessment) -> None:
    shown = tables(spoilers(found, names_of(found)))
    (spoiler,) = shown["Who may spoil"].rows
    assert spoiler == ("delos", "50%", "-20%", "–", "–", "nothing")
    rows = {row[1]: row for row in shown["What would move each party that opposes a package"].rows}
    likely = rows["A (likely)"]
    assert (likely[0], likely[4]) == ("Cyrene", "ask (then opposes 0%)")
    assert "fleet: unchanged (then opposes 0%; us -42.0, them 27.7)" in likely[3]
    assert rows["offer “dream”"][5] == "a red line: nothing makes up for it"


def test_the_big_picture_holds_gain_against_loss_and_priorities(found: Assessment) -> None:
    section = big_picture(found, names_of(found))
    shown = tables(section)
    harm = {row[0]: row for row in shown["What packages bring us at the table and beyond it"].rows}
    (likely,) = [row for which, row in harm.items() if which.startswith("A (likely)")]
    assert likely[1] == "7.0" and likely[2].startswith("-3.0 (")
    against = shown["What contradicts the priority"].rows
    assert ("fleet: half the boats", "yes", "100%") in against
    told = text(section)
    assert "Priority “partners first” (the planners, 2031-03-01, low confidence)" in told
    assert "Cyrene > delos. No deal over her head." in told
    assert "eos gains at least -9 points and at most 9. Nothing that was looked at contradicts it." in told
    (listed,) = [block for block in blocks(section) if isinstance(block, BulletList)]
    assert listed.items == ("fjorn: its boats left",)


def test_where_nothing_is_stated_nothing_is_printed() -> None:
    alone = assessed(worked_example())
    for section in (cohesion, spoilers, big_picture):
        assert section(alone, names_of(alone)) is None
