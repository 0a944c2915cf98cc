# SPDX-License-Identifier: Apache-2.0
"""`pourparler moves`: moves away from the table, alone and in every combination."""

from pathlib import Path
from typing import Annotated

import typer

from pourparler.commands.terminal import (
    CaseArgument,
    SeatOption,
    SeedOption,
    WorldsOption,
    is_styled,
    print_result,
    progressing,
    refusing_bad_input,
    say_written,
    width,
)


def moves(
    case: CaseArgument,
    seat: SeatOption = None,
    seed: SeedOption = 1,
    worlds: WorldsOption = 2000,
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON, every set of moves included.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page of HTML with its figures, too.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Say what moves away from the table would open, at what cost and risk, in every combination."""
    with refusing_bad_input(case), progressing(quiet) as progress:
        from pourparler.briefing.as_json import as_json
        from pourparler.briefing.moving import moving
        from pourparler.briefing.terminal import render
        from pourparler.desk import study_moves

        study = study_moves(case, seed, worlds, progress, seat)
        progress("print")
        text = as_json(study) if json else render(moving(study), width=width(), full=True, color=is_styled())
        if html is not None:
            from pourparler.briefing.html import page
            from pourparler.desk import write_page

            progress("html")
            write_page(html, page(moving(study)))
    print_result(text)
    if html is not None and not quiet:
        say_written(html)
