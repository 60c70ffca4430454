"""Which context managers swallow exceptions, and which ones: those that are known, and those of the file."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from nsa_lint.syntax.assigning import assigned, assigned_names
from nsa_lint.syntax.classes import Classes
from nsa_lint.syntax.completion import Completion, yields
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.literals import truth_of
from nsa_lint.syntax.scopes import Function, dotted, statements_of, targets, walk_scope

Names = tuple[str, ...]  # exceptions that a manager swallows; "" for every one, "?" for some that are not known
SUPPRESSORS = frozenset(("suppress", "contextlib.suppress"))
_EXPECTING = frozenset("pytest.raises raises self.assertRaises self.assertRaisesRegex".split())
STACKS = frozenset(
    f"{module}{kind}ExitStack" for module in ("", "contextlib.") for kind in ("", "Async")
)  # what is entered on one may swallow
SAFE = SUPPRESSORS | STACKS | {"nullcontext", "contextlib.nullcontext"}  # making one, and entering it, does not fail
ENTERS = frozenset(("enter_context", "enter_async_context", "push", "push_async_exit"))
_GENERATOR = frozenset(
    f"{module}{kind}contextmanager" for module in ("", "contextlib.") for kind in ("", "async")
)  # decorators that make a manager of a generator
_UNKNOWN: Names = ("?",)
_DEEPEST = 4


class Managers:
    """The managers of one module."""

    completion: Completion  # set once, by whoever makes both

    def __init__(self, tree: ast.Module, definitions: Sequence[Definition], classes: Classes) -> None:
        self._tree = tree
        self._definitions = definitions
        self._classes = classes
        self._known: dict[int, Names] = {}

    def swallowed(self, node: ast.expr, local: Mapping[str, Sequence[ast.expr | None]] | None = None) -> Names:
        """What the manager of a `with` swallows; nothing, where it is not known to swallow.

        `local`: of names that are local there, every value that each is bound to; None for one that is not known.
        """
        return self._swallowed(node, local or {}, _DEEPEST)

    def _swallowed(self, node: ast.expr, local: Mapping[str, Sequence[ast.expr | None]], depth: int) -> Names:
        if not depth:
            return ()
        if isinstance(node, ast.IfExp):
            either = {*self._swallowed(node.body, local, depth - 1), *self._swallowed(node.orelse, local, depth - 1)}
            return _UNKNOWN if either else ()
        if isinstance(node, ast.Call):
            return self._of_call(node, local, depth)
        if isinstance(node, ast.Name):
            values = local[node.id] if node.id in local else self._assigned.get(node.id, ())
            found = [self._swallowed(value, local, depth - 1) for value in values if value is not None]
            return _joined(found, len(found) < len(values))
        return ()

    def _of_call(self, node: ast.Call, local: Mapping[str, Sequence[ast.expr | None]], depth: int) -> Names:
        name = dotted(node.func)
        root, _, rest = name.partition(".")
        if name in SUPPRESSORS:
            return tuple(each for argument in node.args for each in exception_names(argument))
        if name in _EXPECTING:
            return tuple(each for argument in node.args[:1] for each in exception_names(argument))
        if root in ("self", "cls") and rest:
            owner = self._classes.around(node.lineno)
            method = self._classes.resolve(owner, rest) if owner is not None else None
            return self._of_function(method, depth) if method is not None else ()
        if root in local:
            return ()
        owner = self._classes.named(name)
        if owner is not None:
            return self._of_class(owner)
        found = [self._of_function(each, depth) for each in self._functions.get(name, ())]
        return _joined(found, False)

    # -- classes -------------------------------------------------------------------------------------------

    def _of_class(self, node: ast.ClassDef) -> Names:
        found = self._known.get(id(node))
        if found is None:
            method = self._classes.resolve(node, "__exit__") or self._classes.resolve(node, "__aexit__")
            found = self._known[id(node)] = _of_exit(method) if method is not None else ()
        return found

    # -- functions -----------------------------------------------------------------------------------------

    @cached_property
    def _functions(self) -> dict[str, list[Function]]:
        found: dict[str, list[Function]] = {}
        for each in self._definitions:
            if each.owner is None:
                found.setdefault(each.node.name, []).append(each.node)
        return found

    def _of_function(self, node: Function, depth: int) -> Names:
        """What a function makes: a generator's manager, or one that it returns."""
        found = self._known.get(id(node))
        if found is None:
            self._known[id(node)] = ()
            if any(dotted(decorator) in _GENERATOR for decorator in node.decorator_list):
                found = _unique(self._around_yield(node.body))
            else:
                values = [child.value for child in walk_scope(node.body) if isinstance(child, ast.Return)]
                made = [self._swallowed(value, {}, depth - 1) for value in values if value is not None]
                found = _joined(made, False)
            self._known[id(node)] = found
        return found

    def _around_yield(self, body: Sequence[ast.stmt]) -> Iterator[str]:
        """The exceptions that a generator catches where it has yielded, and after which it ends as usual."""
        for node in statements_of(body):
            if isinstance(node, (ast.With, ast.AsyncWith)) and yields(node.body):
                for item in node.items:
                    yield from self.swallowed(item.context_expr)
            elif isinstance(node, ast.Try) and yields(node.body):
                for handler in node.handlers:
                    ends = self._ends(handler.body)
                    if not ends <= {"raise"}:
                        names = exception_names(handler.type)
                        yield from names if not _raises(handler.body) else _UNKNOWN
                if not self._ends(node.finalbody) <= {"next", "raise"}:  # `return` in a `finally`
                    yield ""

    def _ends(self, body: Sequence[ast.stmt]) -> frozenset[str]:
        return self.completion.ends(body)

    # -- names ---------------------------------------------------------------------------------------------

    @cached_property
    def _assigned(self) -> dict[str, list[ast.expr | None]]:
        """What the module assigns to its names."""
        return assigned_values(self._tree.body)


def assigned_values(body: Iterable[ast.AST]) -> dict[str, list[ast.expr | None]]:
    """Of every name that the statements of a scope bind, the values; None for one that is not an expression."""
    found: dict[str, list[ast.expr | None]] = {}
    plain: set[int] = set()
    for node in targets(body):
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            for target, value in assigned(node):
                if isinstance(target, ast.Name):
                    plain.add(id(target))
                    found.setdefault(target.id, []).append(value)
        elif isinstance(node, ast.Name) and id(node) not in plain and not isinstance(node.ctx, ast.Load):
            found.setdefault(node.id, []).append(None)
    return found


def exception_names(node: ast.expr | None) -> list[str]:
    """The exceptions that a handler of this type names; "" for every one, "?" for one without a name."""
    if node is None:
        return [""]
    return [dotted(element) or "?" for element in (node.elts if isinstance(node, ast.Tuple) else [node])]


def _joined(found: Sequence[Names], others: bool) -> Names:
    """One of several managers; `others`: or one of which nothing is known."""
    swallowing = [each for each in found if each]
    if not swallowing:
        return ()
    if others or len(swallowing) < len(found) or len({*swallowing}) > 1:
        return _UNKNOWN
    return swallowing[0]


def _unique(names: Iterable[str]) -> Names:
    return tuple(dict.fromkeys(names))


def _raises(body: Sequence[ast.stmt]) -> bool:
    """Whether a `raise` is among the statements: on some path the exception goes on."""
    return any(isinstance(child, ast.Raise) for child in walk_scope(body))


def _of_exit(method: Function) -> Names:
    """What an `__exit__` swallows, by what it returns."""
    returned = [child.value for child in walk_scope(method.body) if isinstance(child, ast.Return)]
    if all(value is None or truth_of(value) is False for value in returned):
        stub = isinstance(method.returns, ast.Name) and method.returns.id == "bool" and not returned
        return _UNKNOWN if stub else ()
    if len(returned) == 1 and returned[0] is not None:
        return _answer(returned[0], method)
    return _UNKNOWN


def _answer(value: ast.expr, method: Function) -> Names:
    """`True` for every exception; a test of its type for those that it names."""
    if isinstance(value, ast.Constant):
        return ("",) if len(method.body) == 1 or method.body[-1].__class__ is ast.Return else _UNKNOWN
    arguments = [argument.arg for argument in method.args.args]
    raised = arguments[1] if len(arguments) > 1 else ""
    if isinstance(value, ast.Call) and dotted(value.func) == "issubclass" and len(value.args) == 2:
        tested, classes = value.args
        return tuple(exception_names(classes)) if dotted(tested) == raised else _UNKNOWN
    if isinstance(value, ast.Call) and dotted(value.func) == "isinstance" and len(value.args) == 2:
        tested, classes = value.args
        return tuple(exception_names(classes)) if dotted(tested) in arguments[2:3] else _UNKNOWN
    return _UNKNOWN


class ManagersOfScope:
    """The managers of one scope, which may be kept in its local names; `body`: nothing for the module's own."""

    def __init__(self, managers: Managers, body: Sequence[ast.AST], local: Iterable[str]) -> None:
        self._managers = managers
        self._body = body
        self._local = local

    @cached_property
    def _values(self) -> Mapping[str, Sequence[ast.expr | None]]:
        """What each local name is bound to."""
        if not self._body:
            return {}
        unknown: dict[str, Sequence[ast.expr | None]] = dict.fromkeys(self._local, (None,))
        return {**unknown, **assigned_values(self._body)}

    def swallowed(self, node: ast.expr, before: ast.stmt | None = None) -> Names:
        """What the manager of a `with` swallows. `before`: the statement before it, which may bind its name."""
        return self._managers.swallowed(_bound_by(before, node) or node, self._values)

    def is_safe(self, node: ast.expr, before: ast.stmt | None = None) -> bool:
        """Whether neither making nor entering a manager fails."""
        given = _bound_by(before, node) or node
        values = self._values.get(given.id, (None,)) if isinstance(given, ast.Name) else (given,)
        return all(isinstance(value, ast.Call) and dotted(value.func) in SAFE for value in values)

    def entered(self, item: ast.withitem, body: Sequence[ast.stmt]) -> dict[int, Names]:
        """Of an exit stack, the calls that enter a manager on it which swallows."""
        made, name = item.context_expr, dotted(item.optional_vars)
        if not (name and isinstance(made, ast.Call) and dotted(made.func) in STACKS):
            return {}
        calls = (child for child in walk_scope(body) if isinstance(child, ast.Call) and child.args)
        return {
            id(call): swallowed
            for call in calls
            if isinstance(call.func, ast.Attribute) and call.func.attr in ENTERS and dotted(call.func.value) == name
            if (swallowed := self.swallowed(call.args[0]))
        }


def _bound_by(before: ast.stmt | None, node: ast.expr) -> ast.expr | None:
    """What a statement binds a name to."""
    if before is None or not isinstance(node, ast.Name):
        return None
    return dict(assigned_names(before)).get(node.id)
