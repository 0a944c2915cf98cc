# SPDX-License-Identifier: Apache-2.0
"""Published tables, run through the engines and compared with what is printed.

A table is a TOML file in a folder named after author and year. It names its citation, its place there, the status of its
values (printed, or evaluated from a printed formula) and one of the methods below. A value in quotation marks is compared to
within half a unit of its last digit, unless the table states another tolerance and why; everything else must be equal.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from pourparler.engines.readiness import (
    Done,
    Leaf,
    PlanStep,
    State,
    best_plan,
    build_plan,
    expected_value_of_perfect_information,
    partial_perfect_information,
)
from published.bargaining import (
    Given,
    Results,
    barter,
    divisible_issues,
    indivisible_issues,
    patience,
    private_values,
    two_divisible_issues,
)
from published.conflict import conflict
from published.intentions import competing_item, pooled_judgements, relayed_report, reports_of_sources, trust_threshold
from published.partners import challenge, joint_position, voting_power

HERE = Path(__file__).parent
ROOT: State = frozenset()


def one_test(given: Given) -> Results:
    """A choice under uncertainty that a test at a cost may inform."""
    payoffs = np.array(given["payoffs"], dtype=float).T[None]
    weights = np.array([given["prior"]])
    chances = np.array([given["test"]])
    leaf = Leaf(payoffs, payoffs)

    def tested(cost: float) -> PlanStep:
        return PlanStep(chances, np.array([cost]), np.ones(1))

    def best(*steps: PlanStep) -> tuple[float, Mapping[State, int], Mapping[State, int]]:
        tree = build_plan(weights[None], np.array([False]), steps, lambda state: leaf)
        everything = np.ones(payoffs.shape[2], dtype=np.bool_)
        plan = best_plan(tree, np.ones(1), lambda state: everything, begin_with_step=False)
        assert plan is not None
        return plan.mean, plan.choices, plan.next_steps

    value, choices, next_steps = best(tested(given["cost"]))
    return {
        "value_with_test": value,
        "value_without_test": best()[0],
        "sample_information": best(tested(0))[0] - best()[0],
        "perfect_information": expected_value_of_perfect_information(weights, payoffs),
        "begins_with_test": next_steps.get(ROOT) == 0,
        "after": {
            name: given["choices"][choices[frozenset({Done(0, outcome)})]] for outcome, name in enumerate(given["outcomes"])
        },
    }


def counteroffer(given: Given) -> Results:
    """Settle now, or counter and choose between court and what is then offered; types are the verdicts of the court."""
    reactions = given["reactions"]
    chances = np.array(given["reaction_chances"])
    step = PlanStep(np.repeat(chances[None, :, None], len(given["verdicts"]), axis=2), np.zeros(1), np.ones(1))
    verdicts = np.array(given["verdicts"])

    def offer(state: State) -> float | None:
        heard = [reactions[done.outcome] for done in state]
        found: float | None = given["settlements"].get(heard[0]) if heard else given["accept_now"]
        return found

    def leaf(state: State) -> Leaf:
        values = np.stack([np.full(len(verdicts), offer(state) or 0.0), verdicts], axis=1)[None]
        return Leaf(values, values)

    def may(state: State) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return np.array([offer(state) is not None, any(reactions[done.outcome] in given["court_after"] for done in state)])

    weights = np.stack([np.array([given["chances"]]), *np.eye(len(verdicts))[:, None, :]])
    tree = build_plan(weights, np.zeros(len(weights), dtype=np.bool_), [step], leaf)
    plans = [best_plan(tree, mixture, may, begin_with_step=False) for mixture in np.eye(len(weights))]
    means = [plan.mean for plan in plans if plan is not None]
    assert plans[0] is not None
    return {
        "value": means[0],
        "rounded_value": means[0],
        "court": float(np.dot(given["chances"], verdicts)),
        "perfect_information": float(np.dot(given["chances"], means[1:])) - means[0],
        "begins_with_counteroffer": plans[0].next_steps.get(ROOT) == 0,
        "after": {
            name: ("settle", "court")[plans[0].choices[frozenset({Done(0, outcome)})]] for outcome, name in enumerate(reactions)
        },
    }


def two_normal_inputs(given: Given) -> Results:
    """The worth of knowing both of two normal inputs, and either, for choosing between nothing and their difference."""
    count = given["quantiles"]
    normal = [NormalDist(*pair) for pair in zip(given["means"], given["deviations"], strict=True)]
    levels = [(place + 0.5) / count for place in range(count)]
    first, second = (x.ravel() for x in np.meshgrid(*([n.inv_cdf(q) for q in levels] for n in normal), indexing="ij"))
    values = np.stack([np.zeros(count * count), first - second], axis=1)
    in_order = np.argsort(first - second, kind="stable")
    return {
        "perfect_information": partial_perfect_information(values, in_order, count * count // 4),
        "first": partial_perfect_information(values, np.argsort(first, kind="stable"), count),
        "second": partial_perfect_information(values, np.argsort(second, kind="stable"), count),
    }


METHODS: dict[str, Callable[[Given], Results]] = {
    "barter": barter,
    "challenge": challenge,
    "competing_item": competing_item,
    "conflict": conflict,
    "counteroffer": counteroffer,
    "divisible_issues": divisible_issues,
    "indivisible_issues": indivisible_issues,
    "joint_position": joint_position,
    "one_test": one_test,
    "patience": patience,
    "pooled_judgements": pooled_judgements,
    "private_values": private_values,
    "relayed_report": relayed_report,
    "reports_of_sources": reports_of_sources,
    "trust_threshold": trust_threshold,
    "two_divisible_issues": two_divisible_issues,
    "two_normal_inputs": two_normal_inputs,
    "voting_power": voting_power,
}
DECIMAL = re.compile(r"-?\d+\.(\d+)")


@dataclass(frozen=True)
class Row:
    """One row of a table: the method, what goes in, what is printed, and the tolerance if it is not that of the digits."""

    method: str
    inputs: Given
    printed: Mapping[str, Any]
    tolerance: float | None


TABLES = sorted(HERE.glob("*/*.toml"))


def rows() -> list[Any]:
    out = []
    for path in TABLES:
        table = tomllib.loads(path.read_text("utf-8"))
        for number, row in enumerate(table["row"]):
            entry = Row(table["method"], row["inputs"], row["printed"], table.get("tolerance"))
            out.append(pytest.param(entry, id=f"{path.parent.name}/{path.stem}[{number}]"))
    return out


def agrees(found: Any, printed: Any, tolerance: float | None) -> bool:
    """Whether a result agrees with what is printed: decimals to the digits given, lists and tables member by member."""
    decimal = DECIMAL.fullmatch(printed) if isinstance(printed, str) else None
    if decimal:
        half_a_digit = 0.5 * 10.0 ** -len(decimal[1])
        return abs(float(found) - float(printed)) <= (tolerance or half_a_digit * (1 + 1e-9))
    if isinstance(printed, list):
        return len(found) == len(printed) and all(agrees(f, p, tolerance) for f, p in zip(found, printed, strict=True))
    return bool(found == printed)


@pytest.mark.parametrize("row", rows())
def test_the_engines_reproduce_what_is_printed(row: Row) -> None:
    found = METHODS[row.method](row.inputs)
    for name, printed in row.printed.items():
        assert agrees(found[name], printed, row.tolerance), f"{name}: found {found[name]}, printed {printed}"


@pytest.mark.parametrize("path", TABLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_table_says_where_it_comes_from(path: Path) -> None:
    table = tomllib.loads(path.read_text("utf-8"))
    assert set(table) - {"tolerance"} == {"citation", "place", "status", "method", "row"}
    assert re.fullmatch(r"[a-z]+\d{4}", path.parent.name)
    assert table["row"]


def test_every_method_has_a_table() -> None:
    assert {row.values[0].method for row in rows()} == set(METHODS)
