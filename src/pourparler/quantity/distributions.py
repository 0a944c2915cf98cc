# SPDX-License-Identifier: Apache-2.0
"""What each form of quantity means as a distribution, and its support; its quantile function is in `quantiles`.

A domain [L, H] clips every draw: mass that would fall outside sits on the nearest end. Clipping changes the
tails only, so stated 5 % and 95 % points inside the domain hold exactly.

- `Point`: constant.
- `Interval`, `Band`: the normal distribution whose 5 % and 95 % points are `low` and `high`, clipped. Where
  both are equal, constant. An interval that touches an end of the domain puts one draw in twenty on that
  end.
- `ThreePoint`: the two-piece (split) normal distribution with the given mode whose 5 % and 95 % points are
  `low` and `high`, clipped. Below the mode it has standard deviation s1, above it s2, and the share of mass
  below the mode is p = s1 / (s1 + s2). With z1 = -Phi^-1(0.05 / 2p) and z2 = -Phi^-1(0.05 / 2(1 - p)) the
  two stated points require s1 = (mode - low) / z1 and s2 = (high - mode) / z2, so p solves

      (high - mode) p z1(p) = (mode - low) (1 - p) z2(p),      0.05 <= p <= 0.95,

  whose left side rises and whose right side falls in p: one root, found by bisection. A mode at `low` gives
  p = 0.05, at `high` p = 0.95.
- `Normal`: clipped. `Beta`: as it is, by SciPy's inverse of the regularised incomplete beta function.
- `Unknown`: uniform over a bounded domain; refused where the domain is unbounded. Uniform draws serve to
  look for worlds in which the answer changes. They are not a belief, and shares of them are not
  probabilities.
- `Grade`, `Rest`: refused; the caller resolves them first, from the table of the case or from the sum of
  the others.

A wider interval never draws inwards: for every u <= 0.05 or u >= 0.95 its quantile lies at the same place
or further out. Between these points quantiles may move either way.

Source of the split normal distribution: K. F. Wallis, "The two-piece normal, binormal, or double Gaussian
distribution: its origin and rediscoveries", Statistical Science 29 (2014), 106-112.
"""

from statistics import NormalDist

from pourparler.errors import QuantityError
from pourparler.quantity.domains import Domain
from pourparler.quantity.forms import (
    Band,
    Beta,
    Grade,
    Interval,
    Normal,
    Point,
    Quantity,
    Rest,
    ThreePoint,
)
from pourparler.quantity.quoting import quoted
from pourparler.wording import say

#: The share of draws below `low`, and above `high`, of a stated 90 % interval.
TAIL = 0.05

#: The inverse of the normal distribution for one number at a time: inside the bisection NumPy's cost per call would dominate.
_SCALAR_INVERSE = NormalDist().inv_cdf

#: Halvings of an interval 0.9 wide; 56 reach the last bit of a number near 1/2.
_BISECTIONS = 56


def stated_numbers(quantity: Quantity) -> tuple[float, ...]:
    """Return the numbers of a quantity that must lie in its domain, in the order written."""
    match quantity:
        case Point(value):
            return (value,)
        case Interval(low, high) | Band(_, _, low, high):
            return (low, high)
        case ThreePoint(low, mode, high):
            return (low, mode, high)
        case Normal(mean, _):
            return (mean,)
        case _:
            return ()


def misfit(quantity: Quantity, domain: Domain) -> str | None:
    """Return advice if the quantity has no meaning in the domain, None if it fits."""
    if not all(domain.admits(number) for number in stated_numbers(quantity)):
        return say("outside the admissible range: {range}", range=domain.range_text)
    if isinstance(quantity, Band) and not domain.takes_words:
        return say("a word of likelihood states a probability; admissible here: {range}", range=domain.range_text)
    if isinstance(quantity, Beta) and not domain.takes_words:
        return say("a beta distribution states a probability; admissible here: {range}", range=domain.range_text)
    if isinstance(quantity, Grade) and not domain.takes_grades:
        return say("a source grade stands for a probability; admissible here: {range}", range=domain.range_text)
    if isinstance(quantity, Rest) and not domain.takes_words:
        return say("'rest' stands among shares of one; admissible here: {range}", range=domain.range_text)
    return None


def check_fit(quantity: Quantity, domain: Domain) -> None:
    """Raise `QuantityError` if the quantity has no meaning in the domain."""
    advice = misfit(quantity, domain)
    if advice is not None:
        raise QuantityError(quoted(str(quantity)), advice)


def support(quantity: Quantity, domain: Domain) -> tuple[float, float]:
    """Return the smallest and the largest value that draws of the quantity can take in the domain.

    In the unit of the domain; either may be infinite where the domain is. For ranges and normal
    distributions these are the ends of the domain, because their tails reach everywhere; for `unknown` too.
    Raises `QuantityError` for a grade, for `rest`, and for a quantity outside the domain.
    """
    check_fit(quantity, domain)
    match quantity:
        case Grade() | Rest():
            raise unresolved(quantity)
        case Point(value):
            return (value, value)
        case Interval(low, high) | ThreePoint(low, _, high) | Band(_, _, low, high) if low == high:
            return (low, low)
        case Beta():
            return (0.0, 1.0)
        case _:
            return (domain.low, domain.high)


def unresolved(quantity: Grade | Rest) -> QuantityError:
    """Return the error for what somebody has to resolve before it is drawn."""
    if isinstance(quantity, Grade):
        return QuantityError(quoted(str(quantity)), say("a grade must be turned into probabilities before it is drawn"))
    return QuantityError(quoted(str(quantity)), say("'rest' must be worked out from the others before it is drawn"))


def mass_below_mode(low: float, mode: float, high: float) -> float:
    """Return p, the share of a split normal distribution below its mode, given its 5 % and 95 % points.

    Needs low <= mode <= high and low < high. Between 0.05 (mode at `low`) and 0.95 (mode at `high`).
    """
    if mode == low:
        return TAIL
    if mode == high:
        return 1 - TAIL
    left, right = mode - low, high - mode
    lower, upper = TAIL, 1 - TAIL
    for _ in range(_BISECTIONS):
        p = (lower + upper) / 2
        if right * p * tail_z(p) < left * (1 - p) * tail_z(1 - p):
            lower = p
        else:
            upper = p
    return (lower + upper) / 2


def tail_z(share: float) -> float:
    """How many of its side's standard deviations a stated point lies from the mode, given the side's mass."""
    return -_SCALAR_INVERSE(min(TAIL / (2 * share), 1 / 2))
