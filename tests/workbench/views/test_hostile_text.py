# SPDX-License-Identifier: Apache-2.0
"""Text that would be something else if a page let it: in every free text of a case, in remarks, reasons and names."""

import time
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from pourparler.archive import Archive, edit
from pourparler.workbench.fields import AREAS
from pourparler.workbench.opened import Opened
from pourparler.workbench.readings import reading_of
from workbench.conftest import ME, Page

HOSTILE = "x\"'><evil-a onevil=1></textarea></title></script><evil-b>{{7*7}}<!-- `"
FREE = {
    "asked", "record", "because", "standpoint", "interest", "text", "note", "batna", "watna", "reason", "reference", "rivals",
    "story", "signpost", "must_produce", "says", "told", "answer", "title",
}  # fmt: skip


class Elements(HTMLParser):
    """The names of the elements and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}

    def handle_comment(self, data: str) -> None:
        self.names.add("evil comment")


def safe(page: str) -> str:
    """Check that a page holds no element, attribute or comment that a text brought about, and return it."""
    assert [name for name in Elements(page).names if "evil" in name] == []
    assert "</html>" in page
    return page


@pytest.fixture
def hostile(canal: Page) -> Page:
    files = dict(canal.archive.files(ME, canal.case))
    opened = Opened(canal.case, 1, files, reading_of(files))
    texts = [
        field for area in AREAS for group in opened.groups(area) for field in group.fields if field.kind in ("text", "long")
    ]
    last = {field.path: next(str(part) for part in reversed(field.path) if isinstance(part, str)) for field in texts}
    free = [path for path, name in last.items() if name in FREE or path[0] == "labels"]
    assert len(free) > 100
    edit(canal.archive, ME, canal.case, dict.fromkeys(free, HOSTILE), base=1, reason=HOSTILE)
    return canal


def test_no_text_becomes_an_element_on_any_page(hostile: Page, client: TestClient, archive: Archive) -> None:
    weight = "values|united_states|weights|use_rights"
    estimate = {"advice": "hold", "q-aim-settle": "40%", "request": hostile.case}
    wrong = client.post(f"{hostile.place}/estimate", data={**estimate, "q-aim-settle": HOSTILE[:50]})
    assert wrong.status_code == 422 and safe(wrong.text)
    client.post(f"{hostile.place}/estimate", data=estimate)
    client.post(f"{hostile.place}/comment", data={"path": weight, "text": HOSTILE})
    client.post("/name", data={"name": HOSTILE})
    try:
        until = time.monotonic() + 60
        while 'class="verdict"' not in safe(hostile.see()) and time.monotonic() < until:
            time.sleep(0.1)
        pages = ("", *(f"/{area}" for area in AREAS), "/history", "/history/compare", "/briefing", "/new/evidence")
        for place in (*pages, f"/field?path={weight}", "/field?path=title", "/table?find=" + HOSTILE.replace("#", "")):
            assert "&lt;evil-a" in safe(hostile.see(place)), place
        assert "&lt;evil-a" in safe(hostile.see("/briefing/document?document=memo&look=1"))
        assert "&lt;evil-a" in safe(client.get("/").text)
        for path, value in ((weight, HOSTILE), ("title", HOSTILE + "\x00")):
            safe(client.post(f"{hostile.place}/field", data={"path": path, "value": value, "reason": HOSTILE}).text)
        hostile.save("title", "another", base="2")
        conflict = hostile.save("title", HOSTILE + "2", 409, base="2", reason=HOSTILE)
        assert "&lt;evil-a" in safe(conflict)
        safe(hostile.client.post(f"{hostile.place}/new/evidence", data={"v-id": HOSTILE, "v-text": HOSTILE}).text)
        safe(client.post("/start", data={"title": HOSTILE, "v-nothing": HOSTILE * 10}).text)
    finally:
        archive.take_name(ME, "me")
