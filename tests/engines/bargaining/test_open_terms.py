# SPDX-License-Identifier: Apache-2.0
"""What is remembered of a partial package is which combinations can still come true, and nothing once they are settled."""

import numpy as np
import pytest

from pourparler.engines.bargaining import Payoffs, open_terms
from pourparler.engines.bargaining.open_terms import steps_of, tied_blocks
from pourparler.errors import EngineInputError

PART = np.zeros((3, 2), dtype=np.int64)


def test_one_term_on_twenty_issues_makes_two_groups_and_one_when_it_is_settled() -> None:
    payoffs = Payoffs((PART,) * 20, (({issue: 0 for issue in range(20)}, np.array([1, 2])),))
    (block,) = tied_blocks(payoffs)
    steps = steps_of(payoffs, block)
    assert [step.groups for step in steps] == [2] * 19 + [1]
    assert steps[-1].adds is not None and sorted(steps[-1].adds.reshape(-1, 2).tolist()) == [[0, 0]] * 5 + [[1, 2]]


def test_a_chain_of_ties_remembers_its_last_link_only() -> None:
    links = tuple(({place: 0, place + 1: 0}, np.array([1, 1])) for place in range(9))
    steps = steps_of(Payoffs((PART,) * 10, links), tuple(range(10)))
    assert [step.groups for step in steps] == [2] * 9 + [1]


def test_a_free_issue_is_one_step_without_groups() -> None:
    payoffs = Payoffs((PART, PART))
    assert tied_blocks(payoffs) == ((0,), (1,))
    (step,) = steps_of(payoffs, (1,))
    assert step.is_free and step.groups == 1 and step.adds is None


def test_too_many_groups_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_terms, "MOST_GROUPS", 5)
    payoffs = Payoffs((PART,) * 3, (({0: 0, 1: 0, 2: 0}, np.array([1, 2])),))
    with pytest.raises(EngineInputError, match="allow an epsilon"):
        steps_of(payoffs, (0, 1, 2))
