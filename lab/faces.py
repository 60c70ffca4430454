"""flake8 and the command line as a user calls them, in this process: arguments in, output and status out."""

from __future__ import annotations

import contextlib
import importlib.metadata
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from flake8.main import application

from nsa_lint.cli import main as cli
from nsa_lint.options import Options
from nsa_lint.plugin import Plugin


@dataclass(frozen=True)
class Outcome:
    """`status` is the exit status, or the name of the exception that a user would see as a traceback."""

    out: str
    err: str
    status: int | str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def flake8(*arguments: str) -> Outcome:
    """`flake8 ARGUMENTS`, with the plugins that are installed."""

    def run() -> int:
        app = application.Application()
        app.run(["-j1", *arguments])
        return app.exit_code()

    try:
        return _captured(run)
    finally:
        Plugin.options = Options()


def nsa_lint(*arguments: str, stdin: bytes = b"") -> Outcome:
    """`nsa-lint ARGUMENTS`."""
    try:
        return _captured(lambda: cli.main(arguments), stdin)
    finally:
        Plugin.options = Options()


def report(output_format: str, *arguments: str) -> str:
    """What `nsa-lint check` prints, whatever is configured."""
    return nsa_lint("check", "--isolated", "--output-format", output_format, *arguments).out


@contextlib.contextmanager
def without_the_plugin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """flake8 as it is where nsa-guard is not installed."""
    installed = importlib.metadata.distributions

    def others(**context: Any) -> Iterator[importlib.metadata.Distribution]:
        return (each for each in installed(**context) if each.metadata["Name"] != "nsa-guard")

    with monkeypatch.context() as patch:
        patch.setattr(importlib.metadata, "distributions", others)
        yield


def _captured(run: Callable[[], int], stdin: bytes = b"") -> Outcome:
    written = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(each, "utf-8", write_through=True) for each in written)
    given = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    status: int | str
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        before, sys.stdin = sys.stdin, given
        try:
            status = run()
        except SystemExit as error:
            status = error.code if isinstance(error.code, int) else 1
        except Exception as error:
            status = type(error).__name__
        finally:
            sys.stdin = before
    printed, errors = (each.getvalue().decode() for each in written)
    return Outcome(printed, errors, status)


def select_nsa(*arguments: str) -> Sequence[str]:
    """`flake8 --isolated --select NSA ARGUMENTS`: the lines that it prints."""
    return flake8("--isolated", "--select", "NSA", *arguments).lines
