# SPDX-License-Identifier: Apache-2.0
"""The errors: one parent, messages with what was found and what to write, safe to send between processes."""

import pickle

import pytest

from pourparler.errors import CaseError, EngineInputError, PourparlerError, QuantityError


def test_all_have_one_parent() -> None:
    for kind in (QuantityError, CaseError, EngineInputError):
        assert issubclass(kind, PourparlerError)
    assert issubclass(QuantityError, ValueError)
    assert issubclass(EngineInputError, ValueError)
    assert not issubclass(CaseError, ValueError)


def test_a_quantity_error_shows_both_parts() -> None:
    error = QuantityError("'60'", "write 60%")
    assert (error.found, error.advice, str(error)) == ("'60'", "write 60%", "'60': write 60%")


def test_a_case_error_shows_every_problem() -> None:
    error = CaseError(("line 3: first", "line 9: second"))
    assert error.problems == ("line 3: first", "line 9: second")
    assert str(error) == "line 3: first\nline 9: second"


@pytest.mark.parametrize("error", [QuantityError("'60'", "write 60%"), CaseError(("a", "b")), EngineInputError("shape")])
def test_errors_survive_pickling(error: PourparlerError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
