# SPDX-License-Identifier: Apache-2.0
"""Unit draws: for each uncertain number of a case, one stratified draw from (0, 1) per world.

Method: Latin hypercube sampling (McKay, Beckman & Conover 1979): with W worlds each of the W equal strata
of (0, 1) holds exactly one draw, in an order permuted separately for each number, so numbers are
independent across paths. The stream is keyed by seed and path alone: adding, removing or reordering other
numbers changes nothing, and neither does a label. Only the raw words of the counter-based generator Philox
(Salmon et al. 2011) are used, whose stream NumPy keeps stable between versions; its derived distributions
carry no such promise.

Sources: M. D. McKay, R. J. Beckman and W. J. Conover, "A comparison of three methods for selecting values
of input variables in the analysis of output from a computer code", Technometrics 21 (1979), 239-245. J. K.
Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011).
"""

from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

#: Most worlds that are drawn. A place inside a stratum has 33 bits, which with the stratum's 20 fit one
#: float exactly.
LARGEST_WORLDS = 1_000_000

#: Places inside a stratum: the middles of 2^32 equal cells, hence never on the edge of a stratum.
_CELLS = 2.0**32

_HALF_WORD = np.uint64(32)


def unit_draws(seed: int, path: str, worlds: int) -> NDArray[np.float64]:
    """Return `worlds` draws [world], strictly inside (0, 1), exactly one in each of `worlds` equal strata.

    They depend on `seed` (any whole number) and `path` (the place of the number in the case) and on nothing
    else. Two paths give independent draws. One world alone gets 0.5, the median, in place of a random draw:
    a single world is a look at central values. Draws for different numbers of worlds are unrelated; a
    shorter run is not a prefix of a longer one.

    A stratified sample of one number is far more even than a random one, so the usual standard error of a
    mean is too large for outputs that follow few inputs, and about right for those that follow many.

    Raises `EngineInputError` if `worlds` is less than 1 or more than 1,000,000.
    """
    if not 1 <= worlds <= LARGEST_WORLDS:
        raise EngineInputError(f"worlds must lie from 1 to {LARGEST_WORLDS}")
    if worlds == 1:
        return np.array([1 / 2])
    digest = sha256(f"{seed}\x1f{path}".encode("utf-8", "surrogatepass")).digest()
    words = np.random.Philox(key=int.from_bytes(digest[:16], "little")).random_raw(2 * worlds)
    strata = np.argsort(words[:worlds], kind="stable")
    places = (words[worlds:] >> _HALF_WORD).astype(np.float64) + 1 / 2
    draws: NDArray[np.float64] = (strata + places / _CELLS) / worlds
    return draws
