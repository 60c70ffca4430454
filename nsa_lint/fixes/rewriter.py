"""Edits on a libcst tree. The only module that imports libcst besides the codemod."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from nsa_lint.fixes.edits import Anchor, Capture, CloseChain, Edit, InsertAfter, InsertBefore

_NEWLINE = re.compile("\r\n|\r|\n")


def rewrite(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all `edits`; ValueError where one of them finds no statement, or where libcst would lose a byte."""
    module = cst.parse_module(text)
    if module.code != text:
        raise ValueError("libcst does not give the text back as it was")
    rewriter = _Rewriter(module, text, edits)
    changed = MetadataWrapper(module, unsafe_skip_copy=True).visit(rewriter)
    if rewriter.pending:
        raise ValueError(f"no statement at {sorted(rewriter.pending)}")
    return changed.code


class _Rewriter(cst.CSTTransformer):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, module: cst.Module, text: str, edits: Iterable[Edit]) -> None:
        super().__init__()
        self._config = module.config_for_parsing
        self._captures: dict[Anchor, str] = {}
        self._after: dict[Anchor, list[InsertAfter]] = defaultdict(list)
        self._before: dict[Anchor, list[InsertBefore]] = defaultdict(list)
        self._closings: dict[Anchor, list[CloseChain]] = defaultdict(list)
        lines = _NEWLINE.split(text)
        for edit in edits:
            column = len(lines[edit.at.line - 1].encode()[: edit.at.column].decode())
            at = Anchor(edit.at.line, column)
            if isinstance(edit, Capture):
                self._captures[at] = edit.name
            elif isinstance(edit, InsertAfter):
                self._after[at].append(edit)
            elif isinstance(edit, InsertBefore):
                self._before[at].append(edit)
            else:
                self._closings[at].append(edit)
        self.pending = {*self._captures, *self._after, *self._before, *self._closings}

    def _at(self, node: cst.CSTNode) -> Anchor:
        start = self.get_metadata(PositionProvider, node).start
        return Anchor(start.line, start.column)

    def _statements(self, edits: Sequence[InsertAfter | InsertBefore | CloseChain]) -> list[cst.SimpleStatementLine]:
        ordered = sorted(edits, key=lambda edit: (edit.order, edit.code))
        lines = [cst.parse_statement(edit.code, config=self._config) for edit in ordered]
        return [line for line in lines if isinstance(line, cst.SimpleStatementLine)]

    def leave_Expr(self, original_node: cst.Expr, updated_node: cst.Expr) -> cst.BaseSmallStatement:
        name = self._captures.get(self._at(original_node))
        if name is None:
            return updated_node
        self.pending.discard(self._at(original_node))
        target = cst.AssignTarget(cst.Name(name))
        return cst.Assign([target], updated_node.value, semicolon=updated_node.semicolon)

    def _with_insertions(
        self, original: Sequence[cst.BaseSmallStatement], updated: Sequence[cst.BaseSmallStatement]
    ) -> tuple[list[cst.BaseSmallStatement], list[cst.SimpleStatementLine]]:
        """The small statements of a line, and the lines that go behind it."""
        kept: list[cst.BaseSmallStatement] = []
        behind: list[cst.SimpleStatementLine] = []
        for before, after in zip(original, updated, strict=True):
            kept.append(after)
            edits = self._after.get(self._at(before))
            if not edits:
                continue
            self.pending.discard(self._at(before))
            new = self._statements(edits)
            if before is original[-1]:
                behind = new
            else:
                kept += [small for line in new for small in line.body]
        return kept, behind

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.BaseStatement | cst.FlattenSentinel[cst.BaseStatement]:
        kept, behind = self._with_insertions(original_node.body, updated_node.body)
        return cst.FlattenSentinel([updated_node.with_changes(body=kept), *behind])

    def leave_SimpleStatementSuite(
        self, original_node: cst.SimpleStatementSuite, updated_node: cst.SimpleStatementSuite
    ) -> cst.BaseSuite:
        kept, behind = self._with_insertions(original_node.body, updated_node.body)
        first = self._before.get(self._at(original_node.body[0]))
        if not behind and not first:
            return updated_node.with_changes(body=kept)
        top = self._top(first, original_node.body[0])
        lines = [] if top and _is_pass(updated_node) else [cst.SimpleStatementLine(kept)]
        return cst.IndentedBlock([*top, *lines, *behind], header=updated_node.trailing_whitespace)

    def leave_IndentedBlock(self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock) -> cst.BaseSuite:
        if not original_node.body:
            return updated_node
        first = self._before.get(self._at(original_node.body[0]))
        if not first:
            return updated_node
        top = self._top(first, original_node.body[0])
        only = updated_node.body[0]
        if len(updated_node.body) == 1 and isinstance(only, cst.SimpleStatementLine) and _is_pass(only):
            instead = top[0].with_changes(
                leading_lines=only.leading_lines, trailing_whitespace=only.trailing_whitespace
            )
            return updated_node.with_changes(body=[instead, *top[1:]])
        return updated_node.with_changes(body=[*top, *updated_node.body])

    def _top(self, edits: Sequence[InsertBefore] | None, statement: cst.CSTNode) -> list[cst.SimpleStatementLine]:
        if not edits:
            return []
        self.pending.discard(self._at(statement))
        return self._statements(edits)

    def _closing(self, node: cst.CSTNode) -> cst.IndentedBlock | None:
        edits = self._closings.get(self._at(node))
        if not edits:
            return None
        self.pending.discard(self._at(node))
        leaving = [edit for edit in edits if edit.leaves]
        return cst.IndentedBlock(self._statements(leaving[:1] or edits))

    def leave_If(self, original_node: cst.If, updated_node: cst.If) -> cst.BaseStatement:
        body = None if original_node.orelse else self._closing(original_node)
        return updated_node.with_changes(orelse=cst.Else(body)) if body else updated_node

    def leave_Match(self, original_node: cst.Match, updated_node: cst.Match) -> cst.BaseStatement:
        body = self._closing(original_node)
        if body is None:
            return updated_node
        anything = cst.MatchCase(cst.MatchAs(), body)
        return updated_node.with_changes(cases=[*updated_node.cases, anything])


def _is_pass(suite: cst.SimpleStatementSuite | cst.SimpleStatementLine) -> bool:
    return len(suite.body) == 1 and isinstance(suite.body[0], cst.Pass)
