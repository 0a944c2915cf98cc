# SPDX-License-Identifier: Apache-2.0
"""Editions of a case that is full of hostile text: it is shown as text in every format, and nothing comes of it."""

import json
import re
import socket
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest

from briefing.pages import free_places, full_case, harmless, parsed, shape, with_texts
from briefing.papers import W, payload
from briefing.test_markdown import tokens
from pourparler.briefs import Order, printed
from pourparler.case import read_text
from pourparler.exports import as_files
from pourparler.releases import check_release
from test_cli import run

#: Seconds for an edition in four formats and as an export.
SOON = 10
#: What is found anew in these editions, a picture among it.
RESULTS = ["verdict", "incidence"]


def files(text_of: Callable[[int], str]) -> dict[str, bytes]:
    """Return an edition to which all is released, in every format and as an export, with such texts in every place."""
    plain: dict[str, Any] = with_texts(full_case(), {path: text_of(number) for number, path in enumerate(free_places())})
    every = [name for name in plain if name not in ("pourparler", "seat", "labels", "release")]
    clearance = {"results": RESULTS, "restated": RESULTS, "compartments": ["partners"]}
    plain["release"] = {"grants": {"cyrene": every}, "audiences": {"cyrene": clearance}}
    found = check_release(read_text(json.dumps(plain), "case.yaml"), "cyrene", file="case.yaml", worlds=20)
    made = printed("cyrene", found.edition, Order())
    return {**made, **as_files("cyrene", found.edition, found.text, ("csv", "xlsx"))}


def test_hostile_text_in_every_place_of_an_edition_is_text() -> None:
    """One test, because both editions take a while to make and processes share nothing."""
    free_places()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        there = f"127.0.0.1:{listener.getsockname()[1]}"
        begun = time.process_time()
        hostile = files(lambda place: payload(place).replace("127.0.0.1:9", there))
        assert time.process_time() - begun < SOON
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert there.encode() in hostile["cyrene.md"].replace(b"\\", b"")
    control = files(lambda place: harmless(payload(place)))
    a_page(hostile["cyrene.html"], control["cyrene.html"])
    markdown(hostile["cyrene.md"], control["cyrene.md"])
    a_word_document(hostile["cyrene.docx"], control["cyrene.docx"])
    a_pdf(hostile["cyrene.pdf"])
    sheets(hostile)


def a_page(hostile: bytes, control: bytes) -> None:
    root = parsed(hostile.decode())
    assert shape(root) == shape(parsed(control.decode()))
    for node in root.iter():
        assert not any(name.startswith("on") or name in ("src", "style") for name in node.attrib)
        assert str(node.get("href", "#"))[0] == "#"


def markdown(hostile: bytes, control: bytes) -> None:
    kinds, likewise = (Counter(token.type for token in tokens(each.decode())) for each in (hostile, control))
    for each in (kinds, likewise):
        del each["text"], each["text_special"]
    assert kinds == likewise
    assert not {"html_block", "html_inline", "image", "link_open"} & set(kinds)


def a_word_document(hostile: bytes, control: bytes) -> None:
    found = []
    for data in (hostile, control):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
        found.append({name: elements(part) for name, part in members.items()})
        assert not any(b'TargetMode="External"' in xml for xml in members.values())
    assert found[0] == found[1]


def elements(part: bytes) -> Counter[str]:
    """Return how often each element stands in a part; text that is cut at the signs of its numbers is one text.

    A sign is an element of its own, and one more piece of text follows it.
    """
    found = Counter(node.tag for node in ElementTree.fromstring(part).iter())
    found[f"{W}t"] -= found.pop(f"{W}noBreakHyphen", 0)
    return found


def a_pdf(data: bytes) -> None:
    assert not re.search(rb"/(JavaScript|JS|Launch|URI|EmbeddedFile|SubmitForm|ImportData)\b", data)
    told = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    assert "#panic()" in told and "<script>" in told


def sheets(made: dict[str, bytes]) -> None:
    listed = [data.decode() for name, data in made.items() if name.endswith(".csv")]
    assert listed and not any(re.search(r'(^|,)"?\s*[=@]', sheet, re.MULTILINE) for sheet in listed)
    with zipfile.ZipFile(BytesIO(made["cyrene.xlsx"])) as archive:
        assert not any(b"<f>" in archive.read(name) or b"<hyperlink" in archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(
    ("grants", "options", "found"),
    [
        ("cyrene: [title, as_of, parties]", ["--edition", "nobody"], "the unknown edition 'nobody'"),
        ("eos: [title]", ["--edition", "cyrene"], "the unknown audience 'eos'"),
        ("cyrene: [title, as_of, parties, titel]", ["--edition", "cyrene"], "the unknown section 'titel'"),
        ("cyrene: [title, as_of, parties, issues.flet]", ["--edition", "cyrene"], "leads to nothing: issues.flet"),
        ("cyrene: [title, as_of, parties]", ["--edition", "cyrene", "--template", "case.yaml"], "no Word document"),
        ("cyrene: [title, as_of, parties]", ["--edition", "cyrene", "--document", "memo"], "made for our own side"),
    ],
)
def test_bad_input_is_told_and_writes_nothing(grants: str, options: list[str], found: str, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    text = (Path(__file__).parent / "case" / "released.yaml").read_text("utf-8")
    file.write_text(f"{text}release: {{grants: {{{grants}}}}}\n", "utf-8")
    told = [str(file) if option == "case.yaml" else option for option in options]
    done = run("brief", str(file), "--out", str(tmp_path / "out"), "--format", "md", *told)
    assert done.exit_code == 2 and found in done.stderr and "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["case.yaml"]
