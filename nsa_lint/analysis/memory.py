"""Remembers what the functions of a text had, for the next version of the text: an editor checks a file at each key.

What a function has depends on its own lines, on those of the functions that it names, and of those that these name, on
the names of the functions around it, the options, and on what is said of the module as a whole (`ModuleFacts.shared`,
`DispatchGuards.shared`). Where all of that is as it was, the function has what it had, moved to where it is now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property

from nsa_lint.analysis.scope import NotAnalysed
from nsa_lint.model import StepKind, UnboundRead, WitnessStep
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.text_index import span, words_of

Found = UnboundRead | NotAnalysed
# A function's name, its text, those of the functions that it may call, and the names of those around it
_Key = tuple[str, str, frozenset[str], frozenset[str]]
_Functions = dict[_Key, tuple[int, list[Found]]]  # the first line, and what was found


class Memory:
    """The functions of the last version of one text."""

    def __init__(self) -> None:
        self._shared: object = None
        self._before: _Functions = {}
        self._now: _Functions = {}

    @cached_property
    def in_package(self) -> Memory:
        """Of the same text, checked once more with what its package says."""
        return Memory()

    def begin(self, module: ModuleFacts, shared: object) -> None:
        """A new version of the text. `shared`: what all its functions depend on."""
        self._texts, self._names_around = _Texts(module), module.names.hidden_in
        now = (shared, self._texts.of_all)
        self._before = self._now if now == self._shared else {}
        self._now = {}
        self._shared = now

    def found(self, definition: Definition, analyse: Callable[[], Iterable[Found]]) -> list[Found]:
        """What a function has; `analyse` finds it where it is not known."""
        text = self._texts.of(definition)
        key = definition.name, text, self._texts.named_in(text), self._names_around(definition.node)
        line, last = span(definition.node)
        known = self._before.get(key)
        if known is None:
            known = line, [*analyse()]
            if any(_may_change(each, line, last) for each in known[1]):
                return known[1]
        self._now[key] = known
        return [_moved(each, line - known[0]) for each in known[1]]


class _Texts:
    """The functions of one version by their names: methods by the last word, whatever object has them."""

    def __init__(self, module: ModuleFacts) -> None:
        self._lines = module.lines
        self._named: dict[str, set[str]] = {}
        for each in module.functions.all:
            self._named.setdefault(each.node.name, set()).add(self.of(each))
        self._words: dict[str, set[str]] = {}
        dunder = {name for name in self._named if name.startswith("__")}  # called by other things than their names
        self.of_all = self._from(dunder.union(_words_outside(module) & self._named.keys()))

    def of(self, definition: Definition) -> str:
        """The lines of a function."""
        first, last = span(definition.node)
        return "".join(self._lines[first - 1 : last])

    def named_in(self, text: str) -> frozenset[str]:
        """The functions that a text names, and those that they name."""
        return self._from(self._names_in(text))

    def _names_in(self, text: str) -> set[str]:
        if text not in self._words:
            self._words[text] = words_of(text) & self._named.keys()
        return self._words[text]

    def _from(self, names: set[str]) -> frozenset[str]:
        seen: set[str] = set()
        found: set[str] = set()
        while names:
            seen |= names
            texts = set().union(*(self._named[name] for name in names)) - found
            found |= texts
            names = set().union(*map(self._names_in, texts)) - seen
        return frozenset(found)


def _words_outside(module: ModuleFacts) -> set[str]:
    """The words of the lines that belong to no function: decorators do not, the header does."""
    lines = [*module.lines]
    for each in module.functions.all:
        first, last = each.node.lineno, span(each.node)[1]
        lines[first - 1 : last] = [""] * (last - first + 1)
    return words_of("".join(lines))


def _may_change(found: Found, first: int, last: int) -> bool:
    """Whether it may be another the next time, or names a line outside of the function, which moves on its own."""
    if isinstance(found, NotAnalysed):
        return found.transient
    return not all(first <= step.line <= last for step in found.when)


def _moved(found: Found, by: int) -> Found:
    if by == 0:
        return found
    if isinstance(found, NotAnalysed):
        return replace(found, line=found.line + by)
    arms = tuple(replace(each, line=each.line + by, end_line=each.end_line + by) for each in found.chain.arms)
    chain, arm, read = found.chain, found.arm, found.read
    return replace(
        found,
        read=replace(read, line=read.line + by, end_line=read.end_line + by),
        chain=replace(chain, line=chain.line + by, end_line=chain.end_line + by, arms=arms),
        arm=replace(arm, line=arm.line + by, end_line=arm.end_line + by),
        bindings=tuple(line + by for line in found.bindings),
        when=tuple(_moved_step(each, by) for each in found.when),
    )


def _moved_step(step: WitnessStep, by: int) -> WitnessStep:
    line, text = step.line + by, step.text
    if step.kind is not StepKind.GUARD:  # `line 7 raises`, `the loop at line 9 runs`
        text = text.replace(f"line {step.line} ", f"line {line} ")
    return replace(step, line=line, text=text)
