# SPDX-License-Identifier: Apache-2.0
"""The packages looked at beyond the table, and what they do to third parties and to us in every world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.assessment import PackageRow
from pourparler.assess.ladders import by_variant
from pourparler.assess.negotiating import NegotiatorRow
from pourparler.assess.prospects import Layout
from pourparler.assess.values import PartyValues
from pourparler.engines.bargaining import Additive
from pourparler.engines.partners import Reactions

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: So many likely agreements are looked at, as many as have a letter in the picture of the table.
MOST_LIKELY = 5
#: None that is the agreement more rarely than this share is looked at as a likely one.
LEAST_SHARE = 0.05
#: The prefix of the names of likely agreements, which are numbered from the likeliest down.
LIKELY = "likely"


def reactions_of(layout: Layout, parties: Sequence[str]) -> Reactions:
    """Return what options do to some third parties whose stance can be told, with what each tolerates today."""
    counts, worlds = layout.table.template.counts, layout.worlds.count
    effects, crossed = [], []
    for issue, count in enumerate(counts):
        each = np.zeros((worlds, len(parties), count))
        for place, party in enumerate(parties):
            if party in layout.table.effects:
                each[:, place] = layout.table.effects[party].parts[issue][:, 0]
        effects.append(each)
        lines = [layout.red_lines[party][issue] for party in parties]
        crossed.append(np.array(lines, dtype=np.bool_).reshape(len(parties), count))
    start = layout.start()
    tolerance = np.zeros((worlds, len(parties)))
    for place, party in enumerate(parties):
        tolerance[:, place] = layout.tolerance(party, start)
    return Reactions(tuple(effects), tuple(crossed), tolerance)


@dataclass(frozen=True)
class Listed:
    """Packages that are looked at, [package, issue], with the names of each and how likely each is the agreement.

    `parties` are the third parties whose stance can be told, in order; `weight` [world, type] are beliefs and `no_deal`
    [world, type] is our no-deal value.
    """

    layout: Layout
    names: tuple[tuple[str, ...], ...]
    chances: tuple[float | None, ...]
    options: Index
    parties: tuple[str, ...]
    weight: Array
    no_deal: Array

    @cached_property
    def reactions(self) -> Reactions:
        """What options do to every party whose stance can be told."""
        return reactions_of(self.layout, self.parties)

    @cached_property
    def stands(self) -> tuple[Array, Flags]:
        """Effects, and who opposes, both [world, party, package]."""
        return self.reactions.on(self.options)

    @cached_property
    def gain(self) -> Array:
        """Our gain over no deal at the table, [world, type, package], in points."""
        values = self.layout.table.own
        found = Additive(values.parts, values.together).of_block(range(self.options.shape[1]), self.options)
        return np.asarray(found[:, values.variant] - self.no_deal[:, :, None])

    @cached_property
    def worth(self) -> tuple[Additive, Additive]:
        """What packages are worth to us and to the other side at the table by what is believed: one type."""
        own, other = (self._believed(values) for values in (self.layout.table.own, self.layout.table.other))
        return own, other

    def _believed(self, values: PartyValues) -> Additive:
        weight = by_variant(values, self.weight)
        parts = tuple((weight[:, :, None] * part).sum(axis=1, keepdims=True) for part in values.parts)
        together = tuple((c, (weight * amount).sum(axis=1, keepdims=True)) for c, amount in values.together)
        return Additive(parts, together)

    @cached_property
    def outside(self) -> Array | None:
        """What effects on third parties are worth to us, [world, package]; None if that is not known."""
        brings = self.layout.table.consequences
        if "outside" in brings.missing:
            return None
        shape = (self.layout.worlds.count, len(self.options))
        found = brings.outside.of_block(range(self.options.shape[1]), self.options)[:, 0]
        return np.asarray(np.broadcast_to(found, shape))

    def worth_of(self, options: Index, side: int) -> Array:
        """Return what packages [package, issue] are worth to a side (0: us) by what is believed, [world, package]."""
        return np.asarray(self.worth[side].of_block(range(options.shape[1]), options)[:, 0])

    def package(self, place: int) -> dict[str, str]:
        """Return a package as issue -> option."""
        template = self.layout.table.template
        return {issue: template.options[k][self.options[place, k]] for k, issue in enumerate(template.issues)}


def listed_packages(
    layout: Layout, negotiator: NegotiatorRow, drawn: Sequence[PackageRow], weight: Array, no_deal: Array
) -> Listed:
    """Return the packages to look at: the likely agreements, then the shortlist, then points of the mandate and offers."""
    likely = sorted(range(len(drawn)), key=lambda place: (-(drawn[place].share or 0.0), place))[:MOST_LIKELY]
    likely = [place for place in likely if (drawn[place].share or 0.0) >= LEAST_SHARE]
    named = [(f"{LIKELY}.{number}", drawn[place].package) for number, place in enumerate(likely, start=1)]
    named += [(row.name, row.package) for row in (*negotiator.shortlist, *negotiator.points)]
    shares = {_key(row.package): row.share for row in drawn}
    by_package: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for name, package in named:
        by_package.setdefault(_key(package), []).append(name)
    template = layout.table.template
    options = np.zeros((len(by_package), len(template.issues)), dtype=np.intp)
    for row, key in enumerate(by_package):
        for issue, option in key:
            k, o = template.place(f"{issue}.{option}")
            options[row, k] = o
    chances = tuple(shares.get(key) for key in by_package)
    names = tuple(map(tuple, by_package.values()))
    return Listed(layout, names, chances, options, tuple(sorted(layout.tolerances)), weight, no_deal)


def _key(package: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(package.items()))
