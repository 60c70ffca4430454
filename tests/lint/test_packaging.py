"""What a user gets from `pip install nsa-guard`: the whole of both packages, little else, and no torch."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from email.message import Message
from pathlib import Path

import pytest

import nsa_lint
from lab import checkout


def run(*command: str | Path) -> str:
    """Run a command; what it prints."""
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built as an installer builds it, where an earlier build has left a module."""
    folder = tmp_path_factory.mktemp("wheel")
    source = checkout.copy_to(tmp_path_factory.mktemp("source"))
    left = source / "build" / "lib" / "nsa_lint" / "old.py"
    left.parent.mkdir(parents=True)
    left.write_text("x = 1\n")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, source)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return email.message_from_bytes(archive.read(name))


def test_every_module_and_page_is_in_the_wheel_and_nothing_else(wheel: Path) -> None:
    wanted = {name for name in checkout.files() if name.startswith(("nsa_lint/", "nsa_runtime/"))}
    with zipfile.ZipFile(wheel) as archive:
        built = {name for name in archive.namelist() if ".dist-info/" not in name and ".data/" not in name}
    pages = {f"nsa_lint/pages/{page.name}" for page in (checkout.ROOT / "docs" / "rules").glob("*.md")}
    assert built == {name for name in wanted if name.endswith((".py", "py.typed"))} | pages


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution of this checkout, with what earlier builds leave behind in it."""
    folder = tmp_path_factory.mktemp("sdist")
    source = checkout.copy_to(tmp_path_factory.mktemp("source"))
    for name in ("build/lib/nsa_lint/old.py", "dist/old.py", "site/old.html", "playground/node_modules/a/b.js"):
        (source / name).parent.mkdir(parents=True)
        (source / name).write_text("left over")
    (source / "nsa_guard.egg-info").mkdir()
    (source / "nsa_guard.egg-info" / "SOURCES.txt").write_text("build/lib/nsa_lint/old.py\n")
    command = [sys.executable, "-m", "build", "--no-isolation", "--sdist", "--outdir", str(folder), str(source)]
    run(*command)
    [built] = folder.glob("*.tar.gz")
    return built


def test_the_source_distribution_is_the_checkout(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {each.name.partition("/")[2] for each in archive.getmembers() if each.isfile()}
    made = {"PKG-INFO", "setup.cfg"} | {name for name in names if name.startswith("nsa_guard.egg-info/")}
    assert names - made == set(checkout.files()) - made


def test_the_tests_can_be_run_from_the_source_distribution(sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data") if sys.version_info >= (3, 12) else archive.extractall(tmp_path)
    [unpacked] = tmp_path.iterdir()
    sample = [f"tests/lint/test_{name}.py" for name in ("rules", "options", "house", "lab_cases")]
    command = [sys.executable, "-P"] if sys.version_info >= (3, 11) else [sys.executable]
    done = subprocess.run(
        [*command, "-m", "pytest", "-p", "no:cacheprovider", *sample],
        cwd=unpacked, env=os.environ | {"PYTHONPATH": str(unpacked)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0 and "passed" in done.stdout, done.stdout + done.stderr


def test_the_source_distribution_builds_the_same_wheel(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, sdist)
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as other:
        assert {name for name in one.namelist() if "RECORD" not in name} == {
            name for name in other.namelist() if "RECORD" not in name
        }


def test_the_description_has_no_relative_links_and_the_project_has_addresses(metadata: Message) -> None:
    description = metadata.get_payload()
    assert isinstance(description, str)
    targets = re.findall(r"\]\(([^)]+)\)", description)
    assert targets and all(target.startswith(("https://", "#")) for target in targets)
    labels = {each.split(",")[0] for each in metadata.get_all("Project-URL", [])}
    assert {"Source", "Documentation", "Changelog", "Issues"} <= labels


@pytest.mark.parametrize("how", ["user", "target", "zipapp"])
def test_a_code_is_explained_however_it_was_installed(how: str, wheel: Path, tmp_path: Path) -> None:
    page = (checkout.ROOT / "docs" / "rules" / "NSA101.md").read_text(encoding="utf-8")
    python = [sys.executable, "-P"] if sys.version_info >= (3, 11) else [sys.executable]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-warn-script-location"]
    if how == "user":
        environment["PYTHONUSERBASE"] = str(tmp_path / "base")
        folder = f"{tmp_path}/base/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
        done = subprocess.run(
            [*install, "--prefix", str(tmp_path / "base"), "--ignore-installed", str(wheel)], env=environment
        )
    else:
        folder = str(tmp_path / "target")
        done = subprocess.run([*install, "--target", folder, str(wheel)], env=environment)
    assert done.returncode == 0
    if how == "zipapp":
        zipped = tmp_path / "nsa-lint.pyz"
        run(sys.executable, "-m", "zipapp", folder, "-m", "nsa_lint.cli.main:main", "-o", zipped)
        command = [*python, str(zipped), "explain", "NSA101"]
    else:
        environment["PYTHONPATH"] = folder
        command = [*python, "-m", "nsa_lint", "explain", "NSA101"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, page, "")


def test_the_smoke_test_of_a_release_passes_with_the_oldest_flake8(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oldest = tmp_path / "constraints.txt"
    oldest.write_text("flake8==6.0.0\n")
    monkeypatch.setenv("PIP_CONSTRAINT", str(oldest))
    printed = run("bash", checkout.ROOT / ".ci" / "smoke", wheel, sys.executable)
    assert "works under Python" in printed and printed.endswith(" with flake8==6.0.0\n")


def test_linting_needs_little(metadata: Message) -> None:
    needed = [each for each in metadata.get_all("Requires-Dist", []) if "extra ==" not in each]
    assert sorted(needed) == [
        "flake8<8,>=6", "libcst>=1.5", "pathspec>=0.12", 'tomli>=2; python_version < "3.11"',
    ]  # fmt: skip


def test_the_extras_are_those_of_the_readme(metadata: Message) -> None:
    assert metadata.get_all("Provides-Extra") == ["cli", "fixit", "lsp", "runtime", "site", "test"]
    runtime = [each.split(";")[0] for each in metadata.get_all("Requires-Dist", []) if "runtime" in each]
    assert {each.split(">")[0] for each in runtime} == {"torch", "triton"}


def test_the_version_is_that_of_the_package(metadata: Message) -> None:
    assert metadata["Version"] == nsa_lint.__version__
    assert metadata["Requires-Python"] == ">=3.10"


def test_the_newest_release_in_the_changelog_is_this_version() -> None:
    changes = (checkout.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = [line.split()[1] for line in changes.splitlines() if line.startswith("## ")]
    assert next(name for name in headings if name != "Unreleased") == nsa_lint.__version__


def from_a_checkout(folder: Path) -> str:
    """What README has pip install before there is a release, for a checkout in `folder`."""
    readme = (checkout.ROOT / "README.md").read_text(encoding="utf-8")
    [address] = set(re.findall(r"`pip install (git\+\S+)`", readme))
    checkout.repository(checkout.copy_to(folder))
    return address.replace("/path/to/checkout", str(folder))


def test_a_bare_environment_with_an_old_flake8_gets_both_faces(tmp_path: Path) -> None:
    scripts = tmp_path / "venv" / "bin"
    venv.create(tmp_path / "venv", with_pip=True)  # the pip of that Python, which may be old
    address = from_a_checkout(tmp_path / "checkout")
    run(scripts / "python", "-m", "pip", "install", "--quiet", address, "flake8==7.0.0")
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
    installed = run(sys.executable, "-m", "pip", "--python", scripts / "python", "freeze").lower()
    assert not [line for line in installed.splitlines() if line.startswith(("torch", "triton", "rich", "numpy"))]
