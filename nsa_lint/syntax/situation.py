"""Whether a call can lead to a place in a function, as far as its arguments and the tests before it say."""

from __future__ import annotations

import ast
import itertools
import operator
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeGuard

from nsa_lint.syntax.assigning import assigned, assigned_names
from nsa_lint.syntax.attributes import is_stored
from nsa_lint.syntax.connectives import joined_truth
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.literals import is_none, text_of
from nsa_lint.syntax.making import constructor_of
from nsa_lint.syntax.returns import Test, length_of
from nsa_lint.syntax.scopes import (
    HOLDS_STATEMENTS,
    body_of,
    bound_names,
    children,
    dotted,
    may_return,
    parameters,
    positional,
    statements_of,
    walk,
    walk_scope,
    with_defaults,
)

_NEVER_NONE = (
    *(ast.Tuple, ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp),
    *(ast.JoinedStr, ast.Lambda, ast.BinOp),
)
_MAKES = frozenset("bool bytes dict float frozenset int list set str tuple".split())
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Assert, ast.Expr)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_ORDER: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip
_OPEN = ast.Name("?", ast.Load())  # an argument that the text of the call does not show


class Situation:
    """One call of one function."""

    def __init__(
        self, callee: Definition, call: ast.Call, before: Sequence[Test], caller: Definition, module: ast.Module
    ) -> None:
        body = body_of(callee.node)
        rebound = bound_names(body)
        given = _arguments(callee, call)
        displays = _as_texts(_no_nones(caller.node) | _set_before(caller.node.body, call))
        self._parameters = given.keys()
        listed = _listed(caller.node)
        passed = {
            name: _OPEN if dotted(each) in listed else displays.get(dotted(each), each) for name, each in given.items()
        }
        self._values = {
            name: each
            for name, each in passed.items()
            if name not in rebound
            or isinstance(each, (ast.Constant, *_NEVER_NONE))  # mostly set under a test of itself
        }
        self._values |= {name: each for name, each in _set_once(callee.node).items() if name not in given}
        self._before = [*_facts(before)]
        self._given_names = {name: each.id for name, each in given.items() if isinstance(each, ast.Name)}
        self._call = call
        self._caller = caller
        self._module = module
        self._tested = set().union(*(_subjects(each.node) for each in before))

    def may_take(self, tests: Sequence[Test]) -> bool:
        """Whether nothing rules out that all of these tests have their values."""
        for test in tests:
            value = self._value(test.node)
            if value is not None and value is not test.value:
                return False
            if value is None and self._is_of_types(test.node):
                return False  # the caller knows the type of what it passes
            if value is None and any(self._values.get(each) is _OPEN for each in _subjects(test.node)):
                return False  # the caller knows what it passes by `*` or `**`, or what a decorator lists
            if value is None and self._looks_at_items(test.node):
                return False  # and so it does where it has set the item itself
            if value is None and not self._tested.isdisjoint(self._outside(test.node)):
                return False  # the caller looks at it too: more than text would be needed to say how
        return True

    def _is_of_types(self, node: ast.expr) -> bool:
        """Whether a test looks at the type of an argument, and at nothing else."""
        node = self._given(node)
        if isinstance(node, ast.UnaryOp):
            return self._is_of_types(node.operand)
        if isinstance(node, ast.BoolOp):
            return all(map(self._is_of_types, node.values))
        of_type = isinstance(node, ast.Call) and dotted(node.func) in ("isinstance", "issubclass", "callable")
        return of_type and not self._parameters.isdisjoint(_subjects(node))

    def _looks_at_items(self, node: ast.expr) -> bool:
        """Whether a test, or what a name in it is set to, looks at an item that the caller has put there."""
        inside = [*walk(node)]
        inside += [each for name in inside if isinstance(name, ast.Name) for each in walk(self._given(name))]
        read = {item for each in inside if (item := _item(each)) is not None}
        return any((self._given_names.get(name, ""), key) in self._items for name, key in read)

    @cached_property
    def _items(self) -> set[tuple[str, str]]:
        """The keys of dicts that the caller sets before it calls, each with the name of the dict."""
        nodes = [*walk_scope(self._caller.node.body)]
        loops = [each for each in nodes if isinstance(each, _LOOPS) and any(node is self._call for node in walk(each))]
        last = max((each.end_lineno or 0 for each in (self._call, *loops)), default=0)
        return {item for node in nodes if getattr(node, "lineno", 0) <= last for item in _items_set(node)}

    @cached_property
    def _never_none(self) -> set[str]:
        """The attributes of `self` that the constructor of the caller's class looks into, or sets to what is not None.

        One that anything else in the file sets may be None later.
        """
        owner = self._caller.owner
        constructor = constructor_of(owner) if owner is not None else None
        if owner is None or constructor is None:
            return set()
        found: set[str] = set()
        stored: set[str] = set()
        for statement in constructor.body:
            if may_return(statement):
                break
            if isinstance(statement, _SIMPLE):
                found |= {path for each in _evaluated(statement) if (path := _looked_into(each))}
                new = {dotted(target): value for target, value in assigned(statement)}
                stored |= new.keys()
                found = (found - new.keys()) | {path for path, value in new.items() if _is_something(value)}
        own = {path for path in found if path.startswith("self.")}
        times = Counter(_attributes_set(self._module, owner)) if own else Counter()
        return {path for path in own if times[path.rpartition(".")[2]] == (path in stored)}

    def _outside(self, node: ast.expr) -> Iterator[str]:
        """What a test of the function looks at, in the words of the caller."""
        for subject in _subjects(node):
            argument = self._values.get(subject)
            yield from (subject,) if argument is None else _subjects(argument)

    def _value(self, node: ast.expr) -> bool | None:
        """The truth of a test, as far as the call decides it."""
        return joined_truth(node, self._value_of_part)

    def _value_of_part(self, node: ast.expr) -> bool | None:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._compared(node.left, node.ops[0], node.comparators[0])
        given = self._given(node)
        if isinstance(given, ast.Constant):
            return bool(given.value)
        if given is not node and isinstance(given, (ast.Compare, ast.BoolOp, ast.UnaryOp)):
            return self._value(given)
        return self._known(given)

    def _known(self, node: ast.expr) -> bool | None:
        """What a test before the call says of an expression."""
        text = ast.unparse(node)
        return next((value for fact, value in self._before if fact == text), None)

    def _compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> bool | None:
        left, right = self._counted(self._given(left)), self._counted(self._given(right))
        negated = isinstance(op, (ast.IsNot, ast.NotEq, ast.NotIn))
        if isinstance(op, (ast.In, ast.NotIn)) and isinstance(right, (ast.Tuple, ast.List, ast.Set)):
            among = [each.value for each in right.elts if isinstance(each, ast.Constant)]
            if isinstance(left, ast.Constant) and len(among) == len(right.elts):
                return (left.value in among) is not negated
        elif isinstance(op, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)):
            if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
                return (left.value == right.value and type(left.value) is type(right.value)) is not negated
            if is_none(right) and (isinstance(left, _NEVER_NONE) or dotted(left) in self._never_none):
                return negated
        elif type(op) in _ORDER and _is_number(left) and _is_number(right):
            return _ORDER[type(op)](left.value, right.value)
        return self._known(ast.Compare(left, [op], [right]))

    def _counted(self, node: ast.expr) -> ast.expr:
        """The length of a tuple or a list that is passed as a display, as a number."""
        if isinstance(node, ast.Call) and dotted(node.func) == "len" and len(node.args) == 1:
            items = self._given(node.args[0])
            length = length_of(items) if isinstance(items, (ast.Tuple, ast.List)) else None
            if length is not None:
                return ast.Constant(length)
        return node

    def _given(self, node: ast.expr) -> ast.expr:
        """What a parameter is given, or a variable of the function is set to."""
        return self._values.get(node.id, node) if isinstance(node, ast.Name) else node


def _listed(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The parameters whose values a decorator may list, as `parametrize` does."""
    texts = (
        each.value
        for decorator in function.decorator_list
        for each in walk(decorator)
        if isinstance(each, ast.Constant)
    )
    return {word.strip() for text in texts if isinstance(text, str) for word in text.split(",")}


def _as_texts(names: Iterable[str]) -> dict[str, ast.expr]:
    """Each as a text of itself, which is not None."""
    return {name: ast.JoinedStr([ast.FormattedValue(ast.Name(name, ast.Load()), -1)]) for name in names}


def _set_before(body: Sequence[ast.stmt], call: ast.Call, known: Iterable[str] = ()) -> set[str]:
    """The variables that statements around a call, or before it in their blocks, set last, and not to None.

    `known`: those of which this is known where the body begins.
    """
    found = {*known}
    for statement in body:
        if _holds(call, [statement]):
            block = next((each for each in _blocks_of(statement) if _holds(call, each)), ())
            around = bound_names([statement]) - bound_names(block) if statement.__class__ in HOLDS_STATEMENTS else set()
            return _set_before(block, call, found - around)
        if statement.__class__ in HOLDS_STATEMENTS:
            found -= bound_names([statement])
        for target, value in assigned(statement):
            if isinstance(target, ast.Name):
                (found.discard if any(map(is_none, walk(value))) else found.add)(target.id)
    return found


def _holds(call: ast.Call, nodes: Iterable[ast.AST]) -> bool:
    return any(each is call for node in nodes for each in walk(node))


def _blocks_of(statement: ast.stmt) -> Iterator[Sequence[ast.stmt]]:
    """The blocks of a statement that one with a call in it can be in; what a loop sets comes before its head, too."""
    if isinstance(statement, (ast.If, ast.With, ast.AsyncWith, ast.Try)):
        yield statement.body
        yield getattr(statement, "orelse", [])


def _no_nones(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The variables of a function that it never sets to None itself."""
    given = {each.arg for each in parameters(function)}
    perhaps = {
        target.id
        for each in walk(function)
        if isinstance(each, (ast.Assign, ast.AnnAssign)) and any(map(is_none, walk(each)))
        for target in walk(each)
        if isinstance(target, ast.Name) and not isinstance(target.ctx, ast.Load)
    }
    return bound_names(function.body) - given - perhaps


def _set_once(function: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, ast.expr]:
    """The variables of a function that one statement of its own body sets, and nothing else, with their values."""
    times = Counter(
        each.id for each in walk(function) if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load)
    )
    given = {each.arg for each in parameters(function)}
    found = [each for statement in statements_of(function.body) for each in assigned_names(statement)]
    return {name: value for name, value in found if times[name] == 1 and name not in given}


def _item(node: ast.AST) -> tuple[str, str] | None:
    """The dict and the key of `kwargs["key"]`, `kwargs.get("key")` and `kwargs.pop("key")`."""
    if isinstance(node, ast.Subscript):
        owner, key = node.value, node.slice
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        if node.func.attr not in ("get", "pop"):
            return None
        owner, key = node.func.value, node.args[0]
    else:
        return None
    text = text_of(key)
    return (owner.id, text) if isinstance(owner, ast.Name) and text is not None else None


def _items_set(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The dict and the keys of `kwargs["key"] = x`, `kwargs = {"key": x}` and `kwargs = dict(key=x)`."""
    for target, value in assigned(node):
        item = _item(target)
        if item is not None:
            yield item
        if not isinstance(target, ast.Name):
            continue
        if isinstance(value, ast.Dict):
            yield from (
                (target.id, text) for key in value.keys if key is not None and (text := text_of(key)) is not None
            )
        elif isinstance(value, ast.Call) and dotted(value.func) == "dict":
            yield from ((target.id, each.arg) for each in value.keywords if each.arg is not None)


def _looked_into(node: ast.AST) -> str:
    """The name or path of which an item or an attribute is read, but for those that None has, too."""
    if not isinstance(node, (ast.Subscript, ast.Attribute)) or not isinstance(node.ctx, ast.Load):
        return ""
    return "" if isinstance(node, ast.Attribute) and hasattr(None, node.attr) else dotted(node.value)


def _evaluated(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a simple statement that are evaluated whenever it runs to its end."""
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, ast.IfExp):
            stack.append(node.test)
        elif isinstance(node, ast.BoolOp):
            stack.append(node.values[0])
        elif isinstance(node, ast.Compare):
            stack += (node.left, node.comparators[0])
        elif isinstance(node, ast.Assert):
            stack.append(node.test)
        elif isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            stack.append(node.generators[0].iter)
        elif isinstance(node, ast.Lambda):
            stack += (*node.args.defaults, *filter(None, node.args.kw_defaults))
        elif not isinstance(node, ast.AnnAssign):
            stack += children(node)
        elif node.value is not None:
            stack += (node.target, node.value)


def _is_something(value: ast.expr) -> bool:
    """Whether a value is not None: a display, a sum, or what a builtin class makes."""
    return isinstance(value, _NEVER_NONE) or (isinstance(value, ast.Call) and dotted(value.func) in _MAKES)


def _attributes_set(module: ast.Module, owner: ast.ClassDef) -> Iterator[str]:
    """The attributes that a module sets or deletes, of whatever may be an object of a class, each time."""
    classes = (each for each in walk(module) if isinstance(each, ast.ClassDef) and each is not owner)
    others = (each for each in classes if not _is_base(each, owner) and not _is_base(owner, each))
    of_others = {node for each in others for node in walk(each)}
    for node in walk(module):
        if is_stored(node):
            if node not in of_others or dotted(node.value) != "self":
                yield node.attr
        elif isinstance(node, ast.Call) and dotted(node.func) in ("setattr", "delattr") and len(node.args) > 1:
            yield text_of(node.args[1]) or ""


def _is_base(node: ast.ClassDef, of: ast.ClassDef) -> bool:
    return any(dotted(each).rpartition(".")[2] == node.name for each in of.bases)


def _is_number(node: ast.expr) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and type(node.value) is int


def _arguments(callee: Definition, call: ast.Call) -> dict[str, ast.expr]:
    """What each parameter is given: an argument, its default, or something unknown."""
    signature = callee.node.args
    by_place = positional(callee.node)
    static = any(dotted(each) == "staticmethod" for each in callee.node.decorator_list)
    bound = by_place[1:] if callee.owner is not None and not static else by_place
    given: dict[str, ast.expr] = {each.arg: _OPEN for each in parameters(callee.node)}
    starred = any(isinstance(each, ast.Starred) for each in call.args) or any(
        each.arg is None for each in call.keywords
    )
    if not starred:
        given.update((argument.arg, default or _OPEN) for argument, default in with_defaults(callee.node))
    plain = itertools.takewhile(lambda each: not isinstance(each, ast.Starred), call.args)
    given.update({argument.arg: value for argument, value in zip(bound, plain, strict=False)})
    given.update({each.arg: each.value for each in call.keywords if each.arg is not None})
    if signature.kwarg is not None:
        given[signature.kwarg.arg] = _OPEN
    return given


def _facts(tests: Iterable[Test]) -> Iterator[tuple[str, bool]]:
    """What tests that have been passed say of single expressions, as text."""
    for test in tests:
        yield from _parts(test.node, test.value)


def _parts(node: ast.expr, value: bool) -> Iterator[tuple[str, bool]]:
    yield ast.unparse(node), value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield from _parts(node.operand, not value)
    elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) is value:
        for each in node.values:
            yield from _parts(each, value)


def _subjects(node: ast.AST) -> set[str]:
    """The variables and attributes that an expression looks at."""
    found = {each.id for each in walk(node) if isinstance(each, ast.Name)} - {"self", "cls", "?"}
    return found | {dotted(each) for each in walk(node) if isinstance(each, ast.Attribute)} - {""}
