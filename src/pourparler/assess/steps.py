# SPDX-License-Identifier: Apache-2.0
"""What the steps of an assessment hand on: arrays in every world, before they are reported."""

from dataclasses import dataclass

from pourparler.assess.actions import Actions
from pourparler.assess.beliefs import Beliefs
from pourparler.assess.gate import Condition
from pourparler.assess.prospects import Layout
from pourparler.assess.readiness import Readiness
from pourparler.assess.verdict import Decision
from pourparler.assess.worlds import Worlds


@dataclass(frozen=True)
class Steps:
    """What the steps found, before it is reported."""

    worlds: Worlds
    intentions: Beliefs
    gate: tuple[Condition, ...]
    layout: Layout | None
    actions: Actions | None
    readiness: Readiness | None
    decision: Decision
    blocked_by: str | None
