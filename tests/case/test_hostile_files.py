# SPDX-License-Identifier: Apache-2.0
"""Whatever lies in a case's folder, the program itself ends soon, in little memory, with one clear message and status 2."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from case.samples import FULL, SMALL, spoilt

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and measures as Linux has them")

#: The bar: seconds of processor time, and MiB of memory in all.
SECONDS, MEBIBYTES = 5, 256

#: Runs the program under a limit of processor time, at which the system ends it by a signal; the peak of its memory goes to a
#: file. (A limit on address space would count what is mapped and never touched.)
PROGRAM = f"""
import atexit, re, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
peak, *sys.argv[1:] = sys.argv[1:]
status = lambda: re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1)
atexit.register(lambda: Path(peak).write_text(status()))
from pourparler.cli import main
main()
"""


class Hostile(NamedTuple):
    """A hostile file: its name in the folder, what it holds, what is said about it, and how many problems there are if one."""

    file: str
    content: Callable[[], str | bytes]
    said: str
    once: bool = True


def of_case(old: str, new: str, said: str, *, once: bool = True) -> Hostile:
    return Hostile("case.yaml", lambda: spoilt(SMALL, (old, new)), said, once)


def rows(cell: str, count: int = 1) -> str:
    return "id,text,known_at,likelihood.motive\n" + "".join(f"e{n},t,2031-03-01,{cell}\n" for n in range(count))


def nested(depth: int) -> str:
    return "a: " + "[" * depth + "]" * depth


def alias_bomb(levels: int) -> str:
    return "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9}]\n" for n in range(1, levels))


def twins(value: str) -> str:
    """Two keys that look alike: composed, and with a combining accent."""
    return f"  caf\u00e9: {{{value}}}\n  cafe\u0301: {{{value}}}\n"


def steps(count: int) -> str:
    needs = ", ".join(f"s{n}" for n in range(count))
    return "".join(f"  s{n}: {{needs: [{needs}]}}\n" for n in range(count))


def items(count: int) -> str:
    return "evidence:\n" + "".join(f"- {{id: e{n}, text: x, known_at: 2031-01-01}}\n" for n in range(count))


def bomb(levels: int) -> str:
    return "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [{f'*a{n - 1},' * 9}], y{n}: 1}}\n" for n in range(1, levels))


HOSTILE: dict[str, Hostile] = {
    # The case file.
    "aliases in one another": Hostile("case.yaml", lambda: alias_bomb(5000), "an alias", False),
    "merge keys in one another": Hostile("case.yaml", lambda: bomb(3000), "a merge key '<<'", False),
    "200,000 lists in one another": Hostile("case.yaml", lambda: nested(200_000), "nested deeper than 64"),
    "200,000 tables in one another": Hostile("case.yaml", lambda: "a: " + "{a: " * 200_000, "nested deeper than 64"),
    "200,000 dashes": Hostile("case.yaml", lambda: "- " * 200_000, "nested deeper than 64"),
    "50 MB": Hostile("case.yaml", lambda: b"a: 1\n" * 10_000_000, "a file of more than 4 MiB"),
    "as many keys as fit": Hostile("case.yaml", lambda: "".join(f"k{n}: 1\n" for n in range(95_000)), "the unknown key", False),
    "not a number": of_case("35..45", ".nan", "of ordinary size"),
    "infinity": of_case("35..45", ".inf", "of ordinary size"),
    "minus infinity": of_case("35..45", "-.INF", "of ordinary size"),
    "a number beyond all": of_case("35..45", "1e999", ""),
    "a giant whole number": of_case("35..45", "9" * 1_000_000, "'9999"),
    "a giant whole number where one is asked": of_case("pourparler: 2", "pourparler: " + "9" * 1_000_000, "'9999"),
    "a zero byte": of_case("Strait", "Str\0ait", "U+0000"),
    "a control character": of_case("Strait", "Str\x1b[31mait", "U+001B"),
    "an escaped control character": of_case("Strait fisheries summit", '"Str\\x1bait"', "U+001B"),
    "a direction control": of_case("Strait", "Str\u202eait", "can make text read as what it does not say"),
    "several documents": Hostile("case.yaml", lambda: SMALL + "---\ntitle: x\n", "a second document"),
    "keys that look alike": of_case("parties:\n", f"parties:\n{twins('role: rival')}", "a second time"),
    "a tag": of_case("Strait fisheries summit", "!!python/object/apply:os.system [echo]", "a tag", once=False),
    "another tag": of_case("Strait fisheries summit", "!include /etc/passwd", "a tag"),
    "an include path": of_case("title: Strait", "include: /etc/passwd\ntitle: Strait", "the unknown key 'include'"),
    "an external entity": of_case("title: Strait", "$ref: file:///etc/passwd\ntitle: Strait", "the unknown key '$ref'"),
    "bytes that are no text": Hostile("case.yaml", lambda: b"title: caf\xe9\n", "which is not UTF-8"),
    "wide text": Hostile("case.yaml", lambda: SMALL.encode("utf-16"), "text in UTF-16"),
    "nothing": Hostile("case.yaml", lambda: b"", "an empty file"),
    "steps that all need one another": Hostile("case.yaml", lambda: SMALL + steps(300), "", False),
    "as many items as fit": Hostile(
        "case.yaml", lambda: SMALL + items(28_000), "28000 entries, of which at most 1000 are weighed at once"
    ),
    # The table of evidence.
    "a table of 50 MB": Hostile("evidence.csv", lambda: b"a,b\n" * 12_500_000, "a file of more than 4 MiB"),
    "a table of commas": Hostile("evidence.csv", lambda: "," * 4_000_000, "more than 200000 cells"),
    "a table of rows": Hostile("evidence.csv", lambda: rows("5%", 150_000), "more than 1000 rows"),
    "a table of mistakes": Hostile("evidence.csv", lambda: rows("very likly indeed", 45_000), "'very likly indeed'", False),
    "a table of ragged rows": Hostile("evidence.csv", lambda: rows("5%,6%", 30_000), "5 cells under 4 columns", False),
    "a table of columns": Hostile("evidence.csv", lambda: ",".join(f"c{n}" for n in range(150_000)), "150000 columns", False),
    "a table of unknown columns": Hostile(
        "evidence.csv",
        lambda: ",".join(f"c{n}" for n in range(450)),
        "the unknown column",
        False,
    ),
    "a table of one id": Hostile(
        "evidence.csv",
        lambda: "id,text,known_at\n" + "e,t,2031-03-01\n" * 60_000,
        "'e' a second time",
        False,
    ),
    "a table of quotations": Hostile("evidence.csv", lambda: '"' * 4_000_001, "a quotation that is never closed"),
    "a quotation left open": Hostile(
        "evidence.csv",
        lambda: 'id,text,known_at\ne,"' + "x" * 4_000_000,
        "a quotation that is never closed",
    ),
    "a ragged row": Hostile("evidence.csv", lambda: rows("5%,6%"), "5 cells under 4 columns"),
    "a formula": Hostile("evidence.csv", lambda: rows("=1+1"), "the formula '=1+1'"),
    "a formula that calls": Hostile("evidence.csv", lambda: rows("@SUM(1)|cmd"), "the formula '@SUM(1)|cmd'"),
    "not a number in a cell": Hostile("evidence.csv", lambda: rows("nan"), "'nan'"),
    "infinity in a cell": Hostile("evidence.csv", lambda: rows("inf"), "'inf'"),
    "a giant number in a cell": Hostile("evidence.csv", lambda: rows("9" * 1_000_000), "'9999"),
    "a zero byte in a cell": Hostile("evidence.csv", lambda: rows("5%\0"), "U+0000"),
    "a direction control in a cell": Hostile("evidence.csv", lambda: rows("5%").replace(",t,", ",t\u202e,"), "U+202E"),
    "columns that look alike": Hostile(
        "evidence.csv",
        lambda: rows("5%").replace("text", "caf\u00e9,cafe\u0301,text").replace(",t,", ",x,y,t,"),
        "unknown column",
        False,
    ),
    "a table in Latin-1": Hostile(
        "evidence.csv",
        lambda: rows("5%").replace(",t,", ",\xe9,").encode("latin-1"),
        "which is not UTF-8",
    ),
    "a table that is none": Hostile("evidence.csv", lambda: b"PK\x03\x04" + bytes(range(256)), ""),
    # Another seat, and the outcome.
    "a seat of aliases": Hostile("seats/borea.yaml", lambda: "a: &a [x]\nb: [" + "*a, " * 50_000 + "]\n", "an alias", False),
    "a seat nested too deep": Hostile("seats/borea.yaml", lambda: nested(200_000), "nested deeper than 64"),
    "a seat of 50 MB": Hostile("seats/borea.yaml", lambda: b"a: 1\n" * 10_000_000, "a file of more than 4 MiB"),
    "a seat of unknown keys": Hostile(
        "seats/borea.yaml",
        lambda: "".join(f"k{n}: 1\n" for n in range(95_000)),
        "the unknown key",
        False,
    ),
    "a seat with a tag": Hostile("seats/borea.yaml", lambda: "title: !include case.yaml\n", "a tag"),
    "a seat with an infinity": Hostile("seats/borea.yaml", lambda: "no_deal: {borea: {value: .inf}}\n", "of ordinary size"),
    "a seat of two documents": Hostile("seats/borea.yaml", lambda: "{}\n---\n{}\n", "a second document"),
    "a seat of zero bytes": Hostile("seats/borea.yaml", lambda: b"\0" * 1_000_000, "U+0000"),
    "a seat of nobody": Hostile("seats/nobody.yaml", lambda: "{}\n", "who is no party of the case"),
    "an outcome nested too deep": Hostile("outcome.yaml", lambda: nested(200_000), "nested deeper than 64"),
    "an outcome of 50 MB": Hostile("outcome.yaml", lambda: b"a: 1\n" * 10_000_000, "a file of more than 4 MiB"),
    "an outcome of aliases": Hostile("outcome.yaml", lambda: bomb(3000), "a merge key '<<'", False),
    "an outcome of unknown keys": Hostile(
        "outcome.yaml",
        lambda: "".join(f"k{n}: 1\n" for n in range(95_000)),
        "the unknown key",
        False,
    ),
    "an outcome of events": Hostile(
        "outcome.yaml",
        lambda: "happened: [" + "{what: x, on: 2031-02-30}, " * 30_000 + "]",
        "no such day",
        False,
    ),
    "an outcome with a control": Hostile("outcome.yaml", lambda: "lessons: [a\u202eb]\n", "U+202E"),
}


def run(tmp_path: Path, *arguments: str) -> tuple["subprocess.CompletedProcess[str]", int]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "OPENBLAS_NUM_THREADS": "1"}
    peak = tmp_path / "peak"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(peak), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    return done, int(peak.read_text()) // 1024 if peak.exists() else 0


@pytest.mark.parametrize("name", HOSTILE)
def test_the_program_refuses_it_soon_in_little_memory_with_a_clear_message(tmp_path: Path, name: str) -> None:
    hostile = HOSTILE[name]
    folder = tmp_path / "case"
    (folder / "seats").mkdir(parents=True)
    (folder / "case.yaml").write_text(SMALL, "utf-8")
    content = hostile.content()
    file = folder / hostile.file
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = sorted(folder.rglob("*"))
    done, peak = run(tmp_path, "check", str(folder))
    assert done.returncode == 2, done.stderr[-2000:]
    assert done.stdout == "" and "Traceback" not in done.stderr
    assert hostile.said in done.stderr
    assert str(file) in done.stderr and len(done.stderr) < 500_000
    last = done.stderr.splitlines()[-1]
    assert last.endswith(f"in {folder}") and (not hostile.once or last.startswith("1 problem in")), done.stderr[-2000:]
    assert 0 < peak < MEBIBYTES
    assert sorted(folder.rglob("*")) == before, "nothing is left behind"


@pytest.mark.parametrize("name", ["merge keys in one another", "a giant whole number", "a table of mistakes"])
def test_so_does_an_assessment(tmp_path: Path, name: str) -> None:
    hostile = HOSTILE[name]
    (tmp_path / "case.yaml").write_text(SMALL, "utf-8")
    content = hostile.content()
    (tmp_path / hostile.file).write_bytes(content if isinstance(content, bytes) else content.encode())
    done, peak = run(tmp_path, "assess", str(tmp_path))
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr and hostile.said in done.stderr
    assert 0 < peak < MEBIBYTES


def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(FULL, "utf-8")
    os.mkfifo(tmp_path / "evidence.csv")
    done, _ = run(tmp_path, "check", str(tmp_path))
    assert done.returncode == 2 and "something other than a file" in done.stderr


def test_a_case_as_large_as_may_be_is_read_within_the_bar(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(SMALL, "utf-8")
    (tmp_path / "evidence.csv").write_text(rows("5..10%", 1000), "utf-8")
    done, peak = run(tmp_path, "check", str(tmp_path))
    assert done.returncode == 0, done.stderr[-500:]
    assert peak < MEBIBYTES
