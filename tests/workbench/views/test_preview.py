# SPDX-License-Identifier: Apache-2.0
"""What a change would do to what is believed: shown before it is saved, with nothing kept."""

import re

import pytest

from workbench.conftest import WEIGHT, Page

WANTS = "wants a treaty this year"
PRIOR = "questions|aim|hypotheses|settle"


def _preview(page: Page, place: str, typed: dict[str, str], status: int = 200, live: bool = True) -> str:
    """Ask for a preview as the script does, or as the button does that there is without scripts."""
    headers = {"HX-Request": "true"} if live else {}
    answer = page.client.post(f"{page.place}/preview{place}", data=typed, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.text


def _moved(page: str) -> dict[str, tuple[int, int]]:
    """Return the shares of the hypotheses that are marked as moved, as saved and with the change."""
    rows = re.findall(r'class="moves"><th scope="row">(.*?)</th><td>(\d+)%.*?</td><td>(\d+)%', page)
    return {name: (int(before), int(after)) for name, before, after in rows}


def test_what_a_change_would_do_to_what_is_believed_is_shown_before_it_is_saved_and_nothing_is_kept(canal: Page) -> None:
    typed = {"path": PRIOR, "value": "90%", "reason": "heard so"}
    assert "once you have given your own estimate" in _preview(canal, "", typed)
    canal.client.post(f"{canal.place}/estimate", data={"without": "yes", "request": canal.case})
    page = _preview(canal, "", typed)
    assert "not saved" in page
    assert _moved(page)[WANTS][0] < _moved(page)[WANTS][1]
    assert len(_moved(page)) == 2, "the other question is as it was"
    whole = _preview(canal, "", typed, live=False)
    assert _moved(whole) == _moved(page)
    assert 'value="90%"' in whole and 'value="heard so"' in whole
    assert "Nothing that is believed would change" in _preview(canal, "", {"path": PRIOR, "value": "45..75%"})
    wrong = {"path": PRIOR, "value": "perhaps"}
    assert _preview(canal, "", wrong).strip() == "", "the help beside it tells that"
    assert "Not yet" in _preview(canal, "", wrong, live=False)
    _preview(canal, "", {"path": WEIGHT, "value": "21"}, 404)
    assert canal.number() == 1


def test_what_an_item_of_evidence_would_change_is_shown_before_it_is_added(canal: Page) -> None:
    canal.client.post(f"{canal.place}/estimate", data={"without": "yes", "request": canal.case})
    typed = {"v-id": "word", "v-text": "They say: <b>yes", "v-known_at": "1977-01-20"}
    typed["v-likelihood"] = "{aim: {settle: 90%, hold_out: 10%}}"
    page = _preview(canal, "/evidence", typed)
    assert _moved(page)[WANTS][0] < _moved(page)[WANTS][1]
    whole = _preview(canal, "/evidence", typed, live=False)
    assert "They say: &lt;b&gt;yes" in whole
    assert _moved(whole) == _moved(page)
    _preview(canal, "/issues", typed, 404)
    assert canal.number() == 1


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_first_button_of_a_form_is_the_one_that_saves_since_enter_presses_it(canal: Page, headers: dict[str, str]) -> None:
    for place in (f"/field?path={PRIOR}", f"/field?path={WEIGHT}", "/new/evidence"):
        page = canal.client.get(canal.place + place, headers=headers).text
        form = page[page.index('<form method="post"') :]
        assert 'formaction="' not in form[: form.index('<button type="submit">')], place
    assert "Preview, without saving" in canal.see(f"/field?path={PRIOR}") and "Preview, without" in canal.see("/new/evidence")
