# SPDX-License-Identifier: Apache-2.0
"""Actors on a line and votes studied alone: every number beside the engine or by hand, and what there is none of."""

from fractions import Fraction

import pytest

from pourparler.assess.line_study import Unsettled, study_line, study_vote
from pourparler.errors import EngineInputError
from pourparler.exchange import StatedActor, StatedInfluence, StatedLine, StatedVote


def line(*rows: tuple[str, int, int, str], votes: Fraction | None = None, no_agreement: Fraction | None = None) -> StatedLine:
    actors = (StatedActor(n, Fraction(c), Fraction(x), Fraction(s), votes, no_agreement) for n, c, x, s in rows)
    return StatedLine("cap", tuple(actors))


CAP = line(("aland", 60, 80, "0.9"), ("borea", 30, 45, "0.5"), ("cyrene", 20, 20, "0.8"))


def test_by_hand() -> None:
    # Weights 54, 15 and 16: mean (54 * 80 + 15 * 45 + 16 * 20) / 85; more than half lies with the first.
    found = study_line(CAP, rounds=3, aim="aland")
    assert found.mean == pytest.approx(5315 / 85) and found.median == 80
    assert len(found.challenge.rounds) == 3 and [row.reading for row in found.challenge.readings] == ["turned", "least_move"]
    by_name = {row.actor: row for row in found.levers}
    assert by_name["cyrene"].share == pytest.approx(16 / 85)
    assert by_name["cyrene"].mean.joined == pytest.approx((5315 + 16 * 60) / 85)
    assert by_name["cyrene"].gain == pytest.approx(16 * 60 / 85)
    assert by_name["cyrene"].move_needed == pytest.approx((80 - 5315 / 85) * 85 / 16)
    assert [row.actor for row in found.levers] == ["cyrene", "borea", "aland"]
    assert found.agreement is None and found.influence is None


def test_other_readings_of_the_challenge_model_are_told_on_the_scale_as_it_was_given() -> None:
    """One yields to a stronger one: with the scale turned, and by the least move, it ends where it ends as published."""
    two = line(("aland", 90, 80, "1"), ("borea", 10, 20, "0.5"))
    found = study_line(two, rounds=2).challenge
    assert [row.mean for row in found.readings] == pytest.approx([found.rounds[-1].mean] * 2)
    assert [row.median for row in found.readings] == [80, 80]
    assert 20 <= found.rounds[-1].mean <= 80


def test_a_quota_of_more_than_half_is_found_in_the_unit_of_the_weights() -> None:
    """Halves, thirds and sixths: one in all, in sixths; more than half are four of them."""
    actors = (StatedActor(n, Fraction(1, part), Fraction(1), Fraction(1)) for n, part in (("a", 2), ("b", 3), ("c", 6)))
    power = study_line(StatedLine("parts", tuple(actors))).power
    assert power is not None and power.rules[0].quota == "2/3"


def test_without_an_aim_levers_are_ordered_by_their_pull() -> None:
    found = study_line(CAP)
    pulls = {row.actor: row.gain for row in found.levers}
    assert pulls["aland"] == pytest.approx(5315 / 85 - (675 + 320) / 31)
    assert [row.actor for row in found.levers] == sorted(pulls, key=lambda name: -abs(pulls[name]))
    assert all(row.move_needed is None and row.mean.joined is None for row in found.levers)


def test_power_counts_votes_where_they_are_stated_and_capability_else() -> None:
    power = study_line(CAP).power
    assert power is not None and power.rules[0].assumed and power.rules[0].quota == "60"  # more than 55, in tens
    assert power.shapley_shubik == ("1", "0", "0")
    voted = study_line(line(("aland", 60, 80, "0.9"), ("borea", 30, 45, "0.5"), votes=Fraction(1)), quota=Fraction(2)).power
    assert voted is not None and voted.shapley_shubik == ("1/2", "1/2") and not voted.rules[0].assumed
    veto = study_line(CAP, vetoes=["cyrene"]).power
    assert veto is not None and veto.shapley_shubik == ("1/2", "0", "1/2") and veto.vetoes == ("cyrene",)


def test_what_cannot_be_counted_is_said() -> None:
    nobody = study_line(line(("aland", 0, 1, "1"), ("borea", 0, 3, "1")))
    assert nobody.power is None and "nobody has any" in str(nobody.why) and nobody.mean == 2
    crowd = StatedLine("crowd", tuple(StatedActor(f"a{n}", Fraction(1), Fraction(n), Fraction(1)) for n in range(63)))
    found = study_line(crowd, rounds=1)
    assert found.power is None and "62 players" in str(found.why)
    with pytest.raises(EngineInputError, match="62 players"):
        study_line(crowd, rounds=1, quota=Fraction(40))


def test_agreement_where_all_expect_something() -> None:
    rows = (("aland", 1, 0, "1"), ("borea", 1, 10, "1"))
    found = study_line(line(*rows, no_agreement=Fraction(12))).agreement
    assert found is not None and found.zone == (8, 12)
    assert found.nash == pytest.approx(10) and found.kalai_smorodinsky == pytest.approx(28 / 3)
    none = study_line(line(("a", 1, 0, "1"), ("b", 1, 10, "1"), no_agreement=Fraction(5))).agreement
    assert none is not None and none.zone == (5, 5)
    some = StatedLine("some", (StatedActor("a", Fraction(1), Fraction(0), Fraction(1), None, Fraction(1)), CAP.actors[1]))
    assert study_line(some).agreement is None, "where not all say what they expect nothing is told"
    actors = (StatedActor("a", Fraction(1), Fraction(0), Fraction(1), None, Fraction(1)),
              StatedActor("b", Fraction(1), Fraction(10), Fraction(1), None, Fraction(9)))  # fmt: skip
    apart = study_line(StatedLine("apart", actors)).agreement
    assert apart is not None and apart.zone is None and apart.nash is None


def test_influence_settles_or_is_refused() -> None:
    half = StatedInfluence({"cyrene": {"aland": Fraction(1, 2)}})
    found = study_line(CAP, influence=half).influence
    assert found is not None and found.positions == pytest.approx((80, 45, 50))
    assert found.mean == pytest.approx((4320 + 675 + 16 * 50) / 85)
    round_and_round = StatedInfluence({"aland": {"cyrene": Fraction(1)}, "cyrene": {"aland": Fraction(1)}})
    with pytest.raises(Unsettled, match="never settle"):
        study_line(CAP, influence=round_and_round)


def test_a_vote_alone_under_one_rule_and_two() -> None:
    weights = tuple(map(Fraction, (4, 4, 4, 2, 2, 1)))
    players = tuple("abcdef")
    found = study_vote(StatedVote("council", players, ((weights, Fraction(12)),))).power
    assert found.shapley_shubik == ("7/30", "7/30", "7/30", "3/20", "3/20", "0")
    assert found.banzhaf == ("5/21", "5/21", "5/21", "1/7", "1/7", "0")
    other = study_vote(StatedVote("council", players, ((weights, Fraction(9)),)), Fraction(12)).power
    assert other == found
    heads = tuple(map(Fraction, (1,) * 6))
    both = study_vote(StatedVote("council", players, ((weights, Fraction(12)), (heads, None)))).power
    assert [rule.quota for rule in both.rules] == ["12", "4"] and both.shapley_shubik[5] != "0"


def test_indices_that_are_stated_are_compared_with_those_found() -> None:
    thirds = (Fraction(1, 3),) * 3
    rules = (((Fraction(1),) * 3, Fraction(2)),)
    assert study_vote(StatedVote("v", tuple("abc"), rules, (), {"shapley_shubik": thirds})).stated == {"shapley_shubik": True}
    halves = {"shapley_shubik": thirds, "banzhaf": (Fraction(1, 2), Fraction(1, 2), Fraction(0)), "banzhaf_absolute": thirds}
    found = study_vote(StatedVote("v", tuple("abc"), rules, (), halves)).stated
    assert found == {"shapley_shubik": True, "banzhaf": False, "banzhaf_absolute": False}
