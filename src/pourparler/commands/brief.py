# SPDX-License-Identifier: Apache-2.0
"""`pourparler brief`: the briefing as documents to hand over, to print and to go on writing in."""

from pathlib import Path
from typing import Annotated

import typer

from pourparler.commands.sealing import IdentityOption, opened
from pourparler.commands.terminal import (
    CaseArgument,
    DeepOption,
    SeatOption,
    SeedOption,
    WorldsOption,
    progressing,
    refusing_bad_input,
    say_written,
)


def brief(
    case: CaseArgument,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write into; it is made if need be.")],
    edition: Annotated[
        str, typer.Option("--edition", metavar="NAME", help="Whom it is for: own, or who may see what is released to it.")
    ] = "own",
    document: Annotated[
        str, typer.Option("--document", metavar="LIST", help="Which documents: book, memo, roles, with commas between them.")
    ] = "book",
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Which files: html, pdf, docx, md, with commas between them.")
    ] = "html,pdf,docx,md",
    paper: Annotated[str, typer.Option("--paper", metavar="SIZE", help="The paper of PDF and DOCX: a4 or letter.")] = "a4",
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help="A .docx whose styles and page the DOCX takes.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="CASE", help="The case of the last edition: what changed since then.")
    ] = None,
    seat: SeatOption = None,
    seed: SeedOption = 1,
    worlds: WorldsOption = 2000,
    deep: DeepOption = False,
    identity: IdentityOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress, and do not say what was written.")] = False,
) -> None:
    """Write the briefing book: page one for who has five minutes, everything behind it for who has an hour."""
    with refusing_bad_input(case, since), progressing(quiet) as progress:
        from pourparler.briefs import documents, drawing, find, for_our_own_side_alone, order, printed, write_files

        place = opened(case, identity)
        asked = order(document, formats, paper, template)
        with drawing(asked):
            if edition == "own":
                found = find(place, since, seed, worlds, progress, seat, deep)
                progress("print")
                files = documents(found, asked)
            else:
                from pourparler.releases import released_edition

                for_our_own_side_alone(asked, since)
                released = released_edition(place, edition, seed=seed, worlds=worlds, progress=progress, seat=seat)
                progress("print")
                files = printed(edition, released.edition, asked)
        written = write_files(out, files)
    if not quiet:
        for file in written:
            say_written(file)
