# SPDX-License-Identifier: Apache-2.0
"""Methods of published tables that belong to the bargaining table: barter, issues won or divided, patience, private values."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from pourparler.engines.bargaining import (
    Additive,
    Supports,
    adjusted_winner,
    best_procedure,
    contributions,
    efficient_frontier,
    enumerate_packages,
    frontier_by_sums,
    linear_equilibrium,
    nash_bargaining_solution,
    off_grid,
    package_sums,
    power_from_patience,
    snap,
)

Given = Mapping[str, Any]
Results = dict[str, Any]


def barter(given: Given) -> Results:
    """Goods that stay or change hands; the value of a package is what each party gains against today."""
    names = [*given["goods_of_first"], *given["goods_of_second"]]
    worth = np.array([*given["goods_of_first"].values(), *given["goods_of_second"].values()], dtype=float)
    outward = np.array([name in given["goods_of_first"] for name in names])
    packages = enumerate_packages([2] * len(names))
    first = [np.array([0.0, -w if out else w]) for w, out in zip(worth[:, 0], outward, strict=True)]
    second = [np.array([0.0, w if out else -w]) for w, out in zip(worth[:, 1], outward, strict=True)]
    own, other = (snap(package_sums(parts, packages))[None, None] for parts in (first, second))
    today = np.zeros((1, 1), dtype=np.int64)
    agreement = nash_bargaining_solution(efficient_frontier(own, other, np.ones(own.shape, dtype=np.bool_)), today, today)
    moved = packages[agreement.packages[0, 0, 0]].astype(bool)
    return {
        "solutions": agreement.packages.shape[-1],
        "first_gives": [n for n, out, moves in zip(names, outward, moved, strict=True) if out and moves],
        "second_gives": [n for n, out, moves in zip(names, outward, moved, strict=True) if not out and moves],
        "gains": [float(agreement.average(Additive((off_grid(values),)))[0, 0]) for values in (own, other)],
    }


def indivisible_issues(given: Given) -> Results:
    """Issues each won by one side or the other, with points out of a hundred; no points without agreement."""
    points = np.array(list(given["points"].values()), dtype=float)
    packages = enumerate_packages([2] * len(points))
    ours, theirs = np.array([100.0, 0.0]), np.array([0.0, 100.0])
    parts = [contributions(points[:, side], [score] * len(points)) for side, score in enumerate((ours, theirs))]
    own, other = (snap(package_sums(part, packages))[None, None] for part in parts)
    frontier = efficient_frontier(own, other, np.ones(own.shape, dtype=np.bool_))
    first, second = (Additive(tuple(snap(p)[None, None] for p in part)) for part in parts)
    by_sums = frontier_by_sums(first, second)
    np.testing.assert_array_equal(by_sums.by_cell(), frontier.by_cell())
    nothing = np.zeros((1, 1), dtype=np.int64)
    agreement = nash_bargaining_solution(frontier, nothing, nothing)
    on_it = np.stack([off_grid(frontier.own_at), off_grid(frontier.other_at)], axis=1)
    agreed = agreement.packages[agreement.shares > 0]
    totals = on_it.sum(axis=1)
    return {
        "packages": len(packages),
        "frontier_packages": len(set(frontier.package_at.tolist())),
        "frontier_value_points": len(np.unique(on_it, axis=0)),
        "nash": np.unique([[off_grid(v)[0, 0, p] for v in (own, other)] for p in agreed], axis=0).tolist(),
        "utilitarian_total": totals.max(),
        "utilitarian": np.unique(on_it[totals == totals.max()], axis=0).tolist(),
    }


def divisible_issues(given: Given) -> Results:
    """Issues that can be divided, by Adjusted Winner: shares and totals as fractions, the totals of a hundred points."""
    names = list(given["points"])
    first, second = zip(*given["points"].values(), strict=True)
    found = adjusted_winner(first, second)
    return {
        "shares": {name: str(share) for name, share in zip(names, found.shares, strict=True)},
        "totals": [str(100 * total) for total in found.totals],
        "split": None if found.split is None else names[found.split],
        "tied": [names[issue] for issue in found.tied],
    }


def patience(given: Given) -> Results:
    """The share of the side that makes the first offer, where a round of waiting costs both sides something."""
    return {"share": float(power_from_patience(np.array([given["first"]]), np.array([given["second"]]))[0])}


def private_values(given: Given) -> Results:
    """Sealed offers on uniform private values, as fractions: the linear equilibrium, and the best that any procedure can do."""
    where = Supports(tuple(given["cost"]), tuple(given["value"]))
    offers, best = linear_equilibrium(where), best_procedure(where)
    found = offers.outcome
    return {
        "asks": [str(offers.ask(Fraction(at))) for at in given.get("asks_at", ())],
        "bids": [str(offers.bid(Fraction(at))) for at in given.get("bids_at", ())],
        "threshold": str(found.threshold),
        "probability": str(found.probability),
        "within_zone": str(found.within_zone),
        "gains": str(found.gains),
        "full_gains": str(found.full_gains),
        "best_threshold": float(best.threshold),
    }
