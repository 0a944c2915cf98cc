# SPDX-License-Identifier: Apache-2.0
"""What a page is filtered and sorted by stays in the address, without scripts, through editing, saving and leaving a field."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from workbench.conftest import Page

PATH = "no_deal|united_states|value"
FILTER = "status=sourced&find=%26+states&sort=name"
KEPT = {"status": ["sourced"], "find": ["& states"], "sort": ["name"]}


def led(page: str, told: str) -> list[str]:
    """Return where the links and forms of a page lead that have a text, such as a class or an action, in their tags."""
    tags = (tag for tag in re.findall("<(?:a|form|button)[^>]*>", page) if told in tag)
    return [html.unescape(place) for tag in tags for place in re.findall(r'(?:href|[^-]action|hx-get|hx-post)="([^"]*)"', tag)]


def keeps(place: str) -> bool:
    """Return whether an address says all of the filter."""
    asked = parse_qs(urlsplit(place).query)
    return {name: asked.get(name) for name in KEPT} == KEPT


def test_a_field_is_opened_left_and_remarked_on_as_the_page_was_filtered(canal: Page) -> None:
    page = canal.see("/table?status=sourced&sort=name")
    opened = [place for place in led(page, 'class="value"') if "/table?" in place]
    assert opened and all("status=sourced&sort=name" in place for place in opened)
    for page in (canal.see(f"/table?edit={PATH}&{FILTER}"), canal.see(f"/field?path={PATH}&{FILTER}")):
        for told in ('class="leave"', f'action="/case/{canal.case}/field', "/comment"):
            assert led(page, told) and all(map(keeps, led(page, told))), told
    assert all(map(keeps, led(canal.see(f"/new/offers?{FILTER}"), 'class="sheet"')))
    stated = re.findall('<form method="get" action="[^"]*/field">(.*?)</form>', canal.see("/table?find=states"), re.DOTALL)
    assert stated and all('type="hidden" name="find" value="states"' in form for form in stated)


def test_what_is_edited_is_on_the_page_though_others_have_changed_what_was_looked_for(canal: Page) -> None:
    page = canal.see(f"/table?find=nothing+of+the+kind&edit={PATH}")
    assert len(re.findall('<div class="field[^"]*" id=', page)) == 1 and 'name="value"' in page


@pytest.mark.parametrize(
    ("to", "form"),
    [
        ("field", {"value": "30..60"}),
        ("comment", {"text": "heard twice"}),
        ("withdraw", {"path": "no_deal|united_states"}),
        ("new/sources", {"name": "envoy", "v-grade": "C"}),
    ],
)
def test_what_is_saved_leads_back_to_the_page_as_it_was_filtered(canal: Page, to: str, form: dict[str, str]) -> None:
    answer = canal.client.post(f"{canal.place}/{to}?{FILTER}", data={"path": PATH, **form})
    assert answer.status_code == 303, answer.text
    assert keeps(answer.headers["location"])


def test_what_is_refused_or_contested_still_leads_back_to_the_page_as_it_was_filtered(canal: Page) -> None:
    canal.save(PATH, "30..60")
    for value, base, status in (("so and so", "2", 422), ("31..59", "1", 409)):
        answer = canal.client.post(f"{canal.place}/field?{FILTER}", data={"path": PATH, "value": value, "base": base})
        assert answer.status_code == status
        assert all(map(keeps, led(answer.text, f"/case/{canal.case}/table?"))), status
        assert all(map(keeps, led(answer.text, f'action="/case/{canal.case}/field'))), status
        assert f"/case/{canal.case}/table?" in answer.text


def test_an_address_without_a_filter_gets_none(canal: Page) -> None:
    answer = canal.client.post(f"{canal.place}/field", data={"path": PATH, "value": "30..60"})
    assert "?" not in answer.headers["location"]
    assert "status=" not in canal.see("/table") and "find=" not in canal.see(f"/table?edit={PATH}")
