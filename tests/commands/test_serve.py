# SPDX-License-Identifier: Apache-2.0
"""`pourparler serve` as it is typed: what it refuses before anything is served. What it serves is tried in tests/workbench."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pourparler.cli import app

LINK = "Open this link"


def serve(*words: str) -> Result:
    return CliRunner().invoke(app, ["serve", "--no-open", *words])


def test_what_cannot_be_served_is_refused_without_a_word_of_a_link(tmp_path: Path) -> None:
    db = ("--db", str(tmp_path / "archive.db"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = {
            "an address that others can reach": ("--host", "0.0.0.0", *db),
            "a kind of database that an archive cannot stand on": ("--db", "mysql://x/y"),
            "no such file": ("nothing-of-the-kind", *db),
            "which cannot be listened on": ("--port", str(taken.getsockname()[1]), *db),
        }
        for told, words in refused.items():
            found = serve(*words)
            assert (found.exit_code, found.stdout) == (2, ""), words
            assert told in found.stderr and LINK not in found.stderr, words
            assert "assessed" not in found.stderr and "in --db" not in found.stderr, words


def test_the_link_alone_goes_to_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    from pourparler.workbench import serving

    def served(case: None, *, tell: Callable[[str], None], greet: Callable[[str], None], **more: object) -> None:
        greet("A case")
        tell("http://127.0.0.1:1/enter?key=x")

    monkeypatch.setattr(serving, "serve", served)
    found = serve()
    assert (found.exit_code, found.stdout) == (0, "http://127.0.0.1:1/enter?key=x\n")
    assert LINK in found.stderr and "“A case”" in found.stderr
