# SPDX-License-Identifier: Apache-2.0
"""What a change would do to what is believed, before it is saved: while one types, or for a button; nothing is kept."""

import asyncio
import base64
import json
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from pourparler.archive import NotFound
from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.case import CaseError
from pourparler.case.problem import KeyPath
from pourparler.workbench.bench import Bench, bench_of, is_live, off_loop, page
from pourparler.workbench.blanks import blank_thing
from pourparler.workbench.estimates import is_open, own
from pourparler.workbench.fields import PREVIEWED, area_of, form_path, parsed_path
from pourparler.workbench.opened import Opened
from pourparler.workbench.typed import plain_value, told
from pourparler.workbench.views.editing import (
    base_of,
    field_at,
    remarks_on,
    request_of,
    show_new,
    text_of,
    thing,
    title_of,
    typed_thing,
)
from pourparler.workbench.worker import unpacked


async def of_field(request: Request) -> Response:
    """Show what another value of a field would change; without scripts, on the page of the field with what was typed."""
    bench, case_id = bench_of(request), request.path_params["case"]
    revision, opened = await bench.opened(case_id)
    form = await request.form()
    path, typed = parsed_path(text_of(form, "path")), text_of(form, "value")
    found = await off_loop(field_at, opened, path)
    if area_of(path) != PREVIEWED:
        raise NotFound(found.name)
    try:
        shown = await _shown(bench, opened, {path: plain_value(typed, found.kind, found.name)}, form)
    except CaseError as error:
        shown = {"problems": [told(p, opened.case.labels) for p in error.problems]}
    if is_live(request):
        return _part(request, {} if shown is not None and shown.get("problems") else shown)  # the help beside it tells them
    values = {"case_id": case_id, "revision": revision, "opened": opened, "field": found, "area": PREVIEWED}
    values |= {"title": title_of(opened, found), "said": await remarks_on(bench, case_id, found)}
    values |= {"reason": text_of(form, "reason"), "remark": text_of(form, "text"), "base": base_of(form, opened)}
    return page(request, "field_page.html", **values, problems=(), typed=typed, preview=shown)


async def of_thing(request: Request) -> Response:
    """Show what a thing that is to be added would change, such as an item of evidence."""
    bench, case_id, part = bench_of(request), request.path_params["case"], request.path_params["part"]
    _, opened = await bench.opened(case_id)
    form = await request.form()
    typed = typed_thing(form, part)
    if area_of((part,)) != PREVIEWED or not blank_thing(part):
        raise NotFound(part)
    try:
        place, data = thing(typed, part, opened)
        shown = await _shown(bench, opened, {(part, place): data}, form)
    except CaseError as error:
        shown = {"problems": [told(p, opened.case.labels) for p in error.problems]}
    return _part(request, shown) if is_live(request) else await show_new(request, typed, (), 200, shown)


def _part(request: Request, shown: Mapping[str, Any] | None) -> Response:
    """Return the part of a page; where something newer is under way, the page stays as it is."""
    return Response(status_code=204) if shown is None else page(request, "preview.html", preview=shown)


async def _shown(bench: Bench, opened: Opened, edits: Mapping[KeyPath, object], form: FormData) -> dict[str, Any] | None:
    """Return `questions` as a worker finds them, or `hidden` where no own estimate was given.

    None if something newer is asked for meanwhile. Raises `CaseError` for what cannot be read.
    """
    estimates = own(await off_loop(bench.archive.estimates, bench.actor, opened.case_id), bench.actor)
    if not is_open(estimates):
        return {"hidden": True}
    thing = f"{opened.case_id}:{request_of(form)}"
    await bench.previews.end_waiting(thing)
    files = {name: base64.b64encode(held).decode("ascii") for name, held in opened.files.items()}
    changed = [[form_path(path), value] for path, value in edits.items()]
    asked = {"kind": "preview", "files": files, "edits": changed, "seed": DEFAULT_SEED, "worlds": DEFAULT_WORLDS}
    job = bench.previews.ask(f"preview:{thing}:{json.dumps(changed)}", asked)
    job.wanted[thing] = opened.number
    over = await asyncio.shield(job.over())
    bench.previews.forget(job)
    if over.state == "done":
        return unpacked(over.found)
    return None if over.state == "ended" else {"problems": over.problems}
