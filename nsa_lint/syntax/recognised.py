"""Tests of a handler that only the exception of a `raise` in the body of its `try` passes.

    try:
        rows = load()
        raise ValueError("artificial error")
    except Exception as problem:
        assert str(problem) == "artificial error"

Where such a test is true, the `raise` was reached, with all that comes before it. So it is for a text that the file has
nowhere else to raise, for a class of the file that it raises nowhere else, and for an object that it hands to nobody.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from nsa_lint.syntax.asserted import COMPARES, Asked, Handler, asserted, assignments
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.scopes import (
    FunctionNode,
    bindings,
    body_of,
    children,
    dotted,
    scope_of,
    statements_of,
    walk,
    walk_scope,
)

ScopeNode = FunctionNode | ast.ClassDef | ast.Module

_SHORTEST = 4  # characters of a word that is looked for in a message


def recognising(node: ast.Try, scope: ScopeNode, module: ModuleFacts) -> Mapping[int, Sequence[int]]:
    """By `id` of the tests of its handlers: the `id` of the `raise` statements, one of which was reached if it holds.

    `scope`: the function, or the module, that the `try` is in.
    """
    named = [each for each in node.handlers if each.name]
    if not named or isinstance(scope, ast.ClassDef):
        return {}
    raises = [each for each in statements_of(node.body) if isinstance(each, ast.Raise) and each.exc is not None]
    if not raises:
        return {}
    body = _Body(node, scope, module, raises)
    found: dict[int, Sequence[int]] = {}
    for handler in (each for each in named if each.name not in {*bindings(each.body)}):
        sure, questions = {id(each) for each in asserted(handler)}, Handler(handler)
        for test in walk_scope(handler.body):
            asked = questions.asked(test) if isinstance(test, (ast.Compare, ast.Call)) else None
            if asked is not None:
                found[id(test)] = body.reached(asked, id(test) in sure)
    return {} if body.calls_itself else {test: reached for test, reached in found.items() if reached}


class _Body:
    """What the body of a `try` raises, and what else in the file may raise the same."""

    def __init__(self, node: ast.Try, scope: FunctionNode | ast.Module, module: ModuleFacts, raises: list[ast.Raise]):
        self._node = node
        self._scope = scope
        self._module = module
        self._raises = raises

    @cached_property
    def calls_itself(self) -> bool:
        """Whether the function may run in the body: what that raises is another exception."""
        name = getattr(self._scope, "name", "")
        return any(
            getattr(each, "id", None) == name or getattr(each, "attr", None) == name
            for each in chain.from_iterable(map(walk, self._node.body))
        )

    def reached(self, asked: Asked, asserted: bool) -> Sequence[int]:
        """The statements of which one was reached where a test holds; none where that is not known."""
        if asked.how == "class":
            found = [self._of_class(each, asserted) for each in asked.what]
        elif asked.how == "object":
            found = [self._of_object(each) for each in asked.what]
        elif asked.how == "text":
            return next((reached for reached in map(self._of_text, asked.what) if reached), ())
        else:  # who asserts it knows what was raised; who only asks may mean the message of anything
            found = [self._of_part(each) for each in asked.what] if asserted else []
        return [*chain.from_iterable(found)] if all(found) else ()

    # -- what is raised ------------------------------------------------------------------------------------

    def _of_text(self, wanted: ast.expr) -> Sequence[int]:
        text = self._text(wanted)
        if text:
            holding = [each for each in self._raises if any(self._text(part) == text for part in self._given(each))]
            return self._unless_elsewhere(holding, lambda value: value == text, wanted)
        parts = [part for part in _parts(self._assigned.get(dotted(wanted), wanted)) if _has_words(part)]
        same = [each for each in self._raises if any(map(_alike(wanted), self._given(each)))]
        return self._unless_elsewhere(same, lambda value: parts[0] in value, wanted) if parts else ()

    def _of_part(self, wanted: ast.expr) -> Sequence[int]:
        text = self._text(wanted)
        if not text:
            return ()

        def holds(part: ast.expr) -> bool:
            if _has_words(text):
                return any(text in each for each in _parts(part)) or text in self._text(part)
            return self._text(part) == text and self._is_no_name(text)

        holding = [each for each in self._raises if any(map(holds, self._given(each)))]
        return self._unless_elsewhere(holding, lambda value: text in value, wanted)

    def _of_class(self, wanted: ast.expr, asserted: bool) -> Sequence[int]:
        name = dotted(wanted)
        local = name in self._local
        if not (self._defines(name) if local else self._module.defines(name) and self._module.classes.named(name)):
            return ()
        if not (local or asserted or name.startswith("_")):  # another file may raise it in what the body calls
            return ()
        made = [each for each in self._raises if name in (dotted(each.exc), dotted(getattr(each.exc, "func", None)))]
        inside = self._scope if local else self._module.tree
        return () if self._occurs(lambda node: _mentions(node, name), inside, made) else [*map(id, made)]

    def _of_object(self, wanted: ast.expr) -> Sequence[int]:
        name = dotted(wanted)
        if not isinstance(self._assigned.get(name), ast.Call):
            return ()
        made = [each for each in self._raises if dotted(each.exc) == name]
        return () if self._is_handed_on(name, made) else [*map(id, made)]

    def _given(self, node: ast.Raise) -> Sequence[ast.expr]:
        """The arguments of the exception that is raised."""
        made = self._assigned.get(dotted(node.exc), node.exc)
        return made.args if isinstance(made, ast.Call) else ()

    # -- where else it occurs ------------------------------------------------------------------------------

    def _unless_elsewhere(
        self, found: list[ast.Raise], holds: Callable[[str], bool], wanted: ast.expr
    ) -> Sequence[int]:
        parts = chain.from_iterable((each.exc, *self._given(each)) for each in found)
        names = {each.id for each in (*parts, wanted) if isinstance(each, ast.Name) and self._value(each.id)}

        def marked(node: ast.AST) -> bool:
            return isinstance(node, ast.Constant) and isinstance(node.value, str) and holds(node.value)

        values = [self._value(name) for name in names]
        elsewhere = self._occurs(marked, self._module.tree, [*found, *values])
        return () if elsewhere or any(self._is_handed_on(name, found) for name in names) else [*map(id, found)]

    def _is_handed_on(self, name: str, found: list[ast.Raise]) -> bool:
        """Whether something but the statements that were found may raise what a name is."""
        inside = self._scope if name in self._local else self._module.tree
        return self._occurs(lambda node: _reads(node, name), inside, found)

    def _occurs(self, marked: Callable[[ast.AST], bool], inside: ast.AST, found: Iterable[ast.AST | None]) -> bool:
        """Whether something occurs where it may come to be raised in the body, but in what was `found`.

        It may not in what this scope raises after the body or before it, in what is only compared, in a docstring, and
        in another test, which nobody calls.
        """
        raises = {id(each) for each in walk_scope(_statements(self._scope)) if isinstance(each, ast.Raise)}
        left_out = raises.difference(map(id, self._raises)).union(map(id, found))
        stack = [inside]
        while stack:
            node = stack.pop()
            if id(node) in left_out or self._is_another_test(node):
                continue
            if marked(node):
                return True
            stack += _handed_on(node)
        return False

    def _is_another_test(self, node: ast.AST) -> bool:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or not node.name.startswith("test"):
            return False
        return not node.lineno <= self._node.lineno <= (node.end_lineno or node.lineno)

    def _is_no_name(self, word: str) -> bool:
        """Whether a word is one that no message about the names of the body has in it."""
        nodes = chain.from_iterable(map(walk, self._node.body))
        names = (getattr(each, "id", None) or getattr(each, "attr", None) or getattr(each, "arg", "") for each in nodes)
        return len(word) >= _SHORTEST and word not in {*names}

    # -- names ---------------------------------------------------------------------------------------------

    @cached_property
    def _local(self) -> frozenset[str]:
        return frozenset() if isinstance(self._scope, ast.Module) else scope_of(self._scope).bound

    @cached_property
    def _bound(self) -> Counter[str]:
        return Counter(bindings(_statements(self._scope)))

    @cached_property
    def _assigned(self) -> Mapping[str, ast.expr]:
        """The local names that are bound once, by an assignment."""
        pairs = assignments(walk_scope(_statements(self._scope)))
        return {name: value for name, value in pairs if name in self._local and self._bound[name] == 1}

    @cached_property
    def _written(self) -> Mapping[str, ast.expr]:
        return dict(assignments(walk_scope(self._module.tree.body)))

    def _defines(self, name: str) -> bool:
        """Whether a local name is a class, and nothing else."""
        nodes = walk_scope(_statements(self._scope))
        return self._bound[name] == 1 and any(isinstance(each, ast.ClassDef) and each.name == name for each in nodes)

    def _value(self, name: str) -> ast.expr | None:
        """What the file assigns to a name, and nothing else."""
        if name in self._local:
            return self._assigned.get(name)
        return self._written.get(name) if name in self._module.constants.named else None

    def _text(self, node: ast.expr) -> str:
        """The text that the file writes out for an expression; "" where it does not."""
        found = self._value(node.id) if isinstance(node, ast.Name) else node
        value = found.value if isinstance(found, ast.Constant) else None
        return value if isinstance(value, str) else ""


def _statements(scope: FunctionNode | ast.Module) -> Sequence[ast.AST]:
    return scope.body if isinstance(scope, ast.Module) else body_of(scope)


def _handed_on(node: ast.AST) -> Iterable[ast.AST]:
    """The children of a node but for those that it only compares."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return ()
    if isinstance(node, ast.ExceptHandler):
        return node.body
    compared: Iterable[ast.AST] = ()
    if isinstance(node, ast.Compare):
        compared = (node.left, *node.comparators)
    elif isinstance(node, ast.Call):
        name = dotted(node.func).rpartition(".")[2] or getattr(node.func, "attr", "")
        compared = node.args[:2] if name in COMPARES else ()
    elif isinstance(node, ast.keyword) and node.arg == "match":
        compared = (node.value,)
    left_out = {id(part) for each in compared for part in _operands(each)}
    kept = chain.from_iterable(children(each) if each in compared else (each,) for each in children(node))
    return [each for each in kept if id(each) not in left_out]


def _operands(node: ast.AST) -> Iterator[ast.AST]:
    """The names and constants of an operand."""
    if isinstance(node, (ast.Name, ast.Constant)):
        yield node
    elif isinstance(node, (ast.Tuple, ast.JoinedStr, ast.BinOp)):
        for each in children(node):
            yield from _operands(each)


def _alike(wanted: ast.expr) -> Callable[[ast.expr], bool]:
    text = ast.dump(wanted)
    return lambda node: ast.dump(node) == text


def _parts(node: ast.expr) -> list[str]:
    """The texts that an expression puts together."""
    texts = (each.value for each in walk(node) if isinstance(each, ast.Constant))
    return [text for text in texts if isinstance(text, str)]


def _has_words(text: str) -> bool:
    return len(text.split()) > 1


def _reads(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)


def _mentions(node: ast.AST, name: str) -> bool:
    """Whether a node is a name, an attribute or a text that may mean a class."""
    if isinstance(node, ast.Constant):
        return node.value == name
    return name == (node.id if isinstance(node, ast.Name) else getattr(node, "attr", None))
