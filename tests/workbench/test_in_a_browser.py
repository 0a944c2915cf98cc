# SPDX-License-Identifier: Apache-2.0
"""The workbench as a person uses it: a real server, a real browser, from a guided start to an edition, scripts on or off.

Needs Chromium. Where there is none these tests are skipped, but never where CI is set: .ci/run installs it.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from briefing.test_browser import CHROMIUM, FLAGS
from pourparler.workbench.fields import AREAS
from workbench.conftest import here

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="needs Chromium; CI has it"),
    pytest.mark.xdist_group("workbench-browser"),
]

#: An assessment on a machine that is busy with other tests takes its time.
PATIENCE = 180_000


class Served:
    """A workbench that runs, and a browser that has entered it."""

    def __init__(self, link: str, browser: Browser) -> None:
        self.origin = link.partition("/enter")[0]
        self.browser = browser
        self.asked: set[str] = set()
        self.complaints: list[str] = []
        first = browser.new_context()
        page = first.new_page()
        page.goto(link)
        self.state = first.storage_state()
        first.close()

    def visit(self, scripts: bool = True, scheme: str = "light", width: int = 1200) -> Page:
        """Return a page of a browser window that holds the session."""
        context: BrowserContext = self.browser.new_context(
            storage_state=self.state,
            java_script_enabled=scripts,
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": 900},
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: self.asked.add(request.url))
        page.on("console", lambda told: self.complaints.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.origin)
        return page


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    assert CHROMIUM is not None, "CI has to have Chromium: .ci/run installs it"
    archive = tmp_path_factory.mktemp("workbench") / "archive.db"
    command = (sys.executable, "-m", "pourparler", "serve", "--no-open", "--db", str(archive))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, sync_playwright() as tool:
        assert server.stdout is not None
        link = server.stdout.readline().strip()
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield Served(link, browser)
        finally:
            browser.close()
            server.send_signal(signal.SIGINT)
            assert server.wait(60) == 0


def without_estimate(page: Page) -> None:
    """Ask for what was computed, and wait until it is there."""
    page.get_by_role("button", name="Show it without an estimate").click()


def copy_of(page: Page, title: str) -> str:
    """Open a copy of a case of the catalog, and return the address of its page."""
    page.get_by_role("button", name=f"Open a copy of {title}").click()
    page.wait_for_url("**/case/*")
    return page.url


def share_of(page: Page, hypothesis: str) -> str:
    """Return what the intentions page says of a hypothesis now."""
    return page.locator("#found tr", has_text=hypothesis).first.inner_text()


def test_from_a_guided_start_to_a_verdict_that_one_number_changes(served: Served) -> None:
    page = served.visit()
    page.get_by_role("link", name="guided start").click()
    page.fill("#title", "The mill on the brook")
    for box in page.locator("fieldset input[placeholder]").all():
        box.fill(box.get_attribute("placeholder") or "")
    page.get_by_role("button", name="Show the verdict").click()
    page.check("input[value=hold]")
    page.get_by_role("button", name="Keep my estimate").click()
    page.wait_for_selector("#found .verdict")
    before = page.locator("#found h1").inner_text()
    assert "hold" in page.locator(".own-estimate").inner_text()
    front = page.url
    page.goto(f"{front}/table?edit=no_deal|club|value")
    page.locator(".editing input[name=value]").fill("95..99")
    expect(page.locator(".told")).to_contain_text("95 to 99 points")
    page.locator(".editing input[name=reason]").fill("another tenant came")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector(".editing", state="detached")
    expect(page.locator("#state")).to_contain_text("Revision 2")
    expect(page.locator(".saved")).to_contain_text("Saved as revision 2")
    expect(page.get_by_role("link", name="value: 95..99")).to_be_focused()
    page.goto(front)
    page.wait_for_selector("#found .stale", state="detached")
    assert page.locator("#found h1").inner_text() != before
    assert served.complaints == []


def test_a_sounding_moves_the_posterior_and_undo_takes_it_back(served: Served) -> None:
    page = served.visit()
    front = copy_of(page, "United States and North Korea")
    without_estimate(page)
    page.wait_for_selector("#found .verdict")
    reasons = page.locator("#found .part").first.inner_text()
    page.goto(f"{front}/intentions")
    before = share_of(page, "buys time")
    page.get_by_role("link", name="Add to: evidence").click()
    page.fill("#v-id", "direct_talk")
    page.fill("#v-text", "A direct talk: they name what they would give.")
    page.fill("#v-known_at", "2018-03-15")
    page.select_option("#v-kind", "observation")
    page.fill("#v-source", "public_record")
    page.fill("#v-likelihood", "{motive: {settle: 90%, buy_time: 5%, prestige: 5%}}")
    expect(page.locator("#preview .moves").first).to_contain_text("buys time", timeout=PATIENCE)
    assert page.input_value("#v-id") == "direct_talk"
    page.get_by_role("button", name="Add").click()
    page.wait_for_selector("#found .stale", state="detached")
    assert share_of(page, "buys time") != before
    page.goto(front)
    page.wait_for_selector("#found .verdict")
    assert page.locator("#found .part").first.inner_text() != reasons
    page.goto(f"{front}/history")
    page.get_by_role("button", name="Compare").click()
    assert "evidence.direct_talk.text" in page.locator("main").inner_text()
    page.go_back()
    page.get_by_role("button", name="Undo").click()
    page.goto(f"{front}/intentions")
    page.wait_for_selector("#found .stale", state="detached")
    assert share_of(page, "buys time") == before
    assert served.complaints == []


def test_a_figure_can_be_pointed_at_and_names_the_package_that_has_the_focus(served: Served) -> None:
    page = served.visit()
    front = copy_of(page, "United States and North Korea")
    without_estimate(page)
    page.wait_for_selector("#found .verdict")
    page.goto(f"{front}/table")
    page.locator("#figure-1 .point").click()
    page.wait_for_selector("#figure-1 svg.marks")
    page.locator("#figure-1 [role=graphics-symbol][tabindex]").nth(20).focus()
    expect(page.locator(".named")).to_contain_text(
        re.compile(r"dismantlement|freeze|as it is.*worth [\d.]+ to us, [\d.]+ to them")
    )
    assert Axe().run(page).violations_count == 0
    assert served.complaints == []


def test_an_edition_is_looked_at_and_printed(served: Served) -> None:
    page = served.visit()
    front = copy_of(page, "United States and North Korea")
    without_estimate(page)
    page.goto(f"{front}/briefing")
    page.select_option("#edition", "south_korea")
    page.get_by_role("button", name="Look at it here").click()
    page.wait_for_selector(".stale")
    assert "nothing else" in page.locator(".stale").inner_text()
    assert "HOLD" not in page.locator("main").inner_text()
    page.goto(f"{front}/briefing")
    page.select_option("#format", "pdf")
    with page.expect_download(timeout=PATIENCE) as waiting:
        page.get_by_role("button", name="Make it").click()
    data = Path(waiting.value.path()).read_bytes()
    assert data.startswith(b"%PDF")


def test_all_of_it_works_with_scripts_off(served: Served) -> None:
    page = served.visit(scripts=False)
    front = copy_of(page, "The canal treaty")
    without_estimate(page)
    for _ in range(400):
        if page.locator("#found .verdict").count():
            break
        page.wait_for_timeout(300)
        page.goto(front)
    page.goto(f"{front}/table")
    page.locator("#part-no_deal .value").first.click()
    page.locator(".editing input[name=value]").fill("so and so")
    page.get_by_role("button", name="Save").click()
    assert "Not saved" in page.locator(".problems").inner_text()
    assert page.locator(".editing input[name=value]").input_value() == "so and so"
    page.locator(".editing input[name=value]").fill("30..60")
    page.get_by_role("button", name="Save").click()
    assert "Revision 2" in page.locator("#state").inner_text()
    page.goto(f"{front}/history")
    page.get_by_role("button", name="Undo").click()
    page.goto(f"{front}/history")
    assert "Revision 3" in page.locator("#state").inner_text()
    served.complaints.clear()  # a browser complains of what a server refuses


def test_a_field_is_changed_by_keys_alone_and_enter_saves_it(served: Served) -> None:
    page = served.visit()
    page.goto(f"{copy_of(page, 'The canal treaty')}/intentions?find=hypotheses")
    field = page.locator("#part-questions .value").first
    before = field.inner_text()
    field.focus()
    page.keyboard.press("e")
    expect(page.locator(".editing input[name=value]")).to_be_focused()
    page.keyboard.type("50..70%")
    page.keyboard.press("Escape")
    expect(page.locator("#part-questions .value").first).to_have_text(before)
    expect(page.locator("#part-questions .value").first).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator(".editing input[name=value]")).to_be_focused()
    page.keyboard.type("50..70%")
    page.keyboard.press("Enter")
    expect(page.locator(".saved")).to_contain_text("Saved as revision 2")
    expect(page.get_by_role("link", name=re.compile("50..70%"))).to_be_focused()
    assert served.complaints == []


def test_what_cannot_be_saved_is_told_in_the_form_and_all_that_was_typed_stays(served: Served) -> None:
    page, elsewhere = served.visit(), served.visit()
    front = copy_of(page, "The canal treaty")
    place = f"{front}/table?edit=no_deal|united_states|value"
    for window in (page, elsewhere):
        window.goto(place)
    elsewhere.locator(".editing input[name=value]").fill("30..60")
    elsewhere.locator(".editing input[name=text]").fill("heard twice")
    elsewhere.get_by_role("button", name="Keep the remark").click()
    expect(elsewhere.locator(".editing .remark")).to_contain_text("heard twice")
    elsewhere.locator(".editing input[name=value]").press("Enter")
    expect(elsewhere.locator(".saved")).to_contain_text("Saved as revision 2")
    page.locator(".editing input[name=value]").fill("31..59")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".editing [role=alert]")).to_contain_text("Changed meanwhile")
    assert page.locator("main").count() == 1
    assert page.locator(".editing textarea").input_value() == "31..59"
    page.goto(place)
    page.locator(".editing input[name=value]").fill("32..58")
    page.locator(".editing input[name=text]").fill("as the delegation has it")
    page.evaluate("document.body.setAttribute('hx-headers', '{\"X-Pourparler-Token\": \"another\"}')")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".editing > .problems")).to_contain_text("belongs to another session")
    ours = [told for told in served.complaints if not told.startswith("Failed to load resource")]
    assert ours == [], "a browser complains that something was refused, but of nothing in the answer"
    page.context.set_offline(True)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".editing > .problems")).to_contain_text("does not answer")
    page.context.set_offline(False)
    assert page.locator(".editing input[name=value]").input_value() == "32..58"
    assert page.locator(".editing input[name=text]").input_value() == "as the delegation has it"
    served.complaints.clear()  # a browser complains of what a server refuses


def test_a_source_goes_with_the_evidence_that_cites_it_once_the_page_has_said_so(served: Served) -> None:
    page = served.visit()
    front = copy_of(page, "The canal treaty")
    page.goto(f"{front}/intentions?find=joint_statement")
    page.get_by_role("button", name="Withdraw joint statement").click()
    expect(page.get_by_role("alert")).to_contain_text("the case depends on it")
    served.complaints.clear()  # a browser complains of what a server refuses
    _look(page, "what depends on it")
    link = page.get_by_role("link", name="Evidence · principles · source").get_attribute("href")
    beside = page.context.new_page()
    beside.goto(f"{served.origin}{link}")
    expect(beside.locator(".editing [name=value]")).to_have_value("joint_statement")
    page.get_by_label("Why").fill("it was never signed")
    page.get_by_role("button", name="Withdraw both").click()
    expect(page.locator("#state")).to_contain_text("Revision 2")
    assert "find=joint_statement" in page.url and page.locator(".field").count() == 0
    assert served.complaints == []


def test_axe_finds_nothing_on_any_page_in_light_and_dark(served: Served) -> None:
    """Look at every page by all rules in the light, and in the dark by those on colours, which is all that differs there."""
    page = served.visit()
    front = copy_of(page, "The canal treaty")
    _look(page, "the question for an own estimate")
    without_estimate(page)
    page.wait_for_selector("#found .verdict")
    rest = (
        "history",
        "history/compare",
        "briefing",
        "new/evidence",
        "goals",
        "field?path=no_deal|united_states|value",
        "nothing",
    )
    for place in ("/", "/start", front, *(f"{front}/{name}" for name in (*AREAS, *rest))):
        page.goto(place if place.startswith("http") else served.origin + place)
        _look(page, place)


#: What passes is not listed, which takes half the time; every rule is still looked at.
FAULTS_ALONE = {"resultTypes": ["violations"]}
COLOURS = {"runOnly": {"type": "tag", "values": ["cat.color"]}}


def _look(page: Page, place: str) -> None:
    for scheme, options in (("light", FAULTS_ALONE), ("dark", {**FAULTS_ALONE, **COLOURS})):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        result = Axe().run(page, options=options)
        assert result.violations_count == 0, (place, scheme, result.generate_report())


def test_a_refusal_looks_like_every_page_in_light_and_dark_and_on_a_phone(served: Served) -> None:
    page = served.browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto(served.origin)
    looks = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(looks) == "rgb(255, 254, 251)"
    _look(page, "a refusal")  # leaves it in the dark
    assert page.evaluate(looks) == "rgb(21, 24, 28)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


def test_the_dark_differs_from_the_light_in_colours_alone() -> None:
    for sheet in ("briefing/page.css", "workbench/static/workbench.css", "workbench/static/guard.css"):
        text = here(sheet).read_text("utf-8")
        blocks = re.findall(r"@media[^{]*prefers-color-scheme: dark[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}", text)
        assert len(blocks) == text.count("prefers-color-scheme: dark")
        for declaration in re.findall(r"[{;]\s*([\w-]+)\s*:", "".join(blocks)):
            assert declaration.startswith("--") or declaration in ("color-scheme", "fill", "stroke"), declaration


def test_a_phone_needs_no_sideways_scrolling_and_keys_are_told(served: Served) -> None:
    page = served.visit(width=390)
    front = copy_of(page, "The canal treaty")
    for place in ("", "/table", "/history", "/briefing"):
        page.goto(front + place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.keyboard.press("?")
    expect(page.locator("#keys dl")).to_be_visible()
    expect(page.locator("#keys")).to_be_focused()
    assert page.evaluate("document.querySelector('.menu [aria-current]').getBoundingClientRect().right") <= 390
    page.keyboard.press("k")
    page.wait_for_url("**/forecasts")


def test_ranges_of_fields_stand_whole_at_every_width_and_so_does_who_holds_them(served: Served) -> None:
    page = served.visit()
    front = copy_of(page, "The canal treaty")
    for width in (390, 760, 850, 1000, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{front}/plan")
        page.locator("details.group").evaluate_all("groups => groups.forEach(group => group.open = true)")
        values = page.locator(".field .value").evaluate_all(
            "values => values.filter(one => /^[0-9.+%-]+$/.test(one.textContent)).map(one => one.getClientRects().length)"
        )
        assert len(values) > 20 and set(values) == {1}, width
        cut = page.locator(".field .status").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
        )
        assert cut == 0, width


def test_nothing_is_asked_of_anyone_else(served: Served) -> None:
    served.visit().goto(f"{served.origin}/start")
    assert served.asked
    assert all(re.match(re.escape(served.origin) + "/", address) for address in served.asked)
