# SPDX-License-Identifier: Apache-2.0
"""Every name in a case must refer to something; what refers into a section that is not there is tolerated."""

import pytest

from case.samples import FULL, problems_in, spoilt, the_problem

# Old text, new text, key path of the one problem, what was found.
WRONG_NAMES = [
    ("seat: own", "seat: delos", "seat", "'delos', which is no seat"),
    ("party: cyrene, access", "party: cyren, access", "sources.envoy.party", "the unknown party 'cyren'"),
    ("{grade: C2", "{grade: E2", "sources.envoy.grade", "the unknown grade 'E2'"),
    ("{grade: B2}]}", "{grade: D}]}", "sources.relay.links[1].grade", "the unknown grade 'D'"),
    ("source: envoy", "source: envy", "evidence.offer.source", "the unknown source 'envy'"),
    (
        "hypothesis: settle,",
        "hypothesis: setle,",
        "questions.motive.reference_class.hypothesis",
        "the unknown hypothesis 'setle'",
    ),
    (
        "      pressure: {responsive: 60%",
        "      presure: {responsive: 60%",
        "evidence.offer.likelihood.presure",
        "the unknown question 'presure'",
    ),
    (
        "anyway: {motive: {settle: 50%, stall",
        "anyway: {motive: {settle: 50%, stal",
        "evidence.silence.anyway.motive.stal",
        "the unknown hypothesis 'stal'",
    ),
    ("{motive: 40..60%}", "{motif: 40..60%}", "evidence.silence.likelihood.motif", "the unknown question 'motif'"),
    ("letters: {motive", "letters: {motif", "evidence.silence.letters.motif", "the unknown question 'motif'"),
    ("stall: CC,", "stahl: CC,", "evidence.silence.letters.motive.stahl", "the unknown hypothesis 'stahl'"),
    (
        "halved, withdrawn], status_quo: unchanged",
        "halved, withdrawn], status_quo: unchange",
        "issues.fleet.status_quo",
        "the unknown option 'unchange'",
    ),
    ("exclude: [{fleet", "exclude: [{fleets", "exclude[0].fleets", "the unknown issue 'fleets'"),
    ("money: grant}]", "money: grants}]", "exclude[0].money", "the unknown option 'grants'"),
    ("  borea:\n    weights", "  boria:\n    weights", "values.boria", "the unknown party 'boria'"),
    ("    under:\n      motive:", "    under:\n      motif:", "values.borea.under.motif", "the unknown question 'motif'"),
    (
        "        stall: {scores",
        "        stahl: {scores",
        "values.borea.under.motive.stahl",
        "the unknown hypothesis 'stahl'",
    ),
    (
        "under: {pressure: {responsive",
        "under: {pressure: {responsiv",
        "values.borea.under.motive.prestige.under.pressure.responsiv",
        "the unknown hypothesis 'responsiv'",
    ),
    ("  aland: {value: 35", "  alan: {value: 35", "no_deal.alan", "the unknown party 'alan'"),
    (
        "{value: {motive: {settle",
        "{value: {motif: {settle",
        "no_deal.borea.value.motif",
        "the unknown question 'motif'",
    ),
    ("}}, aland: -2..0}", "}}, alund: -2..0}", "moves.port_fees.shifts.alund", "the unknown party 'alund'"),
    (
        "{responsive: -12..-6",
        "{respons: -12..-6",
        "moves.port_fees.shifts.borea.pressure.respons",
        "the unknown hypothesis 'respons'",
    ),
    (
        "shifts: {aland: -3",
        "shifts: {oland: -3",
        "moves.port_fees.retaliation.shifts.oland",
        "the unknown party 'oland'",
    ),
    ("needs: [cyrene]", "needs: [cyrene, nobody]", "moves.port_fees.needs[1]", "the unknown party 'nobody'"),
    ("twin: fuel_credit", "twin: fuel_credits", "moves.port_fees.twin", "the unknown move 'fuel_credits'"),
    ("{issue: money, party", "{issue: mony, party", "moves.fuel_credit.improves.issue", "the unknown issue 'mony'"),
    ("party: borea, by", "party: nobody, by", "moves.fuel_credit.improves.party", "the unknown party 'nobody'"),
    ("fleet.capped: {rev", "fleet.caped: {rev", "staging.fleet.caped", "the unknown option 'fleet.caped'"),
    ("  money: {rev", "  mony: {rev", "staging.mony", "the unknown issue 'mony'"),
    (
        "shifts_after: {borea",
        "shifts_after: {nobody",
        "staging.fleet.capped.shifts_after.nobody",
        "the unknown party 'nobody'",
    ),
    ("compliance: {motive", "compliance: {motif", "compliance.motif", "the unknown question 'motif'"),
    ("patrols.suspended: {", "patrols.suspend: {", "effects.patrols.suspend", "the unknown option 'patrols.suspend'"),
    (
        "{cyrene: -8..-4, delos",
        "{cyrene: -8..-4, dilos",
        "effects.patrols.suspended.dilos",
        "the unknown party 'dilos'",
    ),
    ("worth_to_us: {cyrene", "worth_to_us: {cyren", "worth_to_us.cyren", "the unknown party 'cyren'"),
    ("cyrene: [patrols.joint]", "cyren: [patrols.joint]", "red_lines.cyren", "the unknown party 'cyren'"),
    (
        "cyrene: [patrols.joint]",
        "cyrene: [patrol.joint]",
        "red_lines.cyrene[0]",
        "the unknown issue 'patrol'",
    ),
    ("{party: cyrene, told", "{party: cyrena, told", "consultation[0].party", "the unknown party 'cyrena'"),
    ("{issue: fleet, target", "{issue: fleets, target", "mandate.goals[0].issue", "the unknown issue 'fleets'"),
    ("target: withdrawn", "target: withdraw", "mandate.goals[0].target", "the unknown option 'withdraw'"),
    ("floor: halved", "floor: half", "mandate.goals[0].floor", "the unknown option 'half'"),
    ("give: money.credit", "give: money.kredit", "mandate.gives[0].give", "the unknown option 'money.kredit'"),
    ("get: fleet.halved", "get: boats.halved", "mandate.gives[0].get", "the unknown issue 'boats'"),
    (
        "  red_lines: [patrols.joint]",
        "  red_lines: [patrols.jount]",
        "mandate.red_lines[0]",
        "the unknown option 'patrols.jount'",
    ),
    ("mandate.approved, day", "mandate.aproved, day", "gate.steps.fix_date[2]", "the unknown condition 'mandate.aproved'"),
    (
        "consultation.cyrene, mandate",
        "consultation.atlantis, mandate",
        "gate.steps.fix_date[1]",
        "the unknown condition 'consultation.atlantis'",
    ),
    ("interpreters]", "interpreter]", "gate.steps.fix_date[4]", "the unknown condition 'interpreter'"),
    ("condition: day_after.plan", "condition: plan", "gate.waived[0].condition", "the unknown condition 'plan'"),
    (
        "meets: [intentions.direct_contact]",
        "meets: [intentions.contact]",
        "preparation.soundings.meets[0]",
        "the unknown condition 'intentions.contact'",
    ),
    ("reveals: motive", "reveals: motif", "preparation.soundings.reveals", "the unknown question 'motif'"),
    (
        "forthcoming: {settle: 70%, stall",
        "forthcoming: {settle: 70%, stahl",
        "preparation.soundings.outcomes.forthcoming.stahl",
        "the unknown hypothesis 'stahl'",
    ),
    ("aligns: cyrene", "aligns: atlantis", "preparation.tell_cyrene.aligns", "the unknown party 'atlantis'"),
    ("shapes: [port_fees]", "shapes: [port_fee]", "preparation.dues.shapes[0]", "the unknown move 'port_fee'"),
    ("needs: [tell_cyrene]", "needs: [tell]", "preparation.soundings.needs[0]", "the unknown preparation step 'tell'"),
    ("  values.aland: {by", "  value.aland: {by", "judgements.value.aland", "a judgement on the unknown section 'value'"),
]


@pytest.mark.parametrize(("old", "new", "key_path", "found"), WRONG_NAMES, ids=[row[2] for row in WRONG_NAMES])
def test_a_wrong_name_is_reported_where_it_stands(old: str, new: str, key_path: str, found: str) -> None:
    problem = the_problem(spoilt(FULL, (old, new)))
    assert (problem.key_path, problem.found) == (key_path, found)
    assert problem.write.startswith(("did you mean ", "write one of "))
    assert problem.source_line[problem.column - 1 :].lstrip("'\"") != ""


def test_a_key_is_marked_at_the_key_and_a_value_at_the_value() -> None:
    at_key = the_problem(spoilt(FULL, ("worth_to_us: {cyrene", "worth_to_us: {cyren")))
    assert at_key.source_line[at_key.column - 1 :].startswith("cyren:")
    at_value = the_problem(spoilt(FULL, ("needs: [cyrene]", "needs: [cyrene, nobody]")))
    assert at_value.source_line[at_value.column - 1 :].startswith("nobody]")


def test_a_grade_may_be_held_by_its_letter_or_in_full() -> None:
    assert problems_in(spoilt(FULL, ("{grade: C2", "{grade: C6"))) == ()
    assert the_problem(spoilt(FULL, ("{grade: C2", "{grade: B3"))).found == "the unknown grade 'B3'"


def test_seat_may_be_a_party_or_a_role() -> None:
    for seat in ("own", "counterpart", "aland", "borea"):
        assert problems_in(spoilt(FULL, ("seat: own", f"seat: {seat}"))) == ()


def test_names_that_differ_only_in_how_accents_are_stored_are_the_same() -> None:
    decomposed = "e\u0301ire"
    assert problems_in(spoilt(FULL, ("worth_to_us: {cyrene", f"worth_to_us: {{{decomposed}: 1, cyrene"))) == ()
    assert "a second time" in the_problem(spoilt(FULL, ("parties:\n", f"parties:\n  {decomposed}: {{role: rival}}\n"))).found
