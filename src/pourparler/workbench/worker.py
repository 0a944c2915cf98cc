# SPDX-License-Identifier: Apache-2.0
"""The process that assesses: jobs come in as lines of JSON, and go out as lines of JSON, one step after the other.

It alone loads the mathematics and the printers. It holds no archive and no network: what it needs comes with the job, and
what it found goes back on the same way. Nothing of a case is written to a disk or to a log.
"""

import base64
import json
import os
import sys
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from pourparler.case import Case, CaseError, edited, known_by, read, read_files
from pourparler.case.leaves import quantities
from pourparler.case.whole import in_memory
from pourparler.wording import say

if TYPE_CHECKING:  # printers are loaded where something is printed
    from pourparler.assess import Assessment
    from pourparler.briefing.document import Briefing, Section

#: The memory beyond which a worker is not let grow: a hostile case ends its worker, and nothing else.
LARGEST = 2 * 1024**3

#: The parts of a book whose sections stand on a page of the workbench.
PARTS = {
    "intentions": ("intentions", "evidence"),
    "table": ("table",),
    "mandate": ("mandate",),
    "partners": ("partners",),
    "moves": ("moves",),
    "stages": ("stages",),
    "plan": ("plan", "verdict"),
    "risks": ("risks",),
    "case": ("methods",),
}

#: A worker that holds more than this many bytes between two jobs makes room for another: three quarters of what it should
#: hold at most is left to a job.
_GROWN = 280 * 1024**2

#: The format of a document that is only looked at, inside a page.
LOOK = "look"

#: What is asked of a person about a case as a whole; see `estimates`.
ADVICE = "advice"

Answer = Mapping[str, Any]
Told = Callable[[str], None]


def main(jobs: TextIO = sys.stdin, out: TextIO = sys.stdout) -> None:
    """Carry out jobs until there are no more of them."""
    _keep_within_bounds()

    def answer(message: Answer) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    with redirect_stdout(sys.stderr):  # nobody else may write into the answers
        for line in jobs:
            job = json.loads(line)
            name = job["job"]
            try:
                found = carry_out(job, lambda step, name=name: answer({"job": name, "step": step}))  # type: ignore[misc]
            except CaseError as error:
                told: Answer = {"problems": [str(problem) for problem in error.problems]}
            except Exception as error:  # whatever it is: the one who waits must be told, and the next job is another
                told = {"problems": [_gone_wrong(error)]}
            else:
                told = {"found": packed(found)}
                del found
            is_last = _is_grown()
            answer({"job": name, **told, "last": is_last})
            if is_last:
                return


def _is_grown() -> bool:
    """Give free memory back, and return whether so much is still held that the next job had better begin in a new process.

    The engine of the figures lets go of nothing.
    """
    from pourparler.briefs import give_back

    give_back()
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") > _GROWN
    except (OSError, ValueError, AttributeError):  # not on this system
        return False


def _gone_wrong(error: Exception) -> str:
    """Say that something went wrong without a word of the case."""
    return say("The assessment ended by a fault of the program ({kind}); please report it.", kind=type(error).__name__)


def packed(found: Answer) -> str:
    """Return what was found as a text that fits on a line."""
    return base64.b64encode(zlib.compress(json.dumps(found).encode("utf-8"), 6)).decode("ascii")


def unpacked(body: bytes) -> dict[str, Any]:
    """Return what was found from the bytes that `packed` made a text of, decoded from base64."""
    found: dict[str, Any] = json.loads(zlib.decompress(body))
    return found


def _keep_within_bounds() -> None:
    """Give way to whoever answers a person, and stay within bounds."""
    try:
        import resource
    except ImportError:  # not on this system
        return
    os.nice(19)
    resource.setrlimit(resource.RLIMIT_DATA, (LARGEST, LARGEST))  # not its addresses: the engine of the figures reserves many
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def carry_out(job: Mapping[str, Any], progress: Told = lambda step: None) -> dict[str, Any]:
    """Return what a job asks for, by its `kind`: `assess`, `preview`, `documents`, `script`.

    Raises `CaseError` with what stands against it.
    """
    if job["kind"] == "script":
        return {"script": _figures_script()}
    files = {name: base64.b64decode(held) for name, held in job["files"].items()}
    if job["kind"] == "preview":
        return _preview(files, job)
    return _assessed(files, job, progress) if job["kind"] == "assess" else _documents(files, job, progress)


def _assessed(files: Mapping[str, bytes], job: Mapping[str, Any], progress: Told) -> dict[str, Any]:
    """Assess a case; return page one, the parts, and what other pages show of them."""
    from pourparler.briefing.book import memo
    from pourparler.briefing.fragments import figures_in, headline, in_full, page_one
    from pourparler.desk import assess
    from pourparler.workbench.glance import glance

    case = read_files(files)
    found = assess(case, seed=job["seed"], worlds=job["worlds"], progress=progress)
    _printing(progress)
    front, pages = memo(found), {**_parts(found), "forecasts": _forecasts(files)}
    return {
        "digest": found.case.digest,
        "verdict": front.sections[0].heading,
        "computed": _computed(found),
        "glance": glance(found),
        "headline": headline(front),
        "page_one": page_one(front),
        "pages": {page: in_full(sections) for page, sections in pages.items()},
        "contents": {page: [section.heading for section in sections] for page, sections in pages.items()},
        "figures": {page: figures_in(sections) for page, sections in pages.items()},
    }


def _preview(files: Mapping[str, bytes], job: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is believed by the files of a case, and what would be with other values in it; nothing else is found."""
    from pourparler.assess.run import believed
    from pourparler.briefing.figures import percent_with_range
    from pourparler.briefing.names import Names
    from pourparler.workbench.fields import parsed_path
    from pourparler.workbench.typed import told

    case, edits = read(in_memory(files)), {parsed_path(path): value for path, value in job["edits"]}
    found: list[Case] = []
    try:
        edited(files, edits, check=lambda after: found.append(read(in_memory(after))))
    except CaseError as error:
        return {"problems": [told(problem, case.labels) for problem in error.problems]}
    other = found[0]
    names = Names(other.labels)
    before, after = (
        {
            (row.question, row.hypothesis): (row.asked, percent_with_range(row.posterior))
            for row in believed(each, seed=job["seed"], worlds=job["worlds"])
        }
        for each in (case, other)
    )
    asked_of: dict[str, dict[str, Any]] = {}
    for (question, hypothesis), (asked, share) in after.items():
        row = {"hypothesis": names.of(question, hypothesis), "before": before.get((question, hypothesis), ("", ""))[1]}
        entry = asked_of.setdefault(question, {"asked": asked or names.of("questions", question), "rows": []})
        entry["rows"].append({**row, "after": share})
    return {"questions": list(asked_of.values()), "moves": before != after}


def _computed(found: "Assessment") -> dict[str, str]:
    """Return what was computed of what a person estimates: the advice, and each hypothesis by its path."""
    from pourparler.briefing.figures import percent_with_range

    shares = {f"questions.{row.question}.{row.hypothesis}": percent_with_range(row.posterior) for row in found.intentions}
    return {ADVICE: found.verdict.action, **shares}


def _parts(found: "Assessment") -> "dict[str, list[Section]]":
    """Return the sections of each page: those of its parts of a book, and on the page of the plan its calendar after it."""
    from pourparler.briefing.book import by_parts
    from pourparler.briefing.names import names_of
    from pourparler.briefing.sections.calendar import steps_when

    parts = by_parts(found)
    pages = {page: [section for part in shown for section in parts.get(part, ())] for page, shown in PARTS.items()}
    calendar = steps_when(found, names_of(found))
    pages["plan"][1:1] = [] if calendar is None else [calendar]
    return pages


def _forecasts(files: Mapping[str, bytes]) -> "list[Section]":
    """Return the sections of the forecast book: what is due, and, where something came out, how good the forecasts were."""
    from pourparler.briefing.compose_book import book_document, score_document
    from pourparler.forecasts import book_in

    book = book_in(files)
    if not book.forecasts:
        return []
    sections = [*_headed(book_document(book).sections, say("The book on {day}", day=book.day))]
    if any(row.scores is not None for row in book.forecasts):
        sections += _headed(score_document(book).sections, say("How good they were"))
    return sections


def _headed(sections: "Sequence[Section]", heading: str) -> "tuple[Section, ...]":
    """Return sections, the first under another heading: the page has the title of the case already."""
    return (replace(sections[0], heading=heading), *sections[1:])


def _documents(files: Mapping[str, bytes], job: Mapping[str, Any], progress: Told) -> dict[str, Any]:
    """Return the files of a briefing by name, each in base64; or, to be looked at, what a page holds of it."""
    from pourparler.briefs import for_our_own_side_alone, order, printed

    is_look = job["format"] == LOOK
    asked = order(job["document"], "md" if is_look else job["format"], job["paper"], None)
    case, seed, worlds = read_files(files), job["seed"], job["worlds"]
    if job["edition"] != "own":
        from pourparler.releases import checked_edition

        for_our_own_side_alone(asked, None)
        edition = checked_edition(case, job["edition"], file=case.title, seed=seed, worlds=worlds, progress=progress)
        _printing(progress)
        name, made = job["edition"], edition.edition
    else:
        (name,) = asked.documents
        made = _own(name, case, job, progress)
    if is_look:
        return {"look": _looked(made)}
    printed_files = printed(name, made, asked)
    return {"files": {name: base64.b64encode(data).decode("ascii") for name, data in printed_files.items()}}


def _own(name: str, case: Case, job: Mapping[str, Any], progress: Told) -> "Briefing":
    """Return the book or the memo of a case for our own side, which names the head of the journal in its foot."""
    from pourparler.briefing.book import book, memo
    from pourparler.desk import assess

    found = assess(case, seed=job["seed"], worlds=job["worlds"], progress=progress)
    _printing(progress)
    numbers = tuple((".".join(path), str(quantity)) for path, quantity in quantities(known_by(case)))
    made = book(found, numbers) if name == "book" else memo(found)
    return made if made.stamp is None else replace(made, stamp=replace(made.stamp, journal_head=job.get("journal")))


def _printing(progress: Told) -> None:
    """Tell that it is printed now; what the worlds took is free by then."""
    from pourparler.briefs import give_back

    give_back()
    progress("print")


def _looked(briefing: "Briefing") -> str:
    """Return a document as it is looked at inside a page."""
    from pourparler.briefing.fragments import headline, in_full, page_one

    return headline(briefing) + page_one(briefing) + in_full(briefing.sections[1:])


def _figures_script() -> str:
    """Return the script that draws figures on the screen, out of the package that draws them on paper."""
    from vl_convert import javascript_bundle

    return str(javascript_bundle("window.vegaEmbed = vegaEmbed;"))


if __name__ == "__main__":
    main()
