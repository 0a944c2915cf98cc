# SPDX-License-Identifier: Apache-2.0
"""The briefing book of the essay's case, by format: seconds and memory of the whole command, from the case file to the files.

Run with `python3 run.py python -m benchmarks.briefing`. Every row is the median of runs in processes of their own, after one
that is not counted (the files of the program are then in memory); the machine should be idle. `--twice` also checks that two
runs, with other hash seeds, time zones and numbers of threads, give the same bytes in every format.
"""

import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CASE = "essays/singh2018"
RUNS = 3
#: What the project asks of all formats together, of HTML alone, and of memory.
MOST_SECONDS, MOST_SECONDS_HTML, MOST_MIB = 6.0, 3.0, 500
ROWS = ("html", "pdf", "docx", "md", "html,pdf,docx,md")
_MIB = 1024 * 1024


#: Seconds between two looks at the memory.
_BETWEEN_LOOKS = 0.02


def held(process: int) -> int:
    """Return the pages that a process and those it started hold at this moment; shared ones count for each."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        children = [word for file in Path(f"/proc/{process}/task").glob("*/children") for word in file.read_text().split()]
    except OSError:  # it has just ended
        return 0
    return pages + sum(held(int(child)) for child in children)


def measured(formats: str, folder: str, **settings: str) -> tuple[float, float, float]:
    """Return the wall seconds, the processor seconds and the peak MiB of one run of the command and what it starts."""
    call = [sys.executable, "-m", "pourparler", "brief", CASE, "--out", folder, "--format", formats, "--quiet"]
    begun = time.perf_counter()
    process = subprocess.Popen(call, env={**os.environ, **settings})
    peak = 0
    while True:
        done, status, used = os.wait4(process.pid, os.WNOHANG)
        if done:
            break
        peak = max(peak, held(process.pid))
        time.sleep(_BETWEEN_LOOKS)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, "the command failed"
    return seconds, used.ru_utime + used.ru_stime, peak * os.sysconf("SC_PAGESIZE") / _MIB


def digests(folder: str, **settings: str) -> dict[str, str]:
    measured(ROWS[-1], folder, **settings)
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in sorted(Path(folder).iterdir())}


def same_bytes() -> bool:
    """Return whether two runs that differ in all that should not matter give the same bytes."""
    found = []
    for seed, zone, threads in (("1", "Pacific/Kiritimati", "1"), ("777", "America/Anchorage", "4")):
        with tempfile.TemporaryDirectory() as folder:
            settings = {"PYTHONHASHSEED": seed, "TZ": zone, "RAYON_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
            found.append(digests(folder, **settings))
    return found[0] == found[1]


def main() -> None:
    print(f"{'formats':20}{'median s':>10}{'min s':>8}{'max s':>8}{'cpu s':>8}{'MiB':>6}")
    with tempfile.TemporaryDirectory() as folder:
        measured(ROWS[-1], folder)
        for formats in ROWS:
            runs = [measured(formats, folder) for _ in range(RUNS)]
            wall, cpu, peak = ([run[place] for run in runs] for place in range(3))
            told = (
                f"{statistics.median(wall):10.2f}{min(wall):8.2f}{max(wall):8.2f}{statistics.median(cpu):8.2f}{max(peak):6.0f}"
            )
            print(f"{formats:20}{told}", flush=True)
    print(f"bar: all formats {MOST_SECONDS} s, HTML alone {MOST_SECONDS_HTML} s, {MOST_MIB} MiB")
    if "--twice" in sys.argv:
        print(f"same bytes in two processes: {'yes' if same_bytes() else 'NO'}")


if __name__ == "__main__":
    main()
