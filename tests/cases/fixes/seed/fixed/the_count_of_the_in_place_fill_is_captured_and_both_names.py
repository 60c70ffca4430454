# the count of the in-place fill is captured and both names are views of what it filled
def replay(metadata, seq_lens, spec_info):
    if TRITON_KERNEL_AVAILABLE and envs.SGLANG_NSA_USE_TRITON_METADATA.get():
        total_tokens = fill_draft_extend_metadata_inplace(
            seq_lens=seq_lens,  # int32
            out_seqlens_expanded=metadata.nsa_seqlens_expanded,
            out_nsa_cache_seqlens=metadata.nsa_cache_seqlens_int32,
        )  # one launch
        seqlens_expanded = metadata.nsa_seqlens_expanded[:total_tokens]
        nsa_cache_seqlens = metadata.nsa_cache_seqlens_int32[:total_tokens]
    else:
        seqlens_expanded = expand(seq_lens)
        metadata.nsa_seqlens_expanded[: seqlens_expanded.shape[0]].copy_(seqlens_expanded)
        nsa_cache_seqlens = clip(seqlens_expanded)
        metadata.nsa_cache_seqlens_int32[: seqlens_expanded.shape[0]].copy_(nsa_cache_seqlens)
    # both are read from here on
    return seqlens_expanded, nsa_cache_seqlens
