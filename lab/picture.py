"""The picture of the README: the report on a file with the bug, as a terminal shows it. tools/picture.py writes it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "report.svg"
NAME = "replay.py"
WIDTH = 112
COMMAND = f"nsa-lint check {NAME}"
EXAMPLE = """\
import torch

from kernels import HAS_TRITON, fill_lengths


class Backend:
    def replay(self, mode, lengths):
        if mode.is_decode():
            lens = lengths
        elif mode.is_draft_extend():
            if HAS_TRITON and self.fused:
                fill_lengths(lengths, out=self.buffer)
            else:
                lens = torch.repeat_interleave(lengths, self.steps)
                self.buffer.copy_(lens)
        else:
            raise ValueError(mode)
        return self.plan(lens)
"""


def report() -> str:
    """What the command prints on a terminal with colours."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, NAME).write_text(EXAMPLE, encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "nsa_lint", "check", "--isolated", "--no-cache", "--color=always", NAME]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode != 1:
        sys.exit(f"expected findings, not exit status {done.returncode}: {done.stderr}")
    return f"$ {COMMAND}\n{done.stdout.rstrip()}"


def svg(text: str) -> str:
    """The terminal as a picture; `unique_id` keeps it the same from run to run."""
    console = Console(record=True, width=WIDTH, file=open(os.devnull, "w"), force_terminal=True)  # noqa: SIM115
    console.print(Text.from_ansi(text))
    return console.export_svg(title="nsa-lint", unique_id="nsa-lint")


def words(picture: str) -> str:
    """The text of a picture, without where it is drawn and how."""
    parts = re.findall(r"<text[^>]*>([^<]*)</text>", picture)
    return "".join(unescape(part).replace("\xa0", " ") for part in parts).replace(" ", "")
