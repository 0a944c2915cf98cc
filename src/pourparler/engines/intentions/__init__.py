# SPDX-License-Identifier: Apache-2.0
"""What the counterpart intends: probabilities of types from doubtful sources."""

from pourparler.engines.intentions.analogies import AnalogyTally, tally_of_analogies
from pourparler.engines.intentions.competing import INCONSISTENCY, Competing, Letter, Level, competing_hypotheses, letter_of
from pourparler.engines.intentions.factors import Factor, factor_of_reports
from pourparler.engines.intentions.information import Inquiry, entropy, expected_information
from pourparler.engines.intentions.pooling import Repaired, nearest_coherent, pooled
from pourparler.engines.intentions.posterior import (
    Posterior,
    from_factors,
    hypothesis_probabilities,
    posterior,
    posterior_soundness,
    type_prior,
    with_source,
)
from pourparler.engines.intentions.reference_class import score_interval, wilson_interval
from pourparler.engines.intentions.reports import Observation, Told, told
from pourparler.engines.intentions.scopes import Scopes
from pourparler.engines.intentions.scoring import (
    CalibrationRow,
    brier_score,
    calibration_table,
    continuous_ranked_probability_score,
    log_score,
    ranked_probability_score,
)
from pourparler.engines.intentions.soundness import chained_soundness, fading, relay_rates, relay_soundness
from pourparler.engines.intentions.weights import weights_of_evidence, weights_of_sources, without_each

__all__ = [
    "INCONSISTENCY",
    "AnalogyTally",
    "CalibrationRow",
    "Competing",
    "Factor",
    "Inquiry",
    "Letter",
    "Level",
    "Observation",
    "Posterior",
    "Repaired",
    "Scopes",
    "Told",
    "brier_score",
    "calibration_table",
    "chained_soundness",
    "competing_hypotheses",
    "continuous_ranked_probability_score",
    "entropy",
    "expected_information",
    "factor_of_reports",
    "fading",
    "from_factors",
    "hypothesis_probabilities",
    "letter_of",
    "log_score",
    "nearest_coherent",
    "pooled",
    "posterior",
    "posterior_soundness",
    "ranked_probability_score",
    "relay_rates",
    "relay_soundness",
    "score_interval",
    "tally_of_analogies",
    "told",
    "type_prior",
    "weights_of_evidence",
    "weights_of_sources",
    "wilson_interval",
    "with_source",
    "without_each",
]
