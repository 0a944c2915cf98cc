# SPDX-License-Identifier: Apache-2.0
"""The headline of each verdict, the reasons on the one screen, and the dissents."""

from dataclasses import replace

import pytest

from assess.variations import assessed, changed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.sentence import sentence
from pourparler.briefing.document import Briefing, BulletList, Mark, Paragraph
from pourparler.briefing.names import names_of
from pourparler.briefing.sections.verdict import against, change, headline, reasons, verdict
from pourparler.briefing.terminal import render


@pytest.fixture(scope="module")
def found() -> Assessment:
    return assessed(worked_example())


def with_verdict(found: Assessment, **changes: object) -> Assessment:
    return replace(found, verdict=replace(found.verdict, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("action", "line"),
    [
        ("fix", "FIX — set the date"),
        ("fix_conditionally", "FIX ON CONDITIONS — set the date, and call it off if preparation fails"),
        ("step_down", "STEP DOWN — meet at a lower level instead"),
        ("hold", "HOLD — do not fix the date yet"),
        ("forgo", "FORGO — do not meet"),
    ],
)
def test_every_action_has_its_headline(found: Assessment, action: str, line: str) -> None:
    assert headline(with_verdict(found, action=action), names_of(found)) == line


def test_stepping_down_names_the_level(found: Assessment) -> None:
    rows = tuple(replace(row, level="ministers") if row.action == "step_down" else row for row in found.actions)
    stepped = replace(with_verdict(found, action="step_down"), actions=rows)
    assert headline(stepped, names_of(found)) == "STEP DOWN — meet at the level of ministers instead"


def test_not_determined_says_between_which_and_what_would_settle_most() -> None:
    found = assessed(changed(worked_example(), {"no_deal/borea/value": "0..100"}), worlds=300)
    section = verdict(found, names_of(found))
    assert section.heading.startswith("NOT DETERMINED — between ") and " and " in section.heading
    assert Paragraph("The one input that would settle most: no_deal.borea.value") in section.brief


def test_not_determined_at_all_names_the_missing_number() -> None:
    found = assessed(changed(worked_example(), {"no_deal/aland/value": "unknown"}))
    section = verdict(found, names_of(found))
    assert section.heading == "NOT DETERMINED — too much is unknown to advise anything"
    assert Paragraph("The one input that would settle most: no_deal.aland.value") in section.brief


def test_the_decider_is_always_named_or_said_to_be_missing(found: Assessment) -> None:
    assert "for the decision of: the prime minister" in str(verdict(found, names_of(found)).brief)
    nobody = with_verdict(found, decider=None)
    assert "for the decision of: nobody named in the case" in str(verdict(nobody, names_of(nobody)).brief)


def test_open_conditions_are_counted_on_the_one_screen_and_told_in_full() -> None:
    found = assessed(changed(worked_example(), {"gate/steps/fix_date": ["mandate.approved", "day_after.plan"]}))
    section = reasons(found, names_of(found))
    assert section is not None
    assert "2 conditions for fixing the date are not met or unknown (below)" in str(section.brief)
    assert "approval of the mandate is not met" in str(section.blocks)


def test_dissents_are_counted_on_the_one_screen_and_told_in_full() -> None:
    dissents = [{"holder": "the opposition", "says": "a {prize}"}, {"holder": "the fleet", "says": "wait: longer"}]
    found = assessed(changed(worked_example(), {"framings": dissents}))
    section = against(found, names_of(found))
    assert len(section.brief) == 1
    assert isinstance(section.brief[0], Paragraph) and section.brief[0].more == "2 dissents are on record"
    printed = " ".join(render(Briefing("", (section,)), width=100).split())
    assert printed.endswith("; 2 dissents are on record (--full)")
    assert isinstance(section.blocks[-1], BulletList)
    assert section.blocks[-1].items == ("the opposition: a {prize}", "the fleet: wait: longer")
    assert section.blocks[-1].marks == (Mark("reading"), Mark("reading"))


ONCE = "fixing{beside} beats forgoing once {{hypothesis}} is likelier than {{p}}"
NEVER = "fixing{beside} does not beat forgoing, however likely {{hypothesis}} is"
ALWAYS = "fixing{beside} beats forgoing, however likely {{hypothesis}} is"
KNOWN = "knowing no_deal.borea.value"


def told(found: Assessment, *rows: tuple[str, str, str, str]) -> tuple[str, ...]:
    """What the one screen says of break-evens, each a template, the moves, the hypothesis and the probability."""
    sentences = []
    for template, moves, hypothesis, p in rows:
        beside = " with {moves}" if moves else " without moves"
        values = {"moves": moves, "hypothesis": hypothesis} | ({"p": p} if p else {})
        sentences.append(sentence(template.format(beside=beside), **values))
    changed_verdict = with_verdict(found, would_change=(*sentences, sentence("knowing {path}", path="no_deal.borea.value")))
    section = change(changed_verdict, names_of(found))
    assert section is not None
    assert section.blocks == (BulletList(tuple(str(each) for each in changed_verdict.verdict.would_change)),)
    (bullets,) = section.brief
    assert isinstance(bullets, BulletList)
    assert bullets.items[-1] == KNOWN
    return bullets.items[:-1]


def test_break_evens_of_one_hypothesis_are_told_together_on_the_one_screen(found: Assessment) -> None:
    once = [(ONCE, "", "settle", "35%"), (ONCE, "pressure", "settle", "38%")]
    assert told(found, *once) == ("fixing beats forgoing once settle is likelier than 35% without moves and 38% with pressure",)
    never = [(NEVER, "", "stall", ""), (NEVER, "pressure", "stall", "")]
    assert told(found, *never) == ("however likely stall is, fixing beats forgoing neither without moves nor with pressure",)
    assert told(found, *once, *never)[1] == "however likely stall is, fixing beats forgoing in none of these ways"
    always = [(ALWAYS, "", "stall", ""), (ALWAYS, "pressure", "stall", "")]
    assert told(found, *always) == ("however likely stall is, fixing beats forgoing without moves and with pressure",)
    assert told(found, *once, *always)[1] == "however likely stall is, fixing beats forgoing in each of these ways"


def test_break_evens_that_stand_alone_keep_their_sentence(found: Assessment) -> None:
    mixed = [(ONCE, "", "settle", "35%"), (NEVER, "pressure", "settle", "")]
    assert told(found, *mixed) == (
        "fixing without moves beats forgoing once settle is likelier than 35%",
        "fixing with pressure does not beat forgoing, however likely settle is",
    )
