# SPDX-License-Identifier: Apache-2.0
"""Nothing that was acknowledged is lost: killed writers, many writers at once, and a control that has to be found out.

The campaigns are those of `tests/kills.py`, which `just kills` runs a thousand times.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = Path(__file__).parent.parent / "kills.py"

#: Saves of each of sixteen writers; `just kills` has them save five hundred times each, which takes minutes.
SAVES = {"sqlite": 100, "postgresql": 40}


def campaign(*arguments: str) -> dict[str, float]:
    """Run a campaign in a process of its own, from which it is safe to fork, and return its figures."""
    found = subprocess.run([sys.executable, str(KILLS), *arguments], capture_output=True, text=True, check=False)
    print(found.stdout, found.stderr)
    assert found.returncode == 0, found.stderr
    figures: dict[str, float] = json.loads(found.stdout)
    return figures


def test_three_hundred_kills_lose_nothing() -> None:
    figures = campaign("300")
    assert figures["kills"] == 300 and figures["acknowledged"] > 300
    assert figures["unacknowledged"] > 0  # else no child was hit while it saved


def test_kills_lose_nothing_on_a_server(postgres: str) -> None:
    figures = campaign("30", "--url", postgres)
    assert figures["kills"] == 30 and figures["acknowledged"] > 30


def test_a_control_that_acknowledges_before_it_saves_is_found_out() -> None:
    assert campaign("50", "--broken")["lost"] > 0


def test_a_migration_that_is_killed_is_whole_or_not_there() -> None:
    figures = campaign("25", "--migrations")
    assert figures["kills"] == 25 and figures["torn"] == 0


@pytest.mark.parametrize("processes, threads", [(4, 4)])
def test_sixteen_writers_lose_nothing(url: str, processes: int, threads: int) -> None:
    """Of several processes and several threads, all at once, on one case."""
    saves = SAVES[url.partition(":")[0]]
    figures = campaign("--crowd", str(processes), str(threads), str(saves), "--url", url)
    assert figures["acknowledged"] == processes * threads * saves
