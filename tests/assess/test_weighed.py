# SPDX-License-Identifier: Apache-2.0
"""What `weigh` prints out of an assessment: confidence apart from likelihood, by hand."""

from assess.test_intentions import weighed
from pourparler.assess.weighed import confidence_in, weighed_case

SOURCES = {"good": {"sound": "90%"}, "poor": {"sound": "20%"}}


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
