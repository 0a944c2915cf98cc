# SPDX-License-Identifier: Apache-2.0
"""`pourparler plan`: what to do first, and what then by what it brings; of a decision problem by itself, or of a case."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pourparler.commands.terminal import (
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

if TYPE_CHECKING:  # what takes long to import is imported where a command needs it
    from pourparler.briefing.document import Briefing
    from pourparler.plans import Pairs


def plan_names(incomplete: str) -> list[str]:
    """Return the names of the catalog, of cases and of decision problems, that begin so."""
    from pourparler.catalog import decisions, names

    return [name for name in sorted((*names(), *decisions())) if name.startswith(incomplete)]


def plan(
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="A case, or a decision problem by itself in JSON or YAML.",
            autocompletion=plan_names,
            show_default=False,
        ),
    ],
    seat: SeatOption = None,
    seed: SeedOption = 1,
    worlds: WorldsOption = 2000,
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON, the whole policy included.")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Of a decision problem: print every section, not only the one screen.")
    ] = False,
    pair: Annotated[
        list[str] | None,
        typer.Option(
            "--pair", metavar="PATH,PATH", help="Two inputs to map against each other; once for each map.", show_default=False
        ),
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page of HTML, too.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Say what to do first, what then by what it brings, what knowing more is worth, and what would change it."""
    with refusing_bad_input(path):
        from pourparler.plans import decision_file, pairs_of

        file, pairs = decision_file(path), pairs_of(pair or ())
        if file is None:
            text, page = _of_case(path, seat, seed, worlds, json, quiet, pairs)
        else:
            text, page = _of_decision(file, json, full, pairs)
        if html is not None:
            from pourparler.briefing.html import page as html_page
            from pourparler.desk import write_page

            write_page(html, html_page(page))
    print_result(text)
    if html is not None and not quiet:
        say_written(html)


def _of_case(
    path: str, seat: str | None, seed: int, worlds: int, json: bool, quiet: bool, pairs: "Pairs"
) -> "tuple[str, Briefing]":
    with progressing(quiet) as progress:
        from pourparler.assess.case_plan import case_plan
        from pourparler.briefing.as_json import as_json
        from pourparler.briefing.planning import planning
        from pourparler.briefing.terminal import render
        from pourparler.desk import run_errand

        result = run_errand(path, seed, worlds, progress, seat, deep=True, pairs=pairs)
        progress("print")
        page = planning(result)
        return as_json(case_plan(result)) if json else render(page, width=width(), full=True, color=is_styled()), page


def _of_decision(file: Path, json: bool, full: bool, pairs: "Pairs") -> "tuple[str, Briefing]":
    from pourparler.briefing.as_json import as_json
    from pourparler.briefing.compose_decision import compose_decision
    from pourparler.briefing.terminal import render
    from pourparler.plans import plan_decision

    found = plan_decision(file, pairs)
    page = compose_decision(found)
    return as_json(found) if json else render(page, width=width(), full=full, color=is_styled()), page
