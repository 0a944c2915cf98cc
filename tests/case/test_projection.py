# SPDX-License-Identifier: Apache-2.0
"""What an audience may see of a case: what is granted, without what is marked and what refers to what is not there."""

import json
from pathlib import Path
from typing import Any

import pytest

from case.withheld import BASIS, plain_of
from pourparler.case import Case, Clearance, Release, TooLittle, project, read

CASE = read(Path(__file__).with_name("released.yaml"))

#: What lets an audience see what is marked for partners.
CLEARED: dict[str, Any] = {"levels": ("partners",), "audiences": {"cyrene": Clearance(level="partners")}}


def shown(*paths: str, audience: str = "cyrene", **release: Any) -> dict[str, Any]:
    """Return what an audience sees that is granted some paths besides those that a case cannot be without."""
    granted = Release(grants={audience: (*BASIS, *paths)}, **release)
    return dict(json.loads(project(CASE.model_copy(update={"release": granted}), audience).text))


def test_nothing_is_seen_unless_it_is_granted() -> None:
    with pytest.raises(TooLittle) as refused:
        project(CASE.model_copy(update={"release": None}), "cyrene")
    assert refused.value.missing == BASIS
    assert set(shown()) == {"pourparler", *BASIS, "labels"}


def test_a_grant_takes_what_stands_under_its_path() -> None:
    assert shown("meeting.agreed")["meeting"] == {"agreed": "2031-03-08"}
    assert shown("issues", "effects.patrols.suspended.cyrene")["effects"] == {"patrols.suspended": {"cyrene": "-8..-4"}}
    weights = shown("issues", "values.*.weights")["values"]["aland"]
    assert set(weights) == {"weights"}
    assert set(shown("issues", "*.aland.weights")["values"]) == {"aland"}


def test_items_of_a_list_are_granted_by_name() -> None:
    assert [row["party"] for row in shown("consultation.cyrene")["consultation"]] == ["cyrene"]
    seen = shown("sources", "questions", "issues", "evidence.offer")["evidence"]
    assert [item["id"] for item in seen] == ["offer"]


def test_what_is_granted_to_the_public_is_granted_to_all() -> None:
    release = Release(grants={"public": (*BASIS, "framings"), "cyrene": ("decision",)})
    seen = json.loads(project(CASE.model_copy(update={"release": release}), "cyrene").text)
    assert {"framings", "decision"} <= set(seen)
    assert "decision" not in json.loads(project(CASE.model_copy(update={"release": release}), "public").text)


def test_a_mark_takes_out_what_a_grant_took() -> None:
    assert set(shown("issues", "moves", marks={"moves.credit_line": ("own",)}).get("moves", {})) == set()  # its twin goes too
    assert "credit_line" in shown("issues", "moves", marks={"moves.port_fees": ("own",)})["moves"]
    assert "framings" not in shown("framings", marks={"framings.opposition": ("delos",)})
    assert "framings" in shown("framings", marks={"framings.opposition": ("cyrene",)})
    assert "framings" in shown("framings", marks={"framings.opposition": ("public",)})
    assert "framings" not in shown("framings", marks={"framings": ("nothing",)})


def test_levels_admit_whoever_is_cleared_for_them_or_for_a_narrower_one() -> None:
    def sees(cleared: str | None, level: str) -> bool:
        levels, marks = ("public_at_large", "allies", "cabinet"), {"framings": (level,)}
        return "framings" in shown("framings", levels=levels, marks=marks, audiences={"cyrene": Clearance(level=cleared)})

    assert [sees("allies", level) for level in ("public_at_large", "allies", "cabinet")] == [True, True, False]
    assert sees("cabinet", "cabinet")
    assert not sees(None, "public_at_large")


def test_every_compartment_has_to_be_among_the_audiences_own() -> None:
    def sees(*compartments: str) -> bool:
        audiences = {"cyrene": Clearance(compartments=compartments)}
        return "framings" in shown("framings", marks={"framings": ("boats", "money")}, audiences=audiences)

    assert sees("boats", "money")
    assert not sees("boats")
    assert not sees()


def test_what_an_item_says_of_its_own_release_holds() -> None:
    there = ("sources", "questions", "issues", "evidence", "values", "judgements")
    assert [item["id"] for item in shown(*there)["evidence"]] == ["offer"]
    assert [item["id"] for item in shown(*there, **CLEARED)["evidence"]] == ["offer", "silence"]
    assert set(shown(*there)["values"]) == {"aland"}  # how a judgement on a number may be seen holds for the number
    assert set(shown(*there)["judgements"]) == {"values.aland"}


def test_who_may_see_it_is_seen_by_nobody() -> None:
    text = json.dumps(shown(*(name for name in plain_of(CASE) if name not in ("pourparler", "labels")), **CLEARED))
    assert "silence" in text
    assert "release" not in text


@pytest.mark.parametrize(
    ("granted", "gone"),
    [
        (("questions", "evidence"), "evidence"),  # their source
        (("sources.envoy", "questions", "evidence.silence"), "evidence"),
        (("moves.port_fees",), "moves"),  # its twin
        (("effects",), "effects"),  # the options
        (("issues.money", "effects.patrols.suspended"), "effects"),
        (("red_lines",), "red_lines"),
        (("mandate.gives", "issues.money"), "mandate"),
        (("preparation.soundings", "questions"), "preparation"),  # whom it asks
        (("no_deal.borea",), "no_deal"),  # under which hypothesis
        (("judgements",), "judgements"),
        (("indicators", "questions"), "indicators"),  # the item by which it came
    ],
)
def test_what_refers_to_something_withheld_is_withheld(granted: tuple[str, ...], gone: str) -> None:
    assert gone not in shown(*granted)


def test_a_label_goes_with_the_thing_that_it_names() -> None:
    assert shown()["labels"] == {"aland": "Åland"}
    assert shown("issues")["labels"] == {"aland": "Åland", "fleet.halved": "half the boats"}
    assert "port_fees" in shown("issues", "moves")["labels"]
    assert "settle" in shown("questions")["labels"]


def test_a_projection_is_a_case_and_says_why_the_rest_is_not_there() -> None:
    release = Release(grants={"cyrene": (*BASIS, "issues", "moves")}, marks={"moves.credit_line": ("own",)})
    seen = project(CASE.model_copy(update={"release": release}), "cyrene")
    assert isinstance(seen.case(), Case)
    why = {each.where: each.why for each in seen.withheld}
    assert why["moves.credit_line"] == "marked"
    assert why["moves.port_fees"] == "refers"
    assert why["evidence"] == "not granted"


def test_too_little_is_released_without_a_side_of_the_table() -> None:
    release = Release(grants={"cyrene": ("title", "as_of", "parties.aland", "parties.cyrene")})
    with pytest.raises(TooLittle) as refused:
        project(CASE.model_copy(update={"release": release}), "cyrene")
    assert refused.value.missing == ("parties",)


def test_a_withheld_item_does_not_decide_what_a_shown_one_says() -> None:
    """Whether what an indicator waited for has come by its day is told by the item, and that one is withheld here."""
    late = CASE.model_copy(
        update={
            "evidence": tuple(item.model_copy(update={"known_at": CASE.as_of.replace(year=2032)}) for item in CASE.evidence)
        }
    )
    release = Release(grants={"cyrene": (*BASIS, "questions", "indicators")})
    texts = {project(case.model_copy(update={"release": release}), "cyrene").text for case in (CASE, late)}
    assert len(texts) == 1
