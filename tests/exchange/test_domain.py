# SPDX-License-Identifier: Apache-2.0
"""Which files make a domain, what its parties are called, and what a range of GENIUS may hold."""

from pathlib import Path

import pytest

from exchange.domains import DOMAIN, GENIUS, LINE, NEGMAS, PORT, put, spoilt
from pourparler.errors import CaseError
from pourparler.exchange import read_domain


def test_parties_come_in_the_order_of_their_files_and_numbers_count_as_numbers(tmp_path: Path) -> None:
    folder = put(tmp_path, {"domain.xml": DOMAIN, "profile10.xml": PORT, "profile2.xml": LINE})
    assert read_domain(folder).parties == ("profile2", "profile10")


def test_the_domain_names_its_parties_and_their_order(tmp_path: Path) -> None:
    agents = (
        '<negotiation_template><agent name="The port" utility_space="port.xml"/><agent name="x" utility_space="other.xml"/>'
    )
    named = spoilt(GENIUS, "harbour.xml", "<negotiation_template>", agents)
    assert read_domain(put(tmp_path / "one", named)).parties == ("The port", "line")
    alike = spoilt(named, "harbour.xml", 'name="x" utility_space="other.xml"', 'name="The port" utility_space="line.xml"')
    assert read_domain(put(tmp_path / "two", alike)).parties == ("line", "port")


def test_two_functions_of_one_name_go_by_their_files(tmp_path: Path) -> None:
    texts = spoilt(NEGMAS, "town.yml", "name: town", "name: shipper")
    assert read_domain(put(tmp_path, texts)).parties == ("shipper", "town")
    texts = spoilt(NEGMAS, "town.yml", "name: town", "name: nobody")
    assert read_domain(put(tmp_path / "other", texts)).parties == ("shipper", "nobody")


def test_a_utility_space_that_only_lists_issues_is_the_domain(tmp_path: Path) -> None:
    space = DOMAIN.replace("<negotiation_template>", "").replace("</negotiation_template>", "").strip() + "\n"
    texts = {**GENIUS, "harbour.xml": space}
    assert read_domain(put(tmp_path, texts)).parties == ("line", "port")
    assert read_domain(tmp_path / "harbour.xml").parties == ("line", "port")


TOP = "<negotiation_template><utility_space><objective name='sale'>{}</objective></utility_space></negotiation_template>"
PROFILE = "<utility_space><objective name='sale'>{}<weight index='1' value='1'/></objective></utility_space>"
LINEAR = "<evaluator ftype='linear' offset='0' slope='0.1'/>"
REAL = "<issue index='1' name='fee' type='real'><range lowerbound='{}' upperbound='{}'/>{}</issue>"
WHOLE = REAL.replace("real", "integer")


@pytest.mark.parametrize(
    ("domain", "profile", "words"),
    [
        (WHOLE.format(0, 9, ""), WHOLE.format(0, 8, LINEAR), "a range other than that of the domain"),
        (WHOLE.format(0, 9, ""), WHOLE.format(0, 9, ""), "without <evaluator>"),
        (WHOLE.format(0, 9, ""), WHOLE.format(0, 9, "<evaluator ftype='linear' offset='0'/>"), "<evaluator> without slope"),
        (WHOLE.format(0, 9, ""), WHOLE.format(0, 9, "<evaluator ftype='faratin'/>"), "a function of the type 'faratin'"),
        (
            WHOLE.format(0, 9, ""),
            "<issue index='1' name='fee'><item value='0' evaluation='1'/></issue>",
            "options where the domain",
        ),
        (WHOLE.format(0, 99_999, ""), WHOLE.format(0, 99_999, LINEAR), "more than 10000 whole numbers"),
        (WHOLE.format(0, 9.5, ""), WHOLE.format(0, 9.5, LINEAR), "broken bounds"),
        (WHOLE.format(9, 0, ""), WHOLE.format(9, 0, LINEAR), "a lower bound above the upper one"),
        (REAL.format(0, "inf", ""), REAL.format(0, "inf", LINEAR), "upperbound='inf', which is not a finite number"),
        (REAL.format(0, "", ""), REAL.format(0, "", LINEAR), "upperbound='', which is not a finite number"),
        (
            REAL.format(0, 9, ""),
            REAL.format(0, 9, "<evaluator ftype='triangular' parameter0='0' parameter1='5' parameter2='7'/>"),
            "a triangle whose top is not between its ends",
        ),
        (REAL.format(0, 9, ""), REAL.format(0, 9, "<evaluator ftype='constant'/>"), "<evaluator> without parameter0"),
        (REAL.replace("real", "money").format(0, 9, ""), REAL.format(0, 9, LINEAR), "an issue of the type 'money'"),
        ("", "", "no issue"),
        ("<issue index='1' name='fee'/>", "<issue index='1' name='fee'/>", "an issue without options"),
    ],
)
def test_a_mistake_in_a_range_is_named(domain: str, profile: str, words: str, tmp_path: Path) -> None:
    folder = put(
        tmp_path, {"domain.xml": TOP.format(domain), "a.xml": PROFILE.format(profile), "b.xml": PROFILE.format(profile)}
    )
    with pytest.raises(CaseError) as caught:
        read_domain(folder)
    assert words in str(caught.value)


def test_a_range_of_real_numbers_may_have_older_names_of_parameters(tmp_path: Path) -> None:
    for place, evaluator in enumerate((LINEAR, "<evaluator ftype='linear' parameter0='0' parameter1='0.1'/>")):
        profile = PROFILE.format(REAL.format(0, 10, evaluator))
        domain = TOP.format(REAL.format(0, 10, ""))
        table = read_domain(put(tmp_path / str(place), {"domain.xml": domain, "a.xml": profile, "b.xml": profile}))
        assert [float(value) for value in table.profiles[0].worth[0]] == pytest.approx([n / 20 for n in range(21)])
