"""``python -m nsa_runtime.compat.launch ARGUMENTS``: SGLang's server with our fills in place, for releases before
0.5.11, which have no plugins. The arguments are those of ``python -m sglang.launch_server``, and so is what happens.

The fills are installed when this module is imported, so that the scheduler processes, which are spawned and import the
main module again, have them too. ``NSA_RUNTIME_REFRESH_SCHEDULES=1`` is ``install(refresh_schedules=True)``.
"""

from __future__ import annotations

import importlib
import os
import sys

from nsa_runtime.compat import sglang
from nsa_runtime.compat.plugin import REFRESH, is_on


def main(arguments: list[str]) -> None:
    """Run the server, and end the processes that it started however it ends."""
    server_args = importlib.import_module("sglang.srt.server_args").prepare_server_args(arguments)
    try:
        importlib.import_module("sglang.launch_server").run_server(server_args)
    finally:
        importlib.import_module("sglang.srt.utils").kill_process_tree(os.getpid(), include_parent=False)


if __name__ in ("__main__", "__mp_main__"):
    sglang.install(strict=False, refresh_schedules=is_on(REFRESH))

if __name__ == "__main__":
    main(sys.argv[1:])
