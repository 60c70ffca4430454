"""Small mutations of a Python file: one comparison, test, flag, call or jump of it is another, or gone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SWAPS: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}


@dataclass(frozen=True)
class Mutation:
    """The bytes from `start` to `stop` of a file become `new`."""

    path: Path
    line: int
    start: int
    stop: int
    new: bytes

    def text(self) -> bytes:
        """The file with the mutation."""
        raw = self.path.read_bytes()
        return raw[: self.start] + self.new + raw[self.stop :]

    def compiles(self) -> bool:
        try:
            compile(self.text(), str(self.path), "exec")
        except SyntaxError:
            return False
        return True

    def shown(self, folder: Path) -> str:
        old = self.path.read_bytes()[self.start : self.stop]
        where = f"{self.path.relative_to(folder)}:{self.line}"
        return f"{where} {' '.join(old.decode().split())!r} -> {self.new.decode()!r}"


class Text:
    """A file's bytes, and where its nodes are in them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.raw = path.read_bytes()
        self.starts = [0]
        for line in self.raw.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def stop(self, node: ast.expr | ast.stmt) -> int:
        return self.starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)

    def mutations(self) -> Iterator[Mutation]:
        for node in ast.walk(ast.parse(self.raw)):
            for start, stop, new in self._edits(node):
                yield Mutation(self.path, node.lineno, start, stop, new)  # type: ignore[attr-defined]

    def _edits(self, node: ast.AST) -> Iterator[tuple[int, int, bytes]]:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            start, stop = self.stop(node.left), self.start(node.comparators[0])
            if not set(self.raw[start:stop]) & set(b"()#"):
                yield start, stop, f" {SWAPS[type(node.ops[0])]} ".encode()
        elif isinstance(node, ast.BoolOp):
            old, new = (b"and", b"or") if isinstance(node.op, ast.And) else (b"or", b"and")
            for left, right in zip(node.values, node.values[1:], strict=False):
                start, stop = self.stop(left), self.start(right)
                if self.raw[start:stop].count(old) == 1:
                    yield start, stop, self.raw[start:stop].replace(old, new)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield self.start(node), self.start(node.operand), b""
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            yield self.start(node), self.stop(node), str(not node.value).encode()
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield self.start(node), self.stop(node), b"pass"
        elif isinstance(node, (ast.Continue, ast.Break)):
            yield self.start(node), self.stop(node), b"break" if isinstance(node, ast.Continue) else b"continue"
        elif isinstance(node, ast.If):
            start, stop = self.start(node.test), self.stop(node.test)
            yield start, stop, b"(not (" + self.raw[start:stop] + b"))"
