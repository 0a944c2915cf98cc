# SPDX-License-Identifier: Apache-2.0
"""`pourparler release-check`: what an audience would see of a case, and what speaks against showing it."""

from typing import Annotated

import typer

from pourparler.commands.terminal import (
    CaseArgument,
    SeedOption,
    WorldsOption,
    is_styled,
    print_result,
    progressing,
    refusing_bad_input,
    width,
)

#: Exit code for an edition that must not be written.
REFUSED = 1


def release_check(
    case: CaseArgument,
    edition: Annotated[str, typer.Option("--edition", metavar="AUDIENCE", help="Whom it is for: a party, mediator or public.")],
    explain: Annotated[bool, typer.Option("--explain", help="List what is withheld and why, for the owner only.")] = False,
    seed: SeedOption = 1,
    worlds: WorldsOption = 2000,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Show field by field what an audience would see, before anything is written; refuse what would leak."""
    with refusing_bad_input(case), progressing(quiet) as progress:
        from pourparler.briefing.terminal import render
        from pourparler.case import read
        from pourparler.desk import resolve
        from pourparler.releases import as_document, as_text, check_release

        progress("read")
        found = check_release(read(resolve(case)), edition, file=case, seed=seed, worlds=worlds, progress=progress)
        progress("print")
        printed = as_document(found, explain)
        text = as_text(found, explain) if json else render(printed, width=width(), full=True, color=is_styled())
    print_result(text)
    if found.is_refused:
        raise typer.Exit(REFUSED)
