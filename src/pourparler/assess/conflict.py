# SPDX-License-Identifier: Apache-2.0
"""A conflict alone, studied: equilibria, who stays where, what coalitions can do, how it gets there, the inverse question."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.conflict_rows import (
    ComparisonRow,
    ConflictStudy,
    InverseRow,
    OptionRow,
    OtherDefinition,
    PathRow,
    QuestionRow,
    StableRow,
    StepRow,
    StrongRow,
)
from pourparler.assess.sentence import Sentence, sentence
from pourparler.engines.conflict import (
    CONCEPTS,
    Conflict,
    Sanction,
    Stabilities,
    Step,
    coalition_improvements,
    coalition_stabilities,
    coalitions_of,
    evolution,
    inverse,
    stabilities,
    strong_stabilities,
)
from pourparler.exchange.conflict import StatedConflict

Flags = NDArray[np.bool_]

#: The definition of a sanction where nobody says which: that of Fang, Hipel & Kilgour (1993), by which the field's tables are.
DEFAULT_SANCTION: Sanction = "joint_sequence"
#: Coalitions are looked at where there are no more states than this, and
MOST_STATES_TOGETHER = 512
#: no more actors: 57 coalitions.
MOST_ACTORS_TOGETHER = 6
#: The other definition is looked at beside the one in use where there are no more states than this.
MOST_COMPARED = 4_096
#: Paths are told to so many equilibria, the first.
MOST_PATHS = 100


def study_conflict(
    stated: StatedConflict,
    sanction: Sanction | None = None,
    status_quo: int | None = None,
    question: tuple[int, int] | None = None,
) -> ConflictStudy:
    """Study a conflict. `sanction` and `status_quo` overrule what the file says; `question` is (actor, state) of the inverse.

    Raises EngineInputError for a status quo, an actor or a state that is not there.
    """
    conflict = stated.conflict
    by = sanction or stated.sanction or DEFAULT_SANCTION
    held = stabilities(conflict, by)
    found = _row(held.equilibria())
    together = _coalitions(stated, by, held) if _are_few(conflict) else (None, None, None)
    start = stated.status_quo if status_quo is None else status_quo
    strong = None if conflict.classes is None else _strong(stated, by)
    return ConflictStudy(
        title=stated.title,
        states=conflict.states,
        actors=stated.actors,
        state_names=stated.names,
        options=tuple(OptionRow(option.actor, option.name) for option in stated.options),
        patterns=tuple(stated.pattern(state) for state in range(conflict.states)) if stated.form is not None else (),
        sanction=by,
        stabilities=found,
        per_actor=_per_actor(stated.actors, held),
        coalition_improvements=together[0],
        coalition_stabilities=together[1],
        steady=together[2],
        coalitions_why=_why(conflict),
        strong=strong,
        other_definition=_other(conflict, by, found),
        status_quo=None if start is None else start + 1,
        evolution=() if start is None else _paths(stated, start, found),
        inverse=None if question is None else _inverse(stated, by, held, *question),
        stated=stated,
    )


def _states(flags: Flags) -> tuple[int, ...]:
    return tuple((np.flatnonzero(flags) + 1).tolist())


def _row(flags: Mapping[str, Flags]) -> StableRow:
    return StableRow(*(_states(flags[concept]) for concept in CONCEPTS))


def _per_actor(actors: tuple[str, ...], held: Stabilities) -> dict[str, StableRow]:
    by_concept = held.by_concept()
    return {actor: _row({name: flags[n] for name, flags in by_concept.items()}) for n, actor in enumerate(actors)}


def _are_few(conflict: Conflict) -> bool:
    return conflict.states <= MOST_STATES_TOGETHER and conflict.actors <= MOST_ACTORS_TOGETHER


def _why(conflict: Conflict) -> Sentence | None:
    if _are_few(conflict):
        return None
    told = "coalitions are looked at for up to {states} states and {actors} actors"
    return sentence(told, states=MOST_STATES_TOGETHER, actors=MOST_ACTORS_TOGETHER)


def _coalitions(
    stated: StatedConflict, sanction: Sanction, held: Stabilities
) -> tuple[dict[str, tuple[tuple[int, int], ...]], dict[str, StableRow], StableRow]:
    """Return joint improvements and stabilities of every coalition, and the equilibria that none of them leaves."""
    improvements, stable, steady = {}, {}, held.equilibria()
    for members in coalitions_of(stated.conflict.actors):
        name = "+".join(stated.actors[member] for member in members)
        moves = coalition_improvements(stated.conflict, members)
        pairs = zip((moves.sources + 1).tolist(), (moves.targets + 1).tolist(), strict=True)
        improvements[name] = tuple(pairs)
        flags = coalition_stabilities(stated.conflict, members, sanction)
        stable[name] = _row(flags)
        steady = {concept: steady[concept] & flags[concept] for concept in CONCEPTS}
    return improvements, stable, _row(steady)


def _strong(stated: StatedConflict, sanction: Sanction) -> dict[str, StrongRow]:
    held = strong_stabilities(stated.conflict, sanction)
    return {
        actor: StrongRow(_states(held.gmr[n]), _states(held.smr[n]), _states(held.seq[n]))
        for n, actor in enumerate(stated.actors)
    }


def _other(conflict: Conflict, sanction: Sanction, found: StableRow) -> OtherDefinition | None:
    """Return what the other definition finds, where it may find something else."""
    if conflict.actors <= 2 or conflict.states > MOST_COMPARED:
        return None
    other: Sanction = "single_step" if sanction == "joint_sequence" else "joint_sequence"
    row = _row(stabilities(conflict, other).equilibria())
    here, there = found.by_concept(), row.by_concept()
    return OtherDefinition(other, row, tuple(concept for concept in CONCEPTS if here[concept] != there[concept]))


def _paths(stated: StatedConflict, start: int, found: StableRow) -> tuple[PathRow, ...]:
    improving, anyhow = (evolution(stated.conflict, start, improving=only).paths for only in (True, False))

    def told(steps: Iterable[Step] | None) -> tuple[StepRow, ...] | None:
        return None if steps is None else tuple(StepRow(stated.actors[step.actor], step.state + 1) for step in steps)

    return tuple(
        PathRow(state, told(improving.get(state - 1)), told(anyhow.get(state - 1))) for state in found.all()[:MOST_PATHS]
    )


def _inverse(stated: StatedConflict, sanction: Sanction, held: Stabilities, actor: int, state: int) -> QuestionRow:
    equilibria = held.equilibria()
    answers = {
        concept: InverseRow(
            bool(equilibria[concept][state]),
            tuple(tuple(ComparisonRow(a + 1, b + 1, strict) for a, b, strict in sorted(some)) for some in found.requirements),
            tuple(stated.actors[blocker] for blocker in found.blocked_by),
            found.too_many,
        )
        for concept, found in inverse(stated.conflict, actor, state, sanction).items()
    }
    return QuestionRow(stated.actors[actor], state + 1, answers)
