"""Which files to check and which codes to report, by flake8's own option parser: both faces read one configuration.

What wins: the command line, then `[tool.nsa-lint]` of the nearest pyproject.toml, then what flake8 would read. The one
difference from flake8 is wanted: a `select` that names no NSA code is for other plugins, so the command line, which has
nothing else to report, ignores it.
"""

from __future__ import annotations

import argparse
import configparser
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from nsa_lint.options import Options, WrongValue
from nsa_lint.plugin import Plugin
from nsa_lint.run import pyproject
from nsa_lint.run.baseline import Baseline
from nsa_lint.run.discovery import Walk, walk
from nsa_lint.run.flake8_internals import (
    ExecutionError,
    Parser,
    Section,
    WrongOption,
    codes_of_files,
    field_of,
    from_its_folder,
    guides,
    reports,
    require_file,
    sections,
)
from nsa_lint.run.selection import PREFIX, is_ours, options_of, require_known, require_known_keys

if TYPE_CHECKING:
    from flake8.style_guide import StyleGuideManager

__all__ = ["PREFIX", "Misuse", "Settings", "load"]


class Misuse(Exception):
    """An option or a configuration file is wrong; the text names it, its value and what was expected."""


@dataclass(frozen=True)
class Settings:
    """`flake8` is the namespace that flake8 itself would have with these options and this configuration.

    `places`: where each option that is set was set, by its field's name.
    """

    options: Options
    flake8: argparse.Namespace = field(repr=False)
    no_ignore: bool = False
    force_exclude: bool = False
    places: Mapping[str, str] = field(default_factory=dict, repr=False)

    def files(self) -> Iterator[str]:
        """The files to check; `-` is standard input."""
        return walk(self.flake8.filenames, self.walk)

    @property
    def walk(self) -> Walk:
        """Which files of a folder are checked."""
        return Walk(
            (*self.flake8.exclude, *self.flake8.extend_exclude),
            tuple(self.flake8.filename),
            no_ignore=self.no_ignore,
            force_exclude=self.force_exclude,
            stdin_name=self.flake8.stdin_display_name,
        )

    def reports(self, code: str, path: str) -> bool:
        """Whether select, ignore and per-file-ignores let this code through for this file."""
        return reports(self._guides, code, path)

    @cached_property
    def baseline(self) -> Baseline | None:
        """The findings that are known, where there is a baseline; raises `Misuse`."""
        try:
            return Baseline.read(self.flake8.nsa_baseline) if self.flake8.nsa_baseline else None
        except WrongValue as error:
            raise Misuse(error.at(self.places)) from None

    @cached_property
    def _guides(self) -> StyleGuideManager:
        return guides(self.flake8)

    def __getstate__(self) -> dict[str, object]:
        state = dict(self.__dict__)
        state.pop("baseline", None)
        state.pop("_guides", None)  # they hold a cache that cannot be pickled
        return state

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)


def load(
    arguments: Sequence[str],
    *,
    no_ignore: bool = False,
    force_exclude: bool = False,
    typed: Mapping[str, str] | None = None,
) -> Settings:
    """Settings from flake8-style arguments (options as `--name=value`, and paths) and the configuration files.

    `typed`: for an option of flake8's, what the user of this face calls it (`{"nsa-scope": "--scope"}`). Raises
    `Misuse`.
    """
    try:
        return _load(arguments, no_ignore, force_exclude, typed or {})
    except (WrongOption, ExecutionError, ValueError, configparser.Error, OSError) as error:
        raise Misuse(" ".join(str(error).split())) from None


def _load(arguments: Sequence[str], no_ignore: bool, force_exclude: bool, typed: Mapping[str, str]) -> Settings:
    parser = Parser(Plugin, PREFIX)
    configured, ours = _configuration(parser.config_arguments(arguments))
    places = _places(arguments, configured, typed)
    try:
        namespace = parser.namespace(arguments, configured)
        _require_known_on_the_command_line(parser, arguments)
        codes_of_files(namespace.per_file_ignores)
        options = options_of(namespace)
    except WrongValue as error:
        raise Misuse(error.at(places)) from None
    for section in reversed(configured):
        if namespace.nsa_baseline and not _gives(arguments, "nsa-baseline"):
            namespace.nsa_baseline = from_its_folder(namespace.nsa_baseline, "nsa-baseline", section)
    namespace.output_file = None
    chosen = [*(namespace.select or ()), *(namespace.extend_select or ())]
    if not any(is_ours(code) for code in chosen):
        namespace.select = [PREFIX]
    if list(namespace.filename) == ["*.py"] and not _names_files(configured, arguments):
        namespace.filename = ["*.py", "*.ipynb"]
    flags = ours.flags if ours else frozenset()
    no_ignore, force_exclude = no_ignore or "no-ignore" in flags, force_exclude or "force-exclude" in flags
    return Settings(options, namespace, no_ignore, force_exclude, places)


def _configuration(given: argparse.Namespace) -> tuple[list[Section], pyproject.Table | None]:
    """The sections to read, least first."""
    toml = given.config if given.config is not None and given.config.endswith(".toml") else None
    if toml is not None:
        require_file("--config", toml)
        if not pyproject.has_section(toml, f"--config is {toml!r}, which"):
            raise WrongOption(f"--config is {toml!r}, which has no table [tool.nsa-lint]")
    folder = os.path.dirname(os.path.abspath(toml)) if toml else os.getcwd()
    if given.isolated:
        return [], None
    theirs = pyproject.for_flake8(folder) if given.config is None or toml else None
    if theirs is None:
        theirs = sections(given.config if toml is None else None, given.append_config, search=toml is None)
    require_known_keys(theirs)
    path = toml if toml is not None else pyproject.find(folder) if given.config is None else None
    ours = pyproject.table(path) if path is not None else None
    for key, codes in (ours.codes if ours else {}).items():
        require_known(f"{path}: [tool.nsa-lint] {key}", codes, only_ours=True)
    return [theirs, *([ours.section] if ours else [])], ours


def _places(arguments: Sequence[str], configured: Sequence[Section], typed: Mapping[str, str]) -> dict[str, str]:
    """Where each option was set: the last of the sections, or the command line."""
    places = {field_of(option): section.place(option) for section in configured for option in section.written}
    for argument in _options(arguments):
        option = argument.removeprefix("--").partition("=")[0]
        places[field_of(option)] = typed.get(option, f"--{option}")
    return places


def _options(arguments: Sequence[str]) -> Sequence[str]:
    return arguments[: list(arguments).index("--")] if "--" in arguments else arguments


def _gives(arguments: Sequence[str], option: str) -> bool:
    return any(each.startswith(f"--{option}=") for each in _options(arguments))


def _require_known_on_the_command_line(parser: Parser, arguments: Sequence[str]) -> None:
    """On our own command line every code has to be ours; configuration files are shared with other plugins."""
    arguments = _options(arguments)
    typed = parser.namespace(arguments, [])
    for name in ("select", "extend_select", "ignore", "extend_ignore"):
        if _gives(arguments, name.replace("_", "-")):
            require_known(name, getattr(typed, name) or (), only_ours=True)
    if _gives(arguments, "per-file-ignores"):
        require_known("per_file_ignores", codes_of_files(typed.per_file_ignores), only_ours=True)


def _names_files(configured: Sequence[Section], arguments: Sequence[str]) -> bool:
    return _gives(arguments, "filename") or any("filename" in section.written for section in configured)
