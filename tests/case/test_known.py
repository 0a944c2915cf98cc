# SPDX-License-Identifier: Apache-2.0
"""What is dated later than the case is not seen: deleting it changes nothing, in the case and in the assessment."""

from typing import Any

import pytest

from assess.variations import DELETE, assessed, case_of, changed, plain
from case.samples import FULL
from pourparler.briefing.as_json import as_json
from pourparler.case import known_by, read_text

LATER = "2031-03-15"  # the day after that of the case
NUMBERS = {"issues/money/status_quo": "none", "preparation/cabinet/cost": 1, "preparation/dues/cost": 1}
# Where a later day may stand, and what goes with it.
PLACES: dict[str, tuple[str, Any]] = {
    "evidence/0/known_at": ("evidence/0", DELETE),
    "consultation/0/on": ("consultation/0", DELETE),
    "framings/0/on": ("framings/0", DELETE),
    "premortem/0/on": ("premortem/0", DELETE),
    "forecasts/0/on": ("forecasts/0", DELETE),
    "success/0/written": ("success/0", DELETE),
    "mandate/history/1/on": ("mandate/history/1", DELETE),
    "mandate/disagreements/0/on": ("mandate/disagreements/0", DELETE),
    "mandate/goals/0/approved/on": ("mandate/goals/0/approved", DELETE),
    "gate/attested/interpreters/on": ("gate/attested/interpreters", DELETE),
    "gate/waived/0/on": ("gate/waived/0", DELETE),
    "tripwires/1/on": ("tripwires/1", DELETE),
    "day_after/on": ("day_after", DELETE),
    "offers/opening/on": ("offers/opening", DELETE),
    "meeting/agreed": ("meeting/agreed", DELETE),
    "common_line/agreed/cyrene": ("common_line/agreed/cyrene", "open"),
}


def full() -> dict[str, Any]:
    """Return the case that uses every key, without the condition that only an attestation knows."""
    conditions = ["intentions.direct_contact", "consultation.cyrene", "mandate.approved", "day_after.plan"]
    return changed(plain(read_text(FULL, "case.yaml")), NUMBERS | {"gate/steps/fix_date": conditions})


@pytest.mark.parametrize("place", PLACES)
def test_what_is_dated_later_is_as_if_it_had_not_been_written(place: str) -> None:
    path, gone = PLACES[place]
    # An indicator that has come by an item not known yet is still awaited.
    awaited = {"indicators/quiet/evidence": DELETE, "tripwires/2/seen": DELETE} if path == "evidence/0" else {}
    # Until a version is known the goals stand as before it: what it drops is still sought, what it adds is not.
    before = {
        "mandate/goals": [
            {**full()["mandate"]["goals"][0], "meeting": None, "approved": None},
            {"issue": "patrols", "target": "unchanged"},
        ],
        "meeting/must_produce": DELETE,
    }
    goals = before if path == "mandate/history/1" else {}
    # Approved before it was written, a version is none.
    undated = {"mandate/history/1/approved/on": DELETE} if path == "mandate/history/1" else {}
    later, without = changed(full(), {place: LATER, **undated}), changed(full(), {path: gone, **awaited, **goals})
    assert known_by(case_of(later)) == known_by(case_of(without)) != known_by(case_of(full()))
    assert as_json(assessed(later, worlds=8)) == as_json(assessed(without, worlds=8))


def test_what_is_of_the_day_or_undated_is_seen() -> None:
    today = {place: "2031-03-14" for place in PLACES if place != "success/0/written"}
    today["mandate/history/1/approved/on"] = "2031-03-14"
    case = case_of(changed(full(), today))
    assert known_by(case) is case
