# SPDX-License-Identifier: Apache-2.0
"""Office files as packages: a template looked into before it is opened; a package whose parts alone decide its bytes."""

import io
import re
import zipfile

from pourparler.case.decode import refuse
from pourparler.errors import CaseError
from pourparler.wording import say

#: A template larger than this is refused unread; so is one that unpacks to more, or to more files.
LARGEST_PACKED, LARGEST_UNPACKED, MOST_FILES = 8 * 1024 * 1024, 64 * 1024 * 1024, 1000
#: The declarations by which one piece of XML can grow into any amount, or reach for another file.
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
#: The day that stands in every package: no clock is read.
_EPOCH = (1980, 1, 1, 0, 0, 0)
#: What a package has to begin with.
_TYPES = "[Content_Types].xml"
_DOCUMENT = "word/document.xml"
#: A program that Word would run.
_PROGRAM = "vbaProject.bin"


def template(data: bytes, file: str) -> bytes:
    """Return a template that may be opened: a Word document, of ordinary size, without declarations or programs.

    Raises `CaseError` otherwise.
    """
    if len(data) > LARGEST_PACKED:
        found = say("a template of more than {n} MiB", n=LARGEST_PACKED // 1024**2)
        raise refuse(file, found, say("take the pictures out of it"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_FILES or sum(member.file_size for member in members) > LARGEST_UNPACKED:
                found = say("a template that unpacks to more than {n} MiB", n=LARGEST_UNPACKED // 1024**2)
                raise refuse(file, found, say("save a smaller document as the template"))
            names = {member.filename for member in members}
            if _DOCUMENT not in names:
                raise no_template(file)
            if any(name.endswith(_PROGRAM) for name in names):
                raise refuse(file, say("a template with a program in it"), say("save it as .docx, without macros"))
            for member in members:
                if member.filename.endswith((".xml", ".rels")) and _declares(archive.read(member)):
                    found = say("a declaration in {member}", member=member.filename)
                    raise refuse(file, found, say("save the document anew; no word processor writes declarations"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise no_template(file) from error
    return data


def no_template(file: str) -> CaseError:
    """Return the error for what is no template."""
    return refuse(file, say("no Word document"), say("give a file saved as .docx, without a password"))


def _declares(text: bytes) -> bool:
    """Return whether XML declares anything, in whatever encoding: wide ones hold a zero beside every character."""
    return _DECLARATION.search(text) is not None or _DECLARATION.search(text.replace(b"\0", b"")) is not None


def settled(data: bytes) -> bytes:
    """Return a package with its parts in one order, of one time, packed in one way."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _TYPES, name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return out.getvalue()
