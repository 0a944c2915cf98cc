# SPDX-License-Identifier: Apache-2.0
"""Requests from elsewhere to a workbench that runs: refused, and not a row of the database changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.attacks import ATTACKS, Attack
from workbench.raw import Answer, Visitor, digest, exchange, running
from workbench.served import CASE, Served
from workbench.test_guard import FAULTS

#: What only the case itself says.
INSIDE = b"pourparler: 2"
#: The server refuses these by itself: HTTP has no such request.
NO_HTTP = {"see, no name", "change, no name", "see, two names", "see, an empty name", "change, an empty name"}
REFUSALS = (400, 403, 405, 415, 421)


def attacked(attack: Attack, visitor: Visitor, place: str) -> Answer:
    """Send an attack: to see the case file (or the events of the case), or to leave a remark in it."""
    see = f"{place}/events" if "event stream" in attack.name else f"{place}/file/case.yaml"
    method, path, headers, body = attack.request(visitor.port, visitor.cookie, visitor.token, see, f"{place}/comment")
    return exchange(visitor.port, method, path, headers, body, until=b"event: " if see.endswith("events") else None)


def test_a_workbench_that_runs_refuses_every_attack_and_keeps_its_database(tmp_path: Path) -> None:
    assert len(ATTACKS) >= 12
    with running(tmp_path, CASE) as (link, process):
        visitor = Visitor.by(link)
        place = visitor.place
        assert visitor.see(f"{place}/file/case.yaml").body.find(INSIDE) >= 0
        before = digest(tmp_path / "archive.db")
        came_through = []
        for attack in ATTACKS:
            answer = attacked(attack, visitor, place)
            if answer.status not in REFUSALS or INSIDE in answer.body or b"changed" in answer.body:
                came_through.append((attack.name, answer.status))
            assert not answer.header("server") and not answer.header("access-control-allow-origin")
            assert answer.status == 400 or "default-src 'none'" in answer.header("content-security-policy")
        assert not came_through
        assert digest(tmp_path / "archive.db") == before
        # The same requests, rightly made, are answered; the digest notices.
        said = visitor.send(f"{place}/comment", "token=TOKEN&path=title&text=changed")
        assert said.status == 303 and digest(tmp_path / "archive.db") != before
        large = visitor.send(f"{place}/comment", f"token=TOKEN&path=title&text={'x' * 6 * 1024**2}")
        assert large.status == 413 and b"Go back: what you typed is still there" in large.body
        again = exchange(visitor.port, "GET", "/" + link.split("/", 3)[3], [("Host", f"127.0.0.1:{visitor.port}")])
        assert again.status == 403 and b"start it again" in again.body
        process.terminate()
        log = "".join(process.communicate(timeout=30))
    assert "key=" not in log and "changed" not in log and "/case/" not in log


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    found = Served(tmp_path_factory.mktemp("served") / "archive.db")
    assert found.visitor.token
    yield found
    found.end()


@pytest.mark.parametrize("control", FAULTS)
def test_where_a_control_is_broken_its_attacks_come_through(
    served: Served, control: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    attacks = [attack for attack in ATTACKS if attack.control == control and attack.name not in NO_HTTP]
    assert attacks
    for fault in FAULTS[control]:
        monkeypatch.setattr(*fault)
    for attack in attacks:
        before, reached = digest(served.database), served.reached
        answer = attacked(attack, served.visitor, served.place)
        assert served.reached == reached + 1, attack.name
        if attack.method == "GET" and attack.path is None:
            assert answer.status == 200 and (INSIDE in answer.body or b"event: " in answer.body), attack.name
        elif attack.method == "POST" and control != "form":  # what is no form holds no remark
            assert answer.status == 303 and digest(served.database) != before, attack.name
