# SPDX-License-Identifier: Apache-2.0
"""The inverse of the standard normal distribution function, for whole arrays.

Method: algorithm AS 241, routine PPND16 (Wichura 1988), three ratios of polynomials of degree seven: one
for the middle, two for the tails. Its stated relative accuracy is about one part in 10^16; the tests hold
it to 10^-13 against two independent implementations.

Source: M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied
Statistics 37 (1988), 477-484.
"""

import numpy as np
from numpy.typing import NDArray

#: Half-width of the middle region around u = 1/2, and the constant of its variable (AS 241, SPLIT1 and
#: CONST1).
_MIDDLE, _MIDDLE_SQUARED = 0.425, 0.180625

#: Where the second tail begins in sqrt(-log u), and the shifts of the two tails (AS 241, SPLIT2, CONST2).
_FAR, _NEAR_SHIFT = 5.0, 1.6

#: Coefficients of the middle region, highest power first: numerator, then denominator (AS 241).
_MIDDLE_TOP = (
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080e0,
)
_MIDDLE_BOTTOM = (
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1.0,
)

#: Coefficients of the near tails (AS 241).
_NEAR_TOP = (
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258e0,
    3.64784832476320460504e0,
    5.76949722146069140550e0,
    4.63033784615654529590e0,
    1.42343711074968357734e0,
)
_NEAR_BOTTOM = (
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940e0,
    2.05319162663775882187e0,
    1.0,
)

#: Coefficients of the far tails (AS 241).
_FAR_TOP = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580e0,
    5.46378491116411436990e0,
    6.65790464350110377720e0,
)
_FAR_BOTTOM = (
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1.0,
)


def _ratio(top: tuple[float, ...], bottom: tuple[float, ...], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Evaluate the ratio of two polynomials by Horner's rule, in place."""
    over, under = np.full_like(x, top[0]), np.full_like(x, bottom[0])
    for a, b in zip(top[1:], bottom[1:], strict=True):
        over *= x
        over += a
        under *= x
        under += b
    over /= under
    return over


def normal_quantile(u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard normal quantiles z with Phi(z) = u, of the shape of `u`.

    `u` must lie strictly between 0 and 1 and is not checked here; at 0 and 1 the result is infinite or NaN.
    Odd about 1/2 as far as 1 - u is exact in floating point; non-decreasing in `u` to within rounding.
    """
    q = u - 1 / 2
    z = q * _ratio(_MIDDLE_TOP, _MIDDLE_BOTTOM, _MIDDLE_SQUARED - q * q)
    outside = np.abs(q) > _MIDDLE
    if np.any(outside):
        z[outside] = _tail(u[outside], q[outside])
    return z


def _tail(u: NDArray[np.float64], q: NDArray[np.float64]) -> NDArray[np.float64]:
    """Quantiles outside the middle region; `q` is u - 1/2 and gives the sign."""
    r = np.sqrt(-np.log(np.minimum(u, 1 - u)))
    size = _ratio(_NEAR_TOP, _NEAR_BOTTOM, r - _NEAR_SHIFT)
    far = r > _FAR
    if np.any(far):
        size[far] = _ratio(_FAR_TOP, _FAR_BOTTOM, r[far] - _FAR)
    return np.copysign(size, q)
