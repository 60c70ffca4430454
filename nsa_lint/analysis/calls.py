"""Calls: what a call gives, and what it may have changed."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator, Sequence
from functools import partial

from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.builtin_calls import IMPURE, QUANTIFIERS, builtin, quantifier, returns_its_argument
from nsa_lint.analysis.catching import builtin_exception
from nsa_lint.analysis.closures import call_any, call_method, escaping, hand_on, handed_on, lambda_value
from nsa_lint.analysis.comprehensions import comprehension
from nsa_lint.analysis.containers import gotten
from nsa_lint.analysis.empties import COUNTING, counted, is_imported
from nsa_lint.analysis.exits import Thrown
from nsa_lint.analysis.helper_calls import Named, call_helper, call_start, follows_helper
from nsa_lint.analysis.instances import may_be_text
from nsa_lint.analysis.members import answered
from nsa_lint.analysis.namespaces import bind_keys, looked_up
from nsa_lint.analysis.run import AtOnce, Run
from nsa_lint.analysis.unions import value_at
from nsa_lint.analysis.values import NONE, YES, Const, Symbol, Value, only, singleton
from nsa_lint.analysis.variables import Change, derived, looked_into, lookup, mutate, plain, unbind, variable
from nsa_lint.syntax.managers import SAFE
from nsa_lint.syntax.module import Package
from nsa_lint.syntax.namespaces import asked
from nsa_lint.syntax.scopes import dotted
from nsa_lint.syntax.splitting import METHODS as SPLITTING
from nsa_lint.syntax.splitting import gives_parts
from nsa_lint.syntax.standard_library import is_never_none

# In-place changes: the object stays, its truth, length and items are new.
_MUTATORS = frozenset(
    "append appendleft extend extendleft insert add update pop popleft popitem remove discard clear setdefault "
    "put put_nowait push write writelines difference_update intersection_update symmetric_difference_update".split()
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
_CHANGES_NOTHING = _LOOKING | _ABOUT_THE_OBJECT


# Builtins that take all that a generator gives, and `str.join`.
_CONSUMERS = frozenset("list tuple set frozenset dict sorted sum max min any all join".split())


def call(run: Run, node: ast.Call) -> Value:
    """The value of a call, after what it reads, binds and may change; the object comes into other hands."""
    return escaping(run, call_kept(run, node), node.lineno)


def call_at_once(run: Run, node: AtOnce) -> Value:
    """The value of a call whose coroutine or generator runs here."""
    return escaping(run, call_kept(run, node.call, at_once=True), node.call.lineno)


def call_kept(run: Run, node: ast.Call, at_once: bool = False) -> Value:
    """The value of a call, where it gets a name or is called in turn."""
    values, guards = run.world.values, run.world.guards
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    name = node.func.id if isinstance(node.func, ast.Name) and run.names.resolve(node.func.id) is None else ""
    callee = _receiver(run, node.func) if isinstance(node.func, ast.Attribute) else _callee(run, node.func)
    counted = quantifier(run, node, name) if name in QUANTIFIERS else None
    if counted is not None:
        return counted
    arguments, keywords = _arguments(run, node, name or method)
    function = dotted(node.func)
    is_followed = bool(name or method) and follows_helper(run, node, callee, arguments, keywords)
    _begin(run, node, name, function, is_followed)
    followed = _inner(run, node, callee, arguments, at_once)
    if followed is not None:
        return followed
    if run.world.lowering.never_returns(node):
        never_return(run)
        return singleton(NONE)
    answer, is_all = _answer(run, node, name or method, callee, arguments, keywords)
    is_plain = not keywords and not any(isinstance(argument, ast.Starred) for argument in node.args)
    if is_plain and len(arguments) == 1 and returns_its_argument(run, node.func):
        return arguments[0]
    if name not in _CHANGES_NOTHING and not is_all and run.state.reach != FALSE:
        _forget(run, node, method, arguments)
    known = builtin(run, node, name if is_plain else "", arguments)
    if known is not None:
        return known
    if function in _TENSORS:  # `torch.empty` is no `queue.empty`
        return singleton(values.fresh("object"))
    if method == "get" and is_plain and arguments:
        got = _gotten(run, node, callee, arguments)
        if got is not None:
            return got
    guard = guards.is_guard(node)
    if method in IMPURE or name in IMPURE:
        return singleton(values.fresh(dispatch=guard))
    if method and method not in _CONTENTS:
        callee = values.identity(callee)
    if name in _ABOUT_THE_OBJECT:
        arguments = [values.identity(argument) for argument in arguments]
    operands = (callee, *arguments, *(value for _, value in keywords))
    iteration = None if guard else run.progress.iteration
    of_text = method in SPLITTING and gives_parts(node) and may_be_text(run, callee, method)
    something = method in _NEVER_NONE or is_never_none(
        node, lambda: run.world.module.names.origins, partial(is_imported, run)
    )
    number = is_plain and name == "int" and not run.world.module.names.binds(name)
    made = bool(name) and builtin_exception(name) is not None and not run.world.module.names.binds(name)
    kind = "true" if of_text or made else "int" if number else "object" if something else "any"
    head = ("call", method, iteration, *(key for key, _ in keywords))
    result = values.derived(head, operands, kind, dispatch=guard)
    if answer is not None:
        return run.answer(answer, result)
    package = run.world.module.package
    if package is not None and len(operands) == 1 and isinstance(node.func, ast.Name):
        return _by_package(run, package, node, node.func.id, result)
    return result


def _is_own(run: Run, function: ast.expr) -> bool:
    """Whether a name that is called is one of the module, which is what is walked."""
    return isinstance(function, ast.Name) and run.names.is_module and run.names.resolve(function.id) == function.id


def _answer(
    run: Run, node: ast.Call, word: str, callee: Value, arguments: list[Value], keywords: Named
) -> tuple[Value | None, bool]:
    """What a function of the file gives back, or a method of an enum, and whether the call does nothing else.

    None where neither is followed. `word`: of a method, or of a name that is not of the scope that is walked.
    """
    answer = call_helper(run, node, callee, arguments, keywords) if word else None
    if answer is None and word and isinstance(node.func, ast.Attribute) and not node.args and not node.keywords:
        answer = answered(run, callee, node.func.attr, node)
        answer = counted(run, callee) if answer is None and node.func.attr == COUNTING else answer
    if answer is not None:
        return answer, True
    return call_start(run, node, callee, arguments, keywords) if word or _is_own(run, node.func) else None, False


def _gotten(run: Run, node: ast.Call, base: Value, arguments: Sequence[Value]) -> Value | None:
    """What `base.get(key, default)` gives, where that is known of every alternative."""
    question = asked(node)
    if question is not None:
        return looked_up(run, question, arguments[1] if len(arguments) > 1 else singleton(NONE))
    place = only(arguments[0])
    if not isinstance(place, Const):
        return None
    default = arguments[1] if len(arguments) > 1 else singleton(NONE)
    found = [(gotten(atom, place, default), condition) for atom, condition in base]
    if any(value is None for value, _ in found):
        return None
    return run.world.values.union((value, condition) for value, condition in found if value is not None)


def _by_package(run: Run, package: Package, node: ast.Call, name: str, result: Value) -> Value:
    """The result of a predicate without arguments, with what the package around the file says of it."""
    known = package.predicate(name) if _is_of_module(run, name) else None
    if known is None:
        return result
    if known.needed_from is not None and (not run.names.is_module or node.lineno > known.needed_from):
        return singleton(Const(True))
    if known.name != name and _is_of_module(run, known.name):
        return call(run, _called(known.name, node))
    bdd, values = run.world.bdd, run.world.values
    condition = values.test(result, values.truth)
    implied = [each for each in known.implies if _is_of_module(run, each)]
    for other in implied:
        condition = bdd.and_(condition, values.test(call(run, _called(other, node)), values.truth))
    return values.boolean(condition) if implied else result


def assume_needed(run: Run, node: ast.Import | ast.ImportFrom) -> None:
    """An import without which the module ends: the predicates that look for its packages have been true before it."""
    package = run.world.module.package
    if package is None or not run.names.is_module:
        return
    for name in package.known_after(node.lineno):
        if _is_of_module(run, name):
            condition = run.world.values.test(call(run, _called(name, node)), run.world.values.truth)
            run.state.assume(run.world.bdd.and_(run.state.reach, condition))


def _is_of_module(run: Run, name: str) -> bool:
    """Whether a name means the module's here, and is bound."""
    return run.names.of_module(name) and run.names.resolve(name) not in run.state.unbound


def _called(name: str, node: ast.AST) -> ast.Call:
    """`name()` in the place of something else."""
    function = ast.copy_location(ast.Name(name, ast.Load()), node)
    return ast.copy_location(ast.Call(function, [], []), node)


def _begin(run: Run, node: ast.Call, name: str, function: str, is_followed: bool) -> None:
    """What a call does in any case, once its arguments are evaluated."""
    flag = run.exits.entering(node)
    if flag is not None:  # its argument was made; once it is entered, nothing is left that fails
        run.state.change(flag, singleton(YES))
    elif not (function in SAFE or (name and builtin_exception(name)) or is_followed):
        # making one of these does not fail, and of a function that is followed its statements do
        run.may_raise(node)
    run.trace.call(function, run.state.reach, run.state.unbound)
    bind_keys(run, node)
    for target in run.world.module.names.deleters.get(name, ()):
        unbind(run, target, "::" + target.id)


def _inner(run: Run, node: ast.Call, callee: Value, arguments: list[Value], at_once: bool) -> Value | None:
    """A call of a function that this one defines, of one of several, or of a method of a class that it defines."""
    if isinstance(node.func, ast.Attribute):
        return call_method(run, callee, node.func.attr, arguments, node.lineno)
    followed = call_any(run, callee, arguments, node.lineno, at_once)
    function = only(callee)
    if isinstance(function, Symbol) and _declared_never(run, function.node):
        never_return(run)
    return followed


def awaited(run: Run, node: ast.Await) -> Value:
    value = run.evaluate(AtOnce(node.value) if isinstance(node.value, ast.Call) else node.value)
    run.may_raise(node)
    return derived(run, node, "await", value)


def _declared_never(run: Run, node: ast.AST | None) -> bool:
    """Whether an inner function says that it never returns, whatever its body does."""
    return isinstance(node, ast.FunctionDef) and run.world.module.never.never(node)


def never_return(run: Run) -> None:
    """The path ends in a call that never returns."""
    state = run.state  # kept, not replaced: the operand of `c or exit()` may be what is being evaluated
    run.leave("raise", state.fork(state.reach), Thrown("SystemExit"))
    state.assume(FALSE)


def _callee(run: Run, node: ast.expr) -> Value:
    if isinstance(node, ast.Name):
        return lookup(run, node)
    return lambda_value(run, node) if isinstance(node, ast.Lambda) else run.evaluate(node)


def _arguments(run: Run, node: ast.Call, name: str) -> tuple[list[Value], tuple[tuple[str | None, Value], ...]]:
    """The arguments, and those with a name; once all are evaluated, somebody else may change what they are."""
    arguments = [_argument(run, argument, name in _CONSUMERS) for argument in node.args]
    named = [(keyword, plain(run, keyword.value)) for keyword in node.keywords]
    if name in _LOOKING:
        return arguments, tuple((keyword.arg, value) for keyword, value in named)
    arguments = [handed_on(run, *each) for each in zip(node.args, arguments, strict=True)]
    return arguments, tuple((keyword.arg, handed_on(run, keyword.value, value)) for keyword, value in named)


def _receiver(run: Run, method: ast.Attribute) -> Value:
    node = method.value
    value = call_kept(run, node) if isinstance(node, ast.Call) else plain(run, node)
    looked_into(run, run.world.values.identity(value), method.attr)
    return value


def _argument(run: Run, node: ast.expr, consumed: bool) -> Value:
    if consumed and isinstance(node, ast.Call):
        return run.evaluate(AtOnce(node))
    if isinstance(node, ast.GeneratorExp):  # handed straight to a call: its elements are taken here
        return comprehension(run, node)
    return plain(run, node)


def _hand_on_items(run: Run, receiver: ast.expr) -> None:
    """An unknown method may change the items that were stored."""
    value = run.state.values.get(run.names.resolve(receiver.id) or "", ()) if isinstance(receiver, ast.Name) else ()
    if isinstance(receiver, ast.Name) and any(isinstance(atom, Symbol) and atom.held is not None for atom, _ in value):
        hand_on(run, receiver.id)


def _forget(run: Run, node: ast.Call, method: str, arguments: Sequence[Value]) -> None:
    """What a call may have changed: contents by a mutator, attributes that this function stored, globals."""
    values, guards, state = run.world.values, run.world.guards, run.state
    if method in _MUTATORS and isinstance(node.func, ast.Attribute):
        mutate(run, node.func.value, Change(method, arguments[0] if arguments else None))
    elif method and method not in _CONTENTS and isinstance(node.func, ast.Attribute):
        _hand_on_items(run, node.func.value)
    for name in guards.module.names.rebound & run.slice.deciding:
        dispatch = guards.is_guard(ast.Name(name, ast.Load()))
        state.store("::" + name, singleton(values.fresh(dispatch=dispatch)))
    if not any("." in key for key in state.values):
        return
    reached = {f"{variable(run, root)}.{path}": root for root, path in _reached(node, guards.module.functions.by_name)}
    kept = guards.module.kept_attributes
    for key in list(state.values):
        root = next((name for start, name in reached.items() if key.startswith(start)), None) if "." in key else None
        if root is not None and not (kept is not None and kept.keeps(node, root, key.partition(".")[2])):
            state.change(key, _forgotten(run, key, state.values[key]))


def _forgotten(run: Run, key: str, value: Value) -> Value:
    """What a call may have changed of a stored attribute; where it holds what it always did, a call changes nothing."""
    values, root = run.world.values, key.partition(".")[0]
    stored = {root: run.state.values[root]} if root in run.state.values else {}
    before = {atom for atom, _ in value_at(values, stored, key)}
    unknown = singleton(values.fresh())
    return values.union((singleton(atom) if atom in before else unknown, condition) for atom, condition in value)


def _reached(node: ast.Call, functions: Container[str]) -> Iterator[tuple[str, str]]:
    """Names of the objects that a call can reach, and where in them: all of its receiver, what its arguments are.

    A method as an argument, one of the `functions` of the file or what may be one of `self`, reaches its object.
    """
    if isinstance(node.func, ast.Attribute):
        yield dotted(node.func).partition(".")[0], ""
    for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
        if isinstance(argument, (ast.Attribute, ast.Name)):
            root, dot, path = dotted(argument).partition(".")
            is_whole = root in ("self", "cls") or path.rpartition(".")[2] in functions
            yield root, "" if is_whole else f"{path}{dot}"
