"""Functions of the file that are followed where another function calls them: small ones that check, or answer a test.

So are properties where a method reads them.

Such a function refuses (`raise`, `assert`) or gives back a constant, an argument or a test. It has no loop and no
`try`, so that following it takes little, and two equal calls still agree. Of any other function the start is followed,
as far as it does that: `if not HAS_TORCH: return "cpu"`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cached_property

from nsa_lint.analysis.ir import Bind, Block, Branch, Eval, Leave, Require, Step
from nsa_lint.analysis.steps import steps_of
from nsa_lint.syntax.classes import is_named_after
from nsa_lint.syntax.completion import answers, is_generator, start_of
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.never import is_transparent
from nsa_lint.syntax.scopes import PROPERTY, Function, body_of, is_property, last_word

_MOST = 30  # steps
_AT_START = 8  # statements that are followed of a function that is not
_FOLLOWED = (Eval, Bind, Branch, Leave, Require)


class Helpers:
    """Those of one module."""

    def __init__(self, module: ModuleFacts, block: Callable[[Function], Block]) -> None:
        self._module = module
        self._block = block
        self._suits: dict[int, bool] = {}
        self._starts: dict[int, ast.FunctionDef | None] = {}
        self._of_block: dict[int, list[Function]] = {}

    def called(self, node: ast.Call) -> Function | None:
        """The function that a call runs, where it is followed; the caller has made sure that no name is local."""
        found = self._run_by(node)
        return found if found is not None and self.follows(found) else None

    def started(self, node: ast.Call) -> Function | None:
        """The start of the function that a call runs, where that is followed and the rest is not."""
        found = self._run_by(node)
        return self._start(found) if found is not None and not self.follows(found) else None

    def _run_by(self, node: ast.Call) -> Function | None:
        function = node.func
        never = self._module.never
        if isinstance(function, ast.Name):
            found = never.function(function.id)
        elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            found = never.method(node, function.attr) if function.value.id in ("self", "cls") else None
        else:
            return None
        return found if found is not None and not is_property(found) else None

    def read(self, node: ast.Attribute) -> Function | None:
        """The property that reading an attribute of `self`, or of an object named after its class, runs if followed."""
        if node.attr not in self._properties:
            return None
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            found = self._module.never.method(node, node.attr)
        else:
            found = self._of_its_class(last_word(node.value), node.attr)
        return found if found is not None and is_property(found) and self.follows(found) else None

    def _of_its_class(self, word: str, name: str) -> Function | None:
        """The property that one class of the file alone has, of an object that is named after it: `device.is_cpu`."""
        owners = self._owners[name]
        [owner] = owners if len(owners) == 1 else [None]
        if owner is None or not is_named_after(word, owner.name):
            return None
        if self._module.constants.members(owner.name):
            return None  # an enum: see `EnumMethods`
        found = self._module.classes.implementations(owner, name)
        return found[0] if len(found) == 1 else None

    @cached_property
    def receivers(self) -> frozenset[str]:
        """What the module's properties call the object that they are read of."""
        found = (node.args.args[:1] for nodes in self._properties.values() for node in nodes)
        return frozenset(each.arg for arguments in found for each in arguments)

    @cached_property
    def _owners(self) -> dict[str, set[ast.ClassDef | None]]:
        """By the names of properties: the classes with a function of that name; None among them for one of no class."""
        found: dict[str, set[ast.ClassDef | None]] = {name: set() for name in self._properties}
        for each in self._module.functions.all:
            if each.node.name in found:
                found[each.node.name].add(each.owner)
        return found

    @cached_property
    def _properties(self) -> dict[str, list[Function]]:
        """Those of the module's classes, by name."""
        module = self._module
        if module.text.words.isdisjoint(PROPERTY):
            return {}
        found = {name: [*filter(is_property, nodes)] for name, nodes in module.functions.by_name.items()}
        return {name: nodes for name, nodes in found.items() if nodes}

    def mentioned(self, block: Block) -> list[Function]:
        """Those whose names occur in a block, and those that these mention."""
        found = self._of_block.get(id(block))
        if found is None:
            found = self._of_block[id(block)] = [*self._mentioned(block)]
        return found

    def refusing(self, block: Block) -> frozenset[str]:
        """The names of those that may not return where a block calls them."""
        found = self.mentioned(block)
        names = {each.name for each in found if any(map(_refuses, steps_of(self._block(each))))}
        while new := {
            each.name for each in found if each.name not in names and names & self._module.text.words_in(body_of(each))
        }:
            names |= new
        return frozenset(names)

    def _mentioned(self, block: Block) -> Iterator[Function]:
        named = self._module.functions.by_name
        work = [*self._module.text.words_in([step.node for step in block])] if block else []
        seen = {*work}
        while work:
            for function in named.get(work.pop(), ()):
                node = function if self.follows(function) else self._start(function)
                if node is not None:
                    yield node
                    new = self._module.text.words_in(body_of(node)) - seen
                    seen |= new
                    work += new

    def follows(self, node: Function) -> bool:
        """Whether a function is small enough, and refuses or answers something."""
        known = self._suits.get(id(node))
        if known is None:
            self._suits[id(node)] = False  # one that calls itself is not followed
            known = self._suits[id(node)] = self._is_small(node) and self._matters(self._block(node))
        return known

    def _start(self, node: Function) -> ast.FunctionDef | None:
        """The statements at the start of a function that may end it, if it is not followed as a whole."""
        if id(node) not in self._starts:
            start = start_of(node, _AT_START) if self._runs(node) and not is_property(node) else None
            self._starts[id(node)] = start if start is not None and self._matters(self._block(start)) else None
        return self._starts[id(node)]

    def _is_small(self, node: Function) -> bool:
        return (node.end_lineno or 0) - node.lineno <= 2 * _MOST and self._runs(node)

    def _runs(self, node: Function) -> bool:
        """Whether a call runs the body, and nothing else."""
        if isinstance(node, ast.AsyncFunctionDef):
            return False
        if not is_property(node) and not all(map(is_transparent, node.decorator_list)):
            return False
        return not is_generator(node) and not any(isinstance(each, ast.Global) for each in node.body)

    def _matters(self, block: Block) -> bool:
        """Whether some step refuses, or gives back what a test can depend on."""
        steps = [*steps_of(block)]
        if len(steps) > _MOST or not all(isinstance(step, _FOLLOWED) for step in steps):
            return False
        return any(_refuses_or_answers(step) or self._calls_one(step) for step in steps)

    def _calls_one(self, step: Step) -> bool:
        """Whether a statement is the call of another such function."""
        call = step.node.value if isinstance(step.node, (ast.Expr, ast.Return)) else None
        return isinstance(call, ast.Call) and self.called(call) is not None


def _refuses_or_answers(step: Step) -> bool:
    return _refuses(step) or answers(step.node)


def _refuses(step: Step) -> bool:
    """Whether a path may end in a step, other than by a return."""
    ends = isinstance(step, Require) or isinstance(step.node, ast.Raise)
    return ends or (isinstance(step, (Eval, Leave)) and step.stops)
