# SPDX-License-Identifier: Apache-2.0
"""What several analysts judge names what there is, is complete, and can be pooled."""

from collections.abc import Iterator, Mapping

from pourparler.case.chances import stated
from pourparler.case.completeness import every_hypothesis
from pourparler.case.model import Case
from pourparler.case.names import Names, keyed
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.words import instead
from pourparler.quantity import POWER, Quantity, support
from pourparler.wording import say


def judged_findings(case: Case, names: Names) -> Iterator[Finding]:
    """Report contradictions in what analysts judge, and in how that is pooled."""
    for question, entry in case.questions.items():
        here: KeyPath = ("questions", question, "analysts")
        for name, own in entry.analysts.items():
            yield from _table(own.hypotheses, question, names, (*here, name, "hypotheses"))
        ends = [{h: stated(chance)[1] for h, chance in own.hypotheses.items()} for own in entry.analysts.values()]
        if ends and all(any(table.get(h, 1) <= 0 for table in ends) for h in entry.hypotheses):
            found = say("analysts who between them rule out every hypothesis")
            yield Finding(here, found, say("ask them again: at least one hypothesis must be possible for all"), whole=True)
    for number, item in enumerate(case.evidence):
        for name, judged in item.analysts.items():
            for question, table in judged.likelihood.items():
                path: KeyPath = ("evidence", number, "analysts", name, "likelihood", question)
                if question not in item.likelihood:
                    if not item.likelihood.keys() <= case.questions.keys():
                        continue  # the item names a question that there is not, and that is told already
                    found = say("a likelihood on {question}, on which the item has none", question=quoted(question))
                    yield Finding(path, found, instead(question, item.likelihood), "key")
                else:
                    yield from _table(table, question, names, path)
        yield from _certain(case, number)
    yield from _of_pooling(case)


def _table(table: object, question: str, names: Names, path: KeyPath) -> Iterator[Finding]:
    """A judgement by hypothesis names each hypothesis of its question, and no other."""
    known = names.hypotheses(question)
    for reference in keyed("hypothesis", table, known, *path):
        yield from reference.findings()
    yield from every_hypothesis(table, known, path)


def _certain(case: Case, number: int) -> Iterator[Finding]:
    """Two analysts cannot be pooled of whom one is sure that an item had to come, and the other that it could not."""
    item = case.evidence[number]
    for question in item.likelihood:
        tables = [judged.likelihood[question] for judged in item.analysts.values() if question in judged.likelihood]
        for name in case.questions[question].hypotheses if question in case.questions else ():
            ends = [stated(_of(table, name)) for table in tables]
            if any(high <= 0 for _, high in ends) and any(low >= 1 for low, _ in ends):
                found = say("analysts one of whom is sure of this under {name}, and one of the contrary", name=quoted(name))
                yield Finding(("evidence", number, "analysts"), found, say("ask them again: nothing lies between"), whole=True)


def _of(table: Mapping[str, Quantity] | Quantity, hypothesis: str) -> Quantity | None:
    return table.get(hypothesis) if isinstance(table, Mapping) else table


def _of_pooling(case: Case) -> Iterator[Finding]:
    pooling = case.pooling
    if pooling is None or pooling.extremizing is None:
        return
    if support(pooling.extremizing, POWER)[1] > 1 and pooling.information != "separate":
        write = say("write {words}: it is right only where each knows something of his own", words="information: separate")
        if pooling.information is None:
            yield Finding(("pooling",), say("extremizing without a word on what the analysts know"), write, "key", whole=True)
        else:
            yield Finding(("pooling", "extremizing"), say("extremizing where the analysts' information is shared"), write)
