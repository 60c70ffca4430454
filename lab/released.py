"""Released packages that are scanned, and the labels of what is reported in them: `data/released.json`.

feasible         some input that the program itself allows fails at the read
latent           nothing fails today: no caller in the package takes the path, or only invalid input does
false-caller     what callers, other methods or other files guarantee rules the path out
false-decidable  the function itself rules the path out: a defect of the analysis
"""

from __future__ import annotations

import json

from lab.fetch import ROOT

PACKAGES = (
    ("sglang", "0.5.23"),
    ("vllm", "0.33.0"),
    ("transformers", "5.23.0"),
    ("flash-linear-attention", "0.6.0"),
    ("liger-kernel", "0.8.5"),
    ("diffusers", "0.42.1"),
)
LABELS = ("feasible", "latent", "false-caller", "false-decidable")
PAGE = ROOT / "docs" / "released.md"
DATA = ROOT / "lab" / "data" / "released.json"

Key = tuple[str, str, str, int, str, str]  # package, version, path, line, name, code


def labels() -> dict[Key, dict[str, str]]:
    """The labels by report."""
    entries = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else []
    return {key_of(entry): entry for entry in entries}


def key_of(entry: dict[str, object]) -> Key:
    return tuple(entry[field] for field in ("package", "version", "path", "line", "name", "code"))  # type: ignore[return-value]
