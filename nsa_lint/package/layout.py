"""Where a file's package lies, and which file an import of it runs: by the names of files, without importing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKERS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")  # a project's own folder: nothing above it is looked at
INIT = "__init__.py"
# What no package imports; a folder `testing` may be of use to others
_TESTS = re.compile(r"(?:^|[/\\])(?:tests?[/\\]|test_\w*\.py$|conftest\.py$)")
_GAP = 4  # folders without `__init__.py` that may lie between two that have one (namespace packages inside a package)


@dataclass(frozen=True, slots=True)
class Layout:
    """`root`: the folder of the outermost package, beyond which nothing is read; `name`: what it is imported as."""

    root: str
    name: str

    def candidates(self, path: str, level: int, module: str) -> list[str]:
        """The files, one of which `from {level dots}{module} import` in the file `path` runs; none outside the root."""
        if level == 0:
            first, _, rest = module.partition(".")
            if first != self.name:
                return []
            folder, names = self.root, rest
        else:
            folder, names = os.path.dirname(path), module
            for _ in range(level - 1):
                folder = os.path.dirname(folder)
        return self._files(os.path.join(folder, *filter(None, names.split("."))))

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
        return path.startswith(self.root + os.sep)


def layout_of(path: str) -> Layout | None:
    """The package that a file belongs to; None where it belongs to none, as a script does."""
    top = ""
    for init in sought(path):
        top = os.path.dirname(init) if os.path.isfile(init) else top
    return Layout(top, os.path.basename(top)) if top else None


def sought(path: str) -> Iterator[str]:
    """The files that decide which package a file belongs to, whether they are there or not."""
    folder = os.path.dirname(os.path.realpath(path))
    gap = 0
    while gap <= _GAP:
        init = os.path.join(folder, INIT)
        yield init
        gap = 0 if os.path.isfile(init) else gap + 1
        parent = os.path.dirname(folder)
        if parent == folder or any(os.path.exists(os.path.join(folder, marker)) for marker in _MARKERS):
            return
        folder = parent
