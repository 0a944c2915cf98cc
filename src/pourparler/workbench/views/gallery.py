# SPDX-License-Identifier: Apache-2.0
"""The first page: the cases that are kept, those of the catalog to open a copy of, and ways to begin a new one."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from pourparler.archive import ArchiveError, NotFound, Stale
from pourparler.case import files_of, read_files
from pourparler.case.decode import CASE_FILE, LARGEST_FILE
from pourparler.catalog import Listed, find, listed
from pourparler.wording import plural, say
from pourparler.workbench.bench import Bench, bench_of, fresh, go, off_loop, page
from pourparler.workbench.fields import told_path
from pourparler.workbench.opened import Opened
from pourparler.workbench.receiving import named, received

#: So much a form may hold that sends files.
_MOST_FILES, _MOST_FIELDS = 100, 20
#: So many fields are named that were changed meanwhile, and a number of a revision has so many digits at most.
_MOST_TOLD, _LONGEST_NUMBER = 12, 10


@cache
def catalog() -> tuple[Listed, ...]:
    """Return the cases of the catalog; they do not change while a program runs."""
    return listed()


async def gallery(request: Request) -> Response:
    """Show the cases that are kept, and where to begin."""
    return await _gallery(request, (), 200)


async def _gallery(request: Request, problems: tuple[str, ...], status: int, typed: str | None = None) -> Response:
    bench = bench_of(request)
    kept = await off_loop(bench.archive.cases, bench.actor)
    withdrawn = await off_loop(partial(bench.archive.cases, bench.actor, withdrawn=True))
    names = await off_loop(bench.archive.names, bench.actor) or ((bench.actor.name, ""),)
    shown = await off_loop(catalog)
    values: dict[str, Any] = {"kept": kept, "withdrawn": withdrawn, "catalog": shown, "problems": problems, "names": names}
    return page(request, "gallery.html", status, **values, called=names[-1][0] if typed is None else typed)


async def name(request: Request) -> Response:
    """Be called otherwise from now on; the names before stay in the journal."""
    bench = bench_of(request)
    told = (await request.form()).get("name", "")
    typed = told if isinstance(told, str) else ""
    try:
        await off_loop(bench.archive.take_name, bench.actor, typed)
    except ArchiveError as error:
        return await _gallery(request, (str(error),), 422, typed)
    return go("/#you")


async def withdraw(request: Request) -> Response:
    """Withdraw a case: it is still there, and takes no more revisions."""
    bench, form = bench_of(request), await request.form()
    reason = str(form.get("reason", "")).strip() or say("Withdrawn")
    await off_loop(bench.archive.withdraw, bench.actor, str(form.get("case", "")), reason)
    return go("/")


async def restore(request: Request) -> Response:
    """Take a case back in that was withdrawn."""
    bench, form = bench_of(request), await request.form()
    await off_loop(bench.archive.restore_case, bench.actor, str(form.get("case", "")), say("Taken back in"))
    return go("/")


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
    files, told = await _sent(request)
    problems = await _wrong(files)
    if problems:
        return await _gallery(request, problems, 422)
    return await _keep(request, files, say("Taken in from a file"), told.get("request"))


async def renew(request: Request) -> Response:
    """Take in a file of a case that was changed elsewhere, as its next revision; files that are not sent stay.

    The form says out of which revision the file was taken: what was saved after that is not in it, and is never written over.
    """
    bench, case_id = bench_of(request), request.path_params["case"]
    revision, opened = await bench.opened(case_id)
    sent, told = await _sent(request)
    files, base = {**opened.files, **sent}, told.get("base", str(revision.number))
    problems = await _wrong(files if sent else {})
    if not problems:
        read = await off_loop(read_files, files)
        reason, number = say("Taken in from a file that was changed elsewhere"), int(base) if _is_number(base) else 0
        kept = await off_loop(
            bench.archive.commit, bench.actor, case_id, files, base=number, reason=reason, request=told.get("request"),
            title=read.title,
        )  # fmt: skip
        if not isinstance(kept, Stale):
            return go(f"/case/{case_id}/history")
        problems = (await off_loop(_saved_since, bench, opened, number, kept.head.number),)
    values = {"case_id": case_id, "revision": revision, "opened": opened, "area": "briefing"}
    return page(request, "refused.html", 422, **values, problems=problems)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < _LONGEST_NUMBER


def _saved_since(bench: Bench, opened: Opened, base: int, head: int) -> str:
    """Say what was saved after the revision out of which a file was taken, and what to do about it."""
    if not 0 < base < head:
        return say("There is no such revision. Write the number that stood on the page from which you took the file.")
    changes = bench.archive.changes_of(bench.actor, opened.case_id, range(base + 1, head + 1))
    paths = dict.fromkeys(change.path for number in sorted(changes) for change in changes[number])
    names = [told_path(path, opened.case.labels) for path in paths]
    more = [plural("one more", "{n} more", len(names) - _MOST_TOLD)] if len(names) > _MOST_TOLD else []
    return say(
        "After revision {base}, out of which the file was taken, this was changed here: {fields}. Take the newest file, make "
        "your change there and take that in; or write revision {head} in the form, if the file is to stand as it is.",
        base=base,
        fields="; ".join(names[:_MOST_TOLD] + more) or say("remarks and order alone"),
        head=head,
    )


async def _sent(request: Request) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the files that a form holds, by the names that they have in a case, and what else it says."""
    async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=LARGEST_FILE + 1) as form:
        parts = [part for part in form.getlist("files") if isinstance(part, UploadFile) and part.filename]
        files = named([(part.filename or "", await part.read(LARGEST_FILE + 1)) for part in parts])
        told = {name: held for name, held in form.items() if isinstance(held, str)}
    return files, told


async def _wrong(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return what is wrong with files that came from elsewhere, as a process of its own finds it."""
    if CASE_FILE not in files:
        return (say("Choose a case file: its name ends in .yaml"),)
    return await received(files) or ()
