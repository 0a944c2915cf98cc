# SPDX-License-Identifier: Apache-2.0
"""The pages of a case: each answers, shows the fields that the case has, and is made of pieces that are made once."""

import html
import re
import subprocess
import sys
from gettext import NullTranslations

import pytest
from jinja2 import Environment
from jinja2.runtime import Macro
from markupsafe import Markup
from starlette.testclient import TestClient

from pourparler.case import files_of, read_files
from pourparler.catalog import find
from pourparler.wording import say, speaking
from pourparler.workbench.bench import once
from pourparler.workbench.fields import AREAS, form_path, groups, parsed_path
from pourparler.workbench.opened import Opened
from pourparler.workbench.readings import reading_of
from workbench.conftest import ME, Page, here, plain


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


def test_what_is_not_there_and_what_is_not_ones_own_are_answered_alike(canal: Page, client: TestClient) -> None:
    answers = [client.get(place) for place in ("/case/nothing", "/case/nothing/table", f"{canal.place}/nothing")]
    answers += [client.get(f"/static/{name}") for name in ("nothing.css", "..%2fbench.py", "%2e%2e%2f%2e%2e%2fcli.py")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


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
