# SPDX-License-Identifier: Apache-2.0
"""Where a text names its sources: "Nash (1950)" and "Kalai & Smorodinsky 1975" are the keys nash1950 and kalai1975.

So a citation is written as people read it, and still leads to one entry of `reference/sources.yaml`; a test holds that it is
there. Run as a program this writes the bibliography, with all places that refer to each source.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "docs/reference/sources.yaml"
BIBLIOGRAPHY = ROOT / "docs/reference/bibliography.md"
YEARS = re.compile(r"(?<![\w.§/-])(?:1[6-9]|20)\d\d[a-z]?(?![\w/-])")
WORD = re.compile(r"[^\W\d_](?:[\w’'-]|–(?=[A-Z]))*\.?|[&,;:()\[\].]|\S")
NAME = re.compile(r"[A-ZÀ-Þ][\w’'–-]*[a-zß-ÿ][\w’'–-]*")
INITIAL = re.compile(r"(?:[A-ZÀ-Þ]\.)+|[A-ZÀ-Þ]")
BESIDE = {",", "(", "ed.", "eds.", "al.", "et", "others"}
JOINED = {"&", "and", ","}
#: Before a year these stand for a day, a place or the beginning of a sentence, and for nobody who wrote something.
NOBODY = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"}
NOBODY |= {"December", "In", "Since", "By", "Until", "David", "Belfast", "Reykjavik", "Iran", "Framework", "Windows", "Python"}


class Citation(NamedTuple):
    """A source that a text names: its key, and where its year stands."""

    key: str
    start: int
    end: int


def citations(text: str) -> Iterator[Citation]:
    """Yield every source that a text names."""
    author, last = "", 0
    for year in YEARS.finditer(text):
        between = text[last : year.start()]
        if not (author and re.fullmatch(r"[a-z]?,\s", between)):
            author = first_author(text[max(0, year.start() - 150) : year.start()])
        last = year.end()
        if author:
            yield Citation(author + year[0][:4], year.start(), year.end())


def first_author(before: str) -> str:
    """Return the last name of the first of the authors right before a year, small and plain; "" where nobody stands there."""
    words = WORD.findall(before)
    at, found = len(words) - 1, ""
    while at >= 0 and (words[at] in BESIDE | JOINED or INITIAL.fullmatch(words[at])):
        at -= 1
    while at >= 0 and NAME.fullmatch(words[at]) and words[at] not in NOBODY:
        found, at = words[at], at - 1
        while at >= 0 and (INITIAL.fullmatch(words[at]) or words[at] in ("de", "den", "van", "Van", "Bueno", ".")):
            at -= 1
        if at < 0 or words[at] not in JOINED:
            break
        while at >= 0 and (words[at] in JOINED or INITIAL.fullmatch(words[at]) or words[at] == "."):
            at -= 1
    return plain(found.split("–")[0])


def plain(name: str) -> str:
    """Return a name in the small letters a to z."""
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", name).lower())


def sources() -> dict[str, str]:
    """Return every source by its key, in the order of the keys."""
    found: dict[str, str] = yaml.safe_load(SOURCES.read_text("utf-8"))
    return dict(sorted(found.items()))


def written(path: Path) -> str:
    """Return what a file says of sources: all of it, or the line of its citation where it holds published numbers."""
    text = path.read_text("utf-8")
    if path.suffix == ".toml":
        return " ".join(re.findall(r'^citation = "(.*)"', text, re.MULTILINE))
    return text


def places() -> list[Path]:
    """Return every file whose citations count: code, pages, the catalog's descriptions, published numbers."""
    found = [*(ROOT / "src").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    found += [*(ROOT / "src").rglob("*.md"), *(ROOT / "tests/published").rglob("*.toml")]
    return sorted(path for path in found if path != BIBLIOGRAPHY)


def cited() -> dict[str, set[str]]:
    """Return for each source that is named anywhere the files that name it, from the root."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in places():
        for citation in citations(written(path)):
            found[citation.key].add(str(path.relative_to(ROOT)))
        if path.suffix == ".toml":
            found[path.parent.name].add(str(path.relative_to(ROOT)))
    return found


def bibliography() -> str:
    """Return the bibliography as a page."""
    named = cited()
    lines = [
        "# Bibliography",
        "",
        "<!-- Made from sources.yaml by `just documents`. -->",
        "",
        f"The {len(sources())} sources that these pages, the code and the catalog refer to, with the places that do.",
        "A source is named by its first author and its year: “Nash (1950)” is `nash1950`.",
        "",
    ]
    for key, text in sources().items():
        lines += [f"## {key}", "", text, ""]
        pages = sorted(place for place in named[key] if place.startswith("docs/"))
        files = sorted(place.removeprefix("src/pourparler/") for place in named[key] if not place.startswith("docs/"))
        links = [f"[{title(ROOT / page)}](../{page.removeprefix('docs/')})" for page in pages]
        lines += ["Named in " + ", ".join([*links, *(f"`{file}`" for file in files)]) + ".", ""]
    return "\n".join(lines[:-1]) + "\n"


def title(page: Path) -> str:
    """Return the heading of a page."""
    return page.read_text("utf-8").splitlines()[0].removeprefix("# ")
