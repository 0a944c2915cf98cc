# SPDX-License-Identifier: Apache-2.0
"""Third parties: who wins and loses from what is conceded, who can live with it, and where parties would meet on a line."""

from pourparler.engines.partners.challenge import Challenge, challenge_rounds
from pourparler.engines.partners.incidence import Ranks, rank_by_effect
from pourparler.engines.partners.influence import Settled, settled_positions
from pourparler.engines.partners.levers import Levers, levers, mean_shares, shift_needed
from pourparler.engines.partners.line import LineZone, kalai_smorodinsky_on_line, nash_on_line, zone_on_line
from pourparler.engines.partners.positions import weighted_mean_position, weighted_median_position
from pourparler.engines.partners.power import Power, Rule, VotingGame, power_indices, weighted_game
from pourparler.engines.partners.sequencing import (
    BestOrder,
    Deference,
    Precedence,
    best_order,
    chances_in_order,
    precedences,
)
from pourparler.engines.partners.stance import opposes, stance_probabilities

__all__ = [
    "BestOrder",
    "Challenge",
    "Deference",
    "Levers",
    "LineZone",
    "Power",
    "Precedence",
    "Ranks",
    "Rule",
    "Settled",
    "VotingGame",
    "best_order",
    "challenge_rounds",
    "chances_in_order",
    "kalai_smorodinsky_on_line",
    "levers",
    "mean_shares",
    "nash_on_line",
    "opposes",
    "power_indices",
    "precedences",
    "rank_by_effect",
    "settled_positions",
    "shift_needed",
    "stance_probabilities",
    "weighted_game",
    "weighted_mean_position",
    "weighted_median_position",
    "zone_on_line",
]
