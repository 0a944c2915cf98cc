# SPDX-License-Identifier: Apache-2.0
"""The process that examines files of cases: questions come in as parcels, and answers go out.

It checks and compares files, puts edits into them, and reads revisions for the pages. It holds no archive and no network, and
writes nothing to a disk or to a log. Each question has so much time and memory; one that needs more ends the process.
"""

import datetime as dt
import gc
import json
import os
import select
import signal
import sys
from contextlib import redirect_stdout, suppress
from dataclasses import astuple
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from pourparler.archive import ABSENT
from pourparler.archive.examining import Drafted, draft
from pourparler.archive.parsed import changes_between, checked
from pourparler.case import CaseError
from pourparler.case.decode import CASE_FILE
from pourparler.case.problem import Problem
from pourparler.case.read import make_ready
from pourparler.case.write import DELETE
from pourparler.workbench.parcels import send, take
from pourparler.workbench.readings import Reading, reading_of

#: Seconds of the processor, and seconds by the clock, that a question may take.
MOST_SECONDS, LONGEST_SECONDS = 5.0, 60.0
#: Addresses that it may use.
MOST_MEMORY = 768 * 1024**2
#: A process that holds more than this after an answer makes room for another.
_GROWN = 320 * 1024**2
#: After so many questions memory is tidied, once nobody has asked for so many seconds, or after so many at the latest; what is
#: dropped meanwhile goes by itself, save where it holds itself.
_TIDIED, _QUIET, _LATEST = 64, 1.0, 1024
#: So many revisions are kept read.
_KEPT = 16
#: So many drafts are kept: those of fields that people have open.
_DRAFTS_KEPT = 32

#: What a reading is made of, beside its key.
_PARTS = ("said", "areas")

Told = dict[str, Any]
Held = dict[str, bytes]


def main(questions: BinaryIO = sys.stdin.buffer, answers: BinaryIO = sys.stdout.buffer) -> None:
    """Answer questions until there are no more of them."""
    _keep_within_bounds()
    make_ready()
    tidied = 0
    gc.disable()  # looking through all that is kept read would take as long as a save, and come in the middle of one
    with redirect_stdout(sys.stderr):  # nobody else may write into the answers
        while True:
            if tidied >= _LATEST or (tidied >= _TIDIED and _is_quiet(questions)):
                gc.collect()
                tidied = 0
            if (question := take(questions)) is None:
                return
            tidied += 1
            _begin()
            told, held = answered(*question)
            is_last = _is_grown()
            send(answers, {**told, "last": is_last}, held)
            if is_last:
                return
            _look_ahead(*question, held)
            _end()


def answered(asked: Told, files: Held) -> tuple[Told, Held]:
    """Return the answer to a question: what it asks for, the problems in the files, or that the program has a fault."""
    try:
        return _ANSWERS[asked["kind"]](asked, files)
    except CaseError as error:
        problems = [problem for problem in error.problems if isinstance(problem, Problem)]
        return {"problems": [astuple(problem) for problem in problems]}, {}
    except MemoryError:
        raise
    except Exception as error:  # whatever it is: the one who waits must be told, and the next question is another
        return {"fault": type(error).__name__}, {}


def _checked(asked: Told, files: Held) -> tuple[Told, Held]:
    checked(files)
    return {}, {}


def _compared(asked: Told, files: Held) -> tuple[Told, Held]:
    return {"changes": changes_between(under("before", files), under("after", files))}, {}


def _drafted(asked: Told, files: Held) -> tuple[Told, Held]:
    found = _draft(json.dumps(asked["edits"]), tuple(files.items()))
    contested = [(each.path, *map(spelt, (each.base, each.theirs, each.yours))) for each in found.contested]
    last = under("last", files)
    new = {name: data for name, data in found.files.items() if last.get(name) != data}
    return {"changes": found.changes, "merged": found.merged, "contested": contested}, new


@lru_cache(maxsize=_DRAFTS_KEPT)
def _draft(edits: str, files: tuple[tuple[str, bytes], ...]) -> Drafted:
    """Put edits into files; who saves what they have typed asks the same as was asked while they typed it."""
    last = under("last", dict(files))
    return draft(under("begun", dict(files)) or last, last, {tuple(path): unspelt(value) for path, value in json.loads(edits)})


def _opened(asked: Told, files: Held) -> tuple[Told, Held]:
    reading = _reading(tuple(sorted(files.items())))
    return {"key": reading.key}, {f"{part}/{name}": held for part in _PARTS for name, held in getattr(reading, part).items()}


_ANSWERS = {"check": _checked, "compare": _compared, "draft": _drafted, "open": _opened}


@lru_cache(maxsize=_KEPT)
def _reading(files: tuple[tuple[str, bytes], ...]) -> Reading:
    return reading_of(dict(files))


def _look_ahead(asked: Told, files: Held, answer: Held) -> None:
    """Read the revision that a draft is likely to become, which is likely to be opened next."""
    if asked["kind"] == "draft" and CASE_FILE in answer:
        with suppress(Exception):  # who asks for it will be told
            _reading(tuple(sorted({**under("last", files), **answer}.items())))


def _is_quiet(questions: BinaryIO) -> bool:
    """Whether no question comes for a while; that cannot be told on every system."""
    with suppress(OSError, ValueError):
        return not select.select([questions], [], [], _QUIET)[0]
    return False


def under(prefix: str, held: Held) -> Held:
    """Return what stands under names that begin so, by the rest of their names."""
    return {name.removeprefix(f"{prefix}/"): data for name, data in held.items() if name.startswith(f"{prefix}/")}


def spelt(value: object) -> object:
    """Return a value of an edit as JSON can hold it: what is plain in a list, and by name what stands for something else."""
    return "delete" if value is DELETE else "absent" if value is ABSENT else [_plain(value)]


def unspelt(told: Any) -> object:
    """Return the value that `spelt` spelt."""
    return DELETE if told == "delete" else ABSENT if told == "absent" else told[0]


def _plain(value: object) -> object:
    """Return plain data with days as they are written, as `case.edited` would write them."""
    match value:
        case dict():
            return {str(key): _plain(held) for key, held in value.items()}
        case list() | tuple():
            return [_plain(held) for held in value]
        case dt.date():
            return value.isoformat()
    return value


def _begin() -> None:
    """Let the next question have its time: one that needs more ends the process, whatever it is doing."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
        signal.setitimer(signal.ITIMER_REAL, LONGEST_SECONDS)


def _end() -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _is_grown() -> bool:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") > _GROWN
    except (OSError, ValueError, AttributeError):  # not on this system
        return False


def _keep_within_bounds() -> None:
    """Stay within bounds, and end with the one who asks, not by a key that is pressed for both."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        import resource
    except ImportError:  # not on this system
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
