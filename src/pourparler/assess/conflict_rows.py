# SPDX-License-Identifier: Apache-2.0
"""What is found about a conflict, as rows. The names of the fields are the keys of the JSON form; states count from 1."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pourparler.assess.assessment import NOT_IN_JSON
from pourparler.assess.hold_rows import MovesOfCase
from pourparler.assess.sentence import Sentence
from pourparler.engines.conflict import Sanction
from pourparler.exchange.conflict import StatedConflict
from pourparler.showing import Shown

States = tuple[int, ...]


@dataclass(frozen=True)
class StableRow:
    """The states that are stable, by notion of stability."""

    nash: States
    gmr: States
    smr: States
    seq: States

    def by_concept(self) -> dict[str, States]:
        """Return the states by the name of the notion."""
        return {"nash": self.nash, "gmr": self.gmr, "smr": self.smr, "seq": self.seq}

    def all(self) -> States:
        """Return every state that is stable by any notion: all that are so by gmr."""
        return tuple(sorted({*self.nash, *self.gmr, *self.smr, *self.seq}))


@dataclass(frozen=True)
class StrongRow:
    """The states that an actor keeps because leaving would end at one it likes far less; the notions but Nash have degrees."""

    gmr: States
    smr: States
    seq: States


@dataclass(frozen=True)
class OptionRow:
    """An option, and the actor that can take it."""

    actor: str
    option: str


@dataclass(frozen=True)
class OtherDefinition:
    """What the other definition of a sanction finds: its equilibria, and by which notions they are not the same."""

    sanction: Sanction
    stabilities: StableRow
    differs: tuple[str, ...]


@dataclass(frozen=True)
class StepRow:
    """A move of an actor to a state."""

    actor: str
    state: int


@dataclass(frozen=True)
class PathRow:
    """How an equilibrium can come about from the status quo: a shortest legal sequence of improvements, and of any moves.

    None where there is no such sequence; the status quo itself takes no step.
    """

    state: int
    by_improvements: tuple[StepRow, ...] | None
    by_moves: tuple[StepRow, ...] | None


@dataclass(frozen=True)
class ComparisonRow:
    """A comparison that an actor has to make: it prefers one state to another, or, where not `strict`, likes it as much."""

    state: int
    over: int
    strict: bool


@dataclass(frozen=True)
class InverseRow:
    """Which preferences make a state an equilibrium by one notion: those that meet all comparisons of one of `requirements`.

    `blocked_by` names who leaves the state whatever this actor prefers. `too_many`: more requirements than are listed.
    `holds` says whether the state is such an equilibrium as things are.
    """

    holds: bool
    requirements: tuple[tuple[ComparisonRow, ...], ...]
    blocked_by: tuple[str, ...]
    too_many: bool


@dataclass(frozen=True)
class QuestionRow:
    """The inverse question: which preferences of `actor` make `state` an equilibrium, by notion of stability."""

    actor: str
    state: int
    answers: Mapping[str, InverseRow]


@dataclass(frozen=True)
class ConflictStudy(Shown):
    """What was found about a conflict.

    `stabilities` are equilibria: states at which every actor stays. Coalitions are named by their members, joined by "+"; what
    they do is None, with the reason in `coalitions_why`, where there are too many states. `steady` are the equilibria that no
    coalition leaves either. `other_definition` is None where it was not looked at: for two actors it cannot differ.
    `moves` is there where the conflict is that of a case's moves, with the `labels` of the case.
    """

    title: str
    states: int
    actors: tuple[str, ...]
    state_names: tuple[str, ...]
    options: tuple[OptionRow, ...]
    patterns: tuple[str, ...]
    sanction: Sanction
    stabilities: StableRow
    per_actor: Mapping[str, StableRow]
    coalition_improvements: Mapping[str, tuple[tuple[int, int], ...]] | None
    coalition_stabilities: Mapping[str, StableRow] | None
    steady: StableRow | None
    coalitions_why: Sentence | None
    strong: Mapping[str, StrongRow] | None
    other_definition: OtherDefinition | None
    status_quo: int | None
    evolution: tuple[PathRow, ...]
    inverse: QuestionRow | None
    moves: MovesOfCase | None = None
    stated: StatedConflict = field(kw_only=True, metadata={NOT_IN_JSON: True})
    labels: Mapping[str, str] = field(default_factory=dict, kw_only=True, metadata={NOT_IN_JSON: True})
