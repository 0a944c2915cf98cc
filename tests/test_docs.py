# SPDX-License-Identifier: Apache-2.0
"""The documents are true: what they print is what the program prints, and nothing that a user meets is left out."""

import ast
import dataclasses
import importlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import documents
import made
import notebooks
from pourparler import assess as _assess  # noqa: F401 - the shop window is open
from pourparler.assess import Assessment
from pourparler.assess.assessment import NOT_IN_JSON
from pourparler.assess.conflict_rows import ConflictStudy
from pourparler.assess.decision import study_decision
from pourparler.assess.decision_rows import PlanStudy
from pourparler.assess.study_rows import TableStudy
from pourparler.case.schema import schema
from pourparler.engines.conflict import stabilities
from pourparler.exchange import decision_read
from pourparler.exchange.conflict_read import KEYS, RESULTS, read_conflict
from pourparler.exchange.decision_steps import STEP_KEYS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", documents.PAGES)
def test_pages_print_what_the_program_prints(page: str) -> None:
    assert documents.refreshed(page) == (ROOT / page).read_text("utf-8"), f"run `just documents` and read {page} again"


@pytest.mark.parametrize("name", notebooks.NOTEBOOKS)
def test_a_notebook_holds_what_its_cells_give_today(name: str) -> None:
    path = ROOT / name
    text = path.read_text("utf-8")
    assert notebooks.read_in(notebooks.refreshed(text)) == notebooks.read_in(text), "run `just documents`"


def commands(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every command with its name in full, those of a group after the group's own name."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


def test_every_command_and_option_is_documented() -> None:
    text = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    import typer.main

    from pourparler.cli import app

    for name, command in commands(typer.main.get_command(app)):
        assert f"`pourparler {name}" in text
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--"):
                    assert option in text, f"{name} {option}"


@pytest.mark.parametrize("page", made.PAGES, ids=lambda p: p.name)
def test_pages_that_are_made_are_as_the_program_is(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text == made.PAGES[page](), "run `python3 run.py python docs/made.py`"
    headings = re.findall(r"^## .+$", text, re.MULTILINE)
    assert len(headings) == len(set(headings)), "a link to a heading that stands twice leads to the first"


def test_every_key_of_a_case_file_is_told_in_words() -> None:
    text = (ROOT / "docs/reference/case-file.md").read_text("utf-8")
    named = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", text))))
    parts = [schema(), *schema()["$defs"].values()]
    assert [key for part in parts for key in part.get("properties", {}) if key not in named] == []


def test_names_of_the_glossary_are_those_of_the_code() -> None:
    text = (ROOT / "docs/reference/glossary.md").read_text("utf-8")
    names = {name for row in re.findall(r"^\|[^|]+\|([^|]+)\|", text, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    source = " ".join(path.read_text("utf-8") for path in (ROOT / "src/pourparler").rglob("*.py"))
    assert len(names) > 80 and [name for name in sorted(names) if not re.search(rf"\b{name}\b", source)] == []


def test_every_engine_has_a_page_on_its_method() -> None:
    pages = " ".join(path.read_text("utf-8") for path in (ROOT / "docs/explanation").glob("*.md"))
    folders = [path.name for path in (ROOT / "src/pourparler/engines").iterdir() if (path / "__init__.py").exists()]
    assert len(folders) > 6 and [name for name in folders if f"`engines/{name}`" not in pages] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_column_of_a_table_has_a_name(page: Path) -> None:
    assert re.findall(r"^\|(?:.*\|)? *\|.*\n\|[-:| ]+\|$", page.read_text("utf-8"), re.MULTILINE) == []


#: What a block of a page is: run and compared, a file that those commands work on, looked at here, or nothing to run.
SHOWN = re.compile(r"^```(?P<kind>\w*)(?P<name> \S+)?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
KINDS = {"console", "yaml", "sh", "python", "text", ""}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_blocks_that_are_not_run_hold_what_would_run(page: Path) -> None:
    text = page.read_text("utf-8")
    for block in SHOWN.finditer(text):
        assert block["kind"] in KINDS, f"{page}: a block marked {block['kind']} is looked at by nobody"
        if block["kind"] == "python":
            for node in ast.walk(ast.parse(block["text"])):
                if isinstance(node, ast.ImportFrom):
                    assert all(hasattr(importlib.import_module(node.module or ""), alias.name) for alias in node.names)
        if block["kind"] == "console":
            text = text.replace(block[0], "")
    for line in re.findall(r"^(?:    )?(?:python3 run\.py )?pourparler (\w.*)$", text, re.MULTILINE):
        assert_is_a_command(shlex.split(line, comments=True), f"{page}: {line}")


def assert_is_a_command(words: list[str], where: str) -> None:
    """Fail unless the program has that command, with each of those options."""
    import typer.main

    from pourparler.cli import app

    command: Any = typer.main.get_command(app)
    while hasattr(command, "commands"):
        assert words and words[0] in command.commands, where
        command = command.commands[words.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts}
    assert [word for word in words if word.startswith("--") and word.partition("=")[0] not in known] == [], where


@pytest.mark.parametrize("line", ["assess x --jsonn", "asess x", "forecasts lst x"])
def test_a_command_that_is_none_is_found(line: str) -> None:
    with pytest.raises(AssertionError):
        assert_is_a_command(line.split(), line)


def test_every_key_of_the_json_is_documented() -> None:
    text = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    for field in dataclasses.fields(Assessment):
        assert f"`{field.name}`" in text, field.name


def test_every_key_of_the_json_of_a_table_is_documented() -> None:
    text = (ROOT / "docs/reference/commands.md").read_text("utf-8").split("## `pourparler table PATH`")[1].split("\n## ")[0]
    for field in dataclasses.fields(TableStudy):
        assert NOT_IN_JSON in field.metadata or f"`{field.name}`" in text, field.name


def test_every_key_of_the_json_of_a_conflict_is_documented() -> None:
    text = (ROOT / "docs/reference/commands.md").read_text("utf-8").split("## `pourparler conflict PATH`")[1].split("\n## ")[0]
    for field in dataclasses.fields(ConflictStudy):
        assert NOT_IN_JSON in field.metadata or f"`{field.name}`" in text, field.name


def test_every_key_of_a_conflict_is_documented(tmp_path: Path) -> None:
    text = (ROOT / "docs/reference/conflict-file.md").read_text("utf-8")
    assert all(f"`{key}`" in text for key in (*KEYS, *RESULTS))
    blocks = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    found = []
    for block in blocks:
        (tmp_path / "shown.yaml").write_text(block, "utf-8")
        found.append(stabilities(read_conflict(tmp_path / "shown.yaml").conflict).equilibria()["nash"].nonzero()[0].tolist())
    assert found == [[3], [4, 7, 8]]


def test_every_key_of_the_json_of_a_plan_is_documented() -> None:
    text = (ROOT / "docs/reference/commands.md").read_text("utf-8").split("## `pourparler plan PATH`")[1].split("\n## ")[0]
    for field in dataclasses.fields(PlanStudy):
        assert NOT_IN_JSON in field.metadata or f"`{field.name}" in text, field.name


def test_every_key_of_a_decision_problem_is_documented(tmp_path: Path) -> None:
    text = (ROOT / "docs/reference/decision-file.md").read_text("utf-8")
    assert all(f"`{key}`" in text for key in (*decision_read.KEYS, *decision_read.WINDOW_KEYS, *STEP_KEYS))
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "shown.yaml").write_text(block, "utf-8")
    assert study_decision(decision_read.read_decision(tmp_path / "shown.yaml")).value_plan == pytest.approx(22.5)


def test_every_alarm_row_is_documented() -> None:
    source = (ROOT / "src/pourparler/assess").glob("*.py")
    raised = {row for path in source for row in re.findall(r'"(O-\d\d)"', path.read_text("utf-8"))}
    listed = set(re.findall(r"^\| (O-\d\d) \|", (ROOT / "docs/reference/alarms.md").read_text("utf-8"), re.MULTILINE))
    assert raised == listed


def test_every_engine_is_in_the_house_and_the_model() -> None:
    house = (ROOT / "docs/house.md").read_text("utf-8")
    for folder in (ROOT / "src/pourparler/engines").iterdir():
        if (folder / "__init__.py").exists():
            assert f"{folder.name}/" in house


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_sources_named_in_docstrings_exist(page: Path) -> None:
    if page.name != "model.md":
        return
    parts = set(re.findall(r"^## (.+)$", page.read_text("utf-8"), re.MULTILINE))
    for path in (ROOT / "src").rglob("*.py"):
        for part in re.findall(r'model\.md "([^"]+)"', path.read_text("utf-8")):
            assert part in parts, f"{path}: model.md has no part {part}"


def test_the_changelog_can_be_read() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert [line for line in set(lines) if lines.count(line) > 1] == []
    added = text.split("### Added\n", 1)[1].split("\n### ", 1)[0]
    first = added.lstrip().splitlines()[0]
    assert re.fullmatch(r"\*\*[^*]+\*\*", first), f"a line under Added goes to its subject: {first}"
    assert max(len(entry.split()) for entry in re.split(r"\n(?=- |\n)", added)) <= 75, "say it in fewer words"
