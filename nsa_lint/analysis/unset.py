"""NSA301: attributes that an arm of a constructor leaves unset, and that a method reads without asking the same.

Each method that others may call is walked after the constructor, with the methods that it calls, as one function
(`constructed`). Where anything else in the file may set the attribute, nothing is
reported; what other files set is for `package.unset`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from nsa_lint.analysis.lower import Lowering
from nsa_lint.analysis.scope import TOO_DEEP, NotAnalysed, analyse_scope, deep_recursion
from nsa_lint.analysis.witness import span_of
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.model import Arm, ArmKind, UnboundRead
from nsa_lint.options import Options
from nsa_lint.syntax.attributes import Store, own_attributes, own_name, set_always, stored, stores_of
from nsa_lint.syntax.constructed import MARK, TooManyReturns, Written, as_written, named, write
from nsa_lint.syntax.definitions import classes
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.scopes import Function, bound_names, dotted, is_property, walk, walk_statements
from nsa_lint.syntax.text_index import covers

STORES_BY_NAME = re.compile(r"\bsetattr\(|__setattr__|\b__dict__\b|\bvars\(|__getattr|__setstate__|\blocals\(\)")
_SPECIAL = frozenset(("__init__", "__new__", "__post_init__", "__init_subclass__", "__class_getitem__", "__del__"))
_NO_METHOD = frozenset(("staticmethod", "classmethod"))
_SMALL = 4  # statements of a method that is followed for what it answers


@dataclass(frozen=True)
class _Class:
    """A class with a constructor that may leave attributes unset, and its methods by name."""

    node: ast.ClassDef
    constructor: Function
    candidates: frozenset[str]
    methods: dict[str, Function]

    def to_walk(self) -> Iterator[tuple[Function | None, list[Function]]]:
        """The methods that anyone may call, and the constructor, with those that they call, where they may fail."""
        inside = {each for name, words in self._mentioned.items() for each in words if each != name}
        for name, method in self._all.items():
            private = name.startswith("_") and not (name.startswith("__") and name.endswith("__"))
            if name == "__init__" or not (private or name in inside):
                called = self._called(name)
                if not self.candidates.isdisjoint(self._mentioned[name].union(*(self._mentioned[e] for e in called))):
                    yield None if method is self.constructor else method, [self.methods[each] for each in called]

    def holding(self, line: int) -> str:
        """The method in which a line is."""
        return next((name for name, each in self._all.items() if covers(each, line)), "")

    def _called(self, name: str) -> list[str]:
        """The methods that a method calls, by itself or through others, if they read a candidate or are small."""
        found, waiting = {name: None}, [name]
        while waiting:
            for each in sorted(self._mentioned[waiting.pop()] & self.methods.keys() - found.keys() - self._chosen):
                if each in self._reading or sum(1 for _ in walk_statements(self.methods[each])) <= _SMALL:
                    found[each] = None
                    waiting.append(each)
        return [each for each in found if each != name]

    @cached_property
    def _reading(self) -> set[str]:
        """The methods that read a candidate, by themselves or through others."""
        found: set[str] = set()
        for _ in self.methods:
            words = self.candidates | found
            more = {name for name in self.methods if not words.isdisjoint(self._mentioned[name])}
            if more == found:
                break
            found = more
        return found

    @cached_property
    def _mentioned(self) -> dict[str, set[str]]:
        """By method, what it mentions of its object."""
        return {name: {each.attr for each in own_attributes(node)} for name, node in self._all.items()}

    @cached_property
    def _chosen(self) -> set[str]:
        """The methods that the constructor stores or hands on: who calls them, and when, is not known."""
        called = {id(each.func) for each in walk(self.constructor) if isinstance(each, ast.Call)}
        return {each.attr for each in own_attributes(self.constructor) if id(each) not in called}

    @property
    def _all(self) -> dict[str, Function]:
        return {"__init__": self.constructor, **self.methods}


_Program = tuple[_Class, Function | None, list[Function]]  # a method, and those that it calls


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

    def _findings(self) -> Iterator[UnboundRead | NotAnalysed]:
        programs = [(each, *walked) for each in self._classes() for walked in each.to_walk()]
        if programs:
            yield from dict.fromkeys(self._walk(programs))

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

    def _walk(self, programs: Sequence[_Program]) -> Iterator[UnboundRead | NotAnalysed]:
        """What is found in methods after their constructors, all in one text."""
        lines = [*self._module.lines]
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        walked: list[tuple[_Class, Written]] = []
        for number, (each, method, called) in enumerate(programs):
            names = _renamed(each, [*called, *([method] if method is not None else [])])
            inner = [other for other in called if other.name not in names]
            try:
                written = write(f"method{MARK}{number}", each.constructor, method, inner, names, len(lines) + 1)
            except TooManyReturns:
                continue
            lines += written.text.splitlines(keepends=True)
            walked.append((each, written))
        tree = ast.Module([*self._module.tree.body, *(written.tree for _, written in walked)], [])
        guards = DispatchGuards(ModuleFacts(tree, lines, self._options.no_return), self._with_flags(walked))
        lowering = Lowering(guards.module)
        for each, written in walked:
            function = written.tree
            assert isinstance(function, Function)
            only = frozenset(map(named, each.candidates))
            for use in analyse_scope(function, function.name, guards, self._options, lowering, only=only):
                if isinstance(use, NotAnalysed):
                    name = f"{each.node.name}.__init__"
                    reason = f"with the methods after it, {use.reason}"
                    yield NotAnalysed(name, each.constructor.lineno, reason, use.transient)
                    continue
                moved = self._in_the_file(use, written, lines)
                if moved is not None and _blames(each.constructor, moved):
                    yield replace(moved, function=f"{each.node.name}.{each.holding(moved.read.line)}")

    def _with_flags(self, walked: Iterable[tuple[_Class, Written]]) -> Options:
        """Names that stand for guards of the file are guards."""
        names = {each.id for _, written in walked for each in walk(written.tree) if isinstance(each, ast.Name)}
        found = set()
        for name in names:
            meant = ast.parse(as_written(name), mode="eval").body if MARK in name else None
            if meant is not None and self._guards.is_guard(meant):
                found.add(f"^{name}$")
        return replace(self._options, guards=(*self._options.guards, *sorted(found)))

    def _in_the_file(self, use: UnboundRead, written: Written, lines: Sequence[str]) -> UnboundRead | None:
        """What was found, where it is in the file; None for what is no attribute there."""
        line = lines[use.read.line - 1]
        mention = written.mentions.get((use.read.line, len(line[: use.read.column].encode())))
        if mention is None:
            return None
        chain = use.chain
        first, last = self._line(chain.line, written), self._line(chain.end_line, written)
        arms = tuple(self._arm(each, written) for each in chain.arms)
        when = (replace(each, text=as_written(each.text), line=self._line(each.line, written)) for each in use.when)
        return replace(
            use,
            name=f"self.{mention.attr}",
            read=span_of(self._module.lines, mention),
            chain=replace(chain, arms=arms, line=first, end_line=max(first, last)),
            arm=self._arm(use.arm, written),
            bindings=tuple(sorted({self._line(each, written) for each in use.bindings})),
            when=tuple(when),
            of_object=True,
        )

    def _arm(self, arm: Arm, written: Written) -> Arm:
        line, end = self._line(arm.line, written), self._line(arm.end_line, written)
        return replace(arm, line=line, end_line=max(line, end), guard=as_written(arm.guard))

    def _line(self, number: int, written: Written) -> int:
        return written.line(number, self._module.lines)


def _renamed(owner: _Class, methods: Sequence[Function]) -> frozenset[str]:
    """The attributes that become names: those that the constructor sets, and no function inside one of the others."""
    own, inner = stored(owner.constructor)
    return frozenset(own - inner).difference(*(stored(each)[1] for each in methods))


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


def _blames(constructor: Function, use: UnboundRead) -> bool:
    """Whether an arm of a dispatch in the constructor leaves the attribute unset."""
    return use.chain.dispatch and use.arm.kind is not ArmKind.NONE and covers(constructor, use.chain.line)
