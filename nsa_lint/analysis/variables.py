"""Reads, bindings and targets: what a name is when it is read, and what an assignment changes."""

from __future__ import annotations

import ast
from collections.abc import Hashable
from dataclasses import dataclass

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.chains import NONE_OF, REPORTED, Unbound
from nsa_lint.analysis.exits import NameCatch, Thrown
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.trace import FailingRead
from nsa_lint.analysis.unions import alternatives, value_at
from nsa_lint.analysis.values import NONE, YES, Atom, Const, Held, Symbol, Value, singleton
from nsa_lint.model import Arm, ArmKind, ChainKind
from nsa_lint.syntax.parsers import Options
from nsa_lint.syntax.scopes import dotted

_OF_NONE = frozenset(dir(None))
_ADDING = frozenset("append add extend".split())  # what was there stays in its place
# The truth of a container after a change; after any other, it is open.
_TRUTH_AFTER = {"append": TRUE, "appendleft": TRUE, "insert": TRUE, "add": TRUE, "clear": FALSE}


def variable(run: Run, name: str) -> str:
    """The key of a name: of a variable of a scope that is walked, or of one around it."""
    return run.names.resolve(name) or run.names.outside(name)


def path(run: Run, node: ast.AST) -> str:
    """The key of a dotted name that this function may store to: `variable.attribute...`."""
    root, dot, rest = dotted(node).partition(".")
    return f"{variable(run, root)}.{rest}" if dot else ""


# -- reads -------------------------------------------------------------------------------------------------


def lookup(run: Run, node: ast.Name) -> Value:
    """The value of a name that does not escape here; where it is unbound the read fails, once."""
    name = node.id
    key = run.names.resolve(name)
    world, state = run.world, run.state
    if key is None:
        key = run.names.outside(name)
        unbound = state.unbound.get(key)
        if unbound is not None and state.reach != FALSE:
            _fail(run, node, key, unbound)
        if id(node) in world.nones.uses:
            _use(run, node, key + NONE_OF)
        stored = state.values.get(key)
        if stored is not None:
            return stored
        if not run.names.of_module(name):
            return value_at(world.values, state.values, key, world.guards.is_guard(node))
        sentinel = world.module.constants.sentinels.get(name)
        if sentinel is not None:
            return singleton(Const(sentinel))
        kind = "true" if world.module.names.is_callable(name) else "any"
        symbol = world.values.symbol(("name", key), kind, dispatch=world.guards.is_guard(node))
        if name in world.module.names.true_or_none:
            world.values.settle_none(symbol)
        return singleton(symbol)
    unbound = state.unbound.get(key)
    if unbound is not None and state.reach != FALSE and run.slice.may_fail_at(node, key):
        _fail(run, node, key, unbound)
    if run.slice.focus is not None and run.slice.unknown(name):
        return singleton(world.values.fresh())
    stored = state.values.get(key)
    if stored is not None:
        return stored
    return value_at(world.values, state.values, key, world.guards.is_guard(node))


def _fail(run: Run, node: ast.Name, key: str, unbound: Unbound) -> None:
    """A read of a name that is unbound on some paths."""
    bdd, state, names = run.world.bdd, run.state, run.names
    quiet = (
        names.falls_back(node.id)
        or ("@" in key and "@class" not in key)
        or (names.bound_later is not None and key in names.bound_later)
    )
    caught = NameCatch.NOT if quiet else run.exits.name_catch
    values = run.world.values
    rest: Unbound = {}
    failing = FALSE
    possible = run.world.at_run_time
    for tag, condition in unbound.items():
        here = bdd.and_(bdd.and_(condition, state.reach), possible)
        if here == FALSE or tag is REPORTED:
            rest[tag] = condition
            continue
        failing = bdd.or_(failing, here)
        left = bdd.minus(condition, here)
        if left != FALSE:
            rest[tag] = left
        here = values.read(here)  # where a flag was unbound, what depends on its value is not reported
        if here != FALSE and not quiet and caught is not NameCatch.MEANT:
            mark = tag.mark if tag is not None else None
            broad = caught is NameCatch.BROAD
            found = FailingRead(node.id, key, node, tag, here, len(run.trace.met), run.blame.within, broad)
            run.trace.fail(mark, found)
    if failing == FALSE:
        return
    if caught is NameCatch.NOT:
        rest[REPORTED] = bdd.or_(failing, rest.get(REPORTED, FALSE))
        if node.id in run.slice.deciding and not quiet and not key.endswith(NONE_OF):
            known = state.values.get(key) or value_at(values, state.values, key)
            unread = singleton(values.unread())
            state.store(key, values.union([(known, bdd.not_(failing)), (unread, failing)]))
    else:
        run.leave("raise", state.fork(failing), Thrown("UnboundLocalError"))
        if run.slice.focus is None:
            state.assume(bdd.minus(state.reach, failing))
    state.set_unbound(key, rest)


def _use(run: Run, node: ast.Name, key: str) -> None:
    """A use of a name of the module that fails where it is None."""
    none = run.state.unbound.get(key)
    if none is not None and run.state.reach != FALSE and not run.exits.catches_use:
        _fail(run, node, key, none)


def plain(run: Run, node: ast.AST) -> Value:
    """The value of an operand that is only looked at: the object does not come into other hands."""
    return lookup(run, node) if isinstance(node, ast.Name) else run.evaluate(node)


def peek(run: Run, node: ast.AST) -> Value:
    """The value of a name or path, without a read."""
    values, stored = run.world.values, run.state.values
    if isinstance(node, ast.Name):
        if run.slice.unknown(node.id):
            return singleton(values.fresh())
        key = variable(run, node.id)
        return stored.get(key) or singleton(values.symbol(("name", key)))
    if isinstance(node, ast.Attribute):
        base = stored.get(path(run, node))
        return base or derived(run, node, ("attribute", node.attr), values.identity(peek(run, node.value)))
    return singleton(values.fresh())


def limit_options(run: Run, parsed: ast.expr, options: Options, place: ast.AST) -> None:
    """What `args.backend` can be, by the `choices` of `--backend`. `parsed`: the name or path of the object."""
    for name, values in options.items():
        limit(run, ast.copy_location(ast.Attribute(parsed, name, ast.Load()), place), values)


def limit(run: Run, node: ast.expr, values: tuple[Hashable, ...]) -> None:
    """What a name or a path of attributes can be, where nothing is known of it yet."""
    for found, _ in peek(run, node):
        if isinstance(found, Symbol) and found.among is None and found.truth is None:
            found.limit_to(values)


def derived(run: Run, node: ast.AST, head: object, *operands: Value, kind: str = "any", one: bool = False) -> Value:
    """The symbol for an operation on values; `one`: see there."""
    return run.world.values.derived(head, operands, kind, run.world.guards.is_guard(node), one)


# -- bindings ----------------------------------------------------------------------------------------------


def bind(run: Run, name: str, value: Value | None) -> None:
    """Binds a name; its value is kept where a test may depend on it (None: it is not known)."""
    key = run.names.resolve(name)
    state = run.state
    if key is None:  # declared global or nonlocal
        key = run.names.outside(name)
    state.bind(key)
    if key in run.world.nones.names:
        if value == singleton(NONE):
            state.unbind(key + NONE_OF, None)
        else:
            state.bind(key + NONE_OF)
    if name in run.slice.deciding:
        state.change(key, value if value is not None else singleton(run.world.values.fresh()))
    if state.values:
        state.drop_paths(key)


def unbind(run: Run, target: ast.Name, key: str) -> None:
    """Deletes a variable."""
    state = run.state
    arm = Arm(ArmKind.DELETE, target.lineno, target.lineno, f"del {target.id}")
    tag = run.blame.chain(target, ChainKind.DELETE, lambda: {0: arm}).tag(0)
    failed = state.unbound.get(key, {}).get(REPORTED, FALSE)  # there the `del` itself has failed
    state.unbind(key, tag)
    if failed != FALSE:
        state.set_unbound(key, {tag: run.world.bdd.not_(failed), REPORTED: failed})
    state.drop(key)
    state.drop_paths(key)


def assign(run: Run, target: ast.AST, value: Value | None) -> None:
    """Binds a target of any form."""
    if isinstance(target, ast.Name):
        bind(run, target.id, value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        run.may_raise(target)
        starred = any(isinstance(element, ast.Starred) for element in target.elts)
        for index, element in enumerate(target.elts):
            part = None if starred or value is None else _part(run, value, index, len(target.elts))
            assign(run, element, part)
    elif isinstance(target, ast.Starred):
        assign(run, target.value, None)
    elif isinstance(target, ast.Attribute):
        run.effects(target.value)
        run.may_raise(target)
        _assign_attribute(run, target, value)
    elif isinstance(target, ast.Subscript):
        plain(run, target.value)
        place = run.evaluate(target.slice)
        run.may_raise(target)
        mutate(run, target.value, Change(index=place, value=value))


def _assign_attribute(run: Run, target: ast.Attribute, value: Value | None) -> None:
    key = followed_path(run, target)
    if key:
        values = run.world.values
        run.state.drop_paths(key)
        run.state.change(key, values.shared(value or singleton(values.fresh())))


def followed_path(run: Run, target: ast.Attribute) -> str:
    """The key of an attribute whose value is kept where it is stored; "" for any other."""
    key = path(run, target)
    root = key.partition(".")[0].removeprefix("::")
    is_followed = root.partition("@")[0] in run.slice.deciding and not run.slice.unknown_path(target)
    return key if is_followed else ""


def _part(run: Run, value: Value, index: int, length: int) -> Value:
    """One element of a value that is unpacked."""
    values = run.world.values
    parts: list[tuple[Value, int]] = []
    for atom, condition in value:
        if isinstance(atom, Const):
            elements = atom.value
            if isinstance(elements, tuple) and len(elements) == length:
                parts.append((singleton(Const(elements[index])), condition))
            else:
                parts.append((singleton(values.fresh()), condition))
        elif isinstance(atom.key, tuple) and atom.key[:1] == ("tuple",) and len(atom.key[1]) == length:
            parts.append((atom.key[1][index], condition))
        else:
            parts.append((values.derived(("part", index), (singleton(atom),)), condition))
    return parts[0][0] if len(parts) == 1 else values.union(parts)


@dataclass(frozen=True, slots=True)
class Change:
    """How the contents of an object change: by a `method`, or by an item that is stored or deleted."""

    method: str = ""
    index: Value | None = None
    value: Value | None = None
    deletes: bool = False


def mutate(run: Run, node: ast.AST, change: Change) -> None:
    """The contents of a named object change; the object stays."""
    if isinstance(node, ast.Name):
        key = run.names.resolve(node.id) or ""
        root = node.id
    else:
        key = path(run, node)
        root = dotted(node).partition(".")[0]
    if not key or root not in run.slice.deciding or run.slice.unknown_path(node):
        return
    values = run.world.values
    value = run.state.values.get(key) or peek(run, node)
    changed = tuple(
        (_changed(run, atom, change) if isinstance(atom, Symbol) else values.fresh("object"), condition)
        for atom, condition in value
    )
    run.state.change(key, changed)
    share(run, key, value, changed)


def share(run: Run, key: str, before: Value, after: Value) -> None:
    """Other names of the objects that changed see them as they are after it."""
    if not run.slice.second_names:
        return
    values, bdd, state = run.world.values, run.world.bdd, run.state
    moved = {old: (new, when) for (old, when), (new, _) in zip(before, after, strict=True) if old is not new}
    objects = {old.identity for old in moved if isinstance(old, Symbol)}
    may_be = alternatives(objects)

    def may_change(atom: Atom) -> bool:
        """Whether a symbol for one of several objects is around, so that nobody knows which one has changed."""
        if isinstance(atom, Const) or atom in moved:
            return False
        return atom.identity in may_be or not objects.isdisjoint(alternatives([atom.identity]))

    def seen(value: Value) -> Value:
        parts: list[tuple[Value, int]] = []
        for atom, condition in value:
            if isinstance(atom, Symbol) and may_change(atom):
                parts.append((singleton(values.contents("content", None, atom.identity)), condition))
                continue
            new, when = moved.get(atom, (atom, TRUE))
            parts += [(singleton(new), bdd.and_(condition, when)), (singleton(atom), bdd.minus(condition, when))]
        return values.union(parts)

    for other, value in [*state.values.items()]:
        if other != key and any(atom in moved or may_change(atom) for atom, _ in value):
            state.store(other, seen(value))
    for name in run.slice.second_names:  # a parameter that nothing was stored to yet
        parameter = values.symbol(("name", name))
        if name != key and name not in state.values and parameter in moved:
            state.store(name, seen(singleton(parameter)))


def _changed(run: Run, atom: Symbol, change: Change) -> Symbol:
    """The same object with other contents."""
    held = _held_after(run, atom.held or Held({}, False), change)
    truth = TRUE if held.items else FALSE if held.complete else _TRUTH_AFTER.get(change.method)
    return run.world.values.contents("content", truth, atom.identity, held)


def _held_after(run: Run, held: Held, change: Change) -> Held:
    """What is known of a container's items after a change."""
    if change.method == "clear":
        return Held({}, held.complete)
    index = change.index[0][0] if change.index is not None and len(change.index) == 1 else None
    if not isinstance(index, Const) or not is_place(index.value):
        if change.method in _ADDING:
            return Held(held.items, False)
        return Held(_with_one_of(run, held, change.value) if change.value is not None else {}, False)
    if change.deletes or change.method in ("discard", "remove", "pop"):
        return held.without(index) if isinstance(index.value, str) else Held({}, False)
    if change.method == "add":
        return held.with_item(index, singleton(YES))
    if change.method:
        return Held(held.items, False) if change.method in _ADDING else Held({}, False)
    return held.with_item(index, _kept(run, change.value or singleton(run.world.values.fresh())))


def _with_one_of(run: Run, held: Held, value: Value) -> dict[Const, Value]:
    """The items where something is stored under one of the keys, perhaps, and nobody knows which."""
    values, bdd = run.world.values, run.world.bdd
    found: dict[Const, Value] = {}
    for key, before in held.items.items():
        here = values.choice()
        found[key] = values.union([(before, bdd.not_(here)), (_kept(run, value), here)])
    return found


def is_place(value: object) -> bool:
    """Whether what is stored under a constant is found there again: a text, or a number from the front."""
    return isinstance(value, str) or (type(value) is int and value >= 0)


def _kept(run: Run, value: Value) -> Value:
    """A value as an item: others reach it through the container, and in a loop a constant that is no flag moves on."""
    values = run.world.values
    if run.progress.depth and any(isinstance(atom, Const) and not is_flag(atom.value) for atom, _ in value):
        return singleton(values.fresh())
    return values.shared(value)


def is_flag(value: object) -> bool:
    return value is None or isinstance(value, bool)


def looked_into(run: Run, base: Value, attribute: str) -> None:
    """An attribute was read that None does not have: what is known to be None ends the path."""
    if run.slice.focus is not None or attribute in _OF_NONE:
        return
    values, bdd = run.world.values, run.world.bdd
    none = FALSE
    for atom, condition in base:
        if isinstance(atom, Const) or atom.none is not None:
            none = bdd.or_(none, bdd.and_(condition, values.is_none(atom)))
    if none != FALSE:
        run.state.assume(bdd.minus(run.state.reach, none))
