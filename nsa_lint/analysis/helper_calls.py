"""Calls of functions of the file that are followed: see `helpers`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.budgets import Effort
from nsa_lint.analysis.closures import follow
from nsa_lint.analysis.names import Frame
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import Const, Value, singleton
from nsa_lint.syntax.scopes import Function, dotted, positional, with_defaults

Named = tuple[tuple[str | None, Value], ...]


def follows_helper(run: Run, node: ast.Call, callee: Value, arguments: list[Value], keywords: Named) -> bool:
    """Whether a call is followed into a function of the file."""
    if run.effort is Effort.MERGED or not run.exits.catching:
        return False
    lowering = run.world.lowering
    helper = lowering.helpers.called(node) if not lowering.never_returns(node) else None
    return helper is not None and _given(run, helper, node, callee, arguments, keywords) is not None


def call_helper(run: Run, node: ast.Call, callee: Value, arguments: list[Value], keywords: Named) -> Value | None:
    """What a function of the file gives back, once it was followed; None where it is not."""
    if run.effort is Effort.MERGED or run.state.reach == FALSE:
        return None
    helper = run.world.lowering.helpers.called(node)
    return None if helper is None else _follow(run, helper, node, callee, arguments, keywords)


def call_start(run: Run, node: ast.Call, callee: Value, arguments: list[Value], keywords: Named) -> Value | None:
    """What a function of the file gives back of which the start alone is followed; None where that is not.

    Nothing is known of what the rest of it gives, and of what that changes.
    """
    if run.effort is Effort.MERGED or run.state.reach == FALSE:
        return None
    start = run.world.lowering.helpers.started(node)
    if start is None:
        return None
    return _follow(run, start, node, callee, arguments, keywords, singleton(run.world.values.fresh()))


def read_property(run: Run, node: ast.Attribute, base: Value) -> Value | None:
    """What a property gives back; None where it is not followed."""
    helper = run.world.lowering.helpers.read(node)
    if helper is None or run.state.reach == FALSE:
        return None
    if run.effort is Effort.MERGED:  # not followed: after something was stored on the object, it may be another value
        prefix = "self." if dotted(node.value) == "self" else ""
        stored = any(key.startswith(prefix) and "." in key for key in run.state.values)
        return singleton(run.world.values.symbol(("property", run.world.values.fresh()))) if stored else None
    return _follow(run, helper, ast.copy_location(ast.Call(node, [], []), node), base, [], ())


def _follow(
    run: Run,
    helper: Function,
    node: ast.Call,
    callee: Value,
    arguments: list[Value],
    keywords: Named,
    end: Value | None = None,
) -> Value | None:
    """`end`: what the helper gives at its end, if that is not None."""
    given = _given(run, helper, node, callee, arguments, keywords)
    if given is None:
        return None
    names = {name: f"{name}@{id(helper)}" for name in run.world.lowering.scope(helper).bound}
    receiver = _receiver(helper, node)
    own = run.names.resolve(receiver[1]) if receiver is not None else None
    if receiver is not None and own is not None:  # what the method stores on it is stored on the caller's
        names[receiver[0]] = own
        given.pop(receiver[0], None)
    around = (run.names.frames[0],) if run.names.is_module else ()
    with run.names.read_later(run.state.unbound):  # the helper itself is where a name of the module is reported
        result = follow(run, helper, Frame(names), around, given, end)
    if result is None:  # calls are nested too deeply
        run.may_raise(node)
    else:
        run.world.values.note_modes(result)
    return result


def _receiver(helper: Function, node: ast.Call) -> tuple[str, str] | None:
    """The first parameter of a method, and the name of what it is called on."""
    if not isinstance(node.func, ast.Attribute) or not isinstance(node.func.value, ast.Name) or not helper.args.args:
        return None
    return None if _kind(helper) else (helper.args.args[0].arg, node.func.value.id)


def _kind(helper: Function) -> str:
    """`staticmethod` or `classmethod`, where it is one."""
    names = {dotted(decorator) for decorator in helper.decorator_list}
    return next((kind for kind in ("staticmethod", "classmethod") if kind in names), "")


def _given(
    run: Run, helper: Function, node: ast.Call, callee: Value, arguments: list[Value], keywords: Named
) -> dict[str, Value | None] | None:
    """The values of the parameters; None where the call does not suit them."""
    if isinstance(node.func, ast.Attribute) and _kind(helper) != "staticmethod":
        arguments = [callee, *arguments]
    starred = next((index for index, each in enumerate(node.args) if isinstance(each, ast.Starred)), None)
    after = 0 if starred is None else len(node.args) - starred  # where these go is not known
    arguments = arguments[: len(arguments) - after]
    by_place = [argument.arg for argument in positional(helper)]
    rest = arguments[len(by_place) :]
    if rest and helper.args.vararg is None:
        return None
    by_name = {argument.arg for argument in (*helper.args.args, *helper.args.kwonlyargs)}
    unnamed = any(name is None for name, _ in keywords)
    may_be_given = {*(by_place if after else ()), *(by_name if unnamed else ())}
    given = {name: value for name, value in _defaults(helper) if name not in may_be_given}
    given |= dict(zip(by_place, arguments, strict=False))
    given |= {name: value for name, value in keywords if name in by_name}
    if helper.args.vararg is not None and not after:
        given[helper.args.vararg.arg] = _rest(run, rest)
    if helper.args.kwarg is not None and not unnamed:
        others = {name: value for name, value in keywords if name is not None and name not in by_name}
        given[helper.args.kwarg.arg] = _others(run, others)
    return given


def _defaults(helper: Function) -> Iterator[tuple[str, Value | None]]:
    """What the parameters are that a call leaves out."""
    for argument, default in with_defaults(helper):
        if default is not None:
            yield argument.arg, singleton(Const(default.value)) if isinstance(default, ast.Constant) else None


def _rest(run: Run, values: Sequence[Value]) -> Value:
    """The tuple that `*args` is."""
    if not values:
        return singleton(Const(()))
    return singleton(run.world.values.symbol(("tuple", tuple(values)), "true"))


def _others(run: Run, named: Mapping[str, Value]) -> Value:
    """The dict that `**kwargs` is; what it holds is not followed."""
    made = run.world.values.symbol(("keywords", tuple(named.items())), "true" if named else "object")
    return singleton(made if named else run.world.values.where(made, FALSE))
