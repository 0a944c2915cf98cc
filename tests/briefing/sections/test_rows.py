# SPDX-License-Identifier: Apache-2.0
"""The tables and lists of the other sections: actions, gate, intentions, table, partners, alarms, account."""

from dataclasses import replace

import pytest

from assess.variations import DELETE, assessed, changed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.assessment import AlarmRow, GateRow
from pourparler.assess.sentence import sentence
from pourparler.briefing.document import Block, BulletList, Figure, Paragraph, Table
from pourparler.briefing.names import names_of
from pourparler.briefing.sections.account import account
from pourparler.briefing.sections.actions import actions
from pourparler.briefing.sections.alarms import alarms
from pourparler.briefing.sections.coalitions import coalitions
from pourparler.briefing.sections.gate import gate
from pourparler.briefing.sections.intentions import evidence, intentions
from pourparler.briefing.sections.meeting import meeting
from pourparler.briefing.sections.moves import moves
from pourparler.briefing.sections.partners import incidence, partners, stages
from pourparler.briefing.sections.table import options, table
from pourparler.briefing.sections.terms import terms


@pytest.fixture(scope="module")
def found() -> Assessment:
    data = worked_example()
    data["parties"]["cyrene"] = {"role": "partner", "tolerance": "2..5", "opposition": {"reach": "-10%"}}
    data["worth_to_us"] = {"cyrene": 0.3}
    data["effects"] = {"fleet.halved": {"cyrene": -6}}
    data["red_lines"] = {"cyrene": ["fleet.halved"]}
    data["staging"]["fleet"]["shifts_after"] = {"borea": 5, "aland": 0}
    data["labels"] = {"cyrene": "Cyrene", "halved": "half the boats"}
    return assessed(data, worlds=100)


def numbers(blocks: tuple[Block, ...]) -> Table:
    """Return the table of the one figure that these blocks are."""
    (shown,) = blocks
    assert isinstance(shown, Figure)
    return shown.table


def test_every_action_and_the_row_of_no_summit_is_tabulated(found: Assessment) -> None:
    shown = numbers(actions(found, names_of(found)).brief)
    assert [row[0] for row in shown.rows][-1] == "no summit, as now"
    assert {row[0].removesuffix(" (advised)") for row in shown.rows} >= {"fix the date", "step down a level", "hold", "forgo"}


def test_the_advised_action_is_marked() -> None:
    case = assessed(worked_example())
    shown = numbers(actions(case, names_of(case)).brief)
    assert [row[0] for row in shown.rows if "(advised)" in row[0]] == ["hold (advised)"]


def test_actions_without_a_value_come_last_and_say_why(found: Assessment) -> None:
    shown = numbers(actions(found, names_of(found)).brief)
    assert shown.rows[-2] == ("step down a level", "–", "–", "–", "no lower level is described")


def test_a_trend_is_told_in_the_row_of_no_summit() -> None:
    case = assessed(changed(worked_example(), {"no_deal/aland/per_month": -1}))
    shown = numbers(actions(case, names_of(case)).brief)
    assert shown.rows[-1][-1] == "a month: us -1.0, them 0.00; we lose more by waiting"


def gate_of(found: Assessment, **prices: float | None) -> Assessment:
    rows = tuple(
        GateRow("fix_date", name.replace("__", "."), "not_met", sentence("because"), price) for name, price in prices.items()
    )
    return replace(found, gate=rows)


def test_conditions_are_told_with_the_price_of_waiting(found: Assessment) -> None:
    priced = gate_of(found, consultation__cyrene=1.23, mandate__approved=0.0, consultation__borea=-0.001, own=None)
    section = gate(priced, names_of(found))
    assert section is not None
    assert section.brief == (
        BulletList(
            (
                "not met: consultation with Cyrene (waiting for it costs 1.2 points); "
                "approval of the mandate, own, consultation with borea",
            )
        ),
    )


def test_conditions_that_cost_nothing_say_so(found: Assessment) -> None:
    section = gate(gate_of(found, mandate__approved=0.0), names_of(found))
    assert section is not None
    assert section.brief == (BulletList(("not met: approval of the mandate (waiting costs nothing)",)),)


def test_no_gate_no_section(found: Assessment) -> None:
    assert gate(replace(found, gate=()), names_of(found)) is None


def test_intentions_are_told_in_words_and_numbers(found: Assessment) -> None:
    section = intentions(found, names_of(found))
    assert section is not None
    assert section.brief == (BulletList(("Why do they offer to meet? stall: likely, 65%; settle: unlikely, 35%",)),)


def test_a_question_that_is_not_asked_goes_by_its_name(found: Assessment) -> None:
    case = assessed(changed(worked_example(), {"questions/motive/asked": DELETE}))
    section = intentions(case, names_of(case))
    assert section is not None and str(section.brief[0]).startswith("BulletList(items=('motive: stall")


def test_evidence_is_told_with_its_weight_and_its_doubts(found: Assessment) -> None:
    section = evidence(found, names_of(found))
    assert section is not None and isinstance(section.blocks[0], Table)
    assert section.blocks[0].rows == (("assurance", "2.1", "settle", "2031-03-08"),)
    assert "heard at one remove" in str(section.blocks[-1])


def test_the_zone_is_told_with_and_without_moves(found: Assessment) -> None:
    section = table(found, names_of(found))
    assert section is not None
    assert section.brief == (Paragraph("A deal that both prefer to no deal exists with probability 100%."),)
    better = tuple(replace(row, zone_probability=0.9) if row.moves else row for row in found.moves)
    opened = replace(found, moves=better, bargaining=replace(found.bargaining, zone_probability=0.25))
    section = table(opened, names_of(found))
    assert section is not None
    said = "A deal that both prefer to no deal exists with probability 25% as things stand, 90% with pressure."
    assert section.brief == (Paragraph(said),)


def test_labels_stand_for_identifiers_in_every_table(found: Assessment) -> None:
    names = names_of(found)
    for section in (options(found, names), moves(found, names), partners(found, names), incidence(found, names)):
        assert section is not None
    assert "half the boats" in str(options(found, names))
    shown = str(partners(found, names))
    assert "Cyrene (partner)" in shown and "cyrene" not in shown


def test_alarms_of_one_family_share_a_line_on_the_one_screen(found: Assessment) -> None:
    raised = (
        AlarmRow("relayed.press", "O-09", sentence("{item} is relayed", item="press")),
        AlarmRow("relayed.envoy", "O-09", sentence("{item} is relayed", item="envoy")),
        AlarmRow("flat.offer", "O-33", sentence("{item} does not discriminate on {flat}", item="offer", flat="motive")),
        AlarmRow("novel", "O-99", sentence("something new")),
    )
    section = alarms(replace(found, alarms=raised), names_of(found))
    assert section is not None
    assert section.brief == (
        BulletList(
            (
                "O-09: heard only through others: envoy; press",
                "O-33: does not discriminate: offer (on motive)",
                "O-99: something new",
            )
        ),
    )
    assert isinstance(section.blocks[0], Table) and len(section.blocks[0].rows) == 4


def test_every_alarm_of_the_program_has_its_place() -> None:
    from pourparler.briefing.sections import alarms as module

    known = set(module._FAMILIES)
    assert known >= {alarm.id.partition(".")[0] for alarm in assessed(worked_example()).alarms}


def test_no_alarms_no_section(found: Assessment) -> None:
    assert alarms(replace(found, alarms=()), names_of(found)) is None


def test_gaps_are_told(found: Assessment) -> None:
    held = replace(found, unknowns=replace(found.unknowns, unheld=("a.b",), ranging=("c", "d"), blocking=("e",)))
    section = account(held, names_of(found))
    assert section.brief[0] == Paragraph(
        "Unknown and needed: e. 2 numbers are unknown and range freely: c, d. One number has no holder."
    )
    many = replace(found, unknowns=replace(found.unknowns, unheld=(), ranging=("c", "d", "e", "f"), blocking=()))
    assert account(many, names_of(found)).brief[0] == Paragraph("4 numbers are unknown and range freely.")
    full = replace(found, unknowns=replace(found.unknowns, unheld=(), ranging=(), blocking=()))
    assert len(account(full, names_of(found)).brief) == 1


def test_judgements_are_listed_with_their_holders() -> None:
    case = assessed(
        changed(worked_example(), {"judgements": {"values": {"by": "desk A", "basis": "assumption", "note": "wide"}}})
    )
    shown = account(case, names_of(case)).blocks[-1]
    assert isinstance(shown, Table) and shown.rows == (("values", "desk A, assumption", "18", "wide"),)


def test_a_set_of_moves_that_must_wait_for_a_partner_shows_what_it_could_do() -> None:
    partner = {"parties/cyrene": {"role": "partner"}, "moves/pressure/needs": ["cyrene"]}
    case = assessed(changed(worked_example(), partner))
    section = moves(case, names_of(case))
    assert section is not None
    block = section.blocks[0]
    rows = block.rows if isinstance(block, Table) else block.table.rows  # type: ignore[union-attr]
    (row,) = [row for row in rows if row[0].startswith("pressure")]
    # With pressure on, no deal is worth 34 to us and 48 to them (worked example), and a zone exists for either type.
    assert row[0] == "pressure (needs cyrene to be consulted first)"
    assert row[1:5] == ("100%", "34.0", "48.0", "3.5")


def test_what_each_side_could_take_back_stands_in_its_own_column() -> None:
    stage = {"reversible": {"by_us": "25%", "by_them": "75%"}, "shifts_after": {"borea": 5}}
    case = assessed(changed(worked_example(), {"staging/fleet": stage}))
    section = stages(case, names_of(case))
    assert section is not None
    (table,) = [
        b for b in section.blocks if isinstance(b, Table) and b.columns[-2:] == ("we could take back", "they could take back")
    ]
    (row,) = [row for row in table.rows if row[0] == "fleet"]
    assert row[-2:] == ("25%", "75%")


def test_who_decides_is_told_with_who_could_do_without_us() -> None:
    data = worked_example()
    data["parties"]["cyrene"] = {"role": "partner"}
    data["values"]["cyrene"] = {"weights": "money > fleet", "scores": {"fleet": [100, 0, 0], "money": [0, 50, 100]}}
    data["no_deal"]["cyrene"] = {"value": 20}
    data["labels"] = {"cyrene": "Cyrene"}
    case = assessed(changed(data, {"consent": "all_but_one"}), worlds=20)
    section = coalitions(case, names_of(case))
    assert section is not None
    rule, without, shown = section.blocks
    assert rule == Paragraph("At the table: aland, borea, Cyrene. A deal needs the consent of all but one of them.")
    assert section.brief == (without,)
    assert without == Paragraph("Without us, borea + Cyrene could make a deal that all of them gain by with probability 100%.")
    assert isinstance(shown, Table)
    assert shown.columns == ("among", "a deal exists in", "worth to aland", "worth to borea", "worth to Cyrene")
    assert [row[0] for row in shown.rows] == ["aland + borea", "aland + Cyrene", "borea + Cyrene"]
    assert shown.rows[2][1:3] == ("100%", "-35.0")


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (None, None),
        ("all", "At the table: aland, borea. A deal needs the consent of all of them."),
        ({"quota": 2}, "At the table: aland, borea. A deal needs the consent of 2 of them."),
        ({"vetoes": ["borea"]}, "At the table: aland, borea. A deal needs the consent of borea."),
        (
            {"vetoes": ["borea"], "quota": 1},
            "At the table: aland, borea. A deal needs the consent of 1 of them. Among these must be borea.",
        ),
    ],
)
def test_the_rule_of_consent_is_told_in_words(rule: object, told: str | None) -> None:
    case = assessed(changed(worked_example(), {"consent": DELETE if rule is None else rule}))
    section = coalitions(case, names_of(case))
    assert (section.blocks if section else None) == ((Paragraph(told),) if told else None)


def test_what_a_package_cannot_be_and_offers_are_printed() -> None:
    data = worked_example()
    assert terms(assessed(data), names_of(assessed(data))) is None
    data["exclude"] = [{"fleet": "unchanged", "money": "grant"}]
    data["implies"] = [{"when": {"fleet": "withdrawn"}, "then": {"money": ["credit", "grant"]}}]
    data["offers"] = {"first": {"package": {"fleet": "halved", "money": "none"}, "by": "aland", "on": "2031-03-01"}}
    case = assessed(changed(data, {"labels": {"halved": "half the boats"}}))
    section = terms(case, names_of(case))
    assert section is not None
    assert (
        BulletList(("fleet: unchanged + money: grant", "fleet: withdrawn, unless with money: credit / money: grant only"))
        in section.blocks
    )
    shown = section.blocks[-1]
    assert isinstance(shown, Table)
    assert shown.rows == (("first", "aland", "2031-03-01", "fleet: half the boats + money: none", "–"),)


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ({"aland": 3, "borea": -4}, "Meeting at all costs us 3.0 points. It hands the other side 4.0 points."),
        (
            {"aland": "-5..-2", "borea": "-1..2"},
            "Meeting at all brings us 3.5 (2.0 to 5.0) points. It costs the other side 0.50",
        ),
        ({"aland": 0, "borea": 2}, "Meeting at all costs us 0.00 points. It costs the other side 2.0 points."),
    ],
)
def test_a_price_that_is_never_a_cost_is_told_as_a_gain(price: dict[str, object], said: str) -> None:
    case = assessed(changed(worked_example(), {"meeting/price": price, "meeting/levels/leaders/price": {}}), worlds=400)
    shown = meeting(case, names_of(case))
    assert shown is not None
    assert said in " ".join(block.text for block in shown.blocks if isinstance(block, Paragraph))
