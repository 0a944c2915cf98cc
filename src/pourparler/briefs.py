# SPDX-License-Identifier: Apache-2.0
"""The errand of `brief`: from an assessment to the files of a briefing, each whole or not there."""

import contextlib
import ctypes
import gc
import os
import re
import secrets
import shutil
import stat
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_args

from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.briefing.pdf import Paper
from pourparler.case import known_by, read
from pourparler.case.decode import refuse
from pourparler.case.leaves import quantities
from pourparler.case.memory import InMemory
from pourparler.desk import Progress, assess, place_of
from pourparler.wording import say

if TYPE_CHECKING:  # what takes long to import is imported where something is printed
    from pourparler.assess import Assessment
    from pourparler.assess.compared import Comparison
    from pourparler.briefing.document import Briefing

#: What a briefing is printed as, by the ending of its file.
FORMATS = ("html", "pdf", "docx", "md")
#: Those of them that hold pictures.
_WITH_PICTURES = frozenset({"html", "pdf", "docx"})
#: What may be asked for: the briefing book, its page one alone, a sheet for each party for who plays it in a rehearsal.
DOCUMENTS = ("book", "memo", "roles")
#: Letters of a party's name that go into the name of its sheet.
_LONGEST_NAME = 40
PAPERS: tuple[Paper, ...] = get_args(Paper)
_Word = TypeVar("_Word", bound=str)
#: A template larger than this is not even read.
_LARGEST_TEMPLATE = 8 * 1024 * 1024


@dataclass(frozen=True)
class Order:
    """What is asked for: which formats, on which paper, in the user's own form or not (a Word document and its name)."""

    formats: tuple[str, ...] = FORMATS
    documents: tuple[str, ...] = ("book",)
    paper: Paper = "a4"
    form: tuple[bytes, str] | None = None


def order(documents: str, formats: str, paper: str, template: Path | None) -> Order:
    """Return what is asked for in words. Raises `CaseError` for a document, format, paper or template that is none."""
    asked = _listed("--document", documents, DOCUMENTS)
    printed_as = formats_of(formats, FORMATS)
    found = _known("--paper", paper, PAPERS)
    return Order(printed_as, asked, found, None if template is None else _form(template))


def _listed(option: str, words: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a list, each once."""
    asked = dict.fromkeys(part.strip().lower() for part in words.split(",") if part.strip())
    return tuple(_known(option, each, known) for each in asked or ("",))


def formats_of(words: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the formats that a list names, each once. Raises `CaseError` for one that is not known, or none at all."""
    return _listed("--format", words, known)


def _known(option: str, word: str, words: Sequence[_Word]) -> _Word:
    """Return the word. Raises `CaseError` if it is none of those there are."""
    from pourparler.case.problem import quoted

    for each in words:
        if each == word:
            return each
    raise refuse(option, quoted(word), say("write {words}", words=say(" or ").join(words)))


def _form(file: Path) -> tuple[bytes, str]:
    """Read a template, and look into it: better refused now than after a long assessment."""
    from pourparler.briefing.package import template

    try:
        with file.open("rb") as stream:
            data = stream.read(_LARGEST_TEMPLATE + 1)
    except (OSError, ValueError) as error:
        found = say("a template that cannot be read ({reason})", reason=getattr(error, "strerror", None) or str(error))
        raise refuse(str(file), found, say("give a file saved as .docx")) from error
    return template(data, str(file)), str(file)


def for_our_own_side_alone(order: Order, since: str | None) -> None:
    """Check that an edition for others is asked for none of what is made for our own side.

    Raises `CaseError` for a memo, role sheets or the last edition: each is made of the whole case.
    """
    if order.documents != ("book",):
        found = say("documents that are made for our own side")
        raise refuse("--document", found, say("leave it away: an edition for others is one document"))
    if since is not None:
        raise refuse("--since", say("the case of an earlier edition"), say("leave it away: it is read for our own side alone"))


def printed(name: str, briefing: "Briefing", order: Order) -> dict[str, bytes]:
    """Return the files of a document by their names: `NAME.html` and so on."""
    if set(order.formats) & _WITH_PICTURES:
        from pourparler.briefing.svg import soon

        soon(figure.spec for figure in briefing.figures())
    return {f"{name}.{ending}": _printed(briefing, ending, order) for ending in order.formats}


def _printed(briefing: "Briefing", ending: str, order: Order) -> bytes:
    if ending == "html":
        from pourparler.briefing.html import page

        return page(briefing).encode("utf-8")
    if ending == "pdf":
        from pourparler.briefing.pdf import pdf

        return pdf(briefing, order.paper)
    if ending == "docx":
        from pourparler.briefing.word import word

        return word(briefing, order.paper, form=order.form)
    from pourparler.briefing.markdown import markdown

    return markdown(briefing).encode("utf-8")


def drawing(order: Order) -> AbstractContextManager[None]:
    """Return what makes ready to draw, for as long as it is entered: it takes a while, and a case can be assessed meanwhile."""
    if not set(order.formats) & _WITH_PICTURES:
        return contextlib.nullcontext()
    from pourparler.briefing.drawn import MOST_PROCESSES, beside_the_work

    # A page of HTML has to wait for its pictures; other printers have enough to do meanwhile, and need the memory.
    return beside_the_work(MOST_PROCESSES if order.formats == ("html",) else 1)


def documents(found: "Found", order: Order) -> dict[str, bytes]:
    """Return every file that is asked for, by its name."""
    from pourparler.briefing.book import book, memo

    files: dict[str, bytes] = {}
    if "book" in order.documents:
        files |= printed("book", book(found.assessment, found.numbers, found.since), order)
    if "memo" in order.documents:
        files |= printed("memo", memo(found.assessment, found.since), order)
    if "roles" in order.documents:
        from pourparler.briefing.roles import roles

        for place, (party, sheet) in enumerate(roles(found.assessment).items(), start=1):
            files |= printed(f"role-{place}-{_plain(party)}", sheet, order)
    return files


def _plain(name: str) -> str:
    """Return what of a name suits that of a file, on any system."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub("[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:_LONGEST_NAME] or "party"


@dataclass(frozen=True)
class Found:
    """What a book is made of: the assessment, every number as the case states it, and the last edition's case beside it."""

    assessment: "Assessment"
    numbers: tuple[tuple[str, str], ...] = ()
    since: "Comparison | None" = None


def find(
    case: str | InMemory,
    since: str | None = None,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Progress = lambda step: None,
    seat: str | None = None,
    deep: bool = False,
) -> Found:
    """Find, read and assess a case, beside that of the last edition if there was one; `deep` as `desk.assess` has it.

    Raises `CaseError`, whose `problems` are every mistake in the file that is read first.
    """
    progress("read")
    held = read(place_of(case), seat)
    numbers = tuple((".".join(path), str(quantity)) for path, quantity in quantities(known_by(held)))
    compared = None
    if since is not None:
        from pourparler.comparisons import compare_cases

        compared = compare_cases(since, case, seed, worlds, progress, seat)
    if compared is not None and not deep:
        found = Found(compared.assessed[1], numbers, compared)
    else:
        found = Found(assess(held, seed=seed, worlds=worlds, progress=progress, deep=deep), numbers, compared)
    give_back()
    return found


def give_back() -> None:
    """Give memory that is free back to the system, such as that of the worlds before pictures and pages need theirs."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):  # only the C library of GNU has a word for it
        ctypes.CDLL(None).malloc_trim(0)


def write_files(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files into a folder, which is made if it is not there, in the place of older ones; return their paths.

    All are first written beside their places, then take their names, so that no half of one is ever seen. Who may read an older
    file may read the new one. A folder that is made is its owner's alone. Raises `CaseError` if something cannot be written:
    then every older file is still there.
    """
    try:
        folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
        return _replaced(folder, files)
    except FileExistsError as error:
        raise refuse(str(folder), say("something that is no folder"), say("give another path; nothing was written")) from error
    except (OSError, ValueError) as error:
        place = getattr(error, "filename", None) or str(folder)
        found = say("a place that cannot be written ({reason})", reason=getattr(error, "strerror", None) or str(error))
        raise refuse(
            str(place), found, say("check who may write there, and whether there is room; nothing was written")
        ) from error


def _replaced(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write drafts beside all files, then give them their names."""
    paths = [(folder / name).resolve() if (folder / name).is_symlink() else folder / name for name in files]
    for path in paths:
        if os.path.lexists(path) and not path.is_file():
            raise OSError(0, say("it is no ordinary file"), str(path))
    drafts: list[Path] = []
    try:
        for path, data in zip(paths, files.values(), strict=True):
            drafts.append(path.with_name(f".{path.name}.{secrets.token_hex(8)}.new"))
            _write(drafts[-1], data, path)
        for draft, path in zip(drafts, paths, strict=True):
            draft.replace(path)
    finally:
        for draft in drafts:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
    return tuple(folder / name for name in files)


def _write(draft: Path, data: bytes, older: Path) -> None:
    """Write a draft out to the disk, for the eyes of those who may see the older file, if there is one."""
    with draft.open("xb") as stream:
        if older.exists():
            shutil.copymode(older, draft)
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
