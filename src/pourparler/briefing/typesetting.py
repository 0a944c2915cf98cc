# SPDX-License-Identifier: Apache-2.0
"""Setting a document by typst: one source that is ours, all text as data, fonts out of its own package, nothing else read.

PDF/UA admits no character that no font can show. So it is asked beforehand which characters of the data the fonts lack; those
are shown from the system's fonts if any has them, else told by number.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

#: The families to set in, in the order in which they are asked for a character. All are inside the package of typst.
FAMILIES = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
#: Sets each character alone, so that what is said about one is about no other.
_PROBE = b"""#set document(title: "-", date: none)
#set text(font: json(bytes(sys.inputs.fonts)), lang: "en")
#for one in json(bytes(sys.inputs.data)) [#par(text(one))]"""
_LACKED = re.compile(r"the text `(\".*?\")` could not be displayed")
_PLAIN = re.compile(r"[\n -~]*")


def typeset(source: bytes, data: Mapping[str, Any], stamp: datetime) -> bytes:
    """Return the PDF/UA-1 that `source` makes of the data; `stamp` is the time it bears.

    Raises `RuntimeError` if the typesetter refuses.
    """
    lacked = _lacked_by(_fonts(with_those_of_the_system=False), _characters(data), stamp)
    fonts = _fonts(with_those_of_the_system=bool(lacked))
    by_number = _lacked_by(fonts, lacked, stamp) if lacked else frozenset[str]()
    table = {ord(character): f"<U+{ord(character):04X}>" for character in by_number}
    text = json.dumps({**_translated(data, table), "fonts": FAMILIES}, ensure_ascii=False)
    return _compiled(source, fonts, {"data": text}, stamp)


@cache
def _fonts(with_those_of_the_system: bool) -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=with_those_of_the_system)


def _compiled(source: bytes, fonts: "typst.Fonts", inputs: dict[str, str], stamp: datetime) -> bytes:
    import typst

    root = Path(__file__).parent  # the source names no file: nothing is read from there
    compiler = typst.Compiler(source, root=root, font_paths=fonts, sys_inputs=inputs)
    found = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=stamp)
    assert isinstance(found, bytes)  # one document, and no name of a file to write it to
    return found


def _lacked_by(fonts: "typst.Fonts", characters: Iterable[str], stamp: datetime) -> frozenset[str]:
    """Return those characters that no font can show."""
    asked = sorted(characters)
    if not asked:
        return frozenset()
    inputs = {"data": json.dumps(asked), "fonts": json.dumps(FAMILIES)}
    try:
        _compiled(_PROBE, fonts, inputs, stamp)
    except RuntimeError as error:
        found = _LACKED.findall(getattr(error, "diagnostic", ""))
        return frozenset("".join(map(_unquoted, found))) & frozenset(asked)
    return frozenset()


def _unquoted(quoted: str) -> str:
    """Return what stands in quotation marks; a character may be written there by its number."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found.group(1), 16)), quoted[1:-1])


def _characters(value: object) -> frozenset[str]:
    """Return every character of the texts in plain data beyond those of ASCII."""
    texts: list[str] = []
    _collect(value, texts)
    return frozenset(character for text in texts if not _PLAIN.fullmatch(text) for character in text if character > "~")


def _collect(value: object, into: list[str]) -> None:
    if isinstance(value, str):
        into.append(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            _collect(inner, into)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _collect(inner, into)


def _translated(value: Any, table: Mapping[int, str]) -> Any:
    """Return plain data with some characters of its texts replaced."""
    if not table:
        return value
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, Mapping):
        return {key: _translated(inner, table) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_translated(inner, table) for inner in value]
    return value
