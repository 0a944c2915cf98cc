# SPDX-License-Identifier: Apache-2.0
"""What `weigh` prints out of an assessment: confidence as stated, apart from likelihood."""

from typing import Any

from assess.test_intentions import weighed
from pourparler.assess.intentions import StatedConfidence
from pourparler.assess.weighed import weighed_case

SOURCES = {"good": {"sound": "90%"}, "poor": {"sound": "20%"}}


STATED = {"level": "low", "by": "desk A", "on": "2031-03-10", "because": "one source"}


def test_confidence_is_what_somebody_states_and_none_where_nobody_does() -> None:
    """Neither a wide range nor many items make one."""
    item = {"likelihood": {"q": {"yes": "90%", "no": "30%"}}, "source": "good"}
    for hypotheses in ({"yes": "10..90%", "no": "rest"}, {"yes": "50%", "no": "50%"}):
        for items in ((), (item,), (item, item)):
            question: dict[str, Any] = {"hypotheses": hypotheses}
            (silent,) = weighed_case(weighed(*items, sources=SOURCES, questions={"q": question}, worlds=50)).questions
            assert silent.confidence is None
            assert [row.confidence for row in silent.hypotheses] == [None, None]
            question["confidence"] = STATED
            (told,) = weighed_case(weighed(*items, sources=SOURCES, questions={"q": question}, worlds=50)).questions
            assert told.confidence == StatedConfidence("low", "desk A", "2031-03-10", "one source")
            assert [row.confidence for row in told.hypotheses] == ["low", "low"]
            assert [row.posterior for row in told.hypotheses] == [row.posterior for row in silent.hypotheses]


def test_confidence_of_one_question_is_not_that_of_another() -> None:
    two = {
        "q": {"hypotheses": {"yes": "50%", "no": "50%"}},
        "r": {"hypotheses": {"a": "50%", "b": "50%"}, "confidence": STATED},
    }
    found = weighed_case(weighed(questions=two)).questions
    assert {told.question: told.confidence and told.confidence.level for told in found} == {"q": None, "r": "low"}


def test_who_states_a_confidence_stands_among_the_judgements() -> None:
    stated = {"q": {"hypotheses": {"yes": "50%", "no": "50%"}, "confidence": {**STATED, "basis": "assumption"}}}
    (row,) = [row for row in weighed(questions=stated).judgements if row.path == "questions.q.confidence"]
    assert (row.by, row.on, row.basis, row.note, row.covers) == ("desk A", "2031-03-10", "assumption", "one source", 0)


def test_hypotheses_come_with_the_likeliest_first_and_only_alarms_about_intentions() -> None:
    found = weighed({"likelihood": {"q": {"yes": "90%", "no": "30%"}}, "source": "good"}, sources=SOURCES)
    told = weighed_case(found)
    assert [row.hypothesis for row in told.questions[0].hypotheses] == ["yes", "no"]
    assert told.questions[0].hypotheses[0].likelihood_word == "likely"
    assert any(alarm.row == "O-31" for alarm in found.alarms)
    assert {alarm.row for alarm in told.alarms} <= {"O-08", "O-09", "O-10", "O-11", "O-33", "O-34"}


def test_a_source_is_told_as_sound_as_it_is_after_all_that_was_said() -> None:
    items: list[dict[str, Any]] = [{"source": "good"}, {"source": "poor", "likelihood": {"q": {"yes": "10%", "no": "90%"}}}]
    found = weighed(*items, sources={**SOURCES, "silent": {"sound": "40%"}})
    told = {row.source: row.sound for row in weighed_case(found).sources}
    for row in found.sources:
        assert told[row.source] == (row.sound if row.source == "silent" else row.sound_now)
        assert (told[row.source] == row.sound) is (row.source == "silent")
