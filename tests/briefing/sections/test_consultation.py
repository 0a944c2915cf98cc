# SPDX-License-Identifier: Apache-2.0
"""What the section on consultation says: ledger, prices and worth, calendar and what is late, whom to ask first, the line."""

from typing import Any

import pytest

from assess.test_consultation import COALITION, LEDGER, PARTNERS, TWO_STEPS
from assess.variations import assessed, changed, worked_example
from pourparler.briefing.document import Block, BulletList, Figure, Paragraph, Section, Table
from pourparler.briefing.names import names_of
from pourparler.briefing.sections.consultation import consultation
from pourparler.briefing.sections.gate import gate

LABELS = {"labels": {"cyrene": "Cyrene", "delos": "Delos", "tell_cyrene": "tell Cyrene"}}
LINE = {
    "text": "no credit before a cap",
    "agreed": {"cyrene": "2031-03-10", "delos": "open"},
    "open": [{"point": "who counts", "party": "delos", "proposal": "three"}],
    "release": "partners",
}


def section(changes: dict[str, Any] | None = None, worlds: int = 1) -> Section:
    seen = assessed(changed(worked_example(), {**PARTNERS, **LABELS, **(changes or {})}), worlds=worlds)
    shown = consultation(seen, names_of(seen))
    assert shown is not None
    return shown


def table(shown: Section, caption: str) -> Table:
    tables = [block.table if isinstance(block, Figure) else block for block in shown.blocks]
    (one,) = [block for block in tables if isinstance(block, Table) and block.caption == caption]
    return one


def texts(blocks: tuple[Block, ...]) -> str:
    lists = [item for block in blocks if isinstance(block, BulletList) for item in block.items]
    return "\n".join([*(block.text for block in blocks if isinstance(block, Paragraph)), *lists])


def test_the_ledger_is_told_in_full_with_what_came_too_late_for_the_agreement() -> None:
    shown = table(section({"consultation": [{**LEDGER, "answer": "wary"}, {"party": "delos"}]}), "Who has been told what")
    assert shown.rows == (
        ("Cyrene", "all", "full", "2031-03-10 (after the meeting was agreed)", "wary"),
        ("Delos", "–", "–", "–", "–"),
    )


def test_a_price_is_told_as_in_the_gate() -> None:
    seen = assessed(changed(worked_example(), {**PARTNERS, **LABELS}))
    shown = consultation(seen, names_of(seen))
    assert shown is not None
    row = table(shown, "What telling each costs and brings").rows[0]
    priced = gate(seen, names_of(seen))
    assert priced is not None
    (condition,) = table(priced, "Conditions before each irreversible step").rows
    assert condition[3] == row[3] == "1.3"
    assert row[:3] == ("Cyrene", "fix the date", "fix the date")
    assert row[4:6] == ("tell Cyrene", "2031-03-19")


def test_who_was_told_and_who_never_will_be_say_so() -> None:
    rows = table(section({"consultation": [LEDGER]}), "What telling each costs and brings").rows
    assert rows[0][:4] == ("Cyrene (told)", "–", "fix the date", "–")
    assert rows[1][0] == "Delos" and rows[1][4] == "–" and rows[1][6] == "no step of preparation tells it"


def test_the_calendar_names_what_is_late() -> None:
    late = section({**TWO_STEPS, "meeting/window": {"lapses_per_day": 0, "planned": {"announce": "2031-03-20"}}})
    assert table(late, "The calendar").rows == (
        ("tell Cyrene", "Cyrene", "2031-03-14", "2031-03-18"),
        ("tell delos", "Delos", "2031-03-18", "2031-03-28"),
        ("announcement", "–", "–", "2031-03-20"),
    )
    assert "tell delos (Delos) ends after 2031-03-20 (announcement) in 100% of the worlds" in texts(late.blocks)
    assert "Too late" not in texts(section(TWO_STEPS).blocks)
    left = section({**TWO_STEPS, "preparation/third": {"decides": "day_after", "days": 1, "cost": 5}})
    assert "Not in it: third." in texts(left.blocks)


@pytest.mark.parametrize(
    ("influence", "told"),
    [
        ({"cyrene": {"delos": 0.5}}, "Determined: Cyrene before Delos."),
        ({}, "It makes no difference which of these is first: Cyrene or Delos."),
        ({"cyrene": {"delos": "0.1..0.4"}, "delos": {"cyrene": "0.1..0.4"}}, "Not determined: Cyrene or Delos first."),
    ],
)
def test_how_sure_the_order_is_is_said(influence: dict[str, Any], told: str) -> None:
    stated = {"influence": influence, "coalition": {"agrees": {"cyrene": "50%", "delos": "50%"}}}
    said = texts(section({**TWO_STEPS, **stated}, worlds=200).blocks)
    assert told.replace("Cyrene or Delos", "X") in said.replace("Cyrene or Delos", "X").replace("Delos or Cyrene", "X")
    assert "Needed in the end: Cyrene, Delos." in said


def test_the_order_is_worked_back_and_set_beside_the_planned_one() -> None:
    shown = section({**TWO_STEPS, **COALITION})
    assert "Best asked in this order: Cyrene → Delos → eos. The chance that all agree is 36%." in texts(shown.blocks)
    rows = table(shown, "Whom to ask first, worked back from the coalition needed").rows
    assert rows[1] == ("Delos", "50%", "75%", "Cyrene", "–", "24%", "60%", "10%")
    turned = {"influence": {"delos": {"cyrene": 0.5}}, "coalition": {"agrees": {"cyrene": "80%", "delos": "50%"}}}
    said = texts(section({**TWO_STEPS, **turned}).blocks)
    assert "in another order, Cyrene → Delos: the chance that all agree is then 40%; the best order adds 5%." in said


def test_the_common_line_stands_in_full_whoever_has_not_agreed() -> None:
    shown = section({"common_line": LINE})
    assert "Common line: no credit before a cap" in texts(shown.blocks)
    assert "Agreed: Cyrene (2031-03-10). Not agreed: Delos. To be seen by: partners." in texts(shown.blocks)
    assert table(shown, "What is open in the common line").rows == (("who counts", "Delos", "three"),)
    parties = section({"common_line": {**LINE, "release": "cyrene, delos"}})
    assert "To be seen by: Cyrene, Delos." in texts(parties.blocks)
    nobody = section({"common_line": {"text": "one line"}})
    assert "Common line: one line" in texts(nobody.blocks) and "Agreed by nobody yet." in texts(nobody.blocks)
    done = section({**COALITION, "common_line": {**LINE, "agreed": dict.fromkeys(("cyrene", "delos", "eos"), "2031-03-10")}})
    assert "Nobody is left to win." in texts(done.blocks)


def test_without_partners_there_is_no_such_section() -> None:
    seen = assessed(changed(worked_example(), {"preparation": {}}))
    assert consultation(seen, names_of(seen)) is None
