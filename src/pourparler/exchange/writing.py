# SPDX-License-Identifier: Apache-2.0
"""What writing a domain needs in every format: numerals, names of files, a new folder, and a note of what was not kept."""

import os
import re
import stat
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from pourparler.case.decode import refuse
from pourparler.case.problem import HIDDEN, quoted, visible
from pourparler.exchange.numerals import NEAREST_DIGITS, decimal, nearest
from pourparler.wording import say

#: A longer name of a party, issue or option is not written: YAML takes keys of up to 1,024 bytes only.
_LONGEST_TEXT = 250

#: Letters of a party's name that go into the name of its file.
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Written:
    """The files that were written, the domain first, and a sentence for each thing that the format could not keep.

    Where there is no such sentence, reading the folder gives back what was written, exactly.
    """

    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Notes:
    """Sentences about what a format cannot keep, each once."""

    sentences: dict[str, None] = field(default_factory=dict)

    def add(self, sentence: str) -> None:
        """Note what is not kept."""
        self.sentences[sentence] = None

    def numeral(self, number: Fraction) -> str:
        """Return the numeral of a number; the nearest of 20 digits, and a note, where none holds it exactly."""
        exactly = decimal(number)
        if exactly is None:
            self.add(say("numbers that no decimal numeral holds are rounded to {n} digits", n=NEAREST_DIGITS))
        return exactly or nearest(number)


def file_names(parties: tuple[str, ...], suffix: str) -> tuple[str, ...]:
    """Return a name of a file for each party: its place in the order, and what of its name suits a file."""
    width = len(str(len(parties)))
    names = []
    for place, party in enumerate(parties, start=1):
        plain = unicodedata.normalize("NFKD", party).encode("ascii", "ignore").decode()
        word = re.sub("[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:_LONGEST_NAME] or "party"
        names.append(f"{place:0{width}d}-{word}{suffix}")
    return tuple(names)


def check_text(folder: Path, text: str) -> str:
    """Return a name. Raises `CaseError` for a blank one, or one with a hidden character: it could not be read again."""
    if not text.strip():
        raise refuse(str(folder), say("a blank name in the table to be written"), say("name every party, issue and option"))
    if len(text) > _LONGEST_TEXT:
        found = say("a name of more than {most} characters in the table to be written", most=_LONGEST_TEXT)
        raise refuse(str(folder), found, say("name it more shortly"))
    if HIDDEN.search(text):
        found = say("the name {name} in the table to be written, with a hidden character", name=quoted(visible(text)))
        raise refuse(str(folder), found, say("delete the character"))
    return text


def write_folder(folder: Path, texts: Mapping[str, str]) -> tuple[Path, ...]:
    """Write files into a folder that is new or empty, so that no stranger's profile is read with them.

    Only the owner may read them: values are secret. Raises `CaseError` if something stands there or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            found = say("a folder that is not empty")
            raise refuse(str(folder), found, say("name a new folder: every profile in a folder counts as a party"))
        files = []
        for name, text in texts.items():
            file = folder / name
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, stat.S_IRUSR | stat.S_IWUSR)
            with open(descriptor, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            files.append(file)
    except OSError as error:
        found = say("a folder that cannot be written ({reason})", reason=error.strerror or str(error))
        raise refuse(str(folder), found, say("check who may write there, and whether there is room")) from error
    return tuple(files)
