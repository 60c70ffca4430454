"""SGLang's own metadata of pooled keys, out of its wheels: the functions of 0.5.20 to 0.5.23, with stand-ins for what
they import. Their Triton kernel runs in Triton's interpreter where there is no GPU."""

from __future__ import annotations

import ast
import functools
import importlib.util
import inspect
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from lab import fetch

VERSIONS = ("0.5.20", "0.5.21", "0.5.22", "0.5.23")
PACKED = ("0.5.22", "0.5.23")  # those that divide the number of a page by index_kpool
_FOLDER = "sglang/srt/layers/attention/dsa"
_TAKEN = {
    "utils": ("compute_dsa_seqlens",),
    "kpool_fp8_index": (
        "kpool_max_closed_pools",
        "build_pooled_page_table_64",
        "_prep_update_kpool_write_plan_launch",
        "update_kpool_write_plan_cuda_graph",
        "_update_kpool_write_plan_kernel",
    ),
    "kpool_plan": ("_is_kpool_layout_enabled", "update_pooled_paged_mqa_metadata", "update_kpool_write_plan"),
}
_HEAD = """from __future__ import annotations
from typing import Optional
import torch
import triton
import triton.language as tl
BLOCK_SIZE_K = 64
is_cuda = lambda: True
is_hip = lambda: False
"""


def load(version: str, folder: Path) -> ModuleType:
    """A module of a version's functions; its file is put into ``folder``, where triton reads its source."""
    file = folder / f"kpool_{version.replace('.', '_')}.py"
    file.write_text(_text(version), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@functools.cache
def _text(version: str) -> str:
    parts = [_HEAD]
    for name, taken in _TAKEN.items():
        text = fetch.text("sglang", version, f"{_FOLDER}/{name}.py")
        found = {getattr(each, "name", ""): each for each in ast.parse(text).body}
        for each in taken:
            node: Any = found[each]
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            parts.append("\n".join(text.split("\n")[first - 1 : node.end_lineno]))
    return "\n\n\n".join(parts) + "\n"


def call(function: Callable[..., object], *arguments: object, kpool: int, **named: object) -> None:
    """``function``, whose sizes have had two names."""
    names = inspect.signature(function).parameters
    sizes = {("kpool", "pool_size"): kpool}
    sizes |= {("physical_page_size", "real_page_size"): 64, ("index_page_size", "slots_per_page"): 64}
    given = {next(name for name in both if name in names): value for both, value in sizes.items()}
    function(*arguments, **given, **named)


def mode(name: str) -> SimpleNamespace:
    """SGLang's ``ForwardMode``, of one of three names."""
    return SimpleNamespace(
        is_decode_or_idle=lambda: name == "decode",
        is_target_verify=lambda: name == "verify",
        is_draft_extend_v2=lambda: name == "extend",
    )
