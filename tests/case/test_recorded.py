# SPDX-License-Identifier: Apache-2.0
"""The record around the numbers: names that name nothing, and contradictions, are each reported once and in place."""

import pytest

from case.samples import FULL, problems_in, spoilt, the_problem
from pourparler.case import read_text

MISTAKES = [
    ("authority: {fleet: full", "authority: {fleat: full", "sources.talks.authority.fleat", "did you mean 'fleet'?"),
    ("authority: {fleet: full", "authority: {fleet: fully", "sources.talks.authority.fleet", "full"),
    ("storm_season: {aland: 60", "storm_season: {alund: 60", "beliefs.storm_season.alund", "'aland'"),
    ("storm_season: {aland: 60", "storm_season: {delos: 60", "beliefs.storm_season.delos", "delete it"),
    ("borea: 20..40%}, new", "borea: 20..140%}, new", "beliefs.storm_season.borea", ""),
    ("influence: {cyrene: {delos", "influence: {cyrene: {delus", "influence.cyrene.delus", "did you mean 'delos'?"),
    ("influence: {cyrene: {delos", "influence: {cyrene: {cyrene", "influence.cyrene.cyrene", "delete it"),
    ("means: {aland: boats gone, borea", "means: {aland: boats gone, boera", "interpretation[0].means.boera", "'borea'"),
    ("aland: {position: 80", "alond: {position: 80", "positions.quota_line.of.alond", "'aland'"),
    ("scale: [0, 100]", "scale: [0]", "positions.quota_line.scale", ""),
    ("scale: [0, 100]", "scale: [100, 0]", "positions.quota_line.scale", "its lower end first"),
    ("scale: [0, 100]", "scale: [0, 0]", "positions.quota_line.scale", "its lower end first"),
    ("position: 80", "position: 101", "positions.quota_line.of.aland.position", "on the scale"),
    ("position: 40..60", "position: -1..60", "positions.quota_line.of.cyrene.position", "on the scale"),
    ("no_agreement: 0..20", "no_agreement: 0..120", "positions.quota_line.no_agreement", "on the scale"),
    ("salience: 90", "salience: 140", "positions.quota_line.of.aland.salience", "100"),
    ("salience: 50", "salience: 40..120", "positions.quota_line.of.cyrene.salience", "100"),
    ("vote: {quota: 5", "vote: {quota: 8", "positions.quota_line.vote.quota", "all votes together"),
    ("cyrene: 2, delos: 1}", "cyrene: 2, delus: 1}", "positions.quota_line.vote.votes.delus", "'delos'"),
    ("delos: 1}, vetoes: [aland]", "delos: 1}, vetoes: [alund]", "positions.quota_line.vote.vetoes[0]", "'aland'"),
    ("delos: 1}, vetoes: [aland]", "delos: 1}, vetoes: [borea]", "positions.quota_line.vote.vetoes", "0 if need be"),
    ("goals: {fleet: withdrawn, patrols", "goals: {fleet: withdrew, patrols", "mandate.history[0].goals.fleet", "'withdrawn'"),
    ("requires: [fleet.halved,", "requires: [fleet.half,", "success[0].requires[0]", "'fleet.halved'"),
    ("    party: aland\n", "    party: alund\n", "success[0].party", "'aland'"),
    ("written: 2031-03-10", "written: 2032-03-10", "success[0].written", "beforehand"),
    ("forecast: {fix: 60", "forecast: {fixed: 60", "success[1].forecast.fixed", "'fix'"),
    ("when: soundings.evasive", "when: soundings.evasiv", "tripwires[0].when", "'soundings.evasive'"),
    ("then: hold", "then: holds", "tripwires[0].then", "'hold'"),
    ("1976, similarity: 6..8", "1976, similarity: 60..80", "analogies[0].similarity", ""),
    ("on: 2031-03-10, resolves: 2031-06-30", "on: 2031-07-10, resolves: 2031-06-30", "forecasts[0].on", "made"),
    ("default: nobody", "default: everybody", "release.default", "'nobody'"),
    ("grants: {cyrene: [issues", "grants: {cyrene: [isues", "release.grants.cyrene[0]", "'issues'"),
    ("grants: {cyrene", "grants: {syrene", "release.grants.syrene", "'cyrene'"),
    ("ratifiers: [parliament]", "ratifiers: [delos]", "parties.cyrene.ratifiers[0]", "no party"),
    ("  parliament: [money.grant]", "  parlament: [money.grant]", "red_lines.parlament", "'parliament'"),
    ("novelty: first_meeting", "novelty: first", "stakes.novelty", "first_meeting"),
    ("actions: [fix,", "actions: [fixed,", "actions[0]", "'fix'"),
]


@pytest.mark.parametrize(("old", "new", "path", "write"), MISTAKES, ids=[row[2] for row in MISTAKES])
def test_each_mistake_is_reported_in_its_place(old: str, new: str, path: str, write: str) -> None:
    found = problems_in(spoilt(FULL, (old, new)))
    assert path in [problem.key_path for problem in found]
    (one,) = [problem for problem in found if problem.key_path == path]
    assert write in one.write
    assert new.split(":")[0].split("{")[-1].strip(" -") in one.source_line


def test_a_question_without_positions_is_reported() -> None:
    start = FULL.index("    of:\n      aland: {position")
    end = FULL.index("\nmandate:")
    found = the_problem(FULL[:start] + "    of: {}" + FULL[end:])
    assert found.key_path == "positions.quota_line" and "nobody" in found.found


def test_no_tolerance_for_risk_is_said_in_a_word() -> None:
    assert read_text(spoilt(FULL, ("risk: {tolerance: 20..60}", "risk: {tolerance: none}")), "case.yaml").risk is not None


def test_an_outcome_of_a_step_that_does_not_say_yet_how_it_may_come_out_is_tolerated() -> None:
    outcomes = next(line for line in FULL.splitlines() if line.strip().startswith("outcomes: {forthcoming"))
    assert read_text(spoilt(FULL, (outcomes + "\n", "")), "case.yaml").tripwires[0].when == "soundings.evasive"
    assert the_problem(spoilt(FULL, ("when: soundings.evasive", "when: cabinet.evasive"))).key_path == "tripwires[0].when"
