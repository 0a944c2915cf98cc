# SPDX-License-Identifier: Apache-2.0
"""`pourparler conflict`: who would stay at which state of a conflict, alone and together, and which preferences would do."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pourparler.commands.terminal import (
    SeatOption,
    case_names,
    is_styled,
    print_result,
    refusing_bad_input,
    say_written,
    width,
)

#: As for `assess`.
MOST_WORLDS, LARGEST_SEED = 50_000, 2**63 - 1


class SanctionName(StrEnum):
    """The definitions of a sanction."""

    SINGLE_STEP = "single_step"
    JOINT_SEQUENCE = "joint_sequence"


def conflict(
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="A conflict in JSON or YAML, or a case: its moves and the answers to them.",
            autocompletion=case_names,
            show_default=False,
        ),
    ],
    sanction: Annotated[
        SanctionName | None,
        typer.Option("--sanction", help="What counts as a sanction; by default what the file says, else joint_sequence."),
    ] = None,
    status_quo: Annotated[
        str | None, typer.Option("--status-quo", metavar="STATE", help="Where the conflict stands: paths start there.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="NAME", help="With --state: which preferences of this actor ...")
    ] = None,
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="With --actor: ... would make this state an equilibrium.")
    ] = None,
    seat: SeatOption = None,
    seed: Annotated[int, typer.Option(min=-LARGEST_SEED, max=LARGEST_SEED, help="Draws other worlds of a case.")] = 1,
    worlds: Annotated[int, typer.Option(min=1, max=MOST_WORLDS, help="How many worlds are drawn of a case.")] = 2000,
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Print every section, not only the one screen.")] = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page of HTML, too.")] = None,
) -> None:
    """Look at moves and counter-moves: which states of a conflict are equilibria, and for whom they are stable."""
    with refusing_bad_input(path):
        from pourparler.briefing.compose_conflict import compose_conflict
        from pourparler.conflicts import study_of

        found = study_of(path, None if sanction is None else sanction.value, status_quo, actor, state, seat, seed, worlds)
        if json:
            from pourparler.briefing.as_json import as_json

            text = as_json(found)
        else:
            from pourparler.briefing.terminal import render

            text = render(compose_conflict(found), width=width(), full=full, color=is_styled())
        if html is not None:
            from pourparler.briefing.html import page
            from pourparler.desk import write_page

            write_page(html, page(compose_conflict(found)))
    print_result(text)
    if html is not None:
        say_written(html)
