# SPDX-License-Identifier: Apache-2.0
"""Who has to be with us, who moves whom, the common line and the planned days: each mistake once and in its place."""

import pytest

from case.samples import FULL, problems_in, spoilt, the_problem
from pourparler.case import read_text

MISTAKES = [
    ("needed: [cyrene,", "needed: [syrene,", "coalition.needed[0]", "'cyrene'"),
    ("needed: [cyrene,", "needed: [cyrene, delos,", "coalition.needed[2]", "delete it"),
    ("needed: [cyrene,", "needed: [borea, cyrene,", "coalition.needed[0]", "the talks are about"),
    ("agrees: {cyrene: 60", "agrees: {aland: 90%, cyrene: 60", "coalition.agrees.aland", "coalition.needed"),
    ("agrees: {cyrene: 60", "agrees: {cyrus: 90%, cyrene: 60", "coalition.agrees.cyrus", "'cyrene'"),
    ("agrees: {cyrene: 60..80%", "agrees: {cyrene: 60..180%", "coalition.agrees.cyrene", ""),
    ("repels: {delos: {éire", "repels: {delos: {érie", "coalition.repels.delos.érie", "'éire'"),
    ("repels: {delos: {éire: 5..15%", "repels: {delos: {éire: -5..15%", "coalition.repels.delos.éire", ""),
    ("repels: {delos: {éire", "repels: {delos: {delos: 10%, éire", "coalition.repels.delos.delos", "delete it"),
    ("influence: {cyrene: {delos: 0.1..0.3", "influence: {cyrene: {delos: 0.1..1.3", "influence.cyrene.delos", ""),
    ("agreed: {cyrene: 2031-03-11", "agreed: {cyrus: 2031-03-11", "common_line.agreed.cyrus", "'cyrene'"),
    ("éire: open}", "éire: perhaps}", "common_line.agreed.éire", "YYYY-MM-DD"),
    ("party: éire, proposal", "party: erie, proposal", "common_line.open[0].party", "'éire'"),
    ("point: who counts the boats, party", "pint: who, party", "common_line.open[0].pint", "point"),
    ("planned: {announce", "planned: {anounce", "meeting.window.planned.anounce", "'announce'"),
    ("announce: 2031-03-25", "announce: 2031-13-25", "meeting.window.planned.announce", "calendar"),
    ("announce: 2031-03-25", "announce: 2031-05-21", "meeting.window.planned.travel", "in the order of meeting.steps"),
]


@pytest.mark.parametrize(("old", "new", "path", "write"), MISTAKES, ids=[f"{row[2]} {row[1]}" for row in MISTAKES])
def test_each_mistake_is_reported_in_its_place(old: str, new: str, path: str, write: str) -> None:
    found = problems_in(spoilt(FULL, (old, new)))
    assert path in [problem.key_path for problem in found]
    one = next(problem for problem in found if problem.key_path == path)
    assert write in one.write
    assert one.line > 0


@pytest.mark.parametrize(
    ("influence", "place", "told"),
    [
        ("{cyrene: {delos: 1}, delos: {cyrene: 100%}}", "influence.cyrene.delos", "cyrene → delos → cyrene"),
        ("{cyrene: {delos: 1}, delos: {éire: 1}, éire: {cyrene: 1}}", "influence.cyrene.delos", "delos → éire → cyrene"),
    ],
)
def test_influence_without_end_is_refused_in_its_place(influence: str, place: str, told: str) -> None:
    found = the_problem(spoilt(FULL, ("influence: {cyrene: {delos: 0.1..0.3}}", f"influence: {influence}")))
    assert found.key_path == place
    assert found.found.startswith("influence without end") and told in found.found
    assert "below 1" in found.write


@pytest.mark.parametrize("influence", ["{cyrene: {delos: 1}, delos: {cyrene: 0.9..1}}", "{cyrene: {delos: 1, éire: 1}}"])
def test_full_influence_that_somebody_breaks_is_taken(influence: str) -> None:
    assert not problems_in(spoilt(FULL, ("influence: {cyrene: {delos: 0.1..0.3}}", f"influence: {influence}")))


def coalition(text: str) -> str:
    start = FULL.index("coalition: ")
    return FULL[:start] + f"coalition: {text}" + FULL[FULL.index("\n", start) :]


def test_a_coalition_of_nobody_and_one_of_too_many_are_refused() -> None:
    nobody = the_problem(coalition("{}"))
    assert (nobody.key_path, nobody.found) == ("coalition", "a coalition without anybody in it")
    many = ", ".join(f"p{n}" for n in range(13))
    roles = "".join(f"  p{n}: {{role: third_party}}\n" for n in range(13))
    text = coalition(f"{{needed: [{many}]}}").replace("  delos: {role: rival,", f"{roles}  delos: {{role: rival,", 1)
    found = the_problem(text)
    assert found.key_path == "coalition.needed" and "13" in found.found and "12" in found.write
    assert not problems_in(text.replace(", p12]", "]"))


def test_where_nobody_is_named_those_are_needed_of_whom_it_speaks() -> None:
    case = read_text(coalition("{agrees: {delos: 50%, cyrene: }}"), "case.yaml")
    assert case.coalition is not None and case.coalition.members == ("delos", "cyrene")
    assert str(case.coalition.agrees["cyrene"]) == "unknown"
