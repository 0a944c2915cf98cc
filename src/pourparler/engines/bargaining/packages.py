# SPDX-License-Identifier: Apache-2.0
"""Packages: one option per issue, what each is worth to a party, and the integer grid on which values are compared.

Floating-point values that should tie do not, and a frontier built on them holds points that are not there. Values are
therefore snapped to integers, a millionth of a value point a step, before anything is compared.
"""

from collections.abc import Mapping, Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Grid = NDArray[np.int64]

#: Steps of the integer grid per value point (model.md "Bargaining": 1e-6 of a point).
GRID_STEPS_PER_POINT = 1_000_000
#: The largest absolute value, in points, for which the product of two gains stays within 63 bits: (2 * 1000 * 1e6)^2 < 2^63.
LARGEST_POINTS = 1000
#: The most packages that an index of 63 bits can tell apart, with room for sums.
MOST_INDEXED = 2**62


def enumerate_packages(option_counts: Sequence[int]) -> NDArray[np.intp]:
    """Return every package as option indices, [package, issue], the last issue fastest.

    Raises EngineInputError if an issue has no option. Use it for small templates only: the number is the product of counts.
    Source: definition (GLOSSARY "package").
    """
    if any(count < 1 for count in option_counts):
        raise EngineInputError("every issue needs at least one option")
    return np.indices(tuple(option_counts)).reshape(len(option_counts), -1).T.astype(np.intp)


def package_strides(option_counts: Sequence[int]) -> tuple[int, ...]:
    """Return by how much a package's index grows with the option of each issue: mixed radix, the last issue fastest.

    Packages need not be enumerated to have an index. Raises EngineInputError beyond 2^62 packages.
    Source: definition; the order of `enumerate_packages`.
    """
    if prod(option_counts) > MOST_INDEXED:
        raise EngineInputError("there are more packages than an index can hold")
    return tuple(prod(option_counts[issue + 1 :]) for issue in range(len(option_counts)))


def package_options(packages: NDArray[np.intp], option_counts: Sequence[int]) -> tuple[NDArray[np.intp], ...]:
    """Return the options of packages, per issue an array of the shape of `packages`. Source: inverse of `package_strides`."""
    strides = package_strides(option_counts)
    return tuple(packages // stride % count for stride, count in zip(strides, option_counts, strict=True))


def admissible_packages(packages: NDArray[np.intp], barred: Sequence[Mapping[int, int]]) -> NDArray[np.bool_]:
    """Return which packages [package] contain none of the barred combinations (issue index -> option index).

    A combination of one option is a red line; of several, an exclusion. An empty combination bars nothing.
    Source: model.md "Bargaining", constraints.
    """
    keep = np.ones(len(packages), dtype=np.bool_)
    for combination in barred:
        if combination:
            hit = np.all([packages[:, issue] == option for issue, option in combination.items()], axis=0)
            keep &= ~hit
    return keep


def contributions(weights: Array, scores: Sequence[Array]) -> tuple[Array, ...]:
    """Return what each option adds to a party's value, per issue: weights are normalised, contribution = weight x score.

    `weights` is [..., issue], not negative and not all zero; `scores` holds one array [..., option] per issue, 0 to 100.
    Returns one array [..., option] per issue, in value points.

    Raises EngineInputError for weights that are negative or all zero.
    Source: additive value model, Keeney & Raiffa (1976), ch. 3; model.md "Bargaining".
    """
    total = weights.sum(axis=-1, keepdims=True)
    if np.any(weights < 0) or np.any(total <= 0):
        raise EngineInputError("weights must not be negative and not all zero")
    normal = weights / total
    return tuple(normal[..., index, None] * score for index, score in enumerate(scores))


def package_sums(per_issue: Sequence[Array], packages: NDArray[np.intp]) -> Array:
    """Return the sum over issues of what each package's options add, [..., package]; `per_issue` is [..., option] each.

    Source: additive value model, Keeney & Raiffa (1976).
    """
    total = per_issue[0][..., packages[:, 0]]
    for issue in range(1, len(per_issue)):
        total = total + per_issue[issue][..., packages[:, issue]]
    return np.asarray(total)


def snap(values: Array) -> Grid:
    """Return values, in points, on the integer grid.

    Raises EngineInputError beyond 1,000 points, where products of gains would overflow.
    Source: model.md "Bargaining" (snap values to an integer grid).
    """
    if values.size and max(values.max(), -values.min()) > LARGEST_POINTS:
        raise EngineInputError("a value lies beyond 1,000 points; values are meant on a scale of 0 to 100")
    return np.rint(values * GRID_STEPS_PER_POINT).astype(np.int64)


def off_grid(values: Grid) -> Array:
    """Return grid values in points. Source: inverse of `snap`."""
    return values / GRID_STEPS_PER_POINT
