# SPDX-License-Identifier: Apache-2.0
"""`pourparler table`: cases, spreadsheets and domains; JSON, pages, what is set beside, what is written; bad input."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from exchange.test_sheet import SALE
from pourparler import cli
from pourparler.catalog import template
from test_cli import process, run

#: The keys that programs rely on, in this order, before any others.
# fmt: off
KEYS = [
    "parties", "issues", "packages", "frontier_points", "frontier_packages", "rational_frontier_points",
    "rational_frontier_packages", "zone_exists", "nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "grid", "exact",
]
# fmt: on


def sale(tmp_path: Path, text: str = SALE, name: str = "sale.csv") -> str:
    (tmp_path / name).write_text(text, "utf-8")
    return str(tmp_path / name)


def as_json(*arguments: str) -> dict[str, Any]:
    found = run("table", *arguments, "--json")
    assert found.exit_code == 0, found.stderr
    plain: dict[str, Any] = json.loads(found.stdout)
    return plain


def test_the_keys_and_what_they_hold(tmp_path: Path) -> None:
    found = as_json(sale(tmp_path))
    assert [key for key in found if key in KEYS] == KEYS
    assert found["parties"] == ["buyer", "seller"] and found["issues"] == 2 and found["packages"] == 4
    assert found["frontier_points"] == 4 and found["frontier_packages"] == 4 and found["zone_exists"] is True
    assert (found["rational_frontier_points"], found["rational_frontier_packages"]) == (1, 1)
    assert found["nash"]["values"] == [75.0, 50.0] and found["nash"]["product"] == 700.0
    assert found["nash"]["package"] == {"price": "low", "term": "long"}
    assert found["utilitarian"]["total"] == 125.0 and found["exact"] is True
    assert found["grid"] == {"step": 1.0, "rounded": False}
    assert {key: found[key]["values"] for key in ("kalai_smorodinsky", "egalitarian")} == {
        "kalai_smorodinsky": [75.0, 50.0],
        "egalitarian": [75.0, 50.0],
    }


def test_numbers_beyond_64_bits_are_whole(tmp_path: Path) -> None:
    rows = "".join(f"i{n},o{k},{k},{5 - k}\n" for n in range(40) for k in range(6))
    found = run("table", sale(tmp_path, f"issue,option,a,b\nno deal,,1,1\n{rows}"), "--json")
    assert f'"packages": {6**40},' in found.stdout


def test_no_zone_is_a_result(tmp_path: Path) -> None:
    path = sale(tmp_path, SALE.replace("no deal,,40,30", "no deal,,90,90"))
    found = as_json(path)
    assert found["zone_exists"] is False and found["rational_frontier_points"] == 0
    assert [found[key] for key in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")] == [None] * 4
    text = run("table", path)
    assert text.exit_code == 0 and "no zone of agreement under present alternatives" in text.stdout


def test_a_case_a_spreadsheet_and_a_domain_give_the_same_table(tmp_path: Path) -> None:
    path = sale(tmp_path, template("small", ".csv").split("# Two options together")[0])
    for target in ("copy.csv", "copy.xlsx", "domain"):
        done = run("table", path, "--write", str(tmp_path / target))
        assert done.exit_code == 0 and f"wrote {tmp_path / target}\n" in done.stderr
    first, *others = (as_json(str(tmp_path / name)) for name in ("sale.csv", "copy.csv", "copy.xlsx"))
    assert all(other == first for other in others)
    domain = as_json(str(tmp_path / "domain"))
    assert domain["nash"]["values"] == [value / 100 for value in first["nash"]["values"]]
    for key in KEYS[1:8]:
        assert domain[key] == first[key]
    assert domain["scale"] == 1 and domain["grid"]["rounded"] is False


def test_nothing_is_overwritten_and_then_nothing_is_printed(tmp_path: Path) -> None:
    path = sale(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    for target in (path, str(tmp_path / "full")):
        page = tmp_path / "page.html"
        done = run("table", path, "--write", target, "--html", str(page))
        assert done.exit_code == cli.BAD_INPUT and done.stdout == "" and not page.exists()
        assert "already" in done.stderr or "not empty" in done.stderr
    assert Path(path).read_text("utf-8") == SALE


def test_the_page_says_what_the_screen_says(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = run("table", sale(tmp_path), "--html", str(page))
    assert done.stderr == f"wrote {page}\n"
    text = page.read_text("utf-8")
    assert text.startswith("<!DOCTYPE html>\n") and "<svg" in text and "ZONE OF AGREEMENT" in text
    assert run("table", sale(tmp_path), "--full").stdout != done.stdout


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    path, pages = sale(tmp_path), [tmp_path / "a.html", tmp_path / "b.html"]
    texts = [process("table", path, "--html", str(page), PYTHONHASHSEED=str(n)).stdout for n, page in enumerate(pages)]
    assert texts[0] == texts[1] and pages[0].read_bytes() == pages[1].read_bytes()


def test_named_offers_and_other_tables_are_set_beside_it(tmp_path: Path) -> None:
    path = sale(tmp_path)
    offers = sale(tmp_path, "offers: {ours: {price: low, term: short}}\n", "offers.yaml")
    found = as_json(path, "--against", offers)
    assert found["offers"]["ours"]["values"] == [100.0, 10.0] and found["offers"]["ours"]["below"] == ["seller"]
    assert found["offers"]["ours"]["dominated"] is False and found["against"] is None
    other = sale(tmp_path, SALE.replace("price,,3,1", "price,,1,9"), "stale.csv")
    beside = as_json(path, "--against", other)["against"]
    assert beside["title"] == "stale" and beside["frontier_points"] == 3
    assert beside["found"]["nash"]["there"] == as_json(other)["nash"]["values"]
    text = run("table", path, "--against", other).stdout
    assert "Beside it" in text and "its solution" in text


def test_a_case_is_read_from_either_seat_and_with_other_worlds() -> None:
    own, other = as_json("essays/singh2018", "--worlds", "50"), as_json("essays/singh2018", "--worlds", "50", "--seat", "dprk")
    assert own["worlds"]["worlds"] == 50 and own["parties"] == other["parties"][::-1]
    assert as_json("essays/singh2018", "--worlds", "50", "--seed", "2") != own
    assert as_json("essays/singh2018", "--worlds", "50") == own


BAD = {
    "weights that are all zero": (SALE.replace("price,,3,1", "price,,0,1").replace("term,,1,1", "term,,0,1"), "all zero"),
    "not a number": (SALE.replace("low,100", "low,NaN"), "'NaN'"),
    "semicolons": (SALE.replace(",", ";"), "by commas"),
    "binary": ("\x00\x01", "U+0000"),
    "nothing": ("", "an empty table"),
    "too large for the grid": (
        "issue,option,a,b\nno deal,,1/3,1\np,x,1000000000000,1/10007\np,y,1/10009,1/10037\n",
        "values are too large for the grid",
    ),
}


@pytest.mark.parametrize("kind", sorted(BAD))
def test_a_bad_table_is_one_clear_message(tmp_path: Path, kind: str) -> None:
    text, said = BAD[kind]
    path = sale(tmp_path, text)
    begun = time.process_time()
    found = run("table", path)
    assert time.process_time() - begun < 5
    assert found.exit_code == cli.BAD_INPUT and found.stdout == ""
    assert said in found.stderr and path in found.stderr and "Traceback" not in found.stderr


def test_a_bad_domain_is_one_clear_message_that_names_file_and_element(tmp_path: Path) -> None:
    path, folder = sale(tmp_path, template("small", ".csv").split("# Two options together")[0]), tmp_path / "domain"
    assert run("table", path, "--write", str(folder)).exit_code == 0
    profile = next(folder.glob("*buyer*"))
    text = profile.read_text("utf-8")
    for bad, said in (
        (text.replace("<utility_space", '<!DOCTYPE x [<!ENTITY a "b">]><utility_space', 1), "a document type"),
        (text.replace('evaluation="', 'evaluation="NaN', 1), "NaN"),
        (None, "one profile"),
    ):
        if bad is None:
            profile.unlink()
        else:
            assert bad != text
            profile.write_text(bad, "utf-8")
        found = run("table", str(folder))
        assert found.exit_code == cli.BAD_INPUT and found.stdout == ""
        assert said in found.stderr and str(folder) in found.stderr and "Traceback" not in found.stderr, found.stderr


def test_what_is_set_beside_is_named_where_it_is_bad(tmp_path: Path) -> None:
    path = sale(tmp_path)
    for text, name, said in (
        ("offers: {a: {price: lo, term: short}}\n", "offers.yaml", "did you mean low?"),
        (SALE.replace("term", "rate"), "other.csv", "the issue 'rate'"),
        (SALE.replace("no deal", "nodeal"), "bad.csv", "no row 'no deal'"),
    ):
        other = sale(tmp_path, text, name)
        found = run("table", path, "--against", other)
        assert found.exit_code == cli.BAD_INPUT and found.stdout == ""
        assert said in found.stderr and found.stderr.rstrip().endswith(f"in {other}")
    assert run("table", path, "--against", str(tmp_path / "nowhere")).exit_code == cli.BAD_INPUT


@pytest.mark.parametrize("name", ["nowhere", "empty", "x.xlsx", "x.csv"])
def test_what_is_no_table_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    found = run("table", str(tmp_path / name))
    assert found.exit_code == cli.BAD_INPUT and found.stdout == "" and str(tmp_path / name) in found.stderr


def test_a_case_without_values_says_which_number_it_needs(tmp_path: Path) -> None:
    text = template("small")
    start = text.index("\n# And without a deal?")
    text = text[:start] + text[text.index("\n# What could we do away") :]
    text = text.replace("  no_deal: {by: your name, basis: judgement}\n", "")
    path = sale(tmp_path, text, "case.yaml")
    found = run("table", path)
    assert found.exit_code == cli.BAD_INPUT
    assert "nothing that says no_deal.club.value; state it" in found.stderr


@pytest.mark.parametrize("name", ["sale.csv", "sale.xlsx"])
def test_new_then_table(tmp_path: Path, name: str) -> None:
    file = tmp_path / "deep" / name
    made = run("new", str(file))
    assert made.exit_code == 0 and made.stdout == f"wrote {file}; next: pourparler table {file}\n"
    assert run("table", str(file)).stdout.startswith("ZONE OF AGREEMENT")
    before = file.read_bytes()
    assert run("new", str(file)).exit_code == cli.BAD_INPUT and file.read_bytes() == before


def test_a_table_loads_no_renderer_and_no_workbook_reader(tmp_path: Path) -> None:
    script = "import sys; from pourparler.desk import study_table; study_table(sys.argv[1]);"
    script += "sys.exit(str({'openpyxl', 'vl_convert', 'scipy'} & set(sys.modules)) if"
    script += " {'openpyxl', 'vl_convert', 'scipy'} & set(sys.modules) else 0)"
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])}
    subprocess.run([sys.executable, "-c", script, sale(tmp_path)], env=environment, check=True)
