# SPDX-License-Identifier: Apache-2.0
"""The concession ladder of a table with single values: what each step costs one party, and is worth to the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pourparler.exchange import Profile, StatedIssue, StatedTable


@dataclass(frozen=True)
class GiveRow:
    """A step on one issue from an option to one that is worse for `party`: what it `costs`, and its `worth` to each other.

    `ratio` is what it is worth to the others together, per unit of what it costs. What combinations of options add beyond
    their parts is left out.
    """

    issue: str
    start: str
    end: str
    costs: Fraction
    worth: dict[str, Fraction]
    ratio: Fraction


def ladder(stated: StatedTable, party: int) -> tuple[GiveRow, ...]:
    """Return the steps that a party can give, from the best option for it on each issue, in the order in which to give them.

    Options that cost more and are worth no more to the others are no steps, and neither are options that are barred. First
    comes what is worth most to the others per unit of cost, where a step may be counted with those that follow it on the same
    issue: a poor first step can open a good second one. The steps of an issue stand in the order in which they are taken.
    """
    ranked = [
        (-rank, step)
        for place, issue in enumerate(stated.issues)
        for rank, step in _steps_on(issue, place, stated.profiles, party, stated.barred)
    ]
    return tuple(step for _, step in sorted(ranked, key=lambda pair: pair[0]))


def _steps_on(
    issue: StatedIssue,
    place: int,
    profiles: tuple[Profile, ...],
    party: int,
    barred: tuple[Mapping[str, str], ...],
) -> list[tuple[Fraction, GiveRow]]:
    """Return the steps on one issue, each with the ratio of all the steps that it is best counted with.

    These are the steps under one side of the upper concave hull of what the others gain over what the party gives up.
    """
    own = profiles[party].worth[place]
    others = [sum((p.worth[place][o] for n, p in enumerate(profiles) if n != party), Fraction(0)) for o in range(len(own))]
    open_to = [option for option, name in enumerate(issue.options) if {issue.name: name} not in barred]
    chain: list[int] = []
    for option in sorted(open_to, key=lambda o: (-own[o], -others[o], o)):
        if not chain or others[option] > others[chain[-1]]:
            chain.append(option)
    sides: list[tuple[int, int]] = []
    for end in range(1, len(chain)):
        sides.append((end - 1, end))
        while len(sides) > 1 and _ratio(own, others, chain, sides[-2]) <= _ratio(own, others, chain, sides[-1]):
            (start, _), (_, last) = sides[-2:]
            sides[-2:] = [(start, last)]
    return [
        (_ratio(own, others, chain, side), _step(issue, place, profiles, party, (chain[at], chain[at + 1])))
        for side in sides
        for at in range(*side)
    ]


def _ratio(own: tuple[Fraction, ...], others: list[Fraction], chain: list[int], side: tuple[int, int]) -> Fraction:
    start, end = chain[side[0]], chain[side[1]]
    return (others[end] - others[start]) / (own[start] - own[end])


def _step(issue: StatedIssue, place: int, profiles: tuple[Profile, ...], party: int, pair: tuple[int, int]) -> GiveRow:
    start, end = pair
    worth = {p.party: p.worth[place][end] - p.worth[place][start] for n, p in enumerate(profiles) if n != party}
    costs = profiles[party].worth[place][start] - profiles[party].worth[place][end]
    return GiveRow(issue.name, issue.options[start], issue.options[end], costs, worth, sum(worth.values(), Fraction(0)) / costs)
