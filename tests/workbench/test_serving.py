# SPDX-License-Identifier: Apache-2.0
"""What `serve` refuses and takes in, before it listens."""

import socket
import webbrowser
from pathlib import Path

import pytest
import uvicorn

from pourparler.archive import Archive
from pourparler.case import CaseError
from pourparler.workbench.guard import Guard
from pourparler.workbench.serving import LOOPBACK, _listening, only_loopback, person, serve, take_in


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
    told, opened, ran = list[str](), list[str](), list[uvicorn.Server]()

    def run(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        ran.append(server)
        sockets[0].close()

    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(uvicorn.Server, "run", run)
    serve("treaties/canal1977", url=str(tmp_path / "archive.db"), tell=told.append)
    guard = ran[0].config.app
    assert isinstance(guard, Guard)
    assert told == opened == [guard.link]
    assert guard._place.startswith("/case/")


def test_a_port_that_is_taken_is_refused_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        with pytest.raises(CaseError, match="leave it away"):
            _listening(taken.getsockname()[1])
