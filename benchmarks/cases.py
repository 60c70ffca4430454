"""What is measured: shapes, and the inputs made for them."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from nsa_runtime import MetadataBuffers, ReplayBatch
from nsa_runtime.shapes import Mode, ReplayShape

PAGE_SIZE = 64
INDEX_TOPK = 2048


@dataclass(frozen=True)
class Case:
    """One shape: key/value lengths are drawn from half the context to all of it."""

    mode: Mode
    batch_size: int
    context: int
    draft_tokens: int = 4
    wide: bool = False

    @property
    def name(self) -> str:
        table = "wide" if self.wide else "compact"
        return f"{self.mode.value} bs {self.batch_size} ctx {self.context // 1024}k {table}"


@dataclass(frozen=True)
class Inputs:
    """Tensors for one case, and the same lengths on the host."""

    case: Case
    batch: ReplayBatch
    buffers: MetadataBuffers
    lengths: tuple[int, ...]
    extends: tuple[int, ...]

    @property
    def total_tokens(self) -> int:
        return sum(self.extends)

    @property
    def bytes_moved(self) -> int:
        """The fewest bytes that the tables alone take: each live slot read once, each entry written once."""
        total = 0
        for kv, queries in zip(self.lengths, self.extends, strict=True):
            pages = -(-kv // PAGE_SIZE)
            total += 4 * (pages * queries + (kv * (1 + queries) if self.case.wide else pages))
        return total


def build(case: Case, device: torch.device, seed: int = 0) -> Inputs:
    """Random inputs and zeroed buffers for one case."""
    generator = torch.Generator().manual_seed(seed)
    draft = 1 if case.mode is Mode.DECODE else case.draft_tokens
    shape = ReplayShape(case.mode, case.batch_size, draft)
    kv = torch.randint(case.context // 2, case.context + 1, (case.batch_size,), generator=generator)
    extend = torch.full_like(kv, draft)
    if case.mode.ragged:
        extend = torch.randint(1, draft + 1, (case.batch_size,), generator=generator)
    width = case.context
    batch = ReplayBatch(
        shape=shape,
        seq_lens=(kv - shape.kv_delta).to(torch.int32).to(device),
        req_pool_indices=torch.randperm(case.batch_size, generator=generator).to(device),
        req_to_token=torch.randint(0, 2**30, (case.batch_size, width), dtype=torch.int32, device=device),
        extend_seq_lens=extend.to(torch.int32).to(device) if case.mode.ragged else None,
    )
    return Inputs(case, batch, allocate(case, device), tuple(kv.tolist()), tuple(extend.tolist()))


def allocate(case: Case, device: torch.device) -> MetadataBuffers:
    """One set of buffers for a case."""
    draft = 1 if case.mode is Mode.DECODE else case.draft_tokens
    return MetadataBuffers.allocate(
        max_batch=case.batch_size,
        max_tokens=case.batch_size * draft,
        width=case.context,
        page_size=PAGE_SIZE,
        index_topk=INDEX_TOPK,
        device=device,
        wide=case.wide,
    )


def all_cases(quick: bool) -> list[Case]:
    """Every shape of the benchmark: uniform and ragged, batch 1 to 512, contexts 1k to 128k, with and without the wide
    table; decoding and verifying at some of them."""
    batches = (1, 32, 256) if quick else (1, 8, 32, 128, 256, 512)
    contexts = (4, 64) if quick else (1, 4, 8, 32, 64, 128)
    some = [(1, 4), (32, 4), (256, 4)] if quick else [(1, 4), (8, 4), (32, 4), (128, 8), (256, 4), (64, 64), (512, 32)]
    shapes = [
        (mode, batch, context)
        for mode in (Mode.DRAFT_EXTEND, Mode.DRAFT_EXTEND_V2)
        for batch in batches
        for context in contexts
    ] + [(mode, batch, context) for mode in (Mode.DECODE, Mode.TARGET_VERIFY) for batch, context in some]
    return [Case(mode, batch, context * 1024, wide=wide) for wide in (False, True) for mode, batch, context in shapes]
