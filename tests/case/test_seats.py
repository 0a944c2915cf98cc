# SPDX-License-Identifier: Apache-2.0
"""A case from another seat: common facts from the case file, judgements from the party's own file and from nowhere else."""

import json
from pathlib import Path
from typing import Any

import pytest

from assess.test_properties import symmetric
from case.samples import FULL, spoilt
from pourparler.assess import assess
from pourparler.briefing.as_json import as_json
from pourparler.case import Case, CaseError, Problem, digest, read, read_everything, seats_of
from pourparler.case.model import Meeting, Party, Window

BOREA = """\
standpoint: Borea's cabinet
meeting: {price: {borea: 2..4}, levels: {leaders: {reach: 30..50%}}}
questions:
  ours: {hypotheses: {firm: 60%, soft: rest}}
values:
  borea: {weights: fleet > money > patrols, scores: {fleet: [100, 60, 20, 0], patrols: [0, 50, 100], money: [0, 60, 100]}}
no_deal: {borea: {value: 30..40}}
decision: {by: the cabinet}
"""
#: What the case file itself holds that the other seat must not inherit, by the key of the case.
SHARED_KEYS = {"pourparler", "title", "as_of", "seat", "meeting", "parties", "issues", "exclude", "implies", "labels"}


def folder(tmp_path: Path, case: str = FULL, **seats: str) -> Path:
    (tmp_path / "seats").mkdir(exist_ok=True)
    (tmp_path / "case.yaml").write_text(case, "utf-8")
    for name, text in seats.items():
        (tmp_path / "seats" / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


def problems_of(path: Path, seat: str | None) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as caught:
        read_everything(path) if seat is None else read(path, seat)
    return tuple(problem for problem in caught.value.problems if isinstance(problem, Problem))


def test_what_is_common_comes_from_the_case_and_every_judgement_from_the_seat(tmp_path: Path) -> None:
    case, seat = read(folder(tmp_path, borea=BOREA)), read(tmp_path, "borea")
    assert (seat.title, seat.as_of, seat.issues, seat.exclude) == (case.title, case.as_of, case.issues, case.exclude)
    assert seat.implies == case.implies != ()
    assert {name: party.role for name, party in seat.parties.items()} == {
        "aland": "counterpart",
        "borea": "own",
        "cyrene": "partner",
        "delos": "rival",
        "éire": "third_party",
        "fjorn": "third_party",
    }
    assert seat.parties["cyrene"].tolerance is None, "what a partner bears is a judgement"
    assert seat.labels == {"aland": "Åland", "fleet.capped": "a capped fleet"}
    assert set(seat.values) == set(seat.no_deal) == {"borea"}
    assert set(seat.questions) == {"ours"}
    assert seat.meeting is not None and case.meeting is not None
    assert (seat.meeting.level, seat.meeting.agreed) == (case.meeting.level, case.meeting.agreed)
    assert seat.meeting.reversal_cost is None and set(seat.meeting.levels) == {"leaders"}
    assert seat.seat == "borea"


def test_an_empty_seat_file_starts_empty(tmp_path: Path) -> None:
    seat = read(folder(tmp_path, borea="{}"), "borea")
    for name, field in Case.model_fields.items():
        if name not in SHARED_KEYS:
            assert getattr(seat, name) == field.get_default(call_default_factory=True), name
    meeting = read(tmp_path).meeting
    assert meeting is not None and meeting.window is not None
    window = Window(forcing_date=meeting.window.forcing_date)
    assert seat.meeting == Meeting(level=meeting.level, agreed=meeting.agreed, window=window)
    assert {name for name, party in seat.parties.items() if party.ratifiers} == {"cyrene"}
    assert all(party == Party(role=party.role, ratifiers=party.ratifiers) for party in seat.parties.values())


def private_parts_changed() -> list[str]:
    """Our own judgements one by one taken away or changed, each in a valid case."""
    return [
        spoilt(FULL, ("aland: 3..8", "aland: 4..9")),
        spoilt(FULL, ("reversal_cost: 2..6", "reversal_cost: 3")),
        spoilt(FULL, ("lapses_per_day: 0.2..1%, ", "")),
        spoilt(FULL, ("    tolerance: 3..6\n", "")),
        spoilt(FULL, ("settle: 10..25%", "settle: 12..30%")),
        spoilt(FULL, ("weights: {fleet: 50..60", "weights: {fleet: 20..30")),
        spoilt(FULL, ("value: 35..45", "value: 25..30")),
        spoilt(FULL, ("batna: escort our own boats", "batna: yield at once")),
        spoilt(FULL, ("decision: {by: the prime minister}\n", "")),
        spoilt(FULL, ("  red_lines: [patrols.joint]\n", "")),
        spoilt(FULL, ("standpoint: the foreign ministry of Aland\n", "")),
        spoilt(FULL, ("labels: {aland: Åland,", "labels: {aland: Åland, port_fees: a secret plan, settle: give in,")),
    ]


@pytest.mark.parametrize("number", range(len(private_parts_changed())))
def test_nothing_of_our_own_judgements_reaches_the_other_seat(tmp_path: Path, number: int) -> None:
    def result(text: str) -> str:
        seat = read(folder(tmp_path, text, borea=BOREA), "borea")
        return as_json(assess(seat, digest=digest(seat), version="", worlds=20))

    assert result(FULL) == result(private_parts_changed()[number])


def test_bulk_evidence_is_that_of_the_case_and_not_of_the_other_seat(tmp_path: Path) -> None:
    folder(tmp_path, borea=BOREA)
    (tmp_path / "evidence.csv").write_text("id,text,known_at\nsail,a sail,2031-03-01\n", "utf-8")
    assert [item.id for item in read(tmp_path).evidence] == ["offer", "silence", "sail"]
    assert read(tmp_path, "borea").evidence == ()


def mirrored(data: dict[str, Any]) -> dict[str, Any]:
    """The symmetric case as party b writes it down: the same numbers, b's own first."""
    judged = ("values", "no_deal", "moves", "compliance", "staging", "gate", "judgements")
    meeting = {key: value for key, value in data["meeting"].items() if key not in ("level", "agreed")}
    return {"meeting": meeting, **{key: data[key] for key in judged}}


def test_two_seats_that_write_the_same_get_the_same_answer(tmp_path: Path) -> None:
    data = symmetric()
    folder(tmp_path, json.dumps(data), b=json.dumps(mirrored(data)))
    one, other = (assess(read(tmp_path, seat), digest="", version="", worlds=64) for seat in ("a", "b"))
    assert (one.case.seat, other.case.seat, other.case.turned) == ("a", "b", False)
    for part in ("actions", "choices", "no_summit", "delay_per_week", "gate"):
        assert getattr(one, part) == getattr(other, part), part


@pytest.mark.parametrize(("seat", "means"), [("borea", "counterpart"), ("counterpart", "counterpart"), ("aland", "own")])
def test_without_a_file_of_its_own_a_party_at_the_table_reads_the_case_turned_round(
    tmp_path: Path, seat: str, means: str
) -> None:
    folder(tmp_path)
    turned = read(tmp_path, seat)
    (tmp_path / "case.yaml").write_text(spoilt(FULL, ("seat: own", f"seat: {means}")), "utf-8")
    assert turned == read(tmp_path)
    assert assess(turned, digest="", version="", worlds=1).case.turned == (means == "counterpart")


def test_a_single_file_is_turned_round_as_well(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(FULL, "utf-8")
    assert read(file, "borea").seat == "counterpart"
    (found,) = problems_of(file, "cyrene")
    assert found.write.endswith("seats/cyrene.yaml in a folder beside case.yaml")


@pytest.mark.parametrize(
    ("seat", "found", "write"),
    [
        ("cyrene", "no seat of 'cyrene'", "give one of 'aland', 'borea', or write down what cyrene sees in seats/cyrene.yaml"),
        ("bórea", "no seat of 'bórea'", "did you mean 'borea'?"),
        ("nobody", "no seat of 'nobody'", "give one of 'aland', 'borea'"),
        ("../borea", "no seat of '../borea'", "did you mean 'borea'?"),
        ("", "no seat of ''", "give one of 'aland', 'borea'"),
    ],
)
def test_a_seat_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path, seat: str, found: str, write: str) -> None:
    (problem,) = problems_of(folder(tmp_path, borea=BOREA), seat)
    assert (problem.found, problem.write) == (found, write)
    assert problem.file == str(tmp_path / "case.yaml")


def test_mistakes_in_a_seat_file_are_told_there(tmp_path: Path) -> None:
    text = BOREA.replace("value: 30..40", "value: 40..30").replace("firm: 60%", "firm: 60%, fimr: 3%")
    path = folder(tmp_path, borea=text.replace("standpoint", "standpiont"))
    for seat in ("borea", None):
        found = problems_of(path, seat)
        assert {problem.file for problem in found} == {str(tmp_path / "seats" / "borea.yaml")}
        places = {(problem.line, problem.column, problem.key_path) for problem in found}
        assert (1, 1, "standpiont") in places
        assert (7, 26, "no_deal.borea.value") in places


def test_what_a_seat_refers_to_must_be_known_to_it(tmp_path: Path) -> None:
    (found,) = problems_of(folder(tmp_path, borea=BOREA + "worth_to_us: {cyrena: 1}\n"), "borea")
    assert (found.line, found.found, found.write) == (9, "the unknown party 'cyrena'", "did you mean 'cyrene'?")


def test_a_third_party_says_what_the_two_sides_are_to_it(tmp_path: Path) -> None:
    (found,) = problems_of(folder(tmp_path, cyrene="{}\n"), "cyrene")
    assert found.file.endswith("cyrene.yaml")
    assert found.found == "two parties whose role is counterpart: 'aland', 'borea'"
    assert found.write == "say what the other one is to cyrene: parties: {borea: {role: rival}}"
    seat = read(folder(tmp_path, cyrene="parties: {borea: {role: rival}}\n"), "cyrene")
    assert [seat.parties[name].role for name in ("aland", "borea", "cyrene")] == ["counterpart", "rival", "own"]
    seat = read(folder(tmp_path, cyrene="parties: {aland: {role: partner, tolerance: 3}}\n"), "cyrene")
    assert [seat.parties[name].role for name in ("aland", "borea", "cyrene")] == ["partner", "counterpart", "own"]
    assert seats_of(tmp_path) == ("aland", "borea", "cyrene")


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("aland", "{}", "a seat file for 'aland', whose seat the case file is"),
        ("nobody", "{}", "a seat file for 'nobody', who is no party of the case"),
        ("borea", "seat: aland\n", "the seat 'aland' in the file of 'borea'"),
        ("borea", "parties: {borea: {role: rival}}\n", "the role 'rival' for the party whose seat this is"),
        ("borea", "- a\n", "a list instead of a table"),
    ],
)
def test_files_that_are_no_seat_are_refused(tmp_path: Path, name: str, text: str, found: str) -> None:
    problems = problems_of(folder(tmp_path, **{name: text}), None)
    assert [problem.found for problem in problems] == [found]
    assert problems[0].file == str(tmp_path / "seats" / f"{name}.yaml")


def test_too_many_seats_are_refused(tmp_path: Path) -> None:
    parties = "".join(f"  p{n}: {{role: third_party}}\n" for n in range(25))
    path = folder(tmp_path, spoilt(FULL, ("  delos:", parties + "  delos:")))
    for n in range(25):
        (path / "seats" / f"p{n}.yaml").write_text("parties: {aland: {role: rival}}\n", "utf-8")
    assert [problem.found for problem in problems_of(path, None)] == ["more than 24 seat files"]


def test_what_a_seat_restates_replaces_what_is_common(tmp_path: Path) -> None:
    text = "title: As Borea sees it\nissues: {money: {status_quo: none}}\nexclude: []\nlabels: {aland: the islanders}\n"
    seat = read(folder(tmp_path, borea=text), "borea")
    assert seat.title == "As Borea sees it" and seat.exclude == ()
    assert seat.issues["money"].status_quo == "none" and seat.issues["money"].options == ("none", "credit", "grant")
    assert seat.labels == {"aland": "the islanders", "fleet.capped": "a capped fleet"}
