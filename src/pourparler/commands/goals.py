# SPDX-License-Identifier: Apache-2.0
"""`pourparler goals`: what is sought, how far that has moved, and whether what was given up could be had."""

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


def goals(
    case: CaseArgument,
    seat: SeatOption = None,
    seed: SeedOption = 1,
    worlds: WorldsOption = 2000,
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page of HTML with its figure, too.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Say what is sought, how far it has moved, and whether what was given up as not achievable could be had."""
    with refusing_bad_input(case), progressing(quiet) as progress:
        from pourparler.briefing.as_json import as_json
        from pourparler.briefing.goals_page import goals_page
        from pourparler.briefing.terminal import render
        from pourparler.studies import study_goals

        study = study_goals(case, seed, worlds, progress, seat)
        progress("print")
        text = as_json(study) if json else render(goals_page(study), width=width(), full=True, color=is_styled())
        if html is not None:
            from pourparler.briefing.html import page
            from pourparler.desk import write_page

            progress("html")
            write_page(html, page(goals_page(study)))
    print_result(text)
    if html is not None and not quiet:
        say_written(html)
