# SPDX-License-Identifier: Apache-2.0
"""Changing a case: a field in place, a thing added or withdrawn, the previous revision again, remarks."""

import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, TypeAlias
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pourparler.archive import ABSENT, Comment, Conflict, NotFound, Saved, edit
from pourparler.case import CaseError
from pourparler.case.problem import KeyPath, path_text
from pourparler.case.write import DELETE
from pourparler.wording import say
from pourparler.workbench.ahead import examine_again
from pourparler.workbench.bench import Bench, bench_of, go, is_live, off_loop, page
from pourparler.workbench.blanks import blank_field, blank_thing, is_list
from pourparler.workbench.depending import withdrawing
from pourparler.workbench.fields import Field, area_of, called, form_path, parsed_path, words_of
from pourparler.workbench.opened import Opened
from pourparler.workbench.typed import plain_value, told
from pourparler.workbench.views.withdrawing import also_of, depending_here, problems_of, reason_for, refused
from pourparler.workbench.vocabulary import part_name

#: What a change would do to what is believed, as `views.preview` has it; None where that was not asked.
Preview: TypeAlias = Mapping[str, Any] | None

#: So many characters may be typed into one field; more are not looked at.
_LONGEST = 20_000


def text_of(form: FormData, name: str) -> str:
    """Return what a form says under a name; a file there is nothing. Raises `HTTPException` for more than a field may hold."""
    held = form.get(name, "")
    if len(held if isinstance(held, str) else "") > _LONGEST:
        raise HTTPException(413, say("A field of more than {n} characters: shorten it.", n=_LONGEST))
    return held if isinstance(held, str) else ""


def base_told(form: FormData) -> int | None:
    """Return the revision that a form says it was filled in on."""
    told = text_of(form, "base")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else None


def base_of(form: FormData, opened: Opened) -> int:
    """Return the revision that was on the page when it was typed; the newest where the form does not say."""
    told = base_told(form)
    return opened.number if told is None else told


def request_of(form: FormData) -> str | None:
    return text_of(form, "request")[:64] or None


def field_at(opened: Opened, path: KeyPath) -> Field:
    """Return the field at a path, written already or not. Raises `NotFound` where there can be none."""
    found = opened.field(path) or blank_field(opened.tree, path) if path else None
    if found is None:
        raise NotFound(form_path(path))
    return found


def title_of(opened: Opened, found: Field) -> str:
    """Return what a page about one field is headed: its place in the case, in the names that readers see."""
    return words_of(found.path, opened.case.labels)


async def remarks_on(bench: Bench, case_id: str, found: Field) -> tuple[Comment, ...]:
    """Return the remarks on a field, oldest first."""
    return await off_loop(remarks_here, bench, case_id, found)


def remarks_here(bench: Bench, case_id: str, found: Field) -> tuple[Comment, ...]:
    """Return them, beside the loop."""
    return tuple(each for each in bench.archive.comments(bench.actor, case_id) if each.path == form_path(found.path))


async def field(request: Request) -> Response:
    """Show one field as a form, or as it stands."""
    bench, case_id = bench_of(request), request.path_params["case"]
    revision, opened = await bench.opened(case_id)
    path = parsed_path(request.query_params.get("path", ""))
    key = request.query_params.get("key", "").strip()
    found = await off_loop(field_at, opened, (*path, key) if key else path)
    values = {"case_id": case_id, "revision": revision, "field": found, "area": area_of(found.path)}
    values["said"] = await remarks_on(bench, case_id, found)
    if is_live(request):
        return page(
            request,
            "field.html",
            **values,
            editing=request.query_params.get("show") != "1",
            problems=(),
            typed=None,
            was_saved=False,
        )
    return page(
        request,
        "field_page.html",
        **values,
        opened=opened,
        problems=(),
        typed=None,
        preview=None,
        title=title_of(opened, found),
    )


async def save(request: Request) -> Response:
    """Save one field."""
    bench, case_id = bench_of(request), request.path_params["case"]
    with bench.saves.one():
        form = await request.form()
        found, result, answer = await off_loop(_save_and_show, request, bench, case_id, form)
    if isinstance(result, list):
        return await _again(request, bench, found, form, result)
    if isinstance(result, Conflict):
        return await _conflict(request, bench, result, {found.path: text_of(form, "value")}, text_of(form, "reason"))
    assert answer is not None  # it was saved
    others = bench.forms.done(case_id, request_of(form))
    if result is not None and others:
        bench.beside(partial(examine_again, bench, case_id, others))
    return answer


def _save_and_show(
    request: Request, bench: Bench, case_id: str, form: FormData
) -> tuple[Field, Saved | Conflict | list[str] | None, Response | None]:
    """Save what a form holds, as `_save` does, and make the answer if it was: in one go, since who waits waits for a turn."""
    found, result = _save(bench, case_id, form)
    is_kept = result is None or isinstance(result, Saved)
    return found, result, _saved(request, bench, found, is_new=result is not None) if is_kept else None


def _save(bench: Bench, case_id: str, form: FormData) -> tuple[Field, Saved | Conflict | list[str] | None]:
    """Save what a form holds, and return the field as it was, and what came of it.

    That is a list where it cannot be saved: what is wrong with it; None where there was but a remark to keep.
    """
    path, text, request = parsed_path(text_of(form, "path")), text_of(form, "value"), request_of(form)
    opened = cache(partial(bench.typed_on, case_id, base_told(form)))  # what was examined while it was typed needs it no more
    typed, before = bench.forms.typed(case_id, request, path, text, base_told(form)) or (None, None)
    found = typed.field if typed is not None else field_at(opened(), path)
    if _remark(bench, case_id, form) and text.replace("\r\n", "\n") == found.text:
        return found, None
    try:
        edits = typed.edits if typed is not None else {found.path: plain_value(text, found.kind, found.name)}
        base = typed.base if typed is not None else opened().number
        reason = text_of(form, "reason").strip() or say("{field} changed", field=title_of(opened(), found))
        about = bench.archive, bench.actor, case_id, edits
        return found, edit(*about, base=base, reason=reason, request=request, before=before)
    except CaseError as error:
        return found, [told(p, opened().case.labels) for p in error.problems]


def _asked(form: FormData, opened: Opened, reason: Callable[[], str]) -> dict[str, Any]:
    """Return what every change says of itself: on which revision it was made, why, and which request it is."""
    why = text_of(form, "reason").strip() or reason()
    return {"base": base_of(form, opened), "reason": why, "request": request_of(form)}


async def _again(
    request: Request, bench: Bench, found: Field, form: FormData, problems: list[str], remark: str = ""
) -> Response:
    """Show a field again with all that was typed and what is wrong with it, still as of the revision that it was typed on."""
    case_id = request.path_params["case"]
    revision, opened = await bench.opened(case_id)
    values = {"case_id": case_id, "revision": revision, "field": found, "area": area_of(found.path)}
    values["said"] = await remarks_on(bench, case_id, found)
    values |= {"problems": problems, "typed": text_of(form, "value"), "reason": text_of(form, "reason")}
    values |= {"base": base_of(form, opened), "remark": remark}
    status = 422 if problems else 200
    if is_live(request):
        return page(request, "field.html", status, **values, editing=True, was_saved=False)
    return page(request, "field_page.html", status, **values, opened=opened, preview=None, title=title_of(opened, found))


def _saved(request: Request, bench: Bench, before: Field, *, is_new: bool) -> Response:
    """Show a field as it stands now; a browser without scripts is sent to its page, which opens the new revision."""
    case_id, path = request.path_params["case"], before.path
    if not is_live(request):
        return go(f"/case/{case_id}/{area_of(path)}#{before.id}")
    revision, opened = bench.opened_here(case_id)
    found = field_at(opened, path)
    values = {"case_id": case_id, "revision": revision, "field": found, "area": area_of(path)}
    values["said"] = remarks_here(bench, case_id, found)
    headers = {"HX-Trigger": "pourparler-saved"}
    shown = page(request, "field.html", headers=headers, **values, editing=False, problems=(), typed=None, was_saved=is_new)
    return shown.made()


async def _conflict(request: Request, bench: Bench, conflict: Conflict, typed: Mapping[KeyPath, str], reason: str) -> Response:
    """Show what others have written meanwhile beside what was typed, to choose from; where the field was, if it was live."""
    case_id = request.path_params["case"]
    revision, opened = await bench.opened(case_id)
    first = next(iter(typed))
    values = {"case_id": case_id, "revision": revision, "opened": opened, "area": area_of(first), "typed": typed}
    labels = opened.case.labels
    contested = [
        {"name": words_of(each.path, labels), "path": path_text(each.path)}
        | {"base": _words(each.base), "theirs": _words(each.theirs), "yours": _words(each.yours)}
        for each in conflict.fields
    ]
    values |= {"contested": contested, "reason": reason}
    if is_live(request):
        return page(request, "conflict_here.html", 409, **values, field=await off_loop(field_at, opened, first))
    return page(request, "conflict.html", 409, **values)


def _words(held: object) -> str:
    """Return plain data as a form shows it."""
    return say("(not there)") if held is ABSENT or held is DELETE else held if isinstance(held, str) else json.dumps(held)


async def new(request: Request) -> Response:
    """Show the form for a thing that is to be added to a part."""
    return await show_new(request, {}, (), 200)


async def show_new(
    request: Request, typed: Mapping[str, str], problems: list[str] | tuple[str, ...], status: int, preview: Preview = None
) -> Response:
    """Show the form for a thing with what was typed, what is wrong with it, and what it would change."""
    bench, case_id, part = bench_of(request), request.path_params["case"], request.path_params["part"]
    revision, opened = await bench.opened(case_id)
    found = blank_thing(part)
    if not found:
        raise NotFound(part)
    values = {"case_id": case_id, "revision": revision, "opened": opened, "area": area_of((part,)), "part": part}
    values |= {"fields": found, "named": not is_list(part), "problems": problems, "typed": typed, "preview": preview}
    return page(request, "new.html", status, **values)


def typed_thing(form: FormData, part: str) -> dict[str, str]:
    """Return what was typed into the form for a thing of a part, by the names of its fields, and on which revision."""
    return {field.name: text_of(form, f"v-{field.name}") for field in blank_thing(part)} | {
        "name": text_of(form, "name"),
        "form:reason": text_of(form, "reason"),  # no key of a case file holds a colon
        "form:base": text_of(form, "base"),
    }


def thing(typed: Mapping[str, str], part: str, opened: Opened) -> tuple[str | int, dict[str, object]]:
    """Return where a thing would stand in its part, and what it says. Raises `CaseError` for what cannot be read."""
    data = {
        field.name: plain_value(typed[field.name], field.kind, field.label)
        for field in blank_thing(part)
        if typed[field.name].strip()
    }
    return len(getattr(opened.case, part)) if is_list(part) else typed["name"].strip() or "?", data


async def add(request: Request) -> Response:
    """Add a thing to a part of a case."""
    bench, case_id, part = bench_of(request), request.path_params["case"], request.path_params["part"]
    _, opened = await bench.opened(case_id)
    form = await request.form()
    typed = typed_thing(form, part)
    try:
        place, data = thing(typed, part, opened)
        label = typed["name"].strip() or str(data.get("id", part))
        told_of = say("Added to {part}: {thing}", thing=called(label, opened.case.labels), part=part_name(part))
        asked = _asked(form, opened, lambda: told_of)
        result = await off_loop(edit, bench.archive, bench.actor, case_id, {(part, place): data}, **asked)
    except CaseError as error:
        return await show_new(request, typed, [told(p, opened.case.labels) for p in error.problems], 422)
    if isinstance(result, Conflict):
        problem = say("Somebody else has added something here at the same time; look at the page and add it again.")
        return await show_new(request, {**typed, "form:base": ""}, [problem], 409)
    return go(f"/case/{case_id}/{area_of((part,))}#part-{part}")


async def withdraw(request: Request) -> Response:
    """Take something out of a case, with what depends on it if the form says just that; it stays in the history."""
    bench, case_id = bench_of(request), request.path_params["case"]
    _, opened = await bench.opened(case_id)
    form = await request.form()
    path = parsed_path(text_of(form, "path"))
    if not path:
        raise NotFound(case_id)
    named, also = opened.tree.named(path), also_of(form)
    asked = _asked(form, opened, lambda: reason_for(opened, named, also))
    if also and not await off_loop(_was_asked, bench, case_id, asked):
        found = await off_loop(depending_here, bench, opened, named)
        if frozenset(found.together) != also:  # what a form says goes together is shown, and never taken at its word
            return await refused(request, bench, named, (), is_other=True)
    try:
        result = await off_loop(edit, bench.archive, bench.actor, case_id, withdrawing((named, *also)), **asked)
    except CaseError as error:
        return await refused(request, bench, named, problems_of(error))
    if isinstance(result, Conflict):
        return await _conflict(request, bench, result, {path: ""}, text_of(form, "reason"))
    return go(f"/case/{case_id}/{area_of(path)}")


def _was_asked(bench: Bench, case_id: str, asked: Mapping[str, Any]) -> bool:
    """Whether a form that is sent again was answered already."""
    return bench.archive.standing(bench.actor, case_id, asked["base"], asked["request"]).repeated is not None


async def comment(request: Request) -> Response:
    """Keep a remark on a place of a case."""
    bench, case_id = bench_of(request), request.path_params["case"]
    form = await request.form()
    path = text_of(form, "path")
    if not path:  # on the case as a whole
        await off_loop(_remark, bench, case_id, form)
        return go(f"/case/{case_id}/case#whole")
    _, opened = await bench.opened(case_id)
    found = await off_loop(field_at, opened, parsed_path(path))
    await off_loop(_remark, bench, case_id, form)
    return await _remarked(request, bench, found, form)


async def withdraw_comment(request: Request) -> Response:
    """Withdraw a remark of one's own; it stays in the archive."""
    bench, case_id = bench_of(request), request.path_params["case"]
    _, opened = await bench.opened(case_id)
    form = await request.form()
    path = parsed_path(text_of(form, "path"))
    found = await off_loop(field_at, opened, path) if path else None
    await off_loop(bench.archive.withdraw_comment, bench.actor, case_id, text_of(form, "comment"))
    if found is None:  # on the case as a whole, or on what is no longer there
        return go(f"/case/{case_id}/case#whole")
    return await _remarked(request, bench, found, form, text_of(form, "text"))


async def _remarked(request: Request, bench: Bench, found: Field, form: FormData, remark: str = "") -> Response:
    """Show the remarks on a field anew; the rest of its form keeps what is typed there, and a `remark` that is not kept yet."""
    case_id = request.path_params["case"]
    if is_live(request):
        said = await remarks_on(bench, case_id, found)
        return page(request, "remarks.html", case_id=case_id, field=found, said=said, remark=remark)
    typed = text_of(form, "value").replace("\r\n", "\n")
    if "value" in form and (text_of(form, "reason") or remark or typed != found.text):
        return await _again(request, bench, found, form, [], remark)
    return go(f"/case/{case_id}/{area_of(found.path)}?edit={quote(form_path(found.path))}#{found.id}")


def _remark(bench: Bench, case_id: str, form: FormData) -> bool:
    """Keep the remark that a form holds; return whether it held one. It has a token of its own: the form may be sent again."""
    path, text = text_of(form, "path"), text_of(form, "text").strip()
    if text:
        token = text_of(form, "remark")[:64] or request_of(form)
        bench.archive.comment(bench.actor, case_id, path, text, request=token)
    return bool(text)
