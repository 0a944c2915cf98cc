# SPDX-License-Identifier: Apache-2.0
"""What a NegMAS scenario comes to: weights times values, nothing divided by anything."""

from fractions import Fraction
from pathlib import Path

from exchange.domains import NEGMAS, exactly, put, spoilt
from pourparler.exchange import read_document, read_domain
from pourparler.exchange.negmas import NegmasScenario


def test_the_harbour_by_hand(tmp_path: Path) -> None:
    table = read_domain(put(tmp_path, NEGMAS))
    assert (table.title, table.parties) == ("harbour", ("shipper", "town"))
    berth, fee, share, years = table.issues
    assert (berth.options, berth.numbers) == (("north", "south", "No"), None)
    assert fee.numbers == exactly(*"23456")
    assert share.numbers is not None and len(share.numbers) == 21
    assert (years.options, years.numbers) == (("1", "5", "9"), exactly("1", "5", "9"))
    shipper, town = table.profiles
    assert shipper.worth[0] == (Fraction(1, 10), Fraction(3, 100), Fraction(1, 100))
    assert shipper.worth[1] == tuple(Fraction(2, 10) * (2 * n + 1) for n in range(2, 7))
    assert shipper.worth[2][-1] == Fraction(3, 10)
    assert shipper.worth[3] == (Fraction(4, 10), Fraction(8, 10), Fraction(12, 10))
    assert (shipper.no_deal, shipper.discount) == (Fraction(1, 4), None)
    assert town.worth[1] == exactly(*"01210")
    assert town.worth[2][0] == 3
    assert town.discount == Fraction(9, 10)
    # Minus infinity: what the worst package is worth, 1 + 0 + 3 + 1.
    assert town.no_deal == 5


def test_a_bias_is_added_to_every_package_once(tmp_path: Path) -> None:
    plain = read_domain(put(tmp_path / "plain", NEGMAS)).profiles[0].worth
    biased = (
        read_domain(put(tmp_path / "biased", spoilt(NEGMAS, "shipper.yml", "stability: 2047", "bias: 2"))).profiles[0].worth
    )
    assert biased[0] == tuple(value + 2 for value in plain[0])
    assert biased[1:] == plain[1:]


def test_a_linear_function_takes_the_numbers_of_its_issues(tmp_path: Path) -> None:
    space = "type: CartesianOutcomeSpace\nname: sale\nissues:\n- {name: price, type: ContiguousIssue, values: [1, 3]}\n"
    buyer = "type: AffineUtilityFunction\nname: buyer\nweights: [-2]\nbias: 10\nreserved_value: 1\n"
    seller = "type: LinearUtilityFunction\nname: seller\nweights: [2]\nreserved_value: 0\n"
    folder = put(tmp_path, {"domain.yml": space, "buyer.yml": buyer, "seller.yml": seller})
    assert [profile.worth for profile in read_domain(folder).profiles] == [(exactly(*"864"),), (exactly(*"246"),)]


def test_a_reserved_value_inside_a_discount_counts_where_none_stands_outside(tmp_path: Path) -> None:
    inside = spoilt(NEGMAS, "town.yml", "  reserved_value: -.inf\n", "  reserved_value: 5.5\n")
    document = read_document(put(tmp_path, inside))
    assert isinstance(document, NegmasScenario)
    assert document.profiles[1].reserved == Fraction(11, 2)


def test_json_is_read_with_the_same_eyes(tmp_path: Path) -> None:
    import json

    import yaml

    texts = {name.replace(".yml", ".json"): json.dumps(yaml.safe_load(text)) for name, text in NEGMAS.items()}
    assert read_document(put(tmp_path / "json", texts)) == read_document(put(tmp_path / "yaml", NEGMAS))


def test_a_character_that_json_writes_as_two_escapes(tmp_path: Path) -> None:
    texts = {name.replace(".yml", ".json"): text for name, text in NEGMAS.items()}
    pair = {
        name: text.replace("north", '"\\ud83d\\udea2"').replace("name: shipper", 'name: "\\ud83d\\udea2"')
        for name, text in texts.items()
    }
    assert read_domain(put(tmp_path, pair)).issues[0].options[0] == "\N{SHIP}"
