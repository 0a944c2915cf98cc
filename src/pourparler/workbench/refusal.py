# SPDX-License-Identifier: Apache-2.0
"""The page with which the guard refuses: it stands by itself, says what to do, and may load nothing at all.

Its look stands in it, under a policy that allows that one text and nothing else: a file of ours could be asked for by whoever
has no session, and not at all where the address was wrong.
"""

from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path

from pourparler.wording import say

#: How a refusal looks; what the policy names is the digest of just this text.
STYLE = Path(__file__).with_name("static").joinpath("guard.css").read_text("utf-8")
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)


def refusal(told: str) -> bytes:
    """Return a page that says what was refused, and what to do; nothing else than that stands in it."""
    title, head = say("Pourparler workbench"), say("That was refused")
    front = say("To the front page, if this browser has opened the link before")
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<header>{escape(title)}</header>\n"
        f'<main>\n<h1>{escape(head)}</h1>\n<p role="alert">{escape(told)}</p>\n'
        f'<p><a href="/">{escape(front)}</a></p>\n</main>\n</body>\n</html>\n'
    ).encode()
