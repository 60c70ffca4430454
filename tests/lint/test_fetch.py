"""Archives are fetched with pip: in one process where the inside of pip allows it, else one start of pip for each."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from lab import fetch

Pinned = dict[tuple[str, str], fetch.Archive]


def wheel(folder: Path, name: str) -> fetch.Archive:
    """A wheel with one module and what pip reads of it."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    information = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", "x = 1\n")
        archive.writestr(f"{information}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{information}/RECORD", "")
    return fetch.Archive(name, "1.0", path.name, hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.fixture
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pinned:
    """Two wheels that pip finds in a folder, and an empty cache."""
    index = tmp_path / "index"
    index.mkdir()
    entries = {(name, "1.0"): wheel(index, name) for name in ("one_of_two", "other_of_two")}
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    monkeypatch.setenv("NSA_GUARD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(fetch, "pinned", lambda: entries)
    return entries


@pytest.fixture(params=["as it is", "another pip"])
def inside(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once with what is inside of pip, and once as if that were something else."""
    if request.param == "another pip":
        script = tmp_path / "downloads.py"
        script.write_text("from pip._internal.nowhere import main\n", encoding="utf-8")
        monkeypatch.setattr(fetch, "_SEVERAL_RUNS", script)


@pytest.mark.usefixtures("inside")
class TestArchives:
    def test_are_fetched(self, pinned: Pinned) -> None:
        fetch.archives(pinned)
        for name, version in pinned:
            assert fetch.text(name, version, f"{name}.py") == "x = 1\n"

    def test_with_another_hash_are_an_error_that_names_them(self, pinned: Pinned, tmp_path: Path) -> None:
        path = tmp_path / "index" / "other_of_two-1.0-py3-none-any.whl"
        path.write_bytes(path.read_bytes() + b"\n")
        with pytest.raises(RuntimeError, match=r"pip could not download other_of_two==1\.0"):
            fetch.archives(pinned)
