"""Calls and loops over things: what a call gives, what it may have changed, whether an iterable is empty."""

from __future__ import annotations

import ast

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.comparisons import Comparisons
from nsa_lint.analysis.values import NONE, Const, Symbol, Value, What, one
from nsa_lint.dispatch.guards import dotted

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
# Calls whose result is empty exactly if their argument is.
_SAME_EMPTINESS = frozenset("enumerate reversed sorted list tuple set frozenset iter".split())
# Builtins that look at their arguments and give them to nobody.
_LOOKING = frozenset(
    "len bool list tuple set frozenset dict sorted sum max min any all str repr print isinstance".split()
)
# The truth of a container after a change; after any other, it is open.
_TRUTH_AFTER = {"append": TRUE, "appendleft": TRUE, "insert": TRUE, "add": TRUE, "clear": FALSE}
_ABOUT_THE_OBJECT = frozenset("isinstance hasattr callable type id issubclass".split())


class Calls(Comparisons):
    """The expressions that call or iterate."""

    # -- calls ---------------------------------------------------------------------------------------------

    def _Call(self, node: ast.Call) -> Value:
        facts = self.facts
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) and self.resolve(node.func.id) is None else ""
        callee = self.plain(node.func.value) if isinstance(node.func, ast.Attribute) else self.callee(node.func)
        self.consumed.update(id(argument) for argument in node.args if isinstance(argument, ast.GeneratorExp))
        look = self.plain if name in _LOOKING else self.value
        arguments = [look(argument) for argument in node.args]
        keywords = tuple((keyword.arg, self.value(keyword.value)) for keyword in node.keywords)
        self.may_raise(node)
        self.called(node, name)
        if not method and len(callee) == 1 and isinstance(callee[0][0], Symbol) and callee[0][0].kind == "function":
            followed = self.call_function(node, callee[0][0], arguments)
            if followed is not None:
                return followed
        if dotted(node.func) in self.provenance.no_return and (name or not isinstance(node.func, ast.Name)):
            self.leave(node)
            return one(NONE)
        self.forget(node, method)
        plain = not keywords and not any(isinstance(argument, ast.Starred) for argument in node.args)
        if name and plain:
            known = self._builtin(node, name, arguments)
            if known is not None:
                return known
        if dotted(node.func) in _TENSORS:  # `torch.empty` is no `queue.empty`
            return one(facts.fresh("object"))
        if method in _IMPURE or name in _IMPURE:
            return one(facts.fresh(dispatch=self.provenance.is_guard(node)))
        if method and method not in _CONTENTS:
            callee = self.identity(callee)
        if name in _ABOUT_THE_OBJECT:
            arguments = [self.identity(argument) for argument in arguments]
        operands = (callee, *arguments, *(((Const(key), TRUE), *value) for key, value in keywords))
        asked = None if self.provenance.is_guard(node) else self.round
        return self.derived(node, ("call", method, asked), operands, "object" if method in _NEVER_NONE else "any")

    def callee(self, node: ast.expr) -> Value:
        return self.value(node)

    def _builtin(self, node: ast.Call, name: str, arguments: list[Value]) -> Value | None:
        facts, conditions = self.facts, self.conditions
        if name in ("list", "dict", "set") and not arguments:
            return one(facts.contents("object", FALSE))
        if name == "const_expr" and len(arguments) == 1:  # tells a compiler what it knows; the value is the argument's
            return arguments[0]
        if name == "bool" and len(arguments) == 1:
            return facts.boolean(facts.test(arguments[0], facts.truth))
        if name == "len" and len(arguments) == 1:
            parts = [(one(self.length(what)), condition) for what, condition in arguments[0]]
            return facts.union(parts)
        if name == "isinstance" and len(arguments) == 2:
            subject, classes = self.identity(arguments[0]), node.args[1]
            names = classes.elts if isinstance(classes, ast.Tuple) else [classes]
            result = FALSE
            for one_class in names:
                key = ("isinstance", dotted(one_class) or ast.dump(one_class))
                is_one = self.derived(node, key, (subject,))
                condition = facts.test(is_one, facts.truth)
                if dotted(one_class) not in ("object", "NoneType", "types.NoneType", "type"):
                    condition = conditions.minus(condition, facts.test(subject, facts.is_none))
                result = conditions.or_(result, condition)
            return facts.boolean(result)
        return None

    def length(self, what: What) -> What:
        if isinstance(what, Const):
            return Const(len(what.value)) if isinstance(what.value, (str, bytes, tuple)) else self.facts.fresh("int")
        return self.facts.symbol(("length", what), "length", of=what, dispatch=what.dispatch)

    def forget(self, node: ast.Call, method: str) -> None:
        """What a call may have changed: contents by a mutator, attributes that this function stored, globals."""
        values = self.state.values
        if method in _MUTATORS and isinstance(node.func, ast.Attribute):
            self.mutate(node.func.value, method)
        for name in self.provenance.rebound & self.deciding:
            values["::" + name] = one(self.facts.fresh(dispatch=self.provenance.is_guard(ast.Name(name, ast.Load()))))
        if not any("." in key for key in values):
            return
        roots = {self.resolve(name) or "::" + name for name in _roots(node)}
        for key in list(values):
            root, dot, _ = key.partition(".")
            if dot and root in roots:
                values[key] = one(self.facts.fresh())
                self.state.raised = False

    def mutate(self, node: ast.AST, method: str = "") -> None:
        """The contents of a named object change, by a method or (none named) by storing an item; the object stays."""
        if isinstance(node, ast.Name):
            key = self.resolve(node.id) or ""
            if node.id not in self.deciding:
                return
        else:
            key = self.path(node)
            if dotted(node).partition(".")[0] not in self.deciding:
                return
        if not key:
            return
        value = self.state.values.get(key) or self.peek(node)
        changed = tuple(
            (self.facts.contents("content", _TRUTH_AFTER.get(method), of=what.identity), condition)
            if isinstance(what, Symbol)
            else (self.facts.fresh("object"), condition)
            for what, condition in value
        )
        self.state.values[key] = changed
        self.state.raised = False

    def peek(self, node: ast.AST) -> Value:
        """The value of a name or path without telling anything about the read."""
        if isinstance(node, ast.Name):
            key = self.resolve(node.id)
            return self.state.values.get(key or "::" + node.id) or one(
                self.facts.symbol(("name", key or "::" + node.id))
            )
        if isinstance(node, ast.Attribute):
            stored = self.state.values.get(self.path(node))
            return stored or self.derived(node, ("attribute", node.attr), (self.identity(self.peek(node.value)),))
        return one(self.facts.fresh())

    # -- iteration -----------------------------------------------------------------------------------------

    def iterate(self, node: ast.expr) -> int:
        """Evaluates what a loop runs over; the condition under which it runs at least once."""
        facts, conditions = self.facts, self.conditions
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            self.effects(node)
            if any(not isinstance(element, ast.Starred) for element in node.elts):
                return TRUE
            return facts.choice() if node.elts else FALSE
        if isinstance(node, ast.Dict):
            self.effects(node)
            return TRUE if any(key is not None for key in node.keys) else facts.choice() if node.keys else FALSE
        if isinstance(node, ast.Call) and _is_plain(node):
            name = node.func.id if isinstance(node.func, ast.Name) and self.resolve(node.func.id) is None else ""
            if name in _SAME_EMPTINESS and node.args:
                first = self.iterate(node.args[0])
                for argument in (*node.args[1:], *(keyword.value for keyword in node.keywords)):
                    self.effects(argument)
                if not isinstance(node.args[0], (ast.List, ast.Tuple, ast.Constant)):
                    self.may_raise(node)
                return first
            if name == "zip" and node.args:
                result = TRUE
                for argument in node.args:
                    result = conditions.and_(result, self.iterate(argument))
                self.may_raise(node)
                return result
            if name == "range" and 1 <= len(node.args) <= 2:
                values = [self.value(argument) for argument in node.args]
                if not all(isinstance(argument, ast.Constant) for argument in node.args):
                    self.may_raise(node)
                low, high = (one(Const(0)), values[0]) if len(values) == 1 else (values[0], values[1])
                return self._compare(ast.Lt(), low, high, ast.Compare(node, [], []), node)
            if isinstance(node.func, ast.Attribute) and node.func.attr in ("items", "keys", "values") and not node.args:
                value = self.plain(node.func.value)
                self.may_raise(node)
                return facts.test(value, facts.truth)
        value = self.plain(node)
        self.may_raise(node)
        if isinstance(node, (ast.Name, ast.Attribute)):
            return facts.test(value, facts.truth)
        if isinstance(node, ast.Constant):
            return TRUE if node.value else FALSE
        return facts.test(value, lambda what: facts.truth(facts.symbol(("runs", what))))


def _is_plain(node: ast.Call) -> bool:
    """No starred argument, and no keyword but the start of `enumerate` and the key of `sorted`."""
    known = isinstance(node.func, ast.Name) and node.func.id in ("enumerate", "sorted")
    return (known or not node.keywords) and not any(isinstance(argument, ast.Starred) for argument in node.args)


def _roots(node: ast.Call) -> set[str]:
    """Names of the objects that a call can reach: its receiver and its plain arguments."""
    roots = set()
    for expression in (node.func, *node.args, *(keyword.value for keyword in node.keywords)):
        if isinstance(expression, ast.Attribute) or (isinstance(expression, ast.Name) and expression is not node.func):
            roots.add(dotted(expression).partition(".")[0])
    return roots
