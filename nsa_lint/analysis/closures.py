"""Functions and classes inside a scope: def, lambda, class.

A function that is defined here is followed where it is called: its free variables are read at that moment. Where it
escapes (it is returned, stored or handed on), it may be called at any later time; then a free variable is
reported only if it can be unbound at that moment and nothing binds it afterwards.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from nsa_lint.analysis import ir
from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.budgets import Effort
from nsa_lint.analysis.chains import UNASSIGNED
from nsa_lint.analysis.exits import Call
from nsa_lint.analysis.names import Frame
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.state import State, unbound_where
from nsa_lint.analysis.values import NONE, Atom, Symbol, Value, only, singleton
from nsa_lint.analysis.variables import bind, lookup, share, variable
from nsa_lint.syntax.making import needs_object
from nsa_lint.syntax.never import is_transparent
from nsa_lint.syntax.scopes import FUNCTIONS, FunctionNode, body_of, parameters, positional, walk, walk_scope

_DEEPEST = 4  # functions followed inside one another
_ASSIGNS = (ast.Nonlocal, ast.Global, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Pass, ast.Return)


# -- definitions -------------------------------------------------------------------------------------------


def define(run: Run, step: ir.Define) -> None:
    if isinstance(step.node, ast.ClassDef):
        _define_class(run, step.node)
    else:
        _define_function(run, step.node)


def _define_function(run: Run, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    for decorator in node.decorator_list:
        run.effects(decorator)
    _defaults(run, node)
    if run.world.module.annotates_at_once and not getattr(node, "type_params", None):
        for argument in parameters(node):
            if argument.annotation is not None:
                run.effects(argument.annotation)
        if node.returns is not None:
            run.effects(node.returns)
    _hand_on_mentioned(run, node)
    run.trace.define(node, run.state.reach)
    symbol = run.world.values.function(node, run.names.frames)
    if not all(map(is_transparent, node.decorator_list)):
        capture(run, symbol, node.lineno)
        bind(run, node.name, singleton(run.world.values.fresh("object")))
    else:
        bind(run, node.name, singleton(symbol))


def _define_class(run: Run, node: ast.ClassDef) -> None:
    for expression in (*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)):
        run.effects(expression)
    run.trace.define(node, run.state.reach)
    scope = run.world.lowering.scope(node)
    names = {name: f"{name}@class{id(node)}" for name in scope.bound}
    for key in names.values():
        run.state.set_unbound(key, UNASSIGNED)
    with run.names.inside(Frame(names, is_class=True)):
        run.walk(run.world.lowering.block(node))
        made = run.world.values.function(node, run.names.frames)
        if node.decorator_list or node.bases or node.keywords or run.names.is_module:
            capture(run, made, node.lineno)  # somebody else may call its methods
            made = run.world.values.fresh("true")
    run.state.forget(names.values())
    bind(run, node.name, singleton(made))


def escaping_lambda(run: Run, node: ast.Lambda) -> Value:
    """A lambda that is returned, stored or handed on."""
    value = lambda_value(run, node)
    for atom, _ in value:
        if isinstance(atom, Symbol):
            capture(run, atom, node.lineno)
    return value


def lambda_value(run: Run, node: ast.Lambda) -> Value:
    """A lambda that is called, or bound to a name."""
    _defaults(run, node)
    _hand_on_mentioned(run, node)
    return singleton(run.world.values.function(node, run.names.frames))


def _defaults(run: Run, node: FunctionNode) -> None:
    for default in (*node.args.defaults, *node.args.kw_defaults):
        if default is not None:
            run.effects(default)


# -- uses --------------------------------------------------------------------------------------------------


def read(run: Run, node: ast.Name) -> Value:
    """The value of a name whose object may come into other hands here."""
    return handed_on(run, node, lookup(run, node))


def handed_on(run: Run, node: ast.expr, value: Value) -> Value:
    """The value of an operand that was evaluated before, where somebody else may have its object from now on."""
    if not isinstance(node, ast.Name):
        return value
    for atom, _ in value:
        if isinstance(atom, Symbol) and atom.preset:
            return hand_on(run, node.id)
    return escaping(run, value, node.lineno)


def escaping(run: Run, value: Value, line: int) -> Value:
    """The value, whose functions come into other hands on this line."""
    for atom, condition in value:
        if isinstance(atom, Symbol) and atom.node is not None:
            capture(run, atom, line, condition)
    return value


def kept(run: Run, node: ast.Name) -> Value:
    """The value of a name that gets a second name; what is called under that is followed."""
    value = lookup(run, node)
    return value if any(isinstance(atom, Symbol) and atom.node is not None for atom, _ in value) else read(run, node)


def hand_on(run: Run, name: str) -> Value:
    """The object escapes; other code may mutate it."""
    key = variable(run, name)
    before = run.state.values[key]
    value = run.world.values.shared(before)
    run.state.store(key, value)
    share(run, key, before, value)
    return value


def _hand_on_mentioned(run: Run, node: ast.AST) -> None:
    """Names that an inner function mentions escape."""
    words = run.world.module.text.words_in([node]) & run.slice.deciding
    held = {name for name in words if _is_held(run, name)}
    for child in walk(node) if held else ():
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load) and child.id in held:
            held.discard(child.id)
            hand_on(run, child.id)


def _is_held(run: Run, name: str) -> bool:
    """Whether the object of a name has not escaped yet."""
    value = run.state.values.get(run.names.resolve(name) or "", ())
    return any(isinstance(atom, Symbol) and atom.preset for atom, _ in value)


def capture(run: Run, symbol: Symbol, line: int, condition: int = TRUE) -> None:
    """A function, a class or an instance of one escapes: its free variables may be read at any time after this line."""
    node = symbol.node
    if isinstance(node, ast.ClassDef):
        first = _refusing(run, node, symbol, line)
        for method in run.world.lowering.scope(node).functions:
            if not isinstance(method, ast.Lambda):
                made = first if first is not None and needs_object(method) else None
                _capture(run, run.world.values.function(method, symbol.frames), line, condition, made)
        return
    _capture(run, symbol, line, condition, None)


def _capture(run: Run, symbol: Symbol, line: int, condition: int, first: Symbol | None) -> None:
    """A function escapes. `first`: what has run whenever it runs, the start of a constructor."""
    node, names = symbol.node, run.names
    reach = run.world.bdd.and_(run.state.reach, condition)
    if not isinstance(node, FUNCTIONS) or names.is_module or reach == FALSE or not names.capture(node):
        return
    if not any(run.state.unbound.values()):
        return
    later = _bound_from(run, line)
    saved = run.state
    run.state = saved.fork(reach)
    with run.exits.detached(), names.read_later(later):
        if first is not None and isinstance(first.node, FUNCTIONS):
            _follow(run, first.node, first, [])
        if run.state.reach != FALSE:
            _follow(run, node, symbol, [])
    run.state = saved


def _bound_from(run: Run, line: int) -> set[str]:
    """The names of the scope that are bound on this line or after it."""
    in_loop = run.exits.in_loop
    return {key for key, last in run.names.last_bindings().items() if last >= line or in_loop}


def _refusing(run: Run, owner: ast.ClassDef, symbol: Symbol, line: int) -> Symbol | None:
    """The start of a constructor that any object of a class has run, where it may refuse; None for any other class.

    What it tests has to be what it is now: names of the walked scope that are not bound later, and of the module that
    no function binds.
    """
    start = run.world.lowering.start(owner)
    if start is None or run.world.module.has_nonlocal:
        return None
    read = {each.id for each in walk(start) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
    inner = [each.names for each in symbol.frames[1:] if isinstance(each, Frame) and not each.is_class]
    if not read.isdisjoint(_bound_from(run, line).union(run.world.module.names.rebound, *inner)):
        return None
    return run.world.values.function(start, symbol.frames)


def call_any(run: Run, callee: Value, arguments: list[Value], line: int, at_once: bool) -> Value | None:
    """Follows a call of what may be one of several functions; None where none of them is one of this scope.

    `at_once`: whether a coroutine or generator runs here, too.
    """
    if not any(isinstance(atom, Symbol) and atom.kind == "function" for atom, _ in callee):
        return None
    if len(callee) == 1:
        return _call(run, callee[0][0], arguments, line, at_once)
    entry, bdd = run.state, run.world.bdd
    ends: list[State] = []
    parts: list[tuple[Value, int]] = []
    for atom, condition in callee:
        run.state = entry.fork(bdd.and_(entry.reach, condition))
        if run.state.reach == FALSE:
            continue
        value = _call(run, atom, arguments, line, at_once) or singleton(run.world.values.fresh())
        parts.append((value, condition))
        ends.append(run.state)
    run.state = run.merge(state for state in ends if state.reach != FALSE)
    return run.world.values.union(parts) or singleton(NONE)


def _call(run: Run, atom: Atom, arguments: list[Value], line: int, at_once: bool) -> Value | None:
    """Follows a call of a function that is defined in this one; None where it can't be followed."""
    if not isinstance(atom, Symbol) or atom.kind != "function":
        return None
    definition = atom.node
    if isinstance(definition, ast.ClassDef):
        return _instance(run, atom, definition, arguments, line)
    if not isinstance(definition, FUNCTIONS) or not (at_once or _followable(definition)):
        capture(run, atom, line)
        return None
    if isinstance(definition, ast.Lambda) or run.effort is Effort.EXACT or _may_delete(run):
        return _follow(run, definition, atom, arguments)
    if _is_helper(run, definition):
        return _follow(run, definition, atom, arguments)
    sets = run.world.lowering.scope(definition).nonlocals
    if not sets or not _only_assigns(definition):
        _look_into(run, definition, atom, arguments)
        for name in sets:  # too large: what it may set is taken as set
            bind(run, name, None)
        if definition.name in run.slice.setters.functions:  # and what those set that it calls is not known
            run.forget(run.slice.setters.names)
        return None
    return _follow(run, definition, atom, arguments)


def _is_helper(run: Run, node: FunctionNode) -> bool:
    """Whether the module calls a function by itself, not through another one, that is followed in other functions."""
    if not run.names.is_module or run.exits.calls or run.effort is Effort.MERGED or isinstance(node, ast.Lambda):
        return False
    return run.world.lowering.helpers.follows(node)


def _only_assigns(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function holds assignments without calls alone: to follow it takes no more than they do."""
    return all(isinstance(each, _ASSIGNS) for each in node.body) and not any(
        isinstance(inner, ast.Call) for each in node.body for inner in walk(each)
    )


def _instance(run: Run, symbol: Symbol, node: ast.ClassDef, arguments: list[Value], line: int) -> Value:
    """A new instance of a class that is defined in this function, after its constructor has run."""
    decides = any(isinstance(each, ast.FunctionDef) and each.name in ("__bool__", "__len__") for each in node.body)
    made = run.world.values.instance(node, symbol.frames, not decides)
    for name in ("__init__", "__post_init__"):
        call_method(run, singleton(made), name, arguments, line)
    return singleton(made)


def call_method(run: Run, receiver: Value, name: str, arguments: list[Value], line: int) -> Value | None:
    """Follows a call of a method of a class that is defined in this function; None where it can't be followed."""
    atom = only(receiver)
    if not isinstance(atom, Symbol) or not isinstance(atom.node, ast.ClassDef):
        escaping(run, receiver, line)
        return None
    found = [each for each in atom.node.body if isinstance(each, FUNCTIONS[:2]) and each.name == name]
    if len(found) != 1 or found[0].decorator_list or not _followable(found[0]):
        if not name.startswith("__"):
            escaping(run, receiver, line)
        return None
    function = run.world.values.function(found[0], atom.frames)
    bound = [receiver, *arguments] if atom.kind == "object" else arguments
    return _call(run, function, bound, line, at_once=False)


def _follow(run: Run, node: FunctionNode, symbol: Symbol, arguments: Sequence[Value]) -> Value | None:
    """Walks the body of a function with the variables of its definition's scope as they are now."""
    scope = run.world.lowering.scope(node)
    names = {name: f"{name}@{id(node)}" for name in scope.bound}
    for name in scope.globals:  # visible past the enclosing function
        names.pop(name, None)
    around = tuple(frame for frame in symbol.frames if isinstance(frame, Frame))
    taken = [argument.arg for argument in positional(node)]
    return follow(run, node, Frame(names), around, dict(zip(taken, arguments, strict=False)))


def follow(
    run: Run,
    node: FunctionNode,
    frame: Frame,
    around: tuple[Frame, ...],
    given: Mapping[str, Value | None],
    end: Value | None = None,
) -> Value | None:
    """Walks the body of a function.

    `frame`: its variables; `given`: what is known of its parameters; `end`: what it gives at its end, where not None.
    """
    active = run.exits.calls
    if len(active) >= _DEEPEST or any(call.node is node for call in active):
        return None
    own = [key for key in frame.names.values() if key.endswith(f"@{id(node)}")]
    call = Call(node)
    value = end or singleton(NONE)
    with run.names.inside(frame, around), run.exits.inside(call):
        for key in own:
            run.state.set_unbound(key, UNASSIGNED)
        for argument in parameters(node):
            if frame.names.get(argument.arg) in own:
                bind(run, argument.arg, given.get(argument.arg))
        if isinstance(node, ast.Lambda):
            value = run.evaluate(node.body)
        else:
            run.walk(run.world.lowering.block(node))
    returns = [(state, returned) for state, returned in call.returns if state.reach != FALSE]
    if returns:
        ends = [(run.state, value), *returns] if run.state.reach != FALSE else returns
        states = run.apart([state for state, _ in ends], taken=[returned for _, returned in ends])
        parts = [(returned, state.reach) for (_, returned), state in zip(ends, states, strict=True)]
        value = run.world.values.union(parts) or singleton(NONE)
        run.state = run.merge(states)
    run.state.forget(own)
    return value


def _may_delete(run: Run) -> bool:
    """Whether a function inside the scope may unbind a name of it, by the text."""
    module = run.world.module
    return module.has_nonlocal and module.text.words_in(run.names.body) >= {"nonlocal", "del"}


def _look_into(run: Run, node: FunctionNode, symbol: Symbol, arguments: list[Value]) -> None:
    """Reports what a call reads now, and forgets the rest of what it does."""
    saved, bdd = run.state, run.world.bdd
    unbound = [key for key in saved.unbound if bdd.and_(saved.reach, unbound_where(bdd, saved, key)) != FALSE]
    if unbound and run.names.enter(node, unbound):
        run.state = saved.fork(saved.reach)
        with run.exits.detached():
            _follow(run, node, symbol, arguments)
        run.state = saved


def _followable(node: FunctionNode) -> bool:
    """Whether a call runs the body at once: no coroutine, no generator."""
    if isinstance(node, ast.AsyncFunctionDef):
        return False
    return not any(isinstance(child, (ast.Yield, ast.YieldFrom)) for child in walk_scope(body_of(node)))
