# SPDX-License-Identifier: Apache-2.0
"""A case as fields: who holds each, what was typed into one, and what holds the gate at a glance."""

from dataclasses import replace

from pourparler.case import Case, CaseError, files_of, known_by, read_files
from pourparler.catalog import find, template
from pourparler.desk import assess
from pourparler.workbench.fields import AREAS, told_path, words_of
from pourparler.workbench.glance import glance
from pourparler.workbench.opened import Opened
from pourparler.workbench.readings import key_of, reading_of
from pourparler.workbench.typed import plain_value
from pourparler.workbench.vocabulary import part_about, part_name

SMALL = template("small")
FORECAST = "forecasts:\n  - question: It rains.\n    p: 30%\n    by: me\n    on: 2031-05-01\n    resolves: 2031-09-01\n"


def opened(text: str) -> Opened:
    files = {"case.yaml": text.encode("utf-8")}
    return Opened("a", 1, files, reading_of(files))


def status(text: str, *path: str) -> tuple[str, str]:
    """Return how well a field of a case is founded, and who holds it."""
    case = opened(text)
    found = case.field(path)
    assert found is not None
    return found.status, found.held


def test_a_field_has_the_status_of_the_nearest_who_holds_it() -> None:
    nearer = SMALL + "  no_deal.club: {by: the clerk, basis: fact, on: 2031-05-01}\n"
    assert status(nearer, "no_deal", "club", "value") == ("sourced", "the clerk, 2031-05-01")
    assert status(nearer, "no_deal", "harbour", "value", "motive", "renew") == ("judged", "your name")


def test_an_assumption_and_what_nobody_holds_are_guesses_and_what_is_unknown_is_missing() -> None:
    assumed = SMALL.replace("moves: {by: your name, basis: judgement}", "moves: {by: your name, basis: assumption}")
    assert status(assumed, "moves", "other_site", "cost")[0] == "guessed"
    unheld = SMALL.replace("  moves: {by: your name, basis: judgement}\n", "")
    assert status(unheld, "moves", "other_site", "cost") == ("guessed", "")
    blank = SMALL.replace("cost: 0.5..2 ", "cost: unknown ")
    assert status(blank, "moves", "other_site", "cost")[0] == "missing"


def test_a_number_left_blank_is_unknown_and_never_zero() -> None:
    assert plain_value("  ", "number", "x") == "unknown"
    assert plain_value("40", "number", "x") == 40
    assert plain_value("35..50", "number", "x") == "35..50"


def test_a_table_is_read_as_in_a_case_file_and_refused_if_it_is_none() -> None:
    assert plain_value("{renew: likely, stall: 10..30%}", "table", "x") == {"renew": "likely", "stall": "10..30%"}
    try:
        plain_value("{renew: &a likely}", "table", "x")
    except CaseError as error:
        assert error.problems
    else:
        raise AssertionError("an anchor was taken")


def test_a_workstream_holds_the_gate_by_what_is_open_and_tells_what_is_met() -> None:
    found = glance(assess(read_files({"case.yaml": SMALL.encode("utf-8")}), worlds=20))
    streams = {stream["area"]: stream for stream in found["streams"]}  # type: ignore[attr-defined]
    assert list(streams) == ["intentions", "mandate", "partners"]
    assert len(streams["intentions"]["open"]) == 1 and streams["intentions"]["settled"] == []
    assert len(streams["mandate"]["open"]) == 1 and streams["mandate"]["settled"] == []
    assert streams["partners"]["open"] == streams["partners"]["settled"] == [] and found["risks"] is None


def test_what_waiting_for_a_condition_costs_is_told_also_where_it_costs_nothing() -> None:
    found = assess(read_files({"case.yaml": SMALL.encode("utf-8")}), worlds=20)

    def told(price: float | None) -> tuple[list[str], bool]:
        priced = replace(found, gate=tuple(replace(row, shadow_price=price) for row in found.gate))
        stream = glance(priced)["streams"][0]  # type: ignore[index]
        return stream["open"], stream["free"]

    assert told(0.0) == (["direct contact with the other side"], True)
    assert told(None) == (["direct contact with the other side"], False)
    assert told(1.25) == (["direct contact with the other side (waiting for it costs 1.2 points)"], False)


def test_what_comes_out_later_than_the_case_is_told_apart_though_the_assessment_is_the_same() -> None:
    case = opened(SMALL + FORECAST)
    settled = opened(SMALL + FORECAST + "    resolved: {came: yes, on: 2031-09-01}\n")
    assert known_by(case.case) == known_by(settled.case)
    assert case.key != settled.key
    assert opened(SMALL + FORECAST).key == case.key
    assert key_of(case.case, case.files) == case.key
    assert key_of(case.case, {**case.files, "outcome.yaml": b"happened: []\n"}) != case.key


def test_every_part_of_a_case_has_a_name_and_a_sentence_and_a_page() -> None:
    parts = {part for area in AREAS.values() for part in area}
    assert parts == set(Case.model_fields) - {"pourparler"}
    assert all(part_about(part) for part in parts)
    assert len({part_name(part) for part in parts}) == len(parts)


def test_a_short_name_that_is_written_somewhere_is_shown_by_the_name_that_readers_know() -> None:
    folder = find("essays/singh2018")
    assert folder is not None
    files = files_of(folder)
    found = Opened("a", 1, files, reading_of(files))
    first = found.groups("table")[6]
    assert (first.part, first.label) == ("exclude", "as it is")
    assert [(field.text, field.reads) for field in first.fields] == [
        ("as_is", "as it is"),
        ("declared_sites", "at declared sites"),
    ]
    labels = [field for group in found.groups("case") for field in group.fields if group.part == "labels"]
    assert labels and not any(field.reads for field in labels)
    assert words_of(("issues", "programme", "options", 0), found.case.labels).startswith("Issues · nuclear")


def test_a_field_is_called_by_all_that_the_heading_over_it_does_not_say() -> None:
    folder = find("essays/singh2018")
    assert folder is not None
    files = files_of(folder)
    found = Opened("a", 1, files, reading_of(files))
    labels = {field.name: field.label for area in AREAS for group in found.groups(area) for field in group.fields}
    assert labels["mandate.goals[0].target"] == "goals · 1 · target"
    assert labels["mandate.history[0].on"] == "history · 1 · on"
    assert labels["worth_to_us.south_korea"] == "South Korea"
    assert labels["stakes.novelty"] == "novelty"
    groups = {group.path: group.label for group in found.groups("partners")}
    assert groups["effects", "programme.freeze"] == "nuclear and missile programme: freeze"


def test_a_path_is_told_as_readers_know_it() -> None:
    names = {"programme": "nuclear programme", "kept.up": "kept up"}
    assert told_path("effects.programme.freeze.us", names) == "Effects on others · nuclear programme · freeze · us"
    assert told_path("mandate.goals[0].target", names) == "Mandate · goals · 1 · target"
    assert told_path("title", names) == "Title"
    assert told_path("", names) == ""
    assert words_of(("effects", "programme.freeze"), names) == "Effects on others · nuclear programme: freeze"
    assert words_of(("moves", "kept.up"), names) == "Moves away from the table · kept up"
    assert words_of(("sources", "reuters.com"), names) == "Sources · reuters.com"


def test_a_disputed_word_is_not_taken_for_the_issue_of_that_short_name() -> None:
    folder = find("labour/nhl2005")
    assert folder is not None
    files = files_of(folder)
    groups = [group for group in Opened("a", 1, files, reading_of(files)).groups("mandate") if group.part == "interpretation"]
    assert groups[0].label == "cap"
    assert (groups[0].fields[0].text, groups[0].fields[0].reads) == ("cap", "")
