"""A method after its constructor, as one function: what the constructor leaves unset is a name that may be unbound.

The function is text, added to that of the module, so that everything that reads a module reads it too. In it
`self.x` is a name, a method that is called is a function inside, the locals of all are kept apart, and a `return` of
the constructor goes on to the method. `Written` leads from the text back to the file.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nsa_lint.syntax.attributes import is_name, own_name
from nsa_lint.syntax.scopes import (
    Function,
    bound_names,
    is_property,
    may_return,
    parameters,
    statements_of,
    walk,
    with_defaults,
)

MARK = "\u1427"  # in no identifier that people write
_MOST_COPIES = 256  # statements that a `return` of a constructor makes necessary
_NAMES_OF = {ast.MatchAs: "name", ast.MatchStar: "name", ast.MatchMapping: "rest", ast.alias: "asname"}


class TooManyReturns(Exception):
    """The returns of a constructor cannot be taken out."""


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a function. `lines`: those of the file, by those of the text; `mentions`: what the names that stand
    for attributes are in the file, by line and column.
    """

    text: str
    tree: ast.stmt
    lines: dict[int, int] = field(default_factory=dict)
    mentions: dict[tuple[int, int], ast.Attribute] = field(default_factory=dict)

    def line(self, number: int, file: Sequence[str]) -> int:
        """The line of the file; of an `else`, which the tree does not hold, that of the statement in it."""
        if number in self.lines:
            return self.lines[number]
        inside = next((self.lines[each] for each in range(number, number + 8) if each in self.lines), 0)
        above = range(inside - 1, max(inside - 8, 0), -1)
        return next((each for each in above if file[each - 1].lstrip().startswith(("else", "try"))), inside)


def named(attribute: str) -> str:
    """The name that stands for an attribute."""
    return f"self{MARK}{attribute}"


def as_written(text: str) -> str:
    """A text of the function as it is in the file."""
    return text.replace(f"self{MARK}", "self.").replace(MARK, "")


def write(
    name: str,
    constructor: Function,
    method: Function | None,
    called: Sequence[Function],
    attributes: frozenset[str],
    first_line: int,
) -> Written:
    """The function of this name, from this line of a text on; without a method, the constructor alone.

    `called`: methods that become functions inside. `attributes`: those that become names. Raises `TooManyReturns`, and
    `RecursionError` for what is nested too deeply.
    """
    parts = [constructor] if method is None else [constructor, method]
    methods = {each.name: each for each in called}
    body: list[ast.stmt] = []
    for each in called:
        body.append(_inner(each, _Rename(own_name(each), attributes, methods, {})))
    arguments: dict[str, ast.arg] = {}
    for number, part in enumerate(parts, 1):
        others = [each for each in (*parts, *called) if each is not part]
        clash = _locals(part) & set().union(*map(_words, others)) - _declared(part)
        rename = _Rename(own_name(part), attributes, methods, {each: each + MARK * number for each in clash})
        copied = copy.deepcopy(part)
        if part is constructor:
            copied.body = without_returns(copied.body)
        body += [rename.visit(each) for each in copied.body]
        arguments.update((each.arg, each) for each in map(rename.visit, parameters(copied)))
    empty = ast.arguments([], list(arguments.values()), None, [], [], None, [])
    function: Any = (type(constructor) if method is None else type(method))(name, empty, body, [])
    function.type_params = []  # from Python 3.12 on
    text = ast.unparse(ast.fix_missing_locations(function)) + "\n"
    tree = ast.parse(text).body[0]
    ast.increment_lineno(tree, first_line - 1)
    written = Written(text, tree)
    _trace(function, written)
    return written


def _inner(method: Function, rename: _Rename) -> ast.FunctionDef:
    """A method as a function inside: what it awaits is there, and it knows its object already."""
    copied = copy.deepcopy(method)
    arguments = copied.args
    (arguments.posonlyargs or arguments.args).pop(0)
    body = [rename.visit(each) for each in copied.body]
    made: Any = ast.copy_location(ast.FunctionDef(named(method.name), rename.visit(arguments), body, []), method)
    made.type_params = []  # from Python 3.12 on
    function: ast.FunctionDef = made
    return function


def _trace(function: ast.stmt, written: Written) -> None:
    """Follow the parsed text and the tree that it was made of side by side."""
    pairs: list[tuple[ast.AST, ast.AST]] = [(function, written.tree)]
    while pairs:
        made, read = pairs.pop()
        if type(made) is not type(read):
            raise TooManyReturns  # the text says something else: nothing is known of its lines
        line = getattr(read, "lineno", 0)
        if line and made is not function and isinstance(made, (ast.stmt, ast.ExceptHandler, ast.pattern)):
            written.lines.setdefault(line, getattr(made, "lineno", 0))
        mention = getattr(made, "mention", None)
        if mention is not None:
            written.mentions[line, getattr(read, "col_offset", 0)] = mention
        pairs += zip(ast.iter_child_nodes(made), ast.iter_child_nodes(read), strict=True)


def without_returns(body: list[ast.stmt], copies: int = 0) -> list[ast.stmt]:
    """The same statements, with what follows an arm that returns in the arms that do not."""
    for index, statement in enumerate(body):
        if isinstance(statement, ast.Return):
            return body[:index] or [ast.copy_location(ast.Pass(), statement)]
        if not may_return(statement):
            continue
        if not isinstance(statement, ast.If):
            raise TooManyReturns
        rest = body[index + 1 :]
        copies += sum(1 for _ in statements_of(rest))
        if copies > _MOST_COPIES:
            raise TooManyReturns
        statement.body = without_returns([*statement.body, *copy.deepcopy(rest)], copies)
        statement.orelse = without_returns([*statement.orelse, *rest], copies)
        return body[: index + 1]
    return body


class _Rename(ast.NodeTransformer):
    """`self.x` becomes a name; what two functions both call by one name is kept apart."""

    def __init__(
        self, owner: str, attributes: frozenset[str], methods: Mapping[str, Function], names: Mapping[str, str]
    ) -> None:
        self._owner = owner
        self._attributes = attributes
        self._methods = methods
        self._names = names

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        method = self._methods.get(node.attr)
        if not is_name(node.value, self._owner):
            return self.generic_visit(node)
        if node.attr not in self._attributes and (method is None or not isinstance(node.ctx, ast.Load)):
            return node
        made = ast.copy_location(ast.Name(named(node.attr), node.ctx), node)
        made.mention = node  # type: ignore[attr-defined]
        if node.attr not in self._attributes and method is not None and is_property(method):
            return ast.copy_location(ast.Call(made, [], []), node)
        return made

    def visit_Call(self, node: ast.Call) -> ast.AST:
        attribute = node.func
        own = isinstance(attribute, ast.Attribute) and is_name(attribute.value, self._owner)
        method = self._methods.get(attribute.attr) if own and isinstance(attribute, ast.Attribute) else None
        if method is not None and node.keywords:
            node.args, node.keywords = _in_order(node, method)
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        # what is raised for an attribute that is not set is a NameError here
        name = "NameError" if node.id == "AttributeError" else self._names.get(node.id, node.id)
        return ast.copy_location(ast.Name(name, node.ctx), node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        made = self.generic_visit(node)
        assert isinstance(made, ast.AnnAssign)
        made.simple = int(isinstance(made.target, ast.Name))
        return made

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        """As its values: how a text is written in pieces is not kept by `ast.unparse`."""
        values = [self.visit(each.value) for each in walk(node) if isinstance(each, ast.FormattedValue)]
        return ast.copy_location(ast.Tuple(values, ast.Load()), node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self._names.get(node.arg, node.arg)
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return self._inside(node, node.args)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._names.get(node.name, node.name)
        return self._inside(node, node.args)

    visit_AsyncFunctionDef = visit_FunctionDef  # type: ignore[assignment]

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self._names.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        node.name = self._names.get(node.name or "", node.name or "") or None
        return self.generic_visit(node)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.AST:
        node.names = [self._names.get(each, each) for each in node.names]
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        part = _NAMES_OF.get(type(node))
        name: str = (getattr(node, part) if part is not None else None) or ""
        if part is not None and name in self._names:
            setattr(node, part, self._names[name])
        elif isinstance(node, ast.alias) and node.asname is None and node.name in self._names:
            node.asname = self._names[node.name]
        return super().generic_visit(node)

    def _inside(self, node: ast.AST, arguments: ast.arguments) -> ast.AST:
        """A function whose own parameter is called as the object is speaks of another one."""
        owner = self._owner
        if any(each.arg == owner for each in walk(arguments) if isinstance(each, ast.arg)):
            self._owner = ""
        try:
            return self.generic_visit(node)
        finally:
            self._owner = owner


def _in_order(call: ast.Call, method: Function) -> tuple[list[ast.expr], list[ast.keyword]]:
    """The arguments of a call by position, which says of a function inside which value is whose; as they are if not."""
    given = {each.arg: each.value for each in call.keywords}
    listed = [*call.args]
    named = [each for each in with_defaults(method) if each[0] not in method.args.kwonlyargs]
    for argument, default in named[len(listed) + 1 :] if not any(map(_is_starred, listed)) else ():
        value = given.pop(argument.arg, default)
        if value is None:
            break
        listed.append(value)
        if not given:
            return listed, []
    return call.args, call.keywords


def _is_starred(node: ast.expr) -> bool:
    return isinstance(node, ast.Starred)


def _locals(function: Function) -> set[str]:
    names = bound_names(function.body) | {each.arg for each in parameters(function)}
    return names - {own_name(function)}


def _words(function: Function) -> set[str]:
    """The names that occur in a function, its own among them."""
    return {each.id for each in walk(function) if isinstance(each, ast.Name)} | _locals(function)


def _declared(function: Function) -> set[str]:
    """Names of the module that a function declares its own to be."""
    return {name for node in walk(function) if isinstance(node, ast.Global) for name in node.names}
