"""How any of our Triton kernels is compiled once and then launched with nothing left to look up."""

from __future__ import annotations

import contextlib
import functools
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from nsa_runtime.kernels import INTERPRETED

_log = logging.getLogger(__name__)

WARPS = 1  # a program of one warp sums without a barrier, and 32 of them share a multiprocessor


@dataclass(frozen=True, eq=False)
class Launch:
    """A kernel with all its arguments. A variant is compiled for each kernel, ``constants`` and ``dtypes``."""

    kernel: Any
    grid: tuple[int, int, int]
    arguments: tuple[torch.Tensor | int, ...]
    dtypes: tuple[torch.dtype, ...]  # of the arguments that may have one or another
    constants: tuple[int, ...] = ()  # in the order of the kernel's signature


_VARIANTS: dict[tuple[object, ...], Any] = {}


def bind(launch: Launch, device: torch.device, *, keep_alive: bool = True) -> Callable[[], None]:
    """Compile; the result launches on the current stream of ``device``. Without ``keep_alive`` it holds the addresses
    of the tensors alone (under the interpreter always the tensors).

    A compiled kernel is called directly: triton's own lookup takes twice as long, for an answer that only the
    constants and the dtypes of the lengths can change.
    """
    arguments = launch.arguments
    if not (keep_alive or INTERPRETED):
        arguments = tuple(each.data_ptr() if isinstance(each, torch.Tensor) else each for each in arguments)
    with _current(device):  # where a compiled kernel is first asked for a grid, there its code is loaded
        kernel = launch.kernel if INTERPRETED else _compiled(launch, device)
        run = functools.partial(kernel[launch.grid], *arguments, *launch.constants)
    return functools.partial(_run, run, device)


def warmup(launch: Launch, device: torch.device) -> None:
    """Compile, and launch nothing."""
    if not INTERPRETED:
        _compiled(launch, device)


def compiled_variants(device: torch.device) -> int:
    """How many variants of the kernels this process holds compiled for ``device``."""
    return sum(key[0] == device for key in _VARIANTS)


def _run(run: Callable[[], object], device: torch.device) -> None:
    with _current(device):
        run()


def _current(device: torch.device) -> contextlib.AbstractContextManager[object]:
    """Triton launches on the current device; make it the buffers', at no cost where it is already."""
    if device.type != "cuda" or torch.cuda.current_device() == device.index:
        return contextlib.nullcontext()
    return torch.cuda.device(device)


def _compiled(launch: Launch, device: torch.device) -> Any:
    key = (device, launch.kernel, launch.constants, launch.dtypes)
    compiled = _VARIANTS.get(key)
    if compiled is None:
        began = time.perf_counter()
        with _current(device):
            compiled = launch.kernel.warmup(*launch.arguments, *launch.constants, grid=launch.grid, num_warps=WARPS)
        _VARIANTS[key] = compiled
        name = getattr(launch.kernel, "__name__", launch.kernel)
        _log.info("compiled %s %s for %s in %.1f s", name, launch.constants, device, time.perf_counter() - began)
    return compiled
