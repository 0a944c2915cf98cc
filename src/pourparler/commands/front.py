# SPDX-License-Identifier: Apache-2.0
"""What `pourparler --help` shows: the commands by what somebody wants to do, a line each that is never cut off."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from typer.core import TyperGroup

#: The commands by errand, in the order in which somebody meets them.
ERRANDS: dict[str, dict[str, str]] = {
    "Begin": {
        "new": "write a small case to start from, with questions",
        "check": "list every mistake in a case, without assessing it",
        "catalog": "worked, historical and teaching cases: list them, copy one",
        "serve": "write and keep cases in the browser",
    },
    "Find out whether we are ready": {
        "assess": "the verdict on one screen, and why",
        "plan": "what to do first, what then, and what knowing more is worth",
        "what-if": "the case as it is beside the case with some places changed",
        "compare": "two cases, or two versions of one, side by side",
    },
    "Look at one part alone": {
        "weigh": "what the other side is after, and what that rests on",
        "table": "the deals: zone, frontier, fair points, what each could give",
        "moves": "what moves away from the table open, cost and risk",
        "partners": "who stands with us, whom to ask first, who has power",
        "goals": "what is sought, and how far it has moved",
        "stages": "what a deal in stages leaves to either side, and its order",
        "conflict": "moves and counter-moves, and where they come to rest",
    },
    "Tell others": {
        "brief": "the briefing book: HTML, PDF, Word, Markdown",
        "release-check": "what an audience would see, before anything is written",
        "export": "everything found as JSON, CSV and a workbook",
    },
    "Learn from what happens": {
        "outcome": "what became of it, held against what was advised",
        "forecasts": "the forecast book: what was forecast, and how good it was",
        "analogies": "like cases, rated before any tally is shown",
    },
    "Keep it safe": {
        "seal": "encrypt a case for those who may open it",
        "open": "decrypt a sealed case",
        "identity": "make an identity to open sealed cases with",
        "backup": "write an archive into one file",
        "restore": "put a backup into an archive",
        "verify": "look through an archive's journal for alterations",
    },
    "For programs": {
        "schema": "the JSON Schema of the case file, for editors",
    },
}


class Formatter(Protocol):
    """What lays out a help text: the library's own class has another home from release to release."""

    def section(self, name: str) -> AbstractContextManager[None]:
        """Write what follows under a heading."""

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write names with what they mean."""


class Front(TyperGroup):
    """The commands under headings. One that stands under none is listed last, in its own words."""

    def format_commands(self, ctx: object, formatter: Formatter) -> None:
        """Write the commands by errand."""
        left = list(self.commands)
        widest = max(map(len, left))
        for heading, lines in ERRANDS.items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(widest), line) for name, line in lines.items() if name in left])
        told = {name for lines in ERRANDS.values() for name in lines}
        if others := [name for name in left if name not in told]:
            with formatter.section("Others"):
                formatter.write_dl([(name, self.commands[name].get_short_help_str()) for name in others])
