# SPDX-License-Identifier: Apache-2.0
"""Posteriors of types and of sources equal those of exact Bayesian networks that know nothing of this engine."""

import numpy as np
import pytest

from engines.intentions.networks import Network, random_story, weighed
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
