# The bug that this tool was made for, condensed. A Triton kernel
# was put before the fallback as a faster arm. It fills the buffers
# in place - and binds neither of the two names that are read below.
import torch

try:
    from kernels import fill_draft_extend_inplace

    TRITON_AVAILABLE = True
except ImportError:
    TRITON_AVAILABLE = False


def replay(metadata, mode, seq_lens, extend_lens, topk):
    if mode.is_decode():
        seqlens_expanded = seq_lens
        cache_seqlens = torch.clamp(seq_lens, max=topk)
    elif mode.is_draft_extend():
        if TRITON_AVAILABLE and envs.USE_TRITON_METADATA.get():
            fill_draft_extend_inplace(
                extend_lens, metadata.expanded, metadata.cache
            )
        else:
            seqlens_expanded = expand(seq_lens, extend_lens)
            metadata.expanded[: seqlens_expanded.shape[0]].copy_(seqlens_expanded)
            cache_seqlens = torch.clamp(seqlens_expanded, max=topk)
            metadata.cache[: seqlens_expanded.shape[0]].copy_(cache_seqlens)
    else:
        raise ValueError(f"unexpected {mode=}")

    metadata.cu_seqlens[1:].copy_(torch.cumsum(cache_seqlens, dim=0))
    return metadata.schedule(seqlens_expanded)
