"""The words of dispatch: one table of what each marks, and where it was seen so.

    technology   a name with a predicate or a quality is a flag (`use_triton`, `triton_available`); a call of something
                 that is named after it is an optimised path
    device       with a predicate or a quality, and nothing else, a flag (`use_gpu`, `cpu_only`)
    backend      a string that something is compared with
    holder       what holds a backend, as the last words of a name: compared with any string, a guard
    capability   what the device can do, as the last word of a name: compared with a number or the like, a guard
    predicate, quality   the words before and after a technology or device
    presence     says that something is there: a guard where the module imports it or sets it, no parameter
    call         a function that is called to learn what can be used
    object       whatever is read of it
    environment  settings: subscripted, or their `get` called
    dotted       an attribute, by its whole name

The columns: what it marks, a pattern, an expression in which it was seen, and in which package and file.
`python -m tools.vocabulary` looks them up again. tests/lint/test_vocabulary.py has words that are similar and mark
nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Word(NamedTuple):
    """A row of the table."""

    marks: str
    pattern: str
    seen: str
    where: str


_TABLE = r"""
technology   triton                HAS_TRITON                      vllm benchmark_lora.py
technology   cuda                  is_cuda                         diffusers bfl/utils.py
technology   rocm                  is_rocm                         sglang pynccl.py
technology   hip                   is_hip                          liger-kernel cross_entropy.py
technology   aiter                 use_aiter                       sglang quark_w8a8_fp8_moe.py
technology   deep_?gemm            has_deep_gemm                   vllm test_deepgemm_attention.py
technology   deep_?ep              has_deep_ep                     vllm modular_kernel_tools/common.py
technology   flash_?(?:attn|attention|infer|mla)\w*  has_flashinfer                  sglang mamba_hook.py
technology   fa[234]               FA2_AVAILABLE                   vllm vllm_flash_attn/__init__.py
technology   cutlass\w*            is_cutlass                      sglang fused_moe_triton/layer.py
technology   cutedsl               has_cutedsl                     vllm benchmark_fused_q_cutedsl.py
technology   cudnn                 allow_cudnn_sdp                 sglang autotune.py
technology   npu                   is_npu                          diffusers embeddings.py
technology   xpu                   is_xpu                          sglang check_env.py
technology   hpu                   is_hpu                          sglang interface.py
technology   musa                  is_musa                         sglang check_env.py
technology   mps                   is_mps                          diffusers modeling_audioldm2.py
technology   tpu                   is_tpu                          sglang parameter.py
technology   xla                   XLA_AVAILABLE                   diffusers attention_processor.py
technology   neuron                is_neuron_device                diffusers pipeline_pixart_alpha.py
technology   gluon                 use_gluon_decode                vllm test_rocm_aiter_mla_head_padding.py
technology   tilelang              has_tilelang                    vllm test_mhc_tilelang_jit.py
technology   cublas\w*             _is_cublas_ge_129               sglang forward_mla.py
technology   marlin                use_marlin                      sglang fp8.py
technology   (?:mx|nv)?fp4         use_fp4                         sglang compress.py
technology   sgl_?kernel           is_sgl_kernel                   sglang dsa_topk_backend.py
technology   xformers              is_xformers_available           diffusers commands/env.py
technology   sdpa                  _supports_sdpa                  sglang modeling_qwen3.py
technology   apex                  is_apex_available               transformers transformers/__init__.py
technology   bitsandbytes          is_bitsandbytes_available       diffusers diffusers/__init__.py
technology   bnb                   is_bnb_quantized                sglang fsdp_load.py
technology   liger                 is_liger_kernel_available       transformers liger.py
technology   fla                   USE_DEFAULT_FLA_NORM            vllm l2norm.py
technology   tensorrt              is_torch_tensorrt_fx_available  transformers testing_utils.py
technology   trt_?llm              use_trtllm_attention            vllm test_arg_utils.py
technology   mlx                   use_mlx                         sglang one_batch.py
technology   amx                   has_amx                         sglang gpt_oss.py
technology   onednn                _supports_onednn                vllm _custom_ops.py
technology   sm_?\d+\w*            is_sm100                        sglang attention_hook.py
technology   hopper                is_hopper                       sglang cosmos3video.py
technology   blackwell             is_blackwell                    liger-kernel cross_entropy.py
technology   ampere                is_ampere_with_cuda_12_3        sglang utils/common.py
technology   gfx\d+\w*             is_gfx95_supported              sglang decode_attention.py
technology   nvml                  nvml_available                  sglang cuda.py
technology   numba                 is_numba_available              transformers transformers/__init__.py
technology   vllm                  allow_vllm_cutlass              vllm base.py
technology   torch_?compile        enable_torch_compile            sglang compile_deep_gemm.py
technology   torchao               is_torchao_available            diffusers diffusers/__init__.py
technology   kernels?              is_kernels_available            diffusers attention_dispatch.py
technology   fused                 use_fused                       liger-kernel layer_norm.py
technology   ipex                  is_ipex_available               accelerate imports.py
device       gpu                   use_gpu                         sglang base_processor.py
device       cpu                   is_cpu                          sglang fused_op.py
backend      aiter                 x == 'aiter'                    sglang runtime.py
backend      cpu                   x == 'cpu'                      diffusers group_offloading.py
backend      cuda                  x == 'cuda'                     diffusers run.py
backend      cudnn                 x == 'cudnn'                    sglang test_sdpa_cudnn_priority.py
backend      cutlass               x == 'cutlass'                  sglang test_cosmos3_multiview.py
backend      darwin                x == 'darwin'                   sglang sglang/__init__.py
backend      deep_gemm             x == 'deep_gemm'                sglang bf16_fp32.py
backend      deepgemm              x == 'deepgemm'                 sglang paged_mqa_logits_backend.py
backend      eager                 x == 'eager'                    liger-kernel gemma2.py
backend      fa2                   x == 'fa2'                      sglang flashinfer_backend.py
backend      fa3                   x == 'fa3'                      sglang nomas.py
backend      fa4                   x == 'fa4'                      sglang multiview_attention.py
backend      flash_attention_2     x == 'flash_attention_2'        sglang qwen2_5vl.py
backend      flash_attention_3     x == 'flash_attention_3'        sglang mimo_vl.py
backend      flashinfer            x == 'flashinfer'               sglang flash_mla_sm120.py
backend      flashmla              x == 'flashmla'                 sglang attn.py
backend      gpu                   x == 'gpu'                      sglang killall.py
backend      hip                   x == 'hip'                      sglang fla/utils.py
backend      hpu                   x == 'hpu'                      diffusers modular_pipeline.py
backend      linux                 x == 'linux'                    sglang layerwise_offload.py
backend      marlin                x == 'marlin'                   sglang awq.py
backend      mps                   x == 'mps'                      diffusers run.py
backend      musa                  x == 'musa'                     sglang weight_updater.py
backend      npu                   x == 'npu'                      diffusers embeddings.py
backend      posix                 x == 'posix'                    sglang request_gc.py
backend      rocm                  x == 'rocm'                     sglang test_platform_detection.py
backend      sdpa                  x == 'sdpa'                     sglang test_nomas_parallel.py
backend      tilelang              x == 'tilelang'                 sglang overrides.py
backend      torch                 x == 'torch'                    liger-kernel rms_norm.py
backend      torch_native          x == 'torch_native'             sglang attention_hook.py
backend      tpu                   x == 'tpu'                      diffusers pipeline_stable_diffusion_3.py
backend      triton                x == 'triton'                   flash-linear-attention log_linear_mamba2.py
backend      triton_kernel         x == 'triton_kernel'            sglang model_hook.py
backend      trtllm_mha            x == 'trtllm_mha'               sglang attention_hook.py
backend      trtllm_mla            x == 'trtllm_mla'               sglang cuda_graph_hook.py
backend      win32                 x == 'win32'                    sglang fla/utils.py
backend      xla                   x == 'xla'                      transformers pytorch_utils.py
backend      xpu                   x == 'xpu'                      liger-kernel cross_entropy.py
backend      blackwell             x == 'blackwell'                liger-kernel fused_linear_cross_entropy.py
backend      x86_64                x == 'x86_64'                   sglang cpu.py
backend      aarch64               x == 'aarch64'                  sglang utils/common.py
backend      arm64                 x == 'arm64'                    sglang sglang/__init__.py
backend      sm_?\d{2,3}[af]?      x == 'sm90'                     sglang sparse_linear_attn.py
backend      gfx\d+\w*             x == 'gfx942'                   sglang moe_route_radix4.py
backend      windows               platform.system() == 'Windows'  transformers chat.py
holder       backend               attn_backend == 'x'             sglang attention/layer.py
holder       impl                  impl == 'x'                     diffusers tensor_parallel.py
holder       implementation        _attn_implementation == 'x'     liger-kernel gemma2.py
holder       platform              platform == 'x'                 diffusers commands/env.py
holder       device_type           device_type == 'x'              diffusers tensor_parallel.py
holder       provider              provider == 'x'                 diffusers encoders.py
capability   sm                    sm >= 90                        diffusers testing_utils.py
capability   arch                  arch >= 90                      diffusers testing_utils.py
capability   capability            device_capability >= (9, 0)     diffusers nunchaku_quantizer.py
predicate    is                    is_cuda                         diffusers bfl/utils.py
predicate    has|have|had          HAS_TRITON                      vllm benchmark_lora.py
predicate    use|uses|used|using   use_marlin                      sglang fp8.py
predicate    with                  with_cuda                       sglang pynccl_allocator.py
predicate    enable|enables|enabled  enable_torch_compile            sglang compile_deep_gemm.py
predicate    support|supports|supported  supports_triton                 sglang mla_buffer.py
predicate    can                   can_run_cuda_graph              sglang prefill.py
predicate    should                should_torch_compile_mm_encoder  vllm decorators.py
predicate    do                    do_expand_kernel                vllm kernel_utils.py
predicate    disable|disabled      disable_cuda_graph              sglang dspark_sps_profiler.py
predicate    force                 force_marlin                    sglang fp8.py
predicate    prefer                prefer_mla_gluon_decode         sglang aiter_backend.py
predicate    allow                 allow_cudnn_sdp                 sglang autotune.py
predicate    try                   try_flux2_token_cat_nvfp4       sglang diffusion/__init__.py
predicate    no                    no_cuda_sync                    sglang host_sync_guard.py
predicate    not                   _NOT_CUDA                       sglang lora_b.py
predicate    run                   _run_kernel                     vllm test_rocm_aiter_mla_decode.py
predicate    import                _import_deep_gemm               vllm test_deep_gemm_mega_moe.py
quality      available             XLA_AVAILABLE                   diffusers attention_processor.py
quality      enabled               is_fused_moe_enabled            vllm test_rocm_misc_ops.py
quality      supported             is_gfx95_supported              sglang decode_attention.py
quality      installed             _cutedsl_hook_installed         vllm conftest.py
quality      compatible            cuda_graph_compatible           sglang dp_attn.py
quality      found                 IS_AITER_FOUND                  vllm test_fusion_all_reduce.py
quality      ok                    kernels_fallback_ok             transformers continuous_api.py
quality      usable                mlx_usable                      sglang model_runner.py
quality      imported              _ensure_tilelang_imported       vllm tilelang_utils/__init__.py
presence     (?:has|have)_\w+      has_helion()                    vllm test_autotune.py
presence     \w+_(?:available|installed)  is_available()                  diffusers commands/env.py
presence     is_\w+_(?:available|supported)  is_vision_available()           diffusers blip_image_processing.py
call         find_spec             find_spec('x')                  diffusers consisid_utils.py
call         get_device_capability  get_device_capability()         diffusers attention_dispatch.py
call         get_compute_capability  get_compute_capability()        sglang nvfp4_gemm_swiglu_nvfp4_quant.py
call         get_device_sm         get_device_sm()                 sglang fused_sigmoid_gating_recurrent.py
call         has_device_capability  has_device_capability(90)       sglang cuda.py
call         is_device_capability  is_device_capability(90)        vllm benchmark_router_gemm.py
call         device_count          device_count()                  diffusers modeling_utils.py
call         getenv                getenv('X')                     diffusers gguf/utils.py
call         is_built              is_built()                      transformers continuous_batching/utils.py
call         get_device_name       get_device_name()               liger-kernel ub_manager.py
object       current_platform      current_platform.is_x()         sglang fused_op.py
environment  environ               os.environ['X']                 diffusers run.py
environment  envs                  envs.X.get()                    sglang cli/utils.py
dotted       sys.platform          sys.platform == 'x'             sglang fla/utils.py
dotted       os.name               os.name == 'x'                  sglang request_gc.py
dotted       os.uname              os.uname()                      accelerate megatron_lm.py
dotted       platform.system       platform.system() == 'x'        transformers chat.py
dotted       platform.machine      platform.machine() == 'x'       sglang utils/common.py
dotted       torch.version.hip     torch.version.hip               liger-kernel env_report.py
dotted       torch.version.cuda    torch.version.cuda              liger-kernel env_report.py
"""
WORDS = tuple(Word(*re.split(r"\s{2,}", line)) for line in _TABLE.strip().splitlines())


def patterns(*kinds: str) -> list[str]:
    """The words that mark one of these."""
    return [word.pattern for word in WORDS if word.marks in kinds]
