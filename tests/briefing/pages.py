# SPDX-License-Identifier: Apache-2.0
"""Pages for tests: read as browsers do, and made of cases in which every text is something else."""

import copy
import functools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

from assess.variations import plain
from case.samples import FULL
from pourparler.assess import Assessment, assess
from pourparler.briefing.compose import compose
from pourparler.briefing.html import page
from pourparler.case import CaseError, read_text

#: Identifiers of the full sample that a label can rename.
# fmt: off
LABELLED = (
    "aland", "borea", "cyrene", "delos", "motive", "pressure", "settle", "stall", "prestige", "responsive", "unresponsive",
    "envoy", "talks", "offer", "silence", "fleet", "patrols", "money", "unchanged", "capped", "halved", "withdrawn",
    "suspended", "joint", "none", "credit", "grant", "port_fees", "fuel_credit", "soundings", "tell_cyrene", "cabinet",
    "dues", "forthcoming", "evasive", "parliament", "quota_line",
)
# fmt: on


def parsed(text: str) -> Element:
    """Return a page as a tree, parsed by the rules that browsers follow; mistakes of markup are errors."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False, strict=True)
    root: Element = parser.parse(text)
    for node in root.iter():
        if isinstance(node.tag, str):  # a comment has none
            node.tag = node.tag.rpartition("}")[2]
    return root


def shape(root: Element) -> Counter[tuple[str, tuple[str, ...]]]:
    """Return how often each element with its names of attributes stands in a page."""
    return Counter((str(node.tag), tuple(sorted(node.attrib))) for node in root.iter())


def texts_of(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the place and content of every text in plain data."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_of(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts_of(inner, (*path, number))
    elif isinstance(value, str):
        yield path, value


def with_texts(data: dict[str, Any], texts: dict[tuple[str | int, ...], str]) -> dict[str, Any]:
    """Return plain data with other texts at some places."""
    out: dict[str, Any] = copy.deepcopy(data)
    for path, text in texts.items():
        place: Any = out
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = text
    return out


def reads(data: dict[str, Any]) -> bool:
    """Return whether plain data is a case without mistakes."""
    try:
        read_text(json.dumps(data), "case.yaml")
    except CaseError:
        return False
    return True


@functools.cache
def full_case() -> dict[str, Any]:
    """Return the full sample as plain data, with a label for every identifier, and what keeps it from a verdict filled in."""
    data = plain(read_text(FULL, "case.yaml"))
    data["labels"] = {name: name for name in LABELLED}
    data["issues"]["money"]["status_quo"] = "none"
    data["preparation"]["cabinet"]["cost"] = 0.5
    data["preparation"]["dues"]["cost"] = 0.5
    return data


@functools.cache
def free_places() -> tuple[tuple[str | int, ...], ...]:
    """Return the places of the full case where any text may stand: found by trying, not from a list."""
    data = full_case()
    return tuple(path for path, _ in texts_of(data) if reads(with_texts(data, {path: "<free> text;"})))


def assessment_of(payload: Callable[[int], str]) -> Assessment:
    """Return the full case, assessed with a payload, told by number, in every place where any text may stand."""
    texts = {path: payload(number) for number, path in enumerate(free_places())}
    case = read_text(json.dumps(with_texts(full_case(), texts)), "case.yaml")
    return assess(case, digest="d" * 64, version="v", worlds=40)


def page_of(payload: Callable[[int], str]) -> str:
    """Return the page of the full case with a payload, told by number, in every place where any text may stand."""
    return page(compose(assessment_of(payload)))


def harmless(text: str) -> str:
    """Return plain text of the same shape: letters where anything else stood, words of the same length."""
    return re.sub(r"[^\w\s]", "x", text)
