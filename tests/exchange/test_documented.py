# SPDX-License-Identifier: Apache-2.0
"""The page on domains names every type that is read, every limit, and every difference that a test holds."""

import re
from pathlib import Path
from typing import get_args

from pourparler.exchange import Form
from pourparler.exchange.domain import MOST_BYTES, MOST_FILES, MOST_NAMES
from pourparler.exchange.negmas import SHAPES
from pourparler.exchange.negmas_profile import ADDITIVE, DISCOUNTED, NUMERIC
from pourparler.exchange.negmas_read import LISTED, REAL, SPACES, WHOLE
from pourparler.exchange.ranges import MOST_OPTIONS, REAL_VALUES

PAGE = (Path(__file__).parents[2] / "docs/reference/domains.md").read_text("utf-8")


def test_every_type_and_form_is_named() -> None:
    for name in (*SPACES, *LISTED, WHOLE, REAL, ADDITIVE, *NUMERIC, DISCOUNTED, "TableFun", *SHAPES):
        assert f"`{name}`" in PAGE, name
    for form in get_args(Form):
        assert f'"{form}"' in PAGE, form


def test_every_limit_is_stated() -> None:
    assert f"{MOST_NAMES:,} names, {MOST_FILES} files" in PAGE
    assert f"{MOST_BYTES // 1024**2} MiB" in PAGE
    assert f"up to {MOST_OPTIONS:,} of them" in PAGE
    assert f"taken in {REAL_VALUES} values" in PAGE


def test_every_difference_from_the_oracle_that_a_test_holds_has_its_row() -> None:
    tests = re.findall(
        r"^def test_difference_", (Path(__file__).parent / "test_against_negmas.py").read_text("utf-8"), re.MULTILINE
    )
    rows = [line for line in PAGE.split("## Where NegMAS differs")[1].splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(tests)
