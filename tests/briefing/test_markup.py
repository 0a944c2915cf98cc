# SPDX-License-Identifier: Apache-2.0
"""Writing markup: text is data, whatever it holds."""

from html import escape

from pourparler.briefing.markup import Markup, closed, dated, element, joined, text, void
from pourparler.case.problem import visible


def test_text_is_escaped_and_what_cannot_be_seen_is_told_by_number() -> None:
    assert text("<b>&\"'") == "&lt;b&gt;&amp;&quot;&#x27;"
    assert text("a\u202eb\x07\nc") == "a&lt;U+202E&gt;b&lt;U+0007&gt; c"


def test_children_are_text_unless_they_are_markup() -> None:
    assert element("p", "<i>", element("b", "x")) == "<p>&lt;i&gt;<b>x</b></p>"
    assert joined("&", Markup("<hr>")) == "&amp;<hr>"


def test_attributes_are_escaped_named_with_hyphens_and_left_out() -> None:
    assert element("a", class_='"><script>', aria_label=None, hidden=False) == '<a class="&quot;&gt;&lt;script&gt;"></a>'
    assert element("details", open=True, tabindex=0) == '<details open tabindex="0"></details>'
    assert closed("svg", {"viewBox": "0 0 1 1"}) == '<svg viewBox="0 0 1 1"></svg>'
    assert void("meta", http_equiv="a", name="b") == '<meta http-equiv="a" name="b">'


def test_a_day_stands_whole_and_what_only_looks_like_one_is_text() -> None:
    assert dated("<2018-03-15>, or 2018-04-01.") == "&lt;<time>2018-03-15</time>&gt;, or <time>2018-04-01</time>."
    for other in ("12018-03-15", "2018-03-15-a", "2018-3-15", "a-2018-03-15", "2018-03-155", "2018-03-15T10:00", ""):
        assert dated(other) == text(other)


def test_markup_does_not_survive_being_changed() -> None:
    assert not isinstance(Markup("<b>") + "<i>", Markup)


def test_ordinary_text_stands_as_it_is_and_no_other_does() -> None:
    for character in map(chr, range(2**10)):
        for told in (character, f"a{character}b"):
            assert text(told) == escape(visible(told), quote=True)
