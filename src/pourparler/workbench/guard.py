# SPDX-License-Identifier: Apache-2.0
"""What stands between every request and the workbench: who may ask, from which page, with what, and how much.

A server on loopback can be reached by every page that the same browser has open, and by every program on the machine. So:

- Only three spellings of the address are answered (`Host`), which a name that somebody else's server resolves to
  127.0.0.1 ("DNS rebinding") never is.
- Nothing is shown without a session. One begins with a link that works once; the browser then holds a cookie that it sends
  with requests that our own pages begin, and no script reads.
- What changes something is a form of ours: it comes from our origin, and it holds the session's token.
- What is sent is a form, and no larger than `MOST_BYTES`.
- No page may be kept, framed, or run anything that is not a file of ours; a refusal may load nothing at all (see `refusal`).

It does not protect from other users of the same account, nor from programs that read the browser's files. A cookie goes to
every port of a host: a server of another user on the same machine gets it if this browser is led to open that server's page,
and who runs it can then do what we can.
The server itself must send no name of its own, trust no `X-Forwarded-…`, and log no addresses of pages: they hold the key.
"""

import hashlib
import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pourparler.wording import say
from pourparler.workbench import refusal

#: The largest request body: a case file may have 4 MiB, and a form has some words beside it.
MOST_BYTES = 5 * 1024 * 1024
#: A wrong key is looked at so often in so many seconds; beyond that no key is, not even the right one.
MOST_TRIES, TRIES_SECONDS = 10, 60.0
#: A port below needs rights that this program should not have; and browsers leave :80 out of an address.
LOWEST_PORT, HIGHEST_PORT = 1024, 65535
#: Bytes of chance in a key and in a session: beyond guessing.
SECRET_BYTES = 32

#: Where the one-time link leads.
ENTER = "/enter"
#: The field of a form, and the header of a request by script, that hold the session's token.
TOKEN_FIELD, TOKEN_HEADER = "token", b"x-pourparler-token"
#: Where in a request's scope the session stands.
SESSION = "pourparler.session"

FORM_TYPES = (b"application/x-www-form-urlencoded", b"multipart/form-data")
SAFE_METHODS = ("GET", "HEAD")
_METHODS = (*SAFE_METHODS, "POST")

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
#: Not `no-referrer`: under that a browser sends `Origin: null` with the forms of our own pages (Fetch standard, "append a
#: request Origin header"), as it does with those of strangers. Nothing is told to other origins under this either.
_REFERRER_POLICY = "same-origin"
_HEADERS = tuple(
    (name.encode(), value.encode())
    for name, value in {
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": _REFERRER_POLICY,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    }.items()
)
_NO_STORE = (b"cache-control", b"no-store")
#: What the application behind never decides, nor says.
_OURS = frozenset(name for name, _ in _HEADERS) | {b"content-security-policy", b"server", b"access-control-allow-origin"}

# A form that is read must not lie on the disk meanwhile, as starlette's do from 1 MiB on.
MultiPartParser.spool_max_size = MOST_BYTES + 1


@dataclass(frozen=True)
class Session:
    """One browser that came in by the one-time link; `token` stands in every form that is made for it."""

    secret: str = field(repr=False)

    @property
    def token(self) -> str:
        """The form token of this session."""
        return form_token(self)


def form_token(session: Session) -> str:
    """Return the token that every form of a session holds; it tells nothing of the cookie."""
    return hmac.new(session.secret.encode(), b"form token", hashlib.sha256).hexdigest()


class _RefusedError(Exception):
    """A request that is not answered as asked: the status, and what a page says of it."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(status, told)
        self.status, self.told = status, told


class Guard:
    """An ASGI application in front of another one, which sees only requests that may be answered, with their session.

    `port` is the one that is listened on (1024 to 65535). `key` is the secret of the one-time link; without one, chance makes
    it. The link leads to `place`, a page of ours that no request has a say in. The application behind finds a `Session` in its
    scope under `pourparler.session`, and a request's body as it was sent.
    Requests that are no HTTP are closed; events of the server's life pass through.

    Raises `ValueError` for a port out of range or an empty key.
    """

    def __init__(
        self, app: ASGIApp, *, port: int, key: str | None = None, clock: Callable[[], float] = time.monotonic, place: str = "/"
    ) -> None:
        if not LOWEST_PORT <= port <= HIGHEST_PORT:
            raise ValueError(f"a port from {LOWEST_PORT} to {HIGHEST_PORT}, not {port}")
        if key is not None and not key:
            raise ValueError("an empty key")
        self._app = app
        self._port, self._place = port, place
        self._clock = clock
        self._hosts = {f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost", "[::1]")}
        self._cookie = f"pourparler-{port}"
        self._sessions: list[Session] = []
        self._tries: deque[float] = deque()
        self._key: str | None = None
        self.link = ""
        self.renew(key)

    def renew(self, key: str | None = None) -> str:
        """Make a new one-time link, which is returned and stands in `link`; an older one no longer works, sessions do."""
        self._key = key or secrets.token_urlsafe(SECRET_BYTES)
        self.link = f"http://127.0.0.1:{self._port}{ENTER}?{urlencode({'key': self._key})}"
        return self.link

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._guarded(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        sealed = _sealing(send, scope)
        try:
            self._check_address(scope)
            if scope["path"] == ENTER:
                await self._enter(scope, sealed)
                return
            session = self._session(scope)
            if session is None:
                raise _no_session()
            if scope["method"] not in SAFE_METHODS:
                receive = await _whole_form(scope, receive, session)
        except _RefusedError as refused:
            await _page(_sealing(send, scope, refusal.POLICY), refused.status, refused.told)
        except ClientDisconnect:
            pass
        else:
            await self._app({**scope, SESSION: session}, receive, sealed)

    def _check_address(self, scope: Scope) -> None:
        """Refuse what was not sent to us, or was sent by a page that is not ours."""
        if not _is_for_us(scope, self._hosts):
            raise _RefusedError(
                421, say("The workbench does not answer to this address. Open the link that the terminal shows.")
            )
        if scope["method"] not in _METHODS:
            raise _RefusedError(405, say("The workbench shows pages and takes forms; it does nothing else."))
        if not (_may_see(scope) if scope["method"] in SAFE_METHODS else _may_change(scope)):
            raise _RefusedError(403, say("A page that is not the workbench's asked for this; nothing was done."))

    def _session(self, scope: Scope) -> Session | None:
        """Return the session whose cookie came along; none counts that comes from a page elsewhere."""
        if not _is_at_home(_values(scope, b"sec-fetch-site")):
            return None
        given = []
        for header in _values(scope, b"cookie"):
            for pair in header.split(b";"):
                name, _, value = pair.strip().partition(b"=")
                if name == self._cookie.encode():
                    given.append(value)
        found = None
        for session in self._sessions:
            for value in given:
                if hmac.compare_digest(value, session.secret.encode()):
                    found = session
        return found

    async def _enter(self, scope: Scope, send: Send) -> None:
        """Begin a session for who brings the key, once."""
        if self._session(scope) is not None:  # the link again, in the browser that has used it
            await _to(self._place, send)
            return
        # A browser that fetches ahead of its user would use the link up.
        if scope["method"] != "GET" or _values(scope, b"sec-purpose") or _values(scope, b"purpose"):
            raise _RefusedError(403, say("Open this link yourself: it works once."))
        keys = [value for name, value in parse_qsl(scope["query_string"].decode("latin-1")) if name == "key"]
        now = self._clock()
        while self._tries and self._tries[0] <= now - TRIES_SECONDS:
            self._tries.popleft()
        if len(self._tries) >= MOST_TRIES:
            raise _RefusedError(429, say("Too many wrong links in a minute. Wait a minute, then open the link once more."))
        if len(keys) != 1 or self._key is None or not _is_same(keys[0], self._key):
            self._tries.append(now)
            told = say(
                "This link is wrong, or it was used already: each works once. If the workbench is open in another window, go "
                "on there; otherwise stop it in the terminal, start it again, and open the new link."
            )
            raise _RefusedError(403, told)
        self._key = None
        session = Session(secrets.token_urlsafe(SECRET_BYTES))
        self._sessions.append(session)
        cookie = f"{self._cookie}={session.secret}; HttpOnly; SameSite=Strict; Path=/"
        await _to(self._place, send, [(b"set-cookie", cookie.encode())])


def _is_for_us(scope: Scope, hosts: set[bytes]) -> bool:
    """Whether a request was sent to an address of ours, spelt as browsers spell it."""
    named = _values(scope, b"host")
    return len(named) == 1 and named[0].lower() in hosts and scope["path"].startswith("/")


def _may_see(scope: Scope) -> bool:
    """Whether a request that changes nothing comes from our pages, from the user alone, or is a link that somebody follows.

    Such a link (a page of its own, not one in a frame) is answered as to a stranger: see `Guard._session`.
    """
    is_followed = _values(scope, b"sec-fetch-mode") == [b"navigate"] and _values(scope, b"sec-fetch-dest") == [b"document"]
    return _values(scope, b"origin") in ([], [_own_origin(scope)]) and (
        _is_at_home(_values(scope, b"sec-fetch-site")) or is_followed
    )


def _may_change(scope: Scope) -> bool:
    """Whether a form comes from our pages: by its origin or, where a browser names none, by what it says of the site."""
    origins, sites = _values(scope, b"origin"), _values(scope, b"sec-fetch-site")
    return origins in ([], [_own_origin(scope)]) and sites in ([], [b"same-origin"]) and bool(origins or sites)


def _own_origin(scope: Scope) -> bytes:
    return b"http://" + b"".join(_values(scope, b"host")[:1]).lower()


def _is_form(types: list[bytes]) -> bool:
    return len(types) == 1 and types[0].partition(b";")[0].strip().lower() in FORM_TYPES


def _are_of(session: Session, tokens: list[str]) -> bool:
    return len(tokens) == 1 and _is_same(tokens[0], form_token(session))


def _is_at_home(sites: list[bytes]) -> bool:
    """Whether a request was begun by a page of ours, or by the user alone, or by a browser that does not say."""
    return sites in ([], [b"same-origin"], [b"none"])


def _is_same(given: str, right: str) -> bool:
    """Compare in a time that does not tell how much was right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())


def _values(scope: Scope, name: bytes) -> list[bytes]:
    return [value for key, value in scope["headers"] if key.lower() == name]


async def _whole_form(scope: Scope, receive: Receive, session: Session) -> Receive:
    """Take a form in, see whether it holds the session's token, and return what gives it again to the application behind."""
    if not _is_form(_values(scope, b"content-type")):
        raise _RefusedError(415, say("The workbench takes forms alone, and this is none; nothing was done."))
    messages = await _messages(scope, receive)
    tokens = [value.decode("latin-1") for value in _values(scope, TOKEN_HEADER)] or await _tokens(scope, messages)
    if not _are_of(session, tokens):
        told = say(
            "This form belongs to another session of the workbench; nothing was done. Go back: what you typed is still there. "
            "Copy it, load that page anew, and send it again."
        )
        raise _RefusedError(403, told)
    return _again(messages, receive)


async def _messages(scope: Scope, receive: Receive) -> list[Message]:
    """Read a body to its end, or no further than it may go."""
    too_large = _RefusedError(
        413,
        say(
            "This is more than the workbench takes at once ({most} MiB); nothing was done. "
            "Go back: what you typed is still there.",
            most=MOST_BYTES // 1024**2,
        ),
    )
    lengths = _values(scope, b"content-length")
    if any(not length.isdigit() or int(length[:20]) > MOST_BYTES for length in lengths):
        raise too_large
    messages, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientDisconnect
        size += len(message.get("body", b""))
        if size > MOST_BYTES:
            raise too_large
        messages.append(message)
        if not message.get("more_body", False):
            return messages


async def _tokens(scope: Scope, messages: list[Message]) -> list[str]:
    """Return the tokens in a form, read as the application behind reads it."""

    async def ended() -> Message:
        raise ClientDisconnect

    alone = {key: value for key, value in scope.items() if key != "app"}
    try:
        async with Request(alone, _again(messages, ended)).form(max_part_size=MOST_BYTES) as form:
            return [value for value in form.getlist(TOKEN_FIELD) if isinstance(value, str)]
    except MultiPartException:
        raise _RefusedError(
            400, say("This form came broken, or with too many fields; nothing was done. Go back and send it again.")
        ) from None


def _again(messages: list[Message], after: Receive) -> Receive:
    """Return a channel that gives these messages, then whatever else comes."""
    waiting = deque(messages)

    async def receive() -> Message:
        return waiting.popleft() if waiting else await after()

    return receive


def _sealing(send: Send, scope: Scope, policy: str = _POLICY) -> Send:
    """Return a channel that puts our headers on every answer; what follows them passes as it comes."""
    ours = [*_HEADERS, (b"content-security-policy", policy.encode())]
    # A file whose address holds its version may be kept: nothing of a case is in it, and another version is another address.
    may_keep = scope["path"].startswith("/static/") and b"v=" in scope["query_string"]

    async def sealed(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in _OURS]
            if not (may_keep and message["status"] == 200 and any(name.lower() == b"cache-control" for name, _ in kept)):
                kept = [(name, value) for name, value in kept if name.lower() != b"cache-control"] + [_NO_STORE]
            message = {**message, "headers": [*kept, *ours]}
        await send(message)

    return sealed


def _no_session() -> _RefusedError:
    return _RefusedError(403, say("Open the link that the terminal shows: the workbench shows nothing without it."))


async def _to(place: str, send: Send, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    led = [(b"location", place.encode()), *(headers or [])]
    await send({"type": "http.response.start", "status": 303, "headers": led})
    await send({"type": "http.response.body", "body": b""})


async def _page(send: Send, status: int, told: str) -> None:
    text = refusal.refusal(told)
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
