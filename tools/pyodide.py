"""The checker's tests under Pyodide's Python 3.14, in Node: `make python314`. Needs `npm ci` in playground/.

What starts processes, needs libcst or another compiled package, or measures time is left out; the rest is all of
tests/lint. The pure-Python packages come from the package index, the real files from the cache that fetch fills.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from lab import fetch

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = (
    "pytest pluggy iniconfig packaging pygments flake8 pycodestyle pyflakes mccabe hypothesis sortedcontainers"
).split()
TESTS = (
    "test_conditions test_grammar314 test_liveness test_options test_oracle test_rules test_cases test_real_file"
).split()
# It runs flake8 as a program.
LEFT_OUT = "flake8_prints"


def main() -> int:
    """Run the tests; the exit status of pytest."""
    for version in ("0.5.8", "0.5.10", "0.5.23"):
        fetch.archive("sglang", version)
    with tempfile.TemporaryDirectory() as site:
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:"]
        install += ["--python-version", "3.14", "--implementation", "py", "--abi", "none", "--platform", "any"]
        subprocess.run([*install, "--target", site, *PACKAGES], check=True)
        command = ["node", str(ROOT / "playground" / "python-tests.mjs"), site, "-q", "-k", f"not {LEFT_OUT}"]
        command += [f"tests/lint/{name}.py" for name in TESTS]
        environment = os.environ | {"NSA_GUARD_CACHE": str(fetch.cache_folder())}
        return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
