"""What is in a container: its length and its items, where the text says so."""

from __future__ import annotations

import ast
from itertools import count

from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import YES, Atom, Const, Held, Symbol, Value, only, singleton
from nsa_lint.analysis.variables import is_place


def items(atom: Atom) -> tuple[Value, ...] | None:
    """The items of a tuple that is known; None for anything else."""
    if isinstance(atom, Const):
        return tuple(singleton(Const(each)) for each in atom.value) if isinstance(atom.value, tuple) else None
    key = atom.key
    return key[1] if isinstance(key, tuple) and key[0] == "tuple" and atom.kind == "true" else None


def length(run: Run, atom: Atom) -> Atom:
    """What `len` gives."""
    values = run.world.values
    known = items(atom)
    if known is not None:
        return Const(len(known))
    if isinstance(atom, Const):
        return Const(len(atom.value)) if isinstance(atom.value, (str, bytes)) else values.fresh("int")
    return values.symbol(("length", atom), "length", of=atom, dispatch=atom.dispatch)


def has_items(alternative: tuple[Atom, int]) -> bool:
    """Whether something is known of what an index gives."""
    atom = alternative[0]
    return items(atom) is not None or (isinstance(atom, Symbol) and atom.held is not None)


def item(run: Run, atom: Atom, index: Const) -> Value:
    """What an index gives."""
    if isinstance(atom, Symbol) and atom.held is not None and index in atom.held.items:
        return atom.held.items[index]
    known, place = items(atom), index.value
    if known is not None and isinstance(place, int):
        return known[place] if -len(known) <= place < len(known) else singleton(run.world.values.fresh())
    return run.world.values.derived("item", (singleton(atom), singleton(index)))


def held_by(run: Run, node: ast.List | ast.Set | ast.Dict) -> Held:
    """Evaluates a display, for what it holds under constants."""
    found: dict[Const, Value] = {}
    if isinstance(node, ast.Dict):
        complete = True
        for key, value in zip(node.keys, node.values, strict=True):
            place = _constant(run.evaluate(key)) if key is not None else None
            held = run.world.values.shared(run.evaluate(value))
            if place is None:
                found, complete = {}, False
            else:
                found[place] = held
        return Held(found, complete)
    values = [run.evaluate(element) for element in node.elts]
    if isinstance(node, ast.Set):
        places = [_constant(value) for value in values]
        return Held({place: singleton(YES) for place in places if place is not None}, None not in places)
    starred = [index for index, element in enumerate(node.elts) if isinstance(element, ast.Starred)]
    front = [run.world.values.shared(value) for value in (values[: starred[0]] if starred else values)]
    return Held(dict(zip(map(Const, count()), front, strict=False)), False, None if starred else tuple(front))


def _constant(value: Value) -> Const | None:
    """A constant that something may be stored under."""
    atom = only(value)
    return atom if isinstance(atom, Const) and is_place(atom.value) else None


def gotten(atom: Atom, index: Const, default: Value) -> Value | None:
    """What `get` gives; None where it is not known."""
    if not isinstance(atom, Symbol) or atom.held is None:
        return None
    known = atom.held.items.get(index)
    return known if known is not None else default if atom.held.complete else None
