# SPDX-License-Identifier: Apache-2.0
"""The tally of like cases: asked for behind the own estimate, of what is sealed, once; nothing is rated after it."""

import re
import time

import pytest

from workbench.conftest import ME, Page, plain

RATED = "{ratings: [{case: the pier, by: Mara, similarity: 6..8, came: settle, on: 1977-01-20}, " + (
    "{case: the ferry, by: Jon, similarity: 3, came: hold_out, on: 1977-01-21}]}"
)
PLACE = "questions|aim|analogies"


@pytest.fixture
def rated(canal: Page) -> Page:
    """A case in which two like cases were rated by hand."""
    canal.save(PLACE, RATED)
    return canal


def opened(page: Page) -> Page:
    """Show what is computed."""
    page.client.post(f"{page.place}/estimate", data={"without": "yes", "request": page.case})
    return page


def ask(page: Page, what: str, status: int = 303, **more: str) -> str:
    answer = page.client.post(f"{page.place}/analogies/{what}", data={"question": "aim", **more})
    assert answer.status_code == status, plain(answer.text)
    return answer.headers.get("location", "") or answer.text


def offers(page: Page) -> list[str]:
    """Return what the page of intentions offers to do with ratings."""
    return re.findall(r"/analogies/(seal|tally)\"", page.see("/intentions"))


def test_ratings_are_sealed_then_tallied_and_what_came_of_it_is_told_as_the_command_prints_it(rated: Page) -> None:
    opened(rated)
    assert offers(rated) == ["seal"] and "2 were written by hand" in plain(rated.see("/intentions"))
    assert ask(rated, "seal") == f"{rated.place}/intentions#tallies"
    assert offers(rated) == ["tally"]
    assert len(re.findall("sealed: [0-9a-f]{64}", rated.text())) == 2
    ask(rated, "tally", request="one")
    ask(rated, "tally", request="one")
    assert offers(rated) == [] and rated.number() == 4
    assert "on: 1977-02-01" in rated.text().partition("tallied")[2]
    until = time.monotonic() + 60
    while "What like cases came to" not in (page := rated.see("/intentions")) and time.monotonic() < until:
        time.sleep(0.1)
    assert "2 ratings of 2 like cases by 2 experts; tallied on 1977-02-01, after which nothing was rated" in plain(page)
    told = [(each.reason, each.author) for each in rated.archive.history(ME, rated.case, last=4, most=2)]
    assert [reason.partition(":")[0] for reason, _ in told] == ["The tally of like cases shown", "Ratings of like cases sealed"]


def test_nothing_is_rated_after_the_tally_and_it_is_not_taken_twice(rated: Page) -> None:
    opened(rated)
    ask(rated, "seal")
    ask(rated, "tally")
    late = "{case: the bridge, by: Jon, similarity: 9, came: settle, on: 1977-01-22}"
    answer = rated.client.post(f"{rated.place}/field", data={"path": f"{PLACE}|ratings|#2", "value": late})
    assert answer.status_code == 422 and "rated after its tally was shown" in plain(answer.text)
    number = rated.number()
    ask(rated, "tally")
    assert "after the tally was shown" in plain(ask(rated, "seal", 422))
    assert rated.number() == number


def test_before_an_own_estimate_no_tally_is_offered_or_made(rated: Page) -> None:
    assert offers(rated) == []
    assert ask(rated, "tally") == ask(rated, "seal") == rated.place
    assert rated.number() == 2


def test_what_cannot_be_tallied_is_told_and_nothing_is_changed(rated: Page) -> None:
    opened(rated)
    assert "a rating that is not sealed" in plain(ask(rated, "tally", 422))
    ask(rated, "tally", 404, question="no_such")
    assert "no analogy rated" in plain(ask(rated, "tally", 422, question="consent"))
    assert rated.number() == 2


def test_a_tally_is_of_what_stood_on_the_page(rated: Page) -> None:
    opened(rated)
    ask(rated, "seal")
    seen = str(rated.number())
    rated.save(f"{PLACE}|ratings|#2", "{case: the bridge, by: Jon, similarity: 9, came: settle, on: 1977-01-22}")
    assert "rated after its tally was shown" in plain(ask(rated, "tally", 422, base=seen))
    assert offers(rated) == ["seal"]
