# SPDX-License-Identifier: Apache-2.0
"""A pool of processes that assess: jobs wait in line, tell their steps, and can be ended at any time.

A job that is ended ends its process, and the next job starts another; so does one that a hostile case has driven out of bounds.
"""

import asyncio
import base64
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pourparler.wording import say
from pourparler.workbench.children import begun, ended, kill

State: TypeAlias = Literal["waiting", "running", "done", "failed", "ended"]

#: The longest answer of a worker that is taken in.
_LARGEST_ANSWER = 64 * 1024**2
#: So many jobs that are over are remembered, to say why they failed.
_MOST_OVER = 32
#: A job that takes longer than this many seconds is ended.
LONGEST = 600.0


@dataclass
class Job:
    """A piece of work that is asked for: its state, the steps it has told so far, and what came out of it.

    `found` holds the answer as bytes (see `worker.unpacked`) once the state is `done`; `problems` says why it is `failed`.
    `wanted` says for which things it was asked as their newest state, each with the number of that state.
    """

    key: str
    request: Mapping[str, Any]
    state: State = "waiting"
    steps: list[str] = field(default_factory=list)
    found: bytes = b""
    problems: tuple[str, ...] = ()
    wanted: dict[str, int] = field(default_factory=dict)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("done", "failed", "ended")

    async def news(self) -> AsyncIterator[tuple[State, tuple[str, ...]]]:
        """Yield the state and the steps so far, now and whenever they change, until the job is over."""
        seen: tuple[State, int] | None = None
        while True:
            async with self.changed:
                while seen == (self.state, len(self.steps)):
                    await self.changed.wait()
                seen = (self.state, len(self.steps))
                now = (self.state, tuple(self.steps))
            yield now
            if now[0] in ("done", "failed", "ended"):
                return

    async def over(self) -> "Job":
        """Wait until the job is over, and return it."""
        async for _ in self.news():
            pass
        return self

    async def tell(self, state: State, step: str = "") -> None:
        """Note a new state or step, and wake who waits for it; a job that is over stays as it ended."""
        async with self.changed:
            if self.is_over:
                return
            self.state = state
            if self.is_over:
                self.request = {}  # the files are needed no more
            if step:
                self.steps.append(step)
            self.changed.notify_all()


class Workers:
    """So many processes, started when they are first needed; jobs of one key are one job."""

    def __init__(self, count: int = 1) -> None:
        self._count = count
        self._queue: asyncio.Queue[Job] = asyncio.Queue()
        self._jobs: dict[str, Job] = {}
        self._runners: list[asyncio.Task[None]] = []
        self._processes: dict[str, asyncio.subprocess.Process] = {}

    def start(self) -> None:
        """Begin to take jobs; to be called inside the loop that serves."""
        self._runners = [asyncio.create_task(self._run()) for _ in range(self._count)]

    async def stop(self) -> None:
        """End every job and every process."""
        for job in list(self._jobs.values()):
            await self.end(job)
        for runner in self._runners:
            runner.cancel()
        await asyncio.gather(*self._runners, return_exceptions=True)

    def job(self, key: str) -> Job | None:
        """Return the job of a key that waits, runs, or has failed; None if there is none."""
        return self._jobs.get(key)

    def ask(self, key: str, request: Mapping[str, Any]) -> Job:
        """Return the job of this key, asked for now if it is not under way."""
        known = self._jobs.get(key)
        if known is not None and not known.is_over:
            return known
        job = self._jobs[key] = Job(key, {**request, "job": key})
        self._queue.put_nowait(job)
        self._drop_old()
        return job

    async def ask_newest(self, key: str, request: Mapping[str, Any], thing: str, number: int) -> Job:
        """Return the job of this key as `ask` does, asked for as the newest state of a thing, which has this number.

        Jobs of its older states that nothing else wants are ended and forgotten. If a newer state was asked for meanwhile, its
        job is returned.
        """
        for job in list(self._jobs.values()):
            asked = job.wanted.get(thing)
            if asked is None or job.key == key:
                continue
            if asked > number and not job.is_over:
                return job
            if asked < number:
                del job.wanted[thing]
                if not job.wanted:
                    self.forget(job)
                    await self.end(job)
        job = self.ask(key, request)
        job.wanted[thing] = max(number, job.wanted.get(thing, 0))
        return job

    async def end_waiting(self, thing: str) -> None:
        """End the jobs of a thing that nobody has begun: what is asked for next takes their place."""
        for job in list(self._jobs.values()):
            if thing in job.wanted and job.state == "waiting":
                self.forget(job)
                await self.end(job)

    def _drop_old(self) -> None:
        """Forget jobs that have failed or were ended long ago."""
        over = [job for job in self._jobs.values() if job.is_over]
        for job in over[:-_MOST_OVER]:
            self.forget(job)

    def forget(self, job: Job) -> None:
        """Drop a job that is over, once its answer is kept elsewhere."""
        if self._jobs.get(job.key) is job:
            del self._jobs[job.key]

    async def end(self, job: Job) -> None:
        """End a job: it is not begun, or its process is."""
        if job.is_over:
            return
        process = self._processes.get(job.key)
        await job.tell("ended")
        if process is not None:
            kill(process)

    async def _run(self) -> None:
        """Take jobs one by one, in a process that is kept for the next one unless it had to be ended."""
        process: asyncio.subprocess.Process | None = None
        try:
            while True:
                job = await self._queue.get()
                if job.is_over:
                    continue
                if process is None or process.returncode is not None:
                    process = await _begun()
                    if job.is_over:  # ended meanwhile
                        continue
                self._processes[job.key] = process
                is_idle = False
                try:
                    async with asyncio.timeout(LONGEST):
                        is_idle = await self._carry_out(job, process)
                except TimeoutError:
                    job.problems = (say("It took longer than {n} seconds and was ended.", n=f"{LONGEST:.0f}"),)
                    await job.tell("failed")
                finally:
                    self._processes.pop(job.key, None)
                if not is_idle:
                    await ended(process)
                    process = None
        finally:
            if process is not None:
                await ended(process)

    async def _carry_out(self, job: Job, process: asyncio.subprocess.Process) -> bool:
        """Send a job to a process and note what it answers, until the job is over; return whether the process waits again."""
        assert process.stdin is not None and process.stdout is not None  # both are pipes
        await job.tell("running")
        if job.is_over:  # ended in this very moment, and its process as well
            return False
        with contextlib.suppress(ConnectionError):
            process.stdin.write(json.dumps(dict(job.request)).encode() + b"\n")
            await process.stdin.drain()
        while not job.is_over:
            line = await process.stdout.readline()
            if not line:
                if not job.is_over:
                    job.problems = (say("It ran out of the memory it may have, or was ended from outside."),)
                    await job.tell("failed")
                return False
            answer = json.loads(line)
            if answer.get("job") != job.key:
                continue
            if "step" in answer:
                await job.tell(job.state, answer["step"])
            elif "found" in answer:
                job.found = base64.b64decode(answer["found"])
                await job.tell("done")
                return not answer.get("last", False)
            else:
                job.problems = tuple(answer["problems"])
                await job.tell("failed")
                return not answer.get("last", False)
        return False


async def _begun() -> asyncio.subprocess.Process:
    # -P: no module out of the folder one is in
    return await begun(sys.executable, "-P", "-m", "pourparler.workbench.worker", limit=_LARGEST_ANSWER)
