# SPDX-License-Identifier: Apache-2.0
"""`pourparler forecasts`: the forecast book of a case, listed, added to, settled and scored."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pourparler.commands.terminal import CaseArgument, SeatOption, is_styled, print_result, refusing_bad_input, width
from pourparler.wording import plural, say

if TYPE_CHECKING:  # what takes long to import is imported where a command needs it
    from pourparler.assess.book import Book
    from pourparler.briefing.document import Briefing

forecasts = typer.Typer(name="forecasts", help="The forecast book of a case: what was forecast, and how good it was.")

AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="The book as it stood on that day; by default its latest."),
]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="The forecasts of one holder only.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]


@forecasts.command("list")
def list_forecasts(
    case: CaseArgument,
    seat: SeatOption = None,
    as_of: AsOfOption = None,
    by: ByOption = None,
    seal: Annotated[
        str | None, typer.Option("--seal", metavar="SEAL", help="Check that a seal written down earlier is still in the book.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """List forecasts: open, due, overdue and resolved, with the last seal."""
    with refusing_bad_input(case):
        from pourparler.briefing.compose_book import book_document
        from pourparler.forecasts import book, checked_seal, opened

        if seal is not None:
            checked_seal(opened(case, seat), seal)
        text = _told(book(case, seat, as_of, by), book_document, json)
    print_result(text)


@forecasts.command()
def score(
    case: CaseArgument, seat: SeatOption = None, as_of: AsOfOption = None, by: ByOption = None, json: JsonOption = False
) -> None:
    """Score the forecasts that came out: Brier, log, RPS and CRPS, beside like cases and the pool; calibration."""
    with refusing_bad_input(case):
        from pourparler.briefing.compose_book import score_document
        from pourparler.forecasts import book

        text = _told(book(case, seat, as_of, by), score_document, json)
    print_result(text)


@forecasts.command()
def add(
    case: CaseArgument,
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="What is asked, so that anyone can tell how it came out.")
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who forecasts.")],
    resolves: Annotated[str, typer.Option("--resolves", metavar="DAY", help="The day by which it is settled.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="When it was made; by default the book's day.")] = None,
    p: Annotated[str | None, typer.Option("--p", help="The probability of yes: 30%, 20..40%, likely.")] = None,
    classes: Annotated[
        list[str] | None, typer.Option("--class", metavar="NAME=P", help="A class and its probability; once for each.")
    ] = None,
    ordered: Annotated[bool, typer.Option("--ordered", help="The classes are given in their order, the least first.")] = False,
    quantity: Annotated[str | None, typer.Option("--quantity", help="A quantity: 40, 20..60, 20..30..60.")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="The unit of the quantity.")] = None,
    id: Annotated[str | None, typer.Option("--id", help="A short name to settle it by.")] = None,
    base_rate: Annotated[
        str | None,
        typer.Option("--base-rate", metavar="TEXT", help="Like cases: 'name: 3 of 24', 'name: a 9, b 4', 'name: 30, 45'."),
    ] = None,
    aided: Annotated[bool, typer.Option("--aided", help="A computed estimate was in view.")] = False,
    seat: SeatOption = None,
    json: JsonOption = False,
) -> None:
    """Seal a forecast and write it into the case, before the event."""
    with refusing_bad_input(case):
        from pourparler.case.book import named
        from pourparler.commands.said import like_cases_said, pairs_said
        from pourparler.forecasts import add as add_entry

        table = pairs_said(classes or [])
        said: dict[str, Any] = {"question": question, "by": by, "resolves": resolves, "on": on, "p": p, "id": id}
        said |= {"classes": table or None, "order": list(table) if ordered else None}
        said |= {"quantity": quantity, "unit": unit, "aided": aided or None}
        said["base_rate"] = like_cases_said(base_rate) if base_rate is not None else None
        entry = add_entry(case, said, seat)
    told = say("sealed {name} as {seal}", name=named(entry), seal=entry.sealed)
    print_result(_as_json([entry]) if json else f"{told}\n")


@forecasts.command()
def resolve(
    case: CaseArgument,
    asked: Annotated[str, typer.Argument(metavar="FORECAST", help="The id of a forecast, or its question.")],
    came: Annotated[str, typer.Option("--came", metavar="WHAT", help="yes, no, the class, the number; or void.")],
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="The day on which it came.")],
    source: Annotated[str | None, typer.Option("--source", metavar="TEXT", help="How that is known.")] = None,
    seat: SeatOption = None,
    json: JsonOption = False,
) -> None:
    """Write down what came, for everybody who forecast the question."""
    with refusing_bad_input(case):
        from pourparler.forecasts import settle

        entries = settle(case, asked, came, on, source, seat)
    told = plural(
        "settled {n} forecast: {came} on {day}", "settled {n} forecasts: {came} on {day}", len(entries), came=came, day=on
    )
    print_result(_as_json(entries) if json else f"{told}\n")


def _told(book: "Book", document: Any, json: bool) -> str:
    if json:
        from pourparler.briefing.as_json import as_json

        return as_json(book)
    from pourparler.briefing.terminal import render

    page: Briefing = document(book)
    return render(page, width=width(), full=True, color=is_styled())


def _as_json(entries: Any) -> str:
    import json

    plain = [entry.model_dump(mode="json", exclude_defaults=True) for entry in entries]
    return json.dumps({"forecasts": plain}, indent=2, ensure_ascii=False) + "\n"
