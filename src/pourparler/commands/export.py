# SPDX-License-Identifier: Apache-2.0
"""`pourparler export`: the tables of a briefing as files for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from pourparler.commands.terminal import (
    CaseArgument,
    SeatOption,
    SeedOption,
    WorldsOption,
    progressing,
    refusing_bad_input,
    say_written,
)


def export(
    case: CaseArgument,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write into; it is made if need be.")],
    edition: Annotated[
        str, typer.Option("--edition", metavar="NAME", help="Whom it is for: own, or who may see what is released to it.")
    ] = "own",
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Which files: json, csv, xlsx, with commas between them.")
    ] = "json,csv,xlsx",
    seat: SeatOption = None,
    seed: SeedOption = 1,
    worlds: WorldsOption = 2000,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress, and do not say what was written.")] = False,
) -> None:
    """Write everything found as JSON, and every table of the briefing as CSV and as a sheet of a workbook."""
    with refusing_bad_input(case), progressing(quiet) as progress:
        from pourparler.briefs import formats_of, write_files
        from pourparler.exports import EXPORTS, as_files

        asked = formats_of(formats, EXPORTS)
        if edition == "own":
            from pourparler.briefing.as_json import as_json
            from pourparler.briefing.compose import compose
            from pourparler.desk import run_errand

            result = run_errand(case, seed, worlds, progress, seat)
            name, briefing, json = "book", compose(result), as_json(result)
        else:
            from pourparler.releases import released_edition

            found = released_edition(case, edition, seed=seed, worlds=worlds, progress=progress, seat=seat)
            name, briefing, json = edition, found.edition, f"{found.text}\n"
        progress("print")
        written = write_files(out, as_files(name, briefing, json, asked))
    if not quiet:
        for file in written:
            say_written(file)
