"""The flake8 face. Kept light: flake8 imports it for every command, `flake8 --version` too."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, ClassVar

from nsa_lint import __version__
from nsa_lint.options import Options, WrongValue

if TYPE_CHECKING:
    import argparse
    import ast
    from collections.abc import Iterator, Mapping, Sequence

    from flake8.options.manager import OptionManager

    from nsa_lint.run.baseline import Baseline


class Plugin:
    """A flake8 tree plugin: one instance a file."""

    name: ClassVar[str] = "nsa-guard"
    version: ClassVar[str] = __version__
    options: ClassVar[Options] = Options()
    baseline: ClassVar[Baseline | None] = None
    _started: ClassVar[bool] = False

    def __init__(self, tree: ast.Module, filename: str, lines: Sequence[str]) -> None:
        self._tree = tree
        self._filename = filename
        self._lines = lines

    @classmethod
    def add_options(cls, manager: OptionManager) -> None:
        """Register our options, all with the prefix `nsa-`, on the command line and in configuration files."""
        manager.add_option(
            "--nsa-scope",
            default="dispatch",
            metavar="{dispatch,all}",
            parse_from_config=True,
            help="Which unbound reads to report: those at a dispatch, or all. (Default: %(default)s)",
        )
        manager.add_option(
            "--nsa-guards",
            default="",
            metavar="regexes",
            comma_separated_list=True,
            parse_from_config=True,
            help="Comma-separated regular expressions; names matching any are also treated as dispatch guards.",
        )
        manager.add_option(
            "--nsa-no-return",
            default="",
            metavar="names",
            comma_separated_list=True,
            parse_from_config=True,
            help="Comma-separated dotted names of functions that never return.",
        )
        manager.add_option(
            "--nsa-package",
            default="on",
            metavar="{on,off}",
            parse_from_config=True,
            help="Whether the other files of the package count as evidence. (Default: %(default)s)",
        )
        manager.add_option(
            "--nsa-max-nodes",
            default=Options().max_nodes,
            metavar="n",
            parse_from_config=True,
            help="Decision nodes that the conditions of one function may need. (Default: %(default)s)",
        )
        manager.add_option(
            "--nsa-baseline",
            default=None,
            metavar="file",
            parse_from_config=True,
            normalize_paths=True,
            help="Do not report the findings listed in this file, which `nsa-lint check --write-baseline` writes.",
        )

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Take the options over; a wrong one ends flake8 with a sentence, not with a traceback."""
        from nsa_lint.run.baseline import Baseline
        from nsa_lint.run.selection import configured, options_of

        places: Mapping[str, str] = {}
        try:
            places = configured(options)
            cls.options = options_of(options)
            cls.baseline = Baseline.read(options.nsa_baseline) if options.nsa_baseline else None
        except ValueError as error:
            from flake8.exceptions import ExecutionError

            raise ExecutionError(error.at(places) if isinstance(error, WrongValue) else str(error)) from None
        cls._start()

    @classmethod
    def _start(cls) -> None:
        """Before the first file, once a process and before flake8 forks others: import the checker.

        Python's garbage collector runs again and again while flake8 works, and goes through all that is there each
        time. Freezing leaves out what has been imported.
        """
        if cls._started:
            return
        cls._started = True
        from nsa_lint.checker import load

        load()
        gc.freeze()

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Yield (line from 1, column from 0, "CODE message", plugin)."""
        from nsa_lint.checker import check_safely, collector_paused
        from nsa_lint.syntax.source import Source

        source = Source.of_tree(self._filename, self._tree, self._lines)
        with collector_paused():
            findings = check_safely(source, self.options)
        if self.baseline is not None:
            findings = self.baseline.new(self._filename, findings)
        for found in findings:
            yield found.line, found.column - 1, f"{found.code} {found.message}", type(self)
