"""What is used of triton that it does not promise, and the targets that its compiler must take the kernels for."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("triton", reason="the kernels need triton: pip install nsa-guard[runtime]")

from triton.compiler.compiler import CompiledKernel
from triton.runtime.jit import JITFunction

from nsa_runtime import kernels, outputs

ROOT = Path(__file__).resolve().parents[2]


def test_compiling_without_a_launch_takes_what_we_give() -> None:
    """``launch`` calls ``kernel.warmup(*arguments, *constants, grid=..., num_warps=...)`` and keeps what it returns."""
    signature = inspect.signature(JITFunction.warmup)
    assert [(each.name, each.kind.name) for each in signature.parameters.values()] == [
        ("self", "POSITIONAL_OR_KEYWORD"),
        ("args", "VAR_POSITIONAL"),
        ("grid", "KEYWORD_ONLY"),
        ("kwargs", "VAR_KEYWORD"),
    ]


def test_a_compiled_kernel_is_launched_by_its_grid_and_its_arguments() -> None:
    """``launch`` keeps ``compiled[grid]`` and calls it with all arguments, constants too, and no stream."""
    assert list(inspect.signature(CompiledKernel.__getitem__).parameters) == ["self", "grid"]
    runner = next(each for each in CompiledKernel.__getitem__.__code__.co_consts if inspect.iscode(each))
    assert runner.co_varnames[: runner.co_argcount + runner.co_kwonlyargcount] == ("stream",)
    assert runner.co_flags & inspect.CO_VARARGS


def test_whether_the_interpreter_runs_is_a_knob() -> None:
    import triton

    assert isinstance(triton.knobs.runtime.interpret, bool)


def test_the_kernel_reads_addresses_in_the_order_of_the_table() -> None:
    source = inspect.getsource(kernels.fill_kernel.fn)
    of_kernel = {"nsa_seqlens_expanded": "seqlens_expanded", "nsa_cache_seqlens_int32": "nsa_cache_seqlens",
                 "cache_seqlens_int32": "cache_seqlens", "paged_mqa_ctx_lens_2d": "ctx_lens"}  # fmt: skip
    for number, output in enumerate(outputs.WRITTEN):
        name = of_kernel.get(output.name, output.name)
        assert f" {name} = _of_set(this, {number})\n" in source
    assert f" schedule = _of_set(this, {len(outputs.WRITTEN)})\n" in source
    assert f" held_rows = _of_set(this, {len(outputs.WRITTEN) + 1})." in source
    assert kernels.FIELDS.value == len(outputs.WRITTEN) + 2 == source.count("_of_set(this")


# Every kind for one architecture; for the others, of each kernel the variant that does most: these four hold every
# operation of Triton, before and after its passes, that the thirteen do.
@pytest.mark.parametrize(
    ("targets", "amount", "count"), [(("sm_90",), (), 13), (("gfx942", "sm_80", "sm_100"), ("--few",), 4)]
)
def test_the_kernels_compile_for_gpus_that_are_not_here(
    targets: tuple[str, ...], amount: tuple[str, ...], count: int, tmp_path: Path
) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "TRITON_INTERPRET"}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.compile_ahead", *targets, *amount],
        cwd=ROOT,
        env=environment | {"TRITON_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    compiled = [f"{target}: {count} variants" for target in targets]
    assert [line.partition(" compiled by triton ")[0] for line in done.stdout.splitlines()] == compiled
