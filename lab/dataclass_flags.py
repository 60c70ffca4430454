"""What the dataclasses of a package say of themselves, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from lab.fetch import ROOT


@dataclass(frozen=True, slots=True)
class Flags:
    """A dataclass, and what its decorator is given: `frozen`, `slots`, and so on, each with its value."""

    module: str
    name: str
    given: dict[str, object]
    caches: bool  # whether it has a cached property, which needs a __dict__

    def __getitem__(self, flag: str) -> object:
        return self.given.get(flag, flag == "eq")


def dataclasses_of(package: str) -> Iterator[Flags]:
    for path in sorted((ROOT / package).rglob("*.py")):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for node in (each for each in nodes if isinstance(each, ast.ClassDef)):
            for decorator in node.decorator_list:
                call = decorator if isinstance(decorator, ast.Call) else ast.Call(decorator, [], [])
                if ast.unparse(call.func) == "dataclass":
                    given = {str(each.arg): ast.literal_eval(each.value) for each in call.keywords}
                    module = ".".join(path.relative_to(ROOT / package).with_suffix("").parts)
                    yield Flags(module, node.name, given, "cached_property" in ast.unparse(node))
