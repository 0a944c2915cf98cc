# SPDX-License-Identifier: Apache-2.0
"""Columns of a regression across worlds: splines of one input, products of few, straight and squared terms of many."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Knots of a spline of one input; between and beyond them it has one degree of freedom fewer than knots.
MOST_KNOTS = 7
#: The first and last knots stand at these shares of the worlds (Harrell 2015, table 2.3, for seven knots).
OUTER_KNOTS = 0.025
#: A knot more for so many worlds.
WORLDS_PER_KNOT = 25
#: An input with no more different values than this is known by its value: one column each, and so no smoothing at all.
FEW_VALUES = 8
#: Up to so many inputs get splines and products; more get straight and squared terms.
MOST_SMOOTH = 5
#: No more columns than one for so many worlds: the fit would follow the noise.
WORLDS_PER_COLUMN = 4


def basis(inputs: Array, values: Array) -> Array:
    """Return columns [world, column] of a smooth function of the inputs [world, input] that vary: see `partial_information`.

    Source: docs/explanation/worth.md, "By regression".
    """
    varied = inputs[:, np.ptp(inputs, axis=0) > 0] if len(inputs) else inputs
    count = varied.shape[1]
    if count > MOST_SMOOTH:
        picked = strongest(varied, values, len(varied) // (2 * WORLDS_PER_COLUMN))
        return np.concatenate([main_effects(picked), _products(_standard(picked[:, :2]))], axis=1)
    knots = min(MOST_KNOTS, max(2, len(inputs) // WORLDS_PER_KNOT))
    alone = [_smooth(varied[:, number], knots) for number in range(count)]
    together = _products(_standard(varied)) if len(inputs) > WORLDS_PER_KNOT * MOST_KNOTS else np.zeros((len(inputs), 0))
    return np.concatenate([*alone, together], axis=1) if alone else np.zeros((len(inputs), 0))


def main_effects(inputs: Array) -> Array:
    """Return a straight and a squared term of every input, [world, 2 x input], the straight ones first. Source: definition."""
    standard = _standard(inputs)
    return np.concatenate([standard, standard**2], axis=1)


def strongest(inputs: Array, values: Array, most: int) -> Array:
    """Return at most so many inputs, those that explain most of what the actions differ in. Source: definition."""
    return inputs if inputs.shape[1] <= most else inputs[:, by_strength(inputs, values)[:most]]


def by_strength(inputs: Array, values: Array) -> NDArray[np.intp]:
    """Return the inputs [world, input] by how much of what the actions differ in they explain, straight and squared.

    `values` is [world, action] or [world, state, action]. Source: definition.
    """
    apart = _differences(values)
    straight = _standard(inputs)
    explained = ((straight.T @ apart) ** 2).sum(axis=1) + ((_standard(straight**2).T @ apart) ** 2).sum(axis=1)
    order: NDArray[np.intp] = np.argsort(-explained, kind="stable")
    return order


def _differences(values: Array) -> Array:
    """Return what each action is worth beyond the best on average, centred, [world, state x action]."""
    sliced = values[:, None, :] if values.ndim == 2 else values
    now = int(sliced.sum(axis=1).mean(axis=0).argmax())
    apart = (sliced - sliced[:, :, now : now + 1]).reshape(len(values), -1)
    return np.asarray(apart - apart.mean(axis=0))


def _standard(inputs: Array) -> Array:
    centred = inputs - inputs.mean(axis=0)
    spread = np.sqrt((centred**2).mean(axis=0))
    return np.asarray(centred / np.where(spread > 0, spread, 1))


def _smooth(values: Array, knots: int) -> Array:
    """Return the columns of one input: one for each value but the first if they are few, else a natural cubic spline."""
    different = np.unique(values)
    if len(different) <= FEW_VALUES:
        return np.asarray((values[:, None] == different[None, 1:]) * 1.0)
    places = np.unique(np.quantile(values, np.linspace(OUTER_KNOTS, 1 - OUTER_KNOTS, knots)))
    return natural_spline(values, places)


def natural_spline(values: Array, knots: Array) -> Array:
    """Return a natural cubic spline's columns [world, knot - 1] but for the constant; beyond the knots it is straight.

    Source: Hastie, Tibshirani & Friedman (2009), equations 5.4 and 5.5.
    """
    if len(knots) < 2:
        return values[:, None]
    width = knots[-1] - knots[0]
    x, places = (values - knots[0]) / width, (knots - knots[0]) / width
    above = np.maximum(0, x[:, None] - places[None, :])
    cubes = above * above * above
    last = cubes[:, -1:]
    steps = (cubes[:, :-1] - last) / (places[-1] - places[:-1])
    return np.concatenate([x[:, None], steps[:, :-1] - steps[:, -1:]], axis=1)


def _products(standard: Array) -> Array:
    """Return products of two inputs, straight and squared with straight: [world, product]."""
    squared = standard**2 - 1
    out = []
    for first in range(standard.shape[1]):
        for second in range(first):
            a, b, aa, bb = standard[:, first], standard[:, second], squared[:, first], squared[:, second]
            out += [a * b, aa * b, a * bb]
            if standard.shape[1] == 2:
                out += [aa * bb]
    return np.stack(out, axis=1) if out else np.zeros((len(standard), 0))
