# SPDX-License-Identifier: Apache-2.0
"""Pages whose console blocks are kept true: run the commands of a page, put in what they print.

Run as a program (`just documents`) it rewrites the pages; the tests compare.
"""

import atexit
import contextlib
import functools
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import notebooks

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(?:console|yaml (?P<file>\S+))\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
#: Where a part of a case begins: a key that is not indented, with the remarks above it.
SECTION = re.compile(r"^(?=(?:#.*\n)*[a-z_]+:)", re.MULTILINE)
#: Every page that shows what the program prints.
PAGES = tuple(
    str(page.relative_to(ROOT))
    for page in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("README.md")])
    if "```console\n" in page.read_text("utf-8")
)
PROGRAM = "python3 run.py pourparler "
#: Who commits in a page, whatever this machine's own settings are.
GIT = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in (("NAME", "Mara"), ("EMAIL", "mara@example"))
}
ENVIRONMENT = {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONPATH": str(ROOT / "src"), "OPENBLAS_NUM_THREADS": "1", **GIT}
ENVIRONMENT |= {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CEILING_DIRECTORIES": tempfile.gettempdir(),
}


def printed(command: str, folder: str) -> str:
    """Return what a command of a page prints, standard error included, as a reader would see it."""
    said, pipe, program = command.partition("| ") if command.startswith("printf ") else ("", "", command)
    line, plain, rest = command, "", ""
    if program.startswith(PROGRAM):
        line = f"{said}{pipe}{sys.executable} -P -m pourparler {program.removeprefix(PROGRAM)}"
        plain, _, rest = program.removeprefix(PROGRAM).partition(" | ")
    elif not command.startswith(("sed -i ", "cat ", "echo ", "git ")):
        raise ValueError(f"a page runs the program, or sed, cat, echo and git, not: {command}")
    before = ""
    if plain and not said and not re.search(r"[<>|;&$`]", plain):
        before, out = warm().run(shlex.split(plain), folder)
        if not rest:
            return out + before
        line = f"cat {shlex.quote(str(warm().printed))} | {rest}"
    environment = {**os.environ, **ENVIRONMENT}
    done = subprocess.run(line, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + before + done.stderr


class Warm:
    """The program in a process of its own that has read its modules: every command runs in a fork of it, and starts at once."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.printed, self.complained = Path(self.folder.name) / "out", Path(self.folder.name) / "err"
        self.process = subprocess.Popen(
            [sys.executable, "-P", str(Path(__file__).with_name("warm.py")), str(self.printed), str(self.complained)],
            env={**os.environ, **ENVIRONMENT},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self.end)

    def run(self, words: list[str], folder: str) -> tuple[str, str]:
        """Run a command of the program in a folder, and return what it says on standard error, then what it prints."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps([folder, words]) + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"
        return self.complained.read_text("utf-8"), self.printed.read_text("utf-8")

    def end(self) -> None:
        """End the process."""
        self.process.communicate()
        self.folder.cleanup()


@functools.cache
def warm() -> Warm:
    """Return the one process of this one."""
    return Warm()


def sections(text: str) -> dict[str, str]:
    """Return the parts of a case by their keys, in order, each with the remarks above it."""
    parts = [part.strip("\n") + "\n" for part in SECTION.split(text) if part.strip()]
    return {re.sub(r"(?m)^#.*\n", "", part).partition(":")[0]: part for part in parts}


def put_in(text: str, added: str) -> str:
    """Return a file with sections put in as a page asks for it: one that is there already is replaced, any other comes last."""
    return "\n".join((sections(text) | sections(added)).values())


def refreshed(page: str, where: Path | None = None) -> str:
    """Return a page with the output of its commands as it is today; all its commands run in one folder, `where` if it is given.

    It holds the files that the page itself shows, as "```yaml NAME", as far as that place; a later block adds to the file.
    """
    with contextlib.ExitStack() as stack:
        folder = str(where or stack.enter_context(tempfile.TemporaryDirectory()))

        def block(match: re.Match[str]) -> str:
            if match["file"]:
                file = Path(folder) / match["file"]
                file.write_text(put_in(file.read_text("utf-8"), match["body"]) if file.exists() else match["body"], "utf-8")
                return match[0]
            commands = [line.removeprefix("$ ") for line in match["body"].splitlines() if line.startswith("$ ")]
            shown = [f"$ {command}\n{printed(command, folder)}" for command in commands]
            return "```console\n" + "".join(shown) + "```"

        return BLOCK.sub(block, (ROOT / page).read_text("utf-8"))


if __name__ == "__main__":
    for name in PAGES:
        (ROOT / name).write_text(refreshed(name), "utf-8")
    for name in notebooks.NOTEBOOKS:
        (ROOT / name).write_text(notebooks.refreshed((ROOT / name).read_text("utf-8")), "utf-8")
