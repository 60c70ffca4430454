"""The checker's tests under every Python that is installed, each with an old flake8 and the newest: `make matrix`.

    python -m tools.matrix python3.10 python3.13 ...

Interpreters that are not there are named and left out. The environments are made anew in a temporary folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# flake8 6.0 knows nothing of the f-string tokens of Python 3.12.
FLAKE8 = ("flake8>=6,<7", "flake8>=7")
TOOLS = ("pytest", "hypothesis", "jsonschema", "check-jsonschema", "pyyaml", "rich")
TESTS = ("tests/lint",)
# They build environments of their own, with the same Python; they are part of `make test`.
LEFT_OUT = ("tests/lint/test_hooks.py", "tests/lint/test_packaging.py")


def main(pythons: list[str]) -> None:
    """Run every combination; exits with status 1 if one fails, or if there was none."""
    results = [(python, flake8, test(python, flake8)) for python in pythons if found(python) for flake8 in FLAKE8]
    for python, flake8, (said, _) in results:
        print(f"{python:<12} {flake8:<14} {said}")
    if not results or not all(passed for *_, (_, passed) in results):
        sys.exit(1)


def found(python: str) -> bool:
    """Whether there is such an interpreter; says so if not."""
    path = shutil.which(python)
    if path is None or subprocess.run([path, "-c", ""], capture_output=True).returncode != 0:
        print(f"{python:<12} not installed, left out")
        return False
    return True


def test(python: str, flake8: str) -> tuple[str, bool]:
    """The versions and pytest's closing line."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, "-m", "venv", folder], check=True)
        inside = Path(folder, "bin", "python")
        install: list[str | Path] = [inside, "-m", "pip", "install", "--quiet", "--editable", str(ROOT), flake8, *TOOLS]
        subprocess.run(install, check=True)
        command: list[str | Path] = [inside, "-m", "pytest", "-p", "no:cacheprovider", *TESTS]
        command += [f"--ignore={each}" for each in LEFT_OUT]
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            print(done.stdout)
        code = "import sys, flake8; print(sys.version.split()[0], 'flake8', flake8.__version__)"
        versions = subprocess.run([inside, "-c", code], capture_output=True, text=True).stdout.strip()
        return f"{versions}: {done.stdout.strip().splitlines()[-1]}", done.returncode == 0


if __name__ == "__main__":
    main(sys.argv[1:] or [f"python3.{minor}" for minor in range(10, 15)])
