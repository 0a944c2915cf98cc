# SPDX-License-Identifier: Apache-2.0
"""Briefings on paper for tests: what stands in a PDF or a Word document, read back by other programs than wrote it."""

import functools
import io
import re
import zipfile
from xml.etree import ElementTree

import pypdfium2
from pypdfium2.raw import FPDF_StructElement_CountChildren as count_children
from pypdfium2.raw import FPDF_StructElement_GetAltText as alternative_text
from pypdfium2.raw import FPDF_StructElement_GetChildAtIndex as child_at
from pypdfium2.raw import FPDF_StructElement_GetType as kind_of
from pypdfium2.raw import FPDF_StructTree_Close as close_tree
from pypdfium2.raw import FPDF_StructTree_CountChildren as count_roots
from pypdfium2.raw import FPDF_StructTree_GetChildAtIndex as root_at
from pypdfium2.raw import FPDF_StructTree_GetForPage as tree_of

from briefing.pages import assessment_of, harmless
from pourparler.assess import Assessment
from pourparler.desk import run_errand

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

#: Text that would act if it were read as markup of any of the formats; `{n}` tells one place from another.
HOSTILE = (
    "\"'><script>alert({n})</script><img src=http://127.0.0.1:9/{n} onerror=alert(1)><svg onload=alert(2)>",
    '#panic() #import "@preview/x:1.0.0" #read("/etc/passwd") $x^2$ *b* _i_ `c` @l <l> // {n} \\u{{41}}',
    "](javascript:alert({n})) ![x](http://127.0.0.1:9/{n}.png) [a]: http://127.0.0.1:9 | **b** # h ~~s~~ www.example.org",
    "{{{{ {n} }}}} {{% include 'x' %}} ${{x}} <%= {n} %> =HYPERLINK(\"http://127.0.0.1:9\") +1 -1 @SUM(A1)",
    "1. {n} --- \\newpage \\input{{/etc/passwd}} ]]> <!-- --> <?php {n} ?> %s %n &#x41; &lt;",
)


@functools.cache
def essay() -> Assessment:
    return run_errand("essays/singh2018", worlds=100)


def payload(place: int) -> str:
    """Return a hostile text for a place: all of them take their turn."""
    return HOSTILE[place % len(HOSTILE)].format(n=place)


@functools.cache
def hostile() -> Assessment:
    """Return the full case with a hostile text, numbered, in every place where any text may stand."""
    return assessment_of(payload)


@functools.cache
def plain() -> Assessment:
    """Return the same with plain words of the same shape in all those places."""
    return assessment_of(lambda place: harmless(payload(place)))


#: The foot of a page is so high, in points; it is no part of the text.
FOOT = 40


def pdf_text(data: bytes) -> str:
    """Return the text of a PDF in the order of reading, without breaks and without the feet of pages."""
    document = pypdfium2.PdfDocument(data)
    return squeezed("".join(page.get_textpage().get_text_bounded(bottom=FOOT) for page in document))


def squeezed(text: str) -> str:
    """Return text without anything that typesetting puts in or leaves out: breaks, spaces, hyphens."""
    return re.sub(r"[\s\u200b\ufffe\x02-]", "", text)


def tags(data: bytes) -> list[tuple[str, str]]:
    """Return the kind of every element of the structure of a PDF, page by page, with its alternative text."""
    out: list[tuple[str, str]] = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        tree = tree_of(page.raw)
        for place in range(count_roots(tree)):
            _collect(root_at(tree, place), out)
        close_tree(tree)
    return out


def _collect(element: object, out: list[tuple[str, str]]) -> None:
    if not element:
        return
    out.append((_read(kind_of, element), _read(alternative_text, element)))
    for place in range(count_children(element)):
        _collect(child_at(element, place), out)


def _read(function: object, element: object) -> str:
    import ctypes

    assert callable(function)
    length = function(element, None, 0)
    buffer = ctypes.create_string_buffer(length)
    function(element, buffer, length)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def word_body(data: bytes) -> ElementTree.Element:
    """Return the body of a Word document as a tree."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read("word/document.xml"))


def word_text(data: bytes) -> str:
    """Return the text of a Word document, a line for each paragraph."""
    root = word_body(data)
    return "\n".join("".join(map(_said, paragraph.iter())) for paragraph in root.iter(f"{W}p"))


def _said(node: ElementTree.Element) -> str:
    """Return what a run says; in tables the spaces of a range may be such that it is not broken."""
    return "-" if node.tag == f"{W}noBreakHyphen" else (node.text or "").replace("\xa0", " ") * (node.tag == f"{W}t")
