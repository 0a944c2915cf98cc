# SPDX-License-Identifier: Apache-2.0
"""XML of strangers as a tree in which every element knows its line: no document types, no entities, nothing fetched."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from pourparler.case.decode import Page
from pourparler.case.problem import KeyPath, quoted
from pourparler.errors import CaseError
from pourparler.wording import say

#: Elements inside one another; a domain needs five.
DEEPEST = 32

#: Elements of one file; a domain of 50 issues with 50 options each has 2,600.
MOST_ELEMENTS = 100_000


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its attributes and its place; `path` leads to it by tags and, where they have one, by names."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    column: int
    path: KeyPath
    children: list["Element"] = field(default_factory=list)

    def get(self, attribute: str) -> str | None:
        """Return an attribute, or None where it is not written."""
        return self.attributes.get(attribute)

    def all(self, tag: str) -> Iterator["Element"]:
        """Yield the children that have a tag, in the order of the file."""
        return (child for child in self.children if child.tag == tag)

    def first(self, *tags: str) -> "Element | None":
        """Return the element to which tags lead, the first of each; None if one is missing."""
        here: Element | None = self
        for tag in tags:
            here = None if here is None else next(here.all(tag), None)
        return here


def read_xml(page: Page) -> Element:
    """Read a page into its top element.

    Raises `CaseError` where the text is no XML, holds a document type (and so could define entities), is nested deeper than
    32 elements, or has more than 100,000.
    """
    builder = _Builder(page)
    parser = DefusedXMLParser(target=builder, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    builder.expat = parser.parser
    try:
        parser.feed(page.text)
        parser.close()
    except DefusedXmlException as error:
        raise _forbidden(builder) from error
    except ParseError as error:
        line, column = error.position
        raise _broken(page, line, column + 1, str(error)) from error
    assert builder.top is not None  # expat refuses a file without an element
    return builder.top


def _forbidden(builder: "_Builder") -> CaseError:
    line, column = builder.place()
    found = say("a document type, which could define entities or fetch files")
    problem = builder.page.problem(line, column, (), found, say("delete the <!DOCTYPE ...> declaration and write the text out"))
    return CaseError((problem,))


def _broken(page: Page, line: int, column: int, complaint: str) -> CaseError:
    """Say in our words what expat found; its English is matched loosely."""
    found, write = say("something that is not XML"), say('write elements as <tag name="..."> ... </tag>')
    if "no element found" in complaint:
        found = say("an XML file that ends too early, or holds nothing") if page.text.strip() else say("an empty file")
        write = say("close every element that is opened")
    elif "mismatched tag" in complaint:
        found, write = say("an end tag that does not fit"), say("close every element, the last opened first")
    elif "undefined entity" in complaint:
        found, write = say("an entity that is not defined"), say("write the character itself")
    elif "duplicate attribute" in complaint:
        found, write = say("an attribute twice in one element"), say("write each attribute once")
    elif "declaration not at start" in complaint:
        found, write = say("'<?xml' after the beginning of the file"), say("delete what stands before it")
    elif "junk after document element" in complaint:
        found, write = say("text after the end of the last element"), say("delete it")
    return CaseError((page.problem(line, column, (), found, write),))


class _Builder:
    """Takes expat's events one by one; what is open is a list, so no nesting exhausts the stack."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.top: Element | None = None
        self.expat: Any = None
        self._open: list[Element] = []
        self._count = 0

    def place(self) -> tuple[int, int]:
        """Return line and column of what is being read, from 1."""
        return self.expat.CurrentLineNumber, self.expat.CurrentColumnNumber + 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        line, column = self.place()
        self._count += 1
        if len(self._open) >= DEEPEST:
            self._stop(say("elements nested deeper than {limit}", limit=DEEPEST), say("write a flatter domain"))
        if self._count > MOST_ELEMENTS:
            self._stop(say("more than {limit} elements", limit=MOST_ELEMENTS), say("use fewer issues or options"))
        kept = {name: unicodedata.normalize("NFC", value) for name, value in attributes.items()}
        label = kept.get("name") or kept.get("value") if tag in ("issue", "item", "objective") else kept.get("index")
        step = f"{tag}[{quoted(label)[1:-1]}]" if label else tag
        element = Element(tag, kept, line, column, (*self._path(), step))
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.top = element
        self._open.append(element)

    def end(self, tag: str) -> None:
        """Close an element."""
        self._open.pop()

    def data(self, text: str) -> None:
        """Pass over text between elements: a domain has none that counts."""

    def close(self) -> None:
        """Nothing remains to be done at the end of the file."""

    def _path(self) -> KeyPath:
        return self._open[-1].path if self._open else ()

    def _stop(self, found: str, write: str) -> None:
        line, column = self.place()
        raise CaseError((self.page.problem(line, column, self._path(), found, write),))
