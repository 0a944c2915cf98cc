# SPDX-License-Identifier: Apache-2.0
"""A stated table names its parties in the order of the file."""

from fractions import Fraction

from pourparler.exchange import Profile, StatedIssue, StatedTable


def test_parties_stand_in_the_order_of_the_file() -> None:
    worth = ((Fraction(0), Fraction(1)),)
    table = StatedTable("sale", (StatedIssue("price", ("low", "high")),), (Profile("seller", worth), Profile("buyer", worth)))
    assert table.parties == ("seller", "buyer")
