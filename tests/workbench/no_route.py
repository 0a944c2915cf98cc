# SPDX-License-Identifier: Apache-2.0
"""A visit to every kind of page of a workbench that runs, in a place from which no route leads out.

`python no_route.py FOLDER` prints what came back as a line of JSON. Every process of the workbench notes in FOLDER/connects
whom it turns to: a module that Python loads by itself at its start (`sitecustomize`) listens for that. Run under
`unshare -rn`, the only interface there is is loopback, which is brought up here; what is not Python finds no other way either.
"""

import fcntl
import json
import re
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path

from workbench.raw import Visitor, running

#: Notes every address that a process turns to, and every name that it looks up.
LISTENER = """
import sys

def listen(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"):
        with open({notes!r}, "a") as notes:
            notes.write(event + " " + repr(arguments[:2] if event.startswith("socket.get") else arguments[-1]) + "\\n")

sys.addaudithook(listen)
"""
PAGES = ("", "/intentions", "/table", "/moves", "/plan", "/briefing", "/history", "/field?path=title")
#: SIOCGIFFLAGS, SIOCSIFFLAGS and IFF_UP of Linux.
GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 1


def loopback_up() -> None:
    """Bring loopback up in a network of one's own, where it is down at first."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(control, GET_FLAGS, request))[1]
        fcntl.ioctl(control, SET_FLAGS, struct.pack("16sh14x", b"lo", flags | UP))


def listening(folder: Path) -> str:
    """Return the folder that holds the module which notes addresses."""
    place = folder / "listener"
    place.mkdir(exist_ok=True)
    (place / "sitecustomize.py").write_text(LISTENER.format(notes=str(folder / "connects")))
    return str(place)


def visit(folder: Path) -> dict[str, object]:
    """Go about in a workbench that runs; return the status of every page, the interfaces there are, and how it ended."""
    loopback_up()
    found: dict[str, object] = {"interfaces": [name for _, name in socket.if_nameindex()]}
    with running(folder, "treaties/canal1977", PYTHONPATH=listening(folder)) as (link, _):
        visitor = Visitor.by(link)
        place = visitor.place
        found["told"] = visitor.see(f"{place}/events", until=b"event: over").body.decode()[-200:]
        for page in PAGES:
            found[page] = visitor.see(place + page).status
        for asset in set(re.findall(r'(?:src|href)="(/static/[^"]+)"', visitor.see(place).body.decode())) | {
            "/static/lib/vega.js"
        }:
            found[asset] = visitor.see(asset).status
        parts = [("token", "TOKEN", ""), ("files", "title: [", '; filename="case.yaml"')]
        text = "".join(f'--x\r\nContent-Disposition: form-data; name="{n}"{more}\r\n\r\n{v}\r\n' for n, v, more in parts)
        visitor.send(f"{place}/estimate", "token=TOKEN&without=yes")
        found["pdf"] = visitor.see(f"{place}/briefing/document?format=pdf").status
        found["upload"] = visitor.send("/upload", f"{text}--x--\r\n", "multipart/form-data; boundary=x").status
        found["comment"] = visitor.send(f"{place}/comment", "token=TOKEN&path=title&text=x").status
        found["elsewhere"] = [
            *re.findall(rb"(?:src|href|action)=[\"']?((?:https?:)?//[^\"' >]+)", visitor.see(place).body)
        ] != []
    return found


if __name__ == "__main__":
    print(json.dumps(visit(Path(sys.argv[1]))))
