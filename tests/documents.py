# SPDX-License-Identifier: Apache-2.0
"""Pages whose console blocks are kept true: run the commands of a page, put in what they print.

Run as a program (`just documents`) it rewrites the pages; the tests compare.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILE = re.compile(r"^```yaml (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: Every page that shows what the program prints.
PAGES = tuple(
    str(page.relative_to(ROOT))
    for page in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
    if BLOCK.search(page.read_text("utf-8"))
)
PROGRAM = "python3 run.py pourparler "


def printed(command: str, folder: str) -> str:
    """Return what a command of a page prints, standard error included, as a reader would see it."""
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONPATH": str(ROOT / "src")}
    said, pipe, program = command.partition("| ") if command.startswith("printf ") else ("", "", command)
    line = command
    if program.startswith(PROGRAM):
        line = f"{said}{pipe}{sys.executable} -P -m pourparler {program.removeprefix(PROGRAM)}"
    elif not command.startswith(("sed -i ", "cat ", "echo ")):
        raise ValueError(f"a page runs the program, or sed, cat and echo, not: {command}")
    done = subprocess.run(line, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def refreshed(page: str) -> str:
    """Return a page with the output of its commands as it is today; all its commands run in one folder.

    It holds the files that the page itself shows, as "```yaml NAME".
    """
    text = (ROOT / page).read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for name, content in FILE.findall(text):
            (Path(folder) / name).write_text(content, "utf-8")

        def block(match: re.Match[str]) -> str:
            commands = [line.removeprefix("$ ") for line in match.group(1).splitlines() if line.startswith("$ ")]
            shown = [f"$ {command}\n{printed(command, folder)}" for command in commands]
            return "```console\n" + "".join(shown) + "```"

        return BLOCK.sub(block, text)


if __name__ == "__main__":
    for name in PAGES:
        (ROOT / name).write_text(refreshed(name), "utf-8")
