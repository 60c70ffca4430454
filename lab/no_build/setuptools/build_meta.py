"""A build backend that builds nothing and runs nothing of the package.

`pip download` asks a source distribution's backend for its metadata, and the real backend would execute the package's
own setup.py (which for the packages read here wants torch, a CUDA toolkit, or both). The answer already lies in the
archive: PKG-INFO is the metadata.
"""

from __future__ import annotations

import email.parser
import os
import sys
from pathlib import Path


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: object = None) -> str:
    text = Path("PKG-INFO").read_text(encoding="utf-8")
    fields = email.parser.HeaderParser().parsestr(text)
    folder = f"{fields['Name'].replace('-', '_')}-{fields['Version']}.dist-info"
    os.makedirs(os.path.join(metadata_directory, folder))
    Path(metadata_directory, folder, "METADATA").write_text(text, encoding="utf-8")
    return folder


def build_wheel(wheel_directory: str, config_settings: object = None, metadata_directory: str | None = None) -> str:
    raise RuntimeError("source distributions are read as text here, never built")


__legacy__ = sys.modules[__name__]  # the name by which pip calls the backend of a package that names none
