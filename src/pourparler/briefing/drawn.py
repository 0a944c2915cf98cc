# SPDX-License-Identifier: Apache-2.0
"""Pictures drawn beside the work: by processes of their own, which start while a case is still being assessed.

The renderer takes as long to start as a case takes to be read, and holds everything up while it draws. Whether a picture was
drawn here or beside makes no difference to it; where no process can be had, all are drawn here.
"""

import base64
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from threading import local

from pourparler.briefing import renderer

#: More processes than this have nothing to do for most of their time, and each takes half as much memory as a case.
MOST_PROCESSES = 2
#: A picture with an axis and a text, so that all of the renderer is there before the first that is wanted.
_FIRST = {
    "data": {"values": [{"a": 1, "b": "b"}]},
    "mark": "text",
    "encoding": {"x": {"field": "a", "type": "quantitative"}, "text": {"field": "b"}},
}


class _Beside:
    """Processes that draw, and what they were asked for."""

    def __init__(self, count: int) -> None:
        self._mine = local()
        self._processes: list[subprocess.Popen[str]] = []
        self._asked: dict[str, Future[Mapping[str, str]]] = {}
        self._threads = ThreadPoolExecutor(count, initializer=self._start)
        for number in range(count):
            self._threads.submit(self._drawn, json.dumps({"spec": json.dumps({**_FIRST, "width": 1 + number})}))

    def _start(self) -> None:
        self._mine.process = None
        call = [sys.executable, "-P", renderer.__file__]
        with contextlib.suppress(OSError):
            process = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
            self._processes.append(process)
            self._mine.process = process

    def _drawn(self, line: str) -> Mapping[str, str]:
        """Return what the process of this thread draws; nothing where it is not there, or no longer."""
        process = self._mine.process
        if process is None:
            return {}
        with contextlib.suppress(OSError, ValueError):
            process.stdin.write(line + "\n")
            process.stdin.flush()
            found = json.loads(process.stdout.readline())
            return found if isinstance(found, dict) else {}
        return {}

    def ask(self, line: str) -> None:
        """Have something drawn that will be wanted soon."""
        if line not in self._asked:
            self._asked[line] = self._threads.submit(self._drawn, line)

    def found(self, line: str) -> Mapping[str, str]:
        """Return what was asked for, when it is drawn; nothing if it never was."""
        return self._asked[line].result() if line in self._asked else {}

    def end(self) -> None:
        """End the processes, and wait until they have."""
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    if stream is not None:
                        stream.close()
            process.wait()


_beside: ContextVar[_Beside | None] = ContextVar("beside", default=None)


@contextlib.contextmanager
def beside_the_work(count: int = MOST_PROCESSES) -> Iterator[None]:
    """Draw pictures in so many processes of their own inside a `with` block, from now on.

    Where this process has the renderer already, or one processor, that would be no faster: then all are drawn here.
    """
    if not _would_be_faster():
        yield
        return
    drawing = _Beside(count)
    token = _beside.set(drawing)
    try:
        yield
    finally:
        _beside.reset(token)
        drawing.end()


def _would_be_faster() -> bool:
    affinity = getattr(os, "sched_getaffinity", None)
    processors = len(affinity(0)) if affinity is not None else os.cpu_count() or 1
    return processors > 1 and "vl_convert" not in sys.modules and bool(sys.executable)


def soon(asked: Iterable[str]) -> None:
    """Say which pictures will be wanted, as `of_spec` and `of_svg` write them; nothing happens where all are drawn here.

    The largest are begun first: so no process is left with a large one when the others have nothing more to do.
    """
    drawing = _beside.get()
    if drawing is not None:
        for line in sorted(asked, key=len, reverse=True):
            drawing.ask(line)


def of_spec(spec: str) -> str:
    """Return how the picture of a specification is asked for."""
    return json.dumps({"spec": spec})


def of_svg(svg: str, scale: int) -> str:
    """Return how an SVG in pixels is asked for."""
    return json.dumps({"svg": svg, "scale": scale})


def svg_of(spec: str) -> str:
    """Return the SVG of a specification, given as JSON text. Raises `ValueError` if the renderer refuses it."""
    return _found(of_spec(spec)).get("svg") or renderer.svg_of(spec)


def png_of(svg: str, scale: int) -> bytes:
    """Return an SVG as PNG. Raises `RuntimeError` if the renderer refuses it."""
    found = _found(of_svg(svg, scale)).get("png")
    return base64.b64decode(found) if found else renderer.png_of(svg, scale)


def _found(line: str) -> Mapping[str, str]:
    drawing = _beside.get()
    return drawing.found(line) if drawing is not None else {}
