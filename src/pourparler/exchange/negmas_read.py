# SPDX-License-Identifier: Apache-2.0
"""The YAML or JSON of NegMAS, read as plain data: known type names, numbers, lists and tables, and nothing that runs."""

import re
from collections.abc import Sequence as Several
from dataclasses import dataclass
from fractions import Fraction

from pourparler.case.decode import Page
from pourparler.case.marks import read_tree
from pourparler.case.problem import KeyPath, quoted
from pourparler.case.tree import Node, Refused, Scalar, Sequence, Table, Tree
from pourparler.errors import CaseError
from pourparler.exchange.complaints import Complaints
from pourparler.exchange.negmas import NegmasIssue
from pourparler.exchange.numerals import exact
from pourparler.exchange.ranges import MOST_OPTIONS
from pourparler.wording import say

#: Outcome spaces that are all combinations of options.
SPACES = ("CartesianOutcomeSpace", "DiscreteCartesianOutcomeSpace")
LISTED = ("CategoricalIssue", "DiscreteOrdinalIssue", "DiscreteCardinalIssue")
WHOLE, REAL = "ContiguousIssue", "ContinuousIssue"

#: JSON writes a character beyond U+FFFF as two escapes; in YAML each escape is a character.
_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")

_MINUS_INFINITY = re.compile(r"-\.(inf|Inf|INF)|-Infinity")


def read_plain(page: Page) -> Tree:
    """Read a page of YAML or JSON into a tree. Raises `CaseError` for what is not plain data: tags, anchors, duplicate keys."""
    if page.file.endswith(".json"):
        joined = _PAIR.sub(lambda pair: _character(pair.group(1), pair.group(2)), page.text)
        page = Page.of(page.file, joined)
    tree = read_tree(page, "type: ...")
    if tree.problems:
        raise CaseError(tree.problems)
    return tree


def _character(high: str, low: str) -> str:
    return bytes.fromhex(high + low).decode("utf-16-be")


@dataclass(slots=True)
class Reading:
    """One file that is being read, and where its mistakes go."""

    tree: Tree
    complaints: Complaints

    def wrong(self, path: KeyPath, found: str, write: str) -> None:
        """Note a mistake at a key path."""
        mark = self.tree.place(path, key=False)
        self.complaints.add(self.tree.page, mark.line, mark.column, path, found, write)

    def missing(self, path: KeyPath, key: str) -> None:
        """Note that a key is not written."""
        self.wrong(path, say("no {key}", key=quoted(key)), say("write {key}: ...", key=key))

    def type_at(self, path: KeyPath) -> str:
        """Return the last part of a type name; empty, and a problem, where there is none."""
        node = self.tree.node((*path, "type"))
        if isinstance(node, Scalar) and node.text:
            return node.text.rsplit(".", 1)[-1]
        self.missing(path, "type")
        return ""

    def items(self, path: KeyPath) -> Several[Node]:
        """Return the items of a list; none, and a problem, where there is no list."""
        node = self.tree.node(path)
        if isinstance(node, Sequence):
            return node.items
        if node is None:
            self.missing(path[:-1], str(path[-1]))
        else:
            self.wrong(path, say("something other than a list"), say("write a list"))
        return ()

    def number(self, path: KeyPath, otherwise: Fraction | None = None) -> Fraction | None:
        """Return a number; `otherwise` where it is not written, and a problem if there is none to put there."""
        node = self.tree.node(path)
        if node is None or self.is_blank(path):
            if otherwise is None:
                self.missing(path[:-1], str(path[-1]))
            return otherwise
        number = number_of(node)
        if number is None:
            shown = quoted(node.text) if isinstance(node, Scalar) else say("something other than a number")
            self.wrong(path, say("{shown} where a finite number should stand", shown=shown), say("write a number such as 0.5"))
        return number

    def is_blank(self, path: KeyPath) -> bool:
        """True where nothing is written, or null."""
        node = self.tree.node(path)
        return node is None or (isinstance(node, Scalar) and node.plain and node.text in ("null", "~", ""))

    def is_minus_infinity(self, path: KeyPath) -> bool:
        """True where minus infinity is written, or nothing."""
        node = self.tree.node(path)
        return self.is_blank(path) or (
            isinstance(node, Scalar) and node.plain and _MINUS_INFINITY.fullmatch(node.text) is not None
        )

    def text(self, path: KeyPath) -> str:
        """Return a text; empty where there is none."""
        node = self.tree.node(path)
        return node.text if isinstance(node, Scalar) and not (node.plain and node.text in ("null", "~")) else ""


def number_of(node: Node) -> Fraction | None:
    """Return the number that a node holds; None for text and everything else."""
    return exact(node.text) if isinstance(node, Scalar) and node.plain else None


def read_issues(reading: Reading) -> tuple[NegmasIssue, ...] | None:
    """Read the issues of an outcome space; None, with problems, where one cannot be used."""
    before = len(reading.complaints.problems)
    space = reading.type_at(())
    if space and space not in SPACES:
        found = say("an outcome space of the type {kind}", kind=quoted(space))
        reading.wrong(("type",), found, say("give one of the type {known}", known=SPACES[0]))
    items = reading.items(("issues",))
    if not items and len(reading.complaints.problems) == before:
        reading.wrong(("issues",), say("no issue"), say("write a list of issues, each with name, type and values"))
    issues = [_issue(reading, ("issues", position)) for position in range(len(items))]
    names: set[str] = set()
    for position, issue in enumerate(issues):
        if issue is not None and issue.name in names:
            found = say("an issue named {name} a second time", name=quoted(issue.name))
            reading.wrong(("issues", position), found, say("give each issue a name of its own"))
        names |= set() if issue is None else {issue.name}
    kept = tuple(issue for issue in issues if issue is not None)
    return kept if len(reading.complaints.problems) == before else None


def _issue(reading: Reading, path: KeyPath) -> NegmasIssue | None:
    if not isinstance(reading.tree.node(path), Table):
        reading.wrong(path, say("an issue that is no table"), say("write name, type and values"))
        return None
    name, kind = reading.text((*path, "name")), reading.type_at(path)
    if not name.strip():
        reading.missing(path, "name")
    if kind in LISTED:
        return _listed(reading, path, name)
    if kind in (WHOLE, REAL):
        return _range(reading, path, name, whole=kind == WHOLE)
    if kind:
        known = ", ".join((*LISTED, WHOLE, REAL))
        found = say("an issue of the type {kind}", kind=quoted(kind))
        reading.wrong((*path, "type"), found, say("write one of {known}", known=known))
    return None


def _listed(reading: Reading, path: KeyPath, name: str) -> NegmasIssue | None:
    nodes = reading.items((*path, "values"))
    options: dict[str, Fraction | None] = {}
    for position, node in enumerate(nodes):
        there = (*path, "values", position)
        if not isinstance(node, Scalar) or not node.text.strip():
            if not isinstance(node, Refused):
                reading.wrong(there, say("an option that is no text or number"), say("write text or a number"))
        elif node.text in options:
            reading.wrong(
                there, say("the option {option} a second time", option=quoted(node.text)), say("write each option once")
            )
        else:
            options[node.text] = number_of(node)
    if not nodes:
        reading.wrong((*path, "values"), say("an issue without options"), say("write a list of options"))
    elif len(nodes) > MOST_OPTIONS:
        reading.wrong((*path, "values"), say("more than {most} options", most=MOST_OPTIONS), say("use fewer options"))
    numbers = [number for number in options.values() if number is not None]
    all_numbers = len(numbers) == len(options) and bool(options)
    return NegmasIssue(name, tuple(options), tuple(numbers) if all_numbers else None)


def _range(reading: Reading, path: KeyPath, name: str, *, whole: bool) -> NegmasIssue | None:
    there = (*path, "values")
    nodes = reading.items(there)
    ends = [reading.number((*there, position)) for position in range(len(nodes))]
    if nodes and len(ends) != 2:
        reading.wrong(there, say("a range without two ends"), say("write [lowest, highest]"))
        return None
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    lower, upper = ends[0], ends[1]
    if whole and (lower.denominator != 1 or upper.denominator != 1):
        reading.wrong(there, say("a range of whole numbers with broken bounds"), say("write whole bounds"))
    elif lower > upper:
        reading.wrong(there, say("a lower bound above the upper one"), say("write the smaller number first"))
    elif whole and upper - lower >= MOST_OPTIONS:
        found = say("a range of more than {most} whole numbers", most=MOST_OPTIONS)
        reading.wrong(there, found, say("write coarser units, or {kind}, which is taken in steps", kind=REAL))
    else:
        levels = None if whole else reading.number((*path, "n_levels"), Fraction(0))
        return NegmasIssue(name, bounds=(lower, upper), whole=whole, levels=int(levels) if levels else None)
    return None
