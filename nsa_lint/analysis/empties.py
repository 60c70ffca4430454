"""What begins without items, made by a call: `list()`, `set([])`, `np.array([])`, `torch.empty(0, 4)`."""

from __future__ import annotations

import ast

from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import Const, Held, Symbol, Value, singleton
from nsa_lint.syntax.scopes import dotted

_CONTAINERS = frozenset("list dict set frozenset tuple".split())
_ARRAYS = frozenset("array asarray tensor as_tensor Tensor".split())  # of what they are given
_SHAPED = frozenset("empty zeros ones full".split())  # of a shape
COUNTING = "numel"  # the method of an array that counts its items
COUNT = "size"  # the attribute that does
_OPENS = frozenset(("ndmin", None))  # keywords that may make an array of nothing longer


def empty(run: Run, node: ast.Call, name: str) -> Value | None:
    """A new container or array without items; None where it may have some. `name`: of what the module has or Python."""
    if name in _CONTAINERS:
        nothing = not node.keywords and len(node.args) <= 1 and all(map(_is_display_of_nothing, node.args))
        held = Held({}, name != "list")
        if nothing and name == "tuple":
            return singleton(Const(()))
    else:
        nothing = _is_array_of_nothing(node) and is_imported(run, dotted(node.func).partition(".")[0])
        held = Held({}, True)
    return singleton(run.world.values.contents("object", FALSE, held=held)) if nothing else None


def counted(run: Run, holder: Value) -> Value | None:
    """How many items arrays have, some of which have none; None where all may have some."""
    values = run.world.values
    if not any(is_empty(atom) for atom, _ in holder):
        return None
    unknown = singleton(values.fresh())
    return values.union((singleton(Const(0)) if is_empty(atom) else unknown, condition) for atom, condition in holder)


def is_empty(atom: object) -> bool:
    """Whether this is a container that was made without items, and got none since."""
    return isinstance(atom, Symbol) and atom.preset and atom.truth == FALSE and atom.held is not None


def _is_array_of_nothing(node: ast.Call) -> bool:
    last = dotted(node.func).rpartition(".")[2]
    if not node.args or any(each.arg in _OPENS for each in node.keywords):
        return False
    first = node.args[0]
    if last not in _SHAPED:
        return last in _ARRAYS and _is_display_of_nothing(first)
    if isinstance(first, (ast.Tuple, ast.List)) and first.elts:
        first = first.elts[0]
    return isinstance(first, ast.Constant) and type(first.value) is int and first.value == 0


def _is_display_of_nothing(node: ast.expr) -> bool:
    return isinstance(node, (ast.List, ast.Tuple)) and not node.elts


def is_imported(run: Run, name: str) -> bool:
    """Whether a name is one of the module that it does not define or assign itself."""
    module = run.world.module
    return run.names.of_module(name) and not module.names.defines(name) and not module.names.assigns(name)
