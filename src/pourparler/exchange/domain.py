# SPDX-License-Identifier: Apache-2.0
"""A bargaining table in a folder of files: which files it is made of, reading it, and writing it in another form."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from pourparler.case.decode import Page, bytes_of, page_of, refuse
from pourparler.case.tree import Scalar, Tree
from pourparler.errors import CaseError
from pourparler.exchange import genius_profile, genius_read, negmas_profile, negmas_read
from pourparler.exchange.complaints import Complaints
from pourparler.exchange.genius import GeniusDomain
from pourparler.exchange.genius_write import genius_of, genius_texts
from pourparler.exchange.negmas import NegmasScenario
from pourparler.exchange.negmas_write import negmas_of, negmas_texts
from pourparler.exchange.stated import StatedTable
from pourparler.exchange.writing import Notes, Written, write_folder
from pourparler.exchange.xml_tree import Element, read_xml
from pourparler.wording import say

Document: TypeAlias = GeniusDomain | NegmasScenario
Form: TypeAlias = Literal["genius", "negmas-yaml", "negmas-json"]

#: Names in a folder that are looked at; a folder with more is refused, since it is not that of a domain.
MOST_NAMES = 1_000

#: Files of a domain; each profile is a party.
MOST_FILES = 64

#: All files of a domain together (4 MiB; one of 50 issues for 10 parties has about 2).
MOST_BYTES = 4 * 1024 * 1024

_XML, _PLAIN = (".xml",), (".yml", ".yaml", ".json")


def read_domain(path: Path) -> StatedTable:
    """Read a GENIUS domain or a NegMAS scenario: a folder, or the domain file in it.

    Raises `CaseError` with every mistake that was found, by file, line and element.
    """
    return read_document(path).stated()


def read_document(path: Path) -> Document:
    """Read a domain with its numbers as they are written; `stated()` gives what it comes to. Raises as `read_domain` does."""
    folder, chosen = _folder_of(path)
    names = _names(folder, chosen)
    found = Complaints()
    sources = [source for source in (_source(file, found) for file in _within_size(names)) if source is not None]
    found.settle()
    domains = [source for source in sources if source.role == "domain" and (chosen is None or source.file == chosen)]
    profiles = [source for source in sources if source.role == "profile"]
    if not domains:
        domains = [source for source in profiles if _states_nothing(source) and chosen in (None, source.file)]
        profiles = [source for source in profiles if source not in domains]
    if not domains:
        raise _no_domain(path, profiles)
    if len(domains) > 1:
        others = ", ".join(source.file.name for source in domains)
        raise refuse(
            str(folder), say("{n} domain files ({names})", n=len(domains), names=others), say("keep one domain in a folder")
        )
    domain = domains[0]
    document = _genius(domain, profiles, found) if isinstance(domain.content, Element) else _negmas(domain, profiles, found)
    found.settle()
    assert document is not None  # what could not be read has been reported
    return document


def write_domain(table: StatedTable | Document, folder: Path, form: Form) -> Written:
    """Write a table or a domain into a new or empty folder, and return its files with notes on what the form could not keep.

    A GENIUS domain written as such, and a NegMAS scenario written as such, keep every number as it is stated. Raises
    `CaseError` for a folder that is not empty or cannot be written, and for what the form cannot say.
    """
    notes, suffix = Notes(), {"genius": ".xml", "negmas-yaml": ".yml", "negmas-json": ".json"}[form]
    if form == "genius":
        domain = table if isinstance(table, GeniusDomain) else genius_of(_table(table), folder, notes)
        texts = genius_texts(domain, folder, notes)
    else:
        scenario = table if isinstance(table, NegmasScenario) else negmas_of(_table(table), folder, notes, suffix)
        texts = negmas_texts(scenario, folder, notes, suffix)
    return Written(write_folder(folder, texts), tuple(notes.sentences))


def _table(table: StatedTable | Document) -> StatedTable:
    return table if isinstance(table, StatedTable) else table.stated()


@dataclass(frozen=True, slots=True)
class _Source:
    """A file that belongs to a domain, and what it is."""

    file: Path
    page: Page
    content: Element | Tree
    role: Literal["domain", "profile"]


def _folder_of(path: Path) -> tuple[Path, Path | None]:
    """Return the folder of a domain, and its domain file if that is what was named."""
    try:
        if path.is_dir():
            return path, None
        if not path.exists():
            raise refuse(str(path), say("no such file"), say("give a folder with a domain file and a profile for each party"))
    except (OSError, ValueError) as error:
        raise refuse(str(path), say("a path that cannot be opened"), say("check its name and who may read it")) from error
    if path.suffix.lower() not in (*_XML, *_PLAIN):
        found = say("a file that is neither XML nor YAML nor JSON")
        raise refuse(str(path), found, say("give a folder with a domain file and a profile for each party"))
    return path.parent, path


def _names(folder: Path, chosen: Path | None) -> list[Path]:
    """Return the files of a folder that may belong to a domain, in the order of their names; numbers in names count as such."""
    try:
        listed = list(itertools.islice(folder.iterdir(), MOST_NAMES + 1))
    except OSError as error:
        reason = error.strerror or str(error)
        found = say("a folder that cannot be read ({reason})", reason=reason)
        raise refuse(str(folder), found, say("check who may read it")) from error
    if len(listed) > MOST_NAMES:
        found = say("a folder of more than {most} files", most=MOST_NAMES)
        raise refuse(str(folder), found, say("keep a domain and its profiles in a folder of their own"))
    suffixes = (*_XML, *_PLAIN) if chosen is None else _XML if chosen.suffix.lower() in _XML else _PLAIN
    names = [file for file in listed if file.suffix.lower() in suffixes and not file.name.startswith((".", "_"))]
    if len(names) > MOST_FILES:
        found = say("{n} files, of which each could be a domain or a profile", n=len(names))
        raise refuse(
            str(folder), found, say("keep a domain and its profiles, at most {most}, in a folder of their own", most=MOST_FILES)
        )
    return sorted(names, key=lambda file: [(int(part), "") if part.isdigit() else (-1, part) for part in _parts(file.name)])


def _parts(name: str) -> Iterator[str]:
    return (part for part in re.split("([0-9]+)", name) if part)


def _within_size(files: list[Path]) -> Iterator[tuple[Path, bytes]]:
    """Yield files with their bytes as long as all together are of a size that can be read in seconds."""
    total = 0
    for file in files:
        data = bytes_of(file)
        total += len(data)
        if total > MOST_BYTES:
            found = say("files of more than {limit} MiB in all", limit=MOST_BYTES // 1024**2)
            raise refuse(str(file), found, say("keep a domain and its profiles in a folder of their own"))
        yield file, data


def _source(named: tuple[Path, bytes], found: Complaints) -> _Source | None:
    """Read a file as far as telling what it is; None for what belongs to no domain, or cannot be read and has been reported."""
    file, data = named
    try:
        page = page_of(data, str(file))
        content = read_xml(page) if file.suffix.lower() in _XML else negmas_read.read_plain(page)
    except CaseError as error:
        found.take(error)
        return None
    role = _role_in_xml(content) if isinstance(content, Element) else _role_in_plain(content)
    return None if role is None else _Source(file, page, content, role)


def _role_in_xml(top: Element) -> Literal["domain", "profile"] | None:
    if top.tag == genius_read.TEMPLATE:
        return "domain"
    return "profile" if top.tag == genius_read.SPACE else None


def _states_nothing(source: _Source) -> bool:
    """True for a utility space that only lists issues: in some folders it stands where the domain file should."""
    top = source.content
    objective = top.first("objective") if isinstance(top, Element) else None
    if objective is None or objective.first("weight") is not None:
        return False
    inside = [child for issue in objective.all("issue") for child in issue.children]
    return not any(child.tag == "evaluator" or child.get("evaluation") is not None for child in inside)


def _role_in_plain(tree: Tree) -> Literal["domain", "profile"] | None:
    kind = tree.node(("type",))
    name = kind.text.lower() if isinstance(kind, Scalar) else ""
    return "domain" if name.endswith("outcomespace") else "profile" if name.endswith(("function", "fun")) else None


def _no_domain(path: Path, profiles: list[_Source]) -> CaseError:
    if profiles:
        names = ", ".join(source.file.name for source in profiles[:8])
        found = say("profiles without a domain file ({names})", names=names)
    else:
        found = say("no domain file")
    top, kind = genius_read.TEMPLATE, negmas_read.SPACES[0]
    return refuse(str(path), found, say("put an XML file with <{top}>, or YAML with type: {kind}, there", top=top, kind=kind))


def _enough(domain: _Source, profiles: list[_Source], found: Complaints) -> bool:
    """Report a domain with fewer than two profiles."""
    if len(profiles) >= 2:
        return True
    beside = say("no profile beside it") if not profiles else say("one profile only, {name}", name=profiles[0].file.name)
    found.of_file(
        str(domain.file), say("a domain with {beside}", beside=beside), say("put a profile for each party into its folder")
    )
    return False


def _genius(domain: _Source, profiles: list[_Source], found: Complaints) -> GeniusDomain | None:
    """Read a GENIUS domain. Parties are named by the domain's <agent> elements, where they are, or by the files."""
    assert isinstance(domain.content, Element)
    source = genius_read.Source(domain.page, domain.content)
    numbered = genius_read.read_issues(genius_read.Reading(source, found))
    profiles = [profile for profile in profiles if isinstance(profile.content, Element)]
    if not _enough(domain, profiles, found) or numbered is None:
        return None
    names = _agents(domain.content, profiles)
    order = {file: place for place, file in enumerate(names)}
    profiles = sorted(profiles, key=lambda profile: order.get(profile.file.name, len(order)))
    read = []
    for profile in profiles:
        assert isinstance(profile.content, Element)
        reading = genius_read.Reading(genius_read.Source(profile.page, profile.content), found)
        read.append(genius_profile.read_profile(reading, names.get(profile.file.name, profile.file.stem), numbered))
    kept = tuple(profile for profile in read if profile is not None)
    return GeniusDomain(genius_read.title_of(source), numbered.issues, kept) if len(kept) == len(read) else None


def _agents(top: Element, profiles: list[_Source]) -> dict[str, str]:
    """Return the names that a domain gives to the files beside it, in its order; none at all if two are alike."""
    there = {profile.file.name for profile in profiles}
    pairs = [(agent.get("utility_space") or "", agent.get("name") or "") for agent in top.all("agent")]
    named = {file: name for file, name in pairs if file in there and name.strip()}
    others = there - set(named)
    parties = [*named.values(), *(Path(file).stem for file in others)]
    return named if len(set(parties)) == len(parties) else {}


def _negmas(domain: _Source, profiles: list[_Source], found: Complaints) -> NegmasScenario | None:
    """Read a NegMAS scenario. Parties are named by their `name`, or by their files where two names are alike."""
    assert isinstance(domain.content, Tree)
    reading = negmas_read.Reading(domain.content, found)
    issues = negmas_read.read_issues(reading)
    profiles = [profile for profile in profiles if isinstance(profile.content, Tree)]
    if not _enough(domain, profiles, found) or issues is None:
        return None
    readings = [negmas_read.Reading(profile.content, found) for profile in profiles if isinstance(profile.content, Tree)]
    names = [r.text(("name",)).strip() and r.text(("name",)) for r in readings]
    if not all(names) or len(set(names)) < len(names):
        names = [profile.file.stem for profile in profiles]
    read = [negmas_profile.read_profile(r, name, issues) for r, name in zip(readings, names, strict=True)]
    kept = tuple(profile for profile in read if profile is not None)
    title = reading.text(("name",))
    return NegmasScenario(title if title.strip() else domain.file.stem, issues, kept) if len(kept) == len(read) else None
