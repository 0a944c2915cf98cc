# SPDX-License-Identifier: Apache-2.0
"""Every sentence written for people, out of the source: the template from which a translation begins (`just messages`)."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).parent.parent / "src" / "pourparler"

#: What a sentence is passed to, and how many of its first arguments are sentences.
SEAMS = {"say": 1, "sentence": 1, "plural": 2}


class Message(NamedTuple):
    """A sentence, its plural if it has one, and where it stands."""

    one: str
    many: str
    place: str


def messages() -> tuple[list[Message], list[str]]:
    """Return every sentence in the order of the source, and the places where one cannot be read out of it."""
    found: list[Message] = []
    unread: list[str] = []
    for file in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        name = file.relative_to(SOURCE).as_posix()
        for call, scope in _calls(tree, tree):
            place = f"{name}:{call.lineno}"
            sentences = [list(_literals(argument, scope, tree)) for argument in call.args[: SEAMS[_called(call)]]]
            if not sentences or not all(sentences):
                unread.append(place)
            elif len(sentences) == 1:
                found += [Message(one, "", place) for one in sentences[0]]
            else:
                found += [Message(one, many, place) for one, many in zip(*sentences, strict=False)]
    return found, unread


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _calls(node: ast.AST, scope: ast.AST) -> Iterator[tuple[ast.Call, ast.AST]]:
    """Yield each call of the seam with the function that it stands in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and _called(child) in SEAMS:
            yield child, scope
        yield from _calls(child, child if isinstance(child, ast.FunctionDef) else scope)


def _literals(node: ast.AST, scope: ast.AST, tree: ast.AST) -> Iterator[str]:
    """Yield every sentence that an argument may be: written there, put together, or given a name in the same file."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from _literals(node.body, scope, tree)
            yield from _literals(node.orelse, scope, tree)
        case ast.BinOp(op=ast.Add()):
            ends = list(_literals(node.right, scope, tree))
            yield from (start + end for start in _literals(node.left, scope, tree) for end in ends)
        case ast.Name():
            yield from _named(node.id, scope, tree)
        case ast.Subscript(value=ast.Name(id=name)):
            yield from _inside(_values(name, scope, tree))
        case ast.Call(func=ast.Name(id=name)):
            returned = [each for held in ast.walk(tree) if _is_function(held, name) for each in ast.walk(held)]
            for each in returned:
                if isinstance(each, ast.Return) and each.value is not None:
                    yield from _literals(each.value, scope, tree)


def _named(name: str, scope: ast.AST, tree: ast.AST) -> Iterator[str]:
    """Yield every sentence that a name may stand for: given, added to, gone through in a loop, or passed to a function."""
    found = [text for value in _values(name, scope, tree) for text in _literals(value, scope, tree)]
    for each in ast.walk(scope):
        if isinstance(each, ast.AugAssign) and isinstance(each.target, ast.Name) and each.target.id == name:
            found += [text + more for text in found for more in _literals(each.value, scope, tree)]
    for each in ast.walk(scope):
        if isinstance(each, ast.For | ast.comprehension) and name in _names(each.target):
            found += _inside([each.iter, *(value for used in _names(each.iter) for value in _values(used, scope, tree))])
    if not found and isinstance(scope, ast.FunctionDef) and name in [each.arg for each in scope.args.args]:
        place = [each.arg for each in scope.args.args].index(name)
        for each in ast.walk(tree):
            if isinstance(each, ast.Call) and _called_any(each) == scope.name and len(each.args) > place:
                found += _inside([each.args[place]])
    yield from dict.fromkeys(found)


def _called_any(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _is_function(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == name


def _values(name: str, scope: ast.AST, tree: ast.AST) -> list[ast.AST]:
    """Return what a name is given: in the function, else in the file."""
    for held in (scope, tree):
        plain = [each for each in ast.walk(held) if isinstance(each, ast.Assign) and name in _targets(each)]
        typed = [each for each in ast.walk(held) if isinstance(each, ast.AnnAssign) and name in _names(each.target)]
        given: list[ast.AST] = [*(each.value for each in plain), *(each.value for each in typed if each.value is not None)]
        if given:
            return given
    return []


def _targets(assignment: ast.Assign) -> set[str]:
    return {name for target in assignment.targets for name in _names(target)}


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _inside(nodes: list[ast.AST]) -> list[str]:
    """Return every text that is written somewhere in these."""
    return [e.value for node in nodes for e in ast.walk(node) if isinstance(e, ast.Constant) and isinstance(e.value, str)]


def template(found: list[Message]) -> str:
    """Return the messages as a template in gettext's own form, each once, with every place where it stands."""
    places: dict[tuple[str, str], list[str]] = {}
    for message in found:
        places.setdefault((message.one, message.many), []).append(message.place)
    out = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n']
    for (one, many), where in places.items():
        more = f'msgid_plural {_quoted(many)}\nmsgstr[0] ""\nmsgstr[1] ""\n' if many else 'msgstr ""\n'
        kind = "#, python-brace-format\n" if "{" in one + many else ""
        out.append(f"#: {' '.join(dict.fromkeys(where))}\n{kind}msgid {_quoted(one)}\n{more}")
    return "\n".join(out)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


if __name__ == "__main__":
    sys.stdout.write(template(messages()[0]))
