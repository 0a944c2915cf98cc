# SPDX-License-Identifier: Apache-2.0
"""Reading a quantity as it is written in a case.

    40   -12   +4   0.35   1e-07          a number
    35..50   -12..-6   10..30%            a 90 % interval; one % at the end serves the whole range
    35..40..50                            low, most likely, high
    normal(40, 5)   beta(2, 5)            distributions
    likely   icd203:likely   phia:likely  words of published scales; case and extra spaces do not matter
    A2   A                                a source grade
    unknown   rest                        any admissible value; what the other shares leave

The domain decides which forms have a meaning: percentages only where values lie within -1..1, words, `beta`
and `rest` only for probabilities and shares, grades only for probabilities.
"""

import re
from functools import lru_cache
from math import inf
from typing import Any, NoReturn

from pourparler.errors import QuantityError
from pourparler.quantity.advice import advice_for
from pourparler.quantity.distributions import misfit
from pourparler.quantity.domains import Domain
from pourparler.quantity.forms import (
    Band,
    Beta,
    Grade,
    Interval,
    Normal,
    Point,
    Quantity,
    Rest,
    ThreePoint,
    Unknown,
)
from pourparler.quantity.numerals import LARGEST, read_number
from pourparler.quantity.quoting import quoted
from pourparler.quantity.scales import DEFAULT_SCALE, LIKELIHOOD_SCALES, band_for
from pourparler.wording import say

#: Longest text of a quantity, in characters.
LONGEST_TEXT = 200

#: So many different texts are kept once they have been read: more than the largest case has, and some hundred KB.
_TEXTS_KEPT = 4096

_RANGE_SIGN = ".."
_GRADE = re.compile(r"[a-f][1-6]?")
_CALL = re.compile(r"(normal|beta)\s*\((.*)\)", re.IGNORECASE)
_PREFIXED = re.compile(r"([a-z][a-z0-9_]*)\s*:\s*(.*)")


def parse(raw: object, domain: Domain) -> Quantity:
    """Read a quantity from a number or a text; see the head of this module for the grammar.

    Raises `QuantityError`, and nothing else, for whatever cannot be read or lies outside the domain; its
    `advice` names what to write. True and false, NaN and infinities are refused. A number above 1 where a
    probability is asked is refused, never divided by 100 unasked.
    """
    kind = type(raw)
    if kind is bool:
        _refuse(raw, say("write a quantity, not true or false"))
    if kind is str:
        return _of_text(str(raw), domain)
    if issubclass(kind, str):
        return _fitting(_from_text(raw, domain), raw, domain)
    if issubclass(kind, int) or issubclass(kind, float):
        return _fitting(_from_number(raw), raw, domain)
    _refuse(raw, say("write a number, a range such as 35..50, or unknown"))


@lru_cache(_TEXTS_KEPT)
def _of_text(text: str, domain: Domain) -> Quantity:
    """Read a plain text; one that was read before gives the same (frozen) quantity, one that is refused is refused anew."""
    return _fitting(_from_text(text, domain), text, domain)


def _refuse(raw: object, advice: str) -> NoReturn:
    raise QuantityError(quoted(raw), advice)


def _from_number(raw: Any) -> Point:
    try:
        value = float.__float__(raw) if issubclass(type(raw), float) else float(int.__int__(raw))
    except OverflowError:
        value = inf
    if not abs(value) <= LARGEST:
        _refuse(raw, say("write a finite number of ordinary size, or unknown"))
    return Point(value)


def _fitting(quantity: Quantity, raw: Any, domain: Domain) -> Quantity:
    """Return the quantity if it has a meaning in the domain."""
    advice = misfit(quantity, domain)
    if advice is None:
        return quantity
    in_percent = _with_percent(raw, quantity)
    if domain.takes_percent and in_percent is not None and _reads(in_percent, domain):
        advice = say("outside the admissible range, {range}: write {text}", range=domain.range_text, text=in_percent)
    raise QuantityError(quoted(raw), advice)


def _with_percent(raw: Any, quantity: Quantity) -> str | None:
    """What was written, with percent signs; None if it is no plain number or has them already."""
    text = " ".join(str.__str__(raw).split()) if issubclass(type(raw), str) else str(quantity)
    if "%" in text or not isinstance(quantity, Point | Interval | ThreePoint | Normal):
        return None
    return re.sub(r"\s*([,)])", r"%\1", text) if text.endswith(")") else f"{text}%"


def _reads(text: str, domain: Domain) -> bool:
    try:
        return misfit(_from_text(text, domain), domain) is None
    except QuantityError:
        return False


def _from_text(raw: Any, domain: Domain) -> Quantity:
    if str.__len__(raw) > LONGEST_TEXT:
        _refuse(raw, say("a quantity has at most {most} characters", most=LONGEST_TEXT))
    text = " ".join(str.__str__(raw).split())
    lowered = text.lower()
    word = _from_word(lowered, raw)
    if word is not None:
        return word
    call = _CALL.fullmatch(text)
    if call is not None:
        return _from_call(call[1].lower(), call[2], raw, domain)
    numbers = None if "..." in text else _numbers(text.split(_RANGE_SIGN), raw, domain, percent_at_end=True)
    if numbers is None:
        _refuse(raw, advice_for(lowered, domain))
    return _from_numbers(numbers, text, raw)


def _from_word(lowered: str, raw: object) -> Quantity | None:
    """A quantity written as a word or a code; None if the text is neither."""
    if lowered == "unknown":
        return Unknown()
    if lowered == "rest":
        return Rest()
    if _GRADE.fullmatch(lowered):
        return Grade(lowered.upper())
    prefixed = _PREFIXED.fullmatch(lowered)
    scale, spelling = (prefixed[1], prefixed[2]) if prefixed else (DEFAULT_SCALE, lowered)
    if scale not in LIKELIHOOD_SCALES:
        known = ", ".join(LIKELIHOOD_SCALES)
        _refuse(raw, say("the scales of likelihood are: {known}; write for example phia:likely", known=known))
    band = band_for(scale, spelling)
    return None if band is None else Band(scale, band.word, band.low, band.high)


def _from_call(name: str, inside: str, raw: object, domain: Domain) -> Quantity:
    parts = inside.split(",")
    example = "beta(2, 5)" if name == "beta" else "normal(40%, 5%)" if domain.takes_percent else "normal(40, 5)"
    plain = len(parts) == 2 and not (name == "beta" and "%" in inside)
    numbers = _numbers(parts, raw, domain, percent_at_end=False) if plain else None
    if numbers is None:
        _refuse(raw, say("{name} takes two plain numbers: write for example {text}", name=name, text=example))
    try:
        return Normal(*numbers) if name == "normal" else Beta(*numbers)
    except QuantityError as error:
        raise QuantityError(quoted(raw), error.advice) from None


def _numbers(parts: list[str], raw: object, domain: Domain, *, percent_at_end: bool) -> list[float] | None:
    """Read the parts of a range or a call; None if one of them is not a plain number.

    With `percent_at_end` a percent sign after the last part serves all of them.
    """
    parts = [part.strip() for part in parts]
    marked = [part.endswith("%") for part in parts]
    percent = any(marked)
    numbers = [read_number(part.removesuffix("%").rstrip(), percent=percent) for part in parts]
    read = [number for number in numbers if number is not None]
    if len(read) < len(parts):
        return None
    if percent and not domain.takes_percent:
        _refuse(raw, say("a percentage has no meaning here; admissible: {range}", range=domain.range_text))
    if percent and not all(marked) and not (percent_at_end and not any(marked[:-1])):
        _refuse(raw, say("write % after every number") if not percent_at_end else say("write % once, at the end"))
    if any(abs(number) > LARGEST for number in read):
        _refuse(raw, say("write a finite number of ordinary size, or unknown"))
    return read


def _from_numbers(numbers: list[float], text: str, raw: object) -> Quantity:
    match numbers:
        case [value]:
            return Point(value)
        case [low, high] if low <= high:
            return Interval(low, high)
        case [low, mode, high] if low <= mode <= high:
            return ThreePoint(low, mode, high)
        case [_, _]:
            _refuse(raw, say("the range is reversed: write {text}", text=_rising(numbers, text)))
        case [_, _, _]:
            advice = say("write low..most likely..high, in rising order: {text}", text=_rising(numbers, text))
            _refuse(raw, advice)
        case _:
            _refuse(raw, say("a range has two numbers, or three with the most likely in the middle: 35..40..50"))


def _rising(numbers: list[float], text: str) -> str:
    """The parts of a range as they were written, in rising order."""
    percent = "%" if text.endswith("%") else ""
    parts = [part.strip().removesuffix("%").rstrip() for part in text.split(_RANGE_SIGN)]
    order = sorted(range(len(parts)), key=numbers.__getitem__)
    return _RANGE_SIGN.join(parts[index] for index in order) + percent
