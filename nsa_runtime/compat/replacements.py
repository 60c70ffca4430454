"""What is put in place of SGLang's attributes, for each kind of release."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from nsa_runtime.compat import dsa, dsa_refresh, dsa_steps, eager
from nsa_runtime.compat.ports import BASE_BACKEND, DSA_BACKEND, NSA_BACKEND, Options, Replacement
from nsa_runtime.compat.warmup import warming, warming_steps

_CAPTURE = "init_forward_metadata_capture_cuda_graph"
_REPLAY = "init_forward_metadata_replay_cuda_graph"
_NATIVE, _NATIVE_STEPS = f"{NSA_BACKEND}:NativeSparseAttnBackend", f"{NSA_BACKEND}:NativeSparseAttnMultiStepBackend"
_SPARSE, _SPARSE_STEPS = f"{DSA_BACKEND}:DeepseekSparseAttnBackend", f"{DSA_BACKEND}:DeepseekSparseAttnMultiStepBackend"
FUSED = (dsa.fused_dsa_decode_metadata, dsa.fused_dsa_target_verify_metadata, dsa.fused_dsa_draft_extend_metadata)


def native(*, accepted: str, every_mode: bool = False) -> tuple[Replacement, ...]:
    """0.5.8 to 0.5.12: the replay of ``NativeSparseAttnBackend`` and of its draft steps. ``accepted`` names the
    accepted tokens in SGLang's ``spec_info``; with ``every_mode`` the schedule is refreshed in all modes."""
    chain = eager.Chain("nsa", accepted, every_mode=every_mode)
    return (
        _replacing(f"{_NATIVE}.{_CAPTURE}", warming),
        _replacing(f"{_NATIVE}.{_REPLAY}", functools.partial(eager.replaying, chain)),
        _replacing(f"{_NATIVE_STEPS}.{_CAPTURE}", warming_steps),
        _replacing(f"{_NATIVE_STEPS}.{_REPLAY}", functools.partial(eager.replaying_steps, chain)),
    )


def sparse_eager() -> tuple[Replacement, ...]:
    """0.5.13 and 0.5.14: the same chain under the names of ``DeepseekSparseAttnBackend``."""
    chain = eager.Chain("dsa", "num_accept_tokens", every_mode=True)
    return (
        _replacing(f"{_SPARSE}._build_forward_metadata_cuda_graph", warming),
        _replacing(f"{_SPARSE}._apply_cuda_graph_metadata", functools.partial(eager.applying, chain)),
        _replacing(
            f"{_SPARSE_STEPS}.init_forward_metadata_out_graph", functools.partial(eager.filling_all_steps, chain)
        ),
    )


def fused(modules: tuple[str, ...], page_size: str) -> tuple[Replacement, ...]:
    """0.5.15 and later: the three fused functions, defined in the first of ``modules`` and imported by the others, and
    the refresh of the draft steps. ``page_size`` is the name of the argument for the size of a page."""
    functions = tuple(renaming(ours, page_size) for ours in FUSED)
    return (
        *(
            Replacement(f"{module}:{ours.__name__}", _by(ours), f"{modules[0]}:{ours.__name__}")
            for module in modules
            for ours in functions
        ),
        _replacing(f"{_SPARSE}._build_forward_metadata_cuda_graph", warming),
        _replacing(f"{_SPARSE}.init_forward_metadata_out_graph", dsa_refresh.refreshing),
        _replacing(f"{_SPARSE_STEPS}.init_forward_metadata_out_graph", dsa_steps.filling_all_steps),
    )


def in_graph() -> tuple[Replacement, ...]:
    """0.5.20 and later: what their runners record into the model's graph before the model itself."""
    inherited = f"{BASE_BACKEND}:AttentionBackend.init_forward_metadata_in_graph"
    return (
        Replacement(f"{_SPARSE}.init_forward_metadata_in_graph", dsa_refresh.recording, inherited),
        _replacing(f"{_SPARSE_STEPS}.init_forward_metadata_in_graph", dsa_refresh.recording_steps),
    )


def renaming(ours: Callable[..., None], page_size: str) -> Callable[..., None]:
    """One of our functions with ``physical_page_size`` under the name ``page_size``."""
    if page_size == "physical_page_size":
        return ours
    signature = inspect.signature(ours)

    @functools.wraps(ours)
    def renamed(*arguments: Any, **named: Any) -> None:
        if page_size in named:
            named["physical_page_size"] = named.pop(page_size)
        ours(*arguments, **named)

    parameters = signature.parameters.values()
    renamed.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[each.replace(name=page_size) if each.name == "physical_page_size" else each for each in parameters]
    )
    return renamed


def _replacing(name: str, make: Callable[[Any, Options], Any]) -> Replacement:
    return Replacement(name, make, name)


def _by(ours: Callable[..., Any]) -> Callable[[Any, Options], Any]:
    return lambda theirs, options: ours
