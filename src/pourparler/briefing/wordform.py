# SPDX-License-Identifier: Apache-2.0
"""The form of a Word document: our own or a user's template emptied of its text, with every style that a briefing needs."""

import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from pourparler.briefing.document import Briefing
from pourparler.briefing.marked import foot
from pourparler.briefing.package import no_template
from pourparler.briefing.wordxml import field, run
from pourparler.case.problem import visible
from pourparler.wording import say

if TYPE_CHECKING:
    from docx.document import Document

#: Width and height of either paper, the margins, and from the edge to the foot of a page, in millimetres.
_PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
_MARGIN, _ABOVE_AND_BELOW, _EDGE = 19, 15, 8
#: The styles that a briefing uses: name, and where it is made anew its size in points, whether bold, the colour of its text.
_STYLES = {
    "Heading 1": (18, True, "1C2126"),
    "Heading 2": (13, True, "1C2126"),
    "Heading 3": (11, True, "1C2126"),
    "Caption": (9, True, "1C2126"),
    "List Bullet": (10, False, "1C2126"),
    "Pourparler Head": (8.5, False, "565F69"),
    "Pourparler Cell": (8.5, False, "1C2126"),
    "Pourparler Note": (8, False, "565F69"),
}
#: The style of a mark, within a paragraph.
MARK = "Pourparler Mark"
_FONT = "Calibri"
_SIZE = 10
#: What stays of a template, by the kind of link that leads there: of the package, and of the document in it.
_OF_THE_PACKAGE = frozenset({"officeDocument", "core-properties"})
_OF_THE_FORM = frozenset(
    {"styles", "stylesWithEffects", "settings", "webSettings", "theme", "fontTable", "numbering", "header", "footer"}
)
#: The day of a document that has none.
_NO_DAY = date(1970, 1, 1)


def blank(paper: str) -> "Document":
    """Return an empty document on A4 or Letter with our own styles."""
    import docx
    from docx.shared import Mm, Pt

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(_SIZE)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(5), 1.05
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in _PAPERS[paper])
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(_ABOVE_AND_BELOW)
    section.footer_distance = section.header_distance = Mm(_EDGE)
    _set_styles(document, over=True)
    return document


def opened(data: bytes, file: str) -> "Document":
    """Return a template without its text; its styles, page, head and foot stand. Raises `CaseError` if it cannot be opened."""
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        for child in list(body):
            if not child.tag.endswith("}sectPr"):
                body.remove(child)
        _cut_links(document)
        _leave_behind(document)
        _set_styles(document, over=False)
    except Exception as error:  # a damaged document can fail anywhere in the library, with any error
        raise no_template(file) from error
    return document


def _cut_links(document: "Document") -> None:
    """Take out what a word processor would fetch from elsewhere when it opens the document: the template of the template."""
    from docx.oxml.ns import qn

    for part in document.part.package.iter_parts():
        outside = [name for name, each in part.rels.items() if each.is_external and not each.reltype.endswith("/hyperlink")]
        for name in outside:
            del part.rels[name]
        if outside and part.partname.endswith("/settings.xml"):
            for node in part.element.findall(qn("w:attachedTemplate")):
                node.getparent().remove(node)


def _leave_behind(document: "Document") -> None:
    """Leave in a template whatever belongs to its text and its past: pictures, comments, notes, properties, variables.

    It may have been saved from a paper that others must not see. What nothing leads to is not written.
    """
    from docx.oxml.ns import qn

    for part, kept in ((document.part.package, _OF_THE_PACKAGE), (document.part, _OF_THE_FORM)):
        for name in [name for name, each in part.rels.items() if each.reltype.rpartition("/")[2] not in kept]:
            del part.rels[name]
    settings = document.settings.element
    for tag in ("w:docVars", "w:rsids", "w:mailMerge", "w:footnotePr", "w:endnotePr"):
        for node in settings.findall(qn(tag)):
            settings.remove(node)


def _set_styles(document: "Document", over: bool) -> None:
    """Add the styles that are missing; `over`: set those that are there, too."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    known = {style.name for style in document.styles}
    for name, (size, bold, colour) in _STYLES.items():
        if name in known and not over:
            continue
        style: Any = document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name not in known:
            style.base_style = document.styles["Normal"]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(colour)
        if name.startswith("Heading"):
            _set_font(style)
            style.paragraph_format.keep_with_next = True
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size * 0.9), Pt(size * 0.3)
        elif name.startswith("Pourparler"):
            style.paragraph_format.space_after = Pt(1 if "Note" not in name else 4)
            style.paragraph_format.space_before = Pt(1 if "Note" not in name else 0)
        elif name == "Caption":
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(8), Pt(2)
        elif name == "List Bullet":
            style.paragraph_format.space_after = Pt(2)
    if MARK not in known:
        mark: Any = document.styles.add_style(MARK, WD_STYLE_TYPE.CHARACTER)
        mark.font.size, mark.font.color.rgb = Pt(8), RGBColor.from_string("565F69")


def _set_font(style: Any) -> None:
    """Give a style the font of the text; a heading of the built-in form names one of its theme instead."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), _FONT)


def finish(document: "Document", briefing: Briefing, language: str) -> None:
    """Set the foot of every page, what the document says about itself, and its language."""
    from docx.oxml.ns import qn

    footer = document.sections[0].footer
    line = footer.paragraphs[0] if footer.paragraphs and not footer.paragraphs[0].text else footer.add_paragraph()
    for piece in (run(f"{foot(briefing)} · "), field("PAGE", "1"), run(" / "), field("NUMPAGES", "1")):
        line._p.append(piece)
    line.style = document.styles["Pourparler Note"]
    stamp = briefing.stamp
    about = document.core_properties
    about.title = visible(briefing.sections[0].heading)[:255]
    about.subject = visible(briefing.title)[:255]
    about.author = visible(stamp.seat)[:255] if stamp is not None else ""
    about.keywords = stamp.digest if stamp is not None else ""
    about.comments, about.category, about.last_modified_by = say("Made by Pourparler"), "", ""
    about.language, about.revision, about.identifier = language, 1, ""
    about.version = stamp.version if stamp is not None else ""
    about.created = about.modified = about.last_printed = _moment(briefing)
    for tongue in document.styles.element.iter(qn("w:lang")):
        tongue.set(qn("w:val"), language)


def _moment(briefing: Briefing) -> datetime:
    """Return the day of the case: no clock is read."""
    try:
        day = date.fromisoformat(briefing.stamp.as_of) if briefing.stamp is not None else _NO_DAY
    except ValueError:
        day = _NO_DAY
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def text_width(document: "Document") -> int:
    """Return the width of the text in twentieths of a point."""
    section = document.sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    return max(_LEAST_TWIPS, room // _EMU_PER_TWIP)


def text_height(document: "Document") -> int:
    """Return the height of the text of a page in twentieths of a point."""
    section = document.sections[0]
    room = (section.page_height or 0) - (section.top_margin or 0) - (section.bottom_margin or 0)
    return max(_LEAST_TWIPS, room // _EMU_PER_TWIP)


#: How Word counts lengths inside a file; and the least width and height of text that are believed.
_EMU_PER_TWIP, _LEAST_TWIPS = 635, 2000
