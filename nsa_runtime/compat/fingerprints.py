"""Which SGLang this is, by its source: a digest of each definition that ours replaces, calls or bypasses.

A version says what a build is called; the digests say what it does. A build is supported if its definitions are those
of a release that ours was compared with, whatever it is called, and refused if one of them was changed.
Nothing is imported here, neither torch nor SGLang.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib.util
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType

from nsa_runtime.compat.fingerprint_table import TABLE
from nsa_runtime.compat.ports import DEFAULTS, Options, port_of

_DIGITS = 12
_IGNORED = frozenset({"annotation", "returns", "type_comment", "type_params", "kind", "ctx"})
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def known_releases() -> dict[str, Mapping[str, str]]:
    """The digests of every release that ours was compared with: release to (name to digest)."""
    return {
        release: dict(line.split() for line in digests.split("\n") if line)
        for releases, digests in TABLE
        for release in releases.split()
    }


def digest(node: ast.AST) -> str:
    """Of what a definition does: comments, layout, docstrings and annotations do not count, and it is the same under
    every version of Python."""
    return hashlib.sha256(repr(_canonical(node)).encode()).hexdigest()[:_DIGITS]


def _canonical(node: object) -> object:
    if isinstance(node, list):
        return [_canonical(each) for each in node]
    if not isinstance(node, ast.AST):
        return (type(node).__name__, repr(node))
    fields: list[object] = []
    for name, value in ast.iter_fields(node):
        if name == "body" and isinstance(node, _DEFINITIONS) and ast.get_docstring(node) is not None:
            value = value[1:]
        if name == "values" and isinstance(node, ast.JoinedStr):  # Python 3.12.0 to 3.12.3 end a nested one with ""
            value = [each for each in value if not (isinstance(each, ast.Constant) and each.value == "")]
        if name not in _IGNORED and value is not None and value != []:  # a later Python has fields that are empty
            fields.append((name, _canonical(value)))
    return (type(node).__name__, fields)


def installed_root() -> Path | None:
    """The folder of the installed ``sglang`` package, found without importing it; None without one."""
    spec = importlib.util.find_spec("sglang")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def digests(root: Path, names: Iterable[str]) -> dict[str, str]:
    """The digests of ``names``, each ``module:definition``, in the package at ``root``; those that are there."""
    found = {name: _digest_in(*_place(root, name)) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def definition(root: Path, name: str) -> _Definition | None:
    """The definition of one name, ``sglang.some.module:Class.method``, as it is written; None if there is none."""
    return _definition_in(*_place(root, name))


def _place(root: Path, name: str) -> tuple[Path, int | None, str]:
    """The file that a name is defined in, when it was written, and the definition's path in it."""
    module, _, path = name.partition(":")
    file = source_file(root, module)
    return file, file.stat().st_mtime_ns if file.is_file() else None, path


@functools.lru_cache(maxsize=4096)
def _digest_in(file: Path, written: int | None, path: str) -> str | None:
    node = _definition_in(file, written, path)
    return digest(node) if node is not None else None


def _definition_in(file: Path, written: int | None, path: str) -> _Definition | None:
    scope = _parsed(file, written) if written is not None else None
    for part in path.split("."):
        scope = next((each for each in getattr(scope, "body", ()) if getattr(each, "name", None) == part), None)
    return scope if isinstance(scope, _DEFINITIONS) else None


def source_file(root: Path, module: str) -> Path:
    """Where the source of a module of the package at ``root`` is."""
    return root.joinpath(*module.split(".")[1:]).with_suffix(".py")


@functools.lru_cache(maxsize=16)
def _parsed(file: Path, written: int) -> ast.AST | None:
    try:
        return ast.parse(file.read_bytes())
    except (SyntaxError, ValueError):  # what this Python cannot read has none of the known definitions
        return None


def is_live(root: Path, name: str, value: object) -> bool:
    """Whether ``value`` is the function that the file defines under ``name``, not one that was put in its place."""
    node = definition(root, name)
    if node is None or not isinstance(value, FunctionType):
        return False
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    file = source_file(root, name.partition(":")[0])
    code = value.__code__
    return Path(code.co_filename).resolve() == file.resolve() and code.co_firstlineno == first


@dataclass(frozen=True)
class Match:
    """The release whose source is nearest, and the names whose definition differs from its or is missing."""

    release: str
    different: tuple[str, ...]


def nearest(root: Path, options: Options = DEFAULTS) -> Match:
    """The known release that the package at ``root`` differs least from, in what decides with these options; of equals
    the latest."""
    releases = {release: _deciding(release, known, options) for release, known in known_releases().items()}
    releases = {release: known for release, known in releases.items() if known}
    found = digests(root, dict.fromkeys(name for known in releases.values() for name in known))
    matches = [
        Match(release, tuple(name for name, value in known.items() if found.get(name) != value))
        for release, known in releases.items()
    ]
    return min(reversed(matches), key=lambda match: len(match.different))


def _deciding(release: str, known: Mapping[str, str], options: Options) -> Mapping[str, str]:
    port = port_of(release)
    if options.in_graph and not port.runners:
        return {}
    return {name: known[name] for name in port.names(options)}
