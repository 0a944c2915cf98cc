# SPDX-License-Identifier: Apache-2.0
"""The parts and keys of a case file for readers: what each is called on a page, and in a sentence what belongs there."""

from collections.abc import Mapping
from typing import TypeAlias

from pourparler.wording import once_per_language, say

Told: TypeAlias = Mapping[str, tuple[str, str]]
"""What parts of a case are called, and what belongs there."""


def part_name(part: str) -> str:
    """Return what a part of a case is called."""
    told = _parts().get(part)
    return told[0] if told is not None else part.replace("_", " ")


def part_about(part: str) -> str:
    """Say what belongs into a part of a case."""
    told = _parts().get(part)
    return told[1] if told is not None else ""


def key_name(key: str) -> str:
    """Return what a key of a case file is called; most are plain words already."""
    return _keys().get(key) or key.replace("_", " ")


@once_per_language
def _parts() -> Told:
    return {**_of_intentions(), **_of_the_table(), **_of_others(), **_of_the_meeting()}


def _of_intentions() -> Told:
    return {
        "questions": (say("Questions"), say("About the other side's intentions: hypotheses of which exactly one is so.")),
        "pooling": (say("Pooling of analysts"), say("How judgements of several analysts are pooled.")),
        "grades": (say("Grades of sources"), say("How far a source of each grade tracks the facts, or deceives.")),
        "sources": (say("Sources"), say("Whose source it is, how it hears, how far it can be relied on.")),
        "evidence": (say("Evidence"), say("What was seen or said, and how likely that is under each hypothesis.")),
        "indicators": (say("Indicators"), say("What is awaited: how likely it is to be seen by a day, under each hypothesis.")),
        "compliance": (say("Compliance"), say("How likely the other side keeps a deal.")),
    }  # fmt: skip


def _of_the_table() -> Told:
    return {
        "issues": (say("Issues"), say("What is to be settled, with its options and the one in force today.")),
        "exclude": (say("Excluded together"), say("Options that no agreement may hold at the same time.")),
        "implies": (say("What one option requires"), say("An agreement that holds these options holds those as well.")),
        "values": (say("Values"), say("What the issues weigh for each party, and how it scores their options from 0 to 100.")),
        "no_deal": (say("No-deal values"), say("What each party has without a deal, and how that changes with time.")),
        "bargaining_power": (say("Bargaining power"), say("Our share of what can be gained, from 0 to 1.")),
        "consent": (say("Who has to consent"), say("Which parties a deal needs.")),
        "offers": (say("Offers"), say("Packages that have a name: who put them forward, and since when.")),
        "beliefs": (say("What the other side believes"), say("How likely it holds each of its hypotheses about us to be.")),
        "mandate": (say("Mandate"), say("What our side seeks, what it would give for what, and what it will not cross.")),
        "red_lines": (say("Red lines"), say("Options that each party will not cross.")),
        "success": (say("Success"), say("What counts as success, written beforehand: by when, for whom.")),
        "stakes": (say("Stakes"), say("How new the meeting is, and how hard it would be to undo.")),
        "risk": (say("Tolerance for risk"), say("How much risk our side bears, in points; “none” where averages alone count.")),
        "interpretation": (say("Disputed words"), say("What each party means by a word, and how likely it means what we do.")),
    }  # fmt: skip


def _of_others() -> Told:
    return {
        "parties": (say("Parties"), say("Who has interests in the outcome, at the table or not.")),
        "consultation": (say("Who was told what"), say("The ledger: who was told when, and what they answered.")),
        "influence": (say("Influence"), say("How far one party's yes draws another along.")),
        "effects": (say("Effects on others"), say("What each option is worth to parties outside the table.")),
        "worth_to_us": (say("What a point is worth to us"), say("What a point of another party's gain is worth to us.")),
        "coalition": (say("Coalition"), say("Who has to be with us in the end, and how likely each agrees if asked alone.")),
        "common_line": (say("Common line"), say("The line that partners hold: its words, who agreed, what is open.")),
        "priorities": (say("Priorities beyond the table"), say("Dated judgements that a package is held against.")),
        "positions": (say("Positions on a line"), say("Where each party stands on a question whose answers lie on a line.")),
        "moves": (say("Moves away from the table"), say("What changes no-deal values or the worth of a deal.")),
        "stages": (say("A deal in stages"), say("What our side does for what the other side does, stage by stage.")),
        "staging": (say("What options do to later talks"), say("What agreeing to an option does to what follows.")),
        "later": (say("What comes after"), say("The weight of the next bargaining problem, and the crisis.")),
    }  # fmt: skip


def _of_the_meeting() -> Told:
    return {
        "meeting": (say("The meeting"), say("At which level, what it must produce, what it hands over, when it is.")),
        "preparation": (say("Steps of preparation"), say("What each reveals, aligns or decides, how long it takes.")),
        "actions": (say("Actions that are weighed"), say("Which of the five can be chosen at all.")),
        "gate": (say("The gate"), say("What must be met before a step that cannot be undone.")),
        "tripwires": (say("Tripwires"), say("What is done, and by whom, if something comes about: settled beforehand.")),
        "decision": (say("The decision"), say("Who decides.")),
        "premortem": (say("Pre-mortem"), say("How it failed, as each imagined before the discussion.")),
        "day_after": (say("The day after"), say("What is left if the meeting fails: channels, next steps, wording.")),
        "framings": (say("Rival readings and dissent"), say("Readings that stand side by side and are never averaged.")),
        "analogies": (say("Like cases of the past"), say("How like each is, from 0 to 10, and how it came out.")),
        "forecasts": (say("Forecasts"), say("Questions with a day on which they are settled, and what somebody forecast.")),
        "title": (say("Title"), say("What this negotiation is called.")),
        "as_of": (say("Day of the case"), say("What is known only later is not seen.")),
        "seat": (say("Seat"), say("From whose seat the case is read.")),
        "standpoint": (say("Standpoint"), say("Whose view shapes the ranges.")),
        "labels": (say("Names for readers"), say("What people read in the place of short names; renaming changes no result.")),
        "judgements": (say("Who holds what"), say("Who holds a judgement, since when, and on what basis.")),
        "release": (say("Who may see what"), say("What is granted to nobody is seen by nobody but our own seat.")),
    }  # fmt: skip


@once_per_language
def _keys() -> Mapping[str, str]:
    return {
        "id": say("short name"),
        "p": say("probability of yes"),
        "n": say("how many"),
        "known_at": say("known on"),
        "resolves": say("settled on"),
        "asked": say("question"),
        "batna": say("course without a deal"),
        "watna": say("worst without a deal"),
        "anyway": say("said anyway if deceptive"),
        "empty_rate": say("said anyway if it tells nothing"),
        "half_life_days": say("half-life"),
        "hit": say("passes on what is so"),
        "false_alarm": say("passes on what is not so"),
        "twin": say("cooperative twin"),
        "lapses_per_day": say("the offer lapses, a day"),
        "tlp": say("traffic light"),
        "per_month": say("change a month"),
        "quota": say("votes needed"),
        "sealed": say("seal"),
    }
