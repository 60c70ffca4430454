"""``python -m nsa_runtime.doctor``: what is installed here, what would run, and whether it computes what it should.
It is what a bug report should have.

Exit status 0 if all is well, 1 if the self-test finds a difference, 2 without torch. SGLang is not imported: its source
is read.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from nsa_runtime import NEEDS
from nsa_runtime.compat import fingerprints
from nsa_runtime.compat.plugin import IN_GRAPH, REFRESH, SWITCH
from nsa_runtime.compat.ports import RELEASES

SHAPES = 20
_PACKAGES = (
    "nsa-guard torch triton sglang sglang-kernel sgl-kernel sgl-deep-gemm deep-gemm flashinfer-python apache-tvm-ffi"
).split()


def main() -> int:
    for line in _installed():
        print(line)
    if importlib.util.find_spec("torch") is None:
        print(f"torch is not installed: nothing can be filled; {NEEDS}")
        return 2
    for line in (*_sglang(), *_deep_gemm(), *_arm()):
        print(line)
    return _self_test()


def _installed() -> Iterator[str]:
    yield f"python: {platform.python_version()} on {platform.system()} {platform.machine()}"
    for package in _PACKAGES:
        try:
            yield f"{package}: {importlib.metadata.version(package)}"
        except importlib.metadata.PackageNotFoundError:
            continue
    for name in ("SGLANG_NSA_USE_TRITON_METADATA", SWITCH, REFRESH, IN_GRAPH, "SGLANG_PLUGINS"):
        if name in os.environ:
            yield f"{name}={os.environ[name]}"


def _sglang() -> Iterator[str]:
    root = fingerprints.installed_root()
    if root is None:
        yield "sglang's source: not installed"
        return
    match = fingerprints.nearest(root)
    if not match.different:
        yield f"sglang's source: that of {match.release}, supported"
        return
    yield f"sglang's source: none of {', '.join(RELEASES)}; nearest is {match.release}, of which differ:"
    known, found = fingerprints.known_releases()[match.release], fingerprints.digests(root, match.different)
    for name in match.different:
        yield f"  {name}: expected {known[name]}, found {found.get(name, 'no such definition')}"


def _deep_gemm() -> Iterator[str]:
    from nsa_runtime import schedule

    try:
        module = schedule.deep_gemm()
    except Exception as error:  # a broken installation is what this command is to show
        yield f"DeepGEMM: cannot be imported, {type(error).__name__}: {error}"
        return
    if module is None:
        yield "DeepGEMM: not installed, no schedule is refreshed"
    elif not hasattr(module, schedule.FUNCTION):
        yield f"DeepGEMM: installed, without {schedule.FUNCTION}"
    else:
        takes = schedule.api(module)
        lengths = "a table [n, next_n]" if takes.two_dimensional else "a vector [n]"
        out = {"function": "a second function", "keyword": "its keyword out", None: "a copy"}[takes.out]
        yield f"DeepGEMM: context lengths are {lengths}, written in place by {out}"


def _arm() -> Iterator[str]:
    import torch

    from nsa_runtime import backend

    if not torch.cuda.is_available():
        yield "device: CPU, no GPU that torch can use"
    for number in range(torch.cuda.device_count()):
        major, minor = torch.cuda.get_device_capability(number)
        yield f"device {number}: {torch.cuda.get_device_name(number)}, compute capability {major}.{minor}"
    yield f"fills run by: {_name_of_arm(backend, _device(torch).type)}"


def _name_of_arm(backend: Any, device: str) -> str:
    if not backend.uses_kernels(device):
        reason = f"{backend.GATE} is off" if backend.TRITON_KERNEL_AVAILABLE else "triton is not installed"
        return f"the reference in torch ({reason if not backend.kernels_enabled() else f'the device is a {device}'})"
    return "the Triton kernel" if device == "cuda" else "the Triton kernel, in triton's interpreter"


def _device(torch: Any) -> Any:
    return torch.device("cuda", torch.cuda.current_device()) if torch.cuda.is_available() else torch.device("cpu")


def _self_test() -> int:
    import torch

    from nsa_runtime import backend

    device = _device(torch)
    if not backend.uses_kernels(device.type):
        print("self-test: nothing to compare, fills run by the reference itself")
        return 0
    from nsa_runtime import parity

    return _report(device, parity.compare, SHAPES)


def _report(device: Any, compare: Callable[[int, Any], list[str]], shapes: int) -> int:
    from nsa_runtime import compiled

    begin = time.perf_counter()
    wrong = [line for seed in range(shapes) for line in compare(seed, device)]
    for line in wrong:
        print(f"  {line}")
    variants, seconds = compiled.compiled_variants(device), time.perf_counter() - begin
    print(f"self-test: {shapes} shapes against the reference, {len(wrong)} differences; "
          f"{variants} variants compiled, {seconds:.1f} s in all")  # fmt: skip
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
