# SPDX-License-Identifier: Apache-2.0
"""The forecast book: what contradicts itself is told, and no forecast changes, moves or goes without its seal telling."""

import json
from typing import Any

import pytest

from assess.variations import case_of, changed, plain
from case.samples import FULL
from pourparler.case import CaseError, Forecast, Problem, known_by, read_text
from pourparler.case.book import last_seal, possibilities, seal_of

ENTRIES: list[dict[str, Any]] = [
    {"question": "signed?", "p": "20..40%", "by": "Mara", "on": "2031-03-01", "resolves": "2031-06-30"},
    {"question": "signed?", "p": "70%", "by": "Jon", "on": "2031-03-02", "resolves": "2031-06-30"},
    {"question": "boats?", "quantity": "20..60", "unit": "boats", "by": "Mara", "on": "2031-03-02", "resolves": "2031-05-01"},
]


def sealed(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return entries with their seals."""
    out: list[dict[str, Any]] = []
    for entry in entries:
        before = out[-1]["sealed"] if out else None
        out.append(entry | {"sealed": seal_of(Forecast.model_validate(entry), before)})
    return out


def case(entries: list[dict[str, Any]]) -> dict[str, Any]:
    return changed(plain(read_text(FULL, "case.yaml")), {"forecasts": entries})


def problems(entries: list[dict[str, Any]]) -> list[Problem]:
    try:
        case_of(case(entries))
    except CaseError as error:
        return [problem for problem in error.problems if isinstance(problem, Problem)]
    return []


def test_a_sealed_book_is_read_and_its_last_seal_stands_for_all() -> None:
    book = sealed(ENTRIES)
    found = case_of(case(book)).forecasts
    assert [entry.sealed for entry in found] == [entry["sealed"] for entry in book]
    assert last_seal(found) == book[-1]["sealed"] and last_seal(()) is None
    assert len({entry["sealed"] for entry in book}) == 3


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("question", "sealed?"),
        ("p", "21..40%"),
        ("by", "Eve"),
        ("on", "2031-02-28"),
        ("resolves", "2031-07-30"),
        ("aided", True),
    ],
)
def test_whatever_is_changed_after_sealing_is_told_and_only_that_entry_is_named(key: str, value: object) -> None:
    book = sealed([*ENTRIES[:1], ENTRIES[2], {**ENTRIES[2], "by": "Jon"}])
    book[0][key] = value
    (found,) = problems(book)
    assert found.key_path == "forecasts[0]" and "a broken seal" in found.found and "or one sealed before it" in found.found


def test_the_order_and_every_entry_are_held() -> None:
    book = sealed(ENTRIES)
    assert [p.key_path for p in problems([book[1], book[0], book[2]])] == ["forecasts[0]", "forecasts[1]", "forecasts[2]"]
    (gone,) = problems([book[0], book[2]])
    assert gone.key_path == "forecasts[1]" and "'boats?'" in gone.found
    forged = dict(book[1], sealed=book[0]["sealed"])
    assert [p.key_path for p in problems([book[0], forged])] == ["forecasts[1]"]


def test_spelling_layout_and_the_outcome_do_not_break_a_seal() -> None:
    book = sealed(ENTRIES)
    book[0]["p"] = "0.2..0.4"
    book[0] = dict(reversed(book[0].items()))
    book[2]["resolved"] = {"came": 44, "on": "2031-05-01"}
    assert not problems(book)
    unsealed = [{key: value for key, value in entry.items() if key != "sealed"} for entry in book]
    assert not problems(unsealed)


def test_days_do_not_run_backwards_along_the_seals() -> None:
    (found,) = problems(sealed([ENTRIES[2], {**ENTRIES[0], "on": "2031-02-01"}]))
    assert found.key_path == "forecasts[1].on" and found.found == "a forecast sealed after one of 2031-03-02"


YES = ENTRIES[0]
CLASSES = {**{key: value for key, value in YES.items() if key != "p"}, "classes": {"none": "40%", "some": "rest", "all": "10%"}}
SETTLED = {"came": "yes", "on": "2031-05-01"}
WRONG: dict[str, tuple[list[dict[str, Any]], str, str]] = {
    "dated on its resolution": ([{**YES, "on": "2031-06-30"}], "[0].on", "a forecast made on or after the day"),
    "two forms": ([{**YES, "quantity": 4}], "[0]", "p beside a quantity"),
    "a unit alone": ([{**YES, "unit": "boats"}], "[0].unit", "a unit without a quantity"),
    "one class": ([{**CLASSES, "classes": {"none": "100%"}}], "[0].classes", "a single class"),
    "a class with a meaning": ([{**CLASSES, "classes": {"yes": "50%", "b": "rest"}}], "[0].classes.yes", "a class of the name"),
    "classes beyond one": ([{**CLASSES, "classes": {"a": "50%", "b": "60%"}}], "[0].classes", "sum to 110%"),
    "an order of others": ([{**CLASSES, "order": ["none", "all"]}], "[0].order", "an order of other names"),
    "an unknown outcome": ([{**YES, "resolved": {**SETTLED, "came": "some"}}], "[0].resolved.came", "'some', which was not"),
    "a quantity in words": (
        [{**ENTRIES[2], "resolved": {"came": "many", "on": "2031-05-01"}}],
        "[0].resolved.came",
        "'many'",
    ),
    "known when forecast": ([{**YES, "resolved": {**SETTLED, "on": "2031-03-01"}}], "[0].resolved.on", "which was no secret"),
    "no before its day": (
        [{**YES, "resolved": {"came": "no", "on": "2031-06-29"}}],
        "[0].resolved.on",
        "before the forecast is",
    ),
    "two outcomes": (
        [{**YES, "resolved": SETTLED}, {**ENTRIES[1], "resolved": {"came": "no", "on": "2031-07-01"}}],
        "[1].resolved",
        "'no' on 2031-07-01, where entry 1 has 'yes' on 2031-05-01",
    ),
    "made after it was settled": (
        [{**YES, "resolved": SETTLED}, {**ENTRIES[1], "on": "2031-05-01"}],
        "[1].on",
        "a forecast of 2031-05-01, when the question was settled",
    ),
    "one question in two forms": ([YES, {**CLASSES, "by": "Jon"}], "[1].question", "asks in another form"),
    "an id twice": ([{**YES, "id": "a"}, {**ENTRIES[2], "id": "a"}], ".a.id", "'a' a second time"),
    "like cases of no kind": ([{**YES, "base_rate": {"name": "x"}}], "[0].base_rate", "like cases told by nothing"),
    "like cases of another form": (
        [{**YES, "base_rate": {"name": "x", "values": [4]}}],
        "[0].base_rate",
        "like cases told by 'values'",
    ),
    "more successes than cases": (
        [{**YES, "base_rate": {"name": "x", "n": 2, "successes": 3}}],
        "[0].base_rate.successes",
        "3",
    ),
    "like cases of other classes": (
        [{**CLASSES, "base_rate": {"name": "x", "counts": {"none": 4}}}],
        "[0].base_rate.counts",
        "of other classes",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_each_contradiction_is_one_problem_at_its_place(kind: str) -> None:
    entries, path, said = WRONG[kind]
    (found,) = problems(json.loads(json.dumps(entries)))
    assert found.key_path == f"forecasts{path}" and said in found.found


def test_what_may_come_before_its_day_and_what_can_come() -> None:
    assert not problems([{**YES, "resolved": SETTLED}])
    assert not problems([{**YES, "resolved": {"came": "void", "on": "2031-04-01"}}])
    entry = case_of(case([{**CLASSES, "order": ["some", "all", "none"]}])).forecasts[0]
    assert possibilities(entry) == ("some", "all", "none")
    assert possibilities(case_of(case([CLASSES])).forecasts[0]) == ("all", "none", "some")
    assert possibilities(case_of(case([YES])).forecasts[0]) == ("yes", "no")


def test_an_outcome_of_a_later_day_is_not_known() -> None:
    data = case([{**YES, "resolved": SETTLED}])
    assert known_by(case_of(data)).forecasts[0].resolved is None
    assert known_by(case_of(data | {"as_of": "2031-05-01"})).forecasts[0].resolved is not None
