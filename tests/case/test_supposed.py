# SPDX-License-Identifier: Apache-2.0
"""A case with some places set otherwise: what a path means, what a value may be, and how either goes wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler.case import Case, Problem, read
from pourparler.case.problem import path_text
from pourparler.case.supposed import SETTING, settings_of
from pourparler.case.tree import plain_data
from pourparler.errors import CaseError

FULL = Path(__file__).parent / "full.yaml"


def with_set(*settings: str, unset: tuple[str, ...] = ()) -> Case:
    return read(FULL, settings=settings_of(settings, unset))


def problems(*settings: str, unset: tuple[str, ...] = ()) -> list[Problem]:
    with pytest.raises(CaseError) as caught:
        with_set(*settings, unset=unset)
    return [problem for problem in caught.value.problems if isinstance(problem, Problem)]


def test_a_value_is_read_as_it_would_stand_in_the_file() -> None:
    case = with_set("no_deal.aland.value=40..50", "stakes={novelty: routine}", "actions=[fix, hold]", "title='a: b'")
    assert str(case.no_deal["aland"].value) == "40..50"
    assert case.stakes is not None and (case.stakes.novelty, case.stakes.irreversibility) == ("routine", None)
    assert (case.actions, case.title) == (("fix", "hold"), "a: b")
    assert str(with_set("no_deal.aland.value=").no_deal["aland"].value) == "unknown"


def test_nothing_else_changes() -> None:
    assert with_set("no_deal.aland.value=35..45") == read(FULL)
    changed = with_set("no_deal.aland.value=40")
    assert changed.model_copy(update={"no_deal": read(FULL).no_deal}) == read(FULL)


def test_items_go_by_place_or_id_and_keys_may_hold_dots() -> None:
    case = with_set(
        "evidence.offer.likelihood.motive.settle=90%",
        "evidence[1].empty_rate=30%",
        "effects.patrols.suspended.cyrene=-2",
        "effects.fleet.halved.delos=1",
        "staging.fleet.capped.reversible.by_us=0.5",
        'gate.attested."interpreters".state=unknown',
        "red_lines.cyrene[0]=fleet.halved",
        "consultation[1]={party: delos, told: all, level: full, on: 2031-03-10}",
    )
    offer, silence = case.evidence
    told = offer.likelihood["motive"]
    assert isinstance(told, dict)
    assert (str(told["settle"]), str(silence.empty_rate)) == ("0.9", "0.3")
    assert str(case.effects["patrols.suspended"]["cyrene"]) == "-2" and str(case.effects["fleet.halved"]["delos"]) == "1"
    stage = case.staging["fleet.capped"].reversible
    assert stage is not None
    assert str(stage.by_us) == "0.5"
    assert case.gate is not None
    stated = case.gate.attested["interpreters"]
    assert stated.state == "unknown"
    assert case.red_lines["cyrene"] == ("fleet.halved",)
    assert [entry.party for entry in case.consultation] == ["cyrene", "delos"]


def test_tables_and_lists_on_the_way_are_made() -> None:
    case = with_set("meeting.levels.officials.reach=10%", "worth_to_us.éire=0.1", "exclude[1]={patrols: joint, money: none}")
    assert case.meeting is not None and "officials" in case.meeting.levels
    assert "éire" in case.worth_to_us and len(case.exclude) == 2
    later = with_set("premortem[1]={story: it leaked}", "questions.clock.record=two earlier terms")
    assert len(later.premortem) == 2
    (first,) = with_set("premortem[0].owner=desk C", unset=("framings",)).premortem
    assert first.owner == "desk C"


def test_what_is_set_later_wins_and_what_is_taken_away_is_gone() -> None:
    case = with_set("risk.tolerance=10", "risk.tolerance=20", unset=("framings[0]", "tripwires", "no_deal.borea.per_month"))
    assert case.risk is not None and str(case.risk.tolerance) == "20"
    assert case.framings == () and case.tripwires == () and case.no_deal["borea"].per_month is None


#: A setting, the column and path that are shown, and what is advised.
WRONG = [
    ("no_dael.aland.value=40", 1, "no_dael", "did you mean 'no_deal'?"),
    ("no_deal.alnd.value=40", 9, "no_deal.alnd", "did you mean 'aland'?"),
    ("no_deal.aland.vlue=40", 15, "no_deal.aland.vlue", "did you mean 'value'?"),
    ("no_deal.aland.value=abc", 21, "no_deal.aland.value", "write a number such as 40"),
    ("evidence.ofer.source=talks", 10, "evidence", "did you mean 'offer'?"),
    ("evidence.offer.source=tlks", 23, "evidence.offer.source", "did you mean 'talks'?"),
    ("moves.port_fee.cost=3", 7, "moves.port_fee", "did you mean 'port_fees'?"),
    ("moves.barricades.cost=3", 7, "moves.barricades", "one of 'port_fees'"),
    ("questions.motive.hypotheses.settl=3%", 29, "questions.motive.hypotheses.settl", "did you mean 'settle'?"),
    ("meeting.levels.minister.reach=3%", 16, "meeting.levels.minister", "did you mean 'ministers'?"),
    ("consultation[5].on=2031-03-01", 13, "consultation", "from 0 to 1; 1 adds an item"),
    ("title.x=3", 7, "title", "set that itself"),
    ("preparation.soundings.days=-4", 28, "preparation.soundings.days", "0 or more (days)"),
    ("gate.waived[0].by=", 18, "gate.waived[0].by", "text"),
    ("stakes.novelty=routin", 16, "stakes.novelty", "did you mean 'routine'?"),
    ("actions=[fix, hold", 9, "actions", "close it with ']'"),
    ("no_deal..value=3", 9, "", "keys with dots"),
]


@pytest.mark.parametrize(("setting", "column", "path", "write"), WRONG, ids=[row[0] for row in WRONG])
def test_a_mistake_is_one_message_at_its_place_with_what_is_near(setting: str, column: int, path: str, write: str) -> None:
    (found,) = problems(setting)
    assert (found.file, found.line, found.key_path, found.source_line) == (SETTING, 1, path, setting)
    assert found.column == column
    assert write in found.write + found.found


@pytest.mark.parametrize("text", ["", "=3", "no_deal", "no_deal.aland.value=4\n0"])
def test_what_is_no_setting_is_refused(text: str) -> None:
    (found,) = problems(text)
    assert "PATH=VALUE" in found.write


def test_what_is_not_there_cannot_be_taken_away() -> None:
    (found,) = problems(unset=("later.crisis.loss.x",))
    assert found.file in (SETTING, "--unset")
    (found,) = problems(unset=("no_deal.éire.per_month",))
    assert (found.file, found.key_path) == ("--unset", "no_deal.éire.per_month")
    assert "nothing at" in found.found


def test_a_contradiction_with_the_rest_is_told_where_it_stands() -> None:
    (found,) = problems("questions.motive.hypotheses.settle=60%")
    assert found.file == str(FULL) and "115%" in found.found


def leaves(data: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(data, dict):
        return [leaf for key, inner in data.items() for leaf in leaves(inner, (*path, key))]
    if isinstance(data, list):
        return [leaf for place, inner in enumerate(data) for leaf in leaves(inner, (*path, place))]
    return [path]


def _tree_leaves() -> list[tuple[str | int, ...]]:
    from pourparler.case.decode import load
    from pourparler.case.marks import read_tree

    return leaves(plain_data(read_tree(load(FULL))).plain)


LEAVES = _tree_leaves()


@given(st.sampled_from(LEAVES))
def test_every_place_that_a_message_names_can_be_set(path: tuple[str | int, ...]) -> None:
    """A path as messages write it leads to the place: the setting is refused there, or changes the case there."""
    setting = f"{path_text(path)}=[{{}}]"
    try:
        assert with_set(setting) != read(FULL)
    except CaseError as error:
        told = [problem for problem in error.problems if isinstance(problem, Problem)]
        assert any(problem.file == SETTING for problem in told) or path[0] == "pourparler"
