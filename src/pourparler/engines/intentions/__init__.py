# SPDX-License-Identifier: Apache-2.0
"""What the counterpart intends: probabilities of types from doubtful sources."""

from pourparler.engines.intentions.posterior import (
    Observation,
    Posterior,
    hypothesis_probabilities,
    posterior,
    posterior_soundness,
    type_prior,
    with_source,
)
from pourparler.engines.intentions.reference_class import wilson_interval
from pourparler.engines.intentions.soundness import chained_soundness, relay_rates, relay_soundness
from pourparler.engines.intentions.weights import weights_of_evidence, weights_of_sources

__all__ = [
    "Observation",
    "Posterior",
    "chained_soundness",
    "hypothesis_probabilities",
    "posterior",
    "posterior_soundness",
    "relay_rates",
    "relay_soundness",
    "type_prior",
    "weights_of_evidence",
    "weights_of_sources",
    "wilson_interval",
    "with_source",
]
