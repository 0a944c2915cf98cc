# SPDX-License-Identifier: Apache-2.0
"""A real browser with two pages open: the workbench, and somebody's page that tries everything a page may try."""

import os
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from pourparler.workbench import guard as the_guard
from workbench.raw import digest
from workbench.served import Served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"), reason="needs Chromium (apt-get install chromium); CI has it"
    ),
]

#: What a page can ask of another origin without its leave, and some for which it needs one; `AT`: the workbench, `CASE`: a case
PAGE = """<!doctype html><title>elsewhere</title><body><a id=follow href="AT/">a link</a>
<iframe name=a></iframe><iframe name=b></iframe><iframe name=c></iframe><iframe src="ATCASE"></iframe>
<img src="AT/static/workbench.css"><script src="AT/static/workbench.js"></script><link rel=stylesheet href="AT/static/page.css">
<link rel=prefetch href="ATCASE"><object data="ATCASE/file/case.yaml"></object>
<form target=a method=post action="ATCASE/comment"><input name=text value=changed><input name=path value=title></form>
<form target=b method=post enctype=text/plain action="ATCASE/comment"><input name=text value=changed></form>
<form target=c method=post enctype=multipart/form-data action="ATCASE/comment"><input name=text value=changed></form>
<script>
window.read = []; window.tried = 0
const note = what => { window.read.push(what) }, done = () => { window.tried += 1 }
for (const form of document.forms) form.submit()
const body = new URLSearchParams({text: 'changed', path: 'title'}), to = 'ATCASE/comment'
const see = 'ATCASE/file/case.yaml', all = {credentials: 'include'}
fetch(to, {...all, method: 'POST', mode: 'no-cors', body}).catch(() => 0).finally(done)
fetch(to, {...all, method: 'POST', mode: 'no-cors', body: 'text=changed'}).catch(() => 0).finally(done)
fetch(to, {...all, method: 'POST', headers: {'X-Pourparler-Token': 'x'}, body})
  .then(a => a.text()).then(note, () => 0).finally(done)
fetch(see, all).then(a => a.text()).then(note, () => 0).finally(done)
fetch(see, {...all, mode: 'no-cors'}).then(a => a.text()).then(t => t && note(t), () => 0).finally(done)
navigator.sendBeacon(to, body)
const events = new EventSource('ATCASE/events', {withCredentials: true})
events.onmessage = note; events.onerror = () => { events.close(); done() }
const socket = new WebSocket('AT/'.replace('http', 'ws')); socket.onopen = note; socket.onclose = done
</script>"""
TRIED = 7


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM is not None, "CI has to have Chromium: .ci/run installs it"
    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    found = Served(tmp_path / "archive.db")
    yield found
    found.end()


@pytest.fixture
def elsewhere(served: Served) -> Iterator[int]:
    """A server of somebody's on this machine, whose page attacks the workbench; its port."""
    at = served.guard.link.partition("/enter")[0]

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE.replace("AT", at).replace("CASE", served.place).encode())

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_elsewhere_reaches_nothing_and_reads_nothing(
    browser: Browser, served: Served, elsewhere: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = browser.new_context()
    page = context.new_page()
    assert page.goto(served.guard.link) and page.url == served.guard.link.partition("/enter")[0] + "/"
    before = digest(served.database)
    for host in ("127.0.0.1", "localhost"):  # the same site on another port, whose requests bear the cookie; and another site
        page.goto(f"http://{host}:{elsewhere}/")
        page.wait_for_function(f"window.tried >= {TRIED}")
        assert page.evaluate("window.read") == []
        assert served.strange == [] and digest(served.database) == before
    page.click("#follow")
    assert "Open the link that the terminal shows" in page.inner_text("main") and served.strange == []
    page.click("main a")
    assert "Open the link" not in page.inner_text("main")
    # The faults that all this stands against: without the guard's look at where a request comes from, it is answered; and
    # without the look at its token as well, it changes the case.
    monkeypatch.setattr(the_guard, "_may_see", lambda scope: True)
    monkeypatch.setattr(the_guard, "_may_change", lambda scope: True)
    monkeypatch.setattr(the_guard, "_is_at_home", lambda sites: True)
    page.goto(f"http://127.0.0.1:{elsewhere}/")
    page.wait_for_function(f"window.tried >= {TRIED - 1}")
    assert len(served.strange) > TRIED and digest(served.database) == before
    monkeypatch.setattr(the_guard, "_are_of", lambda session, tokens: True)
    page.goto(f"http://127.0.0.1:{elsewhere}/")
    page.wait_for_function(f"window.tried >= {TRIED - 1}")
    assert digest(served.database) != before
    context.close()


def test_without_scripts_our_own_forms_are_taken_and_a_large_one_is_told_what_to_do(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.guard.link)
    before = digest(served.database)
    page.locator("form[action='/copy'] button").first.click()
    assert "/case/" in page.url and digest(served.database) != before
    page.goto(served.guard.link.partition("/enter")[0] + "/")
    large = tmp_path / "large.yaml"
    large.write_bytes(b"# remark\n" * 700_000)
    page.set_input_files("#files", large)
    page.locator("form[action='/upload'] button").click()
    assert "more than the workbench takes at once (5 MiB)" in page.inner_text("main")
    page.goto(served.guard.link)  # the link again, in the browser that has used it
    assert page.url.endswith("/") and "Pourparler" in page.title()
    other = browser.new_context().new_page()
    other.goto(served.guard.link)
    assert "each works once" in other.inner_text("main")
    other.context.close()
    context.close()
