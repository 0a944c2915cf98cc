# SPDX-License-Identifier: Apache-2.0
"""The errands of outcomes: what is written down, where, and what is refused; the case itself keeps every byte."""

from pathlib import Path

import pytest

from pourparler import catalog
from pourparler.case import CaseError, read, read_outcome
from pourparler.case.write import save_edits
from pourparler.outcomes import Happened, found_cases, record, study, tally

CRITERION = "The lease is signed for ten years."
MORE = f"""
success:
  - {{what: {CRITERION}, by: 2031-07-01, party: us, written: 2031-05-12, forecast: {{fix: 30%, hold: 60%}}}}
  - {{what: The boats stay dry., by: 2032-01-01, party: them, written: 2031-05-12, forecast: {{hold: 50%}}}}
forecasts:
  - {{id: signed, question: Is it signed by June?, p: 40%, by: Mara, on: 2031-05-12, resolves: 2031-06-30}}
"""
WORLDS = 20


def text() -> str:
    return catalog.template("small") + MORE.replace("party: us", f"party: {own()}").replace("party: them", f"party: {other()}")


def own() -> str:
    return role("own")


def other() -> str:
    return role("counterpart")


def role(wanted: str) -> str:
    from pourparler.case import read_text

    return next(n for n, p in read_text(catalog.template("small"), "small.yaml").parties.items() if p.role == wanted)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(text(), "utf-8")
    return tmp_path


def level(case: Path) -> str:
    meeting = read(case).meeting
    assert meeting is not None and meeting.level is not None
    return meeting.level


def fill(case: Path) -> None:
    for said in (
        Happened(taken="fix"),
        Happened(event="They met.", on="2031-06-02", step="travel", level=level(case), source="the harbour's minutes"),
        Happened(criterion="The lease", came="yes", on="2031-07-02", by="the club"),
        Happened(criterion="The boats", came="open"),
        Happened(forecast="signed", came="no", on="2031-06-30"),
        Happened(question="motive", came="renew", on="2031-07-02"),
        Happened(lesson="Ask about the shed earlier."),
    ):
        assert record(str(case), said).name == "outcome.yaml"


def test_what_happened_is_written_beside_the_case_which_keeps_every_byte(case: Path) -> None:
    before = (case / "case.yaml").read_bytes()
    fill(case)
    assert (case / "case.yaml").read_bytes() == before
    held = read_outcome(case, read(case))
    assert held is not None and held.case == read(case).title and held.taken == "fix"
    assert [score.met for score in held.success] == ["yes", "open"] and held.forecasts[0].came_true == "no"
    assert held.questions["motive"].hypothesis == "renew" and held.lessons == ("Ask about the shed earlier.",)
    record(str(case), Happened(criterion="The boats", came="in_part", on="2032-01-01"))  # what was open is judged in its place
    held = read_outcome(case, read(case))
    assert held is not None and [score.met for score in held.success] == ["yes", "in_part"]


def test_it_is_held_against_the_case_as_it_stood(case: Path) -> None:
    fill(case)
    found = study(str(case), worlds=WORLDS)
    gate = found.gate
    assert (gate.ready, gate.done, gate.met_on, gate.days_between) == (False, "met", "2031-06-02", 21)
    assert (gate.error, gate.came_out, gate.own_criteria["yes"]) == ("met_though_not_ready", "succeeded", 1)
    ours, theirs = found.criteria
    assert ours.chance == pytest.approx(0.3) and ours.brier == pytest.approx(2 * 0.7**2)
    assert theirs.met == "open" and theirs.brier is None
    (scored,) = [row.scores for row in found.forecasts.forecasts]
    assert scored is not None and scored.brier == pytest.approx(2 * 0.4**2)


def test_waiting_though_ready_is_the_other_error(case: Path) -> None:
    record(str(case), Happened(taken="hold"))
    assert study(str(case), worlds=WORLDS).gate.error is None
    held = study(str(case), worlds=WORLDS).gate.open
    rows = [{"condition": name, "by": "the commodore", "reason": "known", "on": "2031-05-12"} for name in held]
    save_edits(case, {("gate", "waived"): rows})
    gate = study(str(case), worlds=WORLDS).gate
    assert (gate.ready, gate.done, gate.error, gate.open) == (True, "waited", "waited_though_ready", ())
    assert gate.came_out == "open"
    found = tally([str(case)], worlds=WORLDS)
    (cell,) = [cell for cell in found.cells if cell.cases]
    assert (cell.ready, cell.done, cell.share, found.errors) == (True, "waited", None, {"waited_though_ready": 1})


def test_several_cases_are_counted_with_an_interval(tmp_path: Path) -> None:
    for name, came in (("a", "yes"), ("b", "no"), ("c", "yes")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "case.yaml").write_text(text(), "utf-8")
        record(str(tmp_path / name), Happened(taken="fix"))
        record(str(tmp_path / name), Happened(criterion="The lease", came=came, on="2031-07-02"))
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "case.yaml").write_text(text(), "utf-8")  # nothing is known of it yet
    held = found_cases([str(tmp_path)])
    assert [Path(case).name for case in held] == ["a", "b", "c"]
    found = tally(held, worlds=WORLDS)
    (cell,) = [cell for cell in found.cells if cell.cases]
    assert (cell.ready, cell.done, cell.came_out["succeeded"], cell.came_out["failed"]) == (False, "met", 2, 1)
    assert (cell.share, cell.low, cell.high) == pytest.approx((2 / 3, 0.2077, 0.9385), abs=1e-4)
    assert found.errors == {"met_though_not_ready": 3} and found.unknown == ()
    assert found.scored == 3 and found.brier == pytest.approx((2 * 2 * 0.49 + 2 * 0.09) / 3)


@pytest.mark.parametrize(
    ("said", "where", "told"),
    [
        (Happened(criterion="The lease", came="yes", on="2031-06-30"), "success[0].on", "before its date, 2031-07-01"),
        (Happened(criterion="The lease", came="no", on="2031-06-30"), "success[0].on", "before its date, 2031-07-01"),
        (Happened(criterion="The leese", came="yes", on="2031-07-01"), "--criterion", "which the case does not have"),
        (Happened(criterion="The", came="yes", on="2031-07-01"), "--criterion", "with which 2 begin"),
        (Happened(criterion="The lease", came="perhaps", on="2031-07-01"), "success[0].met", "'perhaps'"),
        (Happened(criterion="The lease", came="yes"), "success[0]", "without the day"),
        (Happened(criterion="The lease", on="2031-07-01"), "--came", "nothing"),
        (Happened(event="They met.", on="2031-05-11"), "happened[0].on", "before the day of the case"),
        (Happened(event="They met."), "--on", "nothing"),
        (Happened(event="They met.", on="soon"), "--on", "soon"),
        (Happened(question="motif", came="renew"), "--question", "which the case does not have"),
        (Happened(forecast="signed", came="no", on="2031-06-01"), "forecasts[0].on", "before the forecast is settled"),
        (Happened(taken="flee"), "taken", "'flee'"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place_and_nothing_is_written(
    case: Path, said: Happened, where: str, told: str
) -> None:
    with pytest.raises(CaseError) as caught:
        record(str(case), said)
    problem = caught.value.problems[0]
    at = getattr(problem, "key_path", "") or getattr(problem, "file", "")
    assert at == where and told in str(problem)
    assert sorted(file.name for file in case.iterdir()) == ["case.yaml"]


def test_a_criterion_is_judged_once(case: Path) -> None:
    fill(case)
    before = (case / "outcome.yaml").read_bytes()
    with pytest.raises(CaseError, match="judged already: yes on 2031-07-02"):
        record(str(case), Happened(criterion="The lease", came="no", on="2031-07-03"))
    with pytest.raises(CaseError, match="written down already: 'fix'"):
        record(str(case), Happened(taken="hold"))
    with pytest.raises(CaseError, match="written down already: 'renew'"):
        record(str(case), Happened(question="motive", came="stall"))
    assert (case / "outcome.yaml").read_bytes() == before


def test_an_outcome_of_an_unknown_case_is_refused(tmp_path: Path, case: Path) -> None:
    with pytest.raises(CaseError, match="no such file, and no such case in the catalog"):
        record("essays/singh2081", Happened(taken="fix"))
    with pytest.raises(CaseError, match="nothing is written of what became of the case"):
        study(str(case))
    fill(case)
    (case / "case.yaml").rename(case / "other.yaml")
    with pytest.raises(CaseError, match="the outcome of a case that is not there"):
        found_cases([str(tmp_path)])
    (tmp_path / "empty").mkdir()
    with pytest.raises(CaseError, match="a folder without a case that says what became of it"):
        found_cases([str(tmp_path / "empty")])
    (case / "case.yaml").write_text(text().replace("title: The boathouse", "title: A boathouse"), "utf-8")
    with pytest.raises(CaseError, match="the outcome of another case, 'The boathouse lease'"):
        study(str(case))
