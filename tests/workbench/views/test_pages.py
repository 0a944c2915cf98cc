# SPDX-License-Identifier: Apache-2.0
"""The pages: what they show, how a case is changed on them, and what they answer to what cannot be done."""

import html
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from gettext import NullTranslations

import pytest
from jinja2 import Environment
from jinja2.runtime import Macro
from markupsafe import Markup
from starlette.testclient import TestClient

from pourparler.archive import Archive
from pourparler.case import files_of, read, read_files
from pourparler.case.problem import KeyPath
from pourparler.catalog import find
from pourparler.wording import say, speaking
from pourparler.workbench import forms as forms_kept
from pourparler.workbench.bench import once
from pourparler.workbench.fields import AREAS, form_path, groups, parsed_path
from pourparler.workbench.opened import Opened
from pourparler.workbench.readings import reading_of
from pourparler.workbench.views.start import questions
from workbench.conftest import ME, Page, here, plain

Files = Mapping[str, bytes]
WEIGHT = "values|united_states|weights|use_rights"


def test_the_gallery_offers_every_case_of_the_catalog_and_the_guided_start(client: TestClient) -> None:
    page = client.get("/").text
    assert page.count('action="/copy"') >= 3
    assert 'href="/start"' in page


@pytest.mark.parametrize("area", [*AREAS, "history", "briefing"])
def test_every_page_of_a_case_answers(canal: Page, area: str) -> None:
    page = canal.see(f"/{area}")
    assert 'aria-current="page"' in page
    assert read_files(canal.archive.files(ME, canal.case)).title.split(",")[0] in page


@pytest.mark.parametrize("name", ["treaties/canal1977", "essays/singh2018", "labour/nhl2005"])
def test_every_number_of_a_case_is_a_field_of_some_area(name: str) -> None:
    from pourparler.case.leaves import quantities

    folder = find(name)
    assert folder is not None
    files = files_of(folder)
    files.pop("evidence.csv", None)
    opened = Opened("a", 1, files, reading_of(files))
    held = groups(opened.tree, opened.case, "intentions"), *(groups(opened.tree, opened.case, area) for area in AREAS)
    shown = {_dotted(field.path) for part in held for group in part for field in group.fields}
    # an interaction goes by its options and not by its place, and parts of a distribution in a list by none
    wanted = {".".join(path) for path, _ in quantities(opened.case) if "together" not in path}
    assert wanted - shown == set()


def _dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))


def test_a_field_is_shown_with_its_unit_its_status_and_who_holds_it(canal: Page) -> None:
    shown = re.search(r'<div class="field guessed" id="f-meeting-[^"]*">(.*?)</div>', canal.see("/plan"), re.DOTALL)
    assert shown is not None
    assert re.search(r"\.\.\S+ points guessed · the case's author, 1977-02-01", plain(html.unescape(shown[1])))
    assert "(points)" in canal.see("/field?path=meeting|reversal_cost")


def test_the_page_of_the_briefing_tells_the_head_of_the_journal(canal: Page) -> None:
    assert f"<code>{canal.archive.journal_head(ME)[:16]}</code>" in canal.see("/briefing")
    assert f"<code>{canal.archive.journal_head(ME)}</code>" in canal.see("/history")


def test_a_saved_field_is_a_revision_with_its_reason_and_the_remarks_of_the_file_stay(canal: Page) -> None:
    before = canal.text()
    canal.save(WEIGHT, "21", reason="talked it over")
    assert canal.number() == 2
    changed = [(a, b) for a, b in zip(before.splitlines(), canal.text().splitlines(), strict=True) if a != b]
    assert len(changed) == 1
    assert "21" in changed[0][1]
    page = plain(canal.see("/history"))
    assert "talked it over" in page
    assert "22 → 21" in page


def test_what_cannot_be_read_is_shown_again_with_what_to_write(canal: Page) -> None:
    page = canal.save(WEIGHT, "twenty <b>or so", 422)
    assert "twenty &lt;b&gt;or so" in page
    assert "Not saved" in page
    assert canal.number() == 1


def test_a_form_sent_twice_is_one_revision(canal: Page) -> None:
    for _ in range(2):
        canal.save(WEIGHT, "20", request="the same")
    assert canal.number() == 2


def test_a_form_of_an_older_revision_is_merged_where_nobody_changed_the_same_field(canal: Page) -> None:
    canal.save(WEIGHT, "21", base="1")
    canal.save("meeting|reversal_cost", "2..3", base="1")
    assert canal.number() == 3
    assert "2..3" in canal.text()
    assert "use_rights: 21" in canal.text()


def test_two_who_change_the_same_field_see_both_values_and_nothing_is_lost(canal: Page) -> None:
    canal.save(WEIGHT, "21", base="1")
    page = plain(canal.save(WEIGHT, "19", 409, base="1", reason="mine"))
    assert "22" in page
    assert "21" in page
    assert 'value="mine"' in canal.save(WEIGHT, "19", 409, base="1", reason="mine")
    assert canal.number() == 2
    canal.save(WEIGHT, "19", base="2")
    assert canal.number() == 3


def test_undo_is_the_previous_revision_again_and_keeps_what_came_between(canal: Page) -> None:
    before = canal.text()
    canal.save(WEIGHT, "21")
    answer = canal.client.post(f"{canal.place}/history/again", data={"number": "1", "base": "2"})
    assert answer.status_code == 303
    assert (canal.number(), canal.text()) == (3, before)
    stale = canal.client.post(f"{canal.place}/history/again", data={"number": "1", "base": "2"})
    assert stale.status_code == 409
    assert canal.number() == 3


def test_a_thing_is_added_and_withdrawn(canal: Page) -> None:
    typed = {
        "v-id": "word",
        "v-text": "They say: yes",
        "v-known_at": "1977-01-20",
        "v-likelihood": "{aim: {settle: likely, hold_out: 10..30%}}",
    }
    answer = canal.client.post(f"{canal.place}/new/evidence", data=typed)
    assert answer.status_code == 303, plain(answer.text)
    assert "They say: yes" in canal.text()
    opened = _read(canal)
    assert opened.field(("evidence", "word", "likelihood", "aim", "settle")) is not None
    answer = canal.client.post(f"{canal.place}/withdraw", data={"path": "evidence|word"})
    assert answer.status_code == 303, plain(answer.text)
    assert "They say: yes" not in canal.text()


def test_what_is_wrong_with_an_added_thing_is_told_and_all_that_was_typed_is_kept(canal: Page) -> None:
    typed = {"v-id": "word", "v-text": "said", "v-known_at": "tomorrow", "v-likelihood": "{aim: {settle: likely}}"}
    answer = canal.client.post(f"{canal.place}/new/evidence", data=typed)
    assert answer.status_code == 422
    assert "tomorrow" in answer.text
    assert "{aim: {settle: likely}}" in answer.text
    assert canal.number() == 1


def _read(page: Page) -> Opened:
    files = page.archive.files(ME, page.case)
    return Opened(page.case, page.number(), files, reading_of(files))


def test_what_is_typed_is_read_back_in_words(canal: Page) -> None:
    def told(value: str) -> str:
        answer = canal.client.post(f"{canal.place}/told", data={"path": "meeting|reversal_cost", "value": value})
        return plain(answer.text)

    assert "1 to 4 points, nine times out of ten" in told("1..4")
    assert "Not yet" in told("-3")
    assert "nobody knows" in told("unknown")


def test_what_a_save_would_refuse_is_told_while_it_is_typed_and_nothing_is_kept(canal: Page) -> None:
    def told(path: str, value: str, **more: str) -> str:
        answer = canal.client.post(f"{canal.place}/told", data={"path": path, "value": value, **more})
        assert answer.status_code == 200
        return plain(answer.text)

    level = "meeting|levels|ministers|collapse|chance"
    told_of_rest = told(level, "rest")
    assert "Not yet" in told_of_rest and "nothing is shared out" in told_of_rest, "as a word it can be read"
    assert "Not yet" in told("as_of", "tomorrow")
    assert told("title", "Another").strip() == ""
    assert canal.number() == 1 and "Another" not in canal.text()
    canal.save("questions|aim|hypotheses|settle", "20..40%")
    told_late = told("questions|aim|hypotheses|settle", "25..40%", base="1")
    assert "Not yet" not in told_late, "what others changed is told by the save"


def test_what_somebody_has_typed_is_examined_again_when_another_saves_the_case(
    canal: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench, drafted = canal.client.app.state.bench, list[tuple[object, ...]]()  # type: ignore[attr-defined]
    draft = bench.archive.examiner.draft

    def noted(begun: Files, last: Files, edits: Mapping[KeyPath, object], case: str) -> object:
        drafted.append((*edits.items(), begun == last))
        return draft(begun, last, edits, case)

    monkeypatch.setattr(bench.archive.examiner, "draft", noted)
    level = ("meeting", "levels", "ministers", "reach")
    form = {"path": "|".join(level), "value": "35..50%", "base": "1", "request": f"{canal.case} open"}
    canal.client.post(f"{canal.place}/told", data=form)
    canal.client.post(f"{canal.place}/told", data={**form, "value": "36..50%"})
    canal.save(WEIGHT, "21", base="1", request=f"{canal.case} other")
    for _ in range(500):
        if len(drafted) == 4:
            break
        time.sleep(0.01)
    assert drafted[2][0] == (tuple(WEIGHT.split("|")), 21)
    assert drafted[3] == ((level, "36..50%"), False), "what was typed last, held against what was saved meanwhile"
    canal.save("|".join(level), "36..50%", base="1", request=f"{canal.case} open")
    assert bench.forms.done(canal.case, "another") == ()
    assert canal.number() == 3


def test_of_forms_that_nobody_sends_the_latest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms_kept, "_MOST", 3)
    kept, typed = forms_kept.Forms(), [forms_kept.Typed({}, number) for number in range(5)]
    for number, each in enumerate(typed):
        kept.note("a" if number != 3 else "b", f"{number}", each)
    kept.note("a", None, typed[0])
    assert kept.done("a", "none") == (typed[4], typed[2])
    assert kept.done("a", "4") == (typed[2],) and kept.done("b", "") == (typed[3],)


def test_pages_show_what_was_changed_and_share_the_rest(canal: Page) -> None:
    bench = canal.client.app.state.bench  # type: ignore[attr-defined]
    for area in ("table", "intentions", "intentions?find=settle"):
        canal.see(f"/{area}")
    before = bench.shelf.known(canal.case, 1)
    assert before is not None and len(before.pieces) > 50
    canal.save("questions|aim|hypotheses|settle", "21..43%")
    pages = {area: canal.see(f"/{area}") for area in ("table", "intentions", "intentions?find=settle")}
    after = bench.shelf.known(canal.case, 2)
    assert after.areas["table"] is before.areas["table"] and after.areas["intentions"] is not before.areas["intentions"]
    assert after.reading.areas["table"] is before.reading.areas["table"]
    assert "21..43%" in pages["intentions"] and "21..43%" in pages["intentions?find=settle"]
    assert "&amp;find=settle#f-" in pages["intentions?find=settle"] and "find=settle#f-" not in pages["intentions"]
    after.pieces.clear()
    assert uncounted(canal.see("/table")) == uncounted(pages["table"])


def uncounted(page: str) -> str:
    """Return a page without what is another on each."""
    return re.sub(r'name="request" value="[^"]+"', "", page)


def test_a_piece_of_a_page_is_made_once_for_a_language() -> None:
    env, kept = Environment(autoescape=True), dict[object, object]()
    made = list[str]()

    def make(name: str) -> Markup:
        made.append(name)
        return Markup(say("Save"))

    macro = Macro(env, make, "piece", ["name"], False, False, False, True)
    assert once(kept, macro, "a") == once(kept, macro, "a") == "Save" and made == ["a"]
    with speaking(In("Speichern")):
        assert once(kept, macro, "a") == "Speichern"
    assert once(kept, macro, "b") == once(None, macro, "b") == "Save" and made == ["a", "a", "b", "b"]


class In(NullTranslations):
    """A language of one word."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word

    def gettext(self, message: str) -> str:
        return self.word


def test_a_person_is_asked_before_a_computed_value_is_shown(canal: Page) -> None:
    page = canal.see()
    assert "your own estimate" in page
    assert 'class="verdict"' not in page
    canal.client.post(f"{canal.place}/estimate", data={"advice": "hold", "q-aim-settle": "40..60%", "request": canal.case})
    page = _found(canal)
    assert "your own estimate, before" in plain(page).lower()
    assert "40..60%" in page
    assert 'class="verdict"' in page
    assert "Next best step" in page
    assert "posterior" in canal.see("/intentions").lower() or "Intentions" in canal.see("/intentions")


def _found(page: Page) -> str:
    """Wait for the assessment and return the front page."""
    for _ in range(600):
        text = page.see()
        if 'class="verdict"' in text and "older revision" not in text:
            return text
        time.sleep(0.1)
    raise AssertionError(text)


def test_what_was_found_for_an_older_revision_is_marked_until_the_new_one_is_assessed(canal: Page) -> None:
    canal.client.post(f"{canal.place}/estimate", data={"without": "yes", "request": canal.case})
    _found(canal)
    canal.save(WEIGHT, "5")
    assert "older revision" in canal.see()
    assert "older revision" not in _found(canal)


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


WANTS = "wants a treaty this year"
PRIOR = "questions|aim|hypotheses|settle"


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


def test_whatever_a_page_offers_to_add_has_a_form_and_the_form_saves(canal: Page) -> None:
    """Follow every link by which something is added, on every page."""
    for area in AREAS:
        for link in re.findall(r'<p class="add"><a href="([^"]+)"', canal.see(f"/{area}")):
            assert canal.client.get(link.replace("&amp;", "&")).status_code == 200, link
    page = canal.see("/field?path=labels&key=use_rights")
    assert "Names for readers · use rights" in page
    assert f'href="{canal.place}/case#f-labels-' in page, "there is a way back"
    canal.save("labels|use_rights", "rights of use")
    assert "rights of use" in canal.see("/table")


def test_another_entry_of_a_list_is_offered_behind_the_last_one(client: TestClient, archive: Archive) -> None:
    page = Page(client, archive, "essays/singh2018")
    count = len(_read(page).case.exclude)
    assert count > 0 and f'field?path=exclude%7C%23{count}"' in page.see("/table")
    assert "Excluded together" in page.see(f"/field?path=exclude%7C%23{count}")


def test_another_entry_of_a_list_inside_a_thing_can_be_stated(client: TestClient, archive: Archive) -> None:
    page = Page(client, archive, "essays/singh2018")
    mandate = _read(page).case.mandate
    assert mandate is not None
    place = f"mandate|gives|#{len(mandate.gives)}"
    assert f'<option value="{place}">gives: another</option>' in page.see("/mandate")
    assert "Mandate · gives · 6" in page.see("/field?path=" + place.replace("#", "%23"))
    page.save(place, "{give: aid.food_and_energy, get: programme.partial}")
    after = _read(page).case.mandate
    assert after is not None and len(after.gives) == len(mandate.gives) + 1
    assert after.gives[-1].get == "programme.partial"


def test_remarks_stay_with_a_field_while_it_is_edited_and_after_it_is_saved(canal: Page) -> None:
    live = {"HX-Request": "true"}
    said = canal.client.post(f"{canal.place}/comment", data={"path": WEIGHT, "text": "too <low>"}, headers=live)
    assert "too &lt;low&gt;" in said.text and "<html" not in said.text
    for page in (said.text, canal.see("/table")):
        assert re.search(r"me \d{4}-\d\d-\d\d ?: too &lt;low&gt;", plain(page)), "who said it, and when"
    for more in ("", "&show=1"):
        answer = canal.client.get(f"{canal.place}/field?path={WEIGHT}{more}", headers=live)
        assert "too &lt;low&gt;" in answer.text
    saved = canal.client.post(f"{canal.place}/field", data={"path": WEIGHT, "value": "21"}, headers=live)
    assert "too &lt;low&gt;" in saved.text and "Saved as revision 2." in saved.text
    assert "too &lt;low&gt;" in canal.see(f"/field?path={WEIGHT}")
    assert "too &lt;low&gt;" in canal.save(WEIGHT, "perhaps", 422)


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
    assert verdict in _found(canal)
    assert "shown once" not in canal.see("/history/compare")
    assert "worth to us" in canal.see("/figures/table/figure-1")
    assert "worth to us" not in canal.see("/figures/plan/figure-1")
    for place in ("/figures/table/figure-99", "/figures/nothing/figure-1"):
        canal.see(place, 404)
    assert 'action="' + canal.place + '/briefing/document"' in canal.see("/briefing")


def test_a_memo_and_an_edition_are_looked_at_as_whom_they_are_for(canal: Page) -> None:
    canal.client.post(f"{canal.place}/estimate", data={"without": "yes", "request": canal.case})
    files = dict(canal.archive.files(ME, canal.case))
    files["case.yaml"] += b"release: {grants: {public: [title, as_of, parties]}}\n"
    canal.archive.commit(ME, canal.case, files, base=1, reason="released")
    assert '<option value="public">the public</option>' in canal.see("/briefing")
    assert "As our own side would see it" in canal.see("/briefing/document?document=memo&look=1")
    others = canal.see("/briefing/document?document=memo&edition=public&look=1")
    assert "As the public would see it" in others and "Edition for the public" in others and "The case against" not in others
    canal.see("/briefing/document?document=memo&edition=nobody&look=1", 404)


def test_an_estimate_that_cannot_be_read_is_told_with_all_that_was_typed_and_nothing_is_kept(canal: Page) -> None:
    typed = {"advice": "hold", "q-aim-settle": "40..60%", "q-aim-hold_out": "who knows"}
    answer = canal.client.post(f"{canal.place}/estimate", data=typed)
    assert answer.status_code == 422
    assert 'value="who knows"' in answer.text and 'value="40..60%"' in answer.text and "checked" in answer.text
    assert canal.archive.estimates(ME, canal.case) == ()
    canal.client.post(f"{canal.place}/estimate", data={**typed, "q-aim-hold_out": "unlikely", "request": canal.case})
    page = plain(_found(canal))
    assert re.search(r"wants a treaty this year 40..60% \d+% \(", page), "the own one beside the computed"
    assert "advice hold: do not fix it yet" in page


def test_a_number_of_a_thing_that_is_added_is_read_back_while_it_is_typed(canal: Page) -> None:
    def told(value: str, box: str = "empty_rate", status: int = 200) -> str:
        answer = canal.client.post(f"{canal.place}/told", data={"part": "evidence", "box": box, f"v-{box}": value})
        assert answer.status_code == status
        return plain(answer.text)

    assert "20% to 30%, nine times out of ten" in told("20..30%")
    assert "Not yet" in told("130%")
    told("1", "nothing", 404)


def test_what_is_not_there_and_what_is_not_ones_own_are_answered_alike(canal: Page, client: TestClient) -> None:
    answers = [client.get(place) for place in ("/case/nothing", "/case/nothing/table", f"{canal.place}/nothing")]
    answers += [client.get(f"/static/{name}") for name in ("nothing.css", "..%2fbench.py", "%2e%2e%2f%2e%2e%2fcli.py")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_the_guided_start_asks_every_number_of_the_small_case_and_makes_a_case_of_the_answers(client: TestClient) -> None:
    asked = [question for _, each in questions() for question in each]
    assert all(question.asked for question in asked)
    answers = {question.name: question.example for question in asked}
    answers |= {"label-rent": "The price of water", "label-rent.raised": "a little more"}
    answer = client.post("/start", data={**answers, "title": "The mill", "who": "the miller", "request": "s"})
    assert answer.status_code == 303, plain(answer.text)
    page = client.get(answer.headers["location"]).text
    assert "The mill" in page
    assert "The price of water" in client.get(answer.headers["location"] + "/case").text
    assert "a little more" in client.get(answer.headers["location"] + "/case").text


def test_what_is_left_blank_in_the_guided_start_is_unknown_also_an_order_and_held_by_who_answers(
    client: TestClient, archive: Archive
) -> None:
    answer = client.post("/start", data={"title": "Nobody knows", "request": "blank"})
    assert answer.status_code == 303, plain(answer.text)
    case = read_files(archive.files(ME, answer.headers["location"].rpartition("/")[2]))
    assert {held.by for held in case.judgements.values()} == {ME.name}
    text = archive.files(ME, answer.headers["location"].rpartition("/")[2])["case.yaml"].decode("utf-8")
    assert "weights: {term: unknown, rent: unknown, repairs: unknown}" in text


def test_a_question_of_the_guided_start_asks_for_what_its_number_is(client: TestClient) -> None:
    lines: dict[tuple[str, str], set[str]] = {}
    for _, each in questions():
        for question in each:
            path = question.field.path
            lines.setdefault((str(path[1]), question.asked), set()).add(f"{question.field.kind} {question.field.unit}")
    told = {words: kinds for words, kinds in lines.items() if len(kinds) > 1}
    assert [words for _, words in told] == ["else: how likely is a public quarrel, and what does it cost us?"]
    assert "<legend>No-deal values</legend>" in client.get("/start").text


def test_an_answer_of_the_guided_start_that_cannot_be_read_is_told_and_nothing_typed_is_lost(client: TestClient) -> None:
    _, first = questions()[0]
    answer = client.post("/start", data={first[0].name: "so and so", "title": "The mill"})
    assert answer.status_code == 422
    assert "so and so" in answer.text
    assert 'value="The mill"' in answer.text


def test_a_case_file_goes_in_and_comes_out_to_the_byte(client: TestClient, archive: Archive) -> None:
    folder = find("treaties/canal1977")
    assert folder is not None
    data = (folder / "case.yaml").read_bytes()
    answer = client.post("/upload", files={"files": ("case.yaml", data)})
    assert answer.status_code == 303, plain(answer.text)
    assert client.get(f"{answer.headers['location']}/file/case.yaml").content == data


def test_a_folder_goes_in_with_its_seats_and_outcome_and_what_is_no_part_of_a_case_is_left_out(client: TestClient) -> None:
    folder = find("treaties/canal1977")
    assert folder is not None
    sent = [
        ("files", (f"canal1977/{file.relative_to(folder)}", file.read_bytes())) for file in folder.rglob("*") if file.is_file()
    ]
    assert any("README" in part[1][0] for part in sent)
    empty = ("files", ("", b""))  # the box for single files, in which nothing was chosen
    answer = client.post("/upload", files=[empty, *sent])
    assert answer.status_code == 303, plain(answer.text)
    for name, data in files_of(folder).items():
        assert client.get(f"{answer.headers['location']}/file/{name}").content == data
    assert client.get(f"{answer.headers['location']}/file/README.md").status_code == 404


def test_a_person_takes_another_name_and_those_before_are_told(canal: Page, archive: Archive) -> None:
    assert canal.client.post("/name", data={"name": "Ada <L.>"}).status_code == 303
    try:
        assert "Ada &lt;L.&gt;" in canal.see("/history")
        assert "Before: me" in plain(canal.client.get("/").text)
        answer = canal.client.post("/name", data={"name": " "})
        assert answer.status_code == 422 and "a name without a word" in answer.text
        answer = canal.client.post("/name", data={"name": "Ada " * 60})
        assert answer.status_code == 422 and f'value="{"Ada " * 60}"' in answer.text and "maxlength" not in answer.text
    finally:
        archive.take_name(ME, "me")


def test_paths_survive_a_form() -> None:
    for path in (("a", 3, "b.c"), ("evidence", "x", "likelihood"), ()):
        assert parsed_path(form_path(path)) == path


def test_the_web_process_loads_no_engine_and_no_arrays() -> None:
    heavy = "m.startswith('pourparler.engines') or m in ('numpy', 'vl_convert', 'scipy', 'typst', 'docx')"
    told = f"import sys, pourparler.workbench.serving; print([m for m in sys.modules if {heavy}])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_template_is_used_and_names_its_licence() -> None:
    held = {file.name: file.read_text("utf-8") for file in here("workbench/templates").iterdir()}
    code = "".join(file.read_text("utf-8") for file in here("workbench").rglob("*.py")) + "".join(held.values())
    for name, text in held.items():
        assert "SPDX-License-Identifier" in text
        assert f'"{name}"' in code, name


def test_the_catalog_reads(client: TestClient) -> None:
    folder = find("essays/singh2018")
    assert folder is not None
    assert read(folder).title in client.get("/").text
