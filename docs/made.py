# SPDX-License-Identifier: Apache-2.0
"""Pages of the reference that are made from the program itself, so that they cannot say anything else: `just documents`."""

import ast
import dataclasses
import functools
import inspect
import re
import types
import typing
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import typer.main
from typer.testing import CliRunner

import citations
from pourparler.assess import Assessment
from pourparler.assess.assessment import NOT_IN_JSON
from pourparler.assess.book import Book
from pourparler.assess.case_plan import CasePlan
from pourparler.assess.compared import Comparison
from pourparler.assess.conflict_rows import ConflictStudy
from pourparler.assess.decision_rows import PlanStudy
from pourparler.assess.goals_studied import GoalsStudy
from pourparler.assess.line_rows import LineStudy, VotesStudy, VoteStudy
from pourparler.assess.moved import MovesStudy
from pourparler.assess.staged_study import StagesStudy
from pourparler.assess.study_rows import TableStudy
from pourparler.case.schema import schema as schema_of_case
from pourparler.cli import app

REFERENCE = Path(__file__).parent / "reference"
NOTE = "<!-- Made from the program by `just documents`. -->"
#: Forms of names, which the schema tells by a pattern alone.
FORMS = {
    "name": "a short name: letters of any language, digits and _",
    "option": "a name, or a number where the issue is a range of numbers",
    "option_in_full": "an issue and one of its options with a dot between them: `fleet.halved`",
    "issue_or_option": "an issue, which stands for all its options, or an option in full",
}
#: What the commands print as JSON: the command, and what it is of.
RESULTS = {
    "assess, export": Assessment,
    "plan, of a case": CasePlan,
    "plan, of a decision problem": PlanStudy,
    "table": TableStudy,
    "conflict": ConflictStudy,
    "goals": GoalsStudy,
    "moves": MovesStudy,
    "stages": StagesStudy,
    "partners, of actors on a line": LineStudy,
    "partners, of a vote": VoteStudy,
    "partners, of several votes": VotesStudy,
    "forecasts": Book,
    "what-if, compare": Comparison,
}


def commands(group: Any, above: str = "") -> Iterator[str]:
    """Yield the name of every command in full."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}"


def help_page() -> str:
    """Return what `--help` says of every command, as a page."""
    runner, parts = CliRunner(), []
    for name in sorted(commands(typer.main.get_command(app))):
        said = runner.invoke(app, [*name.split(), "--help"], prog_name="pourparler", env={"COLUMNS": "100", "NO_COLOR": "1"})
        text = "\n".join(line.rstrip() for line in said.output.strip().splitlines())
        parts.append(f"## {name}\n\n```text\n{text}\n```\n")
    head = f"# What `--help` says\n\n{NOTE}\n\nEvery command with its options. What they are for: [commands](commands.md).\n\n"
    return head + "\n".join(parts)


def keys_page() -> str:
    """Return every key of a case file with what it may hold, from the schema, as a page."""
    schema = schema_of_case()
    at: dict[str, list[str]] = {"": [""]}
    waiting = [("", schema)]
    while waiting:
        above, part = waiting.pop(0)
        for key, value in part.get("properties", {}).items():
            for name, path in parts_within(value, f"{above}.{key}".lstrip(".")):
                at.setdefault(name, []).append(path)
                if len(at[name]) == 1:
                    waiting.append((path, schema["$defs"][name]))
    taken: set[str] = set()
    for name, paths in at.items():  # where two parts may stand at one place, the second is told apart by what it is
        paths[0] += f" ({name})" if paths[0] in taken else ""
        taken.add(paths[0])
    lines = ["# The case file, key by key", "", NOTE, ""]
    lines += [
        "Every key of `case.yaml` and what may stand there, from the schema that `pourparler schema` prints. `NAME` stands for",
        "a name of your own, `[]` for an item of a list. What it is for, with examples: [the case file](case-file.md).",
        "What the forms of numbers mean: [quantities](../explanation/quantities.md).",
    ]
    for name, paths in at.items():
        part = schema["$defs"][name] if name else schema
        lines += ["", f"## {paths[0] or 'The case'}", "", sentence(part.get("description", ""))]
        if len(paths) > 1:
            lines += ["", "The same at " + ", ".join(f"`{path}`" for path in paths[1:]) + "."]
        lines += ["", "| key | what may stand there |", "|---|---|"]
        lines += [f"| `{key}` | {form(value, at)} |" for key, value in part["properties"].items()]
    lines += ["", "## Forms", "", "| form | what may be written |", "|---|---|"]
    for name, part in sorted(schema["$defs"].items()):
        if not name[0].isupper():
            plain = name.replace("_", " ")
            lines.append(f"| {plain} | {sentence(part.get('description', FORMS.get(name, ''))).removeprefix(f'{plain}, ')} |")
    return "\n".join(lines) + "\n"


def parts_within(value: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """Yield every part of a case that may stand at a path, with the path in full."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        if name[0].isupper():
            yield name, path
    for each in value.get("anyOf", ()):
        yield from parts_within(each, path)
    if "items" in value:
        yield from parts_within(value["items"], f"{path}[]")
    if isinstance(value.get("additionalProperties"), dict):
        yield from parts_within(value["additionalProperties"], f"{path}.NAME")


def form(value: Mapping[str, Any], at: Mapping[str, list[str]]) -> str:
    """Return in words what a value may be."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[as here](#{anchor(at[name][0])})" if name in at else f"[{name.replace('_', ' ')}](#forms)"
    if "anyOf" in value:
        said = [form(each, at) for each in value["anyOf"] if each.get("type") != "null"]
        return ", or ".join(dict.fromkeys(said))
    if "enum" in value:
        return "one of " + ", ".join(f"`{each}`" for each in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    if value.get("type") == "array":
        return f"a list: {form(value['items'], at)}" if "items" in value else "a list"
    if value.get("type") == "object":
        return f"by name: {form(value['additionalProperties'], at)}" if "additionalProperties" in value else "a table"
    return {
        "string": "a day" if value.get("format") == "date" else "text",
        "boolean": "yes or no",
        "integer": "a whole number",
    }.get(value.get("type", ""), "a number")


def anchor(heading: str) -> str:
    """Return the place of a heading in its page, as code hosts make it."""
    return re.sub(r"[^\w -]", "", (heading or "The case").lower()).replace(" ", "-")


def sentence(text: str) -> str:
    """Return text on one line."""
    return re.sub(r"\s+", " ", text).strip()


def json_page() -> str:
    """Return every key of what commands print with `--json`, from the results themselves, as a page."""
    lines = ["# JSON, key by key", "", NOTE, ""]
    lines += [
        "What each command prints with `--json`: every key, and what stands there. Keys are stable within a version of the",
        "program; unknown is `null`, with the reason beside it. What the most used keys say: [commands](commands.md).",
        "",
        "| command | what it prints |",
        "|---|---|",
        *(f"| {command} | {name_of(kind)} |" for command, kind in RESULTS.items()),
    ]
    for kind, title in sorted(titles().items(), key=lambda each: each[1]):
        lines += [
            "",
            f"## {title}",
            "",
            sentence(inspect.getdoc(kind) or ""),
            "",
            "| key | what stands there |",
            "|---|---|",
        ]
        lines += [f"| `{key}` | {told(hint)} |" for key, hint in keys_of(kind)]
    return "\n".join(lines) + "\n"


@functools.cache
def titles() -> dict[type, str]:
    """Return every result that stands in what a command prints, with its name; where two have one, with its module's."""
    seen: dict[type, None] = {}
    for root in RESULTS.values():
        collect(root, seen)
    names = Counter(kind.__name__ for kind in seen)
    return {
        kind: kind.__name__ if names[kind.__name__] == 1 else f"{kind.__name__} ({kind.__module__.rpartition('.')[2]})"
        for kind in seen
    }


def keys_of(kind: type) -> Iterator[tuple[str, Any]]:
    """Yield every key of a result as JSON has it, with the type of what stands there."""
    hints = typing.get_type_hints(kind, localns=vars(inspect.getmodule(kind)))
    for each in dataclasses.fields(kind):
        if NOT_IN_JSON not in each.metadata:
            yield each.name.removesuffix("_"), hints[each.name]


def collect(kind: type, seen: dict[type, None]) -> None:
    """Add a result to those seen, with all that stands in it."""
    if kind not in seen:
        seen[kind] = None
        for _, hint in keys_of(kind):
            for inner in inside(hint):
                collect(inner, seen)


def inside(hint: Any) -> Iterator[type]:
    """Yield the results that a type holds."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type) and hint.__name__ != "Sentence":
        yield hint
    for each in typing.get_args(hint):
        yield from inside(each)


def name_of(kind: type) -> str:
    """Return a link to where a result is told."""
    return f"[{kind.__name__}](#{anchor(titles()[kind])})"


def told(hint: Any) -> str:
    """Return in words what a type is in JSON."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    plain = {
        str: "text",
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        object: "anything",
        type(None): "null",
    }
    if hint in plain:
        return plain[hint]
    if origin in (typing.Union, types.UnionType):
        return ", or ".join(dict.fromkeys(told(each) for each in inner))
    if origin is typing.Literal:
        return "one of " + ", ".join(f"`{each}`" for each in inner)
    if origin in (tuple, list):
        return (
            f"a list: {told(inner[0])}"
            if len(inner) < 3 and (len(inner) < 2 or inner[1] is ...)
            else "a list of " + ", ".join(map(told, inner))
        )
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"by name: {told(inner[1])}"
    if isinstance(hint, type) and list(inside(hint)):
        return name_of(hint)
    return {"Sentence": "text", "Fraction": "a number"}.get(getattr(hint, "__name__", ""), str(getattr(hint, "__name__", hint)))


def brief_page() -> str:
    """Return what each section of a brief tells, with its headings, from the files that make them."""
    lines = ["# The brief, section by section", "", NOTE, ""]
    lines += [
        "A brief, and every other page that a command prints, is made of sections, from files under `briefing/sections`.",
        "One that has nothing to tell is left out. How they come together:",
        "[make a briefing book](../how-to/make-a-briefing-book.md).",
        "",
        "| file | headings | what it tells |",
        "|---|---|---|",
    ]
    for path in sorted((citations.ROOT / "src/pourparler/briefing/sections").glob("*.py")):
        if path.name != "__init__.py":
            tree = ast.parse(path.read_text("utf-8"))
            named = [
                f"*{heading}*" for heading in dict.fromkeys(headings(tree)) if "{" not in heading and not heading.isupper()
            ]
            told = "; ".join(named) or "within others"
            lines.append(f"| `{path.name}` | {told} | {sentence(ast.get_docstring(tree) or '')} |")
    return "\n".join(lines) + "\n"


def headings(tree: ast.Module) -> Iterator[str]:
    """Yield the headings of the sections that a file makes, in the order in which it does."""
    for node in ast.walk(tree):
        first: ast.expr | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Section":
            first = node.args[0]
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "heading":
            first = node.value
        for call in ast.walk(first) if first else ():
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "say":
                yield str(ast.literal_eval(call.args[0]))


#: The pages that are made, and what makes them.
PAGES: dict[Path, Callable[[], str]] = {
    REFERENCE / "help.md": help_page,
    REFERENCE / "case-file-keys.md": keys_page,
    REFERENCE / "json.md": json_page,
    REFERENCE / "brief.md": brief_page,
    citations.BIBLIOGRAPHY: citations.bibliography,
}

if __name__ == "__main__":
    for page, make in PAGES.items():
        page.write_text(make(), "utf-8")
