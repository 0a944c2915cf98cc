# SPDX-License-Identifier: Apache-2.0
"""Reading a case: each kind of bad input gives exactly one clear message, and all messages come at once."""

import datetime as dt
import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from case.samples import FULL, HERE, SMALL, problems_in, spoilt, the_problem
from pourparler.case import Case, CaseError, Problem, ValueModel, digest, read, read_text
from pourparler.quantity import Interval, Point, Rest, Unknown


def test_a_small_case_is_read_from_a_file_and_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(SMALL, encoding="utf-8")
    case = read(tmp_path)
    assert isinstance(case, Case)
    assert case == read(tmp_path / "case.yaml") == read_text(SMALL.encode(), "any")
    assert case.as_of == dt.date(2031, 3, 14)
    assert case.questions["motive"].hypotheses == {"settle": Interval(0.10, 0.25), "stall": Rest()}
    assert case.values["aland"].scores["fleet"] == (Point(0), Interval(30, 50), Point(100))
    assert case.values["aland"].scores["money"] == (("none",), ("credit",), ("grant",))
    assert case.values["borea"] == ValueModel(weights=(("money",), ("fleet",), ("patrols",)))


def test_the_full_case_uses_every_key_of_the_vocabulary() -> None:
    case = read_text(FULL, "full.yaml")
    absent = [name for name in Case.model_fields if not getattr(case, name)]
    assert absent == []


@dataclass(frozen=True)
class Mistake:
    """One change to a sample, and the one message that it must give."""

    name: str
    old: str
    new: str
    place: tuple[int, int]
    key_path: str
    found: str
    write: str
    sample: str = SMALL


MISTAKES = (
    Mistake(
        "unknown key",
        "    weights: {fleet",
        "    wieghts: {fleet",
        (18, 5),
        "values.aland.wieghts",
        "the unknown key 'wieghts'",
        "did you mean 'weights'?",
    ),
    Mistake(
        "a list for a number",
        "aland: {value: 35..45}",
        "aland: {value: [35, 45]}",
        (23, 18),
        "no_deal.aland.value",
        "a list",
        "write a number or a range, such as 40 or 35..50",
    ),
    Mistake(
        "a table for a list",
        "options: [unchanged, suspended]",
        "options: {unchanged: suspended}",
        (14, 22),
        "issues.patrols.options",
        "a table",
        "write a list, such as [a, b]",
    ),
    Mistake(
        "a number for a table",
        "  aland: {role: own}",
        "  aland: 3",
        (6, 10),
        "parties.aland",
        "the number 3",
        "write a table, such as {role: …}",
    ),
    Mistake(
        "reversed range",
        "35..45",
        "45..35",
        (23, 18),
        "no_deal.aland.value",
        "'45..35'",
        "the range is reversed: write 35..45",
    ),
    Mistake(
        "probabilities that cannot sum to one",
        "{settle: 10..25%, stall: rest}",
        "{settle: 10..25%, stall: 40..60%}",
        (11, 17),
        "questions.motive.hypotheses",
        "probabilities that sum to 85% or less",
        "write probabilities that can sum to 100%, or rest for one of them",
    ),
    Mistake(
        "missing weight",
        ", money: 10..20}",
        "}",
        (18, 5),
        "values.aland.weights",
        "no weight for 'money'",
        "write money: …",
    ),
    Mistake(
        "unknown party",
        "aligns: cyrene",
        "aligns: cyrne",
        (35, 25),
        "preparation.tell_cyrene.aligns",
        "the unknown party 'cyrne'",
        "did you mean 'cyrene'?",
    ),
    Mistake(
        "impossible date",
        "2031-03-14",
        "2018-02-30",
        (4, 8),
        "as_of",
        "no such day: 2018-02-30",
        "write a day of the calendar as YYYY-MM-DD",
    ),
    Mistake(
        "duplicate key",
        "  borea: {role",
        "  aland: {role: own}\n  borea: {role",
        (7, 3),
        "parties.aland",
        "the key 'aland' a second time (first on line 6)",
        "write each key once",
    ),
    Mistake(
        "anchor",
        "title: Strait",
        "title: &t Strait",
        (3, 8),
        "title",
        "an anchor, &t",
        "delete it, and write the value out where it is needed again",
    ),
    Mistake("alias", "title: Strait fisheries summit", "title: *t", (3, 8), "title", "an alias, *t", "write the value out"),
    Mistake(
        "tag",
        "title: Strait",
        "title: !!python/name:os.system Strait",
        (3, 8),
        "title",
        "a tag, 'tag:yaml.org,2002:python/name:os.system'",
        "delete the tag and write a plain value",
    ),
    Mistake(
        "merge key",
        "  cyrene: {role: partner}",
        "  cyrene: {role: partner, <<: {role: rival}}",
        (8, 27),
        "parties.cyrene.<<",
        "a merge key '<<'",
        "write the merged keys out",
    ),
    Mistake("missing key", "as_of: 2031-03-14\n", "", (2, 1), "as_of", "no 'as_of'", "write as_of: a day as YYYY-MM-DD"),
    Mistake(
        "misspelt word",
        "kind: coercive",
        "kind: coersive",
        (27, 11),
        "moves.port_fees.kind",
        "'coersive'",
        "did you mean 'coercive'?",
    ),
    Mistake(
        "no word of the list",
        "role: partner",
        "role: friend",
        (8, 18),
        "parties.cyrene.role",
        "'friend'",
        "write one of 'own', 'counterpart', 'partner', 'rival', 'third_party', 'mediator'",
    ),
    Mistake(
        "a newer format",
        "pourparler: 2",
        "pourparler: 3",
        (2, 13),
        "pourparler",
        "the number 3",
        "this program reads format 2; read the case with a newer one",
    ),
    Mistake(
        "a truth value for the format",
        "pourparler: 2",
        "pourparler: true",
        (2, 13),
        "pourparler",
        "the truth value true",
        "write 2",
    ),
    Mistake(
        "a name that is none",
        "[none, credit, grant]",
        "[none, 2nd credit, grant]",
        (15, 27),
        "issues.money.options[1]",
        "'2nd credit'",
        "write a name: letters, digits, '_' and '-', beginning with a letter or '_', at most 64 characters",
        SMALL.replace("    scores: {fleet: [0, 30..50, 100], patrols: [0, 100], money: none > credit > grant}\n", ""),
    ),
    Mistake(
        "a number where text belongs",
        "title: Strait fisheries summit",
        "title: 2031",
        (3, 8),
        "title",
        "the number 2031",
        "put it in quotation marks, since text is expected here",
    ),
    Mistake(
        "a bare question mark",
        "cost: 1..3",
        "cost: ?",
        (124, 11),
        "",
        "a bare '?'",
        "write unknown",
        FULL,
    ),
    Mistake(
        "a quotation left open",
        "title: Strait",
        "title: 'Strait",
        (3, 8),
        "",
        "a quotation that is never closed",
        "close it with the quotation mark that opens it",
    ),
    Mistake(
        "a tab",
        "  aland: {role",
        "\taland: {role",
        (6, 1),
        "",
        "a tab at the beginning of a line",
        "indent with spaces",
    ),
    Mistake(
        "a control that reverses the direction of writing",
        "Strait fisheries",
        "Strait \u202efisheries",
        (3, 15),
        "",
        "the character U+202E RIGHT-TO-LEFT OVERRIDE, which can make text read as what it does not say",
        "delete it",
    ),
    Mistake(
        "a text that is too long",
        "Strait fisheries",
        "s" * 4000,
        (3, 8),
        "title",
        "a text of 4007 characters",
        "write 4000 or fewer",
    ),
    Mistake(
        "too few cases",
        "n: 24",
        "n: 0",
        (39, 83),
        "questions.motive.reference_class.n",
        "the number 0",
        "write a whole number of 1 or more",
        FULL,
    ),
    Mistake(
        "too long a relay",
        "chain: 2",
        "chain: 21",
        (54, 61),
        "sources.envoy.chain",
        "the number 21",
        "write a whole number of 20 or less",
        FULL,
    ),
    Mistake(
        "an unknown level",
        "levels: {leaders: {reach",
        "levels: {leader: {reach",
        (16, 12),
        "meeting.levels.leader",
        "the unknown key 'leader'",
        "did you mean 'leaders'?",
        FULL,
    ),
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_each_mistake_gives_one_clear_message(mistake: Mistake) -> None:
    text = spoilt(mistake.sample, (mistake.old, mistake.new))
    problem = the_problem(text)
    assert problem.file == "case.yaml"
    assert (problem.line, problem.column) == mistake.place
    assert problem.key_path == mistake.key_path
    assert problem.source_line == text.split("\n")[problem.line - 1]
    assert problem.found == mistake.found
    assert problem.write == mistake.write


def test_a_message_as_the_terminal_shows_it() -> None:
    text = spoilt(SMALL, ("    weights: {fleet", "    wieghts: {fleet"))
    assert str(the_problem(text)).splitlines() == [
        "case.yaml:18:5: values.aland.wieghts",
        "        wieghts: {fleet: 50..60, patrols: 20..30, money: 10..20}",
        "        ^",
        "  found the unknown key 'wieghts'; did you mean 'weights'?",
    ]


def test_eight_mistakes_are_reported_at_once_in_the_order_of_the_file() -> None:
    text = spoilt(
        SMALL,
        ("as_of: 2031-03-14", "as_of: 2031-02-29"),
        ("cyrene: {role: partner}", "cyrene: {role: freind}"),
        ("{settle: 10..25%, stall: rest}", "{settle: 10..25%, stall: 40%}"),
        (", money: 10..20}", "}"),
        ("money: none > credit > grant", "money: none > credit"),
        ("aland: {value: 35..45}", "aland: {value: 45..35}"),
        ("borea: -12..-6", "boria: -12..-6"),
        ("days: 5}", "dais: 5}"),
    )
    found = problems_in(text)
    assert [(problem.line, problem.key_path) for problem in found] == [
        (4, "as_of"),
        (8, "parties.cyrene.role"),
        (11, "questions.motive.hypotheses"),
        (18, "values.aland.weights"),
        (19, "values.aland.scores.money"),
        (23, "no_deal.aland.value"),
        (28, "moves.port_fees.shifts.boria"),
        (35, "preparation.tell_cyrene.dais"),
    ]


def test_a_file_without_the_keys_that_no_case_can_lack_is_still_checked_against_itself() -> None:
    text = spoilt(SMALL, ("title: Strait fisheries summit\n", ""), ("aligns: cyrene", "aligns: cyrne"))
    assert [problem.key_path for problem in problems_in(text)] == ["title", "preparation.tell_cyrene.aligns"]


def test_a_faulty_entry_still_counts_as_there() -> None:
    text = spoilt(SMALL, ("cyrene: {role: partner}", "cyrene: {role: freind}"))
    assert the_problem(text).key_path == "parties.cyrene.role"


def test_what_only_follows_from_a_mistake_is_not_reported() -> None:
    assert the_problem(spoilt(SMALL, ("money: 10..20}", "money: 20..10}"))).found == "'20..10'"
    assert the_problem(spoilt(SMALL, ("stall: rest", "stall: lkely"))).found == "'lkely'"
    assert the_problem(spoilt(SMALL, ("money: 10..20}", "mony: 10..20}"))).found == "the unknown issue 'mony'"
    assert the_problem(spoilt(FULL, ("known_at: 2031-03-08", "knwon_at: 2031-03-08"))).line == 64
    assert the_problem(spoilt(FULL, ("known_at: 2031-03-08", "known_at: *day"))).found == "an alias, *day"


def test_positions_in_lists_are_those_of_the_file_even_after_a_faulty_item() -> None:
    old = "consultation:\n"
    lacking = spoilt(FULL, (old, old + "  - {told: nothing}\n  - {party: cyrne}\n  - *a\n  - {party: nobody, level: fll}\n"))
    assert [(problem.key_path, problem.found) for problem in problems_in(lacking)] == [
        ("consultation[0].party", "no 'party'"),
        ("consultation[1].party", "the unknown party 'cyrne'"),
        ("consultation[2]", "an alias, *a"),
        ("consultation[3].party", "the unknown party 'nobody'"),
        ("consultation[3].level", "'fll'"),
    ]


def test_a_tagged_value_is_not_looked_into() -> None:
    assert the_problem(spoilt(SMALL, ("35..45", "!!int lkely"))).found == "a tag, 'tag:yaml.org,2002:int'"


def test_a_comma_that_cuts_a_text_in_two_is_guessed() -> None:
    problem = the_problem(spoilt(FULL, ("told: the offer", "told: the offer, and the price")))
    assert problem.found == "the unknown key 'and the price'"
    assert problem.write == "put text that holds a comma in quotation marks, or write a key that is known"


def test_evidence_goes_by_its_id() -> None:
    problem = the_problem(spoilt(FULL, ("source: talks", "source: tlks")))
    assert problem.key_path == "evidence.silence.source"


@pytest.mark.parametrize("word", ["one", "table", "list", "order", "_key_", "None"])
def test_branches_of_unions_never_show_in_key_paths(word: str) -> None:
    text = spoilt(
        SMALL.replace("fleet", word).replace("money", "list" if word != "list" else "table"),
        ("0, 30..50, 100", "0, 50..30, 100"),
    )
    assert the_problem(text).key_path == f"values.aland.scores.{word}[1]"


def test_a_blank_section_is_as_good_as_absent_and_a_blank_number_is_unknown() -> None:
    blank = spoilt(SMALL, ("questions:\n  motive:\n    hypotheses: {settle: 10..25%, stall: rest}\n", "questions:\n"))
    assert read_text(blank, "x").questions == {}
    text = spoilt(SMALL, ("    escalation: {chance: 5..15%, loss: 10..20}", "    escalation: {chance: , loss: }"))
    escalation = read_text(text, "x").moves["port_fees"].escalation
    assert escalation is not None
    assert isinstance(escalation.chance, Unknown)
    assert isinstance(escalation.loss, Unknown)


def test_a_blank_entry_in_a_table_of_numbers_is_asked_for() -> None:
    problem = the_problem(spoilt(SMALL, ("money: 10..20}", "money: }")))
    assert (problem.line, problem.column, problem.found) == (18, 47, "nothing")


SECTIONS = ("questions", "issues", "values", "no_deal", "moves", "preparation")


def section(sample: str, name: str) -> str:
    """Return the lines of a top-level section."""
    lines = sample.split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith(f"{name}:"))
    end = next((n for n in range(start + 1, len(lines)) if lines[n][:1] not in (" ", "#", "")), len(lines))
    return "\n".join(lines[start:end])


@pytest.mark.parametrize("name", [n for n in Case.model_fields if n not in ("pourparler", "title", "as_of", "parties")])
def test_any_optional_section_can_be_deleted(name: str) -> None:
    assert problems_in(spoilt(FULL, (section(FULL, name), ""))) == ()


def test_there_is_no_such_file(tmp_path: Path) -> None:
    problem = the_problem_of(tmp_path / "nowhere.yaml")
    assert (problem.line, problem.found) == (0, "no such file")
    assert str(problem).splitlines() == [
        str(tmp_path / "nowhere.yaml"),
        "  found no such file; give the path of a case file, or of a folder that holds case.yaml",
    ]


def the_problem_of(path: Path) -> Problem:
    with pytest.raises(CaseError) as caught:
        read(path)
    (problem,) = caught.value.problems
    assert isinstance(problem, Problem)
    return problem


def test_a_folder_without_a_case(tmp_path: Path) -> None:
    assert the_problem_of(tmp_path).found == "a folder without case.yaml"


def test_a_folder_whose_case_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").mkdir()
    assert the_problem_of(tmp_path).found == "something other than a file"


@pytest.mark.skipif(os.name != "posix", reason="needs a named pipe")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "case.yaml")
    assert the_problem_of(tmp_path / "case.yaml").found == "something other than a file"


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_a_path_that_cannot_be(name: str) -> None:
    assert the_problem_of(Path(name)).line == 0


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(SMALL, encoding="utf-8")

    def refuse(*_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    problem = the_problem_of(path)
    assert problem.found == "a file that cannot be opened (Permission denied)"
    assert problem.write == "check its name and who may read it"


def test_reading_is_fast() -> None:
    labels = "labels:\n" + "".join(f"  section.{n}: a label with some text\n" for n in range(250))
    text = FULL.replace("labels: {aland: Åland, fleet.capped: a capped fleet}\n", labels)
    assert len(text.splitlines()) > 400
    read_text(text, "x")
    start = time.process_time()
    case = read_text(text, "x")
    assert time.process_time() - start <= 0.15
    assert len(digest(case)) == 64


def test_the_samples_lie_beside_the_tests() -> None:
    assert read(HERE / "small.yaml").title == "Strait fisheries summit"
