"""Packages in folders without `__init__.py`, which absolute imports name: `from megatron.core.kinds import Config`."""

from __future__ import annotations

from pathlib import Path

import pytest

from nsa_lint.checker import check_safely
from nsa_lint.options import Options
from nsa_lint.package.layout import Layout, layout_of
from nsa_lint.syntax.source import Source

KINDS = 'from typing import Literal\n\n\nclass Config:\n    backend: Literal["cuda", "triton"] = "cuda"\n'
WORK = """
from kinds import Config


def run(x, config: Config):
    if config.backend == "cuda":
        y = x
    elif config.backend == "triton":
        y = -x
    return y
"""


def package(folder: Path, path: str, marked: str = "") -> Path:
    """A package at a path, and a file in the folder that is a project's own."""
    root = folder / path
    root.mkdir(parents=True)
    for name, text in {"__init__": "", "kinds": KINDS, "work": WORK}.items():
        (root / f"{name}.py").write_text(text)
    if marked:
        (folder / marked / "pyproject.toml").write_text("")
    return root


def layout(root: Path) -> Layout:
    found = layout_of(str(root / "work.py"))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "marked", "module", "found"),
    [
        ("space/pkg", ".", "pkg.kinds", True),
        ("space/pkg", ".", "space.pkg.kinds", True),
        ("space/pkg", "", "space.pkg.kinds", True),
        ("outer/space/pkg", ".", "outer.space.pkg.kinds", True),
        ("outer/space/pkg", "outer", "space.pkg.kinds", True),
        ("pkg/pkg", ".", "pkg.pkg.kinds", True),
        ("my-space/space/pkg", ".", "space.pkg.kinds", True),
        ("space/pkg", ".", "space.kinds", False),
        ("space/pkg", ".", "other.pkg.kinds", False),
        ("space/pkg", ".", "space.other.kinds", False),
        ("space/pkg", ".", "pkg.space.kinds", False),
        ("space/pkg", ".", "kinds", False),
        ("space/pkg", "space", "space.pkg.kinds", False),  # the folder of a project is no package
        ("outer/space/pkg", "outer", "outer.space.pkg.kinds", False),
        ("outer/space/pkg", ".", "outer.pkg.kinds", False),
    ],
)
def test_an_import_is_of_the_package_by_any_of_its_names(
    tmp_path: Path, path: str, marked: str, module: str, found: bool
) -> None:
    root = package(tmp_path, path, marked)
    files = layout(root).candidates(str(root / "work.py"), 0, module)
    assert (str(root / "kinds.py") in files) is found
    work = WORK.replace("from kinds", f"from {module}")
    (root / "work.py").write_text(work)
    reported = {each.name for each in check_safely(Source.read(str(root / "work.py")), Options())}
    assert reported == (set() if found else {"y"})


def test_the_package_itself_has_each_of_its_names(tmp_path: Path) -> None:
    root = package(tmp_path, "space/pkg", ".")
    for module in ("pkg", "space.pkg"):
        assert layout(root).candidates(str(root / "work.py"), 0, module)[0] == str(root / "__init__.py")
    assert layout(root).candidates(str(root / "work.py"), 0, "space") == []


@pytest.mark.parametrize(
    ("marked", "module", "own"),
    [
        (".", "pkg", True),
        (".", "pkg.missing", True),
        (".", "space", True),
        (".", "space.pkg.missing", True),
        (".", "space.other", False),
        (".", "other.pkg", False),
        (".", "other", False),
        ("space", "space", False),
        ("space", "space.pkg", False),
    ],
)
def test_what_may_be_of_the_package_without_being_found(tmp_path: Path, marked: str, module: str, own: bool) -> None:
    assert layout(package(tmp_path, "space/pkg", marked)).may_be_own(module) is own
