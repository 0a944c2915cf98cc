# SPDX-License-Identifier: Apache-2.0
"""The goals of a mandate: what is sought now changes together with a version that says since when, why, and who approved it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from pourparler.archive import Conflict, NotFound, edit
from pourparler.case import Case, CaseError
from pourparler.case.mandate import NOT_ON_RECORD
from pourparler.case.problem import KeyPath
from pourparler.case.versions import KEYS, Part, in_force, standing
from pourparler.wording import say
from pourparler.workbench.bench import bench_of, go, off_loop, page
from pourparler.workbench.fields import words_of
from pourparler.workbench.opened import Opened
from pourparler.workbench.typed import plain_value, told
from pourparler.workbench.views.editing import base_of, request_of, text_of
from pourparler.workbench.vocabulary import key_name


@dataclass(frozen=True)
class Sought:
    """A part of the goals as its form asks for it: what it is called, what it says, and what may be chosen (or anything)."""

    part: Part
    label: str
    now: str
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The name of its box in the form."""
        return "-".join(filter(None, ("s", *self.part)))


def sought_in(case: Case) -> tuple[Sought, ...]:
    """Return the parts of the goals of a case, as its mandate and its meeting have them; what is not stated is blank."""
    return tuple(_sought(case))


def _sought(case: Case) -> Iterator[Sought]:
    now = standing(case)
    for goal in case.mandate.goals if case.mandate is not None else ():
        options = getattr(case.issues.get(goal.issue), "options", ())
        names = tuple(
            (option, case.labels.get(f"{goal.issue}.{option}") or case.labels.get(option) or key_name(option))
            for option in options
        )
        called = case.labels.get(goal.issue) or key_name(goal.issue)
        kinds = {"goals": say("what is sought"), "floors": say("the least that will do"), "meeting": say("of this meeting")}
        for kind in KEYS:
            label = say("{issue}: {part}", issue=called, part=kinds[kind])
            yield Sought((kind, goal.issue), label, str(now.get((kind, goal.issue), "")), names)
    if case.meeting is not None:
        yield Sought(("must_produce", ""), say("What the meeting must produce"), now.get(("must_produce", ""), ""))


async def goals(request: Request) -> Response:
    """Show what is sought, as a form for a new version of it."""
    return await _form(request, {}, (), 200)


async def _form(request: Request, typed: Mapping[str, str], problems: tuple[str, ...], status: int) -> Response:
    bench, case_id = bench_of(request), request.path_params["case"]
    revision, opened = await bench.opened(case_id)
    parts = sought_in(opened.case)
    if not parts:
        raise NotFound(case_id)
    names = await off_loop(bench.archive.names, bench.actor)
    values = {"case_id": case_id, "revision": revision, "opened": opened, "area": "mandate", "parts": parts}
    values["about"] = {"by": names[-1][0] if names else bench.actor.name, "on": opened.case.as_of.isoformat()}
    return page(request, "goals.html", status, **values, typed=typed, problems=problems)


async def change(request: Request) -> Response:
    """Keep a new version of the goals, and what they say with it, in one revision.

    What is sought otherwise is what the form says otherwise than the revision that was on its page.
    """
    bench, case_id = bench_of(request), request.path_params["case"]
    _, newest = await bench.opened(case_id)
    form = await request.form()
    _, opened = await bench.opened(case_id, base_of(form, newest))
    typed = {name: text_of(form, name) for name in (*(part.name for part in sought_in(opened.case)), *_ABOUT)}
    changed = {part.part: (part.now, new) for part in sought_in(opened.case) if (new := _new(typed, part)) != part.now}
    if not changed or not typed["reason"].strip():
        lacking = say("Nothing is sought otherwise than before.") if not changed else say("Say why: a change needs a reason.")
        return await _form(request, typed, (lacking,), 422)
    try:
        edits = _edits(opened, changed, typed)
        reason = say("A new version of the goals: {reason}", reason=typed["reason"].strip())
        result = await off_loop(
            edit, bench.archive, bench.actor, case_id, edits, base=opened.number, reason=reason, request=request_of(form)
        )
    except CaseError as error:
        return await _form(request, typed, tuple(told(problem, opened.case.labels) for problem in error.problems), 422)
    if isinstance(result, Conflict):
        names = "; ".join(words_of(each.path, opened.case.labels) for each in result.fields)
        lost = say(
            "Changed meanwhile by somebody else: {fields}. Look at what it says now, and send yours again.", fields=names
        )
        return await _form(request, {**typed, "base": ""}, (lost,), 409)
    return go(f"/case/{case_id}/mandate#part-mandate")


#: What the form asks of a version beside what it says.
_ABOUT = ("on", "by", "approved", "reason", "base")


def _new(typed: Mapping[str, str], part: Sought) -> str:
    """Return what is sought from now on; a part that was stated cannot be left blank by the form, only stated otherwise."""
    return " ".join(typed[part.name].split()) or part.now


def _edits(opened: Opened, changed: Mapping[Part, tuple[str, str]], typed: Mapping[str, str]) -> dict[KeyPath, object]:
    """Return what a version of the goals changes in a case: the goals themselves, and what its history says.

    What no version has told yet is told first as it was, so that it is seen to change.
    """
    case = opened.case
    mandate = case.mandate
    history = mandate.history if mandate is not None else ()
    known = in_force(history)[-1] if history else {}
    untold = {part: was for part, (was, _) in changed.items() if was and part not in known}
    versions: list[dict[str, object]] = []
    on = typed["on"].strip() or case.as_of.isoformat()
    if untold:
        versions.append({"on": min(on, case.as_of.isoformat()), **_says(untold)})
    after = {part: new for part, (_, new) in changed.items()}
    approved = typed["approved"].strip() or NOT_ON_RECORD
    version = {"on": on, "by": typed["by"].strip(), **_says(after)}
    version |= {"reason": typed["reason"].strip(), "approved": {"by": approved}}
    versions.append({key: value for key, value in version.items() if value})
    edits = dict[KeyPath, object]()
    if history:
        edits |= {("mandate", "history", len(history) + number): each for number, each in enumerate(versions)}
    else:
        edits["mandate", "history"] = versions
    places = {goal.issue: number for number, goal in enumerate(mandate.goals if mandate is not None else ())}
    for (kind, issue), new in after.items():
        path = ("meeting", "must_produce") if not issue else ("mandate", "goals", places[issue], KEYS[kind])
        edits[path] = _written(new)
    return edits


def _says(parts: Mapping[Part, str]) -> dict[str, object]:
    """Return parts of the goals as a version writes them."""
    out: dict[str, object] = {kind: {issue: _written(v) for (k, issue), v in parts.items() if k == kind} for kind in KEYS}
    out["must_produce"] = parts.get(("must_produce", ""), "")
    return {key: value for key, value in out.items() if value}


def _written(value: str) -> object:
    return plain_value(value, "text", "")
