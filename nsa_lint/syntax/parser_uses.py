"""What a module does with the parsers of `argparse`: whether it only declares options and parses."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from nsa_lint.syntax.assigning import ASSIGNMENTS, Assignment, targets_of
from nsa_lint.syntax.bindings import names_bound, times_bound
from nsa_lint.syntax.scopes import Function, children, dotted, scope_of, walk, walk_scope

Place = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef
SETTING = frozenset(("setattr", "__setattr__", "vars", "__dict__"))  # what sets an attribute without its name
PARSES = ("parse_args", "parse_known_args")
_GROUPS = ("add_argument_group", "add_mutually_exclusive_group")


class ParserUses:
    """Every place of one module where a parser is read."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._bound: dict[ast.AST, frozenset[str]] = {}

    def made(self, place: Place, call: ast.Call) -> ast.Call | None:
        """The call whose value the object has that a method is called on: the name is assigned once."""
        read = call.func.value if isinstance(call.func, ast.Attribute) else None
        if not isinstance(read, ast.Name):
            return None
        nodes = self.nodes(place, read.id)
        return self.made_as(place, read.id) if read in nodes else None

    def made_as(self, place: Place, name: str) -> ast.Call | None:
        """The call whose value a name has that a module or a function assigns once, and binds in no other way."""
        if not isinstance(place, ast.Module) and name not in self._names_of(place):
            return None
        value = set_once(self.nodes(place, name), name)
        return value if isinstance(value, ast.Call) else None

    def declarations(self, place: Place, name: str, returned: ast.expr | None = None) -> list[ast.Call] | None:
        """The calls that declare the options of a parser and its groups; None where it is read for anything else.

        A group shares its parser's defaults, so the same holds for it. `returned` is what the place may return.
        """
        found: list[ast.Call] = []
        names: list[tuple[ast.AST, str]] = [(place, name)]
        for scope, each in names:  # grows
            for read in self.nodes(scope, each):
                if not _is_read(read, each) or read is returned:
                    continue
                use = self._use(read)
                if use is None:
                    return None
                found += (node for node in use if isinstance(node, ast.Call))
                groups = ((self.place_of(node), node.id) for node in use if isinstance(node, ast.Name))
                names += (group for group in groups if group not in names)
        return list(dict.fromkeys(found))

    def only_function(self, name: str, functions: Sequence[Function]) -> Function | None:
        """The function of the module that a name stands for; None where it may be anything else, as by `import *`."""
        bound = self._bindings[name] == 1 and not self._bindings["*"]
        return next((each for each in functions if each in self._of_module), None) if bound else None

    @cached_property
    def _of_module(self) -> frozenset[ast.AST]:
        """The functions that are names of the module: no methods, and none within another."""
        return frozenset(node for node in walk_scope(self._tree.body) if isinstance(node, Function))

    @cached_property
    def _bindings(self) -> Counter[str]:
        return times_bound(self._tree)

    def makes_parser(self, call: ast.Call) -> bool:
        """Whether a call is one of `argparse.ArgumentParser`: a class of the same name from elsewhere is another."""
        return dotted(call.func) in self._constructors

    @cached_property
    def _constructors(self) -> set[str]:
        found = set()
        own: Counter[str] = Counter()
        for node in walk(self._tree):
            for name, path in _from_argparse(node):
                own[name] += 1
                found.add(path)
        return {path for path in found if self._bindings[path.partition(".")[0]] == own[path.partition(".")[0]]}

    def _use(self, read: ast.AST) -> Sequence[ast.Call | ast.Name] | None:
        """A call that declares an option, or the name of a group, or neither; None where it may be anything else."""
        attribute = self._parent[read]
        call = self._parent[attribute]
        if not (isinstance(attribute, ast.Attribute) and isinstance(call, ast.Call) and call.func is attribute):
            return None
        around = self._parent[call]
        if attribute.attr in PARSES:
            return ()
        if attribute.attr == "add_argument":
            return (call,) if isinstance(around, ast.Expr) else None
        if attribute.attr not in _GROUPS:
            return None
        if isinstance(around, ast.Attribute):
            return self._use(call)
        if isinstance(around, ASSIGNMENTS):
            [target, *others] = targets_of(around)
            return (target,) if isinstance(target, ast.Name) and not others else None
        return () if isinstance(around, ast.Expr) else None

    @cached_property
    def _parent(self) -> dict[ast.AST, ast.AST]:
        return {child: node for node in walk(self._tree) for child in children(node)}

    def place_of(self, node: ast.expr) -> Place:
        """The function whose local name this is, or else the module; of anything but a name, what it is in."""
        around: ast.AST = node
        while not isinstance(around, ast.Module):
            around = self._parent[around]
            if isinstance(around, Function) and (not isinstance(node, ast.Name) or node.id in self._names_of(around)):
                return around
        return around

    def _names_of(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
        if function not in self._bound:
            self._bound[function] = scope_of(function).bound
        return self._bound[function]

    def nodes(self, scope: ast.AST, name: str) -> list[ast.AST]:
        """The nodes in which a name is that of the scope: not those of functions inside with one of their own."""
        found: list[ast.AST] = []
        stack = [scope]
        while stack:
            node = stack.pop()
            found.append(node)
            if isinstance(node, Function) and node is not scope and name in self._names_of(node):
                stack += [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
            else:
                stack += children(node)
        return found


def set_once(nodes: Sequence[ast.AST], name: str) -> ast.expr | None:
    """The value of a name that these nodes assign once, and bind in no other way."""
    values = [
        node.value for node in nodes if isinstance(node, ASSIGNMENTS) and [*map(dotted, targets_of(node))] == [name]
    ]
    return values[0] if len(values) == sum(name in names_bound(node) for node in nodes) == 1 else None


def bound_once(nodes: Sequence[ast.AST], name: str) -> Assignment | None:
    """The assignment that binds a name, alone or as the first of two, where nothing else binds it."""
    if sum(name in names_bound(node) for node in nodes) != 1:
        return None
    for node in nodes:
        if isinstance(node, ASSIGNMENTS):
            [target, *others] = targets_of(node)
            if not others and dotted(first_of_two(target) or target) == name:
                return node
    return None


def first_of_two(node: ast.expr) -> ast.expr | None:
    """The first element of a tuple of two."""
    if not isinstance(node, ast.Tuple) or len(node.elts) != 2 or any(isinstance(e, ast.Starred) for e in node.elts):
        return None
    return node.elts[0]


def reads_attributes_only(nodes: Sequence[ast.AST], name: str, returned: ast.expr | None = None) -> bool:
    """Whether nothing else is done with an object than to read its attributes, and to return it."""
    objects = {node.value for node in nodes if isinstance(node, ast.Attribute)}
    return all(node in objects or node is returned for node in nodes if _is_read(node, name))


def _is_read(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)


def _from_argparse(node: ast.AST) -> Iterable[tuple[str, str]]:
    """The names that an import gives `argparse` or its class, each with the dotted name of the class."""
    if isinstance(node, ast.Import):
        names = ((each.asname or each.name) for each in node.names if each.name == "argparse")
        return ((name, f"{name}.ArgumentParser") for name in names)
    if isinstance(node, ast.ImportFrom) and node.module == "argparse":
        return ((each.asname or each.name,) * 2 for each in node.names if each.name == "ArgumentParser")
    return ()
