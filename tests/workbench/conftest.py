# SPDX-License-Identifier: Apache-2.0
"""A workbench on an archive of its own, asked as a browser would ask it, without the guard that has tests of its own."""

import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pourparler.archive import Actor, Archive, open_archive
from pourparler.workbench.app import make_app
from pourparler.workbench.opened import Opened
from pourparler.workbench.readings import reading_of

ME = Actor("local-me", "me")
#: A number of the smallest case, as forms name its place.
WEIGHT = "values|united_states|weights|use_rights"


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(str(tmp_path_factory.mktemp("archive") / "archive.db")) as held:
        yield held


@pytest.fixture(scope="session")
def client(archive: Archive) -> Iterator[TestClient]:
    with TestClient(make_app(archive, ME), base_url="http://127.0.0.1:8000", follow_redirects=False) as asking:
        yield asking


class Page:
    """A case of its own in the workbench, and how a person goes about it."""

    def __init__(self, client: TestClient, archive: Archive, name: str) -> None:
        self.client, self.archive = client, archive
        answer = client.post("/copy", data={"name": name, "request": secrets.token_hex(8)})
        assert answer.status_code == 303, answer.text
        self.place = answer.headers["location"]
        self.case = self.place.rpartition("/")[2]

    def see(self, page: str = "", status: int = 200) -> str:
        """Return the text of a page of the case."""
        answer = self.client.get(f"{self.place}{page}")
        assert answer.status_code == status, answer.text
        return answer.text

    def save(self, path: str, value: str, status: int = 303, **more: str) -> str:
        """Save a field as its form does, and return the page that answers."""
        answer = self.client.post(f"{self.place}/field", data={"path": path, "value": value, **more})
        assert answer.status_code == status, answer.text
        return answer.text

    def number(self) -> int:
        """Return the number of the newest revision."""
        return self.archive.head(ME, self.case).number

    def text(self) -> str:
        """Return the case file."""
        return self.archive.files(ME, self.case)["case.yaml"].decode("utf-8")

    def opened(self) -> Opened:
        """Return the newest revision, read."""
        files = self.archive.files(ME, self.case)
        return Opened(self.case, self.number(), files, reading_of(files))

    def found(self) -> str:
        """Wait for the assessment and return the front page."""
        for _ in range(600):
            text = self.see()
            if 'class="verdict"' in text and "older revision" not in text:
                return text
            time.sleep(0.1)
        raise AssertionError(text)


@pytest.fixture
def canal(client: TestClient, archive: Archive) -> Page:
    """The smallest case of the catalog, as a copy that a test may change."""
    return Page(client, archive, "treaties/canal1977")


def plain(page: str) -> str:
    """Return what a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))


def here(folder: str) -> Path:
    """Return a folder of the program."""
    return Path(__file__).parents[2] / "src" / "pourparler" / folder
