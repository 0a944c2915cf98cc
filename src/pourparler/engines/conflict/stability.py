# SPDX-License-Identifier: Apache-2.0
"""Whether an actor stays at a state: Nash, general metarational, symmetric metarational and sequential stability."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.conflict.moves import Flags, Integers, Moves
from pourparler.engines.conflict.reachability import Sanction, least_reached, over_rows
from pourparler.errors import EngineInputError

#: The notions of stability, in the order in which they are told.
CONCEPTS = ("nash", "gmr", "smr", "seq")


@dataclass(frozen=True)
class Conflict:
    """Several actors, each with its moves and with ranks [actor, state], higher is better; states count from 0.

    `classes` [actor, state] says where preference is strong: between states of different classes. None where nobody's
    preference is strong. Raises EngineInputError where shapes do not fit, or classes contradict ranks.
    """

    moves: tuple[Moves, ...]
    ranks: Integers
    classes: Integers | None = None

    def __post_init__(self) -> None:
        if not self.moves or self.ranks.shape != (len(self.moves), self.moves[0].states):
            raise EngineInputError("a rank for every actor and state")
        if any(moves.states != self.states for moves in self.moves):
            raise EngineInputError("every actor moves among the same states")
        if self.classes is not None:
            if self.classes.shape != self.ranks.shape:
                raise EngineInputError("a class for every actor and state")
            for ranks, classes in zip(self.ranks, self.classes, strict=True):
                order = np.lexsort((classes, ranks))
                if (np.diff(classes[order]) < 0).any() or (np.diff(classes[order])[np.diff(ranks[order]) == 0] != 0).any():
                    raise EngineInputError("a state is never strongly preferred to one that is as good or better")

    @property
    def states(self) -> int:
        """The number of states."""
        return int(self.ranks.shape[1])

    @property
    def actors(self) -> int:
        """The number of actors."""
        return len(self.moves)

    @cached_property
    def improvements(self) -> tuple[Moves, ...]:
        """The moves of each actor that lead it to a state it prefers: its unilateral improvements."""
        return tuple(
            moves.kept(ranks[moves.targets] > ranks[moves.sources]) for moves, ranks in zip(self.moves, self.ranks, strict=True)
        )


@dataclass(frozen=True)
class Stabilities:
    """At which states each actor stays, by notion of stability: each [actor, state].

    `sanction` names by what opponents were taken to sanction a departure.
    """

    nash: Flags
    gmr: Flags
    smr: Flags
    seq: Flags
    sanction: Sanction

    def by_concept(self) -> dict[str, Flags]:
        """Return the flags [actor, state] by the name of the notion."""
        return {name: getattr(self, name) for name in CONCEPTS}

    def equilibria(self) -> dict[str, Flags]:
        """Return at which states [state] every actor stays, by the name of the notion."""
        return {name: np.asarray(flags.all(axis=0)) for name, flags in self.by_concept().items()}


def stabilities(conflict: Conflict, sanction: Sanction = "joint_sequence") -> Stabilities:
    """Return at which states each actor stays, for four notions of what it expects of the others.

    Nash: it has no improvement. General metarational (gmr): after each improvement the opponents can bring about a state no
    better for it than where it was. Symmetric (smr): and it cannot escape from that by another move of its own. Sequential
    (seq): the opponents do so by moves that improve their own lot. With one opponent both definitions of sanction coincide.

    Within one definition nash implies seq, seq implies gmr, and smr implies gmr. A stable state is one that nobody leaves by
    that way of thinking, not one that will come about: see `evolution` for that.
    Source: Nash (1950); Howard (1971); Fraser & Hipel (1979); for several actors Fang, Hipel & Kilgour (1993), ch. 3.
    """
    held = [_of_actor(conflict, actor, sanction) for actor in range(conflict.actors)]
    nash, gmr, smr, seq = (np.array([row[concept] for row in held]) for concept in CONCEPTS)
    return Stabilities(nash, gmr, smr, seq, sanction)


def _of_actor(conflict: Conflict, actor: int, sanction: Sanction) -> dict[str, Flags]:
    """Return at which states [state] one actor stays, by notion."""
    ranks, own = conflict.ranks[actor], conflict.moves[actor]
    others = [n for n in range(conflict.actors) if n != actor]
    moves, improving = [conflict.moves[n] for n in others], [conflict.improvements[n] for n in others]
    escaping = escaped(ranks, own)
    feared = {
        "gmr": least_reached(ranks, moves, sanction),
        "smr": least_reached(escaping, moves, sanction),
        "seq": least_reached(ranks, improving, sanction),
    }
    departures = conflict.improvements[actor]
    found = {"nash": np.diff(departures.starts) == 0}
    found.update((name, deterred(departures, worst, ranks + 1)) for name, worst in feared.items())
    return found


def escaped(ranks: Integers, own: Moves) -> Integers:
    """Return the rank of the best that an actor can make of each state [state] by staying or by one move of its own.

    Source: the escape of symmetric metarationality, Howard (1971).
    """
    return np.maximum(ranks, over_rows(np.maximum, ranks, own, 0))


def deterred(departures: Moves, worst: Integers, limit: Integers) -> Flags:
    """Return from which states [state] every departure is answered by something `worst` [state] below the state's `limit`.

    Source: definition of a sanction, Fang, Hipel & Kilgour (1993), ch. 3.
    """
    free = worst[departures.targets] >= limit[departures.sources]
    stays = np.ones(departures.states, dtype=np.bool_)
    stays[departures.sources[free]] = False
    return stays


@dataclass(frozen=True)
class StrongStabilities:
    """At which states each actor stays because it would end far worse off: each [actor, state].

    A state that is stable by a notion and not here is weakly stable by it. Nash stability has no degrees.
    """

    gmr: Flags
    smr: Flags
    seq: Flags
    sanction: Sanction


def strong_stabilities(conflict: Conflict, sanction: Sanction = "joint_sequence") -> StrongStabilities:
    """Return at which states each actor stays under strong sanctions: those that leave it at a state it strongly prefers less.

    As `stabilities`, but a sanction counts only if what it leads to lies in a lower class; for smr whatever it then does.
    Raises EngineInputError for a conflict in which nobody's preference is strong.
    Source: Hamouda, Kilgour & Hipel (2004, 2006): strong and weak stability.
    """
    if conflict.classes is None:
        raise EngineInputError("strong stability needs classes of states")
    rows: list[NDArray[np.bool_]] = []
    for actor, classes in enumerate(conflict.classes):
        others = [n for n in range(conflict.actors) if n != actor]
        moves, improving = [conflict.moves[n] for n in others], [conflict.improvements[n] for n in others]
        escaping = escaped(classes, conflict.moves[actor])
        feared = (
            least_reached(classes, moves, sanction),
            least_reached(escaping, moves, sanction),
            least_reached(classes, improving, sanction),
        )
        rows.append(np.array([deterred(conflict.improvements[actor], worst, classes) for worst in feared]))
    gmr, smr, seq = np.stack(rows, axis=1)
    return StrongStabilities(gmr, smr, seq, sanction)
