"""The checker's tests under Pyodide's Python 3.14, in Node: `make python314`. Needs `npm ci` in playground/.

All of tests/lint runs but for the modules named here, each with its reason, and the tests with the mark `needs`, which
names what they need and Pyodide has not: a process, libcst, another compiled package. Of what is generated, and of the
variants of the real file, one part in twenty is looked at; all of it is under the other Pythons. The pure-Python
packages come from the package index, the real files from the cache that fetch fills.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lab import corpus, fetch

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = (
    "pytest pluggy iniconfig packaging pygments flake8 pycodestyle pyflakes mccabe hypothesis sortedcontainers pathspec"
).split()
_SOURCE = "reads this project's own source, the same under every Python"
_PROCESSES, _LIBCST = "starts processes", "carries out fixes, with libcst"
_STACK = "has texts that go to the limit of the stack, which here ends the process"
LEFT_OUT = {
    "test_blowup": _STACK,
    "test_cache": _STACK,
    "test_codemod": _LIBCST,
    "test_docs": _PROCESSES,
    "test_fixes": _LIBCST,
    "test_fixes_generated": _LIBCST,
    "test_fixes_real_file": _LIBCST,
    "test_fixes_upstream": _LIBCST,
    "test_fixes_writing": _LIBCST,
    "test_fuzz": _LIBCST,
    "test_hooks": _PROCESSES,
    "test_house": _SOURCE,
    "test_house_run": _SOURCE,
    "test_nothing_runs": _PROCESSES,
    "test_packaging": _PROCESSES,
    "test_release": _PROCESSES,
    "test_use_docs": "runs the commands of the documents, with test_docs",
}
ARCHIVES = [
    *(("sglang", version) for version in ("0.5.8", "0.5.10", "0.5.23")),
    ("diffusers", "0.42.1"),
    ("sarif-om", "1.0.4"),
]
SHARE = "0.05"
PROCESSES = 2


def main() -> int:
    """Run the tests; the exit status of pytest."""
    start = time.monotonic()
    fetch.archives([*ARCHIVES, *corpus.archives()])
    with tempfile.TemporaryDirectory() as site:
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:"]
        install += ["--python-version", "3.14", "--implementation", "py", "--abi", "none", "--platform", "any"]
        subprocess.run([*install, "--target", site, *PACKAGES], check=True)
        install_ourselves(Path(site))
        with ThreadPoolExecutor(PROCESSES) as pool:
            parts = [modules()[number::PROCESSES] for number in range(PROCESSES)]
            statuses = [done.returncode for done in pool.map(functools.partial(run, site), parts)]
    print(f"{len(modules())} modules, {time.monotonic() - start:.0f} s")
    return max(map(abs, statuses))


def run(site: str, paths: Sequence[Path]) -> subprocess.CompletedProcess[str]:
    """Run some modules, and print what pytest says when they are done."""
    command = ["node", str(ROOT / "playground" / "python-tests.mjs"), site, "-q", "-m", "not needs", "--durations=8"]
    command += [str(path.relative_to(ROOT)) for path in paths]
    environment = os.environ | {"NSA_GUARD_CACHE": str(fetch.cache_folder()), "NSA_GUARD_SHARE": SHARE}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    print(done.stdout, flush=True)
    return done


def modules() -> list[Path]:
    """The test modules that are run."""
    return [path for path in sorted((ROOT / "tests" / "lint").glob("test_*.py")) if path.stem not in LEFT_OUT]


def install_ourselves(site: Path) -> None:
    """Name the checker to flake8: the entry points without the package, which is the checkout's."""
    command = [sys.executable, "setup.py", "--quiet", "egg_info", "--egg-base", str(site)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
