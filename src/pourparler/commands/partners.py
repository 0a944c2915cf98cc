# SPDX-License-Identifier: Apache-2.0
"""`pourparler partners`: who stands with us in a case, or where actors of a table would meet and what moves them."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pourparler.commands.terminal import (
    SeatOption,
    SeedOption,
    WorldsOption,
    case_names,
    is_styled,
    print_result,
    progressing,
    refusing_bad_input,
    say_written,
    width,
)

if TYPE_CHECKING:  # what takes long to import is imported where a command needs it
    from pourparler.assess.line_rows import LineStudy, VotesStudy, VoteStudy
    from pourparler.briefing.document import Briefing

#: More rounds than this show nothing that fewer do not.
_MOST_ROUNDS = 100

PathArgument = Annotated[
    str,
    typer.Argument(
        metavar="PATH",
        help="A case, or a table of actors or of players (.csv, .xlsx), or votes (.yaml, .json).",
        autocompletion=case_names,
        show_default=False,
    ),
]


def partners(
    path: PathArgument,
    aim: Annotated[
        str | None, typer.Option("--for", metavar="ACTOR", help="Of a table: order levers by what they do for this actor.")
    ] = None,
    rounds: Annotated[
        int | None,
        typer.Option(min=1, max=_MOST_ROUNDS, help="Of a table: rounds of the challenge model (10).", show_default=False),
    ] = None,
    quota: Annotated[
        str | None, typer.Option(metavar="QUOTA", help="Of a table: what wins a vote, 41 or 66%; else more than half.")
    ] = None,
    veto: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Of a table: who can block a vote; once for each.")
    ] = None,
    influence: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Of a table: who listens to whom, actor,listens to,share.")
    ] = None,
    dimension: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Of a KTAB file: which of its questions.", show_default=False)
    ] = None,
    seat: SeatOption = None,
    seed: SeedOption = 1,
    worlds: WorldsOption = 2000,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Of a table: print every section, not only the one screen.")] = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page of HTML, too.")] = None,
    write: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Of a table: write the actors as a spreadsheet, too.")
    ] = None,
    write_ktab: Annotated[Path | None, typer.Option(metavar="FILE", help="The same in the form of KTAB.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Say who stands with us and who gains; of a table: where the actors would meet, who could move that, who has power."""
    with refusing_bad_input(path, str(influence) if influence is not None else None):
        from pourparler.lines import Asked, is_case, refuse_for_case, study_stated

        asked = Asked(rounds, quota, tuple(veto or ()), aim, influence, dimension)
        if is_case(path):
            refuse_for_case(asked, write, write_ktab)
            text, page = _of_case(path, seat, seed, worlds, json, quiet)
            notes: tuple[str, ...] = ()
        else:
            found = study_stated(path, asked)
            text, page = _of_table(found, json, full)
            notes = _written(found, write, write_ktab)
        if html is not None:
            _write_page(html, page)
    print_result(text)
    for file in (html, write, write_ktab):
        if file is not None and not quiet:
            say_written(file)
    for note in notes:
        print(note, file=sys.stderr)


def _of_case(path: str, seat: str | None, seed: int, worlds: int, json: bool, quiet: bool) -> "tuple[str, Briefing]":
    with progressing(quiet) as progress:
        from pourparler.briefing.partnering import partnering, partnering_json
        from pourparler.briefing.terminal import render
        from pourparler.desk import run_errand

        result = run_errand(path, seed, worlds, progress, seat)
        progress("print")
        page = partnering(result)
        return partnering_json(result) if json else render(page, width=width(), full=True, color=is_styled()), page


def _of_table(found: "LineStudy | VoteStudy | VotesStudy", json: bool, full: bool) -> "tuple[str, Briefing]":
    from pourparler.briefing.as_json import as_json
    from pourparler.briefing.compose_line import stated_document
    from pourparler.briefing.terminal import render

    page = stated_document(found)
    return as_json(found) if json else render(page, width=width(), full=full, color=is_styled()), page


def _written(found: "LineStudy | VoteStudy | VotesStudy", plain: Path | None, ktab: Path | None) -> tuple[str, ...]:
    from pourparler.lines import write_actors

    notes: tuple[str, ...] = ()
    for file, as_ktab in ((plain, False), (ktab, True)):
        if file is not None:
            with refusing_bad_input(str(file)):
                notes += write_actors(file, found, as_ktab=as_ktab)
    return notes


def _write_page(file: Path, page: "Briefing") -> None:
    from pourparler.briefing.html import page as html_page
    from pourparler.desk import write_page

    with refusing_bad_input(str(file)):
        write_page(file, html_page(page))
