# SPDX-License-Identifier: Apache-2.0
"""Whether an unknown that may be anything would change the advice: each end alone, and ends together; by hand.

Both types keep their word and nothing can be prepared. Fixing, pressed, is worth -price - 2 + 0.6 * 63.5 + 0.4 * 34 less the
escalation's 15 p and the collapse's 0.4 * 15 q = 6 q; to forgo is worth 35.
"""

from typing import Any

import pytest

from assess.variations import assessed, changed, worked_example
from pourparler.assess.assessment import VerdictRow

PLAIN: dict[str, Any] = {"compliance/motive": {"settle": "100%", "stall": "100%"}, "preparation": {}}
P, Q = "moves.pressure.escalation.chance", "meeting.levels.leaders.collapse.chance"
FREE_OF_COLLAPSE = {"meeting/levels/leaders/collapse": {"chance": 0, "loss": 0}}


def verdict(price: float, *unknown: str, **changes: Any) -> VerdictRow:
    blank = {path.replace(".", "/"): "unknown" for path in unknown}
    data = changed(worked_example(), {**PLAIN, "meeting/price/aland": price, **changes, **blank})
    return assessed(data, worlds=300).verdict


@pytest.mark.parametrize(("price", "loss", "usual", "other"), [(14.4, 15, "forgo", "fix"), (4.9, 10, "fix", "forgo")])
def test_one_end_of_one_unknown_is_enough(price: float, loss: float, usual: str, other: str) -> None:
    """Ahead by 0.3 - 15 p, where p below 0.02 is needed; or by 9.8 - 10 p, where only p beyond 0.98 does not do."""
    found = verdict(price, P, **FREE_OF_COLLAPSE, **{"moves/pressure/escalation/loss": loss})
    assert (found.action, found.between, found.settle) == ("not_determined", (usual, other), P)


def test_what_the_numbers_leave_open_is_not_asked_again_of_every_end() -> None:
    """Ahead by 1.2 - 2 p, as often as not: open already, between the two."""
    found = verdict(13.5, P, **FREE_OF_COLLAPSE, **{"moves/pressure/escalation/loss": 2})
    assert (found.action, found.between, found.settle) == ("not_determined", ("fix", "forgo"), P)


def test_ends_that_only_together_change_the_advice_are_found() -> None:
    """Ahead by 0.2 - 15 p - 6 q: neither chance alone makes fixing outrank or even contest forgoing."""
    found = verdict(14.5, P, Q)
    assert (found.action, found.between, found.settle) == ("not_determined", ("forgo", "fix"), Q)
    assert verdict(14.8, P, Q).action == "forgo"


def test_of_many_unknowns_all_are_tried_at_their_ends_together() -> None:
    """Two more that change nothing, as nobody breaks a deal: too many for all combinations."""
    inert = ("staging.fleet.reversible.by_us", "staging.fleet.reversible.by_them")
    found = verdict(14.5, P, Q, *inert)
    assert (found.action, found.between) == ("not_determined", ("forgo", "fix"))
    assert verdict(14.8, P, Q, *inert).action == "forgo"


def test_an_end_that_leaves_two_actions_open_names_both() -> None:
    """Ahead by 0.02 - 15 p, give or take 0.06 by our no-deal value: at p = 0 neither outranks the other."""
    changes = {**FREE_OF_COLLAPSE, "no_deal/aland/value": "34.9..35.1"}
    found = verdict(14.68, P, **changes)
    assert (found.action, found.between, found.settle) == ("not_determined", ("forgo", "fix"), P)
    assert str(found.reasons[0]) == "the numbers do not settle between forgo / fix"
