# SPDX-License-Identifier: Apache-2.0
"""How evidence of a case becomes beliefs: origins, levels, what an interested source would say, rows and alarms; by hand."""

from typing import Any

import pytest

from assess.variations import assessed, changed
from pourparler.assess import Assessment
from pourparler.assess.intentions import EvidenceRow
from pourparler.engines.intentions import wilson_interval

BASE: dict[str, Any] = {
    "pourparler": 2,
    "title": "reports",
    "as_of": "2031-03-14",
    "parties": {"a": {"role": "own"}, "b": {"role": "counterpart"}},
    "questions": {"q": {"hypotheses": {"yes": "50%", "no": "50%"}}},
}
ITEM: dict[str, Any] = {"text": "-", "known_at": "2031-03-01", "likelihood": {"q": {"yes": "90%", "no": "30%"}}}


def weighed(*items: dict[str, Any], worlds: int = 1, **rest: Any) -> Assessment:
    listed = [{"id": f"r{n}", **ITEM, **item} for n, item in enumerate(items)]
    return assessed({**BASE, **rest, "evidence": listed}, worlds=worlds)


def belief(found: Assessment, hypothesis: str = "yes") -> float:
    (row,) = [row for row in found.intentions if row.hypothesis == hypothesis]
    return row.posterior.mean


def rows(found: Assessment) -> dict[str, EvidenceRow]:
    return {row.id: row for row in found.evidence}


def test_of_one_origin_the_report_of_the_soundest_source_counts() -> None:
    """0.8 of 90 % or 30 % and 0.2 of their mean of 60 %: 0.84 against 0.36."""
    sources = {"weak": {"sound": "30%"}, "sure": {"sound": "80%"}}
    for first, second in (("weak", "sure"), ("sure", "weak")):
        found = weighed({"source": first, "origin": "o"}, {"source": second, "origin": "o"}, sources=sources)
        assert belief(found) == pytest.approx(0.84 / 1.2, abs=1e-12)
        copies = {row.source: row.copy_of for row in found.evidence}
        assert copies["sure"] is None
        assert copies["weak"] == next(row.id for row in found.evidence if row.source == "sure")


def test_of_one_origin_and_source_the_earliest_report_counts() -> None:
    late = {"source": "one", "origin": "o", "known_at": "2031-03-09"}
    early = {**late, "known_at": "2031-03-02", "likelihood": {"q": {"yes": "30%", "no": "90%"}}}
    found = weighed(late, early, sources={"one": {"sound": 1}})
    assert belief(found) == pytest.approx(0.25, abs=1e-12)
    assert {name: row.copy_of for name, row in rows(found).items()} == {"r0": "r1", "r1": None}


def test_the_rate_of_empty_reports_that_an_item_states_goes_before_that_of_its_relay() -> None:
    """A relay of 0.9 and 0.1 is sound with 0.8 and its empty reports come at 0.5; the item says 0.3.

    Stated: 0.8 * 0.9 + 0.2 * 0.3 = 0.78 against 0.30. By the relay: 0.82 against 0.34.
    """
    sources = {"relay": {"links": [{"hit": 0.9, "false_alarm": 0.1}]}}
    assert belief(weighed({"source": "relay"}, sources=sources)) == pytest.approx(0.82 / 1.16, abs=1e-12)
    stated = weighed({"source": "relay", "empty_rate": "30%"}, sources=sources)
    assert belief(stated) == pytest.approx(0.78 / 1.08, abs=1e-12)


def test_what_a_deceptive_source_would_say_anyway_counts_against_it() -> None:
    """Half sound, half deceptive: 0.45 + 0.5 * 0.2 against 0.15 + 0.5 * 0.6."""
    sources = {"one": {"sound": "50%", "empty": 0, "deceptive": "50%"}}
    anyway = {"q": {"yes": "20%", "no": "60%"}}
    assert belief(weighed({"source": "one", "anyway": anyway}, sources=sources)) == pytest.approx(0.55, abs=1e-12)


def test_reports_without_a_source_have_each_one_of_their_own() -> None:
    """Nothing is known of either source: the odds are the product over both, with the soundness drawn for each."""
    found = weighed({}, {"likelihood": {"q": {"yes": "80%", "no": "40%"}}})
    odds = 1.0
    for name, (yes, no) in {"r0": (0.9, 0.3), "r1": (0.8, 0.4)}.items():
        sound = rows(found)[name].sound
        assert sound is not None
        empty = (1 - sound.mean) * (yes + no) / 2
        odds *= (sound.mean * yes + empty) / (sound.mean * no + empty)
    assert belief(found) == pytest.approx(odds / (1 + odds), abs=1e-12)


def test_an_item_discriminates_only_if_its_ranges_rank_two_hypotheses() -> None:
    near = {"likelihood": {"q": {"yes": "20..60%", "no": "30..50%"}}}
    far = {"likelihood": {"q": {"yes": "60..90%", "no": "20..40%"}}}
    found = rows(weighed(near, far, worlds=200))
    assert [found[name].discriminates for name in ("r0", "r1")] == [{"q": False}, {"q": True}]


def test_what_is_known_later_is_neither_weighed_nor_warned_of() -> None:
    later = {"known_at": "2031-03-15", "source": "one", "likelihood": {"q": {"yes": "50%", "no": "50%"}}}
    sources = {"one": {"access": "relayed", "sound": "50%", "interest": "a fee"}}
    found = weighed(later, sources=sources)
    assert found.evidence == ()
    assert {alarm.row for alarm in found.alarms} & {"O-09", "O-33"} == set()
    seen = weighed({**later, "known_at": "2031-03-14"}, sources=sources)
    texts = {alarm.row: str(alarm.text) for alarm in seen.alarms}
    assert texts["O-09"] == "r0 is heard at one remove, from one, which has an interest of its own (a fee)"
    assert texts["O-33"] == "r0 does not discriminate on q"


@pytest.mark.parametrize(
    ("source", "hops"),
    [
        ({"access": "relayed", "sound": "50%"}, 1),
        ({"access": "relayed", "grade": "B", "chain": 3}, 3),
        ({"access": "relayed", "links": [{"hit": 0.9, "false_alarm": 0.1}, {"grade": "B"}]}, 2),
        ({"access": "observed", "grade": "B", "chain": 3}, 0),
    ],
)
def test_hops_are_those_of_a_relay(source: dict[str, Any], hops: int) -> None:
    found = weighed({"source": "one"}, sources={"one": source}, grades={"B": {"sound": "80%"}})
    assert (found.evidence[0].hops, found.sources[0].hops) == (hops, hops)


def test_a_reference_class_stands_beside_its_own_hypothesis() -> None:
    like = {"name": "offers under pressure", "hypothesis": "yes", "n": 10, "successes": 3}
    found = assessed(changed(BASE, {"questions/q/reference_class": like}))
    references = {row.hypothesis: row.reference for row in found.intentions}
    assert references["no"] is None
    assert references["yes"] is not None
    assert (references["yes"].low, references["yes"].high) == wilson_interval(3, 10)


def test_likelihoods_are_shown_by_the_question_that_they_bear_on() -> None:
    """A question before it in the alphabet changes nothing of what is stated, nor of what is believed of either."""
    questions = {**BASE["questions"], "e": {"hypotheses": {"deaf": "40%", "heeds": "rest"}}}
    found = weighed({"source": "one"}, questions=questions, sources={"one": {"sound": 1}})
    (row,) = found.evidence
    assert {h: s.mean for h, s in row.likelihood["q"].items()} == {"no": 0.3, "yes": 0.9}
    assert (row.question, row.hypothesis) == ("q", "yes")
    assert belief(found) == pytest.approx(0.75, abs=1e-12)
    assert belief(found, "deaf") == pytest.approx(0.4, abs=1e-12)


def test_a_contradiction_names_its_share_of_worlds() -> None:
    """The second report is impossible under either hypothesis in every world."""
    impossible = {"source": "one", "likelihood": {"q": {"yes": 0, "no": 1}}}
    found = weighed({"source": "one", "likelihood": {"q": {"yes": 1, "no": 0}}}, impossible, sources={"one": {"sound": 1}})
    (text,) = [str(alarm.text) for alarm in found.alarms if alarm.id == "contradiction"]
    assert text.startswith("in 100% of worlds")
