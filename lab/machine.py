"""The machine that a figure comes from, in words."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path


def machine() -> str:
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        cpu = next(iter(re.findall(r"model name\s*: (.*)", info.read_text(encoding="utf-8"))), cpu)
    return f"{cpu}, {os.cpu_count()} cores, {platform.system()}"
