# SPDX-License-Identifier: Apache-2.0
"""How an estimate came about: every day told is what an assessment as of that day finds, and nothing of it leaks into today."""

import sys
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.test_intentions import BASE, weighed
from assess.variations import assessed, changed, plain
from case.samples import FULL
from pourparler.assess import Assessment
from pourparler.assess.history import LEAST_DAYS, MOST_CELLS, MOST_DAYS, DayRow, Judgement
from pourparler.case import read_text

FIRST = date(2031, 3, 1)
SOUND = {"one": {"sound": 1}}


def as_told(found: Assessment) -> dict[str, dict[str, tuple[float, ...]]]:
    out: dict[str, dict[str, tuple[float, ...]]] = {}
    for row in found.intentions:
        held = row.posterior
        out.setdefault(row.question, {})[row.hypothesis] = (held.mean, held.low, held.high)
    return out


def in_row(row: DayRow) -> dict[str, dict[str, tuple[float, ...]]]:
    return {
        question: {name: (held.mean, held.low, held.high) for name, held in table.items()}
        for question, table in row.posterior.items()
    }


def said_yes(found: Assessment) -> list[float]:
    return [row.posterior["q"]["yes"].mean for row in found.history]


def agree(one: dict[str, dict[str, tuple[float, ...]]], other: dict[str, dict[str, tuple[float, ...]]]) -> bool:
    assert {q: set(table) for q, table in one.items()} == {q: set(table) for q, table in other.items()}
    return all(one[q][name] == pytest.approx(other[q][name], abs=1e-12) for q in one for name in one[q])


def replays(data: dict[str, Any], worlds: int) -> Assessment:
    """Assess a case, and hold every day of its history to the case as of that day."""
    found = assessed(data, worlds=worlds)
    assert found.history[0].day is None
    assert found.history[-1].day == data["as_of"]
    assert in_row(found.history[-1]) == as_told(found)
    for row in found.history[1:]:
        assert agree(in_row(row), as_told(assessed({**data, "as_of": row.day}, worlds=worlds))), row.day
    return found


def test_by_hand() -> None:
    """0.9 against 0.3 is 75 %, a second such item 90 %."""
    item = {"source": "one"}
    found = weighed({**item, "known_at": "2031-03-02"}, {**item, "known_at": "2031-03-09"}, sources=SOUND)
    assert [(row.day, row.days, row.arrived) for row in found.history] == [
        (None, 0, ()), ("2031-03-02", 1, ("r0",)), ("2031-03-09", 1, ("r1",)), ("2031-03-14", 0, ()),
    ]  # fmt: skip
    assert said_yes(found) == pytest.approx([0.5, 0.75, 0.9, 0.9], abs=1e-12)


def test_what_came_on_one_day_stands_together_and_the_day_of_the_case_is_told_once() -> None:
    items = [{"source": "one", "known_at": "2031-03-14"}, {"source": "one", "known_at": "2031-03-14"}]
    assert [(row.day, row.arrived) for row in weighed(*items, sources=SOUND).history] == [
        (None, ()),
        ("2031-03-14", ("r0", "r1")),
    ]


CHANCES = st.integers(1, 99).map(lambda n: f"{n}%")
RANGES = st.tuples(st.integers(1, 49), st.integers(51, 99)).map(lambda ends: f"{ends[0]}..{ends[1]}%")
DAYS = st.integers(0, 13).map(lambda n: (FIRST + timedelta(days=n)).isoformat())
TABLES = st.fixed_dictionaries({"yes": RANGES, "no": CHANCES})
ITEMS = st.fixed_dictionaries(
    {"known_at": DAYS, "text": st.just("-"), "likelihood": st.fixed_dictionaries({}, optional={"q": TABLES, "r": TABLES})},
    optional={
        "source": st.sampled_from(["one", "two", "three", "four"]),
        "origin": st.sampled_from(["o", "r0", "r1"]),
        "half_life_days": st.sampled_from(["5..20", "unknown"]),
        "word": st.just("freeze"),
        "anyway": st.fixed_dictionaries({"q": TABLES}),
        "analysts": st.dictionaries(
            st.sampled_from(["x", "y"]),
            st.fixed_dictionaries({"likelihood": st.fixed_dictionaries({"q": TABLES}), "on": DAYS}),
            min_size=1,
        ),
    },
)
JUDGES = st.dictionaries(
    st.sampled_from(["x", "y"]),
    st.fixed_dictionaries({"hypotheses": st.fixed_dictionaries({"yes": CHANCES, "no": st.just("rest")}), "on": DAYS}),
)
SOURCES: dict[str, Any] = {
    "one": {"sound": "30..80%", "empty": "10..20%", "deceptive": "rest"},
    "two": {"links": [{"hit": "80..90%", "false_alarm": "5..20%"}]},
    "three": {"sound": "likely", "half_life_days": "10..30"},
    "four": {"grade": "B", "chain": 2},
}


def drawn_case(items: list[dict[str, Any]], judges: dict[str, Any], depends: bool) -> dict[str, Any]:
    listed = [{**item, "id": f"r{n}"} for n, item in enumerate(items)]
    for item in listed:
        if item.get("origin") in ("r0", "r1") and (
            item["id"] in ("r0", "r1") or item["origin"] not in [i["id"] for i in listed]
        ):
            del item["origin"]  # no circles, and nothing that is not there
        if "q" not in item["likelihood"]:
            item.pop("analysts", None)
    asked: dict[str, Any] = {"hypotheses": {"yes": "20..60%", "no": "rest"}, "analysts": judges}
    other: dict[str, Any] = {"hypotheses": {"yes": "40%", "no": "60%"}}
    if depends:
        other["given"] = {"q": {"yes": {"yes": "50..90%", "no": "rest"}}}
    rest = {
        "sources": SOURCES,
        "grades": {"B": {"sound": "70..80%"}},
        "interpretation": [{"word": "freeze", "same": "40..90%"}],
    }
    return {**BASE, **rest, "questions": {"q": asked, "r": other}, "evidence": listed}


@settings(max_examples=40, deadline=None)
@given(st.lists(ITEMS, min_size=1, max_size=5), JUDGES, st.booleans())
def test_every_day_equals_the_case_as_of_that_day(items: list[dict[str, Any]], judges: dict[str, Any], depends: bool) -> None:
    """Claims that fade, copies of one origin, words in dispute, relays, questions given others, analysts who judge later."""
    found = replays(drawn_case(items, judges, depends), worlds=3)
    told = [name for row in found.history for name in row.arrived]
    assert sorted(told) == sorted(f"r{n}" for n in range(len(items)))
    days = {item["known_at"] for item in items} | {judged["on"] for judged in judges.values()}
    assert days <= {row.day for row in found.history}


def test_the_case_that_uses_every_key_is_replayed_day_by_day() -> None:
    data = changed(plain(read_text(FULL, "case.yaml")), {"indicators/quiet/evidence": "offer"})
    found = replays(data, worlds=5)
    assert [row.day for row in found.history] == [
        None, "2031-03-08", "2031-03-10", "2031-03-12", "2031-03-13", "2031-03-14",
    ]  # fmt: skip
    assert found.history[2].judged == (Judgement("desk A", "motive", None),)
    assert Judgement("desk C", None, "silence") in found.history[4].judged


def test_a_copy_from_a_better_source_takes_the_place_of_the_first_on_its_day() -> None:
    """0.2 of 90 or 30 % and 0.8 of their mean comes to 66 against 54; of the better source, to 84 against 36."""
    weak, sure = ({"source": name, "origin": "o", "known_at": f"2031-03-0{day}"} for name, day in (("weak", 2), ("sure", 5)))
    found = weighed(weak, sure, sources={"weak": {"sound": "20%"}, "sure": {"sound": "80%"}})
    assert said_yes(found) == pytest.approx([0.5, 0.66 / 1.2, 0.84 / 1.2, 0.84 / 1.2], abs=1e-12)


def test_a_claim_that_fades_is_told_by_its_age_on_each_day() -> None:
    """Half of it is left after six days, a quarter after twelve: 0.75 and 0.675 against 0.45 and 0.525."""
    fading = {"source": "one", "known_at": "2031-03-02", "half_life_days": 6}
    flat = {"source": "one", "known_at": "2031-03-08", "likelihood": {"q": "50%"}}
    found = weighed(fading, flat, sources=SOUND)
    assert said_yes(found) == pytest.approx([0.5, 0.75, 0.75 / 1.2, 0.675 / 1.2], abs=1e-12)


@pytest.mark.parametrize(("on", "told"), [("2031-03-01", 0), ("2031-03-02", 0), ("2031-03-03", 1)])
def test_a_judgement_of_an_item_is_news_if_it_came_after_the_item(on: str, told: int) -> None:
    judged = {"x": {"likelihood": {"q": {"yes": "80%", "no": "20%"}}, "on": on}}
    found = weighed({"source": "one", "known_at": "2031-03-02", "analysts": judged}, sources=SOUND)
    assert sum(len(row.judged) for row in found.history) == told
    assert said_yes(found) == pytest.approx([0.5, 0.75, 0.8, 0.8] if told else [0.5, 0.8, 0.8], abs=1e-12)


def many(count: int) -> list[dict[str, Any]]:
    days = [(FIRST - timedelta(days=count - n)).isoformat() for n in range(count)]
    likelihood = {"q": {"yes": "50..60%", "no": "50%"}}
    return [
        {"id": f"r{n}", "text": "-", "known_at": day, "likelihood": likelihood, "source": "one"} for n, day in enumerate(days)
    ]


@pytest.mark.parametrize("count", [MOST_DAYS - 1, MOST_DAYS, 3 * MOST_DAYS + 1])
def test_of_many_days_some_are_told_and_what_came_between_stands_with_the_next(count: int) -> None:
    items = many(count)
    found = replays({**BASE, "sources": SOUND, "evidence": items}, worlds=2)
    rows = found.history[1:]
    assert len(rows) == min(count + 1, MOST_DAYS)
    assert rows[0].arrived == ("r0",)
    assert [name for row in rows for name in row.arrived] == [item["id"] for item in items]
    assert [row.days for row in rows[:-1]] == [len(row.arrived) for row in rows[:-1]]
    assert max(len(row.arrived) for row in rows) <= -(-count // len(rows)) + 1


def test_a_large_case_has_fewer_days(monkeypatch: pytest.MonkeyPatch) -> None:
    data = {**BASE, "sources": SOUND, "evidence": many(10)}
    for cells, told in ((MOST_CELLS, 11), (5 * 2 * (2 + 10), 5), (1, LEAST_DAYS)):
        monkeypatch.setattr(sys.modules["pourparler.assess.history"], "MOST_CELLS", cells)
        rows = replays(data, worlds=2).history[1:]
        assert (len(rows), rows[0].arrived) == (told, ("r0",))


def test_what_only_an_earlier_day_rested_on_is_no_unknown_of_the_case() -> None:
    """The first report, whose empty rate nobody knows, is a copy since a better source has said the same."""
    weak = {"source": "weak", "origin": "o", "known_at": "2031-03-02", "empty_rate": "unknown"}
    sure = {"source": "sure", "origin": "o", "known_at": "2031-03-05"}
    sources = {"weak": {"sound": "20%"}, "sure": {"sound": "80%"}}
    assert weighed(weak, sources=sources).unknowns.ranging == ("evidence.r0.empty_rate",)
    found = weighed(weak, sure, sources=sources, worlds=50)
    assert found.unknowns.ranging == ()
    told = found.history[1].posterior["q"]["yes"]
    assert told.low < told.high


def test_an_analyst_who_judged_later_is_not_heard_before() -> None:
    judged = {"x": {"hypotheses": {"yes": "60%", "no": "40%"}, "on": "2031-03-05"}}
    asked = {"q": {"hypotheses": {"yes": "20%", "no": "80%"}, "analysts": judged}}
    flat = {"source": "one", "known_at": "2031-03-02", "likelihood": {"q": "50%"}}
    found = weighed(flat, sources=SOUND, questions=asked)
    assert [row.judged for row in found.history] == [(), (), (Judgement("x", "q", None),), ()]
    assert said_yes(found) == pytest.approx([0.2, 0.2, 0.6, 0.6], abs=1e-12)


def test_without_news_or_questions_there_is_no_history() -> None:
    assert weighed().history == ()
    bare = {key: value for key, value in BASE.items() if key != "questions"}
    assert assessed({**bare, "evidence": [{"id": "r", "text": "-", "known_at": "2031-03-01"}]}).history == ()


def test_the_first_day_of_the_calendar_has_no_eve() -> None:
    found = weighed({"known_at": "0001-01-01", "source": "one"}, sources=SOUND)
    assert [row.day for row in found.history] == [None, "0001-01-01", "2031-03-14"]
    assert said_yes(found) == pytest.approx([0.5, 0.75, 0.75], abs=1e-12)


def test_before_anything_arrived_nobody_had_judged_on_the_day_on_which_it_did() -> None:
    """What the case states is believed first; the judgement and the item of one day come together: 0.8 to 0.2, by 3 to 1."""
    judged = {"A": {"hypotheses": {"yes": "80%", "no": "20%"}, "on": "2031-03-01"}}
    questions = {"q": {"hypotheses": {"yes": "50%", "no": "50%"}, "analysts": judged}}
    found = weighed({"source": "one", "known_at": "2031-03-01"}, sources=SOUND, questions=questions)
    assert [(row.day, row.arrived) for row in found.history[:2]] == [(None, ()), ("2031-03-01", ("r0",))]
    assert said_yes(found)[:2] == pytest.approx([0.5, 12 / 13], abs=1e-12)
