# SPDX-License-Identifier: Apache-2.0
"""The workbench as an application: which address is answered by which page. The guard stands before all of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pourparler.archive import Actor, Archive, ArchiveError, NotFound
from pourparler.case import CaseError
from pourparler.wording import say
from pourparler.workbench.bench import Bench, page
from pourparler.workbench.opened import Reads, Shelf
from pourparler.workbench.readings import reading_of
from pourparler.workbench.views import (
    analogies,
    assets,
    briefing,
    case,
    editing,
    estimating,
    gallery,
    goals,
    history,
    live,
    preview,
    start,
    telling,
)
from pourparler.workbench.views.filtering import keeping
from pourparler.workbench.workers import Workers

#: Every address, as a table: what it may be asked, and who answers.
ROUTES = (
    Route("/", gallery.gallery),
    Route("/copy", gallery.copy, methods=["POST"]),
    Route("/withdraw", gallery.withdraw, methods=["POST"]),
    Route("/restore", gallery.restore, methods=["POST"]),
    Route("/name", gallery.name, methods=["POST"]),
    Route("/upload", gallery.upload, methods=["POST"]),
    Route("/start", start.start),
    Route("/start", start.begin, methods=["POST"]),
    Route("/static/{name}", assets.asset),
    Route("/static/lib/vega.js", assets.figures_library),
    Route("/case/{case}", case.front),
    Route("/case/{case}/", case.to_front),
    Route("/case/{case}/file", gallery.renew, methods=["POST"]),
    Route("/case/{case}/file/{file:path}", case.download),
    Route("/case/{case}/figures/{area}/{name}", case.figure),
    Route("/case/{case}/events", live.events),
    Route("/case/{case}/assess", live.assess, methods=["POST"]),
    Route("/case/{case}/end", live.end, methods=["POST"]),
    Route("/case/{case}/field", editing.field),
    Route("/case/{case}/field", keeping(editing.save), methods=["POST"]),
    Route("/case/{case}/told", telling.help_typing, methods=["POST"]),
    Route("/case/{case}/preview", preview.of_field, methods=["POST"]),
    Route("/case/{case}/preview/{part}", preview.of_thing, methods=["POST"]),
    Route("/case/{case}/new/{part}", editing.new),
    Route("/case/{case}/new/{part}", keeping(editing.add), methods=["POST"]),
    Route("/case/{case}/withdraw", keeping(editing.withdraw), methods=["POST"]),
    Route("/case/{case}/comment", keeping(editing.comment), methods=["POST"]),
    Route("/case/{case}/comment/withdraw", keeping(editing.withdraw_comment), methods=["POST"]),
    Route("/case/{case}/estimate", estimating.estimate, methods=["POST"]),
    Route("/case/{case}/analogies/seal", analogies.seal, methods=["POST"]),
    Route("/case/{case}/analogies/tally", analogies.tally, methods=["POST"]),
    Route("/case/{case}/goals", goals.goals),
    Route("/case/{case}/goals", goals.change, methods=["POST"]),
    Route("/case/{case}/history", history.history),
    Route("/case/{case}/history/compare", history.compare),
    Route("/case/{case}/history/again", history.again, methods=["POST"]),
    Route("/case/{case}/briefing", briefing.briefing),
    Route("/case/{case}/briefing/document", briefing.document),
    Route("/case/{case}/{area}", case.area),
)


def make_app(archive: Archive, actor: Actor, *, workers: int = 1, reads: Reads = reading_of) -> Starlette:
    """Return the application of one person's workbench, without the guard that belongs before it.

    `reads` is what reads revisions for the pages, by default in this process.
    """
    pool, previews = Workers(workers), Workers(min(workers, 1))

    @asynccontextmanager
    async def serving(app: Starlette) -> AsyncIterator[None]:
        pool.start()
        previews.start()
        yield
        await previews.stop()
        await pool.stop()

    app = Starlette(
        routes=list(ROUTES),
        lifespan=serving,
        exception_handlers={
            **dict.fromkeys((NotFound, 404, 405), _absent),
            **dict.fromkeys((400, 413, ArchiveError), _not_taken),
            CaseError: _unreadable,
            Exception: _fault,
        },
    )
    app.state.bench = Bench(archive, pool, previews, actor, Shelf(reads))
    return app


async def _absent(request: Request, error: Exception) -> Response:
    """Answer what there is not, and what one may not see, with the same words."""
    return page(request, "absent.html", 404)


async def _unreadable(request: Request, error: Exception) -> Response:
    from pourparler.workbench.typed import told

    problems = [told(problem) for problem in error.problems] if isinstance(error, CaseError) else []
    return page(request, "unreadable.html", 422, problems=problems)


async def _not_taken(request: Request, error: Exception) -> Response:
    """Answer a form that holds more than it may, or something that cannot be kept: the browser still has what was typed."""
    if isinstance(error, HTTPException):
        told = say("This form holds more than it may, or cannot be read.") if error.status_code != 413 else error.detail
        return page(request, "not_taken.html", error.status_code, told=told)
    return page(request, "not_taken.html", 422, told=str(error))


async def _fault(request: Request, error: Exception) -> Response:
    return page(request, "fault.html", 500, kind=type(error).__name__)
