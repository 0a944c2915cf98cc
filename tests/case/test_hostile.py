# SPDX-License-Identifier: Apache-2.0
"""Whatever a file holds, reading it gives a case or a `CaseError`, soon and without much memory."""

import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from case.samples import FULL, SMALL
from pourparler.case import CaseError, Problem, digest, read_text

#: The bar: seconds of processor time, and MiB of memory in all.
SECONDS, MEBIBYTES = 5.0, 256


def read_or_refuse(text: bytes | str) -> tuple[Problem, ...]:
    """Read a case; return the problems, having checked that each can be shown and that they stand in order."""
    try:
        digest(read_text(text, "case.yaml"))
    except CaseError as error:
        problems = tuple(problem for problem in error.problems if isinstance(problem, Problem))
        assert problems
        assert len(problems) == len(error.problems)
        places = [(problem.line, problem.column) for problem in problems if problem.line]
        assert places == sorted(places)
        for problem in problems:
            assert problem.found
            assert problem.write
            assert str(problem).isprintable() or "\n" in str(problem)
        assert len(str(error)) < 500_000
        return problems
    return ()


@settings(deadline=None)
@given(st.binary(max_size=2000))
def test_arbitrary_bytes(data: bytes) -> None:
    read_or_refuse(data)


@settings(deadline=None)
@given(st.text(max_size=1000))
def test_arbitrary_text(text: str) -> None:
    read_or_refuse(text)


SCRAPS = [
    *[":", "-", "?", ",", "[", "]", "{", "}", "#", "&", "*", "!", "|", ">", "'", '"', "%", "@", "`", "~", "<<", "\n", "\t"],
    "\n  ", "\n    ", ": ", "- ", "&a ", "*a", "!!map ", "---\n", "...\n", "a", "é", "null", "true", "12", "3..4", "rest",
    "unknown", "beta(2, 5)", "own", "counterpart", "pourparler: 2", "title: t", "as_of: 2031-03-14", "parties",
    "role", "values", "weights", "scores", "issues", "options", "under", "likelihood", "[key]", "table", "\ud800", "\u202e",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(SCRAPS), max_size=60).map("".join))
def test_text_that_looks_like_yaml(text: str) -> None:
    read_or_refuse(text)


@st.composite
def spoilt_samples(draw: st.DrawFn) -> str:
    """Cut, copy and paste inside a valid case."""
    text = draw(st.sampled_from([SMALL, FULL]))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        other = draw(st.integers(0, len(text)))
        put = draw(st.sampled_from([*SCRAPS, text[other : other + 20], ""]))
        text = text[:start] + put + text[end:]
    return text


@settings(max_examples=300, deadline=None)
@given(spoilt_samples())
def test_cases_spoilt_at_random_places(text: str) -> None:
    read_or_refuse(text)


@st.composite
def other_values(draw: st.DrawFn) -> str:
    """Put something of another kind in the place of a value of a valid case."""
    text = draw(st.sampled_from([SMALL, FULL]))
    places = [n for n in range(len(text) - 2) if text[n : n + 2] == ": "]
    start = draw(st.sampled_from(places)) + 2
    end = next(n for n in range(start, len(text)) if text[n] in ",}]\n")
    kinds = ["[]", "{}", "[a]", "{a: b}", "{a: {b: 1}}", "", "1", "true", "x", "1e999", ".nan", "rest", "A2", "a > b", "[[1]]"]
    return text[:start] + draw(st.sampled_from(kinds)) + text[end:]


@settings(max_examples=300, deadline=None)
@given(other_values())
def test_values_of_another_kind(text: str) -> None:
    read_or_refuse(text)


def lines(template: str, count: int) -> str:
    return "".join(template.replace("%", str(n)) for n in range(count))


HOSTILE: dict[str, Callable[[], bytes | str]] = {
    "200,000 lists in one another": lambda: "a: " + "[" * 200_000,
    "200,000 tables in one another": lambda: "a: " + "{a: " * 200_000,
    "200,000 dashes": lambda: "- " * 200_000,
    "deep blocks": lambda: "".join(" " * n + "a:\n" for n in range(2000)),
    "an alias bomb": lambda: "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9}]\n" for n in range(1, 5000)),
    "50 MB": lambda: b"a" * 50_000_000,
    "4 MB in one text": lambda: "title: " + "x" * 4_000_000,
    "4 MB in one key": lambda: "x" * 4_000_000 + ": 1\n",
    "4 MB of line ends": lambda: "\n" * 4_000_000,
    "4 MB of zero bytes": lambda: "\0" * 4_000_000,
    "4 MB of direction controls": lambda: "\u202e" * 1_000_000,
    "escapes": lambda: 'a: "' + "\\x41" * 900_000 + '"',
    "digits": lambda: SMALL.replace("35..45", "9" * 4_000_000),
    "unknown keys": lambda: lines("k%: 1\n", 95_000),
    "unknown keys in one line": lambda: "{" + lines("k%: 1, ", 95_000) + "}",
    "one key again and again": lambda: "k: 1\n" * 95_000,
    "wrong roles": lambda: SMALL.replace("parties:\n", "parties:\n" + lines("  p%: {role: x}\n", 45_000)),
    "wrong words": lambda: SMALL + lines("  s%: {fails: very likly indeed, days: 5}\n", 33_000),
    "many parties": lambda: SMALL.replace("parties:\n", "parties:\n" + lines("  p%: {role: rival}\n", 45_000)),
    "many unknown parties": lambda: SMALL + "worth_to_us: {" + lines("q%: 1, ", 90_000) + "}\n",
    "many weights of unknown issues": lambda: SMALL.replace("weights: {", "weights: {" + lines("j%: 1, ", 20_000)).replace(
        "issues:\n", "issues:\n" + lines("  i%: {options: [a]}\n", 20_000)
    ),
    "many scores of unknown options": lambda: SMALL.replace(
        "    scores: {", "    scores: {many: {" + lines("x%: 1, ", 40_000) + "}, "
    ).replace("issues:\n", "issues:\n  many: {options: [" + lines("o%, ", 40_000) + "]}\n"),
    "a chain of steps": lambda: SMALL + "".join(f"  s{n}: {{needs: [s{n + 1}]}}\n" for n in range(40_000)),
    "a circle of steps": lambda: SMALL + "".join(f"  s{n}: {{needs: [s{(n + 1) % 40_000}]}}\n" for n in range(40_000)),
    "steps that all need one another": lambda: SMALL + lines("  s%: {needs: [" + lines("s%, ", 300) + "]}\n", 300),
    "many exclusions": lambda: SMALL + "exclude:\n" + "  - {fleet: halved, money: none}\n" * 30_000,
    "more packages than digits can tell": lambda: SMALL.replace(
        "issues:\n", "issues:\n" + lines("  i%: {options: [a, b]}\n", 30_000)
    ),
    "many ranges of numbers": lambda: SMALL.replace(
        "issues:\n", "issues:\n" + lines("  i%: {low: %, high: 1%, step: 1}\n", 20_000)
    ),
    "many exclusions of numbers": lambda: SMALL.replace(
        "issues:\n", "issues:\n" + lines("  i%: {low: 0, high: 49.9, step: 0.1}\n", 10_000)
    ) + "exclude:\n" + lines("  - {i%: 3.3, fleet: halved}\n", 10_000),
    "implications that come to millions": lambda: SMALL.replace(
        "issues:\n", "issues:\n" + lines("  i%: {low: 0, high: 499, step: 1}\n", 2_000)
    ) + "implies:\n" + ("  - {when: {fleet: halved}, then: {" + lines("i%: 3, ", 2_000) + "}}\n") * 40,
    "many offers": lambda: SMALL + "offers:\n" + lines("  o%: {package: {fleet: halved, mony: none}}\n", 20_000),
    "a veto again and again": lambda: SMALL + "consent: {vetoes: [" + "aland, " * 90_000 + "]}\n",
    "many bodies that ratify": lambda: SMALL.replace(
        "parties:\n", "parties:\n" + lines("  p%: {role: rival, ratifiers: [a, b]}\n", 15_000)
    ).replace("values:\n", "values:\n" + lines("  p%: {}\n", 15_000)),
    "many faulty dates": lambda: SMALL + "evidence:\n" + lines("  - {id: e%, text: x, known_at: 2031-01-51}\n", 25_000),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_dealt_with_soon(name: str) -> None:
    text = HOSTILE[name]()
    start = time.process_time()
    read_or_refuse(text)
    assert time.process_time() - start < SECONDS


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux reports it")
@pytest.mark.parametrize("name", ["wrong words", "many parties", "unknown keys"])
def test_hostile_files_need_little_memory(name: str) -> None:
    program = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from case.test_hostile import HOSTILE, read_or_refuse\n"
        "from pourparler.case import CaseError, read_text\n"
        "text = HOSTILE[sys.argv[1]]()\n"
        "try: read_text(text, 'case.yaml')\n"
        "except CaseError as error: str(error)\n"
        # The peak of this process alone: what getrusage reports begins with the size of the process that forked it.
        "peak = re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())\n"
        "print(int(peak.group(1)) // 1024)\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    run = subprocess.run([sys.executable, "-c", program, name], env=environment, capture_output=True, text=True, check=True)
    assert int(run.stdout) < MEBIBYTES
