# SPDX-License-Identifier: Apache-2.0
"""An approximate frontier with a bound: of vectors in one box of a coarse grid, and of boxes in order, one is kept."""

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.nondominated import efficient_in_groups
from pourparler.engines.bargaining.packages import Grid

Index = NDArray[np.intp]

#: The first side of a box is such a share of the range of values.
FIRST_SHARE = 2**12


def thin_out(values: Grid, group: Index | None, epsilon: int) -> Index:
    """Return some of the vectors so that each left out falls short of one that is kept by less than `epsilon` for every party.

    Vectors [vector, party] of other groups [vector] stand for nothing. The result holds indices, ascending.
    Source: additive epsilon-dominance by boxes, Laumanns, Thiele, Deb & Zitzler (2002), with Papadimitriou & Yannakakis (2000).
    """
    box = values // epsilon
    kept, starts = efficient_in_groups(box, group)
    total = values[kept].sum(axis=1)
    # Of a box, the vector with the greatest sum; of several, the first.
    which = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    best = np.lexsort((kept, -total, which))
    return np.sort(kept[best[starts[:-1]]])


def thin_to(values: Grid, group: Index | None, most: int) -> tuple[Index, int]:
    """Return at most about `most` vectors, with the epsilon by which the others may fall short: the smallest of its doublings.

    Source: as `thin_out`.
    """
    widest = int(np.ptp(values, axis=0).max()) if len(values) else 0
    epsilon = max(1, widest // FIRST_SHARE)
    while True:
        kept = thin_out(values, group, epsilon)
        if len(kept) <= most or epsilon > 2 * widest:
            return kept, epsilon
        epsilon *= 2
