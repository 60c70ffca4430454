"""The one call that every face makes: check a source, and never fail.

Whatever goes wrong inside becomes an NSA901 that says so. A linter that takes flake8 down is worse than none,
and one that goes silent is worse still.
"""

from __future__ import annotations

import os

from nsa_lint.model import Diagnostic
from nsa_lint.options import Options
from nsa_lint.source import Source, Unreadable

NOT_ANALYSED = "NSA901"


def not_analysed(reason: str, line: int = 1, column: int = 1) -> Diagnostic:
    """An NSA901 for a whole file."""
    return Diagnostic(NOT_ANALYSED, line, column, line, column, "", f"this file was not analysed: {reason}")


def unreadable(error: Unreadable) -> Diagnostic:
    """An NSA901 for a file that cannot be read or parsed."""
    return not_analysed(error.reason, error.line, error.column)


def check_safely(source: Source, options: Options) -> list[Diagnostic]:
    """`rules.check`, with any failure of ours told as NSA901."""
    from nsa_lint.rules import check  # heavier than all else here: not before a file has to be checked

    try:
        return check(source, options)
    except Exception as error:  # MemoryError and RecursionError too
        return [not_analysed(_internal(error))]


def by_chance(told: Diagnostic) -> bool:
    """Whether another run, with more stack or memory left, might say something else."""
    return told.code == NOT_ANALYSED and ("internal error" in told.message or "too deeply" in told.message)


def _internal(error: BaseException) -> str:
    """One line that tells where it happened, so that a report of it is of use."""
    where = ""
    trace = error.__traceback__
    while trace is not None:
        where = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    said = " ".join(str(error).split())
    return f"internal error at {where}: {type(error).__name__}{': ' + said if said else ''}"
