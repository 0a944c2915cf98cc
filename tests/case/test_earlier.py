# SPDX-License-Identifier: Apache-2.0
"""A case held against an earlier file of it: what was rewritten, overwritten or taken away is told in its place."""

from pathlib import Path

import pytest

from case.samples import FULL, spoilt
from pourparler.case import CaseError, Problem, read, read_text
from pourparler.case.supposed import settings_of
from test_cli import run

SMALL = spoilt(
    FULL,
    (next(line for line in FULL.splitlines(keepends=True) if line.startswith("  history:")), ""),
)
"""The same without a history of its goals."""
GOAL = "target: withdrawn, floor: halved, meeting: capped"
FIRST = "{on: 2031-03-01, goals: {fleet: withdrawn}}, "
KNOWN = f"  history: [{FIRST}{{on: 2031-03-12, goals: {{fleet: halved}}, reason: r, approved: {{by: cabinet}}}}]\n"


def told(now: str, before: str, tmp_path: Path) -> list[tuple[str, str]]:
    """Return the problems of a file beside an earlier one, as (key path, what was found)."""
    (tmp_path / "now.yaml").write_text(now, "utf-8")
    try:
        read(tmp_path / "now.yaml", earlier=read_text(before, "old.yaml"))
    except CaseError as error:
        return [(p.key_path, p.found) for p in error.problems if isinstance(p, Problem) and p.line > 0]
    return []


def test_a_case_beside_itself_has_nothing_to_tell(tmp_path: Path) -> None:
    assert told(FULL, FULL, tmp_path) == [] == told(FULL, SMALL, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "path", "found"),
    [
        ("target: withdrawn", "target: halved", "mandate.goals[0].target", "'halved', where the earlier file says 'withdrawn'"),
        ("floor: halved", "floor: capped", "mandate.goals[0].floor", "where the earlier file says 'halved'"),
        ("meeting: capped", "meeting: halved", "mandate.goals[0].meeting", "where the earlier file says 'capped'"),
        (", meeting: capped", "", "mandate.goals[0]", "nothing any longer"),
        ("must_produce: a cap and a channel", "must_produce: a cap", "meeting.must_produce", "'a cap', where"),
        ("{who: fisheries ministry", "{who: harbour ministry", "mandate.disagreements", "fisheries ministry taken away"),
        ("says: a prize for nothing", "says: well done", "framings", "opposition taken away"),
    ],
)
def test_what_has_no_history_and_changed_is_told(old: str, new: str, path: str, found: str, tmp_path: Path) -> None:
    ((where, what),) = told(spoilt(SMALL, (old, new)), SMALL, tmp_path)
    assert where == path and found in what


def test_a_change_that_a_version_tells_is_none_to_complain_of(tmp_path: Path) -> None:
    now = spoilt(SMALL, (GOAL, "target: halved, floor: halved, meeting: capped"), ("  gives: [", KNOWN + "  gives: ["))
    assert told(now, SMALL, tmp_path) == []
    # A version that says only what is sought now does not tell what was sought.
    short = KNOWN.replace(FIRST, "")
    (problem,) = told(now.replace(KNOWN, short), SMALL, tmp_path)
    assert problem[0] == "mandate.goals[0].target"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("reason: first aims", "reason: modest aims"),
        ("by: the fisheries desk", "by: cabinet"),
        ("on: 2030-11-01, goals", "on: 2030-10-01, goals"),
    ],
)
def test_a_version_rewritten_is_told(old: str, new: str, tmp_path: Path) -> None:
    ((where, what),) = told(spoilt(FULL, (old, new)), FULL, tmp_path)
    assert where == "mandate.history" and "as the earlier file has it" in what


def test_the_command_tells_it_and_an_earlier_file_that_is_bad_is_named(tmp_path: Path) -> None:
    files = {
        "old": SMALL,
        "now": spoilt(SMALL, ("target: withdrawn", "target: halved")),
        "bad": spoilt(SMALL, ("withdrawn", "[}")),
    }
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    old, now, bad = (str(tmp_path / f"{name}.yaml") for name in ("old", "now", "bad"))
    found = run("check", now, "--earlier", old)
    assert found.exit_code == 2 and "mandate.goals[0].target" in found.stderr and "now.yaml" in found.stderr
    assert run("check", now, "--earlier", now).exit_code == 0
    worse = run("check", now, "--earlier", bad)
    assert worse.exit_code == 2 and "bad.yaml" in worse.stderr


def test_other_goals_may_be_supposed(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(FULL, "utf-8")
    case = read(tmp_path / "case.yaml", settings=settings_of(["mandate.goals.0.target=halved"]))
    assert case.mandate is not None and case.mandate.goals[0].target == "halved"
