"""The entry points of this checkout without an installation: what an installer writes of setup.cfg."""

from __future__ import annotations

import configparser
from pathlib import Path

from lab.fetch import ROOT


def write(folder: Path) -> None:
    """Write the distribution's metadata into a folder that is to be on the path; the packages are the checkout's."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    points = config["options.entry_points"]
    info = folder / "nsa_guard-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: nsa-guard\nVersion: 0\n", encoding="utf-8")
    text = "".join(f"[{group}]\n{points[group].strip()}\n" for group in points)
    (info / "entry_points.txt").write_text(text, encoding="utf-8")
