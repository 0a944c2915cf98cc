# SPDX-License-Identifier: Apache-2.0
"""What belongs together is complete: a weight per issue, a score per option, an entry per hypothesis."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from pourparler.case.fields import ShapedScores
from pourparler.case.model import Case, ValueModel
from pourparler.case.names import Known, Names, Reference
from pourparler.case.ordering import Ordering
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.words import without_meant
from pourparler.wording import say

#: Names listed in one message.
_MOST_NAMED = 20


def completeness_findings(case: Case, names: Names) -> Iterator[Finding]:
    """Report what lacks an entry, or has one too many."""
    for party, model in case.values.items():
        yield from _of_values(model, names, ("values", party))
        yield from _scores_for_weights(model, names, ("values", party))
    for path, table in _tables_of_one_question(case):
        yield from _one_question(table, names, path)
    for path, question, table in _tables_by_hypothesis(case):
        yield from every_hypothesis(table, names.hypotheses(question), path)


def is_ordering(raw: object) -> bool:
    """True for an ordering, False for a list of scores or a table."""
    return isinstance(raw, tuple) and bool(raw) and isinstance(raw[0], tuple)


def names_in(order: Ordering) -> tuple[str, ...]:
    """Return the names of an ordering, first to last."""
    return tuple(chain.from_iterable(order))


def _matched(
    kind: str, words: Iterable[str], known: Mapping[str, object], path: KeyPath, *, ordered: bool, lacks: str
) -> Iterator[Finding]:
    """Compare words with the names they must cover: report unknown ones, then what is still missing.

    `lacks` is the sentence for a missing name.
    """
    written = dict.fromkeys(words)
    unknown = [word for word in written if word not in known]
    if ordered and len(written) == 1 and len(known) > 1 and unknown:
        write = say("write an order of {names}", names=" > ".join(islice(known, _MOST_NAMED)))
        yield Finding(path, say("{text}, which is no order", text=quoted(unknown[0])), write)
        return
    for word in unknown:
        place = path if ordered else (*path, word)
        yield from Reference(kind, word, known, place, is_key=not ordered).findings()
    for name in without_meant((name for name in known if name not in written), unknown):
        write = say("add it to the order") if ordered else say("write {name}: …", name=name)
        yield Finding(path, say(lacks, name=quoted(name)), write, "value" if ordered else "key", whole=True)


def _of_values(model: ValueModel, names: Names, path: KeyPath) -> Iterator[Finding]:
    """Weights over issues, and scores over the options of each issue, as far as they are written here."""
    issues = names.issues
    weights = model.weights
    if weights is not None and issues is not None:
        ordered = not isinstance(weights, dict)
        words = weights if isinstance(weights, dict) else names_in(weights)
        lacks = "no weight for {name}"
        yield from _matched("issue", words, issues, (*path, "weights"), ordered=ordered, lacks=lacks)
    for issue, scores in model.scores.items():
        here = (*path, "scores", issue)
        yield from Reference("issue", issue, issues, here, is_key=True).findings()
        yield from _of_scores(scores, issue, names, here)
    for question, by_hypothesis in model.under.items():
        for hypothesis, restated in by_hypothesis.items():
            yield from _of_values(restated, names, (*path, "under", question, hypothesis))


def _of_scores(scores: Any, issue: str, names: Names, path: KeyPath) -> Iterator[Finding]:
    options, count = names.options(issue), names.option_count(issue)
    if options is None or isinstance(scores, ShapedScores):
        return
    if isinstance(scores, dict) or is_ordering(scores):
        ordered = not isinstance(scores, dict)
        words = names_in(scores) if ordered else scores
        yield from _matched("option", words, options, path, ordered=ordered, lacks="no score for {name}")
    elif len(scores) not in (count, len(options)):
        found = say("{n} scores for {m} options", n=len(scores), m=count)
        listed = ", ".join(islice(options, _MOST_NAMED))
        yield Finding(path, found, say("write one score for each, in this order: {names}", names=listed), whole=True)


def _scores_for_weights(model: ValueModel, names: Names, path: KeyPath) -> Iterator[Finding]:
    """Where scores are written, every weighed issue has some, here or under each hypothesis of a question."""
    if model.weights is None or names.issues is None or not model.scores:
        return
    weighed = set(model.weights if isinstance(model.weights, dict) else names_in(model.weights))
    lacking = (issue for issue in names.issues if issue in weighed and issue not in model.scores)
    for issue in without_meant(lacking, (word for word in model.scores if word not in names.issues)):
        if not _restated(model, issue, names):
            found = say("no scores for {issue}, which has a weight", issue=quoted(issue))
            write = say("write {issue}: with one score for each option, or their order", issue=issue)
            yield Finding((*path, "scores"), found, write, "key", whole=True)


def _restated(model: ValueModel, issue: str, names: Names) -> bool:
    """True if the issue has scores under every hypothesis of some question."""
    for question, by_hypothesis in model.under.items():
        known = names.hypotheses(question) or tuple(by_hypothesis)
        if all(name in by_hypothesis and issue in by_hypothesis[name].scores for name in known):
            return True
    return False


def _tables_of_one_question(case: Case) -> Iterator[tuple[KeyPath, Any]]:
    """Quantities that may be one for all, or a table with a single question in it."""
    yield ("compliance",), case.compliance
    for number, stage in enumerate(case.stages):
        for party, kept in stage.kept_by.items():
            yield ("stages", number, "kept_by", party), kept
    for party, no_deal in case.no_deal.items():
        yield ("no_deal", party, "value"), no_deal.value
    for name, move in case.moves.items():
        for party, shift in move.shifts.items():
            yield ("moves", name, "shifts", party), shift
        for party, shift in (move.retaliation.shifts if move.retaliation else {}).items():
            yield ("moves", name, "retaliation", "shifts", party), shift


def _one_question(table: Any, names: Names, path: KeyPath) -> Iterator[Finding]:
    if not isinstance(table, dict):
        return
    if len(table) != 1:
        found = say("a table with {n} questions", n=len(table))
        yield Finding(path, found, say("write one question, with all its hypotheses"), whole=True)
    for question, by_hypothesis in table.items():
        yield from every_hypothesis(by_hypothesis, names.hypotheses(question), (*path, question))


def _tables_by_hypothesis(case: Case) -> Iterator[tuple[KeyPath, str | None, Any]]:
    """Tables that give one entry to each hypothesis of a question."""
    for asked, entry in case.questions.items():
        for other, rows in entry.given.items():
            for hypothesis, row in rows.items():
                yield ("questions", asked, "given", other, hypothesis), asked, row
    for number, item in enumerate(case.evidence):
        for key, tables in (("likelihood", item.likelihood), ("anyway", item.anyway or {}), ("letters", item.letters)):
            for question, table in tables.items():
                yield ("evidence", number, key, question), question, table
    for indicator, awaited in case.indicators.items():
        yield ("indicators", indicator, "likelihood"), awaited.question, awaited.likelihood
    for name, step in case.preparation.items():
        for outcome, table in step.outcomes.items():
            yield ("preparation", name, "outcomes", outcome), step.reveals, table


def every_hypothesis(table: Any, known: Known, path: KeyPath) -> Iterator[Finding]:
    """Report hypotheses without an entry; unknown ones are the matter of `references`."""
    if not isinstance(table, dict) or known is None:
        return
    unknown = (word for word in table if word not in known)
    missing = without_meant((name for name in known if name not in table), unknown)
    if missing:
        found = say("nothing for {names}", names=", ".join(quoted(name) for name in missing[:_MOST_NAMED]))
        listed = ", ".join(quoted(name) for name in islice(known, _MOST_NAMED))
        yield Finding(path, found, say("write an entry for each of {names}", names=listed), "key", whole=True)
