"""``python -m benchmarks.compile_ahead``: compile the kernels for GPUs that are not here.

No GPU is needed. With the installed triton, or with ``--each-triton`` with the first, a middle and the last that the
extra ``runtime`` is for, each fetched by pip into the cache and given to a process of its own, which shares everything
else with this one. One variant of each kind, or with ``--all`` every one that a launch can ask for; with ``--few`` one
of each kernel, the one that does most.
"""

from __future__ import annotations

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.pop("TRITON_INTERPRET", None)  # the interpreter compiles nothing

import triton  # type: ignore[import-untyped, import-not-found, unused-ignore]
from triton.backends.compiler import (  # type: ignore[import-untyped, import-not-found, unused-ignore]
    GPUTarget,
)

from lab.fetch import ROOT, cache_folder
from nsa_runtime import kernels
from nsa_runtime.compat.vllm import kernels as vllm
from nsa_runtime.pooled import kernels as pooled

TRITONS = ("3.5.1", "3.8.0", "3.9.0")
TARGETS = {
    "sm_80": GPUTarget("cuda", 80, 32),
    "sm_90": GPUTarget("cuda", 90, 32),
    "sm_100": GPUTarget("cuda", 100, 32),
    "gfx942": GPUTarget("hip", "gfx942", 64),
}
FLAGS = {
    kernels.fill_kernel: ("RAGGED", "WIDE", "PAGE_SHIFT", "CTX_LENS", "UNIT", "ALIGNED", "FANOUT", "SCHEDULE", "GROWS"),
    kernels.expand_kernel: ("STATUS",),
    vllm.expand_decode_kernel: ("INDICES", "PER_REQUEST", "COUNTED"),
    pooled.pooled_kernel: ("LENGTHS", "TABLE", "PLAN", "PER_TOKEN", "ACCEPTED"),
}
KINDS = (  # ragged compact; verify with both tables and context lengths; draft steps; page size 1 of any strides
    (True, False, 6, False, True, False, False, False, False),
    (False, True, 6, True, True, True, False, False, False),
    (False, True, 6, False, True, True, True, True, False),
    (True, True, 0, False, False, False, False, False, False),
    (False, True, 6, False, True, True, True, True, True),  # the draft steps, copying what is new
    (True, True, 0, False, False, False, False, False, True),
)


@dataclass(frozen=True)
class Variant:
    """One kernel with its constants and the dtypes of what may have one or another."""

    kernel: Any
    constants: tuple[Any, ...]
    lengths: str = "i32"
    indices: str = "i64"

    def compile(self, target: Any) -> Any:
        """The compiled kernel, as the launch asks for it."""
        names = self.kernel.arg_names
        constants = dict(zip(FLAGS[self.kernel], self.constants, strict=True))
        pointers = {
            "seq_lens": self.lengths,
            "extend_seq_lens": self.lengths,
            "req_pool_indices": self.indices,
            "sets": "i64",
            "held_rows": "i64",
            "seqlens_expanded": "i32",
            "nsa_cache_seqlens": "i32",
            "status": "i32",
            **dict.fromkeys(pooled.LONG_POINTERS, "i64"),
        }
        signature = {}
        for name in names:
            if name in constants:
                signature[name] = "constexpr"
            elif name in (*kernels.POINTERS, *vllm.POINTERS, *pooled.POINTERS, *pointers):
                signature[name] = f"*{pointers.get(name, 'i32')}"
            else:
                signature[name] = "i32"
        source = triton.compiler.ASTSource(
            fn=self.kernel,
            signature=signature,
            constexprs={(names.index(name),): value for name, value in constants.items()},
        )
        return triton.compile(source, target=target, options={"num_warps": 1})


FEW = (
    Variant(kernels.fill_kernel, KINDS[4]),
    Variant(kernels.expand_kernel, (True,)),
    Variant(pooled.pooled_kernel, (False, False, True, True, True)),
    Variant(vllm.expand_decode_kernel, (True, True, True)),
)


def variants(everything: bool) -> Iterator[Variant]:
    """What is compiled: one variant of each kind, or all that a launch can ask for."""
    flags = itertools.product([True, False], repeat=2)
    choices: Any = KINDS
    if everything:
        rest = itertools.product((0, 4, 6), *[(True, False)] * 6)
        choices = (
            (*first, *second)
            for first, second in itertools.product(flags, rest)
            if first[1] or second[0]  # page size 1 is the wide table alone
        )
    for constants in choices:
        yield Variant(kernels.fill_kernel, constants)
    yield Variant(kernels.fill_kernel, KINDS[0], lengths="i64", indices="i32")
    yield from (Variant(kernels.expand_kernel, (status,)) for status in (False, True))
    yield Variant(pooled.pooled_kernel, (True, True, True, False, False))  # decode
    yield Variant(pooled.pooled_kernel, (False, False, True, True, True))  # draft extend
    yield from (Variant(vllm.expand_decode_kernel, (every, every, every)) for every in (False, True))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compile_ahead", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)} (default: all of them)")
    amount = parser.add_mutually_exclusive_group()
    amount.add_argument("--all", action="store_true", dest="everything", help="every variant")
    amount.add_argument("--few", action="store_true", help="one variant of each kernel")
    parser.add_argument("--each-triton", action="store_true", help=f"with triton {', '.join(TRITONS)} in turn")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.targets if name not in TARGETS]
    if unknown:
        parser.error(f"TARGET: expected one of {', '.join(TARGETS)}, got {unknown[0]}")
    if options.each_triton:
        again = [*options.targets, *(["--all"] if options.everything else ["--few"] if options.few else [])]
        return max(_run_with(version, again) for version in TRITONS)
    for name in options.targets or TARGETS:
        _compile_for(name, FEW if options.few else variants(options.everything))
    return 0


def _compile_for(name: str, wanted: Iterable[Variant]) -> None:
    """Compile the variants for one target and print how many, how long it took and how large they are."""
    began, sizes = time.perf_counter(), []
    for variant in wanted:
        compiled = variant.compile(TARGETS[name])
        binary = compiled.asm["cubin" if TARGETS[name].backend == "cuda" else "hsaco"]
        if not binary or compiled.metadata.shared:  # no program waits for another, none has memory to share
            raise RuntimeError(f"{name}: {len(binary)} bytes, {compiled.metadata.shared} of shared memory: {variant}")
        sizes.append(len(binary))
    print(
        f"{name}: {len(sizes)} variants compiled by triton {triton.__version__} in "
        f"{time.perf_counter() - began:.0f} s, {min(sizes) // 1024} to {max(sizes) // 1024} KiB each",
        flush=True,
    )


def _run_with(version: str, arguments: list[str]) -> int:
    """This command with another triton; its exit status."""
    first = os.pathsep.join([str(_installed(version)), str(ROOT)])
    command = [sys.executable, "-m", "benchmarks.compile_ahead", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": first}, check=False).returncode


def _installed(version: str) -> Path:
    """A folder with that triton alone: found before the installed one, it leaves torch and all else as they are."""
    folder = cache_folder() / f"triton-{version}-{sys.implementation.cache_tag}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as made:
            command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
            subprocess.run([*command, "--target", f"{made}/triton", f"triton=={version}"], check=True)
            os.replace(f"{made}/triton", folder)
    return folder


if __name__ == "__main__":
    sys.exit(main())
