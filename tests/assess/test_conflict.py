# SPDX-License-Identifier: Apache-2.0
"""The study of a conflict: rows that count from 1, what is left out where there is too much, the inverse question."""

from dataclasses import replace

import numpy as np
import pytest

from engines.conflict.oracle import Plain
from pourparler.assess import conflict as studied_by
from pourparler.assess.conflict import study_conflict
from pourparler.assess.conflict_rows import ComparisonRow, PathRow, StepRow
from pourparler.exchange.conflict import StatedConflict

#: Four states in a row, each step another actor's: docs/explanation/conflict.md.
ROW = Plain(
    ({0: {1}, 1: set(), 2: set(), 3: set()}, {0: set(), 1: {2}, 2: set(), 3: set()}, {0: set(), 1: set(), 2: {3}, 3: set()}),
    ((1, 3, 2, 0), (0, 1, 2, 3), (0, 1, 2, 3)),
)


def stated(plain: Plain, **more: int) -> StatedConflict:
    names = ("aland", "borea", "cyrene", "delos")[: len(plain.actors)]
    return StatedConflict("a row", names, plain.engine(), **more)  # type: ignore[arg-type]


def test_the_conflict_on_which_the_two_definitions_differ() -> None:
    """Worked by hand in docs/explanation/conflict.md."""
    joint = study_conflict(stated(ROW))
    assert joint.sanction == "joint_sequence"
    assert joint.stabilities.by_concept() == {"nash": (4,), "gmr": (1, 4), "smr": (1, 4), "seq": (1, 4)}
    alone = study_conflict(stated(ROW), "single_step")
    assert alone.stabilities.by_concept() == dict.fromkeys(("nash", "gmr", "smr", "seq"), (4,))
    for one, other in ((joint, alone), (alone, joint)):
        assert one.other_definition is not None
        assert one.other_definition.sanction == other.sanction
        assert one.other_definition.stabilities == other.stabilities
        assert one.other_definition.differs == ("gmr", "smr", "seq")
    assert study_conflict(replace(stated(ROW), sanction="single_step")).stabilities == alone.stabilities


def test_paths_start_where_the_conflict_stands() -> None:
    found = study_conflict(stated(ROW, status_quo=0))
    whole = (StepRow("aland", 2), StepRow("borea", 3), StepRow("cyrene", 4))
    assert (found.status_quo, found.evolution) == (1, (PathRow(1, (), ()), PathRow(4, whole, whole)))
    assert study_conflict(stated(ROW, status_quo=0), status_quo=3).evolution == (PathRow(1, None, None), PathRow(4, (), ()))
    assert study_conflict(stated(ROW)).evolution == ()


def test_coalitions_and_what_no_coalition_leaves() -> None:
    found = study_conflict(stated(ROW))
    assert found.coalition_improvements is not None
    assert found.coalition_stabilities is not None
    assert found.steady is not None
    assert list(found.coalition_improvements) == ["aland+borea", "aland+cyrene", "borea+cyrene", "aland+borea+cyrene"]
    assert found.coalition_improvements["borea+cyrene"] == ((2, 3), (2, 4), (3, 4))
    # From 1 aland and borea would not stop at 3, where cyrene goes on, but they could at 2, which is open to aland alone.
    assert found.coalition_improvements["aland+borea"] == ((1, 2), (1, 3))
    assert found.coalition_stabilities["aland+borea"].gmr == (2, 3, 4)
    assert found.steady.gmr == (4,)
    assert found.steady.nash == (4,)


def test_too_many_states_for_coalitions_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studied_by, "MOST_STATES_TOGETHER", 3)
    monkeypatch.setattr(studied_by, "MOST_COMPARED", 3)
    found = study_conflict(stated(ROW))
    assert found.coalition_improvements is None
    assert found.coalition_stabilities is None
    assert found.steady is None
    assert found.other_definition is None
    assert str(found.coalitions_why) == "coalitions are looked at for up to 3 states and 6 actors"


def test_strength() -> None:
    strong = replace(ROW, strong=((1, 1, 1, 0), (0, 0, 0, 0), (0, 0, 0, 0)))
    found = study_conflict(stated(strong))
    assert found.strong is not None
    assert found.strong["aland"].gmr == found.strong["aland"].seq == (1, 2, 3, 4)
    assert found.strong["borea"].gmr == (1, 3, 4)
    assert study_conflict(stated(ROW)).strong is None


def test_the_inverse_question_counts_from_one() -> None:
    found = study_conflict(stated(ROW), "single_step", question=(0, 0)).inverse
    assert found is not None
    assert (found.actor, found.state) == ("aland", 1)
    assert found.answers["nash"].requirements == ((ComparisonRow(1, 2, False),),)
    assert found.answers["gmr"].requirements == ((ComparisonRow(1, 2, False),), (ComparisonRow(1, 3, False),))
    assert not any(row.holds or row.too_many for row in found.answers.values())
    blocked = study_conflict(stated(ROW), question=(0, 1)).inverse
    assert blocked is not None
    assert blocked.answers["nash"].blocked_by == ("borea",)


def test_one_actor_has_nobody_to_fear() -> None:
    found = study_conflict(StatedConflict("one", ("aland",), Plain(({0: {1}, 1: set()},), ((0, 1),)).engine()))
    assert found.stabilities.by_concept() == dict.fromkeys(("nash", "gmr", "smr", "seq"), (2,))
    assert found.coalition_improvements == {}
    assert np.array_equal(found.per_actor["aland"].nash, [2])
