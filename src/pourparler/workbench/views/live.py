# SPDX-License-Identifier: Apache-2.0
"""An assessment under way: asked for, watched step by step, ended."""

import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from pourparler.workbench.bench import Bench, bench_of, go
from pourparler.workbench.found import ask, keep, shown
from pourparler.workbench.opened import Opened


async def events(request: Request) -> Response:
    """Tell each step of the assessment of the newest revision as it begins, and its end, as server-sent events."""
    bench, case_id = bench_of(request), request.path_params["case"]
    _, opened = await bench.opened(case_id)
    return StreamingResponse(_told(bench, opened), media_type="text/event-stream")


async def _told(bench: Bench, opened: Opened) -> AsyncIterator[str]:
    """Yield events: `step` with the steps so far, then `over` with the state."""
    view = await shown(bench, opened)
    if view.job is None:
        yield _event("over", {"state": "done", "number": opened.number})
        return
    async for state, steps in view.job.news():
        if state == "done":
            break
        yield _event("step", {"state": state, "steps": steps})
    if view.job.state == "done" and view.job.key == opened.key and (opened.case_id, opened.key) not in bench.results:
        await keep(bench, opened, view.job)
    yield _event("over", {"state": view.job.state, "number": opened.number})


def _event(name: str, data: dict[str, object]) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


async def assess(request: Request) -> Response:
    """Ask for the assessment again, after it was ended or has failed."""
    bench, case_id = bench_of(request), request.path_params["case"]
    _, opened = await bench.opened(case_id)
    job = bench.workers.job(opened.key)
    if job is not None and job.is_over:
        bench.workers.forget(job)
    await ask(bench, opened)
    return go(f"/case/{case_id}")


async def end(request: Request) -> Response:
    """End the assessment that is under way."""
    bench, case_id = bench_of(request), request.path_params["case"]
    _, opened = await bench.opened(case_id)
    job = bench.workers.job(opened.key)
    if job is not None:
        await bench.workers.end(job)
    return go(f"/case/{case_id}")
