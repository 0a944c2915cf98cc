# SPDX-License-Identifier: Apache-2.0
"""What a page shows without what comes of it runs too, in its order, in a folder that holds what the page speaks of.

What a page shows as printed is compared in `test_docs.py`.
"""

import os
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import documents
from archive.cases import CASE, OWNER
from assess.variations import WORKED_EXAMPLE
from pourparler.archive import open_archive
from pourparler.commands.terminal import BAD_INPUT
from pourparler.desk import copy_case
from test_docs import SHOWN

ROOT = documents.ROOT
#: A command that is not compared: in a block of its own, or indented.
LINE = re.compile(r"^(?:    )?((?:python3 run\.py )?pourparler \w.*|rm -r \w+)$", re.MULTILINE)
Said = Callable[[str], str]


def commands_of(page: str) -> list[str]:
    """Return the commands of a page that are not compared."""
    text = (ROOT / page).read_text("utf-8")
    for block in SHOWN.finditer(text):
        if block["kind"] in ("console", "text", "yaml"):
            text = text.replace(block[0], "")
    return LINE.findall(text)


def pages() -> list[str]:
    """Return the pages that have such commands."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("README.md")]
    return [name for page in sorted(found) if commands_of(name := str(page.relative_to(ROOT)))]


def run(line: str, folder: Path) -> str:
    """Run a line of a page as a shell does, and return what it prints; fail unless it ends well."""
    line = re.sub(r"^(?:python3 run\.py )?pourparler ", f"{sys.executable} -P -m pourparler ", line)
    home = {"HOME": str(folder / "home"), "XDG_DATA_HOME": str(folder / "data")}
    environment = {**os.environ, **documents.ENVIRONMENT, **home}
    done = subprocess.run(line, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{line}: {done.returncode} {done.stderr}"
    return done.stdout


def an_archive(folder: Path) -> Said:
    """Make an archive where the program keeps it; what the page calls by name is what the backup before it wrote."""
    (folder / "data" / "pourparler").mkdir(parents=True)
    with open_archive(str(folder / "data" / "pourparler" / "archive.db")) as archive:
        head = archive.make(OWNER, CASE, "first", title="A case").head

    def said(line: str) -> str:
        copy = next((path.name for path in folder.glob("archive-*.db")), "")
        there = {"archive-2031-03-14.db": copy, "HEAD": head, "/srv/pourparler/archive.db": f"{folder}/restored.db"}
        for name, meant in there.items():
            line = line.replace(name, meant)
        return line

    return said


def a_case_to_seal(folder: Path) -> Said:
    """Put a case beside the page's commands; a passphrase needs a terminal, and the recipient is the one that was printed."""
    copy_case("teaching/sale", folder / "summit")

    def said(line: str) -> str:
        key = folder / "me.key"
        recipient = re.search(r"age1\w+", key.read_text("utf-8")) if key.exists() else None
        return line.replace(" --passphrase", "").replace("age1…", recipient[0] if recipient else "age1…")

    return said


def what_the_page_made(page: str) -> Callable[[Path], Said]:
    """Return what runs the commands of a page that are compared, first."""

    def made(folder: Path) -> Said:
        documents.refreshed(page, folder)
        return str

    return made


SHARED, SHEET = "docs/how-to/share-with-a-partner.md", "docs/how-to/table-from-a-spreadsheet.md"
PREPARED: dict[str, Callable[[Path], Said]] = {
    "docs/how-to/back-up.md": an_archive,
    "docs/how-to/seal-a-case.md": a_case_to_seal,
    SHARED: what_the_page_made(SHARED),
    SHEET: what_the_page_made(SHEET),
}


@pytest.mark.parametrize("page", pages())
def test_commands_that_are_not_compared_run(page: str, tmp_path: Path) -> None:
    said = PREPARED[page](tmp_path) if page in PREPARED else str
    for line in commands_of(page):
        run(said(line), tmp_path)


def test_a_command_that_fails_is_found(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=f": {BAD_INPUT} "):
        run("pourparler check nothing.yaml", tmp_path)


@pytest.mark.parametrize(("page", "command"), [("decision-file", "plan"), ("conflict-file", "conflict")])
def test_files_that_a_page_of_reference_shows_are_read(page: str, command: str, tmp_path: Path) -> None:
    text = (ROOT / f"docs/reference/{page}.md").read_text("utf-8")
    files = [block["text"] for block in SHOWN.finditer(text) if block["kind"] == "yaml"]
    assert files
    for file in files:
        (tmp_path / "file.yaml").write_text(file, "utf-8")
        assert run(f"pourparler {command} file.yaml", tmp_path)


#: A catalogue of gettext without any sentence.
EMPTY_CATALOGUE = struct.pack("<7I", 0x950412DE, 0, 0, 28, 28, 0, 28)


SHEET_OF_SUMS = "issue,option,buyer,seller\nprice,low,10,0\nprice,high,0,10\nday,monday,4,0\nday,friday,0,3\nno deal,,2,2\n"


@pytest.mark.parametrize("page", ["how-to/add-a-language", "how-to/work-in-a-notebook", "reference/domains"])
def test_python_of_a_page_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    (tmp_path / "sale.csv").write_text(SHEET_OF_SUMS, "utf-8")
    run("pourparler table sale.csv --write sale", tmp_path)
    (tmp_path / "case.yaml").write_bytes((WORKED_EXAMPLE / "case.yaml").read_bytes())
    (tmp_path / "pourparler.mo").write_bytes(EMPTY_CATALOGUE)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"folder": tmp_path / "sale", "new_folder": tmp_path / "new"}
    text = (ROOT / f"docs/{page}.md").read_text("utf-8")
    blocks = [block["text"] for block in SHOWN.finditer(text) if block["kind"] == "python"]
    assert blocks
    for block in blocks:
        exec(compile(block, page, "exec"), names)
