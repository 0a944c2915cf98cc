# SPDX-License-Identifier: Apache-2.0
"""What is written and read again is what was written, to the last digit, in every form."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from exchange.domains import GENIUS, NEGMAS, genius_domains, negmas_scenarios, put
from pourparler.errors import CaseError
from pourparler.exchange import Document, Form, Profile, StatedIssue, StatedTable, read_document, read_domain, write_domain
from pourparler.exchange.genius import GeniusDomain
from pourparler.exchange.negmas import NegmasScenario


@contextmanager
def new_folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name) / "domain"


def again(document: Document | StatedTable, form: Form) -> Document:
    with new_folder() as folder:
        assert not write_domain(document, folder, form).notes
        return read_document(folder)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(genius_domains())
def test_a_genius_domain_comes_back_whole(domain: GeniusDomain) -> None:
    assert again(domain, "genius") == domain


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(negmas_scenarios())
def test_a_negmas_scenario_comes_back_whole(scenario: NegmasScenario) -> None:
    scenario = replace(
        scenario, profiles=tuple(replace(p, reserved=None if p.reserved == 0 else p.reserved) for p in scenario.profiles)
    )
    assert again(scenario, "negmas-yaml") == scenario
    assert again(scenario, "negmas-json") == scenario


@pytest.mark.parametrize("texts", [GENIUS, NEGMAS], ids=["genius", "negmas"])
def test_files_of_others_come_back_whole(texts: dict[str, str], tmp_path: Path) -> None:
    document = read_document(put(tmp_path / "theirs", texts))
    own: Form = "genius" if isinstance(document, GeniusDomain) else "negmas-yaml"
    assert again(document, own) == document


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(genius_domains())
def test_a_table_comes_back_from_genius_with_the_same_values(domain: GeniusDomain) -> None:
    table = domain.stated()
    if any(not sum(max(options) for options in profile.worth) for profile in table.profiles):
        return  # worth nothing at all: refused, below
    with new_folder() as folder:
        notes = write_domain(table, folder, "genius").notes
        back = read_domain(folder)
    assert [issue.options for issue in back.issues] == [issue.options for issue in table.issues]
    for before, after in zip(table.profiles, back.profiles, strict=True):
        best = sum((max(options) for options in before.worth), Fraction(0))
        assert after.worth == tuple(tuple(value / best for value in options) for options in before.worth)
        assert after.discount == before.discount
        assert abs(after.no_deal - before.no_deal / best) <= (before.no_deal / best) / 10**18
        assert best == 1 or notes
    if not notes:
        assert back == table


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(negmas_scenarios())
def test_a_table_comes_back_from_negmas_forms(scenario: NegmasScenario) -> None:
    table = scenario.stated()
    forms: tuple[Form, ...] = ("negmas-yaml", "negmas-json")
    for form in forms:
        with new_folder() as folder:
            notes = write_domain(table, folder, form).notes
            back = read_domain(folder)
        if not notes:
            assert back == table
        for before, after in zip(table.profiles, back.profiles, strict=True):
            for ours, theirs in zip(before.worth, after.worth, strict=True):
                assert all(abs(a - b) <= abs(a) / 10**18 for a, b in zip(ours, theirs, strict=True))


THIRD = StatedTable(
    "sale",
    (StatedIssue("price", ("low", "high")),),
    (Profile("seller", ((Fraction(1, 3), Fraction(1)),)), Profile("buyer", ((Fraction(1), Fraction(0)),), Fraction(1, 3))),
)


def test_a_number_without_a_numeral_is_rounded_and_that_is_said() -> None:
    with new_folder() as folder:
        written = write_domain(THIRD, folder, "negmas-yaml")
        assert written.notes == ("numbers that no decimal numeral holds are rounded to 20 digits",)
        assert read_domain(folder).profiles[0].worth[0][0] == Fraction("0.33333333333333333333")


def test_genius_holds_any_fraction_as_an_evaluation() -> None:
    table = replace(THIRD, profiles=tuple(replace(profile, no_deal=Fraction(1, 4)) for profile in THIRD.profiles))
    with new_folder() as folder:
        assert not write_domain(table, folder, "genius").notes
        assert read_domain(folder) == table


def test_values_on_another_scale_are_divided_and_that_is_said() -> None:
    worth = ((Fraction(0), Fraction(60)),)
    table = replace(THIRD, scale=100, profiles=(Profile("seller", worth, Fraction(15)), Profile("buyer", worth)))
    with new_folder() as folder:
        assert write_domain(table, folder, "genius").notes
        assert read_domain(folder).profiles[0] == Profile("seller", ((Fraction(0), Fraction(1)),), Fraction(1, 4))


@pytest.mark.parametrize(
    ("table", "form", "words"),
    [
        (replace(THIRD, barred=({"price": "low"},)), "genius", "barred"),
        (replace(THIRD, barred=({"price": "low"},)), "negmas-yaml", "barred"),
        (
            replace(
                THIRD, profiles=(replace(THIRD.profiles[0], together=(({"price": "low"}, Fraction(1)),)), THIRD.profiles[1])
            ),
            "negmas-json",
            "worth more than their parts",
        ),
        (replace(THIRD, profiles=(Profile("seller", ((Fraction(-1), Fraction(1)),)), THIRD.profiles[1])), "genius", "negative"),
        (replace(THIRD, profiles=(Profile("seller", ((Fraction(0), Fraction(0)),)), THIRD.profiles[1])), "genius", "all 0"),
        (replace(THIRD, issues=(StatedIssue("price", ("low", " ")),)), "genius", "blank name"),
        (replace(THIRD, issues=(StatedIssue("price", ("low", "\u202ehigh")),)), "negmas-json", "hidden character"),
        (replace(THIRD, title="x" * 251), "negmas-yaml", "more than 250 characters"),
    ],
)
def test_what_a_form_cannot_say_is_refused(table: StatedTable, form: Form, words: str) -> None:
    with new_folder() as folder:
        with pytest.raises(CaseError, match=words):
            write_domain(table, folder, form)
        assert not folder.exists()


def test_only_an_empty_folder_is_written_into_and_only_the_owner_may_read(tmp_path: Path) -> None:
    written = write_domain(THIRD, tmp_path / "new", "genius")
    assert [file.name for file in written.files] == ["domain.xml", "1-seller.xml", "2-buyer.xml"]
    assert {file.stat().st_mode & 0o777 for file in written.files} == {0o600}
    with pytest.raises(CaseError, match="not empty"):
        write_domain(THIRD, tmp_path / "new", "genius")
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(CaseError, match="cannot be written"):
        write_domain(THIRD, tmp_path / "file", "genius")
