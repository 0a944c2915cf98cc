# SPDX-License-Identifier: Apache-2.0
"""Break-even probabilities: how likely a hypothesis must be for one action to be worth as much as another."""

from collections.abc import Callable
from dataclasses import dataclass

#: Two values closer than this, in value points, are taken as equal: rounding of sums over worlds, not a difference.
TOLERANCE_POINTS = 1e-9
#: A convex piecewise-linear difference has finitely many pieces; each tangent step ends on another one.
MOST_TANGENTS = 64


@dataclass(frozen=True)
class Crossing:
    """One probability at which two actions are worth the same.

    `probability` lies in 0 to 1, or is None where there is no crossing there; `line_reaches` is where the straight line
    would cross if it could leave that range (None if it never does, or if the difference is not a straight line).
    `favours_above` says whether a likelier hypothesis speaks for the action asked about; `ahead`, where there is no crossing,
    whether that action is ahead at every probability (None: the two are worth the same at each).
    """

    probability: float | None
    line_reaches: float | None
    favours_above: bool
    ahead: bool | None


def crossings(difference: Callable[[float], tuple[float, float]]) -> tuple[Crossing, ...]:
    """Return every probability in [0, 1] at which a concave or linear difference is zero.

    `difference(p)` returns the value of the action asked about minus that of the other, in value points, and its slope,
    when the hypothesis has probability p and the others keep their proportions. The action asked about must have a fixed
    plan (linear in p); the other may be the best of several (convex in p), so the difference is concave and tangents from
    both ends reach its crossings exactly. Zero, one or two crossings are returned; if none, one entry whose probability is
    None.

    Source: model.md "Readiness" (break-evens: for a fixed action V is linear in p; optimised actions are convex and piecewise
    linear).
    """
    ends = [*difference(0.0), *difference(1.0)]
    if all(abs(part) <= TOLERANCE_POINTS for part in ends):
        return (Crossing(None, None, False, None),)
    low = _tangent_root(difference, 0.0)
    high = _tangent_root(difference, 1.0)
    found = sorted({p for p in (low, high) if p is not None})
    if len(found) == 2 and abs(found[1] - found[0]) <= TOLERANCE_POINTS:
        found = found[:1]
    if found:
        return tuple(Crossing(p, p, difference(p)[1] > 0, None) for p in found)
    value, slope = difference(0.0)
    other_value, other_slope = difference(1.0)
    straight = abs(slope - other_slope) <= TOLERANCE_POINTS and slope != 0
    return (Crossing(None, -value / slope if straight else None, slope > 0 or other_value > value, value > 0),)


def _tangent_root(difference: Callable[[float], tuple[float, float]], start: float) -> float | None:
    """Follow tangents of a concave function from one end until it is zero; None if that leaves [0, 1] or never happens.

    A tangent of a concave function lies above it, so a step never jumps over the nearest crossing.
    """
    p = start
    value, slope = difference(p)
    if value > TOLERANCE_POINTS:
        return _from_above(difference, start)
    for _ in range(MOST_TANGENTS):
        if abs(value) <= TOLERANCE_POINTS:
            return p
        inward = slope > 0 if start == 0 else slope < 0
        if not inward:
            return None
        p = p - value / slope
        if not 0 <= p <= 1:
            return None
        value, slope = difference(p)
    return None


def _from_above(difference: Callable[[float], tuple[float, float]], start: float) -> float | None:
    """The action is ahead at this end: the crossing, if any, is met by tangents from the other end."""
    other = 1 - start
    value, _ = difference(other)
    return None if value > TOLERANCE_POINTS else _tangent_root(difference, other)
