# SPDX-License-Identifier: Apache-2.0
"""What knowing some inputs would be worth, by regression across worlds, with a standard error.

The value of an action given some inputs is its average over everything else, and regressing the values of all worlds on those
inputs gives that average without a second layer of draws (Strong, Oakley & Brennan 2014). The same regression on a simulated
summary of data gives what the data would be worth (Strong, Oakley, Brennan & Breeze 2015).

Here the regression is linear in a basis: natural cubic splines and products of few inputs, straight and squared terms of many.
Inputs that are not asked about may be given as well. They are drawn independently of the others, so what they explain is noise
for this question, and taking it out leaves a smaller error. The best of several noisy averages is too high on average; the
first order of that is taken off. Nothing is clipped: an estimate may lie below zero by about its error.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.readiness.information import Estimate
from pourparler.engines.readiness.smooth import WORLDS_PER_COLUMN, basis, main_effects, strongest
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: Added to the diagonal of correlations, so that inputs which say the same twice do no harm.
RIDGE = 1e-10
#: Beyond so many standard errors from a tie the upward bias of a maximum is below 1e-16 of it.
FAR = 8.0
#: Leverages of more than so many times the average are rare, and so are the worlds that have them.
MANY = 10.0


@dataclass(frozen=True)
class Design:
    """A regression across worlds, solved once for all values: `columns` [world, column] standardised, `inverse` of products."""

    columns: Array
    inverse: Array

    def coefficients(self, values: Array) -> Array:
        """Return the coefficients [column, value] of centred values [world, value]. Source: least squares."""
        return np.asarray(self.inverse @ (self.columns.T @ values))


def design_of(columns: Array) -> Design:
    """Return the regression on columns [world, column]; a constant is understood, and columns without spread are nothing.

    Source: least squares by the normal equations of standardised columns.
    """
    centred = columns - columns.mean(axis=0)
    scale = np.sqrt((centred**2).mean(axis=0))
    centred = centred / np.where(scale > 0, scale, 1)
    products = centred.T @ centred
    products[np.diag_indices_from(products)] += RIDGE * len(centred)
    return Design(centred, np.linalg.inv(products) if products.size else products)


def partial_information(values: Array, inputs: Array, others: Array | None = None) -> Estimate:
    """Return what knowing some inputs before acting would be worth: the EVPPI of the group, with its standard error.

    `values` is [world, action] or [world, state, action]; of the latter each state counts with its weight already in its
    values, and is known as well when one chooses. `inputs` [world, input] are what would be known, `others` [world, other]
    further inputs drawn independently of them. Up to 5 inputs are smoothed by splines with products of pairs and triples of
    degrees up to three; of more, straight and squared terms of the strongest are used, which misses how they work together.

    The value may be slightly negative where knowing is worth nothing. Do not trust it where values jump in the inputs, where
    more than a few inputs matter only in combination, or on fewer than a few hundred worlds.

    Raises EngineInputError if the arrays do not have one row per world, or hold numbers that are not finite.
    Source: Strong, Oakley & Brennan (2014), Medical Decision Making 34(3), 311-326; the control by other inputs, the bias of
    the maximum and the error by linearisation are worked out in docs/explanation/worth.md.
    """
    sliced = values[:, None, :] if values.ndim == 2 else values
    beside = np.zeros((len(values), 0)) if others is None else others
    for table in (inputs, beside):
        if table.ndim != 2 or len(table) != len(values):
            raise EngineInputError("inputs and values need one row for every world")
    if not all(np.isfinite(table).all() for table in (sliced, inputs, beside)):
        raise EngineInputError("inputs and values must be finite numbers")
    asked = basis(inputs, sliced)
    room = max(0, len(values) // WORLDS_PER_COLUMN - asked.shape[1])
    control = main_effects(strongest(beside, sliced, room // 2))
    design = design_of(np.concatenate([asked, control], axis=1))
    return fit(design, sliced).informed(np.arange(asked.shape[1]))


def sample_information(values: Array, summaries: Array, others: Array | None = None) -> Estimate:
    """Return what data would be worth before acting: the EVSI, from a summary of simulated data, with its standard error.

    `summaries` [world, number] sum up, in every world, data drawn given the inputs of that world (a mean, a count). The rest is
    as for `partial_information`, and when not to trust it as well.
    Source: Strong, Oakley, Brennan & Breeze (2015), Medical Decision Making 35(5), 570-583.
    """
    return partial_information(values, summaries, others)


@dataclass(frozen=True)
class Fit:
    """Values regressed on a design: what any of its inputs would be worth to know is read off it.

    `values` and `residual` are [world, state, action], `means` [state, action] and `coefficients` [column, state x action];
    the residual is scaled up for the columns that were fitted. `apart` [state, action, action] is the variance of what two
    actions differ in beyond the fit, and `apart_now` [1, action, action] of all they differ in, over all states.
    """

    design: Design
    values: Array
    means: Array
    coefficients: Array
    residual: Array
    whole: Array
    apart: Array
    apart_now: Array

    def informed(self, asked: NDArray[np.intp]) -> Estimate:
        """Return what knowing the inputs behind some columns would be worth, with the states known as well.

        The columns not asked about must be functions of inputs that are independent of those asked about.
        Source: docs/explanation/worth.md, "By regression".
        """
        worlds, _, actions = self.values.shape
        known = self.design.columns[:, asked]
        part = known @ self.coefficients[asked]
        expected = self.means + part.reshape(self.values.shape)
        best = expected.argmax(axis=2)
        now = int(self.means.sum(axis=0).argmax())
        gain = (np.take_along_axis(expected, best[:, :, None], axis=2)[:, :, 0] - expected[:, :, now]).sum(axis=1)
        inverse = self.design.inverse[np.ix_(asked, asked)]
        # Averages over worlds shake with all but the group itself, what the group explains with the residual alone.
        beside = _apart((self.values - self.means) - part.reshape(self.values.shape)) / worlds
        bias = _upward(expected, beside, self.apart, known, inverse)
        bias -= _upward(
            self.means.sum(axis=0)[None, None], self.apart_now / worlds, self.apart_now, known[:1, :0], inverse[:0, :0]
        )
        chosen = ((np.arange(actions) == best[:, :, None]) * 1.0 - (np.arange(actions) == now)).reshape(worlds, -1)
        moved = chosen.mean(axis=0)
        follows = moved + self.design.columns @ (self.design.inverse[:, asked] @ (known.T @ chosen))
        influence = gain - gain.mean() + (follows * self.residual.reshape(worlds, -1)).sum(axis=1) + (self.whole - part) @ moved
        return Estimate(float(gain.mean()) - bias, math.sqrt(float((influence**2).mean()) / worlds))


def fit(design: Design, values: Array) -> Fit:
    """Return the regression of values [world, state, action] on a design. Source: least squares."""
    worlds = len(values)
    means = values.mean(axis=0)
    flat = (values - means).reshape(worlds, -1)
    fitted = design.coefficients(flat)
    whole = design.columns @ fitted
    spare = worlds - len(fitted) - 1
    residual = ((flat - whole) * math.sqrt(worlds / max(1, spare))).reshape(values.shape)
    now = (values - means).sum(axis=1, keepdims=True)
    return Fit(design, values, means, fitted, residual, whole, _apart(residual), _apart(now))


def _apart(noise: Array) -> Array:
    """Return the variance of the difference of two actions, [state, action, action], from noise [world, state, action]."""
    by_state = noise.transpose(1, 2, 0)
    shared = by_state @ by_state.transpose(0, 2, 1) / len(noise)
    alone = np.diagonal(shared, axis1=1, axis2=2)
    return np.asarray(np.maximum(0, alone[:, :, None] + alone[:, None, :] - 2 * shared))


def _upward(expected: Array, always: Array, apart: Array, known: Array, inverse: Array) -> float:
    """Return by how much the best of noisy averages [row, state, action] is too high: to first order, from the two best.

    The variance of a difference is `always` [state, action, action], and of `apart`, likewise, the share of each row that is
    its leverage: k'Ik for its columns k in `known` and I, `inverse`.
    """
    rows, states, actions = expected.shape
    if actions < 2:
        return 0.0
    order = np.argpartition(-expected, 1, axis=2)[:, :, :2]
    top = np.take_along_axis(expected, order, axis=2)
    margin = np.abs(top[:, :, 0] - top[:, :, 1])
    pair = (np.arange(states)[None, :], order[:, :, 0], order[:, :, 1])
    shaking, sharing = always[pair], apart[pair]
    # Leverages average the number of columns by that of rows: where a margin is large for many times that, nothing is lost.
    near = (margin < FAR * np.sqrt(shaking + sharing * (MANY * len(inverse) / rows))).any(axis=1)
    leverage = np.einsum("wi,wi->w", known[near] @ inverse, known[near])
    deviation = np.sqrt(shaking[near] + sharing[near] * leverage[:, None])
    close = (margin[near] < FAR * deviation) & (deviation > 0)
    lost = deviation[close] * unit_normal_loss(margin[near][close] / deviation[close])
    return float(lost.sum() / rows)


def unit_normal_loss(at: Array) -> Array:
    """Return E max(Z - t, 0) for a standard normal Z at every t. Source: Raiffa & Schlaifer (1961), unit normal linear loss."""
    density = np.exp(-(at**2) / 2) / math.sqrt(2 * math.pi)
    above = np.array([math.erfc(t) for t in (at / math.sqrt(2)).ravel().tolist()]).reshape(at.shape) / 2
    return np.asarray(density - at * above)
