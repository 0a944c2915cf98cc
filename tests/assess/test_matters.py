# SPDX-License-Identifier: Apache-2.0
"""What matters: weights by hypothesis, sources left out, linchpins, soundness afterwards; and what must change nothing."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.test_intentions import BASE, belief, rows, weighed
from assess.variations import DELETE, assessed, case_of, changed, worked_example
from pourparler.assess import Assessment, assess
from pourparler.assess.beliefs import weigh_intentions
from pourparler.assess.matters import _leaders, heaviest
from pourparler.assess.spread import Spread
from pourparler.assess.types import types_of
from pourparler.assess.weighed import weighed_case
from pourparler.assess.worlds import Worlds
from pourparler.briefing.as_json import as_plain
from pourparler.briefing.terminal import render
from pourparler.briefing.weighing import weighing

STRONG = {"q": {"yes": "90%", "no": "10%"}}
AGAINST = {"q": {"yes": "30%", "no": "60%"}}
SOUND = {"sound": 1}


def sources_of(found: Assessment) -> dict[str, Any]:
    return {row.source: row for row in found.sources}


def test_weights_by_hypothesis_are_differences_of_log_odds() -> None:
    """9 to 1 alone is 9.54 decibans for yes and as many against no."""
    found = weighed({"likelihood": STRONG, "source": "one"}, sources={"one": SOUND})
    told = rows(found)["r0"].weights["q"]
    assert (told["yes"].mean, told["no"].mean) == pytest.approx((9.542425094, -9.542425094))
    assert sources_of(found)["one"].weights == rows(found)["r0"].weights


def test_a_linchpin_is_what_the_leader_hangs_on() -> None:
    """Yes leads by 9 to 2 with both, by 9 to 1 without the second; without the first, no leads by 2 to 1."""
    found = weighed(
        {"likelihood": STRONG, "source": "one"},
        {"likelihood": AGAINST, "source": "two"},
        sources={"one": SOUND, "two": SOUND},
    )
    assert {name: row.linchpin for name, row in rows(found).items()} == {"r0": ("q",), "r1": ()}
    assert {name: row.linchpin for name, row in sources_of(found).items()} == {"one": ("q",), "two": ()}


def test_a_source_can_be_a_linchpin_where_none_of_its_items_is() -> None:
    """Each of two statements alone would still carry yes against the other source; without both, no leads."""
    twice = {"likelihood": STRONG, "source": "one"}
    found = weighed(twice, twice, {"likelihood": AGAINST, "source": "two"}, sources={"one": SOUND, "two": SOUND})
    assert all(row.linchpin == () for row in found.evidence)
    assert sources_of(found)["one"].linchpin == ("q",)


def test_soundness_falls_where_a_source_contradicts_better_ones() -> None:
    even = {"sound": "50%"}
    for said, falls in ((AGAINST, True), (STRONG, False)):
        found = weighed(
            {"likelihood": STRONG, "source": "better"},
            {"likelihood": said, "source": "other"},
            sources={"better": {"sound": "95%"}, "other": even},
        )
        now = sources_of(found)["other"].sound_now
        assert (now.mean < 0.5) is falls
        assert now.mean != 0.5
    assert sources_of(weighed(sources={"silent": even}))["silent"].sound_now is None


def test_the_advice_hangs_on_an_item_if_deleting_it_changes_the_advice() -> None:
    weak = {"id": "weak", "text": "-", "known_at": "2031-03-02", "likelihood": {"motive": {"settle": "50%", "stall": "48%"}}}
    flat = {**weak, "id": "flat", "likelihood": {"motive": "50%"}}
    data = worked_example()
    data["evidence"] += [weak, flat]
    found = assess(case_of(data), digest="", version="", worlds=5, without=9)
    told = {row.id: row.decides for row in found.evidence}
    for number, item in enumerate(data["evidence"][:2]):
        less = assessed(changed(data, {f"evidence/{number}": DELETE}), worlds=5)
        assert told[item["id"]] is (less.verdict.action != found.verdict.action)
    assert told == {"assurance": True, "weak": False, "flat": None}
    assert {row.decides for row in assess(case_of(data), digest="", version="", worlds=5).evidence} == {None}
    only = assess(case_of(data), digest="", version="", worlds=5, without=1)
    assert [row.id for row in only.evidence if row.decides is not None] == ["assurance"]
    assert "Without “assurance” the advice would be another." in render(weighing(found), width=200, full=True)
    assert {item.id: item.linchpin for item in weighed_case(found).evidence}["assurance"]


def test_what_speaks_against_a_hypothesis_weighs_as_much_as_what_speaks_for_it() -> None:
    """The first item takes 17 decibans off one of three hypotheses and adds 3 to either of the others; the second adds 5."""
    questions = {"q": {"hypotheses": {"a": "20%", "b": "40%", "c": "40%"}}}
    items = [("against", {"a": "1%", "b": "50%", "c": "50%"}), ("for", {"a": "30%", "b": "90%", "c": "30%"})]
    listed = [{"id": n, "text": "-", "known_at": "2031-03-01", "source": n, "likelihood": {"q": held}} for n, held in items]
    case = case_of({**BASE, "questions": questions, "evidence": listed, "sources": {"against": SOUND, "for": SOUND}})
    beliefs = weigh_intentions(case, Worlds(case, 1, 1))
    assert [beliefs.used[place].id for place in heaviest(beliefs, 2)] == ["against", "for"]


def test_of_two_as_likely_but_for_rounding_the_first_by_name_leads() -> None:
    types = types_of(case_of(BASE))
    assert types.rows() == (("q", "no"), ("q", "yes"))
    assert _leaders(types, np.array([0.5, 0.5 + 1e-15])) == {"q": "no"}
    assert _leaders(types, np.array([0.5, 0.5 + 1e-9])) == {"q": "yes"}


ITEMS = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from(["one", "two", "three"]),
            "likelihood": st.fixed_dictionaries(
                {"q": st.fixed_dictionaries({"yes": st.integers(1, 99), "no": st.integers(1, 99)})}
            ),
        }
    ),
    min_size=1,
    max_size=5,
)
SOURCES: dict[str, Any] = {
    "one": {"sound": "30..80%", "empty": "10..20%", "deceptive": "rest"},
    "two": {"access": "relayed", "links": [{"hit": "80..90%", "false_alarm": "5..20%"}]},
    "three": {"sound": "likely"},
}


def items_of(drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"r{number}",
            "text": "-",
            "known_at": f"2031-03-0{number + 1}",
            "source": item["source"],
            "likelihood": {"q": {name: f"{chance}%" for name, chance in item["likelihood"]["q"].items()}},
        }
        for number, item in enumerate(drawn)
    ]


def case_with(items: list[dict[str, Any]], **rest: Any) -> dict[str, Any]:
    return {**BASE, "sources": SOURCES, "evidence": items, **rest}


@settings(max_examples=30, deadline=None)
@given(ITEMS, st.randoms())
def test_the_order_of_evidence_changes_nothing(drawn: list[dict[str, Any]], shuffle: Any) -> None:
    items = items_of(drawn)
    mixed = list(items)
    shuffle.shuffle(mixed)
    one, other = assessed(case_with(items), worlds=3), assessed(case_with(mixed), worlds=3)
    assert as_plain([one.intentions, one.evidence, one.sources]) == as_plain([other.intentions, other.evidence, other.sources])


@settings(max_examples=30, deadline=None)
@given(ITEMS)
def test_a_copy_adds_exactly_nothing(drawn: list[dict[str, Any]]) -> None:
    items = [{**item, "origin": f"o{number}"} for number, item in enumerate(items_of(drawn))]
    copied = [*items, {**items[0], "id": "z", "known_at": "2031-03-13"}]
    one, other = assessed(case_with(items), worlds=3), assessed(case_with(copied), worlds=3)
    assert one.intentions == other.intentions
    assert one.sources == other.sources
    assert [row for row in other.evidence if row.id != "z"] == list(one.evidence)
    assert all(weight.mean == 0 for table in rows(other)["z"].weights.values() for weight in table.values())
    assert rows(other)["z"].weight_db == Spread(0, 0, 0)


@settings(max_examples=30, deadline=None)
@given(ITEMS, st.integers(1, 7))
def test_as_of_an_earlier_day_equals_the_case_without_later_items(drawn: list[dict[str, Any]], day: int) -> None:
    items = items_of(drawn)
    as_of = f"2031-03-0{day}"
    seen = [item for item in items if item["known_at"] <= as_of]
    assert assessed(case_with(items, as_of=as_of), worlds=3) == assessed(case_with(seen, as_of=as_of), worlds=3)


ROLES = st.sampled_from(["partner", "rival", "third_party", "mediator"])


def without_parties(found: Assessment) -> Any:
    """Return what is believed and why, without the names of whose each source is."""
    evidence = [replace(row, source_party=None) for row in found.evidence]
    return as_plain([found.intentions, evidence, [replace(row, party=None) for row in found.sources], found.history])


@settings(max_examples=30, deadline=None)
@given(ITEMS, st.permutations(["a", "b", "friend", "foe"]), st.tuples(ROLES, ROLES), st.booleans())
def test_whose_a_source_is_and_on_which_side_moves_no_estimate(
    drawn: list[dict[str, Any]], owners: list[str], roles: tuple[str, str], swapped: bool
) -> None:
    """Sources change hands among all parties, the two sides too; roles and labels change, and the seat may."""
    items = items_of(drawn)
    plainly = assessed(case_with(items), worlds=3)
    parties = {**BASE["parties"], "friend": {"role": roles[0]}, "foe": {"role": roles[1]}}
    if swapped:
        parties |= {"a": {"role": "counterpart"}, "b": {"role": "own"}}
    owned = {name: {**SOURCES[name], "party": owner} for name, owner in zip(SOURCES, owners, strict=False)}
    labels = {"friend": "foe", "foe": "friend", "a": "their ally"}
    found = assessed(case_with(items, parties=parties, sources=owned, labels=labels), worlds=3)
    assert without_parties(found) == without_parties(plainly)


def test_swapping_the_names_and_sides_of_an_ally_and_an_adversary_changes_nothing() -> None:
    """Who says it plays no part: only how far a source can be relied on does."""
    items = [{"likelihood": STRONG, "source": "one"}, {"likelihood": AGAINST, "source": "two"}]
    parties = {**BASE["parties"], "friend": {"role": "partner"}, "foe": {"role": "rival"}}
    swapped = {**BASE["parties"], "friend": {"role": "rival"}, "foe": {"role": "partner"}}
    states = {"one": {"sound": "30..80%"}, "two": {"sound": "40..60%", "access": "relayed"}}
    found = []
    for first, second, sides in (("friend", "foe", parties), ("foe", "friend", parties), ("friend", "foe", swapped)):
        sources = {"one": {**states["one"], "party": first}, "two": {**states["two"], "party": second}}
        found.append(weighed(*items, sources=sources, parties=sides, worlds=20))
    told = [[replace(row, source_party=None) for row in each.evidence] for each in found]
    assert found[0].intentions == found[1].intentions == found[2].intentions
    assert told[0] == told[1] == told[2]


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 99), st.integers(1, 99), st.integers(0, 100), st.integers(0, 100))
def test_two_hops_never_weigh_more_than_one(yes: int, no: int, hit: int, false_alarm: int) -> None:
    link = {"hit": f"{max(hit, false_alarm)}%", "false_alarm": f"{min(hit, false_alarm)}%"}
    likelihood = {"q": {"yes": f"{yes}%", "no": f"{no}%"}}
    weights = []
    for hops in (1, 2, 3):
        sources = {"relay": {"access": "relayed", "links": [link] * hops}}
        found = weighed({"likelihood": likelihood, "source": "relay"}, sources=sources)
        weights.append(abs(rows(found)["r0"].weights["q"]["yes"].mean))
    assert weights[0] + 1e-9 >= weights[1] and weights[1] + 1e-9 >= weights[2]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100))
def test_equal_likelihoods_weigh_exactly_nothing_whatever_their_level(level: int) -> None:
    found = weighed({"likelihood": {"q": {"yes": f"{level}%", "no": f"{level}%"}}, "source": "one"}, sources=SOURCES, worlds=5)
    assert {weight.mean for weight in rows(found)["r0"].weights["q"].values()} == {0.0}
    assert belief(found) == 0.5
    assert json.dumps(as_plain(found.intentions)) == json.dumps(as_plain(weighed(sources=SOURCES, worlds=5).intentions))
