# SPDX-License-Identifier: Apache-2.0
"""Tries to make an archive lose what it acknowledged: writers are killed at random times, in a loop.

    python3 run.py python tests/kills.py 1000

A child saves revisions, comments and estimates from several threads, and tells each acknowledged one through a pipe. After each
kill the archive is opened again, without any help, and every save that was ever acknowledged has to be there once and whole.
`--broken` tries a control that acknowledges before it saves: it has to be found out.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import inspect, select

from archive.cases import CASE, OWNER, titled
from pourparler.archive import Archive, Revision, Stale, open_archive, tables
from pourparler.archive.database import connect, reading, url_of
from pourparler.archive.migrating import MIGRATIONS, bring_up_to_date, version_of

#: Threads of a child: more than one, so that saves share transactions.
THREADS = 3
#: Of this share of the children the killer does not wait for a save: they are still opening the archive, or making it.
KILLED_AT_ONCE = 0.25
#: The others have had fewer saves than this acknowledged, and any number more when they are hit, within so many seconds.
MOST_SAVES, LONGEST_WAIT = 12, 0.03
#: A migration takes about so many seconds.
LONGEST_MIGRATION = 0.1
#: So many bytes are taken out of a pipe at a time.
MOST_READ = 65_536
#: Kills of one archive before the next is begun: the first ones find it half made.
KILLS_OF_ONE = 50
#: So often comments, estimates and revisions are saved. Revisions are of one case: their writers are in each other's way.
KINDS = (4, 3, 1)
#: Files of a case to choose from; few, since what is tried is keeping and not reading.
VARIANTS: Sequence[Mapping[str, bytes]] = (CASE, titled("Another"), titled("A third"))


@dataclass
class Tally:
    """What a campaign came to: how many kills, saves acknowledged, and of these lost, doubled or torn; findings."""

    kills: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    unopened: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost."""
        return not (self.lost or self.doubled or self.torn or self.findings or self.unopened)


def digest_of(files: Mapping[str, bytes]) -> str:
    return hashlib.sha256(files["case.yaml"]).hexdigest()


def save(archive: Archive, case: str, name: str) -> str:
    """Save something under a name of its own, which tells what, and return what has to be found afterwards."""
    choice = random.Random(name)
    kind = choice.choices(("comment", "estimate", "revision"), KINDS)[0]
    if kind == "comment":
        archive.comment(OWNER, case, "title", f"text of {name}", request=name)
        return f"comments {name} text of {name}"
    if kind == "estimate":
        archive.estimate(OWNER, case, "no_deal", f"value of {name}", request=name)
        return f"estimates {name} value of {name}"
    files = choice.choice(VARIANTS)
    base = archive.head(OWNER, case)
    while isinstance(saved := archive.commit(OWNER, case, files, base=base.number, reason=name, request=name), Stale):
        base = saved.head
    return f"revisions {name} {digest_of(files)}"


def live(url: str, keys: Path, pipe: int, name: str, broken: bool) -> None:
    """Be a child: save for ever, and tell what was acknowledged."""
    archive = open_archive(url, keys=keys)
    held = archive.cases(OWNER)
    case = held[0].id if held else archive.make(OWNER, CASE, "first", title="A case", request="first").case

    def work(thread: int) -> None:
        for number in range(1_000_000):
            one = f"{name}-{thread}-{number}"
            if broken:
                os.write(pipe, f"comments {one} text of {one}\n".encode())
                archive.comment(OWNER, case, "title", f"text of {one}", request=one)
            else:
                told = save(archive, case, one)
                os.write(pipe, f"{told}\n".encode())

    for thread in range(1, THREADS):
        threading.Thread(target=work, args=(thread,), daemon=True).start()
    work(0)


class Child:
    """A child that saves, and what it has told of."""

    def __init__(self, url: str, keys: Path, name: str, broken: bool) -> None:
        self._pipe, write = os.pipe()
        self._process = os.fork()
        self._told = b""
        if self._process == 0:
            os.close(self._pipe)
            try:
                live(url, keys, write, name, broken)
            finally:
                os._exit(1)
        os.close(write)

    def wait_for(self, saves: int) -> None:
        """Wait until so many saves were acknowledged."""
        while self._told.count(b"\n") < saves and (told := os.read(self._pipe, MOST_READ)):
            self._told += told

    def kill(self) -> bool:
        """End it as a power cut would end a program; return whether it was still alive."""
        os.kill(self._process, signal.SIGKILL)
        self.wait_for(sys.maxsize)
        os.close(self._pipe)
        return os.WIFSIGNALED(os.waitpid(self._process, 0)[1])

    def acknowledged(self) -> list[str]:
        """Return what it told of in whole lines."""
        return self._told.decode().split("\n")[:-1]


def told_by(pipe: int) -> list[str]:
    """Return the whole lines that a child writes until it ends."""
    with open(pipe, "rb") as stream:
        return stream.read().decode().split("\n")[:-1]


def found_in(url: str) -> Iterator[str]:
    """Yield every save that is in the database, looked up in its tables without the archive's own queries."""
    engine = connect(url_of(url))
    with reading(engine) as connection:
        for row in connection.execute(select(tables.comments.c.request, tables.comments.c.text)):
            yield f"comments {row.request} {row.text}"
        for row in connection.execute(select(tables.estimates.c.request, tables.estimates.c.value)):
            yield f"estimates {row.request} {row.value}"
        revisions, files, contents = tables.revisions, tables.files, tables.contents
        whole = (
            select(revisions.c.request, contents.c.content)
            .join(files, (files.c.case_id == revisions.c.case_id) & (files.c.number == revisions.c.number))
            .join(contents, (contents.c.case_id == files.c.case_id) & (contents.c.digest == files.c.digest))
        )
        for row in connection.execute(whole):
            yield f"revisions {row.request} {hashlib.sha256(bytes(row.content)).hexdigest()}"
    engine.dispose()


def check(url: str, acknowledged: set[str], tally: Tally) -> None:
    """Hold what is there against what was acknowledged."""
    there: dict[str, int] = {}
    names: dict[str, int] = {}
    for save in found_in(url):
        there[save] = there.get(save, 0) + 1
        name = save.split()[1]
        names[name] = names.get(name, 0) + 1
    for save in acknowledged:
        if save not in there:
            (tally.torn if save.split()[1] in names else tally.lost).append(save)
    tally.doubled.extend(name for name, count in names.items() if count > 1)
    tally.unacknowledged += len(names) - len(acknowledged & there.keys()) - ("first" in names)


def campaign(kills: int, folder: Path, url: str | None = None, seed: int = 1, broken: bool = False) -> Tally:
    """Kill so many children, each in its turn, and return what that came to."""
    choice, tally, begun = random.Random(seed), Tally(), time.monotonic()
    _warm(folder)
    while tally.kills < kills and tally.is_clean:
        place = folder / f"{tally.kills}"
        place.mkdir()
        at, keys = url or f"sqlite:///{place}/archive.db", place / "archive.key"
        acknowledged = set[str]()
        for _ in range(min(KILLS_OF_ONE, kills - tally.kills)):
            child = Child(at, keys, f"{seed}-{tally.kills}", broken)
            if choice.random() >= KILLED_AT_ONCE:
                child.wait_for(choice.randrange(1, MOST_SAVES))
            time.sleep(choice.uniform(0, LONGEST_WAIT))
            if not child.kill():
                tally.unopened.append(f"the child of kill {tally.kills} ended by itself")
            tally.kills += 1
            acknowledged.update(child.acknowledged())
        tally.acknowledged += len(acknowledged)
        with open_archive(at, keys=keys) as archive:
            tally.findings.extend(archive.verify().findings)
        check(at, acknowledged, tally)
    tally.seconds = round(time.monotonic() - begun, 1)
    return tally


def _warm(folder: Path) -> None:
    """Have everything imported once, so that children need not."""
    (folder / "warm").mkdir()
    with open_archive(f"sqlite:///{folder}/warm/archive.db") as archive:
        made = archive.make(OWNER, CASE, "first", title="A case")
        for files in VARIANTS:
            archive.commit(OWNER, made.case, files, base=archive.head(OWNER, made.case).number, reason="more")


SECOND = """
import time
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0003", "0002"
def upgrade():
    for n in range(6):
        time.sleep(0.002)
        with op.batch_alter_table("comments") as batch:
            batch.add_column(sa.Column(f"more_{n}", sa.Text))
        op.execute("UPDATE people SET name = name || '+'")
"""
"""A migration of several steps, each of which copies a table or changes rows."""


def interrupted(kills: int, folder: Path, seed: int = 1) -> Tally:
    """Kill so many programs while they bring an archive to another version, and return what that came to.

    After each kill the tables are as they were before or as they are afterwards, with every row, and the next program goes on.
    """
    choice, tally, begun = random.Random(seed), Tally(), time.monotonic()
    migrations = shutil.copytree(MIGRATIONS, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    (migrations / "versions" / "second.py").write_text(SECOND)
    with open_archive(f"sqlite:///{folder}/first.db") as archive:
        made = archive.make(OWNER, CASE, "first", title="A case", request="first")
        acknowledged = {save(archive, made.case, f"save-{number}") for number in range(20)}
    while tally.kills < kills:
        file = Path(shutil.copyfile(folder / "first.db", folder / f"{tally.kills}.db"))
        url, is_done = f"sqlite:///{file}", False
        while not is_done and tally.kills < kills:
            process = os.fork()
            if process == 0:
                bring_up_to_date(connect(url_of(url)), "0003", migrations)
                os._exit(0)
            time.sleep(choice.uniform(0, 2 * LONGEST_MIGRATION))
            os.kill(process, signal.SIGKILL)
            is_done = not os.WIFSIGNALED(os.waitpid(process, 0)[1])
            tally.kills += not is_done
            tally.torn.extend(_half_migrated(url))
        check(url, acknowledged, tally)
        tally.acknowledged += len(acknowledged)
    tally.seconds = round(time.monotonic() - begun, 1)
    return tally


def _half_migrated(url: str) -> Iterator[str]:
    """Tell if the tables are neither those of the one version nor those of the other."""
    engine = connect(url_of(url))
    with reading(engine) as connection:
        version = version_of(connection)
        there = sum(column["name"].startswith("more_") for column in inspect(connection).get_columns("comments"))
        name = connection.execute(select(tables.people.c.name)).scalar_one()
    engine.dispose()
    if (version, there, name.count("+")) not in (("0002", 0, 0), ("0003", 6, 6)):
        yield f"version {version} with {there} columns, {name}"


def crowd(url: str, keys: Path, processes: int, threads: int, saves: int) -> Tally:
    """Let processes of threads save at once, each so many times, and return what that came to."""
    tally, begun = Tally(), time.monotonic()
    with open_archive(url, keys=keys) as archive:
        made = archive.make(OWNER, CASE, "first", title="A case", request="first")
        assert isinstance(made, Revision)
    pipes = dict[int, int]()
    for process in range(processes):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            status = 1
            try:
                _member(url, keys, made.case, write, process, threads, saves)
                status = 0
            finally:
                os._exit(status)
        os.close(write)
        pipes[child] = read
    acknowledged = set[str]()
    readers = [threading.Thread(target=lambda p=pipe: acknowledged.update(told_by(p))) for pipe in pipes.values()]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    tally.unopened.extend(f"process {child} failed" for child in pipes if os.waitpid(child, 0)[1] != 0)
    tally.acknowledged = len(acknowledged)
    with open_archive(url, keys=keys) as archive:
        tally.findings.extend(archive.verify().findings)
    check(url, acknowledged, tally)
    tally.seconds = round(time.monotonic() - begun, 1)
    return tally


def _member(url: str, keys: Path, case: str, pipe: int, process: int, threads: int, saves: int) -> None:
    failed = list[BaseException]()
    with open_archive(url, keys=keys) as archive:

        def work(thread: int) -> None:
            try:
                for number in range(saves):
                    os.write(pipe, f"{save(archive, case, f'{process}-{thread}-{number}')}\n".encode())
            except BaseException as error:
                failed.append(error)

        writers = [threading.Thread(target=work, args=(thread,)) for thread in range(threads)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
    if failed:
        print(repr(failed[0]), file=sys.stderr)
        raise failed[0]


def main() -> None:
    """Run a campaign, print its figures, and fail if anything was lost (or, of the control, if nothing was)."""
    parser = argparse.ArgumentParser(description="Kill writers of an archive in a loop, and look for what is lost.")
    parser.add_argument("kills", type=int, nargs="?", default=1000)
    parser.add_argument("--url", help="an empty archive; by default a file for every few kills")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--migrations", action="store_true", help="kill while the tables are changed")
    parser.add_argument("--broken", action="store_true", help="acknowledge before saving")
    parser.add_argument("--crowd", type=int, nargs=3, metavar=("PROCESSES", "THREADS", "SAVES"), help="no kills: many writers")
    stated = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if stated.crowd:
            url = stated.url or f"sqlite:///{folder}/archive.db"
            tally = crowd(url, Path(folder) / "archive.key", *stated.crowd)
        elif stated.migrations:
            tally = interrupted(stated.kills, Path(folder), stated.seed)
        else:
            tally = campaign(stated.kills, Path(folder), stated.url, stated.seed, stated.broken)
    counted = {key: len(value) if isinstance(value, list) else value for key, value in asdict(tally).items()}
    print(json.dumps(counted))
    for faults in (tally.lost, tally.doubled, tally.torn, tally.findings, tally.unopened):
        print("\n".join(faults[:5]), file=sys.stderr, end="\n" if faults else "")
    sys.exit(tally.is_clean == stated.broken)


if __name__ == "__main__":
    main()
