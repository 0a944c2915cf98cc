# SPDX-License-Identifier: Apache-2.0
"""A sealed case: age as its specification has it, whole or not at all, and nothing of it anywhere in the clear."""

import errno
import getpass
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyrage
import pytest
from pyrage import x25519
from typer.testing import CliRunner, Result

import age_oracle
from pourparler import cli, sealing
from pourparler.case import read_everything
from pourparler.case.packed import packed
from pourparler.catalog import template
from pourparler.commands import sealing as commands
from pourparler.errors import CaseError
from pourparler.sealing import identities, new_identity, recipients, seal, unseal, unsealed

CASE = Path(__file__).parent.parent / "src/pourparler/catalog/essays/singh2018"
SMALL = template("small")
CANARIES = [f"canary-{number:02}-{os.urandom(4).hex()}" for number in range(20)]


def never(question: str) -> str:
    raise AssertionError("no passphrase is needed")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folders, all under one roof, with the working folder among them."""
    for variable, name in {"HOME": "home", "TMPDIR": "tmp", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache"}.items():
        (tmp_path / name).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / name))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


@pytest.fixture
def case(home: Path) -> Path:
    """A case with a canary in every file, in remarks, in the name of a file, and in what is no case."""
    folder = Path("summit")
    (folder / "seats").mkdir(parents=True)
    text = "".join(f"# {word}\n" for word in CANARIES[:5]) + f"title: {CANARIES[5]}\nlabels: {CANARIES[6:14]}\n"
    (folder / "case.yaml").write_text(text)
    (folder / "evidence.csv").write_text(f"id,{CANARIES[14]}\n{CANARIES[15]},\n" * 2_000)
    (folder / "seats" / f"{CANARIES[16]}.yaml").write_text(CANARIES[17])
    (folder / "outcome.yaml").write_bytes(b"\xff" + f"{CANARIES[18]}: {CANARIES[19]}".encode())
    return folder


@pytest.fixture
def key(home: Path) -> tuple[Path, str]:
    file = home / "home" / "key.txt"
    return file, new_identity(file)


def canaries_in(root: Path, *, except_in: tuple[str, ...] = ()) -> set[str]:
    """Return the canaries in files under a folder, their names included."""
    found = set()
    for place in root.rglob("*"):
        if not any(str(place.relative_to(root)).startswith(spared) for spared in except_in):
            data = place.name.encode() + b"\n" + (place.read_bytes() if place.is_file() else b"")
            found |= {word for word in CANARIES if word.encode() in data}
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def killed_at(event: int, errand: Callable[[], object]) -> bool:
    """Run an errand in a child that ends, as if killed, at its `event`-th touch of the disk; whether it was."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of the tests' own
        child = os.fork()
    if child == 0:
        left = [event]

        def hook(name: str, _: Any) -> None:
            if name in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "os.listdir", "os.scandir"):
                left[0] -= 1
                if left[0] == 0:
                    os._exit(9)

        try:
            sys.addaudithook(hook)
            errand()
            os._exit(0)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9)
    return code == 9


def each_kill(errand: Callable[[], object]) -> Iterator[int]:
    """Yield after each kill, at one touch of the disk after another, until the errand comes to its end."""
    event = 1
    while killed_at(event, errand):
        yield event
        event += 1
    assert event > 5


def test_sealing_leaves_no_trace_wherever_it_is_killed(home: Path, case: Path, key: tuple[Path, str]) -> None:
    for _ in each_kill(lambda: seal("summit", [key[1]])):
        assert not canaries_in(home, except_in=("work/summit/",))
        assert not Path("summit.age").exists() or unsealed(Path("summit.age"), [key[0]], never) == contents(case)
        Path("summit.age").unlink(missing_ok=True)
    whole = contents(case)
    shutil.rmtree(case)
    assert not canaries_in(home)
    assert unsealed(Path("summit.age"), [key[0]], never) == whole
    assert all(any(word in f"{name}{data!r}" for name, data in whole.items()) for word in CANARIES)


def test_opening_leaves_the_whole_case_or_what_says_that_it_is_not(home: Path, case: Path, key: tuple[Path, str]) -> None:
    seal("summit", [key[1]])
    whole = contents(case)
    shutil.rmtree(case)
    ends = set()
    for _ in each_kill(lambda: unseal(Path("summit.age"), [key[0]], never)):
        assert not canaries_in(home, except_in=("work/summit/", "work/summit.part/"))
        ends.add((case.exists(), Path("summit.part").exists()))
        if case.exists():
            assert contents(case) == whole
        if Path("summit.part").exists():
            assert stat.S_IMODE(Path("summit.part").stat().st_mode) == 0o700
            with pytest.raises(CaseError, match="cut short"):
                unseal(Path("summit.age"), [key[0]], never)
        for left in (case, Path("summit.part")):
            shutil.rmtree(left, ignore_errors=True)
    assert ends >= {(False, False), (False, True), (True, False)} and (True, True) not in ends
    assert contents(case) == whole


def in_the_clear_first(data: bytes, to: list[Any]) -> bytes:
    with tempfile.NamedTemporaryFile(delete=False) as stream:
        stream.write(data)
    return encrypt(data, to)


def beside_it(files: dict[str, bytes]) -> bytes:
    Path("copy").write_bytes(packed(files))
    return packed(files)


encrypt: Callable[[bytes, list[Any]], bytes] = pyrage.encrypt
FAULTS: dict[str, tuple[Any, str, Any]] = {
    "a file in the clear first": (pyrage, "encrypt", in_the_clear_first),
    "nothing is encrypted": (pyrage, "encrypt", lambda data, to: data),
    "a copy beside it": (sealing, "packed", beside_it),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seal_that_leaves_a_trace_is_caught(
    fault: str, home: Path, case: Path, key: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    seal("summit", [key[1]])
    shutil.rmtree(case)
    assert canaries_in(home) == set(CANARIES)


def test_an_opening_that_is_not_whole_is_caught(
    home: Path, case: Path, key: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seal("summit", [key[1]])
    whole = contents(case)
    shutil.rmtree(case)
    monkeypatch.setattr(sealing, "_part_of", lambda folder: folder)
    monkeypatch.setattr(Path, "rename", lambda *_: None)
    halves = 0
    for _ in each_kill(lambda: unseal(Path("summit.age"), [key[0]], never)):
        halves += case.exists() and contents(case) != whole
        shutil.rmtree(case, ignore_errors=True)
    assert halves


def test_it_is_age_as_its_specification_has_it(home: Path, case: Path, key: tuple[Path, str]) -> None:
    other = x25519.Identity.generate()
    seal("summit", [str(other.to_public()), key[1]])
    secret = key[0].read_text().splitlines()[1]
    for identity in (secret, str(other)):
        plain = age_oracle.opened(Path("summit.age").read_bytes(), identity)
        assert plain == packed(contents(case))


def test_a_case_of_the_catalog_comes_back_as_it_was(home: Path, key: tuple[Path, str]) -> None:
    done = seal(str(CASE), [key[1]], Path("a/b.age"))
    folder, names = unseal(done.file, [key[0]], never, Path("c/d"))
    assert folder == Path("c/d") and names == done.names
    assert contents(folder) == {name: (CASE / name).read_bytes() for name in names}
    assert read_everything(folder) == read_everything(CASE)
    assert {stat.S_IMODE(place.stat().st_mode) for place in folder.rglob("*") if place.is_file()} == {0o600}


def test_nobody_else_opens_it_and_no_changed_byte_is_opened(home: Path, case: Path, key: tuple[Path, str]) -> None:
    seal("summit", [key[1]])
    data = Path("summit.age").read_bytes()
    stranger = home / "stranger.txt"
    new_identity(stranger)

    def refusal(changed: bytes, keys: Path) -> str:
        Path("changed.age").write_bytes(changed)
        with pytest.raises(CaseError) as refused:
            unseal(Path("changed.age"), [keys], never)
        assert not Path("changed").exists() and not Path("changed.part").exists()
        return str(refused.value)

    assert "sealed for others" in refusal(data, stranger)
    for place in (30, 150, 200, 400, len(data) // 2, len(data) - 1):
        flipped = bytearray(data)
        flipped[place] ^= 1
        assert "damaged" in (said := refusal(bytes(flipped), key[0])) or "sealed for others" in said
    for cut in (25, 200, 300, 65_000, len(data) - 1):
        assert "damaged" in refusal(data[:cut], key[0])
    assert "damaged" in refusal(data + b"x", key[0])
    for junk in (b"", b"title: x", data[1:]):
        assert "not sealed" in refusal(junk, key[0])
    # Anyone can seal something for somebody: what comes out is looked at as a stranger's.
    mine = identities(key[0], never)[0].to_public()
    assert "no packed case" in refusal(encrypt(b"../../x", [mine]), key[0])


def test_nothing_is_overwritten_unless_asked(home: Path, case: Path, key: tuple[Path, str]) -> None:
    Path("summit.age").write_text("mine")
    with pytest.raises(CaseError, match="there already"):
        seal("summit", [key[1]])
    assert Path("summit.age").read_text() == "mine"
    seal("summit", [key[1]], replaces=True)
    with pytest.raises(CaseError, match="there already"):
        unseal(Path("summit.age"), [key[0]], never)
    with pytest.raises(CaseError, match="there already"):
        new_identity(key[0])
    assert unsealed(Path("summit.age"), [key[0]], never) == contents(case)


@pytest.mark.parametrize("call", ["fsync", "mkdir"])
def test_where_nothing_can_be_written_nothing_is_left(
    call: str, home: Path, case: Path, key: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seal("summit", [key[1]])

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, full)
    with pytest.raises(CaseError, match="No space left") as refused:
        unseal(Path("summit.age"), [key[0]], never, Path("other"))
    assert not canaries_in(Path(), except_in=("summit/",)) and not any(word in str(refused.value) for word in CANARIES)
    if call == "fsync":
        with pytest.raises(CaseError, match="No space left"):
            seal("summit", [key[1]], Path("second.age"))
        with pytest.raises(CaseError, match="No space left"):
            new_identity(Path("second.txt"))
        assert sorted(os.listdir()) == ["summit", "summit.age"]


def test_a_mistake_of_ours_shows_no_value(case: Path, key: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> bytes:
        raise RuntimeError("broken")

    monkeypatch.setattr(pyrage, "encrypt", broken)
    try:
        seal("summit", [key[1]])
    except RuntimeError:
        assert not any(word in traceback.format_exc() for word in CANARIES)
    assert cli.app.pretty_exceptions_enable is False  # which would show the values of variables


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, list(arguments))


def test_at_a_terminal(home: Path, case: Path) -> None:
    made = run("identity", "me.txt")
    recipient = made.stdout.strip()
    assert recipient.startswith("age1") and stat.S_IMODE(Path("me.txt").stat().st_mode) == 0o600
    Path("readers").write_text(f"# ours\n{recipient}\n\n{x25519.Identity.generate().to_public()}\n")
    (case / "notes.txt").write_text("x")
    sealed = run("seal", "summit/case.yaml", "--to", recipient, "--to", "readers")
    assert sealed.stdout == "wrote summit.age: 4 files, for 2 recipients\n"
    assert "no file of a case: notes.txt" in sealed.stderr and "still lies there in the clear" in sealed.stderr
    again = run("seal", "summit", "--to", recipient)
    assert again.exit_code == 2 and "there already" in again.stderr
    assert run("seal", "summit", "--to", recipient, "--replace").exit_code == 0
    opened = run("open", "summit.age", "--identity", "me.txt", "--out", "again")
    assert opened.stdout == "wrote again: 4 files; next: pourparler assess again\n" and opened.stderr == ""
    (case / "notes.txt").unlink()
    assert contents(Path("again")) == contents(case)
    os.chmod("me.txt", 0o640)
    refused = run("open", "summit.age", "--identity", "me.txt", "--out", "b")
    assert refused.exit_code == 2 and "others may read" in refused.stderr and "chmod 600" in refused.stderr
    assert not any(word in out for word in CANARIES for out in (sealed.output, again.output, opened.output, refused.output))


def test_a_passphrase_is_asked_for_at_a_terminal_alone(home: Path, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def typed(*answers: str) -> Callable[[str], str]:
        waiting = list(answers)

        def answer(question: str) -> str:
            asked.append(question)
            return waiting.pop(0)

        return answer

    refused = run("identity", "me.txt", "--passphrase")
    assert refused.exit_code == 2 and "at a terminal" in refused.stderr and not Path("me.txt").exists()
    monkeypatch.setattr(commands, "_is_terminal", lambda: True)
    monkeypatch.setattr(pyrage.passphrase, "encrypt", lambda data, word: age_oracle.protected(data, word))
    monkeypatch.setattr(getpass, "getpass", typed("", "one", "two", "right", "right"))
    made = run("identity", "me.txt", "--passphrase")
    assert made.exit_code == 0 and made.stderr.count("not the same") == 2 and b"SECRET" not in Path("me.txt").read_bytes()
    run("seal", "summit", "--to", made.stdout.strip())
    monkeypatch.setattr(getpass, "getpass", typed("wrong"))
    wrong = run("open", "summit.age", "--identity", "me.txt", "--out", "again")
    assert wrong.exit_code == 2 and "does not open" in wrong.stderr and "wrong" not in wrong.stderr
    monkeypatch.setattr(getpass, "getpass", typed("right"))
    assert run("open", "summit.age", "--identity", "me.txt", "--out", "again").exit_code == 0
    assert asked[-1] == "passphrase of me.txt: "


def test_what_is_no_recipient_is_refused_and_never_shown(home: Path, case: Path, key: tuple[Path, str]) -> None:
    secret = key[0].read_text().splitlines()[1]
    Path("list").write_text(f"{key[1]}\n{secret}\n")
    Path("wrong").write_text(f"# {key[1]}\nage1wrong\n")
    Path("empty").write_text("# nobody\n")
    Path("bytes").write_bytes(b"\xff\xfe")
    os.mkfifo("pipe")
    for words, said in {
        (secret,): "--to\n  found a secret key; give the public one",
        ("list",): "list:2\n  found a secret key",
        ("wrong",): "wrong:2\n  found something that is no recipient; give age1",
        (key[1][:-1],): "--to\n  found something that is no recipient",
        ("ssh-ed25519 AAAA",): "--to\n  found something that is no recipient",
        ("ssh-dss AAAA",): "no recipient",
        ("empty",): "nobody whom it could be sealed for",
        (): "nobody whom it could be sealed for",
        ("missing",): "missing\n  found no such file; give age1",
        ("pipe",): "something that is no file",
        ("summit",): "something that is no file",
        ("bytes",): "no text",
        ("a\0b",): "found no such file",
    }.items():
        with pytest.raises(CaseError) as refused:
            seal("summit", words)
        assert said in str(refused.value) and secret not in str(refused.value)
    assert not Path("summit.age").exists()
    assert len(recipients([key[1], key[1], f" {key[1]} ".strip()])) == 1


def test_what_is_no_identity_is_refused_and_never_shown(home: Path, key: tuple[Path, str]) -> None:
    secret = key[0].read_text().splitlines()[1]

    def refusal(data: bytes, mode: int = 0o600) -> str:
        Path("keys").write_bytes(data)
        os.chmod("keys", mode)
        with pytest.raises(CaseError) as refused:
            identities(Path("keys"), lambda question: "word")
        assert secret[20:40] not in str(refused.value)
        return str(refused.value)

    for mode in (0o640, 0o604, 0o620, 0o644, 0o601):
        assert "others may read" in refusal(secret.encode(), mode)
    for data in (
        b"",
        b"# nothing\n",
        secret[:-1].encode(),
        f"{secret}\nAGE-PLUGIN-X-1\n".encode(),
        b"\xff",
        b"-----BEGIN RSA PRIVATE KEY-----\n",
    ):
        assert "no identity" in refusal(data)
    assert "more than 64 KiB" in refusal(b"#" * 65_537)
    assert "does not open" in refusal(age_oracle.protected(secret.encode(), "another word"))
    Path("keys").write_bytes(age_oracle.protected(f"# mine\n{secret}\n".encode(), "word"))
    os.chmod("keys", 0o600)
    assert len(identities(Path("keys"), lambda question: "word")) == 1


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no ssh here")
def test_keys_of_ssh(home: Path, case: Path) -> None:
    for kind, word in (("ed25519", ""), ("rsa", ""), ("ed25519", "word")):
        name = f"{kind}{word}"
        subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", word, "-f", name], check=True)
        seal("summit", [f"{name}.pub"], Path(f"{name}.age"))
        if word:
            with pytest.raises(CaseError, match="ssh key with a passphrase"):
                unsealed(Path(f"{name}.age"), [Path(name)], never)
        else:
            assert unsealed(Path(f"{name}.age"), [Path(name)], never) == contents(case)
    seal("summit", [Path("rsa.pub").read_text(), Path("ed25519.pub").read_text()], Path("both.age"))
    assert unsealed(Path("both.age"), [Path("ed25519word"), Path("rsa")][1:], never) == contents(case)


def test_the_page_that_tells_how_is_true(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parent.parent / "docs/how-to/seal-a-case.md").read_text("utf-8")
    lines = [line for block in re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL) for line in block.splitlines()]
    shutil.copytree(CASE, "summit")
    monkeypatch.setattr(commands, "_is_terminal", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda question: "word")
    monkeypatch.setattr(pyrage.passphrase, "encrypt", age_oracle.protected)
    recipient, ran = "", 0
    for line in lines:
        if line.startswith("python3 run.py pourparler "):
            words = [recipient if word == "age1…" else word for word in line.split("  #")[0].split()[3:]]
            done = run(*words)
            assert done.exit_code == 0, (line, done.output)
            recipient = done.stdout.strip() if words[0] == "identity" else recipient
            ran += 1
        elif line.startswith("rm -r "):
            shutil.rmtree(line.split()[2])
    assert ran >= 4


def test_a_sealed_case_is_checked_assessed_and_briefed_in_memory_as_the_open_one_is(home: Path, key: tuple[Path, str]) -> None:
    folder = Path("summit")
    folder.mkdir()
    (folder / "case.yaml").write_text(SMALL.replace("title: ", f"title: {CANARIES[0]} "))
    mine = ["--identity", str(key[0])]
    print_out = [["check"], ["assess", "--worlds", "20", "--full", "--quiet"]]
    brief = ["brief", "--out", "out", "--document", "memo", "--format", "md", "--worlds", "20", "--quiet"]
    seal("summit", [key[1]])
    told = [run(command[0], "summit", *command[1:]).stdout for command in print_out]
    assert run(brief[0], "summit", *brief[1:]).exit_code == 0
    made = Path("out/memo.md").read_text()
    shutil.rmtree(folder)
    shutil.rmtree("out")
    sealed = [run(command[0], "summit.age", *command[1:], *mine).stdout for command in print_out]
    assert [text.replace("summit/case.yaml", "case.yaml") for text in told] == sealed
    assert CANARIES[0] in sealed[1]
    assert canaries_in(home) == set()
    assert run(brief[0], "summit.age", *brief[1:], *mine).exit_code == 0
    assert Path("out/memo.md").read_text() == made
    assert canaries_in(home, except_in=("work/out",)) == set()


def test_a_sealed_case_without_an_identity_is_told_what_to_give_and_a_mistake_in_one_has_its_place(
    home: Path, key: tuple[Path, str]
) -> None:
    Path("summit").mkdir()
    Path("summit/case.yaml").write_text(SMALL.replace("as_of: ", "as_of: never "))
    seal("summit", [key[1]])
    alone = run("assess", "summit.age")
    assert alone.exit_code == 2 and "--identity" in alone.stderr
    wrong = run("check", "summit.age", "--identity", str(key[0]))
    assert wrong.exit_code == 2 and "case.yaml:" in wrong.stderr and "problem in summit.age" in wrong.stderr
    plain = run("check", "summit", "--identity", str(key[0]))
    assert plain.exit_code == 2
