"""What to check and what to tell, by flake8's own option parser over `[flake8]`: both faces read one configuration.

The one difference is wanted: a `select` that names no NSA code says what flake8 shall tell, so the command line, which
has nothing else to tell, ignores it.
"""

from __future__ import annotations

import argparse
import configparser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flake8.discover_files import expand_paths
from flake8.exceptions import ExecutionError
from flake8.formatting.base import BaseFormatter
from flake8.main.options import register_default_options, stage1_arg_parser
from flake8.options.aggregator import aggregate_options
from flake8.options.config import load_config
from flake8.options.manager import OptionManager
from flake8.style_guide import Decision, StyleGuideManager

from nsa_lint.options import Options
from nsa_lint.plugin import Plugin

PREFIX = "NSA"


class Misuse(Exception):
    """An option or a configuration file is wrong; the text names it, its value and what was expected."""


@dataclass(frozen=True)
class Settings:
    """`flake8` is the namespace that flake8 itself would have with these options and this configuration."""

    options: Options
    flake8: argparse.Namespace = field(repr=False)

    def files(self) -> Iterator[str]:
        """The files to check, as flake8 finds them; `-` stands for standard input."""
        found: Iterator[str] = expand_paths(
            paths=self.flake8.filenames,
            stdin_display_name=self.flake8.stdin_display_name,
            filename_patterns=self.flake8.filename,
            exclude=(*self.flake8.exclude, *self.flake8.extend_exclude),
        )
        return found

    def tells(self, code: str, path: str) -> bool:
        """Whether select, ignore and per-file-ignores let this code through for this file."""
        guide = self._guides.style_guide_for(path)
        return bool(guide.should_report_error(code) is Decision.Selected)

    @cached_property
    def _guides(self) -> StyleGuideManager:
        return StyleGuideManager(self.flake8, BaseFormatter(self.flake8))

    def __getstate__(self) -> dict[str, object]:
        return {"options": self.options, "flake8": self.flake8}  # the guides hold a cache that cannot be pickled

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)


def load(arguments: Sequence[str]) -> Settings:
    """Settings from flake8-style arguments (options and paths) and the configuration files; raises `Misuse`."""
    try:
        return _load(arguments)
    except (ExecutionError, ValueError, configparser.Error, OSError) as error:
        raise Misuse(" ".join(str(error).split())) from None


def _load(arguments: Sequence[str]) -> Settings:
    prelim = stage1_arg_parser()
    first, rest = prelim.parse_known_args(list(arguments))
    config, folder = load_config(config=first.config, extra=first.append_config, isolated=first.isolated)
    manager = OptionManager(version="", plugin_versions="", parents=[prelim], formatter_names=["default"])
    register_default_options(manager)
    Plugin.add_options(manager)
    manager.extend_default_select([PREFIX])
    namespace = aggregate_options(manager, config, folder, rest)
    if not any(code.startswith(PREFIX) or PREFIX.startswith(code) for code in namespace.select or ()):
        namespace.select = [PREFIX]
    namespace.output_file = None
    Plugin.parse_options(namespace)
    return Settings(Plugin.options, namespace)
