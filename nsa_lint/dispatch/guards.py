"""Which guards are dispatch: where a flag comes from first, then what it is called.

The flags of a module are found in one pass over it, before any function is analysed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from nsa_lint.dispatch import vocabulary
from nsa_lint.options import Options
from nsa_lint.syntax.assigning import ASSIGNMENTS, targets_of
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.scopes import dotted, walk, walk_statements
from nsa_lint.syntax.settings import settings
from nsa_lint.syntax.text_index import LineSet, span


class DispatchGuards:
    """The dispatch guards of one module."""

    def __init__(self, module: ModuleFacts, options: Options) -> None:
        self.module = module
        self._extra = [re.compile(pattern) for pattern in options.guards]
        self._named: dict[str, bool] = {}
        self._flags: set[str] = set()  # module names that hold a dispatch guard
        self._attributes: set[str] = set()  # attributes of `self` that hold one
        self._complete = False  # whether all flags are known, and so all lines
        text = module.text
        self._lines = LineSet(  # where something occurs that can make a dispatch
            text.lines_of_words(vocabulary.marking.choose(text.notable))
            | text.lines_of_strings(vocabulary.backends.choose(text.notable))
            | set().union(*map(text.lines_matching, vocabulary.dotted_patterns(text.words)))
        )
        self._gather_flags()
        self._mark(self._flags)
        if self._extra or self._lines:
            self._gather_functions()
            self._mark(self._flags)
            self._gather_attributes()
        self._mark(self._attributes)
        self._complete = True

    # -- the flags of the module --------------------------------------------------------------------------

    def _mark(self, words: set[str]) -> None:
        self._lines |= self.module.text.lines_of_words(words & self.module.text.words)

    def _gather_flags(self) -> None:
        found = [*settings(self.module.tree)]
        for _ in range(3):  # a flag of flags of flags
            before = len(self._flags)
            for setting in found:
                if not setting.names <= self._flags and (setting.by is None or self.mentions_guard(setting.by)):
                    self._flags |= setting.names
            if len(self._flags) == before:
                break

    def _gather_functions(self) -> None:
        """`return HAS_TRITON and ...` makes the function a guard."""
        for definition in self.module.functions.all:
            node = definition.node
            last = node.body[-1]
            short = definition.owner is None and len(node.body) <= 2
            if short and isinstance(last, ast.Return) and self.may_test([node]) and self._is_guard_test(last.value):
                self._flags.add(node.name)

    def _gather_attributes(self) -> None:
        """`self.fast = HAS_TRITON` makes the attribute a guard."""
        for definition in self.module.functions.all:
            if definition.owner is not None and self.may_test([definition.node]):
                for statement in walk_statements(definition.node):
                    if not isinstance(statement, ASSIGNMENTS) or not self.may_test([statement]):
                        continue
                    if self._is_guard_test(statement.value):
                        self._attributes.update(
                            target.attr
                            for target in targets_of(statement)
                            if isinstance(target, ast.Attribute) and dotted(target.value) == "self"
                        )

    def _is_guard_test(self, node: ast.expr | None) -> bool:
        return node is not None and _is_test(node) and self.mentions_guard(node)

    def shared(self) -> object:
        """To be compared: what the analysis of a function reads here that follows from other lines."""
        return self.module.shared(), frozenset(self._flags), frozenset(self._attributes)

    # -- by the text ---------------------------------------------------------------------------------------

    def may_dispatch(self, node: ast.stmt | None = None) -> bool:
        """A quick test of a function's text, or the module's: False only where nothing in it can be a dispatch.

        Every guard leaves an identifier or a quoted name of a backend in the text of the function that tests it, and a
        try that is one an import or the name of a technology.
        """
        if self._extra:  # the options let any name be a guard
            return True
        first, last = (node.lineno, node.end_lineno or node.lineno) if node else (1, self.module.text.last)
        if self._lines.between(first, last):
            return True
        return self._tries.between(first, last) and self._tried.between(first, last)

    @cached_property
    def _tries(self) -> LineSet:
        """Where a `try` may begin, or a `with suppress(...)`."""
        return LineSet(self.module.text.lines_of_words(["try", "suppress"]))

    @cached_property
    def _tried(self) -> LineSet:
        """Where something stands that makes a dispatch of a `try`: an import, or the name of a technology."""
        text = self.module.text
        return LineSet(text.lines_of_words({"import", *vocabulary.technologies.choose(text.notable)}))

    def may_test(self, nodes: Sequence[ast.AST], is_try: bool = False) -> bool:
        """`may_dispatch` of single nodes; of the body of a `try`, where it is one."""
        if self._extra or any(self._lines.between(*span(node)) for node in nodes):
            return True
        return is_try and any(self._tried.between(*span(node)) for node in nodes)

    # -- by the syntax tree --------------------------------------------------------------------------------

    def mentions_guard(self, expression: ast.AST) -> bool:
        """Whether a guard occurs in an expression."""
        if self._complete and not self.may_test([expression]):
            return False
        return any(self.is_guard(node) for node in walk(expression))

    def is_match(self, subject: ast.expr, cases: Iterable[tuple[ast.pattern | None, ast.expr | None]]) -> bool:
        """Whether a match dispatches: on a guard, by the test of a case, or over names of backends."""
        listed = [*cases]
        if any(each is not None and self.mentions_guard(each) for each in (subject, *(test for _, test in listed))):
            return True
        patterns = (child for pattern, _ in listed if pattern is not None for child in walk(pattern))
        return any(_is_choice(subject, child.value) for child in patterns if isinstance(child, ast.MatchValue))

    def is_guard(self, node: ast.AST) -> bool:
        """Whether this one expression, by itself, tests which implementation can be used."""
        if isinstance(node, ast.Name):
            return node.id in self._flags or self._is_named(node.id) or node.id in vocabulary.OBJECTS
        if isinstance(node, ast.Attribute):
            name = dotted(node)
            return (
                name in vocabulary.DOTTED
                or self._is_named(node.attr, name)
                or (node.attr in self._attributes and dotted(node.value) == "self")
            )
        if isinstance(node, ast.Call):
            return self._is_guard_call(node)
        if isinstance(node, ast.Subscript):
            return dotted(node.value) in vocabulary.ENVIRONMENTS
        if isinstance(node, ast.Compare):
            operands = [node.left, *node.comparators]
            if isinstance(node.ops[0], (ast.In, ast.NotIn)) and _is_environment(node.comparators[0]):
                return True
            return any(_is_choice(*pair) or _is_choice(*pair[::-1]) for pair in pairwise(operands))
        return False

    def _is_guard_call(self, node: ast.Call) -> bool:
        name = dotted(node.func)
        last = name.rpartition(".")[2]
        if name in self._flags or name in vocabulary.DOTTED or last in vocabulary.CALLS or self._is_named(last, name):
            return True
        if self.module.names.returns_its_argument(name):  # what is compiled depends on it, whoever has the flag
            return any(vocabulary.says_presence(word) for each in node.args for word in _last_words(each))
        if last == "get":
            owner = name.split(".")
            return "environ" in owner or owner[0] in vocabulary.ENVIRONMENT_PARTS
        return last == "hasattr" and bool(node.args) and dotted(node.args[0]).startswith("torch")

    def is_optimised(self, node: ast.Call) -> bool:
        """Whether a call goes to an implementation that is named after its technology."""
        return bool(vocabulary.technologies.choose(set(dotted(node.func).split("."))))

    def _is_named(self, name: str, full: str = "") -> bool:
        key = full or name
        found = self._named.get(key)
        if found is None:
            found = vocabulary.is_flag(name) or any(pattern.search(key) for pattern in self._extra)
            found = found or (vocabulary.says_presence(name) and self._comes_from_outside(key))
            self._named[key] = found
        return found

    def _comes_from_outside(self, name: str) -> bool:
        """Whether the module imports a name or sets it; a parameter or local is data, and so is what an object has."""
        root, dot, rest = name.partition(".")
        if dot and (root == "torch" or any(map(vocabulary.is_backend, rest.split(".")))):
            return True
        return root in (self.module.names.imported if dot else self.module.given)


def _is_environment(node: ast.expr) -> bool:
    """Whether this is the environment, or its keys."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "keys":
        node = node.func.value
    return dotted(node) in vocabulary.ENVIRONMENTS


def _last_words(node: ast.expr) -> Iterator[str]:
    """The last words of the names in an expression."""
    return (dotted(each).rpartition(".")[2] for each in walk(node) if isinstance(each, (ast.Name, ast.Attribute)))


def _is_choice(subject: ast.expr, constant: ast.expr) -> bool:
    """Whether a comparison with a constant asks for a backend, or for what a device can do."""
    if isinstance(constant, (ast.Tuple, ast.List, ast.Set)):
        return any(_is_choice(subject, element) for element in constant.elts)
    if not isinstance(constant, ast.Constant):
        return False
    name = dotted(subject.value if isinstance(subject, ast.Subscript) else subject).rpartition(".")[2]
    if isinstance(constant.value, str):
        return (
            vocabulary.holds_backend(name)
            or vocabulary.is_backend(constant.value)
            or (vocabulary.is_architecture(constant.value) and vocabulary.holds_capability(name))
        )
    return constant.value.__class__ in (int, float) and vocabulary.holds_capability(name)


def _is_test(node: ast.expr) -> bool:
    """Whether an expression gives a truth, not a thing: a flag, a test, a combination of them."""
    if isinstance(node, ast.BoolOp):
        return all(_is_test(value) for value in node.values)
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    if isinstance(node, ast.Call):
        name = dotted(node.func)
        last = name.rpartition(".")[2]
        known = name in vocabulary.DOTTED or last in vocabulary.CALLS
        return known or vocabulary.is_flag(last) or vocabulary.says_presence(last)
    return isinstance(node, (ast.Compare, ast.Name, ast.Attribute))
