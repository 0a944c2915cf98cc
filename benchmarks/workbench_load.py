# SPDX-License-Identifier: Apache-2.0
"""Users of a server, in a process of their own: each waits, asks for a page or saves a field, and notes how long it took.

A plan comes as JSON on standard input, what happened goes as JSON to standard output.
"""

import asyncio
import html
import json
import random
import re
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

#: A user thinks for so many seconds between two requests.
THINKS = (2.0, 5.0)
#: Of so many requests one saves a field.
REQUESTS = 10
#: So many seconds somebody types why, after the value; nobody waits for longer than a browser does before it asks (0.2).
TYPES = (0.5, 3.0)
#: An answer that has not come after so many seconds is an error.
LONGEST = 60.0


@dataclass
class Noted:
    """What happened: seconds by kind of request, errors in words, and which saves were acknowledged (by their reasons)."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    typing: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    pages: dict[str, list[float]] = field(default_factory=dict)


class Browser:
    """One connection that is kept, as a browser keeps it."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, *, is_live: bool = False
    ) -> tuple[int, dict[str, str], str]:
        """Send a request, which a script of the page makes if it `is_live`; return the status, the headers and the page.

        A connection that the server let go of meanwhile is made anew once, as browsers do.
        """
        if self._writer is not None:
            try:
                return await self._asked(method, path, form, is_live)
            except (ConnectionError, asyncio.IncompleteReadError) as error:
                if isinstance(error, asyncio.IncompleteReadError) and error.partial:
                    raise
                self.close()
        return await self._asked(method, path, form, is_live)

    async def _asked(
        self, method: str, path: str, form: dict[str, str] | None, is_live: bool
    ) -> tuple[int, dict[str, str], str]:
        if self._writer is None or self._writer.is_closing():
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = urlencode(form or {}).encode()
        origin = f"http://127.0.0.1:{self.port}"
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Cookie: {self.cookie}"]
        if is_live:
            lines.append("HX-Request: true")
        if method == "POST":
            kind = "application/x-www-form-urlencoded"
            lines += [f"Origin: {origin}", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        assert self._reader is not None
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        content = await self._reader.readexactly(int(headers.get("content-length", 0)))
        return int(head[0].split()[1]), headers, content.decode("utf-8", "replace")

    def close(self) -> None:
        """Let go of the connection."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None


class User:
    """One person at one case: looks at its pages in any order, and now and then saves the field that is theirs."""

    def __init__(self, number: int, plan: dict[str, Any], noted: Noted, tag: str) -> None:
        self.chance = random.Random(f"{tag} {number}")
        self.case = plan["cases"][number % len(plan["cases"])]
        self.field = plan["fields"][number // len(plan["cases"]) % len(plan["fields"])]
        self.name, self.plan, self.noted = f"{tag} user {number}", plan, noted
        self.browser = Browser(plan["port"], plan["cookie"])
        self.saves = 0

    async def stay(self, until: float) -> None:
        """Work until the time is up."""
        turns = REQUESTS - 1 - bool(self.plan["told"]) - len(self.plan["beside"])  # what else a save asks for counts as well
        await asyncio.sleep(self.chance.uniform(0, THINKS[1]))
        while time.monotonic() < until:
            if self.chance.randrange(turns) == 0:
                await self._save()
            else:
                page = self.chance.choice(self.plan["pages"])
                await self._timed("GET", page, self.noted.reads)
            await asyncio.sleep(self.chance.uniform(*THINKS))
        self.browser.close()

    async def _save(self) -> None:
        """Open a field, type, and save it; what the form holds is sent back. With scripts, a page asks for more beside that."""
        is_live = bool(self.plan["told"])
        shown = await self._timed("GET", self.plan["form"], self.noted.reads, is_live=is_live)
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown or ""))
        await asyncio.sleep(self.chance.uniform(*THINKS))
        self.saves += 1
        low, reason = self.chance.randrange(1, 60), f"{self.name} save {self.saves}"
        form = {name: html.unescape(value) for name, value in hidden.items()} | {"value": f"{low}..{low + 9}", "reason": reason}
        if is_live:  # while the reason is still typed
            await self._timed("POST", self.plan["told"], self.noted.typing, {**form, "reason": ""}, is_live=True)
            await asyncio.sleep(self.chance.uniform(*TYPES))
        saved = await self._timed("POST", self.plan["save"], self.noted.writes, form, is_live=is_live)
        if saved is not None:
            self.noted.saved.append(reason)
        for page in self.plan["beside"]:
            await self._timed("GET", page, self.noted.reads, is_live=True)

    async def _timed(
        self, method: str, page: str, into: list[float], form: dict[str, str] | None = None, *, is_live: bool = False
    ) -> str | None:
        """Ask, note how long it took, and return the page; None, and an error noted, if it is not what was asked for."""
        path = page.replace("CASE", self.case).replace("FIELD", quote(self.field))
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(LONGEST):
                status, _, answer = await self.browser.ask(method, path, form, is_live=is_live)
        except (OSError, EOFError, TimeoutError) as error:
            self.noted.errors.append(f"{method} {page}: {type(error).__name__}")
            self.browser.close()
            return None
        took = time.perf_counter() - begun
        if status != (303 if method == "POST" and not is_live else 200):
            self.noted.errors.append(f"{method} {page}: {status}")
            return None
        into.append(took)
        self.noted.pages.setdefault(f"{method} {page}", []).append(took)
        return answer


async def main() -> None:
    plan = json.load(sys.stdin)
    noted = Noted()
    until = time.monotonic() + plan["seconds"]
    await asyncio.gather(*(User(number, plan, noted, plan["tag"]).stay(until) for number in range(plan["users"])))
    json.dump(noted.__dict__, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main())
