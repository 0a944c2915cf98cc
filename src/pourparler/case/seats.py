# SPDX-License-Identifier: Apache-2.0
"""The case as another party sees it: what is common fact from `case.yaml`, everything that is a judgement from its own file.

Our own judgements are never the default of another party's: a seat file starts empty. What is common is listed here, key by
key, so that a key added to the vocabulary belongs to one side only until someone says otherwise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from pourparler.case.decode import Page, load, load_file, refuse
from pourparler.case.folder import SEAT_ENDING, SEATS_FOLDER, case_file, folder_of, seat_files
from pourparler.case.marks import read_tree
from pourparler.case.memory import Place
from pourparler.case.migrate import format_of, migrated, roles_of
from pourparler.case.numbers import options_named
from pourparler.case.problem import KeyPath, Problem, quoted
from pourparler.case.tree import Entry, Mark, Node, Refused, Scalar, Table, Tree
from pourparler.case.words import instead, nearest, one_of
from pourparler.errors import CaseError
from pourparler.wording import say

Pattern: TypeAlias = Mapping[str, "Pattern | None"]
"""Which keys of a table are taken: a key with None whole, `*` for every key."""

SHARED: Pattern = {
    "pourparler": None,
    "title": None,
    "as_of": None,
    "meeting": {"level": None, "agreed": None, "window": {"forcing_date": None}},
    "parties": {"*": {"role": None, "ratifiers": None}},
    "issues": {"*": {"options": None, "low": None, "high": None, "step": None, "status_quo": None}},
    "exclude": None,
    "implies": None,
}
"""What is common fact, whoever looks at it. Of the labels, those of the parties, issues and options are common too."""

#: A number without its issue is looked for in the ranges of so many issues; no case with more can be assessed.
_MOST_ISSUES = 100

_ROLES_AT_THE_TABLE = ("own", "counterpart")


def file_of(path: Place, seat: str | None) -> Place:
    """Return the file that holds the judgements of a seat: its own, or the case file."""
    if seat is None:
        return case_file(path)
    roles = roles_of(read_tree(load(path)))
    party = next((name for name, role in roles.items() if role == seat), seat)
    return seat_files(path).get(party, case_file(path))


def seat_tree(path: Place, seat: str, page: Page | None = None) -> Tree:
    """Return the tree of the case at `path` as the party `seat` sees it; `own` and `counterpart` name a party by its role.

    With a file of its own, `seats/PARTY.yaml`, that party's judgements are those of the file and no others. Without one,
    the two parties at the table read the case file itself, turned round if need be, and any other party is refused.
    `page` is read in the place of the file of those judgements. Raises `CaseError` if there is no such seat, or a file cannot
    be read.
    """
    case_page = page if page is not None and page.file == str(case_file(path)) else load(path)
    stated = read_tree(case_page)
    tree = migrated(stated)
    roles = roles_of(tree)
    party = next((name for name, role in roles.items() if role == seat), seat)
    files = seat_files(path)
    at_table = {name: role for name, role in roles.items() if role in _ROLES_AT_THE_TABLE}
    if party in files and party not in roles:
        found = say("a seat file for {party}, who is no party of the case", party=quoted(party))
        raise refuse(str(files[party]), found, say("name the file after a party: {advice}", advice=instead(party, roles)))
    if party not in roles or (party not in files and party not in at_table):
        raise _no_seat(tree, path, party, roles, [*at_table, *(name for name in files if name in roles)])
    if party not in files:
        return _turned(tree, at_table[party])
    if roles[party] == "own":
        found = say("a seat file for {party}, whose seat the case file is", party=quoted(party))
        raise refuse(str(files[party]), found, say("write it into {file}, and delete this one", file=tree.page.file))
    own = read_tree(page or load_file(files[party]), "values: {}")
    common, known = _common(tree), own.made.get(seat_tree)
    number = _format_of(own, stated)
    made_of = (party, number, common)
    if isinstance(known, _Seen) and not tree.problems and known.made_of == made_of:
        return known.tree
    seen = migrated(_as_seen_by(party, tree, common, own), number)
    if not tree.problems:
        own.made[seat_tree] = _Seen(made_of, seen)
    return seen


def in_todays_format(path: Place, seat: str | None, tree: Tree) -> Tree:
    """Return the tree of the file of a seat (see `file_of`), and of it alone, in today's format."""
    if seat is None or tree.page.file == str(case_file(path)):
        return migrated(tree)
    return migrated(tree, _format_of(tree, read_tree(load(path))), roles_of(seat_tree(path, seat, tree.page)))


def _format_of(own: Tree, case: Tree) -> int | None:
    """Return the format of a seat file: what it states, else that of the case file."""
    return format_of(own if "pourparler" in own.top.entries else case)


def seats_of(path: Place) -> tuple[str, ...]:
    """Return the parties from whose seat a case can be read, those at the table first. Raises `CaseError` as reading does."""
    roles = roles_of(read_tree(load(path)))
    at_table = sorted((name for name, role in roles.items() if role in _ROLES_AT_THE_TABLE), key=lambda n: roles[n] != "own")
    return tuple(dict.fromkeys((*at_table, *(name for name in seat_files(path) if name in roles))))


def _no_seat(tree: Tree, path: Place, party: str, roles: Mapping[str, str], seats: list[str]) -> CaseError:
    """Say that there is no such seat, which ones there are, and how to make one."""
    known = list(dict.fromkeys(seats))
    found = say("no seat of {party}", party=quoted(party))
    if party not in roles:
        meant = nearest(party, known)
        write = say("did you mean {seat}?", seat=quoted(meant)) if meant else say("give {seats}", seats=one_of(known))
        return refuse(tree.page.file, found, write)
    file = f"{SEATS_FOLDER}/{party}{SEAT_ENDING}"
    offered = say("give {seats}, or write down what {party} sees in {file}", seats=one_of(known), party=party, file=file)
    if folder_of(path) is None:
        offered = say("{offered} in a folder beside case.yaml", offered=offered)
    return refuse(tree.page.file, found, offered)


def _turned(tree: Tree, role: str) -> Tree:
    """Return the tree with the seat of that role, as `seat:` in the file itself would have it."""
    held = tree.top.entries.get("seat")
    mark = held.node.mark if held else tree.top.mark
    entries = {**tree.top.entries, "seat": Entry(held.key_mark if held else mark, Scalar(mark, role, True))}
    return Tree(tree.page, Table(tree.top.mark, entries), tree.problems)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The tree that a party sees whose own file is at hand, and of what it was made: who, the format, what is common."""

    made_of: tuple[str, int | None, Table]
    tree: Tree


def _as_seen_by(party: str, case: Tree, common: Table, own: Tree) -> Tree:
    """Return what is common in the case, under what the party's own file says, with the roles turned."""
    merged = _over(common, own.top)
    place = own.place(("parties",), key=True)
    problems = [*case.problems, *own.problems, *_misplaced_seat(party, own)]
    entries = dict(merged.entries)
    stated = {name for name in roles_of(own) if own.node(("parties", name, "role")) is not None}
    parties = entries.get("parties")
    if parties is not None and isinstance(parties.node, Table):
        turned = {name: _with_role(name, entry, party, stated, place) for name, entry in parties.node.entries.items()}
        entries["parties"] = replace(parties, node=Table(parties.node.mark, turned))
    entries["seat"] = Entry(own.top.mark, Scalar(own.place(("seat",), key=False), party, True))
    tree = Tree(own.page, Table(own.top.mark, entries), tuple(problems))
    return _without_second_counterpart(party, tree, stated, place)


def _with_role(name: str, entry: Entry, party: str, stated: set[str], place: Mark) -> Entry:
    """Return a party with the role that it has from the seat of `party`: its own, the former own side's, or as it was."""
    role = entry.node.entries.get("role") if isinstance(entry.node, Table) else None
    if role is None or not isinstance(role.node, Scalar) or not isinstance(entry.node, Table):
        return entry
    word = role.node.text
    if name == party:
        turned = Scalar(place, "own", True)
    elif name in stated:
        turned = role.node
    elif word in _ROLES_AT_THE_TABLE:
        turned = Scalar(place, "counterpart", True)
    else:
        return entry
    return replace(entry, node=Table(entry.node.mark, {**entry.node.entries, "role": replace(role, node=turned)}))


def _misplaced_seat(party: str, own: Tree) -> Iterator[Problem]:
    """A seat file can name no other seat than its own, and its party has no other role than `own`."""
    seat, role = own.node(("seat",)), own.node(("parties", party, "role"))
    if isinstance(seat, Scalar) and not seat.blank and seat.text not in (party, "own"):
        found = say("the seat {seat} in the file of {party}", seat=quoted(seat.text), party=quoted(party))
        yield _problem(own.page, seat.mark, ("seat",), found, say("delete it"))
    if isinstance(role, Scalar) and not role.blank and role.text != "own":
        found = say("the role {role} for the party whose seat this is", role=quoted(role.text))
        yield _problem(own.page, role.mark, ("parties", party, "role"), found, say("delete it"))


def _without_second_counterpart(party: str, tree: Tree, stated: set[str], place: Mark) -> Tree:
    """Seen by a third party both sides are across the table, until its file says which one is: report it once."""
    others = [name for name, role in roles_of(tree).items() if role == "counterpart"]
    if len(others) <= 1 or stated.issuperset(others):
        return tree
    found = say("two parties whose role is counterpart: {names}", names=", ".join(map(quoted, others)))
    write = say("say what the other one is to {party}: parties: {{{other}: {{role: rival}}}}", party=party, other=others[1])
    entries = dict(tree.top.entries)
    for other in others[1:]:
        parties = entries["parties"]
        assert isinstance(parties.node, Table)  # it holds a role
        entry = parties.node.entries[other]
        assert isinstance(entry.node, Table)
        turned = {**entry.node.entries, "role": Entry(place, Refused(place))}
        held = {**parties.node.entries, other: replace(entry, node=Table(entry.node.mark, turned))}
        entries["parties"] = replace(parties, node=Table(parties.node.mark, held))
    return replace(
        tree,
        top=Table(tree.top.mark, entries),
        problems=(*tree.problems, _problem(tree.page, place, ("parties",), found, write)),
    )


def _problem(page: Page, mark: Mark, path: KeyPath, found: str, write: str) -> Problem:
    return (mark.page or page).problem(mark.line, mark.column, path, found, write)


def _common(case: Tree) -> Table:
    """Return the part of a case that is common fact."""
    common = _taken(case.top, SHARED)
    assert isinstance(common, Table)
    labels = case.top.entries.get("labels")
    if labels is not None and isinstance(labels.node, Table):
        kept = _those_named(labels.node.entries, common)
        common.entries["labels"] = replace(labels, node=Table(labels.node.mark, kept))
    return common


def _taken(node: Node, pattern: Pattern | None) -> Node:
    """Return a table with the keys of the pattern only; a table of named keys of which none is there is left out.

    What is no table is taken as it is: its mistake is to be reported.
    """
    if pattern is None or not isinstance(node, Table):
        return node
    taken = {}
    for key, entry in node.entries.items():
        inner = pattern.get(key, pattern.get("*")) if key in pattern or "*" in pattern else _NOT_TAKEN
        if inner is _NOT_TAKEN:
            continue
        held = _taken(entry.node, inner)
        is_empty = isinstance(held, Table) and not held.entries
        if not is_empty or inner is None or "*" in {*pattern, *inner}:
            taken[key] = replace(entry, node=held)
    return Table(node.mark, taken)


#: Stands for a key that a pattern does not name.
_NOT_TAKEN: Pattern = {}


def _those_named(labels: Mapping[str, Entry], common: Table) -> dict[str, Entry]:
    """Return the labels of parties, issues and options, and of options in full."""
    held = {section: common.entries.get(section) for section in ("parties", "issues")}
    parties, issues = (entry.node.entries if entry and isinstance(entry.node, Table) else {} for entry in held.values())
    options = {issue: options_named(entry.node) for issue, entry in issues.items()}

    def is_named(label: str) -> bool:
        issue, _, option = label.partition(".")
        if option and option in options.get(issue, {}):
            return True
        return label in parties or label in issues or label in alone or any(label in found for found in ranges)

    alone = {option for found in options.values() if isinstance(found, dict) for option in found}
    ranges = [found for found in options.values() if not isinstance(found, dict)] if len(options) <= _MOST_ISSUES else []
    return {label: entry for label, entry in labels.items() if is_named(label)}


def _over(below: Table, above: Table) -> Table:
    """Lay one table over another: tables are merged key by key, anything else above replaces what is below."""
    entries = dict(below.entries)
    for key, entry in above.entries.items():
        under = entries.get(key)
        if under is not None and isinstance(under.node, Table) and isinstance(entry.node, Table):
            entry = replace(entry, node=_over(under.node, entry.node))
        entries[key] = entry
    return Table(above.mark, entries)
