# SPDX-License-Identifier: Apache-2.0
"""The canal's case: weights as printed, what trading issue against issue is worth, ratifiers, both seats, its day."""

import json
import shutil
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assess.variations import DELETE, assessed, case_of, changed, plain, value_of
from pourparler.assess import Assessment
from pourparler.briefing.as_json import as_json
from pourparler.briefing.compose import compose
from pourparler.briefing.terminal import render
from pourparler.case import read, read_outcome
from pourparler.catalog import find

WORLDS = 200
POINTS = Path(__file__).parent.parent / "published" / "raiffa1982" / "panama.toml"
#: The names of the issues as printed, in the order of the case.
PRINTED = {
    "defense_rights": "US defense rights",
    "use_rights": "Use rights",
    "land_and_water": "Land and water",
    "expansion_rights": "Expansion rights",
    "duration": "Duration",
    "expansion_routes": "Expansion routes",
    "compensation": "Compensation",
    "jurisdiction": "Jurisdiction",
    "military_rights": "US military rights",
    "defense_role": "Defense role of Panama",
}


def folder() -> Path:
    path = find("treaties/canal1977")
    assert path is not None
    return path


@cache
def data(seat: str | None) -> str:
    return json.dumps(plain(read(folder(), seat)))


def canal(seat: str | None = None) -> dict[str, Any]:
    return dict(json.loads(data(seat)))


@cache
def found(seat: str | None = None) -> Assessment:
    return assessed(canal(seat), worlds=WORLDS)


def signed() -> dict[str, str]:
    outcome = read_outcome(folder(), read(folder()))
    assert outcome is not None and outcome.agreed is not None
    return dict(outcome.agreed.options)


def likeliest(result: Assessment) -> dict[str, str]:
    assert result.bargaining.agreement is not None
    return dict(result.bargaining.agreement.package)


def worth(result: Assessment, package: dict[str, str]) -> tuple[float, float]:
    """The averages of a package to our side and to the other, issue by issue."""
    rows = {(row.issue, row.option): row for row in result.bargaining.options}
    own = sum(rows[chosen].own.mean for chosen in package.items())
    return own, sum(rows[chosen].counterpart.mean for chosen in package.items())


def alarms(result: Assessment, row: str) -> str:
    return " / ".join(str(alarm.text) for alarm in result.alarms if alarm.row == row)


def ends(stated: object) -> tuple[float, float]:
    low, _, high = str(stated).partition("..")
    return float(low), float(high or low)


@pytest.mark.parametrize(("seat", "first"), [(None, "united_states"), ("panama", "panama")])
def test_the_weights_are_the_printed_points(seat: str | None, first: str) -> None:
    """Those of the seat itself to the point, those of the other side a fifth up or down."""
    printed = tomllib.loads(POINTS.read_text("utf-8"))["row"][0]["inputs"]["points"]
    case = canal(seat)
    assert list(case["issues"]) == list(PRINTED)
    for side, party in enumerate(("united_states", "panama")):
        for issue, weight in case["values"][party]["weights"].items():
            points = printed[PRINTED[issue]][side]
            spread = 0 if party == first else 0.2
            assert ends(weight) == pytest.approx((points * (1 - spread), points * (1 + spread)))


def test_trading_issue_against_issue_gives_both_more_than_half() -> None:
    for package in (likeliest(found()), signed()):
        assert min(worth(found(), package)) > 60
        assert package["use_rights"] == "broad" and package["expansion_rights"] == "kept"
        assert package["jurisdiction"] == "returned" and package["duration"] == "to_2000"


def test_with_equal_weights_there_is_hardly_anything_to_trade() -> None:
    equal = {f"values/{party}/weights": dict.fromkeys(PRINTED, 10) for party in ("united_states", "panama")}
    level = assessed(changed(canal(), equal), worlds=WORLDS)
    joint = [sum(worth(result, likeliest(result))) for result in (found(), level)]
    assert joint[0] == pytest.approx(134, abs=2)
    assert joint[1] == pytest.approx(105, abs=3)


def test_the_likeliest_agreement_differs_from_what_was_signed_on_two_issues() -> None:
    ours = likeliest(found())
    assert {issue for issue, option in signed().items() if ours[issue] != option} == {"compensation", "expansion_routes"}


def rows_of_the_readme() -> dict[str, dict[str, str]]:
    issues = canal()["issues"]
    return {
        "all as under the treaty of 1903": {name: issue["status_quo"] for name, issue in issues.items()},
        "all given up": {name: issue["options"][-1] for name, issue in issues.items()},
        "the likeliest agreement of these ranges": likeliest(found()),
        "as offered in 1971": canal()["offers"]["of_1971"]["package"],
        "as the review of January 1977 would explore": canal()["offers"]["review_of_1977"]["package"],
        "as signed on 7 September 1977": signed(),
    }


def test_the_readme_tells_what_the_program_finds() -> None:
    text = (folder() / "README.md").read_text("utf-8")
    for name, package in rows_of_the_readme().items():
        own, other = worth(found(), package)
        row = f"| {name} | {own:.1f} | {other:.1f} |"
        assert row in text, f"README.md of the case has not this row: {row}"
    assert f"({found().bargaining.packages:,} packages" in text


def test_what_a_ratifier_would_not_take_is_in_no_package() -> None:
    shares = {(row.issue, row.option): row.share for row in found().bargaining.options}
    for barred in (("defense_rights", "ended"), ("duration", "perpetual"), ("jurisdiction", "zone")):
        assert shares[barred] == 0
    assert found().bargaining.packages == 2 * 3 * 2 * 3 * 2 * 2 * 2 * 2 * 2
    free = changed(canal(), {"red_lines": DELETE, "mandate/red_lines": []})
    assert assessed(free, worlds=5).bargaining.packages == 3**4 * 2**6


def test_it_holds_for_what_is_cheap_to_do_first() -> None:
    verdict = found().verdict
    assert verdict.action == "hold"
    assert verdict.numbers_favour == "fix_conditionally"
    states = {row.condition: row.state for row in found().gate}
    assert states == {
        "intentions.direct_contact": "met",
        "mandate.approved": "not_met",
        "consultation.senate": "not_met",
        "consultation.joint_chiefs": "met",
        "day_after.plan": "not_met",
    }
    price = found().gate_price
    assert price is not None and 0 < price < 1


def test_the_senate_is_worth_more_than_any_sentence_of_the_treaty() -> None:
    """What a deal is worth hangs on whether a ratifier takes it."""
    sure, lost = (
        assessed(changed(canal(), {"questions/consent/hypotheses": {"winnable": p, "blocked": 1 - p}}), worlds=WORLDS)
        for p in (0.95, 0.05)
    )
    assert value_of(sure, "fix") - value_of(lost, "fix") > 3


def test_what_must_not_be_missed_is_told() -> None:
    assert "the Senate" in render(compose(found()), width=100)
    assert "senate" in alarms(found(), "O-12")
    assert "land_and_water has been lowered since 1971-12-29" in alarms(found(), "O-18")
    assert "sovereignty" in alarms(found(), "O-09")
    assert alarms(found(), "O-31")
    # Wide as both no-deal values are, a zone is as good as certain, and what is stated of reaching a deal is no promise.
    assert not alarms(found(), "O-04")
    sanguine = changed(canal(), {"meeting/levels/ministers/reach": "95..99%", "no_deal/united_states/value": "35..90"})
    assert "ministers" in alarms(assessed(sanguine, worlds=WORLDS), "O-04")


@pytest.mark.parametrize("seat", [None, "panama"])
def test_every_number_has_a_holder_and_nothing_is_unknown(seat: str | None) -> None:
    unknowns = found(seat).unknowns
    assert not (unknowns.unheld or unknowns.ranging or unknowns.blocking)
    assert {"claim", "assumption", "judgement"} <= {row.basis for row in found(seat).judgements}
    case = case_of(canal(seat))
    assert all(item.known_at <= case.as_of and item.source and item.reference and item.judged for item in case.evidence)


@pytest.mark.parametrize("seat", [None, "panama"])
def test_nothing_of_the_case_is_later_than_its_day(seat: str | None) -> None:
    case = canal(seat)
    dates: set[str] = set()

    def collect(value: Any, key: str = "") -> None:
        if isinstance(value, dict):
            for name, part in value.items():
                collect(part, name)
        elif isinstance(value, list):
            for part in value:
                collect(part, key)
        elif key in ("on", "known_at", "written") and str(value)[:2].isdigit():
            dates.add(str(value))

    collect(case)
    assert dates and max(dates) <= case["as_of"] == "1977-02-01"
    for text in ("68 to 32", "1978", "DeConcini", "Torrijos-Carter"):
        assert text not in (folder() / "case.yaml").read_text("utf-8")


def test_the_other_seat_is_its_own_and_says_whose_it_is() -> None:
    ours, theirs = found(), found("panama")
    assert (ours.case.seat, theirs.case.seat) == ("united_states", "panama")
    assert not theirs.case.turned
    assert {row.question for row in theirs.intentions} == {"last_word", "years"}
    assert theirs.verdict.decider != ours.verdict.decider
    assert theirs.verdict.action == "hold" and theirs.verdict.numbers_favour == "fix_conditionally"
    for result in (ours, theirs):
        assert render(compose(result), width=100, full=True)


def test_what_happened_is_read_on_request_and_reaches_no_assessment(tmp_path: Path) -> None:
    case = read(folder())
    outcome = read_outcome(folder(), case)
    assert outcome is not None
    assert all(event.on > case.as_of for event in outcome.happened)
    assert {score.what for score in outcome.success} == {criterion.what for criterion in case.success}
    copy = tmp_path / "case"
    shutil.copytree(folder(), copy)
    (copy / "outcome.yaml").unlink()
    assert as_json(assessed(plain(read(copy)), worlds=WORLDS)) == as_json(found())
