# SPDX-License-Identifier: Apache-2.0
"""A person's own estimate comes first: before it nothing that was computed is shown, after it both stand side by side."""

import re
import time

from pourparler.workbench.fields import AREAS
from workbench.conftest import ME, WEIGHT, Page, plain


def test_a_person_is_asked_before_a_computed_value_is_shown(canal: Page) -> None:
    page = canal.see()
    assert "your own estimate" in page
    assert 'class="verdict"' not in page
    canal.client.post(f"{canal.place}/estimate", data={"advice": "hold", "q-aim-settle": "40..60%", "request": canal.case})
    page = canal.found()
    assert "your own estimate, before" in plain(page).lower()
    assert "40..60%" in page
    assert 'class="verdict"' in page
    assert "Next best step" in page
    assert "posterior" in canal.see("/intentions").lower() or "Intentions" in canal.see("/intentions")


def test_what_was_found_for_an_older_revision_is_marked_until_the_new_one_is_assessed(canal: Page) -> None:
    canal.client.post(f"{canal.place}/estimate", data={"without": "yes", "request": canal.case})
    canal.found()
    canal.save(WEIGHT, "5")
    assert "older revision" in canal.see()
    assert "older revision" not in canal.found()


def test_no_page_shows_what_was_computed_before_an_own_estimate_was_given_or_declined(canal: Page) -> None:
    until = time.monotonic() + 60
    canal.see()
    while canal.archive.latest_result(ME, canal.case) is None and time.monotonic() < until:
        time.sleep(0.1)
    verdict = 'class="verdict"'
    assert verdict not in canal.see() and "Give your own estimate first" in canal.see("/briefing")
    answer = canal.client.get(f"{canal.place}/briefing/document?look=1")
    assert (answer.status_code, answer.headers["location"]) == (303, canal.place)
    assert "shown once you have given your own estimate" in canal.see("/history/compare")
    canal.see("/figures/table/figure-1", 404)
    for area in AREAS:
        assert "Give your own estimate first" in canal.see(f"/{area}") and "<figure" not in canal.see(f"/{area}"), area
    canal.client.post(f"{canal.place}/estimate", data={"without": "yes", "request": canal.case})
    assert verdict in canal.found()
    assert "shown once" not in canal.see("/history/compare")
    assert "worth to us" in canal.see("/figures/table/figure-1")
    assert "worth to us" not in canal.see("/figures/plan/figure-1")
    for place in ("/figures/table/figure-99", "/figures/nothing/figure-1"):
        canal.see(place, 404)
    assert 'action="' + canal.place + '/briefing/document"' in canal.see("/briefing")


def test_an_estimate_that_cannot_be_read_is_told_with_all_that_was_typed_and_nothing_is_kept(canal: Page) -> None:
    typed = {"advice": "hold", "q-aim-settle": "40..60%", "q-aim-hold_out": "who knows"}
    answer = canal.client.post(f"{canal.place}/estimate", data=typed)
    assert answer.status_code == 422
    assert 'value="who knows"' in answer.text and 'value="40..60%"' in answer.text and "checked" in answer.text
    assert canal.archive.estimates(ME, canal.case) == ()
    canal.client.post(f"{canal.place}/estimate", data={**typed, "q-aim-hold_out": "unlikely", "request": canal.case})
    page = plain(canal.found())
    assert re.search(r"wants a treaty this year 40..60% \d+% \(", page), "the own one beside the computed"
    assert "advice hold: do not fix it yet" in page
