# SPDX-License-Identifier: Apache-2.0
"""Files of cases examined by a process of its own, so that no page waits while a save is checked.

A few such processes are kept warm. A case goes to the one that has read it, which then reads only what an edit changes. One
that ends, or has to be ended, is replaced; what it was asked is asked once more, unless that had taken more time than any case
does.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pourparler.archive import Contested
from pourparler.archive.examining import Drafted
from pourparler.archive.merging import Edits
from pourparler.archive.parsed import FieldChange
from pourparler.case.decode import CASE_FILE, refuse
from pourparler.case.problem import Problem
from pourparler.errors import CaseError
from pourparler.wording import say
from pourparler.workbench.examiner import spelt, under, unspelt
from pourparler.workbench.parcels import send, take
from pourparler.workbench.readings import Reading

Files = Mapping[str, bytes]

#: So many processes examine at once; who asks beyond that waits.
MOST = 2
#: A question is asked so often: a process may be ended by others, which is no fault of the files.
_TRIES = 2
#: So many cases are taken to be known to a process: about as many as it keeps read.
_KNOWN = 16
#: So many seconds a question waits for the process that has read its case, rather than have another one read all of it.
_PATIENCE = 0.03
#: What a process is ended by that took too long, by the processor's time or by the clock.
_TOO_LONG = tuple(-getattr(signal, name) for name in ("SIGPROF", "SIGALRM") if hasattr(signal, name))


class ExaminerFault(RuntimeError):
    """The program that examines has a fault; the message is its kind, and nothing of a case."""


class _Ended(Exception):
    """A process ended before it answered."""

    def __init__(self, took_too_long: bool) -> None:
        super().__init__(took_too_long)
        self.took_too_long = took_too_long


@dataclass(eq=False)
class _Process:
    """A process that examines, and what it has read last, by the hashes of case files."""

    running: "subprocess.Popen[bytes]"
    known: deque[int] = field(default_factory=lambda: deque(maxlen=_KNOWN))


class Examiners:
    """An `archive.examining.Examiner` that asks processes; any number of threads may use it."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._places = threading.BoundedSemaphore(most)
        self._changed = threading.Condition()
        self._idle: list[_Process] = []
        self._busy: list[_Process] = []
        self._is_closed = False

    def warm(self) -> None:
        """Have all processes ready before the first question: one takes longer to begin than a save may."""
        self._idle.extend(_Process(_begun()) for _ in range(self._most))

    def close(self) -> None:
        """Let go of the processes; those that are asked meanwhile end with their answer."""
        with self._changed:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for process in idle:
            _end(process.running)

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
        told, held = self._asked("open", files)
        return Reading(told["key"], under("said", held), under("areas", held))

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
        about = [hash(held) for name, held in files.items() if name.rpartition("/")[2] == CASE_FILE]
        process = self._taken(about)
        stdin, stdout = process.running.stdin, process.running.stdout
        assert stdin is not None and stdout is not None  # both are pipes
        is_well = False
        try:
            try:
                send(stdin, question, files)
                answer = take(stdout)
            except (OSError, ValueError):  # it has ended, or what it wrote is no answer
                answer = None
            if answer is None:
                process.running.kill()
                raise _Ended(process.running.wait() in _TOO_LONG)
            process.known.extend(about)
            process.known.extend(hash(held) for name, held in answer[1].items() if name == CASE_FILE)
            is_well = not answer[0].pop("last")
        finally:
            self._give_back(process, is_well=is_well)
        return answer

    def _taken(self, about: list[int]) -> _Process:
        """Return a process to be asked: the one that has read a case, if that is soon at hand, else any."""

        def knows(process: _Process) -> bool:
            return any(each in process.known for each in about)

        with self._changed:
            if any(map(knows, self._busy)):
                self._changed.wait_for(lambda: any(map(knows, self._idle)), _PATIENCE)
            while self._idle:
                process = next(filter(knows, self._idle), self._idle[-1])
                self._idle.remove(process)
                if process.running.poll() is None:
                    self._busy.append(process)
                    return process
                _end(process.running)
        process = _Process(_begun())
        with self._changed:
            self._busy.append(process)
        return process

    def _give_back(self, process: _Process, *, is_well: bool) -> None:
        """Have a process wait for the next question; one that is not well, or not needed any more, ends."""
        with self._changed:
            self._busy.remove(process)
            stays = is_well and not self._is_closed
            if stays:
                self._idle.append(process)
            self._changed.notify_all()
        if not stays:
            _end(process.running)


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
