# SPDX-License-Identifier: Apache-2.0
"""Issues that are ranges of numbers, and scores by shape: exact, named by their numbers everywhere, refused with advice."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from case.samples import problems_in, spoilt
from pourparler.case import Case, NumericIssue, ShapedScores, digest, read, read_text
from pourparler.case.decode import page_of
from pourparler.case.marks import read_tree
from pourparler.case.numbers import MOST_NUMBERS, Numbers, option_text, write_exact
from pourparler.case.schema import schema
from pourparler.case.tree import plain_data
from pourparler.case.write import save, save_edits

NUMERIC = (Path(__file__).parent / "numeric.yaml").read_text(encoding="utf-8")
"""A price and a share: every place where an option can be named names a number, and every shape is used."""


def case() -> Case:
    return read_text(NUMERIC, "numeric.yaml")


def test_an_option_is_named_by_its_number_wherever_an_option_can_be_named() -> None:
    found = case()
    price, share = found.issues["price"], found.issues["share"]
    assert isinstance(price, NumericIssue) and isinstance(share, NumericIssue)
    assert price.options == ("10", "20", "30", "40", "50") and share.options == ("-0.5", "0", "0.5")
    assert (price.status_quo, share.status_quo) == ("10", "0")
    assert found.exclude == ({"price": "50", "share": "0.5"},)
    assert found.implies[0].when == {"price": "10"} and found.implies[0].left_by("share") == ("0", "0.5")
    assert found.offers["opening"].package == {"price": "20", "share": "-0.5", "delivery": "late"}
    assert found.mandate is not None
    goal, version = found.mandate.goals[0], found.mandate.history[0]
    assert (goal.target, goal.floor, version.goals) == ("20", "40", {"price": "10"})
    assert (found.mandate.gives[0].give, found.mandate.gives[0].get) == ("price.30", "share.0.5")
    assert found.mandate.red_lines == ("share.-0.5",)
    assert set(found.effects) == {"share.0.5", "price.30"} and set(found.staging) == {"price.40", "share"}
    assert found.red_lines == {"cyrene": ("price.50",)}
    assert found.success[0].requires == ("price.10", "price.20")
    together = found.values["aland"].together
    assert together is not None and together[0].key == "price.20+share.0.5"
    scores = found.values["borea"].scores
    assert isinstance(scores["share"], dict) and set(scores["share"]) == {"-0.5", "0", "0.5"}
    assert isinstance(scores["price"], ShapedScores)


def test_what_is_written_in_another_way_is_the_same_case() -> None:
    other = spoilt(
        NUMERIC,
        ("{price: 50, share: 0.5}", "{price: '50.0', share: 0.50}"),
        ("high: 50", "high: 50.0"),
        ("red_lines: [share.-0.5]", "red_lines: [share.-0.50]"),
        ("{-0.5: 0, 0: 40, 0.5: 100}", "{-0.50: 0, 0.0: 40, '.5': 100}"),
    )
    assert read_text(other, "numeric.yaml") == case() and digest(read_text(other, "other.yaml")) == digest(case())


def test_decimals_are_exact() -> None:
    issue = NumericIssue.model_validate({"low": 0.1, "high": 0.7, "step": 0.1})
    assert issue.numbers == tuple(Decimal(n) / 10 for n in range(1, 8))
    assert issue.options == ("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7")


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(0, MOST_NUMBERS - 1), st.integers(0, 6))
def test_names_are_distinct_and_read_back_as_the_same_numbers(low: int, step: int, count: int, places: int) -> None:
    scale = Decimal(10) ** places
    numbers = Numbers(Decimal(low) / scale, Decimal(low + step * count) / scale, Decimal(step) / scale)
    names = list(numbers)
    assert len(set(names)) == count + 1 == len(numbers)
    assert [Decimal(name) for name in names] == list(numbers.values_in_order())
    assert [option_text(float(name)) for name in names] == names == [option_text(name) for name in names]
    assert all(name in numbers for name in names)
    beyond = (
        Decimal(low - step) / scale,
        Decimal(low + step * (count + 1)) / scale,
        (Decimal(low) + Decimal(step) / 2) / scale,
    )
    assert not any(write_exact(number) in numbers for number in beyond)
    assert not any(word in numbers for word in ("", "a", "1e3", f"{names[0]}.0", f"+{names[-1]}"))


ISSUE = "{low: 10, high: 50, step: 10, status_quo: 10}"
LINEAR = "{shape: linear, worst: 50, best: 10..20}"
BENT = "{shape: concave, worst: 10, best: 50, halfway: 20..40%}"
PEAK = "{shape: triangular, peak: 0..0.2, at_low: 10..20}"
# Old text, new text, key path of the one problem, what was found.
MISTAKES = [
    (
        ISSUE,
        "{low: 10, high: 50, step: 15, status_quo: 10}",
        "issues.price.step",
        "a step of 15, which does not lead from 10 to 50",
    ),
    (ISSUE, "{low: 10, high: 50, step: 0, status_quo: 10}", "issues.price.step", "a step of 0"),
    (ISSUE, "{low: 10, high: 50, step: -10, status_quo: 10}", "issues.price.step", "a step of -10"),
    (ISSUE, "{low: 50, high: 10, step: 10, status_quo: 10}", "issues.price.high", "a range from 50 down to 10"),
    (
        ISSUE,
        "{low: 10, high: 510, step: 1, status_quo: 10}",
        "issues.price.step",
        "501 numbers, of which at most 500 are weighed",
    ),
    (
        ISSUE,
        "{low: 0, high: 1000000, step: 0.000001}",
        "issues.price.step",
        "1000000000001 numbers, of which at most 500 are weighed",
    ),
    (ISSUE, "{low: .nan, high: 50, step: 10}", "issues.price.low", "the number nan"),
    (ISSUE, "{low: 10, high: .inf, step: 10}", "issues.price.high", "the number inf"),
    (ISSUE, "{low: 10, high: 1e300, step: 10}", "issues.price.high", "the number 1e+300"),
    (ISSUE, "{low: 10, high: 50..60, step: 10}", "issues.price.high", "'50..60'"),
    (ISSUE, "{low: 10, high: 50}", "issues.price.step", "no 'step'"),
    (ISSUE, "{low: 10, high: 50, step: 10, options: [a]}", "issues.price.low", "the unknown key 'low'"),
    (
        "{low: 10, high: 50, step: 10, status_quo: 10}",
        "{low: 10, high: 50, step: 10, status_quo: 15}",
        "issues.price.status_quo",
        "the unknown option '15'",
    ),
    ("{price: 50, share: 0.5}", "{price: 55, share: 0.5}", "exclude[0].price", "the unknown option '55'"),
    ("price.30: {cyrene: -3}", "price.35: {cyrene: -3}", "effects.price.35", "the unknown option 'price.35'"),
    (
        "delivery: [0, 100]",
        LINEAR.replace("{", "delivery: {", 1),
        "values.aland.scores.delivery",
        "a shape for 'delivery', whose options are no numbers",
    ),
    (
        LINEAR,
        "{shape: linear, worst: 60, best: 10..20}",
        "values.aland.scores.price.worst",
        "worst outside the numbers, 10 to 50",
    ),
    (LINEAR, "{shape: linear, worst: 50, best: 5..20}", "values.aland.scores.price.best", "best outside the numbers, 10 to 50"),
    (
        LINEAR,
        "{shape: linear, worst: 20, best: 10..20}",
        "values.aland.scores.price.best",
        "a worst and a best level that may be the same",
    ),
    (
        LINEAR,
        "{shape: linear, worst: 50, best: 10, halfway: 30%}",
        "values.aland.scores.price.halfway",
        "'halfway' beside the shape linear",
    ),
    (LINEAR, "{shape: liner, worst: 50, best: 10}", "values.aland.scores.price.shape", "'liner'"),
    (LINEAR, "{shape: linear, worst: .nan, best: 10}", "values.aland.scores.price.worst", "'nan'"),
    (
        BENT,
        "{shape: concave, worst: 10, best: 50, halfway: 60%}",
        "values.borea.scores.price.halfway",
        "half of the worth at 0.6, for a concave shape",
    ),
    (
        BENT,
        "{shape: convex, worst: 10, best: 50, halfway: 20..40%}",
        "values.borea.scores.price.halfway",
        "half of the worth at 0.2..0.4, for a convex shape",
    ),
    (
        BENT,
        "{shape: concave, worst: 10, best: 50, halfway: 0%}",
        "values.borea.scores.price.halfway",
        "half of the worth at 0, for a concave shape",
    ),
    (PEAK, "{shape: triangular, peak: 0..0.6}", "values.aland.scores.share.peak", "peak outside the numbers, -0.5 to 0.5"),
    (
        PEAK,
        "{shape: triangular, peak: 0, worst: 0.5}",
        "values.aland.scores.share.worst",
        "'worst' beside the shape triangular",
    ),
]


@pytest.mark.parametrize(("old", "new", "key_path", "found"), MISTAKES, ids=[row[3] for row in MISTAKES])
def test_a_mistake_is_told_with_its_place_and_advice(old: str, new: str, key_path: str, found: str) -> None:
    problem = problems_in(spoilt(NUMERIC, (old, new)))[0]
    assert (problem.key_path, problem.found) == (key_path, found)
    assert problem.write


def test_a_step_that_does_not_divide_says_where_the_range_could_end() -> None:
    problem = problems_in(spoilt(NUMERIC, ("step: 0.5", "step: 0.75")))[0]
    assert problem.write == "write a step that divides the range, or end it at 0.25"


def test_numbers_in_a_list_of_options_are_sent_to_the_range() -> None:
    problem = problems_in(spoilt(NUMERIC, ("[soon, late]", "[10, 20]")))[0]
    assert (problem.key_path, problem.found) == ("issues.delivery.options[0]", "the number 10")
    assert problem.write == "write a name; where options are numbers, write low, high and step in the place of options"


def test_a_shape_may_restate_under_a_hypothesis_and_levels_may_be_unknown() -> None:
    under = case().values["borea"].under["motive"]["stall"].scores["price"]
    assert isinstance(under, ShapedScores) and under.shape == "convex"
    for level in ("worst: unknown", "worst: null, best: 20", "best: 20"):
        assert problems_in(spoilt(NUMERIC, ("worst: 50, best: 10..20", level))) == ()


def test_an_option_may_be_called_shape() -> None:
    text = spoilt(NUMERIC.replace("soon", "shape"), ("delivery: [0, 100]", "delivery: {shape: 35..50, late: 100}"))
    scores = read_text(text, "case.yaml").values["aland"].scores["delivery"]
    assert isinstance(scores, dict) and set(scores) == {"shape", "late"}


def plain(text: str) -> dict[str, Any]:
    return plain_data(read_tree(page_of(text, "case.yaml"))).plain


def test_the_schema_admits_it_and_marks_what_one_place_gets_wrong() -> None:
    checker = Draft202012Validator(schema())
    assert list(checker.iter_errors(plain(NUMERIC))) == []
    for old, new in (
        (ISSUE, "{low: ten, high: 50, step: 10}"),
        ("price.50]", "price.5.0.1]"),
        ("status_quo: 0}", "status_quo: []}"),
    ):
        assert list(checker.iter_errors(plain(spoilt(NUMERIC, (old, new))))), new


def test_it_is_saved_as_it_is_and_one_change_changes_one_line(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(NUMERIC, "utf-8")
    save(path, read(path))
    assert path.read_text("utf-8") == NUMERIC
    issue = read(path).issues["price"].model_copy(update={"status_quo": "20"})
    wider = read(path).issues["share"].model_copy(update={"high": Decimal("1.0")})
    save(path, read(path).model_copy(update={"issues": {**read(path).issues, "price": issue}}))
    assert read(path).issues["price"].status_quo == "20"
    lines = [
        (old, new) for old, new in zip(NUMERIC.splitlines(), path.read_text("utf-8").splitlines(), strict=True) if old != new
    ]
    assert len(lines) == 1 and "status_quo: 20" in lines[0][1].replace("'", "").replace('"', "")
    save_edits(path, {("values", "aland", "scores", "price", "best"): "10..30"})
    assert json.loads(read(path).values["aland"].model_dump_json())["scores"]["price"]["best"] == "10..30"
    assert wider.options == ("-0.5", "0", "0.5", "1")


def test_the_other_seat_sees_the_same_numbers(tmp_path: Path) -> None:
    (tmp_path / "seats").mkdir()
    (tmp_path / "case.yaml").write_text(NUMERIC, "utf-8")
    (tmp_path / "seats/borea.yaml").write_text("values: {borea: {weights: price > share > delivery}}\n", "utf-8")
    seat = read(tmp_path, "borea")
    assert seat.issues == case().issues and seat.labels == {"price.10": "ten a head", "share.0.5": "one half"}
