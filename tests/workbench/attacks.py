# SPDX-License-Identifier: Apache-2.0
"""Requests that a workbench must refuse, each with the control that alone stops it.

Each is sent with a session's cookie and its token unless it says otherwise: more than a browser would do for a page elsewhere.
`PORT`, `OTHER` and `TOKEN` stand for the port, another one and the session's token.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

FORM = "application/x-www-form-urlencoded"
#: The token where no form is needed to hold it.
TOLD = {"X-Pourparler-Token": "TOKEN"}
CROSS = {"Sec-Fetch-Site": "cross-site"}


@dataclass(frozen=True)
class Attack:
    """One request: what it changes of a rightful one (None takes a header away), and the control that stops it."""

    name: str
    control: str
    method: str = "POST"
    headers: Mapping[str, str | None] = field(default_factory=dict)
    more: tuple[tuple[str, str], ...] = ()
    body: str = "token=TOKEN&text=changed"
    path: str | None = None

    def request(
        self, port: int, cookie: str, token: str, see: str, change: str
    ) -> tuple[str, str, list[tuple[str, str]], bytes]:
        """Return method, path, headers and body, for a session, a page to see and one that changes something."""
        host, is_post = f"127.0.0.1:{port}", self.method not in ("GET", "HEAD")
        rightful: dict[str, str | None] = {"Host": host, "Cookie": cookie}
        if is_post:
            rightful |= {"Content-Type": FORM, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
        headers = [(name, value) for name, value in {**rightful, **self.headers}.items() if value is not None]

        def filled(text: str) -> str:
            for name, value in (("PORT", str(port)), ("TOKEN", token), ("OTHER", str(port - 1))):
                text = text.replace(name, value)
            return text

        body = filled(self.body).encode() if is_post else b""
        if is_post:
            headers.append(("Content-Length", str(len(body))))
        sent = [(name, filled(value)) for name, value in (*headers, *self.more)]
        return self.method, self.path or (change if is_post else see), sent, body


def _addressed(name: str, host: str | None) -> tuple[Attack, ...]:
    """A page to see and a form, at a foreign address: what a browser sends whose name server lies."""
    origin = None if host is None else f"http://{host}"
    return (
        Attack(f"see, {name}", "host", "GET", {"Host": host}),
        Attack(f"change, {name}", "host", headers={"Host": host, "Origin": origin}),
    )


ATTACKS = (
    *_addressed("a name that leads to loopback", "workbench.example:PORT"),
    *_addressed("our name in somebody's domain", "localhost.workbench.example:PORT"),
    *_addressed("our address in somebody's domain", "127.0.0.1.nip.example:PORT"),
    *_addressed("our name with a dot", "localhost.:PORT"),
    *_addressed("a user before our name", "somebody@localhost:PORT"),
    *_addressed("another port", "127.0.0.1:OTHER"),
    *_addressed("no port", "127.0.0.1"),
    *_addressed("an empty port", "127.0.0.1:"),
    *_addressed("a port with a nought", "127.0.0.1:0PORT"),
    *_addressed("the address as one number", "2130706433:PORT"),
    *_addressed("the address in hexadecimal", "0x7f000001:PORT"),
    *_addressed("the address in octal", "0177.0.0.1:PORT"),
    *_addressed("the address cut short", "127.1:PORT"),
    *_addressed("another address of loopback", "127.0.0.2:PORT"),
    *_addressed("every address", "0.0.0.0:PORT"),
    *_addressed("an old address inside a new one", "[::ffff:127.0.0.1]:PORT"),
    *_addressed("the new address in full", "[0:0:0:0:0:0:0:1]:PORT"),
    *_addressed("the new address without brackets", "::1:PORT"),
    *_addressed("a list of names", "127.0.0.1:PORT, workbench.example"),
    *_addressed("an empty name", ""),
    *_addressed("no name", None),
    Attack("see, two names", "host", "GET", more=(("Host", "workbench.example:PORT"),)),
    Attack("see, a whole address in the place of a path", "host", "GET", path="http://workbench.example/"),
    Attack(
        "change, a form of a foreign page", "origin", headers={"Origin": "http://workbench.example", "Sec-Fetch-Site": None}
    ),
    Attack("change, a form of a page without origin", "origin", headers={"Origin": "null", "Sec-Fetch-Site": None}),
    Attack("change, a form of a page on another port", "origin", headers={"Origin": "http://127.0.0.1:OTHER"}),
    Attack("change, a form of a page at our other name", "origin", headers={"Origin": "http://localhost:PORT"}),
    Attack("change, a form of a secure page of our name", "origin", headers={"Origin": "https://127.0.0.1:PORT"}),
    Attack("change, two origins", "origin", more=(("Origin", "http://workbench.example"),)),
    Attack("change, nobody says where from", "origin", headers={"Origin": None, "Sec-Fetch-Site": None}),
    Attack("change, from a foreign site", "origin", headers={"Origin": None, **CROSS}),
    Attack("change, from another port of ours", "origin", headers={"Origin": None, "Sec-Fetch-Site": "same-site"}),
    Attack("change, by the user alone", "origin", headers={"Origin": None, "Sec-Fetch-Site": "none"}),
    Attack("change, our origin from a foreign site", "origin", headers=CROSS),
    Attack("change, two sites", "origin", more=(("Sec-Fetch-Site", "cross-site"),)),
    Attack(
        "see, an event stream from elsewhere", "site", "GET", {**CROSS, "Sec-Fetch-Mode": "cors", "Accept": "text/event-stream"}
    ),
    Attack("see, by a script on another port", "site", "GET", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}),
    Attack(
        "see, as a script of a foreign page", "site", "GET", {**CROSS, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}
    ),
    Attack("see, in a frame elsewhere", "site", "GET", {**CROSS, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}),
    Attack("see, by script where browsers name an origin only", "site", "GET", {"Origin": "http://workbench.example"}),
    Attack("see, by script of a page without origin", "site", "GET", {"Origin": "null"}),
    Attack(
        "see, a link on a foreign page",
        "stranger",
        "GET",
        {**CROSS, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    ),
    Attack("change, plain text", "form", headers={"Content-Type": "text/plain", **TOLD}),
    Attack("change, JSON", "form", headers={"Content-Type": "application/json", **TOLD}),
    Attack("change, of no type", "form", headers={"Content-Type": None, **TOLD}),
    Attack("change, of two types", "form", more=(("Content-Type", "text/plain"),)),
    Attack("change, of a type that begins alike", "form", headers={"Content-Type": FORM + "ish", **TOLD}),
    Attack("change, without a token", "token", body="text=changed"),
    Attack("change, with an empty token", "token", body="token=&text=changed"),
    Attack("change, with a token made up", "token", body=f"token={'0' * 64}&text=changed"),
    Attack("change, with two tokens", "token", body="token=x&token=TOKEN&text=changed"),
    Attack("change, with the cookie in the token's place", "token", headers={"X-Pourparler-Token": "é"}),
    Attack("see, without a session", "session", "GET", {"Cookie": None}),
    Attack("see, with a session made up", "session", "GET", {"Cookie": "pourparler-PORT=" + "A" * 43}),
    Attack("see, with the session of another port", "session", "GET", {"Cookie": "pourparler-OTHER=SECRET"}),
    Attack("see, with an empty session", "session", "GET", {"Cookie": "pourparler-PORT="}),
    Attack("change, without a session", "session", headers={"Cookie": None}),
    Attack("change, by another method", "method", "PUT"),
    Attack("change, by taking away", "method", "DELETE"),
    Attack("see, what may be asked from elsewhere", "method", "OPTIONS"),
)
