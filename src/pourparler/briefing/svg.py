# SPDX-License-Identifier: Apache-2.0
"""Pictures as SVG inside a page: drawn from their specification without a browser, a script or a network.

What the renderer returns is read as XML and written anew from a list of elements and attributes that a picture needs, so that
nothing else can stand in a page; ids, which it numbers by process, are numbered by picture.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from pourparler.briefing import drawn
from pourparler.briefing.markup import Attribute, Markup, closed, element
from pourparler.briefing.pictures.style import with_room

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset({"g", "path", "text", "tspan", "line", "rect", "circle", "defs", "clipPath"})
# fmt: off
_ATTRIBUTES = frozenset((
    "clip-path", "cx", "cy", "d", "dx", "dy", "fill", "fill-opacity", "font-size", "font-weight", "height", "id", "opacity",
    "r", "stroke", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity",
    "stroke-width", "text-anchor", "transform", "width", "x", "x1", "x2", "y", "y1", "y2",
))
# fmt: on
#: What these say is so without them.
_DEFAULTS = {"opacity": "1", "transform": "translate(0,0)", "clip-path": ""}
#: Decimals beyond the second move nothing that can be seen.
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
#: The renderer measures text in the first of them; where it is missing, letters of about the same width take its place.
_FAMILIES = "Liberation Sans, Arial, Helvetica, Libertinus Serif, sans-serif"
#: So many pictures are kept for another printer of the same document.
_KEPT = 64
#: A text with what keeps lines off its letters, and what of its look draws that.
_CLEAR = re.compile(r'<text ([^>]*) paint-order="stroke">(.*?)</text>', re.DOTALL)
_STROKE = re.compile(r' stroke(?:-width|-linejoin)?="[^"]*"')
_REFERENCE = re.compile(r"url\(#([\w-]+)\)")


def picture(spec: Mapping[str, object], name: str, title: str, description: str) -> Markup:
    """Return a picture as an element `svg` that tells its title and description; `name` begins its ids.

    The same arguments give the same text, in any process and however often. Raises `ValueError` if the renderer refuses the
    specification, which is always a fault of the program.
    """
    root = ElementTree.fromstring(_rendered(spec))
    ids = {old: f"{name}-{number}" for number, old in enumerate(_ids(root), start=1)}
    attributes: dict[str, Attribute] = {
        "role": "img",
        "aria-labelledby": f"{name}-title",
        "width": root.get("width"),
        "height": root.get("height"),
        "viewBox": root.get("viewBox"),
    }
    inside = [_written(child, ids) for child in root]
    told = element("title", title, id=f"{name}-title"), element("desc", description)
    return closed("svg", attributes, *told, *inside)


@dataclass(frozen=True)
class Drawing:
    """A picture as a file of its own: SVG text, and how wide and high it is in pixels."""

    text: str
    width: float
    height: float


def drawing(spec: Mapping[str, object], title: str, description: str) -> Drawing:
    """Return a picture as a document of its own, for printers that take one; otherwise as `picture`."""
    text = _CLEAR.sub(_in_two, picture(spec, "picture", title, description))
    head = f'<svg xmlns="{_NAMESPACE.strip("{}")}" font-family="{_FAMILIES}"'
    root = ElementTree.fromstring(_rendered(spec))
    return Drawing(text.replace("<svg", head, 1), float(root.get("width", "0")), float(root.get("height", "0")))


def _in_two(found: re.Match[str]) -> str:
    """Return a text below which lines are cleared as two: printers draw one letter by letter, each over the one before."""
    look, said = found.groups()
    return f"<text {look}>{said}</text><text{_STROKE.sub('', ' ' + look)}>{said}</text>"


def _rendered(spec: Mapping[str, object]) -> str:
    """Return what the renderer makes of a specification; several printers ask for the same picture."""
    return _render(_text(spec))


def soon(specs: Iterable[Mapping[str, object]]) -> None:
    """Say that pictures of these specifications will be wanted: where they are drawn beside the work, they are begun."""
    drawn.soon(drawn.of_spec(_text(spec)) for spec in specs)


def _text(spec: Mapping[str, object]) -> str:
    return json.dumps(with_room(spec), ensure_ascii=False)


@lru_cache(maxsize=_KEPT)
def _render(spec: str) -> str:
    return drawn.svg_of(spec)


def _ids(root: ElementTree.Element) -> list[str]:
    return [node.attrib["id"] for node in root.iter() if "id" in node.attrib]


def _written(node: ElementTree.Element, ids: Mapping[str, str]) -> Markup:
    """Return an element with what it holds, or nothing where it shows nothing."""
    name = node.tag.removeprefix(_NAMESPACE)
    if name not in _ELEMENTS or node.get("display") == "none":
        return Markup()
    shows = node.get("fill", "none") != "none" or "stroke" in node.attrib
    if name == "path" and not (shows and node.get("d")):
        return Markup()
    attributes = {key: _value(key, value, ids) for key, value in node.attrib.items() if key in _ATTRIBUTES}
    kept: dict[str, Attribute] = {key: value for key, value in attributes.items() if _DEFAULTS.get(key) != value}
    if name == "text" and kept.get("stroke-opacity") == "0":  # what keeps lines off the letters, below them (style.py)
        del kept["stroke-opacity"]
        kept["paint-order"] = "stroke"
    inside = [_written(child, ids) for child in node]
    held = [node.text or "", *inside] if name in ("text", "tspan") else inside
    if name in ("g", "defs"):
        if not any(inside):
            return Markup()
        if not kept and name == "g":
            return Markup("".join(inside))
    return closed(name, kept, *held)


def _value(key: str, value: str, ids: Mapping[str, str]) -> str:
    if key == "id":
        return ids[value]
    if key == "clip-path":
        found = _REFERENCE.fullmatch(value)
        return f"url(#{ids[found.group(1)]})" if found and found.group(1) in ids else ""
    return _LONG_NUMBER.sub(lambda number: f"{float(number.group()):.2f}", value)
