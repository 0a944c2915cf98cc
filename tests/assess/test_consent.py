# SPDX-License-Identifier: Apache-2.0
"""More than two at the table: agreements, and deals among some of them, against brute force in exact fractions; and by hand."""

from fractions import Fraction
from itertools import chain, combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.layouts import laid_out
from assess.variations import assessed, changed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.assessment import CoalitionRow, MovesRow
from pourparler.briefing.compose import compose
from pourparler.briefing.terminal import render

FLEET, MONEY = ("unchanged", "halved", "withdrawn"), ("none", "credit", "grant")
PACKAGES = tuple(product(FLEET, MONEY))
SIDES = ("aland", "borea")
#: Types in the order in which they are weighed, with the weights of fleet and money for the other side.
TYPES = {"settle": (40, 60), "stall": (85, 15)}

Values = dict[str, dict[tuple[str, str], Fraction]]


def party(fleet: list[int], money: list[int], weight: int, no_deal: int) -> dict[str, Any]:
    """Return what a further party states: scores, the weight of the fleet, a no-deal value."""
    values = {"weights": {"fleet": weight, "money": 100 - weight}, "scores": {"fleet": fleet, "money": money}}
    return {"values": values, "no_deal": {"value": no_deal}}


def worth(stated: dict[str, Any], weights: tuple[int, int] | None = None) -> dict[tuple[str, str], Fraction]:
    """Return what every package is worth, exactly."""
    of_fleet, of_money = weights or (stated["values"]["weights"]["fleet"], stated["values"]["weights"]["money"])
    scores = stated["values"]["scores"]
    return {
        (f, m): Fraction(of_fleet * scores["fleet"][FLEET.index(f)] + of_money * scores["money"][MONEY.index(m)], 100)
        for f, m in PACKAGES
    }


def case_with(others: dict[str, dict[str, Any]], consent: Any, ratifier: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the worked example with further parties at the table, and a body that ratifies for the other side."""
    data = worked_example()
    for name, stated in others.items():
        data["parties"][name] = {"role": "third_party"}
        data["values"][name], data["no_deal"][name] = stated["values"], stated["no_deal"]
    if ratifier is not None:
        data["parties"]["borea"]["ratifiers"] = ["council"]
        data["values"]["council"], data["no_deal"]["council"] = ratifier["values"], ratifier["no_deal"]
    if consent is not None:
        data["consent"] = consent
    return data


numbers = st.integers(0, 20).map(lambda n: 5 * n)
stated_parties = st.builds(party, *(st.lists(numbers, min_size=3, max_size=3) for _ in range(2)), numbers, numbers)


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, dict[str, Any]], Any, dict[str, Any] | None]:
    names = ("cyrene", "delos", "euboea")[: draw(st.integers(0, 3))]
    others = {name: draw(stated_parties) for name in names}
    vetoes = st.lists(st.sampled_from([*SIDES, *names]), unique=True, min_size=1)
    quota = st.integers(1, 2 + len(names))
    rules = st.sampled_from([None, "all", "all_but_one"]) | st.builds(lambda v: {"vetoes": v}, vetoes)
    rules |= st.builds(lambda q: {"quota": q}, quota) | st.builds(lambda q, v: {"quota": q, "vetoes": v}, quota, vetoes)
    return others, draw(rules), draw(st.none() | stated_parties)


def suffices(consent: Any, who: set[str], everyone: list[str]) -> bool:
    """Return whether the consent of some suffices, from what the rule says."""
    if consent in (None, "all"):
        return who == set(everyone)
    if consent == "all_but_one":
        return len(who) >= len(everyone) - 1
    return set(consent.get("vetoes", ())) <= who and len(who) >= consent.get("quota", 0)


def all_worths(others: dict[str, Any], ratifier: dict[str, Any] | None, kind: str) -> tuple[Values, dict[str, Fraction]]:
    """Return what packages are worth to everyone if the other side is of a kind, and what no deal is."""
    example = worked_example()
    ours = {"values": {"weights": {"fleet": 70, "money": 30}, "scores": example["values"]["aland"]["scores"]}}
    scores = {name: [float(s) for s in table] for name, table in ours["values"]["scores"].items()}
    ours["values"]["scores"] = {name: [int(s) for s in table] for name, table in scores.items()}
    theirs = {"values": {"scores": {n: [int(float(s)) for s in t] for n, t in example["values"]["borea"]["scores"].items()}}}
    values = {"aland": worth(ours), "borea": worth(theirs, TYPES[kind])}
    no_deal = {"aland": Fraction(35), "borea": Fraction(58)}
    for name, stated in {**others, **({"council": ratifier} if ratifier else {})}.items():
        values[name], no_deal[name] = worth(stated), Fraction(stated["no_deal"]["value"])
    return values, no_deal


def agrees(values: Values, no_deal: dict[str, Fraction], name: str, package: tuple[str, str]) -> bool:
    """Return whether a party consents: a deal is not worse than none, also for who ratifies for it."""
    bodies = ["council"] if name == "borea" and "council" in values else []
    return all(values[who][package] >= no_deal[who] for who in (name, *bodies))


@settings(max_examples=60, deadline=None)
@given(tables())
def test_a_zone_and_its_agreement_are_among_what_those_let_pass_whose_consent_is_needed(
    table: tuple[dict[str, Any], Any, dict[str, Any] | None],
) -> None:
    others, consent, ratifier = table
    everyone = [*SIDES, *sorted(others)]
    layout = laid_out(case_with(others, consent, ratifier))
    found = layout.outlook(layout.start()).agreements[0]
    assert found is not None
    for place, kind in enumerate(TYPES):
        values, no_deal = all_worths(others, ratifier, kind)
        left = [
            package
            for package in PACKAGES
            if all(agrees(values, no_deal, side, package) for side in SIDES)
            and suffices(consent, {n for n in everyone if n in SIDES or agrees(values, no_deal, n, package)}, everyone)
        ]
        assert bool(found.exists[0, place]) == bool(left)
        products = {p: (values["aland"][p] - 35) * (values["borea"][p] - 58) for p in left}
        best = [p for p in left if products[p] == max(products.values())]
        held = [
            layout.table.template.names(int(p))
            for p, s in zip(found.packages[0, place], found.shares[0, place], strict=True)
            if s
        ]
        assert all((names["fleet"], names["money"]) in best for names in held)


@settings(max_examples=40, deadline=None)
@given(tables())
def test_deals_among_some_are_what_brute_force_finds(table: tuple[dict[str, Any], Any, dict[str, Any] | None]) -> None:
    others, consent, ratifier = table
    everyone = [*SIDES, *sorted(others)]
    rows = assessed(case_with(others, consent, ratifier)).bargaining.coalitions
    subsets = list(chain.from_iterable(combinations(everyone, size) for size in range(1, len(everyone) + 1)))
    winning = [some for some in subsets if suffices(consent, set(some), everyone)]
    smallest = [some for some in winning if not any(set(other) < set(some) for other in winning)]
    expected = {some for some in winning if some in smallest or "aland" not in some} if len(everyone) > 2 else set()
    assert {row.parties for row in rows} == expected
    chances = {"settle": Fraction(35, 100), "stall": Fraction(65, 100)}
    for row in rows:
        chance = Fraction(0)
        for kind in TYPES:
            values, no_deal = all_worths(others, ratifier, kind)
            if any(all(values[n][p] > no_deal[n] and agrees(values, no_deal, n, p) for n in row.parties) for p in PACKAGES):
                chance += chances[kind]
        assert row.probability == pytest.approx(float(chance))
        assert row.without_us == ("aland" not in row.parties)
        assert set(row.gains) == (set(everyone) if chance else set())


#: To Cyrene only the fleet matters; a halved one is worth 50.
CYRENE = party([0, 50, 100], [0, 0, 0], 100, 60)


def bargained(consent: Any, cyrene: dict[str, Any] = CYRENE, **changes: Any) -> Assessment:
    data = case_with({"cyrene": cyrene}, consent)
    return assessed(changed(data, {path.replace("__", "/"): value for path, value in changes.items()}))


def test_a_third_party_whose_consent_is_needed_can_leave_no_zone() -> None:
    """As things stand they deal if they settle, for the halved fleet that Cyrene does not let pass, or withdrawn and grant."""
    alone, needed = assessed(worked_example()).bargaining, bargained(None).bargaining
    assert alone.zone_probability == pytest.approx(1) and needed.zone_probability == pytest.approx(0.35)
    assert needed.parties == ("aland", "borea", "cyrene") and needed.agreement is not None
    assert needed.agreement.package == {"fleet": "withdrawn", "money": "grant"}
    assert bargained("all_but_one").bargaining.zone_probability == alone.zone_probability
    assert bargained({"vetoes": ["aland", "borea"]}).bargaining.agreement == alone.agreement


def moves_row(found: Assessment, *moves: str) -> MovesRow:
    (row,) = [row for row in found.moves if row.moves == moves]
    return row


def test_a_move_that_worsens_their_no_deal_value_brings_them_in() -> None:
    found = bargained(None, moves__pressure__shifts={"cyrene": -10})
    assert moves_row(found).zone_probability == pytest.approx(0.35)
    assert moves_row(found, "pressure").zone_probability == pytest.approx(1)
    late = bargained(None, moves__pressure__shifts={"cyrene": -10}, moves__pressure__days_to_bite=30)
    assert late.bargaining.zone_probability == pytest.approx(0.35)


def test_a_move_that_improves_a_package_for_them_brings_them_in() -> None:
    better = {"kind": "cooperative", "cost": 1, "improves": {"issue": "fleet", "party": "cyrene", "by": 10}}
    found = bargained(None, moves__better=better)
    assert moves_row(found, "better").zone_probability == pytest.approx(1)


def test_their_no_deal_value_is_that_of_the_day_of_a_meeting_decided_on_today() -> None:
    falling = {**CYRENE, "no_deal": {"value": 60, "per_month": -10}}
    assert bargained(None, falling).bargaining.zone_probability == pytest.approx(0.35)
    assert bargained(None, falling, meeting__lead_days=31).bargaining.zone_probability == pytest.approx(1)


def test_a_red_line_of_one_who_is_asked_is_no_consent() -> None:
    easy = {**CYRENE, "no_deal": {"value": 0}}
    assert bargained(None, easy).bargaining.zone_probability == pytest.approx(1)
    crossed = bargained(None, easy, red_lines={"cyrene": ["fleet.halved", "fleet.withdrawn"]}).bargaining
    assert crossed.zone_probability == pytest.approx(0) and crossed.why is not None
    spared = bargained("all_but_one", easy, red_lines={"cyrene": ["fleet.halved", "fleet.withdrawn"]}).bargaining
    assert spared.zone_probability == pytest.approx(1)


def row_of(found: Assessment, *parties: str) -> CoalitionRow:
    (row,) = [row for row in found.bargaining.coalitions if row.parties == parties]
    return row


def test_a_deal_without_us_says_what_it_takes_from_us() -> None:
    """Without us they would leave the fleet as it is and pay a grant: of no worth to us, 35 less than no deal."""
    friend = party([100, 0, 0], [0, 50, 100], 50, 20)
    found = bargained("all_but_one", friend)
    row = row_of(found, "borea", "cyrene")
    assert (row.without_us, row.probability) == (True, 1)
    assert row.gains["aland"].mean == pytest.approx(-35)
    assert row.gains["cyrene"].mean == pytest.approx(80)
    assert row_of(found, "aland", "borea").without_us is False


def test_what_is_unknown_of_one_who_is_needed_is_named_and_of_another_does_no_harm() -> None:
    unknown = {**CYRENE, "no_deal": {"value": "unknown"}}
    needed, spared = bargained(None, unknown), bargained("all_but_one", unknown)
    assert "no_deal.cyrene.value" in needed.unknowns.blocking
    assert spared.bargaining.zone_probability == pytest.approx(1)
    row = row_of(spared, "aland", "cyrene")
    assert row.probability is None and row.why is not None and row.why.values["path"] == "no_deal.cyrene.value"
    vetoed = changed(worked_example(), {"parties/cyrene": {"role": "partner"}, "consent": {"vetoes": ["cyrene"]}})
    assert "values.cyrene" in assessed(vetoed).unknowns.blocking


def test_from_either_seat_the_same_two_sides_are_needed() -> None:
    for consent in (None, "all_but_one", {"vetoes": ["cyrene"], "quota": 2}):
        data = case_with({"cyrene": CYRENE}, consent)
        ours, theirs = (assessed({**data, "seat": seat}).bargaining for seat in ("own", "counterpart"))
        assert theirs.parties == ("borea", "aland", "cyrene")
        assert ours.zone_probability == pytest.approx(theirs.zone_probability)
        mine, yours = ({frozenset(row.parties): row for row in found.coalitions} for found in (ours, theirs))
        for members in mine.keys() & yours.keys():
            assert mine[members].probability == pytest.approx(yours[members].probability)
            assert {n: s.mean for n, s in mine[members].gains.items()} == {n: s.mean for n, s in yours[members].gains.items()}
        assert mine.keys() & yours.keys() >= {members for members in mine if members >= set(SIDES)}


def test_packages_that_others_do_not_let_pass_are_not_drawn() -> None:
    """Cyrene lets pass what withdraws the fleet: of that nothing is better for both sides than anything else."""
    alone, needed = bargained("all_but_one").bargaining.drawn, bargained(None).bargaining.drawn
    assert len(alone) == 9
    assert [(row.package["fleet"], row.efficient) for row in needed] == [("withdrawn", True)] * 3


def test_where_nothing_is_let_pass_or_left_that_is_said() -> None:
    nothing = {"scores": {"fleet": [0, 0, 0], "money": [0, 0, 0]}, "weights": {"fleet": 1, "money": 1}}
    refuses = {"values": nothing, "no_deal": {"value": 5}}
    every = ["money.none", "money.credit", "money.grant"]
    for found in (bargained(None, refuses), bargained(None, CYRENE, mandate={"red_lines": every})):
        assert (found.bargaining.zone_probability, found.bargaining.drawn) == (0, ())
        assert "no zone" in render(compose(found), width=200, full=True)
