# SPDX-License-Identifier: Apache-2.0
"""The plan of the house, held: floors, nevers, names, sizes, and no number in the engines that nobody explains."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "pourparler"
FILES = sorted(SOURCE.rglob("*.py"))
CODE = [path for path in FILES if "catalog" not in path.relative_to(SOURCE).parts]
FLOORS = [
    {"errors", "wording", "showing", "quantity", "engines", "version"},
    {"case"},
    {"catalog", "exchange", "assess"},
    {"briefing", "archive"},
    {"desk", "lines", "forecasts", "elicit", "conflicts", "comparisons", "briefs", "editions", "releases", "exports", "plans"}
    | {"studies", "stages", "sealing", "analogies", "outcomes"},
    {"workbench", "notebook", "__init__"},
    {"commands"},
    {"cli"},
    {"__main__"},
]
ENGINE_NEIGHBOURS = {"staging": {"bargaining", "intentions"}, "readiness": {"bargaining", "intentions"}}
CLOCKS_AND_FILES = {"time", "os", "io", "pathlib", "random", "secrets", "sqlite3", "tempfile", "shutil", "uuid", "socket"}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "misc"}
LONGEST_FILE = 400
LONGEST_FUNCTION = 60

# Names that must not stand in the code: the tool is for any seat at any table. Kept here, outside the source.
PLACES = [
    "afghanistan",
    "america",
    "american",
    "australia",
    "austria",
    "belgium",
    "brazil",
    "britain",
    "british",
    "canada",
    "china",
    "chinese",
    "cuba",
    "dprk",
    "egypt",
    "england",
    "europe",
    "european",
    "france",
    "french",
    "germany",
    "german",
    "greece",
    "india",
    "iran",
    "iranian",
    "iraq",
    "ireland",
    "israel",
    "italy",
    "japan",
    "japanese",
    "korea",
    "korean",
    "kosovo",
    "lebanon",
    "libya",
    "mexico",
    "moscow",
    "netherlands",
    "norway",
    "pakistan",
    "palestine",
    "panama",
    "peking",
    "beijing",
    "poland",
    "pyongyang",
    "russia",
    "russian",
    "saudi",
    "scotland",
    "serbia",
    "seoul",
    "singapore",
    "spain",
    "sudan",
    "sweden",
    "syria",
    "taiwan",
    "tehran",
    "tokyo",
    "turkey",
    "ukraine",
    "usa",
    "ussr",
    "vietnam",
    "washington",
    "yemen",
    "kremlin",
    "pentagon",
    "hanoi",
    "reykjavik",
]
OFFICES = [
    "kaiser",
    "chancellor",
    "kim",
    "trump",
    "obama",
    "putin",
    "biden",
    "xi",
    "politburo",
    "knesset",
    "bundestag",
    "duma",
    "senate",
    "congress",
]
WEAPONS = [
    "missile",
    "missiles",
    "nuclear",
    "warhead",
    "warheads",
    "bomb",
    "bombs",
    "plutonium",
    "uranium",
    "tank",
    "rifle",
    "artillery",
    "submarine",
    "drone",
    "drones",
    "grenade",
]


def room(path: Path) -> str:
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor(name: str) -> int:
    return next(index for index, rooms in enumerate(FLOORS) if name in rooms)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_never_run_up(path: Path) -> None:
    here = floor(room(path))
    for name in imports(path):
        if name == "pourparler" or name.startswith("pourparler."):
            parts = name.split(".")
            assert len(parts) > 1, f"{path}: imports the package's own __init__"
            if parts[1].startswith("__"):
                continue
            assert floor(parts[1]) <= here, f"{path} imports {name} from a higher floor"


@pytest.mark.parametrize("path", [p for p in CODE if room(p) == "engines"], ids=lambda p: str(p.relative_to(SOURCE)))
def test_engines_know_only_arrays_and_errors(path: Path) -> None:
    parts = path.relative_to(SOURCE).parts
    engine = parts[1] if len(parts) > 2 else ""
    for name in imports(path):
        top = name.split(".")[0]
        if top == "pourparler":
            inner = name.split(".")
            allowed = inner[1] == "errors" or (
                inner[1] == "engines" and inner[2] in {engine} | ENGINE_NEIGHBOURS.get(engine, set())
            )
            assert allowed, f"{path} imports {name}"
        else:
            assert top in {
                "numpy",
                "scipy",
                "collections",
                "dataclasses",
                "typing",
                "math",
                "fractions",
                "heapq",
                "itertools",
                "functools",
            }, f"{path} imports {name}"


def test_engines_import_neither_scipy_nor_words_at_the_top() -> None:
    script = "import sys, pourparler.engines.readiness, pourparler.engines.staging, pourparler.engines.partners;"
    script += "words = {'scipy', 'pydantic', 'yaml', 'rich', 'pourparler.case', 'pourparler.quantity'};"
    script += "sys.exit(str(words & set(sys.modules)) if words & set(sys.modules) else 0)"
    subprocess.run([sys.executable, "-c", f"import sys; sys.path.insert(0, {str(SOURCE.parent)!r}); {script}"], check=True)


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(SOURCE)))
def test_nevers(path: Path) -> None:
    here, names = room(path), set(imports(path))
    tops = {name.split(".")[0] for name in names}
    if here == "case":
        assert not any(name.startswith("pourparler.engines") for name in names)
    if "pydantic" in tops:
        assert here in ("case", "exchange")
    if here == "briefing":
        assert not any(name.startswith("pourparler.archive") for name in names)
    pure = here in ("engines", "assess") or path.match("case/model.py") or path.match("briefing/sections/*.py")
    if pure:
        assert not tops & CLOCKS_AND_FILES, f"{path} reaches for a clock, a file or chance"
        text = path.read_text("utf-8")
        assert not re.search(r"\bopen\(|default_rng|np\.random|numpy\.random|\.today\(|\.now\(", text), path


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_heads_names_and_sizes(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("# SPDX-License-Identifier: Apache-2.0\n"), path
    tree = ast.parse(text)
    assert ast.get_docstring(tree), f"{path} has no sentence of purpose"
    assert path.stem not in BANNED_NAMES
    assert text.count("\n") <= LONGEST_FILE, f"{path} is too long"
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{path}: {node.name} has {length} lines"


@pytest.mark.parametrize(
    "path", [p for p in CODE if room(p) == "engines" and p.name != "__init__.py"], ids=lambda p: str(p.relative_to(SOURCE))
)
def test_public_functions_of_engines_name_their_source(path: Path) -> None:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            document = ast.get_docstring(node) or ""
            assert document, f"{path}: {node.name} says nothing"
            if isinstance(node, ast.FunctionDef):
                assert "Source" in document, f"{path}: {node.name} names no source"


def literals(tree: ast.Module) -> Iterator[tuple[int, object]]:
    """Yield every number beyond 0, 1 and 2 that is not the value of a name in capitals at the top of the module."""
    explained: set[int] = set()
    for part in tree.body:
        target = part.targets[0] if isinstance(part, ast.Assign) else part.target if isinstance(part, ast.AnnAssign) else None
        if isinstance(target, ast.Name) and target.id.strip("_").isupper():
            explained.update(range(part.lineno, (part.end_lineno or part.lineno) + 1))
    for node in (node for node in ast.walk(tree) if isinstance(node, ast.Constant)):
        if type(node.value) in (int, float) and node.value not in (0, 1, 2) and node.lineno not in explained:
            yield node.lineno, node.value


@pytest.mark.parametrize(
    "path", [p for p in CODE if room(p) in ("engines", "assess")], ids=lambda p: str(p.relative_to(SOURCE))
)
def test_no_unexplained_number(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not list(literals(ast.parse(text))), f"{path}: {list(literals(ast.parse(text)))}"
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if re.match(r"^_?[A-Z][A-Z_]+(: [^=]+)? = .*\d", line) and not re.match(r"^.*= [({\[]?[012]?[)}\]]?$", line):
            before = lines[number - 1]
            assert before.startswith("#:"), f"{path}:{number + 1}: {line} is not explained by a comment above"


def test_a_number_nobody_explains_is_caught() -> None:
    assert list(literals(ast.parse("def f(x):\n    return 0.95 * x\n"))) == [(2, 0.95)]
    assert not list(literals(ast.parse("SHARE = 0.95\n")))


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_country_office_or_weapon_is_named(path: Path) -> None:
    words = set(re.findall(r"[a-z]+", path.read_text("utf-8").lower()))
    assert not words & set(PLACES + OFFICES + WEAPONS), f"{path}: {words & set(PLACES + OFFICES + WEAPONS)}"


def test_tests_mirror_the_source() -> None:
    tests = Path(__file__).parent
    for folder in sorted(p for p in SOURCE.rglob("*") if p.is_dir() and p.name != "__pycache__"):
        parts = folder.relative_to(SOURCE).parts
        if parts[0] == "catalog" or not list(folder.glob("*.py")):
            continue
        assert (tests / Path(*parts)).is_dir(), f"no tests beside {folder}"
