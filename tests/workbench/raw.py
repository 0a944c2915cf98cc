# SPDX-License-Identifier: Apache-2.0
"""A workbench that runs, and requests to it byte by byte: no client of HTTP corrects them on the way."""

import hashlib
import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"


@dataclass(frozen=True)
class Answer:
    """What came back, headers in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return "".join(value for key, value in self.headers if key == name)


def exchange(
    port: int, method: str, path: str, headers: Iterable[tuple[str, str]], body: bytes = b"", *, until: bytes | None = None
) -> Answer:
    """Send a request as it stands and return the answer, or what has come of it when `until` has."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=300) as connection:
        connection.sendall("\r\n".join(lines).encode("latin-1") + body)
        data = b""
        while not _is_whole(data, until) and (more := connection.recv(65536)):
            data += more
    head, _, rest = data.partition(b"\r\n\r\n")
    status, *named = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in named)
    return Answer(int(status.split()[1]), tuple((name.lower(), value) for name, _, value in pairs), rest)


def _is_whole(data: bytes, until: bytes | None) -> bool:
    """Whether an answer has come to its end, or as far as it is waited for."""
    head, ended, rest = data.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: (\d+)", head.lower())
    if until is not None and b"200" in head[:12]:
        return until in data
    return bool(ended) and ((length is not None and len(rest) >= int(length[1])) or rest.endswith(b"0\r\n\r\n"))


@dataclass
class Visitor:
    """A browser that has opened the one-time link, which led to `place`."""

    port: int
    cookie: str
    token: str = ""
    place: str = "/"

    @classmethod
    def by(cls, link: str) -> "Visitor":
        port = int(link.split(":")[2].partition("/")[0])
        path = "/" + link.split("/", 3)[3]
        entered = exchange(port, "GET", path, [("Host", f"127.0.0.1:{port}"), ("Sec-Fetch-Site", "none")])
        assert entered.status == 303, entered
        visitor = cls(port, entered.header("set-cookie").partition(";")[0])
        visitor.place = entered.header("location")
        front = visitor.see("/").body.decode()
        (visitor.token,) = set(re.findall(r'name="token" value="([^"]+)"', front))
        return visitor

    def see(self, path: str, until: bytes | None = None) -> Answer:
        headers = [("Host", f"127.0.0.1:{self.port}"), ("Cookie", self.cookie), ("Sec-Fetch-Site", "same-origin")]
        return exchange(self.port, "GET", path, headers, until=until)

    def send(self, path: str, form: str, kind: str = "application/x-www-form-urlencoded") -> Answer:
        host = f"127.0.0.1:{self.port}"
        headers = [("Host", host), ("Cookie", self.cookie), ("Origin", f"http://{host}"), ("Content-Type", kind)]
        body = form.replace("TOKEN", self.token).encode()
        return exchange(self.port, "POST", path, [*headers, ("Content-Length", str(len(body)))], body)


@contextmanager
def running(folder: Path, *arguments: str, **environment: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Run `pourparler serve` with an archive and a home in a folder, and yield its link."""
    paths = os.pathsep.join((environment.pop("PYTHONPATH", ""), str(SOURCE))).lstrip(os.pathsep)
    command = [sys.executable, "-P", "-m", "pourparler", "serve", *arguments, "--no-open", "--db", str(folder / "archive.db")]
    variables = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), **environment, "PYTHONPATH": paths}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=variables, cwd=folder, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            assert process.stdout is not None and process.stderr is not None
            link = process.stdout.readline().strip()
            assert link.startswith("http://"), process.stderr.read()
            yield link, process
        finally:
            process.terminate()
            process.wait(30)


def digest(database: Path) -> str:
    """Return a digest of every row of every table."""
    made = hashlib.sha256()
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        assert len(tables) > 5
        for table in tables:
            for row in sorted(map(repr, connection.execute(f'SELECT * FROM "{table}"'))):
                made.update(f"{table} {row}\n".encode())
    connection.close()
    return made.hexdigest()
