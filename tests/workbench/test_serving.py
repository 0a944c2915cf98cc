# SPDX-License-Identifier: Apache-2.0
"""What `serve` refuses and takes in, before it listens."""

import asyncio
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import webbrowser
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from typer.testing import CliRunner

from pourparler.archive import Archive, open_archive
from pourparler.case import CaseError
from pourparler.catalog import template
from pourparler.cli import app
from pourparler.workbench import serving
from pourparler.workbench.guard import Guard
from pourparler.workbench.serving import LOOPBACK, _listening, only_loopback, person, serve, take_in


def test_memory_is_tidied_every_so_often_and_not_in_the_midst_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    told, before = list[str](), gc.get_threshold()
    enough = threading.Event()

    def noted(what: str) -> None:
        told.append(what)
        if len(told) > 11:
            enough.set()

    for name in ("collect", "freeze", "unfreeze"):
        monkeypatch.setattr(gc, name, partial(noted, name))
    monkeypatch.setattr(serving, "_ANEW", 3)
    with serving._tidied_often(0.001):
        assert gc.get_threshold()[:2] == before[:2] and gc.get_threshold()[2] > 10**6
        assert enough.wait(30)
    assert told[:10] == [*["collect", "freeze"] * 3, "unfreeze", "collect", "freeze", "collect"]
    assert told[-1] == "unfreeze" and gc.get_threshold() == before
    assert "tidy" not in {thread.name for thread in threading.enumerate()}


def test_answers_are_sent_at_once_and_not_when_the_browser_has_told_of_their_beginning() -> None:
    """The end of an answer would wait 40 ms for that else, in one request of many."""

    async def accepted() -> int:
        told = asyncio.get_running_loop().create_future()

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            told.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listening = _listening(0)
        async with await asyncio.start_server(answer, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            is_at_once: int = await told
            writer.close()
        return is_at_once

    assert asyncio.run(accepted())


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "", "::"])
def test_off_loopback_it_refuses_and_says_what_a_team_server_will_need(host: str) -> None:
    with pytest.raises(CaseError, match="TLS"):
        serve(host=host)
    only_loopback("localhost")


def test_a_case_is_taken_in_once_and_found_again_whether_it_was_changed_in_the_workbench_or_not(archive: Archive) -> None:
    actor = person()
    place = take_in(archive, actor, "treaties/canal1977")
    case = place.rpartition("/")[2]
    assert take_in(archive, actor, "treaties/canal1977") == place
    files = {
        name: data + b"\n# a remark\n" if name == "case.yaml" else data for name, data in archive.files(actor, case).items()
    }
    archive.commit(actor, case, files, base=1, reason="a remark")
    assert take_in(archive, actor, "treaties/canal1977") == place


def test_a_case_that_cannot_be_read_is_refused_before_anything_is_served(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("title: [", "utf-8")
    with pytest.raises(CaseError):
        serve(str(tmp_path), url=str(tmp_path / "archive.db"), opens=False)


def test_the_one_link_that_is_told_and_opened_leads_to_the_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told, greeted, opened, ran = list[str](), list[str](), list[str](), list[uvicorn.Server]()

    def run(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        ran.append(server)
        sockets[0].close()

    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(uvicorn.Server, "run", run)
    serve("treaties/canal1977", url=str(tmp_path / "archive.db"), tell=told.append, greet=greeted.append)
    guard = ran[0].config.app
    assert isinstance(guard, Guard)
    assert told == opened == [guard.link]
    assert guard._place.startswith("/case/")
    assert greeted == ["The canal treaty, February 1977: the United States, before the talks are taken up again"]


def test_the_terminal_names_the_case_by_its_title_and_only_once_it_was_taken_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uvicorn.Server, "run", lambda server, sockets: sockets[0].close())
    text = template("small").replace("title:", 'title: "The mill"\n#', 1)
    (tmp_path / "case.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    serving = ["serve", ".", "--no-open", "--db", str(tmp_path / "archive.db")]
    shown = CliRunner().invoke(app, serving)
    assert (shown.exit_code, shown.stdout.count("\n")) == (0, 1)
    assert shown.stdout.startswith(f"http://{LOOPBACK}:")
    assert shown.stderr.startswith("The workbench, at “The mill”; it ends with Ctrl-C.")
    with open_archive(str(tmp_path / "archive.db")) as archive:
        held = archive.cases(person())[0]
        assert archive.head(person(), held.id).reason == f"Taken in from {tmp_path.name}"
    assert "at “" not in CliRunner().invoke(app, ["serve", *serving[2:]]).stderr
    (tmp_path / "case.yaml").write_text("title: [", "utf-8")
    refused = CliRunner().invoke(app, serving)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "workbench" not in refused.stderr


def test_a_port_that_is_taken_is_refused_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        with pytest.raises(CaseError, match="leave it away"):
            _listening(taken.getsockname()[1])


@pytest.mark.skipif(sys.platform == "win32", reason="signals as other systems have them")
def test_told_to_end_by_a_signal_it_closes_the_archive_and_leaves_no_process(tmp_path: Path) -> None:
    script = f"from pourparler.workbench.serving import serve\nserve(url={str(tmp_path / 'archive.db')!r}, opens=False)"
    server = subprocess.Popen([sys.executable, "-u", "-c", script], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    link = urlsplit(server.stdout.readline().strip())
    asking = HTTPConnection(LOOPBACK, link.port or 0, timeout=60)
    asking.request("GET", f"{link.path}?{link.query}")
    assert asking.getresponse().status == 303
    asking.close()
    assert Path(f"{tmp_path}/archive.db-wal").exists()
    server.send_signal(signal.SIGTERM)
    assert server.stdout.read() == ""  # a process of its own that went on would hold it open
    server.stdout.close()
    assert server.wait(30) == 0
    assert not Path(f"{tmp_path}/archive.db-wal").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes as other systems have them")
def test_ctrl_c_in_a_terminal_ends_it_in_the_midst_of_an_assessment_without_a_word(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pourparler.workbench.serving import serve\nserve('treaties/canal1977', url=sys.argv[1], opens=False)"
    )
    command, pipe = [sys.executable, "-u", "-c", script, str(tmp_path / "archive.db")], subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as server:
        assert server.stdout is not None and server.stderr is not None
        link = urlsplit(server.stdout.readline().strip())
        asking = HTTPConnection(LOOPBACK, link.port or 0, timeout=60)
        asking.request("GET", f"{link.path}?{link.query}")
        entered = asking.getresponse()
        entered.read()
        cookie = {"Cookie": (entered.getheader("set-cookie") or "").partition(";")[0]}
        asking.request("GET", f"{entered.getheader('location')}/events", headers=cookie)
        told = asking.getresponse()
        while b'"steps": ["' not in told.readline():
            pass
        asking.close()
        os.killpg(server.pid, signal.SIGINT)  # as a terminal sends it: to all that was begun there
        assert server.stderr.read() == ""
        assert server.wait(30) == 0
