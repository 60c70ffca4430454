"""Write `nsa_runtime/compat/fingerprint_table.py` from SGLang's wheels.

    python -m lab.fingerprints [--check]

fetches the wheel of every supported release (310 MB in all). With `--check` nothing is written, and the exit status is
1 if the table is not what the wheels give.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lab import fetch
from nsa_runtime.compat import fingerprints
from nsa_runtime.compat.ports import RELEASES, Options, port_of

TABLE = Path(fingerprints.__file__).with_name("fingerprint_table.py")
_HEAD = '''"""Digests of SGLang's definitions, by releases that agree; written by `python -m lab.fingerprints`."""

TABLE = (
'''


def digests(release: str) -> Mapping[str, str]:
    """The digests of a release's definitions, from its wheel."""
    names = port_of(release).names(Options(in_graph=True))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "sglang"
        for module in {name.partition(":")[0] for name in names}:
            file = fingerprints.source_file(root, module)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(fetch.text("sglang", release, f"{module.replace('.', '/')}.py"), encoding="utf-8")
        found = fingerprints.digests(root, names)
    missing = sorted(set(names) - set(found))
    if missing:
        raise LookupError(f"sglang {release} has no {', '.join(missing)}")
    return found


def table(releases: tuple[str, ...] = RELEASES) -> str:
    """The module's text."""
    groups: dict[str, list[str]] = {}
    for release in releases:
        lines = "\n".join(f"{name} {value}" for name, value in digests(release).items())
        groups.setdefault(lines, []).append(release)
    return _HEAD + "".join(_row(" ".join(group), lines) for lines, group in groups.items()) + ")\n"


def _row(releases: str, lines: str) -> str:
    return f'    (\n        "{releases}",\n        """\n{lines}\n""",\n    ),\n'


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m lab.fingerprints", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    text = table()
    same = TABLE.read_text(encoding="utf-8") == text
    if not check:
        TABLE.write_text(text, encoding="utf-8")
    print(f"{TABLE.name}: {'as the wheels give it' if same else 'differed' if not check else 'differs'}")
    return int(check and not same)


if __name__ == "__main__":
    raise SystemExit(main())
