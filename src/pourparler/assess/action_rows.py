# SPDX-License-Identifier: Apache-2.0
"""The actions as rows: what each is worth, with which moves and for whom it is right, beside the course without a meeting."""

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.actions import ACTIONS
from pourparler.assess.assessment import ActionRow, ChoiceRow, NoSummitRow
from pourparler.assess.moves import DAYS_PER_MONTH, NoDeal, no_deal_of
from pourparler.assess.readiness import NOW, NUMBERS_ALONE, ROOT, shares
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.spread import spread
from pourparler.assess.steps import Steps
from pourparler.assess.worlds import Missing, seats
from pourparler.case import Case
from pourparler.engines.readiness import outranks

Array = NDArray[np.float64]


def action_rows(steps: Steps) -> tuple[ActionRow, ...]:
    """Return a row for every action; one that cannot be valued says which number is unknown."""
    found = steps.readiness
    if found is None:
        why = sentence("unknown: {path}", path=steps.blocked_by)
        return tuple(ActionRow(n, None, None, None, None, None, why) for n in ACTIONS if n != "fix_conditionally")
    ahead = shares(found.valued)
    rows = []
    for name in ACTIONS:
        valued = found.valued.get(name)
        if valued is None:
            if name != "fix_conditionally" or name in found.actions.missing:
                rows.append(ActionRow(name, None, None, None, None, None, _why_not(steps, name)))
            continue
        gated = found.gated_hold if name == "hold" and found.held else None
        choice = valued.choice
        rows.append(
            ActionRow(
                name,
                spread(valued.value),
                ahead[name],
                choice.level if choice is not None else None,
                found.actions.layout.moves.named(choice.moves) if choice is not None else None,
                spread(gated.value) if gated is not None else None,
                None,
            )
        )
    return tuple(rows)


def _why_not(steps: Steps, name: str) -> Sentence:
    found = steps.readiness
    missing = found.actions.missing if found is not None else {}
    if found is not None and name not in found.actions.considered:
        return sentence("the case leaves it out")
    if name in missing:
        return sentence("unknown: {path}", path=missing[name])
    if name == "step_down":
        return sentence("no lower level is described")
    if name == "hold":
        blank = sorted(found.actions.program.missing.values()) if found is not None else []
        return sentence("unknown: {path}", path=blank[0]) if blank else sentence("no step of preparation is described")
    return sentence("it cannot be had")


def choice_rows(steps: Steps) -> tuple[ChoiceRow, ...]:
    """Return every action that can be taken at once, with every set of moves."""
    found = steps.readiness
    if found is None:
        return ()
    actions = found.actions
    leaf, belief = actions.leaf(ROOT), steps.intentions.posterior
    mask = actions.mask(ROOT, NOW, NUMBERS_ALONE)
    return tuple(
        ChoiceRow(c.act, c.level, actions.layout.moves.named(c.moves), spread((belief * leaf.of(k)).sum(axis=1)))
        for k, c in enumerate(actions.choices)
        if mask[k]
    )


def no_summit_row(case: Case, steps: Steps) -> NoSummitRow:
    """Return both no-deal values without any meeting or move; who loses more by waiting, where trends say so."""
    try:
        values: NoDeal = steps.layout.no_deal if steps.layout else no_deal_of(case, steps.worlds, steps.intentions.types)
    except Missing as blank:
        return NoSummitRow(None, None, None, None, None, sentence("unknown: {path}", path=blank.path))
    belief = steps.intentions.posterior
    own, other = values.own_per_day * DAYS_PER_MONTH, values.other_per_day * DAYS_PER_MONTH
    return NoSummitRow(
        spread((belief * values.own).sum(axis=1)),
        spread((belief * values.other).sum(axis=1)),
        spread(own),
        spread(other),
        _loses_more(case, own, other),
        None,
    )


def _loses_more(case: Case, own: Array, other: Array) -> str | None:
    if not own.any() and not other.any():
        return None
    if outranks(other, own):
        return seats(case)[0]
    return seats(case)[1] if outranks(own, other) else "not_determined"
