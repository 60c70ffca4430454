"""The checker's tests under Pyodide's Python 3.14, in Node: `make python314`. Needs `npm ci` in playground/.

All of tests/lint runs but for the modules named here, each with its reason, and the tests with the mark `needs`, which
names what they need and Pyodide has not: a process, libcst, another compiled package. Of what is generated, of the
variants of the real file and of the bugs in released code, one part in twenty is looked at; `make unit` looks at all,
and `make matrix` runs every module under each Python that is there. The pure-Python
packages come from the package index, the real files from the cache that fetch fills. Whoever starts it needs pip alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lab import corpus, distribution, fetch

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("pytest pluggy iniconfig packaging pygments flake8 pycodestyle pyflakes mccabe pathspec").split()
_SOURCE = "reads this project's own source, the same under every Python"
_PROCESSES, _LIBCST = "starts processes", "carries out fixes, with libcst"
_TEXT = "is about files that are found and written, the same under every Python"
_STACK = "has texts that go to the limit of the stack, which here ends the process"
LEFT_OUT = {
    "test_baseline": _TEXT,
    "test_blowup": _STACK,
    "test_cache": _STACK,
    "test_codemod": _LIBCST,
    "test_conditions": "is about decision diagrams, which no syntax reaches, and needs hypothesis",
    "test_discovery": _TEXT,
    "test_docs": _PROCESSES,
    "test_fetch": _PROCESSES,
    "test_fixes": _LIBCST,
    "test_fixes_generated": _LIBCST,
    "test_fixes_real_file": _LIBCST,
    "test_fixes_upstream": _LIBCST,
    "test_fixes_writing": _LIBCST,
    "test_formats": _TEXT,
    "test_fuzz": _LIBCST,
    "test_hidden": _PROCESSES,
    "test_hooks": _PROCESSES,
    "test_house": _SOURCE,
    "test_house_run": _SOURCE,
    "test_nothing_runs": _PROCESSES,
    "test_package_set_by_others": _PROCESSES,
    "test_packaging": _PROCESSES,
    "test_real_code": "holds numbers of decision nodes, which the syntax trees of another Python may change",
    "test_release": _PROCESSES,
    "test_sarif": _TEXT,
    "test_use_docs": "runs the commands of the documents, with test_docs",
    "test_vocabulary": _SOURCE,
}
ARCHIVES = [
    *(("sglang", version) for version in ("0.5.8", "0.5.10", "0.5.23")),
    ("diffusers", "0.42.1"),
]
SHARE = "0.05"


def main() -> int:
    """Run the tests; the exit status of pytest."""
    start = time.monotonic()
    fetch.archives([*ARCHIVES, *corpus.archives()])
    with tempfile.TemporaryDirectory() as site:
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:"]
        install += ["--python-version", "3.14", "--implementation", "py", "--abi", "none", "--platform", "any"]
        subprocess.run([*install, "--target", site, *PACKAGES], check=True)
        distribution.write(Path(site))  # flake8 finds the checker by its entry points
        status = run(site)
    print(f"{len(modules())} modules, {time.monotonic() - start:.0f} s")
    return status


def run(site: str) -> int:
    """Run the modules in one process, for a second one would compile everything anew; the exit status."""
    command = ["node", str(ROOT / "playground" / "python-tests.mjs"), site, "-q", "-m", "not needs", "--durations=8"]
    command += [str(path.relative_to(ROOT)) for path in modules()]
    environment = os.environ | {"NSA_GUARD_CACHE": str(fetch.cache_folder()), "NSA_GUARD_SHARE": SHARE}
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def modules() -> list[Path]:
    """The test modules that are run."""
    return [path for path in sorted((ROOT / "tests" / "lint").glob("test_*.py")) if path.stem not in LEFT_OUT]


if __name__ == "__main__":
    sys.exit(main())
