# SPDX-License-Identifier: Apache-2.0
"""Pictures too tall for a page, cut between two lines of their text, so that they are printed large enough to be read."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

from pourparler.briefing.svg import Drawing

_MOVED = re.compile(r"translate\(\s*(-?[\d.]+)(?:[\s,]+(-?[\d.]+))?\s*\)")
_HEAD = re.compile(r'(?<= )(?P<name>height|viewBox)="[^"]*"')
#: A piece is at least so much of what a page could hold: it is cut where there is most room in the rest.
_LEAST = 0.6


def sliced(drawing: Drawing, tallest: float) -> tuple[Drawing, ...]:
    """Return a picture in pieces of at most that height in pixels, from top to bottom; in one where it is no taller."""
    if drawing.height <= tallest:
        return (drawing,)
    root = ElementTree.fromstring(drawing.text)
    lines = sorted({*_heights(root, 0.0), 0.0, drawing.height})
    cuts = [0.0]
    while drawing.height - cuts[-1] > tallest:
        cuts.append(_cut(lines, cuts[-1] + _LEAST * tallest, cuts[-1] + tallest))
    left, top, width, _ = (float(part) for part in (root.get("viewBox") or "").split())
    ends = [*cuts, drawing.height]
    return tuple(_piece(drawing, (left, top + start, width, end - start)) for start, end in pairwise(ends))


def _cut(lines: list[float], low: float, high: float) -> float:
    """Return where to cut between two heights: in the middle of the widest gap between lines of text."""
    gaps = [(after - before, (before + after) / 2) for before, after in pairwise(lines)]
    return max((gap for gap in gaps if low <= gap[1] <= high), default=(0.0, high))[1]


def _heights(node: ElementTree.Element, above: float) -> Iterator[float]:
    """Yield the height of every line of text that is set level."""
    moved = _MOVED.search(node.get("transform", ""))
    here = above + float(moved.group(2) or 0) if moved is not None else above
    if node.tag.endswith("}text") and "rotate" not in node.get("transform", ""):
        yield here + float(node.get("y") or 0)
    for child in node:
        yield from _heights(child, here)


def _piece(drawing: Drawing, box: tuple[float, float, float, float]) -> Drawing:
    """Return what of a picture stands in a box."""
    held = {"height": f"{box[3]:g}", "viewBox": " ".join(f"{part:g}" for part in box)}
    head, end, rest = drawing.text.partition(">")
    text = _HEAD.sub(lambda found: f'{found.group("name")}="{held[found.group("name")]}"', head)
    return replace(drawing, text=f"{text}{end}{rest}", height=box[3])
