# SPDX-License-Identifier: Apache-2.0
"""Posteriors of types and of sources equal those of exact Bayesian networks that know nothing of this engine."""

from math import prod

import numpy as np
import pytest

from engines.intentions.networks import Network, Report, Story, random_story, weighed
from pourparler.engines.intentions import posterior_soundness

STORIES = 260
BATCHES = 13


@pytest.mark.parametrize("batch", range(BATCHES))
def test_beliefs_about_types_and_sources_equal_those_of_a_network(batch: int) -> None:
    for seed in range(batch, STORIES, BATCHES):
        story = random_story(seed)
        found, expected = weighed(story, by_type=seed % 3 == 0), Network(story).answer()
        np.testing.assert_allclose(found.types[0], expected.types, rtol=0, atol=1e-9, err_msg=f"story {seed}")
        for source, states in zip(posterior_soundness(found)[0], expected.soundness, strict=True):
            if states is not None:
                np.testing.assert_allclose(source, states, rtol=0, atol=1e-9, err_msg=f"story {seed}")


def test_the_stories_hold_everything_that_the_oracle_is_for() -> None:
    stories = [random_story(seed) for seed in range(STORIES)]
    reports = [report for story in stories for report in story.reports]
    links = [links for story in stories for links in story.sources]
    counted = {
        "dependent questions": sum(any(story.parents) for story in stories),
        "relays of several hops": sum(len(chain) > 1 and all(len(link) == 2 for link in chain) for chain in links),
        "graded chains": sum(len(chain) > 1 and any(len(link) == 3 for link in chain) for chain in links),
        "several reports of a source": sum(len({r.source for r in s.reports}) < len(s.reports) for s in stories),
        "on several questions": sum(len(report.likelihoods) > 1 for report in reports),
        "said anyway": sum(report.anyway is not None for report in reports),
        "rates of empty reports": sum(report.rate is not None for report in reports),
        "doubtful meaning": sum(report.holds is not None for report in reports),
        "copies": sum(report.copies for report in reports),
        "flat": sum(any(np.ptp(table) == 0 for table in report.likelihoods.values()) for report in reports),
    }
    assert min(counted.values()) >= 100, counted
    said_anyway = [report for report in reports if report.anyway is not None]
    flat = [{q for q, table in report.likelihoods.items() if np.ptp(table) == 0} for report in said_anyway]
    rarer = {
        "said anyway on more questions": sum(len(r.anyway or ()) > len(r.likelihoods) for r in said_anyway),
        "said anyway on fewer": sum(len(r.anyway or ()) < len(r.likelihoods) for r in said_anyway),
        "said anyway where it is flat, and telling elsewhere": sum(
            bool(f & set(r.anyway or ())) and len(f) < len(r.likelihoods) for f, r in zip(flat, said_anyway, strict=True)
        ),
    }
    assert min(rarer.values()) >= 15, rarer


#: Likelihoods, what is said anyway and a stated rate of a report on questions of two and three hypotheses; every number is a
#: chance of the report as it stands, so that nothing has to be agreed on but Bayes' rule.
AS_IT_STANDS: dict[str, tuple[dict[int, list[float]], dict[int, list[float]], float | None]] = {
    "one question": ({0: [0.9, 0.3]}, {0: [0.2, 0.6]}, 0.25),
    "another question": ({0: [0.9, 0.3]}, {1: [0.1, 0.6, 0.4]}, 0.25),
    "more questions": ({0: [0.09, 0.03]}, {0: [0.5, 0.5], 1: [0.9, 0.2, 0.4]}, 0.25),
    "more questions, and the default rate": ({0: [0.09, 0.03]}, {0: [0.7, 0.5], 1: [0.9, 0.2, 0.4]}, None),
    "more questions, and sure of it": ({1: [0.01, 0.03, 0.02]}, {0: [1.0, 1.0], 1: [1.0, 1.0, 1.0]}, 0.5),
    "both questions": ({0: [0.9, 0.3], 1: [0.2, 0.8, 0.5]}, {0: [0.4, 0.5], 1: [0.9, 0.2, 0.4]}, None),
    "both, and flat on one": ({0: [0.09, 0.03], 1: [0.9, 0.9, 0.9]}, {0: [0.4, 0.5], 1: [0.9, 0.2, 0.4]}, None),
}


@pytest.mark.parametrize("by_type", [False, True])
@pytest.mark.parametrize("name", AS_IT_STANDS)
def test_what_is_said_anyway_is_as_likely_as_it_is_stated(name: str, by_type: bool) -> None:
    """Bayes' rule over types and states, where a deceptive source reports with the product of what is stated, and no more."""
    likelihoods, anyway, rate = AS_IT_STANDS[name]
    priors = (np.array([0.3, 0.7]), np.array([0.2, 0.5, 0.3]))
    sound, said = ({question: np.array(table) for question, table in tables.items()} for tables in (likelihoods, anyway))
    states = (0.5, 0.2, 0.3)
    if by_type and name == "another question":
        return  # tables by type do not say which question they are of
    found = weighed(Story(priors, ((), ()), ((states,),), (Report(0, sound, said, rate),)), by_type=by_type)
    expected = np.zeros((2, 3))
    predicted = prod(float(priors[question] @ table) for question, table in sound.items())
    for at in np.ndindex(2, 3):
        by_state = (
            prod(table[at[question]] for question, table in sound.items()),
            predicted if rate is None else rate,
            prod(table[at[question]] for question, table in said.items()),
        )
        expected[at] = priors[0][at[0]] * priors[1][at[1]] * sum(p * c for p, c in zip(states, by_state, strict=True))
    np.testing.assert_allclose(found.types[0], (expected / expected.sum()).reshape(-1), rtol=0, atol=1e-12)
