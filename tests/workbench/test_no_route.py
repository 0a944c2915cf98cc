# SPDX-License-Identifier: Apache-2.0
"""The workbench needs no network and turns to none."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.no_route import PAGES, listening

TESTS = Path(__file__).parents[1]
#: Loopback, in both families, and sockets that are files.
AT_HOME = re.compile(r"^\S+ (\('(127\.0\.0\.1|::1|localhost)'|b?'/|None$)")


def away(notes: Path) -> list[str]:
    """Return whom somebody turned to beyond this machine."""
    return [line for line in notes.read_text().splitlines() if not AT_HOME.match(line)] if notes.exists() else []


def alone() -> list[str]:
    """Return what runs a command in a network of its own, where that is allowed; nothing where it is not."""
    command = ["unshare", "-rn"]
    can = (
        shutil.which("unshare") is not None
        and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    )
    return command if can else []


@pytest.mark.skipif(sys.platform != "linux", reason="networks of one's own are Linux's")
def test_with_no_route_out_every_page_is_there_and_nobody_is_turned_to(tmp_path: Path) -> None:
    command = [*(prefix := alone()), sys.executable, str(Path(__file__).with_name("no_route.py")), str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(TESTS), str(TESTS.parent / "src")))}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert "event: over" in found.pop("told") and not found.pop("elsewhere")
    if prefix:
        assert set(found["interfaces"]) - {"sit0", "tunl0"} == {"lo"}
    del found["interfaces"]
    assert found.pop("comment") == 303 and found.pop("upload") == 422
    assert set(found.values()) == {200} and len(found) > len(PAGES), found
    assert away(tmp_path / "connects") == []


@pytest.mark.parametrize(
    "fault",
    [
        "socket.create_connection(('192.0.2.1', 9), 0.01)",
        "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 9))",
        "socket.getaddrinfo('workbench.example', 80)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
        "__import__('urllib.request').request.urlopen('http://192.0.2.1:9', timeout=0.01)",
    ],
)
def test_who_turns_elsewhere_is_noted(fault: str, tmp_path: Path) -> None:
    code = f"import socket\ntry: {fault}\nexcept OSError: pass\nsocket.create_server(('127.0.0.1', 0)); socket.socketpair()"
    subprocess.run([*alone(), sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": listening(tmp_path)}, check=True)
    assert len(away(tmp_path / "connects")) >= 1
