"""The hook into the analysis: what each walk of a function took. The only place here that knows how it is built."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from nsa_lint.analysis import readers
from nsa_lint.analysis import scope as one_scope
from nsa_lint.analysis.bdd import TooComplex
from nsa_lint.analysis.budgets import Effort
from nsa_lint.checker import check
from nsa_lint.model import Diagnostic
from nsa_lint.options import Options
from nsa_lint.package import exports
from nsa_lint.report import json as json_report
from nsa_lint.report.found import FileReport, Style
from nsa_lint.syntax.source import Source

Walk = tuple[str, int, int | None, int]  # function, its line, attempt (None: not analysed), decision nodes


def checked(
    source: Source, options: Options, check: Callable[[Source, Options], list[Diagnostic]] = check
) -> tuple[list[dict[str, Any]], list[Walk]]:
    """The findings of a file as JSON gives them, without fixes, and the walks that they took.

    What other modules export is analysed anew, so that the walks do not depend on the files checked before.
    """
    walks: list[Walk] = []
    with reporting_walks(lambda *walk: walks.append(walk)), patch.dict(exports._known, clear=True):
        found = check(source, options)
    [document] = json_report.render([FileReport(source.path, tuple(found), lambda: None)], Style())
    findings: list[dict[str, Any]] = json.loads(document)["findings"]
    return findings, walks


@contextmanager
def reporting_walks(report: Callable[[str, int, int | None, int], None]) -> Iterator[None]:
    """Calls `report(function, line, attempt, nodes)` at the end of each walk of a function or module.

    The functions that are walked for what they read of the module (NSA103) share the decision nodes of their module:
    they are one report, `<readers>`.
    """
    walk: Callable[..., Any] = one_scope.walk_scope_body
    modules: list[tuple[Any, int]] = []  # in scope `all`: the run over the module, its nodes before the readers
    efforts = [*Effort]

    def reporting(node: Any, *arguments: Any, read_by_functions: bool = False, **named: Any) -> Any:
        name, line = getattr(node, "name", f"<{type(node).__name__.lower()}>"), getattr(node, "lineno", 0)
        try:
            run = walk(node, *arguments, read_by_functions=read_by_functions, **named)
        except (TooComplex, RecursionError):
            report(name, line, None, 0)
            raise
        if run is not None:
            report(name, line, efforts.index(run.effort), len(run.world.bdd))
            if read_by_functions:
                modules.append((run, len(run.world.bdd)))
        return run

    try:
        with ExitStack() as patched:
            for module in (one_scope, readers, exports):  # each has the name of its own
                patched.enter_context(patch.object(module, "walk_scope_body", reporting))
            yield
    finally:
        for run, nodes in modules:
            if len(run.world.bdd) > nodes:
                report("<readers>", 0, efforts.index(run.effort), len(run.world.bdd) - nodes)
