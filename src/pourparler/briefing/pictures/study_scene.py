# SPDX-License-Identifier: Apache-2.0
"""What a picture of a table holds, whatever the number of parties, and text that is drawn as data."""

from collections.abc import Mapping
from dataclasses import dataclass

from pourparler.briefing.pictures.style import FAINT_INK, TEXT_SIZE, Spec


@dataclass(frozen=True)
class Spot:
    """A marked point: its letters, its values and how these are written, its kind in the legend, what it is in words."""

    letters: str
    values: tuple[float, ...]
    written: tuple[str, ...]
    kind: str
    told: str


@dataclass(frozen=True)
class Dot:
    """A point: its values, whether it is efficient, and whether enough parties prefer it to no deal."""

    values: tuple[float, ...]
    efficient: bool
    agreeable: bool


@dataclass(frozen=True)
class Scene:
    """Parties as they are called; points; no deal; the ends of each scale; marked points.

    `other` and `efficient` name the two kinds of points in the legend.
    """

    parties: tuple[str, ...]
    points: tuple[Dot, ...]
    no_deal: tuple[float, ...]
    ends: tuple[tuple[float, float], ...]
    spots: tuple[Spot, ...]
    other: str
    efficient: str


def text_at(text: str, place: Mapping[str, object], **look: object) -> Spec:
    """Return a layer with one text, which stands in its data: text of a case is never part of the grammar."""
    mark = {"type": "text", "color": FAINT_INK, "fontSize": TEXT_SIZE, "limit": 0, **look}
    return {"data": {"values": [{"text": text}]}, "mark": mark, "encoding": {"text": {"field": "text"}, **place}}
