"""What the package around one file says of the functions that the file imports."""

from __future__ import annotations

import ast
import os
from collections.abc import Container, Iterator, Sequence, Set
from dataclasses import replace
from functools import cached_property

from nsa_lint.model import Because, Diagnostic, Predicate, UnboundRead
from nsa_lint.package.accepted import Accepted
from nsa_lint.package.answers import Answers
from nsa_lint.package.callers import Callers
from nsa_lint.package.classes import Classes
from nsa_lint.package.closed import ClosedTypes, closed_type
from nsa_lint.package.conditions import Translation, locals_of
from nsa_lint.package.endings import Endings
from nsa_lint.package.fields import Fields
from nsa_lint.package.flags import Flags
from nsa_lint.package.given_parsers import GivenParsers
from nsa_lint.package.guard_words import GuardWords
from nsa_lint.package.index import Index, Module, Origin
from nsa_lint.package.layout import layout_of, layout_of_script
from nsa_lint.package.module_checks import ModuleChecks
from nsa_lint.package.names import imports_of
from nsa_lint.package.needs import Needs
from nsa_lint.package.objects import ImportedObjects, tested_names
from nsa_lint.package.own_imports import OwnImports
from nsa_lint.package.predicates import implied, packages_of
from nsa_lint.package.properties import Properties
from nsa_lint.package.refusals import Refusals
from nsa_lint.package.refused_calls import RefusedCalls
from nsa_lint.package.retried import Retried
from nsa_lint.package.set_by_others import set_by_others
from nsa_lint.package.unguarded import UnguardedCallers
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.imported import fact_of
from nsa_lint.syntax.module import Entry
from nsa_lint.syntax.scopes import Function, dotted, mentioned, walk
from nsa_lint.syntax.source import Source
from nsa_lint.syntax.text_index import words_of

_MOST_SHOWN = 5  # places for one finding


class Surroundings:
    """The package as one of its files sees it; files are read when a question needs them."""

    def __init__(self, module: Module, index: Index) -> None:
        self._module = module
        self._index = index
        self._predicates: dict[str, Predicate | None] = {}
        self._asked: set[str] = set()  # the functions in which something was found
        self._meanings: dict[int, ast.expr] = {}
        self._entries: dict[ast.AST, Sequence[Entry]] = {}

    @property
    def consulted(self) -> dict[str, str]:
        """The files on which the answers depend, with a digest of each; "" for one that does not exist."""
        return self._index.consulted

    def left_unset(self, findings: Sequence[Diagnostic]) -> list[Diagnostic]:
        """The findings without those about names of the module that another one of the package sets."""
        proofs = [each.proof for each in findings if each.proof is not None]
        names = {each.name for each in proofs if each.of_module}
        gone = set_by_others(self._module, self._index, names)
        return [
            found
            for found in findings
            if not found.reads or any(not each.of_module or each.name not in gone for each in found.reads)
        ]

    def bears_on(self, findings: Sequence[Diagnostic]) -> bool:
        """Whether the package says anything of what the findings depend on."""
        words = self._words_of(findings)
        known = (self.predicate(name) not in (None, Predicate(name, None, ())) for name in self._origins.keys() & words)
        self._asked = {each.proof.function for each in findings if each.proof is not None}
        asked = [each for each in self._module.facts.functions.all if each.name in self._asked]
        self._meanings = Properties(self._module, self._index, self._answers).meanings(asked, words)
        ending = bool(self.no_return or self._refused or self._meanings)
        return ending or any(known) or bool(self.types) or any(map(self.entries, self._functions))

    def meaning(self, node: ast.Attribute) -> ast.expr | None:
        """What an attribute says that a function with findings reads: an expression of the same object."""
        return self._meanings.get(id(node))

    @cached_property
    def types(self) -> dict[str, ast.ClassDef | ast.expr]:
        """The enums and literal types that the module imports and the functions with findings name, in any case."""
        nodes = [node for node, each in self._functions.items() if each.name in self._asked]
        words = {each.id for node in nodes for each in walk(node) if isinstance(each, ast.Name)}
        always = {name for statement in self._module.tree.body for name, _ in imports_of(statement)}
        found: dict[str, ast.ClassDef | ast.expr] = {}
        for name in sorted(words & always & self._module.imported.keys()):
            origin = self._index.origin(self._module, name) if name.lstrip("_")[:1].isupper() else None
            node = closed_type(origin) if origin is not None else None
            if node is not None:
                found[name] = node
        return found

    def entries(self, node: ast.AST) -> Sequence[Entry]:
        """How a function in which something was found is entered; nothing where that is not known."""
        if node not in self._entries:
            found = self._functions.get(node)
            self._entries[node] = self._entered(found) if found is not None and found.name in self._asked else ()
        return self._entries[node]

    @cached_property
    def imported(self) -> frozenset[str]:
        """What has been imported where a function in which something was found is entered, on some way."""
        entries = (entry for node in self._functions for entry in self.entries(node))
        return frozenset(fact_of(each) for entry in entries for test in entry.holds for each in walk(test)) - {""}

    def works(self, node: ast.AST) -> bool:
        """Whether nothing goes on where an import fails: a package around has bound it, or the handler fails too."""
        return self._own_imports.works(node) or self._retried.works(node)

    def members(self, node: ast.AST) -> frozenset[str]:
        """The names of modules of this package that an import binds in it, beside the names that it says."""
        return self._own_imports.members(node)

    def spares(self, findings: Sequence[Diagnostic]) -> bool:
        """Whether an import that may not fail, binds more, or gives what is not None, bears on what is reported."""
        names = {read.name for each in findings for read in each.reads}
        return self._own_imports.bind(names) or self._retried.bind(names) or self._objects.any()

    def kind(self, node: ast.Import | ast.ImportFrom, name: str) -> str:
        """What an import in a block or function gives: "true" or "object", which is never None; "" for anything."""
        return self._objects.kind(node, name)

    @cached_property
    def _own_imports(self) -> OwnImports:
        return OwnImports(self._module, self._index)

    @cached_property
    def _retried(self) -> Retried:
        return Retried(self._module, self._index)

    @cached_property
    def _objects(self) -> ImportedObjects:
        return ImportedObjects(self._module, self._index, self._tested)

    def _entered(self, function: Definition) -> Sequence[Entry]:
        owner, node = function.owner, function.node
        holds = (*self._checked_first(node), *self._checked_by_module(function))
        cases = self._callers.cases(node, owner)
        tested = [each for case in cases or () for each in case.holds]
        if owner is not None:
            holds += (*self._classes.holds_in(owner, node, tested), *self._callers.made(owner))
        within = (*self._fields.holds_in(node, owner), *self._accepted_in(node, owner))
        holds += tuple(self._flags.holds_in((node, *holds, *tested)))
        if cases is None:
            return [Entry(holds, {}, within=within)] if holds or within else ()
        entries = [replace(case, holds=(*holds, *case.holds), within=within) for case in cases]
        return entries if all(each.holds or each.values or within for each in entries) else ()

    def _accepted_in(self, method: Function, owner: ast.ClassDef | None) -> list[ast.expr]:
        """What the constructor of a class accepts, of the attributes that a method reads."""
        found = [*self._accepted.holds_in(method, owner)]
        return found if found and owner is not None and self._classes.always_constructed(owner) else []

    def _checked_first(self, function: Function) -> Iterator[ast.expr]:
        """What a function refuses to go on without, by the calls at its start."""
        refusals, local = Refusals(self._index), locals_of(function)
        for statement in function.body:
            if not isinstance(statement, ast.Expr):
                return
            for test, source in refusals.after(self._module, statement, local):
                yield from self._translation.holds(test, source)

    def _checked_by_module(self, function: Definition) -> Iterator[ast.expr]:
        """What the module refuses to go on without, of the names that a function reads, or flags of these."""
        words = mentioned(function.node)
        for test, source in self._module_checks.holds_in(function):
            yield from (each for each in self._translation.holds(test, source) if self._bears_on(each, words))

    def _bears_on(self, test: ast.expr, words: Container[str]) -> bool:
        names = {node.id for node in walk(test) if isinstance(node, ast.Name)}
        said = (node for name in names for each in self._flags.of(name) for node in walk(each))
        return any(name in words for name in (*names, *(node.id for node in said if isinstance(node, ast.Name))))

    @cached_property
    def _tested(self) -> Set[str]:
        """The names that are tested in the functions in which something was found, or anywhere for any other place."""
        known = {each.name: each.node for each in self._functions.values()}
        if self._asked <= known.keys():
            return tested_names([known[name] for name in self._asked])
        return tested_names([self._module.tree])

    @cached_property
    def _functions(self) -> dict[ast.AST, Definition]:
        """The functions of the module itself and the methods of its classes."""
        return {each.node: each for each in self._module.facts.functions.all if "<locals>" not in each.name}

    @cached_property
    def _translation(self) -> Translation:
        return Translation(self._module, self._index)

    @cached_property
    def _classes(self) -> Classes:
        return Classes(self._module, self._index, self._translation)

    @cached_property
    def _answers(self) -> Answers:
        return Answers(self._module, self._index, self._translation)

    @cached_property
    def _accepted(self) -> Accepted:
        return Accepted(self._module, self._index, self._classes)

    @cached_property
    def _flags(self) -> Flags:
        return Flags(self._module, self._index, self._translation)

    @cached_property
    def _module_checks(self) -> ModuleChecks:
        return ModuleChecks(self._module, self._index)

    @cached_property
    def _fields(self) -> Fields:
        types = ClosedTypes(self._index, self._translation)
        return Fields(self._module, self._index, types, self._classes.attributes)

    @cached_property
    def _guard_words(self) -> GuardWords:
        return GuardWords(self._index)

    @cached_property
    def _unguarded_callers(self) -> UnguardedCallers:
        return UnguardedCallers(self._module, self._index, self._guard_words)

    @cached_property
    def _callers(self) -> Callers:
        return Callers(self._module, self._index, self._classes, self._translation)

    def _words_of(self, findings: Sequence[Diagnostic]) -> set[str]:
        """The names in the guards of findings, and in what the module assigns to these."""
        proofs = [each.proof for each in findings if each.proof is not None]
        guards = (arm.guard for each in proofs for arm in each.chain.arms)
        words = words_of("\n".join((*guards, *(step.text for each in proofs for step in each.when))))
        values = {name: node for name, node in self._module.definitions.items() if isinstance(node, ast.expr)}
        waiting = words & values.keys()
        while waiting:
            found = set().union(*(words_of(ast.unparse(values.pop(name))) for name in waiting))
            words |= found
            waiting = found & values.keys()
        return words

    @cached_property
    def no_return(self) -> tuple[str, ...]:
        """What the module calls as a statement and never returns: functions of the package, methods of parsers."""
        return (*self._endings.names(), *GivenParsers(self._index).endings(self._module, self._asked))

    @property
    def refused(self) -> Sequence[ast.Call]:
        """The calls of the module that always fail for what they are given."""
        return [call for call, _ in self._refused]

    @cached_property
    def _refused(self) -> list[tuple[ast.Call, Origin]]:
        return [*RefusedCalls(self._module, self._index).all()]

    @cached_property
    def _endings(self) -> Endings:
        return Endings(self._module, self._index)

    def because(self, found: Diagnostic) -> tuple[Because, ...]:
        """The places of other files on which a finding depends: what never returns, what is implied, who calls."""
        proof = found.proof
        if proof is None:
            return ()
        places: list[Because] = []
        for name in self.no_return:
            origin = self._endings.place(name)
            if origin is not None and self._calls_between(name, proof.chain.line, proof.chain.end_line):
                places.append(Because(origin.module.path, origin.line, f"{name}() never returns"))
        for call, origin in self._refused:
            if proof.chain.line <= call.lineno <= proof.chain.end_line:
                places.append(
                    Because(origin.module.path, origin.line, f"{dotted(call.func)}() fails for what it is given")
                )
        for name in sorted(self._words_of([found]) & self._origins.keys()):
            known, origin = self.predicate(name), self._origins[name]
            if known is not None and known.implies:
                implied = " and ".join(f"{each}()" for each in known.implies)
                places.append(Because(origin.module.path, origin.line, f"{name}() is true only where {implied} is"))
        function = next((node for node, each in self._functions.items() if each.name == proof.function), None)
        for entry in self.entries(function) if function is not None else ():
            if entry.place is not None:
                places.append(Because(entry.place.path, entry.place.line, f"{proof.function}() is called"))
        if proof.of_module and not places:
            places += self._unguarded(proof, {proof.function, *(each.function for each in found.also)})
        return tuple(places[:_MOST_SHOWN])

    def _unguarded(self, proof: UnboundRead, functions: Container[str]) -> Iterator[Because]:
        """The callers that enter functions without the guard of what these read of the module."""
        guard = self._guard_words.guard(self._module, proof)
        for each in self._functions.values():
            found = self._unguarded_callers.caller(each.node, each.owner, guard) if each.name in functions else None
            if found is not None:
                yield found

    def explained(self, found: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Findings with their evidence; the first names the files that would have been evidence and say nothing."""
        explained = [replace(each, because=self.because(each)) for each in found]
        named = tuple(Because(path, 1, f"says nothing: it {why}") for path, why in self._index.unread.items())
        first = next((index for index, each in enumerate(found) if each.proof is not None), None)
        if first is not None and named:
            explained[first] = replace(explained[first], because=(*explained[first].because, *named))
        return explained

    def _calls_between(self, name: str, first: int, last: int) -> bool:
        calls = (node for node in self._module.nodes if isinstance(node, ast.Call))
        return any(first <= each.lineno <= last and dotted(each.func) == name for each in calls)

    def predicate(self, name: str) -> Predicate | None:
        """What a call `name()` means; None where it is no predicate of the package that this file imports."""
        if name not in self._predicates:
            self._predicates[name] = self._find(name)
        return self._predicates[name]

    def known_after(self, line: int) -> list[str]:
        """The predicates that have been looked at, and are true once the import in this line has worked."""
        return [name for name, known in self._predicates.items() if known is not None and known.needed_from == line]

    def _find(self, name: str) -> Predicate | None:
        origin = self._origins.get(name)
        if origin is None:
            return None
        others = [self._names[each.key] for each in implied(origin, self._index) if each.key in self._names]
        implies = tuple(each for each in dict.fromkeys(others) if each != name)
        return Predicate(self._names[origin.key], self._needed_from(origin), implies)

    def _needed_from(self, origin: Origin) -> int | None:
        packages = packages_of(origin, self._index)
        lines = [*map(self._needs.line, packages or ())]
        return max((each for each in lines if each is not None), default=None) if None not in lines else None

    @cached_property
    def _origins(self) -> dict[str, Origin]:
        """The functions of the package that the module imports in any case and calls without arguments."""
        called = {
            node.func.id
            for node in self._module.nodes
            if isinstance(node, ast.Call) and not node.args and not node.keywords and isinstance(node.func, ast.Name)
        }
        always = {name for statement in self._module.tree.body for name, _ in imports_of(statement)}
        found = {}
        for name in sorted(called & always & self._module.imported.keys()):
            origin = self._index.origin(self._module, name)
            if origin is not None and origin.name in origin.module.names.functions:
                found[name] = origin
        return found

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        """One name here for each function: the same one under two import paths is one guard."""
        names: dict[tuple[str, str], str] = {}
        for name, origin in self._origins.items():
            names.setdefault(origin.key, name)
        return names

    @cached_property
    def _needs(self) -> Needs:
        return Needs(self._module, self._index)


def surroundings_of(source: Source) -> Surroundings | None:
    """The package that a source belongs to, a script alone; None for a source that is not a file of Python."""
    if not os.path.isdir(os.path.dirname(os.path.abspath(source.path))) or source.path.startswith("<"):
        return None
    path = os.path.realpath(source.path)
    layout = layout_of(source.path)
    if layout is None and path.endswith(".py") and os.path.isfile(path):
        layout = layout_of_script(path)
    return Surroundings(Module(path, source.lines, source.tree), Index(layout)) if layout is not None else None
