# SPDX-License-Identifier: Apache-2.0
"""Methods of published tables on intentions: reports, relays, pooled judgements, competing hypotheses, the trust threshold."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from pourparler.engines.intentions import (
    Observation,
    competing_hypotheses,
    pooled,
    posterior,
    relay_rates,
    relay_soundness,
)
from pourparler.engines.readiness import crossings

Given = Mapping[str, Any]
Results = dict[str, Any]


def relayed_report(given: Given) -> Results:
    """A report that a chain of relays passes on, weighed from even odds."""
    hit, false_alarm = relay_rates([(np.array([h]), np.array([f])) for h, f in given["links"]])
    sound, rate = relay_soundness(hit, false_alarm)
    report = Observation((np.array([given["likelihoods"]]),), 0, None, rate)
    states = np.stack([sound, 1 - sound, 0 * sound], axis=1)[:, None, :]
    true, false = posterior(np.array([[0.5, 0.5]]), [report], states).types[0]
    return {"hit": hit[0], "false_alarm": false_alarm[0], "likelihood_ratio": true / false}


def reports_of_sources(given: Given) -> Results:
    """Positive reports, each from a source that is reliable with some chance and otherwise says yes at random."""
    prior = np.array([[given["prior"], 1 - given["prior"]]])
    level = np.array([given["randomisation"]])
    reports = [Observation((np.array([[1.0, 0.0]]),), source, None, level) for source in given["sources"]]
    reliable = given["reliability"]
    soundness = np.array([[[reliable, 1 - reliable, 0.0]] * (1 + max(given["sources"]))])
    true, false = posterior(prior, reports, soundness).types[0]
    return {"posterior": true, "likelihood_ratio": true / false / (prior[0, 0] / prior[0, 1])}


def pooled_judgements(given: Given) -> Results:
    """Probabilities of one event by several judges: their plain mean, and the geometric mean of their odds."""
    chances = np.array(given["probabilities"])
    found = pooled(np.stack([chances, 1 - chances], axis=1), given.get("extremizing", 1.0))
    return {"arithmetic_mean": chances.mean(), "pooled": found[0], "odds_against": found[1] / found[0]}


def competing_item(given: Given) -> Results:
    """One item of the matrix that speaks against a hypothesis, by the levels of its credibility and relevance."""
    found = competing_hypotheses([[given["letter"], "CC"]], [given["credibility"]], [given["relevance"]])
    assert (found.weighted[1], found.inconsistent[1]) == (0, 0)
    return {"weighted": found.weighted[0], "inconsistent": found.inconsistent[0]}


def trust_threshold(given: Given) -> Results:
    """Cooperating against defecting, as a function of the probability that the other side can be trusted."""
    at_worst = given["sucker"] - given["punishment"]
    slope = given["reward"] - given["temptation"] - at_worst
    (crossing,) = crossings(lambda p: (at_worst + p * slope, slope))
    return {"threshold": crossing.probability, "cooperate_above": crossing.favours_above}
