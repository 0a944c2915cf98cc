# SPDX-License-Identifier: Apache-2.0
"""From a file to a case, or to every problem in it at once, in the order of the file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pourparler.case.bulk import with_bulk
from pourparler.case.decode import Page, load, load_file, page_of
from pourparler.case.earlier import earlier_findings
from pourparler.case.fields import FORMAT
from pourparler.case.folder import case_file, evidence_file
from pourparler.case.later import later_findings
from pourparler.case.limits import limit_findings
from pourparler.case.marks import read_tree
from pourparler.case.memory import InMemory, Place
from pourparler.case.migrate import migrated
from pourparler.case.model import Case
from pourparler.case.part import Part
from pourparler.case.problem import MOST_PROBLEMS, Finding, KeyPath, Problem, in_file_order
from pourparler.case.references import check
from pourparler.case.seats import seat_tree
from pourparler.case.shape import locate, means_key
from pourparler.case.supposed import Setting, supposed
from pourparler.case.tree import Data, Tree, plain_data
from pourparler.case.words import findings
from pourparler.case.written import Patience
from pourparler.errors import CaseError

Root = TypeVar("Root", bound=Part)

#: Each round leaves out what the last one refused, and what held it; a table inside a table is at most a few
#: deep.
_MOST_ROUNDS = 16

#: The checks end after so many findings, since no more of them would be shown.
_MOST_FINDINGS = 2 * MOST_PROBLEMS

#: Stand-ins for keys that no case can lack, so that the rest of a case without them can still be checked.
_STAND_INS = {"pourparler": FORMAT, "title": "-", "as_of": "0001-01-01", "parties": {}}


Note = Callable[[Problem], None]
"""Is told of what is no mistake, and yet worth knowing, with its place."""


def make_ready() -> None:
    """Build what reads a case, which is otherwise built when the first one is read: that takes a tenth of a second."""
    Case.model_rebuild()


def read(
    path: Place,
    seat: str | None = None,
    page: Page | None = None,
    *,
    for_table: bool = False,
    for_moves: bool = False,
    refuse_later: bool = False,
    note: Note = lambda problem: None,
    settings: Sequence[Setting] = (),
    earlier: Case | None = None,
) -> Case:
    """Read a case from a file, or from the folder that holds its `case.yaml`.

    In a folder, the rows of `evidence.csv` are evidence of the case. With `seat`, a party of the case (or the role of
    one), the case is read as that party sees it: see `seats.seat_tree`. With `page`, that text is
    read in the place of the file that `seats.file_of` names. A case read `for_table` may hold more issues and options than
    can be assessed: its table is studied on averages, without plans; one read `for_moves` may hold more moves. An item of
    evidence dated later than the case is a problem if `refuse_later`; else `note` is told of it, since no assessment sees it.
    `settings` are carried out in memory before anything is checked: see `supposed`. What an `earlier` file of the case says of
    goals and dissents, and this one no longer does, is a problem: see `earlier_findings`.

    Raises `CaseError` whose `problems` are `Problem` objects, all that the files have, in the order of their
    lines. A file that is missing, no text, too large, or not YAML gives the one problem that keeps it from
    being read.
    """
    tree = supposed(_assembled(path if isinstance(path, InMemory) else Path(path), seat, page), settings)
    case = _case_of(tree, for_table, for_moves, refuse_later, is_supposed=bool(settings), earlier=earlier)
    for finding in later_findings(case):
        note(_problem(tree, finding))
    return case


def read_text(text: bytes | str, name: str) -> Case:
    """Read a case from text or bytes; `name` stands for the file in messages. Raises as `read` does."""
    return _case_of(migrated(read_tree(page_of(text, name))))


def plain_case(path: Place) -> dict[str, Any]:
    """Return what the files of a case that has been read without a problem say, as plain data: `case_of` makes it the case."""
    return plain_data(_assembled(path, None, None)).plain


def case_of(plain: dict[str, Any]) -> Case:
    """Return the case that plain data stand for, which must be those of a case that has been read; no more is checked."""
    return Case.model_validate(plain, context=Patience(_MOST_FINDINGS))


def closed_findings(text: str, name: str) -> tuple[Finding, ...]:
    """Return what is wrong with a part of a case by itself: every word that names something which is not in that part.

    In a whole case a name may lead into a section that nobody has written; here it may not. Key paths are those of the text.
    """
    tree = read_tree(page_of(text, name))
    draft = _draft(tree, Case)
    return (*draft.findings, *_own_mistakes(draft, lambda case: check(case, tree, closed=True)))


def _assembled(path: Place, seat: str | None, page: Page | None) -> Tree:
    """Make one tree of the files of a case."""
    tree = migrated(read_tree(page or load(path))) if seat is None else seat_tree(path, seat, page)
    table = evidence_file(path)
    if table is not None and tree.page.file == str(case_file(path)):
        return with_bulk(tree, load_file(table))
    return tree


def _case_of(
    tree: Tree,
    for_table: bool = False,
    for_moves: bool = False,
    refuse_later: bool = False,
    *,
    is_supposed: bool = False,
    earlier: Case | None = None,
) -> Case:
    is_plain = not (for_table or for_moves or refuse_later or is_supposed or earlier is not None)
    known = tree.made.get(_case_of) if is_plain else None
    if isinstance(known, Case):
        return known

    def findings(case: Case) -> Iterable[Finding]:
        return chain(
            check(case, tree, is_supposed=is_supposed),
            limit_findings(case, for_table, for_moves),
            later_findings(case) if refuse_later else (),
            earlier_findings(case, earlier) if earlier is not None else (),
        )

    case = validated(tree, Case, findings)
    if is_plain:
        tree.made[_case_of] = case
    return case


def validated(tree: Tree, root: type[Root], check: Callable[[Root], Iterable[Finding]]) -> Root:
    """Return what a tree says as an object of type `root`, or raise `CaseError` with every problem.

    `check` looks for contradictions; it is given the object even where parts of it could not be read and were left out.
    """
    draft = _draft(tree, root)
    found = [*draft.findings, *_own_mistakes(draft, check)]
    problems = in_file_order((*tree.problems, *(_problem(tree, finding) for finding in found)))
    if problems or draft.whole is None:
        raise CaseError(problems)
    return draft.whole


@dataclass(slots=True)
class _Draft(Generic[Root]):
    """What can be made of a file: the whole without what was refused, the findings, what was left out."""

    whole: Root | None = None
    data: Data | None = None
    findings: list[Finding] = field(default_factory=list)
    left_out: set[KeyPath] = field(default_factory=set)


def _draft(tree: Tree, root: type[Root]) -> _Draft[Root]:
    """Validate; leave out what is refused and validate again, so that the rest can be checked."""
    draft: _Draft[Root] = _Draft()
    for attempt in range(_MOST_ROUNDS):
        draft.data = data = plain_data(tree, frozenset(draft.left_out))
        draft.left_out |= data.refused
        stand_ins = {key: held for key, held in _STAND_INS.items() if (key,) in draft.left_out and key in root.model_fields}
        try:
            again = _again(tree, root) if data is tree.data else None
            draft.whole = again or root.model_validate({**data.plain, **stand_ins}, context=Patience(_MOST_FINDINGS))
            if data is tree.data:
                tree.made[root] = draft.whole
            return draft
        except ValidationError as refused:
            errors = refused.errors(include_url=False)
        if attempt == 0:
            translated = (replace(f, path=data.in_file(f.path)) for f in findings(errors[:_MOST_FINDINGS], root))
            draft.findings = [finding for finding in translated if finding.path not in draft.left_out]
        if len(errors) > MOST_PROBLEMS:
            return draft
        draft.left_out.update(data.in_file(path) for path in _to_leave_out(errors, root))
    return draft


def _again(tree: Tree, root: type[Root]) -> Root | None:
    """Return the whole of a tree, made of what an edit changed and of the whole before it; None if that cannot be done so."""
    before = tree.before() if tree.before is not None else None
    whole, old, new = (before.made.get(root), before.data.plain, tree.data.plain) if before is not None else (None, {}, {})
    if not isinstance(whole, root) or old.keys() != new.keys():
        return None
    # What stands unchanged under a key is the same object: see `Tree.again`.
    return restated(whole, {key: held for key, held in new.items() if held is not old[key]})


def restated(whole: Root, changed: Mapping[str, Any]) -> Root | None:
    """Return a whole with other plain data under some keys at its top, by which alone it changes; nothing more is checked.

    None if the data cannot be read, or one is blank, as if it were not there: then the whole has to be read.
    """
    root = type(whole)
    needed = {key: held for key, held in _STAND_INS.items() if key in root.model_fields}
    try:
        part = root.model_validate({**needed, **changed}, context=Patience(_MOST_FINDINGS))
    except ValidationError:
        return None
    if not changed.keys() <= part.model_fields_set:
        return None
    return whole.model_copy(update={key: getattr(part, key) for key in changed})


def _to_leave_out(errors: Iterable[ErrorDetails], root: type[Root]) -> Iterable[KeyPath]:
    """Name what has to go: what is wrong, or what lacks a key, save at the top, where stand-ins help."""
    for error in errors:
        path = locate(error["loc"], root, is_key=means_key(error["loc"], error["input"])).path
        yield path[:-1] if error["type"] == "missing" and len(path) > 1 else path


def _own_mistakes(draft: _Draft[Root], check: Callable[[Root], Iterable[Finding]]) -> Iterable[Finding]:
    """Check the whole against itself, as far as it could be read.

    Statements about the whole of something of which a part was left out are dropped: they may only follow
    from that.
    """
    if draft.whole is None or draft.data is None:
        return
    broken = {path[:n] for path in draft.left_out for n in range(len(path) + 1)}
    for finding in islice(check(draft.whole), _MOST_FINDINGS):
        path = draft.data.in_file(finding.path)
        if not (finding.whole and path in broken):
            yield replace(finding, path=path)


def _problem(tree: Tree, finding: Finding) -> Problem:
    """Look up the line of a finding."""
    mark = tree.place(finding.path, key=finding.mark == "key")
    return (mark.page or tree.page).problem(mark.line, mark.column, tree.named(finding.path), finding.found, finding.write)
