"""Put our fills in place in an installed SGLang. One line in a launch script turns it on::

    import nsa_runtime.compat.sglang; nsa_runtime.compat.sglang.install()

It belongs at the top level of the script, not under ``if __name__ == "__main__"``: SGLang's scheduler processes are
spawned, and each imports the script again.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nsa_runtime.compat import dsa_steps, nsa
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

_REPLAY = "init_forward_metadata_replay_cuda_graph"
_NSA_BACKEND = "sglang.srt.layers.attention.nsa_backend"
_DSA_BACKEND = "sglang.srt.layers.attention.dsa_backend"
_DSA_MANAGER = "sglang.srt.layers.attention.dsa.dsa_metadata_manager"
_DSA_FUNCTIONS = "sglang.kernels.ops.attention.dsa.metadata"
_FUSED = (fused_dsa_decode_metadata, fused_dsa_target_verify_metadata, fused_dsa_draft_extend_metadata)


@dataclass(frozen=True)
class Replacement:
    """``make`` gives what stands in the place of an attribute, from what stood there."""

    module: str
    path: tuple[str, ...]  # of the attribute within the module
    make: Callable[[Any], Any]

    def find(self) -> tuple[Any, str, Any]:
        """The owner of the attribute, its name, and what is there."""
        owner: Any = importlib.import_module(self.module)
        for name in self.path[:-1]:
            owner = getattr(owner, name)
        return owner, self.path[-1], getattr(owner, self.path[-1])


def _by(ours: Callable[..., Any]) -> Callable[[Any], Any]:
    return lambda theirs: ours


_METHODS = (
    Replacement(_NSA_BACKEND, ("NativeSparseAttnBackend", _REPLAY), _by(nsa.init_forward_metadata_replay_cuda_graph)),
    Replacement(_NSA_BACKEND, ("NativeSparseAttnMultiStepBackend", _REPLAY), _by(nsa.replay_draft_steps)),
)
_FUNCTIONS = (
    *(Replacement(module, (ours.__name__,), _by(ours)) for module in (_DSA_FUNCTIONS, _DSA_MANAGER) for ours in _FUSED),
    Replacement(
        _DSA_MANAGER,
        ("DSAMetadataManagementMixin", "_copy_base_replay_buffers"),
        dsa_steps.copying_what_is_not_filled,
    ),
    Replacement(
        _DSA_BACKEND,
        ("DeepseekSparseAttnMultiStepBackend", "init_forward_metadata_out_graph"),
        dsa_steps.filling_all_steps,
    ),
)
SUPPORTED: dict[str, tuple[Replacement, ...]] = {
    "0.5.8": _METHODS,
    "0.5.9": _METHODS,
    "0.5.10": _METHODS,
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
    found = [replacement.find() for replacement in SUPPORTED[version]]  # all of them before any is replaced
    for replacement, (owner, name, theirs) in zip(SUPPORTED[version], found, strict=True):
        _replaced.append((owner, name, theirs))
        setattr(owner, name, replacement.make(theirs))
    return True


def installed() -> bool:
    """Whether :func:`install` is in effect."""
    return bool(_replaced)


def uninstall() -> None:
    """Put back what :func:`install` replaced. Backends made in between keep ours."""
    while _replaced:
        setattr(*_replaced.pop())
