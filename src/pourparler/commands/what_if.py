# SPDX-License-Identifier: Apache-2.0
"""`pourparler what-if` and `pourparler compare`: two assessments side by side, on the same draws."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pourparler.commands.terminal import (
    CaseArgument,
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
    from pourparler.assess.compared import Comparison

JsonOption = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
FullOption = Annotated[bool, typer.Option("--full", help="Print every number, not only those that differ.")]
HtmlOption = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page of HTML, too.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]


def what_if(
    case: CaseArgument,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="A place of the case and what stands there; once for each."),
    ] = None,
    unset: Annotated[
        list[str] | None, typer.Option("--unset", metavar="PATH", help="A place to leave out; once for each.")
    ] = None,
    seat: SeatOption = None,
    seed: SeedOption = 1,
    worlds: WorldsOption = 2000,
    json: JsonOption = False,
    full: FullOption = False,
    html: HtmlOption = None,
    quiet: QuietOption = False,
) -> None:
    """Assess a case as it is and as it would be with some places set otherwise; no file is changed."""
    if not set_ and not unset:
        raise typer.BadParameter("give at least one --set PATH=VALUE or --unset PATH")
    with refusing_bad_input(case), progressing(quiet) as progress:
        from pourparler.comparisons import suppose

        found = suppose(case, set_ or (), unset or (), seed, worlds, progress, seat)
    _tell(found, json, full, html, quiet)


def compare(
    before: CaseArgument,
    after: Annotated[
        str, typer.Argument(metavar="CASE", help="The case to set beside it.", autocompletion=case_names, show_default=False)
    ],
    seat: SeatOption = None,
    seed: SeedOption = 1,
    worlds: WorldsOption = 2000,
    json: JsonOption = False,
    full: FullOption = False,
    html: HtmlOption = None,
    quiet: QuietOption = False,
) -> None:
    """Set two cases, or two versions of one, side by side: what differs in what they say, and in what that comes to."""
    with refusing_bad_input(before, after), progressing(quiet) as progress:
        from pourparler.comparisons import compare_cases

        found = compare_cases(before, after, seed, worlds, progress, seat)
    _tell(found, json, full, html, quiet)


def _tell(found: "Comparison", json: bool, full: bool, html: Path | None, quiet: bool) -> None:
    from pourparler.briefing.as_json import as_json
    from pourparler.briefing.comparing import comparing
    from pourparler.briefing.terminal import render

    text = as_json(found) if json else render(comparing(found), width=width(), full=full, color=is_styled())
    if html is not None:
        from pourparler.briefing.html import page
        from pourparler.desk import write_page

        with refusing_bad_input(str(html)):
            write_page(html, page(comparing(found)))
    print_result(text)
    if html is not None and not quiet:
        say_written(html)
