"""The main job, shown: the real backend file as it was before the bug, with the bug, and fixed.

Fetches the file by hash, makes the two variants by editing its statements, and runs on them what a user would run.
Fails where anything is not as the README says.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

from lab import fetch, surgery
from lab.surgery import FILE, PACKAGE, VERSION


def main() -> None:
    """Run all the steps."""
    folder = fetch.cache_folder() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    say(f"{PACKAGE}=={VERSION}, {FILE}: the file as released, with the Triton arm that forgets, and corrected")
    original = fetch.text(PACKAGE, VERSION, FILE)
    variants = {"released": original, "broken": surgery.broken(original), "fixed": surgery.fixed(original)}
    for name, text in variants.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    os.chdir(folder)

    say("flake8 on the broken file: two names, the arm to blame, the arms that bind them")
    lines = run(1, "flake8", "--isolated", "--select", "NSA", "broken.py")
    if len(lines) != 2 or not all("NSA101" in line for line in lines):
        sys.exit("expected two NSA101 lines")
    say("flake8 on the released and the corrected file: nothing")
    run(0, "flake8", "--isolated", "--select", "NSA", "released.py", "fixed.py")
    say("the whole story of each")
    run(1, "nsa-lint", "check", "--isolated", "broken.py")
    say("the fix")
    run(1, "nsa-lint", "check", "--isolated", "--unsafe-fixes", "--diff", "broken.py")
    say("applied to a copy: it is the corrected file")
    Path("repaired.py").write_text(variants["broken"], encoding="utf-8")
    run(0, "nsa-lint", "check", "--isolated", "--fix", "--unsafe-fixes", "repaired.py")
    repaired = Path("repaired.py").read_text(encoding="utf-8")
    if ast.dump(ast.parse(repaired)) != ast.dump(ast.parse(variants["fixed"])):
        sys.exit("expected the corrected file")
    say(f"the files are in {folder}")


def say(text: str) -> None:
    """A heading."""
    print(f"\n## {text}\n", flush=True)


def run(expected: int, *command: str) -> list[str]:
    """Run a command of this environment, show it, and return the lines that it printed."""
    print("$", *command, flush=True)
    program = Path(sys.executable).with_name(command[0])
    done = subprocess.run([program, *command[1:]], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    print(done.stdout, end="", flush=True)
    if done.returncode != expected:
        sys.exit(f"expected exit status {expected}, not {done.returncode}")
    return done.stdout.splitlines()


if __name__ == "__main__":
    main()
