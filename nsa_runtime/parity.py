"""The kernels against the reference over random shapes; what ``python -m nsa_runtime.verify`` runs."""

from __future__ import annotations

import dataclasses
import random

import torch

from nsa_runtime import dispatch, reference
from nsa_runtime.batch import ReplayBatch
from nsa_runtime.buffers import MetadataBuffers
from nsa_runtime.outputs import WRITTEN
from nsa_runtime.replay import ReplayPlan
from nsa_runtime.shapes import Mode, ReplayShape

_MARKER = -77


def compare(seed: int, device: torch.device) -> list[str]:
    """The outputs in which kernel and reference differ for one random shape, as lines to print.

    Both fill buffers full of a marker, which must be left wherever a fill does not write; then again twice, ours as a
    captured plan, with other lengths.
    """
    rng = random.Random(seed)
    batch, buffers = draw(rng, device)
    theirs = copy(buffers)
    plan = ReplayPlan(buffers, batch)
    wrong = []
    for step in range(3):
        if step:
            redraw(rng, batch)
        for each in (buffers, theirs):
            mark(each)
        if step:
            plan.replay()
        else:
            dispatch.fill(buffers, batch)
        reference.fill(theirs, batch)
        wrong += [f"seed {seed}, step {step}, {batch.shape}: {name} differs" for name in differences(buffers, theirs)]
    return wrong


def differences(ours: MetadataBuffers, theirs: MetadataBuffers) -> list[str]:
    """The outputs that are not the same in both, what no fill wrote included."""
    others = _outputs(theirs)
    return [name for name, tensor in _outputs(ours).items() if not torch.equal(tensor, others[name])]


def draw(rng: random.Random, device: torch.device) -> tuple[ReplayBatch, MetadataBuffers]:
    """A batch of any mode, size and dtype, and buffers that it fits."""
    mode = rng.choice(list(Mode))
    requests, pool, width = rng.choice([0, 1, 2, 5, 17, 64]), rng.randint(1, 40), rng.randint(1, 700)
    draft = 1 if mode is Mode.DECODE else rng.randint(1, 8)
    dtype = rng.choice([torch.int32, torch.int64])
    shape = ReplayShape(mode, requests, draft)
    batch = ReplayBatch(
        shape=shape,
        seq_lens=torch.zeros(requests, dtype=dtype, device=device),
        req_pool_indices=torch.randint(0, pool, (requests,), device=device),
        req_to_token=torch.randint(0, 2**31 - 1, (pool, width), dtype=torch.int32, device=device),
        extend_seq_lens=torch.zeros(requests, dtype=dtype, device=device) if mode.ragged else None,
    )
    buffers = MetadataBuffers.allocate(
        max_batch=requests + 1,
        max_tokens=shape.max_tokens + 1,
        width=width,
        page_size=rng.choice([1, 16, 64]),
        index_topk=rng.choice([64, 2048]),
        device=device,
        wide=rng.random() < 0.5,
    )
    redraw(rng, batch)
    return batch, buffers


def redraw(rng: random.Random, batch: ReplayBatch) -> None:
    """Other lengths, in place: padded rows and lengths past the width among them."""
    width, draft = batch.req_to_token.shape[1], batch.shape.draft_tokens
    batch.seq_lens.copy_(torch.tensor([rng.randint(0, width + 1) for _ in range(batch.shape.batch_size)]))
    if batch.extend_seq_lens is not None:
        batch.extend_seq_lens.copy_(torch.tensor([rng.randint(0, draft) for _ in range(batch.shape.batch_size)]))


def _outputs(buffers: MetadataBuffers) -> dict[str, torch.Tensor]:
    tensors = {output.name: getattr(buffers, output.name) for output in WRITTEN}
    return {name: tensor for name, tensor in tensors.items() if tensor is not None}


def copy(buffers: MetadataBuffers) -> MetadataBuffers:
    """Buffers of the same limits and contents in memory of their own."""
    copies = {name: tensor.clone() for name, tensor in _outputs(buffers).items()}
    if buffers.limits.page_size == 1:
        copies["page_table_1"] = copies["real_page_table"]
    return dataclasses.replace(buffers, **copies)  # type: ignore[arg-type]


def mark(buffers: MetadataBuffers) -> None:
    """Markers everywhere, and no flags."""
    for tensor in _outputs(buffers).values():
        tensor.fill_(_MARKER)
    buffers.clear_status()
