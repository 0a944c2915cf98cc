# SPDX-License-Identifier: Apache-2.0
"""Third parties: who wins and loses from what is conceded, and who can live with it."""

from pourparler.engines.partners.incidence import Ranks, rank_by_effect
from pourparler.engines.partners.positions import weighted_mean_position, weighted_median_position
from pourparler.engines.partners.stance import opposes, stance_probabilities

__all__ = ["Ranks", "opposes", "rank_by_effect", "stance_probabilities", "weighted_mean_position", "weighted_median_position"]
