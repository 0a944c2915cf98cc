# SPDX-License-Identifier: Apache-2.0
"""The process that reads what a stranger may have made: files come in, what is wrong with them goes out.

It has so much processor time and memory, and ends with the one errand. Nothing of the files is written to a disk or to a log.
"""

import base64
import json
import sys
from contextlib import redirect_stdout
from typing import BinaryIO, TextIO

#: Seconds of the processor, its start among them; a case of the largest size that may be assessed takes one or two.
MOST_SECONDS = 5
#: Addresses that it may use: the program alone has some 200 MiB of them.
MOST_MEMORY = 512 * 1024**2


def main(files: BinaryIO = sys.stdin.buffer, out: TextIO = sys.stdout) -> None:
    """Read the files of a case, a line of JSON with their contents in base64, and answer `problems` as a line of JSON."""
    _keep_within_bounds()
    with redirect_stdout(sys.stderr):  # nobody else may write into the answer
        problems = _problems({name: base64.b64decode(held) for name, held in json.loads(files.readline()).items()})
    out.write(json.dumps({"problems": problems}) + "\n")
    out.flush()


def _problems(files: dict[str, bytes]) -> list[str]:
    from pourparler.case import CaseError, read_files

    try:
        read_files(files)
    except CaseError as error:
        return [str(problem) for problem in error.problems]
    return []


def _keep_within_bounds() -> None:
    try:
        import resource
    except ImportError:  # not on this system: the one who waits for it ends it
        return
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
