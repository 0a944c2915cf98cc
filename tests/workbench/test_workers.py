# SPDX-License-Identifier: Apache-2.0
"""The pool of processes: a job tells its steps, can be ended, and one that fails takes no other with it."""

import asyncio
import base64
import io
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from pourparler.catalog import template
from pourparler.workbench import worker
from pourparler.workbench import workers as pool
from pourparler.workbench.worker import unpacked
from pourparler.workbench.workers import Workers


def asked(text: str) -> dict[str, Any]:
    files = {"case.yaml": base64.b64encode(text.encode()).decode()}
    return {"kind": "assess", "files": files, "seed": 1, "worlds": 50}


def with_workers(work: Callable[[Workers], Awaitable[None]]) -> None:
    async def run() -> None:
        workers = Workers(1)
        workers.start()
        try:
            await work(workers)
        finally:
            await workers.stop()

    asyncio.run(run())


def test_a_job_tells_its_steps_and_what_it_found_and_a_bad_case_is_told_without_harm_to_the_next() -> None:
    async def work(workers: Workers) -> None:
        bad = await workers.ask("bad", asked("pourparler: 2\ntitle: [")).over()
        assert bad.state == "failed"
        assert bad.problems
        good = await workers.ask("good", asked(template("small"))).over()
        assert good.state == "done"
        assert good.steps[-1] == "print"
        found = unpacked(good.found)
        assert found["verdict"]
        assert found["headline"].startswith("<section")
        assert "intentions" in found["pages"]

    with_workers(work)


def test_a_job_that_is_ended_ends_its_process_and_the_next_one_gets_another() -> None:
    async def work(workers: Workers) -> None:
        long = workers.ask("long", {**asked(template("small")), "worlds": 200_000})
        waiting = workers.ask("waiting", asked(template("small")))
        async for state, steps in long.news():
            if state == "running" and steps:
                break
        process = workers._processes["long"]
        await workers.end(long)
        await workers.end(waiting)
        assert await process.wait() != 0
        assert (long.state, waiting.state) == ("ended", "ended")
        assert (await workers.ask("next", asked(template("small"))).over()).state == "done"

    with_workers(work)


@pytest.mark.parametrize("moment", ["while its process begins", "as it is begun"])
def test_a_job_that_is_ended_as_it_begins_is_asked_of_nobody(
    moment: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def work(workers: Workers) -> None:
        begun, tell, ending = pool._begun, pool.Job.tell, list[asyncio.Task[None]]()

        async def ended_meanwhile() -> asyncio.subprocess.Process:
            process = await begun()
            if not ending:
                ending.append(asyncio.create_task(workers.end(job)))
                await ending[0]
            return process

        async def ended_before(job: pool.Job, state: pool.State, step: str = "") -> None:
            if state == "running" and not ending:
                ending.append(asyncio.create_task(workers.end(job)))
                await ending[0]
            await tell(job, state, step)

        if moment == "as it is begun":
            monkeypatch.setattr(pool.Job, "tell", ended_before)
        else:
            monkeypatch.setattr(pool, "_begun", ended_meanwhile)
        job = workers.ask("job", asked(template("small")))
        assert (await job.over()).state == "ended"
        assert (await workers.ask("next", asked(template("small"))).over()).state == "done"
        assert job.state == "ended" and job.problems == ()

    with_workers(work)
    assert capfd.readouterr().err == ""


def test_who_asks_twice_gets_one_job_and_a_fresh_one_once_it_is_over() -> None:
    async def work(workers: Workers) -> None:
        first = workers.ask("same", asked("no case"))
        assert workers.ask("same", asked("no case")) is first
        await first.over()
        assert workers.ask("same", asked("no case")) is not first

    with_workers(work)


def test_a_job_that_takes_too_long_is_ended_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "LONGEST", 0.01)

    async def work(workers: Workers) -> None:
        job = await workers.ask("slow", asked(template("small"))).over()
        assert job.state == "failed"
        assert "longer" in job.problems[0]

    with_workers(work)


@pytest.mark.parametrize(("grown", "answered"), [(0, 1), (sys.maxsize, 3)])
def test_a_worker_that_holds_much_memory_after_a_job_says_so_and_ends(
    monkeypatch: pytest.MonkeyPatch, grown: int, answered: int
) -> None:
    monkeypatch.setattr(worker, "_keep_within_bounds", lambda: None)
    monkeypatch.setattr(worker, "_GROWN", grown)
    out = io.StringIO()
    worker.main(io.StringIO("".join(json.dumps({**asked("no case"), "job": f"{n}"}) + "\n" for n in range(3))), out)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [answer["job"] for answer in answers] == [f"{n}" for n in range(answered)]
    assert answers[-1]["last"] == (grown == 0)


def test_the_job_after_one_that_was_a_process_last_begins_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    each = 'print(json.dumps({"job": json.loads(line)["job"], "problems": [], "last": True}), flush=True)'
    answers = f"import json, sys\nfor line in sys.stdin: {each}"

    async def stand_in() -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        begun.append(await asyncio.create_subprocess_exec(sys.executable, "-c", answers, stdin=pipe, stdout=pipe))
        return begun[-1]

    monkeypatch.setattr(pool, "_begun", stand_in)

    async def work(workers: Workers) -> None:
        for number in range(2):
            assert (await workers.ask(f"{number}", asked("")).over()).state == "failed"
        assert len(begun) == 2
        assert begun[0].returncode is not None

    with_workers(work)


def test_what_waits_for_a_thing_is_ended_by_what_is_asked_for_next_and_what_runs_is_not() -> None:
    async def work() -> None:
        workers = Workers(0)
        waits, runs, other = (workers.ask(key, {}) for key in ("waits", "runs", "other"))
        for job, thing in ((waits, "a form"), (runs, "a form"), (other, "another form")):
            job.wanted[thing] = 1
        runs.state = "running"
        await workers.end_waiting("a form")
        assert [job.state for job in (waits, runs, other)] == ["ended", "running", "waiting"]

    asyncio.run(work())
