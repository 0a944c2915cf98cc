# SPDX-License-Identifier: Apache-2.0
"""The sections for the negotiator print every row, and nothing where there is none."""

from functools import cache
from typing import Any

from assess.variations import DELETE, assessed, changed, worked_example
from pourparler.assess import Assessment
from pourparler.briefing.compose import compose
from pourparler.briefing.document import BulletList, Paragraph, Section, Table
from pourparler.briefing.names import names_of
from pourparler.briefing.pictures.packages import packages_figure
from pourparler.briefing.sections.negotiator import concessions, proposals

CHANGES: dict[str, Any] = {
    "mandate": {"goals": [{"issue": "fleet", "target": "withdrawn", "floor": "halved"}]},
    "offers": {"early": {"package": {"fleet": "unchanged", "money": "none"}}},
    "beliefs": {"storm": {"aland": 0.7, "borea": 0.3}},
    "labels": {"money.grant": "a cash grant", "offers.early": "what they said first", "beliefs.storm": "a storm"},
}


@cache
def full() -> Assessment:
    return assessed(changed(worked_example(), CHANGES))


def told(section: Section | None) -> str:
    assert section is not None
    parts: list[str] = []
    for block in section.blocks:
        if isinstance(block, Table):
            parts += [cell for row in (block.columns, *block.rows) for cell in row] + [block.caption]
        elif isinstance(block, BulletList):
            parts += block.items
        elif isinstance(block, Paragraph):
            parts.append(block.text)
    return "\n".join(parts)


def test_the_ladder_is_printed_with_labels_and_ratios() -> None:
    section = concessions(full(), names_of(full()))
    assert section is not None
    gives, asks, trades, terms = (block for block in section.blocks if isinstance(block, Table))
    assert gives.rows[0] == ("money: credit", "12.0", "–", "15.4", "settle 30.0, stall 7.5", "1.28", "a cash grant", "–")
    assert asks.rows[0][:2] == ("fleet: halved", "42.0") and asks.rows[0][3] == "27.7"
    assert trades.rows == (("fleet: halved", "money: a cash grant", "12.0", "3.1", "35%", "yes", "from what is in force"),)
    assert terms.rows == (("a storm", "70%", "30%", "aland", "0.50", "0.40"),)


def test_shortlist_suggestion_and_points_are_printed() -> None:
    text = told(proposals(full(), names_of(full())))
    for part in (
        "the likeliest agreement",
        "beside the case's own and not over it",
        "opening: withdrawn, a cash grant. Why: worth most",
    ):
        assert part in text
    for part in ("Order of giving: what gives them most", "1. money: credit", "2. money: a cash grant"):
        assert part in text
    for part in ("the mandate's target", "the mandate's floor", "what they said first", "below the mandate's floor: fleet"):
        assert part in text
    rows = full().negotiator.shortlist
    assert all(row.name in text for row in rows)


def test_every_face_has_them_and_none_without_rows() -> None:
    headings = [section.heading for section in compose(full()).sections]
    assert {"What to give, what to ask", "Packages to have in mind"} <= set(headings)
    bare = assessed(changed(worked_example(), {"no_deal/borea": DELETE}))
    assert concessions(bare, names_of(bare)) is None and proposals(bare, names_of(bare)) is None


def test_the_picture_has_the_shortlist_and_the_points() -> None:
    figure = packages_figure(full(), names_of(full()))
    assert figure is not None
    labels = [row.get("label") for layer in figure.spec["layer"] for row in layer["data"]["values"]]  # type: ignore[attr-defined]
    words = " ".join(str(label) for label in labels if label is not None).split()
    # Every number, and the letters of target, floor and offer, stand in exactly one label.
    for name in [row.name for row in full().negotiator.shortlist] + ["T", "F", "O1"]:
        assert words.count(name) == 1
    squares = [layer for layer in figure.spec["layer"] if layer["mark"].get("shape") == "square"]  # type: ignore[attr-defined]
    assert [len(layer["data"]["values"]) for layer in squares] == [3]
    notes = " ".join(figure.notes)
    assert "Square T: the mandate's target" in notes and "Square O1: what they said first" in notes
    listed = [row[-2] for row in figure.table.rows if row[-2] != "–"]
    assert sorted(listed) == sorted(row.name for row in full().negotiator.shortlist)
