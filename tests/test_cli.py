# SPDX-License-Identifier: Apache-2.0
"""The terminal face: what goes to which stream, exit codes, messages for bad input, and never a traceback."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pourparler import cli

SOURCE = Path(__file__).parent.parent / "src"
WORKED_EXAMPLE = Path(__file__).parent / "assess" / "worked_example"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, list(arguments))


def process(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    variables = {**os.environ, "PYTHONPATH": str(SOURCE), **environment}
    command = [sys.executable, "-m", "pourparler", *arguments]
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=False)


def case_with(tmp_path: Path, old: str, new: str) -> str:
    text = (WORKED_EXAMPLE / "case.yaml").read_text("utf-8")
    assert old in text
    (tmp_path / "case.yaml").write_text(text.replace(old, new), "utf-8")
    return str(tmp_path)


def test_assess_prints_the_verdict_first_and_nothing_else_on_the_error_stream() -> None:
    found = run("assess", str(WORKED_EXAMPLE))
    assert found.exit_code == 0
    assert found.stdout.startswith("HOLD — do not fix the date yet\n")
    assert found.stderr == ""


def test_json_goes_to_standard_output_alone() -> None:
    found = run("assess", str(WORKED_EXAMPLE), "--json", "--worlds", "5", "--seed", "-3")
    plain = json.loads(found.stdout)
    assert plain["run"]["worlds"] == 5 and plain["run"]["seed"] == -3
    assert found.stderr == ""


def test_full_prints_more() -> None:
    assert "Options\n" in run("assess", str(WORKED_EXAMPLE), "--full").stdout
    assert "Options\n" not in run("assess", str(WORKED_EXAMPLE)).stdout


def test_timings_go_to_the_error_stream_alone() -> None:
    plain = run("assess", str(WORKED_EXAMPLE), "--json")
    timed = run("assess", str(WORKED_EXAMPLE), "--json", "--timings")
    assert timed.stdout == plain.stdout
    steps = [line.split()[0] for line in timed.stderr.splitlines()]
    assert steps[0] == "read" and steps[-1] == "total" and "readiness" in steps
    assert all(line.endswith(" s") for line in timed.stderr.splitlines())


def test_quiet_changes_no_result() -> None:
    assert run("assess", str(WORKED_EXAMPLE), "--quiet").stdout == run("assess", str(WORKED_EXAMPLE)).stdout


BAD = {
    "unknown key": ("title: Strait", "titel: x\ntitle: Strait", "titel"),
    "duplicate key": ("title: Strait", "title: x\ntitle: Strait", "title"),
    "anchor": ("title: Strait fisheries, the worked example", "title: &a Strait", "&a"),
    "reversed range": ("value: 35", "value: 50..35", "50..35"),
    "no number": ("value: 35", "value: plenty", "plenty"),
    "hostile text": ("value: 35", "value: '[red]{x}'", "[red]{x}"),
}


@pytest.mark.parametrize("kind", sorted(BAD))
@pytest.mark.parametrize("command", ["assess", "check"])
def test_every_mistake_in_a_case_is_told_and_nothing_else(tmp_path: Path, command: str, kind: str) -> None:
    old, new, said = BAD[kind]
    folder = case_with(tmp_path, old, new)
    found = run(command, folder)
    assert found.exit_code == cli.BAD_INPUT
    assert found.stdout == ""
    assert said in found.stderr and f"{folder}/case.yaml:" in found.stderr
    assert found.stderr.endswith(f"1 problem in {folder}\n")
    assert "Traceback" not in found.stderr


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    folder = case_with(tmp_path, "value: 35", "value: 50..35, per_month: lots")
    found = run("assess", folder)
    assert "50..35" in found.stderr and "lots" in found.stderr
    assert found.stderr.rstrip().endswith(f"problems in {folder}")


def test_what_is_no_case_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"title: caf\xe9\n")
    (tmp_path / "empty").mkdir()
    (tmp_path / "binary.yaml").write_bytes(bytes(range(256)))
    (tmp_path / "blank.yaml").write_bytes(b"")
    expected = {
        "nowhere": "no such file, and no such case in the catalog",
        "empty": "a folder without case.yaml",
        "latin.yaml": "not UTF-8",
        "binary.yaml": "found ",
        "blank.yaml": "found ",
    }
    for name, said in expected.items():
        found = process("assess", str(tmp_path / name))
        assert found.returncode == cli.BAD_INPUT, name
        assert found.stdout == ""
        assert said in found.stderr and "Traceback" not in found.stderr
        assert found.stderr.rstrip().endswith(str(tmp_path / name))


def test_control_characters_of_an_argument_are_shown_by_number() -> None:
    found = run("assess", "a\x1b[31mb")
    assert "\x1b" not in found.stderr and "a<U+001B>[31mb" in found.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--worlds", "0"),
        ("--worlds", "-5"),
        ("--worlds", "many"),
        ("--worlds", "50001"),
        ("--seed", "1.5"),
        ("--sede", "1"),
    ],
)
def test_bad_options_are_refused(arguments: tuple[str, str]) -> None:
    found = run("assess", str(WORKED_EXAMPLE), *arguments)
    assert found.exit_code == cli.BAD_INPUT and found.stdout == ""
    assert "Error" in found.stderr


def test_a_command_that_is_nearly_right_is_offered() -> None:
    found = run("asess")
    assert found.exit_code == cli.BAD_INPUT and "Did you mean 'assess'?" in found.stderr


def test_check_sums_up_and_lists_what_nobody_knows_or_holds(tmp_path: Path) -> None:
    found = run("check", case_with(tmp_path, "value: 35", "value: unknown"))
    assert found.exit_code == 0 and found.stderr == ""
    first, *rest = found.stdout.splitlines()
    assert "case.yaml: no mistakes; " in first and first.endswith(" numbers, 1 unknown")
    assert rest[0] == "unknown: no_deal.aland.value" and rest[1].startswith("nobody holds these ")


def test_new_then_check_then_assess(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    made = run("new", str(file))
    assert made.exit_code == 0 and made.stdout == f"wrote {file}; next: pourparler assess {file}\n"
    assert run("check", str(file)).stdout == f"{file}: no mistakes; 25 numbers, 0 unknown\n"
    assert run("assess", str(file)).stdout.startswith("HOLD")
    before = file.read_bytes()
    again = run("new", str(file))
    assert again.exit_code == cli.BAD_INPUT and again.stdout == ""
    assert "a file that is there already; give another path" in again.stderr
    assert file.read_bytes() == before


def test_new_without_a_path_writes_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new").exit_code == 0
    assert (tmp_path / "case.yaml").is_file()


def test_a_reader_who_has_seen_enough_is_no_mistake() -> None:
    variables = {**os.environ, "PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "pourparler", "assess", str(WORKED_EXAMPLE), "--json"]
    with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
    assert running.returncode == 0 and said == b""


def test_results_are_utf8_whatever_the_locale() -> None:
    found = process("assess", str(WORKED_EXAMPLE), LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert found.returncode == 0
    assert found.stdout.startswith("HOLD — ")


def test_help_loads_nothing_slow() -> None:
    script = """
import sys
from pourparler import cli
heavy = {"numpy", "pydantic", "rich", "yaml"} & set(sys.modules)
sys.exit(str(heavy) if heavy else 0)
"""
    subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=True)
    assert "Usage: pourparler [OPTIONS] COMMAND" in process("--help").stdout


@pytest.mark.parametrize(("columns", "width"), [("10", 40), ("72", 72), ("500", 100)])
def test_the_width_is_the_terminals_within_reason(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = run("assess", str(WORKED_EXAMPLE)).stdout.splitlines()
    assert max(map(len, lines)) <= width


def test_bold_type_only_on_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert cli._is_styled()
    monkeypatch.setenv("TERM", "dumb")
    assert not cli._is_styled()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not cli._is_styled()


def test_progress_is_shown_only_after_a_while(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    slow = cli.Progress(is_shown=True)
    slow("worlds")
    slow.stop()
    assert slow._status is None
    monkeypatch.setattr(cli, "_PATIENCE_SECONDS", 0.0)
    shown = cli.Progress(is_shown=True)
    until = time.monotonic() + 10
    while shown._status is None and time.monotonic() < until:
        time.sleep(0.01)
    shown("readiness")
    assert shown._status is not None and "readiness" in str(shown._status.status)
    shown.stop()
    shown._show()
    assert capfd.readouterr().out == ""


def test_progress_is_never_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_PATIENCE_SECONDS", 0.0)
    hidden = cli.Progress(is_shown=False)
    hidden("worlds")
    time.sleep(0.05)
    hidden.stop()
    assert hidden._status is None
