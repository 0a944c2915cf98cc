# SPDX-License-Identifier: Apache-2.0
"""Withdrawing what something else depends on: the page names it, leads there, and offers all at once where that can be."""

import html
import re

import pytest
from starlette.testclient import TestClient

from pourparler.archive import Archive
from workbench.conftest import ME, Page, plain

SOURCE, ITEM = "sources|joint_statement", "evidence|principles"


def withdraw(page: Page, path: str, status: int = 303, also: tuple[str, ...] = (), **more: str) -> str:
    answer = page.client.post(f"{page.place}/withdraw", data={"path": path, "also": list(also), **more})
    assert answer.status_code == status, plain(answer.text)
    return answer.headers.get("location", "") or answer.text


def offered(text: str) -> tuple[str, tuple[str, ...]]:
    """Return what the form of a page would withdraw, and what else with it."""
    form = text[text.index("/withdraw") :]
    return re.findall('name="path" value="([^"]*)"', form)[0], tuple(re.findall('name="also" value="([^"]*)"', form))


def test_what_depends_on_a_source_is_named_and_its_link_opens_the_field_that_names_it(canal: Page) -> None:
    page = withdraw(canal, SOURCE, 422)
    assert "the case depends on it" in page and "Evidence · principles · source" in plain(page)
    (link,) = re.findall('<ul class="depending"><li><a href="([^"]*)"', page)
    place, _, name = html.unescape(link).partition("#")
    opened = canal.client.get(place).text
    assert f'id="{name}"' in opened and re.search('name="path" value="evidence.principles.source"', opened)
    assert canal.number() == 1


def test_both_are_withdrawn_in_one_revision_with_its_reason_and_sent_twice_they_are_once(canal: Page) -> None:
    page = withdraw(canal, SOURCE, 422)
    assert offered(page) == (SOURCE, (ITEM,)) and "Withdraw both" in page
    for _ in range(2):
        told = withdraw(canal, SOURCE, 303, (ITEM,), base="1", request=f"{canal.case} both", reason="it was never signed")
        assert told == f"{canal.place}/intentions"
    case = canal.opened().case
    assert canal.number() == 2 and "joint_statement" not in case.sources
    assert "principles" not in [item.id for item in case.evidence]
    assert "it was never signed" in plain(canal.see("/history"))
    withdraw(canal, "sources|methods_study", also=("evidence|worth_of_issues",))
    assert "methods study withdrawn, and with it one thing that depends on it" in plain(canal.see("/history"))


@pytest.mark.parametrize("also", [("evidence|rider",), (ITEM, "evidence|rider"), (ITEM, "title"), ("no such|thing",)])
def test_nothing_goes_by_what_a_form_says_depends(canal: Page, also: tuple[str, ...]) -> None:
    page = withdraw(canal, SOURCE, 409, also)
    assert "is not what the page said" in page and offered(page) == (SOURCE, (ITEM,))
    assert canal.number() == 1


def test_what_nothing_depends_on_takes_nothing_along(canal: Page) -> None:
    page = withdraw(canal, ITEM, 409, ("evidence|rider",))
    assert canal.number() == 1 and "is not what the page said" in page and 'name="also"' not in page


def test_what_somebody_added_meanwhile_is_shown_before_it_goes(canal: Page) -> None:
    added = {"v-id": "later", "v-text": "a second <one>", "v-known_at": "1977-01-20", "v-source": "joint_statement"}
    added["v-likelihood"] = "{aim: {settle: likely, hold_out: 10..30%}}"
    assert canal.client.post(f"{canal.place}/new/evidence", data=added).status_code == 303
    page = withdraw(canal, SOURCE, 409, (ITEM,), base="1")
    assert set(offered(page)[1]) == {ITEM, "evidence|later"} and "Withdraw all 3" in page
    assert "later: a second &lt;one&gt;" in page
    withdraw(canal, SOURCE, also=offered(page)[1], base="2")
    assert canal.number() == 3


def test_what_somebody_changed_meanwhile_is_put_side_by_side_and_stays(canal: Page) -> None:
    canal.save("evidence|principles|text", "They signed it.", base="1")
    page = withdraw(canal, SOURCE, 409, (ITEM,), base="1")
    assert "Changed meanwhile" in page and "They signed it." in page
    assert canal.number() == 2


def test_a_party_takes_nothing_along_and_is_left_out_with_a_reason_instead(canal: Page) -> None:
    page = withdraw(canal, "parties|joint_chiefs", 422)
    assert 'name="also"' not in page and page.count('<li><a href="') > 3
    (link,) = re.findall(r'href="([^"]*left_out[^"]*)"', page)
    assert "left out" in plain(canal.client.get(html.unescape(link)).text)


def test_what_stands_in_the_file_of_a_seat_is_told_with_its_file_and_has_no_link(canal: Page) -> None:
    page = withdraw(canal, "issues|defense_role", 422)
    assert re.search("<li>seats/panama.yaml: Values · ", page) and 'name="also"' not in page


def test_the_page_keeps_what_the_fields_were_filtered_by(canal: Page) -> None:
    answer = canal.client.post(f"{canal.place}/withdraw?find=principles", data={"path": SOURCE})
    assert 'withdraw?find=principles"' in answer.text and "&amp;find=principles#f-" in answer.text


def test_a_stranger_is_told_nothing_of_what_depends(client: TestClient, archive: Archive, canal: Page) -> None:
    assert client.post("/case/nothing/withdraw", data={"path": SOURCE, "also": [ITEM]}).status_code == 404
    assert archive.head(ME, canal.case).number == 1
