"""Carries edits out on the concrete syntax tree, so that every byte outside them stays as it is.

libcst is imported by `nsa_lint.fixes.rewriter` alone, and only once there is something to write: importing it and
parsing a 1,900-line file takes about 0.2 s, which a run that only reports must not pay.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nsa_lint.fixes.edits import Fix
from nsa_lint.source import Source

_BOM = "\ufeff"


def apply(source: Source, fixes: Sequence[Fix]) -> str:
    """The text of `source` with all `fixes` made, in one pass; fixes that share an edit make it once.

    The text comes back unchanged where the result would not be certain: libcst cannot read it, or does not give it back
    byte for byte, or some edit's statement is not found, or the outcome does not parse.
    """
    edits = frozenset(edit for fix in fixes for edit in fix.edits)
    if not edits:
        return source.text
    from nsa_lint.fixes.rewriter import rewrite

    bom = _BOM if source.text.startswith(_BOM) else ""
    try:
        changed = rewrite(source.text.removeprefix(_BOM), edits)
        ast.parse(changed)
    except Exception:  # libcst has errors of its own, RecursionError on deep code, and newer grammar may provoke any
        return source.text
    return bom + changed
