# SPDX-License-Identifier: Apache-2.0
"""The terminal face: `pourparler assess`, `table`, `check`, ... Results go to standard output, the rest to standard error."""

import atexit
import gc
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pourparler.commands.analogies import analogies
from pourparler.commands.archive import backup, restore, verify
from pourparler.commands.brief import brief
from pourparler.commands.conflict import conflict
from pourparler.commands.dialogue import run_dialogue
from pourparler.commands.export import export
from pourparler.commands.forecasts import forecasts
from pourparler.commands.front import Front
from pourparler.commands.goals import goals
from pourparler.commands.moves import moves
from pourparler.commands.outcome import outcome
from pourparler.commands.partners import partners
from pourparler.commands.plan import plan, plan_names
from pourparler.commands.release import release_check
from pourparler.commands.sealing import IdentityOption, identity, opened, seal, unseal
from pourparler.commands.serve import serve
from pourparler.commands.stages import stages
from pourparler.commands.terminal import (
    BAD_INPUT as BAD_INPUT,  # part of the face: scripts compare it
)
from pourparler.commands.terminal import (
    MOST_WORLDS,
    CaseArgument,
    DeepOption,
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
from pourparler.commands.what_if import compare, what_if
from pourparler.wording import say

if TYPE_CHECKING:  # what takes long to import is imported where a command needs it
    from pourparler.assess import Assessment
    from pourparler.assess.study_rows import TableStudy
    from pourparler.briefing.progress import Stopwatch

app = typer.Typer(
    name="pourparler",
    cls=Front,
    help="Are we ready to meet, and if not, what should we do next?",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

#: For so many items, the heaviest, `weigh` finds the advice anew without them; each takes a fraction of a second.
_LOOKED_AT = 3
#: So many objects are made before those that refer to one another in a circle are looked for: some 100 MiB of small ones.
_CREATED_BETWEEN_LOOKS = 1_000_000


def _say_version(wanted: bool) -> None:
    """Print which version this is, and end."""
    if wanted:
        from pourparler.version import __version__

        print_result(f"pourparler {__version__}\n")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is, and end.")
    ] = False,
) -> None:
    """Take what concerns the program as a whole."""


class Kind(StrEnum):
    """The files of a case that have a schema."""

    CASE = "case"
    SEAT = "seat"
    OUTCOME = "outcome"


@app.command()
def assess(
    case: CaseArgument,
    seat: SeatOption = None,
    seed: SeedOption = 1,
    worlds: WorldsOption = 2000,
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Print every section, not only the one screen.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the whole brief as one page of HTML, too.")
    ] = None,
    deep: DeepOption = False,
    identity: IdentityOption = None,
    timings: Annotated[bool, typer.Option("--timings", help="Print how long each step took to standard error.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Say whether to fix the meeting, hold, step down or forgo, and why."""
    with refusing_bad_input(case), progressing(quiet) as progress:
        from pourparler.briefing.progress import Stopwatch
        from pourparler.desk import run_errand

        watch = Stopwatch()

        def tell(step: str) -> None:
            watch(step)
            progress(step)

        result = run_errand(opened(case, identity), seed, worlds, tell, seat, deep=deep)
        if html is not None:
            tell("html")
            _write_html(html, result)
        tell("print")
        text = _told(result, json, full)
    print_result(text)
    if html is not None and not quiet:
        say_written(html)
    if timings:
        _print_timings(watch)


@app.command()
def table(
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="A case, the folder of a domain, or a spreadsheet (.csv, .xlsx).",
            autocompletion=case_names,
            show_default=False,
        ),
    ],
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="FILE", help="Another table, or a list of named offers, to put beside it."),
    ] = None,
    seat: SeatOption = None,
    seed: SeedOption = 1,
    worlds: Annotated[int, typer.Option(min=1, max=MOST_WORLDS, help="How many worlds are drawn of a case.")] = 2000,
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Print every section, not only the one screen.")] = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page of HTML, too.")] = None,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="FILE", help="Write the table as a spreadsheet or a domain folder, too.")
    ] = None,
) -> None:
    """Look at the bargaining table alone: zone, frontier, solutions, what each side can give."""
    with refusing_bad_input(path, against), progressing(quiet=False) as progress:
        from pourparler.desk import study_table

        found = study_table(path, against, seed, worlds, progress, seat)
        text = _told(found, json, full)
        notes = () if write is None else _write_table(write, found)
        if html is not None:
            _write_html(html, found)
    print_result(text)
    for file in (html, write):
        if file is not None:
            say_written(file)
    for note in notes:
        print(note, file=sys.stderr)


@app.command()
def weigh(
    case: CaseArgument,
    seat: SeatOption = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Look at it on an earlier day: nothing known later is seen.")
    ] = None,
    elicit: Annotated[bool, typer.Option("--elicit", help="Ask for your own estimate first, and keep it in the case.")] = False,
    seed: SeedOption = 1,
    worlds: WorldsOption = 2000,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Say what the other side is likely to be after, what that rests on, and what would tell."""
    if elicit:
        run_dialogue(case, as_of, seat, seed, worlds)
    with refusing_bad_input(case), progressing(quiet) as progress:
        from pourparler.briefing.terminal import render
        from pourparler.briefing.weighing import weighing, weighing_json
        from pourparler.desk import run_errand

        result = run_errand(case, seed, worlds, progress, seat, as_of, _LOOKED_AT, refuse_later=True)
        progress("print")
        text = weighing_json(result) if json else render(weighing(result), width=width(), full=True, color=is_styled())
    print_result(text)


@app.command()
def check(
    case: CaseArgument,
    seat: SeatOption = None,
    earlier: Annotated[
        str | None, typer.Option("--earlier", metavar="FILE", help="An earlier file of it: no goal changed in silence since.")
    ] = None,
    identity: IdentityOption = None,
) -> None:
    """Read a case and list every mistake in it, without assessing it."""
    with refusing_bad_input(case, earlier):
        from pourparler.desk import inspect

        found = inspect(opened(case, identity), seat, earlier)
    print_result("".join(f"{line}\n" for line in found.lines()))


@app.command()
def new(
    path: Annotated[Path, typer.Argument(help="A file ending in .yaml, .csv or .xlsx, or a folder to hold case.yaml.")] = Path(
        "case.yaml"
    ),
) -> None:
    """Write a small case to start from, or a spreadsheet for the table alone, with a question beside every number."""
    from pourparler.case.problem import visible
    from pourparler.desk import write_new

    with refusing_bad_input(str(path)):
        written = write_new(path)
    if written.suffix.lower() in (".csv", ".xlsx"):
        told = say("wrote {file}; next: pourparler table {file}", file=visible(str(written)))
    else:
        told = say("wrote {file}; next: pourparler assess {path}", file=visible(str(written)), path=visible(str(path)))
    print_result(f"{told}\n")


app.command()(brief)
app.command()(moves)
app.command()(goals)
app.command()(conflict)
app.command()(partners)
app.command()(plan)
app.command("what-if")(what_if)
app.command()(compare)
app.command("release-check")(release_check)
app.command()(export)
app.command()(outcome)
app.command()(serve)
app.command()(stages)
app.command()(seal)
app.command("open")(unseal)
app.command()(identity)
app.command()(verify)
app.command()(backup)
app.command()(restore)
app.add_typer(forecasts)
app.add_typer(analogies)

catalog = typer.Typer(name="catalog", help="Worked and historical cases that come with the program.", no_args_is_help=True)
app.add_typer(catalog)


@catalog.command("classes")
def list_classes(
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """List the reference classes that a case can take by name: counts, interval, source and caveats."""
    from pourparler.commands.classes import told_classes

    print_result(told_classes(json))


@catalog.command("list")
def list_cases() -> None:
    """List the cases of the catalog (name, date, seats, title), then the decision problems for `plan` (name, title)."""
    from pourparler.case.problem import visible
    from pourparler.catalog import listed, listed_decisions

    rows = [(row.name, row.as_of, ", ".join(row.seats), row.title) for row in listed()]
    others = listed_decisions()
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    widths[0] = max(widths[0], *(len(name) for name, _ in others))
    for row in rows:
        print_result(
            "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), visible(row[-1]))) + "\n"
        )
    for name, title in others:
        print_result(f"{name.ljust(widths[0])}  {visible(title)}\n")


@catalog.command()
def copy(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name from the catalog.", autocompletion=plan_names)],
    path: Annotated[Path | None, typer.Argument(help="The folder to make; by default the last part of the name.")] = None,
) -> None:
    """Copy a case of the catalog, or a decision problem, with all its files, to work on. Nothing is ever overwritten."""
    from pourparler.case.problem import visible
    from pourparler.catalog import find_decision
    from pourparler.desk import copy_case

    with refusing_bad_input(name):
        folder = visible(str(copy_case(name, path)))
    command = "assess" if find_decision(name.strip("/")) is None else "plan"
    print_result(say("wrote {folder}; next: pourparler {command} {folder}", folder=folder, command=command) + "\n")


@app.command()
def schema(
    of: Annotated[Kind, typer.Option("--of", help="Which file: the case, another seat's, or the outcome.")] = Kind.CASE,
) -> None:
    """Print the JSON Schema of the case file, by which editors complete keys and mark mistakes."""
    from pourparler.desk import schema_text

    print_result(schema_text(of.value))


def main() -> None:
    """Run the program; the entry of `pourparler` and of `python -m pourparler`."""
    # The arrays are many and small: threads of the linear algebra library cost more than they bring, most of all on a busy
    # machine, and the order of their sums would depend on how many there are. Read when NumPy is first imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Nothing here is a plug-in of pydantic; looking for some would read the metadata of every package there is.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A run makes many objects that live to its end: looking through them again and again for circles, the last time when all
    # is done, takes a tenth of it.
    gc.set_threshold(_CREATED_BETWEEN_LOOKS, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)
    app(prog_name="pourparler")


def _told(result: "Assessment | TableStudy", json: bool, full: bool) -> str:
    """Return a result as JSON, or as a terminal shows it."""
    if json:
        from pourparler.briefing.as_json import as_json

        return as_json(result)
    from pourparler.briefing.compose import document_of
    from pourparler.briefing.terminal import render

    return render(document_of(result), width=width(), full=full, color=is_styled())


def _write_html(file: Path, result: "Assessment | TableStudy") -> None:
    from pourparler.briefing.compose import document_of
    from pourparler.briefing.html import page
    from pourparler.desk import write_page

    with refusing_bad_input(str(file)):
        write_page(file, page(document_of(result)))


def _write_table(file: Path, found: "TableStudy") -> tuple[str, ...]:
    from pourparler.desk import write_table

    with refusing_bad_input(str(file)):
        return write_table(file, found)


def _print_timings(watch: "Stopwatch") -> None:
    times = watch.times()
    for step, seconds in (*times, ("total", sum(seconds for _, seconds in times))):
        print(f"{step:>12} {seconds:8.3f} s", file=sys.stderr)
