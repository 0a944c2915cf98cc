# SPDX-License-Identifier: Apache-2.0
"""`pourparler verify`, `backup` and `restore`: looking after the archive of the workbench."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pourparler.commands.terminal import BAD_INPUT, print_result
from pourparler.errors import ArchiveError
from pourparler.wording import plural, say

if TYPE_CHECKING:  # what takes long to import is imported where a command needs it
    from collections.abc import Iterator

    from pourparler.archive import Verified

DbOption = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        help="The archive: sqlite:///FILE, postgresql://…, or a path; by default your own.",
        show_default=False,
    ),
]

#: Exit code where something was altered.
_ALTERED = 1


def verify(
    pinned: Annotated[
        str | None,
        typer.Option(
            "--pinned", metavar="HEAD", help="A head of the journal that was written down elsewhere: it must be there."
        ),
    ] = None,
    db: DbOption = None,
) -> None:
    """Look through the journal of an archive, and say whether every record is what was written."""
    from pourparler.archive import open_archive

    with refusing_archive(), open_archive(db, make=False) as archive:
        found = archive.verify(pinned)
    _tell(found)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.", show_default=False)], db: DbOption = None
) -> None:
    """Write an archive into one file, as it is at this moment; others may go on working."""
    from pourparler.archive import open_archive
    from pourparler.case.problem import visible

    with refusing_archive(), open_archive(db, make=False) as archive:
        found = archive.backup(file)
    print_result(say("wrote {file}", file=visible(str(file))) + "\n")
    _tell(found)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What backup wrote.", show_default=False)], db: DbOption = None
) -> None:
    """Put what a backup holds into an archive that is empty or not there: all of it, or nothing."""
    from pourparler.archive import open_archive
    from pourparler.case.problem import visible

    with refusing_archive(), open_archive(db) as archive:
        found = archive.take_in(file)
    print_result(say("restored {file}", file=visible(str(file))) + "\n")
    _tell(found)


def _tell(found: "Verified") -> None:
    """Print what looking through a journal found; something altered ends with code 1."""
    from pourparler.case.problem import visible

    lines = [f"{visible(finding)}\n" for finding in found.findings]
    entries = plural("{n} entry", "{n} entries", found.entries)
    if found.findings:
        lines.append(
            plural("{n} finding in {entries}", "{n} findings in {entries}", len(found.findings), entries=entries) + "\n"
        )
    else:
        lines.append(say("{entries}, all as they were recorded", entries=entries) + "\n")
    lines.append(say("head of the journal: {head}", head=found.head) + "\n")
    lines.extend(say("signed with the key {key}", key=key) + "\n" for key in found.signers)
    print_result("".join(lines))
    if found.findings:
        raise typer.Exit(_ALTERED)


@contextmanager
def refusing_archive() -> "Iterator[None]":
    """Print why an archive cannot be used to standard error, and end with code 2."""
    try:
        yield
    except ArchiveError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(BAD_INPUT) from None
