# SPDX-License-Identifier: Apache-2.0
"""Cases laid out for valuing, in one world unless more are asked for: what tests look into below the assessment."""

from math import prod
from typing import Any

import numpy as np

from assess.variations import case_of
from pourparler.assess.beliefs import weigh_intentions
from pourparler.assess.prospects import Layout, layout_of
from pourparler.assess.worlds import Worlds
from pourparler.case import known_by
from pourparler.engines.bargaining import Additive

#: One point a day, as a trend by the month: 365.25 / 12.
A_POINT_A_DAY = 30.4375


def laid_out(data: dict[str, Any], *, worlds: int = 1) -> Layout:
    """Lay out plain data, read through the whole reader."""
    case = known_by(case_of(data))
    drawn = Worlds(case, 1, worlds)
    types = weigh_intentions(case, drawn).types
    return layout_of(case, drawn, types)


def package(layout: Layout, **taken: str) -> int:
    """Return the index of a package by its options."""
    template = layout.table.template
    (index,) = (p for p in range(prod(template.counts)) if template.names(p) == taken)
    return index


def at(quantity: Additive, index: int, kind: int = 0) -> float:
    """Return a quantity of packages at one of them, in the first world and one type or variant."""
    place = np.array(kind)
    return float(quantity.at(np.array(index), np.array(0), place))


def moves_set(layout: Layout, *names: str) -> int:
    """Return the index of a set of moves."""
    (index,) = (s for s in range(len(layout.moves.sets)) if set(layout.moves.named(s)) == set(names))
    return index
