"""What can fail: calls, attributes, operators, imports, unpacking and the like; and which handler catches it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import pairwise

from nsa_lint.analysis.ir import Block, Item, Loop, Manage, Protect, Step
from nsa_lint.analysis.steps import steps_of
from nsa_lint.syntax.arithmetic import is_number
from nsa_lint.syntax.imported import IMPORT_ERRORS
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.scopes import dotted, last_word, walk, walk_scope
from nsa_lint.syntax.shown_sources import Sources
from nsa_lint.syntax.standard_library import cannot_fail

_RAISING = (
    ast.Call, ast.Attribute, ast.Subscript, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Await, ast.Starred,
    ast.Yield, ast.YieldFrom,
)  # fmt: skip
NAME_ERRORS = frozenset(("NameError", "UnboundLocalError"))
_BROAD = frozenset(("Exception", "BaseException", ""))
_PLAIN_COMPARISONS = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)


def can_raise(node: ast.AST) -> bool:
    """Whether evaluating this very node can fail, by its text alone; `World.fails` knows the file, too.

    Not a comparison that every object answers, `not`, or arithmetic of numbers that are written out.
    """
    if isinstance(node, ast.Compare):
        return not _compares(node)
    if isinstance(node, ast.UnaryOp):
        return not isinstance(node.op, ast.Not) and not is_number(node)
    return isinstance(node, _RAISING) and not (isinstance(node, ast.BinOp) and is_number(node))


def _compares(node: ast.Compare) -> bool:
    """Whether a comparison cannot fail: one that every object answers, or of numbers that are written out."""
    pairs = pairwise((node.left, *node.comparators))
    return all(_answers(left, operator, right) for operator, (left, right) in zip(node.ops, pairs, strict=True))


def _answers(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> bool:
    if isinstance(operator, (ast.In, ast.NotIn)):
        return _holds(left, right)
    return isinstance(operator, _PLAIN_COMPARISONS) or (is_number(left) and is_number(right))


def _holds(left: ast.expr, right: ast.expr) -> bool:
    """Whether something can be looked for in an operand; a number is in no text, and holds nothing."""
    if isinstance(right, ast.Constant):
        return isinstance(right.value, (str, bytes)) and not is_number(left)
    return isinstance(right, (ast.Tuple, ast.List))


def may_fail(step: Step, fails: Callable[[ast.AST], bool] = can_raise) -> bool:
    """Whether anything in a step can fail, at any depth. `fails`: whether evaluating one node can."""
    return any(True for _ in failing(step, fails))


def failing(step: Step, fails: Callable[[ast.AST], bool] = can_raise) -> Iterator[ast.AST]:
    """What can fail in a step, at any depth."""
    for each in steps_of([step]):
        yield from _failing(each, fails)


def _failing(step: Step, fails: Callable[[ast.AST], bool]) -> Iterator[ast.AST]:
    """The same of the step itself: a loop and a `with` call methods of what they are given."""
    if isinstance(step, Manage) or isinstance(step.node, (ast.Import, ast.ImportFrom)):
        yield step.node
    elif isinstance(step, Loop) and step.target is not None:
        yield step.head
    for child in walk_scope(step.parts):
        if fails(child):
            yield child
        elif isinstance(child, ast.comprehension):
            yield child.iter


def catches_names(names: Iterable[str]) -> bool:
    """Whether handlers of these exceptions are there for the failed read of a name."""
    return not NAME_ERRORS.isdisjoint(names)


def catches_all(names: Iterable[str]) -> bool:
    """Whether they catch it without being there for it."""
    return not _BROAD.isdisjoint(names)


def caught_names(step: Step) -> Iterator[str]:
    """The exceptions that the handlers of a `try` name, or that the managers of a `with` are known to swallow."""
    if isinstance(step, Protect):
        yield from (name for handler in step.handlers for name in handler.names)
    elif isinstance(step, Manage):
        yield from (name for item in step.items for names in (item.swallowed, *item.entered.values()) for name in names)


def is_suppress(item: Item) -> bool:
    """Whether this is `suppress(...)`, by its name: other managers that swallow are there for something else."""
    manager = item.node.context_expr
    return item.swallows and isinstance(manager, ast.Call) and last_word(manager.func) == "suppress"


def sources_of(names: Collection[str], block: Block, module: ModuleFacts) -> Sources:
    """What handlers of exceptions of these names are there for in a body."""
    return Sources.of(names, (step.node for step in block), module.names.is_foreign, module.names.defines)


def import_failures(step: Protect) -> dict[int, str]:
    """By `id` of the imports of a body, to the last whose name a handler asks for an exception: what they raise.

    An earlier handler is there for the import that fails; the later one is meant for what the module raises.
    """
    caught = ""
    found: dict[int, str] = {}
    for handler in step.handlers:
        roots = {name.partition(".")[0] for name in handler.names} if caught else set[str]()
        imports = [inner for inner in step.body if isinstance(inner.node, (ast.Import, ast.ImportFrom))]
        last = max((index for index, inner in enumerate(imports) if not inner.binds.isdisjoint(roots)), default=-1)
        found.update((id(inner.node), caught) for inner in imports[: last + 1])
        caught = caught or next((name for name in handler.names if name in IMPORT_ERRORS), "")
    return found


def tried_imports(block: Block, fails: Callable[[ast.AST], bool], hidden: Collection[str]) -> frozenset[int]:
    """`id` of the imports of what every Python has, where nothing else in a body can fail: it is tried for them.

    They work, but what the handlers are for is then that they do not.
    """
    tried = frozenset(id(step.node) for step in steps_of(block) if cannot_fail(step.node, hidden))
    if not tried or any(id(step.node) not in tried and any(_failing(step, fails)) for step in steps_of(block)):
        return frozenset()
    return tried


def repeated(step: Protect) -> dict[str, set[int]]:
    """The attributes and items that a body and one of its handlers evaluate alike, by their text: they fail alike.

    Of each, the `id` of the nodes.
    """
    tried = _evaluated(step.body) if step.handlers else {}
    again = _evaluated([inner for handler in step.handlers for inner in handler.block]) if tried else {}
    return {text: tried[text] | again[text] for text in tried.keys() & again.keys()}


def _evaluated(block: Block) -> dict[str, set[int]]:
    """The `id` of attributes of names, and items under a constant, by their text."""
    found: dict[str, set[int]] = {}
    for node in (node for step in block for node in walk(step.node)):
        if isinstance(node, ast.Attribute):
            text = dotted(node)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            text = dotted(node.value)
            text = text and f"{text}[{node.slice.value!r}]"
        else:
            continue
        if text and isinstance(node.ctx, ast.Load):
            found.setdefault(text, set()).add(id(node))
    return found
