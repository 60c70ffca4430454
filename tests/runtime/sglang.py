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
import os
import sys
import types
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

import torch

from lab import fetch
from nsa_runtime import schedule
from nsa_runtime.compat.ports import RELEASES, port_of
from tests.runtime import deep_gemm
from tests.runtime.batches import DEVICE

VERSIONS = RELEASES
"""Every release of SGLang that ours supports, in order."""


def _since(release: str) -> tuple[str, ...]:
    return VERSIONS[VERSIONS.index(release) :]


FUSED = _since("0.5.15")  # those with fused metadata functions
SPARSE = _since("0.5.13")  # those whose backend is DeepseekSparseAttnBackend
NATIVE = tuple(each for each in VERSIONS if each not in SPARSE)  # NativeSparseAttnBackend
EAGER = tuple(each for each in VERSIONS if each not in FUSED)  # those whose replay is a chain of eager operations
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
    "tqdm",
    *(() if COMPILES else ("tvm_ffi",)),
}
ATTENTION = "sglang.srt.layers.attention"
BATCH_INFO = "sglang.srt.model_executor.forward_batch_info"
ENVIRON = "sglang.srt.environ"
_CONSUMED = {"nsa": ("utils",), "dsa": ("utils", "dsa_backend_kpool")}  # modules whose own code is run, where they are


def prefix(version: str) -> str:
    """``nsa`` or ``dsa``, which begins the names of a version."""
    return "dsa" if version in SPARSE else "nsa"


def functions(version: str) -> str:
    """The module that defines the fused functions of a version."""
    return next(name for name in _modules(version) if name.endswith((".dsa_metadata", ".dsa.metadata")))


@functools.cache
def _modules(version: str) -> frozenset[str]:
    return frozenset(each.removesuffix(".py").replace("/", ".") for each in fetch.members("sglang", version))


def _there(version: str, *names: str) -> str:
    """The first of these modules that a version has."""
    return next(name for name in names if name in _modules(version))


@functools.cache
def expands(version: str) -> str:
    """The module with ``seqlens_expand_triton``, which takes GPU tensors alone."""
    return _there(
        version, "sglang.kernels.ops.attention.pad", f"{ATTENTION}.triton_ops.pad", f"{ATTENTION}.utils"
    )  # fmt: skip


@functools.cache
def real(version: str) -> frozenset[str]:
    """The modules that are a version's own here: those that ours is compared with, and what they compute with."""
    compared = {name.partition(":")[0] for name in port_of(version).compared}
    folder = f"{ATTENTION}.{prefix(version)}"
    consumed = {f"{folder}.{each}" for each in _CONSUMED[prefix(version)]} & _modules(version)
    return frozenset({ENVIRON, *compared, *consumed})


class _Copy:
    """Where a version keeps the CUDA copy between metadata sets, and what it is compiled from."""

    def __init__(self, module: str) -> None:
        jit = "sglang.jit_kernel" if module.startswith("sglang.jit_kernel.") else "sglang.kernels.jit"
        self.module, self.jit, self.folder = module, f"{jit}.utils", jit.replace(".", "/")


@functools.cache
def copy_of(version: str) -> _Copy | None:
    """A version's CUDA copy; the first releases have none."""
    found = [name for name in _modules(version) if name.endswith(".fused_metadata_copy")]
    return _Copy(found[0]) if found else None


def _real(version: str) -> set[str]:
    """The modules of a version that are its own on this machine."""
    copy = copy_of(version)
    on_gpu = {expands(version)} if ON_GPU else set()
    compiled = {copy.module} if COMPILES and copy is not None else set()
    return {*real(version), *on_gpu, *compiled}


def unpacked(version: str) -> Path:
    """The folder in the cache where a version's files are put, as they lie in the wheel: triton and torch.compile
    read the source of what they compile."""
    return fetch.cache_folder() / "sglang" / version


def unpack(version: str, path: str) -> Path:
    """One Python file of a version."""
    file = unpacked(version) / path
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        own = file.with_name(f"{file.name}.{os.getpid()}")  # another process may be writing it too
        own.write_text(fetch.text("sglang", version, path), encoding="utf-8")
        own.replace(file)
    return file


def unpack_everything(version: str) -> None:
    for name in (*real(version), expands(version), BATCH_INFO):
        unpack(version, _path(version, name))
    copy = copy_of(version)
    if copy is not None:
        unpack(version, _path(version, copy.module))
        with zipfile.ZipFile(fetch.archive("sglang", version)) as wheel:
            for name in wheel.namelist():
                below = name.removeprefix(copy.folder + "/")
                if Path(below).parent == Path("include/sgl_kernel") or below.endswith("/fused_metadata_copy.cuh"):
                    wheel.extract(name, unpacked(version))


def _path(version: str, module: str) -> str:
    path = module.replace(".", "/")
    return f"{path}.py" if module in _modules(version) else f"{path}/__init__.py"


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
    __path__: ClassVar[list[str]] = []  # type: ignore[misc]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (_StandIn,), {})


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, version: str, given: Mapping[str, Mapping[str, Any]], more: Iterable[str]) -> None:
        self.version, self.given = version, given
        self.real = _real(version) | set(more)

    def find_spec(self, name: str, path: object = None, target: object = None) -> Any:
        if name.partition(".")[0] not in STAND_INS:
            return None
        is_package = name not in self.real or any(each.startswith(f"{name}.") for each in self.real)
        spec = importlib.machinery.ModuleSpec(name, self, is_package=is_package)
        if name == "sglang":
            spec.submodule_search_locations = [str(unpacked(self.version) / name)]
        return spec

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        return None if spec.name in self.real else _StandInModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        if module.__name__ in self.real:
            file = unpack(self.version, _path(self.version, module.__name__))
            module.__file__ = str(file)
            exec(_compiled(file), module.__dict__)
        vars(module).update(self.given.get(module.__name__, {}))


@functools.cache
def _compiled(file: Path) -> types.CodeType:
    return compile(file.read_text(encoding="utf-8"), str(file), "exec")


@functools.cache
def batch_info(version: str) -> dict[str, Any]:
    """SGLang's forward modes, and the view of a batch that its newer releases give to the backend of each draft step:
    their definitions alone, out of a module that needs most of SGLang."""
    file = unpack(version, _path(version, BATCH_INFO))
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
    """What ``seqlens_expand_triton`` computes: since 0.5.16 no negative lengths, nor do the fused functions of 0.5.15
    give any, which run in its place on a GPU."""

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
    copy = copy_of(version)
    assert copy is not None
    namespace = "sglang::" if version in _since("0.5.18") else ""

    def load_jit(*names: object, cuda_files: list[str], cuda_wrappers: list[tuple[str, str]]) -> Any:
        from benchmarks import rivals

        [(export, kernel)] = cuda_wrappers
        name = "_".join(("sglang", version.replace(".", "_"), *map(str, names)))
        return rivals.compile_sglang_copy(name, unpacked(version) / copy.folder, export, namespace + kernel)

    return {"load_jit": load_jit, "make_cpp_args": _CppArguments, "cache_once": functools.cache}


class _CppArguments(tuple[str, ...]):
    """Template arguments: one by one in a name, or as C++ writes them."""

    def __new__(cls, *values: object) -> _CppArguments:
        return super().__new__(cls, (str(value).lower() for value in values))

    def __str__(self) -> str:
        return ", ".join(self)


def deep_gemm_of(version: str) -> Mapping[str, Any]:
    """A stand-in for the DeepGEMM that a version comes with: since 0.5.12 it takes a table of context lengths."""
    return deep_gemm.vector() if VERSIONS.index(version) < VERSIONS.index("0.5.12") else deep_gemm.table()


def plan_like_flashmla(*, cache_seqlens: torch.Tensor, **kwargs: object) -> tuple[torch.Tensor, torch.Tensor]:
    """A stand-in for FlashMLA's plan: of its shapes, and another one for other lengths."""
    total = cache_seqlens.sum(dtype=torch.int32)
    splits = torch.nn.functional.pad(torch.cumsum(cache_seqlens, 0, dtype=torch.int32), (1, 0))
    return total.expand(4, 8).contiguous(), splits


@contextlib.contextmanager
def modules(
    version: str,
    *,
    cuda: Callable[[], bool],
    sm100: bool = False,
    more: Iterable[str] = (),
    schedule_by: Mapping[str, Any] | None = None,
) -> Iterator[Callable[[str], Any]]:
    """SGLang of a version, importable within the block: gives the import function. ``cuda`` is its ``is_cuda``,
    ``sm100`` whether it takes the GPU for a Blackwell, ``more`` are further modules whose own code is run, and
    ``schedule_by`` is another stand-in for DeepGEMM."""
    stand_in = schedule_by or deep_gemm_of(version)
    more = tuple(more)
    for name in {*real(version), *more}:
        unpack(version, _path(version, name))
    given: dict[str, Mapping[str, Any]] = {
        "sglang.srt.utils": {
            "is_cuda": cuda,
            "is_hip": lambda: False,
            "is_xpu": lambda: False,
            "is_npu": lambda: False,
            "is_gfx95_supported": lambda: False,
            "is_sm100_supported": lambda: sm100,
        },
        "sglang.srt.runtime_context": {"get_platform": lambda: types.SimpleNamespace(is_sm100=sm100)},
        "sgl_kernel.flash_mla": {"get_mla_metadata": plan_like_flashmla},
        "sglang.kernels.ops.attention.flash_mla_interface": {"get_mla_metadata": plan_like_flashmla},
        "deep_gemm": stand_in,
        # which the backend imports where is_cuda() is on, too early for a CPU
        f"{ATTENTION}.dsa_backend": {"deep_gemm": types.SimpleNamespace(**stand_in)},
        BATCH_INFO: batch_info(version),
        f"{ATTENTION}.dsa.dsa_topk_backend": {"DSATopKBackend": enum.Enum("DSATopKBackend", "SGL_KERNEL")},
        f"{ATTENTION}.dsa.utils": {
            "resolve_paged_mqa_logits_metadata_fn": lambda: stand_in["get_paged_mqa_logits_metadata"],
            "resolve_num_sms": stand_in["get_num_sms"],
        },
    }
    if not ON_GPU:
        given[expands(version)] = {"seqlens_expand_triton": _expanding(clamped=version in FUSED)}
    for name in {f"{ATTENTION}.utils", "sglang.kernels.ops.attention.utils"} - {expands(version)}:  # both import it
        given[name] = {
            "seqlens_expand_triton": lambda *given: importlib.import_module(expands(version)).seqlens_expand_triton(
                *given
            )
        }
    copy = copy_of(version)
    if copy is not None:
        given[copy.jit] = _compiling(version) if COMPILES else {}
        if not COMPILES:
            given[copy.module] = {
                "fused_metadata_copy_cuda": _copying(1),
                "fused_metadata_copy_multi_cuda": _copying(3),
            }
    before = {name for name in sys.modules if name.partition(".")[0] in STAND_INS}
    finder = _Finder(version, given, more)
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


if __name__ == "__main__":
    for each in VERSIONS:
        unpack_everything(each)
    print(unpacked("*").parent)
