# SPDX-License-Identifier: Apache-2.0
"""Saves go before pages: where two compute in one process each takes twice as long, and who saves waits for the answer.

A page that is being made waits between its pieces while somebody saves, and for no longer than anybody would notice.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

#: So many seconds in all a page waits for saves; most take a hundredth.
MOST_WAITED = 0.05


class Saves:
    """The saves that are under way; any number of threads may use it."""

    def __init__(self) -> None:
        self._count, self._lock, self._none = 0, threading.Lock(), threading.Event()
        self._none.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Note that a save is under way meanwhile."""
        with self._lock:
            self._count += 1
            self._none.clear()
        try:
            yield
        finally:
            with self._lock:
                self._count -= 1
                if not self._count:
                    self._none.set()

    def give_way(self, most: float = MOST_WAITED) -> float:
        """Wait while somebody saves, for so many seconds at most; return how many of them are left."""
        if not self._count or most <= 0:
            return most
        began = time.monotonic()
        self._none.wait(most)
        return most - (time.monotonic() - began)
