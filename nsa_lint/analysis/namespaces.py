"""Names as keys of `globals()`, `locals()` and `vars()`: what binds them, and whether they are bound."""

from __future__ import annotations

import ast

from nsa_lint.analysis.run import Run
from nsa_lint.analysis.state import unbound_where
from nsa_lint.analysis.values import NONE, Value, singleton
from nsa_lint.analysis.variables import bind, peek
from nsa_lint.syntax.executed import ANY, CALLED
from nsa_lint.syntax.namespaces import Asked, bound_by


def bind_keys(run: Run, node: ast.expr, value: Value | None = None) -> None:
    """Binds the names that a target or call stores in a namespace."""
    for holder, bound in bound_by(node, run.world.module.names.texts):
        if holder == "globals":
            own = run.names.is_module
        else:
            own = run.names.frames[-1].is_class or (run.names.is_module and len(run.names.frames) == 1)
        for name in sorted(run.world.module.names.rebound) if bound == CALLED else (bound,):
            if name == ANY and own:
                run.state.bind_all()
            elif own and run.names.resolve(name) is not None:
                bind(run, name, value)
            elif holder == "globals":
                run.state.bind("::" + name)


def is_bound(run: Run, question: Asked) -> int:
    """The condition under which a namespace has the name."""
    values, bdd = run.world.values, run.world.bdd
    key = _key(run, question)
    reads = run.slice.reads
    if not key or (reads is not None and question.name not in reads.names):
        return values.truth(values.symbol(("bound", question.namespace, key or question.name)))
    return bdd.not_(unbound_where(bdd, run.state, key))


def looked_up(run: Run, question: Asked, default: Value) -> Value:
    """`locals().get("name", default)`."""
    bound = is_bound(run, question)
    value = peek(run, ast.Name(question.name, ast.Load()))
    return run.world.values.union([(value, bound), (default or singleton(NONE), run.world.bdd.not_(bound))])


def _key(run: Run, question: Asked) -> str:
    """The variable that is asked for; "" where it is not one that is followed."""
    names = run.names
    if question.namespace == "globals" and not names.is_module:
        key = "::" + question.name
        return key if key in run.state.unbound else ""
    frame = names.frames[0 if question.namespace == "globals" else -1]
    return frame.names.get(question.name, "")
