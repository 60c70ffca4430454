"""What the body of a module refuses to go on without: `if not HAS_CUDA: raise ...` holds in its functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cached_property

from nsa_lint.package.index import Index, Module
from nsa_lint.package.refusals import Refusals, Refused
from nsa_lint.syntax.bindings import last_bindings
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.imported import IMPORT
from nsa_lint.syntax.scopes import FUNCTIONS, children, mentioned, walk

_STAR = "*"  # what `import *` binds may be any name


class ModuleChecks:
    """The checks of one module, which its functions come after unless the module calls them before."""

    def __init__(self, module: Module, index: Index) -> None:
        self._module = module
        self._index = index
        self._ran: dict[ast.stmt, frozenset[str]] = {}

    def holds_in(self, function: Definition) -> Iterator[Refused]:
        """What holds wherever a function runs, in terms of the module."""
        outermost = function.name.partition(".")[0]
        for statement, said in self._said:
            if outermost not in self._run_by(statement):
                yield from said

    @cached_property
    def _said(self) -> list[tuple[ast.stmt, list[Refused]]]:
        """The statements of the module's own body that refuse something, with what holds after each."""
        refusals = Refusals(self._index)
        found = ((each, [*refusals.after(self._module, each, ())]) for each in self._module.tree.body)
        return [(each, kept) for each, said in found if (kept := [one for one in said if self._lasts(*one, each)])]

    def _lasts(self, test: ast.expr, source: Module, statement: ast.stmt) -> bool:
        """Whether nothing binds a name of a test once the statement is run."""
        if source is not self._module:
            return True
        names = {node.id for node in walk(test) if isinstance(node, ast.Name)} - {IMPORT}
        return all(self._last.get(name, 0) < statement.lineno for name in (*names, _STAR))

    @cached_property
    def _last(self) -> dict[str, int]:
        """The last line on which the module's own body binds each name."""
        return last_bindings(self._module.tree.body)

    def _run_by(self, statement: ast.stmt) -> frozenset[str]:
        """The functions and classes that may have run before a statement of the module is done."""
        if statement not in self._ran:
            body = self._module.tree.body
            self._ran[statement] = self._closed(_run_at_once(body[: body.index(statement) + 1]))
        return self._ran[statement]

    def _closed(self, names: set[str]) -> frozenset[str]:
        """Names with what the functions and classes of these names mention."""
        defined = {each.name: each for each in self._module.tree.body if isinstance(each, (*FUNCTIONS, ast.ClassDef))}
        found: set[str] = set()
        waiting = set(names)
        while waiting:
            found |= waiting
            waiting = set().union(*(mentioned(defined[name]) for name in waiting & defined.keys())) - found
        return frozenset(found)


def _run_at_once(body: Sequence[ast.AST]) -> set[str]:
    """The names that statements mention where they are run: not those of the bodies of their functions."""
    found: set[str] = set()
    stack = [*body]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, FUNCTIONS):
            stack += [*getattr(node, "decorator_list", ()), node.args]
        else:
            stack += children(node)
    return found
