"""A copy of this checkout as a user would clone it: the files that git knows of or would take up, nothing built."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from pathspec import GitIgnoreSpec

from lab.fetch import ROOT


def copy_to(folder: Path) -> Path:
    """Copy the working tree's own files; the folder."""
    for name in files():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    return folder


def files() -> list[str]:
    """The working tree's own files; in an unpacked source distribution, those that `.gitignore` does not name."""
    if (ROOT / ".git").exists():
        listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
        return [name for name in listed if name and (ROOT / name).is_file()]
    ignored = GitIgnoreSpec.from_lines((ROOT / ".gitignore").read_text(encoding="utf-8").splitlines())
    found = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file())
    return [name for name in found if not ignored.match_file(name)]


def repository(folder: Path) -> str:
    """Make a repository of what lies in the folder, with one commit; the commit's name."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "--quiet", "--message=all")
    return git(folder, "rev-parse", "HEAD").strip()


def git(folder: Path, *arguments: str) -> str:
    """Run git in the folder; what it prints."""
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout
