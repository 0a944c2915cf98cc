# SPDX-License-Identifier: Apache-2.0
"""Sobol indices: the share of the variance of an output that each input explains by itself, and with all it takes part in.

Two ways: by a design on a function that can be evaluated anywhere (Saltelli and others 2010; totals after Jansen 1999), and
from worlds that have been drawn already, by regression on one input at a time.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.readiness.smooth import basis
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Indices:
    """First-order and total indices [input] with standard errors; estimates may lie slightly outside 0 to 1."""

    first: Array
    total: Array
    first_se: Array
    total_se: Array


def sobol_design(first: Array, second: Array) -> Array:
    """Return where a function is to be evaluated, [block, draw, input], from two independent samples [draw, input].

    The blocks are the first sample, the second, and for each input the first sample with that input from the second.
    Raises EngineInputError if the samples differ in shape. Source: Saltelli and others (2010), Computer Physics Communications
    181, section 3.
    """
    if first.shape != second.shape or first.ndim != 2:
        raise EngineInputError("the two samples need the same draws and inputs")
    blocks = [first, second]
    for number in range(first.shape[1]):
        mixed = first.copy()
        mixed[:, number] = second[:, number]
        blocks.append(mixed)
    return np.stack(blocks)


def sobol_indices(outputs: Array) -> Indices:
    """Return the indices from outputs [block, draw] of a function at the points of `sobol_design`.

    Read `first` as what the variance would fall by if that input were known, and `total` as what would be left if all others
    were; both are shares. Inputs must be independent. Raises EngineInputError where the output does not vary.
    Source: Saltelli and others (2010), table 2, estimators (b) and (f).
    """
    centred = outputs - outputs[:2].mean()
    a, b, mixed = centred[0], centred[1], centred[2:]
    variance = float(np.concatenate([a, b]).var())
    if not variance > 0:
        raise EngineInputError("an output that does not vary has no indices")
    alone = b * (mixed - a) / variance
    whole = (a - mixed) ** 2 / (2 * variance)
    draws = math.sqrt(len(a))
    return Indices(alone.mean(axis=1), whole.mean(axis=1), alone.std(axis=1) / draws, whole.std(axis=1) / draws)


def first_order(output: Array, inputs: Array) -> tuple[Array, Array]:
    """Return first-order indices and their standard errors, both [input], from an output [world] and the inputs [world, input].

    By regression on a smooth function of one input at a time, with the share that chance explains taken off; so the index of
    an input that does nothing may lie slightly below zero. Raises EngineInputError where the output does not vary.
    Source: Saltelli and others (2008), Global Sensitivity Analysis, section 4; adjusted share of variance.
    """
    variance = float(output.var())
    if not variance > 0:
        raise EngineInputError("an output that does not vary has no indices")
    worlds, centred = len(output), output - output.mean()
    found = []
    for number in range(inputs.shape[1]):
        columns = basis(inputs[:, [number]], output[:, None])
        if not columns.shape[1]:
            found.append((0.0, 0.0))
            continue
        orthogonal, _ = np.linalg.qr(columns - columns.mean(axis=0))
        fitted = orthogonal @ (orthogonal.T @ centred)
        left = float(((centred - fitted) ** 2).sum()) / (worlds - columns.shape[1] - 1)
        share = 1 - left / float((centred**2).sum() / (worlds - 1))
        # By linearisation: each world moves the explained part, and the whole by which it is divided.
        influence = (2 * fitted * centred - fitted**2 - share * centred**2) / variance
        found.append((share, float(influence.std()) / math.sqrt(worlds)))
    table = np.array(found).reshape(-1, 2)
    return table[:, 0], table[:, 1]
