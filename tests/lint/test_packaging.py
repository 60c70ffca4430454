"""What a user gets from `pip install nsa-guard`: the whole of both packages, little else, and no torch."""

from __future__ import annotations

import email
import subprocess
import sys
import venv
import zipfile
from email.message import Message
from pathlib import Path

import pytest

import nsa_lint
from tests.support import checkout


def run(*command: str | Path) -> str:
    """Run a command; what it prints."""
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built as an installer builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = checkout.copy_to(tmp_path_factory.mktemp("source"))
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, source)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return email.message_from_bytes(archive.read(name))


def test_every_module_is_in_the_wheel_and_nothing_else(wheel: Path) -> None:
    tracked = checkout.git(checkout.ROOT, "ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    wanted = {name for name in tracked if name.startswith(("nsa_lint/", "nsa_runtime/"))}
    with zipfile.ZipFile(wheel) as archive:
        built = {name for name in archive.namelist() if ".dist-info/" not in name and ".data/" not in name}
    assert built == {name for name in wanted if name.endswith((".py", "py.typed"))}


def test_linting_needs_flake8_and_libcst_only(metadata: Message) -> None:
    needed = [each for each in metadata.get_all("Requires-Dist", []) if "extra ==" not in each]
    assert sorted(needed) == ["flake8>=6", "libcst>=1.5"]


def test_the_extras_are_those_of_the_readme(metadata: Message) -> None:
    assert metadata.get_all("Provides-Extra") == ["cli", "fixit", "lsp", "runtime", "site", "test"]
    runtime = [each.split(";")[0] for each in metadata.get_all("Requires-Dist", []) if "runtime" in each]
    assert {each.split(">")[0] for each in runtime} == {"torch", "triton"}


def test_the_version_is_that_of_the_package(metadata: Message) -> None:
    assert metadata["Version"] == nsa_lint.__version__
    assert metadata["Requires-Python"] == ">=3.10"


def test_the_newest_release_in_the_changelog_is_this_version() -> None:
    changes = (checkout.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = [line for line in changes.splitlines() if line.startswith("## ")]
    heading = next(line for line in headings if line != "## Unreleased")
    assert heading.split()[1] == nsa_lint.__version__


@pytest.mark.parametrize("flake8", ["flake8==6.0.0", "flake8==7.0.0"])
def test_a_bare_environment_with_an_old_flake8_gets_both_faces(wheel: Path, tmp_path: Path, flake8: str) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / "bin"
    run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, flake8)
    module = tmp_path / "module.py"
    module.write_text("def f():\n    if HAS_TRITON:\n        pass\n    else:\n        x = 1\n    return x\n")
    assert f"nsa-guard: {nsa_lint.__version__}" in " ".join(run(scripts / "flake8", "--version").split())
    options = ("--isolated", "--exit-zero", module)
    told = run(scripts / "flake8", "--select", "NSA", *options)
    assert "NSA101 'x' is unbound" in told
    assert run(scripts / "nsa-lint", "check", "--output-format", "concise", *options) == told
    assert "UNBOUND" in run(scripts / "nsa-lint", "check", *options)
    page = (checkout.ROOT / "docs" / "rules" / "NSA101.md").read_text(encoding="utf-8")
    assert run(scripts / "nsa-lint", "explain", "NSA101") == page
    installed = run(scripts / "python", "-m", "pip", "freeze").lower()
    assert not [line for line in installed.splitlines() if line.startswith(("torch", "triton", "rich", "numpy"))]
