# SPDX-License-Identifier: Apache-2.0
"""The errand of a conflict: find, read and study it, with what was asked beside the file."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.case import CaseError, Problem, read
from pourparler.case.decode import load_file
from pourparler.case.problem import quoted
from pourparler.desk import resolve
from pourparler.exchange.conflict import StatedConflict
from pourparler.exchange.conflict_read import read_conflict
from pourparler.wording import say

if TYPE_CHECKING:  # the mathematics is loaded where something is studied
    from pourparler.assess.conflict_rows import ConflictStudy
    from pourparler.engines.conflict import Sanction

#: The line by which a case says its format.
_CASE = re.compile(r"^pourparler\s*:", re.MULTILINE)


def study_of(
    path: str,
    sanction: "Sanction | None" = None,
    status_quo: str | None = None,
    actor: str | None = None,
    state: str | None = None,
    seat: str | None = None,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
) -> "ConflictStudy":
    """Read and study the conflict in a file, or the one that the moves of a case make.

    `actor` and `state` together ask the inverse question; `seat`, `seed` and `worlds` are those of a case. Raises `CaseError`,
    whose `problems` are every mistake in the file, or else what was asked and is not there.
    """
    from pourparler.assess.conflict import study_conflict

    def ask(stated: StatedConflict) -> tuple[int | None, tuple[int, int] | None]:
        start = None if status_quo is None else _state(stated, status_quo, "--status-quo")
        return start, _question(stated, actor, state)

    if states_conflict(path):
        stated = read_conflict(Path(path))
        return study_conflict(stated, sanction, *ask(stated))
    from pourparler.assess.move_conflict import study_moves
    from pourparler.assess.worlds import Missing

    try:
        return study_moves(read(resolve(path), seat, for_moves=True), seed, worlds, sanction, ask)
    except Missing as blank:
        found = say("nothing that says {path}", path=blank.path)
        write = say("state it: moves make a conflict where issues, values and no-deal values of both sides are stated")
        raise CaseError((Problem(path, 0, 0, "", "", found, write),)) from None


def states_conflict(path: str) -> bool:
    """Return whether a path is the file of a conflict, and not a case: JSON, or YAML that does not begin as a case does."""
    file = Path(path)
    if file.suffix.lower() == ".json":
        return True
    try:
        return file.suffix.lower() in (".yaml", ".yml") and file.is_file() and _CASE.search(load_file(file).text) is None
    except (OSError, ValueError):
        return False


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
