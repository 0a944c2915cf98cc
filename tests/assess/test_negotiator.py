# SPDX-License-Identifier: Apache-2.0
"""What a negotiator takes along, by hand on the worked example, and how it moves with the case."""

from typing import Any

import pytest

from assess.variations import DELETE, assessed, changed, worked_example
from pourparler.assess.negotiating import NegotiatorRow, ProposalRow, RatioRow
from pourparler.case import read
from pourparler.catalog import find

# Beliefs after the envoy's report: 0.35 that they want to settle, 0.65 that they stall.
SETTLE, STALL = 0.35, 0.65


def found(changes: dict[str, Any] | None = None, worlds: int = 1) -> NegotiatorRow:
    return assessed(changed(worked_example(), changes or {}), worlds=worlds).negotiator


def taken(row: ProposalRow) -> tuple[str, ...]:
    return tuple(row.package.values())


def the_point(row: NegotiatorRow, name: str) -> ProposalRow:
    (point,) = [point for point in row.points if point.name == name]
    return point


def test_the_ladder_by_hand() -> None:
    credit, grant = found().ladder
    assert [(r.issue, r.option, r.today, r.kind) for r in (credit, grant)] == [
        ("money", "credit", "none", "give"),
        ("money", "grant", "none", "give"),
    ]
    assert (credit.cost.mean, grant.cost.mean) == pytest.approx((12, 30))
    worth = SETTLE * 30 + STALL * 7.5
    assert (credit.worth.mean, grant.worth.mean) == pytest.approx((worth, 2 * worth))
    assert credit.exchange.mean == pytest.approx(worth / 12) and grant.exchange.mean == pytest.approx(2 * worth / 30)
    assert (credit.better_than, grant.better_than) == (("money.grant",), ())
    by = {given.hypothesis: given.worth.mean for given in grant.by_hypothesis}
    assert by == pytest.approx({"settle": 60, "stall": 15})


def test_what_to_ask_by_hand() -> None:
    halved, withdrawn = found().asks
    cost = SETTLE * 16 + STALL * 34
    assert (halved.option, withdrawn.option) == ("halved", "withdrawn")
    assert (halved.cost.mean, halved.worth.mean) == pytest.approx((-42, -cost))
    assert halved.exchange.mean == pytest.approx(42 / cost)
    assert withdrawn.exchange.mean == pytest.approx(70 / (SETTLE * 40 + STALL * 85))
    assert halved.kind == withdrawn.kind == "get"


def test_what_is_dear_outside_the_table_is_dear() -> None:
    effects = {"effects": {"money.credit": {"cyrene": 0}, "money.grant": {"cyrene": -40}}, "worth_to_us": {"cyrene": 0.5}}
    row = found({"parties/cyrene": {"role": "partner", "tolerance": 100}, **effects})
    grant = next(r for r in row.ladder if r.option == "grant")
    assert grant.outside is not None and grant.outside.mean == pytest.approx(-20)
    assert grant.exchange.mean == pytest.approx((SETTLE * 60 + STALL * 15) / 50)
    assert [(r.party, r.effect.mean) for r in grant.incidence] == [("cyrene", -40)]
    # What a third party gains may make a step free; it then has no exchange ratio.
    free = found({"parties/cyrene": {"role": "partner", "tolerance": 100}, **effects, "worth_to_us/cyrene": -1})
    grant = next(r for r in free.ladder if r.option == "grant")
    assert (grant.kind, grant.exchange) == ("free", RatioRow(None, None, None))
    assert [r.option for r in free.ladder] == ["grant", "credit"]


def test_trades_by_hand() -> None:
    (trade,) = found().trades
    assert (trade.start, trade.get, trade.give) == ("today", "fleet.halved", "money.grant")
    assert (trade.own.mean, trade.counterpart.mean) == pytest.approx((12, SETTLE * 44 - STALL * 19))
    assert trade.both == pytest.approx(SETTLE) and trade.settled and not trade.written
    # The mandate's own exchanges are told, whether or not they help both.
    mandate = {"mandate": {"gives": [{"give": "money.credit", "get": "fleet.withdrawn"}, {"give": "money.grant"}]}}
    _, written, alone = found(mandate).trades
    assert written.get == "fleet.withdrawn" and written.own.mean == pytest.approx(58)
    assert alone.own.mean == pytest.approx(-30) and (alone.get, alone.both, alone.written) == (None, 0, True)


def test_a_combination_changes_what_a_step_is_worth() -> None:
    together = {"values/aland/together": [{"when": {"fleet": "unchanged", "money": "credit"}, "add": 20}]}
    row = found(together)
    credit = next(r for r in row.ladder if r.option == "credit")
    # At what is in force the combination comes true: the step gains us 8, and helps them.
    assert credit.cost.mean == pytest.approx(-8) and (credit.kind, credit.tied) == ("free", True)
    assert not any(r.tied for r in found().ladder)


def test_the_shortlist_by_hand() -> None:
    row = found()
    first = row.shortlist[0]
    assert taken(first) == ("halved", "grant") and first.name == "1"
    assert str(first.why).startswith("the likeliest agreement; the most robust")
    assert (first.acceptable, first.acceptable_own, first.acceptable_counterpart, first.efficient) == pytest.approx(
        (1, 1, 1, 1)
    )
    # If they settle, withdrawn for a grant (70) could be had; if they stall, halved for a credit (60).
    assert first.regret == first.worst_regret == pytest.approx(SETTLE * 28 + STALL * 18)
    assert (first.left_own, first.left_counterpart) == (0, 0)
    ours = next(r for r in row.shortlist if "best for us" in str(r.why))
    assert taken(ours) == ("halved", "credit") and ours.acceptable == pytest.approx(STALL)
    assert len({taken(r) for r in row.shortlist}) == len(row.shortlist)
    for side in ("first_own", "first_counterpart"):
        assert sum(getattr(r, side) for r in row.shortlist) == pytest.approx(1)


def test_the_suggested_mandate_by_hand() -> None:
    suggested = found().suggested
    assert suggested is not None
    (opening,), (target,), (floor,) = suggested.opening, suggested.target, suggested.floor
    # 70 if they settle, who accept; 60 of those who stall, 0.65 x 60 + 0.35 x 35 = 51.25; what everybody accepts brings 42.
    assert taken(opening) == ("withdrawn", "grant") and "100% if settle" in str(opening.why)
    assert taken(target) == ("halved", "credit") and "51.2 points, against 35.0" in str(target.why)
    assert taken(floor) == ("halved", "grant")
    assert [(give.level, give.option) for give in suggested.gives] == [(1, "money.credit"), (2, "money.grant")]
    assert suggested.without == ()


def test_one_offer_meets_all_types() -> None:
    # Were they sure to settle, what to offer would be another; it is not offered to a type that is only believed in by a third.
    sure = found({"questions/motive/hypotheses": {"settle": 1, "stall": 0}, "evidence": DELETE}).suggested
    assert sure is not None and [taken(r) for r in sure.target] == [("withdrawn", "grant")]


def test_where_nothing_will_do_it_says_so() -> None:
    row = found({"no_deal/aland/value": 100, "no_deal/borea/value": 101})
    assert row.suggested is not None and not row.suggested.opening and not row.suggested.target
    assert [str(why)[:10] for why in row.suggested.without] == ["no opening", "no target:"]
    assert row.shortlist == () or all(r.acceptable == 0 for r in row.shortlist)


def test_points_and_offers_by_hand() -> None:
    goals = [{"issue": "fleet", "target": "withdrawn", "floor": "halved"}]
    gives = [{"give": "money.credit", "get": "fleet.halved"}]
    offers = {"early": {"package": {"fleet": "unchanged", "money": "none"}}}
    row = found({"mandate": {"goals": goals, "gives": gives}, "offers": offers})
    assert {r.name: taken(r) for r in row.points} == {
        "target": ("withdrawn", "none"),
        "floor": ("halved", "credit"),
        "offers.early": ("unchanged", "none"),
    }
    early = the_point(row, "offers.early")
    # Halved for a grant is worth 42 to us, and 72.3 to them on average, where the offer is worth 30 and 69.25.
    assert (early.left_own, early.left_counterpart) == pytest.approx((12, SETTLE * 84 + STALL * 66 - SETTLE * 40 - STALL * 85))
    assert early.below_floor == ("fleet",)
    assert (the_point(row, "floor").left_own, the_point(row, "floor").below_floor) == (0, ())


def test_red_lines_and_opposition_are_told() -> None:
    row = found(
        {
            "parties/cyrene": {"role": "partner", "tolerance": 5},
            "effects": {"money.grant": {"cyrene": -8}},
            "worth_to_us": {"cyrene": 0.1},
            "red_lines": {"cyrene": ["fleet.unchanged"]},
            "offers": {"bad": {"package": {"fleet": "unchanged", "money": "grant"}}},
        }
    )
    bad = the_point(row, "offers.bad")
    assert (bad.opposed_by, bad.crosses) == (("cyrene",), ("fleet.unchanged",))
    cohesive = next(r for r in row.shortlist if "cohesive" in str(r.why))
    assert cohesive.opposed_by == () and cohesive.acceptable >= 0.5


def test_what_others_would_not_let_pass_is_not_acceptable() -> None:
    third = {
        "parties/cyrene": {"role": "partner"},
        "values/cyrene": {"weights": {"fleet": 1, "money": 1}, "scores": {"fleet": [100, 100, 100], "money": [100, 100, 0]}},
        "no_deal/cyrene": {"value": 60},
        "consent": "all",
        "offers": {"ours": {"package": {"fleet": "halved", "money": "grant"}}},
    }
    row = found(third)
    offer = the_point(row, "offers.ours")
    assert (offer.acceptable, offer.acceptable_own, offer.acceptable_counterpart) == (0, 1, 1)
    # Cyrene gets 50 of every package with a grant, and 100 of all others.
    assert {taken(r)[1] for r in row.shortlist if r.acceptable > 0} <= {"none", "credit"}
    assert row.suggested is not None and all(taken(r)[1] != "grant" for r in (*row.suggested.opening, *row.suggested.target))


def test_without_values_it_says_which_number_is_missing() -> None:
    row = assessed(changed(worked_example(), {"no_deal/borea": DELETE})).negotiator
    assert row.ladder == () and row.suggested is None
    assert str(row.why) == "unknown: no_deal.borea.value"


def test_an_issue_without_an_option_in_force_starts_from_our_best() -> None:
    row = found({"issues/money/status_quo": DELETE, "staging": DELETE})
    assert {r.today for r in row.ladder if r.issue == "money"} == {"none"}


def test_the_list_does_not_depend_on_the_seat() -> None:
    plain = {
        "questions": DELETE,
        "evidence": DELETE,
        "sources": DELETE,
        "preparation": DELETE,
        "compliance": 0.8,
        "moves": DELETE,
    }
    scores = {"fleet": [100, 60, 0], "money": [0, 50, 100]}
    plain["values/borea"] = {"weights": {"fleet": 40, "money": 60}, "scores": scores}
    plain |= {"no_deal/aland/value": 30, "no_deal/borea/value": 30}
    here, there = found(plain), found({**plain, "seat": "borea"})

    def told(row: NegotiatorRow, swap: bool) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
        words = {"the best for us that they would likely accept": "O", "the best for them that we would likely accept": "T"}
        if swap:
            words = dict(zip(words, reversed(words.values()), strict=True))
        return {(taken(r), tuple(sorted(words.get(w, w) for w in str(r.why).split("; ")))) for r in row.shortlist}

    assert told(here, False) == told(there, True) != set()
    assert {(r.issue, r.option) for r in here.asks} == {(r.issue, r.option) for r in there.ladder}


BELIEFS = {"storm": {"aland": "60..80%", "borea": "20..40%"}, "thaw": {"aland": "30..50%", "borea": "35..55%"}}


def test_terms_where_beliefs_differ() -> None:
    storm, thaw = found({"beliefs": BELIEFS}, worlds=200).terms
    assert (storm.event, storm.holder) == ("storm", "aland")
    assert storm.price is not None and storm.price.mean == pytest.approx(0.5, abs=0.01)
    assert storm.joint_gain is not None and storm.joint_gain.mean == pytest.approx(0.4, abs=0.01)
    assert (thaw.event, thaw.holder) == ("thaw", None)
    turned = {"storm": {"aland": "20..40%", "borea": "60..80%"}}
    assert [r.holder for r in found({"beliefs": turned}, worlds=200).terms] == ["borea"]


def test_a_belief_that_nobody_states_is_named() -> None:
    (row,) = found({"beliefs": {"storm": {"borea": 0.3}}}).terms
    assert str(row.why) == "unknown: beliefs.storm.aland" and row.own is None and row.counterpart is not None


@pytest.mark.parametrize("name", ["essays/singh2018", "labour/nhl2005", "treaties/canal1977"])
def test_the_catalog_prints_ladder_and_shortlist(name: str) -> None:
    from pourparler.assess import assess

    path = find(name)
    assert path is not None
    row = assess(read(path), digest="", version="", worlds=40, seed=1).negotiator
    assert len(row.ladder) + len(row.asks) >= 5 and row.trades
    assert 5 <= len(row.shortlist) <= 12
    assert row.suggested is not None and row.suggested.target and row.suggested.gives
    assert row.candidates < 300


def test_where_every_package_is_barred_it_says_so() -> None:
    barred = [f"fleet.{option}" for option in ("unchanged", "halved", "withdrawn")]
    row = found({"mandate": {"red_lines": barred}})
    assert str(row.why) == "no package is left that nothing bars" and row.candidates == 0
    assert row.shortlist == () and row.suggested is None and row.points == ()
