"""The words of dispatch, each once, with what it marks: in the syntax tree, and in the text that is searched first."""

from __future__ import annotations

import re

from nsa_lint.syntax.text_index import Classified

# Technologies, as patterns, with the names under which each is a backend that can be chosen
_TECHNOLOGIES = {
    "triton": "triton triton_kernel",
    "cuda": "cuda",
    "rocm": "rocm",
    "hip": "hip",
    "aiter": "aiter",
    "deep_?gemm": "deep_gemm deepgemm",
    "deep_?ep": "",
    r"flash_?(?:attn|attention|infer|mla)\w*": "flashinfer flash_attn flash_attention_2 flash_attention_3 flashmla",
    "fa[234]": "fa2 fa3 fa4",
    r"cutlass\w*": "cutlass cutlass_mla",
    "cutedsl": "",
    "cudnn": "cudnn",
    "npu": "npu",
    "xpu": "xpu",
    "hpu": "hpu",
    "musa": "musa",
    "mps": "mps",
    "tpu": "tpu",
    "xla": "xla",
    "neuron": "",
    "gluon": "",
    "tilelang": "tilelang",
    r"cublas\w*": "",
    "marlin": "marlin",
    "nvfp4": "",
    "sgl_?kernel": "",
    "xformers": "xformers",
    "sdpa": "sdpa",
    "apex": "",
    "bitsandbytes": "",
    "bnb": "",
    "liger": "",
    "fla": "",
    "tensorrt": "",
    "trt_?llm": "trtllm_mla trtllm_mha",
    "mlx": "",
    "amx": "",
    "onednn": "",
    "mkldnn": "",
    "ipex": "",
    r"sm_?\d+\w*": "",
    "hopper": "",
    "blackwell": "",
    "ampere": "",
    r"gfx\d+\w*": "",
    "nvml": "",
    "cupy": "",
    "numba": "",
    "vllm": "",
    "torch_?compile": "",
    "torchao": "",
    "kernels?": "",
    "fused": "",
}
# Backends that are not a technology of their own: what is there in any case, and operating systems
_PLAIN_BACKENDS = "torch torch_native eager cpu gpu win32 linux darwin nt posix"
_BACKENDS = frozenset(" ".join([*_TECHNOLOGIES.values(), _PLAIN_BACKENDS]).split())

_TECHNOLOGY = "|".join(_TECHNOLOGIES)
_PREDICATE = (
    r"is|has|have|had|use|uses|used|using|with|enable|enables|enabled|support|supports|supported|can|should|do|disable|"
    r"disabled|force|prefer|allow|try|no|not|want|need|run|import"
)
_QUALITY = r"available|enabled|supported|installed|compatible|present|found|ok|usable|imported"
# The documented name pattern: a predicate about a technology, or a flag that says something is there.
_NAME = (
    rf"_*(?:(?:{_PREDICATE})_(?:\w+_)?(?:{_TECHNOLOGY})(?:_\w+)?"
    rf"|(?:\w+_)?(?:{_TECHNOLOGY})_(?:\w+_)?(?:{_QUALITY})"
    r"|(?:has|have)_\w+|\w+_(?:available|installed)|is_\w+_(?:available|supported))_*"
)
_NAME_PATTERN = re.compile(rf"^{_NAME}$", re.IGNORECASE)
# What a backend is kept in: a string that is compared with it is the name of one
_BACKEND_WORDS = "backend impl implementation platform device_type provider".split()
_BACKEND = rf"(?:\w*_)?(?:{'|'.join(_BACKEND_WORDS)})(?:_\w*)?"
_BACKEND_PATTERN = re.compile(rf"^{_BACKEND}$", re.IGNORECASE)

# Beyond the name pattern: functions that are called to learn what can be used, and attributes that say so
CALLS = frozenset(
    "find_spec get_device_capability get_compute_capability device_count getenv is_cpu is_built current_platform "
    "get_device_name get_sm_version".split()
)
ATTRIBUTES = frozenset(("is_cpu",))
ENVIRONMENTS = frozenset(("os.environ", "environ"))  # subscripted
ENVIRONMENT_PARTS = frozenset(("environ", "envs", "env"))  # whose `get` is called
# Dotted names, with the pattern that finds them in a text where their last word is too common to search for
_DOTTED = {
    "sys.platform": None,
    "os.name": r"os\s*\.\s*name\b",
    "torch.version.hip": r"version\s*\.\s*hip\b",
    "torch.version.cuda": r"version\s*\.\s*cuda\b",
}
DOTTED = frozenset(_DOTTED)

# -- in a text ---------------------------------------------------------------------------------------------

PATTERNS = tuple(re.compile(pattern) for pattern in _DOTTED.values() if pattern is not None)
_MARKING = re.compile(rf"^(?:{_NAME}|{_BACKEND})$", re.IGNORECASE | re.MULTILINE)
_WITH_TECHNOLOGY = re.compile(rf"^(?:\w*_)?(?:{_TECHNOLOGY})(?:_\w*)?$", re.IGNORECASE | re.MULTILINE)
_TECHNOLOGY_PART = re.compile(rf"(?:{_TECHNOLOGY})", re.IGNORECASE)


def _marking(words: set[str]) -> set[str]:
    """The identifiers that, by themselves, can make an expression around them a guard."""
    perhaps = [word for word in words if "_" in word or word.lower() in _BACKEND_WORDS]  # half of all words
    known = words & (CALLS | ATTRIBUTES | ENVIRONMENT_PARTS | {"hasattr"})
    return known.union(_MARKING.findall("\n".join(perhaps)))


def _with_technology(words: set[str]) -> set[str]:
    """The identifiers that name a technology, whole or as one of their parts."""
    perhaps = _WITH_TECHNOLOGY.findall("\n".join(words))
    return {word for word in perhaps if any(_TECHNOLOGY_PART.fullmatch(part) for part in (*word.split("_"), word))}


marking = Classified(_marking)
backends = Classified(lambda words: {word for word in words if is_backend(word)})
technologies = Classified(_with_technology)

# -- in a syntax tree --------------------------------------------------------------------------------------


def is_flag(name: str) -> bool:
    """Whether a name says by itself that it is a dispatch guard."""
    return bool(_NAME_PATTERN.match(name))


def is_backend(text: str) -> bool:
    """Whether a string is the name of a backend."""
    return text.lower() in _BACKENDS


def holds_backend(name: str) -> bool:
    """Whether a variable of this name holds the name of a backend."""
    return bool(_BACKEND_PATTERN.match(name))
