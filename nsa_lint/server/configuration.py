"""Settings for each folder of a workspace: its `[flake8]` configuration, then what the editor adds to it."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator, Mapping, Sequence

from flake8.utils import matches_filename

from nsa_lint.run.settings import Misuse, Settings, load

_LOG = logging.getLogger(__name__)
SECTION = "nsa-lint"  # of the editor's settings
CONFIGURATION_FILES = ("setup.cfg", "tox.ini", ".flake8")
_OPTIONS = {"scope": "--nsa-scope", "guards": "--nsa-guards", "noReturn": "--nsa-no-return"}


class Configuration:
    """What holds for a file; read once a folder, until `forget`."""

    def __init__(self) -> None:
        self._arguments: tuple[str, ...] = ()
        self._settings: dict[str, Settings] = {}

    def take(self, given: object) -> None:
        """Take over the editor's settings; raises `Misuse` and keeps those before where they make no sense."""
        self._arguments = tuple(_arguments(given))
        self.forget()

    def forget(self) -> None:
        """Read the configuration files anew when they are next needed."""
        self._settings.clear()

    def of(self, folder: str) -> Settings:
        """The settings for files that belong to `folder`; raises `Misuse`."""
        if folder not in self._settings:
            with _working_in(folder):
                self._settings[folder] = load(self._arguments)
        return self._settings[folder]

    def excludes(self, path: str, folder: str) -> bool:
        """Whether `exclude` or `extend-exclude` leaves out the file, or a folder that it is in; raises `Misuse`."""
        flake8 = self.of(folder).flake8
        patterns = [*flake8.exclude, *flake8.extend_exclude]
        below = os.path.relpath(path, folder).split(os.sep)
        around = (os.path.join(folder, *below[: count + 1]) for count in range(len(below)))
        message = '"%(path)s" is %(whether)sexcluded'
        return any(matches_filename(each, patterns, message, _LOG) for each in around)


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
