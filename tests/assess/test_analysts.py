# SPDX-License-Identifier: Apache-2.0
"""Several analysts: pools by hand, repair and by how much, extremizing only where it may be, and what is believed then."""

from math import sqrt
from typing import Any

import pytest

from assess.variations import assessed, changed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.analysts import PoolRow
from pourparler.case import Case, read_text

QUESTION = next(iter(worked_example()["questions"]))
NAMES = tuple(sorted(worked_example()["questions"][QUESTION]["hypotheses"]))
HERE = f"questions/{QUESTION}/analysts"


def judged(*probabilities: Any, on: str | None = None) -> dict[str, Any]:
    entry: dict[str, Any] = {"hypotheses": dict(zip(NAMES, probabilities, strict=True))}
    return entry | ({"on": on} if on else {})


def case(analysts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return changed(worked_example(), {HERE: analysts} | {key.replace("__", "/"): value for key, value in more.items()})


def found(data: dict[str, Any], worlds: int = 1) -> tuple[Assessment, PoolRow]:
    result = assessed(data, worlds=worlds)
    (row,) = [row for row in result.record.analysts if row.evidence is None]
    return result, row


def priors(result: Assessment) -> list[float]:
    return [row.prior.mean for row in result.intentions if row.question == QUESTION]


def rest(*first: float) -> tuple[float, ...]:
    """Return probabilities of all hypotheses: the first ones as given, the others alike."""
    left = (1 - sum(first)) / (len(NAMES) - len(first))
    return (*first, *(left for _ in range(len(NAMES) - len(first))))


def geometric(one: tuple[float, ...], other: tuple[float, ...], power: float = 1) -> list[float]:
    odds = [sqrt(a * b) ** power for a, b in zip(one, other, strict=True)]
    return [value / sum(odds) for value in odds]


MARA, JON = rest(0.6), rest(0.2)


def test_what_is_computed_rests_on_the_geometric_mean_of_the_odds() -> None:
    result, row = found(case({"Mara": judged(*MARA), "Jon": judged(*JON)}))
    assert [row.pool[name].mean for name in NAMES] == pytest.approx(geometric(MARA, JON))
    assert priors(result) == pytest.approx(geometric(MARA, JON))
    assert row.apart[NAMES[0]] == pytest.approx(0.4) and [one.by for one in row.analysts] == ["Jon", "Mara"]
    assert [row.stated[name].mean for name in NAMES] == pytest.approx(priors(assessed(worked_example())))
    assert assessed(worked_example()).record.analysts == ()


def test_one_analyst_stands_for_himself_and_the_order_is_immaterial() -> None:
    assert priors(found(case({"Mara": judged(*MARA)}))[0]) == pytest.approx(MARA)
    one = case({"Mara": judged(*MARA), "Jon": judged(*JON)})
    other = case({"Jon": judged(*JON), "Mara": judged(*MARA)})
    assert found(one, 8)[0].record.analysts == found(other, 8)[0].record.analysts


def test_what_does_not_sum_to_one_is_repaired_and_by_how_much_is_told() -> None:
    said = [value + 0.1 for value in MARA]
    _, row = found(case({"Mara": judged(*said)}))
    (one,) = row.analysts
    assert one.sums_to is not None and one.sums_to.mean == pytest.approx(1 + 0.1 * len(NAMES))
    assert one.repaired_by is not None and one.repaired_by.mean == pytest.approx(0.1 * sqrt(len(NAMES)))
    assert [one.says[name].mean for name in NAMES] == pytest.approx(MARA)


def test_ranges_that_admit_a_sum_of_one_are_drawn_and_not_repaired() -> None:
    _, row = found(case({"Mara": judged("50..70%", "30..50%", *["rest"][: len(NAMES) - 2])}), worlds=64)
    (one,) = row.analysts
    assert one.repaired_by is None and one.sums_to is None
    assert one.says[NAMES[0]].low < 0.55 < one.says[NAMES[0]].high
    assert sum(one.says[name].mean for name in NAMES) == pytest.approx(1)


def test_who_holds_something_else_likeliest_dissents() -> None:
    _, row = found(case({"Mara": judged(*rest(0.9)), "Eve": judged(*rest(0.8)), "Jon": judged(*rest(0.1))}))
    assert {one.by: one.dissents for one in row.analysts} == {"Eve": False, "Jon": True, "Mara": False}


def test_extremizing_needs_separate_information() -> None:
    analysts = {"Mara": judged(*MARA), "Jon": judged(*rest(0.7))}
    pooling = {"information": "separate", "extremizing": 2}
    result, row = found(case(analysts, pooling=pooling))
    assert priors(result) == pytest.approx(geometric(MARA, rest(0.7), 2))
    assert row.extremizing is not None and row.extremizing.mean == 2 and row.information == "separate"
    result, row = found(case(analysts, pooling={"information": "shared", "extremizing": 1}))
    assert priors(result) == pytest.approx(geometric(MARA, rest(0.7))) and row.extremizing is None


def test_a_range_of_the_power_is_drawn() -> None:
    analysts = {"Mara": judged(*MARA), "Jon": judged(*rest(0.7))}
    result, row = found(case(analysts, pooling={"information": "separate", "extremizing": "1..3"}), worlds=64)
    assert row.pool[NAMES[0]].high > row.pool[NAMES[0]].low and row.extremizing is not None and row.extremizing.high > 2
    assert result.intentions[0].prior.high > result.intentions[0].prior.low


def test_judges_who_exclude_each_other_in_some_world_are_averaged_there() -> None:
    import numpy as np

    from pourparler.assess.analysts import _pool

    both = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.5, 0.5], [0.8, 0.2]]])
    table = _pool(both, None)
    assert table[0] == pytest.approx([0.5, 0.5]) and table[1] == pytest.approx([2 / 3, 1 / 3])


def test_likelihoods_are_pooled_as_chances_that_the_item_comes() -> None:
    item = next(n for n, item in enumerate(worked_example()["evidence"]) if QUESTION in item.get("likelihood", {}))
    name = worked_example()["evidence"][item]["id"]
    table = {one: 0.8 for one in NAMES} | {NAMES[0]: 0.2}
    other = {one: 0.5 for one in NAMES}
    analysts = {"Mara": {"likelihood": {QUESTION: table}}, "Jon": {"likelihood": {QUESTION: other}, "on": "2031-03-01"}}
    result = assessed(changed(worked_example(), {f"evidence/{item}/analysts": analysts}))
    (row,) = result.record.analysts
    odds = sqrt(0.25 * 1)
    assert row.evidence == name and row.pool[NAMES[0]].mean == pytest.approx(odds / (1 + odds))
    assert row.pool[NAMES[1]].mean == pytest.approx(sqrt(4) / (1 + sqrt(4)))
    (evidence,) = [row for row in result.evidence if row.id == name]
    assert evidence.likelihood[QUESTION][NAMES[0]].mean == pytest.approx(odds / (1 + odds))
    assert [row.posterior for row in result.intentions] != [row.posterior for row in assessed(worked_example()).intentions]


def test_a_later_judgement_is_not_seen() -> None:
    later = case({"Mara": judged(*MARA, on="2041-01-01"), "Jon": judged(*JON, on="2031-01-01")})
    assert (
        assessed(later, worlds=4).record.analysts
        == assessed(case({"Jon": judged(*JON, on="2031-01-01")}), worlds=4).record.analysts
    )


def test_analysts_hold_their_numbers() -> None:
    data: Case = read_text(__import__("json").dumps(case({"Mara": judged(*MARA)})), "case.yaml")
    from pourparler.assess.written import judgement_rows, unheld_numbers

    assert not [path for path in unheld_numbers(data) if "analysts" in path]
    assert any(row.by == "Mara" and row.covers == len(NAMES) for row in judgement_rows(data))
