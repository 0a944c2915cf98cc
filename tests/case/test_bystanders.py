# SPDX-License-Identifier: Apache-2.0
"""Third parties: whoever is affected is named or left out for a reason, and what is said of them can come about."""

import datetime as dt

import pytest

from case.samples import FULL, problems_in, spoilt, the_problem
from pourparler.case import known_by, read_text, without_left_out
from pourparler.quantity import Point

EFFECT = "patrols.suspended: {cyrene: -8..-4"
LINE = "cyrene: [patrols.joint]"
FIRST, SECOND = "order: cyrene > delos", "party: cyrene, at_least: -6..-3, at_most: 20"
# Old text, new text, key path of the one problem, what was found, what to write.
MISTAKES = [
    (EFFECT, "patrols.suspend: {cyrene: -8..-4", "effects.patrols.suspend", "the unknown option", "'patrols.suspended'"),
    (EFFECT, "patrol.suspended: {cyrene: -8..-4", "effects.patrol.suspended", "the unknown issue", "'patrols'"),
    (EFFECT, "patrols.suspended: {cyren: -8..-4", "effects.patrols.suspended.cyren", "the unknown party", "'cyrene'"),
    (EFFECT, "patrols.suspended: {xanthe: -8..-4", "effects.patrols.suspended.xanthe", "no party of the case", "left_out:"),
    (EFFECT, "patrols.suspended: {borea: -8..-4", "effects.patrols.suspended.borea", "one of the two sides", "under values"),
    (EFFECT, "patrols.suspended: {aland: -8..-4", "effects.patrols.suspended.aland", "one of the two sides", "under values"),
    ("worth_to_us: {cyrene: 0.2", "worth_to_us: {borea: 0.2", "worth_to_us.borea", "one of the two sides", "third parties"),
    (LINE, "cyrene: [patrols.open]", "red_lines.cyrene[0]", "the unknown option", "'patrols.joint'"),
    ("left_out: its boats left the strait years ago", "left_out: ' '", "parties.fjorn.left_out", "a reason", "printed"),
    ("left_out: its boats left the strait years ago", "left_out: ", "parties.fjorn.left_out", "a reason", "printed"),
    (
        "borea: {role: counterpart}",
        "borea: {role: counterpart, left_out: no}",
        "parties.borea.left_out",
        "at the table",
        "only third parties",
    ),
    (FIRST, "order: cyrene > dolos", "priorities.partner_first.order", "'dolos'", "'delos'"),
    (FIRST, "order: cyrene = delos", "priorities.partner_first.order", "nobody before anybody", "a > b"),
    (FIRST, f"{FIRST}, at_least: 3", "priorities.partner_first", "an order beside", "keep one"),
    (FIRST, f"{FIRST}, party: delos", "priorities.partner_first", "an order beside", "keep one"),
    (FIRST, "party: delos", "priorities.partner_first", "held against", "at_least"),
    (SECOND, "at_most: 20", "priorities.cyrene_spared", "held against", "at_least"),
    (SECOND, "party: cyrena, at_most: 20", "priorities.cyrene_spared.party", "'cyrena'", "'cyrene'"),
    ("holder: planning staff, on: 2031-02-20", "holder: planning staff", "priorities.partner_first.on", "", "on: a day"),
    ("holder: planning staff, on: 2031-02-20", "on: 2031-02-20", "priorities.partner_first.holder", "", "holder"),
    ("spoiling: {chance: 20..40%", "spoiling: {chance: 20..140%", "parties.delos.spoiling.chance", "", ""),
    ("reach: -20..-10%, how", "reach: -200%, how", "parties.delos.spoiling.reach", "", ""),
]


@pytest.mark.parametrize(("old", "new", "path", "found", "write"), MISTAKES, ids=[row[1] for row in MISTAKES])
def test_each_mistake_is_reported_in_its_place(old: str, new: str, path: str, found: str, write: str) -> None:
    (one,) = problems_in(spoilt(FULL, (old, new)))
    assert one.key_path == path
    assert found in one.found and write in one.write
    assert new.split(":")[0].split("{")[-1].strip() in one.source_line


def test_a_party_at_the_table_cannot_be_left_out() -> None:
    left_out = ("delos: {role: rival", "delos: {left_out: too far, role: rival")
    assert "who is at the table" in the_problem(spoilt(FULL, left_out)).found


@pytest.mark.parametrize(
    "exclusion",
    ["{patrols: joint}", "{fleet: unchanged, patrols: joint}, {fleet: [X], patrols: joint}"],
    ids=["alone", "with every option of another issue"],
)
def test_a_red_line_that_no_package_can_cross_is_reported(exclusion: str) -> None:
    whole = exclusion.replace("{fleet: [X], patrols: joint}", ", ".join(
        f"{{fleet: {option}, patrols: joint}}" for option in ("capped", "halved", "withdrawn")
    ))  # fmt: skip
    text = spoilt(FULL, ("exclude: [", f"exclude: [{whole}, "))
    lines = [problem for problem in problems_in(text) if problem.key_path.startswith("red_lines")]
    (line,) = lines
    assert line.key_path == "red_lines.cyrene[0]"
    assert line.found == "a red line on patrols.joint, which no package can hold"
    assert "exclude less" in line.write and "patrols.joint" in line.source_line
    if "[X]" in exclusion:  # one package more, and it can be crossed
        left = whole.rpartition(", {")[0]
        some = problems_in(spoilt(FULL, ("exclude: [", f"exclude: [{left}, ")))
        assert not [problem for problem in some if problem.key_path.startswith("red_lines")]


def test_what_is_said_of_a_party_left_out_is_taken_away_and_the_reason_stays() -> None:
    case = read_text(
        spoilt(FULL, ("cyrene:\n    role: partner", "cyrene:\n    left_out: asked not to be\n    role: partner")), "c"
    )
    assert set(case.red_lines) == {"cyrene", "parliament"}
    left = without_left_out(case)
    assert left.parties["cyrene"].left_out == "asked not to be"
    party = left.parties["cyrene"]
    assert (party.tolerance, party.opposition, party.spoiling, party.strategic_weight) == (None, None, None, None)
    assert left.effects == {"patrols.suspended": {"delos": case.effects["patrols.suspended"]["delos"]}}
    assert (set(left.worth_to_us), set(left.red_lines), left.influence) == ({"delos"}, {"parliament"}, {})
    assert left.parties["delos"] == case.parties["delos"]
    nobody = read_text(FULL, "c")
    assert without_left_out(nobody).effects == nobody.effects


def test_what_moves_do_to_a_party_left_out_is_taken_away() -> None:
    gone = ("cyrene:\n    role: partner", "cyrene:\n    left_out: asked not to be\n    role: partner")
    case = read_text(spoilt(FULL, gone), "c")
    kind = next(iter(case.moves))
    felt = case.moves[kind].model_copy(update={"effects": {"cyrene": Point(-4), "delos": Point(2)}})
    left = without_left_out(case.model_copy(update={"moves": {kind: felt}}))
    assert left.moves[kind].effects == {"delos": Point(2)}


def test_a_priority_of_a_later_day_is_not_seen() -> None:
    case = read_text(spoilt(FULL, ("on: 2031-02-20", "on: 2031-03-15")), "c")
    assert case.as_of == dt.date(2031, 3, 14)
    assert set(known_by(case).priorities) == {"cyrene_spared"}
    assert set(known_by(read_text(FULL, "c")).priorities) == {"cyrene_spared", "partner_first"}
