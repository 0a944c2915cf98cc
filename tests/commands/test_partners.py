# SPDX-License-Identifier: Apache-2.0
"""`pourparler partners` at a terminal: tables, KTAB, votes and cases; JSON, pages, what is written; bad input; speed."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pourparler import cli

CAP = "actor,capability,position,salience\naland,60,80,0.9\nborea,30,45,0.5\ncyrene,20,20,0.8\n"
FEW = ("--worlds", "20", "--quiet")


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(cli.app, ["partners", *arguments])


def written(tmp_path: Path, text: str = CAP, name: str = "cap.csv") -> str:
    (tmp_path / name).write_text(text, "utf-8")
    return str(tmp_path / name)


def as_json(*arguments: str) -> dict[str, Any]:
    found = run(*arguments, "--json")
    assert (found.exit_code, found.stderr) == (0, "")
    plain: dict[str, Any] = json.loads(found.stdout)
    return plain


def test_the_keys_of_a_table(tmp_path: Path) -> None:
    found = as_json(written(tmp_path), "--rounds", "4")
    assert found["mean"] == pytest.approx(5315 / 85) and found["median"] == 80
    assert len(found["challenge"]["rounds"]) == 4
    assert set(found["challenge"]["rounds"][0]) == {"mean", "median", "positions", "risk_exponents"}
    assert found["power"]["shapley_shubik"] == ["1", "0", "0"] and found["power"]["banzhaf"] == ["1", "0", "0"]
    assert {row["actor"] for row in found["levers"]} == {"aland", "borea", "cyrene"}


def test_the_published_table_by_the_command(tmp_path: Path) -> None:
    x, s = (4, 7, 4, 4, 10, 10, 10, 7, 4, 7), (80, 40, 20, 80, 60, 60, 90, 10, 100, 70)
    c = (8, 8, 3, 16, 16, 16, 16, 5, 5, 8)
    rows = "".join(f"a{n},{c[n]},{x[n]},{s[n]}\n" for n in range(10))
    found = as_json(written(tmp_path, "Actor,Capability,Position,Salience\n" + rows))["challenge"]["rounds"][:8]
    printed = [8.4, 9.61, 9.9, 9.9, 9.9, 7.4, 8.8, 9.6]
    assert [row["median"] for row in found] == pytest.approx(printed, abs=0.1)
    assert [row["mean"] for row in found] == pytest.approx([7.4, 7.5, 7.6, 7.3, 7.3, 7.4, 7.5, 7.6], abs=0.1)


def test_votes_from_tables_and_from_yaml(tmp_path: Path) -> None:
    stated = as_json(written(tmp_path, "quota: 12\nweights: [4, 4, 4, 2, 2, 1]\n", "vote.yaml"))
    assert stated["power"]["shapley_shubik"] == ["7/30", "7/30", "7/30", "3/20", "3/20", "0"]
    table = written(tmp_path, "player,weight\na,4\nb,4\nc,4\nd,2\ne,2\nf,1\n", "vote.csv")
    assert as_json(table, "--quota", "12")["power"]["banzhaf"] == ["5/21", "5/21", "5/21", "1/7", "1/7", "0"]
    assert as_json(table, "--quota", "100%", "--veto", "f")["power"]["shapley_shubik"] == ["1/6"] * 6


#: Three councils with their published indices (`tests/published/felsenthal1998`, `shapley1954`).
COUNCILS: dict[str, dict[str, Any]] = {
    "of six": {
        "quota": 12,
        "weights": [4, 4, 4, 2, 2, 1],
        "shapley_shubik": ["7/30", "7/30", "7/30", "3/20", "3/20", "0"],
        "banzhaf_normalised": ["5/21", "5/21", "5/21", "1/7", "1/7", "0"],
    },
    "of nine": {
        "quota": 41,
        "weights": [10, 10, 10, 10, 5, 5, 3, 3, 2],
        "shapley_shubik": [*["5/28"] * 4, *["17/210"] * 2, *["2/35"] * 2, "1/105"],
        "banzhaf_normalised": [*["53/317"] * 4, *["29/317"] * 2, *["21/317"] * 2, "5/317"],
    },
    "of fifteen": {
        "quota": 39,
        "weights": [*[7] * 5, *[1] * 10],
        "shapley_shubik": [*["421/2145"] * 5, *["4/2145"] * 10],
        "banzhaf_normalised": [*["106/635"] * 5, *["21/1270"] * 10],
    },
}


def test_several_votes_of_one_file_with_what_is_published_of_them(tmp_path: Path) -> None:
    file = written(tmp_path, json.dumps(COUNCILS), "councils.json")
    found = as_json(file)
    assert (found["title"], [vote["title"] for vote in found["votes"]]) == ("councils", list(COUNCILS))
    for vote, stated in zip(found["votes"], COUNCILS.values(), strict=True):
        assert vote["power"]["shapley_shubik"] == stated["shapley_shubik"]
        assert vote["power"]["banzhaf"] == stated["banzhaf_normalised"]
        assert vote["stated"] == {"shapley_shubik": True, "banzhaf": True}
    told = " ".join(run(file).stdout.split())
    assert told.count("Shapley–Shubik as the file states it; Banzhaf as the file states it.") == 3
    wrong = {**COUNCILS, "of six": {**COUNCILS["of six"], "banzhaf_normalised": ["1/6"] * 6}}
    told = " ".join(run(written(tmp_path, json.dumps(wrong), "wrong.json")).stdout.split())
    assert told.count("Banzhaf not as the file states it") == 1 and "of nine" in told
    refused = run(file, "--quota", "5")
    assert refused.exit_code == 2 and "the file holds several" in " ".join(refused.stderr.split())
    many = {"large": {"weights": [1] * 63}, "small": {"weights": [1]}}
    refused = run(written(tmp_path, json.dumps(many), "many.json"))
    assert refused.exit_code != 0 and "large: more than 62 players" in " ".join(refused.stderr.split())


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    first = written(tmp_path)
    for option, name in (("--write", "again.xlsx"), ("--write", "again.csv"), ("--write-ktab", "ktab.csv")):
        done = run(first, option, str(tmp_path / name))
        assert done.exit_code == 0 and f"wrote {tmp_path / name}\n" in done.stderr
        again = as_json(str(tmp_path / name))
        assert all(again[key] == as_json(first)[key] for key in ("mean", "median", "challenge", "power", "levers"))
    refused = run(first, "--write", str(tmp_path / "again.csv"))
    assert refused.exit_code == 2 and "there already" in refused.stderr


def test_a_page_with_a_map(tmp_path: Path) -> None:
    done = run(written(tmp_path), "--html", str(tmp_path / "page.html"))
    assert done.exit_code == 0 and "<svg" in (tmp_path / "page.html").read_text("utf-8")


def test_a_case_prints_its_sections_on_others(tmp_path: Path) -> None:
    found = run("essays/singh2018", *FEW)
    assert (found.exit_code, found.stderr) == (0, "")
    assert "Partners and rivals\n" in found.stdout and "Who gains, who loses\n" in found.stdout
    plain = as_json("essays/singh2018", *FEW)
    assert {"case", "run", "partners", "consultation", "incidence", "stages", "positions"} <= set(plain)
    page = run("essays/singh2018", *FEW, "--html", str(tmp_path / "page.html"))
    assert page.exit_code == 0 and "Partners and rivals" in (tmp_path / "page.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        (CAP.replace("0.9", "1.4"), (), "row 2, column D (salience)"),
        (CAP.replace(",0.8", ""), (), "row 4, column D (salience)"),
        (CAP, ("--quota", "111"), "all weights together are 110"),
        (CAP, ("--quota", "some"), "'some'"),
        (CAP, ("--quota", "0"), "a quota above 0"),
        (CAP, ("--veto", "delos"), "'delos'"),
        (CAP, ("--for", "delos"), "'delos'"),
        (CAP, ("--dimension", "2"), "--dimension"),
        (CAP, ("--influence", "nowhere.csv"), "nowhere.csv found no such file"),
        (CAP, ("--write", "cap.txt"), "no spreadsheet"),
        (CAP, ("--write-ktab", "cap.xlsx"), "ends in .csv"),
        ("player,weight\na,1\nb,2\n", ("--for", "a"), "while this is a vote"),
        ("player,weight\na,1\nb,2\n", ("--write", "x.csv"), "a vote, which is not written"),
        ("player,weight\na,1\nb,2\nquota,4\n", (), "row 4, column B (weight)"),
    ],
)
def test_bad_input_is_refused_with_its_place(tmp_path: Path, text: str, options: tuple[str, ...], says: str) -> None:
    found = run(written(tmp_path, text), *options)
    assert (found.exit_code, found.stdout) == (2, "")
    assert says in " ".join(found.stderr.split())


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("cap.tsv", CAP.replace(",", "\t"), "save it as .csv, with commas, or as .xlsx"),
        ("cap.json", '[{"actor": "aland", "position": 4}]', "neither a case nor a vote"),
        ("cap.csv", CAP.replace(",", ";"), "by commas, not by semicolons"),
        ("cap.csv", CAP.replace(",", "\t"), "by commas, not by tabs"),
        ("cap.csv", CAP.split("\n", 1)[1], "begin with a row that names the columns"),
        ("cap.csv", CAP.replace("aland", "a" * 201), "a name of 201 characters"),
        ("cap.csv", "", "an empty table"),
        ("cap.csv", CAP.split("aland")[0], "no actor"),
        ("cap.csv", CAP + '"dora,1,2,0.5\n', "never closed"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, name: str, text: str, says: str) -> None:
    found = run(written(tmp_path, text, name))
    assert (found.exit_code, found.stdout) == (2, "")
    told = " ".join(found.stderr.split())
    assert says in told and f"1 problem in {tmp_path / name}" in told


@pytest.mark.parametrize("bytes_", [b"\xef\xbb\xbf" + CAP.replace("\n", "\r\n").encode(), CAP.replace("\n", "\r").encode()])
def test_marks_and_line_ends_of_other_machines_are_read(tmp_path: Path, bytes_: bytes) -> None:
    (tmp_path / "other.csv").write_bytes(bytes_)
    assert as_json(str(tmp_path / "other.csv"))["mean"] == as_json(written(tmp_path))["mean"]


def test_options_of_tables_are_refused_for_a_case() -> None:
    found = run("essays/singh2018", "--rounds", "3", *FEW)
    assert found.exit_code == 2 and "while this is a case" in found.stderr


def test_influence_that_never_settles_is_refused_with_its_file(tmp_path: Path) -> None:
    heard = written(tmp_path, "actor,listens to,share\naland,borea,1\nborea,aland,1\n", "heard.csv")
    found = run(written(tmp_path), "--influence", heard)
    assert found.exit_code == 2 and "heard.csv" in found.stderr and "never settle" in found.stderr
    calm = written(tmp_path, "actor,listens to,share\naland,borea,1\nborea,aland,0.9\n", "calm.csv")
    assert as_json(written(tmp_path), "--influence", calm)["influence"]["positions"][0] == pytest.approx(45)


def test_many_actors_and_players_are_quick(tmp_path: Path) -> None:
    from pourparler.assess.line_study import study_line, study_vote
    from pourparler.exchange import StatedLine, StatedVote, read_actors

    rows = "".join(f"a{n},{1 + n % 7},{n * 37 % 101},{n % 10 / 10}\n" for n in range(46))
    stated = read_actors(Path(written(tmp_path, "actor,capability,position,salience\n" + rows)))
    assert isinstance(stated, StatedLine)
    players = "".join(f"p{n},{1 + n * n % 97}\n" for n in range(30))
    vote = read_actors(Path(written(tmp_path, "player,weight\n" + players, "vote.csv")))
    assert isinstance(vote, StatedVote)
    for work, bar in (
        (lambda: study_line(stated), 1.5),
        (lambda: study_vote(vote), 0.6),
    ):  # three times the bars: machines are shared
        taken = []
        for _ in range(3):
            start = time.process_time()
            work()
            taken.append(time.process_time() - start)
        assert min(taken) < bar
