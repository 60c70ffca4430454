"""Whether a list under a name of a module may be changed: through other names, parameters, attributes, containers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nsa_lint.syntax.assigning import Assignment, assigned, targets_of
from nsa_lint.syntax.name_places import Places, captured
from nsa_lint.syntax.scopes import COMPREHENSIONS, FUNCTIONS, FunctionNode, dotted, last_word, positional, with_defaults

_DISPLAYS = (ast.Tuple, ast.List, ast.Set, ast.Dict)
_CHANGE = frozenset("append extend insert remove pop clear sort reverse __iadd__ __setitem__ __delitem__".split())
_CHANGE_FIRST = frozenset("insort insort_left insort_right heappush iadd setitem delitem".split())
_PUT_IN = frozenset("append add insert appendleft setdefault put".split())
_TAKE_OUT = frozenset("get pop popitem setdefault popleft".split())
_ALL_OF = frozenset("values items copy".split())
_SAME = frozenset("nullcontext cast".split())  # give back what they are given
_OF_THE_SAME = frozenset("list tuple zip enumerate reversed sorted iter set dict chain".split())


@dataclass(frozen=True, slots=True)
class _Share:
    """Who has the list, or, with `holds`, something in which it is."""

    name: str
    holds: bool
    scope: ast.AST | None = None  # of a name
    since: int = 0  # the line from which on; -1 of the name of the module itself
    owner: str | None = None  # of an attribute: the class, where it is `self.name`; None of a call


class Sharing:
    """The lists of one file."""

    def __init__(self, tree: ast.Module) -> None:
        self._places = Places(tree)
        self._steps: dict[type, Callable[..., Iterator[_Share | None]]] = {
            ast.Attribute: self._looked_into,
            ast.Subscript: self._subscribed,
            ast.AugAssign: self._augmented,
            ast.Call: self._passed,
            ast.keyword: self._passed,
            ast.Starred: self._unpacked,
            ast.IfExp: self._chosen,
            ast.BoolOp: self._chosen,
            ast.NamedExpr: self._assigned,
            ast.Assign: self._assigned,
            ast.AnnAssign: self._assigned,
            ast.withitem: self._entered,
            ast.Match: self._matched,
            ast.arguments: self._default,
            ast.Return: self._returned,
            ast.Yield: self._returned,
            ast.Lambda: self._returned,
            **dict.fromkeys(_DISPLAYS, self._put_in),
            **dict.fromkeys((ast.For, ast.AsyncFor, ast.comprehension), self._iterated),
            **dict.fromkeys(COMPREHENSIONS, self._put_in),
        }

    def may_change(self, name: str) -> bool:
        """Whether something else than `name += ...` in the module may change the list of a name of it."""
        root = _Share(name, False, self._places.tree, -1)
        shares = [root]
        for share in shares:  # which grows
            for node in self._mentions(share):
                around = self._places.around[id(node)]
                if share is root and isinstance(around, ast.AugAssign) and isinstance(node, ast.Name):
                    continue
                if share is root and isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
                    return True  # globals()["name"] = ...
                for step in self._next(node, share.holds):
                    if step is None:
                        return True
                    if step not in shares:
                        shares.append(step)
        return False

    def _mentions(self, share: _Share) -> Iterator[ast.expr]:
        if share.scope is not None:
            ends = self._ends(share)
            for node in self._places.mentions(share.scope, share.name):
                here = self._places.scopes[id(node)] is share.scope
                if not here or (node.lineno >= share.since and not any(node.lineno > end for end in ends)):
                    yield node
        elif share.owner is None:
            yield from self._places.calls.get(share.name, ())
        else:
            yield from (each for each in self._places.attributes.get(share.name, ()) if self._is_of(each, share.owner))

    def _ends(self, share: _Share) -> list[int]:
        """The lines on which a scope binds a name to something else, in any case."""
        body = getattr(share.scope, "body", ())
        statements = body if isinstance(body, list) and share.since >= 0 else ()
        return [
            each.end_lineno or 0
            for each in statements
            if each.lineno > share.since
            and any(isinstance(target, ast.Name) and target.id == share.name for target, _ in assigned(each))
        ]

    def _is_of(self, node: ast.Attribute, owner: str) -> bool:
        """Whether an attribute may be that of an object of a class."""
        receiver = dotted(node.value)
        if receiver not in ("self", "cls") or not owner:
            return receiver not in self._places.imported
        around = self._places.owners.get(id(node))
        return around is not None and (around.name == owner or self._comes_from(around.name, owner))

    def _comes_from(self, name: str, other: str) -> bool:
        pairs = ((name, other), (other, name))
        classes = self._places.classes
        return any(a in classes and any(last_word(base) == b for base in classes[a].bases) for a, b in pairs)

    def _next(self, node: ast.expr, holds: bool) -> Iterator[_Share | None]:
        """Who gets the list where this expression is it, or holds it; None where it is changed."""
        around = self._places.around[id(node)]
        step = self._steps.get(around.__class__)
        if step is not None:
            yield from step(around, node, holds)

    def _part(self, node: ast.expr) -> Iterator[_Share | None]:
        """The same of what is taken out of something that holds it."""
        yield from self._next(node, False)
        yield from self._next(node, True)

    def _looked_into(self, around: ast.Attribute, node: ast.expr, holds: bool) -> Iterator[_Share | None]:
        if not holds:
            yield from [None] if around.attr in _CHANGE else ()
            return
        call = self._places.around[id(around)]
        if isinstance(call, ast.Call) and call.func is around:
            if around.attr in _TAKE_OUT:
                yield from self._part(call)
            elif around.attr in _ALL_OF:
                yield from self._next(call, True)

    def _subscribed(self, around: ast.Subscript, node: ast.expr, holds: bool) -> Iterator[_Share | None]:
        if around.value is not node:
            return
        if not holds:
            yield from [None] if not isinstance(around.ctx, ast.Load) else ()
        elif isinstance(around.ctx, ast.Load) or isinstance(self._places.around[id(around)], ast.AugAssign):
            yield from self._part(around)

    def _augmented(self, around: ast.AugAssign, node: ast.expr, holds: bool) -> Iterator[_Share | None]:
        if around.target is node and not holds:
            yield None

    def _chosen(self, around: ast.expr, node: ast.expr, holds: bool) -> Iterator[_Share | None]:
        if not isinstance(around, ast.IfExp) or around.test is not node:
            yield from self._next(around, holds)

    def _assigned(self, around: Assignment | ast.NamedExpr, node: ast.expr, holds: bool) -> Iterator[_Share | None]:
        if around.value is node:
            for target in [around.target] if isinstance(around, ast.NamedExpr) else targets_of(around):
                yield from self._bound(target, holds)
            if isinstance(around, ast.NamedExpr):
                yield from self._next(around, holds)

    def _entered(self, around: ast.withitem, node: ast.expr, holds: bool) -> Iterator[_Share | None]:
        if around.optional_vars is not None and isinstance(node, ast.Call):  # of what gives it back
            yield from self._bound(around.optional_vars, holds)

    def _matched(self, around: ast.Match, node: ast.expr, holds: bool) -> Iterator[_Share | None]:
        for case in around.cases:
            for name in captured(case):
                yield _Share(name, holds, self._places.scopes[id(around)], around.lineno)

    def _iterated(self, around: ast.For | ast.comprehension, node: ast.expr, holds: bool) -> Iterator[_Share | None]:
        if around.iter is node and holds:
            yield from self._bound(around.target, False)
            yield from self._bound(around.target, True)

    def _put_in(self, around: ast.expr, node: ast.expr, holds: bool) -> Iterator[_Share | None]:
        outer = self._places.around[id(around)]
        if isinstance(outer, ast.Assign) and isinstance(around, (ast.Tuple, ast.List)) and outer.value is around:
            for target in outer.targets:  # a, b = KINDS, OTHERS
                if isinstance(target, (ast.Tuple, ast.List)) and len(target.elts) == len(around.elts):
                    yield from self._bound(target.elts[around.elts.index(node)], holds)
                else:
                    yield from self._bound(target, True)
        else:
            yield from self._next(around, True)

    def _unpacked(self, around: ast.Starred, node: ast.expr, holds: bool) -> Iterator[_Share | None]:
        if holds:
            yield from self._part(around)

    def _default(self, around: ast.arguments, node: ast.expr, holds: bool) -> Iterator[_Share | None]:
        function = self._places.around[id(around)]
        assert isinstance(function, FUNCTIONS)
        yield from (_Share(each.arg, holds, function) for each, default in with_defaults(function) if default is node)

    def _returned(self, around: ast.AST, node: ast.expr, holds: bool) -> Iterator[_Share | None]:
        function = around if isinstance(around, ast.Lambda) else self._places.scopes[id(around)]
        for name, functions in self._places.functions.items():
            if any(each is function for each in functions):
                yield _Share(name, holds or isinstance(around, ast.Yield))

    def _bound(self, target: ast.expr, holds: bool) -> Iterator[_Share | None]:
        """Who gets it where it is assigned."""
        if isinstance(target, ast.Name):
            scope = self._places.scope_of(target)
            yield _Share(target.id, holds, scope, target.lineno)
            if isinstance(scope, ast.ClassDef):
                yield _Share(target.id, holds, owner=scope.name)
        elif isinstance(target, ast.Attribute):
            owner = self._places.owners.get(id(target)) if dotted(target.value) in ("self", "cls") else None
            yield _Share(target.attr, holds, owner=owner.name if owner is not None else "")
        elif isinstance(target, (ast.Subscript, ast.Starred)):
            yield from self._bound(target.value, True)
        elif isinstance(target, (ast.Tuple, ast.List)) and holds:
            for each in target.elts:
                yield from self._bound(each, False)
                yield from self._bound(each, True)

    # -- calls ---------------------------------------------------------------------------------------------

    def _passed(self, around: ast.Call | ast.keyword, node: ast.expr, holds: bool) -> Iterator[_Share | None]:
        call = around if isinstance(around, ast.Call) else self._places.around[id(around)]
        if not isinstance(call, ast.Call) or call.func is node:
            return
        name = last_word(call.func)
        receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
        of_list = receiver is not None and dotted(receiver) == "list"
        if name in _CHANGE_FIRST or (of_list and name in _CHANGE):
            yield from [None] if call.args and call.args[0] is node and not holds else ()
        elif name in _SAME:
            yield from self._next(call, holds)
        elif name in _OF_THE_SAME and holds:
            yield from self._next(call, True)
        elif name in _PUT_IN and isinstance(receiver, (ast.Name, ast.Attribute)):
            yield from self._bound(receiver, True)
        is_partial = name == "partial" and call.args and call.args[0] is not node
        given = call.args[1:] if is_partial else call.args
        for function, skipped in self._called(call.args[0] if is_partial else call.func):
            for parameter, more in _parameters(function, skipped, given, around if around is not call else node):
                yield _Share(parameter, holds or more, function)
        yield from self._fields(call, around if around is not call else node, holds)

    def _called(self, func: ast.expr) -> Iterator[tuple[FunctionNode, int]]:
        """The functions of the file that a call may run, each with how many parameters come before its arguments."""
        name = last_word(func)
        if isinstance(func, ast.Attribute) and dotted(func.value).partition(".")[0] in self._places.imported:
            return
        for each in self._places.functions.get(name, ()):
            is_method = isinstance(self._places.around[id(each)], ast.ClassDef)
            if is_method and isinstance(func, ast.Attribute) and not isinstance(each, ast.Lambda):
                kinds = {dotted(decorator) for decorator in each.decorator_list}
                by_class = dotted(func.value) in self._places.classes and "classmethod" not in kinds
                yield each, 0 if "staticmethod" in kinds or by_class else 1
            elif not is_method:
                yield each, 0
        made = self._places.classes.get(name)
        for node in self._constructors(made) if made is not None else ():
            yield node, 1

    def _constructors(self, made: ast.ClassDef) -> list[FunctionNode]:
        """Those of a class, or of its bases in the file."""
        lines = [made]
        for each in lines:  # which grows
            own = [node for node in each.body if isinstance(node, FUNCTIONS) and node.name == "__init__"]
            if own:
                return [*own]
            bases = (self._places.classes.get(last_word(base)) for base in each.bases)
            lines += [base for base in bases if base is not None and base not in lines]
        return []

    def _fields(self, call: ast.Call, given: ast.AST, holds: bool) -> Iterator[_Share]:
        """The fields of a dataclass that a call sets."""
        made = self._places.classes.get(dotted(call.func))
        if made is None or self._constructors(made):
            return
        names = [dotted(each.target) for each in made.body if isinstance(each, ast.AnnAssign)]
        if isinstance(given, ast.keyword):
            names = [name for name in names if name == given.arg]
        else:
            names = names[call.args.index(given) :][:1] if given in call.args else []
        yield from (_Share(name, holds, owner=made.name) for name in names)


def _parameters(
    node: FunctionNode, skipped: int, given: list[ast.expr], argument: ast.AST
) -> Iterator[tuple[str, bool]]:
    """The parameters that get an argument, each with whether they hold it."""
    arguments = node.args
    by_place = [each.arg for each in positional(node)][skipped:]
    rest = arguments.vararg.arg if arguments.vararg is not None else ""
    if isinstance(argument, ast.keyword):
        if argument.arg in {*by_place, *(each.arg for each in arguments.kwonlyargs)}:
            yield argument.arg or "", False
        elif arguments.kwarg is not None:
            yield arguments.kwarg.arg, True
        return
    place = next((number for number, each in enumerate(given) if each is argument), len(given))
    if any(isinstance(each, ast.Starred) for each in given[: place + 1]):
        yield from ((name, False) for name in by_place)
    elif place < len(by_place):
        yield by_place[place], False
        return
    if rest:
        yield rest, True
