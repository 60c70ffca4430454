"""Whether each word of dispatch is still seen where the table says: `python -m tools.vocabulary`.

Looks into the released packages that `tools.released` scans (fetched once, 60 MB), and fails where one is not found.
"""

from __future__ import annotations

import re
import sys

from lab import fetch
from lab.released_sets import PACKAGES
from nsa_lint.dispatch.words import WORDS, Word

MORE = (("accelerate", "1.10.0"),)


def seen(word: Word, texts: list[tuple[str, str]]) -> bool:
    """Whether a file of that name holds the words of the word's expression; x, X and numbers are made up."""
    parts = set(re.findall(r"[A-Za-z_]\w+", word.seen)) - {"is_x"}
    name = f"/{word.where.split()[1]}"
    found = [text for path, text in texts if f"/{path}".endswith(name)]
    return any(all(re.search(rf"\b{part}\b", text) for part in parts) for text in found)


def main() -> int:
    missing = 0
    for package, version in (*PACKAGES, *MORE):
        words = [word for word in WORDS if word.where.split()[0] == package]
        texts = fetch.texts(package, version) if words else []
        for word in words:
            if not seen(word, texts):
                missing += 1
                print(f"not in {package} {version}: {word}")
    known = {package for package, _ in (*PACKAGES, *MORE)}
    for word in WORDS:
        if word.where.split()[0] not in known:
            missing += 1
            print(f"seen in a package that is not looked into: {word}")
    print(f"{len(WORDS)} words, {missing} not found")
    return min(missing, 1)


if __name__ == "__main__":
    sys.exit(main())
