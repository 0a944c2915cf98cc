# SPDX-License-Identifier: Apache-2.0
"""What was found for a case: asked of the workers, kept in the archive, and shown with the revision it belongs to."""

import asyncio
import base64
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pourparler.archive import ArchiveError
from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.workbench.bench import Bench, Result, off_loop
from pourparler.workbench.opened import Opened
from pourparler.workbench.readings import is_of_today
from pourparler.workbench.worker import unpacked
from pourparler.workbench.workers import Job

#: So many results are kept unpacked; one takes a few hundred kilobytes.
_KEPT = 16


@dataclass(frozen=True)
class Shown:
    """What a page shows of an assessment: what was found, for which revision, and the job that is under way, if any.

    `is_stale`: it was found for an older revision, and what is newer is not in it.
    """

    found: Mapping[str, Any] | None
    number: int
    is_stale: bool
    job: Job | None


async def shown(bench: Bench, opened: Opened, *, begin: bool = True) -> Shown:
    """Return what there is to show for a revision; where nothing was found for it yet, ask for that, if `begin`."""
    found = await _kept(bench, opened)
    if found is not None:
        return Shown(found, opened.number, False, None)
    job = bench.workers.job(opened.key)
    if job is not None and job.state == "done":
        await keep(bench, opened, job)
        return Shown(bench.results[opened.case_id, opened.key].found, opened.number, False, None)
    if begin and (job is None or not job.is_over):  # also one under way: it may be for another case that says the same
        job = await ask(bench, opened)
    older = await off_loop(bench.archive.latest_result, bench.actor, opened.case_id)
    if older is not None and not is_of_today(older[1]):
        older = None  # pages of this version cannot show it
    found = await _recalled(bench, opened.case_id, older[1]) if older is not None else None
    if older is None or found is None:
        return Shown(None, opened.number, False, job)
    return Shown(found, older[0], True, job)


async def ask(bench: Bench, opened: Opened) -> Job:
    """Ask for the assessment of a revision; one of an older revision that nobody else asked for is ended."""
    files = {name: base64.b64encode(held).decode("ascii") for name, held in opened.files.items()}
    request = {"kind": "assess", "files": files, "seed": DEFAULT_SEED, "worlds": DEFAULT_WORLDS}
    known = bench.workers.job(opened.key)
    job = await bench.workers.ask_newest(opened.key, request, opened.case_id, opened.number)
    if job is not known and job.key == opened.key:
        task = asyncio.create_task(_keep_when_done(bench, opened, job))
        bench.keeping.add(task)  # the loop itself would let go of it
        task.add_done_callback(bench.keeping.discard)
    return job


async def _keep_when_done(bench: Bench, opened: Opened, job: Job) -> None:
    """Keep what a job finds, whether or not somebody waits for it; the job holds what the archive does not take."""
    if (await job.over()).state == "done":
        with contextlib.suppress(ArchiveError):
            await keep(bench, opened, job)


async def keep(bench: Bench, opened: Opened, job: Job) -> None:
    """Keep what a job has found, so that nobody has to find it again."""
    await _keep(bench, opened, job.found)
    bench.workers.forget(job)


async def _keep(bench: Bench, opened: Opened, body: bytes) -> Mapping[str, Any]:
    await off_loop(bench.archive.keep_result, bench.actor, opened.case_id, opened.number, opened.key, body)
    return await _remember(bench, opened.case_id, opened.key, body)


async def _kept(bench: Bench, opened: Opened) -> Mapping[str, Any] | None:
    """Return what was found for a revision before: in this case, or in another one that says the same."""
    found = await _recalled(bench, opened.case_id, opened.key)
    if found is not None:
        return found
    twin = next((held for (_, key), held in bench.results.items() if key == opened.key), None)
    return await _keep(bench, opened, twin.body) if twin is not None else None


async def _recalled(bench: Bench, case_id: str, key: str) -> Mapping[str, Any] | None:
    """Return what was found under a key, out of memory or out of the archive."""
    known = bench.results.get((case_id, key))
    if known is not None:
        return known.found
    body = await off_loop(bench.archive.result, bench.actor, case_id, key)
    return None if body is None else await _remember(bench, case_id, key, body)


async def _remember(bench: Bench, case_id: str, key: str, body: bytes) -> Mapping[str, Any]:
    found = await off_loop(unpacked, body)
    bench.results[case_id, key] = Result(body, found)
    while len(bench.results) > _KEPT:
        del bench.results[next(iter(bench.results))]
    return found
