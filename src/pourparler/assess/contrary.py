# SPDX-License-Identifier: Apache-2.0
"""Where the advice would be wrong: the worlds in which its strongest rival is worth more, and what is otherwise there."""

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.sentence import Sentence, percent, points, sentence
from pourparler.assess.worlds import Worlds

Array = NDArray[np.float64]

#: So many inputs are told, those that differ most between worlds in which the advice is wrong and others.
INPUTS_TOLD = 3
#: An input whose averages lie closer than this, in its own standard deviations, says little: just above what is commonly called
#: a small effect, 0.2 (Cohen 1988).
LEAST_APART = 0.25
#: Nor does one whose averages lie within so many standard errors: of a few hundred inputs that tell nothing, chance alone puts
#: one in fifty cases beyond that.
ERRORS_APART = 4
#: Inputs that stand for an order, and are no number of the case.
OF_AN_ORDER = ".rank."


def wrong_where(worlds: Worlds, leader: Array, rival: Array, other: str) -> tuple[Sentence, ...]:
    """Return in which worlds the rival `other` is worth more than the advice, and which inputs are otherwise there.

    `leader` and `rival` are [world]. The inputs are told one by one: that they differ together is not said.
    """
    wrong = rival > leader
    share = float(wrong.mean())
    if not 0 < share < 1:
        return ()
    worth = float((rival - leader)[wrong].mean())
    out = [
        sentence(
            "in the {share} of worlds in which {other} is ahead it is worth {worth} points more, on average",
            share=percent(share),
            other=other,
            worth=points(worth),
        )
    ]
    for path in _apart(worlds, wrong)[:INPUTS_TOLD]:
        inside, outside = (float(worlds.inputs[path][mask].mean()) for mask in (wrong, ~wrong))
        template = (
            "{path} is " + ("higher" if inside > outside else "lower") + " there: {inside} on average, elsewhere {outside}"
        )
        out.append(sentence(template, path=path, inside=f"{inside:.3g}", outside=f"{outside:.3g}"))
    return tuple(out)


def _apart(worlds: Worlds, wrong: NDArray[np.bool_]) -> list[str]:
    """Return the inputs whose averages differ between two kinds of worlds, those that differ most first."""
    paths = sorted(path for path in worlds.inputs if OF_AN_ORDER not in path)
    if not paths:
        return []
    table = np.stack([worlds.inputs[path] for path in paths])
    spreads = table.std(axis=1)
    apart = np.abs(table[:, wrong].mean(axis=1) - table[:, ~wrong].mean(axis=1))
    scaled = np.divide(apart, spreads, out=np.zeros_like(apart), where=spreads > 0)
    least = max(LEAST_APART, ERRORS_APART * float(np.sqrt(1 / wrong.sum() + 1 / (~wrong).sum())))
    return [paths[k] for k in np.argsort(-scaled, kind="stable") if scaled[k] >= least]
