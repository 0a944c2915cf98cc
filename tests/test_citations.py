# SPDX-License-Identifier: Apache-2.0
"""Sources: whatever pages, docstrings and published numbers name is in the bibliography, and nothing that nobody names."""

import re

import pytest

import citations

ROOT = citations.ROOT
METHODS = (ROOT / "docs/index.md").read_text("utf-8").split("## Methods\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Nash (1950); with powers, Kalai (1977)", ["nash1950", "kalai1977"]),
        ("Kalai & Smorodinsky 1975, and Kalai–Smorodinsky (1975)", ["kalai1975", "kalai1975"]),
        ("Brams, S. J., & Taylor, A. D. (1996).", ["brams1996"]),
        ("of Bueno de Mesquita (1994, 1997) and Van den Bos (1991)", ["mesquita1994", "mesquita1997", "bos1991"]),
        ("Thomson, Stokman, Achen & König, eds. (2006)", ["thomson2006"]),
        ("Satopää et al. (2014), eq. 3", ["satopaa2014"]),
        ("Inohara & Hipel (2008a, 2008b)", ["inohara2008", "inohara2008"]),
        ("since 1945, on 12 March 2031, 2031-03-14, Camp David (1978) and in 2,000 worlds", []),
    ],
)
def test_a_citation_is_read_as_people_write_it(text: str, keys: list[str]) -> None:
    found = list(citations.citations(text))
    assert [each.key for each in found] == keys
    assert all(text[each.start : each.end][:4] == each.key[-4:] for each in found)


def test_every_source_that_is_named_is_in_the_bibliography_and_no_other() -> None:
    named, known = citations.cited(), citations.sources()
    assert {key: places for key, places in named.items() if key not in known} == {}
    assert [key for key in known if key not in named] == []


def test_a_key_is_the_first_author_and_the_year_of_its_entry() -> None:
    for key, text in citations.sources().items():
        author = re.split(r"[,(]", text)[0].split()[-1]
        if key != "mesquita" + key[-4:]:
            assert citations.plain(author) == key[:-4], key
        assert f"({key[-4:]}" in text, key


@pytest.mark.parametrize("page", re.findall(r"\]\(([^)]+)\)", METHODS))
def test_every_page_on_a_method_names_its_sources(page: str) -> None:
    assert list(citations.citations((ROOT / "docs" / page).read_text("utf-8"))), page
