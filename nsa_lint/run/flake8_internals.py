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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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

from nsa_lint.options import WrongValue

__all__ = [
    "ExecutionError",
    "FileProcessor",
    "Parser",
    "Section",
    "WrongOption",
    "codes_of_files",
    "field_of",
    "from_its_folder",
    "guides",
    "ignored_inline",
    "matches",
    "matches_name",
    "read_sections",
    "reports",
    "require_file",
    "sections",
    "shown",
    "unknown_keys",
]

CONFIG_FILES = ("setup.cfg", "tox.ini", ".flake8")
_REFUSED = re.compile(r"argument (?:-\w/)?--(?P<option>[\w-]+): (?P<why>.*)", re.DOTALL)


class WrongOption(Exception):
    """An option or a configuration file that is wrong; the text is one sentence that names it."""


@dataclass(frozen=True, slots=True)
class Section:
    """`[flake8]` of configuration files, or what is read in its place.

    `folder`: what its paths start from. `written`: for each key, its dashes as dashes, the table and the key as their
    user wrote them: `("setup.cfg: [flake8]", "nsa_scope")`.
    """

    keys: configparser.RawConfigParser
    folder: str
    written: Mapping[str, tuple[str, str]]

    def place(self, option: str) -> str:
        """Where the section sets an option: `setup.cfg: [flake8] nsa_scope`."""
        return " ".join(self.written.get(option, ("[flake8]", option)))


def field_of(option: str) -> str:
    """The name under which `WrongValue` knows an option of flake8's: `no_return` of `nsa-no-return`."""
    return option.removeprefix("nsa-").replace("-", "_")


def shown(path: str) -> str:
    """The path from the working folder, for what lies inside it."""
    below = os.path.relpath(path)
    return path if below.startswith(os.pardir) else below


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
        for section in configured:
            for name, value in _values(self.manager, section).items():
                known = self.manager.config_options_dict[name]
                setattr(values, name if hasattr(values, name) else str(known.dest), value)
        _, rest = self._first.parse_known_args(list(arguments))
        return self.manager.parse_args(rest, values)


def _refuse(message: str) -> NoReturn:
    refused = _REFUSED.fullmatch(message.removesuffix("."))
    if refused is None:
        raise WrongOption(message.removesuffix("."))
    why = refused["why"].replace("invalid int value: ", "expected a whole number, not ")
    raise WrongValue(field_of(refused["option"]), f"is wrong: {why}")


def _values(manager: OptionManager, section: Section) -> dict[str, object]:
    """The values that a section sets; raises `WrongOption` that names the first wrong one, which flake8 does not."""
    try:
        return flake8_config.parse_config(manager, section.keys, section.folder)
    except (ValueError, ExecutionError):
        for key, value in section.keys["flake8"].items():
            alone = configparser.RawConfigParser()
            alone["flake8"] = {}
            alone.set("flake8", key, value)
            try:
                flake8_config.parse_config(manager, alone, section.folder)
            except (ValueError, ExecutionError) as error:
                expected = _expected(manager, key) or str(error)
                raise WrongOption(f"{section.place(_dashed(key))} is {value!r}; {expected}") from None
        raise


def _expected(manager: OptionManager, key: str) -> str:
    option = manager.config_options_dict[key]
    if option.type is int or option.action == "count":
        return "expected a whole number"
    return "expected true or false" if option.action in ("store_true", "store_false") else ""


def sections(config: str | None, extra: Sequence[str], *, search: bool = True) -> Section:
    """The configuration as flake8 finds and reads it; raises `WrongOption` for what flake8 would skip in silence: a
    file that is named and has no section of flake8's, and one that cannot be parsed. Without `search` only the files
    that are named are read.
    """
    for option, path in [("--config", config), *(("--append-config", each) for each in extra)]:
        if path is not None:
            require_file(option, path)
            if not _has_section(path, f"{option} is {path!r}, which"):
                raise WrongOption(f"{option} is {path!r}, which has no section [flake8]")
    if config is None and not search:
        if not extra:
            return Section(configparser.RawConfigParser(), os.path.abspath("."), {})
        config, *extra = extra
    if config is None:
        _look_at_files_that_flake8_skips()
    return read_sections(config, extra, False)


def require_file(option: str, path: str) -> None:
    """Raise `WrongOption` where an option names a configuration file that cannot be opened."""
    try:
        with open(path, "rb"):
            return
    except OSError as error:
        why = f": {error.strerror}" if path else ""
        raise WrongOption(f"{option} is {path!r}; expected a configuration file that can be read{why}") from None


def read_sections(config: str | None, extra: Sequence[str], isolated: bool) -> Section:
    """The configuration as flake8 finds and reads it."""
    keys, folder = flake8_config.load_config(config=config, extra=list(extra), isolated=isolated)
    found = config
    if found is None and not isolated:
        found = flake8_config._find_config_file(os.path.abspath("."))  # type: ignore[attr-defined]
    written: dict[str, tuple[str, str]] = {}
    for path in [] if isolated else [found, *extra]:
        if path is not None and path.endswith(".toml"):  # Flake8-pyproject hands it over as if it were one of flake8's
            written |= {_dashed(key): (f"{shown(path)}: [tool.flake8]", key) for key in _keys(keys)}
        elif path is not None:
            written |= {_dashed(key): (f"{shown(path)}: [flake8]", key) for key in _keys(_parsed(path))}
    return Section(keys, folder, written)


def _parsed(path: str) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser()
    with open(path, encoding="UTF-8") as file:
        parser.read_file(file)
    return parser


def _keys(parser: configparser.RawConfigParser) -> Mapping[str, str]:
    return parser["flake8"] if parser.has_section("flake8") else {}


def _dashed(key: str) -> str:
    return key.replace("_", "-")


def _has_section(path: str, named: str) -> bool:
    """Whether flake8 reads anything of the file; raises `WrongOption`, which starts with `named`, if it cannot."""
    try:
        parser = _parsed(path)
    except (configparser.Error, UnicodeDecodeError, OSError) as error:
        raise WrongOption(f"{named} cannot be read: {' '.join(str(error).split())}") from None
    return "flake8" in parser or "flake8:local-plugins" in parser


def _look_at_files_that_flake8_skips() -> None:
    """flake8 ignores, in silence, a configuration file that it cannot parse, on its way up to the first that it can."""
    here, home = os.path.abspath("."), os.path.expanduser("~")
    while True:
        for name in CONFIG_FILES:
            path = os.path.join(here, name)
            if os.path.isfile(path) and _has_section(path, shown(path)):
                return
        above = os.path.dirname(here)
        if above in (here, home):
            return
        here = above


def unknown_keys(section: Section, prefix: str, known: Iterable[str]) -> list[str]:
    """The keys of a section that start with `prefix` and are not options; `_` counts as `-`."""
    return [key for key in _keys(section.keys) if _dashed(key).startswith(prefix) and _dashed(key) not in known]


def from_its_folder(path: str, option: str, section: Section) -> str:
    """`path`, an option's value, from the folder of the section that sets it: flake8 leaves bare names as they are."""
    given = {value for key, value in _keys(section.keys).items() if _dashed(key) == option}
    return os.path.join(section.folder, path) if path in given else path


def codes_of_files(per_file_ignores: str) -> list[str]:
    """The codes that `per-file-ignores` names; raises `WrongValue` where it is not a list of `path:codes`."""
    text = per_file_ignores if isinstance(per_file_ignores, str) else " ".join(per_file_ignores)
    try:
        pairs = utils.parse_files_to_codes_mapping(text)
    except ExecutionError:
        pairs = []
    codes = [code for _, codes in pairs for code in codes]
    if set(re.split(r"[\s:,]+", text.strip(" \t\r\n,"))) - {""} - set(codes) - {path for path, _ in pairs}:
        given = " ".join(text.split())  # flake8 drops, in silence, a path that has no codes
        raise WrongValue("per_file_ignores", f"is {given!r}; expected pairs such as path/*.py:NSA101,NSA104")
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
