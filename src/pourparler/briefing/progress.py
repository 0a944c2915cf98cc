# SPDX-License-Identifier: Apache-2.0
"""What is running, shown on standard error while it runs."""

import threading
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
