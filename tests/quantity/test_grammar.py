# SPDX-License-Identifier: Apache-2.0
"""Reading quantities: a table of every form, the round trip, and no traceback for anything at all."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pourparler.errors import QuantityError
from pourparler.quantity import (
    COST,
    DAYS,
    POINTS,
    PROBABILITY,
    SCORE,
    SHARE,
    SIGNED_SHARE,
    WEIGHT,
    Band,
    Beta,
    Domain,
    Grade,
    Interval,
    Normal,
    Point,
    Quantity,
    Rest,
    ThreePoint,
    Unknown,
    parse,
)
from quantity.strategies import DOMAINS, fitting

LIKELY = Band("icd203", "likely", 0.55, 0.8)

FORMS: list[tuple[object, Domain, Quantity]] = [
    (40, SCORE, Point(40)),
    (0.35, PROBABILITY, Point(0.35)),
    (np.float64(0.35), PROBABILITY, Point(0.35)),
    (0, SCORE, Point(0)),
    (100, SCORE, Point(100)),
    (1, PROBABILITY, Point(1)),
    ("40", SCORE, Point(40)),
    (" 40 ", SCORE, Point(40)),
    ("+4", POINTS, Point(4)),
    ("-12", POINTS, Point(-12)),
    (".5", SHARE, Point(0.5)),
    ("1e-7", PROBABILITY, Point(1e-7)),
    ("1.5E3", DAYS, Point(1500)),
    ("-0", COST, Point(0)),
    ("60%", PROBABILITY, Point(0.6)),
    ("60 %", PROBABILITY, Point(0.6)),
    ("0.2%", SHARE, Point(0.002)),
    ("-5%", SIGNED_SHARE, Point(-0.05)),
    ("35..50", SCORE, Interval(35, 50)),
    ("35 .. 50", SCORE, Interval(35, 50)),
    ("40..40", SCORE, Interval(40, 40)),
    ("-12..-6", POINTS, Interval(-12, -6)),
    ("+4..+8", POINTS, Interval(4, 8)),
    ("-4..+8", POINTS, Interval(-4, 8)),
    ("0.5..1", DAYS, Interval(0.5, 1)),
    (".5..1", DAYS, Interval(0.5, 1)),
    ("10..30%", PROBABILITY, Interval(0.1, 0.3)),
    ("0.2..1%", PROBABILITY, Interval(0.002, 0.01)),
    ("75%..90%", SHARE, Interval(0.75, 0.9)),
    ("0.8..1", SHARE, Interval(0.8, 1)),
    ("+5..+10%", SIGNED_SHARE, Interval(0.05, 0.1)),
    ("-10..5%", SIGNED_SHARE, Interval(-0.1, 0.05)),
    ("35..40..50", SCORE, ThreePoint(35, 40, 50)),
    ("35..35..50", SCORE, ThreePoint(35, 35, 50)),
    ("10..15..30%", PROBABILITY, ThreePoint(0.1, 0.15, 0.3)),
    ("10%..15%..30%", PROBABILITY, ThreePoint(0.1, 0.15, 0.3)),
    ("normal(40, 5)", SCORE, Normal(40, 5)),
    ("Normal( 40,5 )", SCORE, Normal(40, 5)),
    ("normal(-4, 5)", POINTS, Normal(-4, 5)),
    ("normal(40%, 5%)", PROBABILITY, Normal(0.4, 0.05)),
    ("normal(0.4, 0.05)", PROBABILITY, Normal(0.4, 0.05)),
    ("beta(2, 5)", PROBABILITY, Beta(2, 5)),
    ("beta(2.5, .5)", SHARE, Beta(2.5, 0.5)),
    ("likely", PROBABILITY, LIKELY),
    ("LIKELY", SHARE, LIKELY),
    ("probable", PROBABILITY, LIKELY),
    ("icd203:likely", PROBABILITY, LIKELY),
    ("ICD203: Likely", PROBABILITY, LIKELY),
    ("very  unlikely", PROBABILITY, Band("icd203", "very unlikely", 0.05, 0.2)),
    ("phia:likely", PROBABILITY, Band("phia", "likely or probable", 0.55, 0.75)),
    ("phia:probable", PROBABILITY, Band("phia", "likely or probable", 0.55, 0.75)),
    ("phia:likely or probable", PROBABILITY, Band("phia", "likely or probable", 0.55, 0.75)),
    ("phia:almost certain", PROBABILITY, Band("phia", "almost certain", 0.95, 1)),
    ("A2", PROBABILITY, Grade("A2")),
    ("f6", PROBABILITY, Grade("F6")),
    ("C", PROBABILITY, Grade("C")),
    ("unknown", PROBABILITY, Unknown()),
    ("Unknown", POINTS, Unknown()),
    ("rest", PROBABILITY, Rest()),
    ("rest", SHARE, Rest()),
    ("20..30", WEIGHT, Interval(20, 30)),
]


@pytest.mark.parametrize(("raw", "domain", "expected"), FORMS)
def test_forms(raw: object, domain: Domain, expected: Quantity) -> None:
    assert parse(raw, domain) == expected


@pytest.mark.parametrize(("raw", "domain", "expected"), FORMS)
def test_table_round_trip(raw: object, domain: Domain, expected: Quantity) -> None:
    assert parse(str(expected), domain) == expected


@given(fitting())
@example((Point(1e-300), PROBABILITY))
@example((Interval(-1e12, 1e12), POINTS))
@example((Normal(0.1 + 0.2, 5e-324), SHARE))
def test_canonical_text_reads_back_to_an_equal_object(pair: tuple[Quantity, Domain]) -> None:
    quantity, domain = pair
    again = parse(str(quantity), domain)
    assert again == quantity
    assert str(again) == str(quantity)


@given(st.integers(-(10**6), 10**6), st.integers(0, 6))
def test_a_percentage_is_exactly_the_decimal_it_stands_for(digits: int, places: int) -> None:
    text = f"{'-' if digits < 0 else ''}{abs(digits)}e-{places + 4}"
    assert parse(f"{text}%", SIGNED_SHARE) == Point(float(f"{digits}e-{places + 6}"))


def test_minus_zero_is_written_as_zero() -> None:
    assert str(parse("-0.0", POINTS)) == "0"
    assert str(parse(-0.0, POINTS)) == "0"
    assert str(Point(-0.0)) == "0"


REFUSED: list[tuple[object, Domain, str, str]] = [
    # a number that is no share
    (60, PROBABILITY, "'60'", "write 60%"),
    (60.0, PROBABILITY, "'60.0'", "write 60%"),
    ("60", SHARE, "'60'", "write 60%"),
    ("10..30", PROBABILITY, "'10..30'", "write 10..30%"),
    ("10..20..30", PROBABILITY, "'10..20..30'", "write 10..20..30%"),
    ("normal(40, 5)", PROBABILITY, "'normal(40, 5)'", "write normal(40%, 5%)"),
    ("30", SIGNED_SHARE, "'30'", "write 30%"),
    # outside the domain
    ("150", PROBABILITY, "'150'", "0% to 100% (probability)"),
    ("120%", PROBABILITY, "'120%'", "0% to 100% (probability)"),
    ("-5%", PROBABILITY, "'-5%'", "0% to 100% (probability)"),
    ("normal(120%, 5%)", PROBABILITY, "'normal(120%, 5%)'", "0% to 100%"),
    ("-3", SCORE, "'-3'", "0 to 100 (points)"),
    ("90..101", SCORE, "'90..101'", "0 to 100 (points)"),
    ("-3..4", DAYS, "'-3..4'", "0 or more (days)"),
    ("-1", COST, "'-1'", "0 or more (points)"),
    ("-1", WEIGHT, "'-1'", "0 or more (relative weight)"),
    ("-150%", SIGNED_SHARE, "'-150%'", "-100% to 100%"),
    # order
    ("50..35", SCORE, "'50..35'", "reversed: write 35..50"),
    ("-6..-12", POINTS, "'-6..-12'", "write -12..-6"),
    ("30..10%", PROBABILITY, "'30..10%'", "write 10..30%"),
    ("30%..10%", PROBABILITY, "'30%..10%'", "write 10..30%"),
    ("35..60..50", SCORE, "'35..60..50'", "rising order: 35..50..60"),
    ("1..2..3..4", SCORE, "'1..2..3..4'", "three with the most likely in the middle"),
    # percentages
    ("60%", SCORE, "'60%'", "a percentage has no meaning here; admissible: 0 to 100 (points)"),
    ("10..30%", POINTS, "'10..30%'", "any number (points)"),
    ("40%..60", PROBABILITY, "'40%..60'", "write % once, at the end"),
    ("10%..20..30%", PROBABILITY, "'10%..20..30%'", "write % once, at the end"),
    ("normal(40, 5%)", PROBABILITY, "'normal(40, 5%)'", "write % after every number"),
    ("60%%", PROBABILITY, "'60%%'", "write a percentage such as 60%"),
    # forms in the wrong place
    ("likely", SCORE, "'likely'", "states a probability; admissible here: 0 to 100 (points)"),
    ("likely", SIGNED_SHARE, "'likely'", "states a probability"),
    ("beta(2, 5)", SCORE, "'beta(2, 5)'", "a beta distribution states a probability"),
    ("A2", SHARE, "'A2'", "a source grade stands for a probability"),
    ("rest", POINTS, "'rest'", "'rest' stands among shares of one"),
    # distributions
    ("normal(40)", SCORE, "'normal(40)'", "write for example normal(40, 5)"),
    ("normal(x, 5)", PROBABILITY, "'normal(x, 5)'", "write for example normal(40%, 5%)"),
    ("normal(0,4, 0,1)", PROBABILITY, "'normal(0,4, 0,1)'", "takes two plain numbers"),
    ("normal(40, 0)", SCORE, "'normal(40, 0)'", "larger than 0"),
    ("normal(40, -5)", SCORE, "'normal(40, -5)'", "larger than 0"),
    ("beta(2%, 5%)", PROBABILITY, "'beta(2%, 5%)'", "write for example beta(2, 5)"),
    ("beta(0, 5)", PROBABILITY, "'beta(0, 5)'", "from 0.01 to 1000000"),
    ("beta(2)", PROBABILITY, "'beta(2)'", "write for example beta(2, 5)"),
    # words
    ("liekly", PROBABILITY, "'liekly'", "did you mean 'likely'?"),
    ("very unlikly", PROBABILITY, "'very unlikly'", "did you mean 'very unlikely'?"),
    ("phia:liekly", PROBABILITY, "'phia:liekly'", "did you mean 'phia:likely'?"),
    ("highly likely", PROBABILITY, "'highly likely'", "did you mean 'phia:highly likely'?"),
    ("not likely", PROBABILITY, "'not likely'", "did you mean 'unlikely'?"),
    ("unkown", POINTS, "'unkown'", "did you mean 'unknown'?"),
    ("kent:likely", PROBABILITY, "'kent:likely'", "icd203, phia"),
    ("A7", PROBABILITY, "'A7'", "a word such as likely"),
    ("G2", PROBABILITY, "'G2'", "a word such as likely"),
    # nothing, or what stands for it
    ("", SCORE, "''", "nothing is written here"),
    ("   ", SCORE, "'   '", "nothing is written here"),
    ("?", SCORE, "'?'", "write unknown"),
    ("n/a", PROBABILITY, "'n/a'", "write unknown"),
    ("nan", SCORE, "'nan'", "write unknown"),
    ("inf", SCORE, "'inf'", "write a number such as 40"),
    # sizes
    ("4" * 201, SCORE, "'" + "4" * 55 + "...'", "at most 200 characters"),
    ("1e13", POINTS, "'1e13'", "ordinary size"),
    ("0..1e999", POINTS, "'0..1e999'", "ordinary size"),
    (1e300, POINTS, "'1e+300'", "ordinary size"),
    (10**400, POINTS, "a whole number with very many digits", "ordinary size"),
    (float("nan"), PROBABILITY, "'nan'", "finite"),
    (float("inf"), POINTS, "'inf'", "finite"),
    (-float("inf"), POINTS, "'-inf'", "finite"),
    # other kinds of objects
    (True, PROBABILITY, "'true'", "not true or false"),
    (False, SCORE, "'false'", "not true or false"),
    (None, SCORE, "nothing", "or unknown"),
    ([35, 50], SCORE, "a list", "a range such as 35..50"),
    ((35, 50), SCORE, "a list", "a range such as 35..50"),
    ({"low": 35}, SCORE, "a mapping", "a range such as 35..50"),
    (b"40", SCORE, "a value that is neither text nor a number", "a range such as 35..50"),
    (3 + 0j, SCORE, "a value that is neither text nor a number", "a range such as 35..50"),
    # commas, gaps and other writings of numbers and ranges
    ("1,000", COST, "'1,000'", "write '1000', or '1.000' if the comma marks decimals"),
    ("1,000..2,000", COST, "'1,000..2,000'", "write '1000..2000'"),
    ("1,000,000.5", COST, "'1,000,000.5'", "write '1000000.5'"),
    ("0,5", PROBABILITY, "'0,5'", "a decimal point and no commas: write '0.5'"),
    ("0,2..1%", PROBABILITY, "'0,2..1%'", "write '0.2..1%'"),
    ("1.000,5", COST, "'1.000,5'", "write '1000.5'"),
    ("1,2,3", COST, "'1,2,3'", "such as 1500.5"),
    ("1 000", COST, "'1 000'", "digits of a number together: '1000'"),
    ("1'000", COST, '"1\'000"', "'1000'"),
    ("35-50", SCORE, "'35-50'", "two dots: 35..50"),
    ("35 to 50", SCORE, "'35 to 50'", "two dots: 35..50"),
    ("35\u201350", SCORE, "'35\u201350'", "two dots: 35..50"),
    ("35\u202650", SCORE, "'35\u202650'", "two dots: 35..50"),
    ("35...50", SCORE, "'35...50'", "two dots: 35..50"),
    ("1...5", SCORE, "'1...5'", "two dots: 1..5"),
    ("10-30%", PROBABILITY, "'10-30%'", "two dots: 10..30%"),
    ("35..", SCORE, "'35..'", "a range needs both ends"),
    ("..50", SCORE, "'..50'", "a range needs both ends"),
    ("\u221212..\u22126", POINTS, "'\u221212..\u22126'", "'-12..-6'"),
    ("40\u00b15", SCORE, "'40\u00b15'", "the two ends as a range"),
    (">40", SCORE, "'>40'", "a range with both ends"),
    ("~40", SCORE, "'~40'", "a range with both ends"),
    ("fleet > money", SCORE, "'fleet > money'", "an ordering stands in place of a whole list"),
    ("40 points", SCORE, "'40 points'", "write the number alone, 40; the unit here is: points"),
    ("2..5%/month", PROBABILITY, "'2..5%/month'", "write the number alone, 2..5%"),
    ("0x10", SCORE, "'0x10'", "write a number such as 40"),
    ("1_000", SCORE, "'1_000'", "'1000'"),
    ("\uff14\uff10", SCORE, "'\uff14\uff10'", "write a number such as 40"),
    ("40\u202e", SCORE, "'40\\u202e'", "0"),
    ("word", SIGNED_SHARE, "'word'", "a range such as -10..5%"),
]


@pytest.mark.parametrize(("raw", "domain", "found", "advice"), REFUSED)
def test_refusals_say_what_was_found_and_what_to_write(raw: object, domain: Domain, found: str, advice: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse(raw, domain)
    assert caught.value.found == found
    assert advice in caught.value.advice
    assert str(caught.value) == f"{caught.value.found}: {caught.value.advice}"


@pytest.mark.parametrize(
    ("raw", "domain"), [("150", PROBABILITY), (-12, PROBABILITY), ("200..300", SIGNED_SHARE), ("2." + "0" * 198, SHARE)]
)
def test_percent_is_advised_only_where_it_would_help(raw: object, domain: Domain) -> None:
    with pytest.raises(QuantityError) as caught:
        parse(raw, domain)
    assert "write" not in caught.value.advice


class _Liar:
    """Claims to be text, and fails whenever it is touched."""

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return str

    def __repr__(self) -> str:
        raise RuntimeError("must not be called")

    __str__ = __repr__

    def __len__(self) -> int:
        raise RuntimeError("must not be called")

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError("must not be called")


class _OddText(str):
    """A kind of text whose own methods fail."""

    def __len__(self) -> int:
        raise RuntimeError("must not be called")

    __repr__ = __str__ = strip = split = lower = __getitem__ = __len__  # type: ignore[assignment]


class _OddNumber(float):
    def __float__(self) -> float:
        raise RuntimeError("must not be called")

    __repr__ = __str__ = __float__  # type: ignore[assignment]


def _objects() -> st.SearchStrategy[object]:
    plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.dates())
    odd = st.sampled_from([_Liar(), _Liar, object(), parse, np.arange(3), np.float32(1), _OddNumber(7), ...])
    nested = st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
    return plain | odd | nested | st.builds(_OddText, st.text())


def _check_only_quantity_errors(raw: object, domain: Domain) -> None:
    try:
        quantity = parse(raw, domain)
    except QuantityError as error:
        assert 0 < len(error.found) <= 60
        assert error.advice
        assert error.found.isprintable()
    else:
        assert parse(str(quantity), domain) == quantity


@given(_objects(), st.sampled_from(DOMAINS))
def test_no_object_causes_a_traceback(raw: object, domain: Domain) -> None:
    _check_only_quantity_errors(raw, domain)


@given(st.text(alphabet="0123456789.,%+-eE()?:<> \u2212_abdhiklmnoruy\x00\ud800\u0130"), st.sampled_from(DOMAINS))
def test_no_text_causes_a_traceback(raw: str, domain: Domain) -> None:
    _check_only_quantity_errors(raw, domain)


@given(
    st.lists(
        st.sampled_from(
            [
                "35",
                "..",
                "%",
                ",",
                "-",
                "normal(",
                "beta(",
                ")",
                "likely",
                "phia:",
                "icd203:",
                " ",
                "A2",
                "1e",
                ".",
            ]
        ),
        max_size=8,
    ).map("".join),
    st.sampled_from(DOMAINS),
)
def test_no_mixture_of_valid_pieces_causes_a_traceback(raw: str, domain: Domain) -> None:
    _check_only_quantity_errors(raw, domain)


def test_a_number_too_long_to_print_is_refused() -> None:
    with pytest.raises(QuantityError, match="very many digits"):
        parse(10**5000, POINTS)


def test_kinds_of_text_and_numbers_are_read_by_their_plain_value() -> None:
    assert parse(_OddText("35..50"), SCORE) == Interval(35, 50)
    assert parse(_OddNumber(7), SCORE) == Point(7)


def test_reading_a_hostile_text_takes_no_time() -> None:
    # Long runs that could make a pattern backtrack; each must be refused at once.
    for raw in (
        "1" * 199 + "x",
        "1 " * 99 + "x",
        "1," * 99 + "x",
        "." * 199,
        "-" * 199,
        "1.." * 66,
        "phia:" + "a" * 190,
    ):
        with pytest.raises(QuantityError):
            parse(raw, PROBABILITY)


def test_a_text_that_was_read_before_is_judged_by_its_place_again() -> None:
    assert parse("60%", PROBABILITY) is parse("60%", PROBABILITY)
    assert parse("40..60", SCORE) == parse("40..60", POINTS)
    for _ in range(2):
        for text, domain in (("60%", SCORE), ("40..60", PROBABILITY), ("rest", POINTS)):
            with pytest.raises(QuantityError):
                parse(text, domain)
