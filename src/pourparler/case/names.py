# SPDX-License-Identifier: Apache-2.0
"""What a case file gives names to, read from the tree, so that a faulty entry still counts as there.

A section that is not written at all gives no names; what refers into it is then tolerated, so that deleting
an optional section never makes a case invalid.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pourparler.case.model import Case
from pourparler.case.numbers import options_named
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.table import FromPatience
from pourparler.case.tree import Scalar, Sequence, Table, Tree
from pourparler.case.words import instead
from pourparler.wording import say

Known = Mapping[str, object] | None
"""Names in the order of the file, as the keys of a mapping; None where any name is tolerated."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one file. If it is `closed`, what is not written gives no names, and not any name."""

    tree: Tree
    closed: bool = False
    _options: dict[str, Known] = field(default_factory=dict)

    def keys(self, *path: str | int) -> Known:
        """Return the keys of the table at `path`; None if there is no table, or nothing in it.

        The grades that the program has of its own are no section of a case: without a table of them any is tolerated.
        """
        node = self.tree.node(path)
        if isinstance(node, Table) and node.entries:
            return node.entries
        return {} if self.closed and path != ("grades",) else None

    @property
    def parties(self) -> Known:
        return self.keys("parties")

    @property
    def issues(self) -> Known:
        return self.keys("issues")

    @property
    def evidence(self) -> Known:
        """The ids of the items of evidence; None if some item has none that can be read."""
        node = self.tree.node(("evidence",))
        ids = [self.tree.node(("evidence", place, "id")) for place in range(len(getattr(node, "items", ())))]
        words = [each.text for each in ids if isinstance(each, Scalar)]
        none: Known = {} if self.closed and not ids else None
        return dict.fromkeys(words) if words and len(words) == len(ids) else none

    @property
    def questions(self) -> Known:
        return self.keys("questions")

    def hypotheses(self, question: str | None) -> Known:
        """Return the hypotheses of a question; None if it is not known or has none that can be read."""
        return None if question is None else self.keys("questions", question, "hypotheses")

    def options(self, issue: str) -> Known:
        """Return the options of an issue; None if the issue is not known or its options cannot be read."""
        if issue not in self._options:
            self._options[issue] = options_named(self.tree.node(("issues", issue))) or ({} if self.closed else None)
        return self._options[issue]

    def option_count(self, issue: str) -> int:
        """Return the length of an issue's list of options, whatever its items are."""
        node = self.tree.node(("issues", issue, "options"))
        return len(node.items) if isinstance(node, Sequence) else len(self.options(issue) or ())


#: How an unknown name is reported, by what it should name.
_UNKNOWN = {
    "party": "the unknown party {word}",
    "issue": "the unknown issue {word}",
    "option": "the unknown option {word}",
    "question": "the unknown question {word}",
    "hypothesis": "the unknown hypothesis {word}",
    "source": "the unknown source {word}",
    "grade": "the unknown grade {word}",
    "move": "the unknown move {word}",
    "step": "the unknown preparation step {word}",
    "stage": "the unknown stage {word}",
    "item": "the unknown item of evidence {word}",
    "indicator": "the unknown indicator {word}",
    "condition": "the unknown condition {word}",
    "outcome": "the unknown outcome {word} of a preparation step",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A word that should name something: what kind of thing, where, and what is known of that kind."""

    kind: str
    word: str
    known: Known
    path: KeyPath
    is_key: bool = False

    def findings(self) -> Iterator[Finding]:
        """Report the word if it names nothing."""
        if self.known is not None and self.word not in self.known:
            found = say(_UNKNOWN[self.kind], word=quoted(self.word))
            yield Finding(self.path, found, instead(self.word, self.known), "key" if self.is_key else "value")


def keyed(kind: str, table: object, known: Known, *path: str | int) -> Iterator[Reference]:
    """Return the keys of the table at `path` as references."""
    if isinstance(table, dict):
        for key in table:
            yield Reference(kind, key, known, (*path, key), is_key=True)


def listed(kind: str, words: tuple[str, ...], known: Known, *path: str | int) -> Iterator[Reference]:
    """Return the items of the list at `path` as references."""
    for number, word in enumerate(words):
        yield Reference(kind, word, known, (*path, number))


def by_side(case: Case) -> Iterator[tuple[KeyPath, Mapping[str, object]]]:
    """Return the tables that hold a number for each of the two sides at the table, and for nobody else."""
    if case.meeting is not None:
        yield ("meeting", "price"), case.meeting.price
        for level, terms in case.meeting.levels.items():
            yield ("meeting", "levels", level, "price"), terms.price
    if isinstance(case.bargaining_power, FromPatience):
        yield ("bargaining_power", "patience"), case.bargaining_power.patience
