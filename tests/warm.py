# SPDX-License-Identifier: Apache-2.0
"""The program, warm: every command that arrives on standard input runs in a fork, and what it prints lands in two files."""

import json
import os
import sys


def serve(printed: str, complained: str) -> None:
    """Answer one request after another: a folder and the words of a command, as JSON on a line."""
    from pourparler import assess as _assess  # noqa: F401 - the modules that most commands need
    from pourparler.cli import main

    for request in sys.stdin:
        folder, words = json.loads(request)
        child = os.fork()
        if not child:
            os.chdir(folder)
            for name, place in ((printed, 1), (complained, 2)):
                os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), place)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            sys.argv = ["pourparler", *words]
            main()
            sys.exit()
        os.waitpid(child, 0)
        print("done", flush=True)


if __name__ == "__main__":
    serve(*sys.argv[1:])
