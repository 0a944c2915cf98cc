# SPDX-License-Identifier: Apache-2.0
"""The page on what cannot be withdrawn: what depends on it, with links, and all of it at once where that can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from pourparler.archive import tried
from pourparler.case import CaseError
from pourparler.case.decode import CASE_FILE
from pourparler.case.problem import KeyPath, Problem
from pourparler.wording import plural, say
from pourparler.workbench.bench import Bench, off_loop, page
from pourparler.workbench.depending import PARTIES, Depending, depending_on
from pourparler.workbench.fields import area_of, form_path, parsed_path, told_path, words_of
from pourparler.workbench.opened import Opened

#: The field of the form that names what goes together with the thing.
ALSO = "also"
#: So much of a text is told beside what it is called.
_LONGEST = 90


@dataclass(frozen=True)
class Told:
    """Something that depends on the thing: where it stands, in words, what would be wrong with it, and where that is mended.

    `href` is the address of the page, and `mark` what is meant on it; both are blank where no page edits it.
    """

    where: str
    sentence: str
    href: str = ""
    mark: str = ""


def also_of(form: FormData) -> frozenset[KeyPath]:
    """Return what a form says is to go together with the thing."""
    return frozenset(parsed_path(text) for text in form.getlist(ALSO) if isinstance(text, str) and text)


def depending_here(bench: Bench, opened: Opened, thing: KeyPath) -> Depending:
    """Return what depends on a thing in the newest revision, found anew, beside the loop."""
    return depending_on(opened.tree, thing, partial(_refusals, bench, opened))


def _refusals(bench: Bench, opened: Opened, edits: Mapping[KeyPath, object]) -> Sequence[Problem]:
    try:
        tried(bench.archive, bench.actor, opened.case_id, edits, base=opened.number)
    except CaseError as error:
        return problems_of(error)
    return ()


def problems_of(error: CaseError) -> tuple[Problem, ...]:
    """Return what is wrong with a case."""
    return tuple(problem for problem in error.problems if isinstance(problem, Problem))


def reason_for(opened: Opened, thing: KeyPath, also: frozenset[KeyPath]) -> str:
    """Return what the history says of what was withdrawn, if nobody says why."""
    named = words_of(thing, opened.case.labels)
    if not also:
        return say("{thing} withdrawn", thing=named)
    return plural(
        "{thing} withdrawn, and with it one thing that depends on it",
        "{thing} withdrawn, and with it {n} things that depend on it",
        len(also),
        thing=named,
    )


async def refused(
    request: Request, bench: Bench, thing: KeyPath, problems: Sequence[Problem], *, is_other: bool = False
) -> Response:
    """Say why something was not withdrawn; `is_other` if something else depends on it than the page said from which it came.

    `problems` are told where none is found anew: somebody else may have saved the case meanwhile.
    """
    case_id = request.path_params["case"]
    revision, opened = await bench.opened(case_id)
    found = await off_loop(depending_here, bench, opened, thing)
    labels = opened.case.labels
    values = {"case_id": case_id, "revision": revision, "opened": opened, "area": area_of(thing), "thing": thing}
    values |= {"called": words_of(thing, labels), "is_other": is_other, "also": ALSO}
    values["depending"] = [_told(opened, *each) for each in found.problems or [(None, problem) for problem in problems]]
    values["together"] = [(path, _called(opened, path)) for path in found.together]
    values["left_out"] = form_path((*thing, "left_out")) if len(thing) == len((PARTIES, "name")) and thing[0] == PARTIES else ""
    return page(request, "depending.html", 409 if is_other else 422, **values)


def _told(opened: Opened, place: KeyPath | None, problem: Problem) -> Told:
    sentence = say("found {found}; {write}", found=problem.found, write=problem.write)
    if place is not None:
        return Told(words_of(place, opened.case.labels), sentence, *_href(opened, place))
    where = told_path(problem.key_path, opened.case.labels) if problem.key_path else ""
    beside = problem.file if problem.file != CASE_FILE else ""  # such as the file of a seat, which is edited elsewhere
    return Told(": ".join(filter(None, (beside, where))), sentence)


def _href(opened: Opened, place: KeyPath) -> tuple[str, str]:
    """Return where a field is edited, the page and its mark: the field at a place, the first in it, or that in which it is."""
    area = area_of(place)
    listed = [field for group in opened.groups(area) for field in group.fields]
    within = (field for field in listed if field.path[: len(place)] == place)
    around = (field for field in listed if place[: len(field.path)] == field.path)
    field = next(within, None) or next(around, None)
    there = f"/case/{opened.case_id}/{area}"
    return (f"{there}?edit={quote(form_path(field.path))}", field.id) if field is not None else (there, f"part-{place[0]}")


def _called(opened: Opened, thing: KeyPath) -> str:
    """Return what a thing is called, with the beginning of what it says."""
    named, text = words_of(thing, opened.case.labels), opened.field((*thing, "text"))
    if text is None:
        return named
    said = text.text if len(text.text) <= _LONGEST else f"{text.text[:_LONGEST]}…"
    return say("{thing}: {text}", thing=named, text=said)
