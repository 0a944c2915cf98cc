# SPDX-License-Identifier: Apache-2.0
"""Every element of strangers' XML knows its line and the way to it; a file is read only so far."""

import pytest

from pourparler.case.decode import Page
from pourparler.errors import CaseError
from pourparler.exchange.xml_tree import DEEPEST, MOST_ELEMENTS, read_xml


def test_elements_know_their_lines_and_the_way_to_them() -> None:
    top = read_xml(
        Page.of("x.xml", '<a>\n  <issue name="fee">\n    <item value="low"/>\n  </issue>\n  <weight index="1"/>\n</a>')
    )
    item = top.first("issue", "item")
    assert item is not None
    assert (item.line, item.column, item.path) == (3, 5, ("a", "issue[fee]", "item[low]"))
    assert [(child.tag, child.line) for child in top.children] == [("issue", 2), ("weight", 5)]
    assert top.first("issue", "nothing", "item") is None


def test_attributes_keep_what_is_escaped_and_are_composed() -> None:
    top = read_xml(Page.of("x.xml", '<a name="x&#10;&amp;&quot;&lt;e\u0301"/>'))
    assert top.get("name") == 'x\n&"<\u00e9'


def test_limits_say_so() -> None:
    with pytest.raises(CaseError, match=f"nested deeper than {DEEPEST}"):
        read_xml(Page.of("x.xml", "<a>" * (DEEPEST + 1) + "</a>" * (DEEPEST + 1)))
    assert read_xml(Page.of("x.xml", "<a>" * DEEPEST + "</a>" * DEEPEST)).tag == "a"
    with pytest.raises(CaseError, match=f"more than {MOST_ELEMENTS} elements"):
        read_xml(Page.of("x.xml", "<a>" + "<b/>" * MOST_ELEMENTS + "</a>"))


def test_a_document_type_is_shown_where_it_stands() -> None:
    with pytest.raises(CaseError) as caught:
        read_xml(Page.of("x.xml", "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>"))
    assert str(caught.value).startswith("x.xml:2:")
