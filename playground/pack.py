"""Packs the checker for the page: `python pack.py OUT.zip`. The same sources give the same bytes."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The faces that need flake8, libcst, pygls or processes: the page has none of them.
LEFT_OUT = {"cli", "run", "server", "__main__.py", "codemod.py", "fixit.py", "metadata.py", "plugin.py"}
LEFT_OUT |= {"fixes/rewriter.py"}


def pack(archive: Path) -> None:
    """Write the package and the page's own modules."""
    package = HERE.parent / "nsa_lint"
    modules = sorted(package.rglob("*.py"))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for module in [*modules, *sorted((HERE / "python").glob("*.py"))]:
            inside = module.relative_to(package.parent if package in module.parents else HERE / "python")
            if LEFT_OUT & {"/".join(inside.parts[1:end]) for end in range(2, len(inside.parts) + 1)}:
                continue
            entry = zipfile.ZipInfo(inside.as_posix(), (2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, module.read_bytes())


if __name__ == "__main__":
    pack(Path(sys.argv[1]))
