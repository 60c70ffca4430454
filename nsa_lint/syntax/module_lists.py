"""What names of a module stay, and what the lists under them hold: what `+=` adds, what a second name may change."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from nsa_lint.syntax.assigning import assigned
from nsa_lint.syntax.containers import is_changed
from nsa_lint.syntax.managers import assigned_values
from nsa_lint.syntax.scopes import FUNCTIONS, SCOPES, Function, children, dotted, parameters, with_defaults

_DISPLAYS = (ast.Tuple, ast.List)


class ModuleLists:
    """The names of one module, with what all of the file does to them."""

    def __init__(self, tree: ast.Module, text: str) -> None:
        self._tree = tree
        self._text = text

    @cached_property
    def assigned(self) -> dict[str, list[ast.expr | None]]:
        """What the statements of the module bind to each name; None for what is not an expression."""
        return assigned_values(self._tree.body)

    def assigned_once(self, name: str) -> ast.expr | None:
        """What a name of the module stays."""
        values = self.assigned.get(name, ())
        return values[0] if len(values) == 1 and not self._may_change(name, values[0]) else None

    def put_in(self, name: str) -> Sequence[ast.expr | None]:
        """The list that a name of the module is, and those that `+=` adds to it."""
        values, added = self.assigned.get(name, []), self._uses.added.get(name, [])
        if not added:
            return [self.assigned_once(name)]
        made = [each for each in values if each is not None]
        known = len(made) == 1 and len(values) == 1 + len(added) and not self._may_change(name, made[0])
        return [*made, *added] if known and not isinstance(made[0], ast.Name) else [None]  # a second name shares it

    def _may_change(self, name: str, value: ast.expr | None) -> bool:
        """Whether something else than a statement of the module may change what a name is or holds."""
        if name in self._uses.declared or is_changed(name, self._text):
            return True
        return not isinstance(value, (ast.Constant, ast.Tuple)) and any(map(self._is_grown, self._second_names(name)))

    def _is_grown(self, name: str) -> bool:
        return name in self._uses.grown or is_changed(name, self._text)

    def _second_names(self, name: str) -> list[str]:
        """The names, and parameters, that may be given what a name holds."""
        found: list[str] = []
        for each in chain([name], found):  # which grows
            found += sorted(self._uses.second.get(each, set()).difference(found))
        return found

    @cached_property
    def _uses(self) -> _Uses:
        return _Uses(self._tree)


class _Uses:
    """What one walk over a file finds: what is added to the names of the module, and what else may change them."""

    def __init__(self, tree: ast.Module) -> None:
        self.added: dict[str, list[ast.expr]] = {}  # by `+=` in a statement of the module
        self.grown: set[str] = set()  # the last words of what an augmented assignment changes, in whatever scope
        self.declared: set[str] = set()  # `global` in some function
        self.second: dict[str, set[str]] = {}  # the names that are given what a name holds
        passed: list[ast.Call] = []
        functions: dict[str, set[str]] = {}
        stack: list[tuple[ast.AST, bool]] = [(tree, False)]
        while stack:
            node, inside = stack.pop()
            if isinstance(node, ast.AugAssign):
                self._augmented(node, inside)
            elif isinstance(node, ast.Global):
                self.declared.update(node.names)
            elif isinstance(node, ast.Call):
                passed.append(node)
            elif isinstance(node, Function):
                functions.setdefault(node.name, set()).update(each.arg for each in parameters(node))
            for name, value in _given(node):
                self._add(name, value)
                if isinstance(value, ast.Lambda):
                    functions.setdefault(name, set()).update(each.arg for each in parameters(value))
            stack += [(child, inside or isinstance(node, SCOPES)) for child in reversed(children(node))]
        for call in passed:  # of functions that may follow
            names = functions.get(_last(call.func), ())
            for value in (*call.args, *(keyword.value for keyword in call.keywords)) if names else ():
                for name in names:
                    self._add(name, value)

    def _augmented(self, node: ast.AugAssign, inside: bool) -> None:
        if isinstance(node.target, ast.Name) and not inside and isinstance(node.op, ast.Add):
            self.added.setdefault(node.target.id, []).append(node.value)
        self.grown.add(_last(node.target))

    def _add(self, name: str, value: ast.expr | None) -> None:
        if isinstance(value, ast.Name):
            self.second.setdefault(value.id, set()).add(name)


def _given(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """The names, attributes and parameters that a node gives a value."""
    if isinstance(node, ast.NamedExpr):
        yield node.target.id, node.value
    elif isinstance(node, FUNCTIONS):
        yield from ((argument.arg, default) for argument, default in with_defaults(node))
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        if isinstance(node.iter, _DISPLAYS):
            yield from ((_last(node.target), each) for each in node.iter.elts)
    else:
        for target, value in assigned(node):
            yield from _pairs(target, value)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """What each name of a target is given, where it is several that are written out."""
    if isinstance(target, _DISPLAYS) and isinstance(value, _DISPLAYS) and len(target.elts) == len(value.elts):
        for each, of in zip(target.elts, value.elts, strict=True):
            yield from _pairs(each, of)
    else:
        yield _last(target), value


def _last(node: ast.expr) -> str:
    """The last word of a path: `append` of `f().append`."""
    return node.attr if isinstance(node, ast.Attribute) else dotted(node)
