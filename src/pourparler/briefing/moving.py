# SPDX-License-Identifier: Apache-2.0
"""The page of `pourparler moves`: moves away from the table by themselves."""

from pourparler.assess.moved import MovesStudy
from pourparler.briefing.document import Briefing, Paragraph, Section, Stamp
from pourparler.briefing.figures import percent
from pourparler.briefing.names import Names
from pourparler.briefing.sections.moved import alarms, each, gain_and_risk, objections, opening, sets, twins
from pourparler.wording import say


def moving(study: MovesStudy) -> Briefing:
    """Return the page on the moves of a case."""
    names = Names(study.labels)
    told = (section(study, names) for section in (each, sets, opening, gain_and_risk, twins, objections, alarms))
    found = tuple(section for section in told if section is not None)
    return Briefing(study.case.title, (_about(study, names), *found), _stamp(study, names))


def _stamp(study: MovesStudy, names: Names) -> Stamp:
    case, run = study.case, study.run
    decider = study.decider or say("nobody named in the case")
    return Stamp(names.of("parties", case.seat), case.as_of, decider, case.digest, run.seed, run.worlds, run.version)


def _about(study: MovesStudy, names: Names) -> Section:
    case, run = study.case, study.run
    text = say(
        "Seat: {seat} · as of {as_of} · case {digest} · seed {seed} · {worlds} worlds · version {version}",
        seat=names.of("parties", case.seat),
        as_of=case.as_of,
        digest=case.digest,
        seed=run.seed,
        worlds=run.worlds,
        version=run.version,
    )
    if not study.moves:
        return Section(case.title, (Paragraph(text), Paragraph(say("The case has no moves away from the table."))))
    if study.why is None:
        basis = say("A set is worth what meeting with it is worth ({level}), once all its moves bite.", level=study.level or "")
    else:
        basis = say(
            "A set is worth what can be agreed at the table with it, by full information, once all its moves bite: {why}.",
            why=names.told(study.why),
        )
    zone = study.row(()).p_zone or 0.0
    now = say("As things stand a deal that both prefer to no deal exists with probability {zone}.", zone=percent(zone))
    return Section(case.title, (Paragraph(text), Paragraph(f"{basis} {now}")))
