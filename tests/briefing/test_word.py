# SPDX-License-Identifier: Apache-2.0
"""Word documents: real headings, captions, tables, alternative texts; the words of the tree; the same bytes; text as text."""

import io
import os
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from PIL import Image

from briefing.papers import HOSTILE, W, essay, hostile, payload, pdf_text, squeezed, word_body, word_text
from canaries import WORD, found_in
from pourparler.briefing.book import memo
from pourparler.briefing.compose import compose
from pourparler.briefing.document import Briefing, BulletList, Figure, Mark, Paragraph, Section, Stamp, Table
from pourparler.briefing.word import word
from pourparler.briefing.wordpage import SIZES
from pourparler.desk import run_errand
from pourparler.errors import CaseError

STAMP = Stamp("Aland", "2026-01-05", "the minister", "d" * 64, 1, 200, "9.9")
OFFICE = shutil.which("soffice")
#: What takes the place of the font of the text here.
FONT = subprocess.run(["fc-match", "Calibri"], capture_output=True, text=True).stdout if shutil.which("fc-match") else ""


def small(*blocks: Paragraph | BulletList | Table) -> Briefing:
    return Briefing("A case", (Section("HOLD", ()), Section("Why", blocks)), STAMP)


def test_headings_tables_and_pictures_are_real() -> None:
    document = compose(essay())
    opened = docx.Document(io.BytesIO(word(document)))
    headings = [p.text for p in opened.paragraphs if p.style is not None and (p.style.name or "").startswith("Heading 1")]
    assert headings[0] == document.sections[0].heading
    assert [section.heading for section in document.sections[1:]] == headings[2:-2]
    root = opened.element.body
    figures = [b for s in document.sections for b in s.blocks if isinstance(b, Figure)]
    told = {node.get("descr") for node in root.iter() if node.tag.endswith("}docPr")}
    assert {figure.alternative for figure in figures} <= told and None not in told
    assert all(table.find(f".//{W}tblHeader") is not None for table in root.iter(f"{W}tbl"))
    assert all(table.find(f".//{W}tblCaption") is not None for table in root.iter(f"{W}tbl"))


def test_links_lead_to_places_that_are_there() -> None:
    root = word_body(word(compose(essay())))
    places = [node.get(f"{W}name") for node in root.iter(f"{W}bookmarkStart")]
    ids = [node.get(f"{W}id") for node in root.iter(f"{W}bookmarkStart")]
    assert len(set(places)) == len(places) and len(set(ids)) == len(ids)
    assert {node.get(f"{W}anchor") for node in root.iter(f"{W}hyperlink")} <= set(places)


def test_it_says_what_the_tree_says() -> None:
    document = compose(essay())
    told = word_text(word(document))
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                assert all(cell in told for row in block.rows for cell in row), section.heading
            if isinstance(block, BulletList):
                assert all(item in told for item in block.items)


def test_hostile_text_shows_as_text() -> None:
    data = word(compose(hostile()))
    told = word_text(data)
    assert all(payload(place) in told for place in range(len(HOSTILE)))
    fields = {node.get(f"{W}instr", "").split()[0] for node in word_body(data).iter(f"{W}fldSimple")}
    assert fields <= {"SEQ"}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any(b"External" in archive.read(name) for name in archive.namelist() if name.endswith(".rels"))


def test_no_time_stands_in_the_package() -> None:
    with zipfile.ZipFile(io.BytesIO(word(small(Paragraph("x"))))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = archive.read("docProps/core.xml").decode()
    assert "2026-01-05T00:00:00Z" in about and "python-docx" not in about and "Aland" in about


def form(change: str = "") -> bytes:
    """Return a template with a style of its own, or with something changed inside the package."""
    document = docx.Document()
    document.styles["Heading 1"].font.name = "Garamond"
    document.add_paragraph("of the template")
    document.sections[0].footer.paragraphs[0].text = "our house"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_template_gives_its_styles_and_page_and_not_its_text() -> None:
    data = word(small(Paragraph("x")), form=(form(), "form.docx"))
    assert "of the template" not in word_text(data)
    opened = docx.Document(io.BytesIO(data))
    assert opened.styles["Heading 1"].font.name == "Garamond"
    assert next(p.text for p in opened.sections[0].footer.paragraphs) == "our house"
    assert data == word(small(Paragraph("x")), form=(form(), "form.docx"))


def used_before() -> bytes:
    """Return a template saved from an older paper, with a canary wherever such a paper keeps what is not on its pages."""
    document = docx.Document()
    document.core_properties.author = document.core_properties.comments = WORD
    document.add_comment(document.add_paragraph().add_run("x"), text=WORD, author=WORD)
    variables = OxmlElement("w:docVars")
    variables.append(OxmlElement("w:docVar", attrs={qn("w:name"): "x", qn("w:val"): WORD}))
    document.settings.element.append(variables)
    for number, kind in enumerate(("customXml", "image", "footnotes", "glossaryDocument")):
        part = Part(PackURI(f"/word/left{number}.bin"), "application/octet-stream", WORD.encode(), document.part.package)
        document.part.relate_to(part, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}")
    for number, kind in enumerate(("custom-properties", "extended-properties", "metadata/thumbnail")):
        part = Part(PackURI(f"/docProps/left{number}.bin"), "application/octet-stream", WORD.encode(), document.part.package)
        document.part.package.relate_to(part, f"http://schemas.openxmlformats.org/package/2006/relationships/{kind}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_nothing_of_the_paper_that_a_template_was_is_left() -> None:
    assert found_in(used_before()) == {WORD}
    data = word(small(Paragraph("x")), form=(used_before(), "form.docx"))
    assert not found_in(data)
    assert docx.Document(io.BytesIO(data)).paragraphs


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# no document",
        form()[:-200],
        packed(a=b"x"),
        packed(**{"word__document.xml": b"<x/>"}),
        packed(**{"word__document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}),
        packed(**{"word__document.xml": b"0" * (65 * 1024 * 1024)}),
        packed(**{"word__document.xml": b"<x/>", "word__vbaProject.bin": b"x"}),
    ],
    ids=["empty", "text", "cut", "other", "bare", "entities", "bomb", "program"],
)
def test_what_is_no_template_is_refused(data: bytes) -> None:
    with pytest.raises(CaseError):
        word(small(Paragraph("x")), form=(data, "form.docx"))


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice (apt-get install libreoffice-writer-nogui)")
def test_another_program_opens_it_without_loss(tmp_path: Path) -> None:
    assert OFFICE is not None
    file = tmp_path / "book.docx"
    document = compose(essay())
    file.write_bytes(word(document))
    home = {**os.environ, "HOME": str(tmp_path)}
    call = [OFFICE, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(call, env=home, check=True, capture_output=True, timeout=120)
    told = pdf_text((tmp_path / "book.pdf").read_bytes())
    for section in document.sections:
        assert squeezed(section.heading) in told


def sizes(data: bytes) -> set[int]:
    """Return the sizes of the items of lists in a document that says them, in half points."""
    items = (p for p in word_body(data).iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle[@{W}val='ListBullet']") is not None)
    return {int(node.get(f"{W}val", "0")) for item in items for node in item.iterfind(f"{W}r[1]/{W}rPr/{W}sz")}


def test_page_one_is_set_smaller_the_more_stands_on_it() -> None:
    short = memo(essay())
    long = replace(short, memo=(*short.memo, Section("More", (BulletList(tuple(f"item {n}" for n in range(200))),))))
    brief = replace(short, memo=short.memo[:1])
    largest, fitting, least = (sizes(word(each)) for each in (brief, short, long))
    assert largest == {2 * SIZES[0]} and least == {2 * SIZES[-1]}
    assert len(fitting) == 1 and max(least) < min(fitting) < min(largest)
    told = word_text(word(long))
    assert all(f"item {n}" in told for n in range(200))


def test_all_of_page_one_and_nothing_after_it_has_its_size() -> None:
    for paragraph in word_body(word(memo(essay()))).iter(f"{W}p"):
        assert paragraph.find(f"{W}pPr/{W}spacing") is not None
        assert all(run.find(f"{W}rPr/{W}sz") is not None for run in paragraph.iter(f"{W}r"))
    assert not sizes(word(small(Paragraph("x"))))


def test_small_tables_stay_together_and_long_ones_break_between_rows() -> None:
    for count in (3, 30):
        root = word_body(word(small(Table(("a", "b"), tuple((str(n), "x") for n in range(count)), "T"))))
        rows = list(root.iter(f"{W}tr"))
        kept = [row.find(f".//{W}keepNext") is not None for row in rows]
        assert kept == [True, *([count == 3] * (count - 1)), False]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_pictures_have_a_ground_of_their_own() -> None:
    package = zipfile.ZipFile(io.BytesIO(word(compose(essay()))))
    pictures = [name for name in package.namelist() if name.endswith(".png")]
    corners = [Image.open(io.BytesIO(package.read(name))).convert("RGBA").getpixel((0, 0)) for name in pictures]
    assert len(corners) > 5 and set(corners) == {(255, 255, 255, 255)}


def test_a_line_that_leads_over_stays_with_what_follows() -> None:
    marked = BulletList(("x", "y"), (Mark("fact"), Mark("fact")))
    root = word_body(word(small(Paragraph("Too late:"), BulletList(("a",)), Paragraph("No end."), marked)))
    kept = [
        "".join(said.text or "" for said in each.iter(f"{W}t"))
        for each in root.iter(f"{W}p")
        if each.find(f"{W}pPr/{W}keepNext") is not None and each.find(f"{W}pPr/{W}pStyle") is None
    ]
    assert kept == ["Too late:", "Each of these: [fact]"]


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice (apt-get install libreoffice-writer-nogui)")
@pytest.mark.skipif("Carlito" not in FONT, reason="needs a font as wide as Word's (apt-get install fonts-crosextra-carlito)")
def test_page_one_is_one_page_in_another_program(tmp_path: Path) -> None:
    assert OFFICE is not None
    names = []
    for case in ("essays/singh2018", "labour/nhl2005"):
        for paper in ("a4", "letter"):
            names.append(tmp_path / f"{case[:3]}-{paper}.docx")
            names[-1].write_bytes(word(memo(run_errand(case, worlds=60)), paper))
    home = {**os.environ, "HOME": str(tmp_path)}
    call = [OFFICE, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, names)]
    subprocess.run(call, env=home, check=True, capture_output=True, timeout=120)
    for name in names:
        assert len(pypdfium2.PdfDocument(name.with_suffix(".pdf"))) == 1, name.stem
