"""What one module says of its functions and names; each fact is found when it is first needed."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from weakref import proxy

from nsa_lint.model import Place, Predicate
from nsa_lint.syntax.classes import Classes
from nsa_lint.syntax.completion import Completion
from nsa_lint.syntax.constants import Constants
from nsa_lint.syntax.containers import fields, filled, members
from nsa_lint.syntax.definitions import Definition, definitions
from nsa_lint.syntax.enum_methods import EnumMethods
from nsa_lint.syntax.executed import NO_TEXTS, Texts, texts_of
from nsa_lint.syntax.handed_options import HandedOptions
from nsa_lint.syntax.imported import names_of_itertools
from nsa_lint.syntax.listed import ListedValues
from nsa_lint.syntax.managers import Managers
from nsa_lint.syntax.namespaces import EXECUTING, LOCALS, WORDS, bound_by
from nsa_lint.syntax.never import NeverReturns
from nsa_lint.syntax.or_none import true_or_none
from nsa_lint.syntax.parser_uses import PARSES, SETTING
from nsa_lint.syntax.parsers import Parsers
from nsa_lint.syntax.scopes import (
    Function,
    FunctionNode,
    Scope,
    body_of,
    imported_names,
    scope_of,
    statements_of,
    targets,
    walk,
    walk_scope,
    walk_statements,
)
from nsa_lint.syntax.splitting import has_others
from nsa_lint.syntax.standard_library import origins_of
from nsa_lint.syntax.text_index import LineSet, TextIndex, span, words_of

_CONST_WRAPPERS = frozenset(("const_expr", "constexpr"))
# Their second names: `import ... as name`, `name = module.function`
_SECOND_NAME = re.compile(
    r"\b(?:const_expr|constexpr)[ \t]+as[ \t]+(\w+)"
    r"|^[ \t]*(\w+)[ \t]*(?::[^=\n]*)?=[ \t]*(?:\w+\.)*(?:const_expr|constexpr)[ \t]*(?:#.*)?$",
    re.MULTILINE,
)
# Facts with nodes: they follow from the module without the bodies of its functions, or are looked up by names
_OF_THE_TREE = frozenset(
    "_around _evidence classes constants definitions enum_methods functions_by_name handed_options listed managers "
    "never parsers refused".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One way in which a function is entered: what holds then, and the parameters whose values are known.

    The expressions are in the terms of the function's module; those of `within` in the function's own, parameters
    and all. `place`: of the call, where there is one.
    """

    holds: tuple[ast.expr, ...]
    values: Mapping[str, ast.expr]
    place: Place | None = None
    within: tuple[ast.expr, ...] = ()

    @property
    def key(self) -> object:
        """To be compared."""
        values = ((name, ast.dump(value)) for name, value in self.values.items())
        return tuple(map(ast.dump, (*self.holds, *self.within))), tuple(values)


class Package(Protocol):
    """What the package around a module says of the functions that it imports, and of who calls its own."""

    def predicate(self, name: str) -> Predicate | None: ...

    def known_after(self, line: int) -> Sequence[str]: ...

    @property
    def types(self) -> Mapping[str, ast.ClassDef | ast.expr]: ...

    @property
    def imported(self) -> frozenset[str]: ...

    @property
    def refused(self) -> Sequence[ast.Call]: ...

    def works(self, node: ast.AST) -> bool: ...

    def kind(self, node: ast.Import | ast.ImportFrom, name: str) -> str: ...

    def entries(self, node: ast.AST) -> Sequence[Entry]: ...


class ModuleFacts:
    """One module: its tree, its text, and what its functions share."""

    def __init__(
        self,
        tree: ast.Module,
        lines: Sequence[str],
        no_return: Collection[str] = (),
        package: Package | None = None,
        hidden: Collection[str] = (),
    ) -> None:
        """`no_return`: functions that are known to never return, beside those that the module defines.

        `hidden`: the modules of the standard library that files beside it hide.
        """
        self.package = package
        self.tree = tree
        self.lines = lines
        self.text = TextIndex(lines)
        self.hidden = hidden
        self._no_return = no_return
        self._callables: dict[str, bool] = {}
        self._anywhere: dict[str, bool] = {}  # whether the module holds a text

    # -- by its text ---------------------------------------------------------------------------------------

    def has_walrus(self, body: Iterable[ast.AST]) -> bool:
        """Whether an expression in these statements may bind a name, by their text."""
        return self._holds(":=", body)

    def has_lambda(self, body: Iterable[ast.AST]) -> bool:
        """Whether one may make a function."""
        return self._holds("lambda", body)

    def has_handler(self, body: Iterable[ast.AST]) -> bool:
        """Whether an `except` may occur in a body."""
        return self._holds("except", body)

    def _holds(self, text: str, body: Iterable[ast.AST]) -> bool:
        anywhere = self._anywhere.get(text)
        if anywhere is None:
            anywhere = self._anywhere[text] = text in self.text.text
        return anywhere and any(text in self.text.text_of(*span(node)) for node in body)

    @cached_property
    def has_nonlocal(self) -> bool:
        """Whether a function may bind a name of the one around it."""
        return "nonlocal" in self.text.words

    def words_in(self, nodes: Iterable[ast.AST]) -> set[str]:
        """All words on the lines of these nodes."""
        return set().union(*(words_of(self.text.text_of(*span(node))) for node in nodes))

    def mentions_of(self, names: Iterable[str], body: Sequence[ast.AST]) -> LineSet:
        """Where words may occur in the statements of a body, by their text."""
        spans = [span(node) for node in body]
        first, last = min(first for first, _ in spans), max(last for _, last in spans)
        return LineSet(self.text.lines_with(names, first, last))

    # -- functions -----------------------------------------------------------------------------------------

    @cached_property
    def definitions(self) -> list[Definition]:
        """Every function of the module."""
        return definitions(self.tree)

    def scope_of(self, node: FunctionNode) -> Scope:
        """What a function binds; its expressions are looked into only where one may bind a name or make a function."""
        body = body_of(node)
        return scope_of(node, self.has_walrus(body) or self.has_lambda(body))

    def names_around(self, node: ast.AST) -> frozenset[str]:
        """The names of the module that mean something else in a function: a name of one around it, if not imported."""
        names: set[str] = set()
        for each in self._around.get(id(node), ()):
            again = {name for name in self.scope_of(each).bound if self.binds(name)}
            if again:
                names |= again.difference(*map(imported_names, _imports(each)))
        return frozenset(names - self.scope_of(node).globals if names and isinstance(node, Function) else names)

    @cached_property
    def _around(self) -> dict[int, tuple[Function, ...]]:
        """By functions in functions: those around each."""
        found: dict[int, tuple[Function, ...]] = {}
        outer: list[Function] = []
        for each in self.definitions:
            start = (each.node.lineno, each.node.col_offset)
            while outer and (outer[-1].end_lineno or 0, outer[-1].end_col_offset or 0) <= start:
                outer.pop()
            if outer:
                found[id(each.node)] = tuple(outer)
            outer.append(each.node)
        return found

    @cached_property
    def functions_by_name(self) -> dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]]:
        """The functions of the module and the methods of its classes, by the last word of their names."""
        found: dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]] = {}
        for each in self.definitions:
            if "<locals>" not in each.name:
                found.setdefault(each.node.name, []).append(each.node)
        return found

    @cached_property
    def classes(self) -> Classes:
        """The classes of the module."""
        return Classes(self.tree)

    @cached_property
    def listed(self) -> ListedValues:
        """Parameters whose values a decorator lists."""
        return ListedValues(self.tree, self.text.text, self.definitions)

    @cached_property
    def parsers(self) -> Parsers | None:
        """The values of the options of `argparse`; None where nothing is parsed."""
        words = self.text.words
        if not {"argparse", "add_argument"} <= words or words.isdisjoint(PARSES) or words & SETTING:
            return None
        return Parsers(self.tree, self.functions_by_name, self.listed, lambda: self.constants)

    @cached_property
    def handed_options(self) -> HandedOptions | None:
        """The options of `argparse` in the parameters of functions; None where nothing is parsed."""
        parsers = self.parsers
        return HandedOptions(self.tree, self.functions_by_name, parsers, parsers.uses) if parsers is not None else None

    @cached_property
    def refused(self) -> frozenset[int]:
        """`id` of the calls that always fail for what they are given, by what the package says."""
        return frozenset(map(id, self.package.refused)) if self.package is not None else frozenset()

    @cached_property
    def managers(self) -> Managers:
        """Which context managers swallow exceptions."""
        return self._evidence[1]

    @cached_property
    def never(self) -> NeverReturns:
        """Which calls never return."""
        return self._evidence[0]

    @cached_property
    def _evidence(self) -> tuple[NeverReturns, Managers]:
        """Each needs the other: a function that raises in a `with` that swallows returns.

        They know each other weakly: a cycle would keep the tree of the module.
        """
        managers = Managers(self.tree, self.definitions, self.classes)
        swallowing = proxy(managers)
        completion = Completion(lambda node: stopping.stops(node), lambda node: bool(swallowing.swallowed(node)))
        never = NeverReturns(self.tree, self.text, self.definitions, self.classes, completion, self._no_return)
        stopping = proxy(never)
        managers.completion = completion
        return never, managers

    @cached_property
    def annotates_at_once(self) -> bool:
        """Whether annotations are evaluated where they are written, not when something reads them."""
        return sys.version_info < (3, 14) and not any(
            isinstance(node, ast.ImportFrom)
            and node.module == "__future__"
            and any(a.name == "annotations" for a in node.names)
            for node in self.tree.body
        )

    # -- names ---------------------------------------------------------------------------------------------

    @cached_property
    def rebound(self) -> frozenset[str]:
        """Module names that some function rebinds through `global`."""
        found: set[str] = set()
        if "global" in self.text.words:
            statements = walk_statements(self.tree)
            found.update(name for node in statements if isinstance(node, ast.Global) for name in node.names)
        if "globals" in self.text.words:  # a name that is computed may be any, but which is not known
            for each in self.definitions:
                keys = (key for node in walk(each.node) for key in bound_by(node, self.texts))
                names = {name for holder, name in keys if holder == "globals"}
                found.update(self.scope_of(each.node).bound if LOCALS in names else (), names)
        return frozenset(found)

    @cached_property
    def _set_by_key(self) -> frozenset[str]:
        """Module names that the module's own statements set by key, `globals()["x"] = ...`, or by what they execute."""
        if self.text.words.isdisjoint(WORDS):
            return frozenset()
        return frozenset(name for node in walk_scope(self.tree.body) for _, name in bound_by(node, self.texts))

    @cached_property
    def texts(self) -> Texts:
        """The names of the module that stay a text, where something may execute it."""
        return texts_of(self.tree) if not self.text.words.isdisjoint(EXECUTING) else NO_TEXTS

    @cached_property
    def filled(self) -> frozenset[str]:
        """Names of the module, and `Class.name` of its classes, that hold a container which is never empty."""
        return filled(self.tree)

    @cached_property
    def members(self) -> dict[str, tuple[Hashable, ...]]:
        """What the module's containers of constants hold, where nothing in the file changes them."""
        return members(self.tree, self.text.text)

    @cached_property
    def fields(self) -> dict[tuple[str, str], tuple[Hashable, ...]]:
        """What the dicts in the module's dicts hold under a key."""
        return fields(self.tree, self.text.text)

    @cached_property
    def itertools(self) -> dict[str, str]:
        """The functions of `itertools`, by the names that they have here."""
        return names_of_itertools(self.tree) if "itertools" in self.text.words else {}

    @cached_property
    def origins(self) -> dict[str, str]:
        """The names that stand for things of the standard library, where no file hides their modules."""
        return {name: full for name, full in origins_of(self.tree).items() if full.partition(".")[0] not in self.hidden}

    @cached_property
    def imported(self) -> frozenset[str]:
        """Names that an import binds, in whatever scope."""
        found: set[str] = set()
        for node in walk_statements(self.tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                found.update(imported_names(node))
        return frozenset(found)

    @cached_property
    def given(self) -> frozenset[str]:
        """Names that come from no function of the module: imported, or set in the module itself."""
        defined, _, _ = self._bindings
        return self.imported | self.never.otherwise_bound | defined

    @cached_property
    def deleters(self) -> dict[str, list[ast.Name]]:
        """Functions whose body deletes names of the module, and where."""
        if not self.rebound or "del" not in self.text.words:
            return {}
        found: dict[str, list[ast.Name]] = {}
        for each in self.definitions:
            if each.owner is None and "<locals>" not in each.name:
                deletions = [
                    target for node in each.node.body if isinstance(node, ast.Delete) for target in node.targets
                ]
                names = [name for name in deletions if isinstance(name, ast.Name) and name.id in self.rebound]
                if names:
                    found[each.name] = names
        return found

    @cached_property
    def _bindings(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """Names that the module defines as functions or classes, those that it imports; in neither, what it assigns."""
        defined: set[str] = set()
        imported: set[str] = set()
        assigned: set[str] = set()
        body = self.tree.body
        for node in walk_scope(body) if self.has_walrus(body) else targets(body):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                defined.add(node.name)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                imported.update(alias.asname or alias.name for alias in node.names)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                assigned.add(node.id)
        assigned |= self.rebound | self._set_by_key
        return frozenset(defined - assigned), frozenset(imported - assigned), frozenset(assigned)

    def binds(self, name: str) -> bool:
        """Whether the module binds a name in any way."""
        return any(name in names for names in self._bindings)

    def submodules_of(self, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
        """The name that `from .sub import x` binds in its package as well, where nothing else binds it."""
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module:
            name = node.module.partition(".")[0]
            if not self.binds(name):
                yield name

    def assigns(self, name: str) -> bool:
        """Whether a name of the module is assigned: what it holds is no module, class or function for sure."""
        return name in self._bindings[2]

    def is_callable(self, name: str) -> bool:
        """Whether a module name is a function or class for sure: defined here, or imported and called somewhere."""
        found = self._callables.get(name)
        if found is None:
            defined, imported, _ = self._bindings
            found = self._callables[name] = name in defined or (name in imported and self.text.calls(name))
        return found

    @cached_property
    def splits_texts_alone(self) -> bool:
        """Whether what `split` and the like take apart in this file is a text as far as it says."""
        return not has_others(self.text.text)

    @cached_property
    def true_or_none(self) -> frozenset[str]:
        """Module names that are None or else true: imported, or None where the import fails."""
        return true_or_none(self.tree.body, self.text) - self.rebound - self._set_by_key

    def is_inner(self, node: ast.AST) -> bool:
        """Whether this is a function that another one holds."""
        return any(each.node is node and "<locals>" in each.name for each in self.definitions)

    def defines(self, name: str) -> bool:
        """Whether a name is that of a function or class of the module."""
        return name in self._bindings[0]

    @cached_property
    def constants(self) -> Constants:
        """Its enums, sentinels, named constants and closed types."""
        types = self.package.types if self.package is not None else None
        return Constants(self.tree, self.rebound, self.text.words, types)

    @cached_property
    def enum_methods(self) -> EnumMethods:
        """What the methods of its enums answer."""
        return EnumMethods(self.constants)

    @cached_property
    def _const_wrappers(self) -> frozenset[str]:
        """The plain names, by import or assignment, of functions that only mark what a compiler can know."""
        if _CONST_WRAPPERS.isdisjoint(self.text.words):
            return frozenset()
        given = {name for pair in _SECOND_NAME.findall(self.text.text) for name in pair if name}
        return frozenset(name for name in _CONST_WRAPPERS | given if not self.defines(name))

    def returns_its_argument(self, name: str) -> bool:
        """Whether this is the name, dotted or plain, of a function that marks its argument and returns it."""
        root, dot, last = name.rpartition(".")
        if dot:
            return last in _CONST_WRAPPERS and root not in ("self", "cls")
        return name in self._const_wrappers

    def shared(self) -> object:
        """To be compared: what the analysis of a function reads here that may follow from lines of no function, or of
        functions that the function does not name.
        """
        names = (name for name, fact in vars(ModuleFacts).items() if isinstance(fact, cached_property))
        facts = [getattr(self, name) for name in names if name not in _OF_THE_TREE]
        called = frozenset(name for name in self._bindings[1] if self.text.calls(name))
        return (
            self._without_bodies(),
            facts,
            called,
            self.classes.always_set(),
            self.never.of_classes.known(),
            self._of_package(),
            self.handed_options.all() if self.handed_options is not None else None,
            frozenset(self.hidden),
        )

    def _of_package(self) -> object:
        """What the package says."""
        if self.package is None:
            return None
        entries = ([entry.key for entry in self.package.entries(each.node)] for each in self.definitions)
        types = [(name, ast.dump(node)) for name, node in self.package.types.items()]
        imports = [node for node in walk(self.tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
        working = [(ast.dump(node), self.package.works(node)) for node in imports]
        kinds = [self.package.kind(node, each.name) for node in imports for each in node.names]
        refused = [*map(ast.dump, self.package.refused)]
        return [*map(self.package.predicate, sorted(self.imported))], [*entries], types, working, kinds, refused

    def _without_bodies(self) -> str:
        """The module without the bodies of its functions, and without lines: what its names are."""
        bodies = [(each.node, each.node.body) for each in self.definitions]
        for node, _ in bodies:
            node.body = []
        try:
            return ast.dump(self.tree)
        finally:
            for node, body in bodies:
                node.body = body


def _imports(function: Function) -> Iterator[ast.Import | ast.ImportFrom]:
    return (each for each in statements_of(function.body) if isinstance(each, (ast.Import, ast.ImportFrom)))
