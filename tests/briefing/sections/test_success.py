# SPDX-License-Identifier: Apache-2.0
"""What counts as success stands by party and day, and the chance of each beside every action and no summit."""

from typing import Any

from assess.variations import assessed, changed, worked_example
from pourparler.briefing.document import Paragraph, Section, Table
from pourparler.briefing.names import names_of
from pourparler.briefing.sections.success import success

CRITERIA: list[dict[str, Any]] = [
    {"what": "they call it a draw", "party": "borea", "by": "2031-06-01", "forecast": {"fix": "40..60%"}},
    {"what": "boats gone, and kept.", "party": "aland", "by": "2033-01-01", "requires": ["fleet.withdrawn"], "kept": True},
    {"what": "fewer boats", "party": "aland", "by": "2032-01-01", "written": "2031-03-01", "requires": ["fleet.halved"]},
    {"what": "boats gone", "party": "aland", "by": "2032-01-01", "requires": ["fleet.withdrawn"]},
]


def section(criteria: list[dict[str, Any]]) -> Section | None:
    found = assessed(changed(worked_example(), {"success": criteria}))
    return success(found, names_of(found))


def test_criteria_stand_by_party_and_day_with_their_chances_by_action() -> None:
    """Pressed and settling they withdraw the fleet, stalling they halve it; without pressure they halve it. Reach is 0.6.

    Holding ends in pressing and fixing at "forthcoming": 0.35 * 0.85 settle, 0.65 * 0.15 stall.
    """
    shown = section(CRITERIA)
    assert shown is not None
    what, chances = (block for block in shown.blocks if isinstance(block, Table))
    assert [(row[0], row[1], row[3]) for row in what.rows] == [
        ("1", "fewer boats", "2032-01-01"),
        ("2", "boats gone", "2032-01-01"),
        ("3", "boats gone, and kept.", "2033-01-01"),
        ("4", "they call it a draw", "2031-06-01"),
    ]
    assert [row[-1] for row in what.rows] == ["2031-03-01", "–", "–", "–"]
    assert chances.columns == ("chance of", "fix the date", "hold", "forgo", "no summit, as now")
    rows = {row[0]: row[1:] for row in chances.rows}
    assert rows["1: aland, 2032-01-01"] == ("39%", "6%", "0%", "0%")  # 0.6 * 0.65; 0.6 * 0.0975
    assert rows["2: aland, 2032-01-01"] == ("21%", "18%", "0%", "0%")  # 0.6 * 0.35; 0.6 * 0.2975
    assert rows["3: aland, 2033-01-01"] == ("18%", "15%", "0%", "0%")  # the same, kept with 0.85
    assert rows["4: borea, 2031-06-01 (forecast)"] == ("50% (40% to 60%)", "–", "–", "–")
    assert rows["all 2 together: aland, 2032-01-01"] == ("0%", "0%", "0%", "0%")  # no deal holds both


def test_the_one_screen_tells_the_first_of_our_own() -> None:
    shown = section(CRITERIA)
    assert shown is not None
    (line,) = (block for block in shown.brief if isinstance(block, Paragraph))
    assert line.text == "fewer boats (by 2032-01-01): fix the date 39%, hold 6%, forgo 0%, no summit, as now 0%"
    assert line.more == "3 more criteria are written"
    alone = section(CRITERIA[3:])
    assert alone is not None and [block.more for block in alone.brief if isinstance(block, Paragraph)] == [""]
    theirs = section(CRITERIA[:1])
    assert theirs is not None and theirs.brief == ()
    assert section([]) is None
