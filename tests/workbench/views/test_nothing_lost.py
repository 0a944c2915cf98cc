# SPDX-License-Identifier: Apache-2.0
"""What was typed and not saved: it is on the page that answers, still as of the revision on which it was typed."""

import re

import pytest
from starlette.testclient import TestClient

from pourparler.archive import Archive
from pourparler.workbench.opened import Opened
from pourparler.workbench.readings import reading_of
from pourparler.workbench.views.start import questions
from workbench.conftest import ME, Page, plain

WEIGHT = "values|united_states|weights|use_rights"
SHARE = "questions|aim|hypotheses|settle"
LIVE = {"HX-Request": "true"}


def typed(page: str, name: str) -> str:
    """Return what stands in a box of a form."""
    boxes: list[str] = re.findall("<input[^>]*>", page)
    tag = next(tag for tag in boxes if f'name="{name}"' in tag)
    return tag.partition('value="')[2].partition('"')[0]


def remarks(page: Page, path: str) -> list[str]:
    return [each.text for each in page.archive.comments(ME, page.case) if each.path == path]


def test_a_remark_kept_without_scripts_leaves_what_is_typed_beside_it_in_the_form(canal: Page) -> None:
    canal.save("meeting|reversal_cost", "1..3")
    form = {"path": WEIGHT, "value": "21", "reason": "talked over", "text": "who says so?", "base": "1", "remark": "one"}
    for _ in range(2):  # loading the answer anew sends the form again
        answer = canal.client.post(f"{canal.place}/comment", data=form)
        assert answer.status_code == 200, answer.text
    assert remarks(canal, WEIGHT) == ["who says so?"]
    assert canal.number() == 2
    assert (typed(answer.text, "value"), typed(answer.text, "reason"), typed(answer.text, "text")) == ("21", "talked over", "")
    assert typed(answer.text, "base") == "1"
    assert "who says so?" in answer.text


def test_a_remark_alone_leads_back_to_the_field_on_its_page(canal: Page) -> None:
    answer = canal.client.post(f"{canal.place}/comment", data={"path": WEIGHT, "value": "22", "reason": "", "text": "hm"})
    assert answer.status_code == 303
    page = canal.see(answer.headers["location"].removeprefix(canal.place).partition("#")[0])
    assert typed(page, "text") == "" and "hm" in page
    assert remarks(canal, WEIGHT) == ["hm"]


def test_a_remark_on_the_case_as_a_whole_is_kept_and_one_on_nothing_that_can_be_there_is_not(canal: Page) -> None:
    for path, status in (("", 303), ("no|such|thing", 404)):
        answer = canal.client.post(f"{canal.place}/comment", data={"path": path, "text": "hm"})
        assert answer.status_code == status
    assert [each.path for each in canal.archive.comments(ME, canal.case)] == [""]
    assert canal.client.post(f"{canal.place}/field", data={"path": "", "value": "1"}).status_code == 404


def test_a_save_keeps_the_remark_that_was_typed_beside_the_value_also_where_the_value_is_refused(canal: Page) -> None:
    canal.save(WEIGHT, "21", text="first")
    canal.save(WEIGHT, "so and so", 422, text="second")
    assert remarks(canal, WEIGHT) == ["first", "second"]
    assert canal.number() == 2
    canal.save(WEIGHT, "21", text="third")
    assert remarks(canal, WEIGHT)[-1] == "third"
    assert canal.number() == 2, "a remark alone is no revision"


def test_two_remarks_of_one_form_are_two(canal: Page) -> None:
    page = canal.see(f"/field?path={WEIGHT}")
    for text in ("one", "two"):
        form = {"path": WEIGHT, "text": text, "remark": typed(page, "remark"), "request": "the form"}
        page = canal.client.post(f"{canal.place}/comment", data=form, headers=LIVE).text
    canal.save(WEIGHT, "21", request="the form")
    assert remarks(canal, WEIGHT) == ["one", "two"]
    assert canal.number() == 2


@pytest.mark.parametrize("headers", [{}, LIVE])
def test_what_was_refused_is_still_a_form_of_the_revision_on_which_it_was_typed(canal: Page, headers: dict[str, str]) -> None:
    canal.save("meeting|reversal_cost", "1..3")
    form = {"path": WEIGHT, "value": "so and so", "reason": "mine", "base": "1"}
    answer = canal.client.post(f"{canal.place}/field", data=form, headers=headers)
    assert answer.status_code == 422
    assert (typed(answer.text, "base"), typed(answer.text, "reason")) == ("1", "mine")
    canal.save(WEIGHT, "21")
    again = canal.client.post(f"{canal.place}/field", data={**form, "value": "19"}, headers=headers)
    assert again.status_code == 409, "what others saved meanwhile was written over unseen"


def test_a_preview_without_scripts_keeps_all_that_is_typed_and_on_which_revision(canal: Page) -> None:
    canal.save("meeting|reversal_cost", "1..3")
    form = {"path": SHARE, "value": "30..50%", "reason": "mine", "text": "hm", "base": "1"}
    page = canal.client.post(f"{canal.place}/preview", data=form).text
    assert [typed(page, name) for name in ("value", "reason", "text", "base")] == ["30..50%", "mine", "hm", "1"]


def test_a_thing_that_is_refused_keeps_the_reason_too(canal: Page) -> None:
    form = {"v-id": "word", "v-text": "said", "v-known_at": "tomorrow", "reason": "heard on the radio", "base": "1"}
    canal.save("meeting|reversal_cost", "1..3")
    page = canal.client.post(f"{canal.place}/new/evidence", data=form).text
    assert (typed(page, "reason"), typed(page, "base")) == ("heard on the radio", "1")


def test_a_conflict_of_a_field_on_a_page_is_told_in_its_place_and_not_as_a_page_in_a_page(canal: Page) -> None:
    canal.save(WEIGHT, "21")
    form = {"path": WEIGHT, "value": "19", "base": "1", "reason": "mine"}
    answer = canal.client.post(f"{canal.place}/field", data=form, headers=LIVE)
    assert answer.status_code == 409
    assert "<html" not in answer.text and "<main" not in answer.text
    assert answer.text.count('id="f-') == 1
    assert "Values · United States · weights · use rights" in plain(answer.text)
    assert 'value="mine"' in answer.text
    assert typed(answer.text, "base") == "2", "what is chosen is chosen knowing theirs"
    canal.save(WEIGHT, "19", base="2")
    assert canal.number() == 3


def test_more_than_a_field_may_hold_is_refused_with_what_to_do_and_never_cut(canal: Page) -> None:
    for length, status in ((20_001, 413), (1_100_000, 400)):
        page = canal.save("title", "x" * length, status)
        assert "what you typed is still there" in page and "<html" in page
    assert "20000 characters" in canal.save("title", "x" * 20_001, 413)
    assert canal.number() == 1


def test_an_estimate_that_is_too_long_is_told_and_never_cut(canal: Page) -> None:
    longest = "40..60%" + " " * 20 + "hm" * 20
    typed = {"advice": "hold", "q-aim-settle": longest, "q-aim-hold_out": "40..60%"}
    answer = canal.client.post(f"{canal.place}/estimate", data=typed)
    assert answer.status_code == 422
    assert "67 characters, of which 60 are the most: shorten it" in answer.text
    assert f'value="{longest}"' in answer.text and 'value="40..60%"' in answer.text and "checked" in answer.text
    assert canal.archive.estimates(ME, canal.case) == ()


def test_an_answer_of_the_guided_start_that_is_too_long_is_told_and_never_cut(client: TestClient) -> None:
    _, first = questions()[0]
    long = {first[0].name: "so " * 150 + "end", "title": "The mill " * 50 + "ends"}
    answer = client.post("/start", data={**long, "who": "the miller"})
    assert answer.status_code == 422
    assert all(f'value="{held}"' in answer.text for held in (*long.values(), "the miller"))
    assert plain(answer.text).count("of which 400 are the most: shorten it") == 2


def test_a_reason_or_a_remark_that_cannot_be_kept_is_no_fault_of_the_program(canal: Page) -> None:
    assert "A reason of more than 2000 characters" in canal.save(WEIGHT, "21", 422, reason="x" * 2_001)
    assert "what you typed is still there" in canal.save(WEIGHT, "21", 422, text="x" * 10_001)
    assert canal.number() == 1


def test_nothing_is_withdrawn_where_no_thing_is_named(canal: Page) -> None:
    assert canal.client.post(f"{canal.place}/withdraw", data={"path": ""}).status_code == 404


def test_the_history_and_a_comparison_name_what_changed_as_readers_do_with_the_path_beside_it(canal: Page) -> None:
    canal.save(WEIGHT, "21")
    history, compared = canal.see("/history"), canal.see("/history/compare")
    name = "Values · United States · weights · use rights"
    assert f'<span title="values.united_states.weights.use_rights">{name}</span>: 22 → 21' in history
    assert f"{name} changed" in history
    row = re.search(r'<th scope="row">.*?</tr>', compared)
    assert row is not None
    assert plain(row[0]) == f" {name} values.united_states.weights.use_rights 22 21 "


def test_files_that_cannot_be_read_are_told_with_the_line_as_it_stands(client: TestClient, archive: Archive) -> None:
    before = len(archive.cases(ME))
    answer = client.post("/upload", files=[("files", ("case.yaml", b"title: [unfinished\nseat: x", "text/plain"))])
    assert answer.status_code == 422
    told = re.search("<pre>(.*?)</pre>", answer.text, re.DOTALL)
    assert told is not None and len(told[1].splitlines()) == 4
    assert len(archive.cases(ME)) == before


class Listed:
    """The fields of the table's page, as a case has them and as an address shows them."""

    def __init__(self, page: Page) -> None:
        files = page.archive.files(ME, page.case)
        self.page, self.groups = page, Opened(page.case, 1, files, reading_of(files)).groups("table")
        self.of = {field.id: field for group in self.groups for field in group.fields}

    def ids(self, query: str) -> list[str]:
        return re.findall(r'<div class="field[^"]*" id="([^"]+)"', self.page.see(f"/table?{query}"))


def test_the_address_says_which_fields_a_page_shows(canal: Page) -> None:
    listed = Listed(canal)
    everything = listed.ids("")
    assert everything == list(listed.of)
    for status in ("guessed", "sourced"):
        wanted = [name for name, field in listed.of.items() if field.is_judged and field.status == status]
        assert listed.ids(f"status={status}") == wanted
        assert 0 < len(wanted) < len(everything)
    wanted = [name for name, field in listed.of.items() if "use_rights" in f"{field.name} {field.text}"]
    assert listed.ids("find=USE_rights") == wanted
    both = listed.ids("find=use_rights&status=sourced")
    assert both == [name for name in wanted if listed.of[name].is_judged and listed.of[name].status == "sourced"]
    assert 0 < len(both) < len(wanted) < len(everything)
    assert listed.ids("find=nothing+of+the+kind") == []
    assert "No field of this page is like that" in canal.see("/table?find=nothing+of+the+kind")
    assert "No field of this page" not in canal.see("/table?find=use_rights")
    of_part = [field.id for group in listed.groups if group.part == "no_deal" for field in group.fields]
    assert of_part and listed.ids("find=no-DEAL+values") == of_part


def test_the_address_says_in_which_order_a_page_shows_them(canal: Page) -> None:
    listed = Listed(canal)
    rank = ("missing", "guessed", "judged", "sourced")
    for query, key in (
        ("sort=name", lambda field: field.label),
        ("sort=status", lambda field: rank.index(field.status)),
    ):
        wanted = [field.id for group in listed.groups for field in sorted(group.fields, key=key)]
        assert listed.ids(query) == wanted != list(listed.of)
    assert listed.ids("sort=file") == listed.ids("sort=no+such") == list(listed.of)


def test_a_page_says_by_what_it_is_filtered_and_sorted(canal: Page) -> None:
    page = canal.see("/table?find=%3Cb%3E&status=guessed&sort=name")
    assert 'name="find" value="&lt;b&gt;"' in page
    assert re.findall('<option value="([^"]*)" selected>', page)[:2] == ["guessed", "name"]


def take_in(page: Page, data: bytes, status: int = 303, name: str = "case.yaml", **more: str) -> str:
    """Take in a file of the case that was changed elsewhere."""
    answer = page.client.post(f"{page.place}/file", data=more, files={"files": (name, data)})
    assert answer.status_code == status, plain(answer.text)
    return plain(answer.text)


def test_a_file_that_was_changed_elsewhere_is_the_next_revision_to_the_byte_and_files_that_are_not_sent_stay(
    canal: Page,
) -> None:
    before = dict(canal.archive.files(ME, canal.case))
    assert len(before) > 1
    changed = before["case.yaml"].replace(b"use_rights: 22", b"use_rights: 24   # heard today", 1) + b"# the end  \n"
    for _ in range(2):  # sent twice, it is one revision
        take_in(canal, changed, base="1", request=canal.case)
    assert canal.number() == 2
    assert canal.client.get(f"{canal.place}/file/case.yaml").content == changed
    assert dict(canal.archive.files(ME, canal.case)) == {**before, "case.yaml": changed}
    assert "22 → 24" in plain(canal.see("/history"))


def test_a_file_that_was_taken_out_before_others_saved_writes_nothing_over(canal: Page) -> None:
    data = canal.text().encode()
    canal.save(WEIGHT, "21")
    canal.save("title", "Another title")
    told = take_in(canal, data + b"# mine\n", 422, base="1")
    assert "Values · United States · weights · use rights" in told and "Title" in told and "revision 3" in told
    for base in ("0", "4", "x", ""):
        assert "no such revision" in take_in(canal, data + b"# mine\n", 422, base=base)
    assert canal.number() == 3
    assert 'name="base" value="3"' in canal.see("/briefing"), "the form states the revision that its page shows"
    take_in(canal, data + b"# mine\n", base="3")
    assert canal.number() == 4


def test_a_file_of_a_case_that_cannot_be_read_changes_nothing_and_says_why(canal: Page) -> None:
    assert "not closed" in take_in(canal, b"title: [unfinished", 422, base="1")
    assert "its name ends in .yaml" in take_in(canal, b"x", 422, "notes.txt", base="1")
    assert canal.number() == 1


def test_a_remark_of_ones_own_can_be_withdrawn_and_what_is_typed_meanwhile_stays(canal: Page) -> None:
    for text in ("first", "second"):
        canal.client.post(f"{canal.place}/comment", data={"path": WEIGHT, "text": text})
    page = canal.see(f"/field?path={WEIGHT}")
    first = re.findall(r'name="comment" value="([^"]+)"', page)[0]
    form = {"path": WEIGHT, "value": "20", "reason": "mine", "text": "third, not kept yet", "comment": first}
    whole = canal.client.post(f"{canal.place}/comment/withdraw", data=form).text
    assert [typed(whole, name) for name in ("value", "reason", "text")] == ["20", "mine", "third, not kept yet"]
    assert remarks(canal, WEIGHT) == ["second"]
    live = canal.client.post(f"{canal.place}/comment/withdraw", data=form, headers=LIVE).text
    assert "third, not kept yet" in live and "second" in live and "first" not in live
    assert canal.client.post(f"{canal.place}/comment/withdraw", data={**form, "comment": "none"}).status_code == 404


def test_a_case_is_withdrawn_and_taken_back_in_and_is_whole(canal: Page, client: TestClient) -> None:
    before = canal.text()
    assert client.post("/withdraw", data={"case": canal.case, "reason": ""}).status_code == 303
    shown = client.get("/").text
    kept, withdrawn = shown.split('id="withdrawn"', 1)
    assert canal.place not in kept and canal.place in withdrawn.split("</details>", 1)[0]
    assert "case is withdrawn" in canal.save(WEIGHT, "21", 422)
    assert (canal.text(), canal.number()) == (before, 1)
    assert client.post("/restore", data={"case": canal.case}).status_code == 303
    assert canal.place in client.get("/").text.split('id="withdrawn"', 1)[0]
    canal.save(WEIGHT, "21")
    for place in ("/withdraw", "/restore"):
        assert client.post(place, data={"case": "none"}).status_code == 404


def test_a_case_that_is_begun_twice_by_one_form_is_one(client: TestClient, archive: Archive, canal: Page) -> None:
    data = canal.text().encode()
    token = canal.case
    for number, (place, form, files) in enumerate(
        (
            ("/copy", {"name": "treaties/canal1977"}, None),
            ("/start", {"title": "The mill"}, None),
            ("/upload", {}, {"files": ("case.yaml", data)}),
        )
    ):
        before = len(archive.cases(ME))
        sent = [client.post(place, data={**form, "request": f"{token}-{number}"}, files=files) for _ in range(2)]
        assert [answer.status_code for answer in sent] == [303, 303], place
        assert len({answer.headers["location"] for answer in sent}) == 1, place
        assert len(archive.cases(ME)) == before + 1, place


def test_a_thing_that_is_added_twice_by_one_form_is_there_once(canal: Page) -> None:
    form = {"name": "walk", "v-kind": "cooperative", "v-what": "A walk", "request": canal.case}
    for _ in range(2):
        answer = canal.client.post(f"{canal.place}/new/moves", data=form)
        assert answer.status_code == 303, plain(answer.text)
    assert canal.number() == 2


def test_two_who_add_one_thing_are_told_and_what_the_second_typed_stays(canal: Page) -> None:
    form = {"name": "walk", "v-kind": "cooperative", "v-what": "A walk", "base": "1"}
    assert canal.client.post(f"{canal.place}/new/moves", data=form).status_code == 303
    answer = canal.client.post(f"{canal.place}/new/moves", data={**form, "v-what": "Another walk", "reason": "mine"})
    assert answer.status_code == 409
    assert (typed(answer.text, "v-what"), typed(answer.text, "reason")) == ("Another walk", "mine")
    assert canal.number() == 2 and "Another walk" not in canal.text()


def test_what_others_changed_inside_is_not_withdrawn_unseen(canal: Page) -> None:
    item = re.findall(r'name="path" value="(evidence\|[^"|]+)"', canal.see("/intentions"))[0]
    canal.save(f"{item}|text", "Changed meanwhile")
    answer = canal.client.post(f"{canal.place}/withdraw", data={"path": item, "base": "1"})
    assert answer.status_code == 409 and "Changed meanwhile" in answer.text
    assert canal.number() == 2 and "Changed meanwhile" in canal.text()
    assert canal.client.post(f"{canal.place}/withdraw", data={"path": item, "base": "2"}).status_code == 303
    assert "Changed meanwhile" not in canal.text()


def test_a_document_names_the_head_of_the_journal_as_it_is_now(canal: Page, archive: Archive) -> None:
    canal.client.post(f"{canal.place}/estimate", data={"without": "yes", "request": canal.case})
    place = "/briefing/document?document=memo&format=md"
    first, head = canal.see(place), archive.journal_head(ME)
    assert head in first and canal.see(place) == first
    canal.client.post(f"{canal.place}/comment", data={"path": WEIGHT, "text": "said"})
    assert archive.journal_head(ME) != head
    assert archive.journal_head(ME) in canal.see(place)


def test_remarks_on_the_case_as_a_whole_and_on_what_was_withdrawn_stand_on_its_page(canal: Page) -> None:
    item = re.findall(r'name="path" value="(evidence\|[^"|]+)"', canal.see("/intentions"))[0]
    for path, text in (("", "on the <whole>"), (f"{item}|text", "on an item"), (WEIGHT, "on a weight")):
        canal.client.post(f"{canal.place}/comment", data={"path": path, "text": text})
    page = canal.see("/case")
    assert "on the &lt;whole&gt;" in page and "on an item" not in page and "on a weight" not in page
    canal.client.post(f"{canal.place}/withdraw", data={"path": item})
    told = plain(canal.see("/case"))
    assert re.search("On Evidence · .*, which is not stated now: me .*: on an item", told) and "on a weight" not in told
    for comment in re.findall(r'name="comment" value="([^"]+)"', canal.see("/case")):
        answer = canal.client.post(f"{canal.place}/comment/withdraw", data={"path": "", "comment": comment})
        assert answer.headers["location"] == f"{canal.place}/case#whole"
    assert [each.text for each in canal.archive.comments(ME, canal.case)] == ["on a weight"]
