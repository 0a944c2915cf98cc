# SPDX-License-Identifier: Apache-2.0
"""What `weigh` prints out of an assessment: confidence apart from likelihood, and the matrix, by hand."""

import pytest

from assess.test_intentions import weighed
from pourparler.assess.weighed import confidence_in, matrix_of, weighed_case

SOURCES = {"good": {"sound": "90%"}, "poor": {"sound": "20%"}}


def test_the_matrix_counts_what_is_inconsistent_and_weighs_it_by_the_source() -> None:
    """Four times as likely: II, from a good source √2 times two. Twice: I, from a poor one half of √2 once."""
    found = weighed(
        {"likelihood": {"q": {"yes": "80%", "no": "20%"}}, "source": "good", "origin": "o"},
        {"likelihood": {"q": {"yes": "30%", "no": "60%"}}, "source": "poor"},
        {"likelihood": {"q": {"yes": "50%", "no": "50%"}}, "source": "poor"},
        {"likelihood": {"q": {"yes": "80%", "no": "20%"}}, "source": "poor", "origin": "o"},
        sources=SOURCES,
    )
    matrix = matrix_of(found)
    assert {cell.evidence: cell.letters for cell in matrix.cells} == {
        "r0": {"no": "II", "yes": "CC"},
        "r1": {"no": "C", "yes": "I"},
        "r2": {"no": "N", "yes": "N"},
    }
    assert matrix.inconsistency == {"q": {"no": 1, "yes": 1}}
    assert matrix.weighted["q"] == pytest.approx({"no": -2 * 2**0.5, "yes": -(2**-0.5)})


def test_confidence_is_low_without_evidence_moderate_on_a_linchpin_and_else_by_the_range() -> None:
    item = {"likelihood": {"q": {"yes": "90%", "no": "30%"}}, "source": "good"}
    other = {**item, "likelihood": {"q": {"yes": "80%", "no": "30%"}}, "source": "also"}
    sources = {**SOURCES, "also": {"sound": "90%"}}
    wide = {"q": {"hypotheses": {"yes": "10..90%", "no": "rest"}}}
    unsure = weighed(item, other, sources=sources, questions=wide, worlds=100)
    for found, told in (
        (weighed(), "low"),
        (weighed(item, sources=sources), "moderate"),
        (weighed(item, other, sources=sources), "high"),
        (unsure, "low"),
    ):
        assert {confidence_in(found, row) for row in found.intentions} == {told}


def test_hypotheses_come_with_the_likeliest_first_and_only_alarms_about_intentions() -> None:
    found = weighed({"likelihood": {"q": {"yes": "90%", "no": "30%"}}, "source": "good"}, sources=SOURCES)
    told = weighed_case(found)
    assert [row.hypothesis for row in told.questions[0].hypotheses] == ["yes", "no"]
    assert told.questions[0].hypotheses[0].likelihood_word == "likely"
    assert any(alarm.row == "O-31" for alarm in found.alarms)
    assert {alarm.row for alarm in told.alarms} <= {"O-08", "O-09", "O-10", "O-11", "O-33", "O-34"}
