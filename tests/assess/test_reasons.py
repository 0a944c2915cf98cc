# SPDX-License-Identifier: Apache-2.0
"""The verdict in words: every figure and every "ahead" is the one that was found."""

from typing import Any

import numpy as np
import pytest

from assess.variations import DELETE, assessed, changed, worked_example
from pourparler.assess.assessment import VerdictRow
from pourparler.briefing.names import names_of

CLOSED = {"gate/steps/fix_date": ["mandate.approved"]}
FULL = {"compliance/motive": {"settle": "100%", "stall": "100%"}}


def verdict(changes: dict[str, Any], worlds: int = 1) -> VerdictRow:
    return assessed(changed(worked_example(), changes), worlds=worlds).verdict


def reasons(changes: dict[str, Any]) -> list[str]:
    return [str(reason) for reason in verdict(changes).reasons]


def would_change(changes: dict[str, Any]) -> list[str]:
    return [str(reason) for reason in verdict(changes).would_change]


def test_the_worked_example_in_words() -> None:
    assert reasons({}) == [
        "by the numbers alone, in value points: hold 35.2, forgo 35.0, fix 29.5",
        "hold is ahead of forgo by 0.20 points on average, and in 100.0% of paired worlds",
        "motive: stall is the likeliest, 65% (65% to 65%)",
    ]
    assert would_change({}) == [
        "fixing without moves does not beat forgoing, however likely settle is",
        "fixing with pressure beats forgoing once settle is likelier than 69%",
        "fixing today beats holding once settle is likelier than 91%",
        "sounding is worth at most 0.40 points as knowledge alone",
    ]
    against = "forgo is 0.20 points behind, and ahead in 0% of worlds"
    dearer = "if sounding cost more than 0.40 points, forgo would be the better"
    assert str(verdict({}).against) == f"{against}; {dearer}"


def test_what_cannot_be_valued_is_told_by_the_number_that_is_unknown() -> None:
    found = assessed(changed(worked_example(), {"no_deal/aland/value": "unknown"}))
    told = [names_of(found).told(reason) for reason in found.verdict.reasons]
    blank = [line for line in told if line.startswith("these cannot be valued while no_deal.aland.value is unknown: ")]
    assert len(blank) == 1 and "_" not in blank[0].partition("unknown: ")[2]


def test_actions_of_equal_value_are_not_told_as_if_one_were_ahead() -> None:
    """A step that costs nothing and whose outcomes lead to the same act is worth as much as acting at once."""
    idle = {"reveals": "motive", "outcomes": {"yes": {"settle": 0.5, "stall": 0.5}, "no": "rest"}, "cost": 0, "days": 0}
    told = reasons({"preparation": {"idle": idle}})
    assert told[1] == "hold and forgo are worth the same in every world; of equals the one that keeps more open is advised"
    assert not any("ahead" in reason for reason in told)


def test_the_sounding_named_is_the_one_worth_most() -> None:
    sure = {"reveals": "motive", "outcomes": {"yes": {"settle": 1, "stall": 0}, "no": "rest"}, "cost": 9, "days": 0}
    assert "study is worth at most 1.7 points as knowledge alone" in would_change({"preparation/study": sure})


def test_fixing_that_is_ahead_whatever_they_are_says_so() -> None:
    """Pressed: -8.5 + 0.6 * 70 + 0.4 * 31 if they settle, 39.9 if they stall, against 35."""
    assert "fixing with pressure beats forgoing, however likely settle is" in would_change(FULL)


def test_behind_the_gate_what_the_numbers_say_is_told() -> None:
    """Held, the sounding ends in forgoing: 34.8, behind forgoing at once."""
    told = reasons(CLOSED)
    assert "hold within the gate is behind forgo by 0.20 points on average, and ahead in 0.0% of paired worlds" in told
    against = str(verdict(CLOSED).against)
    assert against == "forgo is worth 0.20 points more by the numbers alone, and is ahead in 100% of worlds"
    assert "hold is ahead of forgo" in reasons({})[1]


def test_the_price_of_waiting_is_told_of_one_condition_and_of_all_together() -> None:
    one = would_change({**FULL, **CLOSED})
    # Fixing at once is worth 42; held, one forgoes: 35.
    assert one[0] == "mandate.approved being met; waiting for it costs 7.0 points"
    assert not any("all of these" in text for text in one)
    both = would_change({**FULL, "gate/steps/fix_date": ["mandate.approved", "day_after.plan"]})
    assert both[:3] == [
        "mandate.approved being met",
        "day_after.plan being met",
        "all of these being met; waiting for them together costs 7.0 points",
    ]


def test_conditions_that_would_not_be_enough_are_told_in_one_sentence() -> None:
    """The numbers favour forgoing: with both conditions met the date would still not be fixed."""
    poor = {"compliance/motive": {"settle": 0, "stall": 0}, "gate/steps/fix_date": ["mandate.approved", "day_after.plan"]}
    told = would_change(poor)
    what = "mandate.approved, day_after.plan being met, which the gate asks for; by the numbers alone it would not be enough"
    assert told[0] == what and sum("being met" in text for text in told) == 1


def test_from_which_likelihood_on_fixing_today_beats_what_is_advised() -> None:
    """Pressed, fixing is worth 39.96 if they settle, 23.94 if they stall; holding ends so, or (evasive) in 35."""
    settle, stall = 39.96, 23.94
    # p settle + (1-p) stall = p (0.85 settle + 0.15 * 35) + (1-p) (0.15 stall + 0.85 * 35) - 0.2
    gain, loss = 0.15 * (settle - 35), 0.85 * (35 - stall)
    p = (loss - 0.2) / (gain + loss)
    assert f"once settle is likelier than {p:.0%}" in would_change({})[2]
    free = {"preparation/sounding/cost": 0, "preparation/sounding/outcomes": {"yes": {"settle": 1, "stall": 0}, "no": "rest"}}
    assert "fixing today is worth less than holding, however likely any one hypothesis is" in would_change(
        {**free, "preparation/sounding/days": 0, "preparation/sounding/reach": "+1%"}
    )
    # Where the numbers favour fixing, or forgoing is advised, nothing is said of it.
    assert not [text for text in would_change({**FULL, **CLOSED}) if text.startswith("fixing today")]
    assert not [text for text in would_change({"preparation": DELETE}) if text.startswith("fixing today")]


def test_the_strongest_rival_is_the_one_that_would_bring_most_where_it_is_ahead() -> None:
    """Meeting is far behind forgoing on average, and far ahead of holding in the worlds in which they keep what they sign."""
    wide = {"compliance/motive": {"settle": "0..100%", "stall": "0..100%"}, "preparation/sounding/cost": 0.1}
    found = assessed(changed(worked_example(), wide), worlds=400)
    rows = {row.action: row.value.mean for row in found.actions if row.value is not None}
    assert found.verdict.action in ("hold", "not_determined") and rows["forgo"] > rows["fix"]
    held = assessed(
        changed(worked_example(), {**wide, **CLOSED, "preparation/vote": {"decides": "mandate", "days": 0}}), worlds=400
    )
    assert held.verdict.action == "hold"
    text = str(held.verdict.against)
    assert text.startswith("fix is ") and "and ahead in" in text
    assert "would be the better" not in text or "forgo would be the better" in text
    assert "in which fix is ahead" in str(held.verdict.wrong_where[0])


def test_a_price_too_small_to_print_is_not_told() -> None:
    """At a price of 11.997 fixing is worth 35.003, three thousandths more than forgoing."""
    small = would_change({**FULL, **CLOSED, "meeting/price/aland": 11.997, "preparation": {}})
    assert small[0] == "mandate.approved being met"


def test_only_conditions_that_no_step_meets_are_lacking() -> None:
    gate = {"gate/steps/fix_date": ["mandate.approved", "day_after.plan"]}
    vote = {"preparation/vote": {"decides": "mandate", "cost": 1, "days": 0}}
    assert "no step of preparation in the case would meet day_after.plan" in reasons({**FULL, **gate, **vote})


def test_waiting_that_costs_is_held_against_holding_and_waiting_that_pays_is_not() -> None:
    """Only forgoing is left to weigh: it falls by half a point a day, or rises by it."""
    trend = "no_deal/aland/per_month"
    assert "each week of waiting costs 3.5 points" in str(verdict({trend: -0.5 * 30.4375}).against)
    assert "waiting" not in str(verdict({trend: 0.5 * 30.4375}).against)
    assert "waiting" not in str(verdict({}).against)


def test_dissent_stands_beside_the_case_against() -> None:
    framings = [{"holder": "the envoy", "says": "they bluff"}, {"holder": "the staff", "says": "they do not"}]
    assert str(verdict({"framings": framings}).against).endswith(
        "; held against it: the envoy: they bluff; the staff: they do not"
    )


def test_the_shares_of_worlds_are_those_in_which_one_is_ahead() -> None:
    """Hold is ahead of forgo exactly where the sounding costs less than 0.39725: for 0 to 0.6, in about two thirds."""
    cost = {"preparation/sounding/cost": "0.1..0.5"}
    found = assessed(changed(worked_example(), cost), worlds=400)
    rows = {row.action: row for row in found.actions}
    share = rows["hold"].best_share
    assert share is not None
    assert 0.5 < share < 0.9
    assert f"and in {share:.1%} of paired worlds" in " ".join(str(r) for r in found.verdict.reasons)


def test_the_monte_carlo_error_falls_with_the_root_of_worlds() -> None:
    """Ours without a deal is uniform over 30 to 40 at the least: its standard deviation over the root of the worlds."""
    data = changed(worked_example(), {"no_deal/aland/value": "30..40", "compliance/motive": {"settle": 0, "stall": 0}})
    found = assessed(changed(data, {"preparation": {}}), worlds=400)
    (row,) = [row for row in found.actions if row.action == "forgo"]
    assert row.value is not None
    assert found.verdict.action == "forgo"
    # 90 % of a normal lies within 1.645 standard deviations: 5 / 1.645 over 20.
    assert found.run.monte_carlo_error == pytest.approx(5 / 1.645 / np.sqrt(400), rel=0.02)


def test_where_the_gate_does_not_bite_nothing_is_said_of_it() -> None:
    """A sounding at 0.6 leaves holding at 34.8, behind forgoing."""
    told = reasons({"preparation/sounding/cost": 0.6})
    assert told[1] == "forgo is ahead of hold by 0.20 points on average, and in 100.0% of paired worlds"


def test_of_many_hypotheses_those_that_can_be_crossed_are_told() -> None:
    """All would agree on withdrawn and grant, pressed, and keep to it with c: fixing is worth 6.3 + 39.6 c, forgoing 35.

    45.9, 41.94, 32.04 and 6.3. Against the average of the others 45.9 crosses at 8.24 / 19.14, 41.94 at 6.92 / 13.86, and
    32.04, ahead of an average of 31.38, nowhere.
    """
    names = ("avid", "bold", "coy", "deaf")
    four = {
        "questions/motive/hypotheses": dict.fromkeys(names, "25%"),
        "compliance/motive": dict(zip(names, ("100%", "90%", "65%", 0), strict=True)),
        "values/borea": {
            "weights": {"fleet": 40, "money": 60},
            "scores": {"fleet": [100, 60, 0], "money": [0, 50, 100]},
        },
        "evidence": DELETE,
        "preparation": DELETE,
    }
    told = would_change(four)
    assert "fixing with pressure beats forgoing once avid is likelier than 43%" in told
    assert "fixing with pressure beats forgoing once bold is likelier than 50%" in told
    assert not any("coy" in text for text in told)
