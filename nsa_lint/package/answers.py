"""What a property, or an attribute that the constructor alone sets, says of an object: `self.ordinal < 0`.

An answer is an expression of `self`: of other attributes, of what the constructor was given, of tests and constants.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator, Sequence

from nsa_lint.package.attributes import Attributes
from nsa_lint.package.below import Class
from nsa_lint.package.closed import rebound
from nsa_lint.package.conditions import Translation
from nsa_lint.package.index import Index, Module
from nsa_lint.package.passed import is_constant
from nsa_lint.syntax.assigning import assigned, assigned_names
from nsa_lint.syntax.classes import is_named_after
from nsa_lint.syntax.making import constructor_of
from nsa_lint.syntax.scopes import Function, bindings, dotted, is_property, parameters, positional, walk

_MOST = 16  # files in which a class or an attribute is looked for
_DEEPEST = 4  # answers that read other ones
_KEPT = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.IfExp, ast.Tuple, ast.List, ast.Set)
_PLAIN = ("object", "ABC", "Generic", "Protocol")  # bases from elsewhere that have no attributes of their own
_OTHERWISE = ("__getattribute__", "__setattr__")  # what reads or stores attributes in its own way
_CLASS = re.compile(r"^[ \t]*class[ \t]+(\w+)", re.MULTILINE)
_Reader = Callable[[str, ast.expr], "ast.expr | None"]  # of a name, and of the expression that begins with it


class Answers:
    """Those of the classes of one package, for one of its modules."""

    def __init__(self, module: Module, index: Index, translation: Translation) -> None:
        self._module = module
        self._index = index
        self._translation = translation
        self._attributes: dict[str, Attributes] = {}
        self._known: dict[tuple[ast.ClassDef, str], ast.expr | None] = {}

    def of(self, owner: Class, name: str, depth: int = _DEEPEST) -> ast.expr | None:
        """What an attribute of an object of a class, or of one below it, says; None where that is not known."""
        key = owner[1], name
        if key not in self._known:
            self._known[key] = None  # one that reads itself
            self._known[key] = self._found(owner, name, depth) if depth else None
        return self._known[key]

    def only_class(self, name: str, word: str) -> Class | None:
        """The class that an object has the name of, if no other one of the package defines or stores an attribute."""
        found: list[Class] = []
        modules = [self._index.module(path, self._module) for path in self._defining(name) or ()]
        if not any(each and any(is_named_after(word, of) for of in _CLASS.findall(each.text)) for each in modules):
            return None  # before they are parsed
        for module in modules:
            if module is None:
                return None
            for _, around, _ in self._of_module(module).stores_in(module, name):
                if around is None or (found and found[0][1] is not around):
                    return None
                found.append((module, around))
        return found[0] if found and is_named_after(word, found[0][1].name) else None

    def _found(self, owner: Class, name: str, depth: int) -> ast.expr | None:
        module, node = owner
        above = self._of_module(module).above(node, module)
        if any(each in bindings(other.body) for _, other in above for each in _OTHERWISE):
            return None
        having = [each for each in above if _defines(each[1], name)]
        if len(having) != 1 or not self._is_first(having[0], above):
            return None
        source, definer = having[0]
        function = next((each for each in definer.body if isinstance(each, Function) and each.name == name), None)
        if function is not None:
            said = self._of_property(owner, source, function, depth)
        else:
            said = self._of_constructor(owner, source, definer, name, depth)
        return said if said is not None and self._keeps(source, definer, name) else None

    def _keeps(self, source: Module, definer: ast.ClassDef, name: str) -> bool:
        """Whether an attribute is set by one statement alone; this searches the package, so it is the last question."""
        files = self._defining(name)
        return files is not None and self._of_module(source).set_by_one(definer, name, files)

    def _is_first(self, having: Class, above: Sequence[Class]) -> bool:
        """Whether no class from outside the package may have the attribute, before the one that defines it."""
        others = self._of_module(having[0]).above(having[1], having[0])[1:]
        before = [each for each in above if each[1] is not having[1] and all(each[1] is not node for _, node in others)]
        bases = [(module, dotted(base)) for module, node in before for base in node.bases]
        return all(
            self._index.class_of(module, base) is not None or base.rpartition(".")[2] in _PLAIN
            for module, base in bases
        )

    def _of_property(self, owner: Class, source: Module, function: Function, depth: int) -> ast.expr | None:
        own = [each.arg for each in positional(function)[:1]]
        said = _returned(function.body)
        if not is_property(function) or isinstance(function, ast.AsyncFunctionDef) or said is None or not own:
            return None
        if own[0] in rebound(function):
            return None

        def read(root: str, node: ast.expr) -> ast.expr | None:
            if root != own[0]:
                return self._of_module_name(source, root, node) if root not in rebound(function) else None
            first, _, rest = dotted(node).partition(".")[2].partition(".")
            if not first:
                return None
            answer = self.of(owner, first, depth - 1) if not rest else None
            return answer if answer is not None else _rooted(node, ast.Name("self", ast.Load()))

        return _converted(said, read)

    def _of_constructor(
        self, owner: Class, source: Module, definer: ast.ClassDef, name: str, depth: int
    ) -> ast.expr | None:
        """Of an attribute that one statement of the constructor sets: its value then, which it keeps."""
        constructor = constructor_of(definer)
        if constructor is None:
            return None
        set_so = (pair for each in constructor.body for pair in assigned(each))
        values = [value for target, value in set_so if dotted(target) == f"self.{name}"]
        given = {each.arg for each in parameters(constructor)} - rebound(constructor)
        times = [*bindings(constructor.body)]
        once = {each for node in constructor.body for each, _ in assigned_names(node) if times.count(each) == 1}
        once -= {each.arg for each in parameters(constructor)}

        def read(root: str, node: ast.expr) -> ast.expr | None:
            if root == "self":
                first, _, rest = dotted(node).partition(".")[2].partition(".")
                set_here = any(True for _ in _stored(constructor, first))  # else it may be another value later
                return self.of(owner, first, depth - 1) if first and not rest and set_here else None
            if root in given or root in once:  # by the attribute that keeps it, or else by a name that none has
                keeps = (each for each in _keeping(constructor, root) if self._keeps(source, definer, each))
                kept = next(keeps, f"{root} of {definer.name}")
                return _rooted(node, ast.Attribute(ast.Name("self", ast.Load()), kept, ast.Load()))
            return self._of_module_name(source, root, node) if root not in times else None

        return _converted(values[0], read) if len(values) == 1 else None

    def _of_module_name(self, source: Module, root: str, node: ast.expr) -> ast.expr | None:
        """A constant of the module that defines the class, or what it imports; the same each time that it is read."""
        value = source.values.get(root)
        if value is not None and is_constant(value) and isinstance(node, ast.Name) and source.stays(root):
            return value
        if root not in source.imported and root not in source.classes:
            return None
        here = self._translation.of(node, source)
        return here[0] if here else _rooted(node, ast.Name(f"{source.path}:{root}", ast.Load()))

    def _defining(self, name: str) -> tuple[str, ...] | None:
        """The files, tests left out, that may define or store an attribute; None where they are too many."""
        found = self._index.defining(name)
        files = tuple(each for each in found if not self._index.layout.is_test(each)) if found is not None else None
        return files if files is not None and len(files) <= _MOST else None

    def _of_module(self, module: Module) -> Attributes:
        if module.path not in self._attributes:
            self._attributes[module.path] = Attributes(module, self._index)
        return self._attributes[module.path]


def placed(answer: ast.expr, node: ast.expr) -> ast.expr:
    """An answer, said of what an expression is."""
    found: ast.expr = _Placed(node).visit(copy.deepcopy(answer))
    for each in walk(found):
        if isinstance(each, ast.expr):
            ast.copy_location(each, node)
    return found


class _Placed(ast.NodeTransformer):
    def __init__(self, node: ast.expr) -> None:
        self._node = node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return copy.deepcopy(self._node) if node.id == "self" else node


def _defines(node: ast.ClassDef, name: str) -> bool:
    """Whether the body of a class or its constructor gives its objects an attribute."""
    made = constructor_of(node)
    return name in bindings(node.body) or (made is not None and any(True for _ in _stored(made, name)))


def _stored(statement: ast.AST, name: str) -> Iterator[ast.expr]:
    """The values that a statement, or one of its own, stores in an attribute of `self`."""
    for each in (statement, *walk(statement)):
        yield from (value for target, value in assigned(each) if dotted(target) == f"self.{name}")


def _keeping(constructor: Function, name: str) -> Iterator[str]:
    """The attributes that a constructor gives the value of one of its names, as it is."""
    for target, value in (pair for each in constructor.body for pair in assigned(each)):
        owner, _, attribute = dotted(target).rpartition(".")
        if owner == "self" and dotted(value) == name:
            yield attribute


def _returned(body: Sequence[ast.stmt]) -> ast.expr | None:
    """What a function returns, by tests and returns alone, as one expression."""
    if not body:
        return None
    first, *rest = body
    if isinstance(first, ast.Return):
        return first.value
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return _returned(rest)
    if not isinstance(first, ast.If):
        return None
    then, otherwise = _returned(first.body), _returned([*first.orelse, *rest])
    return ast.IfExp(first.test, then, otherwise) if then is not None and otherwise is not None else None


def _converted(node: ast.expr, read: _Reader) -> ast.expr | None:
    """An expression with what it reads put in other terms; None where it is made of more than tests and constants."""
    if isinstance(node, ast.Constant):
        return node
    root = dotted(node).partition(".")[0]
    if root:
        return read(root, node)
    if isinstance(node, ast.Call) and dotted(node.func) == "bool" and len(node.args) == 1 and not node.keywords:
        return _converted(ast.UnaryOp(ast.Not(), ast.UnaryOp(ast.Not(), node.args[0])), read)
    if not isinstance(node, _KEPT):
        return None
    changed = copy.copy(node)
    for name, value in ast.iter_fields(node):
        parts = value if isinstance(value, list) else [value]
        new = [_converted(each, read) if isinstance(each, ast.expr) else each for each in parts]
        if None in new:
            return None
        setattr(changed, name, new if isinstance(value, list) else new[0])
    return changed


def _rooted(node: ast.expr, root: ast.expr) -> ast.expr:
    """A dotted name that begins with something else."""
    return ast.Attribute(_rooted(node.value, root), node.attr, ast.Load()) if isinstance(node, ast.Attribute) else root
