# SPDX-License-Identifier: Apache-2.0
"""What was found for a case: asked for when it is looked at, kept when it comes, ended when nobody needs it any more.

A stand-in for the worker answers at once, or never: what is tried here is who asks for what, and not what is computed.
"""

import asyncio
import sys
import textwrap
import time
from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from pourparler.archive import Archive
from pourparler.workbench import readings
from pourparler.workbench import workers as pool
from pourparler.workbench.app import make_app
from pourparler.workbench.bench import Bench
from pourparler.workbench.worker import packed
from pourparler.workbench.workers import Workers
from workbench.conftest import ME, Page, plain

WEIGHT = "values|united_states|weights|use_rights"
FOUND = {
    "verdict": "It holds",
    "headline": "<p>It holds</p>",
    "page_one": "",
    "parts": {},
    "names": {},
    "figures": {},
    "contents": {},
    "pages": {},
}
FOUND |= {"computed": {}, "glance": {"streams": [], "risks": None, "next": ""}}

#: Answers every job at once, but those of a case that says SLOW never, and those of one that says BROKEN with a problem.
STAND_IN = f"""
    import base64, json, sys, time
    for line in sys.stdin:
        job = json.loads(line)
        text = base64.b64decode(job["files"]["case.yaml"]).decode()
        print(json.dumps({{"job": job["job"], "step": "worlds"}}), flush=True)
        if "SLOW" in text:
            time.sleep(600)
        answer = {{"problems": ["a reason"]}} if "BROKEN" in text else {{"found": {packed(FOUND)!r}}}
        print(json.dumps({{"job": job["job"], **answer}}), flush=True)
"""


async def _stand_in() -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(sys.executable, "-c", textwrap.dedent(STAND_IN), stdin=pipe, stdout=pipe)


@pytest.fixture
def client(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(pool, "_begun", _stand_in)
    with TestClient(make_app(archive, ME), base_url="http://127.0.0.1:8000", follow_redirects=False) as asking:
        yield asking


def bench(page: Page) -> Bench:
    held: Bench = page.client.app.state.bench  # type: ignore[attr-defined]
    return held


def until(happens: Callable[[], object]) -> None:
    """Wait until something is so, and not for long."""
    limit = time.monotonic() + 20
    while not happens():
        assert time.monotonic() < limit
        time.sleep(0.01)


def name(page: Page, title: str) -> None:
    page.save("title", title)


def result(page: Page) -> tuple[int, str] | None:
    return page.archive.latest_result(ME, page.case)


def test_what_was_asked_for_is_kept_though_nobody_looks_again_and_shown_as_older_after_a_change(canal: Page) -> None:
    canal.see()
    until(lambda: result(canal) is not None)
    canal.client.post(f"{canal.place}/estimate", data={"without": "yes"})
    assert "It holds" in canal.see()
    assert "older revision" not in plain(canal.see())
    name(canal, "SLOW")
    assert "older revision" in plain(canal.see())
    assert "found for revision 1" in plain(canal.see("/table")) and "found for revision 1" in plain(canal.see("/plan"))
    assert "It holds" in canal.see()
    assert result(canal) == (1, result(canal)[1])  # type: ignore[index]


def test_a_result_that_an_earlier_version_kept_is_not_shown_and_found_anew(
    canal: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    canal.client.post(f"{canal.place}/estimate", data={"without": "yes"})
    until(lambda: "It holds" in canal.see())
    monkeypatch.setattr(readings, "_FORM", ":of another form")
    name(canal, "SLOW")
    assert "It holds" not in canal.see()
    assert "appears here" in canal.see()


def test_a_newer_revision_ends_the_assessment_of_an_older_one_and_its_process(canal: Page) -> None:
    name(canal, "SLOW")
    canal.see()
    workers = bench(canal).workers
    until(lambda: workers._processes)
    ((key, process),) = workers._processes.items()
    older = workers.job(key)
    assert older is not None
    name(canal, "Quick")
    canal.see()
    until(lambda: older.state == "ended")
    until(lambda: process.returncode is not None)
    until(lambda: result(canal) is not None)
    assert result(canal)[0] == 3  # type: ignore[index]
    assert workers.job(key) is None  # that revision again is assessed again


def test_a_job_that_another_case_waits_for_goes_on(canal: Page, archive: Archive) -> None:
    twin = Page(canal.client, archive, "treaties/canal1977")
    for page in (canal, twin):
        name(page, "SLOW")
        page.see()
    workers = bench(canal).workers
    (job,) = workers._jobs.values()
    name(canal, "SLOW again")
    canal.see()
    assert not job.is_over
    name(twin, "SLOW as well")
    twin.see()
    assert job.state == "ended"


def test_who_asks_for_an_older_revision_meanwhile_gets_the_job_of_the_newest() -> None:
    async def work() -> None:
        workers = Workers(0)
        new = await workers.ask_newest("new", {}, "a case", 5)
        assert await workers.ask_newest("old", {}, "a case", 4) is new
        assert await workers.ask_newest("other", {}, "another case", 1) is not new
        back = await workers.ask_newest("old", {}, "a case", 6)
        assert (new.state, back.state) == ("ended", "waiting")
        assert new.request == {}

    asyncio.run(work())


def test_jobs_that_failed_long_ago_are_forgotten() -> None:
    async def work() -> None:
        workers = Workers(0)
        for number in range(pool._MOST_OVER + 20):
            job = workers.ask(f"{number}", {"files": "large"})
            await workers.end(job)
        assert len(workers._jobs) <= pool._MOST_OVER + 1

    asyncio.run(work())


def test_why_an_assessment_failed_is_shown_and_it_is_not_tried_again_unasked(canal: Page) -> None:
    canal.client.post(f"{canal.place}/estimate", data={"without": "yes"})
    name(canal, "BROKEN")
    until(lambda: "a reason" in canal.see())
    assert "could not be made" in plain(canal.see())
    job = next(iter(bench(canal).workers._jobs.values()))
    canal.see()
    assert next(iter(bench(canal).workers._jobs.values())) is job
    canal.client.post(f"{canal.place}/assess", data={})
    until(lambda: next(iter(bench(canal).workers._jobs.values())) is not job)


def test_who_follows_an_assessment_is_told_its_steps_and_how_it_ended(canal: Page) -> None:
    told = canal.client.get(f"{canal.place}/events").text
    assert told.index("event: step") < told.index("event: over")
    assert told.rstrip().endswith('data: {"state": "done", "number": 1}')
    assert result(canal) is not None
    assert canal.client.get(f"{canal.place}/events").text.startswith("event: over")
    name(canal, "BROKEN")
    assert '"state": "failed", "number": 2' in canal.client.get(f"{canal.place}/events").text


def test_a_stop_by_hand_is_shown_and_stands_until_somebody_asks_again(canal: Page) -> None:
    canal.client.post(f"{canal.place}/estimate", data={"without": "yes"})
    name(canal, "SLOW")
    canal.see()
    until(lambda: bench(canal).workers._processes)
    canal.client.post(f"{canal.place}/end", data={})
    assert "was stopped" in plain(canal.see())


def test_a_long_history_stands_on_several_pages(canal: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    from pourparler.workbench.views import history

    monkeypatch.setattr(history, "_ON_A_PAGE", 2)
    for weight in ("20", "21", "23"):
        canal.save(WEIGHT, weight)
    page = canal.see("/history")
    assert [f'id="revision-{n}"' in page for n in (1, 2, 3, 4)] == [False, False, True, True]
    assert 'href="?from=2"' in page
    page = canal.see("/history?from=2")
    assert [f'id="revision-{n}"' in page for n in (1, 2, 3, 4)] == [True, True, False, False]
    assert "22 → 20" in plain(page)
    assert "?from=" not in page
