"""All that the command line takes from inside flake8: no other module of this package imports its private parts.

What is used here is not documented by flake8, hence the bound `flake8<8` in the package's requirements; a release that
moves something breaks this module alone.
"""

from __future__ import annotations

import argparse
import configparser
import logging
import os
import re
from collections.abc import Iterable, Sequence
from typing import NoReturn

from flake8 import utils
from flake8.exceptions import ExecutionError
from flake8.formatting.base import BaseFormatter
from flake8.main.options import register_default_options, stage1_arg_parser
from flake8.options import config as flake8_config
from flake8.options.manager import OptionManager
from flake8.processor import FileProcessor
from flake8.style_guide import Decision, StyleGuideManager
from flake8.violation import Violation

__all__ = [
    "ExecutionError",
    "FileProcessor",
    "Parser",
    "Section",
    "WrongOption",
    "codes_of_files",
    "from_its_folder",
    "guides",
    "ignored_inline",
    "matches",
    "matches_name",
    "read_sections",
    "reports",
    "sections",
    "unknown_keys",
]

CONFIG_FILES = ("setup.cfg", "tox.ini", ".flake8")
Section = tuple[configparser.RawConfigParser, str]  # `[flake8]` of a file, and the folder that its paths start from


class WrongOption(Exception):
    """An option that flake8's parser refuses; the text is one sentence."""


class Parser:
    """flake8's own options with those of one plugin, read from the command line and from configuration sections."""

    def __init__(self, plugin: type, prefix: str) -> None:
        self._first = stage1_arg_parser()
        self.manager = OptionManager(version="", plugin_versions="", parents=[self._first], formatter_names=["default"])
        register_default_options(self.manager)
        plugin.add_options(self.manager)  # type: ignore[attr-defined]
        self.manager.extend_default_select([prefix])
        self.manager.parser.error = _refuse  # flake8's usage is not ours

    def config_arguments(self, arguments: Sequence[str]) -> argparse.Namespace:
        """`config`, `append_config` and `isolated`."""
        return self._first.parse_known_args(list(arguments))[0]

    def namespace(self, arguments: Sequence[str], configured: Iterable[Section]) -> argparse.Namespace:
        """What flake8 itself would have: defaults, then each section (a later one wins), then the command line."""
        values = self.manager.parse_args([])
        values.extended_default_ignore = self.manager.extended_default_ignore
        values.extended_default_select = self.manager.extended_default_select
        for section, folder in configured:
            for name, value in flake8_config.parse_config(self.manager, section, folder).items():
                known = self.manager.config_options_dict[name]
                setattr(values, name if hasattr(values, name) else str(known.dest), value)
        _, rest = self._first.parse_known_args(list(arguments))
        return self.manager.parse_args(rest, values)


def _refuse(message: str) -> NoReturn:
    raise WrongOption(message.removesuffix("."))


def sections(config: str | None, extra: Sequence[str], isolated: bool) -> Section:
    """The configuration as flake8 finds and reads it; raises `WrongOption` for files without a section of flake8's."""
    if not isolated:
        for option, path in [("--config", config), *(("--append-config", each) for each in extra)]:
            if path is not None and os.path.exists(path) and not _has_section(path):
                raise WrongOption(f"{option} is {path!r}, which has no section [flake8]")
        if config is None:
            _look_at_files_that_flake8_skips()
    return read_sections(config, extra, isolated)


def read_sections(config: str | None, extra: Sequence[str], isolated: bool) -> Section:
    """The configuration as flake8 finds and reads it."""
    return flake8_config.load_config(config=config, extra=list(extra), isolated=isolated)


def _has_section(path: str) -> bool:
    parser = configparser.RawConfigParser()
    parser.read(path, encoding="UTF-8")
    return "flake8" in parser or "flake8:local-plugins" in parser


def _look_at_files_that_flake8_skips() -> None:
    """flake8 ignores, in silence, a configuration file that it cannot parse."""
    for name in CONFIG_FILES:
        if os.path.exists(name):
            try:
                _has_section(name)
            except (configparser.Error, UnicodeDecodeError) as error:
                raise WrongOption(f"{name} cannot be read: {' '.join(str(error).split())}") from None


def unknown_keys(section: configparser.RawConfigParser, prefix: str, known: Iterable[str]) -> list[str]:
    """The keys of `[flake8]` that start with `prefix` and are not options; `_` counts as `-`."""
    keys = list(section["flake8"]) if section.has_section("flake8") else []
    return [key for key in keys if key.replace("_", "-").startswith(prefix) and key.replace("_", "-") not in known]


def from_its_folder(path: str, option: str, section: Section) -> str:
    """`path`, an option's value, from the folder of the section that sets it: flake8 leaves bare names as they are."""
    parser, folder = section
    keys = parser["flake8"] if parser.has_section("flake8") else {}
    given = {value for key, value in keys.items() if key.replace("_", "-") == option}
    return os.path.join(folder, path) if path in given else path


def codes_of_files(per_file_ignores: str) -> list[str]:
    """The codes that `per-file-ignores` names; raises `WrongOption` where it is not a list of `path:codes`."""
    text = per_file_ignores if isinstance(per_file_ignores, str) else " ".join(per_file_ignores)
    try:
        pairs = utils.parse_files_to_codes_mapping(text)
    except ExecutionError:
        pairs = []
    codes = [code for _, codes in pairs for code in codes]
    if set(re.split(r"[\s:,]+", text.strip(" \t\r\n,"))) - {""} - set(codes) - {path for path, _ in pairs}:
        shown = " ".join(text.split())  # flake8 drops, in silence, a path that has no codes
        raise WrongOption(f"per-file-ignores is {shown!r}; expected pairs such as path/*.py:NSA101,NSA104")
    return codes


def guides(namespace: argparse.Namespace) -> StyleGuideManager:
    """flake8's decisions on which code is reported for which file."""
    return StyleGuideManager(namespace, BaseFormatter(namespace))


def reports(guides: StyleGuideManager, code: str, path: str) -> bool:
    """Whether select, ignore and per-file-ignores let this code through for this file."""
    return bool(guides.style_guide_for(path).should_report_error(code) is Decision.Selected)


def matches(path: str, patterns: Sequence[str]) -> bool:
    """Whether an exclude pattern matches the base name of `path`, or its absolute path."""
    return bool(utils.matches_filename(path, patterns=patterns, log_message="%(path)s %(whether)s", logger=_SILENT))


def matches_name(path: str, patterns: Sequence[str]) -> bool:
    """Whether a `filename` pattern matches `path`, as flake8 matches it: the whole path, not its base name."""
    return bool(utils.fnmatch(path, patterns))


def ignored_inline(code: str, path: str, line: int, column: int, text: str | None) -> bool:
    """Whether a `# noqa` in `text`, the logical line, silences `code`."""
    return bool(Violation(code, path, line, column, "", text).is_inline_ignored(False))


_SILENT = logging.getLogger(__name__)
_SILENT.addHandler(logging.NullHandler())
