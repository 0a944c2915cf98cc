# SPDX-License-Identifier: Apache-2.0
"""`pourparler analogies` and `catalog classes` at a terminal, from the first rating to what is refused after the tally."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pourparler import catalog, cli

X = ("--case", "the pier of 2019", "--came", "renew")


@pytest.fixture
def case(tmp_path: Path) -> str:
    (tmp_path / "case.yaml").write_text(catalog.template("small"), "utf-8")
    return str(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(cli.app, list(arguments))


def rate(case: str, *more: str) -> Result:
    return run("analogies", "rate", case, "motive", *more)


def test_from_the_first_rating_to_the_tally_and_nothing_after_it(case: str) -> None:
    assert "No analogy has been rated" in run("analogies", "list", case).stdout
    assert run("analogies", "tally", case, "motive").stderr.count("no analogy rated") == 1
    assert rate(case, *X, "--by", "Mara", "--similarity", "6..8", "--because", "the same bank").stdout.startswith(
        "sealed 'the pier"
    )
    assert rate(case, "--case", "the shed", "--came", "stall", "--by", "Jon", "--similarity", "3").exit_code == 0
    listed = run("analogies", "list", case).stdout
    assert "2 ratings of 2 like cases by 2 experts" in listed and "the pier" not in listed and "%" not in listed
    shown = run("analogies", "tally", case, "motive")
    assert shown.exit_code == 0 and "the same bank" in shown.stdout and "70% (" in shown.stdout
    before = Path(case, "case.yaml").read_bytes()
    late = rate(case, *X, "--by", "Jon", "--similarity", "2")
    assert late.exit_code == cli.BAD_INPUT and "a rating after the tally was shown on 2031-05-12" in late.stderr
    assert Path(case, "case.yaml").read_bytes() == before
    again = run("analogies", "tally", case, "motive", "--json")
    assert json.loads(again.stdout)["analogies"][0]["rows"][0]["weighted"] == pytest.approx(0.7)
    assert Path(case, "case.yaml").read_bytes() == before  # a second time it is only shown


def test_what_was_written_by_hand_is_sealed_before_it_is_tallied(case: str) -> None:
    assert rate(case, *X, "--by", "Mara", "--similarity", "7").exit_code == 0
    file = Path(case, "case.yaml")
    lines = file.read_text("utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line.strip().startswith("sealed:"))
    indent = " " * (len(lines[at]) - len(lines[at].lstrip()) - 2)
    lines.insert(at + 1, f"{indent}- {{case: the shed, by: Jon, similarity: 2, came: stall, on: 2031-05-12}}\n")
    file.write_text("".join(lines), "utf-8")
    refused = run("analogies", "tally", case, "motive")
    assert refused.exit_code == cli.BAD_INPUT and "questions.motive.analogies.ratings[1]" in refused.stderr
    assert "a rating that is not sealed: 'the shed' by 'Jon'" in refused.stderr
    assert run("analogies", "seal", case, "motive").stdout == "sealed 1 rating\n"
    assert run("analogies", "tally", case, "motive").exit_code == 0
    assert run("analogies", "seal", case, "motive").exit_code == cli.BAD_INPUT


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ((*X[:2], "--came", "renw", "--by", "A", "--similarity", "7"), "did you mean 'renew'?"),
        ((*X, "--by", "A", "--similarity", "70"), "--similarity"),
        ((*X, "--by", "A", "--similarity", "7", "--on", "soon"), "--on"),
        ((*X, "--by", "Mara", "--similarity", "7"), "'the pier of 2019' by 'Mara' a second time"),
    ],
)
def test_a_rating_that_cannot_be_is_refused_and_the_file_left(case: str, more: tuple[str, ...], told: str) -> None:
    assert rate(case, *X, "--by", "Mara", "--similarity", "7").exit_code == 0
    before = Path(case, "case.yaml").read_bytes()
    refused = rate(case, *more)
    assert refused.exit_code == cli.BAD_INPUT and told in refused.stderr
    assert Path(case, "case.yaml").read_bytes() == before
    assert "no such question" in run("analogies", "tally", case, "motif").stderr


def test_the_classes_are_listed_with_counts_interval_source_and_caveats() -> None:
    told = " ".join(run("catalog", "classes").stdout.split())
    assert "67 of 153 44% (36% to 52%)" in told and "UCDP" in told and "no effect" in told
    (first, *_) = json.loads(run("catalog", "classes", "--json").stdout)["classes"]
    assert (first["name"], first["n"], first["low"]) == ("crises/mediated/formal", 153, pytest.approx(0.3616, abs=1e-3))
    assert first["caveats"] and first["source"]
