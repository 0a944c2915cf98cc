# SPDX-License-Identifier: Apache-2.0
"""The words on a table: whether there is a zone, how exact the frontier is, solutions, offers, another table beside it."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from assess.test_study import canal
from pourparler.assess.case_table import WorldsRow
from pourparler.assess.spread import Spread
from pourparler.assess.study import study
from pourparler.assess.study_rows import ConsentRow, TableStudy
from pourparler.briefing.compose import compose, document_of
from pourparler.briefing.document import Briefing, BulletList, Figure, Paragraph, Section, Table
from pourparler.briefing.terminal import ONE_SCREEN, render
from pourparler.desk import run_errand, study_table
from pourparler.exchange import Profile, StatedIssue, StatedTable


def section(briefing: Briefing, heading: str) -> Section:
    return next(each for each in briefing.sections if each.heading == heading)


def tables(part: Section) -> list[Table]:
    return [block for block in part.blocks if isinstance(block, Table)]


def text_of(studied: TableStudy, full: bool = True) -> str:
    return " ".join(render(document_of(studied), width=200, full=full).split())


def with_no_deal(*values: int) -> StatedTable:
    table = canal()
    return replace(table, profiles=tuple(replace(p, no_deal=Fraction(v)) for p, v in zip(table.profiles, values, strict=True)))


def test_a_zone_is_the_first_line_and_its_sizes_the_next() -> None:
    text = text_of(study(canal()), full=False)
    assert text.startswith(
        "ZONE OF AGREEMENT — there are deals that everybody prefers to no deal the canal 10 issues, 1,024 packages."
    )
    assert "Worth of no deal: us 0 and them 0." in text
    assert "20 value points, attained by 26 packages; worth at least no deal to everybody: 20 points, 26 packages." in text
    assert "The frontier is complete; values are whole steps of 1, without rounding: ties are true ties." in text


def test_without_a_zone_no_solution_is_given() -> None:
    found = document_of(study(with_no_deal(90, 90)))
    assert found.sections[0].heading.startswith("NO ZONE OF AGREEMENT")
    assert "no zone of agreement under present alternatives" in text_of(study(with_no_deal(90, 90)))
    assert "Solutions" not in [each.heading for each in found.sections]


def test_solutions_are_tabulated_with_all_that_tie() -> None:
    part = section(document_of(study(canal())), "Solutions")
    (table,) = tables(part)
    assert table.rows == (
        ("Nash", "64", "68", "product of gains 4352"),
        ("Kalai–Smorodinsky", "64", "68", "the least share of what each could gain"),
        ("egalitarian", "64", "68", "the least gain"),
        ("utilitarian", "64", "68", "total 132"),
        ("utilitarian", "79", "53", "total 132; equally good as the one above"),
    )
    (packages,) = (block for block in part.blocks if isinstance(block, BulletList))
    assert [item.partition(":")[0] for item in packages.items] == [
        "Nash, Kalai–Smorodinsky, egalitarian and utilitarian",
        "utilitarian",
        "Adjusted Winner, if every issue can be divided",
    ]
    assert "66 to us and 66 to" in packages.items[2] and "of thing 2 2/15 goes the way of us" in packages.items[2]
    assert "thing 2 (theirs)" in packages.items[0] and "thing 2 (ours)" in packages.items[1]


def test_packages_of_equal_worth_are_counted() -> None:
    issues = tuple(StatedIssue(f"i{n}", ("x", "y")) for n in range(3))
    worth = tuple((Fraction(1), Fraction(0)) for _ in issues)
    other = tuple((Fraction(0), Fraction(1)) for _ in issues)
    part = section(document_of(study(StatedTable("t", issues, (Profile("a", worth), Profile("b", other))))), "Solutions")
    told = " ".join(item for block in part.blocks if isinstance(block, BulletList) for item in block.items)
    assert "(or 2 others of equal worth)" in told


def offers(**packages: dict[str, str]) -> dict[str, dict[str, str]]:
    base = {f"thing {n}": "ours" for n in range(10)}
    return {name: base | package for name, package in packages.items()}


def test_offers_say_what_could_be_had_beyond_them() -> None:
    odd = {f"thing {n}": "theirs" for n in range(0, 10, 2)}
    stated = replace(with_no_deal(50, 40), offers=offers(all={}, odd=odd), barred=({"thing 0": "ours", "thing 9": "ours"},))
    found = study(stated)
    (table,) = tables(section(document_of(found), "Offers"))
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["all"] == ("100", "0", "worse than no deal for them; barred by an exclusion or a red line")
    us, them = found.offers["odd"].could_gain.values()
    assert us.gain > 0 and them.gain > 0
    assert rows["odd"][2] == f"+{us.gain} to us or +{them.gain} to them; worse than no deal for us"
    best = study(replace(canal(), offers=offers(all={})))
    (table,) = tables(section(document_of(best), "Offers"))
    assert table.rows[0][-1] == "nothing: it is on the frontier"


def test_another_table_is_set_beside_it() -> None:
    other = study(with_no_deal(90, 90))
    (table,) = tables(section(document_of(study(canal(), against=other)), "Beside it"))
    assert table.rows[-1] == ("zone of agreement", "yes", "no") and table.rows[0] == ("packages", "1,024", "1,024")
    both = tables(section(document_of(study(canal(), against=study(canal()))), "Beside it"))
    assert both[1].rows[0] == ("Nash", "us 64, them 68", "us 64, them 68", "nothing: it is on the frontier")


def test_the_ladder_has_a_table_for_each_party() -> None:
    part = section(document_of(study(canal())), "Ladder")
    first, second = tables(part)
    assert first.columns == ("us gives", "at a cost of", "worth to them", "for 1")
    assert first.rows[0] == ("thing 9: ours → theirs", "2", "13", "6.50")
    assert second.rows[0] == ("thing 3: theirs → ours", "3", "14", "4.67")
    brief = [block for block in part.brief if isinstance(block, Table)]
    assert [len(table.rows) for table in brief] == [3, 3]
    assert any(isinstance(block, Paragraph) and block.more == "14 more steps" for block in part.brief)


def test_what_is_rounded_or_not_complete_is_said() -> None:
    found = study(canal())
    rounded = replace(found, grid=replace(found.grid, step=Fraction(1, 10**6), rounded=True))
    assert "values are rounded to a grid of 0.000001" in text_of(rounded)
    thinned = replace(found, exact=False, epsilon=Fraction(1, 8))
    assert "The frontier is not complete: up to 0.125 may be gained beyond it" in text_of(thinned)
    thirds = replace(found, grid=replace(found.grid, step=Fraction(1, 3)))
    assert "whole steps of 1/3" in text_of(thirds)


def test_values_of_a_domain_are_told_as_shares() -> None:
    small = replace(canal(), scale=1)
    profiles = tuple(replace(p, worth=tuple(tuple(v / 100 for v in row) for row in p.worth)) for p in small.profiles)
    text = text_of(study(replace(small, profiles=profiles)))
    assert "Worth of no deal: us 0.000 and them 0.000 on a scale of 0 to 1." in text
    assert "Nash 0.640 0.680 product of gains 0.4352" in text and "total 1.320" in text


def test_what_the_worlds_say_stands_beside_the_averages() -> None:
    found = study(canal())
    ranges = WorldsRow(1, 2000, 0.25, {"us": Spread(50, 40, 60), "them": Spread(45, 45, 45)}, {}, None)
    text = text_of(replace(found, worlds=ranges, grid=replace(found.grid, rounded=True)))
    assert "A deal that everybody prefers to no deal exists with probability 25% (2,000 worlds)." in text
    assert "The Nash solution is then worth 50.0 (40.0 to 60.0) to us and 45.0 to them. Below, values are averages" in text
    open_one = WorldsRow(1, 2000, None, {}, {}, "meeting.lead_days")
    assert "How likely a zone is cannot be said: meeting.lead_days is unknown." in text_of(replace(found, worlds=open_one))
    aside = text_of(replace(found, set_aside={"bank": "no_deal.bank.value"}))
    assert "Not at the table: bank, for no_deal.bank.value is not stated." in aside


@pytest.mark.parametrize("name", ["essays/singh2018", "labour/nhl2005", "treaties/canal1977"])
def test_a_case_of_the_catalog_fits_one_screen_and_speaks_by_its_labels(name: str) -> None:
    found = study_table(name, worlds=200)
    text = render(document_of(found), width=100)
    assert text.count("\n") <= ONE_SCREEN
    assert found.labels is not None and any(label in text for label in found.labels.values())
    assert "_" not in text


def test_a_document_is_composed_of_whatever_was_found() -> None:
    assessment = run_errand("labour/nhl2005", worlds=40)
    assert document_of(assessment) == compose(assessment)


def test_whose_consent_a_deal_needs_is_told() -> None:
    found = study(canal())
    quota = text_of(replace(found, consent=ConsentRow(1, ())))
    assert "ZONE OF AGREEMENT — there are deals that enough of them prefer to no deal" in quota
    assert "A deal needs the consent of 1 of the 2 parties." in quota
    assert "worth at least no deal to enough of them: 20 points" in quota
    vetoes = text_of(replace(found, consent=ConsentRow(0, ("us",)), unheard=("senate",)))
    assert "A deal needs the consent of us, and of nobody else." in vetoes
    assert "Who has to ratify is heard in that probability, not in what follows: senate." in vetoes
    both = text_of(replace(found, consent=ConsentRow(2, ("us",))))
    assert "A deal needs the consent of us, and of 2 of the 2 parties in all." in both


def test_foreign_names_stay_as_they_are() -> None:
    issues = (StatedIssue("v1.2_x", ("a.b_c", "d")),)
    worth = ((Fraction(1), Fraction(0)),)
    text = text_of(study(StatedTable("t", issues, (Profile("p_1.x", worth), Profile("q", (worth[0][::-1],))))))
    assert "v1.2_x (a.b_c)" in text and "p_1.x" in text


def test_the_figure_stands_with_the_frontier() -> None:
    part: Any = section(document_of(study(canal())), "Frontier")
    assert [isinstance(block, Figure) for block in part.blocks] == [False, False, True]
    assert not any(isinstance(block, Figure) for block in part.brief)
