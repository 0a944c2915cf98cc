# SPDX-License-Identifier: Apache-2.0
"""What packages do beyond the table: by hand in the worked example, and against plain loops over the drawn worlds.

The likely agreement of the worked example is a halved fleet for a grant, of both types: worth 42 to us, 35 without a deal; to
them 84 or 66, 58 without a deal. Half a fleet is worth 42 to us, the withdrawn one 70; credit costs us 12, a grant 30.
"""

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from assess.layouts import laid_out
from assess.variations import DELETE, assessed, case_of, changed, value_of, worked_example
from pourparler.assess import Assessment
from pourparler.assess.spread import Spread
from pourparler.assess.wider import MoverRow, WiderPackageRow
from pourparler.errors import CaseError
from pourparler.quantity import POINTS

CYRENE: dict[str, Any] = {
    "parties/cyrene": {"role": "partner", "tolerance": 2},
    "effects": {"fleet.halved": {"cyrene": -3}},
    "worth_to_us": {"cyrene": 0},
}
FLEET, MONEY = ("unchanged", "halved", "withdrawn"), ("none", "credit", "grant")
RIVAL: dict[str, Any] = {**CYRENE, "parties/delos": {"role": "rival"}, "worth_to_us": {"cyrene": 0, "delos": 0}}


def found(changes: dict[str, Any], worlds: int = 1) -> Assessment:
    return assessed(changed(worked_example(), {**CYRENE, **changes}), worlds=worlds)


def likely(changes: dict[str, Any], worlds: int = 1) -> WiderPackageRow:
    row = found(changes, worlds).big_picture.packages[0]
    assert row.names[0] == "likely.1" and row.package == {"fleet": "halved", "money": "grant"}
    return row


def alarms(changes: dict[str, Any], row: str, worlds: int = 1) -> dict[str, str]:
    return {alarm.id: str(alarm.text) for alarm in found(changes, worlds).alarms if alarm.row == row}


def fix(changes: dict[str, Any]) -> float:
    (row,) = [row for row in found(changes).choices if row.action == "fix" and not row.moves]
    return row.value.mean


def exactly(value: float) -> Any:
    near: Any = pytest.approx(value)
    return Spread(near, near, near)


SPOILER = {"parties/cyrene/spoiling": {"chance": "40%", "reach": "-20%", "how": "sells licences", "contingency": "a patrol"}}


def test_spoiling_is_a_share_of_opposition_and_lowers_the_reach() -> None:
    """A reach of 0.6 less 0.4 * 0.2: -5 + 0.52 * 23.2225 + 0.48 * 32. With opposition of its own: 0.6 - 0.2 - 0.08."""
    (stance,) = likely(SPOILER).stances
    assert (stance.supports, stance.lives_with, stance.opposes, stance.spoils) == pytest.approx((0, 0, 0.6, 0.4))
    (party,) = found(SPOILER).partners
    assert (party.opposes, party.spoils) == pytest.approx((0.39, 0.26)), (
        "of fixing under pressure, 65 % agree on a halved fleet"
    )
    assert fix(SPOILER) == pytest.approx(22.4357)
    assert fix({**SPOILER, "parties/cyrene/opposition": {"reach": "-20%"}}) == pytest.approx(24.1912)
    assert fix({**SPOILER, "parties/cyrene/tolerance": 3}) == pytest.approx(fix({})), "who is not hurt does not spoil"


def test_roles_decide_no_stance() -> None:
    """An ally that is hurt and able spoils, a rival that gains supports; with the roles exchanged all numbers stay."""
    ally = {**RIVAL, **SPOILER, "effects": {"fleet.halved": {"cyrene": -3, "delos": 5}}}
    ally["parties/cyrene/spoiling"] = {"chance": "90%", "reach": "-20%"}
    exchanged = {**ally, "parties/cyrene": {"role": "rival", "tolerance": 2}, "parties/delos": {"role": "partner"}}
    first, second = likely(ally), likely(exchanged)
    assert [(s.party, s.stance, s.gains, s.rank) for s in first.stances] == [
        ("cyrene", "spoils", False, 2),
        ("delos", "supports", True, 1),
    ]
    assert first.stances == second.stances
    assert fix(ally) == fix(exchanged)
    # Whose line it is that is asked about, that is what the role says.
    assert (first.cohesion, second.cohesion, first.everyone, second.everyone) == (0, 1, 0, 0)


def test_names_exchanged_exchange_the_results() -> None:
    effects = {"fleet.halved": {"cyrene": "-4..0", "delos": "1..3"}, "money.grant": {"cyrene": "-1..1", "delos": "-6..2"}}
    one = {**RIVAL, "effects": effects, "parties/delos": {"role": "partner", "tolerance": 1}}
    other = {
        **one,
        "parties/cyrene": one["parties/delos"],
        "parties/delos": one["parties/cyrene"],
        "effects": {option: {"cyrene": e["delos"], "delos": e["cyrene"]} for option, e in effects.items()},
    }
    first, second = found(one, 2000).big_picture, found(other, 2000).big_picture
    for a, b in zip(first.packages, second.packages, strict=True):
        assert a.cohesion == pytest.approx(b.cohesion, abs=0.02)
        for mine, theirs in zip(a.stances, reversed(b.stances), strict=True):
            assert mine.effect.mean == pytest.approx(theirs.effect.mean, abs=0.02)
            assert mine.opposes == pytest.approx(theirs.opposes, abs=0.02)
    assert [row.issue for row in first.wedges] == [row.issue for row in second.wedges]


def test_a_party_that_nothing_touches_changes_nothing() -> None:
    assert found({"parties/eos": {"role": "partner"}}, 50).big_picture == found({}, 50).big_picture


def test_cohesion_and_incidence_are_what_the_drawn_worlds_say() -> None:
    """Every world and package by itself, from the numbers as they were drawn."""
    changes = {
        **RIVAL,
        "parties/cyrene/tolerance": "0..6",
        "parties/delos": {"role": "partner", "tolerance": "1..3"},
        "effects": {
            "fleet.halved": {"cyrene": "-6..2", "delos": "-3..3"},
            "fleet.withdrawn": {"cyrene": "-2..8"},
            "money.grant": {"cyrene": "-4..1", "delos": "-5..1"},
        },
        "red_lines": {"delos": ["money.credit"]},
        "offers": {f"{f}_{m}": {"package": {"fleet": f, "money": m}} for f, m in product(FLEET, MONEY)},
        "worth_to_us": {"cyrene": "0.2..0.8", "delos": "-0.5..0"},
    }
    data, worlds = changed(worked_example(), {**CYRENE, **changes}), 60
    layout, big = laid_out(data, worlds=worlds), assessed(data, worlds=worlds).big_picture
    drawn = {
        (option, party): layout.worlds.draw(("effects", option, party), layout.case.effects[option][party], POINTS)
        for option in data["effects"]
        for party in data["effects"][option]
    }
    tolerates, worth = (
        layout.tolerances,
        {p: layout.worlds.draw(("worth_to_us", p), layout.case.worth_to_us[p], POINTS) for p in layout.tolerances},
    )

    def effect(world: int, party: str, package: dict[str, str]) -> float:
        taken = [f"{issue}.{option}" for issue, option in package.items()]
        return sum(float(drawn[option, party][world]) for option in taken if (option, party) in drawn)

    def lives(world: int, party: str, package: dict[str, str]) -> bool:
        crossed = party == "delos" and package["money"] == "credit"
        return not crossed and effect(world, party, package) >= -tolerates[party][world]

    def together(package: dict[str, str]) -> float:
        return sum(all(lives(w, p, package) for p in ("cyrene", "delos")) for w in range(worlds)) / worlds

    assert len(big.packages) == 9
    for row in big.packages:
        assert row.cohesion == row.everyone == pytest.approx(together(row.package))
        effects = {p: [effect(w, p, row.package) for w in range(worlds)] for p in ("cyrene", "delos")}
        for stance in row.stances:
            assert stance.effect.mean == pytest.approx(sum(effects[stance.party]) / worlds)
            other = effects["delos" if stance.party == "cyrene" else "cyrene"]
            ahead = sum(a > b for a, b in zip(effects[stance.party], other, strict=True)) / worlds
            behind = sum(a < b for a, b in zip(effects[stance.party], other, strict=True)) / worlds
            assert stance.rank == (1 if ahead >= 0.95 else 2 if behind >= 0.95 else None)
        outside = [sum(worth[p][w] * effects[p][w] for p in effects) for w in range(worlds)]
        assert row.outside is not None and row.outside.mean == pytest.approx(sum(outside) / worlds)
    best = sorted((together(row.package) for row in big.packages), reverse=True)[:5]
    assert [row.cohesion for row in big.most_cohesive] == pytest.approx(best)


@pytest.mark.parametrize(("effect", "share", "harms"), [(-10, 1, True), (-7, 0, False), (-6, 0, False), (10, 0, False)])
def test_the_wider_loss_is_held_against_the_gain_at_the_table(effect: float, share: float, harms: bool) -> None:
    """We gain 42 - 35 at the table."""
    changes = {"effects": {"fleet.halved": {"cyrene": effect}}, "worth_to_us": {"cyrene": 1}}
    row = likely(changes)
    assert (row.gain, row.outside, row.net) == (exactly(7), exactly(effect), exactly(7 + effect))
    assert (row.gain_chance, row.self_harm_chance, row.self_harm) == (1, share, harms)
    texts = alarms(changes, "O-26")
    assert texts.get("self_harm.likely.1") == (
        "the likely agreement no. 1 gains us 7.0 points at the table and costs us 10.0 outside it" if harms else None
    )


def test_where_we_gain_nothing_at_the_table_there_is_no_self_harm_to_tell() -> None:
    """An offer of all that we have is worth 0, and costs us 10 outside as well: it is bad, not a gain with a price."""
    changes = {
        "effects": {"fleet.unchanged": {"cyrene": -10}},
        "worth_to_us": {"cyrene": 1},
        "offers": {"all": {"package": {"fleet": "unchanged", "money": "grant"}}},
    }
    (row,) = [row for row in found(changes).big_picture.packages if "offers.all" in row.names]
    assert (row.gain, row.gain_chance, row.self_harm_chance, row.self_harm) == (exactly(-35), 0, None, None)


@pytest.mark.parametrize(
    ("effect", "cost", "free", "dear"),
    [(-3, 0, True, True), (-3, 12, None, None), (-20, 12, False, True), (-12, 12, None, None), (3, 0, None, None)],
)
def test_what_is_free_at_the_table_may_be_dear_outside(
    effect: float, cost: float, free: bool | None, dear: bool | None
) -> None:
    changes = {
        "effects": {"money.credit": {"cyrene": effect}},
        "worth_to_us": {"cyrene": 1},
        "values/aland/scores/money": [100, 100 - cost / 0.3, 0],
    }
    rows = {row.option: row for row in found(changes).big_picture.dear}
    assert ("money.credit" in rows) == (dear is not None)
    if dear is not None:
        row = rows["money.credit"]
        assert (row.cost, row.outside, row.free, row.dear) == (exactly(cost), exactly(effect), free, dear)
    raised = alarms(changes, "O-24")
    assert set(raised) == ({"dear.money.credit"} if free and dear else set())
    if raised:
        assert raised["dear.money.credit"] == "money.credit costs nothing at the table and 3.0 points outside it"


def test_a_package_across_a_red_line_is_marked_even_if_it_is_our_best() -> None:
    """Of the packages looked at, a withdrawn fleet for nothing would be worth most to us."""
    offer = {"offers": {"dream": {"by": "aland", "package": {"fleet": "withdrawn", "money": "none"}}}}
    lines = {**offer, "red_lines": {"cyrene": ["fleet.withdrawn"]}}
    (best,) = [row for row in found(lines).big_picture.packages if row.our_best]
    assert (best.names, best.crosses, best.cohesion) == (("offers.dream",), {"cyrene": ("fleet.withdrawn",)}, 0)
    texts = alarms(lines, "O-14")
    assert texts["red_line.best"] == (
        "the package worth most to us, the offer “dream”, crosses a red line of cyrene: fleet.withdrawn"
    )
    assert "red_line.best" not in alarms({**offer, "red_lines": {"cyrene": ["fleet.halved"]}}, "O-14")


def test_the_most_cohesive_packages_and_those_that_both_gain_by() -> None:
    """Cyrene bears no half fleet. What it can live with, both gain by only if the fleet goes for a grant and they settle:
    on average they gain 0.35 * 60 + 0.65 * 15 - 58 < 0, so that of what both gain by nothing is cohesive."""
    big = found({}).big_picture
    assert [row.cohesion for row in big.most_cohesive] == [1] * 5
    assert {row.package["fleet"] for row in big.most_cohesive} <= {"unchanged", "withdrawn"}
    assert [row.cohesion for row in big.agreeable] == [0] * len(big.agreeable) and len(big.agreeable) > 0
    assert all(row.own >= 0 and row.counterpart >= 0 for row in big.agreeable)
    first = big.agreeable[0]
    assert first.package == {"fleet": "halved", "money": "grant"}
    assert first.own == pytest.approx(7)
    assert (big.cohesive_bound, big.agreeable_bound) == (None, None)
    assert found({"parties/cyrene/role": "third_party"}).big_picture.most_cohesive == ()


def mover(changes: dict[str, Any]) -> MoverRow:
    (row,) = [row for row in found(changes).big_picture.movers if "likely.1" in row.names]
    return row


def test_what_would_move_who_opposes() -> None:
    """Cyrene loses 3 by half a fleet and bears 2: it lacks 1. The fleet left as it is costs us 42 and gives them 27.7;
    withdrawn, it brings us 28 and costs them 41.55. No change of the money moves it; asking it with 1 more to bear does."""
    steps = {
        "preparation/ask": {"aligns": "cyrene", "tolerance": 1, "cost": 0.1, "days": 0},
        "preparation/hint": {"aligns": "cyrene", "tolerance": 0.5, "cost": 0.1, "days": 0},
        "preparation/guess": {"aligns": "cyrene", "tolerance": "unknown", "cost": 0.1, "days": 0},
    }
    row = mover(steps)
    assert (row.party, row.opposes, row.shortfall) == ("cyrene", 1, exactly(1))
    assert [(o.option, o.opposes) for o in row.options] == [("fleet.withdrawn", 0), ("fleet.unchanged", 0)]
    assert (row.options[0].own, row.options[0].counterpart) == (exactly(28), exactly(-0.35 * 24 - 0.65 * 51))
    assert (row.options[1].own, row.options[1].counterpart) == (exactly(-42), exactly(0.35 * 16 + 0.65 * 34))
    assert row.steps == {"ask": 0, "hint": 1}
    assert mover({"exclude": [{"fleet": "withdrawn", "money": "grant"}]}).options[0].option == "fleet.unchanged"
    line = mover({**steps, "red_lines": {"cyrene": ["fleet.halved"]}})
    assert (line.shortfall, line.steps) == (None, {"ask": 1, "hint": 1})


def test_changes_are_told_by_what_they_cost_the_side_that_loses_more_by_them() -> None:
    """With 49 points for half a fleet, a withdrawn one brings us 21 and costs them 41.55; left as it is, 49 and 27.7."""
    row = mover({"values/aland/scores/fleet": [0, 70, 100]})
    assert [(o.option, round(o.own.mean, 2), round(o.counterpart.mean, 2)) for o in row.options] == [
        ("fleet.withdrawn", 21, -41.55),
        ("fleet.unchanged", -49, 27.7),
    ]


def test_an_even_chance_of_opposition_is_moved_to_and_not_from() -> None:
    """It loses 2, and bears 1 to 3: in half of the worlds it opposes, which is not more likely than not."""
    even = {"parties/cyrene/tolerance": "1..3", "effects": {"fleet.halved": {"cyrene": -2}}}
    assert [row for row in found(even, 200).big_picture.movers if "likely.1" in row.names] == []
    more = {**even, "effects": {"fleet.halved": {"cyrene": -9}, "fleet.withdrawn": {"cyrene": -2}}}
    (row,) = [row for row in found(more, 200).big_picture.movers if "likely.1" in row.names]
    assert ("fleet.withdrawn", 0.5) in [(o.option, o.opposes) for o in row.options]


def test_who_gains_in_some_worlds_only_is_said_to_gain_in_none() -> None:
    def sign(effect: object) -> bool | None:
        (row,) = likely({"effects": {"fleet.halved": {"cyrene": effect}}}, 200).stances
        return row.gains

    assert [sign(effect) for effect in ("1..3", "-1..3", "-3..1", "-3..-1", 0)] == [True, None, None, False, None]


def test_who_is_moved_by_a_party_that_is_aligned_is_moved_by_the_step() -> None:
    steps = {"preparation/ask": {"aligns": "delos", "tolerance": 4, "cost": 0.1, "days": 0}, "parties/delos": {"role": "rival"}}
    assert mover(steps).steps == {}
    assert mover({**steps, "influence": {"delos": {"cyrene": 0.25}}}).steps == {"ask": 0}
    assert mover({**steps, "influence": {"delos": {"cyrene": 0.2}}}).steps == {"ask": 1}


def test_consulting_a_partner_changes_values_and_not_a_box_alone() -> None:
    """Told, it bears 1 more and lives with the agreement: the reach that its opposition would cost is back."""
    opposed = {
        **{"parties/cyrene/opposition": {"reach": "-20%"}, "preparation/sounding": DELETE, "moves": {}},
        **{"no_deal/aland/value": 20, "meeting/price/aland": 0, "meeting/levels/leaders/collapse": DELETE},
    }
    step = {"aligns": "cyrene", "tolerance": 1, "cost": 0, "days": 0}
    asked = found({**opposed, "preparation/ask": step})
    useless = found({**opposed, "preparation/ask": {**step, "tolerance": 0.5}})
    unasked, unopposed = (value_of(found({**opposed, **more}), "fix") for more in ({}, {"parties/cyrene/opposition": DELETE}))
    assert unopposed > unasked > 20
    assert value_of(asked, "fix") == value_of(useless, "fix") == value_of(useless, "hold") == pytest.approx(unasked)
    assert value_of(asked, "hold") == pytest.approx(unopposed)


def test_what_a_partners_loss_is_worth_to_us_enters_the_value() -> None:
    """Without moves: 0.6 of the time an agreement that costs Cyrene 3; a point of it is worth half a point to us."""
    assert fix({"worth_to_us": {"cyrene": 0.5}}) == pytest.approx(fix({}) - 0.6 * 3 * 0.5)


PRIORITY = {"holder": "the planners", "on": "2031-03-01", "order": "cyrene > delos"}


def test_packages_and_steps_are_held_against_an_order_of_parties() -> None:
    """By half a fleet Cyrene loses 3 and Delos gains 2, by a grant Cyrene gains 1 and Delos loses 1."""
    effects = {"fleet.halved": {"cyrene": -3, "delos": 2}, "money.grant": {"cyrene": 1, "delos": -1}}
    changes = {**RIVAL, "effects": effects, "priorities": {"first": PRIORITY}}
    (row,) = found(changes).big_picture.priorities
    assert (row.priority, row.holder, row.on, row.confidence) == ("first", "the planners", "2031-03-01", None)
    against = {name: held.contradicts for held in row.packages for name in held.what}
    assert against["likely.1"] is True
    assert [(held.what, held.probability, held.contradicts) for held in row.options] == [(("fleet.halved",), 1, True)]
    assert [e.order for e in case_of(changed(worked_example(), {**CYRENE, **changes})).priorities.values()] == [
        (("cyrene",), ("delos",))
    ]
    (turned,) = found({**changes, "priorities/first": {**PRIORITY, "order": "delos > cyrene"}}).big_picture.priorities
    assert [held.what for held in turned.options] == [("money.grant",)]
    for effect in (
        {"cyrene": -3, "delos": 0},
        {"cyrene": 0, "delos": 3},
        {"cyrene": 1, "delos": 9},
        {"cyrene": -9, "delos": -1},
    ):
        (free,) = found({**changes, "effects/fleet.halved": effect}).big_picture.priorities
        assert free.options == (), "nobody gains while she loses"


@pytest.mark.parametrize(
    ("bound", "told"),
    [({"at_least": -2}, True), ({"at_least": -3}, False), ({"at_least": "-5..-1"}, None), ({"at_most": -4}, True)],
)
def test_packages_are_held_against_a_bound(bound: dict[str, Any], told: bool | None) -> None:
    priority = {**PRIORITY, "party": "cyrene", **bound}
    del priority["order"]
    (row,) = found({"priorities": {"spared": priority}}, 200).big_picture.priorities
    held = {name: h.contradicts for h in row.packages for name in h.what}
    assert held.get("likely.1", False) is told


def test_our_own_offers_are_held_against_our_own_priorities() -> None:
    halved, unchanged = ({"fleet": fleet, "money": "credit"} for fleet in ("halved", "unchanged"))
    offers = {"ours": {"by": "aland", "package": halved}, "theirs": {"by": "borea", "package": halved},
              "tame": {"by": "aland", "package": unchanged}}  # fmt: skip
    changes = {**RIVAL, "priorities": {"first": PRIORITY}, "offers": offers}
    changes["effects"] = {"fleet.halved": {"cyrene": -3, "delos": 2}}
    text = "what we would offer contradicts the priority “first” of the planners: offers.ours"
    assert alarms(changes, "O-23") == {"contradicts.first": text}
    gives = {"mandate": {"gives": [{"give": "fleet.halved", "get": "money.none"}, {"give": "money.credit"}]}}
    assert alarms({**changes, **gives, "offers": {}}, "O-23") == {
        "contradicts.first": text.replace("offers.ours", "fleet.halved")
    }
    goals = {"mandate": {"goals": [{"issue": "fleet", "target": "withdrawn", "floor": "halved"}]}}
    assert alarms({**changes, **goals, "offers": {}}, "O-23") == {"contradicts.first": text.replace("offers.ours", "floor")}
    assert alarms({**changes, "priorities/first": {**PRIORITY, "on": "2031-03-15"}}, "O-23") == {}, "not stated yet"


def test_an_unknown_bound_or_effect_is_named_and_held_against_nothing() -> None:
    priority = {"holder": "the planners", "on": "2031-03-01", "party": "cyrene", "at_least": "unknown"}
    (row,) = found({"priorities": {"spared": priority}}).big_picture.priorities
    assert (row.packages, row.options, str(row.why)) == ((), (), "unknown: priorities.spared.at_least")
    (row,) = found(
        {"priorities": {"first": {**priority, "at_least": 0}}, "effects/money.credit": {"cyrene": "unknown"}}
    ).big_picture.priorities
    assert str(row.why) == "unknown: effects.money.credit.cyrene"


def test_who_is_left_out_counts_for_nothing_and_the_reason_is_told() -> None:
    stated = {"parties/cyrene/opposition": {"reach": "-20%"}, "worth_to_us": {"cyrene": 1}, **SPOILER}
    gone = {**stated, "parties/cyrene": {"role": "partner", "left_out": "asked not to be counted"}}
    assert fix(stated) != fix(gone) == fix({"effects": {}, "worth_to_us": {}})
    big = found(gone).big_picture
    assert big.left_out == {"cyrene": "asked not to be counted"}
    assert (big.everyone, big.partners, big.spoilers, big.stakes, found(gone).incidence) == ((), (), (), (), ())
    assert alarms(gone, "O-13") == {"left_out.cyrene": "cyrene is left out of account: asked not to be counted"}
    assert alarms(stated, "O-13") == {}
    with pytest.raises(CaseError, match="left_out: and the reason"):
        found({"parties/cyrene": DELETE, "consultation": []})


def test_a_party_of_which_an_effect_is_unknown_has_no_stance() -> None:
    big = found({"effects/money.credit": {"cyrene": "unknown"}}).big_picture
    assert (big.unknown, big.everyone) == ({"cyrene": "effects.money.credit.cyrene"}, ())
    assert all(row.stances == () and row.outside is None and row.self_harm is None for row in big.packages)
    assert (row := big.packages[0]).cohesion is None and row.everyone is None


def test_where_packages_cannot_be_valued_the_reason_is_told() -> None:
    big = found({"no_deal/aland": DELETE, "parties/delos": {"role": "rival", "left_out": "far away"}}).big_picture
    assert (big.packages, str(big.why), big.left_out) == ((), "unknown: no_deal.aland.value", {"delos": "far away"})


def test_spoilers_without_a_contingency_are_told_and_those_that_likely_spoil() -> None:
    assert alarms(SPOILER, "O-15") == {}
    bare = {"parties/cyrene/spoiling": {"chance": "90%", "reach": "-20%"}}
    assert alarms(bare, "O-15") == {
        "spoiler.cyrene": "cyrene may spoil, and nothing is kept ready for it",
        "spoils.cyrene": "cyrene spoils the likely agreement in 58%",
    }
    (row,) = found(SPOILER).big_picture.spoilers
    assert (row.party, row.chance, row.reach, row.how, row.contingency) == (
        "cyrene", exactly(0.4), exactly(-0.2), "sells licences", "a patrol",
    )  # fmt: skip


def test_stakes_are_what_opposition_changes_and_the_span_of_packages() -> None:
    """Opposition of 20 % and spoiling of 0.4 * 20 %; from -3 with half a fleet to 0 without, and 0 to 4 on the money."""
    changes = {**SPOILER, "parties/cyrene/opposition": {"reach": "-20%"}, "effects/money.grant": {"cyrene": 4}}
    changes["consultation"] = [{"party": "cyrene", "told": "all", "level": "full", "on": "2031-03-10"}]
    (row,) = found(changes).big_picture.stakes
    assert (row.power, row.interest, row.informed) == (exactly(0.28), exactly(7), True)
    (plain,) = found({}).big_picture.stakes
    assert (plain.power, plain.interest, plain.informed) == (None, exactly(3), False)


def test_wedges_are_found_by_issue() -> None:
    """Half a fleet: Cyrene loses 3, Delos gains 2. A grant costs each 4, which Delos bears and Cyrene does not."""
    changes = {
        "parties/delos": {"role": "partner", "tolerance": 4},
        "effects": {"fleet.halved": {"cyrene": -3, "delos": 2}, "money.grant": {"cyrene": -4, "delos": -4}},
        "worth_to_us": {"cyrene": 0, "delos": 0},
    }
    fleet, money = found(changes).big_picture.wedges
    assert (fleet.issue, fleet.option, fleet.gap, fleet.divided, fleet.drop, fleet.rank) == (
        "fleet",
        "halved",
        exactly(5),
        1,
        1,
        1,
    )
    assert (money.issue, money.gap, money.divided, money.drop, money.rank) == ("money", exactly(0), 1, 1, 2)
    assert found({}).big_picture.wedges == (), "one partner is not divided"


def test_likely_agreements_come_first_and_a_package_has_all_its_names() -> None:
    offer = {"offers": {"known": {"package": {"fleet": "halved", "money": "grant"}}}}
    row = likely(offer)
    assert row.names[:2] == ("likely.1", "1") and "offers.known" in row.names
    assert row.chance == 1
    names = [name for each in found(offer).big_picture.packages for name in each.names]
    assert len(names) == len(set(names))
    packages = [tuple(each.package.items()) for each in found(offer).big_picture.packages]
    assert len(packages) == len(set(packages))


def test_beliefs_by_type_weigh_the_gain() -> None:
    """Our no-deal value is 45 if they settle (35 %), else 35: the likely agreement of 42 gains us 3.5 on average, in 65 %."""
    no_deal = {"motive": {"settle": 45, "stall": 35}}
    changes = {"no_deal/aland/value": no_deal, "offers": {"it": {"package": {"fleet": "halved", "money": "grant"}}}}
    changes["effects"], changes["worth_to_us"] = {"fleet.halved": {"cyrene": -8}}, {"cyrene": 1}
    (row,) = [row for row in found(changes).big_picture.packages if "offers.it" in row.names]
    assert (row.gain, row.self_harm_chance) == (exactly(3.5), 1)
    assert row.gain_chance == pytest.approx(0.65)


def test_rows_hold_no_arrays() -> None:
    big = found({}, 20).big_picture
    assert replace(big) == big and not any(isinstance(part, np.ndarray) for row in big.packages for part in vars(row).values())
