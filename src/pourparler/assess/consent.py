# SPDX-License-Identifier: Apache-2.0
"""Whose consent a deal needs beside that of the two sides, and which packages they let pass: packages are enumerated for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.moves import DAYS_PER_MONTH, MoveSets, shift_of
from pourparler.assess.types import Types
from pourparler.assess.values import PartyValues, Template
from pourparler.assess.worlds import Missing, Worlds, seats
from pourparler.case import Case, Consent, at_the_table, deciders
from pourparler.engines.bargaining import (
    Additive,
    Combination,
    ConsentRule,
    Frontier,
    Grid,
    admissible_packages,
    all_but,
    efficient_frontier,
    enumerate_packages,
    snap,
    unanimity,
)
from pourparler.quantity import DAYS, POINTS

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]


@dataclass(frozen=True)
class Voice:
    """One whose consent that of a party takes: a party beside the two sides itself, or a body that ratifies for any party.

    `party` is the place of the party at the table. `no_deal` [world, type] is that on the day of a meeting decided on today,
    before moves, which change it by `shifts` [world, type, move]. `lines` says per issue which options cross a red line.
    """

    name: str
    party: int
    values: PartyValues
    no_deal: Array
    shifts: Array
    lines: tuple[Flags, ...]

    def no_deal_on_grid(self, bitten: Array | None) -> Grid:
        """Return the no-deal value [world, type] on the grid, where `bitten` [world, move] says which moves have changed it."""
        return snap(self.no_deal if bitten is None else self.no_deal + (self.shifts * bitten[:, None, :]).sum(axis=2))

    def crossed(self, combos: Index) -> Flags:
        """Return which packages [package, issue] cross one of its red lines."""
        return np.asarray(np.any([line[combos[:, issue]] for issue, line in enumerate(self.lines)], axis=0))


@dataclass(frozen=True)
class Consents:
    """The parties at the table, our side first and the other side second; the rule by which they decide; who else is asked.

    `moved` [move] says which moves change what any of these voices can have without a deal. `unvalued` names what is unknown of
    those whose values are, where the two sides can do without them.
    """

    parties: tuple[str, ...]
    rule: ConsentRule
    voices: tuple[Voice, ...]
    moved: Flags
    unvalued: dict[str, str]

    @property
    def are_needed(self) -> bool:
        """Whether anything beyond the consent of the two sides can keep a package from being agreed on."""
        two = np.arange(len(self.parties)) < 2
        return any(voice.party < 2 for voice in self.voices) or not bool(self.rule.is_met(two))

    def bitten(self, bites: Array, in_set: Flags) -> Array | None:
        """Return which moves of a set [move] have changed what a voice has without a deal, [world, move]; None if none can."""
        relevant = in_set & self.moved
        return bites * relevant if relevant.any() else None

    def let_pass(self, values: Sequence[Additive], combos: Index, variant: Index, bitten: Array | None) -> Flags:
        """Return the packages [world, type, package] to which those consent whose consent suffices, if the two sides do.

        `values` are those of the voices on the grid, by variant, and `combos` is [package, issue].
        """
        every = range(combos.shape[1])
        consents: dict[int, Flags] = {}
        for voice, worth in zip(self.voices, values, strict=True):
            at = worth.of_block(every, combos)[:, variant]
            agrees = (at >= voice.no_deal_on_grid(bitten)[:, :, None]) & ~voice.crossed(combos)
            consents[voice.party] = consents[voice.party] & agrees if voice.party in consents else agrees
        of_sides = [consents.pop(side) for side in (0, 1) if side in consents]
        shape = np.broadcast_shapes(*(c.shape for c in (*of_sides, *consents.values())))
        everyone = np.ones((len(self.parties), *shape), dtype=np.bool_)
        for party, agrees in consents.items():
            everyone[party] = agrees
        passed = self.rule.is_met(np.moveaxis(everyone, 0, -1))
        for agrees in of_sides:
            passed = passed & agrees
        return passed


def consents_of(
    case: Case,
    worlds: Worlds,
    types: Types,
    template: Template,
    moves: MoveSets,
    values_of: Callable[[str], PartyValues],
) -> Consents:
    """Return whose consent a deal needs; Missing names what nobody has stated about one who decides."""
    both = seats(case)
    parties = (*both, *(name for name in at_the_table(case) if name not in both))
    rule = rule_of(case, parties)
    alone = bool(rule.is_met(np.arange(len(parties)) < 2))
    voices: list[Voice] = []
    unvalued: dict[str, str] = {}
    for place, party in enumerate(parties):
        for name in deciders(case, party):
            if name in both:
                continue
            try:
                voices.append(_voice(case, worlds, types, template, moves, name, place, values_of(name)))
            except Missing as blank:
                if place < 2 or not alone:
                    raise
                unvalued[party] = blank.path
    moved = np.array([any(bool(v.shifts[:, :, m].any()) for v in voices) for m in range(len(moves.names))], dtype=np.bool_)
    return Consents(parties, rule, tuple(voices), moved, unvalued)


def rule_of(case: Case, parties: tuple[str, ...]) -> ConsentRule:
    """Return the rule of a case by which the parties at the table decide."""
    stated = case.consent
    if isinstance(stated, Consent):
        return ConsentRule(len(parties), tuple(sorted(map(parties.index, stated.vetoes))), stated.quota or 0)
    return all_but(len(parties)) if stated == "all_but_one" else unanimity(len(parties))


def _voice(
    case: Case,
    worlds: Worlds,
    types: Types,
    template: Template,
    moves: MoveSets,
    name: str,
    place: int,
    values: PartyValues,
) -> Voice:
    path, stated = ("no_deal", name), case.no_deal.get(name)
    if stated is None:
        raise Missing(".".join((*path, "value")))
    no_deal = types.draw(worlds, (*path, "value"), stated.value, POINTS)
    trend = worlds.optional((*path, "per_month"), stated.per_month, POINTS) / DAYS_PER_MONTH
    if trend.any() and case.meeting is not None:
        lead = worlds.optional(("meeting", "lead_days"), case.meeting.lead_days, DAYS)
        no_deal = no_deal + (trend * lead)[:, None]
    shifts = np.zeros((worlds.count, types.count, len(moves.names)))
    for index, move in enumerate(moves.names):
        try:
            shifts[:, :, index] = shift_of(worlds, types, move, case.moves[move], name) * moves.joined[:, [index]]
        except Missing as blank:
            moves.missing.setdefault(move, blank.path)
    lines = [np.zeros(count, dtype=np.bool_) for count in template.counts]
    for option in case.red_lines.get(name, ()):
        issue, at = template.place(option)
        lines[issue][at] = True
    return Voice(name, place, values, no_deal, shifts, tuple(lines))


def frontier_among(
    consents: Consents,
    values: Sequence[Additive],
    barred: Sequence[Combination],
    allowed: Sequence[Flags],
    floors: tuple[Grid, Grid],
    variant: Index,
    bitten: Array | None,
) -> Frontier:
    """Return the frontier of the two sides by type among the packages that those let pass whose consent is needed.

    `values` are those of the two sides and then of the voices. The rest is as for `frontier_by_sums`.
    """
    counts = values[0].option_counts
    combos = enumerate_packages(counts)
    held = admissible_packages(combos, barred)
    left = np.flatnonzero(held) if held.any() else np.zeros(1, dtype=np.intp)  # of nothing one is kept, and not let pass
    combos = combos[left]
    own, other = (worth.of_block(range(len(counts)), combos)[:, variant] for worth in values[:2])
    ok = consents.let_pass(values[2:], combos, variant, bitten) & held[left]
    ok = ok & (own >= floors[0][:, :, None]) & (other >= floors[1][:, :, None])
    for issue, options in enumerate(allowed):
        ok &= options[..., combos[:, issue]][:, variant]
    found = efficient_frontier(own, other, ok)
    return replace(found, package_at=left.take(found.package_at))


def kept_under(bitten: Array | None) -> bytes:
    """Return by what an answer is kept that depends on which moves [world, move] have changed others' no-deal values."""
    return b"" if bitten is None else bitten.astype(np.bool_).tobytes()
