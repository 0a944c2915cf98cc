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
from pourparler.engines.readiness import outranks, regrets

Array = NDArray[np.float64]


def type_names(steps: Steps) -> tuple[str, ...]:
    """Return what each type is called: its hypothesis of every question, `settle / responsive`."""
    types = steps.intentions.types
    return tuple(" / ".join(types.hypotheses[question][place] for question, place in enumerate(row)) for row in types.index.T)


def _by_type(steps: Steps, parts: Array | None) -> dict[str, float]:
    """Return what something is worth by type, from its parts [world, type]; nothing for a type that cannot be."""
    belief = steps.intentions.posterior.sum(axis=0)
    if parts is None:
        return {}
    named = zip(type_names(steps), parts.sum(axis=0), belief, strict=True)
    return {name: float(part / weight) for name, part, weight in named if weight > 0 and name}


def action_rows(steps: Steps) -> tuple[ActionRow, ...]:
    """Return a row for every action; one that cannot be valued says which number is unknown."""
    found = steps.readiness
    if found is None:
        why = sentence("unknown: {path}", path=steps.blocked_by)
        return tuple(
            ActionRow(n, None, None, None, None, None, why, None, None, {}) for n in ACTIONS if n != "fix_conditionally"
        )
    ahead, values = shares(found.valued), [valued.value for valued in found.valued.values()]
    rows = []
    for name in ACTIONS:
        valued = found.valued.get(name)
        if valued is None:
            if name != "fix_conditionally" or name in found.actions.missing:
                rows.append(_unvalued(name, _why_not(steps, name)))
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
                *regrets(values, valued.value),
                _by_type(steps, valued.parts),
            )
        )
    return tuple(rows)


def _unvalued(action: str, why: Sentence) -> ActionRow:
    return ActionRow(action, None, None, None, None, None, why, None, None, {})


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
    out = []
    for k, c in enumerate(actions.choices):
        if mask[k]:
            parts = belief * leaf.of(k)
            moves = actions.layout.moves.named(c.moves)
            out.append(ChoiceRow(c.act, c.level, moves, spread(parts.sum(axis=1)), _by_type(steps, parts)))
    return tuple(out)


def no_summit_row(case: Case, steps: Steps) -> NoSummitRow:
    """Return both no-deal values without any meeting or move; who loses more by waiting, where trends say so."""
    try:
        values: NoDeal = steps.layout.no_deal if steps.layout else no_deal_of(case, steps.worlds, steps.intentions.types)
    except Missing as blank:
        return NoSummitRow(None, None, None, None, None, None, None, sentence("unknown: {path}", path=blank.path))
    belief = steps.intentions.posterior
    own, other = values.own_per_day * DAYS_PER_MONTH, values.other_per_day * DAYS_PER_MONTH
    ours, found = (belief * values.own).sum(axis=1), steps.readiness
    regret = regrets([valued.value for valued in found.valued.values()], ours) if found is not None else (None, None)
    return NoSummitRow(
        spread(ours),
        spread((belief * values.other).sum(axis=1)),
        spread(own),
        spread(other),
        _loses_more(case, own, other),
        regret[0],
        regret[1],
        None,
    )


def _loses_more(case: Case, own: Array, other: Array) -> str | None:
    if not own.any() and not other.any():
        return None
    if outranks(other, own):
        return seats(case)[0]
    return seats(case)[1] if outranks(own, other) else "not_determined"
