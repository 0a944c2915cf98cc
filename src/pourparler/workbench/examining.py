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
from collections import Counter, OrderedDict
from collections.abc import Mapping
from typing import Any, TypeAlias

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
#: Of so many cases it is known which process has read them.
_KNOWN = 128
#: So many bytes a pipe holds where the system lets it: the files of most cases, which then go in one piece.
_PIPE = 1024**2
#: So many seconds a question waits for the process that has read its case, rather than have another one read all of it.
_PATIENCE = 0.05
#: What a process is ended by that took too long, by the processor's time or by the clock.
_TOO_LONG = tuple(-getattr(signal, name) for name in ("SIGPROF", "SIGALRM") if hasattr(signal, name))


class ExaminerFault(RuntimeError):
    """The program that examines has a fault; the message is its kind, and nothing of a case."""


class _Ended(Exception):
    """A process ended before it answered."""

    def __init__(self, took_too_long: bool) -> None:
        super().__init__(took_too_long)
        self.took_too_long = took_too_long


_Process: TypeAlias = "subprocess.Popen[bytes]"


class Examiners:
    """An `archive.examining.Examiner` that asks processes; any number of threads may use it."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._places = threading.BoundedSemaphore(most)
        self._changed = threading.Condition()
        self._idle: list[_Process] = []
        self._busy: list[_Process] = []
        self._homes: OrderedDict[str, _Process] = OrderedDict()
        self._is_closed = False

    def warm(self) -> None:
        """Have all processes ready before the first question: one takes longer to begin than a save may."""
        self._idle.extend(_begun() for _ in range(self._most))

    def close(self) -> None:
        """Let go of the processes; those that are asked meanwhile end with their answer."""
        with self._changed:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for process in idle:
            _end(process)

    def check(self, files: Files) -> None:
        """Raise `CaseError` with every problem in the files of a case."""
        self._asked("check", files)

    def compare(self, before: Files, after: Files, case: str = "") -> tuple[FieldChange, ...]:
        """Return what changed, as `archive.parsed.changes_between` does; raises `CaseError` for mistakes in `after`."""
        told, _ = self._asked("compare", {**_under("before", before), **_under("after", after)}, case)
        return _changes(told)

    def draft(self, begun: Files, last: Files, edits: Edits, case: str = "") -> Drafted:
        """Put edits into files, as `archive.examining.draft` does. Raises `CaseError`."""
        sent = {**_under("last", last), **(_under("begun", begun) if begun != last else {})}
        told, new = self._asked("draft", sent, case, edits=[(path, spelt(value)) for path, value in edits.items()])
        contested = tuple(Contested(tuple(path), *map(unspelt, values)) for path, *values in told["contested"])
        files = {} if contested else {**last, **new}
        return Drafted(files, _changes(told), tuple(told["merged"]), contested)

    def read(self, files: Files, case: str = "") -> Reading:
        """Read a revision, as `readings.reading_of` does. Raises `CaseError`."""
        told, held = self._asked("open", files, case)
        return Reading(told["key"], under("said", held), under("areas", held))

    def _asked(self, kind: str, files: Files, case: str = "", **more: object) -> tuple[dict[str, Any], dict[str, bytes]]:
        """Ask a process, and return what it answers. Raises `CaseError` with the problems that it tells."""
        with self._places:
            for _ in range(_TRIES):
                try:
                    told, held = self._answer({"kind": kind, **more}, files, case)
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

    def _answer(self, question: Mapping[str, Any], files: Files, case: str) -> tuple[dict[str, Any], dict[str, bytes]]:
        process = self._taken(case)
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
            self._give_back(process, is_well=is_well)
        return answer

    def _taken(self, case: str) -> _Process:
        """Return a process to be asked: the one that has read a case, if that is soon at hand, else any."""
        with self._changed:
            home = self._homes.get(case)
            if home in self._busy:
                self._changed.wait_for(lambda: home in self._idle, _PATIENCE)
            while self._idle:
                process = home if home in self._idle else self._least_wanted()
                assert process is not None  # it is one of those that are idle
                self._idle.remove(process)
                if process.poll() is None:
                    break
                self._forget(process)
            else:
                process = _begun()
            self._busy.append(process)
            if case and home not in self._busy:
                self._homes[case] = process
                self._homes.move_to_end(case)
                while len(self._homes) > _KNOWN:
                    self._homes.popitem(last=False)
            return process

    def _least_wanted(self) -> _Process:
        """Return the process of those that are idle which has read the fewest cases."""
        wanted = Counter(map(id, self._homes.values()))
        return min(self._idle, key=lambda process: wanted[id(process)])

    def _forget(self, process: _Process) -> None:
        """Let a process go that has ended, or has to."""
        self._homes = OrderedDict((case, home) for case, home in self._homes.items() if home is not process)
        _end(process)

    def _give_back(self, process: _Process, *, is_well: bool) -> None:
        """Have a process wait for the next question; one that is not well, or not needed any more, ends."""
        with self._changed:
            self._busy.remove(process)
            if is_well and not self._is_closed:
                self._idle.append(process)
            else:
                self._forget(process)
            self._changed.notify_all()


def _under(prefix: str, files: Files) -> dict[str, bytes]:
    return {f"{prefix}/{name}": data for name, data in files.items()}


def _changes(told: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    return tuple((path, before, after) for path, before, after in told["changes"])


def _begun() -> "subprocess.Popen[bytes]":
    # -P: files where the program was started are none of its modules. Threads of the mathematics would take addresses.
    command = (sys.executable, "-P", "-m", "pourparler.workbench.examiner")
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment, pipesize=_PIPE)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Have a process end, and let go of its pipes."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
