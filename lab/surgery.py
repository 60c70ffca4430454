"""Broken, fixed and three-arm texts of the real backend file, made by editing its statements.

The file before the Triton arm was added computes the draft-extend metadata once. Here that computation becomes the
fallback arm of a dispatch; the optimised arms fill the preallocated buffers in place. Binding the two views that the
rest of the function reads (`metadata.nsa_seqlens_expanded[:total_tokens]`, the same for `nsa_cache_seqlens`) is what
the broken file forgets and the fixed file does. Places are found by what the statements say, never by line number.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PACKAGE, VERSION, FILE = "sglang", "0.5.8", "sglang/srt/layers/attention/nsa_backend.py"
REPLAY = "init_forward_metadata_replay_cuda_graph"
NAMES = ("seqlens_expanded", "nsa_cache_seqlens")
BUFFERS = {"seqlens_expanded": "nsa_seqlens_expanded", "nsa_cache_seqlens": "nsa_cache_seqlens_int32"}
TRITON_GUARD = "TRITON_KERNEL_AVAILABLE and envs.SGLANG_NSA_USE_TRITON_METADATA.get()"
CUDA_GUARD = "CUDA_KERNEL_AVAILABLE and is_cuda()"

_IMPORT = """\
try:
    from sglang.srt.layers.attention.nsa.{module} import {function}

    {flag} = True
except ImportError:
    {flag} = False
"""
_TRITON_IMPORT = _IMPORT.format(
    module="triton_metadata", function="fill_draft_extend_metadata_inplace", flag="TRITON_KERNEL_AVAILABLE"
)
_CUDA_IMPORT = _IMPORT.format(
    module="cuda_metadata", function="fill_draft_extend_metadata_cuda", flag="CUDA_KERNEL_AVAILABLE"
)
_ARGUMENTS = (
    "(extend_seq_lens, seq_lens, self.nsa_index_topk, metadata.nsa_seqlens_expanded, metadata.nsa_cache_seqlens_int32)"
)


@dataclass(frozen=True)
class Arm:
    """One arm to be written: its header, and its body without indentation."""

    header: str
    body: str


def in_place(function: str, binds: Iterable[str]) -> str:
    """The body of an arm that fills the buffers in place and binds the views of the names given."""
    binds = tuple(binds)
    if not binds:
        return f"{function}{_ARGUMENTS}\n"
    views = "".join(f"{name} = metadata.{BUFFERS[name]}[:total_tokens]\n" for name in binds)
    return f"total_tokens = {function}{_ARGUMENTS}\n{views}"


def broken(original: str) -> str:
    """The Triton arm fills in place and binds nothing."""
    return two_arms(original, ())


def fixed(original: str) -> str:
    """The count captured, two views."""
    return two_arms(original, NAMES)


def two_arms(original: str, triton_binds: Iterable[str]) -> str:
    """Triton or fallback; the Triton arm binds the names given."""
    arms = [
        Arm(f"if {TRITON_GUARD}:", in_place("fill_draft_extend_metadata_inplace", triton_binds)),
        Arm("else:", fallback(original)),
    ]
    return dispatched(original, arms, _TRITON_IMPORT)


def three_arms(original: str, binds: dict[str, Iterable[str]]) -> str:
    """CUDA, Triton or fallback; `binds` says which names the arms 'cuda', 'triton', 'fallback' bind."""
    reference = in_place("fill_draft_extend_metadata_reference", binds["fallback"])
    arms = [
        Arm(f"if {CUDA_GUARD}:", in_place("fill_draft_extend_metadata_cuda", binds["cuda"])),
        Arm(f"elif {TRITON_GUARD}:", in_place("fill_draft_extend_metadata_inplace", binds["triton"])),
        Arm("else:", fallback(original) if set(binds["fallback"]) == set(NAMES) else reference),
    ]
    return dispatched(original, arms, _TRITON_IMPORT + "\n" + _CUDA_IMPORT)


def fallback(original: str) -> str:
    """The four statements of the draft-extend computation, without indentation."""
    first, last = _draft_extend_block(original)
    return textwrap.dedent("".join(original.splitlines(keepends=True)[first - 1 : last]))


def dispatched(original: str, arms: list[Arm], imports: str) -> str:
    """The original with its draft-extend computation replaced by a chain, and the imports at module level."""
    lines = original.splitlines(keepends=True)
    first, last = _draft_extend_block(original)
    indent = lines[first - 1][: len(lines[first - 1]) - len(lines[first - 1].lstrip())]
    chain = "".join(f"{arm.header}\n{textwrap.indent(arm.body, '    ')}" for arm in arms)
    lines[first - 1 : last] = [textwrap.indent(chain, indent)]
    after_imports = max(node.end_lineno or 0 for node in ast.parse(original).body if isinstance(node, ast.ImportFrom))
    lines.insert(after_imports, "\n" + imports)
    text = "".join(lines)
    ast.parse(text)
    return text


def without(text: str, statement: ast.stmt) -> str:
    """The text with one statement taken out."""
    lines = text.splitlines(keepends=True)
    del lines[statement.lineno - 1 : statement.end_lineno]
    ast.parse("".join(lines))
    return "".join(lines)


def function_named(tree: ast.AST, name: str) -> ast.FunctionDef:
    """The first function of that name."""
    return next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name)


def mode_chain(function: ast.FunctionDef) -> ast.If:
    """The chain over the forward modes that starts with `if forward_mode.is_decode_or_idle():`."""
    return next(
        node
        for node in function.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "forward_mode.is_decode_or_idle()"
    )


def arms_of(chain: ast.If) -> Iterator[ast.If]:
    """The `if` and the `elif`s of a chain."""
    yield chain
    while len(chain.orelse) == 1 and isinstance(chain.orelse[0], ast.If):
        chain = chain.orelse[0]
        yield chain


def binds(node: ast.AST, name: str) -> bool:
    """Whether a statement assigns the name itself."""
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets)


def _draft_extend_block(original: str) -> tuple[int, int]:
    """First and last line of `seqlens_expanded = ...` to the second `.copy_` in the draft-extend mode."""
    chain = mode_chain(function_named(ast.parse(original), REPLAY))
    [arm] = [arm for arm in arms_of(chain) if "is_draft_extend" in ast.unparse(arm.test)]
    start = next(index for index, node in enumerate(arm.body) if binds(node, "seqlens_expanded"))
    block = arm.body[start:]
    said = [ast.unparse(node) for node in block]
    if not (
        len(block) == 4
        and said[1].startswith("metadata.nsa_seqlens_expanded[:seqlens_expanded.shape[0]].copy_(")
        and binds(block[2], "nsa_cache_seqlens")
        and said[3].startswith("metadata.nsa_cache_seqlens_int32[:seqlens_expanded.shape[0]].copy_(")
    ):
        raise ValueError(f"the draft-extend block is not the four statements expected: {said}")
    return block[0].lineno, block[-1].end_lineno or 0
