# SPDX-License-Identifier: Apache-2.0
"""Editions as files: what is withheld is in none of them, in whatever way one looks, and does not change a byte."""

import base64
import codecs
import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import canaries
from canaries import DIGITS, WORD, found_in, planted, trial
from pourparler.briefs import Order, printed
from pourparler.case import Case, Release, read

CASE = read(Path(__file__).parent / "case" / "released.yaml")

#: Pairs in one test; together with `TESTS` sixty.
PAIRS, TESTS = 10, 6


@pytest.mark.parametrize("number", range(TESTS))
def test_no_canary_is_found_and_no_byte_differs(number: int) -> None:
    results = [trial(CASE, number * PAIRS + each) for each in range(PAIRS)]
    assert [found for _, found in results if found is not None] == []
    assert sum(count for count, _ in results) > PAIRS * 20


def zipped(data: bytes, comment: bytes = b"", name: str = "a.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
        archive.comment = comment
    return out.getvalue()


#: Ways in which a text can lie in a file.
HIDING: tuple[Callable[[bytes], bytes], ...] = (
    bytes,
    bytes.upper,
    lambda text: text[::-1],
    gzip.compress,
    zipped,
    lambda text: zipped(zipped(text)),
    lambda text: zipped(b"", comment=text),
    lambda text: zipped(b"", name=text.decode()),
    base64.b64encode,
    base64.urlsafe_b64encode,
    lambda text: zipped(base64.b64encode(b"x" + text)),
    lambda text: base64.b64encode(b"xy" + text).rstrip(b"="),
    lambda text: text.hex().encode(),
    lambda text: text.hex().upper().encode(),
    lambda text: text.decode().encode("utf-16"),
    lambda text: b"x" + text.decode().encode("utf-16-be"),
    lambda text: zipped(codecs.encode(text, "hex")),
    lambda text: b"/Alt <feff" + text.decode().encode("utf-16-be").hex().encode() + b">",
    lambda text: base64.b64encode(text.decode().encode("utf-16-le")),
)


@pytest.mark.parametrize("hide", HIDING)
def test_a_canary_is_found_wherever_it_lies(hide: Callable[[bytes], bytes]) -> None:
    assert found_in(hide(f"a {WORD}0007 sings".encode()))
    assert not found_in(hide(b"nobody sings here at all"))


@pytest.mark.parametrize("number", ["41.719382647", "41,719382647", "0.41719382647", "4171.9382647", "41719382647"])
def test_a_number_is_found_however_it_is_spelt(number: str) -> None:
    assert DIGITS in number
    assert found_in(zipped(f"worth {number} points".encode()))


def test_a_canary_on_a_page_of_a_pdf_or_in_a_word_document_is_found() -> None:
    """The control: an edition to which all is released has them all."""
    every = Release(grants={"cyrene": ("title", "as_of", "parties", "framings")})
    hidden = CASE.model_copy(update={"release": Release(grants={"cyrene": ("title", "as_of", "parties")})})
    sick, count = planted(hidden, "cyrene")
    assert count > 50
    files = canaries.files_of(sick.model_copy(update={"release": every}), "cyrene")
    assert {name: found_in(data) for name, data in files.items()} == {name: {WORD} for name in files}


def _with_word(data: bytes) -> bytes:
    return data + f"<!-- {WORD} -->".encode()


def _in_docx(data: bytes) -> bytes:
    if data[:2] != b"PK":
        return data
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("customXml/item9.xml", base64.b64encode(WORD.encode()))
    return out.getvalue()


def _in_properties(data: bytes) -> bytes:
    """Name it in what a Word document and a PDF say about themselves."""
    if data[:2] == b"PK":
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                about = name == "docProps/core.xml"
                new.writestr(name, old.read(name).replace(b"Made by", WORD.encode()) if about else old.read(name))
        return out.getvalue()
    return data + b"/Author <FEFF" + WORD.encode("utf-16-be").hex().encode() + b">" if data[:4] == b"%PDF" else data


def _in_a_picture(data: bytes) -> bytes:
    """Leave it in the description of a picture, and in the data that it was drawn from."""
    spec = base64.b64encode(f'{{"values": ["{WORD}"]}}'.encode())
    return data + b"<svg><desc>" + spec + b"</desc></svg>" if data[:2] == b"<!" else data


@pytest.mark.parametrize("leak", [_with_word, _in_docx, _in_properties, _in_a_picture])
def test_a_printer_that_leaks_is_caught(leak: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    def leaky(name: str, briefing: object, order: Order) -> dict[str, bytes]:
        return {file: leak(data) for file, data in printed(name, briefing, order).items()}  # type: ignore[arg-type]

    monkeypatch.setattr(canaries, "printed", leaky)
    assert any(found is not None for _, found in (trial(CASE, seed) for seed in range(8)))


def test_a_printer_that_stamps_what_it_was_not_given_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    files_of = canaries.files_of

    def stamped(case: Case, audience: str) -> dict[str, bytes]:
        return {name: data + case.model_dump_json().encode()[-1:] for name, data in files_of(case, audience).items()}

    def counted(case: Case, audience: str) -> dict[str, bytes]:
        size = str(len(case.model_dump_json())).encode()
        return {name: data + size for name, data in files_of(case, audience).items()}

    monkeypatch.setattr(canaries, "files_of", stamped)
    assert all(found is None for _, found in (trial(CASE, seed) for seed in range(3)))
    monkeypatch.setattr(canaries, "files_of", counted)
    assert any(found is not None for _, found in (trial(CASE, seed) for seed in range(8)))
