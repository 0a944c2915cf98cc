# SPDX-License-Identifier: Apache-2.0
"""What the counterpart intends: probabilities of types from doubtful sources."""

from pourparler.engines.intentions.posterior import (
    Observation,
    Posterior,
    hypothesis_probabilities,
    posterior,
    type_prior,
    weights_of_evidence,
)
from pourparler.engines.intentions.reference_class import wilson_interval
from pourparler.engines.intentions.soundness import chained_soundness, relay_rates, relay_soundness

__all__ = [
    "Observation",
    "Posterior",
    "chained_soundness",
    "hypothesis_probabilities",
    "posterior",
    "relay_rates",
    "relay_soundness",
    "type_prior",
    "weights_of_evidence",
    "wilson_interval",
]
