"""SGLang's backend modules out of its wheels, run with whatever they need but do not use here replaced by stand-ins.

The backend's own files are executed as they are; only what this project's tests name is taken from the wheel, every
other module of SGLang and of its native libraries is an empty one whose names are empty classes. On a GPU its helpers
that run on GPUs alone are its own too: its Triton kernels, and where apache-tvm-ffi and nvcc are there its CUDA copy.

``python -m tests.runtime.sglang`` unpacks what is taken from the wheels into the cache, for a machine without network.
"""

from __future__ import annotations

import ast
import contextlib
import enum
import functools
import importlib
import importlib.abc
import importlib.machinery
import importlib.metadata
import importlib.util
import sys
import types
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

import torch

from lab import fetch
from nsa_runtime import schedule
from tests.runtime.batches import DEVICE

VERSIONS = ("0.5.8", "0.5.9", "0.5.10", "0.5.23")
NATIVE = VERSIONS[:3]  # those with one backend class of their own, whose replay is a chain of eager operations
ON_GPU = DEVICE.type == "cuda"
COMPILES = ON_GPU and importlib.util.find_spec("tvm_ffi") is not None
STAND_INS = {
    "sglang",
    "sgl_kernel",
    "deep_gemm",
    "flashinfer",
    "aiter",
    "transformers",
    "torch_memory_saver",
    *(() if COMPILES else ("tvm_ffi",)),
}
ATTENTION = "sglang.srt.layers.attention"
BATCH_INFO = "sglang.srt.model_executor.forward_batch_info"
DSA_METADATA = "sglang.kernels.ops.attention.dsa.metadata"
_NSA = ("sglang.srt.environ", f"{ATTENTION}.nsa_backend", f"{ATTENTION}.nsa.utils",
        f"{ATTENTION}.nsa.nsa_backend_mtp_precompute")  # fmt: skip
_DSA = ("sglang.srt.environ", f"{ATTENTION}.dsa_backend", f"{ATTENTION}.dsa.utils", DSA_METADATA,
        f"{ATTENTION}.dsa.dsa_backend_mtp_precompute", f"{ATTENTION}.dsa.dsa_backend_kpool",
        f"{ATTENTION}.dsa.dsa_metadata_manager")  # fmt: skip
REAL = {version: _NSA if version in NATIVE else _DSA for version in VERSIONS}
EXPANDS = {
    version: f"{ATTENTION}.utils" if version in NATIVE else "sglang.kernels.ops.attention.pad" for version in VERSIONS
}
"""Where ``seqlens_expand_triton`` is, which takes GPU tensors alone."""


class _Copy:
    """Where a version keeps the CUDA copy between metadata sets, and what it is compiled from."""

    def __init__(self, module: str, jit: str, namespace: str = "") -> None:
        self.module, self.jit, self.namespace = module, jit, namespace
        self.folder = jit.removesuffix(".utils").replace(".", "/")


COPIES = {
    "0.5.9": _Copy("sglang.jit_kernel.fused_metadata_copy", "sglang.jit_kernel.utils"),
    "0.5.10": _Copy("sglang.jit_kernel.fused_metadata_copy", "sglang.jit_kernel.utils"),
    "0.5.23": _Copy("sglang.kernels.ops.attention.dsa.fused_metadata_copy", "sglang.kernels.jit.utils", "sglang::"),
}


def _real(version: str) -> set[str]:
    """The modules of a version that are its own here."""
    on_gpu = {EXPANDS[version]} if ON_GPU else set()
    compiled = {COPIES[version].module} if COMPILES and version in COPIES else set()
    return {*REAL[version], *on_gpu, *compiled}


def unpacked(version: str) -> Path:
    """The folder in the cache where a version's files are put, as they lie in the wheel: triton and torch.compile
    read the source of what they compile."""
    return fetch.cache_folder() / "sglang" / version


def unpack(version: str, path: str) -> Path:
    """One Python file of a version."""
    file = unpacked(version) / path
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(fetch.text("sglang", version, path), encoding="utf-8")
    return file


def _unpack_everything(version: str) -> None:
    for name in (*REAL[version], EXPANDS[version], BATCH_INFO):
        unpack(version, _path(name))
    if version in COPIES:
        copy = COPIES[version]
        unpack(version, _path(copy.module))
        with zipfile.ZipFile(fetch.archive("sglang", version)) as wheel:
            for name in wheel.namelist():
                below = name.removeprefix(copy.folder + "/")
                if Path(below).parent == Path("include/sgl_kernel") or below.endswith("/fused_metadata_copy.cuh"):
                    wheel.extract(name, unpacked(version))


def _path(module: str) -> str:
    return module.replace(".", "/") + ".py"


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


class _StandInModule(types.ModuleType):
    __path__: ClassVar[list[str]] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (_StandIn,), {})


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, version: str, given: Mapping[str, Mapping[str, Any]]) -> None:
        self.version, self.given = version, given
        self.real = _real(version)

    def find_spec(self, name: str, path: object = None, target: object = None) -> Any:
        if name.partition(".")[0] not in STAND_INS:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=name not in self.real)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        return None if spec.name in self.real else _StandInModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        if module.__name__ in self.real:
            file = unpack(self.version, _path(module.__name__))
            module.__file__ = str(file)
            exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), module.__dict__)
        vars(module).update(self.given.get(module.__name__, {}))


@functools.cache
def batch_info(version: str) -> dict[str, Any]:
    """SGLang's forward modes, and the view of a batch that its 0.5.23 gives to the backend of each draft step: their
    definitions alone, out of a module that needs most of SGLang."""
    file = unpack(version, _path(BATCH_INFO))
    module = ast.parse(file.read_text(encoding="utf-8"))
    module.body = [
        node
        for node in module.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name in ("ForwardMode", "build_inner_fb_view")
    ]
    names: dict[str, Any] = {"IntEnum": enum.IntEnum, "auto": enum.auto}
    exec(compile(module, str(file), "exec"), names)
    return {node.name: names[node.name] for node in module.body if isinstance(node, ast.ClassDef | ast.FunctionDef)}


def forward_mode(version: str, name: str) -> Any:
    """SGLang's own member of its ``ForwardMode``."""
    return batch_info(version)["ForwardMode"][name]


def _expanding(*, clamped: bool) -> Callable[..., torch.Tensor]:
    """What ``seqlens_expand_triton`` computes; since 0.5.23 it gives no negative lengths."""

    def expand(extend: torch.Tensor, seq_lens: torch.Tensor, total_len: int, max_q_len: int) -> torch.Tensor:
        spans = [
            torch.arange(kv - q + 1, kv + 1, dtype=torch.int32)
            for q, kv in zip(extend.tolist(), seq_lens.tolist(), strict=True)
        ]
        return torch.cat(spans).clamp(min=0 if clamped else None, max=2**30)

    return expand


def _copying(sets: int) -> Callable[..., None]:
    """What SGLang's CUDA copy does: the tensors of one set into those of each of the others, at their beginnings."""

    def copy(*arguments: Any) -> None:
        tensors = [each for each in arguments if not isinstance(each, int)]
        size = len(tensors) // (sets + 1)
        for begin in range(size, len(tensors), size):
            for source, target in zip(tensors[:size], tensors[begin : begin + size], strict=True):
                if source is not None and target is not None:
                    target[tuple(slice(0, length) for length in source.shape)].copy_(source)

    return copy


def _compiling(version: str) -> dict[str, Any]:
    """SGLang's helpers that compile a CUDA file of its, by the library that it compiles them with."""
    copy = COPIES[version]

    def load_jit(*names: object, cuda_files: list[str], cuda_wrappers: list[tuple[str, str]]) -> Any:
        from benchmarks import rivals

        [(export, kernel)] = cuda_wrappers
        name = "_".join(("sglang", version.replace(".", "_"), *map(str, names)))
        return rivals.compile_sglang_copy(name, unpacked(version) / copy.folder, export, copy.namespace + kernel)

    return {"load_jit": load_jit, "make_cpp_args": _CppArguments, "cache_once": functools.cache}


class _CppArguments(tuple[str, ...]):
    """Template arguments: one by one in a name, or as C++ writes them."""

    def __new__(cls, *values: object) -> _CppArguments:
        return super().__new__(cls, (str(value).lower() for value in values))

    def __str__(self) -> str:
        return ", ".join(self)


def schedule_like_deep_gemm(context_lens: torch.Tensor, block_kv: int, num_sms: int) -> torch.Tensor:
    """A stand-in for DeepGEMM's schedule: of its shape, and another one for other lengths."""
    total = context_lens.sum(dtype=torch.int32) * block_kv
    return total.expand(num_sms + 1, 2).contiguous()


def plan_like_flashmla(*, cache_seqlens: torch.Tensor, **kwargs: object) -> tuple[torch.Tensor, torch.Tensor]:
    """A stand-in for FlashMLA's plan: of its shapes, and another one for other lengths."""
    total = cache_seqlens.sum(dtype=torch.int32)
    splits = torch.nn.functional.pad(torch.cumsum(cache_seqlens, 0, dtype=torch.int32), (1, 0))
    return total.expand(4, 8).contiguous(), splits


@contextlib.contextmanager
def modules(version: str, *, cuda: Callable[[], bool]) -> Iterator[Callable[[str], Any]]:
    """SGLang of a version, importable within the block: gives the import function. ``cuda`` is its ``is_cuda``."""
    given: dict[str, Mapping[str, Any]] = {
        "sglang.srt.utils": {
            "is_cuda": cuda,
            "is_hip": lambda: False,
            "is_xpu": lambda: False,
            "is_npu": lambda: False,
            "is_gfx95_supported": lambda: False,
        },
        "sglang.srt.runtime_context": {"get_platform": lambda: types.SimpleNamespace(is_sm100=False)},
        "sgl_kernel.flash_mla": {"get_mla_metadata": plan_like_flashmla},
        "sglang.kernels.ops.attention.flash_mla_interface": {"get_mla_metadata": plan_like_flashmla},
        "deep_gemm": {"get_paged_mqa_logits_metadata": schedule_like_deep_gemm, "get_num_sms": lambda: 4},
        BATCH_INFO: batch_info(version),
        f"{ATTENTION}.dsa.utils": {
            "resolve_paged_mqa_logits_metadata_fn": lambda: schedule_like_deep_gemm,
            "resolve_num_sms": lambda: 4,
        },
    }
    if not ON_GPU:
        given[EXPANDS[version]] = {"seqlens_expand_triton": _expanding(clamped=version not in NATIVE)}
    if version in COPIES:
        copy = COPIES[version]
        given[copy.jit] = _compiling(version) if COMPILES else {}
        if not COMPILES:
            given[copy.module] = {
                "fused_metadata_copy_cuda": _copying(1),
                "fused_metadata_copy_multi_cuda": _copying(3),
            }
    before = {name for name in sys.modules if name.partition(".")[0] in STAND_INS}
    finder = _Finder(version, given)
    sys.meta_path.insert(0, finder)
    schedule.deep_gemm.cache_clear()
    real_version = importlib.metadata.version
    try:
        with mock.patch.object(
            importlib.metadata, "version", lambda name: version if name == "sglang" else real_version(name)
        ):
            yield importlib.import_module
    finally:
        sys.meta_path.remove(finder)
        schedule.deep_gemm.cache_clear()
        for name in [name for name in sys.modules if name.partition(".")[0] in STAND_INS and name not in before]:
            del sys.modules[name]


def native_backend(
    module: Any, *, page_size: int, draft: int, topk: int, req_to_token: torch.Tensor, decode: str = "fa3"
) -> Any:
    """SGLang 0.5.8's to 0.5.10's backend with the attributes that its graph metadata needs, and no model."""
    backend = object.__new__(module.NativeSparseAttnBackend)
    vars(backend).update(
        device=req_to_token.device,
        real_page_size=page_size,
        nsa_index_topk=topk,
        num_q_heads=64,
        max_context_len=req_to_token.shape[1],
        req_to_token=req_to_token,
        speculative_num_draft_tokens=draft,
        nsa_decode_impl=decode,
        set_nsa_prefill_impl=lambda forward_batch: None,
        _arange_buf=torch.arange(1024, dtype=torch.int32, device=req_to_token.device),
    )
    return backend


def sparse_backend(
    module: Any,
    *,
    page_size: int,
    draft: int,
    topk: int,
    req_to_token: torch.Tensor,
    decode: str = "fa3",
    wide: bool = True,
) -> Any:
    """SGLang 0.5.23's backend likewise; without ``wide`` its decode is fused, so that it drops the table of page size
    1, which it does without speculation alone."""
    backend = object.__new__(module.DeepseekSparseAttnBackend)
    vars(backend).update(
        device=req_to_token.device,
        physical_page_size=page_size,
        dsa_index_topk=topk,
        dsa_index_kpool=1,
        num_q_heads=64,
        flashmla_kv_num_q_heads=64,
        req_to_token=req_to_token,
        speculative_num_draft_tokens=draft if wide else 0,
        dsa_decode_impl=decode,
        hisparse_coordinator=None,
        use_fused_topk=not wide,
        set_dsa_prefill_impl=lambda forward_batch: None,
        dsa_topk_backend=types.SimpleNamespace(should_use_topk_v2=lambda: not wide),
        _build_topk_v2_plan=lambda seqlens_expanded: None,
        _memory_saver_adapter=types.SimpleNamespace(region=lambda tag: contextlib.nullcontext()),
        _multi_ctas_kv_counter_buffer=None,
        _arange_buf=torch.arange(1024, dtype=torch.int32, device=req_to_token.device),
    )
    backend._init_kpool_metadata_fusion()
    return backend


if __name__ == "__main__":
    for each in VERSIONS:
        _unpack_everything(each)
    print(unpacked("*").parent)
