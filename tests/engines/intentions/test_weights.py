# SPDX-License-Identifier: Apache-2.0
"""Weights of reports and sources: as leaving each out changes beliefs, where hundreds of strong reports lie too."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.intentions.networks import random_story, told_to_the_engine
from engines.intentions.oracle import Array, Inquiry, inquiries
from pourparler.engines.intentions import (
    Observation,
    Posterior,
    hypothesis_probabilities,
    posterior,
    posterior_soundness,
    weights_of_evidence,
    weights_of_sources,
    with_source,
)


def decibans(found: Posterior, membership: np.ndarray) -> Array:
    inside = hypothesis_probabilities(found.types, membership)
    with np.errstate(divide="ignore"):
        return 10 * np.clip(np.log10(inside / hypothesis_probabilities(found.types, ~membership)), -30, 30)


@pytest.mark.parametrize("seed", range(0, 200, 8))
def test_weights_are_what_leaving_each_out_changes(seed: int) -> None:
    told = told_to_the_engine(random_story(seed))
    types = told.prior.shape[1]
    # Hypotheses of every question, single types, and one that excludes no other.
    rows = [told.index[q] == h for q in range(len(told.index)) for h in range(told.index[q].max() + 1)]
    membership = np.stack([*rows, *np.eye(types, dtype=np.bool_), np.arange(types) % 2 == 0])
    whole = posterior(told.prior, told.reports, told.soundness, told.index)
    now = decibans(whole, membership)
    weights = weights_of_evidence(told.prior, told.reports, told.soundness, membership, told.index, whole)
    for number, weight in enumerate(weights):
        rest = [report for place, report in enumerate(told.reports) if place != number]
        without = decibans(posterior(told.prior, rest, told.soundness, told.index), membership)
        np.testing.assert_allclose(weight, now - without, rtol=0, atol=1e-9)
    for source, weight in enumerate(weights_of_sources(whole, membership)):
        rest = [report for report in told.reports if report.source != source]
        without = decibans(posterior(told.prior, rest, told.soundness, told.index), membership)
        np.testing.assert_allclose(weight, now - without, rtol=0, atol=1e-9)


@settings(max_examples=50, deadline=None)
@given(inquiries(least_reports=1), st.integers(0, 2))
def test_changing_one_source_equals_weighing_all_anew(inquiry: Inquiry, which: int) -> None:
    source = which % inquiry.soundness.shape[1]
    other = np.roll(inquiry.soundness[:, source], 1, axis=-1)
    soundness = inquiry.soundness.copy()
    soundness[:, source] = other
    theirs = [observation for observation in inquiry.observations if observation.source == source]
    kept = theirs[: len(theirs) // 2]
    rest = [observation for observation in inquiry.observations if observation.source != source]
    found = with_source(inquiry.solve(), source, kept, other)
    expected = Inquiry(inquiry.prior, (*rest, *kept), soundness).solve()
    assert found.types.tobytes() == expected.types.tobytes()


def test_hundreds_of_strong_reports_of_one_source_neither_overflow_nor_vanish() -> None:
    """A rare hypothesis, and 400 reports that are 450 times likelier under it: its odds are those of the empty reports."""
    prior = np.array([[0.001, 0.999]])
    report = Observation((np.array([[0.9, 0.002]]),), 0)
    rate = 0.001 * 0.9 + 0.999 * 0.002
    found = posterior(prior, [report] * 400, np.array([[[0.5, 0.5, 0.0]]]))
    assert found.types[0].tolist() == [1.0, pytest.approx(0, abs=1e-300)]
    assert not found.contradicted.any()
    assert posterior_soundness(found)[0, 0].tolist() == pytest.approx([1, 0, 0])
    membership = np.eye(2, dtype=np.bool_)
    few = posterior(prior, [report] * 2, np.array([[[0.5, 0.5, 0.0]]])).types[0]
    odds = 0.001 / 0.999 * (0.9**2 + rate**2) / (0.002**2 + rate**2)
    assert few[0] / few[1] == pytest.approx(odds, rel=1e-12)
    weights = weights_of_evidence(prior, [report] * 400, np.array([[[0.5, 0.5, 0.0]]]), membership)
    assert np.isfinite(weights).all()


def test_a_source_that_settles_a_question_weighs_much() -> None:
    sure, doubtful = [1.0, 0.0, 0.0], [0.5, 0.5, 0.0]
    settles = Observation((np.array([[1.0, 0.0]]),), 0)
    speaks = Observation((np.array([[0.2, 0.8]]),), 1)
    found = posterior(np.array([[0.5, 0.5]]), [settles, speaks], np.array([[sure, doubtful]]))
    weights = weights_of_sources(found, np.eye(2, dtype=np.bool_))[:, 0]
    # Without the first the odds are 0.35 to 0.65; without the second nothing changes any more.
    without = 10 * np.log10(0.35 / 0.65)
    assert weights[0] == pytest.approx([300 - without, -300 + without])
    assert weights[1].tolist() == [0, 0]
