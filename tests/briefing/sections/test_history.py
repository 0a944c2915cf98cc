# SPDX-License-Identifier: Apache-2.0
"""The section on how an estimate came about: what arrived on which day, drawn and tabulated, and what moved it most."""

from itertools import pairwise
from typing import Any

import pytest

from assess.test_intentions import ITEM, weighed
from briefing.pictures.test_pictures import data_in, grammar_of
from pourparler.assess import Assessment
from pourparler.briefing.document import Figure, Paragraph, Section
from pourparler.briefing.names import names_of
from pourparler.briefing.pictures.history import DAYS_APART, STRIP, Strip, history_picture
from pourparler.briefing.pictures.rows import WIDTH
from pourparler.briefing.sections.history import history

SOUND = {"one": {"sound": 1}}
TWO: dict[str, Any] = {
    "q": {"asked": "Do they?", "hypotheses": {"yes": "50%", "no": "50%"}},
    "r": {"hypotheses": {"yes": "40%", "no": "60%"}},
}


def section_of(found: Assessment) -> Section:
    section = history(found, names_of(found))
    assert section is not None
    return section


def figures_of(found: Assessment) -> list[Figure]:
    return [block for block in section_of(found).blocks if isinstance(block, Figure)]


def said(day: int, **rest: Any) -> dict[str, Any]:
    return {"source": "one", "known_at": f"2031-03-{day:02}", **rest}


def test_the_table_has_a_row_for_every_day_that_concerns_the_question() -> None:
    on_other = said(5, likelihood={"r": {"yes": "80%", "no": "40%"}})
    found = weighed(said(2), on_other, said(9), said(9), sources=SOUND, questions=TWO)
    first, second = figures_of(found)
    assert first.caption == "How the estimate came about: Do they?"
    assert first.table.columns == ("day", "what arrived", "yes", "no")
    assert [row[:3] for row in first.table.rows] == [
        ("before the evidence", "–", "50%"),
        ("2031-03-02", "r0", "75%"),
        ("2031-03-09", "r2, r3", "96%"),
        ("2031-03-14", "–", "96%"),
    ]
    assert second.caption == "How the estimate came about: r"
    assert [row[:2] for row in second.table.rows] == [
        ("before the evidence", "–"), ("2031-03-05", "r1"), ("2031-03-14", "–"),
    ]  # fmt: skip


def test_it_says_what_moved_the_estimate_most() -> None:
    found = weighed(said(2), said(9, likelihood={"q": "50%"}), sources=SOUND, questions=TWO)
    told = [block.text for block in section_of(found).blocks if isinstance(block, Paragraph)]
    assert told[0] == "q: it moved most on 2031-03-02 (r0), yes from 50% to 75%."
    (only,) = figures_of(found)
    assert told[0] in only.alternative and "to 2031-03-14: yes from 50% to 75%; no from 50% to 25%." in only.alternative
    flat = weighed(said(2, likelihood={"q": "50%"}), sources=SOUND)
    assert section_of(flat).blocks[0] == Paragraph("q: nothing that arrived moved it.")


def test_a_claim_that_fades_moves_the_estimate_without_news() -> None:
    found = weighed(said(2, half_life_days=1), said(8, likelihood={"r": "50%"}), sources=SOUND, questions=TWO)
    first = figures_of(found)[0]
    assert [row[:3] for row in first.table.rows][1:] == [
        ("2031-03-02", "r0", "75%"), ("2031-03-08", "–", "50%"), ("2031-03-14", "–", "50%"),
    ]  # fmt: skip


def test_judgements_stand_beside_what_arrived() -> None:
    judged = {"Mara": {"hypotheses": {"yes": "60%", "no": "40%"}, "on": "2031-03-05"}}
    on_item = {"Jon": {"likelihood": {"q": {"yes": "80%", "no": "20%"}}, "on": "2031-03-06"}}
    asked = {"q": {**TWO["q"], "analysts": judged}, "r": TWO["r"]}
    (figure,) = figures_of(weighed(said(2, analysts=on_item), sources=SOUND, questions=asked))
    assert [row[1] for row in figure.table.rows] == ["–", "r0", "judgement of Mara", "judgement of Jon on r0", "–"]


def test_days_that_are_not_told_apart_are_counted() -> None:
    days = [f"2031-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 26)]
    found = weighed(*({"source": "one", "known_at": day} for day in days), sources=SOUND)
    (*_, note) = section_of(found).blocks
    told = sum(row.days > 0 for row in found.history)
    assert isinstance(note, Paragraph) and f"{len(days) - told} further days are not told apart" in note.text
    shown = weighed(*({"source": "one", "known_at": day} for day in days[:9]), sources=SOUND)
    (*_, note) = section_of(shown).blocks
    assert isinstance(note, Paragraph) and "told apart" not in note.text


def test_nothing_is_said_where_nothing_arrived() -> None:
    for found in (weighed(), weighed(said(2, likelihood={}))):
        assert history(found, names_of(found)) is None


def test_levels_are_drawn_at_their_height_and_hold_until_the_next_day() -> None:
    found = weighed(said(2), said(9), sources={"one": {"sound": "20..90%"}}, worlds=30)
    (figure,) = figures_of(found)
    drawn = [row for row in data_in(figure.spec) if "mean" in row]
    assert drawn[: len(drawn) // 2] == drawn[len(drawn) // 2 :]  # once as a band, once as a line
    for number, name in enumerate(("yes", "no")):
        strip = [row for row in drawn[: len(drawn) // 2] if row["strip"] == number]
        levels = [row.posterior["q"][name] for row in found.history]
        assert [row["x"] for row in strip] == list(range(len(levels) + 1))
        assert [row["mean"] for row in strip] == [level.mean for level in (*levels, levels[-1])]
        top = strip[0]["y"] - STRIP * (1 - strip[0]["mean"])
        for row, level in zip(strip, levels, strict=False):
            places = (row["y"], row["low"], row["high"])
            assert places == pytest.approx([top + STRIP * (1 - share) for share in (level.mean, level.low, level.high)])


@pytest.mark.parametrize("hypotheses", [2, 3, 6])
def test_strips_do_not_overlap_whatever_their_number_and_names(hypotheses: int) -> None:
    names = [f"h{n}" if n % 2 else "a long name " * 8 for n in range(hypotheses)]
    asked = {"q": {"hypotheses": {f"h{n}": f"{100 / hypotheses}%" for n in range(hypotheses)}}}
    found = weighed(said(2, likelihood={"q": "50%"}), sources=SOUND, questions=asked, labels={"h1": names[0]})
    (figure,) = figures_of(found)
    strips = [Strip(name, [next(iter(row.posterior["q"].values())) for row in found.history]) for name in names]
    for spec in (figure.spec, history_picture(["2031-03-02", "2031-03-14"], strips)):
        ends = sorted(row["y"] for row in data_in(spec) if row.get("text") in ("0%", "100%"))
        assert len(ends) == 2 * hypotheses
        assert all(below - above >= 12 for above, below in pairwise(ends))
        assert ends[0] >= 0 and isinstance(spec["height"], int) and ends[-1] < spec["height"]


@pytest.mark.parametrize("count", [1, 2, 5, 6, 30])
def test_days_are_named_where_their_level_begins_and_have_room(count: int) -> None:
    days = [f"20{30 + n // 12}-{n % 12 + 1:02}-10" for n in range(count)]
    found = weighed(said(2), sources=SOUND)
    level = found.intentions[0].posterior
    spec = history_picture(days, [Strip("yes", [level] * (count + 1))])
    named = [row for row in data_in(spec) if "text" in row and "x" in row]
    assert named[-1]["x"] == count and named[-1]["text"].startswith(days[-1][5:])
    assert all(days[row["x"] - 1][5:] == row["text"][:5] for row in named)
    places = [row["x"] * WIDTH / (count + 1) for row in named]
    assert all(after - before >= DAYS_APART for before, after in pairwise(places))
    years = [row["text"].partition("\n")[2] for row in named]
    assert years[0] == days[named[0]["x"] - 1][:4] and len([year for year in years if year]) == len({*years} - {""})


def test_text_of_a_case_is_data_and_no_grammar() -> None:
    labels = {"yes": "SIGNAL datum.x", "r0": "SIGNAL {{y}}", "q": "SIGNAL"}
    (figure,) = figures_of(weighed(said(2, **{key: ITEM[key] for key in ("text",)}), sources=SOUND, labels=labels))
    assert "SIGNAL" in str(figure.spec) and not any("SIGNAL" in word for word in grammar_of(figure.spec))
    assert figure.table.rows[1][1] == "SIGNAL {{y}}"
