# SPDX-License-Identifier: Apache-2.0
"""The first page: cases of the catalog, cases and folders that a browser sends, and the name one goes by."""

from starlette.testclient import TestClient

from pourparler.archive import Archive
from pourparler.case import files_of, read
from pourparler.catalog import find
from workbench.conftest import ME, Page, plain


def test_the_gallery_offers_every_case_of_the_catalog_and_the_guided_start(client: TestClient) -> None:
    page = client.get("/").text
    assert page.count('action="/copy"') >= 3
    assert 'href="/start"' in page


def test_the_catalog_reads(client: TestClient) -> None:
    folder = find("essays/singh2018")
    assert folder is not None
    assert read(folder).title in client.get("/").text


def test_a_case_file_goes_in_and_comes_out_to_the_byte(client: TestClient, archive: Archive) -> None:
    folder = find("treaties/canal1977")
    assert folder is not None
    data = (folder / "case.yaml").read_bytes()
    answer = client.post("/upload", files={"files": ("case.yaml", data)})
    assert answer.status_code == 303, plain(answer.text)
    assert client.get(f"{answer.headers['location']}/file/case.yaml").content == data


def test_a_folder_goes_in_with_its_seats_and_outcome_and_what_is_no_part_of_a_case_is_left_out(client: TestClient) -> None:
    folder = find("treaties/canal1977")
    assert folder is not None
    sent = [
        ("files", (f"canal1977/{file.relative_to(folder)}", file.read_bytes())) for file in folder.rglob("*") if file.is_file()
    ]
    assert any("README" in part[1][0] for part in sent)
    empty = ("files", ("", b""))  # the box for single files, in which nothing was chosen
    answer = client.post("/upload", files=[empty, *sent])
    assert answer.status_code == 303, plain(answer.text)
    for name, data in files_of(folder).items():
        assert client.get(f"{answer.headers['location']}/file/{name}").content == data
    assert client.get(f"{answer.headers['location']}/file/README.md").status_code == 404


def test_a_person_takes_another_name_and_those_before_are_told(canal: Page, archive: Archive) -> None:
    assert canal.client.post("/name", data={"name": "Ada <L.>"}).status_code == 303
    try:
        assert "Ada &lt;L.&gt;" in canal.see("/history")
        assert "Before: me" in plain(canal.client.get("/").text)
        answer = canal.client.post("/name", data={"name": " "})
        assert answer.status_code == 422 and "a name without a word" in answer.text
        answer = canal.client.post("/name", data={"name": "Ada " * 60})
        assert answer.status_code == 422 and f'value="{"Ada " * 60}"' in answer.text and "maxlength" not in answer.text
    finally:
        archive.take_name(ME, "me")
