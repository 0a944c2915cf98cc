# SPDX-License-Identifier: Apache-2.0
"""Canaries: words and numbers planted where an audience must not look, and a search for them in whatever file comes out.

As a program (`python3 run.py python tests/canaries.py 1000`) it tries so many pairs of cases through every printer.
"""

import base64
import binascii
import contextlib
import gzip
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))

from case.withheld import changed, plain_of, random_release, walked, with_value
from pourparler.briefs import Order, printed
from pourparler.case import Case, Release, TooLittle, project, read
from pourparler.editions import Terms, edition_of

#: Files inside files are opened so many times.
_DEEPEST = 4

#: What may hide a text: runs of base64 and of hexadecimal digits, long enough to hold a canary.
_BASE64, _HEX = re.compile(rb"[A-Za-z0-9+/=_-]{12,}"), re.compile(rb"(?:[0-9A-Fa-f]{2}){6,}")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)

#: After so many pairs the program says how far it is.
_TOLD = 100

EVERY = Order()

#: What every canary has in it: a word, or digits that stay together as a share, as per cent, and with a comma.
WORD, DIGITS = "quxcanary", "938264"
MARKS = (WORD, WORD[::-1], DIGITS)


#: How often what is withheld is changed before canaries are planted in it.
CHANGES = 5


def views(data: bytes, deep: int = 0) -> Iterator[bytes]:
    """Return a file in every way in which a text may be read out of it, its members, streams and encodings included."""
    yield data
    if deep == _DEEPEST:
        return
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                yield member.filename.encode()
                yield member.comment + member.extra
                yield from views(archive.read(member), deep + 1)
    elif data[:2] == b"\x1f\x8b":
        yield from views(gzip.decompress(data), deep + 1)
    elif data[:5] == b"%PDF-":
        yield from _of_pdf(data, deep)
    for codec in ("utf-16-le", "utf-16-be"):
        for start in (0, 1):
            yield data[start:].decode(codec, "ignore").encode("utf-8", "ignore")
    if deep < 2:
        yield from _decoded(data)


def _of_pdf(data: bytes, deep: int) -> Iterator[bytes]:
    for match in _STREAM.finditer(data):
        try:
            yield from views(zlib.decompress(match.group(1)), deep + 1)
        except zlib.error:
            yield match.group(1)
    document = pypdfium2.PdfDocument(data)
    yield repr(document.get_metadata_dict()).encode()
    for page in document:
        yield page.get_textpage().get_text_range().encode()


def _decoded(data: bytes) -> Iterator[bytes]:
    for match in _BASE64.finditer(data):
        for start in range(4):
            run = match.group()[start:].rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
            with contextlib.suppress(binascii.Error):  # it only looked like it
                yield from _narrow(base64.b64decode(run + b"=" * (-len(run) % 4)))
    for match in _HEX.finditer(data):
        yield from _narrow(binascii.unhexlify(match.group()))


def _narrow(data: bytes) -> Iterator[bytes]:
    """Return what was encoded, also read as wide letters: as PDF writes alternative texts and names."""
    yield data
    for codec in ("utf-16-le", "utf-16-be"):
        yield data.decode(codec, "ignore").encode("utf-8", "ignore")


def found_in(data: bytes) -> set[str]:
    """Return what of the canaries stands in a file in any way: their mark in words, also backwards, or in digits."""
    return {mark for view in views(data) for mark in MARKS if mark.encode() in view or mark.encode() in view.lower()}


def planted(case: Case, audience: str) -> tuple[Case, int]:
    """Return a case with a canary in every withheld text and number that can hold one, and how many there are."""
    plain = plain_of(case)
    release = case.release or Release()
    canaries = 0
    for number, (path, _, is_seen) in enumerate(list(walked(plain, release, audience))):
        if is_seen or path[-1] in ("release", "id", "source", "role"):
            continue
        for canary in (f"{WORD}{number:04d}", f"{41 + number % 50}.71{DIGITS}{number % 10}"):
            again = with_value(plain, path, canary)
            if again is not None:
                plain, canaries = again, canaries + 1
                break
    return Case.model_validate(plain).model_copy(update={"release": release}), canaries


def files_of(case: Case, audience: str, order: Order = EVERY) -> dict[str, bytes]:
    """Return the files of an edition; none where too little is released for one."""
    try:
        text = project(case, audience).text
    except TooLittle:
        return {}
    return printed(audience, edition_of(text, Terms(audience, "TLP:RED"), None), order)


def trial(base: Case, seed: int) -> tuple[int, Any]:
    """Print an edition of a case, and of another with other withheld things and with canaries in them.

    The other differs in what is there, in its order, names and number too (`case.withheld`). Returns how many canaries there
    were, and what is wrong: what was found of them by file, or which files differ.
    """
    random = Random(seed)
    audience = random.choice([*base.parties, "public", "mediator"])
    release = random_release(base, audience, random)
    case = base.model_copy(update={"release": release})
    sick, canaries = planted(changed(base, release, audience, random, CHANGES), audience)
    well, ill = files_of(case, audience), files_of(sick, audience)
    leaks = {name: found for name, data in ill.items() if (found := found_in(data))}
    return canaries, leaks or ([name for name in {**well, **ill} if well.get(name) != ill.get(name)] or None)


if __name__ == "__main__":
    CASE = read(Path(__file__).parent / "case" / "released.yaml")
    COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    results = []
    for seed in range(COUNT):
        results.append(trial(CASE, seed))
        if (seed + 1) % _TOLD == 0:
            print(f"{seed + 1} pairs", file=sys.stderr, flush=True)
    wrong = [found for _, found in results if found is not None]
    print(
        f"{COUNT} pairs, {sum(count for count, _ in results)} canaries, {len(wrong)} editions that differ or leak: {wrong[:3]}"
    )
    sys.exit(bool(wrong))
