# SPDX-License-Identifier: Apache-2.0
"""Structured analogies: ratings that were written by hand are sealed, a tally is asked for; either is a revision of the case.

What a tally came to stands on the page of intentions, as `pourparler analogies` prints it. Like all that is computed it is
shown to nobody who has not given an own estimate, or declined to.
"""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from pourparler.analogies import sealing, tallying
from pourparler.archive import Conflict, NotFound, edit
from pourparler.case import Case, CaseError
from pourparler.wording import say
from pourparler.workbench.bench import bench_of, go, off_loop, page
from pourparler.workbench.estimates import is_open, own
from pourparler.workbench.typed import told
from pourparler.workbench.views.editing import base_of, request_of, text_of


@dataclass(frozen=True)
class Waiting:
    """A question whose like cases were rated and whose tally nobody has seen: how many ratings, and how many without a seal."""

    name: str
    asked: str
    ratings: int
    unsealed: int


def waiting(case: Case) -> tuple[Waiting, ...]:
    """Return the questions of a case whose tally can be asked for, or could once their ratings are sealed."""
    return tuple(
        Waiting(
            name,
            question.asked or case.labels.get(name, name),
            len(held.ratings),
            sum(rating.sealed is None for rating in held.ratings),
        )
        for name, question in case.questions.items()
        if (held := question.analogies) is not None and held.ratings and held.tallied is None
    )


async def seal(request: Request) -> Response:
    """Seal the ratings of a question that were written by hand."""
    return await _changed(request, is_tally=False)


async def tally(request: Request) -> Response:
    """Show the tally of a question: from now on nothing is rated."""
    return await _changed(request, is_tally=True)


async def _changed(request: Request, *, is_tally: bool) -> Response:
    """Write a seal or a tally into the revision that was on the page, and lead back to it."""
    bench, case_id = bench_of(request), request.path_params["case"]
    _, newest = await bench.opened(case_id)
    if not is_open(own(await off_loop(bench.archive.estimates, bench.actor, case_id), bench.actor)):
        return go(f"/case/{case_id}")
    form = await request.form()
    name, base = text_of(form, "question"), base_of(form, newest)
    _, seen = await bench.opened(case_id, base)
    question = seen.case.questions.get(name)
    if question is None:
        raise NotFound(name)
    label = seen.case.labels.get(name, name)
    reason = say("The tally of like cases shown: {question}", question=label)
    if not is_tally:
        reason = say("Ratings of like cases sealed: {question}", question=label)
    try:
        edits = (tallying if is_tally else sealing)(seen.case, name)
        asked: dict[str, Any] = {"base": base, "reason": reason, "request": request_of(form)}
        made = await off_loop(edit, bench.archive, bench.actor, case_id, edits, **asked) if edits else None
        problems = []
    except CaseError as error:
        made, problems = None, [told(problem, seen.case.labels) for problem in error.problems]
    if isinstance(made, Conflict):
        problems = [
            say("The case was changed after this page was made: look at what is new, then ask again. Nothing was lost.")
        ]
    if problems:
        revision, opened = await bench.opened(case_id)
        values = {"case_id": case_id, "revision": revision, "opened": opened, "area": "intentions"}
        return page(request, "refused.html", 409 if made is not None else 422, **values, problems=problems)
    return go(f"/case/{case_id}/intentions{'' if is_tally else '#tallies'}")
