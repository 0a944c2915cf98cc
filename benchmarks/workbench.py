# SPDX-License-Identifier: Apache-2.0
"""The workbench under load: users who read and save, with and without an assessment under way, and a plain page beside it.

Run with `python3 run.py python -m benchmarks.workbench [--seconds 600] [--peer-seconds 120] [--assessing-seconds 120]
[--users 50] [--rounds 2]`. The workbench is the real one, behind its guard, on an archive of its own with ten copies of the
essay's case; the peer is `workbench_peer.py`. Users are another process. All are run in turn, in rounds, so that what else the
machine does falls on all alike: read the ratios. Every save that was acknowledged is looked up in the history at the end.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pourparler.archive import open_archive
from pourparler.workbench.fields import AREAS
from pourparler.workbench.serving import person

CASE, COPIES = "essays/singh2018", 10
#: What the project asks: milliseconds at the 99th percentile, times the peer's, how far an assessment may move it, MiB.
MOST_READ, MOST_WRITE, MOST_TIMES_PEER, MOST_MOVED, MOST_WEB, MOST_WORKER = 500, 1000, 3.0, 2.0, 200, 450
#: Fields of numbers that users save; those who share a case have one each.
FIELDS = tuple(
    f"values|united_states|weights|{issue}" for issue in ("programme", "verification", "sanctions", "assurances", "posture")
)
PAGES = ("/", "/case/CASE", *(f"/case/CASE/{area}" for area in AREAS), "/case/CASE/history", "/case/CASE/briefing")
SERVE = """
import sys
from pourparler.workbench.serving import serve
serve(url=sys.argv[1], workers=int(sys.argv[2]), opens=False, tell=lambda line: print(line, flush=True))
"""
_PEER, _QUIET, _BUSY = "peer", "workbench, no assessment", "workbench, assessing"


class Server:
    """A server in a process of its own, and what users must know of it."""

    def __init__(self, command: list[str], plan: Mapping[str, Any]) -> None:
        self.process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True)
        self.plan = dict(plan)
        self.noted: dict[str, list[Any]] = {}
        self.assessing: list[bool] = []
        self.ticks = self.examined = 0
        self.worker = self.examiner = 0.0
        self.held: list[float] = []

    def children(self) -> list[int]:
        """Return the processes that it has begun."""
        found: list[int] = []
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            with contextlib.suppress(OSError):  # a thread may end meanwhile
                found += map(int, (task / "children").read_text().split())
        return found

    def end(self) -> None:
        """End it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


def workbench(url: str, workers: int, *, has_scripts: bool = True) -> Server:
    """Start a workbench on an archive and enter it by its link; users of it have browsers with scripts, or without."""
    plan = {"form": "/case/CASE/field?path=FIELD", "save": "/case/CASE/field", "told": "", "beside": []}
    if has_scripts:
        plan |= {"told": "/case/CASE/told", "beside": ["/case/CASE/table"]}
    server = Server(["-c", SERVE, url, str(workers)], plan)
    assert server.process.stdout is not None
    line = next((line for line in server.process.stdout if "http://" in line), "")
    link = urlsplit(line[line.index("http://") :].strip())
    assert link.port is not None
    status, headers, _ = asked(link.port, "GET", f"{link.path}?{link.query}")
    assert status == 303, status
    server.plan |= {"port": link.port, "cookie": headers["set-cookie"].partition(";")[0], "pages": PAGES, "fields": FIELDS}
    return server


def peer(folder: Path) -> Server:
    """Start the peer, and wait until it listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    plan: dict[str, Any] = {"form": "/item/CASE", "save": "/item/CASE", "told": "", "beside": []}
    plan |= {"port": port, "cookie": "", "pages": ["/item/CASE"], "fields": ["a"]}
    server = Server(["-m", "benchmarks.workbench_peer", str(folder / "peer.db"), str(port)], plan)
    server.plan["cases"] = [str(number) for number in range(COPIES)]
    for _ in range(300):
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.1)
    raise TimeoutError("the peer does not listen")


def asked(
    port: int, method: str, path: str, cookie: str = "", form: dict[str, str] | None = None
) -> tuple[int, dict[str, str], str]:
    """Send one request and return its answer."""
    import asyncio

    from benchmarks.workbench_load import Browser

    async def ask() -> tuple[int, dict[str, str], str]:
        browser = Browser(port, cookie)
        try:
            return await browser.ask(method, path, form)
        finally:
            browser.close()

    return asyncio.run(ask())


def prepared(folder: Path) -> list[str]:
    """Make an archive with copies of the case, assessed, and return their ids."""
    server = workbench(str(folder / "made.db"), 1)
    port, cookie = server.plan["port"], server.plan["cookie"]
    token = re.findall(r'name="token" value="(\w+)"', asked(port, "GET", "/", cookie)[2])[0]
    cases = []
    for number in range(COPIES):
        form = {"token": token, "name": CASE, "request": f"copy {number}"}
        place = asked(port, "POST", "/copy", cookie, form)[1]["location"]
        cases.append(place.rpartition("/")[2])
        asked(port, "POST", f"{place}/estimate", cookie, {"token": token, "without": "yes", "request": f"estimate {number}"})
        while 'id="progress"' in asked(port, "GET", place, cookie)[2]:
            time.sleep(0.5)
    server.end()
    return cases


def watched(server: Server, load: subprocess.Popen[str], seconds: float) -> None:
    """Note what the children of a server do until its users have gone."""
    before, examined = spent(server), dict[int, int]()
    while load.poll() is None:
        time.sleep(0.5)
        now = spent(server)
        examiners = {pid for pid in now if is_examiner(pid)}
        server.assessing.append(any(now[pid] > before.get(pid, 0) for pid in now.keys() - examiners))
        for pid in examiners:
            server.examined += now[pid] - examined.setdefault(pid, before.get(pid, 0))
            examined[pid] = now[pid]
        before = now
        if seconds and len(server.assessing) > 4 * (seconds + 120):
            load.kill()


def loaded(server: Server, users: int, seconds: float, tag: str) -> None:
    """Let users work with a server, and add what happened to what it has noted."""
    plan = {**server.plan, "users": users, "seconds": seconds, "tag": tag}
    command = [sys.executable, "-m", "benchmarks.workbench_load"]
    began = ticks(server.process.pid)
    with tempfile.TemporaryFile("w+") as told:  # ten minutes come to more than a pipe holds that nobody reads meanwhile
        load = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=told, text=True)
        assert load.stdin is not None
        load.stdin.write(json.dumps(plan))
        load.stdin.close()
        watched(server, load, seconds)
        told.seek(0)
        noted = json.load(told)
    server.ticks += ticks(server.process.pid) - began
    server.held.append(most_mib(server.process.pid))
    pages = noted.pop("pages")
    for kind, values in noted.items():
        server.noted.setdefault(kind, []).extend(values)
    if "--pages" in sys.argv:
        for page, took in sorted(pages.items()):
            print(f"    {page:40}{len(took):6}{milliseconds(took, 50):8.0f}{milliseconds(took, 99):8.0f}")


def spent(server: Server) -> dict[int, int]:
    """Return the processor time that each child of a server has used, in ticks."""
    found = {}
    for pid in server.children():
        try:
            found[pid] = ticks(pid)
            if is_examiner(pid):
                server.examiner = max(server.examiner, most_mib(pid))
            else:
                server.worker = max(server.worker, most_mib(pid))
        except OSError:
            continue
    return found


def is_examiner(pid: int) -> bool:
    """Whether a process examines cases, and assesses none."""
    with contextlib.suppress(OSError):  # it may end meanwhile
        return b"examiner" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def ticks(pid: int) -> int:
    """Return the processor time that a process itself has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return int(fields[11]) + int(fields[12])


def settled(server: Server) -> None:
    """Wait until nothing is assessed any more, so that the next one has the machine for itself."""
    quiet = 0
    for _ in range(120):
        before = spent(server)
        time.sleep(0.5)
        quiet = quiet + 1 if spent(server) == before else 0
        if quiet > 2:
            return


def milliseconds(seconds: list[float], percent: int) -> float:
    """Return a percentile in milliseconds; 0 where nothing was measured."""
    if len(seconds) < 2:
        return 1000 * sum(seconds)
    return 1000 * statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]


def middle(seconds: list[float]) -> str:
    """Return the median of the first and of the last fifth: what grows with the archive shows here."""
    fifth = max(1, len(seconds) // 5)
    return " -> ".join(f"{milliseconds(part, 50):.0f}" for part in (seconds[:fifth], seconds[-fifth:]))


def most_mib(pid: int) -> float:
    """Return the most memory that a process has held at once, in MiB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found.group(1)) / 1024 if found else 0.0


def lost(url: str, acknowledged: list[str]) -> tuple[int, int]:
    """Return how many acknowledged saves are not in the history exactly once, and what is wrong with the journal."""
    with open_archive(url) as archive:
        actor = person()
        reasons = Counter(revision.reason for held in archive.cases(actor) for revision in archive.history(actor, held.id))
        return sum(reasons[reason] != 1 for reason in acknowledged), len(archive.verify().findings)


def show(servers: Mapping[str, Server]) -> None:
    """Print what was measured beside what is asked for.

    `cpu` is the processor time in milliseconds for a request: of the server itself, and of the process that examines saves.
    """
    percents = f"{'p50':>7}{'p95':>7}{'p99':>7}"
    print(f"{'milliseconds':26}{'reads':>7}{percents}{'writes':>8}{percents}{'errors':>8}{'cpu':>6}{'exam.':>6}")
    for name, server in servers.items():
        told = f"{name:26}"
        for kind, width in (("reads", 7), ("writes", 8)):
            took = server.noted[kind]
            told += f"{len(took):{width}}" + "".join(f"{milliseconds(took, percent):7.0f}" for percent in (50, 95, 99))
        requests = max(1, len(server.noted["reads"]) + len(server.noted["writes"]))
        used = [1000 * each / os.sysconf("SC_CLK_TCK") / requests for each in (server.ticks, server.examined)]
        print(f"{told}{len(server.noted['errors']):8}{used[0]:6.1f}{used[1]:6.1f}")
    print(f"{'bars':26}{'':21}{MOST_READ:7}{'':22}{MOST_WRITE:7}{0:8}")

    def times(kind: str, above: str, below: str) -> float:
        under = milliseconds(servers[below].noted[kind], 99)
        return milliseconds(servers[above].noted[kind], 99) / under if under else float("nan")

    for name, server in servers.items():
        told = "   ".join(f"{kind} {middle(server.noted[kind])}" for kind in ("reads", "writes"))
        print(f"p50 of {name}, first and last fifth: {told}")
        print(f"    memory after each round {' '.join(f'{mib:.0f}' for mib in server.held)} MiB")
    for name, server in servers.items():
        if server.noted.get("typing"):
            took = [f"p{percent} {milliseconds(server.noted['typing'], percent):.0f} ms" for percent in (50, 95, 99)]
            print(f"while somebody types, {name}: {', '.join(took)}")
    for above, below, bar in ((_QUIET, _PEER, MOST_TIMES_PEER), (_BUSY, _PEER, MOST_TIMES_PEER), (_BUSY, _QUIET, MOST_MOVED)):
        told = f"p99 of {above} / {below}"
        print(f"{told:58}reads {times('reads', above, below):5.1f}   writes {times('writes', above, below):5.1f}   bar {bar}")


def main() -> None:
    """Run all servers in turn, and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60, help="how long users work while nothing is assessed")
    options.add_argument("--peer-seconds", type=float, help="with the peer; as long, unless told")
    options.add_argument("--assessing-seconds", type=float, help="while something is assessed; as long, unless told")
    options.add_argument("--users", type=int, default=50)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--plain", action="store_true", help="users whose browsers have no scripts: nothing is examined ahead")
    options.add_argument("--pages", action="store_true", help="also by page")
    asked_for = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cases = prepared(folder)
        urls = {which: str(folder / f"{which}.db") for which in ("quiet", "busy")}
        for url in urls.values():
            shutil.copy(folder / "made.db", url)
            shutil.copy(folder / "made.key", Path(url).with_suffix(".key"))
        scripts = not asked_for.plain
        servers = {_PEER: peer(folder)} | {
            name: workbench(urls[which], workers, has_scripts=scripts)
            for name, which, workers in ((_QUIET, "quiet", 0), (_BUSY, "busy", 1))
        }
        worker = 0.0
        try:
            for server in (servers[_QUIET], servers[_BUSY]):
                server.plan["cases"] = cases
            told = (asked_for.peer_seconds, None, asked_for.assessing_seconds)
            lasts = [asked_for.seconds if each is None else each for each in told]
            for number in range(asked_for.rounds):
                for server, seconds in zip(servers.values(), lasts, strict=True):
                    loaded(server, asked_for.users, seconds / asked_for.rounds, f"round {number}")
                    worker = max(worker, server.worker)
                    settled(server)
            web = max(most_mib(servers[which].process.pid) for which in (_QUIET, _BUSY))
        finally:
            for server in servers.values():
                server.end()
        each = ", ".join(f"{seconds:.0f} s" for seconds in lasts)
        print(f"\n{asked_for.users} users, {each}, load of the machine {os.getloadavg()[0]:.1f}")
        show(servers)
        for which, url in zip((_QUIET, _BUSY), urls.values(), strict=True):
            gone, wrong = lost(url, servers[which].noted["saved"])
            saves = len(servers[which].noted["saved"])
            print(f"{which}: {saves} saves acknowledged, {gone} lost (bar 0), {wrong} findings in the journal (bar 0)")
        busy = servers[_BUSY].assessing
        print(f"an assessment ran in {100 * sum(busy) / max(1, len(busy)):.0f} % of the time")
        print(
            f"memory: web process {web:.0f} MiB (bar {MOST_WEB}), worker {worker:.0f} MiB (bar {MOST_WORKER}), examining "
            f"{max(servers[which].examiner for which in (_QUIET, _BUSY)):.0f} MiB each"
        )
        for which, server in servers.items():
            for each, count in Counter(server.noted["errors"]).most_common(5):
                print(f"error of {which}: {count} x {each}")


if __name__ == "__main__":
    main()
