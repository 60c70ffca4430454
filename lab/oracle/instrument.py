"""A program rewritten so that what it reads, calls and imports is what a `World` (`lab.oracle.world`) answers.

Every read of a name that may be unbound becomes `_read(name, line, how, in a test, lambda: name)`. Every arm that is
taken is recorded by the line of its header: the line before its first statement. No arm at all is the negated line of
the chain.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lab.oracle.program import Program

# How a failing read is met: it counts, and the run goes on; it counts, but something catches it; it is meant.
COUNTS, CAUGHT, MEANT = range(3)
_MEAN_IT = {"NameError", "UnboundLocalError"}
_CATCH_ALL = {"Exception", "BaseException"}
_STAND_INS = {"triton"}
_CANNOT_FAIL = {"range", "enumerate", "suppress"}

FunctionNode = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def instrumented(program: Program) -> ast.Module:
    """The module, ready to be compiled."""
    tree = ast.parse(program.text)
    return ast.fix_missing_locations(_Instrument(tree, program.modules).visit(tree))  # type: ignore[no-any-return]


@dataclass(frozen=True)
class _Scope:
    bound: frozenset[str]
    sure: frozenset[str]  # of these, the names that cannot be unbound
    of_class: bool = False


def _bound_in(nodes: list[ast.stmt]) -> frozenset[str]:
    """The names that a block of statements binds in its own scope."""
    bound: set[str] = set()
    elsewhere: set[str] = set()
    queue: list[ast.AST] = list(nodes)
    while queue:
        node = queue.pop()
        if isinstance(node, (*FunctionNode, ast.ClassDef)):
            bound.add(node.name)
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, _COMPREHENSIONS):
            bound |= {each.target.id for each in ast.walk(node) if isinstance(each, ast.NamedExpr)}
            continue
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            elsewhere |= set(node.names)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            bound.add(node.id)
        elif isinstance(node, ast.alias):
            bound.add(node.asname or node.name.partition(".")[0])
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            bound.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            bound.add(node.rest)
        queue += ast.iter_child_nodes(node)
    return frozenset(bound - elsewhere)


def _named(handlers: list[ast.expr | None]) -> int:
    """How handlers of these types, or a manager that swallows them, meet a read that fails."""
    names = {
        each.id for kind in handlers for each in ast.walk(kind or ast.Name("Exception")) if isinstance(each, ast.Name)
    }
    return MEANT if names & _MEAN_IT else CAUGHT if names & _CATCH_ALL else COUNTS


class _Instrument(ast.NodeTransformer):
    def __init__(self, tree: ast.Module, modules: frozenset[str]) -> None:
        of_module = {name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names}
        self.deleted = {
            each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Del)
        }
        self.scopes = [_Scope(_bound_in(tree.body) | of_module, frozenset())]
        self.modules = modules
        self.in_try = 0  # a call here can be seen to fail
        self.how = COUNTS
        self.testing = False  # what is read here decides which way a run takes

    # -- scopes -----------------------------------------------------------------------------------

    @contextmanager
    def scope(self, scope: _Scope) -> Iterator[None]:
        kept = self.in_try, self.how
        self.in_try, self.how = 0, COUNTS
        self.scopes.append(scope)
        yield
        self.scopes.pop()
        self.in_try, self.how = kept

    def defines(self, name: str) -> _Scope | None:
        """The scope that binds what the name means here."""
        inner, *outer = reversed(self.scopes)
        return next((each for each in (inner, *(o for o in outer if not o.of_class)) if name in each.bound), None)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        node.decorator_list = [self.visit(each) for each in node.decorator_list]
        node.args.defaults = [self.visit(each) for each in node.args.defaults]
        arguments = self.parameters(node.args)
        with self.scope(_Scope(_bound_in(node.body) | arguments, arguments - self.deleted)):
            node.body = self.block(node.body)
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        arguments = self.parameters(node.args)
        with self.scope(_Scope(arguments, arguments)):
            node.body = self.visit(node.body)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.bases = [self.visit(each) for each in node.bases]
        bound = _bound_in(node.body)
        with self.scope(_Scope(bound, bound, of_class=True)):
            node.body = self.block(node.body)
        return node

    @staticmethod
    def parameters(arguments: ast.arguments) -> frozenset[str]:
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        return frozenset(each.arg for each in every if each is not None)

    def visit_comprehension_of(self, node: ast.expr) -> ast.AST:
        generators: list[ast.comprehension] = node.generators  # type: ignore[attr-defined]
        own = frozenset(
            each.id for generator in generators for each in ast.walk(generator.target) if isinstance(each, ast.Name)
        )
        first = generators[0]
        outer = self.visit(first.iter)
        first.iter = ast.Constant(0)
        self.scopes.append(_Scope(own, own))
        self.generic_visit(node)
        self.scopes.pop()
        first.iter = _call("_over", ast.Constant(node.lineno), outer)
        return node

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = visit_comprehension_of

    # -- reads ------------------------------------------------------------------------------------

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if not isinstance(node.ctx, ast.Load):
            return node
        scope = self.defines(node.id)
        return node if scope is None or node.id in scope.sure else self.checked(node)

    def checked(self, node: ast.Name) -> ast.expr:
        text = f"_read({node.id!r}, {node.lineno}, {self.how}, {self.testing}, lambda: {node.id})"
        return ast.parse(text, mode="eval").body

    def test(self, node: ast.expr) -> ast.expr:
        """The test of a chain or a loop, or a subject."""
        outer, self.testing = self.testing, True
        visited: ast.expr = self.visit(node)
        self.testing = outer
        return visited

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        node.test, node.body, node.orelse = self.test(node.test), self.visit(node.body), self.visit(node.orelse)
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        node.values = [*map(self.test, node.values[:-1]), self.visit(node.values[-1])]
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        node.test = self.test(node.test)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        node.iter = self.visit(node.iter)
        node.ifs = [self.test(each) for each in node.ifs]
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        node.value = self.visit(node.value)
        if not isinstance(node.target, ast.Name):
            node.target = self.visit(node.target)
            return node
        read = self.checked(node.target)
        return ast.Assign([node.target], ast.BinOp(read, node.op, node.value), lineno=node.lineno)

    def visit_Delete(self, node: ast.Delete) -> list[ast.stmt]:
        statements = [_arm(node.lineno)]
        for target in node.targets:
            if isinstance(target, ast.Name):
                statements.append(ast.Expr(self.checked(target)))
                gone = ast.ExceptHandler(ast.Name("NameError", ast.Load()), None, [ast.Pass()])
                statements.append(ast.Try([ast.Delete([target])], [gone], [], []))
                statements.append(_say("_forget", ast.Constant(target.id)))
            else:
                statements.append(ast.Delete([self.visit(target)]))
        return statements

    # -- calls ------------------------------------------------------------------------------------

    def visit_Call(self, node: ast.Call) -> ast.AST:
        called = node.func
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "mode":
            return _call("_guard", ast.Constant(ast.unparse(called)))  # mode.is_decode()
        answer: ast.expr = node
        opaque = called.id if isinstance(called, ast.Name) and self.defines(called.id) is None else ""
        name, _, tail = opaque.partition("_")
        fails = self.in_try and name not in _CANNOT_FAIL and not _is_of_a_manager(called)
        if name == "ready":
            return _call("_guard", ast.Constant(opaque), *[self.visit(each) for each in node.args])
        if name == "step":
            return _call("_step", ast.Constant(opaque))
        if name == "probe":
            domain = "(False, True)" if tail.startswith("b") else "(None, 0, 1, 5)"
            answer = ast.parse(f"_pick({domain})", mode="eval").body
        else:
            self.generic_visit(node)
        return _call("_may_fail", answer) if fails else answer

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return node  # the exception's constructor does not fail

    def visit_Import(self, node: ast.Import) -> ast.AST | list[ast.stmt]:
        if not any(self.replaced(alias.name) for alias in node.names):
            return node
        return [
            _bind(
                alias.asname or alias.name.partition(".")[0],
                "_import_",
                alias.name if alias.asname else alias.name.partition(".")[0],
            )
            for alias in node.names
        ]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST | list[ast.stmt]:
        if not self.replaced(node.module or ""):
            return node
        return [_bind(alias.asname or alias.name, "_import_", f"{node.module}.{alias.name}") for alias in node.names]

    def replaced(self, module: str) -> bool:
        return module.partition(".")[0] in self.modules | _STAND_INS

    # -- statements -------------------------------------------------------------------------------

    def block(self, body: list[ast.stmt], *before: ast.stmt) -> list[ast.stmt]:
        result: list[ast.stmt] = list(before)
        for statement in body:
            visited = self.visit(statement)
            result += visited if isinstance(visited, list) else [visited]
        return result

    def arm(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """A block, and that it was entered: its header is the line before its first statement."""
        return self.block(body, _arm(_first_line(body[0]) - 1))

    def visit_If(self, node: ast.If, chain: int = 0) -> ast.AST:
        chain = chain or node.lineno
        node.test = self.test(node.test)
        node.body = self.arm(node.body)
        if not node.orelse:
            node.orelse = [_arm(-chain)]
        elif isinstance(inner := node.orelse[0], ast.If) and inner.col_offset == node.col_offset:
            node.orelse = [self.visit_If(inner, chain)]  # type: ignore[list-item]
        else:
            node.orelse = self.arm(node.orelse)
        return node

    def visit_For(self, node: ast.For) -> list[ast.stmt]:
        node.target, node.iter = self.visit(node.target), self.visit(node.iter)
        if self.in_try and not isinstance(node.iter, (ast.Tuple, ast.List)) and "range" not in ast.unparse(node.iter):
            node.iter = _call("_may_fail_items", node.iter)
        node.body, node.orelse = self.block(node.body, _say("_item")), self.block(node.orelse)
        return [_arm(node.lineno), node]

    def visit_While(self, node: ast.While) -> list[ast.stmt]:
        node.test = self.test(node.test)
        node.body, node.orelse = self.block(node.body, _say("_turn")), self.block(node.orelse)
        return [_arm(node.lineno), node]

    def visit_Match(self, node: ast.Match) -> ast.AST:
        line = node.lineno
        node.subject = self.test(node.subject)
        for case in node.cases:  # their patterns are left as they are
            case.guard = case.guard and self.test(case.guard)
            case.body = self.arm(case.body)
        last = node.cases[-1]
        if last.guard or not isinstance(last.pattern, ast.MatchAs) or last.pattern.pattern is not None:
            node.cases.append(ast.match_case(ast.MatchAs(), None, [_arm(-line)]))
        return node

    def visit_Try(self, node: ast.Try) -> list[ast.stmt]:
        how = self.how
        self.how = _named([handler.type for handler in node.handlers]) or how
        self.in_try += 1
        node.body = self.block(node.body)
        self.how = how
        if not node.finalbody:
            self.in_try -= 1
        node.orelse = self.block(node.orelse)
        for handler in node.handlers:
            handler.body = self.arm(handler.body)
        if node.finalbody:
            self.in_try -= 1
        node.finalbody = self.block(node.finalbody)
        return [_arm(node.lineno), node]

    visit_TryStar = visit_Try

    def visit_With(self, node: ast.With) -> list[ast.stmt]:
        how, in_try = self.how, self.in_try
        managers = [item.context_expr for item in node.items]
        text = ", ".join(map(ast.unparse, managers))
        for item in node.items:
            item.context_expr = self.entered(item.context_expr)
            self.in_try += text != "manager()"
        self.how = (_named(list(managers)) if "suppress" in text else COUNTS) or how
        node.body = self.block(node.body)
        self.how, self.in_try = how, in_try
        return [_arm(node.lineno), node]

    def entered(self, manager: ast.expr) -> ast.expr:
        """A manager; to enter one that has a name may fail, as a call that makes one may."""
        visited: ast.expr = self.visit(manager)
        return _call("_entered", visited) if self.in_try and isinstance(manager, ast.Name) else visited


def _is_of_a_manager(called: ast.expr) -> bool:
    """Whether a call makes a manager of `contextlib`, or enters one on a stack, which does not fail."""
    if not isinstance(called, ast.Attribute):
        return False
    return called.attr == "enter_context" or (isinstance(called.value, ast.Name) and called.value.id == "contextlib")


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in decorators)])


def _call(helper: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(helper, ast.Load()), list(arguments), [])


def _say(helper: str, *arguments: ast.expr) -> ast.stmt:
    return ast.Expr(_call(helper, *arguments))


def _arm(line: int) -> ast.stmt:
    return _say("_arm", ast.Constant(line))


def _bind(name: str, helper: str, argument: str) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store())], _call(helper, ast.Constant(argument)))
