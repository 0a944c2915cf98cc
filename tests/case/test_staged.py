# SPDX-License-Identifier: Apache-2.0
"""Stages of a deal: what cannot be carried out one after another is refused, with its place."""

import pytest

from case.samples import FULL, problems_in, spoilt, the_problem

SECOND = "{id: lasting, gives: [patrols.suspended], gets: [fleet.halved], after: [trial]}"
# Old text, new text, key path of the one problem, what was found.
REFUSED = [
    ("gets: [fleet.halved], ", "", "stages.lasting", "a stage without a get"),
    ("gets: [fleet.halved], ", "gets: [], ", "stages.lasting", "a stage without a get"),
    ("by_them: 0.8..1", "by_them: 0.8..1.2", "staging.fleet.capped.reversible.by_them", "'0.8..1.2'"),
    ("by_us: 0,", "by_us: -0.1,", "staging.money.reversible.by_us", "'-0.1'"),
    ("escrow: 10..30%", "escrow: 10..130%", "stages.trial.escrow", "'10..130%'"),
    ("snap_back: {aland: 50..90%}", "snap_back: {aland: -5..90%}", "stages.trial.snap_back.aland", "'-5..90%'"),
    ("id: lasting", "id: trial", "stages.trial.id", "'trial' a second time"),
    ("after: [trial]", "after: [tria]", "stages.lasting.after[0]", "the unknown stage 'tria'"),
    ("gets: [fleet.halved]", "gets: [fleet.halvd]", "stages.lasting.gets[0]", "the unknown option 'fleet.halvd'"),
    ("gives: [patrols.suspended]", "gives: [patrol.suspended]", "stages.lasting.gives[0]", "the unknown issue 'patrol'"),
    ("gets: [fleet.halved]", "gets: [fleet.capped]", "stages.lasting.gets[0]", "'fleet.capped' a second time"),
    ("gives: [patrols.suspended]", "gives: [patrols.unchanged]", "stages.lasting.gives[0]", "an option that is in force today"),
    ("gives: [patrols.suspended]", "gives: [fleet.withdrawn]", "stages.lasting.gives[0]", "'fleet' among gives and gets"),
    (
        "gives: [patrols.suspended]",
        "gives: [patrols.suspended, patrols.joint]",
        "stages.lasting.gives[1]",
        "two options of 'patrols' in one stage",
    ),
    (
        "breach_seen: {borea: 60..90%}",
        "breach_seen: {cyrene: 60..90%}",
        "stages.trial.breach_seen.cyrene",
        "'cyrene', who is neither of the two sides",
    ),
    ("cost: {aland: 0.5..1}", "cost: {alnd: 0.5..1}", "stages.trial.cost.alnd", "the unknown party 'alnd'"),
    (
        "prestige: 40..70%}}, aland",
        "prest: 40..70%}}, aland",
        "stages.trial.kept_by.borea.motive.prest",
        "the unknown hypothesis 'prest'",
    ),
]


@pytest.mark.parametrize(("old", "new", "path", "found"), REFUSED, ids=[f"{row[2]}: {row[3]}" for row in REFUSED])
def test_what_is_refused_is_told_with_its_place(old: str, new: str, path: str, found: str) -> None:
    stages = FULL.index("stages:\n  - id")
    text = spoilt(FULL[stages:], (old, new)) if old in FULL[stages:] else None
    problem = the_problem(FULL[:stages] + text if text is not None else spoilt(FULL, (old, new)))
    assert (problem.key_path, problem.found) == (path, found)
    assert problem.line > 0
    assert problem.write


def test_stages_that_wait_for_one_another_are_told_as_a_circle() -> None:
    third = "  - {id: last, gives: [], gets: [patrols.joint], after: [lasting]}\n"
    text = spoilt(FULL, ("    what: one season", "    after: [last]\n    what: one season"))
    text = spoilt(text, (SECOND, SECOND.replace("gives: [patrols.suspended], ", ""))) + third
    found = [(p.key_path, p.found) for p in problems_in(text)]
    assert found == [("stages.trial.after", "a circle: trial after last after lasting after trial")]


def test_a_stage_written_before_one_that_it_comes_after_is_refused() -> None:
    first = "  - {id: early, gets: [patrols.suspended], after: [trial]}\n  - id: trial\n"
    text = spoilt(FULL, ("  - id: trial\n", first), (SECOND, SECOND.replace("gives: [patrols.suspended], ", "")))
    problem = the_problem(text)
    assert (problem.key_path, problem.found) == ("stages.early.after[0]", "'early' before 'trial', which it comes after")


def test_more_stages_than_are_searched_are_refused() -> None:
    options = ", ".join(f"o{n}" for n in range(10))
    scores = ", ".join(str(n) for n in range(10))
    text = f"""pourparler: 2
title: t
as_of: 2031-01-01
parties: {{a: {{role: own}}, b: {{role: counterpart}}}}
issues: {{x: {{options: [{options}], status_quo: o0}}}}
values: {{a: {{weights: {{x: 1}}, scores: {{x: [{scores}]}}}}, b: {{weights: {{x: 1}}, scores: {{x: [{scores}]}}}}}}
stages:
"""
    text += "".join(f"  - {{id: s{n}, gets: [x.o{n}], after: [{f's{n - 1}' if n > 1 else ''}]}}\n" for n in range(1, 10))
    assert the_problem(text).found == "9 entries, of which at most 8 are weighed at once"
