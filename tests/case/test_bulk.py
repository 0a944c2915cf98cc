# SPDX-License-Identifier: Apache-2.0
"""Bulk evidence: a row of `evidence.csv` is read as the same item in `case.yaml` would be, with the same checks."""

import codecs
import random
from pathlib import Path

import pytest

from case.samples import FULL, spoilt
from pourparler.assess import assess
from pourparler.briefing.as_json import as_json
from pourparler.case import Case, CaseError, Problem, digest, read

HEAD = (
    "id,text,known_at,source,origin,kind,likelihood.motive.settle,likelihood.motive.stall,likelihood.motive.prestige,"
    "anyway.motive,empty_rate,rivals,reference,judged.by,judged.on,judged.basis"
)
ROW = 'sail,"A sail, seen",2031-03-01,talks,patrol,observation,60%,40..50%,likely,50%,0.3,a; b ,log,desk C,2031-03-02,fact'
AS_ITEM = """\
  - id: sail
    text: A sail, seen
    known_at: 2031-03-01
    source: talks
    origin: patrol
    kind: observation
    likelihood: {motive: {settle: 60%, stall: 40..50%, prestige: likely}}
    anyway: {motive: 50%}
    empty_rate: 0.3
    rivals: [a, b]
    reference: log
    judged: {by: desk C, on: 2031-03-02, basis: fact}
"""


def folder(tmp_path: Path, table: str | bytes, case: str = FULL) -> Path:
    (tmp_path / "case.yaml").write_text(case, "utf-8")
    (tmp_path / "evidence.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
    return tmp_path


def problems_of(tmp_path: Path, table: str | bytes, case: str = FULL) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as caught:
        read(folder(tmp_path, table, case))
    return tuple(problem for problem in caught.value.problems if isinstance(problem, Problem))


def in_yaml(tmp_path: Path) -> Case:
    file = tmp_path / "other.yaml"
    file.write_text(spoilt(FULL, ("\nissues:\n", f"{AS_ITEM}\nissues:\n")), "utf-8")
    return read(file)


@pytest.mark.parametrize("case_path", [".", "case.yaml"])
def test_a_row_is_the_item_that_it_says(tmp_path: Path, case_path: str) -> None:
    assert read(folder(tmp_path, f"{HEAD}\n{ROW}\n") / case_path) == in_yaml(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: text.replace("\n", "\n\n" + "," * HEAD.count(",") + "\n").encode(),
        lambda text: text.replace("id,", " id ,").replace("sail,", '"sail",', 1).encode(),
    ],
    ids=["byte-order mark", "CRLF", "no last line end", "blank rows", "quoted and spaced"],
)
def test_what_spreadsheets_do_to_a_table_changes_nothing(tmp_path: Path, change: object) -> None:
    assert callable(change)
    assert read(folder(tmp_path, change(f"{HEAD}\n{ROW}\n"))) == in_yaml(tmp_path)


def test_a_file_of_another_name_stands_alone(tmp_path: Path) -> None:
    folder(tmp_path, f"{HEAD}\n{ROW}\n")
    assert "sail" not in [item.id for item in in_yaml(tmp_path).evidence[:2]]
    (tmp_path / "other.yaml").write_text(FULL, "utf-8")
    assert len(read(tmp_path / "other.yaml").evidence) == 2


def test_a_case_without_evidence_of_its_own_takes_that_of_the_table(tmp_path: Path) -> None:
    bare = FULL[: FULL.index("evidence:\n")] + FULL[FULL.index("issues:\n") :].replace(", evidence: offer}", "}").replace(
        ", seen: offer}", "}"
    )
    for case in (bare, bare + "evidence:\n"):
        assert [item.id for item in read(folder(tmp_path, f"{HEAD}\n{ROW}\n", case)).evidence] == ["sail"]


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    rows = [f"e{n},text {n},2031-03-0{1 + n % 7},talks,{10 * n + 5}%,{90 - 9 * n}%,50%" for n in range(9)]
    head = "id,text,known_at,source,likelihood.motive.settle,likelihood.motive.stall,likelihood.motive.prestige"
    results = set()
    for seed in range(4):
        random.Random(seed).shuffle(rows)
        case = read(folder(tmp_path, "\n".join([head, *rows])))
        results.add(as_json(assess(case, digest=digest(case), version="", worlds=10)))
    assert len(results) == 1


#: Name: (old and new text, line, how far after the old text the place is (None: at the beginning of the line), key path, part
#: of what is found, part of what to write).
WRONG = {
    "a range the wrong way round": ("40..50%", "50..40%", 2, 0, "evidence.sail.likelihood.motive.stall", "'50..40%'", ""),
    "a date of another form": ("2031-03-01", "01/03/2031", 2, 0, "evidence.sail.known_at", "'01/03/2031'", "YYYY-MM-DD"),
    "an unknown source": (",talks,", ",tlaks,", 2, 1, "evidence.sail.source", "unknown source 'tlaks'", "'talks'"),
    "an unknown kind": ("observation", "sighting", 2, 0, "evidence.sail.kind", "'sighting'", "'observation'"),
    "an unknown column": ("origin,", "orgin,", 1, 0, "orgin", "the unknown column 'orgin'", "'origin'"),
    "an unknown question": ("anyway.motive", "anyway.motiv", 1, 0, "anyway.motiv", "the unknown column", "'anyway.motive'"),
    "an unknown hypothesis": ("e.settle", "e.setle", 1, -16, "likelihood.motive.setle", "unknown", "likelihood.motive.settle'"),
    "a column twice": ("origin,", "source,", 1, 0, "source", "the column 'source' a second time", "once"),
    "a column without a name": ("origin,", ",", 1, 0, "", "the unknown column ''", "name the column"),
    "a formula": ("60%", "=B2*2", 2, 0, "evidence.likelihood.motive.settle", "the formula '=B2*2'", "number itself"),
    "another formula": ("60%", "@SUM(A1)", 2, 0, "evidence.likelihood.motive.settle", "the formula '@SUM(A1)'", "number"),
    "a negative chance": ("60%", "-60%", 2, 0, "evidence.sail.likelihood.motive.settle", "-60%", ""),
    "an identifier that is a formula": ("sail", "=A1", 2, 0, "evidence.=A1.id", "'=A1'", "a name"),
    "a cell too few": (",log", "", 2, None, "", "15 cells under 16 columns", "one cell for each"),
    "a cell too many": (",log", ",log,log", 2, None, "", "17 cells under 16 columns", "one cell for each"),
    "no id": ("sail,", ",", 2, None, "evidence[2].id", "no 'id'", "write id"),
    "an id of the case file": ("sail", "offer", 2, 0, "evidence.offer.id", "'offer' a second time", "another name"),
    "a quotation left open": ('"A sail, seen"', '"A sail, seen', 2, 0, "", "a quotation that is never closed", "close it"),
    "text after a quotation": ('seen"', 'seen"!', 2, 5, "", "after the end of a quotation", "double"),
    "a stray quotation mark": ("sail,", 'sa"il,', 2, 2, "", "a quotation mark inside a cell", "double"),
    "a hidden character": ("log", "l\u202eog", 2, 1, "", "U+202E", "delete"),
    "a zero byte": ("log", "l\0og", 2, 1, "", "U+0000", "delete"),
}


@pytest.mark.parametrize("name", WRONG)
def test_mistakes_are_told_with_line_column_and_name(tmp_path: Path, name: str) -> None:
    old, new, line, shift, key_path, found, write = WRONG[name]
    text = f"{HEAD}\n{ROW}\n"
    column = 1 if shift is None else (HEAD, ROW)[line - 1].index(old) + 1 + shift
    problems = problems_of(tmp_path, text.replace(old, new, 1))
    first = problems[0]
    assert (first.file, first.line, first.column) == (str(tmp_path / "evidence.csv"), line, column), str(first)
    assert first.key_path == key_path
    assert found in first.found and write in first.write
    assert len(problems) == 1, "\n".join(map(str, problems))


def test_text_is_data_whatever_it_begins_with(tmp_path: Path) -> None:
    texts = ["=1+1", "+49 30", "-5", "@home", '\t"x"', "true", "null", "0x10", "2031-03-01", "a > b"]
    cells = ",".join('"' + text.replace('"', '""') + '"' for text in texts)
    rows = [f'e{n},"{text.replace(chr(34), chr(34) * 2)}",2031-03-01' for n, text in enumerate(texts)]
    assert cells
    case = read(folder(tmp_path, "\n".join(["id,text,known_at", *rows])))
    assert [item.text for item in case.evidence[2:]] == [text.strip() for text in texts]


def test_a_line_end_inside_a_cell_moves_no_place(tmp_path: Path) -> None:
    text = f"{HEAD}\n{ROW.replace('A sail, seen', f'A sail,{chr(10)}seen')}\n{ROW}\n"
    (found,) = problems_of(tmp_path, text)
    assert (found.line, found.column, found.key_path) == (4, 1, "evidence.sail.id")


def test_one_number_for_all_and_one_for_each_cannot_stand_side_by_side(tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, f"{HEAD},likelihood.motive\n{ROW},6%\n")
    assert (found.line, found.column, found.key_path) == (2, len(ROW) + 2, "evidence.likelihood.motive")


def test_semicolons_between_columns_are_told(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, "id;text;known_at\ne;t;2031-03-01\n")
    assert "separate the columns by commas" in problems[0].write


def test_columns_that_no_item_can_lack_are_told_once(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, "id,text\n" + "".join(f"e{n},t\n" for n in range(100)))
    assert problems[0].found == "no column 'known_at'"


def test_an_empty_table_is_told(tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, "")
    assert found.found == "an empty table" and found.line == 1
