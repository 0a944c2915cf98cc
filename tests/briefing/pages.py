# SPDX-License-Identifier: Apache-2.0
"""Pages for tests: read as browsers do, and made of cases in which every text is something else."""

import bisect
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


def mistakes(data: dict[str, Any]) -> set[str]:
    """Return the key paths of all mistakes in plain data; of a case without mistakes none."""
    try:
        read_text(json.dumps(data), "case.yaml")
    except CaseError as refused:
        return {getattr(problem, "key_path", "") for problem in refused.problems}
    return set()


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
    """Return the places of the full case where any text may stand, all at once: found by trying, not from a list."""
    data = full_case()
    every = [path for path, _ in texts_of(data)]
    # Key paths go by the ids of items; and how much is forecast says first whether it has a unit. These are tried alone.
    alone = [path for path in every if path[-1] in ("id", "unit")]
    free = [path for path in every if path not in alone]
    while wrong := mistakes(_filled(data, free)):
        keys = {path: _key_path(data, path) for path in free}
        bad = [path for path in free if keys[path] in wrong]
        bad = bad or [path for path in free if any(keys[path].startswith((f"{key}.", f"{key}[")) for key in wrong)]
        bad = bad or [free[_first_wrong(data, free)]]
        free = [path for path in free if path not in bad]
    return tuple(sorted((*free, *(path for path in alone if not mistakes(_filled(data, [path])))), key=every.index))


def _filled(data: dict[str, Any], paths: list[tuple[str | int, ...]]) -> dict[str, Any]:
    return with_texts(data, {path: f"<free> text; {number}" for number, path in enumerate(paths)})


def _first_wrong(data: dict[str, Any], paths: list[tuple[str | int, ...]]) -> int:
    """Return the place of the first text with which those before it are no case."""
    return bisect.bisect_left(range(len(paths)), True, key=lambda last: bool(mistakes(_filled(data, paths[: last + 1]))))


def _key_path(data: Any, path: tuple[str | int, ...]) -> str:
    """Return a place as a mistake names it."""
    out = ""
    for part in path:
        data = data[part]
        name = data.get("id") if isinstance(part, int) and isinstance(data, dict) else part
        out += f".{name}" if isinstance(name, str) else f"[{part}]"
    return out[1:]


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
