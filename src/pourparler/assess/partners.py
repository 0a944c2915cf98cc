# SPDX-License-Identifier: Apache-2.0
"""The step of partners: stance on the likely agreement, who is uninformed, winners and losers, leverage after a stage."""

from collections.abc import Mapping
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.assessment import IncidenceRow, PartnerRow, StageRow
from pourparler.assess.bargaining import package_chances
from pourparler.assess.prospects import Layout, Outlook, informed
from pourparler.assess.spread import Spread, spread
from pourparler.assess.worlds import Missing, Worlds, seats, taken_back_by
from pourparler.case import Case
from pourparler.engines.bargaining import package_options
from pourparler.engines.partners import rank_by_effect, stance_probabilities
from pourparler.engines.readiness import OUTRANKING_SHARE
from pourparler.quantity import POINTS, SHARE, Quantity

Array = NDArray[np.float64]
STANCES = ("supports", "lives_with", "opposes", "spoils")
UNKNOWN = "unknown"


def partner_rows(layout: Layout, outlook: Outlook, index: int, weight: Array) -> tuple[PartnerRow, ...]:
    """Return every third party with its stance on the agreement that is likely under one set of moves."""
    case, template = layout.case, layout.table.template
    found = outlook.agreements[index]
    packages, _ = (np.zeros(0, dtype=np.intp), None) if found is None else package_chances(found, weight)
    taken = package_options(packages, template.counts)
    rows = []
    for name in sorted(set(case.parties) - set(seats(case))):
        touched = name in layout.tolerances
        probabilities: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
        expected = np.zeros(layout.worlds.count)
        if touched and found is not None:
            effect, against = layout.stands(name, found.packages, layout.start())
            mass = found.shares * weight[:, :, None]
            flat = (len(mass), -1)
            spoiling = layout.spoiling.get(name, (np.zeros(layout.worlds.count),))[0]
            cells = (effect.reshape(flat), against.reshape(flat), mass.reshape(flat))
            probabilities = stance_probabilities(*cells, spoiling)
            expected = (mass * effect).sum(axis=(1, 2))
        known = touched and sum(probabilities) > 0
        stance = STANCES[int(np.argmax(probabilities))] if known else UNKNOWN
        crossed = tuple(option for option in sorted(case.red_lines.get(name, ())) if _holds(taken, template.place(option)))
        supports, lives_with, opposes, spoils = probabilities if known else (None, None, None, None)
        rows.append(
            PartnerRow(
                name,
                case.parties[name].role,
                stance,
                supports,
                lives_with,
                opposes,
                spread(expected) if known else None,
                crossed,
                name in informed(case),
                spread(layout.tolerances[name]) if touched else None,
                spread(layout.reach_if_opposed[name]) if name in layout.reach_if_opposed else None,
                _strategic_weight(case, layout.worlds, name),
                {to: spread(share) for to, share in layout.influence.get(name, {}).items()},
                spoils,
            )
        )
    return tuple(rows)


def _holds(taken: tuple[NDArray[np.intp], ...], option: tuple[int, int]) -> bool:
    """Return whether some package takes an option (issue, option)."""
    return bool((taken[option[0]] == option[1]).any())


def incidence_rows(case: Case, worlds: Worlds, layout: Layout | None, weight: Array) -> tuple[IncidenceRow, ...]:
    """Return who wins and loses from each concession, and outside the table from each move.

    Third parties are ranked against each other on the scale that effects are stated on. The two parties at the table are shown
    on their own value scales, against the option in force today, and are not ranked with them.
    """
    rows: list[IncidenceRow] = []
    for option in sorted(case.effects):
        rows.extend(_of_concession(case, worlds, option, ("effects", option), case.effects[option]))
        rows.extend(_at_the_table(case, layout, option, weight))
    for name in sorted(case.moves):
        rows.extend(_of_concession(case, worlds, f"moves.{name}", ("moves", name, "effects"), case.moves[name].effects))
    return tuple(rows)


def _of_concession(
    case: Case, worlds: Worlds, concession: str, path: tuple[str, ...], stated: Mapping[str, Quantity]
) -> list[IncidenceRow]:
    """Return what an option, or a move, does to third parties; effects that are unknown are left out."""
    drawn: dict[str, Array] = {}
    for party in sorted(stated):
        with suppress(Missing):
            drawn[party] = worlds.draw((*path, party), stated[party], POINTS)
    if not drawn:
        return []
    ranks = rank_by_effect(np.stack(list(drawn.values()), axis=1), OUTRANKING_SHARE).ranks
    return [
        IncidenceRow(concession, party, spread(effect), rank, _worth(case, worlds, party))
        for (party, effect), rank in zip(drawn.items(), ranks, strict=True)
    ]


def _strategic_weight(case: Case, worlds: Worlds, party: str) -> Spread | None:
    weight = case.parties[party].strategic_weight
    try:
        return None if weight is None else spread(worlds.draw(("parties", party, "strategic_weight"), weight, POINTS))
    except Missing:
        return None


def _worth(case: Case, worlds: Worlds, party: str) -> Spread | None:
    try:
        return spread(worlds.draw(("worth_to_us", party), case.worth_to_us.get(party), POINTS))
    except Missing:
        return None


def _at_the_table(case: Case, layout: Layout | None, option: str, weight: Array) -> list[IncidenceRow]:
    if layout is None:
        return []
    issue_name, _, name = option.partition(".")
    issue = case.issues.get(issue_name)
    if issue is None or issue.status_quo is None or issue.status_quo == name:
        return []
    template = layout.table.template
    place, new = template.place(option)
    _, today = template.place(f"{issue_name}.{issue.status_quo}")
    rows = []
    for party, values in zip(seats(case), (layout.table.own, layout.table.other), strict=True):
        part = values.by_type(place)
        change = (weight * (part[:, :, new] - part[:, :, today])).sum(axis=1)
        rows.append(IncidenceRow(option, party, spread(change), None, None))
    return rows


def stage_rows(case: Case, worlds: Worlds) -> tuple[StageRow, ...]:
    """Return what each stage does to both no-deal values afterwards, and whether it spends our leverage."""
    rows = []
    for stage in sorted(case.staging):
        stated = case.staging[stage]
        try:
            own, other = (
                worlds.optional(("staging", stage, "shifts_after", party), stated.shifts_after.get(party), POINTS)
                for party in seats(case)
            )
        except Missing:
            continue
        ahead = float(((other > own) & (other > 0)).mean())
        spends = True if ahead >= OUTRANKING_SHARE else False if ahead <= 1 - OUTRANKING_SHARE else None
        terms = stated.reversible
        back = []
        for name in taken_back_by(case):
            share = getattr(terms, name) if terms is not None else None
            path = ("staging", stage, "reversible", name)
            back.append(None if share is None else spread(worlds.draw(path, share, SHARE)))
        rows.append(StageRow(stage, spread(own), spread(other), spends, *back))
    return tuple(rows)
