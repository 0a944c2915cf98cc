# SPDX-License-Identifier: Apache-2.0
"""`pourparler serve`: the workbench in a browser, for one person on this machine."""

from typing import Annotated

import typer

from pourparler.commands.archive import refusing_archive
from pourparler.commands.terminal import refusing_bad_input
from pourparler.wording import say


def serve(
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE|DIR]", help="A case to take in: a path, or a name of the catalog.")
    ] = None,
    db: Annotated[
        str | None, typer.Option("--db", metavar="URL", help="The archive; by default a file in the user's own folder.")
    ] = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Only addresses of this machine.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", help="The port to listen on; 0: one that is free.")] = 0,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open a browser with the one-time link.")] = True,
) -> None:
    """Keep cases in the browser: every save a revision, nothing lost, nothing sent anywhere."""
    with refusing_bad_input(case or say("the options")), refusing_archive():
        from pourparler.workbench.serving import serve as _serve

        _serve(case, url=db, host=host, port=port, tell=lambda line: typer.echo(line), greet=_greet, opens=open_browser)


def _greet(title: str) -> None:
    """Say above the link what it opens, before anything is served."""
    from pourparler.case.problem import visible

    told = say("The workbench; it ends with Ctrl-C. Open this link once in your browser:")
    if title:
        told = say(
            "The workbench, at “{title}”; it ends with Ctrl-C. Open this link once in your browser:", title=visible(title)
        )
    typer.echo(told, err=True)
