"""The playground as tests and tools open it: built anew, served on this machine, in a headless Chromium."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from lab.fetch import ROOT

PLAYGROUND = ROOT / "playground"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def chromium() -> str | None:
    """The path of a Chromium; `NSA_GUARD_CHROMIUM` decides."""
    return os.environ.get("NSA_GUARD_CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)


def is_installed() -> bool:
    """Whether `npm ci` has been run in playground/."""
    return (PLAYGROUND / "node_modules").is_dir()


def build(out: Path) -> None:
    """Build the page into the folder `out`."""
    environment = {**os.environ, "PYTHON": sys.executable}
    subprocess.run(["node", "build.mjs", str(out)], cwd=PLAYGROUND, check=True, env=environment)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the page that was built into `folder`."""
    handler = functools.partial(_Quiet, directory=str(folder.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{folder.name}/"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
