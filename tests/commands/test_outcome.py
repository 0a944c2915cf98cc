# SPDX-License-Identifier: Apache-2.0
"""`pourparler outcome` at a terminal: written down, told, counted, as JSON, and exit codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pourparler import cli
from test_outcomes import text


@pytest.fixture
def case(tmp_path: Path) -> str:
    (tmp_path / "lease.yaml").write_text(text(), "utf-8")
    return str(tmp_path / "lease.yaml")


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(cli.app, ["outcome", *arguments])


def test_what_happened_is_written_down_told_and_counted(case: str) -> None:
    refused = run(case)
    assert refused.exit_code == cli.BAD_INPUT and "nothing is written of what became of the case" in refused.stderr
    written = run(case, "--taken", "fix")
    assert written.exit_code == 0 and "lease.outcome.yaml; next: pourparler outcome" in " ".join(written.stdout.split())
    assert run(case, "--criterion", "The lease", "--came", "no", "--on", "2031-07-02", "--by", "the club").exit_code == 0
    told = " ".join(run(case, "--worlds", "20").stdout.split())
    assert "Met though not ready: of our own criteria 0 met, 0 in part, 1 not met, 0 open." in told
    assert "What would have happened otherwise is not known" in told and "30% 0.18" in told
    counted = " ".join(run(case, case, "--worlds", "20").stdout.split())
    assert "not ready met 2 failed 2 0% (0% to 66%)" in counted and "2 cases: read the intervals" in counted
    found = json.loads(run(case, "--json", "--worlds", "20").stdout)
    assert list(found) == ["title", "digest", "seat", "as_of", "gate", "criteria", "forecasts", "lessons"]
    assert found["gate"]["error"] == "met_though_not_ready"
    several = json.loads(run(str(Path(case).parent), "--json", "--worlds", "20").stdout)
    assert list(several) == ["cases", "cells", "unknown", "errors", "scored", "brier"] and len(several["cases"]) == 1


def test_one_thing_at_a_time(case: str) -> None:
    refused = run(case, "--taken", "fix", "--lesson", "ask")
    assert refused.exit_code == cli.BAD_INPUT and "several things at once" in refused.stderr
    early = run(case, "--criterion", "The lease", "--came", "yes", "--on", "2031-06-30")
    assert early.exit_code == cli.BAD_INPUT and "before its date, 2031-07-01; judge it on its date or later" in early.stderr
