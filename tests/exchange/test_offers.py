# SPDX-License-Identifier: Apache-2.0
"""Lists of named offers: as YAML and as a spreadsheet, and each mistake in them."""

from pathlib import Path

import pytest

from pourparler.case import CaseError
from pourparler.exchange import StatedIssue, offers_in

ISSUES = (StatedIssue("price", ("12", "14")), StatedIssue("term", ("short", "long")))
TEXTS = {
    "offers.yaml": "offers:\n  first: {price: 12, term: long}\n  the second: {term: short, price: '14'}\n",
    "offers.json": '{"offers": {"first": {"price": 12, "term": "long"}, "the second": {"term": "short", "price": "14"}}}',
    "offers.csv": "offer,term,price\nfirst,long,12\nthe second,short,14\n",
}


def file_with(tmp_path: Path, name: str, text: str) -> Path:
    (tmp_path / name).write_text(text, "utf-8")
    return tmp_path / name


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_offers_are_read(tmp_path: Path, name: str) -> None:
    found = offers_in(file_with(tmp_path, name, TEXTS[name]), ISSUES)
    assert found == {"first": {"price": "12", "term": "long"}, "the second": {"price": "14", "term": "short"}}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("case.yaml", "pourparler: 2\noffers: {}\n"),
        ("table.csv", "issue,option,a,b\n"),
        ("domain.yaml", "type: CartesianOutcomeSpace\n"),
        ("domain.xml", "<negotiation_template/>"),
    ],
)
def test_anything_else_is_no_list_of_offers(tmp_path: Path, name: str, text: str) -> None:
    assert offers_in(file_with(tmp_path, name, text), ISSUES) is None
    assert offers_in(tmp_path, ISSUES) is None


BAD = [
    ("o.yaml", "offers: {a: {price: 12, term: lang}}", "offers.a.term", "the unknown option 'lang'", "did you mean long?"),
    ("o.yaml", "offers: {a: {price: 13, term: long}}", "offers.a.price", "the unknown option '13'", "write one of: 12, 14"),
    ("o.yaml", "offers: {a: {price: 12}}", "offers.a", "no option for 'term'", "write one of: short, long"),
    ("o.yaml", "offers: {a: {price: 12, term: long, x: y}}", "offers.a", "the unknown issue 'x'", "write one of: price, term"),
    ("o.yaml", "offers: {a: {price: [12], term: long}}", "offers.a.price", "the unknown option ''", "write one of"),
    ("o.yaml", "offers: {a: 12}", "offers.a", "no table of options", "write offers: {NAME: {ISSUE: OPTION, …}}"),
    ("o.yaml", "offers: []", "offers", "no table of offers", "write offers:"),
    ("o.yaml", "offers: {a: {price: 12, term: long}}\nmore: 1", "more", "the unknown key 'more'", "delete it"),
    ("o.yaml", "offers: {a: {price: &x 12, term: long}}", "", "&x", ""),
    ("o.yaml", "offers: {a: {price: 12, term: long}, a: {}}", "offers.a", "second time", ""),
    ("o.csv", "offer,price,term\na,12,lang\n", "row 2, column C (term)", "the unknown option 'lang'", "did you mean long?"),
    ("o.csv", "offer,price,term\na,12\n", "row 2, column C (term)", "found nothing", "write one of"),
    ("o.csv", "offer,price,rate\na,12,1\n", "row 1, column C (rate)", "the unknown issue 'rate'", "write one of: price, term"),
    ("o.csv", "offer,price\na,12\n", "row 1, column A (offer)", "no column 'term'", "an offer names an option for every issue"),
    ("o.csv", "offer,price,term\na,12,long\na,14,long\n", "row 3, column A", "'a' a second time", "another name"),
    ("o.csv", "offer,price,term\n,12,long\n", "row 2, column A", "an offer without a name", "name it"),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad[1])
def test_every_mistake_is_told_with_its_place(tmp_path: Path, bad: tuple[str, str, str, str, str]) -> None:
    name, text, place, found, write = bad
    with pytest.raises(CaseError) as caught:
        offers_in(file_with(tmp_path, name, text), ISSUES)
    said = str(caught.value)
    assert name in said and place in said and found in said and write in said
