"""Mutants of real dispatch code: one binding taken out of one arm, as in the bug that this checker is for.

    python -m tools.mutants --seed 1 --count 400

takes functions of released packages at random, finds chains that ask a dispatch guard, and turns one `name = call()`
of one arm into `call()`, where a sibling arm binds the name and nothing bound it before the chain. It prints on how
many mutants that variable is reported with scope all (in the untouched file it is not), apart for

    plain     a read that follows on every way out of the arm: each of these mutants fails
    guarded   every read stands under a test or after a way out: some of these cannot fail

and for names that a checker without conditions reports in the untouched file already ('doubtful': some path, whatever
its tests, reads them unbound), where today's checkers cannot tell the mutant from the original. Plain mutants that are
not reported are listed, guarded ones too, to be read.
"""

from __future__ import annotations

import argparse
import ast
import random
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from lab import fetch
from lab.check import separate
from lab.released_sets import PACKAGES
from nsa_lint.analysis.assigned import possibly_unassigned
from nsa_lint.analysis.lower import Lowering
from nsa_lint.checker import check
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.options import SCOPES, Options
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.scopes import FunctionNode
from nsa_lint.syntax.source import Source, Unreadable

LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)
BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.With, ast.AsyncWith, ast.Match)
INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
CATCHES = {"Exception", "BaseException", "NameError", "UnboundLocalError"}
CONDITIONAL = (ast.IfExp, ast.BoolOp, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, *INNER)


@dataclass(frozen=True)
class Mutant:
    """A place in a file: the statement at `line` of function `function`, in an arm of the chain at `chain`."""

    package: str
    path: str
    function: str
    name: str
    chain: int
    line: int
    plain: bool
    doubtful: bool


@dataclass(frozen=True)
class Outcome:
    mutant: Mutant
    before: bool  # the untouched file is reported on that variable of that function
    reported: bool
    given_up: bool  # the function was not analysed, and NSA901 says so


# -- finding ---------------------------------------------------------------------------------------------------


def mutants_of(package: str, path: str, source: Source) -> Iterator[Mutant]:
    tree = source.tree
    guards = DispatchGuards(ModuleFacts(tree, source.lines), Options())
    lowering = Lowering(guards.module)
    for function, node in ((each.name, each.node) for each in guards.module.functions.all):
        found = list(_in_function(node, guards))
        if found:
            scope = lowering.scope(node)
            doubtful = possibly_unassigned(node, lowering).names
            local = scope.bound - scope.parameters
            for name, chain, line, plain in found:
                if name in local:
                    yield Mutant(package, path, function, name, chain, line, plain, name in doubtful)


def _in_function(function: FunctionNode, guards: DispatchGuards) -> Iterator[tuple[str, int, int, bool]]:
    """(name, the chain's line, the binding's line, plain) of every candidate."""
    caught = {id(node.body) for node in ast.walk(function) if isinstance(node, ast.Try) and _catches(node)}
    for chain, outer in _chains(list(function.body), []):  # type: ignore[arg-type]
        tests, arms = _arms(chain)
        if not any(guards.mentions_guard(test) for test in tests):
            continue
        before = {name for block, index in outer for statement in block[:index] for name in _bound(statement)}
        for number, arm in enumerate(arms):
            others = set().union(*(_bound_in(other) for index, other in enumerate(arms) if index != number))
            for statement in arm:
                name = _plain_binding(statement)
                if name is None or name in before or name not in others or _leaves(arm):
                    continue
                rest = [each for each in arm if each is not statement]
                if name in _bound_in(rest) or any(_reads(each, name) for each in rest):
                    continue
                if any(id(block) in caught for block, _ in outer):  # a read that fails there is meant
                    continue
                kind = _read_after(outer, name)
                if kind:
                    yield name, chain.lineno, statement.lineno, kind == "plain"


Outer = list[tuple[list[ast.stmt], int]]  # the blocks around a statement, with its index in each


def _chains(block: list[ast.stmt], outer: Outer) -> Iterator[tuple[ast.If, Outer]]:
    for index, statement in enumerate(block):
        around = [*outer, (block, index)]
        if isinstance(statement, ast.If):
            yield statement, around
            for arm in _arms(statement)[1]:
                yield from _chains(arm, around)
        elif not isinstance(statement, INNER):
            for inner in _blocks(statement):
                yield from _chains(inner, around)


def _arms(chain: ast.If) -> tuple[list[ast.expr], list[list[ast.stmt]]]:
    """The tests, and the bodies with that of `else`."""
    tests, arms = [chain.test], [chain.body]
    while len(chain.orelse) == 1 and isinstance(inner := chain.orelse[0], ast.If):
        if inner.col_offset != chain.col_offset:  # `else:` with an `if` in it
            break
        chain = inner
        tests.append(chain.test)
        arms.append(chain.body)
    return tests, [*arms, chain.orelse] if chain.orelse else arms


def _blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    blocks = [block for field in ("body", "orelse", "finalbody") if (block := getattr(statement, field, None))]
    blocks += [part.body for field in ("handlers", "cases") for part in getattr(statement, field, [])]
    return blocks


def _catches(node: ast.Try) -> bool:
    """Whether a handler catches the failure of a read."""
    types = [each for handler in node.handlers for each in ast.walk(handler.type or ast.Name("Exception"))]
    return any(isinstance(each, ast.Name) and each.id in CATCHES for each in types)


def _plain_binding(statement: ast.stmt) -> str | None:
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return None


def _bound(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)} | {
        alias.asname or alias.name.partition(".")[0]
        for each in ast.walk(node)
        if isinstance(each, (ast.Import, ast.ImportFrom))
        for alias in each.names
    }


def _bound_in(block: list[ast.stmt]) -> set[str]:
    return set().union(*map(_bound, block))


def _reads(node: ast.AST, name: str) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Load) for each in ast.walk(node)
    )


def _leaves(block: list[ast.stmt]) -> bool:
    return any(isinstance(each, LEAVES) for statement in block for each in ast.walk(statement))


def _read_after(outer: Outer, name: str) -> str:
    """'plain' where the first read after the chain is met on every way on; 'guarded', another one; else ''."""
    certain = True
    for block, index in reversed(outer):
        for statement in block[index + 1 :]:
            if certain and _reads_at_once(statement, name):
                return "plain"
            if _reads(statement, name):
                return "guarded"
            if isinstance(statement, LEAVES) or _plain_binding(statement) == name:
                return ""
            if name in _bound(statement) or _leaves([statement]):
                certain = False
    return ""


def _reads_at_once(statement: ast.stmt, name: str) -> bool:
    """Whether the statement evaluates the name whatever its tests say."""
    if isinstance(statement, INNER):
        return False
    if isinstance(statement, BRANCHES):
        heads = [getattr(statement, field, None) for field in ("test", "iter", "subject")]
        heads += [item.context_expr for item in getattr(statement, "items", [])]
        return any(_evaluates(head, name) for head in heads if head is not None)
    return _evaluates(statement, name)


def _evaluates(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Name):
        return node.id == name and isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.IfExp):
        return _evaluates(node.test, name)
    if isinstance(node, ast.BoolOp):
        return _evaluates(node.values[0], name)
    if isinstance(node, CONDITIONAL):
        return False
    return any(_evaluates(child, name) for child in ast.iter_child_nodes(node))


# -- running ---------------------------------------------------------------------------------------------------


def find(package: str, path: str, text: str) -> list[Mutant]:
    warnings.simplefilter("ignore")
    try:
        return list(mutants_of(package, path, Source.of_text(path, text)))
    except (Unreadable, RecursionError):
        return []


def run(mutants: list[Mutant], text: str, options: Options) -> list[Outcome]:
    """The mutants of one file."""
    warnings.simplefilter("ignore")
    before = _reported(Source.of_text("example.py", text), options)
    outcomes = []
    for mutant in mutants:
        source = Source.of_text("example.py", text)
        _take_out(source.tree, mutant)
        key = (mutant.function, mutant.name)
        told = _reported(source, options)
        outcomes.append(Outcome(mutant, key in before, key in told, (mutant.function, "") in told))
    return outcomes


def _reported(source: Source, options: Options) -> set[tuple[str, str]]:
    """(function, variable) of each report; the empty variable where the function was given up."""
    told = [one for each in check(source, options) for one in separate(each)]
    given_up = {(each.message.split("'")[1], "") for each in told if each.code == "NSA901" and "'" in each.message}
    return given_up | {(each.proof.function, each.name) for each in told if each.proof is not None}


def _take_out(tree: ast.Module, mutant: Mutant) -> None:
    """`name = value` becomes `value`."""
    for node in ast.walk(tree):
        for block in _blocks(node) if isinstance(node, (ast.stmt, ast.Module)) else []:  # type: ignore[arg-type]
            for index, statement in enumerate(block):
                if statement.lineno == mutant.line and _plain_binding(statement) == mutant.name:
                    assert isinstance(statement, ast.Assign)
                    block[index] = ast.copy_location(ast.Expr(statement.value), statement)
                    return
    raise LookupError(f"no binding of {mutant.name} at line {mutant.line} of {mutant.path}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--files", type=int, default=1500, help="files to look at in each package, at random")
    parser.add_argument("--scope", choices=SCOPES, default="all")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    texts: dict[tuple[str, str], str] = {}
    found: list[Mutant] = []
    with ProcessPoolExecutor(options.jobs) as pool:
        for package, version in PACKAGES:
            every = fetch.texts(package, version)
            chosen = rng.sample(every, min(options.files, len(every)))
            texts |= {(package, path): text for path, text in chosen}
            parts = pool.map(find, [package] * len(chosen), *zip(*chosen, strict=True), chunksize=20)
            found += [mutant for part in parts for mutant in part]
        # Doubtful names are rare: they get a third of the places, or as many as there are.
        kinds = [[each for each in found if each.doubtful == doubtful] for doubtful in (True, False)]
        wanted = rng.sample(kinds[0], min(options.count // 3, len(kinds[0])))
        wanted += rng.sample(kinds[1], min(options.count - len(wanted), len(kinds[1])))
        files: dict[tuple[str, str], list[Mutant]] = {}
        for mutant in wanted:
            files.setdefault((mutant.package, mutant.path), []).append(mutant)
        checked = [Options(options.scope)] * len(files)
        parts_run = pool.map(run, files.values(), [texts[key] for key in files], checked)
        outcomes = [outcome for part in parts_run for outcome in part]
    kept = [outcome for outcome in outcomes if not outcome.before]
    print(
        f"seed {options.seed}: {len(wanted)} of {len(found)} mutants in {len(texts)} files of {len(PACKAGES)} packages;"
    )
    print(f"{len(outcomes) - len(kept)} left out: the untouched file is reported on that variable\n")
    print("| read | doubtful before | mutants | reported | share |")
    print("| --- | --- | --- | --- | --- |")
    counts = Counter((each.mutant.plain, each.mutant.doubtful, each.reported) for each in kept)
    for plain in (True, False):
        for doubtful in (False, True):
            yes, no = counts[plain, doubtful, True], counts[plain, doubtful, False]
            share = f"{yes / (yes + no):.1%}" if yes + no else "-"
            row = ("plain" if plain else "guarded", "yes" if doubtful else "no", yes + no, yes, share)
            print(f"| {' | '.join(map(str, row))} |")
    for outcome in sorted(kept, key=lambda each: (not each.mutant.plain, each.mutant.package, each.mutant.path)):
        if not outcome.reported:
            each = outcome.mutant
            kind = ("plain" if each.plain else "guarded") + (", NSA901 says so" if outcome.given_up else "")
            print(f"\nnot reported ({kind}): {each.package} {each.path}:{each.line} {each.name!r}", end="")
            print(f" in {each.function}, chain at line {each.chain}", end="")
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
