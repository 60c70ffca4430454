"""A fix's edits carried out on plain text: libcst is compiled code that the browser does not have.

Does what `nsa_lint.fixes.apply` does where the edited statements have their lines to themselves, and nothing elsewhere;
the tests compare the two.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Sequence

from nsa_lint.fixes import Fix
from nsa_lint.fixes.edits import Anchor, Capture, CloseChain, Edit, InsertAfter, InsertBefore
from nsa_lint.syntax.source import Source


def apply_to_text(source: Source, fixes: Sequence[Fix]) -> str | None:
    """The text with the fixes made, its newlines plain; None where one of them is not this simple."""
    edits = sorted({edit for fix in fixes for edit in fix.edits}, key=_order)
    statements = _statements(source.tree)
    lines = list(source.lines)
    below: dict[int, list[str]] = {}  # by line (from 1): what comes after it
    for edit in edits:
        statement = statements.get(edit.at)
        if statement is None or not _edit(edit, statement, lines, below):
            return None
    out: list[str] = below.get(0, [])
    for number, line in enumerate(lines, 1):
        out.append(line)
        if number in below:
            if line and not line.endswith("\n"):
                out[-1] += "\n"
            out += below[number]
    text = "".join(out)
    try:
        ast.parse(text)
    except SyntaxError:
        return None
    return text


def _order(edit: Edit) -> tuple[Anchor, int, int, str]:
    if isinstance(edit, Capture):
        return edit.at, 0, 0, edit.name
    return edit.at, 1, edit.order, edit.code


@functools.lru_cache(maxsize=1)  # a report has many fixes of one text
def _statements(tree: ast.Module) -> dict[Anchor, ast.stmt]:
    found: dict[Anchor, ast.stmt] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            found.setdefault(Anchor(node.lineno, node.col_offset), node)
    return found


def _edit(edit: Edit, statement: ast.stmt, lines: list[str], below: dict[int, list[str]]) -> bool:
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    indent = lines[first - 1][: statement.col_offset]
    if indent.strip() or not _ends_its_line(statement, lines):
        return False
    if isinstance(edit, Capture):
        lines[first - 1] = f"{indent}{edit.name} = {lines[first - 1][len(indent) :]}"
    elif isinstance(edit, InsertAfter):
        below.setdefault(last, []).append(f"{indent}{edit.code}\n")
    elif isinstance(edit, InsertBefore):
        if isinstance(statement, ast.Pass):
            return False
        below.setdefault(first - 1, []).append(f"{indent}{edit.code}\n")
    else:
        return _close(edit, statement, indent, lines, below)
    return True


def _close(edit: CloseChain, chain: ast.stmt, indent: str, lines: Sequence[str], below: dict[int, list[str]]) -> bool:
    """Give the chain its last arm, once."""
    if isinstance(chain, ast.If) and not chain.orelse:
        body, header, inner = chain.body, f"{indent}else:\n", _indent_of(chain.body[0], lines)
    elif isinstance(chain, ast.Match):
        case = lines[chain.cases[-1].pattern.lineno - 1]
        body, inner = chain.cases[-1].body, _indent_of(chain.cases[-1].body[0], lines)
        header = f"{case[: len(case) - len(case.lstrip())]}case _:\n"
    else:
        return False
    if inner is None:
        return False
    end = _with_comments(max(each.end_lineno or each.lineno for each in body), inner, lines)
    arm = below.setdefault(end, [])
    if not arm:
        arm.append(header)
    elif edit.leaves:
        return True  # raised already, for another name
    arm.append(f"{inner}{edit.code}\n")
    return True


def _indent_of(statement: ast.stmt, lines: Sequence[str]) -> str | None:
    indent = lines[statement.lineno - 1][: statement.col_offset]
    return None if indent.strip() else indent


def _with_comments(end: int, indent: str, lines: Sequence[str]) -> int:
    """The last line of a suite: comments below its last statement belong to it where they are indented as it is."""
    last = end
    for number in range(end + 1, len(lines) + 1):
        line = lines[number - 1]
        if line.strip() and not (line.startswith(indent) and line.strip().startswith("#")):
            break
        if line.strip():
            last = number
    return last


def _ends_its_line(statement: ast.stmt, lines: Sequence[str]) -> bool:
    line = lines[(statement.end_lineno or statement.lineno) - 1].encode()
    rest = line[statement.end_col_offset or 0 :].decode(errors="replace").strip()
    return not rest or rest.startswith("#")
