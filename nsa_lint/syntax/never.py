"""Which calls never return: those of functions that are known, of the file's own, and imported ones whose name says so.

The tables below are all that is assumed of functions from elsewhere; `docs/promise.md` repeats them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import pairwise

from nsa_lint.syntax.bindings import names_bound
from nsa_lint.syntax.class_functions import ClassFunctions
from nsa_lint.syntax.classes import Classes
from nsa_lint.syntax.completion import Completion, is_generator
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.imported import IMPORT_ERRORS, imported_from
from nsa_lint.syntax.parser_names import ENDING, PARSERS, parser_names
from nsa_lint.syntax.scopes import Function, dotted, may_return, scope_of, walk, walk_scope
from nsa_lint.syntax.second_names import NO_NAMES, called_by_first, second_names
from nsa_lint.syntax.settled import Settled
from nsa_lint.syntax.text_index import Classified, TextIndex

# By their full names, whatever they are imported as
_KNOWN = frozenset(
    "sys.exit exit quit os._exit os.abort posix._exit assert_never typing.assert_never "
    "typing_extensions.assert_never six.reraise six.raise_from future.utils.raise_from".split()
)
# Methods of a test case, where the class does not define its own
_TEST_CASE = frozenset(("fail", "skipTest"))
# In a module named after pytest or testing, called as a statement (a decorator of such a name returns)
_OF_TESTS = frozenset("fail skip xfail exit abort".split())
_TEST_MODULE = re.compile(r"(?:^|[._])(?:py|unit)?test(?:s|ing|utils?)?(?:[._]|$)")
# Imported functions, called as a statement
_STATEMENTS = frozenset("abort fatal die bail panic bail_out".split())
_LOGGING = re.compile(r"(?:^|[._])\w*log(?:s|ger|ging)?(?:[._]|$)")
# What an imported function's name begins with, and words that make it conditional, or something else
_RAISE = re.compile(r"^_*(?:raise|reraise|throw|die)(?:_|$|(?=[A-Z]))", re.ASCII)
_EXIT = re.compile(r"^_*(?:exit_with(?:_\w+)?|exit_error|(?:error|fail)_(?:and_)?exit)$")
_CONDITIONAL = frozenset(
    "if unless when on maybe may or errors exceptions warn warning warnings event events signal status alarm alert "
    "priority level limit flag flags".split()
)
_FAILURES = frozenset("raise reraise throw error fail failure abort die exit bail panic".split())
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
_OF_PARSERS = frozenset("argparse optparse add_argument add_option".split())
# Methods of an object by the last word of its name, and the words of the text without which it means something else
_OBJECTS: tuple[tuple[re.Pattern[str], frozenset[str], frozenset[str]], ...] = (
    (re.compile(r"(?:\w*_)?parser$"), frozenset(ENDING), PARSERS | _OF_PARSERS),
    (re.compile(r"(?:\w*_)?module$"), frozenset(("fail_json", "exit_json")), frozenset(("AnsibleModule",))),
    (re.compile(r"(?:ctx|context)$"), frozenset(("fail", "abort", "exit")), frozenset(("click", "typer"))),
)
_SKIPS = "importorskip"  # of pytest: skips the test where a module cannot be imported
_LAST_WORDS = frozenset(name.rpartition(".")[2] for name in _KNOWN) | _TEST_CASE | _OF_TESTS | _STATEMENTS | {_SKIPS}
_named = Classified(lambda words: {word for word in words if _RAISE.match(word) or _EXIT.match(word)})
_LONGEST = 80  # a word that is longer is not looked at
_LAST_WORD = re.compile(r"\w+\Z")
_FIRST_WORD = re.compile(r"\w+")
_EXITS = "exits"  # an argument of this name says with which status the call ends the process
# Decorators under which a function still does what its body says when it is called
_TRANSPARENT = frozenset(
    "staticmethod classmethod override typing.override typing_extensions.override final typing.final "
    "cache functools.cache lru_cache functools.lru_cache torch.jit.ignore torch.compiler.disable".split()
)
# How a method is called that is there to fail; any other one that raises NotImplementedError is there to be overridden
_FAILING = re.compile(r"^_*(?:raise|fail|abort|die|throw|reject|error|unsupported|not_supported)", re.ASCII)


class NeverReturns:
    """The calls of one module that never return."""

    def __init__(
        self,
        tree: ast.Module,
        text: TextIndex,
        definitions: list[Definition],
        classes: Classes,
        completion: Completion,
        extra: Collection[str],
    ) -> None:
        """`extra`: dotted names that are known to never return."""
        self._tree = tree
        self._words = text.words
        self._notable = text.notable
        self._text = text.text
        self._definitions = definitions
        self._classes = classes
        self.of_classes = ClassFunctions(tree, classes)
        self._completion = completion
        self._extra = frozenset(extra)
        self._nodes = Settled[tuple[Function, bool]]()
        self._by_name: dict[str, bool] = {}
        self._may_stop: dict[str, bool] = {}  # by the last word of a call

    # -- calls ---------------------------------------------------------------------------------------------

    def stops(
        self,
        node: ast.expr,
        statement: bool = True,
        local: Mapping[str, str] | None = None,
        second: Mapping[str, ast.expr] = NO_NAMES,
    ) -> bool:
        """Whether a call, or the `await` of one, never returns.

        `statement`: whether the call is a statement of its own. `local`: of the names that are local where it is, what
        each is imported from; "" for one that is not. `second`: what those stand for that are second names.
        """
        awaits = isinstance(node, ast.Await)
        call = node.value if isinstance(node, ast.Await) else node
        if not isinstance(call, ast.Call):
            return False
        call = called_by_first(call, second, local or {}, self.second)
        if call.keywords and any(_exits(keyword) for keyword in call.keywords):
            return True
        if isinstance(call.func, ast.Call):
            return self._given_stops(call.func, local or {}, awaits)
        last = getattr(call.func, "id", None) or getattr(call.func, "attr", None)
        if last not in self._from_elsewhere and last not in self._defined:
            return False
        if last == _SKIPS:
            return id(call) in self._skipping
        name = dotted(call.func)
        root, dot, rest = name.partition(".")
        origin = (local or {}).get(root)
        if (name in self._extra or name in _KNOWN) and (dot or origin is None):
            return True
        if root in ("self", "cls") and rest and "." not in rest:
            return self._method_stops(call, rest, awaits)
        if origin is None:
            if self._function_stops(name, awaits):
                return True
            origin = self._imports.get(root)
        if origin:
            return _says(f"{origin}{dot}{rest}", statement)
        return self._is_object(name) or (bool(dot) and self._every_method_stops(call, awaits))

    def _given_stops(self, call: ast.Call, local: Mapping[str, str], awaits: bool) -> bool:
        """Whether a function of the module gives one that never returns, which it has defined: `missing("x")()`."""
        name = call.func.id if isinstance(call.func, ast.Name) and call.func.id not in local else ""
        outer = self.function(name) if name else None
        given = outer.body[-1] if outer is not None else None
        if outer is None or not isinstance(given, ast.Return) or not isinstance(given.value, ast.Name):
            return False
        *before, _ = outer.body
        inner = [each for each in before if isinstance(each, Function) and each.name == given.value.id]
        if len(inner) != 1 or isinstance(outer, ast.AsyncFunctionDef) or any(map(may_return, before)):
            return False
        bound = [each for node in walk(outer) for each in names_bound(node) if each == inner[0].name]
        plain = len(bound) == 1 and all(map(is_transparent, outer.decorator_list)) and not is_generator(outer)
        return plain and self._runs(inner[0], awaits) and self.never(inner[0])

    def _is_object(self, name: str) -> bool:
        owner, _, method = name.rpartition(".")
        if method in ENDING and owner in self._parsers:
            return True
        last = owner.rpartition(".")[2].lower()
        return any(
            method in methods and pattern.match(last) and not words.isdisjoint(self._words)
            for pattern, methods, words in _OBJECTS
        )

    @cached_property
    def _parsers(self) -> frozenset[str]:
        """The names of parsers, of those that end the program."""
        return frozenset() if PARSERS.isdisjoint(self._words) else parser_names(self._tree)

    def may_stop(self, last: str) -> bool:
        """Whether a call may never return, by the last word of its name: no other call needs a closer look."""
        found = self._may_stop.get(last)
        if found is None:
            defined = self._defined.get(last, ())
            found = last in self._from_elsewhere or any(self.never(each.node) for each in defined)
            self._may_stop[last] = found
        return found

    def stops_by_second_name(self, name: str) -> bool:
        """Whether a name of the module is a second one of a function that never returns."""
        return name in self.second and self.stops(ast.Call(ast.Name(name, ast.Load()), [], []))

    @cached_property
    def second(self) -> Mapping[str, ast.expr]:
        """What the second names of the module stand for, of those that mean nothing else in a function."""
        found = second_names(self._tree.body, self.may_stop)
        inside = {name for each in self._definitions for name in scope_of(each.node).bound} if found else ()
        return {name: value for name, value in found.items() if name not in inside}

    @cached_property
    def _from_elsewhere(self) -> frozenset[str]:
        """Those of what the module does not define."""
        words = self._words
        known = {name.rpartition(".")[2] for name in self._extra}
        methods = {method for _, each, marks in _OBJECTS if not marks.isdisjoint(words) for method in each}
        found = known | methods | (words & _LAST_WORDS) | _named.choose(self._notable)
        return frozenset(found.union(alias for name, alias in self._renamed() if name in found))

    @cached_property
    def _defined(self) -> dict[str, list[Definition]]:
        """The functions of the module by their own names, methods and functions in functions among them."""
        found: dict[str, list[Definition]] = {}
        for each in self._definitions:
            found.setdefault(each.node.name, []).append(each)
        return found

    def _renamed(self) -> Iterator[tuple[str, str]]:
        """The words on both sides of every `as`."""
        parts = self._text.split(" as ")
        for before, after in pairwise(parts):
            name, alias = _LAST_WORD.search(before[-_LONGEST:]), _FIRST_WORD.match(after)
            if name and alias:
                yield name[0], alias[0]

    @cached_property
    def _skipping(self) -> frozenset[int]:
        """The ids of the calls that skip what has just failed to be imported."""
        nodes = walk(self._tree)
        return frozenset(id(call) for node in nodes if isinstance(node, ast.Try) for call in _skips(node))

    @property
    def by_argument(self) -> bool:
        """Whether a call anywhere may be told by its arguments."""
        return _EXITS in self._words

    # -- functions of the file -----------------------------------------------------------------------------

    def never(self, node: Function, method: bool = False) -> bool:
        """Whether a function never returns: by its annotation, or by its body.

        `method`: it is looked up in an object, where what raises NotImplementedError is there to be overridden.
        """
        return self._nodes.of((node, method), self._find, self._forget)

    def _find(self, key: tuple[Function, bool]) -> bool:
        node, method = key
        return _annotated(node) or self._by_body(node, method)

    def _forget(self) -> None:
        """What followed from functions that were taken to return, as they call each other."""
        self._by_name = {name: True for name, stops in self._by_name.items() if stops}
        self._may_stop = {word: True for word, may in self._may_stop.items() if may}
        self.__dict__.pop("second", None)

    def _by_body(self, node: Function, method: bool) -> bool:
        last = node.body[-1]
        if last.__class__ not in _LAST or "next" in self._completion.ends([last]):
            return False
        if self._completion.returns(node.body) or not all(map(is_transparent, node.decorator_list)):
            return False
        if method and _not_implemented(last) and not _FAILING.match(node.name):
            return False
        return not is_generator(node)

    def _function_stops(self, name: str, awaits: bool) -> bool:
        """Of a function of the module, or of a class by its name."""
        owner, dot, last = name.rpartition(".")
        if dot:
            method = self.of_classes.function(owner, last)
            return method is not None and self._runs(method, awaits) and self.never(method)
        known = self._by_name.get(name)
        if known is None:
            known = self._by_name[name] = self._all_stop(name)
        return known and all(self._runs(node, awaits) for node in self._functions[name])

    def _all_stop(self, name: str) -> bool:
        """Whether every function of this name does: a stub beside the real function says nothing of the call."""
        nodes = self._functions.get(name, [])
        return bool(nodes) and name not in self.otherwise_bound and all(self.never(node) for node in nodes)

    @cached_property
    def _functions(self) -> dict[str, list[Function]]:
        found: dict[str, list[Function]] = {}
        for each in self._definitions:
            if each.owner is None and "." not in each.name:
                found.setdefault(each.node.name, []).append(each.node)
        return found

    def function(self, name: str) -> Function | None:
        """The one function of the module that has this name; None where something else may have it."""
        nodes = self._functions.get(name, ())
        return nodes[0] if len(nodes) == 1 and name not in self.otherwise_bound else None

    def method(self, call: ast.expr, name: str) -> Function | None:
        """The one method that a call of `self.name` runs; None where a subclass has another one, or a base may."""
        owner = self._classes.around(call.lineno)
        methods = self._classes.implementations(owner, name) if owner is not None else []
        return methods[0] if len(methods) == 1 else None

    def _method_stops(self, call: ast.Call, name: str, awaits: bool) -> bool:
        owner = self._classes.around(call.lineno)
        methods = self._classes.implementations(owner, name) if owner is not None else [None]
        if methods == [None]:
            return name in _TEST_CASE
        return all(each is not None and self._runs(each, awaits) and self.never(each, True) for each in methods)

    def _every_method_stops(self, call: ast.Call, awaits: bool) -> bool:
        """Whether classes of the file have a method of this name, and each says that it never returns.

        By its annotation; by its body only where its name says that it fails.
        """
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        methods = self._methods.get(name, ())
        fails = not _FAILURES.isdisjoint(word.lower() for word in _WORD.findall(name))
        return bool(methods) and all(
            self._runs(each, awaits) and (_annotated(each) or (fails and self.never(each, True))) for each in methods
        )

    @cached_property
    def _methods(self) -> dict[str, list[Function]]:
        found: dict[str, list[Function]] = {}
        for each in self._definitions:
            if each.owner is not None:
                found.setdefault(each.node.name, []).append(each.node)
        return found

    @staticmethod
    def _runs(node: Function, awaits: bool) -> bool:
        """Whether a call runs the body: that of a coroutine is run by `await`."""
        return awaits is isinstance(node, ast.AsyncFunctionDef)

    # -- names ---------------------------------------------------------------------------------------------

    @cached_property
    def _imports(self) -> dict[str, str]:
        """What the names that the module imports stand for."""
        return imported_from(walk_scope(self._tree.body))

    @cached_property
    def otherwise_bound(self) -> frozenset[str]:
        """Names that the module imports or assigns, in any branch."""
        found = set(self._imports)
        for node in walk_scope(self._tree.body):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
        return frozenset(found)


_LAST = frozenset(
    (
        ast.Raise, ast.Expr, ast.Assert, ast.If, ast.With, ast.AsyncWith, ast.Try, getattr(ast, "TryStar", ast.Try),
        ast.While, ast.Match,
    )
)  # fmt: skip


def is_transparent(decorator: ast.expr) -> bool:
    """Whether a function does the same under a decorator: `staticmethod`, a cache."""
    return dotted(decorator.func if isinstance(decorator, ast.Call) else decorator) in _TRANSPARENT


def _says(origin: str, statement: bool) -> bool:
    """Whether the full name of something imported says that calling it never returns."""
    module, _, last = origin.rpartition(".")
    if origin in _KNOWN:
        return True
    if not module:
        return False
    words = [word.lower() for word in _WORD.findall(last)]
    if _RAISE.match(last):
        return _CONDITIONAL.isdisjoint(words) and words[1:2] != ["for"]
    if _EXIT.match(last):
        return True
    if not statement:
        return False
    if last in _OF_TESTS and _TEST_MODULE.search(module):
        return module != "unittest" and not module.endswith(".mark")  # decorators
    return last in _STATEMENTS and not _LOGGING.search(module)


def _skips(node: ast.Try) -> Iterator[ast.Call]:
    """The calls in the handlers of an import that skip without that very module."""
    imports = [each for each in walk_scope(node.body) if isinstance(each, (ast.Import, ast.ImportFrom))]
    modules = {alias.name if isinstance(each, ast.Import) else "" for each in imports for alias in each.names}
    handlers = (each for each in node.handlers if dotted(each.type) in IMPORT_ERRORS)
    for call in (each.value for handler in handlers for each in handler.body if isinstance(each, ast.Expr)):
        if isinstance(call, ast.Call) and dotted(call.func).rpartition(".")[2] == _SKIPS and call.args:
            wanted = call.args[0]
            if isinstance(wanted, ast.Constant) and modules == {wanted.value}:
                yield call


def _exits(keyword: ast.keyword) -> bool:
    if keyword.arg != _EXITS or not isinstance(keyword.value, ast.Constant):
        return False
    status = keyword.value.value
    return status is not None and status is not False


def _annotated(node: Function) -> bool:
    returns = node.returns
    text = returns.value if isinstance(returns, ast.Constant) else dotted(returns)
    return isinstance(text, str) and text.rpartition(".")[2] in ("NoReturn", "Never")


def _not_implemented(node: ast.stmt) -> bool:
    """Whether a statement raises NotImplementedError."""
    raised = node.exc.func if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) else None
    raised = node.exc if isinstance(node, ast.Raise) and raised is None else raised
    return dotted(raised) == "NotImplementedError"
