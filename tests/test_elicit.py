# SPDX-License-Identifier: Apache-2.0
"""The dialogue: a person's own estimate first, kept with holder and day, and only then what is computed beside it."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from case.samples import FULL
from pourparler import catalog
from pourparler.case import Case, CaseError, Problem, read
from pourparler.elicit import Elicited, elicit

SMALL = catalog.template("small")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(SMALL, "utf-8")
    return tmp_path


class Dialogue:
    """Answers in their order, and all that was shown, prompts included."""

    def __init__(self, answers: Iterable[str]) -> None:
        self.answers = iter(answers)
        self.shown: list[str] = []

    def ask(self, prompt: str) -> str:
        self.shown.append(f"? {prompt}")
        try:
            return next(self.answers) + "\n"
        except StopIteration:
            raise EOFError from None

    def run(self, case: Path, by: str | None = None, on: date | None = None) -> Elicited:
        return elicit(str(case), self.ask, self.shown.append, by=by, on=on, worlds=16)

    @property
    def text(self) -> str:
        return "\n".join(self.shown)


def refused(action: Callable[[], object]) -> Problem:
    with pytest.raises(CaseError) as caught:
        action()
    (problem,) = caught.value.problems
    assert isinstance(problem, Problem)
    return problem


def priors(case: Case) -> dict[str, object]:
    return {name: {h: str(p) for h, p in own.hypotheses.items()} for name, own in case.questions["motive"].analysts.items()}


def test_own_numbers_come_before_any_computed_one_and_are_kept_with_holder_and_day(case: Path) -> None:
    talk = Dialogue(["Mara", "20..40%", "rest"])
    found = talk.run(case)
    assert (found.by, found.on, found.questions) == ("Mara", date(2031, 5, 12), ("motive",))
    kept = read(case).questions["motive"].analysts
    assert kept == found.case.questions["motive"].analysts and kept["Mara"].on == date(2031, 5, 12)
    asked = [n for n, line in enumerate(talk.shown) if line.startswith("? ")]
    computed = [n for n, line in enumerate(talk.shown) if "given the evidence" in line]
    assert max(asked) < min(computed) and len(computed) == 2
    before = "\n".join(talk.shown[: max(asked) + 1])
    assert "30..50%" not in before and "40%" not in before.replace("20..40%", "")  # nobody else's number is seen first
    assert "renew: 30% (2" in talk.text and "by Mara" in talk.text
    added = (case / "case.yaml").read_text("utf-8")
    assert added.replace("    analysts: {Mara: {hypotheses: {renew: 20..40%, stall: rest}, on: 2031-05-12}}\n", "") == SMALL


def test_what_cannot_be_read_is_asked_again_until_it_can(case: Path) -> None:
    talk = Dialogue(["", " Mara ", "plenty", "130%", "B2", "likely", "0.3"])
    talk.run(case)
    assert priors(read(case)) == {"Mara": {"renew": "likely", "stall": "0.3"}}
    assert "'plenty'" in talk.text and "130%" in talk.text and "a grade of a source" in talk.text and "give a name" in talk.text


def test_incoherent_answers_are_told_with_the_nearest_and_kept_or_given_anew(case: Path) -> None:
    talk = Dialogue(["60%", "50%", "again", "70%", "30%"])
    talk.run(case, by="Mara")
    assert priors(read(case)) == {"Mara": {"renew": "0.7", "stall": "0.3"}}
    assert "These sum to 110%" in talk.text and "renew 55%, stall 45% (0.071 away)" in talk.text
    kept = Dialogue(["rest", "rest", "x", "80%", "90%", ""])
    kept.run(case, by="Jon")
    assert priors(read(case))["Jon"] == {"renew": "0.8", "stall": "0.9"}
    assert "'rest' can stand once only" in kept.text


def test_who_answers_again_replaces_and_is_told_afterwards_what(case: Path) -> None:
    Dialogue(["60%", "40%"]).run(case, by="Mara")
    talk = Dialogue(["20%", "rest"])
    talk.run(case, by="Mara", on=date(2031, 5, 11))
    assert priors(read(case)) == {"Mara": {"renew": "0.2", "stall": "rest"}}
    told = next(n for n, line in enumerate(talk.shown) if "replaces what Mara said before: renew 0.6" in line)
    assert told > max(n for n, line in enumerate(talk.shown) if line.startswith("? "))


def test_a_question_that_is_left_out_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(FULL, "utf-8")
    talk = Dialogue(["", "30%", "70%", ""])
    assert talk.run(tmp_path, by="Mara").questions == ("pressure",)
    assert "Left out." in talk.text and list(read(tmp_path).questions["motive"].analysts) == ["desk A", "desk C"]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([], "an end of the answers"),
        (["Mara"], "an end of the answers"),
        (["Mara", "30%"], "an end of the answers"),
        (["Mara", "30%", "80%"], "an end of the answers"),
        (["Mara", ""], "no answer to any question"),
    ],
)
def test_who_leaves_before_the_end_leaves_the_file_as_it_was(case: Path, answers: list[str], said: str) -> None:
    assert said in refused(lambda: Dialogue(answers).run(case)).found
    assert (case / "case.yaml").read_text("utf-8") == SMALL and [p.name for p in case.iterdir()] == ["case.yaml"]


def test_an_interruption_goes_through_and_leaves_the_file_as_it_was(case: Path) -> None:
    def interrupted(prompt: str) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        elicit(str(case), interrupted, lambda line: None)
    assert (case / "case.yaml").read_text("utf-8") == SMALL


def test_a_case_without_questions_or_a_later_day_is_refused(case: Path) -> None:
    assert "2031-05-13, after the day of the case" in refused(lambda: Dialogue([]).run(case, on=date(2031, 5, 13))).found
    parties = "parties: {a: {role: own}, b: {role: counterpart}}\n"
    (case / "case.yaml").write_text(f"pourparler: 2\ntitle: x\nas_of: 2031-01-01\n{parties}", "utf-8")
    assert "asks nothing of anybody" in refused(lambda: Dialogue([]).run(case)).found


def test_what_others_changed_meanwhile_is_not_undone(case: Path) -> None:
    def ask(prompt: str) -> str:
        (case / "case.yaml").write_text(SMALL + "# changed\n", "utf-8")
        return "50%\n"

    assert "has changed since it was read" in refused(lambda: elicit(str(case), ask, lambda line: None, by="Mara")).found
    assert (case / "case.yaml").read_text("utf-8") == SMALL + "# changed\n"
