# SPDX-License-Identifier: Apache-2.0
"""Weights of reports and sources: as leaving each out changes beliefs, where hundreds of strong reports lie too."""

from math import fsum

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
from pourparler.engines.intentions.partitions import odds

BLOCKS = "pourparler.engines.intentions.weights.CELLS_AT_A_TIME"


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


def by_hand(likelihoods: list[list[np.ndarray]], soundness: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Return log10 odds of every type, [world, type], from reports by source, in extended precision and without logarithms."""
    weight = prior.astype(np.longdouble)
    for source, reports in enumerate(likelihoods):
        sound, empty = np.ones_like(weight), np.ones((len(weight), 1), np.longdouble)
        for report in reports:
            sound = sound * report
            empty = empty * (prior.astype(np.longdouble) * report).sum(axis=1, keepdims=True)
        states = soundness[:, source].astype(np.longdouble)
        weight = weight * (states[:, [0]] * sound + states[:, [1]] * empty + states[:, [2]] * empty)
    others = np.stack([np.delete(weight, place, axis=1).sum(axis=1) for place in range(weight.shape[1])], axis=1)
    return np.asarray(np.log10(weight / others))


@pytest.mark.parametrize("types", [2, 3, 8, 9, 16, 17, 64])
def test_weights_equal_extended_precision_however_many_hypotheses_and_worlds(types: int) -> None:
    """So many worlds that they are taken in several blocks, some in which one hypothesis has nearly everything."""
    draw = np.random.default_rng(types)
    worlds, sources = 2**16 // types + 3, 2
    prior = draw.dirichlet(np.full(types, 0.02), worlds).clip(1e-12)
    prior /= prior.sum(axis=1, keepdims=True)
    soundness = draw.dirichlet(np.ones(3), (worlds, sources))
    tables = [[draw.uniform(0.001, 1, (worlds, types)) for _ in range(2)] for _ in range(sources)]
    reports = [Observation((table,), source, None, None, (0,)) for source, said in enumerate(tables) for table in said]
    index = np.arange(types)[None]
    found = weights_of_evidence(prior, reports, soundness, np.eye(types, dtype=np.bool_), index)
    now = by_hand(tables, soundness, prior)
    for number, weight in enumerate(found):
        source, place = divmod(number, 2)
        rest = [said if n != source else said[:place] + said[place + 1 :] for n, said in enumerate(tables)]
        expected = 10 * (now - by_hand(rest, soundness, prior))
        np.testing.assert_allclose(weight, expected.astype(np.float64), rtol=1e-12, atol=1e-12)


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 40).flatmap(lambda n: st.lists(st.floats(-200, 0), min_size=n, max_size=n)))
def test_odds_of_what_is_tiny_are_as_exact_as_those_of_what_is_large(exponents: list[float]) -> None:
    sums = 10 ** np.array([exponents, exponents[::-1]])
    expected = [[x / fsum(np.delete(row, place)) for place, x in enumerate(row)] for row in sums]
    np.testing.assert_allclose(odds(sums), expected, rtol=1e-13)


@pytest.mark.parametrize("count", [2, 3, 8, 9, 40])
def test_odds_of_what_is_nearly_certain_are_exact(count: int) -> None:
    row = np.full(count, 1e-30)
    row[1] = 1
    found = odds(np.stack([row, row[::-1]]))
    assert found[0, 1] == found[1, -2] == pytest.approx(1e30 / (count - 1), rel=1e-14)
    assert found[0, 0] == found[1, -1] == pytest.approx(1e-30, rel=1e-14)


def test_odds_of_what_is_certain_are_infinite_and_of_what_is_not_there_none() -> None:
    for count in (2, 3, 12):
        sure = np.zeros((2, count))
        sure[0, 1] = 1
        found = odds(sure)
        assert found[0].tolist() == [np.inf if place == 1 else 0 for place in range(count)]
        assert np.isnan(found[1]).all()


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


@pytest.mark.parametrize("hypotheses", [(3,), (3, 2), (12,)])
def test_in_which_blocks_worlds_are_taken_changes_nothing(hypotheses: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """With chances of none and of certainty, so that some worlds rule things out, or everything."""
    draw = np.random.default_rng(len(hypotheses))
    worlds, index = 40, np.indices(hypotheses).reshape(len(hypotheses), -1)
    prior = draw.dirichlet(np.ones(index.shape[1]), worlds)
    reports = []
    for number in range(8):
        tables = tuple(draw.choice([0, 0.2, 0.7, 1], (worlds, count), p=[0.4, 0.3, 0.2, 0.1]) for count in hypotheses)
        reports.append(Observation(tables, number % 3, None, None, tuple(range(len(hypotheses)))))
    soundness = draw.choice([0.5, 1], (worlds, 3), p=[0.2, 0.8])[..., None] * [1, -1, 0] + [0, 1, 0]
    membership = np.eye(index.shape[1], dtype=np.bool_)
    found = posterior(prior, reports, soundness, index)

    def weighed() -> tuple[Array, Array]:
        items = weights_of_evidence(prior, reports, soundness, membership, index, found)
        return items, weights_of_sources(found, membership)

    at_once = weighed()
    monkeypatch.setattr(BLOCKS, 3 * index.shape[1])
    for whole, blocks in zip(at_once, weighed(), strict=True):
        np.testing.assert_allclose(blocks, whole, rtol=1e-12, atol=1e-12)
    assert found.contradicted.any() and not found.contradicted.all()


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
