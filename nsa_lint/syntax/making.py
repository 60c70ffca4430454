"""How an object of a class is made, as far as the class itself says: its constructor, and what that does first."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from nsa_lint.syntax.assigning import ASSIGNMENTS, Assignment, assigned_names, targets_of
from nsa_lint.syntax.scopes import Function, bindings, dotted, may_return, parameters, positional, walk
from nsa_lint.syntax.validators import runs_while_made

MADE_OTHERWISE = ("__reduce__", "__reduce_ex__", "__setstate__", "__getattr__", "__getattribute__")
MAKING = ("__init__", "__new__", "__post_init__", "__init_subclass__", "__class_getitem__")
# What runs while the constructor does, or after one that has raised
_WHILE_MADE = ("__del__", "__setattr__", "__delattr__", "__getattr__", "__getattribute__")
_OF_THE_CLASS = ("cls", "mcs", "metacls")  # first parameters
_REACHING = ("type", "new_class", "setattr", "delattr", "getattr", "vars")  # with a class: a subclass, or its methods
_ASKING = ("isinstance", "issubclass")


def constructor_of(owner: ast.ClassDef) -> Function | None:
    """The constructor that a class itself defines."""
    return next((each for each in owner.body if isinstance(each, Function) and each.name == "__init__"), None)


def is_static(method: Function) -> bool:
    """Whether a method is called without an object of the class."""
    return not {dotted(each) for each in method.decorator_list}.isdisjoint(("staticmethod", "classmethod"))


def needs_object(method: Function) -> bool:
    """Whether a method runs on objects that have been made, not while one is made and not without one."""
    if method.name in (*MAKING, *_WHILE_MADE) or is_static(method) or runs_while_made(method):
        return False
    first = positional(method)[:1]
    return first[0].arg not in _OF_THE_CLASS if first else method.args.vararg is not None


def keeps_constructor(owner: ast.ClassDef) -> bool:
    """Whether the constructor that a class defines is the one that it has: nothing else in its body binds the name."""
    constructor = constructor_of(owner)
    return constructor is not None and [*bindings(owner.body)].count(constructor.name) == 1


@dataclass(frozen=True, slots=True)
class Methods:
    """What a class and its bases define, by name.

    `setting`: those that may run where an attribute of the name is set, properties. `holding`: the attributes of `self`
    in which their functions put methods, as they are or in a container.
    """

    names: frozenset[str] = frozenset()
    setting: frozenset[str] = frozenset()
    holding: frozenset[str] = frozenset()

    def __contains__(self, name: str) -> bool:
        """Whether to read an attribute runs a method, or hands one on."""
        return name in self.names or name in self.holding


_NO_METHODS = Methods()


def methods_of(owners: Iterable[ast.ClassDef]) -> Methods:
    """What these classes define: methods, and properties, which run where they are read."""
    functions = [each for owner in owners for each in owner.body if isinstance(each, Function)]
    setting = (each.name for each in functions if each.decorator_list and not is_static(each))
    found = Methods(frozenset(each.name for each in functions), frozenset(setting))
    assignments = [node for each in functions for node in walk(each) if isinstance(node, ASSIGNMENTS)]
    while True:  # a method may be taken from a container of them
        new = {name for each in assignments if any(_kept(each, found)) for name in _attributes_set(each)}
        if new <= found.holding:
            return found
        found = replace(found, holding=found.holding | new)


def first_of(constructor: Function, methods: Methods) -> Iterator[ast.stmt]:
    """The statements of a constructor that run before anything can call a method of the object."""
    for statement in constructor.body:
        if may_return(statement) or runs_methods(statement, methods) or calls_base(statement):
            return
        yield statement


def refusing_start(owner: ast.ClassDef, nodes: Callable[[], Sequence[ast.AST]]) -> ast.FunctionDef | None:
    """What every object of a class has run before any of its methods, where it may raise: a constructor cut short.

    None where nothing there may raise, or somebody may make an object in another way: the class says how, a subclass
    has a constructor of its own, or a decorator or a metaclass has the class in hand. `nodes`: of the module, all.
    """
    constructor = constructor_of(owner)
    if not isinstance(constructor, ast.FunctionDef) or constructor.decorator_list or not keeps_constructor(owner):
        return None
    if owner.decorator_list or owner.keywords or [each.arg for each in positional(constructor)[:1]] != ["self"]:
        return None
    if any(isinstance(each, Function) and each.name in (*MADE_OTHERWISE, "__new__") for each in owner.body):
        return None
    if not any(isinstance(each, (ast.If, ast.Assert)) for each in constructor.body):
        return None
    classes = [node for node in nodes() if isinstance(node, ast.ClassDef)]
    start = copy.copy(constructor)
    start.body = [*first_of(constructor, methods_of(_above(owner, classes)))]
    if not any(isinstance(each, (ast.If, ast.Assert)) for each in start.body):
        return None
    if reaches_methods(nodes(), owner) or any(_makes_another(node, owner.name) for node in nodes()):
        return None
    bases = {name for node in classes if node is not owner for each in node.bases for name in _bases_in(each)}
    return None if _may_be_bases(owner.name, bases, nodes()) else start


def _above(owner: ast.ClassDef, classes: Iterable[ast.ClassDef]) -> list[ast.ClassDef]:
    """A class, and those of the module that have the names of its bases, of theirs, and so on."""
    named: dict[str, list[ast.ClassDef]] = {}
    for each in classes:
        named.setdefault(each.name, []).append(each)
    found = [owner]
    for node in found:  # grows
        bases = (name.rpartition(".")[2] for base in node.bases for name in _bases_in(base))
        above = (each for base in bases for each in named.get(base, ()))
        found += [each for each in dict.fromkeys(above) if each not in found]
    return found


def _bases_in(base: ast.expr) -> Iterator[str]:
    """The dotted names in a base: of `Base[int]`, and of `mixed(Base)` both; nothing for what is computed otherwise."""
    if isinstance(base, ast.Call):
        yield dotted(base.func)
        yield from (dotted(each) for each in base.args if isinstance(each, (ast.Name, ast.Attribute)))
    else:
        yield dotted(base.value if isinstance(base, ast.Subscript) else base)


def _may_be_bases(name: str, bases: Set[str], nodes: Iterable[ast.AST]) -> bool:
    """Whether a class of this name may be among these bases: under its name, a second one, or given by a function."""
    roots = {each.partition(".")[0] for each in bases}
    if "" in roots or any(each.rpartition(".")[2] == name for each in bases):
        return True
    for node in nodes:
        if isinstance(node, Function):
            if node.name in roots or not roots.isdisjoint(each.arg for each in parameters(node)):
                return True
        elif any(target in roots and dotted(value) in ("", name) for target, value in assigned_names(node)):
            return True
    return False


def reaches_methods(nodes: Iterable[ast.AST], owner: ast.ClassDef) -> bool:
    """Whether something reads a method from a class, `Class.run`, but to call it with `self`: it may run on any object.

    `nodes`: each after those that it is in.
    """
    methods = {each.name for each in owner.body if isinstance(each, Function) and needs_object(each)}
    called: set[int] = set()
    for node in nodes:
        if isinstance(node, ast.Call):
            if node.args and dotted(node.args[0]) == "self":
                called.add(id(node.func))
        elif not isinstance(node, ast.Attribute) or node.attr not in methods or id(node) in called:
            continue
        elif isinstance(node.ctx, ast.Load) and dotted(node.value).rpartition(".")[2] in (owner.name, "cls"):
            return True
    return False


def changes_constructor(node: ast.AST, name: str) -> bool:
    """Whether a node gives a class of this name another constructor: `Class.__init__ = patched`."""
    if isinstance(node, ast.Call) and dotted(node.func) in ("setattr", "delattr") and len(node.args) > 1:
        of_it = dotted(node.args[0]).rpartition(".")[2] == name
        return of_it and isinstance(node.args[1], ast.Constant) and node.args[1].value in MAKING
    if not isinstance(node, ast.Attribute) or isinstance(node.ctx, ast.Load) or node.attr not in MAKING:
        return False
    return dotted(node.value).rpartition(".")[2] == name


def _makes_another(node: ast.AST, name: str) -> bool:
    """Whether a node makes a class below one of this name, asks for a bare object or changes constructors."""
    if isinstance(node, ast.Call):
        arguments = (*node.args, *(each.value for each in node.keywords))
        function = dotted(node.func).rpartition(".")[2]
        tuples = (each for each in arguments if isinstance(each, ast.Tuple) and function not in _ASKING)
        handed = [*(arguments if function in _REACHING else ()), *(each for group in tuples for each in group.elts)]
        return any(dotted(each).rpartition(".")[2] == name for each in handed)
    if isinstance(node, ast.Constant):
        return bool(node.value == "__new__")
    if not isinstance(node, ast.Attribute):
        return False
    return node.attr == "__new__" or (node.attr in ("__init__", "__class__") and not isinstance(node.ctx, ast.Load))


def calls_base(statement: ast.AST) -> str:
    """The base whose constructor a statement calls, by its dotted name, or `super`; nothing where it calls none."""
    return _constructed(statement.value) if isinstance(statement, ast.Expr) else ""


def _constructed(node: ast.AST) -> str:
    """`super().__init__()`, `super(Class, self).__init__()`, `Base.__init__(self)`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "__init__":
        return ""
    of = node.func.value
    name = dotted(of.func if isinstance(of, ast.Call) else of)
    return name if name != "self" else ""


def runs_methods(statement: ast.AST, methods: Methods = _NO_METHODS) -> bool:
    """Whether a statement of a constructor may call a method of the object, or hands it on.

    To read an attribute of the object, and to set one, does neither, but for `methods`: those of its class. One that an
    attribute is set to stays with the object.
    """
    harmless: set[int] = set()
    kept: set[int] = set()
    for node in walk(statement):
        if id(node) in kept:
            continue
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if _constructed(node) or name == "super":
                harmless.update(id(each) for each in (*node.args, *(each.value for each in node.keywords)))
            elif name.startswith("self.") or _is_of_base(node.func):
                return True
        elif isinstance(node, ASSIGNMENTS):
            kept.update(map(id, _kept(node, methods)))
        elif isinstance(node, ast.Attribute) and dotted(node.value) == "self":
            if node.attr in (methods if isinstance(node.ctx, ast.Load) else methods.setting):
                return True
            harmless.add(id(node.value))
        elif isinstance(node, ast.Return) and node.value is not None:
            harmless.add(id(node.value))
        elif _reads_self(node) and id(node) not in harmless:
            return True
    return False


def _kept(node: Assignment, methods: Methods) -> Iterator[ast.AST]:
    """The nodes by which an assignment puts methods of the object into its own attributes, and nowhere else."""
    names = _attributes_set(node)
    if node.value is not None and names and methods.setting.isdisjoint(names):
        yield from _put(node.value, methods)


def _attributes_set(node: Assignment) -> list[str]:
    """The attributes of `self` that an assignment sets; nothing where it sets something else, too."""
    targets = [*targets_of(node)]
    paths = [dotted(each).split(".") for target in targets for each in getattr(target, "elts", [target])]
    return [path[-1] for path in paths] if all(len(path) == 2 and path[0] == "self" for path in paths) else []


def _put(value: ast.expr, methods: Methods) -> Iterator[ast.AST]:
    """The nodes of a value that read methods without a call: `self.run`, `self.run if fast else self.go`, a table."""
    if isinstance(value, ast.Attribute):
        if dotted(value.value) == "self" and value.attr in methods and value.attr not in methods.setting:
            yield from (value, value.value)
    elif isinstance(value, ast.Lambda):
        yield from walk(value.body) if _mentions_self(value.body) else ()
    elif isinstance(value, ast.Call) and dotted(value.func).rpartition(".")[2] == "partial":
        yield from (node for each in value.args[:1] for node in _put(each, methods))
    else:
        yield from (node for each in _parts(value) for node in _put(each, methods))


def _parts(value: ast.expr) -> list[ast.expr]:
    """What an expression may give, or holds."""
    if isinstance(value, ast.IfExp):
        return [value.body, value.orelse]
    if isinstance(value, ast.Dict):
        return value.values
    if isinstance(value, (ast.BoolOp, ast.Subscript)):
        return value.values if isinstance(value, ast.BoolOp) else [value.value]
    return value.elts if isinstance(value, (ast.List, ast.Tuple)) else []


def _mentions_self(node: ast.AST) -> bool:
    return any(map(_reads_self, walk(node)))


def _reads_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "self" and isinstance(node.ctx, ast.Load)


def _is_of_base(node: ast.expr) -> bool:
    """`super().prepare`, but for what makes objects."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Call):
        return False
    return dotted(node.value.func) == "super" and node.attr not in MAKING
