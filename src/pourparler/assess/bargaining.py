# SPDX-License-Identifier: Apache-2.0
"""The step of bargaining: zone, frontier, agreement per type and option frequencies, as rows; and the same under moves."""

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.assessment import AgreementRow, BargainingRow, MoveRow, MovesRow, OptionRow
from pourparler.assess.coalitions import coalition_rows
from pourparler.assess.packages import Averages, package_rows
from pourparler.assess.prospects import Layout, Outlook
from pourparler.assess.sentence import sentence
from pourparler.assess.spread import Spread, spread
from pourparler.assess.values import PartyValues
from pourparler.engines.bargaining import GRID_STEPS_PER_POINT, Agreement, count_packages, package_options

Array = NDArray[np.float64]

#: Up to so many, packages are counted in a table of all there are, which is several times as fast as sorting those that occur.
FEW_PACKAGES = 100_000


def package_chances(found: Agreement, weight: Array) -> tuple[NDArray[np.intp], Array]:
    """Return the packages that can be the agreement, in order, and how likely each is, averaged over worlds.

    `weight` [world, type] are beliefs.
    """
    mass = found.shares * weight[:, :, None]
    likely = mass > 0
    packages, mass = found.packages[likely], mass[likely]
    if packages.max(initial=0) > FEW_PACKAGES:
        packages, which = np.unique(packages, return_inverse=True)
        return packages, np.bincount(which, mass, len(packages)) / len(weight)
    held = np.flatnonzero(np.bincount(packages))
    return held, np.bincount(packages, mass)[held] / len(weight)


def zone_probability(found: Agreement, weight: Array) -> float:
    """Return the probability that a zone of possible agreement exists, over worlds and types."""
    return float((weight * found.exists).sum(axis=1).mean())


def agreement_row(layout: Layout, found: Agreement, weight: Array) -> AgreementRow | None:
    """Return the likeliest agreement under one set of moves; None where no world has a zone."""
    packages, chances = package_chances(found, weight)
    total = float(chances.sum())
    if total <= 0:
        return None
    reached = found.exists & (weight > 0)
    values = {}
    for name, grid in (("own", found.frontier.own_at), ("counterpart", found.frontier.other_at)):
        at = found.average_of(grid) / GRID_STEPS_PER_POINT
        mass = (weight * reached).sum(axis=1)
        some = mass > 0
        values[name] = spread((weight * reached * at).sum(axis=1)[some] / mass[some])
    return AgreementRow(layout.table.template.names(int(packages[chances.argmax()])), float(chances.max()) / total, values)


def bargaining_row(
    layout: Layout, found: Agreement, weight: Array, agreed: tuple[NDArray[np.intp], Array], averages: Averages, decided: bool
) -> BargainingRow:
    """Return the table under present no-deal values, without moves; `agreed` is what `package_chances` says of `found`."""
    template = layout.table.template
    packages, chances = agreed
    taken_options = package_options(packages, template.counts)
    total = float(chances.sum())
    options = []
    for issue, place, name in template.all_options():
        taken = float(chances[taken_options[issue] == place].sum())
        sides = (layout.table.own, layout.table.other)
        own, other = (_adds(values, issue, place, weight) for values in sides)
        others = {v.name: _adds(v.values, issue, place, weight) for v in layout.table.voices()}
        issue_name, _, option = name.partition(".")
        options.append(OptionRow(issue_name, option, taken / total if total > 0 else None, own, other, others))
    zone = zone_probability(found, weight)
    why = None if zone > 0 else sentence("no zone of agreement under present alternatives")
    return BargainingRow(
        packages=count_packages(template.counts, layout.table.barred),
        zone_probability=zone,
        frontier_points=float(layout.table.frontiers((), decided).whole.counts.mean()),
        agreement=agreement_row(layout, found, weight),
        by_type=_by_type(layout, found),
        options=tuple(options),
        why=why,
        parties=layout.table.consents.parties,
        coalitions=coalition_rows(layout, weight),
        drawn=package_rows(layout.table, averages, packages, chances),
    )


def _adds(values: PartyValues, issue: int, place: int, weight: Array) -> Spread:
    """Return what an option adds to a party's value, by what is believed."""
    return spread((weight * values.by_type(issue)[:, :, place]).sum(axis=1))


def _by_type(layout: Layout, found: Agreement) -> tuple[dict[str, object], ...]:
    """Return, per type, the benchmark of full information: zone, likeliest package, values."""
    out: list[dict[str, object]] = []
    types = layout.types
    for kind in range(types.count):
        only = np.zeros((layout.worlds.count, types.count))
        only[:, kind] = 1
        hypotheses = {q: types.hypotheses[n][int(types.index[n, kind])] for n, q in enumerate(types.questions)}
        row = agreement_row(layout, found, only)
        out.append({"type": hypotheses, "zone_probability": zone_probability(found, only), "agreement": row})
    return tuple(out)


def moves_rows(layout: Layout, full: Outlook, now: Outlook, weight: Array) -> tuple[MovesRow, ...]:
    """Return every set of moves re-read against the no-deal values, as they are once the moves bite."""
    rows = []
    today = layout.timing(layout.start())
    for index in range(len(layout.moves.sets)):
        names = layout.moves.named(index)
        found = full.agreements[index]
        if found is None:
            blank = next(layout.moves.missing[n] for n in names if n in layout.moves.missing)
            why = sentence("unknown: {path}", path=blank)
            rows.append(MovesRow(names, None, None, None, None, None, None, False, why))
            continue
        lacking = sorted({p for n in names for p in layout.case.moves[n].needs} - layout.start().consulted)
        bites = today.bites_under(index)[:, layout.moves.sets[index]].all(axis=1).mean() if names else 1.0
        rows.append(
            MovesRow(
                names,
                zone_probability(found, weight),
                agreement_row(layout, found, weight),
                _believed(full.own_no_deal[:, :, index], weight),
                _believed(full.other_no_deal[:, :, index], weight),
                spread(layout.moves.cost[:, index]),
                float(bites),
                bool(now.available[index]),
                sentence("needs {who} to be consulted first", who=", ".join(lacking)) if lacking else None,
            )
        )
    return tuple(rows)


def _believed(values: Array, weight: Array) -> Spread:
    return spread((values * weight).sum(axis=1))


def move_rows(layout: Layout, weight: Array) -> tuple[MoveRow, ...]:
    """Return every move with its escalation, its price and its twin; `weight` [world, type] are beliefs."""
    rows = []
    for name in layout.moves.names:
        move = layout.case.moves[name]
        single = next(s for s in range(len(layout.moves.sets)) if layout.moves.named(s) == (name,))
        blank = layout.moves.missing.get(name)
        rows.append(
            MoveRow(
                name,
                move.kind,
                move.what,
                move.twin,
                tuple(sorted(move.needs)),
                move.escalation.how if move.escalation is not None else None,
                None if blank else spread(layout.moves.cost[:, single]),
                sentence("unknown: {path}", path=blank) if blank else None,
                **({} if blank else days_of(layout, name)),
                joined=None if blank else float(layout.moves.joined[:, layout.moves.names.index(name)].mean()),
                opens=tuple(sorted(move.opens)),
                brings={} if blank else _brought(layout, name, weight),
                takes_out=tuple(sorted(move.takes_out)),
            )
        )
    return tuple(rows)


def _brought(layout: Layout, name: str, weight: Array) -> dict[str, Spread]:
    """Return what no deal is worth to each party that a move brings to the table."""
    voices = layout.table.arranged((layout.moves.names.index(name),)).consents.voices
    return {voice.name: _believed(voice.no_deal, weight) for voice in voices if voice.name in layout.case.moves[name].brings}


def days_of(layout: Layout, name: str) -> dict[str, Spread | None]:
    """Return after how many days a move bites, for how long, and for how long it suspends the talks, where that is stated."""
    moves, move, index = layout.moves, layout.case.moves[name], layout.moves.names.index(name)
    return {
        "days_to_bite": spread(moves.lag[:, index]),
        "lasts_days": None if move.lasts_days is None else spread(moves.ends[:, index] - moves.lag[:, index]),
        "pauses_days": None if move.pauses_days is None else spread(moves.pause[:, index]),
    }
