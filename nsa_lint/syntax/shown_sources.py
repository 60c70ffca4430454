"""What a handler is there for, where its body shows it: an item that is looked up, a text that is read as JSON.

`except KeyError` round a request and `response["choices"]` is there for the item. Any code may raise a KeyError,
and so may what makes the request; but then the handler is wrong in every case. So a call of what another package
defines is not taken to raise what something else in the body shows. The file's own functions and calls of what
it does not import, a parameter for instance, may raise anything. An exception that the file defines is shown where the
body raises it: then no import from elsewhere raises it, either.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nsa_lint.syntax.failures import is_sorted, may_come_from
from nsa_lint.syntax.imported import IMPORT_ERRORS
from nsa_lint.syntax.item_errors import OF_DICTS, OF_LISTS, spared_items
from nsa_lint.syntax.scopes import last_word, walk_scope

_TAKES_ITEMS = frozenset("pop popitem popleft remove __getitem__ getitem itemgetter".split())
# Functions and methods that look for a file, or change one
_FOR_FILES = frozenset("""
    check_call check_output chmod chown copy2 copyfile copytree lchown link listdir lstat makedirs mkdir open Popen
    read_bytes read_text readlink removedirs rmdir rmtree scandir symlink symlink_to truncate unlink utime write_bytes
    write_text
""".split())  # fmt: skip
_READS_JSON = frozenset("decode load loads raw_decode".split())


def _looks_up(node: ast.AST) -> bool:
    if isinstance(node, ast.Subscript):
        return not isinstance(node.ctx, ast.Store) and not isinstance(node.slice, ast.Slice)
    return isinstance(node, ast.Call) and last_word(node.func) in _TAKES_ITEMS


def _reads_json(node: ast.AST) -> bool:
    called = last_word(node.func) if isinstance(node, ast.Call) else ""
    return called in _READS_JSON or "json" in called


def _touches_files(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and last_word(node.func) in _FOR_FILES


def _divides(node: ast.AST) -> bool:
    return isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Mod))


def _goes_on(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and last_word(node.func) in ("next", "send", "throw", "__next__")


def _imports(node: ast.AST) -> bool:
    return isinstance(node, (ast.Import, ast.ImportFrom)) or (
        isinstance(node, ast.Call) and "import" in last_word(node.func)
    )


# By the last word of an exception
_SOURCES: dict[str, Callable[[ast.AST], bool]] = {
    **dict.fromkeys(("KeyError", "IndexError", "LookupError"), _looks_up),
    "JSONDecodeError": _reads_json,
    **dict.fromkeys(IMPORT_ERRORS, _imports),
    "StopIteration": _goes_on,
    **dict.fromkeys(("FileExistsError", "FileNotFoundError", "PermissionError"), _touches_files),
    "ZeroDivisionError": _divides,
}


@dataclass(frozen=True, slots=True)
class Sources:
    """What the handlers of a `try` are there for."""

    names: frozenset[str] = frozenset()  # the exceptions that only some of the body raises
    all: frozenset[str] | None = None  # these, where nothing else is caught
    spared: Mapping[int, frozenset[str]] = field(default_factory=dict)  # by `id` of a call: what it does not raise

    @classmethod
    def of(
        cls,
        names: Collection[str],
        body: Iterable[ast.AST],
        foreign: Callable[[ast.Call], bool],
        defined: Callable[[str], bool],
    ) -> Sources:
        """Of handlers for exceptions of these names.

        `foreign`: whether a call is of what another file defines; `defined`: whether this one defines a name.
        """
        sorted_ = frozenset(name for name in names if is_sorted(name) or _source_of(name) is not None)
        own = frozenset(filter(defined, names)) - sorted_
        nodes = [*walk_scope(body)] if sorted_ or own else []
        if not any(_raises(node, defined) for node in nodes if own):
            own = frozenset()
        spared = _spared(nodes, sorted_, foreign)
        for each in _from_elsewhere(nodes, foreign) if own else ():
            spared[id(each)] = spared.get(id(each), frozenset()) | own
        known = sorted_ | own
        return cls(known, known if known and known == {*names} else None, spared)

    def without(self, node: ast.AST, operation: type[ast.AST] | None) -> frozenset[str]:
        """Those of `names` that a node does not raise; `operation`: as which it fails (see `fails_as`)."""
        spared = self.spared.get(id(node), frozenset())
        if operation is None:
            return spared
        return spared.union(name for name in self.names if not may_come_from(name, operation))


NO_SOURCES = Sources()


def _source_of(name: str) -> Callable[[ast.AST], bool] | None:
    return _SOURCES.get(name.rpartition(".")[2])


def _raises(node: ast.AST, defined: Callable[[str], bool]) -> bool:
    """Whether this raises an exception that the file defines."""
    raised = node.exc if isinstance(node, ast.Raise) else None
    return raised is not None and defined(last_word(raised.func if isinstance(raised, ast.Call) else raised))


def _from_elsewhere(nodes: Iterable[ast.AST], foreign: Callable[[ast.Call], bool]) -> Iterator[ast.AST]:
    """The imports of other packages, and the calls of what another file defines."""
    for node in nodes:
        is_import = isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and not node.level)
        if is_import or (isinstance(node, ast.Call) and foreign(node)):
            yield node


def _spared(
    nodes: Sequence[ast.AST], names: Iterable[str], foreign: Callable[[ast.Call], bool]
) -> dict[int, frozenset[str]]:
    """By `id` of foreign calls, items, and what is iterated over or unpacked: what something else shows."""
    known = {name: source for name in names if (source := _source_of(name)) is not None}
    items = spared_items(nodes) if not known.keys().isdisjoint((OF_LISTS, OF_DICTS)) else {}
    shown = {
        name: source
        for name, source in known.items()
        if any(source(node) and items.get(id(node)) != name for node in nodes)
    }
    if not shown:
        return {}
    spared = {each: frozenset((name,)) for each, name in items.items() if name in shown}
    calls = [node for node in nodes if isinstance(node, ast.Call) and foreign(node)]
    iterated = [node.iter for node in nodes if isinstance(node, (ast.For, ast.comprehension))]
    quiet: list[ast.AST] = [*calls, *(each for each in iterated if isinstance(each, ast.Name))]
    quiet += (each for node in nodes if isinstance(node, ast.Assign) for each in _unpacked(node, calls))
    quiet += (node for node in nodes if isinstance(node, ast.With) and _manages(node, calls))
    return spared | {id(node): frozenset(name for name, source in shown.items() if not source(node)) for node in quiet}


def _unpacked(node: ast.Assign, calls: Collection[ast.Call]) -> Iterator[ast.expr]:
    """The targets into which a name, or what such a call gives, is unpacked."""
    if isinstance(node.value, ast.Name) or node.value in calls:
        yield from (target for target in node.targets if isinstance(target, (ast.Tuple, ast.List)))


def _manages(node: ast.With, calls: Collection[ast.Call]) -> bool:
    """Whether such calls give all managers of a `with`."""
    return all(item.context_expr in calls for item in node.items)
