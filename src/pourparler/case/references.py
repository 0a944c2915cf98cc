# SPDX-License-Identifier: Apache-2.0
"""Every name in a case refers to something: a party, an issue, an option, a hypothesis, a source, a move."""

from collections.abc import Iterator
from typing import Any

from pourparler.case.bystanders import affected_findings, bystander_findings, bystander_references
from pourparler.case.chances import chance_findings
from pourparler.case.coherence import coherence_findings
from pourparler.case.completeness import completeness_findings
from pourparler.case.consent import consent_references, deciding
from pourparler.case.exclusions import exclusion_references
from pourparler.case.goals import goal_findings, goal_references
from pourparler.case.interactions import interaction_references
from pourparler.case.judged import judged_findings
from pourparler.case.model import Case, ValueModel
from pourparler.case.names import Known, Names, Reference, by_side, keyed, listed
from pourparler.case.offers import offer_references
from pourparler.case.prepared import closed_options, closing_findings, closing_references
from pourparler.case.problem import Finding, KeyPath
from pourparler.case.recorded import recorded_findings, recorded_options, recorded_references
from pourparler.case.staged import BY_SIDE, staged_options
from pourparler.case.tree import Tree
from pourparler.case.under import move_references


def check(case: Case, tree: Tree, *, closed: bool = False, is_supposed: bool = False) -> Iterator[Finding]:
    """Check a case against itself; `tree` is the file that it was read from.

    `case` may lack what could not be read, since names are looked up in the tree. Key paths count list items
    as they stand in `case`. If `closed`, no name may lead into a section that is not there. What `is_supposed`
    need not be told by a version of the goals.
    """
    names = Names(tree, closed)
    for reference in _references(case, names):
        yield from reference.findings()
    yield from completeness_findings(case, names)
    yield from chance_findings(case, names)
    yield from coherence_findings(case, names)
    yield from closing_findings(case)
    yield from recorded_findings(case, names)
    yield from goal_findings(case, names, is_supposed=is_supposed)
    yield from judged_findings(case, names)
    yield from affected_findings(case, names)
    yield from bystander_findings(case, names)


def _references(case: Case, names: Names) -> Iterator[Reference]:
    yield from _of_questions(case, names)
    yield from _of_sources(case, names)
    for party, model in case.values.items():
        yield from _of_values(model, names, ("values", party))
    yield from interaction_references(case, names)
    yield from offer_references(case, names)
    yield from _of_parties(case, names)
    yield from bystander_references(case, names)
    yield from _of_moves(case, names)
    yield from move_references(case, names)
    yield from _of_issues(case, names)
    yield from _of_mandate(case, names)
    yield from _of_preparation(case, names)
    yield from closing_references(case, names)
    yield from recorded_references(case, names)
    yield from _of_stages(case, names)
    for path, option in (*recorded_options(case), *staged_options(case), *closed_options(case)):
        yield from _option(option, names, path)


def _by_question(table: Any, names: Names, *path: str | int) -> Iterator[Reference]:
    """Tables by question whose entries may be tables by hypothesis."""
    yield from keyed("question", table, names.questions, *path)
    if isinstance(table, dict):
        for question, inner in table.items():
            yield from keyed("hypothesis", inner, names.hypotheses(question), *path, question)


def _option(name: str, names: Names, path: KeyPath, *, is_key: bool = False) -> Iterator[Reference]:
    """An option in full, `issue.option`, or an issue alone."""
    issue, _, option = name.partition(".")
    known, options = names.issues, names.options(issue)
    if not option or known is None or issue not in known:
        yield Reference("issue", issue, known, path, is_key)
    elif options is not None and option not in options:
        in_full = {f"{issue}.{word}": None for word in options}
        yield Reference("option", name, in_full, path, is_key)


def _of_stages(case: Case, names: Names) -> Iterator[Reference]:
    known = dict.fromkeys(stage.id for stage in case.stages)
    for number, stage in enumerate(case.stages):
        here: KeyPath = ("stages", number)
        for key in BY_SIDE:
            yield from keyed("party", getattr(stage, key), names.parties, *here, key)
        for party, kept in stage.kept_by.items():
            yield from _by_question(kept, names, *here, "kept_by", party)
        yield from listed("stage", stage.after, known, *here, "after")


def _of_questions(case: Case, names: Names) -> Iterator[Reference]:
    for question, entry in case.questions.items():
        if entry.reference_class is not None:
            path = ("questions", question, "reference_class", "hypothesis")
            yield Reference("hypothesis", entry.reference_class.hypothesis, names.hypotheses(question), path)
        for number, like in enumerate(entry.reference_classes):
            path_of = ("questions", question, "reference_classes", number, "hypothesis")
            yield Reference("hypothesis", like.hypothesis, names.hypotheses(question), path_of)
        for number, rating in enumerate(entry.analogies.ratings if entry.analogies is not None else ()):
            of_rating: KeyPath = ("questions", question, "analogies", "ratings", number, "came")
            yield Reference("hypothesis", rating.came, names.hypotheses(question), of_rating)
        yield from _by_question(entry.given, names, "questions", question, "given")
        for other, rows in entry.given.items():
            for hypothesis, row in rows.items():
                known = names.hypotheses(question)
                yield from keyed("hypothesis", row, known, "questions", question, "given", other, hypothesis)
    for number, item in enumerate(case.evidence):
        yield from _by_question(item.likelihood, names, "evidence", number, "likelihood")
        yield from _by_question(item.anyway, names, "evidence", number, "anyway")
        yield from _by_question(item.letters, names, "evidence", number, "letters")
    for name, awaited in case.indicators.items():
        here: KeyPath = ("indicators", name)
        yield Reference("question", awaited.question, names.questions, (*here, "question"))
        yield from keyed("hypothesis", awaited.likelihood, names.hypotheses(awaited.question), *here, "likelihood")
        if awaited.evidence is not None:
            yield Reference("item", awaited.evidence, names.evidence, (*here, "evidence"))
    yield from _by_question(case.compliance, names, "compliance")
    for party, no_deal in case.no_deal.items():
        yield from _by_question(no_deal.value, names, "no_deal", party, "value")


def _of_sources(case: Case, names: Names) -> Iterator[Reference]:
    for name, source in case.sources.items():
        here = ("sources", name)
        if source.party is not None:
            yield Reference("party", source.party, names.parties, (*here, "party"))
        if source.grade is not None:
            yield Reference("grade", source.grade, _grades(source.grade, names), (*here, "grade"))
        for number, link in enumerate(source.links or ()):
            if link.grade is not None:
                path = (*here, "links", number, "grade")
                yield Reference("grade", link.grade, _grades(link.grade, names), path)
    known = names.keys("sources")
    for number, item in enumerate(case.evidence):
        if item.source is not None:
            yield Reference("source", item.source, known, ("evidence", number, "source"))
        if item.issue is not None:
            yield Reference("issue", item.issue, names.issues, ("evidence", number, "issue"))


def _grades(grade: str, names: Names) -> Known:
    """Return the grades of the case's table; `B2` may be held by its letter alone."""
    known = names.keys("grades")
    return None if known is not None and grade[:1] in known else known


def _of_values(model: ValueModel, names: Names, path: KeyPath) -> Iterator[Reference]:
    """Questions and hypotheses of a value model; its issues and options are the matter of `completeness`."""
    yield from _by_question(model.under, names, *path, "under")
    for question, by_hypothesis in model.under.items():
        for hypothesis, restated in by_hypothesis.items():
            yield from _of_values(restated, names, (*path, "under", question, hypothesis))


def _of_parties(case: Case, names: Names) -> Iterator[Reference]:
    parties = names.parties
    yield from keyed("party", case.worth_to_us, parties, "worth_to_us")
    yield from consent_references(case, names)
    for path, table in by_side(case):
        yield from keyed("party", table, parties, *path)
    for key, stage in case.staging.items():
        yield from keyed("party", stage.shifts_after, parties, "staging", key, "shifts_after")
    for number, entry in enumerate(case.consultation):
        yield Reference("party", entry.party, parties, ("consultation", number, "party"))


def _of_moves(case: Case, names: Names) -> Iterator[Reference]:
    moves, parties = names.keys("moves"), names.parties
    for name, move in case.moves.items():
        here = ("moves", name)
        yield from _of_shifts(move.shifts, names, *here, "shifts")
        if move.retaliation is not None:
            yield from _of_shifts(move.retaliation.shifts, names, *here, "retaliation", "shifts")
        yield from keyed("party", move.effects, parties, *here, "effects")
        for number, option in enumerate(move.opens):
            yield from _option(option, names, (*here, "opens", number))
        if move.improves is not None:
            yield Reference("issue", move.improves.issue, names.issues, (*here, "improves", "issue"))
            yield Reference("party", move.improves.party, parties, (*here, "improves", "party"))
        yield from listed("party", move.needs, parties, *here, "needs")
        if move.twin is not None:
            yield Reference("move", move.twin, moves, (*here, "twin"))


def _of_shifts(shifts: dict[str, Any], names: Names, *path: str | int) -> Iterator[Reference]:
    yield from keyed("party", shifts, deciding(names), *path)
    for party, points in shifts.items():
        yield from _by_question(points, names, *path, party)


def _of_issues(case: Case, names: Names) -> Iterator[Reference]:
    for issue, entry in case.issues.items():
        if entry.status_quo is not None:
            yield Reference("option", entry.status_quo, names.options(issue), ("issues", issue, "status_quo"))
    yield from exclusion_references(case, names)
    for section in ("staging", "effects"):
        for name in getattr(case, section):
            yield from _option(name, names, (section, name), is_key=True)
    for party, options in case.red_lines.items():
        for number, name in enumerate(options):
            yield from _option(name, names, ("red_lines", party, number))


def _of_mandate(case: Case, names: Names) -> Iterator[Reference]:
    if case.mandate is None:
        return
    yield from goal_references(case, names)
    for number, exchange in enumerate(case.mandate.gives):
        yield from _option(exchange.give, names, ("mandate", "gives", number, "give"))
        if exchange.get is not None:
            yield from _option(exchange.get, names, ("mandate", "gives", number, "get"))
    for number, voiced in enumerate(case.mandate.disagreements):
        if voiced.infeasible is not None:
            yield from _option(voiced.infeasible, names, ("mandate", "disagreements", number, "infeasible"))
    for number, name in enumerate(case.mandate.red_lines):
        yield from _option(name, names, ("mandate", "red_lines", number))


def _of_preparation(case: Case, names: Names) -> Iterator[Reference]:
    steps, moves = names.keys("preparation"), names.keys("moves")
    for name, step in case.preparation.items():
        here = ("preparation", name)
        if step.reveals is not None:
            yield Reference("question", step.reveals, names.questions, (*here, "reveals"))
        for outcome, chance in step.outcomes.items():
            known = names.hypotheses(step.reveals)
            yield from keyed("hypothesis", chance, known, *here, "outcomes", outcome)
        if step.asks is not None:
            yield Reference("source", step.asks, names.keys("sources"), (*here, "asks"))
        if step.issue is not None:
            yield Reference("issue", step.issue, names.issues, (*here, "issue"))
        if step.aligns is not None:
            yield Reference("party", step.aligns, names.parties, (*here, "aligns"))
        yield from listed("move", step.shapes, moves, *here, "shapes")
        yield from listed("step", step.needs, steps, *here, "needs")
