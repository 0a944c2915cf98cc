# SPDX-License-Identifier: Apache-2.0
"""The errand of `brief`: from an assessment to the files of a briefing, each whole or not there."""

import contextlib
import os
import secrets
import shutil
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_args

from pourparler.briefing.pdf import Paper
from pourparler.case.decode import refuse
from pourparler.wording import say

if TYPE_CHECKING:  # what takes long to import is imported where something is printed
    from pourparler.assess import Assessment
    from pourparler.briefing.document import Briefing

#: What a briefing is printed as, by the ending of its file.
FORMATS = ("html", "pdf", "docx", "md")
PAPERS: tuple[Paper, ...] = get_args(Paper)
_Word = TypeVar("_Word", bound=str)
#: A template larger than this is not even read.
_LARGEST_TEMPLATE = 8 * 1024 * 1024


@dataclass(frozen=True)
class Order:
    """What is asked for: which formats, on which paper, in the user's own form or not (a Word document and its name)."""

    formats: tuple[str, ...] = FORMATS
    paper: Paper = "a4"
    form: tuple[bytes, str] | None = None


def order(formats: str, paper: str, template: Path | None) -> Order:
    """Return what is asked for by words. Raises `CaseError` for a format, paper or template that is none."""
    asked = formats_of(formats, FORMATS)
    found = _known("--paper", paper, PAPERS)
    return Order(asked, found, None if template is None else _form(template))


def formats_of(words: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the formats that a list names, each once. Raises `CaseError` for one that is not known, or none at all."""
    asked = tuple(dict.fromkeys(part.strip().lower() for part in words.split(",") if part.strip()))
    for each in asked or ("",):
        _known("--format", each, known)
    return asked


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


def printed(name: str, briefing: "Briefing", order: Order) -> dict[str, bytes]:
    """Return the files of a document by their names: `NAME.html` and so on."""
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


def documents(assessment: "Assessment", order: Order) -> dict[str, bytes]:
    """Return every file that is asked for of an assessment, by its name."""
    from pourparler.briefing.compose import compose

    return printed("book", compose(assessment), order)


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
