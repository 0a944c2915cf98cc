# SPDX-License-Identifier: Apache-2.0
"""A new version of the goals: what is sought and the history that tells of it change in one revision, or not at all."""

import re

import pytest
from starlette.testclient import TestClient

from pourparler.archive import Archive
from pourparler.case import Case, read_files
from workbench.conftest import ME, Page, plain


@pytest.fixture
def essay(client: TestClient, archive: Archive) -> Page:
    return Page(client, archive, "essays/singh2018")


def case_of(page: Page) -> Case:
    return read_files(page.archive.files(ME, page.case))


def stated(page: Page) -> dict[str, str]:
    """Return what the form for a new version holds."""
    text = page.see("/goals")
    boxes = dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', text))
    boxes |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', text))
    for name, inside in re.findall(r'<select[^>]* name="([^"]+)">(.*?)</select>', text, re.DOTALL):
        boxes[name] = dict(re.findall(r'<option value="([^"]*)"( selected)?', inside)) and next(
            (value for value, chosen in re.findall(r'<option value="([^"]*)"( selected)?', inside) if chosen), ""
        )
    return boxes


def change(page: Page, form: dict[str, str], status: int = 303) -> str:
    answer = page.client.post(f"{page.place}/goals", data=form)
    assert answer.status_code == status, plain(answer.text)
    return answer.text


def test_a_goal_changes_with_the_version_that_says_why(essay: Page) -> None:
    assert f'href="{essay.place}/goals"' in essay.see("/mandate")
    assert '<option value="complete" selected>complete dismantlement</option>' in essay.see("/goals")
    before = case_of(essay).mandate
    assert before is not None
    form = stated(essay) | {"s-floors-programme": "freeze", "s-must_produce": "A first step.", "reason": "the allies ask"}
    change(essay, {**form, "approved": "the President"})
    after = case_of(essay)
    assert essay.number() == 2 and after.mandate is not None and after.meeting is not None
    assert after.mandate.goals[0].floor == "freeze" and after.meeting.must_produce == "A first step."
    assert after.mandate.history[:-1] == before.history
    version = after.mandate.history[-1]
    assert (version.floors, version.goals, version.must_produce) == ({"programme": "freeze"}, {}, "A first step.")
    assert (version.reason, version.approved and version.approved.by) == ("the allies ask", "the President")
    assert "the allies ask" in plain(essay.see("/history"))


def test_what_no_version_told_yet_is_told_as_it_was_first(client: TestClient, archive: Archive) -> None:
    answer = client.post("/start", data={"title": "Goals", "request": "goals without a history"})
    page = Page.__new__(Page)
    page.client, page.archive, page.place = client, archive, answer.headers["location"]
    page.case = page.place.rpartition("/")[2]
    change(page, stated(page) | {"s-floors-term": "one_year", "reason": "no time"})
    mandate = case_of(page).mandate
    assert mandate is not None and mandate.goals[0].floor == "one_year"
    assert [version.floors for version in mandate.history] == [{"term": "five_years"}, {"term": "one_year"}]
    assert mandate.history[-1].approved is not None and mandate.history[-1].approved.by == "unknown"


def test_what_cannot_be_kept_is_told_and_all_that_was_typed_stays(essay: Page) -> None:
    form = stated(essay)
    assert "Nothing is sought otherwise" in change(essay, {**form, "reason": "mine"}, 422)
    typed = {**form, "s-floors-programme": "freeze", "approved": "somebody", "on": "tomorrow"}
    assert "needs a reason" in change(essay, typed, 422)
    page = change(essay, {**typed, "reason": "mine"}, 422)
    assert "Mandate · history" in page and 'value="tomorrow"' in page and 'value="somebody"' in page
    assert re.search(r'<option value="freeze" selected>', page)
    assert essay.number() == 1


def test_two_who_change_one_goal_are_told_and_nothing_is_written_over(essay: Page) -> None:
    form = stated(essay) | {"reason": "mine"}
    change(essay, {**form, "s-floors-programme": "freeze", "request": f"{essay.case}-1"})
    page = change(essay, {**form, "s-floors-programme": "complete", "request": f"{essay.case}-2"}, 409)
    assert "Changed meanwhile" in page and "Mandate · goals · 1 · floor" in page
    assert essay.number() == 2
    form = stated(essay) | {"reason": "mine", "s-floors-programme": "complete"}
    for _ in range(2):  # sent twice, it is one version
        change(essay, {**form, "request": f"{essay.case}-3"})
    assert essay.number() == 3


def test_what_others_changed_meanwhile_on_another_issue_is_merged(essay: Page) -> None:
    form = stated(essay) | {"reason": "mine", "base": "1"}
    essay.save("title", "Another title", base="1")
    change(essay, {**form, "s-floors-programme": "freeze"})
    assert essay.number() == 3 and case_of(essay).title == "Another title"


def test_a_floor_that_was_lowered_is_told_on_the_page_of_the_mandate_though_every_target_stands(canal: Page) -> None:
    canal.client.post(f"{canal.place}/estimate", data={"without": "yes", "request": canal.case})
    change(canal, stated(canal) | {"s-floors-use_rights": "narrow", "reason": "they insist"})
    canal.found()
    page = plain(canal.see("/mandate"))
    assert "How far the least that will do has moved" in page and "one floor is not what it was at first" in page
