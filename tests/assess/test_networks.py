# SPDX-License-Identifier: Apache-2.0
"""From the file of a case to beliefs: as an exact Bayesian network of the same story has them."""

import numpy as np
import pytest

from assess.variations import assessed
from engines.intentions.networks import Network, Story, as_case, names_of, random_story

STORIES = 120
BATCHES = 12


def marginals(story: Story, types: np.ndarray) -> dict[tuple[str, str], float]:
    """Return the belief in each hypothesis of each question from that in types."""
    joint = types.reshape(story.counts)
    every = range(len(story.counts))
    return {
        (f"q{q}", name): float(joint.sum(axis=tuple(other for other in every if other != q))[place])
        for q in every
        for place, name in enumerate(names_of(story)[q])
    }


@pytest.mark.parametrize("batch", range(BATCHES))
def test_beliefs_of_a_case_equal_those_of_a_network(batch: int) -> None:
    for seed in range(batch, STORIES, BATCHES):
        story = random_story(seed, depends=False, doubtful=False)
        found = assessed(as_case(story))
        answer = Network(story).answer()
        expected = marginals(story, answer.types)
        beliefs = {(row.question, row.hypothesis): row.posterior.mean for row in found.intentions}
        assert beliefs == pytest.approx(expected, rel=0, abs=1e-9), f"story {seed}"
        said = {report.source for report in story.reports}
        sound = {row.source: row.sound_now.mean for row in found.sources if row.sound_now is not None}
        for source, states in enumerate(answer.soundness):
            if states is not None and source in said:
                assert sound[f"s{source}"] == pytest.approx(states[0], rel=0, abs=1e-9), f"story {seed}"
        copies = {row.id for row in found.evidence if row.copy_of is not None}
        assert copies == {f"r{number}c{copy}" for number, r in enumerate(story.reports) for copy in range(r.copies)}
