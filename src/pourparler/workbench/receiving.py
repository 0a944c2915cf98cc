# SPDX-License-Identifier: Apache-2.0
"""Files that a browser sends, looked at by a process of their own before anything else reads them.

Whoever made them may be a stranger. A file that takes too long, or too much memory, ends that process and nothing else.
"""

import asyncio
import base64
import contextlib
import json
import os
import sys
from collections.abc import Iterable, Mapping

from pourparler.case.decode import CASE_FILE
from pourparler.case.folder import EVIDENCE_FILE, OUTCOME_FILE, SEAT_ENDING, SEATS_FOLDER
from pourparler.wording import say
from pourparler.workbench.children import begun, ended

#: So long is waited for an answer: the process has less of the processor's time, and may have to wait for that.
LONGEST_SECONDS = 60.0
#: So many such processes run at once; others wait.
_MOST_AT_ONCE = 2
#: A case has at most 200 problems, and each is told in some lines.
_LARGEST_ANSWER = 4 * 1024**2
_ENDINGS = (".yaml", ".yml")

_at_once: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


def named(sent: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Return files under the names that they have in a case, from the names that a browser gives them.

    A browser may send a folder with its name (`summit/seats/borea.yaml`), or single files. One single file that ends in
    .yaml is the case, whatever its name. What is no file of a case is left out: notes beside it, what a system hides there.
    """
    files, strange = dict[str, bytes](), list[bytes]()
    for path, data in sent:
        *folders, name = path.replace("\\", "/").split("/")
        if name in (CASE_FILE, EVIDENCE_FILE, OUTCOME_FILE) and folders[1:] == []:
            files[name] = data
        elif folders[-1:] == [SEATS_FOLDER] and name.endswith(SEAT_ENDING) and not name.startswith("."):
            files[f"{SEATS_FOLDER}/{name}"] = data
        elif not folders and name.endswith(_ENDINGS):
            strange.append(data)
    return files if CASE_FILE in files or len(strange) != 1 else {CASE_FILE: strange[0], **files}


async def received(files: Mapping[str, bytes]) -> tuple[str, ...] | None:
    """Return what is wrong with the files of a case, in the words of `pourparler check`; None if nothing is.

    `files` are by their names in a case (see `named`). Never raises for what is in them.
    """
    problems = await _answered(files)
    if problems is None:
        return (
            say(
                "This takes more time or memory to read than any case does, and was not taken in. Make the files smaller, or "
                "look for what repeats in them without end."
            ),
        )
    return tuple(problems) or None


async def _answered(files: Mapping[str, bytes]) -> list[str] | None:
    """Ask the process; None if it ended without an answer, or had to be ended."""
    asked = json.dumps({name: base64.b64encode(data).decode("ascii") for name, data in files.items()}).encode() + b"\n"
    async with _at_once.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_MOST_AT_ONCE)):
        process = await _begun()
        assert process.stdin is not None and process.stdout is not None  # both are pipes
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                with contextlib.suppress(ConnectionError):
                    process.stdin.write(asked)
                    await process.stdin.drain()
                    process.stdin.close()
                answer = json.loads(await process.stdout.readline())
            problems: list[str] = [str(problem) for problem in answer["problems"]]
        except (TimeoutError, ValueError, KeyError, TypeError):  # too late; no line of JSON, one without end, or another
            return None
        finally:
            await ended(process)
    return problems


async def _begun() -> asyncio.subprocess.Process:
    # -P: files where the program was started are none of its modules. Threads of the mathematics would take addresses.
    command = (sys.executable, "-P", "-m", "pourparler.workbench.receiver")
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    return await begun(*command, limit=_LARGEST_ANSWER, environment=environment, is_silent=True)
