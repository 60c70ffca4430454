"""Imports that fail after another one has: `import lib` where it is tried, then `import lib.part` for everybody.

A module is imported after the packages that it is in. So no path goes on after `import lib.part`, or another
`import lib`, on which `import lib` has failed before, unless something in between changes what Python finds.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from nsa_lint.syntax.again import CHANGING
from nsa_lint.syntax.imported import left_by, taken_by
from nsa_lint.syntax.scopes import Function, dotted, last_word, walk_scope

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
# What a handler calls without another thought
_TELLS = frozenset("print warn warning log debug info error exception critical getLogger format str repr".split())
_ASKS = frozenset(("find_spec", "find_loader", "version"))
# What makes Python look in other places, or installs what is not there
_MAKING_WAY = frozenset("""
    addsitedir chdir check_call check_output eval exec fchdir get_ipython import_module invalidate_caches pip popen
    reload run_module run_path subprocess system __path__
""".split())  # fmt: skip

_Tried = tuple[ast.Import | ast.ImportFrom, ...]


@dataclass(frozen=True, slots=True)
class FailsAgain:
    """`works`: by `id` of an import, those that have not failed where it works. `tried`: all of these."""

    works: Mapping[int, Sequence[int]] = field(default_factory=dict)
    tried: Set[int] = frozenset()


def fails_again(tree: ast.Module, words: Set[str]) -> FailsAgain:
    """The imports of a module that fail after others. `words`: of the file's text."""
    if "except" not in words or not CHANGING.isdisjoint(words):
        return FailsAgain()
    search = _Search(frozenset(node.name for node in walk_scope(tree.body) if isinstance(node, Function)))
    search.block(tree.body, ())
    return FailsAgain(search.found, frozenset(each for found in search.found.values() for each in found))


class _Search:
    """`functions`: the names of those of the file, which may do anything."""

    def __init__(self, functions: Set[str]) -> None:
        self._functions = functions
        self.found: dict[int, list[int]] = {}

    def block(self, body: Sequence[ast.stmt], tried: _Tried) -> _Tried:
        """What may have failed at the end of a block, after what may have before it."""
        for statement in body:
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                self._import(statement, tried)
            elif isinstance(statement, (Function, ast.ClassDef)):
                self.block(statement.body, ())
                continue
            if isinstance(statement, _LOOPS):
                tried = () if self._changes(statement, tried) else self._inside(statement, tried)
            else:
                after = self._inside(statement, tried)
                tried = after if after and not self._changes(statement, tried) else ()
        return tried

    def _import(self, node: ast.Import | ast.ImportFrom, tried: _Tried) -> None:
        there = {*left_by([node])}
        found = [id(each) for each in tried if there.issuperset(taken_by(each))]
        if found:
            self.found[id(node)] = found

    def _inside(self, statement: ast.stmt, tried: _Tried) -> _Tried:
        """The same after a statement that may hold others."""
        after = dict.fromkeys(self.block(getattr(statement, "body", ()), tried))
        if isinstance(statement, ast.Try) and statement.handlers:
            after.update(dict.fromkeys(_tries(statement)))
        parts = (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ()))
        blocks = [*(each.body for each in parts), *(getattr(statement, name, ()) for name in ("orelse", "finalbody"))]
        ends = [self.block(each, (*after,)) for each in blocks]
        return (*dict.fromkeys((*tried, *after, *(each for end in ends for each in end))),)

    def _changes(self, statement: ast.stmt, tried: _Tried) -> bool:
        """Whether a statement may change what these imports find, as it runs."""
        roots = {fact.partition(":")[0].partition(".")[0] for each in tried for fact in taken_by(each)}
        nodes = [*walk_scope([statement])]
        if any(_makes_way(node) for node in nodes):
            return True
        alone = (node.value for node in nodes if isinstance(node, ast.Expr))
        if any(isinstance(call, ast.Call) and _is_unknown(call) for call in alone):
            return True
        handled = (each for node in nodes if isinstance(node, ast.ExceptHandler) for each in walk_scope(node.body))
        if any(isinstance(node, ast.Call) and last_word(node.func) not in _TELLS for node in handled):
            return True
        return any(isinstance(node, ast.Call) and (self._is_own(node) or _is_given(node, roots)) for node in nodes)

    def _is_own(self, call: ast.Call) -> bool:
        """Whether a call is of a function of the file."""
        return last_word(call.func) in self._functions


def _tries(statement: ast.Try) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that the body of a `try` consists of, but for those of which nothing is known."""
    for each in statement.body:
        if isinstance(each, (ast.Import, ast.ImportFrom)) and any(taken_by(each)) and each.names[0].name != "*":
            yield each


def _is_unknown(call: ast.Call) -> bool:
    """Whether what is called for itself has no more than a name: `prepare()`, `self.prepare()`."""
    start, _, name = dotted(call.func).rpartition(".")
    return start in ("", "self", "cls") and name not in _TELLS


def _makes_way(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "sys" and any(alias.name == "path" for alias in node.names)
    if isinstance(node, ast.Attribute):
        return node.attr in _MAKING_WAY or dotted(node) == "sys.path"
    return isinstance(node, ast.Name) and node.id in _MAKING_WAY


def _is_given(call: ast.Call, roots: Set[str]) -> bool:
    """Whether a call gets the name of one of these packages: `ensure("lib")`."""
    if last_word(call.func) in _TELLS | _ASKS:
        return False
    texts = (each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str))
    return any(root in text for text in texts for root in roots)
