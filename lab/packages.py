"""Examples of several files: in one text, a line `# file: pkg/mod.py` starts each of them."""

from __future__ import annotations

import re
from pathlib import Path

_FILE = re.compile(r"^# file: (\S+)\n", re.MULTILINE)


def files_of(text: str) -> dict[str, str]:
    """The files of an example, each as it is written; none where it is one file."""
    names = [*_FILE.finditer(text)]
    starts = [each.start() for each in names]
    return {name[1]: text[name.end() : end] for name, end in zip(names, [*starts[1:], len(text)], strict=False)}


def lines_before(text: str) -> dict[str, int]:
    """How many lines of the example are before the first of each file."""
    return {each[1]: text.count("\n", 0, each.end()) for each in _FILE.finditer(text)}


def write_package(folder: Path, text: str) -> list[Path]:
    """The files of an example below a folder, which becomes a project; each package gets its `__init__.py`."""
    files = files_of(text)
    if files:
        (folder / "pyproject.toml").touch()
    written = []
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        around = path.parent
        while around != folder:
            (around / "__init__.py").touch()
            around = around.parent
        path.write_text(content, encoding="utf-8")
        written.append(path)
    return written
