# A dispatch without `else`: on a platform that nobody thought of,
# no arm is taken. The fix says so where it happens.
def pick_kernel(q, attn_backend):
    if attn_backend == "triton":
        kernel = triton_attention
        grid = (q.shape[0], 1)
    elif attn_backend == "flashinfer":
        kernel = flashinfer_attention
        grid = None
    return kernel, grid
