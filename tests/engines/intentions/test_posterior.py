# SPDX-License-Identifier: Apache-2.0
"""Probabilities of types: joint enumeration, order, flat and empty reports, and the bound on what one item can do."""

from math import log10

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.intentions.oracle import Array, Inquiry, chances, inquiries, joint_enumeration
from pourparler.engines.intentions import Observation, hypothesis_probabilities, posterior, type_prior, weights_of_evidence
from pourparler.errors import EngineInputError

SURELY_SOUND = np.array([[[1.0, 0.0, 0.0]]])


def one_world(*values: float) -> Array:
    return np.array([values])


@settings(max_examples=150, deadline=None)
@given(inquiries())
def test_the_posterior_matches_joint_enumeration(inquiry: Inquiry) -> None:
    found = inquiry.solve()
    np.testing.assert_allclose(found.types, joint_enumeration(inquiry), rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.types.sum(axis=1), 1, rtol=0, atol=1e-12)
    assert found.prior is inquiry.prior


@settings(max_examples=40, deadline=None)
@given(inquiries(), st.integers(0, 2**32 - 1))
def test_the_posterior_matches_where_types_and_states_are_impossible(inquiry: Inquiry, seed: int) -> None:
    generator = np.random.default_rng(seed)
    prior = inquiry.prior * (generator.random(inquiry.prior.shape) < 0.6)
    prior[:, -1] += 0.1
    soundness = inquiry.soundness * (generator.random(inquiry.soundness.shape) < 0.6)
    soundness[:, :, 1] += 0.1
    inquiry = Inquiry(
        prior / prior.sum(axis=1, keepdims=True),
        inquiry.observations,
        soundness / soundness.sum(axis=2, keepdims=True),
    )
    np.testing.assert_allclose(inquiry.types(), joint_enumeration(inquiry), rtol=0, atol=1e-12)
    assert (inquiry.types()[prior == 0] == 0).all()


@settings(max_examples=50, deadline=None)
@given(inquiries(least_reports=2), st.data())
def test_the_order_of_reports_does_not_matter(inquiry: Inquiry, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(inquiry.observations))))
    shuffled = inquiry.with_observations(*(inquiry.observations[i] for i in order))
    np.testing.assert_allclose(shuffled.types(), inquiry.types(), rtol=0, atol=1e-13)
    np.testing.assert_allclose(shuffled.weights(), inquiry.weights()[order], rtol=0, atol=1e-10)


@settings(max_examples=50, deadline=None)
@given(inquiries(), st.floats(0.001, 0.999), st.integers(0, 2))
def test_a_flat_report_weighs_exactly_nothing_whatever_its_level(inquiry: Inquiry, level: float, source: int) -> None:
    flat = np.full(inquiry.prior.shape, level)
    item = Observation((flat,), min(source, inquiry.soundness.shape[1] - 1))
    with_it = inquiry.with_observations(*inquiry.observations, item)
    assert with_it.types().tobytes() == inquiry.types().tobytes()
    assert (with_it.weights()[-1] == 0.0).all()
    assert not np.signbit(with_it.weights()[-1]).any()


@settings(max_examples=50, deadline=None)
@given(inquiries(), st.floats(0.001, 0.999), st.integers(0, 2), st.booleans(), st.booleans())
def test_a_report_as_likely_in_every_state_and_type_weighs_exactly_nothing(
    inquiry: Inquiry, level: float, source: int, rated: bool, scripted: bool
) -> None:
    # The level written out for empty and deceptive sources too: the report then tells nothing of its source either.
    flat = np.full(inquiry.prior.shape, level)
    rate = np.full(len(flat), level) if rated else None
    item = Observation((flat,), min(source, inquiry.soundness.shape[1] - 1), (flat,) if scripted else None, rate)
    with_it = inquiry.with_observations(*inquiry.observations, item)
    assert with_it.types().tobytes() == inquiry.types().tobytes()
    assert (with_it.weights()[-1] == 0.0).all()


@pytest.mark.parametrize("types", [*range(1, 20), 33, 64])
def test_a_flat_report_alone_with_its_source_weighs_nothing_at_any_number_of_types(types: int) -> None:
    # Whatever an empty source would say, a report that is flat in the types leaves them alone: at every width of a vector.
    generator = np.random.default_rng(types)
    prior = generator.dirichlet(np.ones(types), 7)
    soundness = generator.dirichlet(np.ones(3), (7, 2))
    telling = Observation((chances(generator, 7, types),), 0)
    flat = Observation((np.repeat(chances(generator, 7, 1), types, axis=1),), 1, None, chances(generator, 7))
    before = posterior(prior, [telling], soundness).types
    assert posterior(prior, [telling, flat], soundness).types.tobytes() == before.tobytes()
    weights = weights_of_evidence(prior, [telling, flat], soundness, np.eye(types, dtype=np.bool_))
    assert (weights[1] == 0.0).all()


@settings(max_examples=40, deadline=None)
@given(inquiries(least_reports=1, custom_levels=False))
def test_sources_that_are_never_sound_tell_nothing(inquiry: Inquiry) -> None:
    soundness = inquiry.soundness.copy()
    soundness[:, :, 1] += soundness[:, :, 0]
    soundness[:, :, 0] = 0
    silent = Inquiry(inquiry.prior, inquiry.observations, soundness)
    assert silent.types().tobytes() == silent.with_observations().types().tobytes()
    assert (silent.weights() == 0).all()


@settings(max_examples=40, deadline=None)
@given(inquiries(custom_levels=False), st.integers(0, 2**32 - 1))
def test_by_default_a_deceptive_source_cannot_be_told_from_an_empty_one(inquiry: Inquiry, seed: int) -> None:
    share = np.random.default_rng(seed).random(inquiry.soundness.shape[:2])
    moved = inquiry.soundness.copy()
    unsound = moved[:, :, 1] + moved[:, :, 2]
    moved[:, :, 1], moved[:, :, 2] = unsound * share, unsound * (1 - share)
    np.testing.assert_allclose(Inquiry(inquiry.prior, inquiry.observations, moved).types(), inquiry.types(), rtol=0, atol=1e-12)


@settings(max_examples=50, deadline=None)
@given(inquiries(custom_levels=False))
def test_a_source_moves_the_odds_by_at_most_the_stated_likelihood_ratio_of_all_it_said(inquiry: Inquiry) -> None:
    found = inquiry.solve()
    for source in range(inquiry.soundness.shape[1]):
        said = np.ones_like(inquiry.prior)
        for observation in inquiry.observations:
            if observation.source == source:
                said = said * np.prod(observation.likelihoods, axis=0)
        stated = np.log(said[:, :, None] / said[:, None, :])
        level = found.log_likelihood[source]
        moved = level[:, :, None] - level[:, None, :]
        # Between nothing and the stated ratio, and on the same side.
        assert (moved * stated >= -1e-12).all()
        assert (np.abs(moved) <= np.abs(stated) + 1e-12).all()


@settings(max_examples=40, deadline=None)
@given(inquiries(least_reports=1, most_sources=1, custom_levels=False))
def test_one_report_moves_the_odds_by_at_most_its_own_ratio(inquiry: Inquiry) -> None:
    alone = inquiry.with_observations(inquiry.observations[0])
    stated = np.prod(alone.observations[0].likelihoods, axis=0)
    odds = alone.types() / alone.prior
    # Against any other type; posterior over prior is the relative likelihood that has come through.
    bound = np.abs(np.log(stated[:, :, None] / stated[:, None, :]))
    assert (np.abs(np.log(odds[:, :, None] / odds[:, None, :])) <= bound + 1e-12).all()


@settings(max_examples=40, deadline=None)
@given(inquiries(least_reports=1))
def test_weights_are_what_leaving_one_out_changes_in_decibans(inquiry: Inquiry) -> None:
    types = inquiry.prior.shape[1]
    membership = np.array([np.arange(types) % 2 == 0, np.arange(types) == 0])
    found = weights_of_evidence(inquiry.prior, inquiry.observations, inquiry.soundness, membership)
    assert found.shape == (len(inquiry.observations), 2, 2)
    whole = joint_enumeration(inquiry)
    for left_out in range(len(inquiry.observations)):
        rest = joint_enumeration(inquiry.with_observations(*np.delete(np.array(inquiry.observations), left_out)))
        for world in range(2):
            for place, members in enumerate(membership):
                after, before = (sum(np.array(table[world])[members].tolist()) for table in (whole, rest))
                expected = 10 * (log10(after / (1 - after)) - log10(before / (1 - before)))
                assert found[left_out, world, place] == pytest.approx(expected, abs=1e-8)


def test_hypotheses_add_up_their_types() -> None:
    types = np.array([[0.1, 0.2, 0.3, 0.4]])
    membership = np.array([[True, True, False, False], [False, True, False, True], [False] * 4, [True] * 4])
    np.testing.assert_allclose(hypothesis_probabilities(types, membership), [[0.3, 0.6, 0, 1]], atol=1e-15)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=3), st.integers(0, 2**32 - 1))
def test_the_prior_of_types_matches_a_loop(hypotheses: list[int], seed: int) -> None:
    generator = np.random.default_rng(seed)
    per_question = [generator.dirichlet(np.ones(count), 2) for count in hypotheses]
    found = type_prior(per_question)
    for world in range(2):
        for kind, members in enumerate(np.ndindex(*hypotheses)):
            expected = np.prod([per_question[q][world, h] for q, h in enumerate(members)])
            assert found[world, kind] == pytest.approx(expected, rel=1e-14)


def test_the_worked_example() -> None:
    report = Observation((one_world(0.9, 0.3),), 0)
    doubtful = Inquiry(one_world(0.25, 0.75), (report,), np.array([[[0.4, 0.4, 0.2]]]))
    assert doubtful.types()[0, 0] == pytest.approx(0.35, abs=1e-12)
    # 0.63 against 0.39 is a ratio of 1.6154, or 2.0828 dB; a surely sound source would give 3, or 4.77 dB.
    assert doubtful.weights()[0, 0, 0] == pytest.approx(2.0828, abs=0.00005)
    sound = Inquiry(doubtful.prior, (report,), SURELY_SOUND)
    assert sound.weights()[0, 0].tolist() == pytest.approx([4.7712, -4.7712], abs=0.00005)


def test_what_is_certain_cannot_be_moved() -> None:
    report = Observation((one_world(0.9, 0.3),), 0)
    assert Inquiry(one_world(1.0, 0.0), (report,), SURELY_SOUND).types().tolist() == [[1, 0]]
    assert Inquiry(one_world(1.0, 0.0), (report,), SURELY_SOUND).weights().tolist() == [[[0, 0]]]


def test_a_report_that_settles_a_question_weighs_much_and_not_nothing() -> None:
    prior = np.array([[0.5, 0.5]])
    seen = Observation((np.array([[1.0, 0.0]]),), 0)
    sure = np.array([[[1.0, 0.0, 0.0]]])
    weights = weights_of_evidence(prior, [seen], sure, np.eye(2, dtype=np.bool_))
    assert weights[0, 0].tolist() == [300.0, -300.0]


def test_evidence_that_rules_out_every_hypothesis_keeps_the_prior_and_says_so() -> None:
    first = Observation((one_world(1.0, 0.0),), 0)
    second = Observation((one_world(0.0, 1.0),), 0)
    found = posterior(one_world(0.3, 0.7), [first, second], SURELY_SOUND)
    assert found.contradicted.tolist() == [True]
    assert found.types.tolist() == [[0.3, 0.7]]


def test_a_report_that_nothing_explains_is_taken_as_flat() -> None:
    found = posterior(one_world(1.0, 0.0), [Observation((one_world(0.0, 0.5),), 0)], SURELY_SOUND)
    assert found.types.tolist() == [[1.0, 0.0]]
    assert found.contradicted.tolist() == [False]


def test_a_flat_factor_on_a_further_question_changes_nothing() -> None:
    prior = np.full((1, 4), 0.25)
    report, doubtful = np.array([[0.9, 0.9, 0.3, 0.3]]), np.array([[[0.5, 0.3, 0.2]]])
    for level in (0.1, 0.5, 0.9):
        one = Observation((report,), 0, None, np.array([0.6]))
        two = Observation((report, np.full((1, 4), level)), 0, None, np.array([0.6]))
        first, second = (posterior(prior, [item], doubtful).types for item in (one, two))
        assert first == pytest.approx(second, abs=1e-12)


@pytest.mark.parametrize(
    ("prior", "soundness"),
    [
        (np.array([0.5, 0.5]), SURELY_SOUND),
        (np.array([[0.5, 0.5]]), np.array([[1.0, 0.0, 0.0]])),
        (np.array([[0.5, 0.5], [0.5, 0.5]]), SURELY_SOUND),
    ],
)
def test_shapes_that_do_not_fit_are_refused(prior: Array, soundness: Array) -> None:
    with pytest.raises(EngineInputError, match="prior must be"):
        posterior(prior, [], soundness)


def test_without_sources_the_prior_stands() -> None:
    prior = one_world(0.25, 0.75)
    found = posterior(prior, [], np.zeros((1, 0, 3)))
    np.testing.assert_allclose(found.types, prior, atol=1e-15)
    assert found.log_likelihood.shape == (0, 1, 2)


def test_a_report_that_nothing_could_have_caused_weighs_nothing() -> None:
    """A source that never reports anything did: the evidence rules out everything, and the prior is kept."""
    never = np.array([[[0.0, 1.0, 0.0]]])
    said = Observation((np.array([[0.9, 0.1]]),), 0, None, np.zeros(1))
    prior = np.array([[0.5, 0.5]])
    assert weights_of_evidence(prior, [said], never, np.eye(2, dtype=bool)).tolist() == [[[0.0, 0.0]]]
