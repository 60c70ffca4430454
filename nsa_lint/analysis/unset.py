"""NSA301: attributes that an arm of a constructor leaves unset, and that a method reads without asking the same.

Each method is walked after the constructor, as one function (`constructed`). A method that others of the class call
counts where one of them calls it on such a path. Where anything else in the file may set the attribute, nothing is
reported; what other files set is for `package.unset`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from nsa_lint.analysis.lower import Lowering
from nsa_lint.analysis.scope import TOO_DEEP, NotAnalysed, analyse_scope, deep_recursion
from nsa_lint.analysis.witness import span_of
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.model import Arm, ArmKind, UnboundRead
from nsa_lint.options import Options
from nsa_lint.syntax.attributes import Store, own_attributes, own_name, set_always, stored, stores_of
from nsa_lint.syntax.constructed import (
    MARK,
    Mention,
    TooManyReturns,
    Written,
    as_written,
    attribute_of,
    write,
)
from nsa_lint.syntax.definitions import classes
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.scopes import Function, bound_names, dotted, is_property, walk

STORES_BY_NAME = re.compile(r"\bsetattr\(|__setattr__|\b__dict__\b|\bvars\(|__getattr|__setstate__|\blocals\(\)")
_SPECIAL = frozenset(("__init__", "__new__", "__post_init__", "__init_subclass__", "__class_getitem__", "__del__"))
_NO_METHOD = frozenset(("staticmethod", "classmethod"))
_ROUNDS = 4  # of methods that call methods


@dataclass(frozen=True, slots=True)
class _Failing:
    """A read of an attribute, or of a method that needs it, that some path reaches while it is not set."""

    use: UnboundRead
    mention: Mention


@dataclass(frozen=True)
class _Class:
    """A class with a constructor that may leave attributes unset, its methods by name, and what was found in them."""

    node: ast.ClassDef
    constructor: Function
    candidates: frozenset[str]
    methods: dict[str, Function]
    failing: dict[str, list[_Failing]] = field(default_factory=dict)
    used: dict[str, dict[str, list[str]]] = field(default_factory=dict)  # by method, the needs it was walked with

    @cached_property
    def mentioned(self) -> dict[str, set[str]]:
        """By method, the methods and candidates that it mentions."""
        return {name: {each.attr for each in own_attributes(node)} for name, node in self._all.items()}

    @cached_property
    def chosen(self) -> set[str]:
        """The methods that the constructor stores or hands on: who calls them, and when, is not known."""
        called = {id(each.func) for each in walk(self.constructor) if isinstance(each, ast.Call)}
        return {each.attr for each in own_attributes(self.constructor) if id(each) not in called} & self.methods.keys()

    @property
    def _all(self) -> dict[str, Function]:
        return {"__init__": self.constructor, **self.methods}

    def note_walk(self, name: str, needs: dict[str, list[str]]) -> None:
        """A method is walked with what others are known to need."""
        self.used[name] = needs

    def note_failing(self, name: str, failing: list[_Failing]) -> None:
        """What was found in a method."""
        self.failing[name] = failing

    def needs(self) -> dict[str, list[str]]:
        """By method, the attributes without which it fails, as far as is known."""
        found = {name: [*dict.fromkeys(each.mention.attribute for each in all)] for name, all in self.failing.items()}
        return {name: attributes for name, attributes in found.items() if attributes and name != "__init__"}

    def to_walk(self) -> Iterator[tuple[str, dict[str, list[str]]]]:
        """The methods of which not all that they need was known when they were walked."""
        needs = self.needs()
        for name, words in self.mentioned.items():
            known = {each: needs[each] for each in sorted(words & needs.keys()) if each != name}
            if (words & self.candidates or known) and self.used.get(name) != known:
                yield name, known

    def reached(self) -> Iterator[tuple[str, _Failing]]:
        """The failing reads in methods that anyone may call, and in those that fail where another one calls them."""
        inside = {each for name, words in self.mentioned.items() for each in words if each != name}
        roots = [name for name in self.failing if name == "__init__" or self._is_public(name, inside)]
        waiting = [(name, attribute) for name in roots for attribute in sorted(self.candidates)]
        seen = set(waiting)
        while waiting:
            name, attribute = waiting.pop()
            for each in self.failing.get(name, ()):
                if each.mention.attribute != attribute:
                    continue
                below = (each.mention.method, attribute)
                if not each.mention.method:
                    yield name, each
                elif below not in seen and each.mention.method not in self.chosen:
                    seen.add(below)
                    waiting.append(below)

    def _is_public(self, name: str, inside: set[str]) -> bool:
        private = name.startswith("_") and not (name.startswith("__") and name.endswith("__"))
        return not private and name not in inside


class Unset:
    """The classes of one module whose constructors may leave attributes unset."""

    def __init__(self, guards: DispatchGuards, options: Options) -> None:
        self._guards = guards
        self._module = guards.module
        self._options = replace(options, scope="all")

    def reads(self) -> Iterator[UnboundRead | NotAnalysed]:
        """The findings, as the checker wants them."""
        if "__init__" not in self._module.text.words or not self._guards.may_dispatch():
            return
        try:
            with deep_recursion():
                found = [*self._findings()]
        except RecursionError:
            yield NotAnalysed("<module>", 1, TOO_DEEP, transient=True)
        else:
            yield from found

    def _findings(self) -> Iterator[UnboundRead]:
        found = [*self._classes()]
        for _ in range(_ROUNDS):
            programs = [(each, name, needs) for each in found for name, needs in each.to_walk()]
            if not programs:
                break
            self._walk(programs)
        for each in found:
            for name, failing in each.reached():
                use = failing.use
                if (
                    use.chain.dispatch
                    and use.arm.kind is not ArmKind.NONE
                    and _inside(each.constructor, use.chain.line)
                ):
                    yield replace(use, function=f"{each.node.name}.{name}")

    # -- the classes -----------------------------------------------------------------------------------------

    def _classes(self) -> Iterator[_Class]:
        every = classes(self._module.tree)
        for node in every:
            constructors = [each for each in node.body if isinstance(each, Function) and each.name == "__init__"]
            if len(constructors) != 1 or not self._guards.may_dispatch(constructors[0]):
                continue
            related = [each for each in every if each is node or self._related(each, node)]
            if any(STORES_BY_NAME.search(self._text_of(each)) for each in related):
                continue
            candidates = self._candidates(constructors[0], related)
            if candidates:
                yield _Class(node, constructors[0], candidates, _methods(node))

    def _related(self, first: ast.ClassDef, second: ast.ClassDef) -> bool:
        """Whether an object may be of both classes, by what the file says."""
        return first.name == second.name or second.name in self._bases(first) or first.name in self._bases(second)

    def _bases(self, node: ast.ClassDef) -> set[str]:
        found: set[str] = set()
        waiting = [node]
        while waiting:
            for name in (dotted(each).rpartition(".")[2] for each in waiting.pop().bases):
                above = self._module.classes.named(name)
                if name not in found and above is not None:
                    waiting.append(above)
                found.add(name)
        return found

    def _candidates(self, constructor: Function, related: Sequence[ast.ClassDef]) -> frozenset[str]:
        """Attributes that the constructor sets under a condition only, and nothing else in the file sets."""
        own, inner = stored(constructor)
        always = set_always(constructor)
        found = own - inner - always
        if not found:
            return frozenset()
        for each in related:
            found -= bound_names(each.body)
        inside = {id(each) for each in walk(constructor)}
        found = {each for each in found if not self._strings_of(each)}
        return frozenset(name for name in found if not self._set_elsewhere(name, inside, related))

    def _set_elsewhere(self, name: str, inside: set[int], related: Sequence[ast.ClassDef]) -> bool:
        for node, around in self._stores.get(name, ()):
            of_itself = (
                dotted(node.value) == "self" and around is not None and all(around is not each for each in related)
            )
            if id(node) not in inside and not of_itself:
                return True
        return False

    def _strings_of(self, name: str) -> bool:
        """Whether a text of the file is the name of the attribute: `hasattr`, `register_buffer`, `__slots__`."""
        return f'"{name}"' in self._module.text.text or f"'{name}'" in self._module.text.text

    @cached_property
    def _stores(self) -> dict[str, list[Store]]:
        return stores_of(self._module.tree)

    def _text_of(self, node: ast.ClassDef) -> str:
        return self._module.text.text_of(node.lineno, node.end_lineno or node.lineno)

    # -- the walks -------------------------------------------------------------------------------------------

    def _walk(self, programs: Sequence[tuple[_Class, str, dict[str, list[str]]]]) -> None:
        """Walk methods after their constructors, all in one text."""
        lines = [*self._module.lines]
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        walked: list[tuple[_Class, str, Written]] = []
        for number, (each, name, needs) in enumerate(programs):
            each.note_walk(name, needs)
            method = each.methods.get(name)
            try:
                written = write(
                    f"method{MARK}{number}", each.constructor, method, _renamed(each, method), needs, len(lines) + 1
                )
            except TooManyReturns:
                continue
            lines += written.text.splitlines(keepends=True)
            walked.append((each, name, written))
        tree = ast.Module([*self._module.tree.body, *(written.tree for *_, written in walked)], [])
        guards = DispatchGuards(ModuleFacts(tree, lines, self._options.no_return), self._with_flags(walked))
        lowering = Lowering(guards.module)
        for each, name, written in walked:
            function = written.tree
            assert isinstance(function, Function)
            uses = analyse_scope(function, function.name, guards, self._options, lowering)
            found = [use for use in uses if not isinstance(use, NotAnalysed)]
            method = each.methods.get(name, each.constructor)
            each.failing[name] = [
                failing
                for failing in self._in_the_file(found, written, lines)
                if _inside(method, failing.use.read.line)
            ]

    def _with_flags(self, walked: Iterable[tuple[_Class, str, Written]]) -> Options:
        """Names that stand for guards of the file are guards."""
        names = {each.id for *_, written in walked for each in walk(written.tree) if isinstance(each, ast.Name)}
        found = set()
        for name in names:
            meant = ast.parse(as_written(name), mode="eval").body if MARK in name else None
            if meant is not None and self._guards.is_guard(meant):
                found.add(f"^{name}$")
        return replace(self._options, guards=(*self._options.guards, *sorted(found)))

    def _in_the_file(self, uses: Iterable[UnboundRead], written: Written, lines: Sequence[str]) -> Iterator[_Failing]:
        """What was found, where it is in the file."""
        columns = {(line, _column(lines, line, column)): found for (line, column), found in written.mentions.items()}
        for use in uses:
            mention = columns.get((use.read.line, use.read.column))
            if mention is None or attribute_of(use.name) != mention.attribute:
                continue
            chain = use.chain
            arms = tuple(self._arm(each, written) for each in chain.arms)
            first, last = self._line(chain.line, written), self._line(chain.end_line, written)
            moved = replace(
                use,
                name=f"self.{mention.attribute}",
                read=span_of(self._module.lines, mention.node),
                chain=replace(chain, arms=arms, line=first, end_line=max(first, last)),
                arm=self._arm(use.arm, written),
                bindings=tuple(sorted({self._line(each, written) for each in use.bindings})),
                when=tuple(
                    replace(each, text=as_written(each.text), line=self._line(each.line, written)) for each in use.when
                ),
                of_object=True,
            )
            yield _Failing(moved, mention)

    def _arm(self, arm: Arm, written: Written) -> Arm:
        line, end = self._line(arm.line, written), self._line(arm.end_line, written)
        return replace(arm, line=line, end_line=max(line, end), guard=as_written(arm.guard))

    def _line(self, number: int, written: Written) -> int:
        return written.line(number, self._module.lines)


def _renamed(owner: _Class, method: Function | None) -> frozenset[str]:
    """The attributes that become names: those that the constructor sets, and no function inside one of the two."""
    own, inner = stored(owner.constructor)
    return frozenset(own - inner - (stored(method)[1] if method is not None else set()))


def _methods(node: ast.ClassDef) -> dict[str, Function]:
    """The methods of an object, the last of each name."""
    found: dict[str, Function] = {}
    for each in node.body:
        if isinstance(each, Function) and each.name not in _SPECIAL and own_name(each) and _is_called_as_it_is(each):
            found[each.name] = each
    return found


def _is_called_as_it_is(node: Function) -> bool:
    names = {
        dotted(each.func if isinstance(each, ast.Call) else each).rpartition(".")[2] for each in node.decorator_list
    }
    return is_property(node) or _NO_METHOD.isdisjoint(names)


def _inside(function: Function, line: int) -> bool:
    return function.lineno <= line <= (function.end_lineno or function.lineno)


def _column(lines: Sequence[str], line: int, offset: int) -> int:
    """A column in characters."""
    return len(lines[line - 1].encode()[:offset].decode())
