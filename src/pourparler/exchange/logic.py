# SPDX-License-Identifier: Apache-2.0
"""Statements about options, in words: `not abandon`, `accept if modify and not insist`; and patterns such as `Y N - -`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pourparler.case.problem import quoted
from pourparler.wording import say

Flags = NDArray[np.bool_]
#: From what is taken [pattern, option] to where a statement holds [pattern].
Statement: TypeAlias = Callable[[Flags], Flags]

#: A longer statement is refused, and one with more brackets.
LONGEST, MOST_BRACKETS = 1_000, 40

_WORDS = re.compile(r"[()]|[^\s()]+")
_KEYWORDS = {"not", "and", "or", "if", "iff", "(", ")"}
_PATTERN = re.compile("[YNyn-]+")


class LogicError(Exception):
    """A statement that cannot be read: what was found, and what to write instead."""

    def __init__(self, found: str, write: str) -> None:
        super().__init__(found, write)
        self.found, self.write = found, write


@dataclass
class _Words:
    words: list[str]
    options: Mapping[str, int]
    at: int = 0

    def next_is(self, *words: str) -> bool:
        """Return whether one of these comes next, and pass it if so."""
        here = self.at < len(self.words) and self.words[self.at].lower() in words
        self.at += here
        return here

    def statement(self) -> Statement:
        """Read `iff`, the loosest."""
        left = self.conditional()
        while self.next_is("iff"):
            left = _iff(left, self.conditional())
        return left

    def conditional(self) -> Statement:
        left = self.either()
        while self.next_is("if"):
            left = _if(left, self.either())
        return left

    def either(self) -> Statement:
        left = self.both()
        while self.next_is("or"):
            left = _or(left, self.both())
        return left

    def both(self) -> Statement:
        left = self.negated()
        while self.next_is("and"):
            left = _and(left, self.negated())
        return left

    def negated(self) -> Statement:
        turns = 0
        while self.next_is("not"):
            turns += 1
        inner = self.single()
        return _not(inner) if turns % 2 else inner

    def single(self) -> Statement:
        """Read an option, which may be of several words, or a statement in brackets."""
        if self.next_is("("):
            inner = self.statement()
            if not self.next_is(")"):
                raise LogicError(say("a bracket that is not closed"), say("close it with ')'"))
            return inner
        name = []
        while self.at < len(self.words) and self.words[self.at].lower() not in _KEYWORDS:
            name.append(self.words[self.at])
            self.at += 1
        if not name:
            there = quoted(self.words[self.at]) if self.at < len(self.words) else say("the end of the statement")
            raise LogicError(say("{there} where an option should stand", there=there), _advice())
        return _option(option_named(" ".join(name), self.options))


def read_statement(text: str, options: Mapping[str, int]) -> Statement:
    """Return the statement that a text makes; `options` gives the place of each option by its names.

    Raises LogicError for what cannot be read, and for an option that is not there.
    """
    pattern = "".join(text.split())
    if _PATTERN.fullmatch(pattern) and text not in options:
        return _pattern(pattern.upper(), len(set(options.values())))
    words = _Words(_WORDS.findall(text), options)
    if len(text) > LONGEST or text.count("(") > MOST_BRACKETS:
        raise LogicError(say("a statement of more than {n} characters or {m} brackets", n=LONGEST, m=MOST_BRACKETS),
                         say("write several statements"))  # fmt: skip
    found = words.statement()
    if words.at < len(words.words):
        raise LogicError(say("{word} where the statement should end", word=quoted(words.words[words.at])), _advice())
    return found


def option_named(name: str, options: Mapping[str, int]) -> int:
    """Return the place of an option. Raises LogicError if there is none of that name."""
    if name not in options:
        raise LogicError(say("{name}, which is no option", name=quoted(name)),
                         say("write an option of this file; one that two actors have as ACTOR.OPTION"))  # fmt: skip
    return options[name]


def _advice() -> str:
    return say("join options by not, and, or, if, iff and brackets")


def _pattern(pattern: str, options: int) -> Statement:
    if len(pattern) != options:
        found = say("a pattern of {n} signs for {options} options", n=len(pattern), options=options)
        raise LogicError(found, say("write Y, N or - for each option, in the order of the file"))

    def holds(taken: Flags) -> Flags:
        fits = np.ones(len(taken), dtype=np.bool_)
        for option, sign in enumerate(pattern):
            if sign != "-":
                fits &= taken[:, option] == (sign == "Y")
        return fits

    return holds


def _option(place: int) -> Statement:
    return lambda taken: taken[:, place]


def _not(inner: Statement) -> Statement:
    return lambda taken: ~inner(taken)


def _and(left: Statement, right: Statement) -> Statement:
    return lambda taken: left(taken) & right(taken)


def _or(left: Statement, right: Statement) -> Statement:
    return lambda taken: left(taken) | right(taken)


def _if(left: Statement, right: Statement) -> Statement:
    return lambda taken: left(taken) | ~right(taken)


def _iff(left: Statement, right: Statement) -> Statement:
    return lambda taken: left(taken) == right(taken)
