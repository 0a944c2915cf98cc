# SPDX-License-Identifier: Apache-2.0
"""`pourparler stages`: a deal in stages, what each leaves to either side, and the order that neither prefers to leave."""

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


def stages(
    case: CaseArgument,
    seat: SeatOption = None,
    seed: SeedOption = 1,
    worlds: WorldsOption = 2000,
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page of HTML with its figures, too.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Say what a deal in stages leaves to either side at each, who would leave it where, and which order would hold."""
    with refusing_bad_input(case), progressing(quiet) as progress:
        from pourparler.briefing.as_json import as_json
        from pourparler.briefing.staging import staging
        from pourparler.briefing.terminal import render
        from pourparler.stages import study_stages

        study = study_stages(case, seed, worlds, progress, seat)
        progress("print")
        text = as_json(study) if json else render(staging(study), width=width(), full=True, color=is_styled())
        if html is not None:
            from pourparler.briefing.html import page
            from pourparler.desk import write_page

            progress("html")
            write_page(html, page(staging(study)))
    print_result(text)
    if html is not None and not quiet:
        say_written(html)
