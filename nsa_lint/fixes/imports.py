"""Fix: an import that one arm alone makes goes in front of the chain, for the arms that read its name without it.

An import inside a function makes its name local there: where the module imports the same name, the arm hides it.
"""

from __future__ import annotations

import ast

from nsa_lint.fixes.edits import Anchor, Fix, InsertAfter, InsertBefore
from nsa_lint.fixes.place import Place
from nsa_lint.syntax.bindings import names_bound
from nsa_lint.syntax.literals import text_of
from nsa_lint.syntax.scopes import bound_names, walk_scope


def import_in_front(place: Place, module: ast.Module) -> Fix | None:
    """The fix for `place`, or None where the name is bound by anything else than one import."""
    if not isinstance(place.scope, (ast.FunctionDef, ast.AsyncFunctionDef)) or not place.siblings:
        return None
    binding = [node for node in walk_scope(place.scope.body) if place.name in names_bound(node)]
    imports = {ast.unparse(node) for node in binding if isinstance(node, (ast.Import, ast.ImportFrom))}
    if len(imports) != 1 or not all(isinstance(node, (ast.Import, ast.ImportFrom)) for node in binding):
        return None
    code = _alone(next(node for node in binding if isinstance(node, (ast.Import, ast.ImportFrom))), place.name)
    first = place.scope.body[0]
    at = Anchor(first.lineno, first.col_offset)
    is_text = isinstance(first, ast.Expr) and text_of(first.value) is not None
    edit = InsertAfter(at, 0, code) if is_text else InsertBefore(at, 0, code)
    hides = place.name in bound_names(each for each in module.body if isinstance(each, (ast.Import, ast.ImportFrom)))
    hint = f" (the import in the arm hides the '{place.name}' of the module)" if hides else ""
    summary = f"`{code}` in front of the chain{hint}, if it can be imported on every way"
    return Fix((edit,), summary, "unsafe")


def _alone(node: ast.Import | ast.ImportFrom, name: str) -> str:
    """The import of this name alone."""
    names = [alias for alias in node.names if (alias.asname or alias.name.partition(".")[0]) == name]
    if isinstance(node, ast.Import):
        return ast.unparse(ast.Import(names))
    return ast.unparse(ast.ImportFrom(node.module, names, node.level))
