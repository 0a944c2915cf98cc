# SPDX-License-Identifier: Apache-2.0
"""Whether the moves of a case hold against the answers to them, as rows. The names of the fields are keys of the JSON form."""

from collections.abc import Mapping
from dataclasses import dataclass

from pourparler.assess.sentence import Sentence
from pourparler.engines.conflict import Sanction


@dataclass(frozen=True)
class HoldRow:
    """Whether one of our moves, made alone, holds.

    `verdict` is `holds` (it does not pay the other side to answer), `deterred` (it would pay, but for what we could do then),
    `invites` (it pays), or `no_answer` (the case states none). `state` is the move alone, `answered` the same with the answer.
    `gain` and `gain_if_answered` are what the talks come to for us, in points, less what they come to without the move;
    `answer_pays` is the probability that the answer brings the other side anything; `stated` is that of the answer in the case.
    `by_type` gives the verdict under each combination of hypotheses.
    """

    move: str
    state: int
    answered: int | None
    verdict: str
    gain: float
    gain_if_answered: float | None
    answer_pays: float | None
    stated: float | None
    by_type: Mapping[str, str]


@dataclass(frozen=True)
class StartRow:
    """A state at which the talks could start: its number, the moves that are made, and those that are answered."""

    state: int
    moves: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class MovesOfCase:
    """The moves of a case as a conflict: whether each holds, and from which states the talks would `start`.

    Those are the equilibria to which improvements lead from where things stand: Nash equilibria, or where they lead to none
    sequential ones. `left_out` says per move that is not looked at why. Values are averages over `worlds` worlds and beliefs.
    `sanction` names the definition in use, of two that come to the same between two actors.
    """

    holds: tuple[HoldRow, ...]
    start: tuple[StartRow, ...]
    left_out: Mapping[str, Sentence]
    worlds: int
    sanction: Sanction
