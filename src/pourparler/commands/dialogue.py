# SPDX-License-Identifier: Apache-2.0
"""The dialogue of `weigh --elicit` at a terminal, or at the end of a pipe: all of it on standard error."""

import sys

import typer

from pourparler.commands.terminal import refusing_bad_input
from pourparler.wording import say

#: The exit code of a program that was interrupted from the keyboard, as shells have it.
INTERRUPTED = 130


def run_dialogue(case: str, on: str | None = None, seat: str | None = None, seed: int = 1, worlds: int = 2000) -> None:
    """Ask for a person's own estimates, keep them in the case, and show what is computed; ends with code 2 for bad input.

    `on` is the day of the answers, by default that of the case. All of it goes to standard error, so that results which follow
    stand alone. Interrupted, it leaves the file as it was and ends with code 130.
    """
    with refusing_bad_input(case):
        from pourparler.elicit import elicit
        from pourparler.forecasts import day_said

        day = day_said(on, "--as-of") if on is not None else None
        try:
            elicit(case, _ask, _tell, on=day, seat=seat, seed=seed, worlds=worlds)
        except KeyboardInterrupt:
            print(say("\nstopped; nothing was written"), file=sys.stderr)
            raise typer.Exit(INTERRUPTED) from None


def _ask(prompt: str) -> str:
    """Show a prompt, and return the line that is typed; raises EOFError at the end of the input."""
    print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        raise EOFError
    if not sys.stdin.isatty():  # whoever reads along sees where one answer ends
        print(file=sys.stderr)
    return line


def _tell(line: str) -> None:
    print(line, file=sys.stderr)
