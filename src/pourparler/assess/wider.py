# SPDX-License-Identifier: Apache-2.0
"""What packages do beyond the table, as rows: stances, cohesion, incidence, self-harm, priorities, spoilers.

Layout names are the keys of the JSON form. None stands for unknown or not determined, as said beside each.
"""

from dataclasses import dataclass, field

from pourparler.assess.sentence import Sentence
from pourparler.assess.spread import Spread


@dataclass(frozen=True)
class StanceRow:
    """Where one third party stands on one package, and what the package does to it.

    `supports`, `lives_with`, `opposes` (without spoiling) and `spoils` sum to 1; `stance` is the likeliest of them. `gains`: in
    at least 95 % of worlds (true), it loses in as many (false), or neither (null). `rank` 1 gains most; null: not determined.
    """

    party: str
    stance: str
    supports: float
    lives_with: float
    opposes: float
    spoils: float
    effect: Spread
    gains: bool | None
    rank: int | None
    red_lines: tuple[str, ...]


@dataclass(frozen=True)
class HeldRow:
    """A package (by its names) or an option held against a priority: how likely it contradicts it.

    `contradicts`: in at least 95 % of worlds (true), in 5 % at most (false), or neither (null).
    """

    what: tuple[str, ...]
    probability: float
    contradicts: bool | None


@dataclass(frozen=True)
class PriorityRow:
    """One of the principal's priorities and what is held against it: packages and, one by one, steps away from today."""

    priority: str
    holder: str
    on: str
    confidence: str | None
    what: str | None
    rule: Sentence
    packages: tuple[HeldRow, ...]
    options: tuple[HeldRow, ...]
    why: Sentence | None


@dataclass(frozen=True)
class WiderPackageRow:
    """One package that is likely, on the shortlist, a point of the mandate or an offer, and what it does beyond the table.

    `names`: `likely.N`, the number on the shortlist, `target`, `floor`, `offers.NAME`. `chance`: of being the agreement, where
    there is one. `cohesion`: every partner can live with it; `everyone`: every third party can; null without one. `gain`: our
    gain over no deal at the table; `outside`: what effects on third parties are worth to us, null if unknown; `net` is both.
    `self_harm_chance`: of where we gain at the table, how often the wider loss exceeds the gain; `self_harm` true from 95 % on,
    false up to 5 %, else null; also null where we may gain nothing. `our_best`: worth most to us of those listed.
    """

    names: tuple[str, ...]
    package: dict[str, str]
    chance: float | None
    cohesion: float | None
    everyone: float | None
    crosses: dict[str, tuple[str, ...]]
    our_best: bool
    gain: Spread
    outside: Spread | None
    net: Spread | None
    gain_chance: float
    self_harm_chance: float | None
    self_harm: bool | None
    stances: tuple[StanceRow, ...]


@dataclass(frozen=True)
class CohesiveRow:
    """One of the most cohesive of all packages that nothing bars: how likely every partner can live with it.

    `own` and `counterpart` are what it is worth to the two sides over no deal, on average: of equally cohesive packages the one
    is first whose smaller of the two is greatest.
    """

    package: dict[str, str]
    cohesion: float
    own: float
    counterpart: float


@dataclass(frozen=True)
class WedgeRow:
    """How far one issue divides the partners, by one step on it away from today.

    `option`: the step that divides most. `gap`: the difference between the partner that it does best by and the one it does
    worst by, in points. `divided`: the greatest chance, over steps, that some can live with it and some cannot. `drop`: by how
    much a step can lower cohesion. `rank` 1 divides most; null: not determined.
    """

    issue: str
    option: str
    gap: Spread
    divided: float
    drop: float
    rank: int | None


@dataclass(frozen=True)
class DearRow:
    """A step from today that costs us more outside the table than at it, or may do so.

    `free`, `dear`: it costs nothing at the table, it costs more outside it than at it, each in at least 95 % of worlds (true),
    5 % at most (false), or neither (null); `both`: how likely both are so at once.
    """

    option: str
    cost: Spread
    outside: Spread
    free: bool | None
    dear: bool | None
    both: float


@dataclass(frozen=True)
class ChangeRow:
    """A change of one option of a package: how likely the party opposes it then, and what it is worth to either side."""

    option: str
    opposes: float
    own: Spread
    counterpart: Spread


@dataclass(frozen=True)
class MoverRow:
    """What would move one party that opposes a package more likely than not.

    `opposes`: how likely it does as things stand, spoiling counted in. `options`: changes of one option after which it opposes
    with an even chance at most, first what costs the side that loses more by it least; `steps`: the chance after each step of
    preparation that aligns it. `shortfall`: what it lacks, in its points; null where a red line is crossed.
    """

    party: str
    names: tuple[str, ...]
    opposes: float
    options: tuple[ChangeRow, ...]
    steps: dict[str, float]
    shortfall: Spread | None


@dataclass(frozen=True)
class SpoilerRow:
    """A third party of which the case says that it may spoil: how likely if it opposes, and what is kept ready."""

    party: str
    chance: Spread
    reach: Spread
    how: str | None
    moved_by: tuple[str, ...]
    contingency: str | None


@dataclass(frozen=True)
class StakeRow:
    """How much hangs on a third party, and for it: the place of one party on the map of stakeholders.

    `power`: by how much its opposition is expected to change the reach, spoiling counted in; null if the case states nothing.
    `interest`: the difference between the packages that do best and worst by it, each issue by itself, in its points.
    """

    party: str
    power: Spread | None
    interest: Spread
    informed: bool


@dataclass(frozen=True)
class BigPicture:
    """What packages do beyond the table. `partners` are those whose common line is asked about, `everyone` all third parties.

    `most_cohesive` are so of all packages that nothing bars, `agreeable` of those both sides gain by on average. Their bounds
    are null where no more cohesive package was left out; else none that was left out is more cohesive than they.
    `unknown`: third parties of which something is unknown, with the path of it.
    """

    packages: tuple[WiderPackageRow, ...] = ()
    partners: tuple[str, ...] = ()
    everyone: tuple[str, ...] = ()
    most_cohesive: tuple[CohesiveRow, ...] = ()
    agreeable: tuple[CohesiveRow, ...] = ()
    cohesive_bound: float | None = None
    agreeable_bound: float | None = None
    wedges: tuple[WedgeRow, ...] = ()
    dear: tuple[DearRow, ...] = ()
    priorities: tuple[PriorityRow, ...] = ()
    movers: tuple[MoverRow, ...] = ()
    spoilers: tuple[SpoilerRow, ...] = ()
    stakes: tuple[StakeRow, ...] = ()
    left_out: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    why: Sentence | None = None
