# SPDX-License-Identifier: Apache-2.0
"""The guided start: a question for every number of a small case, and a case of the answers."""

from starlette.testclient import TestClient

from pourparler.archive import Archive
from pourparler.case import read_files
from pourparler.workbench.views.start import questions
from workbench.conftest import ME, plain


def test_the_guided_start_asks_every_number_of_the_small_case_and_makes_a_case_of_the_answers(client: TestClient) -> None:
    asked = [question for _, each in questions() for question in each]
    assert all(question.asked for question in asked)
    answers = {question.name: question.example for question in asked}
    answers |= {"label-rent": "The price of water", "label-rent.raised": "a little more"}
    answer = client.post("/start", data={**answers, "title": "The mill", "who": "the miller", "request": "s"})
    assert answer.status_code == 303, plain(answer.text)
    page = client.get(answer.headers["location"]).text
    assert "The mill" in page
    assert "The price of water" in client.get(answer.headers["location"] + "/case").text
    assert "a little more" in client.get(answer.headers["location"] + "/case").text


def test_what_is_left_blank_in_the_guided_start_is_unknown_also_an_order_and_held_by_who_answers(
    client: TestClient, archive: Archive
) -> None:
    answer = client.post("/start", data={"title": "Nobody knows", "request": "blank"})
    assert answer.status_code == 303, plain(answer.text)
    case = read_files(archive.files(ME, answer.headers["location"].rpartition("/")[2]))
    assert {held.by for held in case.judgements.values()} == {ME.name}
    text = archive.files(ME, answer.headers["location"].rpartition("/")[2])["case.yaml"].decode("utf-8")
    assert "weights: {term: unknown, rent: unknown, repairs: unknown}" in text


def test_a_question_of_the_guided_start_asks_for_what_its_number_is(client: TestClient) -> None:
    lines: dict[tuple[str, str], set[str]] = {}
    for _, each in questions():
        for question in each:
            path = question.field.path
            lines.setdefault((str(path[1]), question.asked), set()).add(f"{question.field.kind} {question.field.unit}")
    told = {words: kinds for words, kinds in lines.items() if len(kinds) > 1}
    assert [words for _, words in told] == ["else: how likely is a public quarrel, and what does it cost us?"]
    assert "<legend>No-deal values</legend>" in client.get("/start").text


def test_an_answer_of_the_guided_start_that_cannot_be_read_is_told_and_nothing_typed_is_lost(client: TestClient) -> None:
    _, first = questions()[0]
    answer = client.post("/start", data={first[0].name: "so and so", "title": "The mill"})
    assert answer.status_code == 422
    assert "so and so" in answer.text
    assert 'value="The mill"' in answer.text
