"""How ours replaces SGLang's: for each group of releases what is replaced, by what, and what must be as it was."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from nsa_runtime.shapes import require_type

NSA_BACKEND = "sglang.srt.layers.attention.nsa_backend"
BASE_BACKEND = "sglang.srt.layers.attention.base_attn_backend"
DSA_BACKEND = "sglang.srt.layers.attention.dsa_backend"
DSA_MANAGER = "sglang.srt.layers.attention.dsa.dsa_metadata_manager"
_NSA_PRECOMPUTE = "sglang.srt.layers.attention.nsa.nsa_backend_mtp_precompute"
_DSA_PRECOMPUTE = "sglang.srt.layers.attention.dsa.dsa_backend_mtp_precompute"


@dataclass(frozen=True)
class Options:
    """What :func:`nsa_runtime.compat.sglang.install` was called with."""

    refresh_schedules: bool = False
    in_graph: bool = False

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            require_type(name, value, bool)


DEFAULTS = Options()


@dataclass(frozen=True)
class Replacement:
    """One attribute of SGLang: ``name`` is ``module:path``, ``definition`` the name of its value (another one where
    the module imports it), ``make`` gives ours from SGLang's."""

    name: str
    make: Callable[[Any, Options], Any]
    definition: str

    def find(self) -> tuple[Any, str, Any]:
        """The owner of the attribute, its name, and what is there. Imports the module."""
        module, _, path = self.name.partition(":")
        owner: Any = importlib.import_module(module)
        *outer, name = path.split(".")
        for each in outer:
            owner = getattr(owner, each)
        return owner, name, getattr(owner, name)


@dataclass(frozen=True)
class Port:
    """One group of releases. ``compared`` are the definitions that decide: those that are replaced, those that ours
    calls, those that make the tensors that ours fills, and those that are bypassed; ``runners`` are those that decide
    too where the refresh goes into the model's graph, () where it cannot."""

    releases: tuple[str, ...]
    compared: tuple[str, ...]
    build: Callable[[ModuleType], tuple[Replacement, ...]]
    runners: tuple[str, ...] = ()

    def names(self, options: Options = DEFAULTS) -> tuple[str, ...]:
        """The definitions that decide with these options."""
        return (*self.compared, *(self.runners if options.in_graph else ()))

    def replacements(self, options: Options = DEFAULTS) -> tuple[Replacement, ...]:
        """What is replaced. Imports torch, not SGLang."""
        ours = importlib.import_module("nsa_runtime.compat.replacements")
        return (*self.build(ours), *(ours.in_graph() if options.in_graph else ()))


def _all(module: str, *paths: str) -> tuple[str, ...]:
    return tuple(f"{module}:{path}" for path in paths)


def _eager(
    backend: str, precompute: str, prefix: str, owner: str, steps: str, replay: str, more: str
) -> tuple[str, ...]:
    """The definitions of a release that computes its metadata by a chain of eager operations."""
    methods = f"{replay} init_cuda_graph_state init_forward_metadata_replay_cuda_graph_from_precomputed {more}".split()
    mixin = f"{owner}MTPPrecomputeMixin"
    upper = prefix.upper()
    return (
        *_all(backend, f"{upper}Metadata", f"{upper}FlashMLAMetadata", *(f"{owner}.{each}" for each in methods)),
        *_all(backend, *(f"{owner}.{each}" for each in ("_compute_flashmla_metadata", "_transform_table_1_to_real"))),
        *_all(backend, *(f"{steps}.{each}" for each in _STEPS[prefix])),
        *_all(precompute, f"{mixin}._precompute_replay_metadata", f"{mixin}._precompute_decode_mode"),
    )


_STEPS = {
    "nsa": ("init_forward_metadata_replay_cuda_graph", "init_forward_metadata_capture_cuda_graph"),
    "dsa": ("init_forward_metadata_out_graph",),
}
_NSA = _eager(
    NSA_BACKEND, _NSA_PRECOMPUTE, "nsa", "NativeSparseAttnBackend", "NativeSparseAttnMultiStepBackend",
    "init_forward_metadata_replay_cuda_graph", "init_forward_metadata_capture_cuda_graph",
)  # fmt: skip
_DSA = _eager(
    DSA_BACKEND, _DSA_PRECOMPUTE, "dsa", "DeepseekSparseAttnBackend", "DeepseekSparseAttnMultiStepBackend",
    "_apply_cuda_graph_metadata", "_build_forward_metadata_cuda_graph _build_paged_mqa_schedule_2d_ctx_lens",
)  # fmt: skip


def _fused(functions: str) -> tuple[str, ...]:
    """The definitions of a release with fused functions, which are in the module ``functions``."""
    kinds = ("decode", "target_verify", "draft_extend")
    return (
        *_DSA,
        f"{DSA_BACKEND}:DeepseekSparseAttnBackend.init_forward_metadata_out_graph",
        *_all(DSA_BACKEND, *(f"DeepseekSparseAttnBackend.{each}" for each in _DERIVED)),
        *_all(functions, *(f"fused_dsa_{kind}_metadata" for kind in kinds)),
        *_all(functions, *(f"_fused_dsa_{kind}_metadata_kernel" for kind in kinds)),
    )


_DERIVED = ("_refresh_paged_mqa_schedule_metadata", "_refresh_topk_v2_plan", "_graph_page_table_width")
_MANAGED = _all(DSA_MANAGER, "DSAMetadataManagementMixin")
_FIRST = "sglang.srt.layers.attention.triton_ops.dsa_metadata"
_SECOND = "sglang.kernels.ops.attention.dsa_metadata"
_THIRD = "sglang.kernels.ops.attention.dsa.metadata"

_RUNNERS = {
    "sglang.srt.model_executor.runner.decode_cuda_graph_runner": (
        "build_replay_fb_view", "DecodeCudaGraphRunner.capture_one_shape",
        "DecodeCudaGraphRunner._resolve_shared_read_ends", "DecodeCudaGraphRunner._publish_read_done",
    ),
    "sglang.srt.speculative.eagle_draft_cuda_graph_runner": (
        "EAGLEDraftCudaGraphRunner.capture_one_shape", "EAGLEDraftCudaGraphRunner.execute",
    ),
    "sglang.srt.speculative.eagle_draft_extend_cuda_graph_runner": (
        "EAGLEDraftExtendCudaGraphRunner.capture_one_shape", "EAGLEDraftExtendCudaGraphRunner.execute",
    ),
    BASE_BACKEND: ("AttentionBackend.init_forward_metadata_in_graph", "AttentionBackend.shared_read_ends"),
    DSA_BACKEND: ("DeepseekSparseAttnMultiStepBackend.init_forward_metadata_in_graph",),
}  # fmt: skip
_RECORDED = tuple(name for module, paths in _RUNNERS.items() for name in _all(module, *paths))

PORTS = (
    Port(
        ("0.5.8", "0.5.8.post1", "0.5.9", "0.5.10", "0.5.10.post1"), _NSA,
        lambda ours: ours.native(accepted="accept_length"),
    ),
    Port(("0.5.11",), _NSA, lambda ours: ours.native(accepted="num_accepted_tokens")),
    Port(
        ("0.5.12", "0.5.12.post1"), (*_NSA, *_all(NSA_BACKEND, "_to_2d_context_lens")),
        lambda ours: ours.native(accepted="num_accept_tokens", every_mode=True),
    ),
    Port(
        ("0.5.13", "0.5.13.post1", "0.5.14"), (*_DSA, *_all(DSA_BACKEND, "_to_2d_context_lens")),
        lambda ours: ours.sparse_eager(),
    ),
    Port(("0.5.15", "0.5.15.post1"), _fused(_FIRST), lambda ours: ours.fused((_FIRST,), "real_page_size")),
    Port(
        ("0.5.16", "0.5.17", "0.5.18", "0.5.19"), _fused(_SECOND),
        lambda ours: ours.fused((_SECOND,), "real_page_size"),
    ),
    Port(
        ("0.5.20", "0.5.21"), (*_fused(_SECOND), *_MANAGED),
        lambda ours: ours.fused((_SECOND, DSA_MANAGER), "real_page_size"), _RECORDED,
    ),
    Port(
        ("0.5.22",), (*_fused(_SECOND), *_MANAGED),
        lambda ours: ours.fused((_SECOND, DSA_MANAGER), "physical_page_size"), _RECORDED,
    ),
    Port(
        ("0.5.23",), (*_fused(_THIRD), *_MANAGED),
        lambda ours: ours.fused((_THIRD, DSA_MANAGER), "physical_page_size"), _RECORDED,
    ),
)  # fmt: skip


def port_of(release: str) -> Port:
    """The port of a known release."""
    return next(port for port in PORTS if release in port.releases)


RELEASES = tuple(release for port in PORTS for release in port.releases)
"""The releases of SGLang that ours was compared with, in order."""
