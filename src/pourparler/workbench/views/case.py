# SPDX-License-Identifier: Apache-2.0
"""The pages of a case: where it stands, and an area each with what was found and the fields that it was found from."""

from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pourparler.archive import Comment, NotFound
from pourparler.case.problem import KeyPath
from pourparler.workbench.bench import bench_of, is_live, off_loop, page
from pourparler.workbench.blanks import adding
from pourparler.workbench.estimates import asked_of, beside, is_open, own
from pourparler.workbench.fields import AREAS, Field, Group, parsed_path, words_of
from pourparler.workbench.found import shown
from pourparler.workbench.opened import Opened
from pourparler.workbench.views.analogies import waiting
from pourparler.workbench.vocabulary import part_name

#: What a page shows of what was found, by the names in its template: the sections, and their headings.
_OF_A_PAGE = {"found_here": "pages", "contents": "contents"}


async def front(request: Request) -> Response:
    """Show where a case stands: the verdict, what holds the gate, the next best step."""
    return await show_front(request, {}, (), 200)


async def show_front(request: Request, typed: Mapping[str, str], problems: Sequence[str], status: int) -> Response:
    """Show the front page; where an own estimate is asked for, with what was typed and what is wrong with it."""
    bench, case_id = bench_of(request), request.path_params["case"]
    revision, opened = await bench.opened(case_id)
    estimates = own(await off_loop(bench.archive.estimates, bench.actor, case_id), bench.actor)
    view = await shown(bench, opened)
    template = "found_front.html" if is_live(request) else "front.html"
    values = {"case_id": case_id, "revision": revision, "opened": opened, "area": "front", "view": view}
    asked = asked_of(opened.case)
    values |= {"asked": asked, "is_open": is_open(estimates), "typed": typed, "problems": problems}
    values["beside"] = beside(estimates, asked, view.found["computed"] if view.found is not None else {})
    return page(request, template, status, **values)


async def area(request: Request) -> Response:
    """Show an area: what was found, and the fields; `status`, `find` and `sort` in the address say which and in which order."""
    bench, case_id, name = bench_of(request), request.path_params["case"], request.path_params["area"]
    if name not in AREAS:
        raise NotFound(name)
    revision, opened = await bench.opened(case_id)
    estimates = own(await off_loop(bench.archive.estimates, bench.actor, case_id), bench.actor)
    view = await shown(bench, opened)
    values = {"case_id": case_id, "revision": revision, "opened": opened, "area": name, "view": view}
    computed = view.found["computed"] if view.found is not None else {}
    values |= {"is_open": is_open(estimates), "beside": beside(estimates, asked_of(opened.case), computed)}
    values |= {key: view.found[part].get(name, "") if view.found is not None else "" for key, part in _OF_A_PAGE.items()}
    values["waiting"] = waiting(opened.case) if name == "intentions" else ()
    if is_live(request):
        return page(request, "found_area.html", **values)
    query = request.query_params
    chosen = query.get("status", ""), query.get("find", ""), query.get("sort", "file")
    edited = parsed_path(query.get("edit", ""))
    found = await off_loop(_listed, opened, name, *chosen, edited)
    comments = await off_loop(bench.archive.comments, bench.actor, case_id)
    said: dict[str, list[object]] = {}
    for comment in comments:
        said.setdefault(comment.path, []).append(comment)
    stated = {group.part for group in opened.groups(name)}
    parts = {part: adding(part, is_stated=part in stated) for part in AREAS[name]}
    return page(
        request,
        "area.html",
        **values,
        whole=await off_loop(_on_the_whole, opened, comments) if name == "case" else (),
        groups=found,
        edited=edited,
        said=said,
        chosen=chosen,
        parts=parts,
    )


def _on_the_whole(opened: Opened, comments: Sequence[Comment]) -> Sequence[tuple[Comment, str]]:
    """Return remarks on the case as a whole, and those on what it does not state now with what that is called."""
    placed = [(each, parsed_path(each.path)) for each in comments]
    return [(each, words_of(path, opened.case.labels) if path else "") for each, path in placed if opened.field(path) is None]


def _listed(opened: Opened, area: str, status: str, find: str, sort: str, edited: KeyPath) -> Sequence[Group]:
    """Return the groups of an area that hold what is looked for, or what is edited: others may have changed that meanwhile."""
    out = []
    for group in opened.groups(area):
        fields = [f for f in group.fields if f.path == edited or _is_meant(f, group, status, find.casefold())]
        if sort == "name":
            fields.sort(key=lambda field: field.label)
        elif sort == "status":
            order = ("missing", "guessed", "judged", "sourced")
            fields.sort(key=lambda field: order.index(field.status))
        if fields or not (status or find):
            out.append(Group(group.path, group.label, tuple(fields), group.part, group.absent))
    return out


def _is_meant(field: Field, group: Group, status: str, find: str) -> bool:
    if status and not (field.is_judged and field.status == status):
        return False
    told = (field.label, field.text, field.reads, group.label, part_name(group.part), field.name)
    return not find or any(find in text.casefold() for text in told)


async def figure(request: Request) -> Response:
    """Give the specification of a figure, for a script that draws it so that one can point at what is in it."""
    bench, case_id = bench_of(request), request.path_params["case"]
    _, opened = await bench.opened(case_id)
    estimates = own(await off_loop(bench.archive.estimates, bench.actor, case_id), bench.actor)
    view = await shown(bench, opened, begin=False)
    figures = view.found["figures"].get(request.path_params["area"], {}) if view.found is not None else {}
    spec = figures.get(request.path_params["name"])
    if spec is None or not is_open(estimates):
        raise NotFound(request.path_params["name"])
    return JSONResponse(spec)


async def download(request: Request) -> Response:
    """Give a file of a case as it is, to be kept beside others or edited with something else."""
    bench, case_id = bench_of(request), request.path_params["case"]
    _, opened = await bench.opened(case_id)
    name = request.path_params["file"]
    if name not in opened.files:
        raise NotFound(name)
    headers = {"Content-Disposition": f'attachment; filename="{name.rpartition("/")[2]}"'}
    return Response(opened.files[name], media_type="application/octet-stream", headers=headers)


async def to_front(request: Request) -> Response:
    """Send an address with a slash too many to the page that is meant."""
    return RedirectResponse(f"/case/{request.path_params['case']}", 308)
