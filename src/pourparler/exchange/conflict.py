# SPDX-License-Identifier: Apache-2.0
"""A conflict as a file states it: actors, states by name or by options, moves, preferences, and where it stands."""

from dataclasses import dataclass

from pourparler.engines.conflict import Conflict, OptionStates, Sanction
from pourparler.wording import say


@dataclass(frozen=True)
class StatedOption:
    """An option, and the actor that can take it."""

    actor: str
    name: str


@dataclass(frozen=True)
class StatedConflict:
    """A conflict that has been read. States count from 0 here, and from 1 in files and results.

    `names` are those of the states, empty where they have none. `options` and `form` are there where the states are patterns of
    options; `status_quo` and `sanction` are None where the file does not say.
    """

    title: str
    actors: tuple[str, ...]
    conflict: Conflict
    names: tuple[str, ...] = ()
    options: tuple[StatedOption, ...] = ()
    form: OptionStates | None = None
    sanction: Sanction | None = None
    status_quo: int | None = None

    def pattern(self, state: int) -> str:
        """Return the pattern of a state: Y for an option that is taken, N for one that is not, - where it makes no odds."""
        if self.form is None:
            return ""
        signs = zip(self.form.taken[state].tolist(), self.form.open[state].tolist(), strict=True)
        return "".join("-" if is_open else "Y" if is_taken else "N" for is_taken, is_open in signs)

    def called(self, state: int) -> str:
        """Return what a state is called: its name, or what is done in it; empty where nobody says."""
        if self.names:
            return self.names[state]
        if self.form is None:
            return ""
        signs = zip(self.options, self.pattern(state), strict=True)
        return ", ".join(option.name for option, sign in signs if sign == "Y") or say("no option taken")
