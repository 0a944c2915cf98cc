# SPDX-License-Identifier: Apache-2.0
"""`pourparler plan`: what to do first, and what then by what it brings."""

from pathlib import Path
from typing import Annotated

import typer

from pourparler.commands.terminal import (
    case_names,
    is_styled,
    print_result,
    refusing_bad_input,
    say_written,
    width,
)


def plan(
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="A decision problem in JSON or YAML.",
            autocompletion=case_names,
            show_default=False,
        ),
    ],
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON, the whole policy included.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Print every section, not only the one screen.")] = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page of HTML, too.")] = None,
) -> None:
    """Say what to do first, what then by what it brings, and what knowing more is worth."""
    with refusing_bad_input(path):
        from pourparler.briefing.compose_decision import compose_decision
        from pourparler.plans import plan_decision

        found = plan_decision(Path(path))
        if json:
            from pourparler.briefing.as_json import as_json

            text = as_json(found)
        else:
            from pourparler.briefing.terminal import render

            text = render(compose_decision(found), width=width(), full=full, color=is_styled())
        if html is not None:
            from pourparler.briefing.html import page
            from pourparler.desk import write_page

            write_page(html, page(compose_decision(found)))
    print_result(text)
    if html is not None:
        say_written(html)
