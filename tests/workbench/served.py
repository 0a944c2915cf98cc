# SPDX-License-Identifier: Apache-2.0
"""A workbench that serves in the process of the tests, so that its guard can be broken while it runs.

It counts the requests that reached the pages (`reached`), and lists those that a browser says come from elsewhere (`strange`).
"""

import threading
import time
from functools import cached_property
from pathlib import Path

import uvicorn
from starlette.types import Receive, Scope, Send

from pourparler.archive import Actor, open_archive
from pourparler.case.whole import files_of
from pourparler.catalog import find
from pourparler.workbench.app import make_app
from pourparler.workbench.guard import Guard
from pourparler.workbench.serving import _listening
from workbench.raw import Visitor

CASE = "treaties/canal1977"


class Served:
    """The real application behind its guard, in this process, so that the guard can be broken while it runs."""

    def __init__(self, database: Path) -> None:
        actor = Actor("local-me", "me")
        self.database, self.reached, self.strange = database, 0, list[str]()
        self.archive = open_archive(str(database))
        folder = find(CASE)
        assert folder is not None
        self.place = f"/case/{self.archive.make(actor, files_of(folder), 'x', title='x').case}"
        app, listening = make_app(self.archive, actor), _listening(0)

        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                self.reached += 1
                if dict(scope["headers"]).get(b"sec-fetch-site", b"none") not in (b"same-origin", b"none"):
                    self.strange.append(scope["path"])
            await app(scope, receive, send)

        guard = Guard(counted, port=listening.getsockname()[1])
        self.server = uvicorn.Server(uvicorn.Config(guard, log_config=None, server_header=False))
        self.thread = threading.Thread(target=self.server.run, args=([listening],))
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        self.guard = guard

    @cached_property
    def visitor(self) -> Visitor:
        """A browser of our own making that has opened the link."""
        return Visitor.by(self.guard.link)

    def end(self) -> None:
        self.server.should_exit = True
        self.thread.join(30)
        self.archive.close()
