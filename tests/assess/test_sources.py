# SPDX-License-Identifier: Apache-2.0
"""Sources of a case: states as stated, by grade, along chains; and what is not stated."""

from typing import Any

import pytest

from assess.variations import case_of, changed, worked_example
from pourparler.assess.sources import source_states
from pourparler.assess.worlds import Worlds

TABLE = {"B": {"sound": "80%", "empty": "15%", "deceptive": "5%"}, "C2": {"sound": "50%", "empty": "rest", "deceptive": "20%"}}


def states(source: dict[str, Any]) -> tuple[list[float], float | None]:
    case = case_of(changed(worked_example(), {"sources/envoy": source, "grades": TABLE}))
    found, rate = source_states(case, Worlds(case, 1, 1), "envoy")
    return found[0].tolist(), None if rate is None else float(rate[0])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"sound": "40%", "empty": "40%", "deceptive": "20%"}, [0.4, 0.4, 0.2]),
        ({"sound": "40%"}, [0.4, 0.6, 0.0]),
        ({"sound": "40%", "empty": "40%"}, [0.4, 0.4, 0.2]),
        ({"grade": "B"}, [0.8, 0.15, 0.05]),
        ({"grade": "B3"}, [0.8, 0.15, 0.05]),
        ({"grade": "C2"}, [0.5, 0.3, 0.2]),
        ({"grade": "B", "chain": 2}, [0.64, 0.9025 - 0.64, 0.0975]),
        ({"links": [{"grade": "B"}, {"grade": "C2"}]}, [0.4, 0.95 * 0.8 - 0.4, 1 - 0.95 * 0.8]),
        ({"links": [{"hit": 0.9, "false_alarm": 0.1}, {"grade": "B"}]}, [0.64, 0.95 - 0.64, 0.05]),
    ],
)
def test_states(source: dict[str, Any], expected: list[float]) -> None:
    assert states(source)[0] == pytest.approx(expected)


def test_a_chain_of_plain_relays_sets_its_own_rate_of_empty_reports() -> None:
    found, rate = states({"links": [{"hit": 0.9, "false_alarm": 0.1}, {"hit": 0.7, "false_alarm": 0.3}]})
    assert found == pytest.approx([0.32, 0.68, 0])
    assert rate == pytest.approx(0.34 / 0.68)


def test_a_grade_that_the_table_lacks_ranges_over_all_it_may_be() -> None:
    case = case_of(changed(worked_example(), {"sources/envoy": {"grade": "E"}, "grades": {}}))
    worlds = Worlds(case, 1, 500)
    found, _ = source_states(case, worlds, "envoy")
    assert found[:, 0].min() < 0.01
    assert found[:, 0].max() > 0.99
    assert worlds.unknown == {"grades.E.sound"}
