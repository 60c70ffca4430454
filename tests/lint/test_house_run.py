"""The house rules of the walk: each part of a Run has one writer, and no class of the analysis is a second house."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ANALYSIS = Path(__file__).resolve().parents[2] / "nsa_lint" / "analysis"
MODULES = sorted(ANALYSIS.glob("*.py"))
FAMILIES = frozenset(
    ("assignments", "branches", "closures", "comparisons", "comprehensions", "exceptions", "groups", "loops")
)
VALUES = ("values", "facts", "identity", "unions")  # one class in floors: symbols, what is known, their class, unions
MOST_METHODS, MOST_ATTRIBUTES = 25, 15

# The classes whose objects change during a walk, and their attributes
PARTS = {
    "state": ("State",),
    "chains": ("ChainRecord",),
    "names": ("Names",),
    "exits": ("Exits", "LoopExits", "Catch", "Finally", "Call"),
    "blame": ("Blame",),
    "trace": ("Trace",),
    "run": ("Progress",),
    "values": ("Symbol",),
    "facts": ("Facts",),
    "identity": ("ClassFacts",),
    "unions": ("Values",),
    "patterns": ("Matched",),
    "bdd": ("Bdd",),
    "loops": ("_Loop",),
}
# What changes a part, and the modules that may call it; everybody may call any other method
WRITERS = {
    ("names", "inside"): {"closures", "comprehensions"},
    ("names", "read_later"): {"closures", "comprehensions", "helper_calls"},
    ("names", "capture"): {"closures"},
    ("exits", "inside"): {"loops", "exceptions", "managers", "closures", "readers"},
    ("exits", "detached"): {"closures"},
    ("exits", "send"): {"run"},
    ("blame", "inside"): {"run"},
    ("blame", "chain"): {"branches", "comparisons", "comprehensions", "exceptions", "loops", "managers", "variables"},
    ("progress", "count"): {"run"},
    ("progress", "in_loop"): {"loops"},
    ("progress", "in_iteration"): {"loops"},
    ("trace", "meet"): {"branches", "catching", "comparisons", "comprehensions", "expressions", "loops", "run"},
    ("trace", "fail"): {"variables"},
    ("trace", "call"): {"calls"},
    ("trace", "define"): {"closures"},
}
_MUTATING = frozenset("append extend insert add update pop popitem remove discard clear setdefault sort".split())


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def classes_of(path: Path) -> Iterator[ast.ClassDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef))


def attributes_of(node: ast.ClassDef) -> set[str]:
    """What its body declares, its slots, and what its methods set on `self`."""
    found = {
        each.target.id for each in node.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    }
    for child in ast.walk(node):
        is_set = isinstance(child, ast.Attribute) and isinstance(child.ctx, ast.Store)
        if is_set and isinstance(child.value, ast.Name) and child.value.id == "self":
            found.add(child.attr)
    return found


def changed_from_outside(tree: ast.Module) -> Iterator[ast.Attribute]:
    """Attributes of another object than `self` that a module sets, or whose containers it changes."""
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
            targets = [node.target]
        elif isinstance(node, ast.Delete):
            targets = node.targets
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _MUTATING:
            targets = [node.func.value] if isinstance(node.func.value, ast.Attribute) else []
        for target in (each for whole in targets for each in _unpacked(whole)):
            while isinstance(target, ast.Subscript):
                target = target.value
            if isinstance(target, ast.Attribute) and not (
                isinstance(target.value, ast.Name) and target.value.id == "self"
            ):
                yield target


def _unpacked(target: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            yield from _unpacked(element)
    else:
        yield target


def owned() -> dict[str, str]:
    """The module that may change an attribute, by its name."""
    found: dict[str, str] = {}
    for module, names in PARTS.items():
        parts = [node for node in classes_of(ANALYSIS / f"{module}.py") if node.name in names]
        assert len(parts) == len(names), module
        for part in parts:
            found |= dict.fromkeys(attributes_of(part), module)
    return found


def may_change(module: str, attribute: str) -> bool:
    owner = owned().get(attribute)
    return owner == module or (owner in VALUES and module in VALUES)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_nobody_changes_an_object_of_another_module(path: Path) -> None:
    """The families replace the state of a run; whatever else changes, changes through a method of its class."""
    found = []
    for attribute in changed_from_outside(tree_of(path)):
        text = ast.unparse(attribute)
        if text == "run.state" and path.stem in FAMILIES:
            continue
        if may_change(path.stem, attribute.attr):
            continue
        found.append(f"{path.name}:{attribute.lineno}: {text}")
    assert not found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_part_of_a_run_is_written_by_its_owners(path: Path) -> None:
    found = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            part = ast.unparse(node.func.value).rpartition(".")[2]
            allowed = WRITERS.get((part, node.func.attr))
            if allowed is not None and path.stem not in allowed:
                found.append(f"{path.name}:{node.lineno}: {ast.unparse(node.func)}")
    assert not found


@pytest.mark.parametrize(("part", "method"), WRITERS, ids=".".join)
def test_each_writer_still_writes(part: str, method: str) -> None:
    """So that the table above says what is there."""
    for module in WRITERS[part, method]:
        text = (ANALYSIS / f"{module}.py").read_text(encoding="utf-8")
        assert f"{part}.{method}(" in text, module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_class_is_large(path: Path) -> None:
    for node in classes_of(path):
        methods = [each for each in node.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]
        assert len(methods) <= MOST_METHODS, node.name
        assert len(attributes_of(node)) <= MOST_ATTRIBUTES, node.name


@pytest.mark.parametrize(
    "module", sorted(FAMILIES | {"calls", "expressions", "interpreter", "iteration", "operators", "variables"})
)
def test_the_families_are_plain_functions(module: str) -> None:
    """No mixins: what a family needs of another it imports, or finds through the tables of the language."""
    for node in classes_of(ANALYSIS / f"{module}.py"):
        assert [ast.unparse(each) for each in node.decorator_list] == ["dataclass(frozen=True, slots=True)"], node.name
        assert not [each for each in node.body if isinstance(each, ast.FunctionDef)], node.name


@pytest.mark.parametrize("change", [
    "run.state.reach = 0", "run.names.frames = ()", "symbol.dispatch |= True", "run.exits._stack.append(x)",
    "del run.state.values[key]", "a, run.trace.met = x", "record.binders[name] = tags",
])  # fmt: skip
def test_such_a_change_is_seen(change: str) -> None:
    assert [*changed_from_outside(ast.parse(change))]
