# SPDX-License-Identifier: Apache-2.0
"""Processes that the loop of the server begins and waits for, ended so that the loop learns how each of them ended.

asyncio's own `kill` looks first whether the process is over, and if so takes its exit status away from the loop. That waits for
it, then knows nothing of the process ("Unknown child process pid …") and reports 255 (CPython issue 87744).
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping


async def begun(
    *command: str, limit: int, environment: Mapping[str, str] | None = None, is_silent: bool = False
) -> asyncio.subprocess.Process:
    """Begin a process that is asked and answers through pipes; a line of `limit` bytes is the longest that is read.

    `is_silent`: what it writes to standard error goes nowhere. Ctrl-C in a terminal does not reach it: who began it ends it.
    Who is cancelled meanwhile leaves no process behind.
    """
    pipe, errors = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL if is_silent else None
    making = asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, stderr=errors, env=environment, limit=limit, start_new_session=True
    )
    beginning = asyncio.ensure_future(making)
    try:
        return await asyncio.shield(beginning)  # asyncio would end a half-begun one in its own way
    except asyncio.CancelledError:
        await ended(await beginning)
        raise


async def ended(process: asyncio.subprocess.Process) -> None:
    """End a process if it goes on, and wait until it is over; what it has written and nobody has read is dropped."""
    kill(process)
    await process.communicate()  # to the end of its pipes: one that is not emptied keeps it from being over


def kill(process: asyncio.subprocess.Process) -> None:
    """End a process now, unless the loop knows that it is over. That it is over without the loop knowing it does no harm."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        if os.name == "nt":
            process.kill()
        else:
            os.kill(process.pid, signal.SIGKILL)
