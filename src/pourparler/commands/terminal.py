# SPDX-License-Identifier: Apache-2.0
"""What the commands share at a terminal: their arguments, results on standard output, problems on standard error."""

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pourparler.errors import CaseError, PourparlerError
from pourparler.wording import plural, say

if TYPE_CHECKING:  # what takes long to import is imported where a command needs it
    from collections.abc import Iterator

    from pourparler.briefing.progress import Progress

#: Exit code for a case with mistakes, or a file that cannot be read or written.
BAD_INPUT = 2

#: More worlds than this would fill the memory of an ordinary machine: a case of six parties takes 2 GiB for 20,000.
MOST_WORLDS = 50_000
#: A seed has to fit into 63 bits.
_LARGEST_SEED = 2**63 - 1

#: Longer lines than this are hard to read, however wide the terminal.
_WIDEST = 100
_NARROWEST = 40


def case_names(incomplete: str) -> list[str]:
    """Return the names of the catalog that begin so."""
    from pourparler.catalog import names

    return [name for name in names() if name.startswith(incomplete)]


def _seat_names(ctx: typer.Context, incomplete: str) -> list[str]:
    from pourparler.case import seats_of
    from pourparler.desk import resolve

    try:
        # While an option still waits for its value the arguments are not yet taken for what they are.
        case = ctx.params.get("case") or next(iter(ctx.args), "")
        return [seat for seat in seats_of(resolve(str(case))) if seat.startswith(incomplete)]
    except CaseError:
        return []


CaseArgument = Annotated[
    str,
    typer.Argument(
        metavar="CASE",
        help="A case file, a folder that holds case.yaml, or a name from the catalog.",
        autocompletion=case_names,
        show_default=False,
    ),
]


SeatOption = Annotated[
    str | None,
    typer.Option(
        metavar="PARTY",
        help="From whose seat: a party with a file in seats/, or one at the table.",
        autocompletion=_seat_names,
        show_default=False,
    ),
]


DeepOption = Annotated[
    bool,
    typer.Option("--deep", help="Look for what would change the advice, and what waiting costs, as well: some seconds more."),
]


SeedOption = Annotated[int, typer.Option(min=-_LARGEST_SEED, max=_LARGEST_SEED, help="Draws other worlds of the same case.")]
WorldsOption = Annotated[int, typer.Option(min=1, max=MOST_WORLDS, help="How many worlds are drawn.")]


def width() -> int:
    """Return how wide what is printed may be: as the terminal, within reason."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 0)).columns))


def is_styled() -> bool:
    """Whether bold type is wanted: only on a terminal, and never against NO_COLOR."""
    return (
        sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def print_result(text: str) -> None:
    """Write the result in UTF-8, whatever the locale; a reader who has seen enough (`| head`) is no mistake."""
    if sys.stdout is None:  # it was closed before the program began: nobody wants the result
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    except OSError as error:
        # The interpreter flushes standard output once more when it ends; let it write to nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(0) from None
        print(say("the result could not be written: {why}", why=error.strerror), file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None


def say_written(file: Path) -> None:
    """Say on standard error that a file was written."""
    from pourparler.case.problem import visible

    print(say("wrote {file}", file=visible(str(file))), file=sys.stderr)


@contextmanager
def refusing_bad_input(case: str, beside: str | None = None) -> "Iterator[None]":
    """Print every problem of a bad case, or of what is set beside it, to standard error and end with code 2."""
    try:
        yield
    except CaseError as error:
        from pourparler.case.problem import visible

        is_beside = beside is not None and all(str(problem).startswith(visible(beside)) for problem in error.problems)
        _refuse(error, beside if is_beside and beside is not None else case)
    except PourparlerError as error:
        # A number that the reader admits and no engine can use, such as a value far off the scale of 0 to 100.
        from pourparler.case.problem import visible

        print(say("{file} cannot be assessed: {why}", file=visible(case), why=error), file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None


def _refuse(error: CaseError, case: str) -> NoReturn:
    from pourparler.case.problem import visible

    for problem in error.problems:
        print(problem, file=sys.stderr)
    count = plural("{n} problem in {file}", "{n} problems in {file}", len(error.problems), file=visible(case))
    print(count, file=sys.stderr)
    raise typer.Exit(BAD_INPUT)


@contextmanager
def progressing(quiet: bool) -> "Iterator[Progress]":
    """Show what is running while it runs, unless `quiet`, and only on a terminal."""
    from pourparler.briefing.progress import Progress

    progress = Progress(is_shown=not quiet and sys.stderr.isatty())
    try:
        yield progress
    finally:
        progress.stop()
