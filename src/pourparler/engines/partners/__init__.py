# SPDX-License-Identifier: Apache-2.0
"""Third parties: who wins, loses and can live with what is conceded, what divides them, where parties meet on a line."""

from pourparler.engines.partners.challenge import Challenge, challenge_rounds
from pourparler.engines.partners.cohesion import Cohesive, Reactions, Tiebreak, Wedges, cohesion, most_cohesive, span, wedges
from pourparler.engines.partners.incidence import Dearness, Ranks, SelfHarm, dearness, determined, rank_by_effect, self_harm
from pourparler.engines.partners.influence import Settled, settled_positions
from pourparler.engines.partners.levers import Levers, levers, mean_shares, shift_needed
from pourparler.engines.partners.line import LineZone, kalai_smorodinsky_on_line, nash_on_line, zone_on_line
from pourparler.engines.partners.movers import opposition_after_changes, shortfall
from pourparler.engines.partners.positions import weighted_mean_position, weighted_median_position
from pourparler.engines.partners.power import Power, Rule, VotingGame, power_indices, weighted_game
from pourparler.engines.partners.priorities import out_of_bounds, out_of_order
from pourparler.engines.partners.sequencing import BestOrder, Deference, Precedence, best_order, chances_in_order, precedences
from pourparler.engines.partners.stance import Stances, opposes, stance_probabilities, stances

__all__ = [
    "BestOrder",
    "Challenge",
    "Cohesive",
    "Dearness",
    "Deference",
    "Levers",
    "LineZone",
    "Power",
    "Precedence",
    "Ranks",
    "Reactions",
    "Rule",
    "SelfHarm",
    "Settled",
    "Stances",
    "Tiebreak",
    "VotingGame",
    "Wedges",
    "best_order",
    "challenge_rounds",
    "chances_in_order",
    "cohesion",
    "dearness",
    "determined",
    "kalai_smorodinsky_on_line",
    "levers",
    "mean_shares",
    "most_cohesive",
    "nash_on_line",
    "opposes",
    "opposition_after_changes",
    "out_of_bounds",
    "out_of_order",
    "power_indices",
    "precedences",
    "rank_by_effect",
    "self_harm",
    "settled_positions",
    "shift_needed",
    "shortfall",
    "span",
    "stance_probabilities",
    "stances",
    "wedges",
    "weighted_game",
    "weighted_mean_position",
    "weighted_median_position",
    "zone_on_line",
]
