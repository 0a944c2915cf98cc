# SPDX-License-Identifier: Apache-2.0
"""The stages of a case as the engine of staged deals takes them: options as acts, terms of each stage in every world."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.prospects import Layout
from pourparler.assess.table import option_today, staging_key
from pourparler.assess.worlds import Missing, Worlds, is_turned, seats, taken_back_by
from pourparler.case import Case, StagedExchange
from pourparler.engines.bargaining import Combination
from pourparler.engines.staging import Act, Joint, Pair, Stage, Staged
from pourparler.quantity import COST, DAYS, POINTS, PROBABILITY, SHARE

Array = NDArray[np.float64]


def staged_of(layout: Layout, no_deal: Pair) -> Staged:
    """Return the stages of a case, in the order in which it states them, beside both no-deal values [world, type].

    Sides are those of the seat: what the case calls a give is theirs where it is read from across the table.
    Raises `Missing` where a number is unknown that has no bounds, or an option in force today is not stated.
    """
    case, table = layout.case, layout.table
    if "later" in table.consequences.missing:
        raise Missing(table.consequences.missing["later"])
    template = table.template
    now = {issue: template.place(option_today(case, name))[1] for issue, name in enumerate(template.issues)}
    options = _options(case)
    places = [template.place(option) for _, _, option in options]
    acts = tuple(_act(layout, options, places, number, now[issue]) for number, (issue, _) in enumerate(places))
    values = (table.own, table.other)
    first = [
        np.sum([part.parts[issue][:, :, option] for issue, option in now.items()], axis=0)[:, part.variant] for part in values
    ]
    terms: list[Joint] = []
    for side, part in enumerate(values):
        for combination, amount in part.together:
            by_type = amount[:, part.variant]
            added = (by_type, np.zeros_like(by_type)) if side == 0 else (np.zeros_like(by_type), by_type)
            terms += _joint(combination, places, now, added)
    nothing = np.zeros((1, 1))
    barred = [joint for combination in table.barred for joint in _joint(combination, places, now, (nothing, nothing))]
    stages = tuple(_stage(layout, number) for number in range(len(case.stages)))
    return Staged((first[0], first[1]), no_deal, acts, stages, table.consequences.later_weight, tuple(terms), tuple(barred))


def _options(case: Case) -> list[tuple[int, int, str]]:
    """Return every option of the stages with its stage and who brings it into force: 0 our seat, 1 the other."""
    giver = int(is_turned(case))
    return [
        (number, doer, option)
        for number, stage in enumerate(case.stages)
        for doer, held in ((giver, stage.gives), (1 - giver, stage.gets))
        for option in held
    ]


def _act(layout: Layout, options: list[tuple[int, int, str]], places: list[tuple[int, int]], number: int, now: int) -> Act:
    case, worlds, table = layout.case, layout.worlds, layout.table
    (stage, doer, option), (issue, place) = options[number], places[number]
    change = tuple(
        (part.parts[issue][:, :, place] - part.parts[issue][:, :, now])[:, part.variant] for part in (table.own, table.other)
    )
    issue_name, _, name = option.partition(".")
    key = staging_key(case, issue_name, name)
    shifts = case.staging[key].shifts_after if key is not None else {}
    shift = [worlds.optional(("staging", str(key), "shifts_after", party), shifts.get(party), POINTS) for party in seats(case)]
    later = tuple(n for n in range(number + 1, len(options)) if places[n][0] == issue)
    return Act(stage, doer, (change[0], change[1]), (shift[0], shift[1]), _taken_back(case, worlds, key, doer), later)


def _taken_back(case: Case, worlds: Worlds, key: str | None, doer: int) -> Array:
    """Return the share of an option that who brings it into force could take back, less what is lost by the time it takes.

    All of it where nothing is written. What takes as long as a deal counts for is as good as not taken back.
    """
    terms = case.staging[key].reversible if key is not None else None
    if terms is None:
        return np.ones(1)
    who = taken_back_by(case)[doer]
    path = ("staging", str(key), "reversible")
    share = worlds.draw((*path, who), getattr(terms, who), SHARE)
    days, horizon = getattr(terms, f"days_{who}"), case.later.horizon_days if case.later is not None else None
    if days is None or horizon is None:
        return share
    spent = worlds.draw((*path, f"days_{who}"), days, DAYS)
    whole = worlds.draw(("later", "horizon_days"), horizon, DAYS)
    return np.asarray(share * np.clip(1 - spent / np.maximum(whole, 1), 0, 1))


def _joint(combination: Combination, places: list[tuple[int, int]], now: Mapping[int, int], amount: Pair) -> list[Joint]:
    """Return a combination of options by the acts that bring it about; nothing where no stage ever does."""
    needs: list[int] = []
    without: list[int] = []
    for issue, option in combination.items():
        on_issue = [number for number, (held, _) in enumerate(places) if held == issue]
        if option == now[issue]:
            without += on_issue
        elif (issue, option) in places:
            needs.append(places.index((issue, option)))
        else:
            return []
    return [Joint(tuple(needs), tuple(without), amount)]


def _stage(layout: Layout, number: int) -> Stage:
    case, worlds = layout.case, layout.worlds
    stated = case.stages[number]
    path = ("stages", stated.id)
    two = seats(case)

    def each(key: str, held: Mapping[str, object], domain: object, otherwise: float) -> Pair:
        own, other = (
            worlds.draw((*path, key, party), held[party], domain) if party in held else np.full(1, otherwise)  # type: ignore[arg-type]
            for party in two
        )
        return own, other

    kept = tuple(_kept(layout, stated, party) for party in two)
    return Stage(
        kept=(kept[0], kept[1]),
        cost=each("cost", stated.cost, COST, 0.0),
        shift=each("shifts_after", stated.shifts_after, POINTS, 0.0),
        seen=each("breach_seen", stated.breach_seen, PROBABILITY, 1.0),
        snap_back=each("snap_back", stated.snap_back, SHARE, 0.0),
        escrow=worlds.optional((*path, "escrow"), stated.escrow, SHARE),
        after=_before(case, number),
    )


def _before(case: Case, number: int) -> int:
    """Return the stages that come before one, as bits: those it names, and those that settle one of its issues before."""
    mine = _issues(case.stages[number])
    return sum(
        1 << earlier
        for earlier in range(number)
        if case.stages[earlier].id in case.stages[number].after or mine & _issues(case.stages[earlier])
    )


def _issues(stage: StagedExchange) -> set[str]:
    return {option.partition(".")[0] for option in (*stage.gives, *stage.gets)}


def _kept(layout: Layout, stage: StagedExchange, party: str) -> Array:
    """Return the chance that a party does its part of a stage: as stated; else the case's compliance, ours certain."""
    case, worlds = layout.case, layout.worlds
    if party in stage.kept_by:
        return layout.types.draw(worlds, ("stages", stage.id, "kept_by", party), stage.kept_by[party], PROBABILITY)
    if case.parties[party].role == "own":
        return np.ones((1, 1))
    return layout.types.draw(worlds, ("compliance",), case.compliance, PROBABILITY)
