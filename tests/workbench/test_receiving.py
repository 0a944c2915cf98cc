# SPDX-License-Identifier: Apache-2.0
"""Files from strangers, read by a process of their own: refused in the words of the command line, within bounds."""

import asyncio
import contextlib
import io
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from case.samples import SMALL
from case.test_hostile_files import HOSTILE
from pourparler.case import CaseError, read_everything
from pourparler.workbench import receiver, receiving
from pourparler.workbench.receiving import named, received

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and measures as Linux has them")

#: A file of each kind that a browser could send (none larger than the guard lets pass).
SENT = ["aliases in one another", "another tag", "bytes that are no text", "a table of mistakes", "a seat of zero bytes"]
SENT += ["an outcome with a control"]


def ask(files: dict[str, bytes]) -> tuple[str, ...] | None:
    return asyncio.run(received(files))


@pytest.mark.parametrize("name", SENT)
def test_a_hostile_file_is_refused_as_on_the_command_line(name: str, tmp_path: Path) -> None:
    hostile = HOSTILE[name]
    content = hostile.content()
    files = {"case.yaml": SMALL.encode(), hostile.file: content if isinstance(content, bytes) else content.encode()}
    for file, data in files.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(data)
    with pytest.raises(CaseError) as refused:
        read_everything(tmp_path)
    said = ask(files)
    assert said == tuple(str(problem).replace(f"{tmp_path}/", "") for problem in refused.value.problems)
    assert hostile.said in "".join(said) and "Traceback" not in "".join(said)


def test_a_case_without_mistakes_is_let_pass_with_all_its_files() -> None:
    folder = Path(receiving.__file__).parents[1] / "catalog/essays/singh2018"
    files = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.suffix in (".yaml", ".csv")}
    assert len(files) > 2 and ask(files) is None
    assert ask({**files, "../case.yaml": b""}) == ("../case.yaml\n  found a file that is no part of a case; leave it out",)
    assert ask({}) is not None and ask({"evidence.csv": b""}) is not None


#: Readers that are broken on purpose: one that never ends, one that takes all memory, one that falls, and so on.
BROKEN = {
    "never ends": "while True: pass",
    "takes all memory": "x = [b'x' * 2**20 for n in range(2**20)]",
    "falls": "raise RuntimeError('secret')",
    "ends": "",
    "is ended": "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "answers nonsense": "print('secret')",
    "answers nothing": "print('{}')",
    "answers something else": "print('[1]')",
    "answers without end": "while True: print('x' * 2**20, end='')",
    "waits": "import time; time.sleep(60)",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_reader_that_goes_wrong_is_ended_and_says_so(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []

    async def begin() -> asyncio.subprocess.Process:
        bounds = "from pourparler.workbench import receiver; receiver.MOST_SECONDS = 1; receiver._keep_within_bounds()\n"
        pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        command = (sys.executable, "-P", "-c", bounds + BROKEN[name])
        begun.append(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=nowhere, limit=2**20))
        return begun[-1]

    monkeypatch.setattr(receiving, "_begun", begin)
    monkeypatch.setattr(receiving, "LONGEST_SECONDS", 1.5 if name in ("waits", "answers without end") else 30.0)
    said = ask({"case.yaml": b"x" * 4_000_000})
    assert said is not None and len(said) == 1 and "was not taken in" in said[0] and "secret" not in said[0]
    assert begun[0].returncode is not None


def test_the_bounds_are_set_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    done: list[object] = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, bound: done.append((kind, bound)))

    class Files(io.BytesIO):
        def readline(self, *_: object) -> bytes:
            done.append("read")
            return b"{}\n"

    out = io.StringIO()
    receiver.main(Files(), out)
    memory = 512 * 1024**2
    bounds = [(resource.RLIMIT_CPU, (5, 5)), (resource.RLIMIT_AS, (memory, memory)), (resource.RLIMIT_CORE, (0, 0))]
    assert done == [*bounds, "read"] and out.getvalue().startswith('{"problems": [')


def test_no_module_comes_from_the_folder_that_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("yaml.py", "pydantic.py", "numpy.py"):
        (tmp_path / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    monkeypatch.chdir(tmp_path)
    assert ask({"case.yaml": SMALL.encode()}) is None
    from pourparler.workbench import workers

    async def begin_and_end() -> None:
        process = await workers._begun()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(b'{"job": "x", "kind": "assess", "files": {}}\n')
        await process.stdout.readline()
        process.kill()
        await process.wait()

    asyncio.run(begin_and_end())
    assert not (tmp_path / "ran").exists()


def test_a_few_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, real = 0, 0, receiving._begun

    async def begin() -> asyncio.subprocess.Process:
        nonlocal running, most
        running += 1
        most = max(most, running)
        process = await real()
        ended = process.communicate

        async def end(*_: object) -> tuple[bytes, bytes]:
            nonlocal running
            running -= 1
            return await ended()

        process.communicate = end  # type: ignore[method-assign, assignment]
        return process

    monkeypatch.setattr(receiving, "_begun", begin)

    async def all_of_them() -> Iterable[tuple[str, ...] | None]:
        return await asyncio.gather(*(received({"case.yaml": b"title: ["}) for _ in range(4)))

    said = list(asyncio.run(all_of_them()))
    assert len(set(said)) == 1 and said[0] is not None and most == 2 and running == 0


@pytest.mark.parametrize(
    ("sent", "names"),
    [
        (
            ["summit/case.yaml", "summit/seats/b.yaml", "summit/evidence.csv", "summit/notes.txt", "summit/.git/case.yaml"],
            "case seats/b evidence",
        ),
        (["case.yaml", "outcome.yaml"], "case outcome"),
        (["deal.yml"], "case"),
        (["deal.yaml", "evidence.csv"], "case evidence"),
        (["a.yaml", "b.yaml"], ""),
        (["summit\\seats\\b.yaml", "case.yaml"], "seats/b case"),
        (["a/b/case.yaml"], ""),
        (["seats/.b.yaml", "seats/b.txt", "../seats/b.yaml", ""], "seats/b"),
        (["case.yaml", "other.yaml"], "case"),
    ],
)
def test_the_names_of_a_browser_become_those_of_a_case(sent: list[str], names: str) -> None:
    files = named((path, path.encode()) for path in sent)
    assert {name.rpartition(".")[0] for name in files} == set(names.split())
    with contextlib.suppress(KeyError):
        assert b".git" not in files["case.yaml"]
