# SPDX-License-Identifier: Apache-2.0
"""Pictures as SVG: the same bytes however often, nothing but what a picture needs, and words for those who cannot see it."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from pourparler.briefing import svg
from pourparler.briefing.pictures.style import APART, configuration, with_room

#: Lines that are clipped: the renderer numbers what clips them by process.
CLIPPED: dict[str, Any] = {
    "data": {"values": [{"a": 0, "b": 1, "c": "<script>alert(1)</script>"}, {"a": 1, "b": 2, "c": "{{x}} & 'y'"}]},
    "mark": {"type": "line", "clip": True, "point": True},
    "encoding": {
        "x": {"field": "a", "type": "quantitative"},
        "y": {"field": "b", "type": "quantitative"},
        "color": {"field": "c", "type": "nominal"},
    },
    "config": configuration(),
}


def test_the_same_picture_has_the_same_bytes_twice_in_one_process() -> None:
    first, second = (svg.picture(CLIPPED, "one", "t", "d") for _ in range(2))
    assert first == second
    assert 'id="one-1"' in first and "url(#one-1)" in first


def test_two_pictures_of_one_page_share_no_id() -> None:
    ids = [re.findall(r' id="([^"]*)"', svg.picture(CLIPPED, name, "t", "d")) for name in ("one", "two")]
    assert ids[0] and len(set(ids[0])) == len(ids[0])
    assert not set(ids[0]) & set(ids[1])


def test_it_tells_its_title_and_description_and_is_well_formed() -> None:
    root = ElementTree.fromstring(svg.picture(CLIPPED, "one", "a <title>", "a & description"))
    assert root.get("role") == "img" and root.get("aria-labelledby") == "one-title"
    assert root[0].tag == "title" and root[0].text == "a <title>" and root[0].get("id") == "one-title"
    assert root[1].tag == "desc" and root[1].text == "a & description"


def test_hostile_labels_are_text() -> None:
    drawn = svg.picture(CLIPPED, "one", "t", "d")
    root = ElementTree.fromstring(drawn)
    assert {"<script>alert(1)</script>", "{{x}} & 'y'"} <= {node.text for node in root.iter("text")}
    assert not list(root.iter("script"))


def test_only_what_a_picture_needs_is_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9" onload="x()"><script>x()</script>'
        '<a href="javascript:x()"><text>in a link</text></a><image href="http://example.org/x.png"/>'
        "<foreignObject><p>x</p></foreignObject><style>*{}</style>"
        '<g role="graphics-object" aria-label="x" onclick="x()" style="fill:red">'
        '<text fill="#000" onclick="x()">kept</text></g>'
        '<g clip-path="url(http://example.org/#x)"><path d="M0,0h9" stroke="#000"/></g>'
        '<path d="M0,0h9"/><path d="M0,0h9" stroke="#000" display="none"/><g><g></g></g></svg>'
    )
    monkeypatch.setattr(svg, "_rendered", lambda spec: raw)
    drawn = svg.picture({}, "one", "t", "d")
    start = drawn.index("</desc>") + len("</desc>")
    assert drawn[start:] == '<text fill="#000">kept</text><path d="M0,0h9" stroke="#000"></path></svg>'
    assert "onload" not in drawn


def test_numbers_are_cut_to_what_can_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = '<svg xmlns="http://www.w3.org/2000/svg"><text transform="translate(-24.9013671875,1.5e-7)">0.12345</text></svg>'
    monkeypatch.setattr(svg, "_rendered", lambda spec: raw)
    assert '<text transform="translate(-24.90,1.5e-7)">0.12345</text>' in svg.picture({}, "one", "t", "d")


def test_what_keeps_lines_off_a_text_does_not_thicken_its_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = '<svg xmlns="http://www.w3.org/2000/svg"><text stroke="#fff" stroke-opacity="0">a</text><text>b</text></svg>'
    monkeypatch.setattr(svg, "_rendered", lambda spec: raw)
    drawn = svg.picture({}, "one", "t", "d")
    assert '<text stroke="#fff" paint-order="stroke">a</text><text>b</text>' in drawn
    # Paper: drawn letter by letter, each would take something off the one before.
    assert '<text stroke="#fff">a</text><text>a</text><text>b</text>' in svg.drawing({}, "t", "d").text


def test_a_picture_asks_for_nothing_outside() -> None:
    with pytest.raises(ValueError, match="not allowed"):
        svg.picture({"data": {"url": "http://127.0.0.1:9/x.csv"}, "mark": "point"}, "one", "t", "d")


def test_only_long_names_that_a_legend_has_take_more_room_in_it() -> None:
    def room(channel: str, name: str, **more: object) -> object:
        encoding = {channel: {"field": "a", "type": "nominal", "scale": {"domain": ["b", name]}, **more}}
        layer = {"data": {"values": [{"color": {"scale": {"domain": ["x" * 90]}}}]}, "encoding": encoding}
        found = with_room({"layer": [layer], "config": configuration()})["config"]
        assert isinstance(found, dict)
        return found["legend"]["columnPadding"]

    assert room("color", "x" * 40) == room("shape", "x" * 40) == 41
    assert APART == room("color", "short") == room("y", "x" * 40) == room("color", "x" * 40, legend=None)
    assert with_room({"a": 1}) == {"a": 1}
