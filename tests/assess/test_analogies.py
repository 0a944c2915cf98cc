# SPDX-License-Identifier: Apache-2.0
"""Analogies in an assessment: shown only once tallied, beside the reference class, and a prior only where the case says so."""

from typing import Any

import numpy as np
import pytest

from assess.variations import case_of
from case.test_analogies import BASE, OPEN, SHOWN, THREE, rated
from pourparler.assess import assess
from pourparler.assess.assessment import Assessment
from pourparler.briefing.compose import compose
from pourparler.briefing.terminal import render
from pourparler.case.analogies import BY_ANALOGY
from pourparler.engines.intentions import score_interval

LIKE = {"name": "accords/full/ended", "hypothesis": "yes"}


def found(worlds: int = 16, **question: Any) -> Assessment:
    held = {"hypotheses": OPEN, "analogies": {"ratings": THREE, "tallied": SHOWN}, "reference_class": LIKE} | question
    return assess(case_of({**BASE, "questions": {"q": held}}), digest="", version="", worlds=worlds)


def brief(result: Assessment) -> str:
    return " ".join(render(compose(result), width=20_000, full=True).split())


def test_the_tally_stands_beside_the_class_and_moves_nothing() -> None:
    result = found()
    (row,) = result.record.analogies
    assert (row.ratings, row.experts, row.cases, row.taken, row.tallied_on) == (3, 2, 2, False, "2031-03-04")
    yes, no = row.rows
    # X is (7 + 5) / 2 alike and came to yes twice over; Y is 7 alike and came to no
    assert (yes.weighted, yes.share, yes.closest) == pytest.approx((6 / 13, 1 / 2, 0.75))
    assert (yes.weighted_low, yes.weighted_high) == pytest.approx(score_interval(6 / 13, 169 / 85))
    (beside,) = yes.beside
    assert (beside.name, beside.n, beside.lies) == ("accords/full/ended", 71, "overlaps") and no.beside == ()
    without = found(analogies={"ratings": THREE})
    assert result.intentions[0].prior == without.intentions[0].prior
    text = brief(result)
    assert (
        "No probability is taken from them" in text
        and "accords/full/ended, n 71: 24% (16% to 35%); the intervals overlap" in text
    )
    assert "Civil wars, not disputes between states or firms." in text and "UCDP" in text


def test_before_the_tally_nothing_of_it_is_told() -> None:
    result = found(analogies={"ratings": THREE})
    (row,) = result.record.analogies
    assert (row.ratings, row.rows, row.rated, row.effective) == (3, (), (), None)
    assert "The tally has not been shown" in brief(result) and "closest" not in brief(result)


def test_a_prior_is_taken_only_by_name() -> None:
    taken = found(2000, prior_from=[BY_ANALOGY])
    (prior,) = (row.prior for row in taken.intentions if row.hypothesis == "yes")
    n = 169 / 85
    # each hypothesis is drawn from its beta distribution, then both are scaled to one in each world
    rng = np.random.default_rng(5)
    yes = rng.beta(6 / 13 * n + 0.5, 7 / 13 * n + 0.5, 200_000)
    no = rng.beta(7 / 13 * n + 0.5, 6 / 13 * n + 0.5, 200_000)
    assert prior.mean == pytest.approx(float((yes / (yes + no)).mean()), abs=0.02)
    assert prior.high - prior.low > 0.3
    assert "taken from the weighted shares" in brief(taken) and taken.record.analogies[0].taken


def test_a_prior_is_as_wide_as_so_few_effective_cases_leave_it() -> None:
    ratings = rated({"similarity": 10}, {"case": "Y", "came": "no", "similarity": 1}, {"case": "Z", "similarity": 1})
    shown = {"on": "2031-03-04", "sealed": ratings[-1]["sealed"]}
    taken = found(2000, analogies={"ratings": ratings, "tallied": shown}, prior_from=[BY_ANALOGY])
    (prior,) = (row.prior for row in taken.intentions if row.hypothesis == "yes")
    n = 144 / 102  # (10 + 1 + 1)² / (10² + 1 + 1): three cases, one of which carries nearly all
    rng = np.random.default_rng(5)
    yes, no = (rng.beta(share * n + 0.5, (1 - share) * n + 0.5, 200_000) for share in (11 / 12, 1 / 12))
    low, high = np.quantile(yes / (yes + no), [0.05, 0.95])
    assert (prior.low, prior.high) == pytest.approx((float(low), float(high)), abs=0.03)
