"""What the attributes say that a module tests, `device.is_cpu`: those of objects whose class the package has.

The class is known by an annotation, by a call that makes or returns the object, or by the name of the object, where one
class of the package alone has such an attribute.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from contextlib import suppress

from nsa_lint.package.answers import Answers, placed
from nsa_lint.package.below import Class
from nsa_lint.package.closed import rebound
from nsa_lint.package.handed import setter_of
from nsa_lint.package.index import Index, Module
from nsa_lint.package.receivers import Kind, Receivers
from nsa_lint.syntax.assigning import assigned
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.making import is_static
from nsa_lint.syntax.never import is_transparent
from nsa_lint.syntax.scopes import FUNCTIONS, TESTING, Function, dotted, last_word, parameters, walk


class Properties:
    """Those that the functions of one module read in tests."""

    def __init__(self, module: Module, index: Index, answers: Answers) -> None:
        self._module = module
        self._index = index
        self._answers = answers

    def meanings(self, functions: Collection[Definition], words: Collection[str]) -> dict[int, ast.expr]:
        """By `id`: what the attributes say that these functions read, of the names that are in `words`.

        One alone decides nothing: of an object of which another attribute is tested as well.
        """
        found: dict[int, ast.expr] = {}
        for each in functions:
            for path, reads in _tested(each.node, words).items():
                for read in reads:
                    answer = self._answer(each, path, read)
                    if answer is not None:
                        found[id(read)] = placed(answer, read.value)
        return found

    def _answer(self, function: Definition, path: str, read: ast.Attribute) -> ast.expr | None:
        try:
            owner = self._class_of(function, path, read)
        except _Otherwise:
            return None
        if owner is None:
            owner = self._answers.only_class(read.attr, path.rpartition(".")[2])
        return self._answers.of(owner, read.attr) if owner is not None else None

    # -- of which class an object is ---------------------------------------------------------------------------

    def _class_of(self, function: Definition, path: str, read: ast.Attribute) -> Class | None:
        """The class of an object by what the module says of it; None where it says nothing."""
        root, _, rest = path.partition(".")
        if path == "self" and function.owner is not None and not is_static(function.node):
            return self._module, function.owner
        if not rest:
            return self._of_name(function, root, read)
        if root == "self" and "." not in rest and function.owner is not None:
            return self._of_attribute(function.owner, rest)
        return None

    def _of_name(self, function: Definition, name: str, read: ast.Attribute) -> Class | None:
        node = function.node
        given = next((each for each in parameters(node) if each.arg == name), None)
        values = [(each, value) for each in walk(node) for target, value in assigned(each) if dotted(target) == name]
        if given is not None and not values:
            if name in rebound(node) or given in (node.args.vararg, node.args.kwarg):
                raise _Otherwise
            return self._named(self._module, given.annotation)
        if not values:
            return None
        statement, value = values[0]
        if len(values) > 1 or _times_stored(node, name) > 1:
            raise _Otherwise
        if given is not None and not (statement in node.body and statement.lineno < read.lineno):
            raise _Otherwise
        if isinstance(statement, ast.AnnAssign):
            return self._named(self._module, statement.annotation)
        return self._made(function, value)

    def _of_attribute(self, owner: ast.ClassDef, name: str) -> Class | None:
        setter = setter_of(self._index, (self._module, owner), name)
        for each in setter.types if setter is not None else ():
            return self._named(each.module, each.annotation)
        return None

    def _named(self, module: Module, annotation: ast.expr | None) -> Class | None:
        """The class that an annotation names, `Device | None` too; one that says anything else is believed in that."""
        if annotation is None:
            return None
        found = [self._of_expression(module, each) for each in _alternatives(annotation)]
        if len(found) != 1 or found[0] is None:
            raise _Otherwise
        return found[0]

    def _made(self, function: Definition, value: ast.expr) -> Class | None:
        """The class of what a call makes, or of what it says that it returns."""
        if not isinstance(value, ast.Call):
            return None
        called = self._of_expression(self._module, value.func)
        if called is not None:
            return called
        module, definition = self._definition(function, value.func)
        if not isinstance(definition, ast.FunctionDef) or not all(map(is_transparent, definition.decorator_list)):
            return None
        return self._named(module, definition.returns)

    def _definition(self, function: Definition, node: ast.expr) -> tuple[Module, ast.AST | None]:
        """The function that is called by its name, by that of its module, or as a method of `self`."""
        owner, _, name = dotted(node).rpartition(".")
        if owner == "self" and function.owner is not None:
            methods = (each for each in function.owner.body if isinstance(each, Function) and each.name == name)
            return self._module, next(methods, None)
        module: Module | None = self._module
        if isinstance(node, ast.Attribute):
            module = Receivers(self._index).of(self._module, node.value).module if owner else None
        origin = self._index.origin(module, name) if module is not None and name else None
        return (origin.module, origin.definition) if origin is not None else (self._module, None)

    def _of_expression(self, module: Module, node: ast.expr) -> Class | None:
        """The class that a name stands for, or a name of a module."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self._index.class_of(module, node.value)
        if isinstance(node, ast.Name):
            return self._index.class_of(module, node.id)
        if not isinstance(node, ast.Attribute) or not dotted(node):
            return None
        found = Receivers(self._index).of(module, node)
        if found.kind is Kind.CLASS and found.module is not None:
            return found.module, found.module.classes[found.name]
        return None


class _Otherwise(Exception):
    """An object is said to be something else, or may be one of several."""


def _alternatives(annotation: ast.expr) -> Iterator[ast.expr]:
    """The types that an annotation names, but for None."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        with suppress(SyntaxError):
            annotation = ast.parse(annotation.value, mode="eval").body
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        yield from _alternatives(annotation.left)
        yield from _alternatives(annotation.right)
    elif isinstance(annotation, ast.Subscript) and last_word(annotation.value) == "Optional":
        yield from _alternatives(annotation.slice)
    elif not (isinstance(annotation, ast.Constant) and annotation.value is None):
        yield annotation


def _times_stored(node: ast.AST, name: str) -> int:
    """How often something in a function binds a name, functions in it included."""
    nodes = [*walk(node)]
    stored = [each.id for each in nodes if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load)]
    inner = (each for each in nodes if isinstance(each, FUNCTIONS) and each is not node)
    return stored.count(name) + sum(given.arg == name for each in inner for given in parameters(each))


def _tested(function: Function, words: Collection[str]) -> dict[str, list[ast.Attribute]]:
    """By the object: the reads of attributes that some test looks at as they are, where another one is tested too."""
    tests = [part for node in walk(function) if isinstance(node, TESTING) for part in _operands(node.test)]
    alone = {(dotted(each.value), each.attr) for each in tests if isinstance(each, ast.Attribute)}
    reads: dict[str, list[ast.Attribute]] = {}
    for each in walk(function):
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Load) and each.attr in words:
            reads.setdefault(dotted(each.value), []).append(each)
    return {
        path: [each for each in found if (path, each.attr) in alone]
        for path, found in reads.items()
        if path and len({each.attr for each in found}) > 1
    }


def _operands(test: ast.expr) -> Iterator[ast.expr]:
    """What a test joins by `and`, `or` and `not`."""
    if isinstance(test, ast.BoolOp):
        for each in test.values:
            yield from _operands(each)
    elif isinstance(test, ast.UnaryOp):
        yield from _operands(test.operand)
    else:
        yield test
