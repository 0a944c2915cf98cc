# SPDX-License-Identifier: Apache-2.0
"""What must hold of any case: symmetry of the seats, indifference to names and order, evidence that adds nothing, moves."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.variations import assessed, changed, worked_example
from pourparler.assess import Assessment
from pourparler.briefing.as_json import as_json


def uncertain() -> dict[str, Any]:
    """The worked example with ranges in place of points, partners, an order and words."""
    return changed(
        worked_example(),
        {
            "questions/motive/hypotheses": {"settle": "15..35%", "stall": "rest"},
            "values/aland/weights": "fleet > money",
            "values/aland/scores/fleet": {"unchanged": 0, "halved": "50..70", "withdrawn": 100},
            "no_deal/aland": {"value": "30..40", "per_month": "-2..0"},
            "no_deal/borea": {"value": "50..66", "per_month": "-1..1"},
            "moves/pressure/shifts": {"borea": "-14..-6", "aland": "-2..0"},
            "moves/fuel": {
                "kind": "cooperative",
                "cost": "1..2",
                "improves": {"issue": "money", "party": "borea", "by": "4..8"},
            },
            "compliance": {"motive": {"settle": "likely", "stall": "unlikely"}},
            "parties/cyrene": {"role": "partner", "tolerance": "2..4", "opposition": {"reach": "-20..-10%"}},
            "parties/delos": {"role": "rival"},
            "effects": {"fleet.withdrawn": {"cyrene": "-8..-2", "delos": "5..9"}, "fleet.halved": {"cyrene": "-2..1"}},
            "worth_to_us": {"cyrene": "0.2..0.4", "delos": "-0.3..-0.1"},
            "red_lines": {"cyrene": ["fleet.withdrawn"]},
            "preparation/tell": {"aligns": "cyrene", "tolerance": "2..5", "cost": "0.1..0.4", "days": 7, "fails": "10%"},
            "staging/fleet.halved": {"reversible": {"by_us": 1, "by_them": "50..90%"}, "shifts_after": {"borea": "2..5"}},
            "later": {"weight": "20..40%"},
            "meeting/window": {"lapses_per_day": "0.2..1%"},
            "labels": {"fleet": "The fleet"},
        },
    )


def text(found: Assessment) -> str:
    return as_json(found)


def test_same_case_and_seed_give_the_same_bytes() -> None:
    assert text(assessed(uncertain(), worlds=64)) == text(assessed(uncertain(), worlds=64))


def test_another_seed_gives_other_worlds() -> None:
    assert text(assessed(uncertain(), worlds=64, seed=1)) != text(assessed(uncertain(), worlds=64, seed=2))


def reversed_order(data: Any) -> Any:
    """Turn every mapping and every list around, with what follows a list's order."""
    if isinstance(data, dict):
        return {key: reversed_order(data[key]) for key in reversed(list(data))}
    if isinstance(data, list):
        return [reversed_order(item) for item in reversed(data)]
    return data


def test_the_order_of_lists_and_keys_changes_no_result() -> None:
    data = uncertain()
    data["evidence"].append(
        {"id": "calls", "text": "-", "known_at": "2031-03-01", "likelihood": {"motive": {"settle": "50..60%", "stall": "40%"}}}
    )
    one = json.loads(text(assessed(data, worlds=64)))
    other = json.loads(text(assessed(reversed_order(data), worlds=64)))
    one.pop("as_written")
    other.pop("as_written")
    assert one == other


def test_renaming_a_label_changes_nothing_but_the_label() -> None:
    one = json.loads(text(assessed(uncertain(), worlds=64)))
    other = json.loads(text(assessed(changed(uncertain(), {"labels/fleet": "Patrol boats"}), worlds=64)))
    assert one.pop("as_written") != other.pop("as_written")
    assert one == other


def symmetric() -> dict[str, Any]:
    """Two parties in each other's mirror, with ranges wherever a mirror does not need them to be points."""
    shares = ["s0", "s1", "s2", "s3", "s4"]
    ascending, descending = [0, 25, 50, 75, 100], [100, 75, 50, 25, 0]
    values = {"weights": {"pie": "40..60", "cake": "40..60"}}
    return {
        "pourparler": 2,
        "title": "mirror",
        "as_of": "2031-03-14",
        "parties": {"a": {"role": "own"}, "b": {"role": "counterpart"}},
        "meeting": {
            "agreed": "2031-03-01",
            "reversal_cost": 1,
            "price": {"a": "1..2", "b": "1..2"},
            "levels": {"leaders": {"reach": "40..70%"}, "officials": {"reach": "30..50%"}},
        },
        "issues": {"pie": {"options": shares, "status_quo": "s2"}, "cake": {"options": shares, "status_quo": "s2"}},
        "values": {
            "a": {**values, "scores": {"pie": ascending, "cake": ascending}},
            "b": {**values, "scores": {"pie": descending, "cake": descending}},
        },
        "no_deal": {"a": {"value": "30..45", "per_month": "-1..0"}, "b": {"value": "30..45", "per_month": "-1..0"}},
        "moves": {"press": {"kind": "cooperative", "cost": "1..2", "shifts": {"a": "-3..-1", "b": "-3..-1"}}},
        "compliance": "70..90%",
        "staging": {"pie": {"reversible": {"by_us": "20..60%", "by_them": "20..60%"}}},
        "gate": {"steps": {"fix_date": []}},
        "judgements": {"no_deal": {"by": "us"}},
    }


def test_swapping_the_seats_of_a_symmetric_case_changes_only_labels() -> None:
    one = assessed(symmetric(), worlds=256)
    other = assessed({**symmetric(), "seat": "counterpart"}, worlds=256)
    assert (one.case.seat, other.case.seat) == ("a", "b")
    for part in ("actions", "choices", "no_summit", "delay_per_week", "gate"):
        assert getattr(one, part) == getattr(other, part), part
    assert one.bargaining.zone_probability == other.bargaining.zone_probability
    assert one.bargaining.agreement is not None
    assert other.bargaining.agreement is not None
    assert one.bargaining.agreement.values == other.bargaining.agreement.values
    assert [(m.zone_probability, m.cost) for m in one.moves] == [(m.zone_probability, m.cost) for m in other.moves]
    assert one.verdict.action == other.verdict.action


def test_tied_agreements_favour_neither_seat() -> None:
    """Points only: packages tie, and both seats see the same set, in equal shares."""
    data = changed(
        symmetric(),
        {
            "values/a/weights": {"pie": 1, "cake": 1},
            "values/b/weights": {"pie": 1, "cake": 1},
            "no_deal/a": {"value": 30},
            "no_deal/b": {"value": 30},
        },
    )
    found = assessed(data)
    shares = {(row.issue, row.option): row.share for row in found.bargaining.options}
    for issue in ("pie", "cake"):
        for low, high in (("s0", "s4"), ("s1", "s3")):
            assert shares[issue, low] == pytest.approx(shares[issue, high])


def posterior(found: Assessment) -> float:
    (row,) = [row for row in found.intentions if row.hypothesis == "yes"]
    return row.posterior.mean


def reports(*items: dict[str, Any], **source: Any) -> dict[str, Any]:
    """A case of one question at even odds and reports that a sound source makes only if the answer is yes."""
    base = {
        "pourparler": 2,
        "title": "reports",
        "as_of": "2031-03-14",
        "parties": {"a": {"role": "own"}, "b": {"role": "counterpart"}},
        "questions": {"q": {"hypotheses": {"yes": "50%", "no": "50%"}}},
        "sources": {"one": {"sound": "50%", "empty": "50%"}, "two": {"sound": "50%", "empty": "50%"}, **source},
    }
    listed = [
        {"id": f"r{n}", "text": "-", "known_at": "2031-03-01", "empty_rate": "50%"}
        | {"likelihood": {"q": {"yes": 1, "no": 0}}}
        | item
        for n, item in enumerate(items)
    ]
    return {**base, "evidence": listed}


def test_sources_depend_on_each_other_as_published() -> None:
    one = {"source": "one", "origin": "o"}
    assert posterior(assessed(reports(one))) == pytest.approx(0.75, abs=1e-12)
    assert posterior(assessed(reports(one, one))) == pytest.approx(0.75, abs=1e-12)
    assert posterior(assessed(reports(one, {**one, "source": "two"}))) == pytest.approx(0.75, abs=1e-12)
    again = {"source": "one", "origin": "p"}
    assert posterior(assessed(reports(one, again))) == pytest.approx(0.8333333333333334, abs=1e-12)
    independent = {"source": "two", "origin": "p"}
    assert posterior(assessed(reports(one, independent))) == pytest.approx(0.90, abs=1e-12)


def test_a_copy_weighs_exactly_nothing() -> None:
    one = {"source": "one", "origin": "o"}
    rows = {row.id: row for row in assessed(reports(one, one)).evidence}
    assert rows["r1"].copy_of == "r0"
    assert rows["r1"].weight_db is not None
    assert (rows["r1"].weight_db.low, rows["r1"].weight_db.high) == (0, 0)


RELAYS = [([(1, 0)], 4.0), ([(0.9, 0.1)], 2.8461538461538463), ([(0.7, 0.3)], 1.631578947368421)]
RELAYS += [([(0.6, 0.4)], 1.272727272727273), ([(0.5, 0.5)], 1.0), ([(0.9, 0.3)], 1.857142857142857)]
RELAYS += [([(0.9, 0.1), (0.7, 0.3)], 1.4752475247524754)]


@pytest.mark.parametrize(("links", "ratio"), RELAYS)
def test_relays_as_published(links: list[tuple[float, float]], ratio: float) -> None:
    relay = {"links": [{"hit": h, "false_alarm": f} for h, f in links]}
    item = {"source": "relay", "likelihood": {"q": {"yes": 0.8, "no": 0.2}}}
    data = reports(item, relay=relay)
    del data["evidence"][0]["empty_rate"]
    p = posterior(assessed(data))
    assert p / (1 - p) == pytest.approx(ratio, rel=1e-12)


@given(level=st.floats(0.01, 1), sound=st.floats(0.01, 1), prior=st.floats(0.01, 0.99))
@settings(max_examples=25, deadline=None)
def test_a_flat_item_weighs_exactly_zero_whatever_its_level(level: float, sound: float, prior: float) -> None:
    """It shares its source with a telling item, which is where rounding would show first."""
    flat = {"source": "one", "likelihood": {"q": {"yes": level, "no": level}}}
    data = reports({"source": "one"}, flat, one={"sound": sound, "empty": 1 - sound})
    for item in data["evidence"]:
        del item["empty_rate"]
    data["questions"]["q"]["hypotheses"] = {"yes": prior, "no": "rest"}
    rows = {row.id: row for row in assessed(data).evidence}
    assert rows["r1"].weight_db is not None
    assert rows["r1"].weight_db.mean == 0
    assert rows["r1"].discriminates == {"q": False}
    assert "O-33" in {alarm.row for alarm in assessed(data).alarms}


@given(lowered=st.floats(0, 40), base=st.floats(0, 20))
@settings(max_examples=20, deadline=None)
def test_a_move_on_their_no_deal_value_alone_never_shrinks_the_zone(lowered: float, base: float) -> None:
    shifts = {"moves/pressure/shifts": {"borea": -base}}
    less = assessed(changed(uncertain(), shifts), worlds=64)
    more = assessed(changed(uncertain(), {"moves/pressure/shifts": {"borea": -base - lowered}}), worlds=64)
    for one, other in zip(less.moves, more.moves, strict=True):
        assert one.moves == other.moves
        if "pressure" in one.moves and one.zone_probability is not None and other.zone_probability is not None:
            assert other.zone_probability >= one.zone_probability
    bare = {m.moves: m.zone_probability for m in more.moves}
    assert bare["pressure",] is not None
    assert bare["pressure",] >= (bare[()] or 0)


def test_deterrence_has_a_value() -> None:
    """A counterpart that yields has a worse no-deal course under pressure: believing that it does makes meeting worth more."""
    split = {
        "questions/pressure": {"hypotheses": {"responsive": "30%", "unresponsive": "rest"}},
        "moves/pressure/shifts": {"borea": {"pressure": {"responsive": -25, "unresponsive": 0}}},
        "compliance/motive": {"settle": "85%", "stall": "80%"},
    }
    low = assessed(changed(worked_example(), split))
    high = assessed(changed(worked_example(), {**split, "questions/pressure/hypotheses/responsive": "80%"}))

    def pressed(found: Assessment) -> float:
        return next(row.value.mean for row in found.choices if row.action == "fix" and row.moves == ("pressure",))

    assert pressed(high) > pressed(low)
