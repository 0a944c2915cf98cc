# SPDX-License-Identifier: Apache-2.0
"""The history of a case: every revision, what it changed, two of them side by side, and an earlier one again."""

from starlette.requests import Request
from starlette.responses import Response

from pourparler.archive import NotFound, Stale
from pourparler.briefing.markup import dated
from pourparler.case.as_written import as_written
from pourparler.wording import say
from pourparler.workbench.bench import bench_of, go, off_loop, page
from pourparler.workbench.estimates import is_open, own
from pourparler.workbench.found import shown

#: So many revisions stand on a page.
_ON_A_PAGE = 50


async def history(request: Request) -> Response:
    """List revisions with what each changed, newest first, so many on a page; `from` in the address says where it begins."""
    bench, case_id = bench_of(request), request.path_params["case"]
    revision, opened = await bench.opened(case_id)
    last = _number(request, "from", revision.number)
    found = await off_loop(bench.archive.history, bench.actor, case_id, last=last, most=_ON_A_PAGE)
    changes = await off_loop(bench.archive.changes_of, bench.actor, case_id, [each.number for each in found])
    head = await off_loop(bench.archive.journal_head, bench.actor)
    values = {"case_id": case_id, "revision": revision, "opened": opened, "area": "history", "as_written": as_written}
    older = found[-1].number - 1 if found else 0
    return page(request, "history.html", **values, found=found, changes=changes, head=head, older=older)


async def compare(request: Request) -> Response:
    """Show what differs between two revisions, in what they say and in what was found for them."""
    bench, case_id = bench_of(request), request.path_params["case"]
    revision, opened = await bench.opened(case_id)
    first, second = _number(request, "before", max(1, revision.number - 1)), _number(request, "after", revision.number)
    (before, one), (after, other) = await bench.opened(case_id, first), await bench.opened(case_id, second)
    rows = await off_loop(bench.archive.examiner.compare, one.files, other.files, case_id)
    views = [await shown(bench, each, begin=False) for each in (one, other)]
    estimates = own(await off_loop(bench.archive.estimates, bench.actor, case_id), bench.actor)
    is_shown = is_open(estimates)
    verdicts = [view.found["verdict"] if is_shown and view.found is not None and not view.is_stale else None for view in views]
    names = {**one.case.labels, **other.case.labels}
    values = {
        "case_id": case_id,
        "revision": revision,
        "opened": opened,
        "area": "history",
        "as_written": as_written,
        "dated": dated,
    }
    return page(
        request,
        "compare.html",
        **values,
        before=before,
        after=after,
        rows=rows,
        verdicts=verdicts,
        is_open=is_shown,
        names=names,
    )


def _number(request: Request, name: str, otherwise: int) -> int:
    """Return a number in the address. Raises `NotFound` for what is none."""
    told = request.query_params.get(name, str(otherwise))
    if not (told.isascii() and told.isdecimal() and len(told) < 10):
        raise NotFound(told)
    return int(told)


async def again(request: Request) -> Response:
    """Make an earlier revision the newest: what came between stays in the history."""
    bench, case_id = bench_of(request), request.path_params["case"]
    revision, _ = await bench.opened(case_id)
    form = await request.form()
    told, seen = form.get("number", ""), form.get("base", "")
    if not (isinstance(told, str) and told.isdecimal() and isinstance(seen, str) and seen.isdecimal()):
        raise NotFound(str(told))
    number, base = int(told), int(seen)
    files = await off_loop(bench.archive.files, bench.actor, case_id, number)
    _, earlier = await bench.opened(case_id, number)
    request_id = form.get("request")
    result = await off_loop(
        bench.archive.commit,
        bench.actor,
        case_id,
        files,
        base=base,
        reason=say("Revision {n} again", n=number),
        request=request_id if isinstance(request_id, str) else None,
        title=earlier.case.title,
    )
    if isinstance(result, Stale):
        _, opened = await bench.opened(case_id)
        problem = say("The case was changed after this page was made: look at what is new, then ask again. Nothing was lost.")
        values = {"case_id": case_id, "revision": revision, "opened": opened, "area": "history"}
        return page(request, "refused.html", 409, **values, problems=[problem])
    return go(f"/case/{case_id}")
