# SPDX-License-Identifier: Apache-2.0
"""Files of cases examined by a process of its own, so that no page waits while a save is checked.

A few such processes are kept warm. One that ends, or has to be ended, is replaced; what it was asked is asked once more, unless
that had taken more time than any case does.
"""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Any

from pourparler.archive import Contested
from pourparler.archive.examining import Drafted
from pourparler.archive.merging import Edits
from pourparler.archive.parsed import FieldChange
from pourparler.case.decode import CASE_FILE, refuse
from pourparler.case.problem import Problem
from pourparler.errors import CaseError
from pourparler.wording import say
from pourparler.workbench.examiner import spelt, unspelt
from pourparler.workbench.parcels import send, take
from pourparler.workbench.readings import Reading

Files = Mapping[str, bytes]

#: So many processes examine at once; who asks beyond that waits.
MOST = 2
#: A question is asked so often: a process may be ended by others, which is no fault of the files.
_TRIES = 2
#: What a process is ended by that took too long, by the processor's time or by the clock.
_TOO_LONG = tuple(-getattr(signal, name) for name in ("SIGPROF", "SIGALRM") if hasattr(signal, name))


class ExaminerFault(RuntimeError):
    """The program that examines has a fault; the message is its kind, and nothing of a case."""


class _Ended(Exception):
    """A process ended before it answered."""

    def __init__(self, took_too_long: bool) -> None:
        super().__init__(took_too_long)
        self.took_too_long = took_too_long


class Examiners:
    """An `archive.examining.Examiner` that asks processes; any number of threads may use it."""

    def __init__(self, most: int = MOST) -> None:
        self._places = threading.BoundedSemaphore(most)
        self._idle: queue.LifoQueue[subprocess.Popen[bytes]] = queue.LifoQueue()
        self._is_closed = False

    def warm(self) -> None:
        """Have a process ready before the first question."""
        self._idle.put(_begun())

    def close(self) -> None:
        """Let go of the processes; those that are asked meanwhile end with their answer."""
        self._is_closed = True
        while (process := self._waiting()) is not None:
            _end(process)

    def check(self, files: Files) -> None:
        """Raise `CaseError` with every problem in the files of a case."""
        self._asked("check", files)

    def compare(self, before: Files, after: Files) -> tuple[FieldChange, ...]:
        """Return what changed, as `archive.parsed.changes_between` does; raises `CaseError` for mistakes in `after`."""
        told, _ = self._asked("compare", {**_under("before", before), **_under("after", after)})
        return _changes(told)

    def draft(self, begun: Files, last: Files, edits: Edits) -> Drafted:
        """Put edits into files, as `archive.examining.draft` does. Raises `CaseError`."""
        sent = {**_under("last", last), **(_under("begun", begun) if begun != last else {})}
        told, new = self._asked("draft", sent, edits=[(path, spelt(value)) for path, value in edits.items()])
        contested = tuple(Contested(tuple(path), *map(unspelt, values)) for path, *values in told["contested"])
        files = {} if contested else {**last, **new}
        return Drafted(files, _changes(told), tuple(told["merged"]), contested)

    def read(self, files: Files) -> Reading:
        """Read a revision, as `readings.reading_of` does. Raises `CaseError`."""
        told, areas = self._asked("open", files)
        return Reading(told["key"], areas.pop(""), areas)

    def _asked(self, kind: str, files: Files, **more: object) -> tuple[dict[str, Any], dict[str, bytes]]:
        """Ask a process, and return what it answers. Raises `CaseError` with the problems that it tells."""
        with self._places:
            for _ in range(_TRIES):
                try:
                    told, held = self._answer({"kind": kind, **more}, files)
                except _Ended as ended:
                    if ended.took_too_long:
                        break
                    continue
                if "problems" in told:
                    raise CaseError(tuple(Problem(*problem) for problem in told["problems"]))
                if "fault" in told:
                    raise ExaminerFault(told["fault"])
                return told, held
        found = say("a case that takes more time or memory to read than any case does")
        raise refuse(CASE_FILE, found, say("make the files smaller, or look for what repeats in them without end"))

    def _answer(self, question: Mapping[str, Any], files: Files) -> tuple[dict[str, Any], dict[str, bytes]]:
        process = self._waiting() or _begun()
        assert process.stdin is not None and process.stdout is not None  # both are pipes
        is_well = False
        try:
            try:
                send(process.stdin, question, files)
                answer = take(process.stdout)
            except (OSError, ValueError):  # it has ended, or what it wrote is no answer
                answer = None
            if answer is None:
                process.kill()
                raise _Ended(process.wait() in _TOO_LONG)
            is_well = not answer[0].pop("last")
        finally:
            if is_well and not self._is_closed:
                self._idle.put(process)
            else:
                _end(process)
        return answer

    def _waiting(self) -> "subprocess.Popen[bytes] | None":
        """Return a process that waits, first the one that was asked last: it has read what the next question is about."""
        with contextlib.suppress(queue.Empty):
            while True:
                process = self._idle.get_nowait()
                if process.poll() is None:
                    return process
                _end(process)
        return None


def _under(prefix: str, files: Files) -> dict[str, bytes]:
    return {f"{prefix}/{name}": data for name, data in files.items()}


def _changes(told: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    return tuple((path, before, after) for path, before, after in told["changes"])


def _begun() -> "subprocess.Popen[bytes]":
    # -P: files where the program was started are none of its modules. Threads of the mathematics would take addresses.
    command = (sys.executable, "-P", "-m", "pourparler.workbench.examiner")
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Have a process end, and let go of its pipes."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
