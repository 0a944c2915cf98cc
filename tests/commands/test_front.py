# SPDX-License-Identifier: Apache-2.0
"""The first help somebody reads: every command once, under what it is for, on a line that is not cut off."""

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from pourparler.cli import app
from pourparler.commands import front


def told() -> list[str]:
    return CliRunner().invoke(app, ["--help"]).stdout.splitlines()


def test_every_command_stands_under_one_errand() -> None:
    names = [name for lines in front.ERRANDS.values() for name in lines]
    commands = getattr(get_command(app), "commands")  # noqa: B009
    assert sorted(names) == sorted(commands)


def test_every_command_is_told_on_one_line() -> None:
    lines = told()
    for errand, commands in front.ERRANDS.items():
        start = lines.index(f"{errand}:")
        shown = [tuple(line.split(None, 1)) for line in lines[start + 1 : start + 1 + len(commands)]]
        assert shown == list(commands.items())


def test_a_command_under_no_errand_is_told_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "ERRANDS", {"Begin": front.ERRANDS["Begin"]})
    lines = told()
    others = [line.split()[0] for line in lines[lines.index("Others:") + 1 :] if line[2:3].strip()]
    assert "assess" in others and "new" not in others
