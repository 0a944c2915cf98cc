# SPDX-License-Identifier: Apache-2.0
"""The step of concessions: steps away from what is in force, what each costs and brings, and which trades help both sides."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.negotiating import GiveRow, OutsideRow, RatioRow, RungRow, TradeRow, WorthRow
from pourparler.assess.prospects import Layout
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.spread import spread
from pourparler.assess.values import PartyValues
from pourparler.engines.bargaining import (
    FREE,
    GET,
    GIVE,
    GRID_STEPS_PER_POINT,
    WASTE,
    Ladder,
    believed,
    concession_ladder,
    logrolls,
    value_of_change,
)
from pourparler.engines.readiness import OUTRANKING_SHARE

Array = NDArray[np.float64]
Step = tuple[int, int]
#: Where a trade begins.
TODAY, AGREEMENT, MANDATE = "today", "agreement", "mandate"


def by_variant(values: PartyValues, weight: Array) -> Array:
    """Return beliefs [world, variant] from beliefs by type [world, type]."""
    variants = values.parts[0].shape[1]
    return np.stack([weight[:, values.variant == v].sum(axis=1) for v in range(variants)], axis=1)


@dataclass(frozen=True)
class Steps:
    """Steps from a reference package, and what each is worth, [world, step] in points.

    `cost` is ours at the table, `outside` what effects on third parties are worth to us (None if that is not known), `worth`
    theirs.
    """

    reference: tuple[int, ...]
    steps: tuple[Step, ...]
    cost: Array
    outside: Array | None
    worth: Array

    @property
    def full_cost(self) -> Array:
        """What each step costs us, outside the table too as far as that is known."""
        return self.cost if self.outside is None else self.cost - self.outside


def reference_of(layout: Layout, belief: Array) -> tuple[int, ...]:
    """Return the option in force of every issue; where the case does not say, the one that is worth most to us."""
    table = layout.table
    weight = by_variant(table.own, belief)[:, :, None]
    out = []
    for k, issue in enumerate(table.template.issues):
        today = layout.case.issues[issue].status_quo
        if today is not None:
            out.append(table.template.options[k].index(today))
        else:
            out.append(int((weight * table.own.parts[k]).sum(axis=1).mean(axis=0).argmax()))
    return tuple(out)


def steps_from(layout: Layout, belief: Array) -> Steps:
    """Return every step from what is in force to another option that no red line bars."""
    table = layout.table
    reference = reference_of(layout, belief)
    barred = {next(iter(c.items())) for c in table.barred if len(c) == 1}
    steps = tuple(
        (k, o) for k, n in enumerate(table.template.counts) for o in range(n) if o != reference[k] and (k, o) not in barred
    )
    shape = (layout.worlds.count, len(steps))
    own, other = (
        _by_world(values, [(reference, [step]) for step in steps], belief, shape) for values in (table.own, table.other)
    )
    outside: Array | None = None
    if "outside" not in table.consequences.missing and not table.consequences.outside.is_zero():
        changes = [value_of_change(table.consequences.outside, reference, [step])[:, 0] for step in steps]
        outside = np.stack([np.broadcast_to(change, shape[:1]) for change in changes], axis=1) if steps else np.zeros(shape)
    return Steps(reference, steps, -own, outside, other)


def _by_world(
    values: PartyValues, changes: Sequence[tuple[tuple[int, ...], Sequence[Step]]], belief: Array, shape: tuple[int, int]
) -> Array:
    """Return what steps are worth to a party by what is believed, [world, step] in points."""
    weight, grid = by_variant(values, belief), values.on_grid()
    out = np.zeros(shape)
    for place, (reference, steps) in enumerate(changes):
        out[:, place] = believed(value_of_change(grid, reference, steps), weight)
    return out / GRID_STEPS_PER_POINT


def ladder_of(found: Steps) -> Ladder:
    """Return the ladder of what to give."""
    return concession_ladder(found.full_cost, found.worth, OUTRANKING_SHARE)


def ladder_rows(layout: Layout, found: Steps, ladder: Ladder, belief: Array) -> tuple[tuple[RungRow, ...], tuple[RungRow, ...]]:
    """Return the rungs of what to give and of what to ask, best exchange first."""
    if not found.steps:
        return (), ()
    asks = concession_ladder(-found.worth, -found.full_cost, OUTRANKING_SHARE)
    given = [s for s in ladder.order if ladder.kinds[s] in (GIVE, FREE, WASTE, None) and not _is_get(ladder, s)]
    asked = [s for s in asks.order if s not in given]
    conditional = _by_hypothesis(layout, found, belief)
    rows = []
    for which, listed in ((ladder, given), (asks, asked)):
        rungs = []
        for step in listed:
            below = tuple(_name(layout, found.steps[other]) for other in listed if which.is_settled(step, other))
            rungs.append(_rung(layout, found, step, ladder.kinds[step], which, below, conditional.get(step, ())))
        rows.append(tuple(rungs))
    return rows[0], rows[1]


def _name(layout: Layout, step: Step) -> str:
    """Return the option that a step moves to, as `issue.option`."""
    return f"{layout.table.template.issues[step[0]]}.{layout.table.template.options[step[0]][step[1]]}"


def _is_get(ladder: Ladder, step: int) -> bool:
    """Return whether a step is one that we gain by and they lose by, on average: it is something to ask, not to give."""
    return bool(ladder.kinds[step] == GET or (ladder.cost[:, step].mean() <= 0 and ladder.worth[:, step].mean() <= 0))


def _rung(
    layout: Layout,
    found: Steps,
    step: int,
    kind: str | None,
    ladder: Ladder,
    better_than: tuple[str, ...],
    conditional: tuple[WorthRow, ...],
) -> RungRow:
    template, (issue, option) = layout.table.template, found.steps[step]
    name = template.issues[issue]
    today, taken = (template.options[issue][place] for place in (found.reference[issue], option))
    ties = [c for c in layout.table.barred if len(c) > 1]
    ties += [c for values in (layout.table.own, layout.table.other) for c, _ in values.together]
    tied = any(c.get(issue) in (option, found.reference[issue]) and len(c) > 1 for c in ties)
    effects = layout.case.effects.get(f"{name}.{taken}", {})
    touched = tuple(
        OutsideRow(party, spread(np.broadcast_to(quantity.parts[issue][:, 0, option], (layout.worlds.count,))))
        for party, quantity in sorted(layout.table.effects.items())
        if party in effects
    )
    return RungRow(
        name,
        taken,
        today,
        kind,
        spread(found.cost[:, step]),
        spread(found.outside[:, step]) if found.outside is not None else None,
        spread(found.worth[:, step]),
        conditional,
        ratio_row(ladder, step),
        better_than,
        tied,
        touched,
    )


def ratio_row(ladder: Ladder, step: int) -> RatioRow:
    """Return the exchange ratio of a rung; None where it has no bound."""
    return RatioRow(*(value if math.isfinite(value) else None for value in ladder.ratio(step)))


def _by_hypothesis(layout: Layout, found: Steps, belief: Array) -> dict[int, tuple[WorthRow, ...]]:
    """Return what each step is worth to the other side given each hypothesis on which its values depend, by step."""
    types, values = layout.types, layout.table.other
    out: dict[int, tuple[WorthRow, ...]] = {}
    membership = types.membership()
    for (question, hypothesis), member in zip(types.rows(), membership, strict=True):
        if not _matters(layout, question):
            continue
        mass = (belief * member).sum(axis=1, keepdims=True)
        # Where a hypothesis is ruled out, its types count equally.
        given = np.where(mass > 0, belief * member / np.where(mass > 0, mass, 1), member / member.sum())
        changes = [(found.reference, [step]) for step in found.steps]
        worth = _by_world(values, changes, given, found.worth.shape)
        for step in range(len(found.steps)):
            out[step] = (*out.get(step, ()), WorthRow(question, hypothesis, spread(worth[:, step])))
    return out


def _matters(layout: Layout, question: str) -> bool:
    """Return whether the other side's values depend on a question."""
    number = layout.types.questions.index(question)
    of_hypothesis = [
        frozenset(layout.table.other.variant[layout.types.index[number] == place].tolist())
        for place in range(len(layout.types.hypotheses[number]))
    ]
    return len(set(of_hypothesis)) > 1


def trade_rows(
    layout: Layout, belief: Array, reference: tuple[int, ...], agreed: tuple[int, ...] | None
) -> tuple[TradeRow, ...]:
    """Return trades that help both sides, from what is in force today and from the likeliest agreement; then the mandate's."""
    table = layout.table
    own, other = table.own.on_grid(), table.other.on_grid()
    weight = by_variant(table.own, belief)  # both parties have the same variants
    rows = []
    for start, package in ((TODAY, reference), (AGREEMENT, agreed)):
        for roll in logrolls(own, other, package, weight, table.barred) if package is not None else ():
            gains = roll.own / GRID_STEPS_PER_POINT, roll.other / GRID_STEPS_PER_POINT
            rows.append(_trade(layout, start, roll.get, roll.give, gains, roll.both, False))
    return (*rows, *mandate_trades(layout, belief, reference))


def mandate_trades(layout: Layout, belief: Array, reference: tuple[int, ...]) -> tuple[TradeRow, ...]:
    """Return the exchanges that the mandate states, from what is in force today; two options of one issue are none."""
    table, rows = layout.table, []
    own, other = table.own.on_grid(), table.other.on_grid()
    weight = by_variant(table.own, belief)
    for exchange in layout.case.mandate.gives if layout.case.mandate is not None else ():
        give = table.template.place(exchange.give)
        get = table.template.place(exchange.get) if exchange.get is not None else None
        steps = [step for step in (give, get) if step is not None and reference[step[0]] != step[1]]
        if len(dict(steps)) < len(steps):
            continue  # two options of one issue are no trade
        changes = [value_of_change(party, reference, steps) / GRID_STEPS_PER_POINT for party in (own, other)]
        both = float((weight * ((changes[0] > 0) & (changes[1] > 0))).sum(axis=1).mean())
        ours, theirs = (believed(change, weight) for change in changes)
        rows.append(_trade(layout, MANDATE, get, give, (ours, theirs), both, True))
    return tuple(rows)


def _trade(
    layout: Layout, start: str, get: Step | None, give: Step, gains: tuple[Array, Array], both: float, written: bool
) -> TradeRow:
    settled = bool(((gains[0] > 0) & (gains[1] > 0)).mean() >= OUTRANKING_SHARE)
    asked = _name(layout, get) if get is not None else None
    return TradeRow(start, asked, _name(layout, give), spread(gains[0]), spread(gains[1]), both, settled, written)


def give_rows(layout: Layout, found: Steps, ladder: Ladder) -> tuple[tuple[GiveRow, ...], Sentence]:
    """Return the order in which to give, as far as it is determined, with its reason."""
    useful = [s for s in ladder.order if ladder.kinds[s] in (GIVE, FREE, None) and not _is_get(ladder, s) and _helps(ladder, s)]
    levels = ladder.levels(useful)
    rows = tuple(
        GiveRow(place + 1, _name(layout, found.steps[step]), ratio_row(ladder, step))
        for place, level in enumerate(levels)
        for step in level
    )
    if not rows:
        return rows, sentence("no step from what is in force today is worth anything to them")
    if len(levels) == 1 and len(rows) > 1:
        return rows, sentence("none of these is a better exchange than another in 95% of worlds: the order is not determined")
    return rows, sentence("what gives them most for each point it costs us comes first, costs outside the table counted in")


def _helps(ladder: Ladder, step: int) -> bool:
    return bool(ladder.worth[:, step].mean() > 0)
