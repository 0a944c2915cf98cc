# SPDX-License-Identifier: Apache-2.0
"""What a negotiator takes along, as rows: the ladder of concessions, trades, a shortlist, a suggested mandate, terms that hang
on events.

Layout names are the keys of the JSON form. None stands for unknown, or for a ratio without bound, and something beside it says
why.
"""

from dataclasses import dataclass

from pourparler.assess.sentence import Sentence
from pourparler.assess.spread import Spread


@dataclass(frozen=True)
class RatioRow:
    """Worth to one side per point that it costs the other: of the averages, and its 5 % and 95 % points over worlds.

    None where it costs nothing, and so has no bound.
    """

    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class WorthRow:
    """What a step is worth to the other side if one hypothesis is true."""

    question: str
    hypothesis: str
    worth: Spread


@dataclass(frozen=True)
class OutsideRow:
    """What an option does to one third party, in points on its scale."""

    party: str
    effect: Spread


@dataclass(frozen=True)
class RungRow:
    """A step from the option in force to another, with all else as it is today.

    `cost` is what it costs us at the table, `outside` what its effects on third parties are worth to us (negative: a further
    cost), `worth` what it is worth to the other side by what is believed, `by_hypothesis` if one knew more. `kind` is give,
    free (it helps them and costs us nothing, outside the table too), get or waste; None: not determined. `exchange` is their
    worth per point of our cost, or, in the ladder of what to ask, our gain per point of their cost. `better_than` names the
    rungs than which it is the better exchange in at least 95 % of worlds; of all others the order is not determined. `tied`: a
    combination or an exclusion ties its worth to another issue.
    """

    issue: str
    option: str
    today: str
    kind: str | None
    cost: Spread
    outside: Spread | None
    worth: Spread
    by_hypothesis: tuple[WorthRow, ...]
    exchange: RatioRow
    better_than: tuple[str, ...]
    tied: bool
    incidence: tuple[OutsideRow, ...]


@dataclass(frozen=True)
class TradeRow:
    """Two steps together, `get` for `give`: what both are worth to either side, and the chance that both sides gain.

    `start` is what is moved from: what is in force today, or the likeliest agreement. `settled`: in at least 95 % of worlds
    both gain by what is believed. `written`: it stands in the mandate; such a trade may cost a side.
    """

    start: str
    get: str | None
    give: str
    own: Spread
    counterpart: Spread
    both: float
    settled: bool
    written: bool


@dataclass(frozen=True)
class ProposalRow:
    """A package with the reason for which it is shown, and how it stands up to what is not known.

    `acceptable` is the probability that it leaves neither side worse off than without a deal, then each side alone; `efficient`
    how often it is on the frontier and acceptable; `regret` what we forgo by standing on it rather than on the best that could
    be had, on average and in the worst world. `first_own` and `first_counterpart` are the shares of worlds in which it is
    the best of the shortlist for either side; `left_own` and `left_counterpart` what either could still gain on average
    with the other losing nothing. `opposed_by` are third parties that more likely than not oppose it, `crosses` options beyond
    somebody's red line, `below_floor` issues on which it falls short of the mandate's floor.
    """

    name: str
    why: Sentence
    package: dict[str, str]
    own: Spread
    counterpart: Spread
    acceptable: float
    acceptable_own: float
    acceptable_counterpart: float
    efficient: float
    regret: float
    worst_regret: float
    first_own: float | None
    first_counterpart: float | None
    left_own: float
    left_counterpart: float
    opposed_by: tuple[str, ...]
    crosses: tuple[str, ...]
    below_floor: tuple[str, ...]


@dataclass(frozen=True)
class GiveRow:
    """One concession of the suggested order: `level` 1 comes first; the order within a level is not determined."""

    level: int
    option: str
    exchange: RatioRow


@dataclass(frozen=True)
class SuggestedRow:
    """A mandate as the analysis would have it, beside the case's own and never over it.

    Each point is a package, or several that tie; where there is none, `without` says why. `gives` is the order in which to
    give, as far as it is determined, and `gives_why` how far that is.
    """

    opening: tuple[ProposalRow, ...]
    target: tuple[ProposalRow, ...]
    floor: tuple[ProposalRow, ...]
    without: tuple[Sentence, ...]
    gives: tuple[GiveRow, ...]
    gives_why: Sentence


@dataclass(frozen=True)
class TermRow:
    """An event that the sides believe in differently, and the term that this allows, in points per point staked.

    `holder` should hold the claim that is paid if the event comes; None: not determined, the beliefs overlap.
    """

    event: str
    own: Spread | None
    counterpart: Spread | None
    holder: str | None
    price: Spread | None
    joint_gain: Spread | None
    why: Sentence | None


@dataclass(frozen=True)
class NegotiatorRow:
    """Everything for the negotiator: the present table, present no-deal values, what is believed today.

    `ladder` is what to give, `asks` what to ask; `trades` pairs that help both and those of the mandate; `points` the
    mandate's own points as packages. `candidates` is how many packages were looked at for shortlist and suggestion.
    """

    ladder: tuple[RungRow, ...]
    asks: tuple[RungRow, ...]
    trades: tuple[TradeRow, ...]
    shortlist: tuple[ProposalRow, ...]
    suggested: SuggestedRow | None
    points: tuple[ProposalRow, ...]
    terms: tuple[TermRow, ...]
    candidates: int
    why: Sentence | None


#: Nothing found, for want of a number that is named beside it.
NOTHING_FOUND = NegotiatorRow((), (), (), (), None, (), (), 0, None)
