# SPDX-License-Identifier: Apache-2.0
"""Serving the workbench on this machine: a port of its own on loopback, the one-time link, and an end without loss."""

import contextlib
import gc
import getpass
import itertools
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn

from pourparler.archive import Actor, Archive, open_archive
from pourparler.case import files_of, read_everything
from pourparler.case.decode import refuse
from pourparler.case.read import make_ready
from pourparler.desk import resolve
from pourparler.wording import say
from pourparler.workbench.app import make_app
from pourparler.workbench.examining import Examiners
from pourparler.workbench.guard import Guard

#: The one address that is listened on.
LOOPBACK = "127.0.0.1"
#: Seconds between two times that memory is tidied, and once in so many times all of it; a threshold that is never reached.
_TIDIED, _ANEW, _NEVER = 20.0, 90, 2**31 - 1
#: The number that `mallopt` knows the most arenas by, and how many there may be.
_ARENA_MAX, _ARENAS = -8, 2
#: So many seconds one thread computes while another one waits: a page that is being made keeps a save waiting for no longer.
_TURN = 0.0005
_LOOPBACK_NAMES = (LOOPBACK, "localhost", "::1")


def only_loopback(host: str) -> None:
    """Raise `CaseError` for an address beyond this machine, saying what serving there will need."""
    if host not in _LOOPBACK_NAMES:
        found = say("{host}, an address that others can reach", host=host)
        write = say(
            "leave it away: the workbench serves one person on one machine. A server for a team needs TLS, a log-in with "
            "passwords, and rights for each person and case; it will be a server of its own"
        )
        raise refuse("--host", found, write)


def person() -> Actor:
    """Return who works here: the user of this machine."""
    name = getpass.getuser()
    return Actor(f"local-{name}", name)


def take_in(archive: Archive, actor: Actor, case: str) -> str:
    """Take a case from disk or from the catalog into the archive, or its newest state, and return where its page is.

    What was taken in before, and begins or stands as these files do, is the same case. Raises `CaseError`.
    """
    path = resolve(case)
    read = read_everything(path)
    files = files_of(path)
    for held in archive.cases(actor):
        if any(dict(archive.files(actor, held.id, number)) == files for number in {1, held.revision}):
            return f"/case/{held.id}"
    name = Path(path).resolve().name or case
    revision = archive.make(actor, files, say("Taken in from {name}", name=name), title=read.title)
    return f"/case/{revision.case}"


def serve(
    case: str | None = None,
    *,
    url: str | None = None,
    host: str = LOOPBACK,
    port: int = 0,
    tell: Callable[[str], None] = print,
    greet: Callable[[str], None] = lambda title: None,
    opens: bool = True,
    workers: int = 1,
) -> None:
    """Serve until told to end. `tell` is given the one-time link, which leads to the case if there is one; before that `greet`
    is given the title of that case, or nothing. `opens`: a browser is opened with the link.

    So many `workers` assess at once; without any, assessments wait.

    Raises `CaseError` for a case that cannot be read, an address beyond this machine, or a port that is taken.
    """
    only_loopback(host)
    _share_memory()
    examiners = Examiners()
    archive = open_archive(url, examiner=examiners)
    with contextlib.suppress(KeyboardInterrupt), _told_to_end(), contextlib.ExitStack() as ending:  # this is how it ends
        ending.callback(examiners.close)
        ending.callback(archive.close)
        examiners.warm()
        make_ready()
        actor = person()
        place = take_in(archive, actor, case) if case is not None else "/"
        listening = _listening(port)
        app = make_app(archive, actor, workers=workers, reads=examiners.read)
        guard = Guard(app, port=listening.getsockname()[1], place=place)
        greet(next((held.title for held in archive.cases(actor) if place == f"/case/{held.id}"), ""))
        tell(guard.link)
        if opens:
            webbrowser.open(guard.link)
        config = uvicorn.Config(
            guard, log_config=None, access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=2
        )
        ending.callback(sys.setswitchinterval, sys.getswitchinterval())
        sys.setswitchinterval(_TURN)
        ending.enter_context(_tidied_often())
        uvicorn.Server(config).run([listening])


@contextlib.contextmanager
def _tidied_often(every: float = _TIDIED) -> Iterator[None]:
    """Look for what only holds itself every so many seconds, among what is new, and not whenever much is: all pages would wait.

    What has been looked through stays; all of it is looked through anew once in so many times.
    """
    thresholds, is_over = gc.get_threshold(), threading.Event()

    def tidy() -> None:
        for times in itertools.count(1):
            if is_over.wait(every):
                return
            if times % _ANEW == 0:
                gc.unfreeze()
            gc.collect()
            gc.freeze()

    gc.collect()
    gc.freeze()
    gc.set_threshold(*thresholds[:2], _NEVER)
    thread = threading.Thread(target=tidy, name="tidy", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def _share_memory() -> None:
    """Let threads share their memory: each of many would keep what it once needed for itself, a tenth of all that is held.

    Only where the system's C library is GNU's; elsewhere nothing is done.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        import ctypes

        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)


@contextlib.contextmanager
def _told_to_end() -> Iterator[None]:
    """Let SIGTERM end what is done here as Ctrl-C does, so that the archive is closed.

    uvicorn gives the signal on when it has ended, and the system's own way would end the program there and then.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _listening(port: int) -> socket.socket:
    """Return a socket that listens on loopback; port 0 takes one that is free."""
    # Named as TCP, so that asyncio has answers sent at once: else the end of one may wait until the browser tells of its head.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # Where a workbench has just ended its port may be taken again; on Windows this would let two share it.
        if os.name != "nt":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
    except OSError as error:
        listening.close()
        found = say("port {port}, which cannot be listened on ({reason})", port=port, reason=error.strerror or str(error))
        raise refuse("--port", found, say("leave it away: a free one is found")) from error
    listening.listen(128)
    return listening
