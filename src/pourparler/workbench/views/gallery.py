# SPDX-License-Identifier: Apache-2.0
"""The first page: the cases that are kept, those of the catalog to open a copy of, and ways to begin a new one."""

from collections.abc import Mapping
from functools import cache

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from pourparler.archive import NotFound
from pourparler.case import read_files
from pourparler.case.decode import LARGEST_FILE
from pourparler.catalog import Listed, find, listed
from pourparler.wording import say
from pourparler.workbench.bench import bench_of, fresh, go, off_loop, page
from pourparler.workbench.folders import files_of
from pourparler.workbench.receiving import named, received

#: So much a form may hold that sends files.
_MOST_FILES, _MOST_FIELDS = 100, 20


@cache
def catalog() -> tuple[Listed, ...]:
    """Return the cases of the catalog; they do not change while a program runs."""
    return listed()


async def gallery(request: Request) -> Response:
    """Show the cases that are kept, and where to begin."""
    return await _gallery(request, (), 200)


async def _gallery(request: Request, problems: tuple[str, ...], status: int) -> Response:
    bench = bench_of(request)
    kept = await off_loop(bench.archive.cases, bench.actor)
    shown = await off_loop(catalog)
    return page(request, "gallery.html", status, kept=kept, catalog=shown, problems=problems)


async def copy(request: Request) -> Response:
    """Open a copy of a case of the catalog."""
    form = await request.form()
    name = str(form.get("name", ""))
    folder = find(name)
    if folder is None:
        raise NotFound(name)
    return await _keep(request, await off_loop(files_of, folder), say("A copy of {name}", name=name), form.get("request"))


async def _keep(request: Request, files: Mapping[str, bytes], reason: str, token: object) -> Response:
    bench = bench_of(request)
    case = await off_loop(read_files, files)
    made = await off_loop(
        bench.archive.make, bench.actor, files, reason, title=case.title, request=token if isinstance(token, str) else fresh()
    )
    return go(f"/case/{made.case}")


async def upload(request: Request) -> Response:
    """Take in a case that a browser sends: its file, with those beside it, or its folder."""
    async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=LARGEST_FILE + 1) as form:
        parts = [part for part in form.getlist("files") if isinstance(part, UploadFile) and part.filename]
        files = named([(part.filename or "", await part.read(LARGEST_FILE + 1)) for part in parts])
        token = form.get("request")
    if "case.yaml" not in files:
        return await _gallery(request, (say("Choose a case file: its name ends in .yaml"),), 422)
    problems = await received(files)
    if problems is not None:
        return await _gallery(request, problems, 422)
    return await _keep(request, files, say("Taken in from a file"), token)
