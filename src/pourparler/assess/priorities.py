# SPDX-License-Identifier: Apache-2.0
"""The step of priorities: packages and single steps held against what the principal has said comes first."""

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.ladders import reference_of
from pourparler.assess.listed import Listed
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.wider import HeldRow, PriorityRow
from pourparler.assess.worlds import Missing
from pourparler.case import Ordering, Priority
from pourparler.engines.partners import determined, out_of_bounds, out_of_order
from pourparler.engines.readiness import OUTRANKING_SHARE
from pourparler.quantity import POINTS

Array = NDArray[np.float64]


def priority_rows(found: Listed) -> tuple[PriorityRow, ...]:
    """Return every priority with the chance that each package, and each step from today alone, contradicts it.

    Steps and packages that contradict it in no world are left out.
    """
    case = found.layout.case
    return tuple(_row(found, name, stated) for name, stated in sorted(case.priorities.items()) if stated.order or stated.party)


def _row(found: Listed, name: str, priority: Priority) -> PriorityRow:
    packages: tuple[HeldRow, ...] = ()
    options: tuple[HeldRow, ...] = ()
    why = None
    try:
        bounds = _bounds(found, name, priority)
        packages = _held(list(found.names), _against(found, priority, bounds, found.options, None))
        steps, labels = _steps(found)
        options = _held(labels, _against(found, priority, bounds, steps, _today(found)))
    except Missing as blank:
        why = sentence("unknown: {path}", path=blank.path)
    told = (priority.holder, priority.on.isoformat(), priority.confidence, priority.what)
    return PriorityRow(name, *told, _rule(priority), packages, options, why)


def _bounds(found: Listed, name: str, priority: Priority) -> tuple[Array | None, Array | None]:
    """Return the bounds of a priority, [world] each; Missing if one is unknown."""
    out = []
    for key in ("at_least", "at_most"):
        stated = getattr(priority, key)
        out.append(None if stated is None else found.layout.worlds.draw(("priorities", name, key), stated, POINTS))
    return out[0], out[1]


def _against(
    found: Listed,
    priority: Priority,
    bounds: tuple[Array | None, Array | None],
    options: NDArray[np.intp],
    base: NDArray[np.intp] | None,
) -> Array:
    """Return how likely packages [package, issue], or steps away from a base, contradict a priority, [package]."""
    parties = [party for group in priority.order for party in group] if priority.order else [str(priority.party)]
    effects = np.stack([_effect(found, party, options, base) for party in parties], axis=1)
    if priority.order:
        return out_of_order(effects, _ranks(priority.order))
    return out_of_bounds(effects[:, 0], *bounds)


def _effect(found: Listed, party: str, options: NDArray[np.intp], base: NDArray[np.intp] | None) -> Array:
    """Return what packages, or steps away from a base, do to a party, [world, package]; Missing if that is not known."""
    table = found.layout.table
    if party in table.unknown_effects:
        raise Missing(table.unknown_effects[party])
    shape = (found.layout.worlds.count, len(options))
    if party not in table.effects:
        return np.zeros(shape)
    issues = range(options.shape[1])
    effect = np.broadcast_to(table.effects[party].of_block(issues, options)[:, 0], shape)
    return np.asarray(effect if base is None else effect - table.effects[party].of_block(issues, base)[:, 0])


def _ranks(order: Ordering) -> list[int]:
    return [rank for rank, group in enumerate(order) for _ in group]


def _today(found: Listed) -> NDArray[np.intp]:
    return np.array([reference_of(found.layout, found.weight)], dtype=np.intp)


def _steps(found: Listed) -> tuple[NDArray[np.intp], list[tuple[str, ...]]]:
    """Return every package that differs from today's by one option, and the option of each."""
    today, template = _today(found)[0], found.layout.table.template
    steps = [(issue, option, name) for issue, option, name in template.all_options() if option != today[issue]]
    options = np.tile(today, (len(steps), 1))
    for row, (issue, option, _) in enumerate(steps):
        options[row, issue] = option
    return options, [(name,) for _, _, name in steps]


def _held(names: list[tuple[str, ...]], chances: Array) -> tuple[HeldRow, ...]:
    return tuple(
        HeldRow(what, float(chance), determined(float(chance), OUTRANKING_SHARE))
        for what, chance in zip(names, chances, strict=True)
        if chance > 0
    )


def _rule(priority: Priority) -> Sentence:
    """Say what is held against packages, in words."""
    if priority.order:
        return sentence("nobody gains at the cost of one who comes first: {parties}", parties=_told(priority.order))
    ends = {"who": priority.party, "least": priority.at_least, "most": priority.at_most}
    if priority.at_most is None:
        return sentence("{who} gains at least {least} points", **ends)
    if priority.at_least is None:
        return sentence("{who} gains at most {most} points", **ends)
    return sentence("{who} gains at least {least} points and at most {most}", **ends)


def _told(order: Ordering) -> str:
    return " > ".join(" = ".join(group) for group in order)
