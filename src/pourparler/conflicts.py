# SPDX-License-Identifier: Apache-2.0
"""The errand of a conflict: find, read and study it, with what was asked beside the file."""

from pathlib import Path
from typing import TYPE_CHECKING

from pourparler.case import CaseError, Problem
from pourparler.case.problem import quoted
from pourparler.exchange.conflict import StatedConflict
from pourparler.exchange.conflict_read import read_conflict
from pourparler.wording import say

if TYPE_CHECKING:  # the mathematics is loaded where something is studied
    from pourparler.assess.conflict_rows import ConflictStudy
    from pourparler.engines.conflict import Sanction


def study_of(
    path: str,
    sanction: "Sanction | None" = None,
    status_quo: str | None = None,
    actor: str | None = None,
    state: str | None = None,
) -> "ConflictStudy":
    """Read and study the conflict in a file. `actor` and `state` together ask the inverse question.

    Raises `CaseError`, whose `problems` are every mistake in the file, or else what was asked and is not there.
    """
    from pourparler.assess.conflict import study_conflict

    stated = read_conflict(Path(path))
    start = None if status_quo is None else _state(stated, status_quo, "--status-quo")
    return study_conflict(stated, sanction, start, _question(stated, actor, state))


def _question(stated: StatedConflict, actor: str | None, state: str | None) -> tuple[int, int] | None:
    if actor is None and state is None:
        return None
    if actor is None or state is None:
        option = "--state" if actor is None else "--actor"
        raise _refused(option, say("one half of a question"), say("give --actor and --state together"))
    if actor not in stated.actors:
        found = say("{name}, which is no actor", name=quoted(actor))
        raise _refused("--actor", found, say("write one of {names}", names=", ".join(stated.actors)))
    return stated.actors.index(actor), _state(stated, state, "--state")


def _state(stated: StatedConflict, text: str, option: str) -> int:
    """Return the state that is meant by a number from 1, or by a name."""
    count = stated.conflict.states
    if text in stated.names:
        return stated.names.index(text)
    if text.isascii() and text.isdecimal() and len(text) <= len(str(count)) and 0 < int(text) <= count:
        return int(text) - 1
    found = say("{name}, which is no state", name=quoted(text))
    raise _refused(option, found, say("write a number from 1 to {n}, or the name of a state", n=count))


def _refused(option: str, found: str, write: str) -> CaseError:
    return CaseError((Problem(option, 0, 0, "", "", found, write),))
