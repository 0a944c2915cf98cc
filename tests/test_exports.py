# SPDX-License-Identifier: Apache-2.0
"""Exports: every table of a briefing, in which no cell is a formula, the same bytes each time."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from pourparler.briefing.document import Briefing, Figure, Paragraph, Section, Table
from pourparler.exports import EXPORTS, as_files, tables_of
from test_cli import run

SMALL = str(Path(__file__).parent / "case" / "small.yaml")
RELEASED = Path(__file__).parent / "case" / "released.yaml"

ROWS = (("=1+1", "2.5"), ("@SUM(A1)", "-3"), ("+1", "-3..-1"), ("\t=x", "10%"), ('=HYPERLINK("http://127.0.0.1:9")', "–"))
TABLE = Table(("what", "=worth"), ROWS, caption="=caption")
BRIEFING = Briefing(
    "=title",
    (
        Section("Worth: of [each]/thing?*", (Paragraph("text"), TABLE)),
        Section("Worth: of [each]/thing?*", (Figure({}, "figure", "told", TABLE),)),
        Section("Été — ü", (TABLE,)),
        Section("日本", (TABLE,)),
    ),
)


def test_every_table_is_exported_those_beside_figures_too() -> None:
    assert [table.rows for table in tables_of(BRIEFING)] == [(TABLE.columns, *ROWS)] * 4


def test_no_cell_is_a_formula() -> None:
    files = as_files("book", BRIEFING, "{}", EXPORTS)
    sheets = [data for name, data in files.items() if name.endswith(".csv")]
    assert len(sheets) == 4
    cells = [cell for row in csv.reader(io.StringIO(sheets[0].decode())) for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in ("=", "@")]
    assert {"-3", "2.5"} <= set(cells)
    book = openpyxl.load_workbook(io.BytesIO(files["book.xlsx"]))
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    sheet = book.worksheets[1]
    assert sheet["A2"].value == "=1+1"
    assert sheet["B2"].value == 2.5


def test_names_of_files_and_sheets_are_plain_and_tell_tables_apart() -> None:
    files = as_files("book", BRIEFING, "{}", ("csv", "xlsx"))
    csv_names = [name for name in files if name.endswith(".csv")]
    assert csv_names == [
        "book-1-worth-of-each-thing.csv",
        "book-2-worth-of-each-thing.csv",
        "book-3-ete-u.csv",
        "book-4-table.csv",
    ]
    titles = openpyxl.load_workbook(io.BytesIO(files["book.xlsx"])).sheetnames
    assert titles == ["contents", "1 Worth of eachthing", "2 Worth of eachthing", "3 Été  ü", "4 日本"]
    long = Briefing("t", (Section("x" * 80, (TABLE,)),))
    assert max(map(len, openpyxl.load_workbook(io.BytesIO(as_files("b", long, "{}", ("xlsx",))["b.xlsx"])).sheetnames)) == 31


def test_the_same_briefing_gives_the_same_bytes() -> None:
    assert as_files("book", BRIEFING, "{}", EXPORTS) == as_files("book", BRIEFING, "{}", EXPORTS)


def test_a_case_is_exported(tmp_path: Path) -> None:
    done = run("export", SMALL, "--out", str(tmp_path / "out"), "--worlds", "20")
    assert done.exit_code == 0
    found = json.loads((tmp_path / "out" / "book.json").read_text("utf-8"))
    assert found == json.loads(run("assess", SMALL, "--worlds", "20", "--json").stdout)
    assert len(list((tmp_path / "out").glob("*.csv"))) > 5
    assert done.stderr.count("wrote ") == len(list((tmp_path / "out").iterdir()))


def test_an_edition_is_exported_as_the_case_that_it_is(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    text = RELEASED.read_text("utf-8")
    file.write_text(f"{text}release: {{grants: {{cyrene: [title, as_of, parties, issues, framings]}}}}\n", "utf-8")
    done = run("export", str(file), "--edition", "cyrene", "--out", str(tmp_path / "out"))
    assert done.exit_code == 0
    shown = (tmp_path / "out" / "cyrene.json").read_text("utf-8")
    assert "a prize for nothing" in shown
    assert not any("escort our boats" in path.read_bytes().decode("utf-8", "replace") for path in (tmp_path / "out").iterdir())
    assert run("check", str(tmp_path / "out" / "cyrene.json")).exit_code == 0


@pytest.mark.parametrize("options", [["--format", "ods"], ["--format", ""], ["--edition", "nobody"], ["--seat", "nobody"]])
def test_bad_input_writes_nothing(options: list[str], tmp_path: Path) -> None:
    done = run("export", SMALL, "--out", str(tmp_path / "out"), "--worlds", "20", *options)
    assert done.exit_code == 2
    assert "found" in done.stderr
    assert not (tmp_path / "out").exists()
