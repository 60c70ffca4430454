"""vLLM's sparse indexer: its ragged decode metadata, expanded to query tokens in one launch.

Where its kernel takes one query token a row and requests differ in theirs, vLLM's
``DeepseekV32IndexerMetadataBuilder`` repeats lengths and rows of the block table by a chain of eager operations (its
arm for variable decode lengths, before Blackwell). :func:`expand_decode` fills the same buffers at once.
"""

from __future__ import annotations

from nsa_runtime.compat.vllm.buffers import DecodeBatch, DecodeBuffers
from nsa_runtime.compat.vllm.dispatch import expand_decode, warmup

__all__ = ["DecodeBatch", "DecodeBuffers", "expand_decode", "warmup"]
