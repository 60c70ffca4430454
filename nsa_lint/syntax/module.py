"""What one module says of its functions and names; each fact is found when it is first needed."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from weakref import proxy

from nsa_lint.model import Place, Predicate
from nsa_lint.syntax.again import imports_again, looked_up
from nsa_lint.syntax.class_functions import set_attributes
from nsa_lint.syntax.classes import Classes
from nsa_lint.syntax.completion import Completion
from nsa_lint.syntax.constants import Constants
from nsa_lint.syntax.containers import dicts, fields, filled, may_have_tables, members
from nsa_lint.syntax.enum_methods import EnumMethods
from nsa_lint.syntax.fails_again import FailsAgain, fails_again
from nsa_lint.syntax.handed_options import HandedOptions
from nsa_lint.syntax.kept_attributes import SETTING as SETTING_ATTRIBUTES
from nsa_lint.syntax.kept_attributes import KeptAttributes
from nsa_lint.syntax.keyword_dicts import of_keyword_dicts, receiver_of_dict
from nsa_lint.syntax.listed import ListedValues
from nsa_lint.syntax.managers import Managers
from nsa_lint.syntax.module_functions import ModuleFunctions
from nsa_lint.syntax.module_names import ModuleNames
from nsa_lint.syntax.never import NeverReturns
from nsa_lint.syntax.oldest_python import oldest_python, since
from nsa_lint.syntax.parser_uses import PARSES, SETTING
from nsa_lint.syntax.parsers import Parsers
from nsa_lint.syntax.prepared import Prepared
from nsa_lint.syntax.scopes import walk
from nsa_lint.syntax.splitting import has_others
from nsa_lint.syntax.standard_library import is_harmless, may_be_harmless
from nsa_lint.syntax.text_index import TextIndex

# Facts with nodes: they follow from the module without the bodies of its functions, or are looked up by names
_OF_THE_TREE = frozenset(
    "_evidence classes constants enum_methods fails_again handed_options imports_again kept_attributes keyword_dicts "
    "listed managers never parsers prepared refused".split()
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

    def members(self, node: ast.AST) -> frozenset[str]: ...

    def kind(self, node: ast.Import | ast.ImportFrom, name: str) -> str: ...

    def meaning(self, node: ast.Attribute) -> ast.expr | None: ...

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
        self.functions = ModuleFunctions(tree, self.text)
        self.names = ModuleNames(tree, self.text, self.functions, hidden)
        self._no_return = no_return

    @cached_property
    def classes(self) -> Classes:
        """The classes of the module."""
        return Classes(self.tree)

    @cached_property
    def set_attributes(self) -> frozenset[str]:
        """The attributes that the file sets by their names, unless of `self`."""
        return set_attributes(self.tree)

    @cached_property
    def listed(self) -> ListedValues:
        """Parameters whose values a decorator lists."""
        return ListedValues(self.tree, self.text.text, self.functions.all)

    @cached_property
    def parsers(self) -> Parsers | None:
        """The values of the options of `argparse`; None where nothing is parsed."""
        words = self.text.words
        if not {"argparse", "add_argument"} <= words or words.isdisjoint(PARSES) or words & SETTING:
            return None
        return Parsers(self.tree, self.functions.by_name, self.listed, lambda: self.constants)

    @cached_property
    def handed_options(self) -> HandedOptions | None:
        """The options of `argparse` in the parameters of functions; None where nothing is parsed."""
        parsers = self.parsers
        return HandedOptions(self.tree, self.functions.by_name, parsers, parsers.uses) if parsers is not None else None

    @cached_property
    def prepared(self) -> Prepared:
        """What has run before its tests do."""
        return Prepared(self.functions.all, self.classes, self.managers.completion, self.text.words)

    @cached_property
    def refused(self) -> frozenset[int]:
        """`id` of the calls that always fail for what they are given, by what the package says."""
        return frozenset(map(id, self.package.refused)) if self.package is not None else frozenset()

    def is_harmless(self, node: ast.AST) -> bool:
        """Whether it is an attribute or a call that cannot fail: of what Python brings along, or of `**kwargs`."""
        receiver = receiver_of_dict(node)
        if receiver is not None:
            return id(receiver) in self.keyword_dicts
        return may_be_harmless(node) and is_harmless(node, self.names.origins)

    @cached_property
    def keyword_dicts(self) -> frozenset[int]:
        """`id` of the names that are what a function takes as `**kwargs`."""
        return of_keyword_dicts(self.tree)

    @cached_property
    def looked_up(self) -> frozenset[str]:
        """The modules that the file looks for in `sys.modules`, as facts of imports."""
        return looked_up(self.tree, self.text.words)

    @cached_property
    def imports_again(self) -> frozenset[int]:
        """`id` of the imports that have worked before where they are."""
        return imports_again(self.tree, self.text.words)

    @cached_property
    def fails_again(self) -> FailsAgain:
        """The imports that fail where others have failed before."""
        return fails_again(self.tree, self.text.words)

    @cached_property
    def oldest_python(self) -> int:
        """The second number of the oldest Python 3 that can run the file, where something is tried; 0 if unknown."""
        if self.text.words.isdisjoint(("except", "suppress")):
            return 0
        return oldest_python(self.tree, self.hidden, self.names.origins)

    def submodules_of(self, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
        """The names that `from .sub import x` binds in its package as well, where nothing else binds them."""
        names = self.package.members(node) if self.package is not None else frozenset()
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module:
            names |= {node.module.partition(".")[0]}
        return (name for name in sorted(names) if not self.names.binds(name))

    def always_works(self, node: ast.AST) -> bool:
        """Whether an import does not fail, by what the file says: it has worked before, or every Python here has it."""
        if id(node) in self.imports_again:
            return True
        first = since(node, self.hidden)
        return first is not None and first <= self.oldest_python

    @cached_property
    def kept_attributes(self) -> KeptAttributes | None:
        """Which stored attributes calls of its own functions leave as they are; None where something may set any."""
        if not self.text.words.isdisjoint(SETTING_ATTRIBUTES):
            return None
        return KeptAttributes(self.tree, self.functions, self.classes, self.names.defined)

    @cached_property
    def set_in(self) -> dict[str, frozenset[str]]:
        """The functions that set an attribute of a name, by attribute."""
        return self.kept_attributes.set_in if self.kept_attributes is not None else {}

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
        managers = Managers(self.tree, self.functions.all, self.classes)
        swallowing = proxy(managers)
        completion = Completion(lambda node: stopping.stops(node), lambda node: bool(swallowing.swallowed(node)))
        never = NeverReturns(self.tree, self.text, self.functions.all, self.classes, completion, self._no_return)
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

    @cached_property
    def has_nonlocal(self) -> bool:
        """Whether a function may bind a name of the one around it."""
        return "nonlocal" in self.text.words

    @cached_property
    def given(self) -> frozenset[str]:
        """Names that come from no function of the module: imported, or set in the module itself."""
        return self.names.imported | self.never.otherwise_bound | self.names.defined

    @cached_property
    def filled(self) -> frozenset[str]:
        """Names of the module, and `Class.name` of its classes, that hold a container which is never empty."""
        return filled(self.tree)

    @cached_property
    def members(self) -> dict[str, tuple[Hashable, ...]]:
        """What the module's containers of constants hold, where nothing in the file changes them."""
        return members(self.tree, self.text.text)

    @cached_property
    def tables(self) -> frozenset[str]:
        """Those of them that are dicts: reading an item fails for any other key."""
        if not may_have_tables(self.text.text) or not self.members:
            return frozenset()
        return dicts(self.tree) & self.members.keys()

    @cached_property
    def fields(self) -> dict[tuple[str, str], tuple[Hashable, ...]]:
        """What the dicts in the module's dicts hold under a key."""
        return fields(self.tree, self.text.text)

    @cached_property
    def splits_texts_alone(self) -> bool:
        """Whether what `split` and the like take apart in this file is a text as far as it says."""
        return not has_others(self.text.text)

    @cached_property
    def constants(self) -> Constants:
        """Its enums, sentinels, named constants and closed types."""
        types = self.package.types if self.package is not None else None
        return Constants(self.tree, self.names.rebound, self.text.words, types)

    @cached_property
    def enum_methods(self) -> EnumMethods:
        """What the methods of its enums answer."""
        return EnumMethods(self.constants)

    def shared(self) -> object:
        """To be compared: what the analysis of a function reads here that may follow from lines of no function, or of
        functions that the function does not name.
        """
        return (
            self._without_bodies(),
            [getattr(self, name) for name in _facts(ModuleFacts) if name not in _OF_THE_TREE],
            [getattr(self.names, name) for name in _facts(ModuleNames)],
            self.names.called(),
            self.classes.always_set(),
            self.never.of_classes.known(),
            self._of_package(),
            self.prepared.all(),
            self.handed_options.all() if self.handed_options is not None else None,
            frozenset(self.hidden),
        )

    def _of_package(self) -> object:
        """What the package says."""
        if self.package is None:
            return None
        entries = ([entry.key for entry in self.package.entries(each.node)] for each in self.functions.all)
        types = [(name, ast.dump(node)) for name, node in self.package.types.items()]
        imports = [node for node in walk(self.tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
        working = [(ast.dump(node), self.package.works(node)) for node in imports]
        kinds = [self.package.kind(node, each.name) for node in imports for each in node.names]
        refused = [*map(ast.dump, self.package.refused)]
        attributes = (node for node in walk(self.tree) if isinstance(node, ast.Attribute))
        said = [(ast.dump(node), ast.dump(each)) for node in attributes if (each := self.package.meaning(node))]
        predicates = [*map(self.package.predicate, sorted(self.names.imported))]
        return predicates, [*entries], types, working, kinds, refused, said

    def _without_bodies(self) -> str:
        """The module without the bodies of its functions, and without lines: what its names are."""
        bodies = [(each.node, each.node.body) for each in self.functions.all]
        for node, _ in bodies:
            node.body = []
        try:
            return ast.dump(self.tree)
        finally:
            for node, body in bodies:
                node.body = body


def _facts(of: type) -> Iterator[str]:
    return (name for name, fact in vars(of).items() if isinstance(fact, cached_property))
