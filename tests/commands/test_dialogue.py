# SPDX-License-Identifier: Apache-2.0
"""The dialogue without a terminal: piped answers, an end of the pipe, an interruption; which stream and which exit code."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pourparler import catalog
from pourparler.commands.dialogue import INTERRUPTED

SOURCE = Path(__file__).parents[2] / "src"
COMMAND = [sys.executable, "-m", "pourparler", "weigh", "--elicit", "--worlds", "16"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SOURCE)}
#: A program that does not end when it is interrupted is ended after so long.
PATIENCE_SECONDS = 60


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(catalog.template("small"), "utf-8")
    return tmp_path


def piped(case: Path, answers: str, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [*COMMAND, str(case), *options]
    return subprocess.run(command, env=ENVIRONMENT, input=answers, capture_output=True, text=True, check=False)


def test_piped_answers_are_kept_and_results_stand_alone_on_standard_output(case: Path) -> None:
    found = piped(case, "Mara\n60%\nrest\n", "--json")
    assert found.returncode == 0
    assert "kept for Mara, 2031-05-12" in found.stderr and "by Mara" in found.stderr and "how likely" in found.stderr
    shares = {h["hypothesis"]: h["prior"]["mean"] for h in json.loads(found.stdout)["questions"][0]["hypotheses"]}
    assert shares == {"renew": pytest.approx(0.6), "stall": pytest.approx(0.4)}
    assert "analysts: {Mara:" in (case / "case.yaml").read_text("utf-8")
    page = piped(case, "Jon\n20%\nrest\n", "--as-of", "2031-05-11").stdout
    assert "Jon 20%" in page and "Mara" not in page  # what Mara said a day later is not known yet
    assert "Jon 20%, Mara 60%" in piped(case, "Jon\n20%\nrest\n").stdout


@pytest.mark.parametrize("options", [("--as-of", "soon"), ("--as-of", "2041-01-01"), ()])
def test_bad_input_is_one_message_and_exit_code_2(case: Path, options: tuple[str, ...]) -> None:
    before = (case / "case.yaml").read_bytes()
    found = piped(case, "Mara\n60%\n", *options)
    assert found.returncode == 2 and found.stderr.endswith(f"1 problem in {case}\n") and "Traceback" not in found.stderr
    assert (case / "case.yaml").read_bytes() == before and found.stdout == ""


def _can_be_interrupted() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interruption_leaves_the_file_as_it_was(case: Path) -> None:
    before = (case / "case.yaml").read_bytes()
    # Where the tests run in the background, an interruption is ignored and the program would inherit that.
    with subprocess.Popen(
        [*COMMAND, str(case)],
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_can_be_interrupted,
    ) as running:
        assert running.stderr is not None
        patience = threading.Timer(PATIENCE_SECONDS, running.kill)
        patience.start()
        while not running.stderr.read(1):
            pass
        running.send_signal(signal.SIGINT)
        said = running.stderr.read()
        patience.cancel()
    assert running.returncode == INTERRUPTED and b"nothing was written" in said and b"Traceback" not in said
    assert (case / "case.yaml").read_bytes() == before
