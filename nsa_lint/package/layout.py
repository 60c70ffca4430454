"""Where a file's package lies, and which file an import of it runs: by the names of files, without importing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_MARKERS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")  # a project's own folder: nothing above it is looked at
INIT = "__init__.py"
# What no package imports; a folder `testing` may be of use to others
_TESTS = re.compile(r"(?:^|[/\\])(?:tests?[/\\]|test_\w*\.py$|conftest\.py$)")
_GAP = 4  # folders without `__init__.py` that may lie between two that have one (namespace packages inside a package)


@dataclass(frozen=True, slots=True)
class Layout:
    """`root`: the folder of the outermost package, beyond which nothing is read; `name`: what it is imported as.

    `around`: the names of the folders that the root is in, which may be namespace packages, the outermost first.
    A script is its own root: the one file that is read for it.
    """

    root: str
    name: str
    around: tuple[str, ...] = field(default=(), compare=False)

    def candidates(self, path: str, level: int, module: str) -> list[str]:
        """The files, one of which `from {level dots}{module} import` in the file `path` runs; none outside the root."""
        names = module.split(".") if module else []
        if level == 0:
            below = [names[len(each) :] for each in self._prefixes() if names[: len(each)] == each]
            return [file for each in below for file in self._files(os.path.join(self.root, *each))]
        folder = os.path.dirname(path)
        for _ in range(level - 1):
            folder = os.path.dirname(folder)
        return self._files(os.path.join(folder, *names))

    def may_be_own(self, module: str) -> bool:
        """Whether an absolute import may be of the package, or of a namespace package around it."""
        names = module.split(".")
        return any(all(map(str.__eq__, names, prefix)) for prefix in self._prefixes())

    def _prefixes(self) -> Iterator[list[str]]:
        """The names under which the root may be imported: `core`, `megatron.core`."""
        names = [*self.around, self.name]
        return (names[start:] for start in reversed(range(len(names))))

    def members(self, package: str, name: str) -> list[str]:
        """The files, one of which is the module `name` of the package with the `__init__.py` `package`."""
        folder, file = os.path.split(package)
        return self._files(os.path.join(folder, name)) if file == INIT and name.isidentifier() else []

    def _files(self, stem: str) -> list[str]:
        found = [os.path.join(stem, INIT), f"{stem}.py"]
        return [each for each in found if self._holds(os.path.normpath(each))]

    def is_test(self, path: str) -> bool:
        """Whether a file is a test, which no package imports: by its path below the root, wherever that is."""
        return _TESTS.search(os.path.relpath(path, self.root)) is not None

    def holds_target(self, path: str) -> bool:
        """Whether a file, links followed, lies in the package."""
        return self._holds(os.path.realpath(path))

    def _holds(self, path: str) -> bool:
        return path == self.root or path.startswith(self.root + os.sep)

    @property
    def is_script(self) -> bool:
        """Whether this is a file outside of any package, alone."""
        return not self.name


def layout_of(path: str) -> Layout | None:
    """The package that a file belongs to; None where it belongs to none, as a script does."""
    top = ""
    for init in sought(path):
        top = os.path.dirname(init) if os.path.isfile(init) else top
    return Layout(top, os.path.basename(top), _around(top)) if top else None


def layout_of_script(path: str) -> Layout:
    """A file that belongs to no package, as the only one of its own."""
    return Layout(os.path.realpath(path), "")


def _around(root: str) -> tuple[str, ...]:
    """The folders without `__init__.py` in which a package lies, up to that of the project."""
    found: list[str] = []
    folder = os.path.dirname(root)
    while len(found) < _GAP and os.path.basename(folder).isidentifier() and not _is_project(folder):
        found.insert(0, os.path.basename(folder))
        folder = os.path.dirname(folder)
    return tuple(found)


def _is_project(folder: str) -> bool:
    return any(os.path.exists(os.path.join(folder, marker)) for marker in _MARKERS)


def sought(path: str) -> Iterator[str]:
    """The files that decide which package a file belongs to, whether they are there or not."""
    folder = os.path.dirname(os.path.realpath(path))
    gap = 0
    while gap <= _GAP:
        init = os.path.join(folder, INIT)
        yield init
        gap = 0 if os.path.isfile(init) else gap + 1
        parent = os.path.dirname(folder)
        if parent == folder or _is_project(folder):
            return
        folder = parent
