# SPDX-License-Identifier: Apache-2.0
"""What to write instead of a text that is no quantity: the near misses people type, with their remedies.

Nothing here is read as a quantity. A comma, for one, means different numbers in different countries, so it
is reported and never guessed.
"""

import re
from collections.abc import Callable

from pourparler.quantity.domains import Domain
from pourparler.quantity.quoting import quoted
from pourparler.quantity.scales import DEFAULT_SCALE, LIKELIHOOD_SCALES
from pourparler.wording import say

#: How alike a word and its suggestion must be, 0 to 1, for "did you mean". At 0.75 one slip in a short word
#: passes.
_ALIKE = 0.75

_NOT_KNOWN = frozenset({"?", "??", "???", "-", "--", "n/a", "na", "none", "null", "nil", "nan", "tbd", "tba", "any"})
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
_COMMA = re.compile(r"[0-9],[0-9]")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)? ?%?")
_DECIMAL_COMMA = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),[0-9]+ ?%?")
_GAP = re.compile(r"(?<=[0-9])[ _'\u2019](?=[0-9]{3})")
_OTHER_RANGE = re.compile(rf"({_NUMBER}) ?(%?) ?(?:-|~|to|and|\u2013|\u2014|\u2026|\.\.\.+) ?({_NUMBER}) ?(%?)")
_OPEN_RANGE = re.compile(rf"{_NUMBER} ?%? ?\.\.|\.\. ?{_NUMBER} ?%?")
_PLUS_MINUS = re.compile(rf"({_NUMBER}) ?%? ?(?:\u00b1|\+/?-) ?({_NUMBER}) ?%?")
_COMPARISON = re.compile(r"[<>~\u2264\u2265\u2248]")
_WITH_UNIT = re.compile(rf"({_NUMBER}(?: ?\.\. ?{_NUMBER})* ?%?) ?([^0-9.,%()]+[^0-9]*)")


def advice_for(text: str, domain: Domain) -> str:
    """Return advice for `text` (lower case, single-spaced), which `parse` could not read in `domain`."""
    for near_miss in _NEAR_MISSES:
        advice = near_miss(text, domain)
        if advice is not None:
            return advice
    return _what_to_write(domain)


def _what_to_write(domain: Domain) -> str:
    """The forms worth naming in a domain."""
    if domain.takes_words:
        return say("write a percentage such as 60%, a range such as 35..50%, a word such as likely, or unknown")
    if domain.takes_percent:
        return say("write a percentage such as -5%, a range such as -10..5%, or unknown")
    return say("write a number such as 40, a range such as 35..50 or 35..40..50, or unknown")


def _not_known(text: str, domain: Domain) -> str | None:
    if not text:
        return say("nothing is written here: write a quantity, or unknown")
    return say("where a number is not known, write unknown") if text in _NOT_KNOWN else None


def _comma(text: str, domain: Domain) -> str | None:
    if _COMMA.search(text) is None or "(" in text:
        return None
    parts = [part.strip() for part in text.split("..")]
    if all(_THOUSANDS.fullmatch(part) or "," not in part for part in parts):
        whole = "..".join(part.replace(",", "") for part in parts)
        if text.count(",") > 1 or "." in text:
            return say("numbers have no commas: write {whole}", whole=quoted(whole))
        decimal = quoted(text.replace(",", "."))
        advice = "numbers have no commas: write {whole}, or {decimal} if the comma marks decimals"
        return say(advice, whole=quoted(whole), decimal=decimal)
    if all(_DECIMAL_COMMA.fullmatch(part) or "," not in part for part in parts):
        pointed = "..".join(part.replace(".", "").replace(",", ".") if "," in part else part for part in parts)
        return say("numbers have a decimal point and no commas: write {text}", text=quoted(pointed))
    return say("numbers have a decimal point and no commas, such as 1500.5")


def _gap(text: str, domain: Domain) -> str | None:
    if _GAP.search(text) is None:
        return None
    return say("write the digits of a number together: {text}", text=quoted(_GAP.sub("", text)))


def _minus_sign(text: str, domain: Domain) -> str | None:
    if "\u2212" not in text:
        return None
    return say("write the minus sign as a plain hyphen: {text}", text=quoted(text.replace("\u2212", "-")))


def _other_range(text: str, domain: Domain) -> str | None:
    match = _OTHER_RANGE.fullmatch(text)
    if match is None:
        return None
    low, _, high, percent = match.groups()
    return say("write a range with two dots: {text}", text=f"{low}..{high}{percent}")


def _open_range(text: str, domain: Domain) -> str | None:
    return say("a range needs both ends, such as 35..50") if _OPEN_RANGE.fullmatch(text) else None


def _plus_minus(text: str, domain: Domain) -> str | None:
    return say("write the two ends as a range, such as 35..50") if _PLUS_MINUS.fullmatch(text) else None


def _comparison(text: str, domain: Domain) -> str | None:
    if _COMPARISON.search(text) is None:
        return None
    if re.search(r"[a-z]", text):
        return say(
            "an ordering stands in place of a whole list of weights or scores; {advice}",
            advice=_what_to_write(domain),
        )
    return say("write a range with both ends, such as 35..50")


def _with_unit(text: str, domain: Domain) -> str | None:
    match = _WITH_UNIT.fullmatch(text)
    if match is None:
        return None
    return say("write the number alone, {text}; the unit here is: {unit}", text=match[1].strip(), unit=domain.unit)


def _misspelt(text: str, domain: Domain) -> str | None:
    from difflib import get_close_matches  # here because it costs milliseconds to import and is seldom needed

    candidates = ["unknown"]
    if domain.takes_words:
        candidates = ["unknown", "rest", *_words()]
    elsewhere = f"phia:{text}"
    if elsewhere in candidates:
        return say("did you mean '{word}'? Without a prefix the word is not on the scale ICD 203", word=elsewhere)
    close = get_close_matches(text, candidates, n=1, cutoff=_ALIKE)
    return say("did you mean '{word}'?", word=close[0]) if close else None


def _words() -> list[str]:
    """Every word that could be meant, those of the default scale first and without a prefix."""
    plain = [word for band in LIKELIHOOD_SCALES[DEFAULT_SCALE].bands for word in band.spellings]
    prefixed = [
        f"{scale.name}:{word}" for scale in LIKELIHOOD_SCALES.values() for band in scale.bands for word in band.spellings
    ]
    return [word for word in plain + prefixed if "(" not in word]


_NEAR_MISSES: tuple[Callable[[str, Domain], str | None], ...] = (
    _not_known,
    _minus_sign,
    _comma,
    _gap,
    _other_range,
    _open_range,
    _plus_minus,
    _misspelt,
    _comparison,
    _with_unit,
)
