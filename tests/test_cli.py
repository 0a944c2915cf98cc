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

from pourparler import __version__, cli
from pourparler.briefing import progress
from pourparler.commands import terminal

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


def test_html_is_written_beside_the_usual_result(tmp_path: Path) -> None:
    file = tmp_path / "brief.html"
    file.write_text("an older one", "utf-8")
    found = run("assess", str(WORKED_EXAMPLE), "--html", str(file))
    assert found.exit_code == 0
    assert found.stdout == run("assess", str(WORKED_EXAMPLE)).stdout
    assert found.stderr == f"wrote {file}\n"
    assert file.read_text("utf-8").startswith("<!DOCTYPE html>\n")
    as_json = run("assess", str(WORKED_EXAMPLE), "--html", str(file), "--json", "--quiet")
    assert json.loads(as_json.stdout)["verdict"]["action"] == "hold" and as_json.stderr == ""


def test_html_that_cannot_be_written_is_told_and_nothing_is_printed(tmp_path: Path) -> None:
    file = tmp_path / "no\x1bwhere" / "brief.html"
    found = process("assess", str(WORKED_EXAMPLE), "--html", str(file))
    assert found.returncode == cli.BAD_INPUT and found.stdout == ""
    shown = str(file).replace("\x1b", "<U+001B>")
    assert shown in found.stderr and "cannot be written (No such file or directory)" in found.stderr
    assert found.stderr.endswith(f"1 problem in {shown}\n") and "Traceback" not in found.stderr


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
from pourparler.briefing import progress
heavy = {"numpy", "pydantic", "rich", "yaml"} & set(sys.modules)
sys.exit(str(heavy) if heavy else 0)
"""
    subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=True)
    assert process("--version").stdout == f"pourparler {__version__}\n"
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
    assert terminal.is_styled()
    monkeypatch.setenv("TERM", "dumb")
    assert not terminal.is_styled()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not terminal.is_styled()


def test_progress_is_shown_only_after_a_while(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    slow = progress.Progress(is_shown=True)
    slow("worlds")
    slow.stop()
    assert slow._status is None
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0.0)
    shown = progress.Progress(is_shown=True)
    until = time.monotonic() + 10
    while shown._status is None and time.monotonic() < until:
        time.sleep(0.01)
    shown("readiness")
    assert shown._status is not None and "readiness" in str(shown._status.status)
    shown.stop()
    shown._show()
    assert capfd.readouterr().out == ""


def test_progress_is_never_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0.0)
    hidden = progress.Progress(is_shown=False)
    hidden("worlds")
    time.sleep(0.05)
    hidden.stop()
    assert hidden._status is None


def case_with_seat(tmp_path: Path) -> str:
    folder = case_with(tmp_path, "value: 35", "value: 36")
    (tmp_path / "seats").mkdir()
    text = "values: {borea: {weights: money > fleet}}\ndecision: {by: Borea's cabinet}\n"
    (tmp_path / "seats" / "borea.yaml").write_text(text, "utf-8")
    return folder


def test_a_seat_is_named_in_the_brief_and_in_the_json(tmp_path: Path) -> None:
    folder = case_with_seat(tmp_path)
    for seat, decider in (("aland", "the prime minister"), ("borea", "Borea's cabinet")):
        found = run("assess", folder, "--seat", seat, "--worlds", "3")
        assert f"Seat: {seat} · as of 2031-03-14 · for the decision of: {decider}" in found.stdout
        plain = json.loads(run("assess", folder, "--seat", seat, "--worlds", "3", "--json").stdout)
        assert (plain["case"]["seat"], plain["case"]["turned"]) == (seat, False)
    assert run("check", folder, "--seat", "borea").stdout.startswith(f"{folder}/seats/borea.yaml: no mistakes; 0 numbers")


def test_a_case_turned_round_says_so() -> None:
    found = run("assess", str(WORKED_EXAMPLE), "--seat", "borea", "--worlds", "3")
    assert "Seat: borea" in found.stdout and "read from across the table" in found.stdout
    assert json.loads(run("assess", str(WORKED_EXAMPLE), "--seat", "borea", "--worlds", "3", "--json").stdout)["case"]["turned"]
    assert "read from across the table" not in run("assess", str(WORKED_EXAMPLE), "--worlds", "3").stdout


@pytest.mark.parametrize("command", ["assess", "check"])
def test_a_seat_that_is_not_there_is_bad_input(command: str) -> None:
    found = run(command, str(WORKED_EXAMPLE), "--seat", "cyrene")
    assert found.exit_code == cli.BAD_INPUT and found.stdout == ""
    assert "found no seat of 'cyrene'; give one of 'aland', 'borea'" in found.stderr


def test_check_looks_into_every_seat(tmp_path: Path) -> None:
    folder = case_with_seat(tmp_path)
    (tmp_path / "seats" / "borea.yaml").write_text("values: {borea: {weights: money}}\n", "utf-8")
    found = run("check", folder)
    assert found.exit_code == cli.BAD_INPUT and f"{folder}/seats/borea.yaml:1:27: values.borea.weights" in found.stderr
    assert run("assess", folder, "--worlds", "3").exit_code == 0, "another seat's mistakes are not ours"


def test_the_catalog_is_listed() -> None:
    lines = run("catalog", "list").stdout.splitlines()
    (essay,) = [line for line in lines if line.startswith("essays/singh2018 ")]
    assert "2018-03-16" in essay and "united_states, dprk" in essay and essay.endswith("before it was prepared")


def test_a_case_of_the_catalog_is_copied_whole_and_over_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = run("catalog", "copy", "essays/singh2018")
    assert made.stdout == "wrote singh2018; next: pourparler assess singh2018\n"
    kept = sorted(path.name for path in (tmp_path / "singh2018").iterdir())
    assert {"README.md", "case.yaml"} <= set(kept) and "__pycache__" not in kept
    assert "no mistakes" in run("check", "singh2018").stdout
    (tmp_path / "singh2018" / "case.yaml").write_text("mine", "utf-8")
    again = run("catalog", "copy", "essays/singh2018")
    assert again.exit_code == cli.BAD_INPUT and "something that is there already" in again.stderr
    assert (tmp_path / "singh2018" / "case.yaml").read_text("utf-8") == "mine"
    assert run("catalog", "copy", "essays/singh2018", "deep/mine").exit_code == 0
    assert run("catalog", "copy", "essays/singh2018", "singh2018/case.yaml/below").exit_code == cli.BAD_INPUT
    assert run("catalog", "copy", "essays/sing2018").stderr.startswith("essays/sing2018\n  found no such case")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "singh2018"]


def completed(line: str, word: str) -> list[str]:
    """Return what the shell would be offered, as bash asks for it."""
    variables = {"_POURPARLER_COMPLETE": "complete_bash", "COMP_WORDS": f"{line}{word}", "COMP_CWORD": str(line.count(" "))}
    return process(**variables).stdout.split()


def test_names_and_seats_are_completed(tmp_path: Path) -> None:
    folder = case_with_seat(tmp_path)
    assert completed("pourparler assess ", "essays/s") == ["essays/singh2018"]
    assert completed("pourparler catalog copy ", "ess") == ["essays/singh2018"]
    assert completed(f"pourparler assess {folder} --seat ", "") == ["aland", "borea"]
    assert completed("pourparler check essays/singh2018 --seat ", "d") == ["dprk"]
    assert completed("pourparler check nowhere --seat ", "d") == []


@pytest.mark.parametrize("kind", ["case", "seat", "outcome"])
def test_the_schema_is_printed(kind: str) -> None:
    found = json.loads(run("schema", "--of", kind).stdout)
    assert found["title"] == ("Outcome" if kind == "outcome" else "Case")
    assert ("required" in found) == (kind == "case")
    assert kind != "case" or json.loads(run("schema").stdout) == found


def test_check_loads_none_of_the_mathematics() -> None:
    script = """
import sys
from pourparler.desk import inspect
inspect(sys.argv[1])
heavy = [name for name in sys.modules if name.startswith(("pourparler.engines", "scipy"))]
sys.exit(str(heavy) if heavy else 0)
"""
    subprocess.run(
        [sys.executable, "-c", script, str(WORKED_EXAMPLE)], env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=True
    )


def test_assessing_a_case_loads_none_of_the_formats_of_others() -> None:
    script = """
import sys
from pourparler.desk import run_errand
run_errand(sys.argv[1], worlds=16)
others = [name for name in sys.modules if name.startswith(("pourparler.exchange.genius", "pourparler.exchange.negmas", "xml"))]
sys.exit(str(others) if others else 0)
"""
    subprocess.run(
        [sys.executable, "-c", script, str(WORKED_EXAMPLE)], env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=True
    )
