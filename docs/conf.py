# SPDX-License-Identifier: Apache-2.0
"""How the documentation site is built out of the Markdown of this folder: `just docs`.

The pages stay plain Markdown, so that they can be read where the source is read. The contents beside each page are read off
the lists of `index.md`. All that a page loads lies in the site: it can be read from a disk, without a network.
"""

import re
import sys
from pathlib import Path

from docutils import nodes
from pygments.lexer import RegexLexer
from pygments.token import Generic, Text
from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).parent))
from citations import citations, sources
from pourparler.version import __version__

project = "Pourparler"
author = "The Pourparler authors"
project_copyright = author
version = release = __version__
language = "en"

extensions = ["myst_parser"]
exclude_patterns = ["pictures"]
suppress_warnings: list[str] = []
nitpicky = True
highlight_language = "none"  # an indented block is a formula, a table or a command
myst_heading_anchors = 4  # `page.md#a-heading`, as code hosts name headings
myst_links_external_new_tab = False

html_theme = "furo"
html_title = f"Pourparler {release}"
html_static_path = ["site"]
html_css_files = ["pages.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False  # a summary is fetched, which no browser does from a disk
html_theme_options: dict[str, object] = {"top_of_page_buttons": []}


class Session(RegexLexer):  # type: ignore[misc] # Pygments has no types of its own
    """What was typed, and what the program printed: words of a case are no shell."""

    name = "session"
    tokens = {"root": [(r"^\$ .*\n", Generic.Strong), (r".*\n", Text)]}  # noqa: RUF012 - as the library has it


#: A heading of the front page that lists pages, and a page in such a list.
LISTED = re.compile(r"^## (?P<heading>.+)$|^- \[(?P<label>[^\]]+)\]\((?P<page>[^)#]+)\.md\)", re.MULTILINE)


def contents(text: str) -> str:
    """Return the contents of the site, as Sphinx wants them, out of the lists of its front page."""
    parts: list[list[str]] = []
    for found in LISTED.finditer(text):
        if found["heading"]:
            parts.append([f":caption: {found['heading']}", ":hidden:", ""])
        elif parts:
            parts[-1].append(f"{found['label'].replace('`', '')} <{found['page']}>")
    return "".join(
        "\n\n```{toctree}\n" + "\n".join(part) + "\n```\n" for part in parts if len(part) > len(["caption", "hidden", ""])
    )


def add_contents(_app: Sphinx, page: str, source: list[str]) -> None:
    """Put the contents at the end of the front page, out of sight: the theme shows them beside every page."""
    if page == "index":
        source[0] += contents(source[0])


def link_citations(app: Sphinx, tree: nodes.document, page: str) -> None:
    """Make a link to the bibliography of every year by which a page names a source."""
    known, target = sources(), "reference/bibliography"
    for text in list(tree.findall(nodes.Text)):
        if page == target or not isinstance(text.parent, (nodes.paragraph, nodes.emphasis)):
            continue
        parts: list[nodes.Node] = []
        done, words = 0, text.astext()
        for key, start, end in citations(words):
            if key in known:
                there = f"{app.builder.get_relative_uri(page, target)}#{key}"
                link = nodes.reference("", words[start:end], refuri=there, internal=True)
                parts += [nodes.Text(words[done:start]), link]
                done = end
        if parts:
            text.parent.replace(text, [*parts, nodes.Text(words[done:])])


#: What the theme leaves out for those who listen to a page or read it by keyboard: the rank of a caption, which of two side
#: columns is which, and that what scrolls by itself can be reached.
SAID = {
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer">': '<aside class="toc-drawer" aria-label="This page">',
    '<aside class="toc-drawer no-toc">': '<aside class="toc-drawer no-toc" aria-label="This page">',
    '<div id="search-results">': '<h1>Search</h1><p>Type above the list of all pages.</p><div id="search-results">',
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
}


def say_more(app: Sphinx, problem: Exception | None) -> None:
    """Name in every page what the theme leaves unnamed."""
    for page in () if problem else Path(app.outdir).rglob("*.html"):
        text = page.read_text("utf-8")
        for without, named in SAID.items():
            text = text.replace(without, named)
        page.write_text(text, "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx of it."""
    app.add_lexer("console", Session)
    app.connect("source-read", add_contents)
    app.connect("doctree-resolved", link_citations)
    app.connect("build-finished", say_more)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
