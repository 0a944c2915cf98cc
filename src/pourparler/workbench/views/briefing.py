# SPDX-License-Identifier: Apache-2.0
"""The briefing: made as documents on request, for our own side or as an edition for others."""

import asyncio
import base64
from collections import OrderedDict
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from pourparler.archive import NotFound
from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.case import Case
from pourparler.wording import say
from pourparler.workbench.bench import Bench, bench_of, go, off_loop, page
from pourparler.workbench.estimates import is_open, own
from pourparler.workbench.opened import Opened
from pourparler.workbench.worker import LOOK, unpacked
from pourparler.workbench.workers import Job

#: What a briefing can be had as.
KINDS = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "md": "text/markdown; charset=utf-8"}
KINDS["docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCUMENTS = ("book", "memo")
PAPERS = ("a4", "letter")
#: So many documents are kept for who asks again.
_KEPT = 8

_kept: OrderedDict[str, bytes] = OrderedDict()


def editions_of(case: Case) -> tuple[str, ...]:
    """Return the editions that there can be: our own, one for each other party, the mediator's and the public one."""
    from pourparler.case.release import OTHERS

    own = {name for name, party in case.parties.items() if party.role == "own"}
    return ("own", *(name for name in case.parties if name not in own), *OTHERS)


def audience(edition: str, labels: Mapping[str, str]) -> str:
    """Return whom an edition is for, in the words of a reader."""
    known = {"own": say("our own side"), "public": say("the public"), "mediator": say("the mediator")}
    return known.get(edition) or labels.get(edition, edition)


async def briefing(request: Request) -> Response:
    """Show which documents can be had."""
    bench, case_id = bench_of(request), request.path_params["case"]
    revision, opened = await bench.opened(case_id)
    head = await off_loop(bench.archive.journal_head, bench.actor)
    values = {"case_id": case_id, "revision": revision, "opened": opened, "area": "briefing", "head": head}
    values["is_open"] = await _is_open(bench, case_id)
    values["editions"] = {edition: audience(edition, opened.case.labels) for edition in editions_of(opened.case)}
    return page(request, "briefing.html", **values, kinds=tuple(KINDS), papers=PAPERS)


async def document(request: Request) -> Response:
    """Make a document and give it; it is made by a worker, and kept for who asks again."""
    bench, case_id = bench_of(request), request.path_params["case"]
    revision, opened = await bench.opened(case_id)
    if not await _is_open(bench, case_id):
        return go(f"/case/{case_id}")
    query = request.query_params
    kind, edition = query.get("format", "html"), query.get("edition", "own")
    is_look = query.get("look") == "1"
    name, paper = query.get("document", "book"), query.get("paper", "a4")
    if kind not in KINDS or edition not in editions_of(opened.case) or name not in DOCUMENTS or paper not in PAPERS:
        raise NotFound(kind)
    name = name if edition == "own" else "book"  # others get one edition, whatever else was chosen
    head = await off_loop(bench.archive.journal_head, bench.actor) if edition == "own" else None
    kind = LOOK if is_look else kind
    key = f"document:{opened.key}:{edition}:{name}:{kind}:{paper}:{head}"
    made = _kept.get(key)
    if made is None:
        job = await _made(bench, opened, key, {"edition": edition, "document": name, "format": kind, "paper": paper}, head)
        if job.state != "done":
            problems = job.problems or (say("It was ended before it was done."),)
            values = {"case_id": case_id, "revision": revision, "opened": opened, "area": "briefing"}
            return page(request, "refused.html", 422, **values, problems=problems)
        found = unpacked(job.found)
        made = found["look"].encode("utf-8") if is_look else base64.b64decode(next(iter(found["files"].values())))
        _keep(key, made)
    if is_look:
        values = {"case_id": case_id, "revision": revision, "opened": opened, "area": "briefing"}
        values |= {"is_own": edition == "own", "whom": audience(edition, opened.case.labels)}
        return page(request, "look.html", **values, made=made.decode("utf-8"))
    filename = f"{name if edition == 'own' else 'edition'}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response(made, media_type=KINDS[kind], headers=headers)


async def _is_open(bench: Bench, case_id: str) -> bool:
    """Whether the person has given an own estimate, or declined to, so that what was computed may be shown."""
    return is_open(own(await off_loop(bench.archive.estimates, bench.actor, case_id), bench.actor))


async def _made(bench: Bench, opened: Opened, key: str, asked: dict[str, str], head: str | None) -> Job:
    files = {name: base64.b64encode(held).decode("ascii") for name, held in opened.files.items()}
    job = bench.workers.ask(
        key, {"kind": "documents", "files": files, "seed": DEFAULT_SEED, "worlds": DEFAULT_WORLDS, "journal": head, **asked}
    )
    over = await asyncio.shield(job.over())
    bench.workers.forget(job)
    return over


def _keep(key: str, made: bytes) -> None:
    _kept[key] = made
    while len(_kept) > _KEPT:
        _kept.popitem(last=False)
