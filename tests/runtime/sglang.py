"""SGLang's backend modules out of its wheels, run with whatever they need but do not use here replaced by stand-ins.

The backend's own files are executed as they are; only what this project's tests name is taken from the wheel, every
other module of SGLang and of its native libraries is an empty one whose names are empty classes.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.metadata
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar
from unittest import mock

import torch

from tests.support import fetch

STAND_INS = (
    "sglang",
    "sgl_kernel",
    "deep_gemm",
    "flashinfer",
    "aiter",
    "transformers",
    "torch_memory_saver",
    "tvm_ffi",
)
ATTENTION = "sglang.srt.layers.attention"
REAL = {
    "0.5.8": (f"{ATTENTION}.nsa_backend", f"{ATTENTION}.nsa.utils", f"{ATTENTION}.nsa.nsa_backend_mtp_precompute"),
    "0.5.10": (f"{ATTENTION}.nsa_backend", f"{ATTENTION}.nsa.utils", f"{ATTENTION}.nsa.nsa_backend_mtp_precompute"),
    "0.5.23": (
        f"{ATTENTION}.dsa_backend",
        f"{ATTENTION}.dsa.utils",
        f"{ATTENTION}.dsa.dsa_backend_mtp_precompute",
        f"{ATTENTION}.dsa.dsa_backend_kpool",
        f"{ATTENTION}.dsa.dsa_metadata_manager",
        "sglang.kernels.ops.attention.dsa.metadata",
    ),
}


class _StandIn:
    """A name nobody here uses: a class to inherit from, a decorator, a callable, a namespace."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        pass

    def __call__(self, *args: object, **kwargs: object) -> Any:
        return args[0] if args else _StandIn()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _StandIn()

    def get(self) -> Any:  # environment variables
        return False


class _StandInModule(types.ModuleType):
    __path__: ClassVar[list[str]] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _StandIn() if name == "envs" else type(name, (_StandIn,), {})


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, version: str, given: Mapping[str, Mapping[str, Any]]) -> None:
        self.version = version
        self.given = given

    def find_spec(self, name: str, path: object = None, target: object = None) -> Any:
        if name.partition(".")[0] not in STAND_INS:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=name not in REAL[self.version])

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        return None if spec.name in REAL[self.version] else _StandInModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        if module.__name__ in REAL[self.version]:
            path = module.__name__.replace(".", "/") + ".py"
            # a file of its own, since triton and torch.compile read the source of what they compile
            file = fetch.cache_folder() / "sglang" / self.version / path
            if not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(fetch.text("sglang", self.version, path), encoding="utf-8")
            module.__file__ = str(file)
            exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), module.__dict__)
        vars(module).update(self.given.get(module.__name__, {}))


class Forward:
    """One of SGLang's forward modes, as far as the metadata asks."""

    def __init__(self, name: str) -> None:
        self.name = name

    def is_decode_or_idle(self) -> bool:
        return self.name == "decode"

    def is_target_verify(self) -> bool:
        return self.name == "target_verify"

    def is_draft_extend(self, include_v2: bool = False) -> bool:
        return self.name == "draft_extend" or (include_v2 and self.name == "draft_extend_v2")

    def is_draft_extend_v2(self) -> bool:
        return self.name == "draft_extend_v2"

    def __repr__(self) -> str:
        return f"Forward({self.name!r})"


def expand_like_sglang(
    extend_seq_lens: torch.Tensor, seq_lens: torch.Tensor, total_len: int, max_q_len: int
) -> torch.Tensor:
    """What SGLang's ``seqlens_expand_triton``, which takes GPU tensors alone, computes."""
    spans = [
        torch.arange(kv - q + 1, kv + 1, dtype=torch.int32)
        for q, kv in zip(extend_seq_lens.tolist(), seq_lens.tolist(), strict=True)
    ]
    return torch.cat(spans).to(seq_lens.device)


def schedule_like_deep_gemm(context_lens: torch.Tensor, block_kv: int, num_sms: int) -> torch.Tensor:
    """A stand-in for DeepGEMM's schedule: of its shape, and another one for other lengths."""
    total = context_lens.sum(dtype=torch.int32) * block_kv
    return total.expand(num_sms + 1, 2).contiguous()


@contextlib.contextmanager
def modules(version: str, *, cuda: Callable[[], bool]) -> Iterator[Callable[[str], Any]]:
    """SGLang of a version, importable within the block: gives the import function. ``cuda`` is its ``is_cuda``."""
    platform = types.SimpleNamespace(is_sm100=False)
    given: dict[str, Mapping[str, Any]] = {
        "sglang.srt.utils": {
            "is_cuda": cuda,
            "is_hip": lambda: False,
            "is_xpu": lambda: False,
            "is_npu": lambda: False,
            "is_gfx95_supported": lambda: False,
        },
        "sglang.srt.runtime_context": {"get_platform": lambda: platform},
        "sglang.srt.layers.attention.utils": {"seqlens_expand_triton": expand_like_sglang},
        "sglang.kernels.ops.attention.pad": {"seqlens_expand_triton": expand_like_sglang},
        f"{ATTENTION}.dsa.utils": {
            "resolve_paged_mqa_logits_metadata_fn": lambda: schedule_like_deep_gemm,
            "resolve_num_sms": lambda: 4,
        },
    }
    before = {name for name in sys.modules if name.partition(".")[0] in STAND_INS}
    finder = _Finder(version, given)
    sys.meta_path.insert(0, finder)
    real_version = importlib.metadata.version
    try:
        with mock.patch.object(
            importlib.metadata, "version", lambda name: version if name == "sglang" else real_version(name)
        ):
            yield importlib.import_module
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.partition(".")[0] in STAND_INS and name not in before]:
            del sys.modules[name]


def native_backend(module: Any, page_size: int, draft: int, topk: int, req_to_token: torch.Tensor) -> Any:
    """SGLang 0.5.8's to 0.5.10's backend with the attributes that its graph metadata needs, and no model."""
    backend = object.__new__(module.NativeSparseAttnBackend)
    vars(backend).update(
        device=req_to_token.device,
        real_page_size=page_size,
        nsa_index_topk=topk,
        max_context_len=req_to_token.shape[1],
        req_to_token=req_to_token,
        speculative_num_draft_tokens=draft,
        nsa_decode_impl="fa3",
        set_nsa_prefill_impl=lambda forward_batch: None,
        _arange_buf=torch.arange(1024, dtype=torch.int32, device=req_to_token.device),
    )
    return backend


def sparse_backend(module: Any, page_size: int, draft: int, topk: int, req_to_token: torch.Tensor, wide: bool) -> Any:
    """SGLang 0.5.23's backend likewise; without ``wide`` it drops the table of page size 1."""
    backend = object.__new__(module.DeepseekSparseAttnBackend)
    vars(backend).update(
        device=req_to_token.device,
        physical_page_size=page_size,
        dsa_index_topk=topk,
        dsa_index_kpool=1,
        req_to_token=req_to_token,
        speculative_num_draft_tokens=draft,
        dsa_decode_impl="fa3",
        dsa_drop_wide_page_table=not wide,
        set_dsa_prefill_impl=lambda forward_batch: None,
        dsa_topk_backend=types.SimpleNamespace(should_use_topk_v2=lambda: False),
        _arange_buf=torch.arange(1024, dtype=torch.int32, device=req_to_token.device),
    )
    backend._init_kpool_metadata_fusion()
    return backend
