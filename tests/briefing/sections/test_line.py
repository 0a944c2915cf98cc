# SPDX-License-Identifier: Apache-2.0
"""The page on actors on a line: errors beside forecasts, who gave way, what other readings say, power; text only in data."""

from dataclasses import replace
from fractions import Fraction

import pytest

from briefing.pictures.test_pictures import grammar_of
from pourparler.assess.line_rows import ReadingRow
from pourparler.assess.line_study import study_line, study_vote
from pourparler.briefing.compose_line import stated_document
from pourparler.briefing.document import Figure
from pourparler.briefing.figures import on_line
from pourparler.briefing.html import page
from pourparler.briefing.sections.line import actors, challenge
from pourparler.briefing.svg import picture
from pourparler.briefing.terminal import render
from pourparler.exchange import StatedActor, StatedInfluence, StatedLine, StatedVote

HOSTILE = ("<script>alert(1)</script>", "datum.x + 1", "url(http://example.org)")


def cap(names: tuple[str, ...] = ("aland", "borea", "cyrene")) -> StatedLine:
    rows = zip(names, ((60, 80, "0.9"), (30, 45, "0.1"), (20, 20, "0.8")), strict=True)
    told = (StatedActor(n, Fraction(c), Fraction(x), Fraction(s), None, Fraction(30)) for n, (c, x, s) in rows)
    return StatedLine("How much may be caught?", tuple(told))


def text(studied: object, full: bool = True) -> str:
    return render(stated_document(studied), width=100, full=full)  # type: ignore[arg-type]


def test_forecasts_stand_beside_their_published_errors() -> None:
    told = " ".join(text(study_line(cap()), full=False).split())
    assert "351 issues" in told and "23.0 points" in told and "by 26.8 at best and 27.9 as it is run here" in told
    assert (
        "Source: Hassan (2026)" in told
        and "not peer-reviewed" in told
        and "nothing is published of the weighted median" in told
    )
    assert "weighted mean 65.41 23.0" in told  # (54 * 80 + 3 * 45 + 16 * 20) / 73
    assert "Levers" in told and "Challenges" in told


def test_every_section_is_told_where_there_is_something_to_say() -> None:
    heard = StatedInfluence({"cyrene": {"aland": Fraction(1, 2)}})
    told = text(study_line(cap(), rounds=2, aim="cyrene", influence=heard))
    for heading in ("WHERE THEY WOULD MEET", "Levers", "Challenges", "Agreement", "Listening", "Actors", "Power in a vote"):
        assert heading in told
    assert "if the actor takes its position" in told and "as no quota is stated" in told
    without = text(study_line(StatedLine("t", tuple(replace(a, no_agreement=None) for a in cap().actors))))
    assert "Agreement" not in without and "Listening" not in without and "--for NAME" in without


def test_readings_that_differ_are_told_and_others_are_not() -> None:
    studied = study_line(cap(), rounds=1)
    last = studied.challenge.rounds[-1]
    same = replace(studied.challenge, readings=(ReadingRow("turned", last.mean, last.median),))
    assert "The same with the scale read" in str(challenge(replace(studied, challenge=same)).blocks[-1])
    other = replace(studied.challenge, readings=(ReadingRow("turned", last.mean + 9, last.median),))
    assert "Trust none" in str(challenge(replace(studied, challenge=other)).blocks[-1])


def test_power_that_is_not_told_says_why() -> None:
    nobody = StatedLine("t", tuple(StatedActor(n, Fraction(0), Fraction(1), Fraction(1)) for n in "ab"))
    assert "Power in a vote is not told: nobody has any votes" in text(study_line(nobody))


def test_a_vote_prints_both_indices() -> None:
    vote = StatedVote("council", ("a", "b", "c"), (((Fraction(2), Fraction(1), Fraction(1)), Fraction(3)),), ("a",))
    told = text(study_vote(vote), full=False)
    assert "a (veto)" in told and "2/3 (67%)" in told and "3/5 (60%)" in told


@pytest.mark.parametrize("names", [("aland", "borea", "cyrene"), HOSTILE])
def test_the_map_shows_every_actor_and_holds_no_text_in_its_grammar(names: tuple[str, ...]) -> None:
    figure = actors(study_line(cap(names))).blocks[0]
    assert isinstance(figure, Figure)
    assert not any(name in text for text in grammar_of(figure.spec) for name in HOSTILE)
    assert "80" in figure.alternative and len(figure.table.rows) == 3
    drawn = picture(figure.spec, "f1", "title", "description")
    assert drawn.count("<path") >= 3
    assert "<script>alert" not in page(stated_document(study_line(cap(names))))


def test_one_actor_alone_is_a_table() -> None:
    alone = StatedLine("t", (StatedActor("a", Fraction(1), Fraction(5), Fraction(1)),))
    assert not isinstance(actors(study_line(alone)).blocks[0], Figure)


def test_positions_in_any_unit() -> None:
    assert [on_line(value) for value in (0.012345, 7.38996, 7.0, -0.0, 12345.6, 2031, 1e6)] == [
        "0.01235", "7.39", "7", "0", "12,350", "2031", "1,000,000",
    ]  # fmt: skip
