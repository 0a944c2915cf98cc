# SPDX-License-Identifier: Apache-2.0
"""The command `brief`: files in a folder, what was written on standard error, code 2 and nothing written for bad input."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pourparler.cli import BAD_INPUT, app

SMALL = str(Path(__file__).parent.parent / "case" / "small.yaml")


def test_it_writes_every_format(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["brief", SMALL, "--out", str(tmp_path / "out"), "--worlds", "20", "--edition", "own"])
    assert done.exit_code == 0 and done.stdout == ""
    written = {each.suffix: each.read_bytes()[:4] for each in (tmp_path / "out").iterdir()}
    assert written == {".html": b"<!DO", ".pdf": b"%PDF", ".docx": b"PK\x03\x04", ".md": b"# NO"}
    assert done.stderr.count("wrote ") == 4


@pytest.mark.parametrize(
    "options",
    [
        ["--edition", "everybody"],
        ["--format", "doc"],
        ["--paper", "a3"],
        ["--document", "novel"],
        ["--since", "no-such-case"],
        ["--edition", "cyrene", "--document", "memo"],
        ["--edition", "public", "--document", "roles"],
        ["--edition", "public", "--since", "essays/singh2018"],
        ["--template", __file__],
        ["--seat", "nobody"],
    ],
)
def test_bad_input_writes_nothing(options: list[str], tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["brief", SMALL, "--out", str(tmp_path / "out"), "--worlds", "20", *options])
    assert done.exit_code == BAD_INPUT and "found" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_case_that_is_not_there(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["brief", str(tmp_path / "none.yaml"), "--out", str(tmp_path / "out")])
    assert done.exit_code == BAD_INPUT and not (tmp_path / "out").exists()
