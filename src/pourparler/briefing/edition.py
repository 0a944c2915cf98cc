# SPDX-License-Identifier: Apache-2.0
"""An edition for others than our own side: what its audience may see, as it is stated, and what may be found from that alone.

Nothing here has ever seen the whole case. What it is given is the projection, and an assessment of the projection.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pourparler.assess.assessment import Assessment
from pourparler.briefing.compose import SECTIONS
from pourparler.briefing.document import Briefing, Paragraph, Section, Stamp, Table
from pourparler.briefing.figures import NOTHING, as_stated
from pourparler.briefing.names import Names, names_of
from pourparler.wording import say

#: What stands on the cover, in the table of parties or in the labels, and has no section of its own.
_ELSEWHERE = frozenset({"pourparler", "seat", "title", "as_of", "labels", "decision"})

#: Things that are listed with more fields than this are told line by line.
_MOST_COLUMNS = 6


def result_names() -> tuple[str, ...]:
    """Return the names by which the sections of the brief are released."""
    return tuple(section.__name__ for section in SECTIONS)


def compose_edition(
    shown: Mapping[str, Any],
    stamp: Stamp,
    audience: str,
    label: str,
    found: Assessment | None = None,
    results: tuple[str, ...] = (),
    restated: tuple[str, ...] = (),
) -> Briefing:
    """Return the edition for an audience.

    `shown` is the projection as plain data, `label` how far the edition may go on, `found` the assessment of the projection,
    of which the sections named in `results` are printed; those in `restated` with a word that they rest on a part of a case.
    """
    labels = shown.get("labels", {})
    names = Names(labels)
    stated = [_stated(section, shown[section], names, labels) for section in shown if section not in _ELSEWHERE]
    derived = derived_sections(found, results, restated) if found is not None else ()
    return Briefing(str(shown["title"]), (_cover(audience, label, stamp, names), *stated, *derived), stamp, label=label)


def derived_sections(found: Assessment, results: tuple[str, ...], restated: tuple[str, ...] = ()) -> tuple[Section, ...]:
    """Return the sections of the brief of an assessment that are named, as far as they have something to say."""
    names = names_of(found)
    made = [(section.__name__, section(found, names)) for section in SECTIONS if section.__name__ in results]
    return tuple(_restated(section) if name in restated else section for name, section in made if section is not None)


def _restated(section: Section) -> Section:
    told = say("Found anew from what this edition shows; a fuller account may come to something else.")
    return Section(section.heading, (Paragraph(told), *section.blocks), section.brief, section.rests_on, section.key)


def _cover(audience: str, label: str, stamp: Stamp, names: Names) -> Section:
    """Say for whom it is, how far it may go on, and what it is made of."""
    blocks = (
        Paragraph(say("{label}: {rule}", label=label, rule=_rule(label))),
        Paragraph(
            say(
                "{seat} made it, as of {day}, of what its audience may see, and of nothing else.",
                seat=stamp.seat,
                day=stamp.as_of,
            )
        ),
    )
    return Section(say("Edition for {audience}", audience=audience_name(audience, names)), blocks)


def audience_name(audience: str, names: Names) -> str:
    """Return what an audience is called: a party by its label."""
    known = {"public": say("the public"), "mediator": say("the mediator")}
    return known.get(audience) or names.of(audience)


def _rule(label: str) -> str:
    """Say what a label of the Traffic Light Protocol asks of whoever holds the edition (FIRST, version 2.0, 2022)."""
    rules = {
        "TLP:CLEAR": say("it may go to anybody."),
        "TLP:GREEN": say("it may go on within the community of its audience, and not be published."),
        "TLP:AMBER": say("it may go on within the audience's organisation and to its clients, to those who need it."),
        "TLP:AMBER+STRICT": say("it may go on within the audience's organisation alone, to those who need it."),
        "TLP:RED": say("it is for the eyes of the persons to whom it is given, and of nobody else."),
    }
    return rules[label]


def headings() -> dict[str, str]:
    """Return the heading of every section of a case."""
    return {
        "standpoint": say("Standpoint"),
        "parties": say("Parties"),
        "meeting": say("The meeting"),
        "later": say("What comes later"),
        "bargaining_power": say("Bargaining power"),
        "stakes": say("Stakes"),
        "risk": say("Attitude to risk"),
        "actions": say("What can be done"),
        "questions": say("Questions"),
        "pooling": say("How judgements are pooled"),
        "grades": say("Grades of sources"),
        "sources": say("Sources"),
        "evidence": say("Evidence"),
        "indicators": say("Indicators"),
        "issues": say("Issues and options"),
        "exclude": say("What cannot be combined"),
        "implies": say("What brings what with it"),
        "values": say("Values"),
        "no_deal": say("Without a deal"),
        "consent": say("Whose consent is needed"),
        "offers": say("Offers"),
        "beliefs": say("Beliefs"),
        "moves": say("Moves away from the table"),
        "staging": say("What partial deals change"),
        "stages": say("Stages"),
        "compliance": say("Compliance"),
        "effects": say("Effects on others"),
        "worth_to_us": say("What the gains of others are worth"),
        "red_lines": say("Red lines"),
        "consultation": say("Consultation"),
        "influence": say("Who moves whom"),
        "coalition": say("The coalition"),
        "common_line": say("The common line"),
        "priorities": say("Priorities"),
        "interpretation": say("What words mean"),
        "positions": say("Positions"),
        "mandate": say("The mandate"),
        "success": say("What success would be"),
        "gate": say("Conditions"),
        "preparation": say("Steps of preparation"),
        "tripwires": say("Tripwires"),
        "day_after": say("The day after"),
        "premortem": say("What may go wrong"),
        "framings": say("Other readings"),
        "analogies": say("Analogies"),
        "forecasts": say("Forecasts"),
        "judgements": say("Who holds which judgement"),
    }


def _stated(section: str, node: Any, names: Names, labels: Mapping[str, str]) -> Section:
    """Print a section of the case as it is stated, one row for each thing that is said."""
    heading = headings()[section]
    if not isinstance(node, dict | list):
        return Section(heading, (Paragraph(_word(node, labels)),))
    if isinstance(node, list) and _is_plain(node):
        return Section(heading, (_records(node, names, labels),))
    rows = tuple((" · ".join(path), text) for path, text in _rows(node, names, labels, ()))
    return Section(heading, (Table((say("What"), say("As stated")), rows),))


def _is_plain(items: list[Any]) -> bool:
    """Return whether things that are listed are few enough words each to be told in the columns of a table."""
    fields = dict.fromkeys(key for item in items if isinstance(item, dict) for key in item)
    flat = all(
        isinstance(item, dict)
        and all(
            not isinstance(each, dict | list)
            for value in item.values()
            for each in (value if isinstance(value, list) else [value])
        )
        for item in items
    )
    return flat and len(fields) <= _MOST_COLUMNS


def _records(items: list[Any], names: Names, labels: Mapping[str, str]) -> Table:
    """Return things that are listed as rows, with a column for each of their fields that any of them shows."""
    fields = tuple(dict.fromkeys(key for item in items for key in item))
    rows = tuple(tuple(_listed(item[key], labels) if key in item else NOTHING for key in fields) for item in items)
    return Table(tuple(names.of(str(key)) for key in fields), rows)


def _listed(value: Any, labels: Mapping[str, str]) -> str:
    return ", ".join(_word(each, labels) for each in (value if isinstance(value, list) else [value]))


def _rows(node: Any, names: Names, labels: Mapping[str, str], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Return every statement of a section with the names that lead to it."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _rows(value, names, labels, (*path, names.value("option", str(key))))
    elif isinstance(node, list) and any(isinstance(item, dict | list) for item in node):
        for number, item in enumerate(node, 1):
            yield from _rows(item, names, labels, (*path, str(number)))
    elif isinstance(node, list):
        yield path, ", ".join(_word(item, labels) for item in node)
    else:
        yield path, _word(node, labels)


def _word(value: Any, labels: Mapping[str, str]) -> str:
    """Return a value as it is written, or what is called so by its label."""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return labels.get(str(value)) or as_stated(str(value))
