# SPDX-License-Identifier: Apache-2.0
"""What is found about actors on a line, or about a vote, as rows. The names of the fields are the keys of the JSON form.

Power is told in exact fractions, written as text (`7/30`); None stands for what there is not, and `why` beside it says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pourparler.assess.assessment import NOT_IN_JSON
from pourparler.assess.power import PowerRow
from pourparler.assess.sentence import Sentence
from pourparler.exchange import StatedLine

#: Who compared the forecasts, on which data; a public repository, not reviewed by peers (docs/explanation/positions.md).
ERRORS_FROM = "Hassan (2026), Structure, Not Magic, on the DEU III data of Arregui & Perarnaud (2022)"
#: Issues of one legislature on which the forecasts were compared there.
ISSUES = 351
#: How far the weighted mean missed there on average, in points of a scale of 100: printed as 22.99.
MEAN_ERROR = 23.0
#: The same of the challenge model at its best, tuned and told what was in force: printed as 26.83.
CHALLENGE_ERROR = 26.8
#: The same of the challenge model as it is run here, with Q = 1: printed as 27.94.
CHALLENGE_ERROR_HERE = 27.9
#: The same of the middle actor, every actor counting once: printed as 28.37. Of the weighted median nothing is printed there.
MIDDLE_ERROR = 28.4


@dataclass(frozen=True)
class RoundRow:
    """The positions after a round of challenges, with the forecasts from them, and the risk exponents that led there."""

    mean: float
    median: float
    positions: tuple[float, ...]
    risk_exponents: tuple[float, ...]


@dataclass(frozen=True)
class ReadingRow:
    """The last round by another reading: `turned`, the scale from its other end; `least_move`, as the papers say."""

    reading: str
    mean: float
    median: float


@dataclass(frozen=True)
class ChallengeRow:
    """The challenge model round by round, and what other readings of it lead to in the end."""

    rounds: tuple[RoundRow, ...]
    readings: tuple[ReadingRow, ...]


@dataclass(frozen=True)
class LeverRow:
    """What one actor's shift would do: to the mean per unit of its move, and what mean and median become.

    `gain` is by how much the mean comes nearer to the position aimed at if the actor takes it; without an aim, by how much it
    pulls the mean away from where it would be without it. `move_needed` is how far it alone would have to move for the mean to
    reach the aim; None if no move is enough, or without an aim.
    """

    actor: str
    share: float
    gain: float
    move_needed: float | None
    mean: "ReachRow"
    median: "ReachRow"


@dataclass(frozen=True)
class ReachRow:
    """A forecast with one actor at the lowest and highest position of all, at the one aimed at, absent, keener, stronger."""

    low: float
    high: float
    joined: float | None
    without: float
    full_salience: float
    double_capability: float


@dataclass(frozen=True)
class AgreementRow:
    """Bargaining on the line, given what each expects without agreement: the zone, if there is one, and two solutions in it."""

    zone: tuple[float, float] | None
    nash: float | None
    kalai_smorodinsky: float | None


@dataclass(frozen=True)
class SettledRow:
    """Where positions settle when actors listen to each other, with the forecasts from there."""

    positions: tuple[float, ...]
    mean: float
    median: float


@dataclass(frozen=True)
class ActorRow:
    """An actor as it was stated; salience from 0 to 1."""

    actor: str
    capability: float
    position: float
    salience: float


@dataclass(frozen=True)
class LineStudy:
    """What was found about actors on a line. `aim` is the actor whose position is aimed at, if one was named."""

    title: str
    dimension: int
    dimensions: int
    actors: tuple[ActorRow, ...]
    mean: float
    median: float
    challenge: ChallengeRow
    power: PowerRow | None
    why: Sentence | None
    aim: str | None
    levers: tuple[LeverRow, ...]
    agreement: AgreementRow | None
    influence: SettledRow | None
    stated: StatedLine = field(metadata={NOT_IN_JSON: True})


@dataclass(frozen=True)
class VoteStudy:
    """What was found about a vote alone. `stated`: of each index that its file states too, whether it is the one found."""

    title: str
    power: PowerRow
    stated: Mapping[str, bool]


@dataclass(frozen=True)
class VotesStudy:
    """What was found about several votes of one file, each for itself."""

    title: str
    votes: tuple[VoteStudy, ...]
