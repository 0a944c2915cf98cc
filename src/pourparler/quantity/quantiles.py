# SPDX-License-Identifier: Apache-2.0
"""The quantile function of each form of quantity, by which it is drawn; what the forms mean is told in `distributions`.

Apart from that, so that who only reads quantities loads no arrays.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError, QuantityError
from pourparler.quantity.distributions import TAIL, check_fit, mass_below_mode, tail_z, unresolved
from pourparler.quantity.domains import Domain
from pourparler.quantity.forms import Band, Beta, Grade, Interval, Normal, Point, Quantity, Rest, ThreePoint, Unknown
from pourparler.quantity.normal import normal_quantile
from pourparler.quantity.quoting import quoted
from pourparler.wording import say

#: Standard normal quantiles of the two stated points, by the same routine as the draws so that they cancel
#: exactly.
_Z_LOW, _Z_HIGH = (float(z) for z in normal_quantile(np.array([TAIL, 1 - TAIL])))

#: Below every stratified unit draw; for far smaller shares SciPy's inverse of the beta distribution may answer NaN.
_SMALLEST_BETA_SHARE = 1e-16


def quantile(quantity: Quantity, u: NDArray[np.float64], domain: Domain) -> NDArray[np.float64]:
    """Return the values below which shares `u` of the distribution lie: one draw for each unit draw.

    `u` has any shape and values strictly between 0 and 1; the result is a new array of that shape, in the
    unit of the domain, inside the domain, and non-decreasing in `u`. The meaning of each form is in the
    head of `distributions`.

    Raises `QuantityError` for a grade or `rest` (resolve them first), for `unknown` in an unbounded domain,
    for a quantity outside the domain, and for `beta` where SciPy is not installed; `EngineInputError` for
    `u` outside (0, 1).
    """
    check_fit(quantity, domain)
    units = np.asarray(u, dtype=np.float64)
    if units.size and not (units.min() > 0 and units.max() < 1):
        raise EngineInputError("unit draws must lie strictly between 0 and 1")
    draws = _inverse(quantity, domain)(units.reshape(-1))
    return np.clip(draws, domain.low, domain.high, out=draws).reshape(units.shape)


_Inverse = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def _inverse(quantity: Quantity, domain: Domain) -> _Inverse:
    """The inverse distribution function before clipping, for one-dimensional arrays."""
    match quantity:
        case Grade() | Rest():
            raise unresolved(quantity)
        case Point(value):
            return lambda u: np.full_like(u, value)
        case Interval(low, high) | ThreePoint(low, _, high) | Band(_, _, low, high) if low == high:
            return lambda u: np.full_like(u, low)
        case Interval(low, high) | Band(_, _, low, high):
            return lambda u: _interval_quantile(u, low, high)
        case ThreePoint():
            return lambda u: _split_normal_quantile(u, quantity)
        case Normal(mean, sd):
            return lambda u: mean + sd * normal_quantile(u)
        case Beta(a, b):
            return lambda u: _beta_quantile(u, a, b)
        case Unknown():
            if not domain.bounded:
                raise QuantityError(
                    quoted(str(quantity)),
                    say(
                        "cannot be drawn where there is no limit ({range}); write a range",
                        range=domain.range_text,
                    ),
                )
            return lambda u: domain.low + (domain.high - domain.low) * u


def _interval_quantile(u: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Normal quantiles through (5 %, low) and (95 %, high).

    Each tail is measured from its own stated point, which keeps the promise about widening to the last bit:
    every rounded operation is monotone in `low` and in the width. In between, rounding is kept inside the
    stated points.
    """
    z = normal_quantile(u)
    step = (high - low) / (_Z_HIGH - _Z_LOW)
    inside = np.clip(low + (z - _Z_LOW) * step, low, high)
    below = np.minimum(z - _Z_LOW, 0) * step
    above = np.maximum(z - _Z_HIGH, 0) * step
    return np.where(z <= _Z_LOW, low + below, np.where(z >= _Z_HIGH, high + above, inside))


def _split_normal_quantile(u: NDArray[np.float64], quantity: ThreePoint) -> NDArray[np.float64]:
    low, mode, high = quantity.low, quantity.mode, quantity.high
    p = mass_below_mode(low, mode, high)
    if p < 1 / 2:  # take the scale from the side with more mass: the other side's stated point may be the mode itself
        sd_above = (high - mode) / tail_z(1 - p)
        sd_below = sd_above * p / (1 - p)
    else:
        sd_below = (mode - low) / tail_z(p)
        sd_above = sd_below * (1 - p) / p
    below = u < p
    z = normal_quantile(np.where(below, u / (2 * p), (1 - u) / (2 * (1 - p))))
    return mode + z * np.where(below, sd_below, -sd_above)


def _beta_quantile(u: NDArray[np.float64], a: float, b: float) -> NDArray[np.float64]:
    try:  # here because it takes about a second to import and few cases need it
        from scipy.special import betaincinv  # type: ignore[import-untyped, unused-ignore]
    except ImportError as error:
        advice = say("drawing a beta distribution needs SciPy: install it, or write a range such as 20..40%")
        raise QuantityError(quoted(str(Beta(a, b))), advice) from error
    draws: NDArray[np.float64] = np.asarray(betaincinv(a, b, np.maximum(u, _SMALLEST_BETA_SHARE)))
    return draws
