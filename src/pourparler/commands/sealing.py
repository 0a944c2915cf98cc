# SPDX-License-Identifier: Apache-2.0
"""`pourparler seal`, `open` and `identity`: a case that lies encrypted on a disk."""

import getpass
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pourparler.commands.terminal import BAD_INPUT, CaseArgument, print_result, refusing_bad_input
from pourparler.wording import plural, say

if TYPE_CHECKING:  # what takes long to import is imported where a command needs it
    from pourparler.case.memory import InMemory


def seal(
    case: CaseArgument,
    to: Annotated[
        list[str],
        typer.Option(
            "--to",
            metavar="RECIPIENT",
            help="For whom: age1…, an ssh public key, or a file that lists such. May be given several times.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="The file to write; by default the name of the case, with .age."),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Put it in the place of a file that is there already.")] = False,
) -> None:
    """Encrypt a case with all its files, so that only those it is sealed for can open it. The case itself stays."""
    with _in_memory(case):
        from pourparler.case.problem import visible
        from pourparler.sealing import seal as _seal

        done = _seal(case, to, out, replaces=replace)
    files = plural("{n} file", "{n} files", len(done.names))
    readers = plural("{n} recipient", "{n} recipients", done.recipients)
    told = say("wrote {file}: {files}, for {readers}", file=visible(str(done.file)), files=files, readers=readers)
    print_result(f"{told}\n")
    for name in done.left_out:
        print(say("not sealed, since it is no file of a case: {name}", name=visible(name)), file=sys.stderr)
    print(say("the case itself still lies there in the clear; open the sealed one before you delete it"), file=sys.stderr)


def unseal(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `seal` wrote.", show_default=False)],
    identity: Annotated[
        list[Path],
        typer.Option(
            "--identity",
            metavar="FILE",
            help="A file with your identity: of age, or an ssh key. May be given several times.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="The folder to make; by default the name of the file, without .age."),
    ] = None,
) -> None:
    """Decrypt a sealed case into a new folder that only you can read, whole or not at all."""
    with _in_memory(str(file)):
        from pourparler.case.problem import visible
        from pourparler.sealing import unseal as _unseal

        folder, names = _unseal(file, identity, _asked, out)
    files = plural("{n} file", "{n} files", len(names))
    told = say("wrote {folder}: {files}; next: pourparler assess {folder}", folder=visible(str(folder)), files=files)
    print_result(f"{told}\n")


def identity(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.", show_default=False)],
    passphrase: Annotated[
        bool, typer.Option("--passphrase", help="Ask for a passphrase, without which the file is of no use.")
    ] = False,
) -> None:
    """Make an identity of age for yourself, and print the recipient that others, and you, seal cases for."""
    with _in_memory(str(file)):
        from pourparler.sealing import new_identity

        protected_by = _asked_twice() if passphrase else None
        recipient = new_identity(file, protected_by)
    print_result(f"{recipient}\n")


#: How `check`, `assess` and `brief` take a sealed case.
IdentityOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--identity",
        metavar="FILE",
        help="CASE is a sealed file, and this your identity: it is opened in memory alone. May be given several times.",
        show_default=False,
    ),
]


def opened(case: str, identity: list[Path] | None) -> "str | InMemory":
    """Return a case as it was named, or a sealed one with its files in memory. Raises `CaseError` where that cannot be."""
    from pourparler.case.decode import refuse
    from pourparler.sealing import ENDING, unsealed

    if identity:
        from pourparler.case.whole import in_memory

        _leave_no_core()
        return in_memory(unsealed(Path(case), identity, _asked))
    if case.endswith(ENDING) and Path(case).is_file():
        raise refuse(case, say("a sealed case"), say("give --identity FILE, the file with your identity"))
    return case


def _asked(question: str) -> str:
    """Ask for a passphrase at the terminal, showing nothing of it; never an argument, which others could see."""
    if not _is_terminal():
        print(say("a passphrase is asked for at a terminal, and this is none"), file=sys.stderr)
        raise typer.Exit(BAD_INPUT)
    return getpass.getpass(question)


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _asked_twice() -> str:
    while True:
        first = _asked(say("a passphrase for it: "))
        if first and first == _asked(say("the same once more: ")):
            return first
        print(say("nothing, or not the same; try it again"), file=sys.stderr)


def _in_memory(place: str) -> AbstractContextManager[None]:
    """As `refusing_bad_input`; and what is in memory does not reach a disk should the program fall."""
    _leave_no_core()
    return refusing_bad_input(place)


def _leave_no_core() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
