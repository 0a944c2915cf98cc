# SPDX-License-Identifier: Apache-2.0
"""What an audience would see, looked at by the owner before it is written: field by field, and what speaks against it.

This is the side that knows the whole case. The edition itself is made by `editions`, out of the projection.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

from pourparler.assess.defaults import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.briefing.document import Briefing, BulletList, Paragraph, Section, Table
from pourparler.case import Case, Problem, Projection, TooLittle, Withheld, project, read
from pourparler.case.decode import CASE_FILE, refuse
from pourparler.case.memory import InMemory
from pourparler.case.problem import quoted, visible
from pourparler.case.projection import idle_grants, statements
from pourparler.case.release import OTHERS, clearance_of
from pourparler.case.words import instead
from pourparler.desk import assess, place_of
from pourparler.editions import Terms, edition_of, found_from
from pourparler.errors import CaseError
from pourparler.wording import plural, say

if TYPE_CHECKING:  # it takes long to import, and most editions need none
    from pourparler.assess import Assessment

Statements: TypeAlias = tuple[tuple[str, str], ...]
"""What is stated, as (dotted path, value)."""

#: A withheld text that is shorter may stand in an edition by chance.
_SHORTEST_TEXT = 16
#: A word that may be the name of something.
_WORD = re.compile(r"[^\W\d][\w-]*")
#: A name that ends in a number: some letters or a mark, and which of them it is.
_NUMBERED = re.compile(r"(.*[^\W\d]|.*[_-])(\d+)")
#: A withheld name that is shorter is no reason to look.
_SHORTEST_NAME = 4


@dataclass(frozen=True)
class ReleaseCheck:
    """What an edition would show and what it would not, and what speaks against it; `text` is the projection it is made of.

    `idle`: grants and marks that lead to nothing. `differing`: results that the whole case gives otherwise, though nobody said
    that they may differ. `leaks`: words of what is withheld that stand in the edition all the same. Any of these refuses it.
    `mentions`: names of withheld things that stand in it, which may be chance; `gaps`: those that its numbering passes over.
    """

    audience: str
    label: str
    text: str
    edition: Briefing
    shown: tuple[tuple[str, str], ...]
    withheld: tuple[Withheld, ...]
    idle: tuple[str, ...]
    differing: tuple[str, ...]
    leaks: tuple[str, ...]
    mentions: tuple[str, ...]
    gaps: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether the edition must not be written."""
        return bool(self.idle or self.differing or self.leaks)


def check_release(
    case: Case,
    audience: str,
    *,
    file: str,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Callable[[str], None] = lambda step: None,
) -> ReleaseCheck:
    """Make the edition for an audience and look at it with the whole case beside it; `file` names the case in messages.

    Raises `CaseError` for an audience or a result that there is not, or where too little is released for an edition.
    """
    terms = _terms(case, audience, file)
    projection = _projection(case, audience, file)
    found = found_from(projection.text, terms, seed=seed, worlds=worlds, progress=progress)
    edition = edition_of(projection.text, terms, found, seed=seed, worlds=worlds)
    shown, whole = projection.statements(), tuple(statements(_plain(case)))
    # The projection is handed over too, as an export: what stands in it is looked through like the edition itself.
    texts = [_folded(text) for text in (*_texts(edition), *chain.from_iterable(shown))]
    canaries = case.release.canaries if case.release is not None else ()
    leaks = [word for word in (*canaries, *_hidden(whole, shown)) if any(_folded(word) in text for text in texts)]
    return ReleaseCheck(
        audience,
        terms.label,
        projection.text,
        edition,
        shown,
        projection.withheld,
        idle_grants(case, audience),
        _differing(found, assess(case, seed=seed, worlds=worlds), terms) if found is not None else (),
        tuple(dict.fromkeys(leaks)),
        (*_inside(whole, shown), *_mentioned(case, shown, texts)),
        _missing_numbers(whole, shown),
    )


def released_edition(
    case: str | InMemory,
    audience: str,
    *,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Callable[[str], None] = lambda step: None,
    seat: str | None = None,
) -> ReleaseCheck:
    """Find and read a case, and return the checked edition for an audience. Raises `CaseError` with what speaks against it."""
    progress("read")
    file = case if isinstance(case, str) else CASE_FILE
    return checked_edition(read(place_of(case), seat), audience, file=file, seed=seed, worlds=worlds, progress=progress)


def checked_edition(
    case: Case,
    audience: str,
    *,
    file: str,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Callable[[str], None] = lambda step: None,
) -> ReleaseCheck:
    """Return the edition of a case that was read, as `check_release` has it. Raises `CaseError` with what speaks against it."""
    found = check_release(case, audience, file=file, seed=seed, worlds=worlds, progress=progress)
    if found.is_refused:
        write = say("look at pourparler release-check {case} --edition {audience}", case=file, audience=audience)
        raise CaseError(tuple(Problem(visible(file), 0, 0, "", "", reason, write) for reason in _reasons(found)))
    return found


def as_document(check: ReleaseCheck, explain: bool) -> Briefing:
    """Return the check as a document for the owner; to `explain` is to list what is withheld, and why."""
    whom = say("{audience}, {label}", audience=check.audience, label=check.label)
    rows = tuple(f"{path}: {text}" for path, text in check.shown)
    sections = [_against(check), Section(say("What {whom} would see", whom=whom), (BulletList(rows),))]
    if check.mentions:
        told = say(
            "Names of withheld things that stand in it as words, by chance or not: {names}", names=", ".join(check.mentions)
        )
        sections.append(Section(say("To look at"), (Paragraph(told),)))
    if check.gaps:
        told = say(
            "Whoever counts sees that these are missing; they may be named otherwise: {names}", names=", ".join(check.gaps)
        )
        sections.append(Section(say("Gaps in numbering"), (Paragraph(told),)))
    if explain:
        why = {
            "not granted": say("not granted"),
            "marked": say("marked for others"),
            "refers": say("refers to something withheld"),
        }
        held = tuple((each.where, why[each.why]) for each in check.withheld)
        sections.append(Section(say("What is withheld"), (Table((say("What"), say("Why")), held),)))
    return Briefing(say("Release to {audience}", audience=check.audience), tuple(sections))


def _reasons(check: ReleaseCheck) -> list[str]:
    """Say what speaks against writing the edition."""
    return [
        *(say("a grant or a mark that leads to nothing: {path}", path=path) for path in check.idle),
        *(
            say("the result {name}, which the whole case gives otherwise: release it as restated, or not at all", name=name)
            for name in check.differing
        ),
        *(say("words of what is withheld: {words}", words=quoted(words)) for words in check.leaks),
    ]


def _against(check: ReleaseCheck) -> Section:
    """Say whether anything speaks against writing the edition."""
    found = _reasons(check)
    if not found:
        count = len(check.shown)
        told = plural(
            "Nothing speaks against it. It shows one statement.", "Nothing speaks against it. It shows {n} statements.", count
        )
        return Section(say("May be written"), (Paragraph(told),))
    return Section(say("Refused"), (BulletList(tuple(found)),))


def as_text(check: ReleaseCheck, explain: bool) -> str:
    """Return the check as JSON text."""
    plain: dict[str, object] = {
        "audience": check.audience,
        "label": check.label,
        "refused": check.is_refused,
        "idle": list(check.idle),
        "differing": list(check.differing),
        "leaks": list(check.leaks),
        "mentions": list(check.mentions),
        "gaps": list(check.gaps),
        "shown": [{"path": path, "value": value} for path, value in check.shown],
    }
    if explain:
        plain["withheld"] = [{"path": each.where, "why": each.why} for each in check.withheld]
    return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


def _terms(case: Case, audience: str, file: str) -> Terms:
    """Return on which terms an audience gets its edition."""
    from pourparler.briefing.edition import result_names

    known = {**case.parties, **dict.fromkeys(OTHERS)}
    if audience not in known:
        raise refuse(file, say("the unknown edition {word}", word=quoted(audience)), instead(audience, known))
    clearance = clearance_of(case.release, audience)
    for name in (*clearance.results, *clearance.restated):
        if name not in result_names():
            found = say("the unknown result {word} for {audience}", word=quoted(name), audience=quoted(audience))
            raise refuse(file, found, instead(name, result_names()))
    label = f"TLP:{(clearance.tlp or ('clear' if audience == 'public' else 'red')).upper()}"
    return Terms(audience, label, clearance.results, clearance.restated)


def _projection(case: Case, audience: str, file: str) -> Projection:
    try:
        return project(case, audience)
    except TooLittle as refused:
        missing = ", ".join(refused.missing)
        found = say("too little released to {audience} for an edition: not {missing}", audience=audience, missing=missing)
        grants = f"release: {{grants: {{{audience}: [title, as_of, parties]}}}}"
        raise refuse(file, found, say("write {grants}, and what else may be seen", grants=grants)) from None


def _differing(found: "Assessment", whole: "Assessment", terms: Terms) -> tuple[str, ...]:
    """Return the results that the whole case gives otherwise, and that are not marked as restated."""
    from pourparler.briefing.edition import derived_sections

    def told(of: "Assessment", name: str) -> list[str]:
        return [text for section in derived_sections(of, (name,)) for block in section.blocks for text in _texts(block)]

    strict = [name for name in terms.results if name not in terms.restated]
    return tuple(name for name in strict if told(found, name) != told(whole, name))


def _texts(node: Any) -> Iterator[str]:
    """Return every text of a document, wherever it stands, the data of its figures included."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        yield from chain.from_iterable(_texts(part) for pair in node.items() for part in pair)
    elif isinstance(node, list | tuple):
        yield from chain.from_iterable(map(_texts, node))
    elif is_dataclass(node):
        yield from chain.from_iterable(_texts(getattr(node, each.name)) for each in fields(node))


def _folded(text: str) -> str:
    """Return a text as it is compared: whatever its width, letters and spaces, and without what cannot be seen."""
    seen = "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    return " ".join(seen.casefold().split())


def _missing_numbers(whole: Statements, shown: Statements) -> tuple[str, ...]:
    """Return the numbered names of withheld things that would stand before a numbered name that is shown."""

    def numbered(of: Statements) -> dict[tuple[str, str, int], int]:
        found: dict[tuple[str, str, int], int] = {}
        for path, _ in of:
            words = path.split(".")
            for place, word in enumerate(words):
                match = _NUMBERED.fullmatch(word)
                if match:
                    found[".".join(words[:place]), match[1], int(match[2])] = len(found)
        return found

    seen, last = numbered(shown), dict[tuple[str, str], int]()
    for above, name, number in seen:
        last[above, name] = max(number, last.get((above, name), 0))
    missing = [key for key in numbered(whole) if key not in seen and key[2] < last.get(key[:2], 0)]
    return tuple(f"{above}.{name}{number}" for above, name, number in missing)


def _plain(case: Case) -> dict[str, Any]:
    return case.model_dump(mode="json", exclude_defaults=True, exclude={"release"})


def _hidden(whole: Statements, shown: Statements) -> list[str]:
    """Return the texts of a case that the audience is not shown, those that can stand in a document by no chance.

    What stands inside a text that is released was released with it, knowingly or not: it is to be looked at, and no leak.
    """
    seen = "\n".join(_folded(text) for _, text in shown)
    return [text for _, text in whole if " " in text and len(text) >= _SHORTEST_TEXT and _folded(text) not in seen]


def _inside(whole: Statements, shown: Statements) -> Iterator[str]:
    """Return the withheld texts that stand inside a text that is released."""
    seen = {_folded(text) for _, text in shown}
    every = "\n".join(seen)
    for text in dict.fromkeys(text for _, text in whole):
        if " " in text and len(text) >= _SHORTEST_TEXT and _folded(text) not in seen and _folded(text) in every:
            yield text


def _mentioned(case: Case, shown: Statements, texts: list[str]) -> Iterator[str]:
    """Return the names of things that the audience is not shown and that stand in the edition as words."""
    words = {word for text in texts for word in _WORD.findall(text)}
    known = {word for path, text in shown for word in (*path.split("."), text)}
    things = [key for section in _plain(case).values() if isinstance(section, dict) for key in section]
    for name in sorted({*things, *(item.id for item in case.evidence), *case.labels.values()} - known):
        if len(name) >= _SHORTEST_NAME and name.casefold() in words:
            yield name
