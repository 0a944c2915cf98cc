# SPDX-License-Identifier: Apache-2.0
"""The verdict in one plain line, why, what would change it, and the strongest case against it."""

from dataclasses import replace

from pourparler.assess.assessment import Assessment
from pourparler.assess.sentence import Sentence
from pourparler.assess.verdict import NOT_DETERMINED
from pourparler.briefing.document import BulletList, Mark, Paragraph, Section, Stamp
from pourparler.briefing.marks import RESULT, found_from
from pourparler.briefing.names import Names
from pourparler.wording import plural, say

#: How `assess` joins the dissents of a case to the case against the advice; the one screen names the holders only.
_DISSENT = "; held against it: {dissent}"
#: How `assess` joins the price of waiting to it; on the one screen the plan tells it.
_WAITING = "; each week of waiting costs {delay} points"


def verdict(assessment: Assessment, names: Names) -> Section:
    """Say the advice as a headline, on which case, and for whose decision."""
    case, row = assessment.case, assessment.verdict
    brief = [Paragraph(case.title), Paragraph(stamp_of(assessment, names).about())]
    if case.turned:
        turned = say("The other side's case, read from across the table: the judgements in it are not this seat's.")
        brief.append(Paragraph(turned))
    if row.action == NOT_DETERMINED and row.settle:
        brief.append(Paragraph(say("The one input that would settle most: {path}", path=row.settle)))
    blocks = [*brief, Paragraph(case.standpoint, lead=say("Standpoint"))] if case.standpoint else brief
    return Section(headline(assessment, names), tuple(blocks), tuple(brief), found_from(assessment))


def stamp_of(assessment: Assessment, names: Names) -> Stamp:
    """Say whose the briefing is and what it was made from; no clock is read, so the same case gives the same bytes."""
    case, run = assessment.case, assessment.run
    decider = assessment.verdict.decider or say("nobody named in the case")
    return Stamp(names.of("parties", case.seat), case.as_of, decider, case.digest, run.seed, run.worlds, run.version)


def headline(assessment: Assessment, names: Names) -> str:
    """Return the advice as one plain line."""
    row = assessment.verdict
    if row.action == NOT_DETERMINED:
        if not row.between:
            return say("NOT DETERMINED — too much is unknown to advise anything")
        return say("NOT DETERMINED — between {actions}", actions=_either([action_name(action) for action in row.between]))
    if row.action == "step_down":
        level = next((a.level for a in assessment.actions if a.action == row.action and a.level), None)
        if level is not None:
            return say("STEP DOWN — meet at the level of {level} instead", level=names.of(level))
    lines = {
        "fix": say("FIX — set the date"),
        "fix_conditionally": say("FIX ON CONDITIONS — set the date, and call it off if preparation fails"),
        "step_down": say("STEP DOWN — meet at a lower level instead"),
        "hold": say("HOLD — do not fix the date yet"),
        "forgo": say("FORGO — do not meet"),
    }
    return lines[row.action]


def action_name(action: str) -> str:
    """Return an action in plain words."""
    known = {
        "fix": say("fix the date"),
        "fix_conditionally": say("fix on conditions"),
        "step_down": say("step down a level"),
        "hold": say("hold"),
        "forgo": say("forgo"),
        "no_summit": say("no summit, as now"),
        "forgo_after_fixing": say("call it off"),
        "step_down_after_fixing": say("call it off and step down a level"),
    }
    return known.get(action, action)


def reasons(assessment: Assessment, names: Names) -> Section | None:
    """Say what the advice rests on."""
    row = assessment.verdict
    if not row.reasons:
        return None
    short = [names.told(reason) for reason in row.reasons if not _told_elsewhere(reason)]
    if row.conditions:
        count = len(row.conditions)
        open_ones = plural(
            "one condition for fixing the date is not met or unknown (below)",
            "{n} conditions for fixing the date are not met or unknown (below)",
            count,
        )
        short.insert(0, open_ones)
    every = BulletList(tuple(names.told(r) for r in row.reasons))
    return Section(say("Why"), (every,), _bullets(short), found_from(assessment))


def _told_elsewhere(reason: Sentence) -> bool:
    """Return whether a sentence repeats what the gate, the table of actions or the intentions show on the one screen."""
    return not {"condition", "values", "question", "path"}.isdisjoint(reason.values)


def change(assessment: Assessment, names: Names) -> Section | None:
    """Say what would change the advice."""
    found = assessment.verdict.would_change
    if not found:
        return None
    others = [each for each in found if {"condition", "conditions"}.isdisjoint(each.values)]
    short = _shortened([each for each in others if not _never(each)] or others, names)
    every = [names.told(each) for each in found]
    return Section(say("What would change it"), (BulletList(tuple(every)),), _bullets(short or every[:1]), (RESULT,))


def _never(each: Sentence) -> bool:
    """Return whether a sentence says that fixing is behind what is advised whatever is believed: that changes nothing."""
    return "advice" in each.values and "p" not in each.values


def _shortened(found: list[Sentence], names: Names) -> list[str]:
    """Tell sentences, the break-evens of one hypothesis under several sets of moves together where that says as much."""
    groups: dict[tuple[str, ...], list[Sentence]] = {}
    for number, each in enumerate(found):
        hypothesis = each.values.get("hypothesis") if "advice" not in each.values else None
        kind = "p" if "p" in each.values else _outcome(each)
        groups.setdefault((str(number),) if hypothesis is None else (str(hypothesis), kind), []).append(each)
    out: list[str] = []
    told: list[list[str]] = []
    for group in groups.values():
        if len(group) == 1:
            out.append(names.told(group[0]))
        else:
            ways = [_way(each, names) for each in group]
            out.append(_together(group, ways, ways in told, names))
            told.append(ways)
    return out


def _outcome(never: Sentence) -> str:
    """Return which of the two is ahead whatever the likelihood."""
    return "fixing" if " beats " in never.template else "forgoing"


def _way(each: Sentence, names: Names) -> str:
    moves = each.values.get("moves")
    return say("with {moves}", moves=names.value("moves", moves)) if moves else say("without moves")


def _together(group: list[Sentence], ways: list[str], told: bool, names: Names) -> str:
    """Tell several break-evens of one hypothesis in one sentence; `told` if the same ways have just been named."""
    hypothesis = names.value("hypothesis", group[0].values["hypothesis"])
    if "p" in group[0].values:
        items = [f"{each.values['p']} {way}" for each, way in zip(group, ways, strict=True)]
        template = "fixing beats forgoing once {hypothesis} is likelier than {items}"
        return say(template, hypothesis=hypothesis, items=_either(items))
    if _outcome(group[0]) == "fixing":
        end = say("in each of these ways") if told else _either(ways)
        return say("however likely {hypothesis} is, fixing beats forgoing {end}", hypothesis=hypothesis, end=end)
    end = say("in none of these ways") if told else say("neither {ways}", ways=" nor ".join(ways))
    return say("however likely {hypothesis} is, fixing beats forgoing {end}", hypothesis=hypothesis, end=end)


def against(assessment: Assessment, names: Names) -> Section:
    """Give the strongest case against the advice, and the dissents, which are printed and never weighed."""
    framings = _framings(assessment)
    row = without_dissent(assessment.verdict.against)
    text, short = names.told(row), names.told(Sentence(row.template.removesuffix(_WAITING), row.values))
    blocks: list[Paragraph | BulletList] = [Paragraph(text, mark=RESULT)]
    where = tuple(names.told(_in_words(each, names)) for each in assessment.verdict.wrong_where)
    blocks += [BulletList(where)] if where else []
    more = ""
    if framings:
        told = tuple(f"{holder}: {says}" for holder, says, _ in framings)
        blocks.append(BulletList(told, tuple(Mark("reading", None, on) for _, _, on in framings)))
        more = plural("one dissent is on record", "{n} dissents are on record", len(framings))
    return Section(say("The case against"), tuple(blocks), (Paragraph(short, more),))


def _in_words(each: Sentence, names: Names) -> Sentence:
    """Return a sentence with the name of an input in the place of its path in the case file."""
    path = each.values.get("path")
    return replace(each, values={**each.values, "path": names.input(path)}) if isinstance(path, str) else each


def without_dissent(against: Sentence) -> Sentence:
    """Return the case against the advice without the dissents of the case, which stand beside it."""
    return Sentence(against.template.removesuffix(_DISSENT), against.values)


def _framings(assessment: Assessment) -> list[tuple[str, str, str | None]]:
    """Return every reading of the situation and every dissent: who holds it, what it says, since when."""
    found = assessment.as_written.get("framings")
    rows = found if isinstance(found, list) else []
    return [(str(row["holder"]), str(row["says"]), row["on"]) for row in rows]


def _bullets(items: list[str]) -> tuple[BulletList, ...]:
    return (BulletList(tuple(items)),) if items else ()


def _either(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return say("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])
