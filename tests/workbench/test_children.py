# SPDX-License-Identifier: Apache-2.0
"""Processes of the loop: ended when they are over already, without the loop losing how they ended."""

import asyncio
import os
import signal
import sys
import threading

import pytest

from pourparler.workbench import receiving, workers
from pourparler.workbench.children import begun, ended
from pourparler.workbench.receiving import received
from pourparler.workbench.workers import Workers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes as other systems have them")

#: A process that is over before its answer comes, which another one writes into the same pipe.
OVER_FIRST = """
import json, os, sys, time
asked = json.loads(sys.stdin.readline())
parent = os.getpid()
if os.fork() == 0:
    while os.getppid() == parent:
        time.sleep(0.01)
    print(json.dumps({"job": asked.get("job"), "problems": ["none"], "last": True}), flush=True)
"""
#: So many seconds the loop is kept from looking at a process that is over, unless it is ended before.
LATE = 2.0


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the loop find out late that a process is over: after somebody has tried to end it."""
    waitpid, kill, is_ended = os.waitpid, os.kill, threading.Event()

    def waits(pid: int, options: int) -> tuple[int, int]:
        if options == 0:
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
            is_ended.wait(LATE)
        return waitpid(pid, options)

    def kills(pid: int, sign: int) -> None:
        kill(pid, sign)
        is_ended.set()

    monkeypatch.setattr(os, "waitpid", waits)
    monkeypatch.setattr(os, "kill", kills)


async def stand_in() -> asyncio.subprocess.Process:
    return await begun(sys.executable, "-c", OVER_FIRST, limit=2**16)


def test_a_worker_that_is_over_when_it_is_replaced_is_known_to_the_loop(
    late: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(workers, "_begun", stand_in)

    async def work() -> None:
        pool = Workers(1)
        pool.start()
        assert (await pool.ask("a", {}).over()).problems == ("none",)
        await pool.stop()

    asyncio.run(work())
    assert caplog.messages == []


def test_a_reader_of_files_that_is_over_after_its_answer_is_known_to_the_loop(
    late: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(receiving, "_begun", stand_in)
    assert asyncio.run(received({"case.yaml": b""})) == ("none",)
    assert caplog.messages == []


def test_one_that_goes_on_is_ended_with_what_nobody_has_read() -> None:
    async def work() -> int | None:
        process = await begun(sys.executable, "-c", "while True: print('x' * 1000)", limit=2**10)
        await ended(process)
        await ended(process)
        return process.returncode

    assert asyncio.run(work()) == -signal.SIGKILL


def test_who_is_cancelled_while_a_process_begins_leaves_none_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    made = list[asyncio.subprocess.Process]()
    create = asyncio.create_subprocess_exec

    async def slowly(*command: str, **more: int) -> asyncio.subprocess.Process:
        made.append(await create(*command, **more))  # type: ignore[arg-type]
        await asyncio.sleep(0.1)
        return made[0]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", slowly)

    async def work() -> None:
        beginning = asyncio.ensure_future(begun(sys.executable, "-c", "input()", limit=2**10))
        while not made:
            await asyncio.sleep(0.01)
        beginning.cancel()
        with pytest.raises(asyncio.CancelledError):
            await beginning
        assert made[0].returncode == -signal.SIGKILL

    asyncio.run(work())
