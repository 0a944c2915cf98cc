# SPDX-License-Identifier: Apache-2.0
"""The page of a case's moves as a conflict is told with the labels of the case; by program there are identifiers alone."""

from typing import Any

from assess.test_move_conflict import answered
from assess.variations import case_of, changed
from pourparler.assess.conflict_rows import ConflictStudy
from pourparler.assess.move_conflict import study_moves
from pourparler.briefing.as_json import as_plain
from pourparler.briefing.compose_conflict import compose_conflict
from pourparler.briefing.conflict_names import with_labels
from pourparler.briefing.terminal import render

FUEL = {"kind": "cooperative", "cost": 1, "shifts": {"borea": 4}}


def studied(labels: dict[str, str]) -> ConflictStudy:
    data: dict[str, Any] = changed(answered(-8, 12), {"moves/fuel": FUEL, "labels": labels})
    return study_moves(case_of(data), 1, 1, ask=lambda stated: (None, (1, 1)))


def text(of: ConflictStudy) -> str:
    return " ".join(render(compose_conflict(of), width=200, full=True, color=False).split())


def test_labels_stand_in_the_place_of_identifiers() -> None:
    found = studied({"aland": "Åland", "pressure": "port fees raised", "stall": "playing for time"})
    told = text(found)
    for name in ("Åland", "port fees raised", "answer to port fees raised", "Åland+borea", "fuel", "–borea→"):
        assert name in told, name
    assert "aland" not in told and "pressure" not in told
    assert as_plain(found) == as_plain(studied({}))  # labels are for readers


def test_actors_that_are_called_the_same_are_told_apart() -> None:
    named = with_labels(studied({"aland": "the islands", "borea": "the islands"}))
    assert named.actors == ("the islands (aland)", "the islands (borea)")
    assert list(named.per_actor) == list(named.actors)
    named = with_labels(studied({"aland": "north+south", "borea": "east"}))
    assert named.actors == ("north south (aland)", "east")
    assert list(named.coalition_improvements or ()) == ["north south (aland)+east"]


def test_the_question_and_the_paths_are_renamed() -> None:
    named = with_labels(studied({"aland": "Åland", "borea": "Borea"}))
    assert named.inverse is not None and named.inverse.actor == "Borea"
    steps = [step.actor for row in named.evolution for step in (*(row.by_moves or ()), *(row.by_improvements or ()))]
    assert steps and set(steps) <= {"Åland", "Borea"}
    blocked = {name for row in named.inverse.answers.values() for name in row.blocked_by}
    assert blocked <= {"Åland", "Borea"}
