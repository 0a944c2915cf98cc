# SPDX-License-Identifier: Apache-2.0
"""The conflict that a case's moves make, told with the labels of the case in place of its identifiers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from pourparler.assess.conflict_rows import ConflictStudy, PathRow, QuestionRow, StepRow
from pourparler.assess.hold_rows import MovesOfCase
from pourparler.briefing.names import Names
from pourparler.exchange.conflict import StatedOption
from pourparler.wording import say

_Row = TypeVar("_Row")


def with_labels(studied: ConflictStudy) -> ConflictStudy:
    """Return a study whose actors and options are called as a reader knows them; that of a file as it is.

    Its rows are for a page alone: who asks by program, asks by identifier.
    """
    if studied.moves is None or not studied.options:
        return studied
    names = Names(studied.labels)
    actors = _apart({actor: names.of("parties", actor) for actor in studied.actors})
    called = {"+".join(some): "+".join(actors[each] for each in some) for some in _coalitions(studied)}
    options = _options(studied.moves, names)
    held = zip(studied.stated.options, options, strict=True)
    stated = replace(
        studied.stated,
        actors=tuple(actors[actor] for actor in studied.actors),
        options=tuple(StatedOption(actors[option.actor], name) for option, name in held),
    )
    return replace(
        studied,
        actors=stated.actors,
        per_actor=_renamed(studied.per_actor, actors.__getitem__),
        coalition_improvements=_renamed_if(studied.coalition_improvements, called.__getitem__),
        coalition_stabilities=_renamed_if(studied.coalition_stabilities, called.__getitem__),
        evolution=tuple(_path(row, actors) for row in studied.evolution),
        inverse=None if studied.inverse is None else _question(studied.inverse, actors),
        stated=stated,
    )


def _apart(labels: dict[str, str]) -> dict[str, str]:
    """Return labels that tell actors, and coalitions, apart: with the identifier where two are the same or hold a plus."""
    held = list(labels.values())
    return {
        name: label if held.count(label) == 1 and "+" not in label else f"{label.replace('+', ' ')} ({name})"
        for name, label in labels.items()
    }


def _coalitions(studied: ConflictStudy) -> list[list[str]]:
    return [name.split("+") for name in studied.coalition_improvements or ()]


def _options(moves: MovesOfCase, names: Names) -> list[str]:
    """Return what the options of a conflict of moves are called: our moves in their order, then the answers to them."""
    made = [names.of("moves", row.move) for row in moves.holds]
    given = [names.of("moves", row.move) for row in moves.holds if row.answered is not None]
    return made + [say("answer to {move}", move=move) for move in given]


def _renamed(rows: Mapping[str, _Row], called: Callable[[str], str]) -> dict[str, _Row]:
    return {called(name): row for name, row in rows.items()}


def _renamed_if(rows: Mapping[str, _Row] | None, called: Callable[[str], str]) -> dict[str, _Row] | None:
    return None if rows is None else _renamed(rows, called)


def _path(row: PathRow, actors: Mapping[str, str]) -> PathRow:
    def told(steps: tuple[StepRow, ...] | None) -> tuple[StepRow, ...] | None:
        return None if steps is None else tuple(StepRow(actors[step.actor], step.state) for step in steps)

    return PathRow(row.state, told(row.by_improvements), told(row.by_moves))


def _question(asked: QuestionRow, actors: Mapping[str, str]) -> QuestionRow:
    answers = {
        name: replace(row, blocked_by=tuple(actors[actor] for actor in row.blocked_by)) for name, row in asked.answers.items()
    }
    return QuestionRow(actors[asked.actor], asked.state, answers)
