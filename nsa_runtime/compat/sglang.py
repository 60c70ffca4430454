"""Put our fills in place in an installed SGLang. One line in a launch script turns it on::

    import nsa_runtime.compat.sglang; nsa_runtime.compat.sglang.install()

It belongs at the top level of the script, not under ``if __name__ == "__main__"``: SGLang's scheduler processes are
spawned, and each imports the script again.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
from types import ModuleType
from typing import Any

from nsa_runtime.compat import dsa, nsa
from nsa_runtime.compat.dsa import (
    fused_dsa_decode_metadata,
    fused_dsa_draft_extend_metadata,
    fused_dsa_target_verify_metadata,
)

__all__ = [
    "SUPPORTED",
    "fused_dsa_decode_metadata",
    "fused_dsa_draft_extend_metadata",
    "fused_dsa_target_verify_metadata",
    "install",
    "installed",
    "uninstall",
]

_FUSED = ("fused_dsa_decode_metadata", "fused_dsa_target_verify_metadata", "fused_dsa_draft_extend_metadata")
_REPLAY = "init_forward_metadata_replay_cuda_graph"

_Replacement = tuple[str, tuple[str, ...], Any]  # module, attribute path within it, ours
_METHOD: list[_Replacement] = [
    ("sglang.srt.layers.attention.nsa_backend", ("NativeSparseAttnBackend", _REPLAY), getattr(nsa, _REPLAY))
]
_FUNCTIONS: list[_Replacement] = [
    (module, (name,), getattr(dsa, name))
    for module in ("sglang.kernels.ops.attention.dsa.metadata", "sglang.srt.layers.attention.dsa.dsa_metadata_manager")
    for name in _FUSED
]
SUPPORTED: dict[str, list[_Replacement]] = {
    "0.5.8": _METHOD,
    "0.5.9": _METHOD,
    "0.5.10": _METHOD,
    "0.5.23": _FUNCTIONS,
}
"""SGLang versions whose backend code ours was compared with, and what is replaced in each."""

_replaced: list[tuple[Any, str, Any]] = []  # owner, attribute, what was there


class UnsupportedVersionError(RuntimeError):
    """The installed SGLang is none whose backend ours was compared with; nothing was changed."""


def install() -> bool:
    """Replace SGLang's metadata fills by ours in this process, and return whether they are in place.

    Without SGLang nothing happens and False is returned. Calling it again changes nothing. Backends made before keep
    the functions that they took; so call it before SGLang builds its model runner. Raises
    :class:`UnsupportedVersionError` for a version not in ``SUPPORTED``.
    """
    if installed():
        return True
    if importlib.util.find_spec("sglang") is None:
        return False
    version = importlib.metadata.version("sglang")
    if version not in SUPPORTED:
        raise UnsupportedVersionError(f"sglang: expected version {' or '.join(SUPPORTED)}, found {version}")
    for owner, name, ours in [_target(*entry) for entry in SUPPORTED[version]]:
        _replaced.append((owner, name, getattr(owner, name)))
        setattr(owner, name, ours)
    return True


def installed() -> bool:
    """Whether :func:`install` is in effect."""
    return bool(_replaced)


def uninstall() -> None:
    """Put back what :func:`install` replaced. Backends made in between keep ours."""
    while _replaced:
        setattr(*_replaced.pop())


def _target(module: str, path: tuple[str, ...], ours: Any) -> tuple[Any, str, Any]:
    owner: ModuleType | Any = importlib.import_module(module)
    for name in path[:-1]:
        owner = getattr(owner, name)
    return owner, path[-1], ours
