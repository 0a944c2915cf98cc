# SPDX-License-Identifier: Apache-2.0
"""The one writer: in order, together where they wait together, none spoiled by another, none kept that was given up."""

import fcntl
import sqlite3
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, func, insert, select

from archive.cases import CASE, OWNER
from archive.conftest import Opening
from pourparler.archive import Archive, ArchiveError, NotFound, Revision, database, open_archive, saving, tables, writer
from pourparler.archive.database import TURN, reading


def checkpoints(archive: Archive) -> int:
    with reading(archive._engine) as connection:
        return connection.execute(select(func.count()).select_from(tables.checkpoints)).scalar_one()


def held_back(archive: Archive) -> tuple[threading.Event, threading.Event, threading.Thread]:
    """Have the writer wait: return what says that it does, what lets it go on, and who asked for it."""
    begun, going_on = threading.Event(), threading.Event()

    def wait(connection: Connection) -> None:
        begun.set()
        assert going_on.wait(30)

    thread = threading.Thread(target=archive._writer.do, args=(wait,))
    thread.start()
    assert begun.wait(30)
    return begun, going_on, thread


def test_writes_that_wait_share_a_transaction_and_none_spoils_another(archive: Archive, made: Revision) -> None:
    before = checkpoints(archive)
    _, going_on, thread = held_back(archive)
    with ThreadPoolExecutor(10) as pool:
        cases = [made.case] * 6 + ["nowhere"] + [made.case] * 3
        tasks = [pool.submit(archive.comment, OWNER, case, "", f"remark {n}") for n, case in enumerate(cases)]
        while archive._writer._queue.qsize() < len(tasks):
            time.sleep(0.001)
        going_on.set()
        found = [task.exception() for task in tasks]
    thread.join()
    assert [type(error) for error in found if error is not None] == [NotFound]
    assert sorted(comment.text for comment in archive.comments(OWNER, made.case)) == [
        f"remark {n}" for n in range(10) if n != 6
    ]
    assert checkpoints(archive) == before + 1
    assert archive.verify().findings == ()


def test_a_write_that_fails_half_way_keeps_nothing_of_itself_and_those_beside_it_are_kept(
    archive: Archive, made: Revision
) -> None:
    def half(connection: Connection) -> None:
        saving.add_comment(connection, OWNER, made.case, "", "half", None, "2031-05-12T00:00:00")
        raise ArchiveError("in the middle")

    _, going_on, thread = held_back(archive)
    with ThreadPoolExecutor(3) as pool:
        tasks: list[Future[object]] = [
            pool.submit(archive.comment, OWNER, made.case, "", "before"),
            pool.submit(archive._writer.do, half),
            pool.submit(archive.comment, OWNER, made.case, "", "after"),
        ]
        while archive._writer._queue.qsize() < len(tasks):
            time.sleep(0.001)
        going_on.set()
        assert [type(task.exception()) for task in tasks] == [type(None), ArchiveError, type(None)]
    thread.join()
    assert {comment.text for comment in archive.comments(OWNER, made.case)} == {"before", "after"}
    assert archive.verify().findings == ()


def test_a_first_write_that_fails_alone_keeps_nothing_and_the_next_one_introduces_the_key(opening: Opening) -> None:
    def half(connection: Connection) -> None:
        saving.know(connection, OWNER, "2031-05-12T00:00:00")
        raise ArchiveError("in the middle")

    with opening() as archive:
        with pytest.raises(ArchiveError, match="in the middle"):
            archive._writer.do(half)
        assert archive.verify().entries == 0
        for title in ("One", "Another"):
            archive.make(OWNER, CASE, "first", title=title)
        found = archive.verify()
        assert found.findings == () and len(found.signers) == 1
        with reading(archive._engine) as connection:
            assert len(connection.execute(select(tables.signers)).all()) == 1


def test_a_first_commit_that_fails_leaves_the_key_to_be_introduced(opening: Opening) -> None:
    with opening() as archive:

        def failed(connection: Connection) -> None:
            event.remove(archive._engine, "commit", failed)
            raise ArchiveError("as it ended")

        event.listen(archive._engine, "commit", failed)
        with pytest.raises(ArchiveError, match="as it ended"):
            archive.make(OWNER, CASE, "first", title="One")
        archive.make(OWNER, CASE, "first", title="Another")
        assert archive.verify().findings == () and [held.title for held in archive.cases(OWNER)] == ["Another"]


def test_a_restore_that_fails_leaves_the_key_to_be_introduced(
    archive: Archive, made: Revision, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.backup(tmp_path / "backup")

    def failed(connection: Connection, at: str) -> None:
        raise ArchiveError("as it ended")

    with open_archive(str(tmp_path / "other.db"), keys=tmp_path / "archive.key") as other:
        with monkeypatch.context() as broken, pytest.raises(ArchiveError, match="as it ended"):
            broken.setattr(other._signer, "sign", failed)
            other.take_in(tmp_path / "backup")
        other.make(OWNER, CASE, "first", title="Anew")
        assert other.verify().findings == ()


def test_what_commits_wrote_is_laid_down_beside_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit that does it takes several times as long; a log that nobody lays down grows with every commit."""
    file = tmp_path / "archive.db"

    def logged(after: int) -> float:
        monkeypatch.setattr(writer, "_LAID_DOWN", after)
        with open_archive(str(file)) as archive:
            case = archive.make(OWNER, CASE, "first", title="A case").case
            for number in range(120):
                archive.comment(OWNER, case, "", f"{number} " + "x" * 9_000)
                while (laying := archive._writer._laying) is not None and (laying.ident is None or laying.is_alive()):
                    time.sleep(0.001)
            with archive._engine.connect() as connection:
                assert connection.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar() == database._MOST_LOGGED
            assert len(archive.comments(OWNER, case)) == 120 and archive.verify().findings == ()
            return Path(f"{file}-wal").stat().st_size / 1024**2

    assert 2 * logged(8) < logged(10_000)


def test_where_no_thread_can_be_begun_nothing_is_laid_down_and_writes_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = threading.Thread.start

    def refused(thread: threading.Thread) -> None:
        if thread.name == "archive-laying-down":
            raise RuntimeError("can't start new thread")
        begin(thread)

    monkeypatch.setattr(threading.Thread, "start", refused)
    monkeypatch.setattr(writer, "_LAID_DOWN", 1)
    monkeypatch.setattr(writer, "_PATIENCE", 5)
    with open_archive(str(tmp_path / "archive.db")) as archive:
        case = archive.make(OWNER, CASE, "first", title="A case").case
        archive.comment(OWNER, case, "", "one")
        monkeypatch.undo()
        archive.comment(OWNER, case, "", "another")
        assert len(archive.comments(OWNER, case)) == 2


def test_an_archive_is_closed_when_what_it_wrote_is_laid_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = list[bool]()

    def slow(engine: Engine) -> None:
        time.sleep(0.3)
        ended.append(True)

    monkeypatch.setattr(writer, "_LAID_DOWN", 1)
    monkeypatch.setattr(writer, "lay_down", slow)
    with open_archive(str(tmp_path / "archive.db")) as archive:
        archive.make(OWNER, CASE, "first", title="A case")
        assert not ended, "a write does not wait for it"
    assert ended == [True]


def test_laying_down_keeps_to_what_can_be_done(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    with reading(archive._engine) as connection:
        connection.execute(select(tables.cases)).all()  # somebody looks at an older state
        began = time.monotonic()
        archive.make(OWNER, CASE, "first", title="A case")
        database.lay_down(archive._engine)
        assert time.monotonic() - began < 20, "it waits for nobody"

    def refused() -> object:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as broken:
        broken.setattr(archive._engine, "raw_connection", refused)
        database.lay_down(archive._engine)
    assert archive.verify().findings == ()


def test_writes_are_carried_out_in_the_order_in_which_they_came(archive: Archive, made: Revision) -> None:
    _, going_on, thread = held_back(archive)
    threads = []
    for number in range(8):
        threads.append(threading.Thread(target=archive.comment, args=(OWNER, made.case, "", f"remark {number}")))
        threads[-1].start()
        while archive._writer._queue.qsize() <= number:
            time.sleep(0.001)
    going_on.set()
    for one in (*threads, thread):
        one.join()
    assert [comment.text for comment in archive.comments(OWNER, made.case)] == [f"remark {n}" for n in range(8)]


def test_a_write_whose_turn_does_not_come_is_given_up_and_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_PATIENCE", 0.2)
    file = tmp_path / "archive.db"
    with open_archive(str(file)) as archive:
        made = archive.make(OWNER, CASE, "first", title="A case")
        with Path(f"{file}{TURN}").open() as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)  # as another process would that writes and writes
            with pytest.raises(ArchiveError, match="nothing was kept"):
                archive.comment(OWNER, made.case, "", "given up")
        monkeypatch.setattr(writer, "_PATIENCE", 30)
        archive.comment(OWNER, made.case, "", "kept")
        assert [comment.text for comment in archive.comments(OWNER, made.case)] == ["kept"]


def test_a_closed_archive_takes_no_more(opening: Opening) -> None:
    archive = opening()
    archive.close()
    with pytest.raises(ArchiveError, match="closed"):
        archive.withdraw(OWNER, "x", "y")


def test_what_a_database_refuses_is_told_without_a_value(archive: Archive) -> None:
    """PostgreSQL names the values of a key that is there already, and of a row that is refused."""
    row = {"id": "a-guessable-37", "name": "37 points", "at": "2031-05-12", "nonce": b"", "entry": 1}

    def write(connection: Connection) -> None:
        connection.execute(insert(tables.people), [row, row])

    with pytest.raises(ArchiveError, match="cannot be used") as refused:
        archive._writer.do(write)
    assert "37" not in str(refused.value) and "people" not in str(refused.value)
