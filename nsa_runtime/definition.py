"""What a fill means, in plain Python: one request, one query token, one column at a time.

This is the definition of right. ``reference`` computes the same in torch and ``kernels`` in one launch, both bit for
bit, for any lengths that a device may hold: negative, past the width, beyond 32 bits. Needs no torch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nsa_runtime.shapes import INT32_MAX, SEGMENT, Limits, Overflow, ReplayShape, Split

NOTHING = Overflow(0)


@dataclass(frozen=True)
class Batch:
    """:class:`nsa_runtime.buffers.ReplayBatch` as lists, one element per request."""

    shape: ReplayShape
    seq_lens: Sequence[int]
    req_pool_indices: Sequence[int]
    req_to_token: Sequence[Sequence[int]]  # [pool][width]
    extend_seq_lens: Sequence[int] | None = None
    total_tokens: int | None = None


@dataclass
class Metadata:
    """What a fill writes, and nothing else: vectors up to their last live element, table rows up to theirs.

    Names are those of :class:`nsa_runtime.buffers.MetadataBuffers`.
    """

    cache_seqlens_int32: list[int] = field(default_factory=list)
    cu_seqlens_k: list[int] = field(default_factory=lambda: [0])
    nsa_seqlens_expanded: list[int] = field(default_factory=list)
    nsa_cache_seqlens_int32: list[int] = field(default_factory=list)
    nsa_cu_seqlens_k: list[int] = field(default_factory=lambda: [0])
    page_table_1: list[Sequence[int]] = field(default_factory=list)
    real_page_table: list[Sequence[int]] = field(default_factory=list)
    paged_mqa_ctx_lens_2d: list[list[int]] = field(default_factory=list)
    num_tokens: int = 0
    status: Overflow = NOTHING


def fill(limits: Limits, batch: Batch) -> Metadata:
    """The metadata of ``batch`` in buffers of these ``limits``."""
    out = Metadata()
    rows = limits.token_rows(batch.shape, batch.total_tokens)
    queries = _queries(batch)
    for request, seen in enumerate(batch.seq_lens):
        source = batch.req_to_token[_clamp(batch.req_pool_indices[request], 0, len(batch.req_to_token) - 1)]
        columns = min(limits.width, len(source))
        kv = _clamp(seen + batch.shape.kv_delta, 0, columns)
        out.cache_seqlens_int32.append(kv)
        out.cu_seqlens_k.append(int32(out.cu_seqlens_k[-1] + kv))
        out.paged_mqa_ctx_lens_2d.append([kv] * batch.shape.draft_tokens)
        slots = source[:kv]
        pages = [slot // limits.page_size for slot in slots[:: limits.page_size]]
        for keys in visible_keys(kv, queries[request], rows - len(out.nsa_seqlens_expanded)):
            out.nsa_seqlens_expanded.append(keys)
            out.nsa_cache_seqlens_int32.append(min(keys, limits.index_topk))
            out.nsa_cu_seqlens_k.append(int32(out.nsa_cu_seqlens_k[-1] + min(keys, limits.index_topk)))
            out.page_table_1.append(slots)
            out.real_page_table.append(pages)
        out.status |= _flags(batch, request, columns)
    out.num_tokens = min(sum(queries), rows)
    if sum(queries) > rows:
        out.status |= Overflow.TOKENS
    if batch.total_tokens is not None and sum(queries) < batch.total_tokens:
        out.status |= Overflow.SHORT
    return out


def expand(
    extend_seq_lens: Sequence[int], seq_lens: Sequence[int], index_topk: int, rows: int
) -> tuple[list[int], list[int]]:
    """The two expanded vectors alone, of at most ``rows`` query tokens; without tables nothing bounds a length but
    int32."""
    expanded: list[int] = []
    for queries, seen in zip(extend_seq_lens, seq_lens, strict=True):
        kv = _clamp(seen, 0, INT32_MAX)
        expanded += visible_keys(kv, _clamp(queries, 0, INT32_MAX), rows - len(expanded))
    return expanded, [min(keys, index_topk) for keys in expanded]


def expand_flags(extend_seq_lens: Sequence[int], seq_lens: Sequence[int], rows: int) -> Overflow:
    """What :func:`expand` had to clamp, where the host says that there are ``rows`` query tokens."""
    found = NOTHING
    for queries, seen in zip(extend_seq_lens, seq_lens, strict=True):
        found |= Overflow.WIDTH if seen > INT32_MAX else NOTHING
        found |= Overflow.NEGATIVE if queries < 0 or seen < 0 else NOTHING
    queries = sum(max(0, each) for each in extend_seq_lens)
    if queries > rows:
        found |= Overflow.TOKENS
    return found | Overflow.SHORT if queries < rows else found


def schedule(lengths: Sequence[int], slots: int, split: Split) -> list[list[int]]:
    """DeepGEMM's schedule of its paged logits kernel: the keys of each query token are cut into segments, and each slot
    (a multiprocessor, or a cluster of them) gets an equal run of all segments. A row says where the run of a slot
    begins, ``[query token, segment]``; one more ends the last. A slot without work begins at the first segment if it
    comes before those that have some, and at the end if behind.
    """
    begins = [[token, segment] for token, keys in enumerate(lengths) for segment in range(-(-keys // SEGMENT))]
    each, longer = divmod(len(begins), slots)
    sizes = [each] * (slots - longer) + [each + 1] * longer
    if split is Split.LONG_FIRST:
        sizes.reverse()
    end = [len(lengths), 0]
    starts = [sum(sizes[:slot]) for slot in range(slots)]
    return [*(begins[start] if start < len(begins) else end for start in starts), end]


def visible_keys(kv: int, queries: int, room: int) -> Iterator[int]:
    """How many keys each query token of a request sees: those up to itself, the last one all ``kv``.

    Padding has fewer keys than query tokens; those without keys see 0, never a negative number, which consumers would
    read as a huge unsigned one. At most ``room`` tokens have a row.
    """
    for token in range(min(queries, room)):
        yield max(0, kv - queries + 1 + token)


def _queries(batch: Batch) -> list[int]:
    """Query tokens of each request, none negative."""
    if batch.extend_seq_lens is None:
        return [batch.shape.draft_tokens] * batch.shape.batch_size
    return [_clamp(asked, 0, INT32_MAX) for asked in batch.extend_seq_lens]


def _flags(batch: Batch, request: int, columns: int) -> Overflow:
    """What of this request had to be clamped; its query tokens are counted over the whole batch, elsewhere."""
    kv, index = batch.seq_lens[request] + batch.shape.kv_delta, batch.req_pool_indices[request]
    negative = kv < 0 or (batch.extend_seq_lens is not None and batch.extend_seq_lens[request] < 0)
    return (
        (Overflow.WIDTH if kv > columns else NOTHING)
        | (Overflow.POOL if not 0 <= index < len(batch.req_to_token) else NOTHING)
        | (Overflow.NEGATIVE if negative else NOTHING)
    )


def _clamp(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)


def int32(value: int) -> int:
    """A running sum, modulo 2**32 as int32."""
    return (value + 2**31) % 2**32 - 2**31
