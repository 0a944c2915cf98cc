# SPDX-License-Identifier: Apache-2.0
"""Methods of published tables that belong to the bargaining table: barter, issues won or divided, patience, private values."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from pourparler.engines.bargaining import (
    Additive,
    Grid,
    Payoffs,
    Supports,
    adjusted_winner,
    best_procedure,
    contributions,
    efficient_frontier,
    egalitarian_solution,
    enumerate_packages,
    frontier_by_sums,
    kalai_smorodinsky_solution,
    linear_equilibrium,
    nash_bargaining_solution,
    nash_solution,
    off_grid,
    package_sums,
    pareto_frontier,
    power_from_patience,
    snap,
    utilitarian_solution,
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
    # The engine of any number of parties has to find the same gains.
    whole = tuple(np.stack([a, b], axis=1).astype(np.int64) for a, b in zip(first, second, strict=True))
    of_any = _solutions(pareto_frontier(Payoffs(whole)).values, np.zeros(2, dtype=np.int64))["nash"]
    assert of_any == [[float(agreement.average(Additive((off_grid(values),)))[0, 0]) for values in (own, other)]]
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
    nash = np.unique([[off_grid(v)[0, 0, p] for v in (own, other)] for p in agreed], axis=0).tolist()
    # The engine of any number of parties has to find the same.
    of_any = pareto_frontier(Payoffs(tuple(np.array([[p, 0], [0, q]], dtype=np.int64) for p, q in points.astype(np.int64))))
    np.testing.assert_array_equal(np.sort(of_any.values, axis=0), np.sort(np.unique(on_it, axis=0), axis=0))
    solved = _solutions(of_any.values, np.zeros(2, dtype=np.int64))
    assert solved["nash"] == nash
    return {
        "packages": len(packages),
        "frontier_packages": sum(of_any.packages) if len(set(frontier.package_at.tolist())) == sum(of_any.packages) else None,
        "frontier_value_points": len(np.unique(on_it, axis=0)),
        "utilitarian_total": on_it.sum(axis=1).max(),
        **solved,
    }


def two_divisible_issues(given: Given) -> Results:
    """Two issues cut into equal steps: what the one side is given of an issue the other goes without."""
    steps = int(given["steps"])
    shares = np.arange(steps + 1)
    parts = tuple(np.stack([a * shares, b * (steps - shares)], axis=1) for a, b in given["points"])
    no_deal = np.array(given["no_deal"]) * steps
    found = pareto_frontier(Payoffs(parts)).values
    solved = {name: np.array(tied) / steps for name, tied in _solutions(found, no_deal).items()}
    # The engine of two parties has to find the same frontier and the same agreement.
    first, second = (Additive(tuple(snap(part[:, side] / steps)[None, None] for part in parts)) for side in (0, 1))
    both = frontier_by_sums(first, second)
    on_it = np.stack([off_grid(both.own_at), off_grid(both.other_at)], axis=1)
    np.testing.assert_allclose(np.unique(on_it, axis=0), np.unique(found, axis=0) / steps)
    points = [snap(np.array([[value]], dtype=float)) for value in given["no_deal"]]
    agreed = nash_bargaining_solution(both, points[0], points[1]).entries
    np.testing.assert_allclose(np.unique(on_it[agreed[agreed >= 0]], axis=0), solved["nash"])
    assert all(len(tied) == 1 for tied in solved.values())
    return {"frontier_value_points": len(found), **{name: tied[0] for name, tied in solved.items()}}


def _solutions(values: Grid, no_deal: Grid) -> Results:
    """The solutions by name, each with the value points that tie, sorted."""
    solve = {
        "nash": nash_solution,
        "kalai_smorodinsky": kalai_smorodinsky_solution,
        "egalitarian": egalitarian_solution,
        "utilitarian": utilitarian_solution,
    }
    return {name: np.unique(values[method(values, no_deal)], axis=0).tolist() for name, method in solve.items()}


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
