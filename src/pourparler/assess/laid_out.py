# SPDX-License-Identifier: Apache-2.0
"""A case laid out for a study without a plan: worlds, beliefs, table, and what can be done at once."""

from collections.abc import Callable
from dataclasses import dataclass

from pourparler.assess.actions import Actions, actions_of
from pourparler.assess.beliefs import Beliefs, weigh_intentions
from pourparler.assess.preparation import program_of
from pourparler.assess.prospects import Layout, layout_of
from pourparler.assess.worlds import Worlds
from pourparler.case import Case

Progress = Callable[[str], None]


@dataclass(frozen=True)
class LaidOut:
    """What a study starts from."""

    intentions: Beliefs
    layout: Layout
    actions: Actions


def lay_out(case: Case, seed: int, worlds: int, progress: Progress) -> LaidOut:
    """Lay a case out as it could be known on its day. Raises `Missing` where the table of the case lacks a number."""
    progress("worlds")
    drawn = Worlds(case, seed, worlds)
    progress("intentions")
    intentions = weigh_intentions(case, drawn)
    progress("bargaining")
    layout = layout_of(case, drawn, intentions.types)
    return LaidOut(intentions, layout, actions_of(layout, program_of(layout)))
