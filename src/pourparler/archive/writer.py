# SPDX-License-Identifier: Apache-2.0
"""The one writer of an archive: a thread that carries out writes in the order in which they came.

Writes that wait at the same time share a transaction, each in a savepoint of its own, and so a wait for the disk; none is
answered before the disk has it. A write is a function of a connection that changes nothing else: after a failure of the
database it may be carried out once more.
"""

import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from pourparler.archive.database import lay_down, telling_failures, writing
from pourparler.errors import ArchiveError
from pourparler.wording import say

Result = TypeVar("Result")
Write = Callable[[Connection], Any]

#: So long, in seconds, a write waits for its turn.
_PATIENCE = 60.0

#: So many writes share a transaction at most: more would keep those before them waiting.
_MOST_TOGETHER = 32

#: After so many transactions what they wrote is laid down, beside those that follow.
_LAID_DOWN = 16


class Writer:
    """Carries out writes one after the other; `before` precedes the first that is kept, `after` follows all."""

    def __init__(self, engine: Engine, before: Write, after: Write) -> None:
        self._engine = engine
        self._before, self._after = before, after
        self._queue: queue.SimpleQueue[tuple[Write, Future[Any]] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._laying: threading.Thread | None = None
        self._logged = 0
        self._is_prepared = False
        self._is_closed = False

    def do(self, write: Callable[[Connection], Result]) -> Result:
        """Carry out a write, wait until the disk has it, and return what it returned. Raises what it raised.

        Raises `ArchiveError` if the database fails, or if it was not this write's turn for a minute: nothing of it is kept
        then, save where the database failed as the transaction ended. A write that has a name can be repeated safely.
        """
        done: Future[Result] = Future()
        with self._lock:
            if self._is_closed:
                raise ArchiveError(say("the archive is closed"))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="archive-writer", daemon=True)
                self._thread.start()
            self._queue.put((write, done))
        try:
            return done.result(_PATIENCE)
        except TimeoutError:
            if done.cancel():
                raise ArchiveError(say("others are writing all the time: nothing was kept, try again")) from None
            return done.result()  # it is being carried out

    def close(self) -> None:
        """Carry out what waits, and end."""
        with self._lock:
            self._is_closed = True
            thread = self._thread
            self._queue.put(None)
        if thread is not None:
            thread.join()
        if self._laying is not None:
            self._laying.join()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            together, is_last = [first], False
            while len(together) < _MOST_TOGETHER and not is_last:
                try:
                    other = self._queue.get_nowait()
                except queue.Empty:
                    break
                if other is None:
                    is_last = True
                else:
                    together.append(other)
            self._carry_out(together)
            self._lay_down()
            if is_last:
                return

    def _lay_down(self) -> None:
        """Have what was written laid down beside what is written next, once it is enough, and nobody is doing so."""
        self._logged += 1
        if self._logged >= _LAID_DOWN and (self._laying is None or not self._laying.is_alive()):
            self._logged = 0
            self._laying = threading.Thread(target=lay_down, args=(self._engine,), name="archive-laying-down", daemon=True)
            try:
                self._laying.start()
            except RuntimeError:  # the system has no thread to give: writes go on, and a later one does it
                self._laying = None

    def _carry_out(self, together: list[tuple[Write, "Future[Any]"]]) -> None:
        """Carry out writes in one transaction; where the database fails, each in its own, so that none spoils another.

        A transaction that fails as it ends may have been kept: its writes are not carried out again.
        """
        answers: list[tuple[Any, BaseException | None]] = []
        try:
            with telling_failures():
                self._transact(together, answers)
        except BaseException as error:
            if len(together) > 1 and len(answers) < len(together):
                for one in together:
                    self._carry_out([one])
            else:
                for _, done in together:
                    if _is_wanted(done):
                        done.set_exception(error)
            return
        for (_, done), (answer, raised) in zip(together, answers, strict=True):
            if raised is not None:
                done.set_exception(raised)
            else:
                done.set_result(answer)

    def _transact(self, together: list[tuple[Write, "Future[Any]"]], answers: list[tuple[Any, BaseException | None]]) -> None:
        """Carry out writes in one transaction; `answers` are as many as the writes only when nothing but its end is missing."""
        found: list[tuple[Any, BaseException | None]] = []
        with writing(self._engine) as connection:
            together[:] = [one for one in together if _is_wanted(one[1])]
            if not self._is_prepared:
                self._before(connection)
            for write, _ in together:
                try:  # a write that is alone needs no savepoint: what it raises ends the transaction
                    with connection.begin_nested() if len(together) > 1 else contextlib.nullcontext():
                        found.append((write(connection), None))
                except DBAPIError:
                    raise
                except Exception as raised:
                    if len(together) == 1:
                        raise
                    found.append((None, raised))
            self._after(connection)
            answers.extend(found)
        self._is_prepared = True  # and on the disk


def _is_wanted(done: "Future[Any]") -> bool:
    """Return whether somebody still waits for a write; from then on they wait for its end."""
    return done.running() or done.set_running_or_notify_cancel()
