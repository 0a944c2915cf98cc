# SPDX-License-Identifier: Apache-2.0
"""What a GENIUS domain comes to: evaluations by the largest of an issue, weights by their sum, functions cut off at 0 and 1."""

from fractions import Fraction
from itertools import product
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from exchange.domains import GENIUS, exactly, genius_domains, put, spoilt
from pourparler.exchange import read_domain
from pourparler.exchange.genius import Evaluations, Function, GeniusDomain


def test_the_harbour_by_hand(tmp_path: Path) -> None:
    table = read_domain(put(tmp_path, GENIUS))
    assert (table.title, table.scale, table.parties) == ("harbour", 1, ("line", "port"))
    assert [issue.options for issue in table.issues] == [("north", "south", "none"), ("low", "high")]
    line, port = table.profiles
    # 0.6 and 0.2 are 3/4 and 1/4 of their sum; 8, 2, 0 by 8 and 1, 4 by 4.
    assert port.worth == (exactly("3/4", "3/16", "0"), exactly("1/16", "1/4"))
    assert (port.no_deal, port.discount) == (Fraction(35, 100), Fraction(9, 10))
    # Options and issues stand in another order in this file, and are known by name and index.
    assert line.worth == (exactly("1/4", "1/4", "1/8"), exactly("3/4", "0"))
    assert (line.no_deal, line.discount) == (Fraction(0), None)


def test_an_issue_with_evaluations_of_0_is_worth_nothing(tmp_path: Path) -> None:
    texts = spoilt(
        spoilt(GENIUS, "port.xml", 'evaluation="1"', 'evaluation="0"'), "port.xml", 'evaluation="4"', 'evaluation="0"'
    )
    assert read_domain(put(tmp_path, texts)).profiles[1].worth[1] == exactly("0", "0")


def test_a_reservation_value_above_1_is_kept(tmp_path: Path) -> None:
    texts = spoilt(GENIUS, "port.xml", 'value="0.35"', 'value="1.5"')
    assert read_domain(put(tmp_path, texts)).profiles[1].no_deal == Fraction(3, 2)


def test_a_discount_factor_of_0_or_1_loses_nothing(tmp_path: Path) -> None:
    for place, written in enumerate(("0", "1.0")):
        texts = spoilt(GENIUS, "port.xml", 'value="0.9"', f'value="{written}"')
        assert read_domain(put(tmp_path / str(place), texts)).profiles[1].discount is None


def test_whole_numbers_count_from_the_lower_end(tmp_path: Path) -> None:
    issue = '<issue index="2" name="fee" type="integer" lowerbound="2" upperbound="6"/>'
    function = issue.replace("/>", '><evaluator ftype="linear" offset="0.1" slope="0.3"/></issue>')
    domain = DOMAIN_WITH.format(issue=issue)
    profile = PROFILE_WITH.format(issue=function)
    table = read_domain(put(tmp_path, {"domain.xml": domain, "a.xml": profile, "b.xml": profile}))
    assert table.issues[0].options == ("2", "3", "4", "5", "6")
    assert table.issues[0].numbers == exactly(*"23456")
    assert table.profiles[0].worth[0] == exactly("0.1", "0.4", "0.7", "1", "1")


def test_functions_of_real_numbers() -> None:
    numbers = [Fraction(n, 2) for n in range(-1, 6)]
    assert Function("linear", (Fraction(1, 4), Fraction(1, 2))).scores(numbers) == (
        0,
        *(Fraction(n, 4) for n in (1, 2, 3)),
        1,
        1,
        1,
    )
    assert Function("constant", (Fraction(3),)).scores(numbers[:1]) == exactly("1")
    peak = Function("triangular", (Fraction(0), Fraction(2), Fraction(1, 2)))
    assert peak.scores(numbers) == exactly("0", "0", "1", "2/3", "1/3", "0", "0")
    # A top at the end is never reached: GENIUS leaves the end out.
    assert Function("triangular", (Fraction(0), Fraction(1), Fraction(1))).scores([Fraction(1)]) == exactly("0")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(genius_domains())
def test_scores_lie_between_0_and_1_and_the_best_is_1_where_every_issue_counts(domain: GeniusDomain) -> None:
    table = domain.stated()
    for profile, stated in zip(domain.profiles, table.profiles, strict=True):
        for package in list(product(*stated.worth))[:200]:
            assert 0 <= sum(package) <= 1
        discrete = [evaluator for evaluator in profile.evaluators if isinstance(evaluator, Evaluations)]
        if len(discrete) == len(profile.evaluators) and all(any(evaluator.values) for evaluator in discrete):
            assert sum(max(options) for options in stated.worth) == 1


DOMAIN_WITH = """<negotiation_template><utility_space>
<objective index="0" name="sale">{issue}</objective>
</utility_space></negotiation_template>"""
PROFILE_WITH = (
    """<utility_space><objective index="0" name="sale">{issue}<weight index="2" value="1"/></objective></utility_space>"""
)
