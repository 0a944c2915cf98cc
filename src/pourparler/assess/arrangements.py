# SPDX-License-Identifier: Apache-2.0
"""What no package may hold and whose consent a deal needs, under every combination of the moves that change either."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

from pourparler.assess.consent import Consents, consents_of
from pourparler.assess.moves import MoveSets
from pourparler.assess.types import Types
from pourparler.assess.values import PartyValues, Template
from pourparler.assess.worlds import Missing, Worlds, seats
from pourparler.case import Case, all_exclusions, rearranging, with_moves
from pourparler.engines.bargaining import Combination


@dataclass(frozen=True)
class Arrangement:
    """Combinations of options that no package may hold, and who consents to those that are left."""

    barred: tuple[Combination, ...]
    consents: Consents


def arrangements_of(
    case: Case,
    worlds: Worlds,
    types: Types,
    template: Template,
    moves: MoveSets,
    values_of: Callable[[str], PartyValues],
) -> dict[tuple[int, ...], Arrangement]:
    """Return the arrangement under each combination of moves, by their places, that open options or change who is at the table.

    Missing names what nobody has stated about one who decides without any move. A move that brings such a one is set aside.
    """
    places = tuple(moves.names.index(name) for name in rearranging(case))
    out: dict[tuple[int, ...], Arrangement] = {}
    for size in range(len(places) + 1):
        for done in combinations(places, size):
            seen = with_moves(case, [moves.names[place] for place in done])
            try:
                consents = consents_of(seen, worlds, types, template, moves, values_of)
            except Missing as blank:
                if not done:
                    raise
                if len(done) == 1:
                    moves.missing.setdefault(moves.names[done[0]], blank.path)
                continue
            out[done] = Arrangement(barred_by(seen, template), consents)
    return out


def barred_by(case: Case, template: Template) -> tuple[Combination, ...]:
    """Return the combinations that the case excludes, and what red lines of our mandate or of one who has to ratify bar."""
    barred = [template.combination(combination) for combination in all_exclusions(case)]
    if case.mandate is not None:
        barred += [dict([template.place(option)]) for option in case.mandate.red_lines]
    for ratifier in sorted({r for party in seats(case) for r in case.parties[party].ratifiers}):
        barred += [dict([template.place(option)]) for option in case.red_lines.get(ratifier, ())]
    return tuple(barred)
