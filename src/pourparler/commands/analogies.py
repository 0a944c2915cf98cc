# SPDX-License-Identifier: Apache-2.0
"""`pourparler analogies`: like cases that experts rate, each by himself, before the tally is shown."""

from typing import TYPE_CHECKING, Annotated

import typer

from pourparler.commands.terminal import CaseArgument, SeatOption, is_styled, print_result, refusing_bad_input, width
from pourparler.wording import plural, say

if TYPE_CHECKING:  # what takes long to import is imported where a command needs it
    from pourparler.assess.analogies import RatedQuestions

analogies = typer.Typer(name="analogies", help="Structured analogies: like cases, rated before any tally is shown.")

QuestionArgument = Annotated[
    str, typer.Argument(metavar="QUESTION", help="The name of a question of the case, such as motive.", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]


@analogies.command("list")
def list_ratings(case: CaseArgument, seat: SeatOption = None, json: JsonOption = False) -> None:
    """Say how many analogies were rated, by how many experts; shares only where the tally was shown."""
    with refusing_bad_input(case):
        from pourparler.analogies import listed

        text = _told(listed(case, seat), json)
    print_result(text)


@analogies.command()
def rate(
    case: CaseArgument,
    question: QuestionArgument,
    like: Annotated[str, typer.Option("--case", metavar="TEXT", help="The like case, in words that tell it from others.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who rates.")],
    similarity: Annotated[str, typer.Option("--similarity", help="How like it is: 0 (not at all) to 10; a range is fine.")],
    came: Annotated[str, typer.Option("--came", metavar="HYPOTHESIS", help="Which hypothesis its outcome matches.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="When it was rated; by default the case's day.")] = None,
    because: Annotated[
        str | None, typer.Option("--because", metavar="TEXT", help="In what it is like, and in what not.")
    ] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="TEXT", help="How its outcome is known.")] = None,
    seat: SeatOption = None,
) -> None:
    """Seal the rating of one like case and write it into the case."""
    with refusing_bad_input(case):
        from pourparler.analogies import rate as rate_one
        from pourparler.case.analogies import rating_named

        said = {"case": like, "by": by, "similarity": similarity, "came": came, "on": on, "because": because, "source": source}
        rating = rate_one(case, question, said, seat)
        told = say("sealed {name} as {seal}", name=rating_named(rating), seal=rating.sealed)
    print_result(f"{told}\n")


@analogies.command()
def seal(case: CaseArgument, question: QuestionArgument, seat: SeatOption = None) -> None:
    """Seal the ratings that were written into the case by hand."""
    with refusing_bad_input(case):
        from pourparler.analogies import seal as seal_all

        sealed = seal_all(case, question, seat)
        told = plural("sealed {n} rating", "sealed {n} ratings", len(sealed))
    print_result(f"{told}\n")


@analogies.command()
def tally(
    case: CaseArgument,
    question: QuestionArgument,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="When; by default the case's latest day.")] = None,
    seat: SeatOption = None,
    json: JsonOption = False,
) -> None:
    """Show what the rated cases came to, and write down that it was shown: nothing is rated after that."""
    with refusing_bad_input(case):
        from pourparler.analogies import tally as show

        text = _told(show(case, question, on, seat), json)
    print_result(text)


def _told(found: "RatedQuestions", json: bool) -> str:
    if json:
        from pourparler.briefing.as_json import as_json

        return as_json(found)
    from pourparler.briefing.analogies_page import analogies_page
    from pourparler.briefing.terminal import render

    return render(analogies_page(found), width=width(), full=True, color=is_styled())
