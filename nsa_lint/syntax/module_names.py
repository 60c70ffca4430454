"""The names of one module: what binds them, and what they stand for."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from functools import cached_property

from nsa_lint.syntax.executed import NO_TEXTS, Texts, texts_of
from nsa_lint.syntax.imported import names_of_itertools
from nsa_lint.syntax.module_functions import ModuleFunctions
from nsa_lint.syntax.namespaces import EXECUTING, LOCALS, WORDS, bound_by
from nsa_lint.syntax.or_none import true_or_none
from nsa_lint.syntax.scopes import (
    Function,
    imported_names,
    last_word,
    statements_of,
    targets,
    walk,
    walk_scope,
    walk_statements,
)
from nsa_lint.syntax.standard_library import origins_of
from nsa_lint.syntax.text_index import TextIndex

_CONST_WRAPPERS = frozenset(("const_expr", "constexpr"))
# What is built in and calls nothing that it is given but its special methods
_QUIET = frozenset("""
    abs all any bool bytearray bytes dict enumerate float frozenset getattr hasattr hash int isinstance issubclass iter
    len list open print range repr reversed round set str sum tuple type zip
""".split())  # fmt: skip
_CALLING = {"filter": 1, "map": 1, "max": 0, "min": 0, "sorted": 0}  # what calls its first argument, or its `key`
_OWN = frozenset(("self", "cls"))
# Their second names: `import ... as name`, `name = module.function`
_SECOND_NAME = re.compile(
    r"\b(?:const_expr|constexpr)[ \t]+as[ \t]+(\w+)"
    r"|^[ \t]*(\w+)[ \t]*(?::[^=\n]*)?=[ \t]*(?:\w+\.)*(?:const_expr|constexpr)[ \t]*(?:#.*)?$",
    re.MULTILINE,
)


class ModuleNames:
    """What the names of a module are bound to, whatever binds them."""

    def __init__(
        self, tree: ast.Module, text: TextIndex, functions: ModuleFunctions, hidden: Collection[str] = ()
    ) -> None:
        """`hidden`: the modules of the standard library that files beside the module hide."""
        self._tree = tree
        self._text = text
        self._functions = functions
        self._hidden = hidden
        self._callables: dict[str, bool] = {}

    @property
    def defined(self) -> frozenset[str]:
        """Those of the functions and classes of the module that it assigns nothing else to."""
        return self._bindings[0]

    def binds(self, name: str) -> bool:
        """Whether the module binds a name in any way."""
        return any(name in names for names in self._bindings)

    def defines(self, name: str) -> bool:
        """Whether a name is that of a function or class of the module."""
        return name in self.defined

    def assigns(self, name: str) -> bool:
        """Whether a name of the module is assigned: what it holds is no module, class or function for sure."""
        return name in self._bindings[2]

    def is_callable(self, name: str) -> bool:
        """Whether a module name is a function or class for sure: defined here, or imported and called somewhere."""
        found = self._callables.get(name)
        if found is None:
            defined, imported, _ = self._bindings
            found = self._callables[name] = name in defined or (name in imported and self._text.calls(name))
        return found

    def called(self) -> frozenset[str]:
        """Names that the module imports, and calls somewhere."""
        return frozenset(name for name in self._bindings[1] if self._text.calls(name))

    @cached_property
    def rebound(self) -> frozenset[str]:
        """Module names that some function rebinds through `global`."""
        found: set[str] = set()
        if "global" in self._text.words:
            statements = walk_statements(self._tree)
            found.update(name for node in statements if isinstance(node, ast.Global) for name in node.names)
        if "globals" in self._text.words:  # a name that is computed may be any, but which is not known
            for each in self._functions.all:
                keys = (key for node in walk(each.node) for key in bound_by(node, self.texts))
                names = {name for holder, name in keys if holder == "globals"}
                found.update(self._functions.scope_of(each.node).bound if LOCALS in names else (), names)
        return frozenset(found)

    @cached_property
    def deleters(self) -> dict[str, list[ast.Name]]:
        """Functions whose body deletes names of the module, and where."""
        if not self.rebound or "del" not in self._text.words:
            return {}
        found: dict[str, list[ast.Name]] = {}
        for each in self._functions.all:
            if each.owner is None and "<locals>" not in each.name:
                deletions = [
                    target for node in each.node.body if isinstance(node, ast.Delete) for target in node.targets
                ]
                names = [name for name in deletions if isinstance(name, ast.Name) and name.id in self.rebound]
                if names:
                    found[each.name] = names
        return found

    @cached_property
    def imported(self) -> frozenset[str]:
        """Names that an import binds, in whatever scope."""
        found: set[str] = set()
        for node in walk_statements(self._tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                found.update(imported_names(node))
        return frozenset(found)

    def is_foreign(self, call: ast.Call) -> bool:
        """Whether a call is of what Python or another file defines, as far as its text says: a function, or a method.

        Not a method of `self`: a class of the package may define it.
        """
        function = call.func
        if isinstance(function, ast.Name):
            if (function.id in _QUIET or self._calls_others(call)) and not self.binds(function.id):
                return all(self.is_foreign(each) for each in call.args if isinstance(each, ast.Call))
            return function.id in self.imported and function.id not in self._functions.by_name
        if not isinstance(function, ast.Attribute) or function.attr in self._functions.by_name:
            return False
        return not (isinstance(function.value, ast.Name) and function.value.id in _OWN)

    def _calls_others(self, call: ast.Call) -> bool:
        """Whether this is a builtin that calls what it is given, a method of another: `map(text.find, x)`."""
        first = _CALLING.get(last_word(call.func))
        if first is None:
            return False
        given = [*call.args[:first], *(each.value for each in call.keywords if each.arg == "key")]
        return all(isinstance(each, ast.Attribute) and self.is_foreign(ast.Call(each, [], [])) for each in given)

    @cached_property
    def true_or_none(self) -> frozenset[str]:
        """Module names that are None or else true: imported, or None where the import fails."""
        return true_or_none(self._tree.body, self._text) - self.rebound - self._set_by_key

    @cached_property
    def origins(self) -> dict[str, str]:
        """The names that stand for things of the standard library, where no file hides their modules."""
        origins = origins_of(self._tree)
        return {name: full for name, full in origins.items() if full.partition(".")[0] not in self._hidden}

    @cached_property
    def itertools(self) -> dict[str, str]:
        """The functions of `itertools`, by the names that they have here."""
        return names_of_itertools(self._tree) if "itertools" in self._text.words else {}

    @cached_property
    def has_namespaces(self) -> bool:
        """Whether the module may bind or ask for names as keys of a namespace, by its text."""
        return self._text.names(WORDS)

    @cached_property
    def texts(self) -> Texts:
        """The names of the module that stay a text, where something may execute it."""
        return texts_of(self._tree) if self._text.names(EXECUTING) else NO_TEXTS

    def hidden_in(self, node: ast.AST) -> frozenset[str]:
        """The names of the module that mean something else in a function: a name of one around it, if not imported."""
        names: set[str] = set()
        for each in self._functions.around(node):
            again = {name for name in self._functions.scope_of(each).bound if self.binds(name)}
            if again:
                names |= again.difference(*map(imported_names, _imports(each)))
        own = self._functions.scope_of(node).globals if names and isinstance(node, Function) else frozenset()
        return frozenset(names - own)

    def returns_its_argument(self, name: str) -> bool:
        """Whether this is the name, dotted or plain, of a function that marks its argument and returns it."""
        root, dot, last = name.rpartition(".")
        if dot:
            return last in _CONST_WRAPPERS and root not in ("self", "cls")
        return name in self._const_wrappers

    @cached_property
    def _bindings(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """Names that the module defines as functions or classes, those that it imports; in neither, what it assigns."""
        defined: set[str] = set()
        imported: set[str] = set()
        assigned: set[str] = set()
        body = self._tree.body
        for node in walk_scope(body) if self._text.holds(":=", body) else targets(body):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                defined.add(node.name)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                imported.update(alias.asname or alias.name for alias in node.names)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                assigned.add(node.id)
        assigned |= self.rebound | self._set_by_key
        return frozenset(defined - assigned), frozenset(imported - assigned), frozenset(assigned)

    @cached_property
    def _set_by_key(self) -> frozenset[str]:
        """Module names that the module's own statements set by key, `globals()["x"] = ...`, or by what they execute."""
        if not self.has_namespaces:
            return frozenset()
        return frozenset(name for node in walk_scope(self._tree.body) for _, name in bound_by(node, self.texts))

    @cached_property
    def _const_wrappers(self) -> frozenset[str]:
        """The plain names, by import or assignment, of functions that only mark what a compiler can know."""
        if _CONST_WRAPPERS.isdisjoint(self._text.words):
            return frozenset()
        given = {name for pair in _SECOND_NAME.findall(self._text.text) for name in pair if name}
        return frozenset(name for name in _CONST_WRAPPERS | given if not self.defines(name))


def _imports(function: Function) -> Iterator[ast.Import | ast.ImportFrom]:
    return (each for each in statements_of(function.body) if isinstance(each, (ast.Import, ast.ImportFrom)))
