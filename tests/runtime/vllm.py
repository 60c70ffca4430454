"""vLLM's own expansion of ragged decode metadata, out of its source distribution: the chain of its builder, which runs
anywhere, and the kernel of its arm for Blackwell, in Triton's interpreter where there is no GPU.

``python -m tests.runtime.vllm`` unpacks what is taken into the cache, for a machine without network.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib.util
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import torch

from lab import fetch

VERSION = "0.33.0"
_INDEXER = "vllm/v1/attention/backends/mla/indexer.py"
_UTILS = "vllm/v1/attention/backends/utils.py"
_METADATA = "vllm/v1/attention/ops/metadata.py"


def unpacked() -> Path:
    """The folder in the cache with the files that are taken."""
    return fetch.cache_folder() / "vllm" / VERSION


@functools.cache
def _texts() -> dict[str, str]:
    paths = (_INDEXER, _UTILS, _METADATA)
    if all((unpacked() / path).is_file() for path in paths):
        return {path: (unpacked() / path).read_text(encoding="utf-8") for path in paths}
    return dict(fetch.texts("vllm", VERSION, paths))


@functools.cache
def definition(path: str, name: str) -> Callable[..., Any]:
    """One function, or method ``Class.method``, of a file, with torch and nothing else of the file around it."""
    scope: Any = ast.parse(_texts()[path])
    for part in name.split("."):
        [scope] = [each for each in scope.body if getattr(each, "name", None) == part]
    module = ast.Module([ast.ImportFrom("__future__", [ast.alias("annotations")], 0), scope], [])
    namespace: dict[str, Any] = {"torch": torch}
    exec(compile(ast.fix_missing_locations(module), path, "exec"), namespace)
    found: Callable[..., Any] = namespace[scope.name]
    return found


def chain(
    seq_lens: torch.Tensor,
    starts: torch.Tensor,
    table: torch.Tensor,
    tokens: int,
    buffers: dict[str, torch.Tensor],
    queries: torch.Tensor,
    arange: torch.Tensor,
) -> None:
    """``_prepare_decode_tensors`` in its arm for variable decode lengths, after what ``build`` computes for it.
    ``queries [requests]`` are the query tokens on the host, ``arange`` is 0, 1, 2, ... as long as the buffers."""
    requests = len(seq_lens)
    builder = types.SimpleNamespace(
        vllm_config=types.SimpleNamespace(speculative_config=None),
        supports_varlen=True,  # here it only keeps the arm for uniform lengths from being taken
        decode_seq_lens_buffer=buffers["seq_lens"],
        expanded_block_table_buffer=buffers["block_table"],
        decode_lens_buffer=buffers["decode_lens"],
        arange_buffer=arange,
    )
    torch.diff(starts, out=buffers["decode_lens"][:requests])
    buffers["per_request_lens"][:requests].copy_(buffers["decode_lens"][:requests])
    definition(_INDEXER, "DeepseekV32IndexerMetadataBuilder._prepare_decode_tensors")(
        builder,
        seq_lens=seq_lens,
        block_table=table,
        decode_lens=buffers["decode_lens"][:requests],
        decode_lens_cpu=queries,
        query_start_loc=starts[:-1],
        num_decodes=requests,
        num_decode_tokens=tokens,
        use_native=False,
        next_n=4,
        max_decode_len=int(queries.max()),
    )


def localize(seq_lens: torch.Tensor, rank: int, world: int, interleave: int) -> torch.Tensor:
    """``get_dcp_local_seq_lens`` as the builder calls it."""
    rank_tensor = torch.tensor(rank, dtype=torch.int32, device=seq_lens.device)
    local: torch.Tensor = definition(_UTILS, "get_dcp_local_seq_lens")(seq_lens, world, rank_tensor, interleave)
    return local


def kernel(folder: Path) -> Any:
    """The kernel of the arm for Blackwell; its file is put into ``folder``, where triton reads its source."""
    import triton  # type: ignore[import-untyped, import-not-found, unused-ignore]
    import triton.language as tl  # type: ignore[import-untyped, import-not-found, unused-ignore]

    file = folder / "metadata.py"
    file.write_text(_texts()[_METADATA], encoding="utf-8")
    helpers = types.ModuleType("vllm.triton_utils")
    helpers.tl, helpers.triton = tl, triton  # type: ignore[attr-defined]
    spec = importlib.util.spec_from_file_location("nsa_tests_vllm_metadata", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    stand_ins = {"vllm": types.ModuleType("vllm"), "vllm.triton_utils": helpers, spec.name: module}
    with mock.patch.dict(sys.modules, stand_ins):
        spec.loader.exec_module(module)
    return module._indexer_decode_metadata_kernel


def expand(
    kernel: Any,
    seq_lens: torch.Tensor,
    starts: torch.Tensor,
    table: torch.Tensor,
    tokens: int,
    buffers: dict[str, torch.Tensor],
) -> None:
    """The kernel as the builder launches it."""
    requests, capacity = len(seq_lens), len(buffers["seq_lens"])
    names = ("seq_lens", "block_table", "decode_lens", "indices", "per_request_lens")
    with _masks_of_bools() if seq_lens.device.type == "cpu" else contextlib.nullcontext():
        kernel[(max(requests, tokens + -(-(capacity - tokens) // 256)),)](
            starts, seq_lens, table, *(buffers[name] for name in names), requests, tokens, capacity,
            table.stride(0), buffers["block_table"].stride(0), BLOCK_COLS=table.shape[1], num_warps=4,
        )  # fmt: skip


def _masks_of_bools() -> contextlib.AbstractContextManager[object]:
    """Triton's interpreter makes bytes of a bool that it spreads over a block, and then takes them for no mask."""
    from triton.runtime.interpreter import (  # type: ignore[import-untyped, import-not-found, unused-ignore]
        InterpreterBuilder,
    )

    load = InterpreterBuilder.create_masked_load

    def of_bools(self: Any, pointers: Any, mask: Any, *more: Any) -> Any:
        mask.data = mask.data.astype(bool)
        return load(self, pointers, mask, *more)

    return mock.patch.object(InterpreterBuilder, "create_masked_load", of_bools)


if __name__ == "__main__":
    for path, text in _texts().items():
        (unpacked() / path).parent.mkdir(parents=True, exist_ok=True)
        (unpacked() / path).write_text(text, encoding="utf-8")
    print(unpacked())
