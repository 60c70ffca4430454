"""Where a file mentions each name, by the scope to which it belongs, each attribute and each call."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from nsa_lint.syntax.assigning import ASSIGNMENTS, targets_of
from nsa_lint.syntax.bindings import names_bound
from nsa_lint.syntax.scopes import COMPREHENSIONS, Function, FunctionNode, children, dotted, imported_names, last_word

_NAMESPACES = frozenset(("globals", "vars"))


class Places:
    """The mentions of one file, found in one walk over it."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.around: dict[int, ast.AST] = {}  # the node that each one stands in
        self.scopes: dict[int, ast.AST] = {id(tree): tree}  # of each node
        self.owners: dict[int, ast.ClassDef] = {}  # the class around each attribute and call
        self.attributes: defaultdict[str, list[ast.Attribute]] = defaultdict(list)
        self.calls: defaultdict[str, list[ast.Call]] = defaultdict(list)
        self.functions: defaultdict[str, list[FunctionNode]] = defaultdict(list)
        self.classes: dict[str, ast.ClassDef] = {}
        self.imported: set[str] = set()
        self._names: list[ast.Name] = []
        self._by_text: defaultdict[str, list[ast.expr]] = defaultdict(list)
        self._bound: defaultdict[int, set[str]] = defaultdict(set)
        self._elsewhere: defaultdict[int, set[str]] = defaultdict(set)  # `global` and `nonlocal`
        self._mentions: dict[tuple[int, str], list[ast.expr]] | None = None
        stack: list[tuple[ast.AST, ast.AST, ast.ClassDef | None]] = [(tree, tree, None)]
        while stack:
            node, scope, owner = stack.pop()
            self._look_at(node, scope, owner)
            inner = _inner(node)
            owner = node if isinstance(node, ast.ClassDef) else owner
            for child in reversed(children(node)):
                self.around[id(child)] = node
                stack.append((child, node if id(child) in inner else scope, owner))

    def mentions(self, scope: ast.AST, name: str) -> list[ast.expr]:
        """Where a name of a scope stands, in whatever scope; `globals()["name"]` among them."""
        if self._mentions is None:
            self._mentions = {}
            for node in self._names:
                self._mentions.setdefault((id(self.scope_of(node)), node.id), []).append(node)
            for text, nodes in self._by_text.items():
                self._mentions.setdefault((id(self.tree), text), []).extend(nodes)
        return self._mentions.get((id(scope), name), [])

    def scope_of(self, node: ast.Name) -> ast.AST:
        """The scope to which a name belongs."""
        scope = first = self.scopes[id(node)]
        while scope is not self.tree:
            in_sight = scope is first or not isinstance(scope, ast.ClassDef)
            if in_sight and node.id in self._bound[id(scope)] and node.id not in self._elsewhere[id(scope)]:
                return scope
            scope = self.scopes[id(scope)]
        return scope

    def _look_at(self, node: ast.AST, scope: ast.AST, owner: ast.ClassDef | None) -> None:
        self.scopes[id(node)] = scope
        if owner is not None:
            self.owners[id(node)] = owner
        if isinstance(node, ast.Name):
            self._names.append(node)
        elif isinstance(node, ast.Attribute):
            self.attributes[node.attr].append(node)
        elif isinstance(node, ast.Call):
            self.calls[last_word(node.func)].append(node)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            if isinstance(node.value, ast.Call) and dotted(node.value.func) in _NAMESPACES:
                self._by_text[str(node.slice.value)].append(node)
        elif isinstance(node, Function):
            self.functions[node.name].append(node)
        elif isinstance(node, ast.ClassDef):
            self.classes[node.name] = node
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            self._elsewhere[id(scope)].update(node.names)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self.imported.update(imported_names(node))
        elif isinstance(node, ASSIGNMENTS) and isinstance(node.value, ast.Lambda):
            for target in targets_of(node):
                self.functions[last_word(target)].append(node.value)
        if isinstance(self.around.get(id(node)), ast.NamedExpr):
            while isinstance(scope, COMPREHENSIONS):
                scope = self.scopes[id(scope)]
        self._bound[id(scope)].update(names_bound(node))


def _inner(node: ast.AST) -> set[int]:
    """`id` of the children of a node that are in the scope that it opens."""
    if isinstance(node, (*COMPREHENSIONS, ast.Lambda)):
        return {id(each) for each in children(node)}
    if isinstance(node, ast.ClassDef):
        return set(map(id, node.body))
    if isinstance(node, Function):
        return {id(node.args), *map(id, node.body)}
    return set()


def captured(case: ast.match_case) -> Iterator[str]:
    """The names that are the whole of what a case matches."""
    stack: list[ast.pattern] = [case.pattern]
    while stack:
        pattern = stack.pop()
        if isinstance(pattern, ast.MatchOr):
            stack += pattern.patterns
        elif isinstance(pattern, ast.MatchAs):
            yield from [pattern.name] if pattern.name else ()
            stack += [pattern.pattern] if pattern.pattern else ()
