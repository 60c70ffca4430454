"""Where a package pairs things, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path


def zips(folder: Path) -> Iterator[tuple[str, bool]]:
    """The calls of `zip`: the function that each is in, and whether it is strict."""
    for path in sorted(folder.rglob("*.py")):
        module = ".".join(path.relative_to(folder).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
            for call in (each for each in ast.walk(function) if isinstance(each, ast.Call)):
                if isinstance(call.func, ast.Name) and call.func.id == "zip":
                    given = {each.arg: ast.literal_eval(each.value) for each in call.keywords}
                    yield f"{module}.{function.name}", bool(given.get("strict"))
