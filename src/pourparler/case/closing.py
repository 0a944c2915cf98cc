# SPDX-License-Identifier: Apache-2.0
"""What a step of preparation closes for good: options at the table, actions, moves and other steps."""

from typing import Annotated, Literal

from pydantic import Field

from pourparler.case.fields import Identifier, OptionName
from pourparler.case.part import Part

#: How often a step may be taken at most: as often as there may be steps.
MOST_TIMES = 15
Times = Annotated[int, Field(strict=True, ge=1, le=MOST_TIMES)]
"""How often a step may be taken."""
ClosedAction = Literal["fix", "step_down", "forgo"]
#: Actions of which one has to stay open whatever is done.
ENDS: tuple[ClosedAction, ...] = ("fix", "step_down", "forgo")


class Closing(Part):
    """What cannot be had any more once a step has been taken, however it came out."""

    options: tuple[OptionName, ...] = ()
    actions: tuple[ClosedAction, ...] = ()
    moves: tuple[Identifier, ...] = ()
    steps: tuple[Identifier, ...] = ()
