# SPDX-License-Identifier: Apache-2.0
"""Questions, where their probabilities come from, and where evidence comes from, do not contradict themselves."""

from collections.abc import Iterator
from math import prod

from pourparler.case.analogies import BY_ANALOGY, analogy_findings
from pourparler.case.circles import MOST_SHOWN, circles
from pourparler.case.model import Case
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.question import Question, ReferenceClass
from pourparler.case.reference_classes import known_classes
from pourparler.case.words import instead
from pourparler.quantity import Rest, Unknown
from pourparler.wording import say

#: Combinations of hypotheses, one of each question, over which everything is summed exactly.
MOST_TYPES = 4_096


def asked_findings(case: Case) -> Iterator[Finding]:
    """Report contradictions in questions, reference classes, what depends on what, origins and relays."""
    for name, question in case.questions.items():
        path: KeyPath = ("questions", name)
        if not question.hypotheses:
            found = say("a question without hypotheses")
            write = say("write at least two, such as settle: 40..60% and stall: rest")
            yield Finding((*path, "hypotheses"), found, write, whole=True)
        if len(question.hypotheses) == 1:
            found = say("a question with one hypothesis, which no evidence could move")
            write = say("write another beside it, such as other: rest, or delete the question")
            yield Finding((*path, "hypotheses"), found, write, whole=True)
        yield from _of_classes(question, path)
        if question.analogies is not None:
            yield from analogy_findings(question.analogies, (*path, "analogies"))
        if len(question.given) > 1:
            found = say("probabilities given {n} questions", n=len(question.given))
            write = say("write them given one question; that one may depend on a further one")
            yield Finding((*path, "given"), found, write, "key", whole=True)
    yield from _of_dependence(case)
    yield from _of_origins(case)
    count = prod(max(1, len(question.hypotheses)) for question in case.questions.values())
    if count > MOST_TYPES:
        found = say("{count} combinations of hypotheses, of which at most {most} are weighed", count=count, most=MOST_TYPES)
        yield Finding(("questions",), found, say("ask fewer questions, or distinguish fewer hypotheses"), "key", whole=True)


def _of_classes(question: Question, path: KeyPath) -> Iterator[Finding]:
    places: list[KeyPath] = [(*path, "reference_class")] if question.reference_class is not None else []
    places += [(*path, "reference_classes", number) for number in range(len(question.reference_classes))]
    seen: set[str] = set()
    for place, like in zip(places, question.classes, strict=True):
        yield from _of_counts(like, place)
        if like.name in seen:
            found = say("a second class named {name}", name=quoted(like.name))
            yield Finding((*place, "name"), found, say("give each class a name of its own"))
        seen.add(like.name)
    if question.prior_from and question.analysts:
        found = say("a probability from a reference class beside judgements of analysts")
        yield Finding((*path, "prior_from"), found, say("delete it; the classes are printed beside the pool"), "key")
    taken: set[str] = set()
    for number, name in enumerate(question.prior_from):
        here: KeyPath = (*path, "prior_from", number)
        if name == BY_ANALOGY:
            yield from _by_analogy(question, path, here)
            continue
        like_of = next((like for like in question.classes if like.name == name), None)
        if like_of is None:
            found = say("the unknown reference class {name}", name=quoted(name))
            yield Finding(here, found, instead(name, [*(like.name for like in question.classes), BY_ANALOGY]))
            continue
        if like_of.hypothesis in taken:
            found = say("a second class for {hypothesis}", hypothesis=quoted(like_of.hypothesis))
            yield Finding(here, found, say("take the probability of a hypothesis from one class; all are printed"))
        taken.add(like_of.hypothesis)
        stated = question.hypotheses.get(like_of.hypothesis)
        if stated is not None and not isinstance(stated, Unknown):
            found = say("a probability beside one that is taken from a reference class")
            write = say("write unknown, or leave {name} out of prior_from", name=quoted(name))
            yield Finding((*path, "hypotheses", like_of.hypothesis), found, write)


def _of_counts(like: ReferenceClass, place: KeyPath) -> Iterator[Finding]:
    """A class states both of its counts, or is one that comes with the program; and it says what that one says."""
    known = known_classes().get(like.name)
    if like.n is None or like.successes is None:
        both = like.n is None and like.successes is None
        found = say("a class that does not come with the program, without its counts") if both else say("one count of two")
        write = say("write n and successes; pourparler catalog classes lists those that need none")
        advice = instead(like.name, known_classes()) if both and "/" in like.name else write
        yield Finding((*place, "name") if both else place, found, advice, whole=True)
    elif like.successes > like.n:
        found = say("{successes} successes in {n} cases", successes=like.successes, n=like.n)
        yield Finding((*place, "successes"), found, say("write no more successes than cases"))
    elif known is not None and (known.successes, known.n) != like.counts:
        found = say("other counts than those of the class of that name, {k} of {n}", k=known.successes, n=known.n)
        yield Finding((*place, "name"), found, say("leave n and successes out, or give your class a name of its own"))
    if like.name == BY_ANALOGY:
        found = say("a class named {name}", name=quoted(like.name))
        yield Finding((*place, "name"), found, say("give it another name: this one has a meaning of its own"))


def _by_analogy(question: Question, path: KeyPath, here: KeyPath) -> Iterator[Finding]:
    """The tally of structured analogies gives every hypothesis its probability, and only once it was shown."""
    held = question.analogies
    if held is None or held.tallied is None:
        found = say("a tally of analogies that has not been shown")
        yield Finding(here, found, say("let experts rate, then run pourparler analogies tally"))
    if len(question.prior_from) > 1:
        found = say("analogies beside reference classes")
        yield Finding(here, found, say("take the probabilities from one of the two; both are printed"))
    for hypothesis, stated in question.hypotheses.items():
        if not isinstance(stated, Unknown | Rest):
            found = say("a probability beside one that is taken from analogies")
            write = say("write unknown, or leave {name} out of prior_from", name=quoted(BY_ANALOGY))
            yield Finding((*path, "hypotheses", hypothesis), found, write)


def _of_dependence(case: Case) -> Iterator[Finding]:
    """Questions that depend on one another in a circle leave none that can be answered first."""
    depends = {name: tuple(question.given) for name, question in case.questions.items()}
    for circle in circles(depends):
        found = say("a circle: {names}", names=_told(circle, say(" depends on ")))
        yield Finding(("questions", circle[0], "given"), found, say("delete one of these dependences"), "key")


def _of_origins(case: Case) -> Iterator[Finding]:
    """An origin may be another item; an assurance that was relayed has somebody who relays it."""
    ids = {item.id for item in case.evidence}
    origins = {i.id: (i.origin,) if i.origin is not None and i.origin in ids - {i.id} else () for i in case.evidence}
    places = {item.id: number for number, item in enumerate(case.evidence)}
    for circle in circles(origins):
        found = say("a circle: {names}", names=_told(circle, say(" comes from ")))
        path: KeyPath = ("evidence", places[circle[0]], "origin")
        yield Finding(path, found, say("name the item that was first, or an origin that is no item"))
    for number, item in enumerate(case.evidence):
        if item.kind != "relayed_assurance":
            continue
        if item.source is None:
            found = say("a relayed assurance that nobody relays")
            yield Finding(("evidence", number, "kind"), found, say("name who relays it: source: …; or write kind: statement"))


def _told(circle: tuple[str, ...], link: str) -> str:
    shown = (*circle, circle[0]) if len(circle) < MOST_SHOWN else (*circle[:MOST_SHOWN], "…")
    return link.join(shown)
