"""Calls: what a call gives, and what it may have changed."""

from __future__ import annotations

import ast

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.closures import call_function, lambda_value
from nsa_lint.analysis.comprehensions import comprehension
from nsa_lint.analysis.exits import Thrown
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import NONE, Atom, Const, Symbol, Value, singleton
from nsa_lint.analysis.variables import derived, lookup, mutate, plain, variable
from nsa_lint.syntax.scopes import dotted

# In-place changes: the object stays, its truth, length and items are new.
_MUTATORS = frozenset(
    "append appendleft extend extendleft insert add update pop popleft popitem remove discard clear setdefault "
    "put put_nowait push write writelines difference_update intersection_update symmetric_difference_update".split()
)
# Calls that give something else each time.
_IMPURE = frozenset(
    "next input time perf_counter monotonic time_ns perf_counter_ns random randint uniform choice rand randn read "
    "readline readlines recv recv_pyobj recv_multipart get_nowait pop popleft popitem poll accept fetchone send "
    "asend anext acquire wait is_set locked empty qsize is_alive done".split()
)
# Methods whose answer is about the contents; every other one is about the object.
_CONTENTS = frozenset("get keys values items index count copy item tolist any all sum max min".split())
# Methods that give an object back, never None: `x = x.view(...)` keeps what `x is not None` said.
_NEVER_NONE = frozenset(
    "view reshape to contiguous flatten unflatten squeeze unsqueeze transpose permute clone detach half float "
    "double bfloat16 int long bool cuda cpu type expand repeat repeat_interleave chunk split strip lower upper "
    "replace format join encode decode copy astype t size dim new_empty new_zeros new_ones new_full narrow select "
    "index_select gather masked_fill sum mean max min cumsum tolist keys values items".split()
)
# Functions of torch that make a tensor.
_TENSORS = frozenset(
    f"torch.{name}"
    for name in "empty zeros ones full empty_like zeros_like ones_like full_like tensor arange cat stack".split()
)
# Builtins that neither keep nor mutate their arguments.
_LOOKING = frozenset(
    "len bool list tuple set frozenset dict sorted sum max min any all str repr print isinstance".split()
)
_ABOUT_THE_OBJECT = frozenset("isinstance hasattr callable type id issubclass".split())


def call(run: Run, node: ast.Call) -> Value:
    """The value of a call, after what it reads, binds and may change."""
    values, guards = run.world.values, run.world.guards
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    name = node.func.id if isinstance(node.func, ast.Name) and run.names.resolve(node.func.id) is None else ""
    callee = plain(run, node.func.value) if isinstance(node.func, ast.Attribute) else _callee(run, node.func)
    arguments = [_argument(run, argument, name in _LOOKING) for argument in node.args]
    keywords = tuple((keyword.arg, run.evaluate(keyword.value)) for keyword in node.keywords)
    run.may_raise(node)
    function = dotted(node.func)
    run.trace.call(function, run.state.reach)
    if not method and len(callee) == 1 and isinstance(callee[0][0], Symbol) and callee[0][0].kind == "function":
        followed = call_function(run, callee[0][0], arguments)
        if followed is not None:
            return followed
    if function in guards.module.no_return and (name or not isinstance(node.func, ast.Name)):
        never_return(run)
        return singleton(NONE)
    _forget(run, node, method)
    is_plain = not keywords and not any(isinstance(argument, ast.Starred) for argument in node.args)
    known = _builtin(run, node, name, arguments) if name and is_plain else None
    if known is not None:
        return known
    if function in _TENSORS:  # `torch.empty` is no `queue.empty`
        return singleton(values.fresh("object"))
    guard = guards.is_guard(node)
    if method in _IMPURE or name in _IMPURE:
        return singleton(values.fresh(dispatch=guard))
    if method and method not in _CONTENTS:
        callee = values.identity(callee)
    if name in _ABOUT_THE_OBJECT:
        arguments = [values.identity(argument) for argument in arguments]
    operands = (callee, *arguments, *(((Const(key), TRUE), *value) for key, value in keywords))
    iteration = None if guard else run.progress.iteration
    return values.derived(
        ("call", method, iteration), operands, "object" if method in _NEVER_NONE else "any", dispatch=guard
    )


def awaited(run: Run, node: ast.Await) -> Value:
    value = run.evaluate(node.value)
    run.may_raise(node)
    if isinstance(node.value, ast.Call) and "await " + dotted(node.value.func) in run.world.module.no_return:
        never_return(run)
    return derived(run, node, "await", value)


def never_return(run: Run) -> None:
    """The path ends in a call that never returns."""
    state = run.state  # kept, not replaced: the operand of `c or exit()` may be what is being evaluated
    run.leave("raise", state.fork(state.reach), Thrown("SystemExit"))
    state.assume(FALSE)


def _callee(run: Run, node: ast.expr) -> Value:
    if isinstance(node, ast.Name):
        return lookup(run, node)
    return lambda_value(run, node) if isinstance(node, ast.Lambda) else run.evaluate(node)


def _argument(run: Run, node: ast.expr, looked_at: bool) -> Value:
    if isinstance(node, ast.GeneratorExp):  # handed straight to a call: its elements are taken here
        return comprehension(run, node)
    return plain(run, node) if looked_at else run.evaluate(node)


def _builtin(run: Run, node: ast.Call, name: str, arguments: list[Value]) -> Value | None:
    values = run.world.values
    if name in ("list", "dict", "set") and not arguments:
        return singleton(values.contents("object", FALSE))
    if name == "const_expr" and len(arguments) == 1:  # says to a compiler what it knows; the value is the argument's
        return arguments[0]
    if name == "bool" and len(arguments) == 1:
        return values.boolean(values.test(arguments[0], values.truth))
    if name == "len" and len(arguments) == 1:
        return values.union((singleton(_length(run, atom)), condition) for atom, condition in arguments[0])
    if name == "isinstance" and len(arguments) == 2:
        return _isinstance(run, node, arguments[0])
    return None


def _isinstance(run: Run, node: ast.Call, subject: Value) -> Value:
    values, bdd = run.world.values, run.world.bdd
    subject, classes = values.identity(subject), node.args[1]
    result = FALSE
    for each in classes.elts if isinstance(classes, ast.Tuple) else [classes]:
        is_one = derived(run, node, ("isinstance", dotted(each) or ast.dump(each)), subject)
        condition = values.test(is_one, values.truth)
        if dotted(each) not in ("object", "NoneType", "types.NoneType", "type"):
            condition = bdd.minus(condition, values.test(subject, values.is_none))
        result = bdd.or_(result, condition)
    return values.boolean(result)


def _length(run: Run, atom: Atom) -> Atom:
    values = run.world.values
    if isinstance(atom, Const):
        return Const(len(atom.value)) if isinstance(atom.value, (str, bytes, tuple)) else values.fresh("int")
    return values.symbol(("length", atom), "length", of=atom, dispatch=atom.dispatch)


def _forget(run: Run, node: ast.Call, method: str) -> None:
    """What a call may have changed: contents by a mutator, attributes that this function stored, globals."""
    values, guards, state = run.world.values, run.world.guards, run.state
    if method in _MUTATORS and isinstance(node.func, ast.Attribute):
        mutate(run, node.func.value, method)
    for name in guards.module.rebound & run.slice.deciding:
        dispatch = guards.is_guard(ast.Name(name, ast.Load()))
        state.store("::" + name, singleton(values.fresh(dispatch=dispatch)))
    if not any("." in key for key in state.values):
        return
    roots = {variable(run, name) for name in _roots(node)}
    for key in list(state.values):
        root, dot, _ = key.partition(".")
        if dot and root in roots:
            state.change(key, singleton(values.fresh()))


def _roots(node: ast.Call) -> set[str]:
    """Names of the objects that a call can reach: its receiver and its plain arguments."""
    roots = set()
    for expression in (node.func, *node.args, *(keyword.value for keyword in node.keywords)):
        if isinstance(expression, ast.Attribute) or (isinstance(expression, ast.Name) and expression is not node.func):
            roots.add(dotted(expression).partition(".")[0])
    return roots
