# SPDX-License-Identifier: Apache-2.0
"""The four cases to learn from: small, invented, a question first, four different answers; what is said of them is so.

What their READMEs print is held by `test_docs.py`; here is what they say beside it.
"""

import re
from functools import cache
from pathlib import Path

import pytest

import documents
import test_house
from pourparler import catalog
from pourparler.assess import Assessment, assess
from pourparler.case import digest, read
from pourparler.case.model import ValueModel
from pourparler.quantity import Interval, Point

CASES = ("teaching/harbour", "teaching/job_offer", "teaching/river", "teaching/sale")
VERDICTS = {
    "teaching/harbour": "step_down",
    "teaching/job_offer": "not_determined",
    "teaching/river": "hold",
    "teaching/sale": "fix",
}
WORLDS = 500
#: A page of it: whoever is to read a case in one go is not to be given more.
LONGEST = 210
TUTORIAL = documents.ROOT / "docs" / "tutorial" / "river.md"


def folder(name: str) -> Path:
    path = catalog.find(name)
    assert path is not None
    return path


def case_text(name: str) -> str:
    return (folder(name) / "case.yaml").read_text("utf-8")


def readme(name: str) -> str:
    return (folder(name) / "README.md").read_text("utf-8")


@cache
def found(name: str) -> Assessment:
    return assess(read(folder(name)), digest="", version="", worlds=WORLDS)


def words(text: str) -> str:
    return " ".join(text.replace("**", "").replace("#", "").replace(">", "").split())


def test_there_are_four() -> None:
    assert tuple(name for name in catalog.names() if name.startswith("teaching/")) == CASES


@pytest.mark.parametrize("name", CASES)
def test_it_opens_with_a_paragraph_and_a_question_and_the_answer_comes_after(name: str) -> None:
    head, _, rest = case_text(name).partition("pourparler: 2")
    told, question = (words(part) for part in head.split("#\n")[1:])
    assert question.startswith("Before you read on: ") and question.endswith("?")
    before, _, after = readme(name).partition("<summary>What to see</summary>")
    assert told in words(before) and question in words(before)
    assert "```console" not in before and "invented, numbers included" in before and "How the numbers were laid" in after
    assert "invented from end to end, numbers included" in head.lower()
    assert len(rest.splitlines()) < LONGEST


@pytest.mark.parametrize("name", CASES)
def test_nothing_in_it_is_of_this_world(name: str) -> None:
    said = set(re.findall(r"[a-z]+", (case_text(name) + readme(name)).lower()))
    assert not said & {*test_house.PLACES, *test_house.OFFICES, *test_house.WEAPONS}


@pytest.mark.parametrize("name", CASES)
def test_each_comes_to_another_verdict(name: str) -> None:
    assert found(name).verdict.action == VERDICTS[name]
    assert found(name).unknowns.blocking == found(name).unknowns.ranging == found(name).unknowns.unheld == ()


@pytest.mark.parametrize("name", CASES)
def test_a_number_told_in_words_is_printed_beside_it(name: str) -> None:
    worked_out = {"3,400", "9,700", "13,100", "1,400", "8,000", "2,000", "1,000", "8,500"}
    text = readme(name)
    printed = "".join(match["body"] for match in documents.BLOCK.finditer(text)) + case_text(name)
    told = set(re.findall(r"\d[\d,]*\.\d+|\d+(?= %)|\d[\d,]*,\d{3}", documents.BLOCK.sub("", text)))
    for number in told - worked_out:
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)", printed), number


def middle(quantity: object) -> float:
    """Return the middle of a number, or of the ends of a range."""
    if isinstance(quantity, Point):
        return quantity.value
    assert isinstance(quantity, Interval)
    return (quantity.low + quantity.high) / 2


def weights(values: ValueModel) -> dict[str, float]:
    assert isinstance(values.weights, dict)
    return {issue: middle(weight) for issue, weight in values.weights.items()}


def test_what_the_sale_says_of_an_early_handover() -> None:
    case = read(folder("teaching/sale"))
    own, theirs = weights(case.values["workshop"]), weights(case.values["studio"].under["need"]["needs_it"])
    by_hypothesis = case.no_deal["studio"].value
    assert isinstance(by_hypothesis, dict)
    without = middle(by_hypothesis["need"]["needs_it"])
    low, top = 6000, 14000
    assert own["handover"] / own["price"] * (top - low) == 2000
    assert theirs["handover"] / theirs["price"] * (top - low) == pytest.approx(3400, abs=50)
    in_september = top - without / theirs["price"] * (top - low)
    in_may = top - (without - theirs["handover"]) / theirs["price"] * (top - low)
    assert in_september == pytest.approx(9700, abs=50)
    assert in_may == pytest.approx(13100, abs=50)
    assert in_may - in_september - 2000 == pytest.approx(1400, abs=50)


def test_the_sale_is_possible_with_one_kind_of_buyer_and_asking_would_change_nothing() -> None:
    result = found("teaching/sale")
    assert sorted(str(row["zone_probability"]) for row in result.bargaining.by_type) == ["0.0", "1.0"]
    assert dict(result.information.evsi) == {"ask_outright": 0.0}


def test_the_job_hangs_on_a_number_of_ones_own() -> None:
    assert found("teaching/job_offer").verdict.settle == "no_deal.applicant.value"


def test_what_the_tutorial_builds_is_the_case_of_the_catalog(tmp_path: Path) -> None:
    built = ""
    for block in documents.BLOCK.finditer(TUTORIAL.read_text("utf-8").partition("\n## 10.")[0]):
        built = documents.put_in(built, block["body"]) if block["file"] else built
    (tmp_path / "river.yaml").write_text(built, "utf-8")
    assert digest(read(tmp_path / "river.yaml")) == digest(read(folder("teaching/river")))
