# SPDX-License-Identifier: Apache-2.0
"""What knowing more is worth in a plain decision problem, exactly: before its cost and delay, against deciding now."""

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.readiness.decision_problem import DecisionProblem
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]


def values_now(problem: DecisionProblem) -> Array:
    """Return the average value of each action if it is taken now, [action], in value points. Source: definition."""
    return np.asarray(problem.payoff @ problem.prior)


def worth_of_news(problem: DecisionProblem, outcomes: Array) -> float:
    """Return what hearing one of several outcomes would add to deciding now, in value points: 0 or more, up to rounding.

    `outcomes` [outcome, type] is the chance of each given a type. Steps that change pay-offs, cost and days are left out of it.
    Source: Raiffa & Schlaifer (1961), expected value of sample information.
    """
    heard = (problem.prior * outcomes) @ problem.payoff.T
    return float(heard.max(axis=1).sum() - values_now(problem).max())


def worth_of_partition(problem: DecisionProblem, cell: NDArray[np.intp]) -> float:
    """Return what knowing in which cell the type lies would add to deciding now, in value points.

    `cell` [type] numbers the cells from 0. Cells of one type each give what knowing everything is worth.

    Raises EngineInputError if it does not number every type.
    Source: Raiffa & Schlaifer (1961), expected value of perfect information; Strong & Oakley (2014), of a part of the inputs.
    """
    if cell.shape != problem.prior.shape or (len(cell) and cell.min() < 0):
        raise EngineInputError("`cell` numbers the cell of every type, from 0")
    return worth_of_news(problem, np.eye(int(cell.max()) + 1)[cell].T)


def worth_of_knowing_the_type(problem: DecisionProblem) -> float:
    """Return what knowing the type would add to deciding now, in value points. Source: as `worth_of_partition`."""
    return worth_of_partition(problem, np.arange(problem.types))
