# SPDX-License-Identifier: Apache-2.0
"""Editions: what stands in one, that nothing else can, and that the owner is told before anything is written."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2
import pytest

from case.withheld import BASIS, changed, plain_of, random_release
from pourparler.briefing.document import Briefing, Mark, Paragraph, Section, Table
from pourparler.briefing.edition import audience_name
from pourparler.briefing.html import page
from pourparler.briefing.markdown import markdown
from pourparler.briefing.marked import foot
from pourparler.briefing.names import Names
from pourparler.briefing.pdf import pdf
from pourparler.briefing.terminal import render
from pourparler.briefing.word import word
from pourparler.case import Case, Clearance, Release, TooLittle, project, projection, read
from pourparler.case.known import known_by
from pourparler.case.projection import idle_grants
from pourparler.editions import Terms, edition_of, found_from
from pourparler.errors import CaseError
from pourparler.releases import ReleaseCheck, check_release, released_edition
from test_cli import run

HERE = Path(__file__).parent / "case"
CASE, FULL = read(HERE / "released.yaml"), read(HERE / "full.yaml")

#: Pairs of cases in one test; those of `BASES` have a thousand together.
A_HUNDRED = 100
BASES = [(CASE, number) for number in range(9)] + [(FULL, 9)]


def released(*paths: str, case: Case = CASE, **release: Any) -> Case:
    """Return a case of which some paths are released to a partner, besides those that a case cannot be without."""
    granted = Release(grants={"cyrene": (*BASIS, *paths)}, **release)
    return case.model_copy(update={"release": granted})


def checked(case: Case, audience: str = "cyrene", worlds: int = 50) -> ReleaseCheck:
    return check_release(case, audience, file="case.yaml", worlds=worlds)


def printed(edition: Briefing) -> str:
    return render(edition, width=100, full=True)


def test_an_edition_says_what_is_released_and_for_whom() -> None:
    text = printed(checked(released("framings", "issues", "effects.patrols.suspended.cyrene")).edition)
    assert "Edition for cyrene" in text
    assert "TLP:RED" in text
    assert re.search(r"suspended · cyrene.* -8 to -4", text)
    assert "a prize for nothing" in text
    assert "a prize for nothing" in text
    assert "escort our boats" not in text
    assert "delos · told" not in text
    assert "for the decision of" not in text and "nobody named" not in text


def test_what_is_listed_in_a_case_stands_in_columns() -> None:
    edition = checked(released("framings", "consultation", "issues")).edition
    tables = {section.heading: section.blocks[0] for section in edition.sections}
    readings, told = tables["Other readings"], tables["Consultation"]
    assert isinstance(readings, Table) and readings.columns == ("holder", "says")
    assert readings.rows == (("opposition", "a prize for nothing"),)
    assert isinstance(told, Table) and {"party", "told"} <= set(told.columns) and len(told.rows) == 2


def test_marks_are_explained_where_there_are_any() -> None:
    edition = checked(released("framings", "issues")).edition
    assert not edition.kinds()
    assert all("What the marks mean" not in text for text in (page(edition), markdown(edition)))
    with_mark = replace(edition, sections=(*edition.sections, Section("x", (Paragraph("y", mark=Mark("fact")),))))
    assert with_mark.kinds() == {"fact"}
    for text in (page(with_mark), markdown(with_mark)):
        assert "What the marks mean" in text and "seen in a source that is named" in text and "taken as given" not in text


@pytest.mark.parametrize(("audience", "called"), [("public", "the public"), ("mediator", "the mediator"), ("delos", "delos")])
def test_an_audience_is_called_by_its_name(audience: str, called: str) -> None:
    assert audience_name(audience, Names({})) == called


@pytest.mark.parametrize("tlp", ["clear", "green", "amber", "amber+strict", "red"])
def test_how_far_it_may_go_on_is_printed(tlp: str) -> None:
    audiences = {"cyrene": Clearance.model_validate({"tlp": tlp})}
    edition = checked(released(audiences=audiences)).edition
    assert f"TLP:{tlp.upper()}: it " in printed(edition)
    assert foot(edition).startswith(f"TLP:{tlp.upper()} · Åland")


def test_an_edition_is_short_and_begins_at_once() -> None:
    found = checked(released("framings", "issues")).edition
    assert "In brief" not in page(found)
    assert "In brief" not in markdown(found)
    pages = pypdfium2.PdfDocument(pdf(found))
    assert len(pages) == 1
    assert "Contents" not in pages[0].get_textpage().get_text_range()
    written = zipfile.ZipFile(io.BytesIO(word(found))).read("word/document.xml")
    assert b"Contents" not in written and b"pageBreakBefore" not in written


def test_an_edition_for_the_public_is_clear() -> None:
    public = CASE.model_copy(update={"release": Release(grants={"public": BASIS})})
    assert "TLP:CLEAR" in printed(checked(public, "public").edition)


TABLE = ("issues", "values", "no_deal", "questions")


def test_results_are_released_by_name_and_no_verdict_otherwise() -> None:
    without = printed(checked(released(*TABLE)).edition)
    assert not re.search("HOLD|FIX|FORGO|NOT DETERMINED|STEP DOWN", without)
    audiences = {"cyrene": Clearance(results=("table", "verdict"), restated=("table", "verdict"))}
    marks = {"judgements.values.borea": ("cyrene",)}
    found = checked(released(*TABLE, audiences=audiences, marks=marks))
    assert not found.differing
    assert re.search("HOLD|FIX|FORGO|NOT DETERMINED|STEP DOWN", printed(found.edition))
    assert printed(found.edition).count("Found anew from what this edition shows") == 2


def test_a_result_that_the_whole_case_gives_otherwise_is_refused() -> None:
    audiences = {"cyrene": Clearance(results=("verdict",))}
    found = checked(released("issues", audiences=audiences))
    assert found.differing == ("verdict",)
    assert found.is_refused
    restated = {"cyrene": Clearance(results=("verdict",), restated=("verdict",))}
    assert not checked(released("issues", audiences=restated)).is_refused


def test_a_result_that_is_the_same_is_released() -> None:
    every = tuple(name for name in plain_of(FULL) if name not in ("pourparler", "seat", "labels"))
    audiences = {"cyrene": Clearance(results=("table",), level="all")}
    marks = {"evidence.offer": ("cyrene",)}
    plain = plain_of(FULL)
    del plain["evidence"][0]["judged"]["release"], plain["common_line"]["release"]
    whole = Case.model_validate(plain)
    found = checked(released(*every, case=whole, audiences=audiences, marks=marks, levels=("all",)), worlds=30)
    assert not found.differing


def test_grants_and_marks_that_lead_to_nothing_are_refused() -> None:
    found = checked(released("issues.flet", "consultation.eos", marks={"moves.tolls": ("own",)}))
    assert found.idle == ("issues.flet", "consultation.eos", "moves.tolls")
    assert found.is_refused


def test_a_canary_in_an_edition_is_refused() -> None:
    assert checked(released("framings", canaries=("PRIZE for",))).leaks == ("PRIZE for",)
    assert not checked(released("framings", canaries=("a prize of",))).leaks


@pytest.mark.parametrize("canary", ["PRIZE  for", "pr\u00adize for", "\uff50rize for", "a prize\u2060 for"])
def test_a_canary_is_found_however_it_is_spelt(canary: str) -> None:
    assert checked(released("framings", canaries=(canary,))).leaks == (canary,)


def test_gaps_in_numbering_are_shown_to_the_owner() -> None:
    plain = plain_of(CASE)
    names = ("e-1", "e-2", "e-4", "e-9")
    plain["evidence"] = [{**plain["evidence"][0], "id": name, "judged": {"by": "desk A"}} for name in names]
    plain["indicators"] = {}
    case = Case.model_validate(plain)
    kept = ("questions", "sources.envoy", "evidence.e-2", "evidence.e-4")
    assert checked(released(*kept, case=case)).gaps == ("evidence.e-1",)
    assert not checked(released(*kept, "evidence.e-1", case=case)).gaps


def test_names_of_withheld_things_in_released_texts_are_shown_to_the_owner() -> None:
    plain = plain_of(CASE)
    plain["framings"][0]["says"] = "port_fees would bite, and they would escort our boats"
    plain["no_deal"]["aland"]["watna"] = "they would escort our boats"
    found = checked(released("framings", case=Case.model_validate(plain)))
    assert set(found.mentions) == {"port_fees", "they would escort our boats", "escort our boats"}
    assert not found.is_refused


@pytest.mark.parametrize(
    ("release", "audience", "found", "write"),
    [
        ({}, "cyrene", "too little released to cyrene", "title, as_of, parties"),
        ({"grants": {"cyrene": BASIS}}, "cyren", "the unknown edition 'cyren'", "did you mean 'cyrene'?"),
        ({"grants": {"cyrene": BASIS}, "audiences": {"cyrene": {"results": ["verdikt"]}}}, "cyrene", "'verdikt'", "'verdict'"),
    ],
)
def test_what_cannot_be_made_is_refused_with_what_to_write(release: Any, audience: str, found: str, write: str) -> None:
    case = CASE.model_copy(update={"release": Release.model_validate(release)})
    with pytest.raises(CaseError) as refused:
        checked(case, audience)
    assert found in str(refused.value)
    assert write in str(refused.value)


def test_a_refused_edition_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    text = (HERE / "released.yaml").read_text("utf-8")
    file.write_text(f"{text}release: {{grants: {{cyrene: [title, as_of, parties, issues.flet]}}}}\n", "utf-8")
    with pytest.raises(CaseError, match=r"issues\.flet"):
        released_edition(str(file), "cyrene")
    done = run("brief", str(file), "--edition", "cyrene", "--out", str(tmp_path / "out"))
    assert done.exit_code == 2
    assert "issues.flet" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_command_says_what_would_be_seen_and_ends_with_1_where_it_must_not(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    text = (HERE / "released.yaml").read_text("utf-8")
    file.write_text(f"{text}release: {{grants: {{cyrene: [title, as_of, parties, framings]}}}}\n", "utf-8")
    done = run("release-check", str(file), "--edition", "cyrene")
    assert done.exit_code == 0
    assert "framings.opposition.says: a prize for nothing" in done.stdout
    assert "What is withheld" not in done.stdout
    explained = run("release-check", str(file), "--edition", "cyrene", "--explain")
    assert re.search(r"mandate +not granted", explained.stdout)
    file.write_text(f"{text}release: {{grants: {{cyrene: [title, as_of, parties, framings]}}, canaries: [prize]}}\n", "utf-8")
    refused = run("release-check", str(file), "--edition", "cyrene", "--json")
    assert refused.exit_code == 1
    assert '"prize"' in refused.stdout


# Non-interference.

Make = Callable[[Case, str], object]


def edition(case: Case, audience: str) -> object:
    """Return the edition as a document tree, and the projection that it is made of; or that too little is released."""
    try:
        text = project(case, audience).text
    except TooLittle as refused:
        return refused.missing
    return text, edition_of(text, Terms(audience, "TLP:AMBER"), None)


def pairs(base: Case, random: Random, count: int, *paths: str) -> Iterator[tuple[Case, Case, str]]:
    """Return pairs of cases that differ only in what is withheld from an audience, and that audience.

    What is released is drawn, or it is `paths`, to all.
    """
    while count:
        audience = random.choice([*base.parties, "public", "mediator"])
        release = random_release(base, audience, random)
        if paths:
            release = Release(grants={"public": (*BASIS, *paths)})
        one, other = base.model_copy(update={"release": release}), changed(base, release, audience, random, 5)
        if plain_of(one) != plain_of(other):
            count -= 1
            yield one, other, audience


@pytest.mark.parametrize(("base", "number"), BASES)
def test_cases_that_differ_in_what_is_withheld_give_the_same_edition(base: Case, number: int) -> None:
    """Nothing of what is withheld, not its values, presence, count, order, names or times, reaches an audience."""
    for one, other, audience in pairs(base, Random(number), A_HUNDRED):
        assert edition(one, audience) == edition(other, audience), one.release


def test_two_editions_together_tell_no_more_than_what_either_shows() -> None:
    """Whatever is withheld from both changes neither: so nothing of it stands in both taken together, or in what differs."""
    random = Random(11)
    for _ in range(A_HUNDRED // 2):
        two = random.sample([*CASE.parties, "mediator"], 2)
        first = random_release(CASE, two[0], random)
        second = random_release(CASE, two[1], random)
        marks = {**first.marks, **second.marks}
        release = Release(grants={who: each.grants[who] for who, each in zip(two, (first, second), strict=True)}, marks=marks)
        both = Release(grants={"union": tuple(path for paths in release.grants.values() for path in paths)}, marks=marks)
        one = CASE.model_copy(update={"release": release})
        other = changed(CASE, both, "union", random, 5).model_copy(update={"release": release})
        assert [edition(one, who) for who in two] == [edition(other, who) for who in two]


def test_what_is_found_anew_is_the_same_too() -> None:
    results = ("table", "options", "verdict", "incidence", "partners", "alarms", "account", "intentions")
    paths = (*BASIS, "issues", "values", "no_deal", "questions", "effects")
    for number in range(8):
        release = Release(grants={"cyrene": paths}, marks={"no_deal.aland.batna": ("own",)})
        other = changed(CASE, release, "cyrene", Random(number), 12)
        made = []
        for case in (CASE.model_copy(update={"release": release}), other):
            text, terms = project(case, "cyrene").text, Terms("cyrene", "TLP:RED", results)
            made.append(edition_of(text, terms, found_from(text, terms, worlds=20)))
        assert made[0] == made[1]


def _all_labels(taken: Any, labels: Any) -> Any:
    return labels


def _no_marks(plain: Any, release: Any) -> Any:
    return {}


def _prefixes(rests: Any, names: Any) -> Any:
    if "" in rests:
        return ("",)
    return tuple(rest.partition(".")[2] for rest in rests for name in names if name.startswith(rest.partition(".")[0]))


def _everybodys(release: Any, audience: Any) -> Any:
    return tuple(path for paths in release.grants.values() for path in paths)


def _adding(what: Callable[[Case], object]) -> Make:
    """Return a way of making editions that tells something of the whole case besides."""
    return lambda case, audience: (edition(case, audience), what(case))


def _patched(name: str, leaky: object) -> Make:
    """Return a way of making editions in which one function of the projection is another."""

    def make(case: Case, audience: str) -> object:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(projection, name, leaky)
            return edition(case, audience)

    return make


#: Leaks put in on purpose: each is an edition that tells a little of what is withheld.
LEAKS: dict[str, Make] = {
    "every label": _patched("_labels_of", _all_labels),
    "no mark heeded": _patched("_marks", _no_marks),
    "no mark on the spot": _patched("_own_marks", lambda node, path: iter(())),
    "a grant of all that begins so": _patched("_steps", _prefixes),
    "what another audience is granted": _patched("granted_to", _everybodys),
    "the day known by what is withheld": lambda case, audience: edition(
        known_by(case).model_copy(update={"release": case.release}), audience
    ),
    "the digest of the whole": _adding(lambda case: hash(case.model_dump_json())),
    "its length": _adding(lambda case: len(case.model_dump_json())),
    "how many items there are": _adding(lambda case: len(case.evidence)),
    "how many are withheld": lambda case, audience: (edition(case, audience), _count(case, audience)),
    "why each is withheld": lambda case, audience: (edition(case, audience), _withheld(case, audience)),
    "the sections that there are": _adding(lambda case: list(plain_of(case))),
    "the places of items": _adding(lambda case: {item.id: place for place, item in enumerate(case.evidence)}),
    "the last day of anything": _adding(lambda case: max(re.findall(r"20\d\d-\d\d-\d\d", str(plain_of(case))))),
    "the widest name": _adding(lambda case: max(map(len, re.findall(r"\w+", str(plain_of(case)))))),
    "the order of parties' values": _adding(lambda case: list(case.values)),
    "whether there is a mandate": _adding(lambda case: case.mandate is not None and case.mandate.goals),
    "who decides": _adding(lambda case: case.decision),
    "the values of an average": _adding(lambda case: str(case.no_deal)),
    "which grants lead nowhere": _adding(lambda case: [idle_grants(case, audience) for audience in case.parties]),
    "how often the mandate was changed": _adding(lambda case: case.mandate is not None and len(case.mandate.goals)),
    "what everybody is called": _adding(lambda case: sorted(case.labels.values())),
    "the day of the newest judgement": _adding(lambda case: str(case.judgements)),
    "a seed of the whole": _adding(lambda case: Random(case.model_dump_json()).random()),
}


#: Leaks that show only in few editions, and what is released in those.
WHERE_IT_SHOWS = {
    "the day known by what is withheld": ("questions", "indicators"),
    "a grant of all that begins so": ("issues.flee", "evidence.of"),
    "how many items there are": ("issues", "parties"),
}


def _withheld(case: Case, audience: str) -> object:
    try:
        return project(case, audience).withheld
    except TooLittle as refused:
        return refused.missing


def _count(case: Case, audience: str) -> int:
    held = _withheld(case, audience)
    return len(held) if isinstance(held, tuple) else 0


@pytest.mark.parametrize("leak", LEAKS)
def test_each_leak_put_in_on_purpose_is_caught(leak: str) -> None:
    make = LEAKS[leak]
    tried = pairs(CASE, Random(7), A_HUNDRED, *WHERE_IT_SHOWS.get(leak, ()))
    assert any(_made(make, one, who) != _made(make, other, who) for one, other, who in tried)
    tried = pairs(CASE, Random(7), 5, *WHERE_IT_SHOWS.get(leak, ()))
    assert all(edition(one, who) == edition(other, who) for one, other, who in tried)


def _made(make: Make, case: Case, audience: str) -> object:
    try:
        return make(case, audience)
    except (CaseError, ValueError) as refused:  # a leak may make a case that is none
        return str(refused)
