# SPDX-License-Identifier: Apache-2.0
"""What is running, shown on standard error while it runs."""

import itertools
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from pourparler.wording import say

if TYPE_CHECKING:
    from rich.status import Status

#: What is running is shown once it has taken so many seconds.
PATIENCE_SECONDS = 1.0


class Progress:
    """The step that is running, on standard error, once the errand has taken a second."""

    def __init__(self, is_shown: bool) -> None:
        self._step = ""
        self._is_over = False
        self._status: Status | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE_SECONDS, self._show)
        self._timer.daemon = True
        if is_shown:
            self._timer.start()

    def __call__(self, step: str) -> None:
        """Say which step begins."""
        with self._lock:
            self._step = step
            if self._status is not None:
                self._status.update(say("{step} ...", step=step))

    def stop(self) -> None:
        """Take the display away, or see that it never comes."""
        self._timer.cancel()
        with self._lock:
            self._is_over = True
            if self._status is not None:
                self._status.stop()

    def _show(self) -> None:
        from rich.console import Console

        with self._lock:
            if self._is_over:
                return
            self._status = Console(stderr=True).status(say("{step} ...", step=self._step))
            self._status.start()


class Stopwatch:
    """Take the time of each step of an errand, by being told of its beginning; results never hold times."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._marks: list[tuple[str, float]] = []

    def __call__(self, step: str) -> None:
        """Note that `step` begins now, and that the one before it has ended."""
        self._marks.append((step, self._clock()))

    def times(self) -> tuple[tuple[str, float], ...]:
        """Return (step, seconds) in the order of the steps, up to now."""
        marks = [*self._marks, ("", self._clock())]
        return tuple((step, end - begun) for (step, begun), (_, end) in itertools.pairwise(marks))
