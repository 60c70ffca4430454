"""The entry point in SGLang's plugin group: with ``NSA_RUNTIME=1`` in the environment SGLang 0.5.11 and later installs
our fills itself, in every process that it starts. Otherwise nothing is imported and nothing happens.

``NSA_RUNTIME_REFRESH_SCHEDULES=1`` is ``install(refresh_schedules=True)``, ``NSA_RUNTIME_IN_GRAPH=1`` is
``install(in_graph=True)``.
"""

from __future__ import annotations

import logging
import os

SWITCH = "NSA_RUNTIME"
REFRESH = "NSA_RUNTIME_REFRESH_SCHEDULES"
IN_GRAPH = "NSA_RUNTIME_IN_GRAPH"

logger = logging.getLogger(__name__)


def load() -> None:
    """What SGLang calls. A build that is not supported keeps its own code, and one line of the log says so."""
    if not is_on(SWITCH):
        return
    from nsa_runtime.compat import sglang

    sglang.install(strict=False, refresh_schedules=is_on(REFRESH), in_graph=is_on(IN_GRAPH))


def is_on(name: str) -> bool:
    """Whether a variable of the environment is ``1``."""
    value = os.environ.get(name, "")
    if value not in ("", "0", "1"):
        logger.warning("%s: expected 0 or 1, got %r; taken for 0", name, value)
    return value == "1"
