# SPDX-License-Identifier: Apache-2.0
"""What things are called for a reader: the labels of a case in place of its identifiers, plain words for the gate."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pourparler.assess.assessment import Assessment
from pourparler.assess.conditions import APPROVED, CONSULTED, DAY_AFTER, DEFINED, DIRECT_CONTACT, IMAGINED
from pourparler.assess.gate import TRIPWIRE
from pourparler.assess.sentence import Sentence
from pourparler.wording import say

#: The values of sentences that hold identifiers. All others are text, numbers or paths of the file and stay as they are.
# fmt: off
_IDENTIFIERS = frozenset((
    "action", "advice", "between", "condition", "flat", "give", "hypothesis", "issues", "item", "items", "leader",
    "losers", "moves", "nearest", "option", "other", "outcome", "parties", "party", "plan", "priority", "question", "source",
    "stage", "steps",
    "step", "tells", "them", "then", "values", "what", "who", "winner",
))
# fmt: on
_IDENTIFIER = re.compile(r"[^\W\d][\w-]*(?:\.[^\W\d][\w-]*)*(?:\.-?[0-9]+(?:\.[0-9]+)?)?")
#: An option that is a number, at the end of its full name: it may hold a point of its own.
_NUMBER = re.compile(r"(?:^|\.)(-?[0-9]+(?:\.[0-9]+)?)$")

#: Options of such names say nothing without their issue.
_BARE = frozenset(("all", "any", "as_is", "as_now", "kept", "no", "none", "same", "status_quo", "unchanged", "yes"))
#: The path of a hypothesis: `questions`, its question, its name.
_LIKELIHOOD = 3


#: What the program itself calls stances of parties, and the results of a step that names none.
_BUILT_IN = frozenset({"supports", "lives_with", "opposes", "spoils", "done", "failed"})


def _built_in(name: str) -> str:
    """Return a word of the program's own in the language in use; of any other name nothing."""
    if name not in _BUILT_IN:
        return ""
    known = {
        "supports": say("supports"),
        "lives_with": say("lives with"),
        "opposes": say("opposes"),
        "spoils": say("spoils"),
        "done": say("done"),
        "failed": say("failed"),
    }
    return known[name]


class Names:
    """Names for a reader. A label is looked up by the full name (`programme.freeze`), then by its last part."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self._alike = {label for label, times in Counter(labels.values()).items() if times > 1}

    def of(self, *parts: str) -> str:
        """Return the label of an identifier given by its parts, else the identifier with spaces for underscores."""
        full = ".".join(parts)
        number = _NUMBER.search(full)
        last = number.group(1) if number is not None else full.rpartition(".")[2]
        return self._labels.get(full) or self._labels.get(last) or _built_in(last) or last.replace("_", " ")

    def moves(self, moves: Sequence[str]) -> str:
        """Return the names of moves done together."""
        return " + ".join(self.of("moves", move) for move in moves)

    def package(self, package: Mapping[str, str]) -> str:
        """Return a package as `issue (option)` for every issue."""
        return ", ".join(f"{self.of('issues', issue)} ({self.of(issue, option)})" for issue, option in package.items())

    def agreement(self, package: Mapping[str, str]) -> str:
        """Return a package by its options, for a column of a table; one that says little by itself is told with its issue."""
        told = {issue: self.of(issue, option) for issue, option in package.items()}
        alike = {name for name, times in Counter(told.values()).items() if times > 1} | self._alike
        parts = ((issue, name, name in alike or package[issue] in _BARE) for issue, name in told.items())
        return ", ".join(f"{self.of('issues', issue)}: {name}" if is_bare else name for issue, name, is_bare in parts)

    def concession(self, path: str) -> str:
        """Return an option with its issue, given by its path; a move by its name."""
        issue, _, option = path.partition(".")
        name = self.of(issue, option) if option else self.of(issue)
        return f"{self.of('issues', issue)}: {name}" if option and issue != "moves" else name

    def condition(self, name: str) -> str:
        """Return a condition of the gate in plain words."""
        if name in self._labels:
            return self._labels[name]
        if name.startswith(CONSULTED):
            return say("consultation with {party}", party=self.of("parties", name.removeprefix(CONSULTED)))
        if name.startswith(TRIPWIRE):
            return say("the tripwire on {what}", what=self._token(name.removeprefix(TRIPWIRE)))
        known = {
            DIRECT_CONTACT: say("direct contact with the other side"),
            APPROVED: say("approval of the mandate"),
            DAY_AFTER: say("a plan for the day after"),
            DEFINED: say("criteria of success"),
            IMAGINED: say("a pre-mortem"),
        }
        return known.get(name) or name.replace("_", " ")

    def told(self, sentence: Sentence) -> str:
        """Return a sentence in the language in use, with names in place of the identifiers it holds."""
        return say(sentence.template, **{name: self.value(name, value) for name, value in sentence.values.items()})

    def value(self, name: str, value: str | Sentence) -> str:
        """Return one value of a sentence as a reader sees it; `name` says what it holds."""
        if isinstance(value, Sentence):
            return self.told(value)
        if name == "condition":
            return self.condition(value)
        if name == "conditions":
            return ", ".join(map(self.condition, value.split(", ")))
        if name == "hypothesis":
            return self._hypothesis(value)
        if name in _IDENTIFIERS:
            return _IDENTIFIER.sub(lambda found: self._token(found.group()), value)
        return value

    def input(self, path: str) -> str:
        """Return a number of the case in words: the names along its path, or for a hypothesis how likely it is."""
        keys = path.split(".")
        if keys[0] == "questions" and len(keys) == _LIKELIHOOD:
            return say("how likely “{hypothesis}” is, after all evidence", hypothesis=self.of(keys[-1]))
        return " › ".join(self.of(key) for key in keys)

    def _hypothesis(self, value: str) -> str:
        """Return a hypothesis, in quotation marks where its name is more than a word."""
        name = self.of(value)
        return f"“{name}”" if " " in name else name

    def _token(self, token: str) -> str:
        """Return the name of one identifier in a list of them; an option is told with its issue."""
        if token == "fix_conditionally":
            return say("fix on conditions")
        if token in self._labels:
            return self._labels[token]
        number = _NUMBER.search(token)
        parts = token.split(".") if number is None else [*token[: number.start()].split("."), number.group(1)]
        return ": ".join(self.of(part) for part in parts)


class AsWritten(Names):
    """Names of a table that has no labels: every issue, option and party is called what its file calls it."""

    def __init__(self) -> None:
        super().__init__({})

    def of(self, *parts: str) -> str:
        """Return the last part as it was written: a foreign name may hold any character."""
        return parts[-1]


def names_of(assessment: Assessment) -> Names:
    """Return the names that the case of an assessment gives."""
    labels = assessment.as_written.get("labels")
    return Names({str(key): str(label) for key, label in labels.items()} if isinstance(labels, Mapping) else {})
