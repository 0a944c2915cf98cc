# SPDX-License-Identifier: Apache-2.0
"""What a worker finds for the pages: the calendar beside the tree of the plan, the book of forecasts, what there is."""

import base64
from functools import cache
from typing import Any

import pytest

from pourparler.case import files_of
from pourparler.catalog import find, template
from pourparler.workbench.worker import carry_out
from workbench.conftest import plain


@cache
def found(more: str = "") -> dict[str, Any]:
    folder = find("essays/singh2018")
    assert folder is not None
    files = files_of(folder)
    files["case.yaml"] += more.encode()
    held = {name: base64.b64encode(data).decode() for name, data in files.items()}
    return carry_out({"kind": "assess", "files": held, "seed": 1, "worlds": 20})


def test_the_page_of_the_plan_has_the_calendar_of_its_steps_beside_the_tree_as_a_picture_and_a_table() -> None:
    page = found()["pages"]["plan"]
    assert found()["contents"]["plan"][:2] == ["Plan", "In time"]
    calendar = page[page.index("Which step when") : page.index("Every step of preparation")]
    assert "consult Japan Japan 2018-03-16" in plain(calendar)
    specs = found()["figures"]["plan"].values()
    bars = [row for spec in specs for layer in spec.get("layer", ()) for row in layer["data"]["values"] if "tells" in row]
    assert {row["tells"] for row in bars} == {True, False}
    assert len({row["y"] for row in bars}) == len(bars) // 2, "each step has a row of its own, drawn as a bar and a line"


def test_the_page_of_forecasts_shows_what_is_open_the_scores_and_calibration_as_table_and_picture() -> None:
    page, contents = plain(found()["pages"]["forecasts"]), found()["contents"]["forecasts"]
    assert contents == [
        "The book on 2018-06-12", "Open", "Resolved", "How good they were", "Beside like cases and the pool", "Averages",
        "Calibration",
    ]  # fmt: skip
    assert "Brier 0.281" in page
    assert "50% to 60%" in page
    assert len(found()["figures"]["forecasts"]) == 1


def test_steps_do_to_whom_the_case_names_them() -> None:
    assert "aligns Japan" in plain(found()["pages"]["plan"])


def documents(**asked: str) -> dict[str, Any]:
    text = template("small") + "release: {grants: {public: [title, as_of, parties]}}\n"
    held = {"case.yaml": base64.b64encode(text.encode()).decode()}
    job = {"kind": "documents", "files": held, "seed": 1, "worlds": 20, "journal": "f" * 64, "edition": "own", "paper": "a4"}
    return carry_out({**job, **asked})


@pytest.mark.parametrize("name", ["book", "memo"])
def test_each_document_of_our_own_side_can_be_looked_at_and_names_the_head_of_the_journal(name: str) -> None:
    assert 'class="verdict"' in documents(document=name, format="look")["look"]
    ((file, held),) = documents(document=name, format="md")["files"].items()
    assert file == f"{name}.md"
    assert "f" * 64 in base64.b64decode(held).decode()


def test_an_edition_for_others_tells_nothing_of_the_journal() -> None:
    """Its head would change with what they may not see."""
    ((_, held),) = documents(document="book", format="md", edition="public")["files"].items()
    assert "f" * 12 not in base64.b64decode(held).decode()
