# SPDX-License-Identifier: Apache-2.0
"""How a conflict can get from where it stands to another state: shortest legal paths, by any moves or by improvements alone."""

from dataclasses import dataclass

from pourparler.engines.conflict.stability import Conflict
from pourparler.errors import EngineInputError


@dataclass(frozen=True)
class Step:
    """A move of one actor to a state."""

    actor: int
    state: int


@dataclass(frozen=True)
class Evolution:
    """What can come of a state: `paths` holds, per state that can be reached, the steps of one shortest legal sequence to it.

    The state itself is reached by no step. Among sequences of one length, the first actors and states come first.
    """

    start: int
    paths: dict[int, tuple[Step, ...]]


def evolution(conflict: Conflict, start: int, improving: bool) -> Evolution:
    """Return the states that can be reached from `start` by moves of which no actor makes two running, and shortest ways there.

    With `improving`, each move has to lead its own mover to a state it prefers. What cannot be reached so comes about only if
    somebody moves against its own interest, or two act as one. It says what may happen and not what will.
    Raises EngineInputError for a start that is no state.
    Source: status quo analysis, Li, Kilgour & Hipel (2005).
    """
    if not 0 <= start < conflict.states:
        raise EngineInputError("a conflict starts at one of its states")
    moves = conflict.improvements if improving else conflict.moves
    paths: dict[int, tuple[Step, ...]] = {start: ()}
    seen: set[tuple[int, int]] = set()
    here: list[tuple[int, int, tuple[Step, ...]]] = [(start, -1, ())]
    while here:
        ahead = []
        for state, last, path in here:
            for actor, own in enumerate(moves):
                if actor == last:
                    continue
                for target in own.of(state).tolist():
                    if (target, actor) not in seen:
                        seen.add((target, actor))
                        longer = (*path, Step(actor, target))
                        paths.setdefault(target, longer)
                        ahead.append((target, actor, longer))
        here = ahead
    return Evolution(start, dict(sorted(paths.items())))
