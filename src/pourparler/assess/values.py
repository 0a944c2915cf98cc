# SPDX-License-Identifier: Apache-2.0
"""The template and what its packages are worth to the two parties at the table, per world and type."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.shaped import shaped_scores
from pourparler.assess.types import Types
from pourparler.assess.worlds import Missing, Worlds
from pourparler.case import Case, Interaction, Issue, NumericIssue, ShapedScores, ValueModel
from pourparler.engines.bargaining import Additive, Combination, contributions, nothing, snap
from pourparler.engines.bargaining.packages import package_strides
from pourparler.quantity import POINTS

Array = NDArray[np.float64]
Stated = tuple[tuple[str, str], ...]
"""Pairs of an issue and an option, sorted."""


@dataclass(frozen=True)
class Template:
    """Issues with their options, sorted. Packages are counted with the last issue fastest, and never enumerated."""

    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """The number of options of each issue."""
        return tuple(len(options) for options in self.options)

    def place(self, option: str) -> tuple[int, int]:
        """Return the indices (issue, option) of `issue.option`; Missing if the template has no such option."""
        issue, _, name = option.partition(".")
        if issue not in self.issues or name not in self.options[self.issues.index(issue)]:
            raise Missing(f"issues.{option}")
        return self.issues.index(issue), self.options[self.issues.index(issue)].index(name)

    def one(self, option: str, amount: Array) -> Additive:
        """Return the quantity that is `amount` [world] at packages that take an option, `issue.option`, and 0 elsewhere."""
        issue, place = self.place(option)
        return nothing(self.counts).plus(issue, amount[:, None, None] * (np.arange(self.counts[issue]) == place))

    def combination(self, stated: Mapping[str, str]) -> Combination:
        """Return issue -> option as indices; Missing if the template has no such option."""
        return dict(self.place(f"{issue}.{option}") for issue, option in sorted(stated.items()))

    def names(self, package: int) -> dict[str, str]:
        """Return a package as issue -> option."""
        strides = package_strides(self.counts)
        places = [package // stride % count for stride, count in zip(strides, self.counts, strict=True)]
        return {issue: self.options[k][places[k]] for k, issue in enumerate(self.issues)}

    def all_options(self) -> tuple[tuple[int, int, str], ...]:
        """Return every option as (issue index, option index, `issue.option`)."""
        return tuple((k, o, f"{issue}.{name}") for k, issue in enumerate(self.issues) for o, name in enumerate(self.options[k]))


def template_of(case: Case) -> Template:
    """Return the template of a case; Missing if it has no issues."""
    if not case.issues:
        raise Missing("issues")
    issues = tuple(sorted(case.issues))
    options = tuple(_options_of(case.issues[i]) for i in issues)
    return Template(issues, options)


def _options_of(issue: Issue | NumericIssue) -> tuple[str, ...]:
    """Return the options of an issue: numbers from the smallest up, names by the alphabet, whatever the order of the file."""
    return issue.options if isinstance(issue, NumericIssue) else tuple(sorted(issue.options))


@dataclass(frozen=True)
class PartyValues:
    """What each option adds to a party's value: per issue an array [world, variant, option], in value points.

    Types that share every hypothesis the values depend on share a variant; `variant` [type] is its index. `together` pairs
    combinations of options with what they add beyond that, [world, variant].
    """

    parts: tuple[Array, ...]
    variant: NDArray[np.intp]
    together: tuple[tuple[Combination, Array], ...] = ()

    def by_type(self, issue: int) -> Array:
        """Return the contributions of one issue, [world, type, option]."""
        return self.parts[issue][:, self.variant]

    def on_grid(self) -> Additive:
        """Return the value of packages on the grid, by variant: what each option adds is rounded, and sums are exact."""
        return Additive(tuple(map(snap, self.parts)), tuple((c, snap(amount)) for c, amount in self.together))


def variants_of(case: Case, types: Types, parties: tuple[str, ...]) -> tuple[NDArray[np.intp], list[Mapping[str, str]]]:
    """Return each type's variant of the values, and each variant as question -> hypothesis."""
    asked = sorted({q for p in parties if p in case.values for q in _asked(case.values[p]) if q in types.questions})
    seen: dict[tuple[str, ...], int] = {}
    index = np.zeros(types.count, dtype=np.intp)
    for kind in range(types.count):
        places = [types.questions.index(q) for q in asked]
        names = tuple(types.hypotheses[place][int(types.index[place, kind])] for place in places)
        index[kind] = seen.setdefault(names, len(seen))
    return index, [dict(zip(asked, names, strict=True)) for names in seen]


def _asked(model: ValueModel) -> set[str]:
    """Return the questions by whose hypotheses values are restated, also inside what is restated."""
    return set(model.under).union(*(_asked(inner) for table in model.under.values() for inner in table.values()))


def _layers(path: tuple[str, ...], model: ValueModel, under: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], ValueModel]]:
    """Yield a party's values and what restates them under the hypotheses of a variant, the last to be heard last."""
    yield path, model
    for question, hypothesis in sorted(under.items()):
        restated = model.under.get(question, {}).get(hypothesis)
        if restated is not None:
            yield from _layers((*path, "under", question, hypothesis), restated, under)


def party_values(
    case: Case,
    worlds: Worlds,
    template: Template,
    party: str,
    variant: NDArray[np.intp],
    variants: list[Mapping[str, str]],
) -> PartyValues:
    """Return a party's values; Missing names the first part of them that nobody has stated."""
    if party not in case.values:
        raise Missing(f"values.{party}")
    per_variant = [_one_variant(case, worlds, template, party, under) for under in variants]
    parts = tuple(np.stack([v[k] for v in per_variant], axis=1) for k in range(len(template.issues)))
    terms = [_together(case, worlds, party, under) for under in variants]
    nothing_added = np.zeros(worlds.count)
    together = tuple(
        (template.combination(dict(key)), np.stack([by_key.get(key, nothing_added) for by_key in terms], axis=1))
        for key in sorted({key for by_key in terms for key in by_key})
    )
    return PartyValues(parts, variant, together)


def _together(case: Case, worlds: Worlds, party: str, under: Mapping[str, str]) -> dict[Stated, Array]:
    """Return what combinations of options add, [world], in the last of a party's models to be heard that states any."""
    place: tuple[str, ...] = ()
    stated: tuple[Interaction, ...] = ()
    for path, model in _layers(("values", party), case.values[party], under):
        if model.together is not None:
            place, stated = path, model.together
    return {
        tuple(sorted(term.when.items())): worlds.draw((*place, "together", term.key, "add"), term.add, POINTS)
        for term in stated
    }


def _one_variant(case: Case, worlds: Worlds, template: Template, party: str, under: Mapping[str, str]) -> tuple[Array, ...]:
    """Return contributions [world, option] per issue, restated by the hypotheses of this variant where the case does so."""
    layers = list(_layers(("values", party), case.values[party], under))
    path: tuple[str, ...] = ("values", party)
    stated: object = None
    for place, model in layers:
        if model.weights is not None:
            path, stated = place, model.weights
    weights = worlds.weights((*path, "weights"), template.issues, stated)
    scores = []
    for k, issue in enumerate(template.issues):
        where: tuple[str, ...] = ("values", party)
        given: object = None
        for layer, model in layers:
            if issue in model.scores:
                where, given = layer, model.scores[issue]
        place, stated_issue = (*where, "scores", issue), case.issues[issue]
        if isinstance(given, ShapedScores) and isinstance(stated_issue, NumericIssue):
            scores.append(shaped_scores(worlds, place, given, np.array(stated_issue.numbers, dtype=np.float64)))
        else:
            scores.append(worlds.scores(place, template.options[k], given, stated_issue.options))
    return contributions(weights, scores)
