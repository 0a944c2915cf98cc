# SPDX-License-Identifier: Apache-2.0
"""Who may see what of a case: grants by path, marks on single items, and what each audience is cleared for.

Nothing is seen by anybody unless it is granted, and what is granted is still withheld from whoever its mark does not admit.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from pydantic import Field

from pourparler.case.fields import Identifier, Text
from pourparler.case.part import Part
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.words import instead
from pourparler.wording import say

Names: TypeAlias = Mapping[str, object]
"""Names, as the keys of a mapping."""

#: Audiences besides the parties of the case.
OTHERS = ("public", "mediator")

#: The seat that sees all, in marks and as an edition.
OWN = "own"

#: How far an edition may go, from the widest to the narrowest: the Traffic Light Protocol, version 2.0 (FIRST, 2022).
Tlp = Literal["clear", "green", "amber", "amber+strict", "red"]


class Clearance(Part):
    """What an audience may see: one of the levels and some compartments; how far its edition may go on; and what is derived.

    `results` names the sections of the brief that it gets, computed anew from what it may see and from nothing else;
    `restated`, those of them that may differ from what the whole case gives.
    """

    level: Identifier | None = None
    compartments: tuple[Identifier, ...] = ()
    tlp: Tlp | None = None
    results: tuple[Text, ...] = ()
    restated: tuple[Text, ...] = ()


class Release(Part):
    """Who may see what. What is granted to nobody is seen by nobody but the case's own seat.

    `levels` go from the widest circle to the narrowest; a mark is a level, a compartment or an audience.
    `canaries` are words that must stand in no edition.
    """

    default: Identifier | None = None
    grants: dict[Identifier, tuple[Text, ...]] = Field(default_factory=dict)
    levels: tuple[Identifier, ...] = ()
    marks: dict[Text, tuple[Identifier, ...]] = Field(default_factory=dict)
    audiences: dict[Identifier, Clearance] = Field(default_factory=dict)
    canaries: tuple[Text, ...] = ()


def granted_to(release: Release | None, audience: str) -> tuple[str, ...]:
    """Return the paths that are granted to an audience: its own, and those of the public, which it is part of."""
    grants = release.grants if release is not None else {}
    return (*grants.get(audience, ()), *(grants.get("public", ()) if audience != "public" else ()))


def clearance_of(release: Release | None, audience: str) -> Clearance:
    """Return what an audience is cleared for; without an entry, for nothing that is marked."""
    return release.audiences.get(audience, Clearance()) if release is not None else Clearance()


def admits(words: tuple[str, ...], release: Release, audience: str) -> bool:
    """Return whether a mark lets an audience see what it is on.

    Names of audiences admit those and nobody else; of levels, whoever is cleared for that level or a narrower one. Each
    compartment named has to be among the audience's. A word that is none of these admits nobody.
    """
    clearance = clearance_of(release, audience)
    by_name = [word for word in words if word in (*OTHERS, OWN, *release.grants) and word not in release.levels]
    by_level = [word for word in words if word in release.levels]
    compartments = {word for word in words if word not in by_name and word not in by_level}
    if not compartments <= set(clearance.compartments):
        return False
    if by_name and audience not in by_name and "public" not in by_name:
        return False
    cleared = release.levels.index(clearance.level) if clearance.level in release.levels else -1
    return all(release.levels.index(word) <= cleared for word in by_level)


def release_findings(release: Release | None, sections: Names, parties: Names | None) -> Iterator[Finding]:
    """Report grants and clearances that name no section, no audience or no level, and levels named twice.

    `parties` is None where they could not be read: any name may be one then.
    """
    if release is None:
        return
    if release.default not in (None, "nobody", OWN):
        found = say("{word} as who may see what is not granted", word=quoted(release.default or ""))
        yield Finding(("release", "default"), found, say("write {nobody}, and grant what may be seen", nobody=quoted("nobody")))
    known = {name: None for name in sections if name != "release"}
    for audience, paths in release.grants.items():
        for number, path in enumerate(paths):
            yield from _section(path, known, ("release", "grants", audience, number))
    for path in release.marks:
        yield from _section(path, known, ("release", "marks", path))
    audiences = {**parties, **dict.fromkeys(OTHERS)} if parties is not None else {**release.grants, **release.audiences}
    for table in ("grants", "audiences"):
        for audience in getattr(release, table):
            if audience not in audiences:
                found = say("the unknown audience {word}", word=quoted(audience))
                yield Finding(("release", table, audience), found, instead(audience, audiences), "key")
    yield from _of_levels(release)


def _section(path: str, known: Names, here: KeyPath) -> Iterator[Finding]:
    first = path.split(".")[0]
    if first not in known:
        found = say("the unknown section {word}", word=quoted(first))
        yield Finding(here, found, instead(first, known))


def _of_levels(release: Release) -> Iterator[Finding]:
    for audience, clearance in release.audiences.items():
        if clearance.level is not None and clearance.level not in release.levels:
            found = say("the unknown level {word}", word=quoted(clearance.level))
            yield Finding(("release", "audiences", audience, "level"), found, instead(clearance.level, release.levels))
    for number, level in enumerate(release.levels):
        if level in release.levels[:number]:
            found = say("the level {word} a second time", word=quoted(level))
            yield Finding(("release", "levels", number), found, say("name each level once, the widest circle first"))
