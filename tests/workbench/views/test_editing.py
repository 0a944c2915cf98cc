# SPDX-License-Identifier: Apache-2.0
"""Changing a case on its pages: a field, a thing, remarks, undoing; and what is told while somebody types."""

import re
import time
from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

from pourparler.archive import Actor, Archive
from pourparler.case.problem import KeyPath
from pourparler.workbench.fields import AREAS
from workbench.conftest import ME, WEIGHT, Page, plain

Files = Mapping[str, bytes]


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
    opened = canal.opened()
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
    for _ in range(500):
        if bench.forms._examined[canal.case, f"{canal.case} open"].number == 2:
            break
        time.sleep(0.01)
    canal.save("|".join(level), "36..50%", base="1", request=f"{canal.case} open")
    assert len(drafted) == 4, "and kept as it was found then"
    assert bench.forms.done(canal.case, "another") == ()
    assert canal.number() == 3


def test_a_save_keeps_what_was_examined_while_it_was_typed_and_shows_what_was_read_then(
    canal: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = canal.client.app.state.bench  # type: ignore[attr-defined]
    asked, read = list[object](), list[object]()
    draft, reads = bench.archive.examiner.draft, bench.shelf._read

    def drafted(begun: Files, last: Files, edits: Mapping[KeyPath, object], case: str) -> object:
        asked.append(edits)
        return draft(begun, last, edits, case)

    def read_of(files: Files, case: str) -> object:
        read.append(files)
        return reads(files, case)

    monkeypatch.setattr(bench.archive.examiner, "draft", drafted)
    monkeypatch.setattr(bench.shelf, "_read", read_of)

    def typed(value: str, request: str) -> dict[str, str]:
        form = {"path": WEIGHT, "value": value, "base": f"{canal.number()}", "request": f"{canal.case} {request}"}
        canal.client.post(f"{canal.place}/told", data=form)
        for _ in range(500):
            if any(each.reading for each in bench.shelf._expected if each.case_id == canal.case):
                break
            time.sleep(0.01)
        asked.clear()
        read.clear()
        return form

    def saved(form: Mapping[str, str]) -> str:
        answer = canal.client.post(f"{canal.place}/field", data=form, headers={"HX-Request": "true"})
        assert answer.status_code == 200, answer.text
        return plain(answer.text)

    canal.see("/table")
    form = typed("21", "as typed") | {"reason": "talked over", "text": "A remark", "remark": f"{canal.case} remark"}
    assert "21 " in saved(form) and canal.number() == 2
    assert "use_rights: 21" in canal.text() and "22 → 21" in plain(canal.see("/history"))
    assert canal.archive.head(ME, canal.case).reason == "talked over"
    assert [each.text for each in canal.archive.comments(ME, canal.case)] == ["A remark"]
    assert (asked, read) == ([], []), "neither examined nor read anew"
    form = typed("23", "otherwise") | {"value": "24"}
    assert "24 " in saved(form) and "use_rights: 24" in canal.text()
    assert asked == [{tuple(WEIGHT.split("|")): 24}] and len(read) == 1, "what is saved is not what was examined"
    form = typed("25", "overtaken")
    canal.save("meeting|reversal_cost", "2..3")
    assert "25 " in saved(form), "examined again, whoever was first"
    assert "use_rights: 25" in canal.text() and "2..3" in canal.text() and canal.number() == 5
    saved(form)
    assert canal.number() == 5, "sent twice, it is one revision"
    assert bench.archive.verify().findings == ()


def test_what_is_typed_on_an_older_revision_is_examined_as_of_it_and_kept(canal: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = canal.client.app.state.bench  # type: ignore[attr-defined]
    canal.save(WEIGHT, "21", base="1", request=f"{canal.case} other")
    form = {"path": "meeting|reversal_cost", "value": "2..3", "base": "1", "request": f"{canal.case} old"}
    canal.client.post(f"{canal.place}/told", data=form)
    clash = {"path": WEIGHT, "value": "19", "base": "1", "request": f"{canal.case} clash"}
    canal.client.post(f"{canal.place}/told", data=clash)
    canal.save(WEIGHT, "19", 409, base="1", request=f"{canal.case} clash")
    monkeypatch.setattr(bench.archive.examiner, "draft", lambda *_: 1 / 0)
    canal.save("meeting|reversal_cost", "2..3", base="1", request=f"{canal.case} old")
    assert canal.number() == 3 and "use_rights: 21" in canal.text() and "reversal_cost: 2..3" in canal.text()


def test_a_case_of_somebody_else_is_not_shown_from_what_was_read_of_it(canal: Page, archive: Archive) -> None:
    bench = canal.client.app.state.bench  # type: ignore[attr-defined]
    files = archive.files(ME, canal.case)
    theirs = archive.make(Actor("local-other", "other"), files, "theirs", title="Not mine").case
    assert bench.shelf.opened(theirs, 1, files).case.title
    form = {"path": WEIGHT, "value": "much", "base": "1", "request": f"{theirs} typed"}
    for page in ("told", "field", "preview"):
        for base in ({"base": "1"}, {"base": ""}):
            answer = canal.client.post(f"/case/{theirs}/{page}", data=form | base, headers={"HX-Request": "true"})
            assert answer.status_code == 404 and "much" not in answer.text, page


def test_a_number_of_a_thing_that_is_added_is_read_back_while_it_is_typed(canal: Page) -> None:
    def told(value: str, box: str = "empty_rate", status: int = 200) -> str:
        answer = canal.client.post(f"{canal.place}/told", data={"part": "evidence", "box": box, f"v-{box}": value})
        assert answer.status_code == status
        return plain(answer.text)

    assert "20% to 30%, nine times out of ten" in told("20..30%")
    assert "Not yet" in told("130%")
    told("1", "nothing", 404)


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
    count = len(page.opened().case.exclude)
    assert count > 0 and f'field?path=exclude%7C%23{count}"' in page.see("/table")
    assert "Excluded together" in page.see(f"/field?path=exclude%7C%23{count}")


def test_another_entry_of_a_list_inside_a_thing_can_be_stated(client: TestClient, archive: Archive) -> None:
    page = Page(client, archive, "essays/singh2018")
    mandate = page.opened().case.mandate
    assert mandate is not None
    place = f"mandate|gives|#{len(mandate.gives)}"
    assert f'<option value="{place}">gives: another</option>' in page.see("/mandate")
    assert "Mandate · gives · 6" in page.see("/field?path=" + place.replace("#", "%23"))
    page.save(place, "{give: aid.food_and_energy, get: programme.partial}")
    after = page.opened().case.mandate
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
    alone = canal.client.post(f"{canal.place}/field", data={"path": WEIGHT, "value": "22", "text": "alone"}, headers=live)
    assert "alone" in alone.text and "Saved as" not in alone.text and canal.number() == 1, "a remark makes no revision"
    saved = canal.client.post(f"{canal.place}/field", data={"path": WEIGHT, "value": "21"}, headers=live)
    assert "too &lt;low&gt;" in saved.text and "Saved as revision 2." in saved.text
    assert "too &lt;low&gt;" in canal.see(f"/field?path={WEIGHT}")
    assert "too &lt;low&gt;" in canal.save(WEIGHT, "perhaps", 422)
