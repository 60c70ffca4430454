"""Relevance, in no direction: which steps can matter for the names that are followed, and which names decide there.

A compound step is skipped unless it reads a tracked name, assigns one that is read later, can be left early, or feeds a
test that is kept: all its paths come together after it with the state that they had before. Weight loaders, the largest
functions of a backend, shrink to a few tests this way; the result is the same.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nsa_lint.analysis.dependence import deciding_names, dependence_of, second_names
from nsa_lint.analysis.focus import Words, foci, words_of
from nsa_lint.analysis.ir import NOTHING, Block, Branch, Compound, Define, Loop, Manage, Protect, Step
from nsa_lint.analysis.liveness import Reads
from nsa_lint.analysis.liveness import Values as Asked
from nsa_lint.analysis.lower import Lowering
from nsa_lint.analysis.raising import may_fail
from nsa_lint.analysis.setters import NO_SETTERS, Setters, setters_of
from nsa_lint.analysis.state import Live
from nsa_lint.analysis.steps import made_none, steps_of
from nsa_lint.model import ChainKind
from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.managers import ENTERS
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.namespaces import WORDS
from nsa_lint.syntax.scopes import FUNCTIONS, bound_names, children, dotted, mentioned, walk, walk_scope
from nsa_lint.syntax.text_index import LineSet, span


@dataclass(frozen=True, slots=True)
class Slice:
    """The statements that matter, and what is live after them: all and everything, where that was not worked out."""

    skipped: Collection[int]
    deciding: frozenset[str]  # names whose values are followed
    reads: Reads | None = None
    asked: Asked | None = None
    second_names: frozenset[str] = NOTHING  # names that share an object, as far as that is followed
    setters: Setters = NO_SETTERS
    focus: Words | None = None  # where not every test is followed: the words of those that are

    def unknown(self, name: str) -> bool:
        """Whether a variable is another unknown each time it is read."""
        return self.focus is not None and name not in self.deciding

    def unknown_path(self, node: ast.AST) -> bool:
        """The same of `name.attribute`, and of what is reached from there."""
        if self.focus is None:
            return False
        name, _, rest = dotted(node).partition(".")
        word = f"{name}.{rest.partition('.')[0]}"
        return self.focus.isdisjoint((word, name))

    def either_way(self, *tests: ast.AST) -> bool:
        """Whether both outcomes of these tests are followed on every path: nothing later depends on which it was."""
        return self.focus is not None and self.focus.isdisjoint(words_of(tests))

    def nothing_ahead(self, statement: ast.AST) -> bool:
        """Whether no path leads from here to a read that may fail."""
        return self.reads is not None and not self.reads.any_ahead(statement)

    def may_fail_at(self, node: ast.Name, key: str) -> bool:
        """Whether the name may be unbound where this node reads it."""
        return self.reads is None or "@" in key or self.reads.doubts(node)

    def after(self, statement: ast.AST) -> Live | None:
        """What is live after a statement of this very scope."""
        if self.reads is None or self.asked is None:
            return None
        return _live(id(statement), self.reads.after, self.asked.after)

    def next_iteration(self, loop: ast.AST) -> Live | None:
        """What is live where the next iteration of a loop begins."""
        if self.reads is None or self.asked is None:
            return None
        return _live(id(loop), self.reads.head, self.asked.head)


def _live(place: int, reads: Mapping[int, frozenset[str]], values: Mapping[int, frozenset[str]]) -> Live | None:
    return Live(reads[place], values.get(place, frozenset())) if place in reads else None


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """Names by the index of the statement that mentions them first, and last; what functions mention never ends."""

    begin: dict[int, list[str]]
    end: dict[int, list[str]]


def lifetimes(statements: Sequence[ast.stmt]) -> Lifetimes:
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    later: set[str] = set()
    for index, statement in enumerate(statements):
        names = mentioned(statement)
        for name in names:
            first.setdefault(name, index)
            last[name] = index
        for node in walk_scope([statement]):
            if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
                later |= mentioned(node)
    begin: dict[int, list[str]] = {}
    end: dict[int, list[str]] = {}
    for name, index in first.items():
        begin.setdefault(index, []).append(name)
        if name not in later:
            end.setdefault(last[name], []).append(name)
    return Lifetimes(begin, end)


_Candidates = dict[int, tuple[Step, frozenset[str]]]  # steps that may be skipped, and the targets of a loop they end


def whole(block: Block, lowering: Lowering, module: ModuleFacts) -> Slice:
    """The slice that skips nothing."""
    every = dependence_of(block, lowering)
    every.decide_names(made_none(block))
    deciding = deciding_names([every], every.second_names)
    shared = _shared(every.second_names, deciding)
    return Slice(frozenset(), deciding, second_names=shared, setters=setters_of(block, lowering, module))


def _shared(pairs: Iterable[tuple[str, str]], deciding: frozenset[str]) -> frozenset[str]:
    """The names of these pairs whose values are followed."""
    return deciding.intersection(name for pair in pairs for name in pair)


def relevant(block: Block, lowering: Lowering, module: ModuleFacts, reads: Reads, coarse: bool = False) -> Slice:
    """The steps of a scope that matter for these reads.

    `coarse`: a step that can fail where that is caught may be skipped too: it fails as a whole, or not at all; and what
    gets an object changes it only if that is one of those that are followed.
    """
    refusing = lowering.helpers.refusing(block) | module.tables  # to look something up fails but for the keys of one
    mattering = _mattering(block, reads, module.text.mentions_of(refusing, [step.node for step in block]))
    dead = {id(node) for node in _places(block) if not reads.any_ahead(node)}
    candidates: _Candidates = {}
    _collect(block, mattering, None, candidates, None if coarse else False)
    candidates = {key: candidate for key, candidate in candidates.items() if key not in dead}
    plain = _plainness(block, lowering, module)
    parts = [dependence_of(block, lowering, dead, plain, aside=candidates)]
    parts[0].decide_names(made_none(block))
    pairs = second_names(parts[0], block, lowering, dead, plain)  # a step that gives one is needed if that decides
    skipped = frozenset(candidates)
    changing = None
    if coarse:  # a helper may store something on what it is a method of
        own = ("self", "cls") if lowering.helpers.mentioned(block) else ()
        changing = _changing(lowering.everywhere(block)).union(own)
    setters = setters_of(block, lowering, module)
    while True:
        deciding = deciding_names(parts, pairs)
        calling = NOTHING if deciding.isdisjoint(setters.names) else setters.functions
        needed = [
            step
            for step, targets in (candidates[key] for key in skipped)
            if not calling.isdisjoint(words := module.text.words_in([step.node]))
            or (not deciding.isdisjoint(words) and not deciding.isdisjoint(_sets(step, changing) - targets))
        ]
        if not needed:
            return Slice(skipped, deciding, second_names=_shared(pairs, deciding), setters=setters)
        inside: _Candidates = {}
        for step in (each for each in needed if coarse and isinstance(each, Compound)):
            for inner, ends, _ in _blocks(step, None, None):
                _collect(inner, mattering, ends, inside, None)
        candidates |= {key: candidate for key, candidate in inside.items() if key not in dead}
        parts += [dependence_of([step], lowering, dead.union(inside), plain) for step in needed]
        skipped = (skipped - {id(step.node) for step in needed}) | (inside.keys() - dead)


def _places(block: Block) -> Iterator[ast.AST]:
    """The steps, and the arms of a chain: after an arm has been tested, there may be nothing ahead any more."""
    for step in steps_of(block):
        yield step.node
        if isinstance(step, Branch) and step.kind is ChainKind.IF:
            yield from (arm.node for arm in step.arms[1:] if arm.node is not None)


def _plainness(block: Block, lowering: Lowering, module: ModuleFacts) -> Callable[[ast.AST], bool]:
    """For `dependence_of`: by the text of a statement; one of a function that is called from here is never plain."""
    definitions = (step.node for step in lowering.everywhere(block) if isinstance(step, Define))
    functions = {node.name for node in definitions}
    functions.update(helper.name for helper in lowering.helpers.mentioned(block))
    nodes = [step.node for step in block]
    mentions = module.text.mentions_of(functions | _DECIDING, nodes)
    first, last = span(nodes[0])[0], span(nodes[-1])[1]
    return lambda node: first <= span(node)[0] <= last and not mentions.within(node)


_DECIDING = frozenset(("if", "and", "or", "for", "lambda", ":="))


def focused(block: Block, lowering: Lowering, module: ModuleFacts, sliced: Slice) -> Iterator[Slice]:
    """Slices that follow ever more of the tests."""
    reads = sliced.reads
    assert reads is not None
    every = {step.node.name for step in steps_of(block) if isinstance(step, Define)}
    functions = sliced.deciding if module.has_nonlocal and every else _mentioning(block, reads.names)
    for focus in foci(block, lowering, reads, functions):
        deciding = frozenset(word.partition(".")[0] for word in focus)
        yield replace(sliced, deciding=deciding, focus=focus)


def _mentioning(block: Block, names: frozenset[str]) -> frozenset[str]:
    """The functions and classes defined here that mention one of the names (directly or through another), under any
    name that they get.
    """
    found = set(names)
    functions: list[tuple[str, set[str]]] = []
    aliases: list[tuple[str, str]] = []
    for step in steps_of(block):
        node = step.node
        if isinstance(step, Define):
            functions.append((step.node.name, mentioned(step.node)))
        for name, given in assigned_names(node):
            value = given.func if isinstance(given, ast.Call) else given
            if isinstance(value, ast.Lambda):
                functions.append((name, mentioned(value)))
            elif isinstance(value, ast.Name):
                aliases.append((name, value.id))
    while functions:
        new = {name for name, inside in functions if name not in found and not inside.isdisjoint(found)}
        new |= {name for name, of in aliases if name not in found and of in found - names}
        if not new:
            break
        found |= new
    return frozenset(found - names)


def _mattering(block: Block, reads: Reads, refusing: LineSet) -> frozenset[int]:
    """The compound steps that matter: for what they read or bind, or for a function that they mention.

    `refusing`: the lines that mention functions of the file which may not return.
    """
    found: set[int] = set()
    mentions = _mentioning(block, reads.names) | reads.anytime | WORDS  # namespaces bind by key
    for step in block:
        if isinstance(step, Compound):
            _add_mattering(step, reads, mentions, refusing, found)
    return frozenset(found)


def _add_mattering(step: Compound, reads: Reads, mentions: frozenset[str], refusing: LineSet, found: set[int]) -> bool:
    """Adds a compound step and those inside it to `found`, where they matter; whether it does itself."""
    here = isinstance(step, Protect) and any(handler.name in reads.names for handler in step.handlers)
    parts: list[tuple[ast.AST, frozenset[str] | None]] = [*_own_parts(step, reads.after.get(id(step.node)))]
    for inner in (inner for block in step.blocks for inner in block):
        if isinstance(inner, Compound):
            here |= _add_mattering(inner, reads, mentions, refusing, found)
        else:
            parts.append((inner.node, reads.after.get(id(inner.node))))
    here = (
        here
        or refusing.within(step.node)
        or any(
            reads.matters(part, live) or (mentions and not mentioned(part).isdisjoint(mentions)) for part, live in parts
        )
    )
    if here:
        found.add(id(step.node))
    return here


def _own_parts(step: Compound, after: frozenset[str] | None) -> Iterator[tuple[ast.AST, frozenset[str] | None]]:
    """The expressions of a step, and what is live after them: anything, after a pattern or in a handler's head."""
    within = isinstance(step, Protect) or (isinstance(step, Branch) and step.kind is ChainKind.MATCH)
    for part in step.parts:
        subject = isinstance(step, Branch) and part is step.subject
        yield part, None if within and not subject else after


_CONTAINERS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_MADE_BY = re.compile(r"(list|dict|set|bytearray|deque|Counter|\w*[dD]ict)$")


def _changing(steps: Iterable[Step]) -> frozenset[str]:
    """Names of objects that are followed as they change: containers that are made here, and what attributes or items
    are stored on; under any name.
    """
    found: set[str] = set()
    aliases: list[tuple[str, str]] = []
    for step in steps:
        for node in walk(step.node) if not isinstance(step, (Compound, Define)) else ():
            if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
                found.add(_root(node))
            elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = [each.id for target in targets for each in walk(target) if isinstance(each, ast.Name)]
                for value in _alternatives(node.value):
                    if isinstance(value, _CONTAINERS) or (isinstance(value, ast.Call) and _makes(value)):
                        found.update(names)
                    elif isinstance(value, ast.Name):
                        aliases += [(name, value.id) for name in names]
    while new := {name for name, of in aliases if of in found} | {of for name, of in aliases if name in found}:
        if new <= found:
            break
        found |= new
    return frozenset(found)


def _alternatives(value: ast.AST) -> Iterator[ast.AST]:
    """What the value of an expression is, or is made of, as it is."""
    if isinstance(value, (ast.IfExp, ast.BoolOp, ast.BinOp, ast.Tuple, ast.NamedExpr, ast.Starred)):
        for child in children(value):
            yield from _alternatives(child)
    else:
        yield value


def _makes(call: ast.Call) -> bool:
    return bool(_MADE_BY.match(dotted(call.func).rpartition(".")[2]))


def _root(node: ast.AST) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _sets(step: Step, changing: frozenset[str] | None = None) -> set[str]:
    """Names that a step rebinds, or whose objects it may change in place: those of the names in `changing`, where that
    is known.
    """
    found = set(step.binds)
    changed = _changed(step)
    return found | (changed if changing is None else changed & changing)


def _changed(step: Step) -> set[str]:
    """Names of objects that a step hands on, or stores something on."""
    found: set[str] = set()
    for child in walk(step.node):
        if isinstance(child, ast.Call):
            for expression in (child.func, *child.args):
                root = dotted(expression).partition(".")[0]
                if root and expression is not child.func or isinstance(expression, ast.Attribute):
                    found.add(root)
        elif isinstance(child, (ast.Attribute, ast.Subscript)) and not isinstance(child.ctx, ast.Load):
            found.add(_root(child))
    return found


def _enters(step: Step) -> bool:
    """Whether something in a step puts a manager on an exit stack: that may swallow what fails later."""
    calls = (node.func for node in walk(step.node) if isinstance(node, ast.Call))
    return any(isinstance(each, ast.Attribute) and each.attr in ENTERS for each in calls)


def _collect(
    block: Block,
    mattering: Collection[int],
    tail: frozenset[str] | None,
    candidates: _Candidates,
    caught: bool | None = False,
) -> None:
    """Adds the outermost steps of a block that can be skipped. `caught`: whether a failure is not the end; None where
    that does not count.

    `tail`: not None where the end of this block ends the body of a loop, so that a `continue` changes nothing; then the
    loop's targets, which the next iteration binds anew before it reads them.
    """
    for step in block:
        ends = tail if step is block[-1] else None
        if not isinstance(step, Compound):
            continue
        leaves = step.leaving - {"tail"} if ends is not None else step.leaving
        fails = _enters(step) if caught is None else caught and may_fail(step)
        if id(step.node) not in mattering and not leaves and not fails:
            candidates[id(step.node)] = (step, ends or NOTHING)
            continue
        for inner, inside, protected in _blocks(step, ends, caught):
            _collect(inner, mattering, inside, candidates, protected)


def _blocks(
    step: Compound, tail: frozenset[str] | None, caught: bool | None
) -> Iterator[tuple[Block, frozenset[str] | None, bool | None]]:
    """The blocks inside, each with its `tail` and `caught`."""
    if isinstance(step, Loop):
        targets = NOTHING if step.target is None else frozenset(bound_names([step.target]))
        yield step.body, targets, caught
        yield step.orelse, tail, caught
        return
    ends = tail if isinstance(step, Branch) and step.kind is ChainKind.IF else None
    protected = step.body if isinstance(step, (Protect, Manage)) else None
    for block in step.blocks:
        yield block, ends, caught if caught is None else caught or block is protected
