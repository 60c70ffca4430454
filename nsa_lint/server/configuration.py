"""Settings for each folder of a workspace: its `[flake8]` configuration, then what the editor adds to it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence

from nsa_lint.run.discovery import IGNORE_FILES, left_out
from nsa_lint.run.settings import Misuse, Settings, load

SECTION = "nsa-lint"  # of the editor's settings
CONFIGURATION_FILES = ("setup.cfg", "tox.ini", ".flake8", "pyproject.toml", *IGNORE_FILES)
_OPTIONS = {"scope": "--nsa-scope", "guards": "--nsa-guards", "noReturn": "--nsa-no-return"}
_TYPED = {option.removeprefix("--"): f"{SECTION}.{key}" for key, option in _OPTIONS.items()}  # for errors


class Configuration:
    """What holds for a file; read once a folder, until `forget`."""

    def __init__(self) -> None:
        self._arguments: tuple[str, ...] = ()
        self._settings: dict[str, Settings] = {}
        self._left_out: dict[tuple[str, str], bool] = {}

    def take(self, given: object) -> None:
        """Take over the editor's settings, for what is read after `forget`.

        Raises `Misuse`, and keeps those before, where they make no sense.
        """
        self._arguments = tuple(_arguments(given))

    def forget(self) -> None:
        """Read the configuration files anew when they are next needed."""
        self._settings.clear()
        self._left_out.clear()

    def of(self, folder: str) -> Settings:
        """The settings for files that belong to `folder`; raises `Misuse`."""
        if folder not in self._settings:
            with _working_in(folder):
                settings = load(self._arguments, typed=_TYPED)
                _ = settings.baseline  # a wrong one is reported here, not with each document
                self._settings[folder] = settings
        return self._settings[folder]

    def excludes(self, path: str, folder: str) -> bool:
        """Whether checking `folder` leaves the file out: for `exclude`, an ignore file, or a folder of other people's
        code that it is in; raises `Misuse`.
        """
        known = self._left_out.get((path, folder))
        if known is None:
            known = self._left_out[path, folder] = left_out(path, self.of(folder).walk, folder)
        return known


def _arguments(given: object) -> Iterator[str]:
    """flake8's arguments for `{"scope": "all", "guards": [...], "noReturn": [...]}`."""
    if given is None:
        return
    if not isinstance(given, Mapping):
        raise Misuse(f"{SECTION} is {given!r}; expected an object with {', '.join(_OPTIONS)}")
    for key, value in given.items():
        name = f"{SECTION}.{key}"
        if key not in _OPTIONS:
            raise Misuse(f"{name} is not a setting; expected one of {', '.join(_OPTIONS)}")
        if key == "scope" and not isinstance(value, str):
            raise Misuse(f"{name} is {value!r}; expected 'dispatch' or 'all'")
        if key != "scope" and not _is_strings(value):
            raise Misuse(f"{name} is {value!r}; expected a list of strings")
        yield f"{_OPTIONS[key]}={value if isinstance(value, str) else ','.join(value)}"


def _is_strings(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(each, str) for each in value)


@contextlib.contextmanager
def _working_in(folder: str) -> Iterator[None]:
    """flake8 looks for its configuration from the working folder on; the server has one thread, which owns it."""
    before = os.getcwd()
    try:
        os.chdir(folder)
    except OSError:  # the folder of a file that was never saved
        yield
        return
    try:
        yield
    finally:
        os.chdir(before)
