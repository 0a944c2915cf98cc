# SPDX-License-Identifier: Apache-2.0
"""What was found for a case: asked of the workers, kept in the archive, and shown with the revision it belongs to."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.workbench.bench import Bench, Result, off_loop
from pourparler.workbench.opened import Opened
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
    if job is None and begin:
        job = ask(bench, opened)
    older = await off_loop(bench.archive.latest_result, bench.actor, opened.case_id)
    if older is None:
        return Shown(None, opened.number, False, job)
    number, body = older
    return Shown(unpacked(body), number, True, job)


def ask(bench: Bench, opened: Opened) -> Job:
    """Ask for the assessment of a revision."""
    files = {name: base64.b64encode(held).decode("ascii") for name, held in opened.files.items()}
    return bench.workers.ask(opened.key, {"kind": "assess", "files": files, "seed": DEFAULT_SEED, "worlds": DEFAULT_WORLDS})


async def keep(bench: Bench, opened: Opened, job: Job) -> None:
    """Keep what a job has found, so that nobody has to find it again."""
    await _keep(bench, opened, job.found)
    bench.workers.forget(job)


async def _keep(bench: Bench, opened: Opened, body: bytes) -> Mapping[str, Any]:
    await off_loop(bench.archive.keep_result, bench.actor, opened.case_id, opened.number, opened.key, body)
    return _remember(bench, opened, body)


async def _kept(bench: Bench, opened: Opened) -> Mapping[str, Any] | None:
    """Return what was found for a revision before: in this case, or in another one that says the same."""
    known = bench.results.get((opened.case_id, opened.key))
    if known is not None:
        return known.found
    body = await off_loop(bench.archive.result, bench.actor, opened.case_id, opened.key)
    if body is not None:
        return _remember(bench, opened, body)
    twin = next((held for (_, key), held in bench.results.items() if key == opened.key), None)
    return await _keep(bench, opened, twin.body) if twin is not None else None


def _remember(bench: Bench, opened: Opened, body: bytes) -> Mapping[str, Any]:
    found = unpacked(body)
    bench.results[opened.case_id, opened.key] = Result(body, found)
    while len(bench.results) > _KEPT:
        del bench.results[next(iter(bench.results))]
    return found
