# SPDX-License-Identifier: Apache-2.0
"""A share seen in like cases of the past, with the interval that so few cases leave."""

import numpy as np

from pourparler.errors import EngineInputError

#: The 97.5 % point of the standard normal distribution, for a 95 % interval (Wilson 1927).
NORMAL_POINT = 1.959963984540054


def wilson_interval(successes: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval (low, high) of a share seen `successes` times in `n` like cases, within 0 to 1.

    Read it as what the cases alone leave open; whether they are alike is a judgement that no interval covers.

    Raises EngineInputError unless 0 <= successes <= n and n >= 1.
    Source: Wilson (1927), the score interval.
    """
    if not 0 <= successes <= n or n < 1:
        raise EngineInputError("successes must lie from 0 to n, and n must be at least 1")
    return score_interval(successes / n, n)


def score_interval(share: float, n: float) -> tuple[float, float]:
    """Return the 95 % interval (low, high) of a share seen in `n` cases: no whole number where cases are weighted.

    Raises EngineInputError unless 0 <= share <= 1 and n > 0.
    Source: Wilson (1927), the score interval.
    """
    if not 0 <= share <= 1 or not n > 0:
        raise EngineInputError("a share must lie from 0 to 1, and n must be more than 0")
    spare = NORMAL_POINT * NORMAL_POINT / n
    middle = (share + spare / 2) / (1 + spare)
    half = NORMAL_POINT * float(np.sqrt(share * (1 - share) / n + spare / n / 2 / 2)) / (1 + spare)
    return max(0.0, middle - half), min(1.0, middle + half)
