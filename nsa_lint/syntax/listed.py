"""Parameters whose values a decorator lists: of a test, a fixture, a command, or a benchmark, which calls may make.

Every value that is listed is taken; where one is neither a constant nor a class of the module, nothing is known of the
parameter.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, product
from math import prod
from weakref import proxy

from nsa_lint.syntax.commands import MARK, Commands
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.literals import text_of
from nsa_lint.syntax.module_lists import ModuleLists
from nsa_lint.syntax.scopes import Function, dotted, parameters, walk_scope

Listed = dict[str, tuple[Hashable, ...]]  # the values of each parameter
_WORDS = frozenset(f"parametrize parameterized perf_report fixture {MARK}".split())
# What changes a benchmark that has been made
_CHANGED = re.compile(
    r"(?<!\bself)\.(?:line_vals|line_arg|args)\s*(?:(?:[+*|]|:[^=\n]*)?=(?!=)|\[[^\]\n]*\]\s*=(?!=)"
    r"|\.\s*(?:append|extend|insert|remove|pop|clear|update|setdefault)\b)"
)
_DEEPEST = 6
_MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class ListedClass:
    """A class of the module, as it is or with some of its arguments given."""

    name: str


class ListedValues:
    """The decorators of one module."""

    def __init__(self, tree: ast.Module, text: str, definitions: Sequence[Definition]) -> None:
        self._tree = tree
        self._text = text
        self._definitions = definitions
        self._names = ModuleLists(tree, text)
        self._any = any(word in text for word in _WORDS)
        listed = proxy(self)  # a cycle would keep the tree of the module
        self._commands = Commands(text, lambda node: listed.values_of(node), self._names.assigned_once)

    def of(self, node: Function) -> Listed:
        """The values of the parameters of a function, as far as they are listed."""
        if not self._any:
            return {}
        found: Listed = self._commands.of(node)
        owner = self._owners.get(id(node))
        around = owner.decorator_list if owner is not None else []
        for decorator in (*node.decorator_list, *around):
            if isinstance(decorator, ast.Call):
                found |= self._of_decorator(decorator, node)
        if reports := self._reports_on(node):
            found |= self._of_benchmarks(ast.List(reports, ast.Load()))
        names = {argument.arg for argument in parameters(node)}
        if node.name.startswith("test") or any("fixture" in ast.unparse(each) for each in node.decorator_list):
            found = {name: values for name, values in self._fixtures.items() if name in names} | found
        return {name: values for name, values in found.items() if name in names}

    def requested(self, node: Function) -> tuple[Hashable, ...]:
        """What `request.param` can be in a fixture; nothing where that is not known."""
        if not self._any or "request" not in {argument.arg for argument in parameters(node)}:
            return ()
        calls = (each for each in node.decorator_list if isinstance(each, ast.Call))
        fixtures = [each for each in calls if dotted(each.func).rpartition(".")[2] == "fixture"]
        params = _argument(fixtures[0], "params") if fixtures else None
        return self._rows(["param"], self._elements(params), single=True).get("param", ())

    @cached_property
    def _owners(self) -> dict[int, ast.ClassDef | None]:
        return {id(each.node): each.owner for each in self._definitions}

    def _of_decorator(self, node: ast.Call, function: Function) -> Listed:
        name = dotted(node.func)
        last = name.rpartition(".")[2]
        if last == "parametrize":
            return self._of_parametrize(node)
        if last == "perf_report" and node.args:
            return self._of_benchmarks(node.args[0])
        if name.endswith("parameterized.expand") and node.args:
            names = [argument.arg for argument in function.args.args][1:]
            rows = self._elements(node.args[0])
            first = rows[0] if rows else None
            width = len(first.elts) if isinstance(first, (ast.Tuple, ast.List)) else 1
            return self._rows(names[:width], rows)
        return {}

    # -- pytest --------------------------------------------------------------------------------------------

    def _of_parametrize(self, node: ast.Call) -> Listed:
        given = dict(zip(("argnames", "argvalues"), node.args, strict=False))
        given |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        indirect = given.get("indirect")
        if indirect is not None and not (isinstance(indirect, ast.Constant) and indirect.value is False):
            return {}
        names, values = given.get("argnames"), given.get("argvalues")
        text = text_of(names)
        if text is not None:
            listed = [name.strip() for name in text.split(",") if name.strip()]
        elif isinstance(names, (ast.List, ast.Tuple)):
            listed = [str(each.value) for each in names.elts if isinstance(each, ast.Constant)]
        else:
            return {}
        single = isinstance(names, ast.Constant) and len(listed) == 1
        return self._rows(listed, self._elements(values), single)

    def _rows(self, names: Sequence[str], rows: list[ast.expr] | None, single: bool = False) -> Listed:
        """Each row gives every name a value; with a `single` name, a row is the value."""
        if rows is None:
            return {}
        columns: list[list[ast.expr]] = [[] for _ in names]
        for row in rows:
            if isinstance(row, ast.Call) and dotted(row.func).rpartition(".")[2] == "param":
                parts = row.args
            elif single or (len(names) == 1 and not isinstance(row, (ast.Tuple, ast.List))):
                parts = [row]
            else:
                parts = row.elts if isinstance(row, (ast.Tuple, ast.List)) else []
            if len(parts) != len(names):
                return {}
            for column, part in zip(columns, parts, strict=True):
                column.append(part)
        return _known({name: self._constants(column) for name, column in zip(names, columns, strict=True)})

    @cached_property
    def _fixtures(self) -> Listed:
        """The values of fixtures that give back what they are run for."""
        found: dict[str, tuple[Hashable, ...] | None] = {}
        for each in self._definitions:
            for decorator in each.node.decorator_list:
                if isinstance(decorator, ast.Call) and dotted(decorator.func).rpartition(".")[2] == "fixture":
                    named = _argument(decorator, "name")
                    name = named.value if isinstance(named, ast.Constant) else each.node.name
                    values = self._constants(self._elements(_argument(decorator, "params")))
                    found[str(name)] = values if _gives_parameter(each.node) else None
        return _known(found)

    # -- triton --------------------------------------------------------------------------------------------

    def _reports_on(self, node: Function) -> list[ast.expr]:
        """What makes the benchmarks that `perf_report(...)(function)` runs, where the file names it nowhere else."""
        found = [given for name, given in self._reports if name == node.name]
        mentions = len(re.findall(rf"\b{node.name}\b", self._text)) if found else 0
        return found if mentions == len(found) + 1 else []

    @cached_property
    def _reports(self) -> list[tuple[str, ast.expr]]:
        """The functions of which the module makes a report by calls, and what each report is made of."""
        found: list[tuple[str, ast.expr]] = []
        for call in walk_scope(self._tree.body) if "perf_report" in self._text else ():
            if isinstance(call, ast.Call) and len(call.args) == 1 and isinstance(call.args[0], ast.Name):
                made = self._names.assigned_once(call.func.id) if isinstance(call.func, ast.Name) else call.func
                if isinstance(made, ast.Call) and dotted(made.func).rpartition(".")[2] == "perf_report" and made.args:
                    found.append((call.args[0].id, made.args[0]))
        return found

    def _of_benchmarks(self, node: ast.expr) -> Listed:
        """What every benchmark lists: a name may be the argument of a line in one, and fixed in another."""
        found: Listed | None = None
        if _CHANGED.search(self._text):
            return {}
        for benchmark in self._benchmarks(node, _DEEPEST) or ():
            listed = self._of_benchmark(benchmark)
            if found is not None:
                listed = {name: _unlike((*found[name], *values)) for name, values in listed.items() if name in found}
            found = listed
        return found or {}

    def _benchmarks(self, node: ast.expr | None, depth: int) -> list[ast.Call] | None:
        """The calls that make them; None where one is not known."""
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "Benchmark":
            return [node]
        if isinstance(node, ast.ListComp):
            return self._benchmarks(node.elt, depth)
        if isinstance(node, ast.Name) and depth:
            inner = [self._benchmarks(each, depth - 1) for each in self._names.put_in(node.id)]
        else:
            rows = self._elements(node) if depth else None
            inner = [self._benchmarks(row, depth - 1) for row in rows] if rows is not None else [None]
        return [*chain.from_iterable(each or () for each in inner)] if None not in inner else None

    def _of_benchmark(self, node: ast.Call) -> Listed:
        line = _argument(node, "line_arg", 2)
        found: Listed = {}
        if isinstance(line, ast.Constant):
            found |= self._rows([str(line.value)], self._elements(_argument(node, "line_vals", 3)), True)
        fixed = _argument(node, "args", 6)
        if isinstance(fixed, ast.Dict):
            pairs = zip(fixed.keys, fixed.values, strict=True)
            found |= _known(
                {str(key.value): self._constants([value]) for key, value in pairs if isinstance(key, ast.Constant)}
            )
        return found

    def values_of(self, node: ast.expr) -> tuple[Hashable, ...] | None:
        """The constants of a list; None where it holds anything else."""
        values = self._constants(self._elements(node))
        return None if values is None or any(isinstance(each, ListedClass) for each in values) else values

    # -- constants -----------------------------------------------------------------------------------------

    def _elements(self, node: ast.expr | None, depth: int = _DEEPEST) -> list[ast.expr] | None:
        """The elements of what is listed; None where it is not known."""
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            parts = [
                self._elements(each.value, depth - 1) if isinstance(each, ast.Starred) else [each]
                for each in node.elts
                if depth
            ]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and depth:
            parts = [self._elements(each, depth - 1) for each in (node.left, node.right)]
        elif isinstance(node, ast.IfExp) and depth:
            parts = [self._elements(each, depth - 1) for each in (node.body, node.orelse)]
        elif isinstance(node, ast.Call) and dotted(node.func) in ("list", "tuple", "sorted", "set") and depth:
            parts = [self._elements(node.args[0], depth - 1)] if len(node.args) == 1 else []
        elif isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "product" and depth:
            return self._product(node, depth - 1)
        elif isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            parts = [None if self._hides(node) else [node.elt]]
        elif isinstance(node, ast.Name) and depth:
            parts = [self._elements(each, depth - 1) for each in self._names.put_in(node.id)]
        else:
            return None
        if None in parts:
            return None
        return [*chain.from_iterable(part for part in parts if part is not None)]

    def _product(self, node: ast.Call, depth: int) -> list[ast.expr] | None:
        """The rows of `itertools.product(...)`."""
        lists = [self._elements(each, depth) for each in node.args]
        known = [each for each in lists if each is not None]
        if node.keywords or len(known) < len(lists) or prod(map(len, known)) > _MOST_ROWS:
            return None
        return [ast.Tuple([*row], ast.Load()) for row in product(*known)]

    def _hides(self, node: ast.ListComp | ast.GeneratorExp) -> bool:
        """Whether a name of a comprehension is one of the module's, too: others mean nothing here."""
        own = {child.id for each in node.generators for child in ast.walk(each.target) if isinstance(child, ast.Name)}
        return not own.isdisjoint(self._names.assigned) or not own.isdisjoint(self._classes)

    def _constants(self, nodes: list[ast.expr] | None) -> tuple[Hashable, ...] | None:
        if nodes is None:
            return None
        found = [self._constant(node, _DEEPEST) for node in nodes]
        return _unlike(each[0] for each in found if each) if all(found) and found else None

    def _constant(self, node: ast.expr | None, depth: int) -> tuple[Hashable] | None:
        if isinstance(node, ast.Constant):
            return (node.value,)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            value = node.operand.value
            return (-value,) if isinstance(value, (int, float)) else None
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "partial" and node.args:
            of = self._constant(node.args[0], 0)
            return of if of is not None and isinstance(of[0], ListedClass) else None
        if not isinstance(node, ast.Name):
            return None
        if node.id in self._classes and node.id not in self._names.assigned:
            return (ListedClass(node.id),)
        return self._constant(self._names.assigned_once(node.id), depth - 1) if depth else None

    @cached_property
    def _classes(self) -> frozenset[str]:
        return frozenset(each.name for each in self._tree.body if isinstance(each, ast.ClassDef))


def _known(found: dict[str, tuple[Hashable, ...] | None]) -> Listed:
    return {name: values for name, values in found.items() if values is not None}


def _unlike(values: Iterable[Hashable]) -> tuple[Hashable, ...]:
    """Each value once; 1 and True are two."""
    return tuple({(type(each), each): each for each in values}.values())


def _argument(node: ast.Call, name: str, position: int | None = None) -> ast.expr | None:
    named = (keyword.value for keyword in node.keywords if keyword.arg == name)
    placed = node.args[position] if position is not None and position < len(node.args) else None
    return next(named, placed)


def _gives_parameter(node: Function) -> bool:
    """Whether a fixture returns or yields `request.param`, and nothing else."""
    given = [*_given(node)]
    return bool(given) and all(dotted(each).endswith("request.param") for each in given)


def _given(node: Function) -> Iterator[ast.expr | None]:
    for child in ast.walk(node):
        if isinstance(child, (ast.Return, ast.Yield)):
            yield child.value
