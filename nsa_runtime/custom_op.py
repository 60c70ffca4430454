"""The fills as operators of torch, so that ``torch.compile(fullgraph=True)`` and ``torch.export`` take them.

``dispatch`` calls them while a graph is traced; run eagerly they do what it does, at the cost of checking anew. The
schema follows the table of outputs: a fill takes every tensor of its buffers and says which of them it writes.
"""

from __future__ import annotations

from typing import Any

import torch

from nsa_runtime import schedule
from nsa_runtime.backend import backend
from nsa_runtime.batch import ReplayBatch
from nsa_runtime.buffers import MetadataBuffers, MetadataViews
from nsa_runtime.outputs import OUTPUTS
from nsa_runtime.shapes import Limits, Mode, ReplayShape, Split

_SCHEDULE = "paged_mqa_schedule_metadata"
_WRITES = [*(output.name for output in OUTPUTS if output.written), _SCHEDULE]
_OPTIONAL = {*(output.name for output in OUTPUTS if output.optional), _SCHEDULE}
_SHAPE = ("batch_size", "draft_tokens")
_LIMITS = ("max_batch", "max_tokens", "width", "page_size", "index_topk")
_INPUTS = ("seq_lens", "req_pool_indices", "req_to_token", "extend_seq_lens")


def _schema() -> str:
    integers = [
        "str replay_mode",
        "str split",
        *(f"SymInt {name}" for name in (*_SHAPE, *_LIMITS)),
        "SymInt? total_tokens",
    ]
    inputs = [f"Tensor{'?' if name == 'extend_seq_lens' else ''} {name}" for name in _INPUTS]
    outputs = [f"Tensor(a{number}!){'?' if name in _OPTIONAL else ''} {name}" for number, name in enumerate(_WRITES)]
    return f"({', '.join([*integers, *inputs, *outputs])}) -> ()"


def _fill(replay_mode: str, split: str, *arguments: Any) -> None:
    named = dict(zip((*_SHAPE, *_LIMITS, "total_tokens", *_INPUTS, *_WRITES), arguments, strict=True))
    if named["page_size"] == 1:
        named["page_table_1"] = named["real_page_table"]
    batch = ReplayBatch(
        shape=ReplayShape(Mode(replay_mode), named["batch_size"], named["draft_tokens"]),
        total_tokens=named["total_tokens"],
        **{name: named[name] for name in _INPUTS},
    )
    buffers = MetadataBuffers(
        limits=Limits(**{name: named[name] for name in _LIMITS}),
        nsa_cu_seqlens_q=None,
        paged_mqa_split=Split(split) if split else None,
        **{name: named[name] for name in _WRITES},
    )
    views = backend(batch.device).fill(buffers, batch)
    if not buffers.writes_schedule(batch):
        schedule.refresh(views, batch.shape.mode)


_fill_op = torch.library.custom_op("nsa_runtime::fill", _fill, mutates_args=_WRITES, schema=_schema())


@_fill_op.register_fake
def _fill_fake(*arguments: Any, **named: Any) -> None:
    """A fill returns nothing and only writes what it was given."""


def fill(buffers: MetadataBuffers, batch: ReplayBatch) -> MetadataViews:
    """As :func:`nsa_runtime.dispatch.fill`, as one operator of a graph that is traced."""
    buffers.require_fits(batch)
    if buffers.held_rows is not None:
        raise ValueError("held_rows: expected None in a graph that torch traces, got a tensor")
    limits, shape = buffers.limits, batch.shape
    named = {name: getattr(buffers, name) for name in _WRITES}
    if limits.page_size == 1:
        named["page_table_1"] = None  # the same tensor cannot be written twice by one operator
    _fill_op(
        shape.mode.value,
        "" if buffers.paged_mqa_split is None else buffers.paged_mqa_split.value,
        shape.batch_size,
        shape.draft_tokens,
        *(getattr(limits, name) for name in _LIMITS),
        batch.total_tokens,
        *(getattr(batch, name) for name in _INPUTS),
        *(named[name] for name in _WRITES),
    )
    return buffers.slice(shape.batch_size, buffers.token_rows(batch))


@torch.library.custom_op(
    "nsa_runtime::expand", mutates_args=("out_seqlens_expanded", "out_nsa_cache_seqlens", "status")
)
def expand(
    extend_seq_lens: torch.Tensor,
    seq_lens: torch.Tensor,
    index_topk: int,
    out_seqlens_expanded: torch.Tensor,
    out_nsa_cache_seqlens: torch.Tensor,
    rows: int,
    status: torch.Tensor | None,
) -> None:
    """As :meth:`nsa_runtime.backend.Backend.expand`. No default: torch 2.11 loses count of arguments that have one."""
    backend(seq_lens.device).expand(
        extend_seq_lens, seq_lens, index_topk, out_seqlens_expanded, out_nsa_cache_seqlens, rows, status
    )


@expand.register_fake
def _expand_fake(*arguments: Any, **named: Any) -> None:
    """Likewise."""


def traced(tensor: torch.Tensor) -> bool:
    """Whether a call with this tensor is being recorded into a graph, or its shapes worked out, rather than run."""
    return torch.compiler.is_compiling() or type(tensor) is not torch.Tensor
