"""Stand-ins for DeepGEMM's schedule, one for each signature that it has had, which assert what DeepGEMM asserts.

What they compute has a schedule's shape and is another one for other lengths or another order of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import torch

from nsa_runtime.shapes import Split

SMS = 4
Module = Mapping[str, Any]


def _schedule(context_lens: torch.Tensor, block_kv: int, num_sms: int) -> torch.Tensor:
    assert context_lens.dtype == torch.int32
    assert context_lens.is_contiguous()
    assert context_lens.numel()
    assert block_kv in (32, 64, 128)
    order = torch.arange(1, context_lens.numel() + 1, dtype=torch.int32, device=context_lens.device)
    total = (context_lens.reshape(-1) * order).sum(dtype=torch.int32) * block_kv
    return (total + torch.arange(num_sms + 1, device=total.device)[:, None]).to(torch.int32).expand(-1, 2).contiguous()


def vector() -> Module:
    """Until April 2026: context lengths ``[n]``."""

    def get_paged_mqa_logits_metadata(context_lens: torch.Tensor, block_kv: int, num_sms: int) -> torch.Tensor:
        assert context_lens.dim() == 1
        return _schedule(context_lens, block_kv, num_sms)

    return _module(get_paged_mqa_logits_metadata)


def table() -> Module:
    """Since then: ``[n, next_n]``, and ``indices`` for requests of different lengths."""

    def get_paged_mqa_logits_metadata(
        context_lens: torch.Tensor, block_kv: int, num_sms: int, indices: torch.Tensor | None = None
    ) -> torch.Tensor:
        assert context_lens.dim() == 2
        assert indices is None
        return _schedule(context_lens, block_kv, num_sms)

    return _module(get_paged_mqa_logits_metadata)


def table_with_keyword() -> Module:
    """The same with a tensor to write into, as a keyword."""

    def get_paged_mqa_logits_metadata(
        context_lens: torch.Tensor,
        block_kv: int,
        num_sms: int,
        indices: torch.Tensor | None = None,
        *,
        out: torch.Tensor | None = None,
    ) -> torch.Tensor:
        assert context_lens.dim() == 2
        assert out is not None, "expected out: this build writes in place"
        return _write(out, _schedule(context_lens, block_kv, num_sms))

    return _module(get_paged_mqa_logits_metadata)


def table_with_function() -> Module:
    """The same with a second function, which writes and returns nothing."""

    def get_paged_mqa_logits_metadata_out(
        context_lens: torch.Tensor,
        schedule_metadata: torch.Tensor,
        block_kv: int,
        num_sms: int,
        indices: torch.Tensor | None = None,
    ) -> None:
        assert context_lens.dim() == 2
        _write(schedule_metadata, _schedule(context_lens, block_kv, num_sms))

    return {**table(), "get_paged_mqa_logits_metadata_out": get_paged_mqa_logits_metadata_out}


def sharing(split: Split, *, two_dimensional: bool) -> Module:
    """What DeepGEMM computes on an H100, in plain Python: until early 2026 ``Split.LONG_FIRST``, then
    ``Split.SHORT_FIRST``."""

    def compute(context_lens: torch.Tensor, block_kv: int, num_sms: int) -> torch.Tensor:
        assert context_lens.dtype == torch.int32
        assert context_lens.is_contiguous()
        lengths: list[int] = context_lens.flatten().tolist()
        ends = list(itertools.accumulate((keys + 255) // 256 for keys in lengths))
        each, longer = divmod(ends[-1], num_sms)
        rows = []
        for slot in range(num_sms + 1):
            behind = max(0, slot - (num_sms - longer)) if split is Split.SHORT_FIRST else min(slot, longer)
            start = slot * each + behind
            token = sum(end <= start for end in ends)
            last = token == len(ends) or slot == num_sms
            rows.append([len(ends), 0] if last else [token, start - (ends[token - 1] if token else 0)])
        return torch.tensor(rows, dtype=torch.int32, device=context_lens.device)

    def of_vector(context_lens: torch.Tensor, block_kv: int, num_sms: int) -> torch.Tensor:
        assert context_lens.dim() == 1
        return compute(context_lens, block_kv, num_sms)

    def of_table(context_lens: torch.Tensor, block_kv: int, num_sms: int, indices: Any = None) -> torch.Tensor:
        assert context_lens.dim() == 2
        assert context_lens.shape[1] == 1
        return compute(context_lens, block_kv, num_sms)

    return {"get_paged_mqa_logits_metadata": of_table if two_dimensional else of_vector, "get_num_sms": lambda: SMS}


def _write(out: torch.Tensor, computed: torch.Tensor) -> torch.Tensor:
    assert out.shape == computed.shape
    assert out.is_contiguous()
    return out.copy_(computed)


class Compiled:
    """A function without a signature, as pybind11 makes it: what it takes is in the first line of its docstring."""

    def __init__(self, function: Any, documented: str) -> None:
        self._function, self.__doc__ = function, documented

    @property
    def __signature__(self) -> Any:
        raise ValueError("no signature found")

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._function(*arguments, **named)


def _module(function: Any) -> Module:
    return {"get_paged_mqa_logits_metadata": function, "get_num_sms": lambda: SMS}
