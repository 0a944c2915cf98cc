# SPDX-License-Identifier: Apache-2.0
"""Requests to the guard itself, in front of an application that keeps what it was sent."""

import asyncio
import base64
import hashlib
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from pourparler.workbench import guard as the_guard
from pourparler.workbench import refusal
from pourparler.workbench.guard import MOST_BYTES, MOST_TRIES, Guard, Session, form_token
from workbench.attacks import ATTACKS, FORM, Attack
from workbench.conftest import here

PORT = 8123
HOST = ("Host", f"127.0.0.1:{PORT}")
Headers = Iterable[tuple[str, str]]


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str:
        (value,) = [value for key, value in self.headers if key == name]
        return value


@dataclass
class Kept:
    """An application that keeps the requests it is handed, and the forms in them; `answer` is sent back."""

    asked: list[Scope] = field(default_factory=list)
    forms: list[dict[str, Any]] = field(default_factory=list)
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope)
        if scope["type"] != "http":
            return
        async with Request(scope, receive).form(max_part_size=MOST_BYTES) as form:
            self.forms.append({key: value if isinstance(value, str) else await value.read() for key, value in form.items()})
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"seen"})


@dataclass
class Desk:
    """A guard with an application behind it and a session that has begun."""

    app: Kept
    guard: Guard
    cookie: str = ""
    token: str = ""

    def ask(self, method: str, path: str, headers: Headers = (HOST,), body: bytes | list[bytes] = b"") -> Answer:
        return asyncio.run(self._ask(method, path, headers, [body] if isinstance(body, bytes) else body))

    async def _ask(self, method: str, path: str, headers: Headers, chunks: list[bytes], comes: int = 99) -> Answer:
        path, _, query = path.partition("?")
        waiting = [{"type": "http.request", "body": c, "more_body": n < len(chunks)} for n, c in enumerate(chunks, 1)][:comes]
        answer = Answer()

        async def receive() -> Message:
            return waiting.pop(0) if waiting else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = [(name.decode(), value.decode()) for name, value in message["headers"]]
            else:
                answer.body += message["body"]

        sent = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
        scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": sent}
        await self.guard(scope, receive, send)
        self.left = len(waiting)
        return answer

    def enter(self) -> None:
        answer = self.ask("GET", self.guard.link.partition(str(PORT))[2])
        assert answer.status == 303
        self.cookie = answer.header("set-cookie").partition(";")[0]
        self.token = form_token(Session(self.cookie.partition("=")[2]))

    def rightful(self, *more: tuple[str, str], kind: str = FORM) -> Headers:
        site = (("Origin", f"http://127.0.0.1:{PORT}"), ("Sec-Fetch-Site", "same-origin"))
        return (HOST, ("Cookie", self.cookie), ("Content-Type", kind), *site, *more)

    def attacked(self, attack: Attack) -> Answer:
        return self.ask(*attack.request(PORT, self.cookie, self.token, "/", "/save"))


@pytest.fixture
def desk() -> Desk:
    app = Kept()
    made = Desk(app, Guard(app, port=PORT))
    made.enter()
    return made


ANY_METHOD = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
#: What is broken on purpose, by the control that is then no more: each attack must come through where its control is broken.
FAULTS: dict[str, tuple[tuple[object, str, object], ...]] = {
    "host": ((the_guard, "_is_for_us", lambda scope, hosts: True),),
    "origin": ((the_guard, "_may_change", lambda scope: True), (the_guard, "_is_at_home", lambda sites: True)),
    "site": ((the_guard, "_may_see", lambda scope: True), (the_guard, "_is_at_home", lambda sites: True)),
    "stranger": ((the_guard, "_is_at_home", lambda sites: True),),
    "form": ((the_guard, "_is_form", lambda types: True),),
    "token": ((the_guard, "_are_of", lambda session, tokens: True),),
    "session": ((Guard, "_session", lambda guard, scope: guard._sessions[0]),),
    "method": ((the_guard, "_METHODS", ANY_METHOD),),
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_refused_and_comes_through_where_its_control_is_broken(
    desk: Desk, attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = desk.attacked(attack)
    assert refused.status in (400, 403, 405, 415, 421) and not desk.app.asked
    assert b"<h1>" in refused.body and b"seen" not in refused.body
    # Who follows a link from elsewhere is told how to come in; a page that asks by itself is told nothing of use.
    assert (b"Open the link that the terminal shows: the" in refused.body) == (attack.control in ("stranger", "session"))
    for where, name, value in FAULTS[attack.control]:
        monkeypatch.setattr(where, name, value)
    through = desk.attacked(attack)
    assert through.status == 200 and len(desk.app.asked) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "LocalHost"])
def test_every_spelling_of_ours_is_answered(desk: Desk, host: str) -> None:
    at = ("Host", f"{host}:{PORT}")
    assert desk.ask("GET", "/", (at, ("Cookie", desk.cookie))).status == 200
    headers = (at, ("Cookie", desk.cookie), ("Content-Type", FORM), ("Origin", f"http://{host.lower()}:{PORT}"))
    assert desk.ask("POST", "/save", headers, f"token={desk.token}".encode()).status == 200


def test_a_form_reaches_the_application_as_it_was_sent(desk: Desk) -> None:
    body = f"text=a%20b&token={desk.token}&text2=%E2%82%AC".encode()
    assert desk.ask("POST", "/save", desk.rightful(), [body[:7], body[7:9], b"", body[9:]]).status == 200
    assert desk.app.forms == [{"text": "a b", "token": desk.token, "text2": "€"}]
    assert desk.app.asked[0]["pourparler.session"].token == desk.token


def test_a_browser_that_names_no_origin_is_known_by_the_site(desk: Desk) -> None:
    headers = [pair for pair in desk.rightful() if pair[0] != "Origin"]
    assert desk.ask("POST", "/save", headers, f"token={desk.token}".encode()).status == 200


def test_a_request_by_script_holds_the_token_in_a_header(desk: Desk) -> None:
    assert desk.ask("POST", "/save", desk.rightful(("X-Pourparler-Token", desk.token)), b"text=1").status == 200
    assert desk.ask("POST", "/save", desk.rightful(("X-Pourparler-Token", "0")), f"token={desk.token}".encode()).status == 403


def uploaded(token: str, content: bytes) -> tuple[str, bytes]:
    part = b'--limit\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    body = part % (b"token", b"", token.encode()) + part % (b"file", b'; filename="case.yaml"', content) + b"--limit--\r\n"
    return "multipart/form-data; boundary=limit", body


def test_an_upload_is_read_whole_and_never_lies_on_the_disk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    rolled = []
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda *a, **k: rolled.append(1))
    content = b"\r\n--limi" * (4 * 1024 * 1024 // 8)
    kind, body = uploaded(desk.token, content)
    assert desk.ask("POST", "/open", desk.rightful(kind=kind), body).status == 200
    assert desk.app.forms == [{"token": desk.token, "file": content}] and not rolled


def test_a_broken_upload_is_refused_with_a_page(desk: Desk) -> None:
    kind, body = uploaded(desk.token, b"x")
    for headers, sent in ((desk.rightful(kind=kind), b"?" + body), (desk.rightful(kind="multipart/form-data"), body)):
        assert desk.ask("POST", "/open", headers, sent).status == 400
    fields = b"a=1&" * 1001 + f"token={desk.token}".encode()
    assert desk.ask("POST", "/open", desk.rightful(), fields).status == 400
    assert not desk.app.asked


def test_too_much_is_refused_before_it_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    large = [b"x" * 1024 * 1024] * 9
    for length in ("99999999", "9" * 5000, "-1", "0x10", ""):
        assert desk.ask("POST", "/open", desk.rightful(("Content-Length", length)), large).status == 413
        assert desk.left == 9
    assert desk.ask("POST", "/open", desk.rightful(), large).status == 413
    assert desk.left == 3
    exact = f"token={desk.token}&text=".encode()
    exact += b"x" * (MOST_BYTES - len(exact))
    assert desk.ask("POST", "/open", desk.rightful(), exact).status == 200
    assert desk.ask("POST", "/open", desk.rightful(), exact + b"x").status == 413
    monkeypatch.setattr(the_guard, "MOST_BYTES", 10 * MOST_BYTES)  # the fault: it is read to its end
    desk.ask("POST", "/open", desk.rightful(), large)
    assert desk.left == 0


def test_who_leaves_in_the_middle_of_a_form_changes_nothing(desk: Desk) -> None:
    for begun in ([], [f"token={desk.token}&text=chan".encode(), b"ged"]):
        answer = asyncio.run(desk._ask("POST", "/save", desk.rightful(), begun, comes=1))
        assert answer.status == 0 and not desk.app.asked


def test_the_link_leads_to_the_page_that_was_meant_and_no_request_has_a_say_in_it() -> None:
    app = Kept()
    fresh = Desk(app, Guard(app, port=PORT, key="k", place="/case/one"))
    link = "/enter?key=k&place=//elsewhere.example&next=/"
    first = fresh.ask("GET", link)
    assert (first.status, first.header("location")) == (303, "/case/one")
    back = fresh.ask("GET", link, (HOST, ("Cookie", first.header("set-cookie"))))
    assert (back.status, back.header("location")) == (303, "/case/one")


def test_the_link_works_once(desk: Desk) -> None:
    app = Kept()
    fresh = Desk(app, Guard(app, port=PORT, key="a key"))
    link = "/enter?key=a+key"
    assert fresh.guard.link == f"http://127.0.0.1:{PORT}/enter?key=a+key"
    for path in ("/", "/cases", "/static/page.css?v=1", "/enter/", "/Enter?key=a+key", "/enter%3Fkey=a"):
        assert fresh.ask("GET", path).status == 403
    for method, more in (("HEAD", ()), ("GET", (("Sec-Purpose", "prefetch;prerender"),)), ("GET", (("Purpose", "prefetch"),))):
        assert fresh.ask(method, link, (HOST, *more)).status == 403
    first, again = fresh.ask("GET", link), fresh.ask("GET", link)
    assert (first.status, first.header("location"), again.status) == (303, "/", 403)
    name, _, rest = first.header("set-cookie").partition("=")
    assert name == f"pourparler-{PORT}" and rest.partition("; ")[2] == "HttpOnly; SameSite=Strict; Path=/"
    assert b"stop it in the terminal, start it again" in again.body
    back = fresh.ask("GET", link, (HOST, ("Cookie", first.header("set-cookie"))))
    assert back.status == 303 and "set-cookie" not in dict(back.headers)
    assert not app.asked


@pytest.mark.parametrize("query", ["", "?key=", "?key=wrong", "?key=a+key&key=wrong", "?Key=a+key", "?key=%ff", "?key=\udcff"])
def test_a_wrong_key_opens_nothing(query: str) -> None:
    app = Kept()
    fresh = Desk(app, Guard(app, port=PORT, key="a key"))
    assert fresh.ask("GET", "/enter" + query.encode("utf-8", "replace").decode()).status == 403
    assert fresh.ask("GET", "/enter?key=a+key").status == 303


def test_ten_keys_a_minute_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked, now = [], [0.0]

    def is_same(given: str, right: str) -> bool:
        looked.append(given)
        return given == right

    monkeypatch.setattr(the_guard, "_is_same", is_same)
    app = Kept()
    fresh = Desk(app, Guard(app, port=PORT, key="right", clock=lambda: now[0]))
    statuses = []
    for guess in range(1000):
        now[0] = guess * 0.12  # two minutes in all
        statuses.append(fresh.ask("GET", f"/enter?key={guess}").status)
    assert len(looked) == 2 * MOST_TRIES and statuses.count(429) == 980
    assert fresh.ask("GET", "/enter?key=right").status == 429
    now[0] += 60
    assert fresh.ask("GET", "/enter?key=right").status == 303


def test_a_new_link_ends_the_old_one_and_no_session(desk: Desk) -> None:
    first = desk.guard.renew()
    second = desk.guard.renew()
    assert first != second == desk.guard.link
    assert desk.ask("GET", first.partition(str(PORT))[2]).status == 403
    assert desk.ask("GET", second.partition(str(PORT))[2]).status == 303
    assert desk.ask("GET", "/", (HOST, ("Cookie", f"other=1; {desk.cookie}"))).status == 200


POLICY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def test_every_answer_has_the_headers_once_whatever_the_application_says(desk: Desk) -> None:
    desk.app.headers = [(b"Server", b"x"), (b"Cache-Control", b"public"), (b"content-security-policy", b"script-src *")]
    desk.app.headers += [(b"access-control-allow-origin", b"*"), (b"x-own", b"kept")]
    mine = (HOST, ("Cookie", desk.cookie))
    answers = [desk.ask("GET", "/", mine), desk.ask("GET", "/"), desk.ask("GET", "/enter?key=x"), desk.ask("POST", "/")]
    answers += [desk.ask("GET", "/", ()), desk.ask("GET", "/static/a.js", mine), desk.ask("GET", "/static/a.js?v=1")]
    for answer in answers:
        policy = POLICY if answer.status == 200 else {**POLICY, "content-security-policy": refusal.POLICY}
        assert all(answer.header(name) == value for name, value in policy.items())
        assert "camera=()" in answer.header("permissions-policy")
        assert not {"server", "access-control-allow-origin"} & {name.lower() for name, _ in answer.headers}
    assert answers[0].header("x-own") == "kept"


def test_a_refusal_has_its_look_in_it_and_its_policy_allows_that_alone(desk: Desk) -> None:
    answer = desk.ask("GET", "/")
    page = answer.body.decode()
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    allowed = "'sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() + "'"
    rules = dict(rule.strip().split(" ", 1) for rule in answer.header("content-security-policy").split(";"))
    assert rules == {"style-src": allowed} | {
        rule: "'none'" for rule in ("default-src", "form-action", "frame-ancestors", "base-uri")
    }
    assert "prefers-color-scheme: dark" in style
    assert re.findall(r'\b(?:src|href|style|on\w+)="([^"]*)"', page) == ["/"] and "url(" not in style and "@import" not in style
    assert '<p role="alert">Open the link that the terminal shows: the' in page


def test_a_refusal_has_the_colours_and_letters_of_every_page() -> None:
    sheet = here("briefing/page.css").read_text("utf-8")
    held = re.findall(r"--[\w-]+: [^;]+;", refusal.STYLE)
    assert len(held) == 12 and all(sheet.count(each) == 1 for each in held)


def test_a_file_with_its_version_in_its_address_may_be_kept(desk: Desk) -> None:
    desk.app.headers = [(b"cache-control", b"max-age=31536000, immutable")]
    mine = (HOST, ("Cookie", desk.cookie))
    assert desk.ask("GET", "/static/a.js?v=1", mine).header("cache-control") == "max-age=31536000, immutable"
    for path in ("/static/a.js", "/cases?v=1", "/staticv=/a"):
        assert desk.ask("GET", path, mine).header("cache-control") == "no-store"
    desk.app.headers = []
    assert desk.ask("GET", "/static/a.js?v=1", mine).header("cache-control") == "no-store"


def test_events_pass_one_by_one(desk: Desk) -> None:
    sent: list[Message] = []

    async def stream(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        for number in range(3):
            await send({"type": "http.response.body", "body": b"data: %d\n\n" % number, "more_body": True})
            assert sent[-1]["body"] == b"data: %d\n\n" % number
        assert (await receive())["type"] == "http.disconnect"

    desk.guard._app = stream

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    headers = [(b"host", HOST[1].encode()), (b"cookie", desk.cookie.encode()), (b"sec-fetch-site", b"same-origin")]
    scope = {"type": "http", "method": "GET", "path": "/events", "query_string": b"", "headers": headers}
    asyncio.run(desk.guard(scope, receive, send))
    assert len(sent) == 4


def test_what_is_no_request_is_closed_or_passes() -> None:
    app, sent = Kept(), list[Message]()

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def both() -> None:
        guard = Guard(app, port=PORT)
        await guard({"type": "websocket", "path": "/", "headers": []}, receive, send)
        await guard({"type": "lifespan"}, receive, send)
        await guard({"type": "unheard of"}, receive, send)

    asyncio.run(both())
    assert sent == [{"type": "websocket.close", "code": 1008}]
    assert app.asked == [{"type": "lifespan"}]


def test_a_session_does_not_show_its_secret_and_keys_are_never_alike() -> None:
    assert "abc" not in repr(Session("abc")) and Session("abc").token != Session("abd").token
    assert len({Guard(Kept(), port=PORT).link for _ in range(50)}) == 50
    for port, key in ((80, None), (70000, None), (PORT, "")):
        with pytest.raises(ValueError):
            Guard(Kept(), port=port, key=key)
