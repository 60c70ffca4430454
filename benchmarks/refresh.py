"""``python -m benchmarks.refresh --wheels DIR``: the whole metadata refresh of SGLang's real backend, by itself, with
``install()`` and with ``install(in_graph=True)``, and what its kernels and ours compile for the batch sizes that a
server captures.

``DIR`` holds SGLang's wheel of ``--release`` as pip downloads it (``pip download --no-deps sglang==0.5.23``); nothing
else of SGLang is needed, and no network. Its backend class runs as it is. DeepGEMM's schedule is DeepGEMM's where that
is installed, and else a stand-in of one launch, which fills cannot write; where nvcc or apache-tvm-ffi is missing,
SGLang's CUDA copy between draft steps is one of eager copies. The page says which. The three sides are timed in turns.
Without a GPU only the host's time is measured.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import importlib
import importlib.util
import inspect
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

BATCH_SIZES = (1, 32, 256, 512)
CAPTURED = (1, 2, 4, 8, *range(12, 33, 4), *range(40, 65, 8), *range(80, 257, 16), *range(288, 513, 32))
PAGE_SIZE, INDEX_TOPK, DRAFT, SMS = 64, 2048, 4, 132
KINDS = ("decode", "verify", "draft-extend-v2", "3 draft steps", "4 draft steps")
MODES = {"decode": "DECODE", "verify": "TARGET_VERIFY", "draft-extend-v2": "DRAFT_EXTEND_V2"}
SIDES: dict[str, dict[str, bool] | None] = {"SGLang": None, "install()": {}, "in the graph": {"in_graph": True}}
FUSED = ("fused_dsa_decode_metadata", "fused_dsa_target_verify_metadata", "fused_dsa_draft_extend_metadata")


@dataclasses.dataclass(frozen=True)
class Cost:
    """Of one refresh: host time to issue it, GPU time of what it launches (us), and how many launches; the last two
    None without a GPU."""

    host_us: float
    gpu_us: float | None
    launches: int | None


@dataclasses.dataclass(frozen=True)
class Compiled:
    """What a set of functions compiled for all captured batch sizes: variants, and seconds of the first calls."""

    variants: int
    seconds: float


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.refresh", description=__doc__)
    parser.add_argument("--wheels", type=Path, required=True, metavar="DIR", help="folder with SGLang's wheel")
    parser.add_argument("--release", default="0.5.23", help="0.5.15 or later (default: 0.5.23)")
    parser.add_argument("--batch", type=int, nargs="+", default=BATCH_SIZES, metavar="N", help="batch sizes")
    parser.add_argument("--captured", type=int, nargs="+", default=CAPTURED, metavar="N", help="captured batch sizes")
    parser.add_argument("--context", type=int, nargs="+", default=[4096], metavar="N", help="keys of a request")
    parser.add_argument("--calls", type=int, default=200, metavar="N", help="refreshes per figure (default 200)")
    parser.add_argument("--no-compilation", action="store_true", help="do not count what is compiled")
    parser.add_argument("--out", type=Path, metavar="FILE", help="also write the page there")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="plot it there (needs matplotlib)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        _use(options.wheels.resolve(), Path(folder))
        page = "\n".join(_page(options)) + "\n"
    print(page)
    if options.out:
        options.out.write_text(page, encoding="utf-8")
    return 0


def _use(wheels: Path, folder: Path) -> None:
    """Take the wheels from where they are; unpack them, and compile kernels, in a folder of our own."""
    (folder / "archives").symlink_to(wheels, target_is_directory=True)
    os.environ["NSA_GUARD_CACHE"] = str(folder)
    os.environ["TRITON_CACHE_DIR"] = str(folder / "triton")


def _page(options: argparse.Namespace) -> Iterator[str]:
    import torch

    from tests.runtime import sglang

    if options.release not in sglang.FUSED:
        raise SystemExit(f"--release: expected one of {', '.join(sglang.FUSED)}, got {options.release}")
    if sglang.COMPILES:
        sglang.unpack_everything(options.release)
    found = {
        (kind, context, size): sides
        for context in options.context
        for kind in KINDS
        for size, sides in _costs(kind, argparse.Namespace(**{**vars(options), "context": context})).items()
    }
    if options.svg:
        from benchmarks import refresh_plot

        refresh_plot.plot(found, tuple(SIDES), options.svg)
    real = importlib.util.find_spec("deep_gemm") is not None
    yield f"# The metadata refresh of SGLang {options.release}\n"
    yield "Written by `python -m benchmarks.refresh`.\n"
    yield f"{_machine(torch)}, {datetime.date.today()}; page size {PAGE_SIZE}, {DRAFT} draft tokens. "
    yield f"DeepGEMM's schedule: {'its own' if real else 'a stand-in of one launch'}. "
    yield f"SGLang's copy between draft steps: {'its own' if sglang.COMPILES else 'a stand-in of eager copies'}. "
    yield "The three sides are timed in turns, nine rounds of them; host time is the median.\n"
    if options.svg:
        yield f"![Host time and GPU time of a refresh]({options.svg.name})\n"
    for what, unit in (("host_us", "Host time, us"), ("gpu_us", "GPU time, us"), ("launches", "Launches by the host")):
        yield f"{unit}, and SGLang's divided by it:\n"
        yield f"| refresh | keys | batch | {' | '.join(SIDES)} |\n| --- | --- | --- |{' --- |' * len(SIDES)}"
        for (kind, context, size), sides in found.items():
            figures = [getattr(sides[side], what) if side in sides else None for side in SIDES]
            yield f"| {kind} | {context} | {size} | {' | '.join(_ratios(figures))} |"
        yield ""
    if not options.no_compilation:
        yield from _compilation(options)


def _compilation(options: argparse.Namespace) -> Iterator[str]:
    import torch

    if not torch.cuda.is_available():
        yield "\nWithout a GPU nothing is compiled."
        return
    theirs, ours = _compiled(options, ours=False), _compiled(options, ours=True)
    yield f"\nCompiled for {len(options.captured)} captured batch sizes, three functions, from an empty cache:\n"
    yield "| | variants | seconds of all first calls |\n| --- | --- | --- |"
    for name, each in ((f"SGLang {options.release}", theirs), ("ours", ours)):
        yield f"| {name} | {each.variants} | {each.seconds:.1f} |"


def _ratios(figures: list[float | None]) -> list[str]:
    """Each figure, and of all but the first how often it goes into the first."""
    first, *others = figures
    texts = ["-" if each is None else f"{each}" if isinstance(each, int) else f"{each:.1f}" for each in figures]
    for number, each in enumerate(others, 1):
        if first is not None and each:
            texts[number] += f" ({first / each:.1f}x)"
    return texts


def _costs(kind: str, options: argparse.Namespace) -> dict[int, dict[str, Cost]]:
    """Costs by batch size and side, on backends of their own, in turns."""
    from nsa_runtime.compat import sglang as compat
    from nsa_runtime.compat.ports import BASE_BACKEND, port_of
    from tests.runtime import sglang

    port = port_of(options.release)
    sides = {name: given for name, given in SIDES.items() if port.runners or not (given or {}).get("in_graph")}
    more = {BASE_BACKEND, *(name.partition(":")[0] for name in port.runners)}
    switch, found = _Switch(), {}
    with sglang.modules(options.release, cuda=switch, schedule_by=_schedule(), more=more) as load:
        module = load(f"{sglang.ATTENTION}.dsa_backend")
        for size in options.batch:
            refreshes = {}
            for name, given in sides.items():
                _turn_to(compat, given)
                # a CPU cannot run the fused functions of SGLang's
                switch.on = torch_has_gpu() or given is not None or kind.endswith("steps")
                refreshes[name] = _refresh(module, kind, size, options)
            found[size] = _in_turns(refreshes, lambda name: _turn_to(compat, sides[name]), switch, options.calls)
        compat.uninstall()
    return found


def _turn_to(compat: Any, given: dict[str, bool] | None) -> None:
    """SGLang as it is, or with what ``install`` puts in place."""
    compat.uninstall()
    if given is not None and not compat.install(**given):
        raise RuntimeError("install() did not take effect")


def _in_turns(
    refreshes: dict[str, _Refresh], turn_to: Callable[[str], None], switch: _Switch, calls: int, rounds: int = 9
) -> dict[str, Cost]:
    """Host time is the median over rounds of all sides; GPU time that of one round."""
    times: dict[str, list[float]] = {name: [] for name in refreshes}
    gpu: dict[str, tuple[float | None, int | None]] = {}
    for number in range(rounds):
        for name, refresh in refreshes.items():
            turn_to(name)
            switch.on = torch_has_gpu() or name != "SGLang" or refresh.steps
            if not number:
                for _ in range(3):
                    refresh.host()
                gpu[name] = _on_gpu(refresh)
            times[name].append(_host_us(refresh.host, max(1, calls // rounds)))
    return {name: Cost(statistics.median(times[name]), *gpu[name]) for name in refreshes}


def torch_has_gpu() -> bool:
    import torch

    return bool(torch.cuda.is_available())


class _Switch:
    """SGLang's ``is_cuda``: without a GPU off while its modules are imported, so that they choose what can run."""

    def __init__(self) -> None:
        self.on: bool = torch_has_gpu()

    def __call__(self) -> bool:
        return self.on


def _schedule() -> dict[str, Any]:
    """DeepGEMM where it is installed; else a stand-in that costs what it does: a tensor and a launch."""
    import torch

    if torch_has_gpu() and importlib.util.find_spec("deep_gemm") is not None:
        module = importlib.import_module("deep_gemm")
        for name in [each for each in sys.modules if each.partition(".")[0] == "deep_gemm"]:
            del sys.modules[name]  # SGLang's modules are to find the stand-in of that name, which has its functions
        return {name: getattr(module, name) for name in ("get_paged_mqa_logits_metadata", "get_num_sms")}

    def get_paged_mqa_logits_metadata(context_lens: Any, block_kv: int, num_sms: int, indices: Any = None) -> Any:
        return torch.zeros(num_sms + 1, 2, dtype=torch.int32, device=context_lens.device)

    return {"get_paged_mqa_logits_metadata": get_paged_mqa_logits_metadata, "get_num_sms": lambda: SMS}


@dataclasses.dataclass(frozen=True)
class _Refresh:
    """One refresh, ready to call: what the host does for it, and where a graph does it, that graph."""

    host: Callable[[], object]
    steps: bool
    graph: Any = None


def _refresh(module: Any, kind: str, size: int, options: argparse.Namespace) -> _Refresh:
    """One refresh of a backend that has captured this batch size, ready to call."""
    import torch

    from tests.runtime import backends as makers
    from tests.runtime import sglang
    from tests.runtime.batches import DEVICE

    steps = int(kind[0]) if kind.endswith("steps") else None
    width = options.context + 1024
    table = torch.randint(0, 2**30, (size, width), dtype=torch.int32, device=DEVICE)
    speculative = kind != "decode"
    backends = [
        makers.sparse_backend(
            module, page_size=PAGE_SIZE, draft=DRAFT, topk=INDEX_TOPK, req_to_token=table, wide=speculative
        )
        for _ in range(steps or 1)
    ]
    face = backends[0]
    if steps:
        face = object.__new__(module.DeepseekSparseAttnMultiStepBackend)
        face.topk, face.attn_backends, face.speculative_num_steps = 1, backends, steps + 1
    face.init_cuda_graph_state(size, size * DRAFT)
    lengths = torch.full((size,), options.context, dtype=torch.int64)
    accepted = torch.full((size,), DRAFT, dtype=torch.int32, device=DEVICE)
    batch = SimpleNamespace(
        batch_size=size,
        seq_lens=lengths.to(DEVICE),
        seq_lens_cpu=lengths,
        seq_lens_sum=int(lengths.sum()),
        req_pool_indices=torch.arange(size, device=DEVICE),
        forward_mode=sglang.forward_mode(options.release, MODES.get(kind, "DECODE")),
        spec_info=SimpleNamespace(num_accept_tokens=accepted),
    )
    face.init_forward_metadata_out_graph(batch, in_capture=True)
    return _Refresh(lambda: face.init_forward_metadata_out_graph(batch), bool(steps), _recorded(face, batch))


def _recorded(face: Any, batch: Any) -> Any:
    """The graph of a model that does nothing but refresh, where that is recorded."""
    from nsa_runtime.compat import prepared
    from nsa_runtime.compat import sglang as compat

    if not any(name.endswith("init_forward_metadata_in_graph") for name in compat.installed()):
        return None
    if not torch_has_gpu():
        ready = prepared.of(face, batch.batch_size)
        assert ready is not None, "nothing was prepared"
        ready.recorded = True
        return None
    from benchmarks.timing import capture

    return capture(lambda: face.init_forward_metadata_in_graph(batch))


def _on_gpu(refresh: _Refresh, calls: int = 20) -> tuple[float | None, int | None]:
    """GPU time of a refresh, and launches that the host issues for it."""
    import torch

    if not torch_has_gpu():
        return None, None
    call = refresh.host if refresh.graph is None else refresh.graph.replay
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as profile:
        for _ in range(calls):
            call()
        torch.cuda.synchronize()
    on_gpu = [event for event in profile.events() if event.device_type.name == "CUDA"]
    launches = round(len(on_gpu) / calls) if refresh.graph is None else 0
    return sum(event.device_time for event in on_gpu) / calls, launches


def _host_us(refresh: Callable[[], object], calls: int) -> float:
    """Microseconds of the host for one refresh of so many; the device catches up before."""
    import torch

    if torch_has_gpu():
        torch.cuda.synchronize()
    begin = time.perf_counter()
    for _ in range(calls):
        refresh()
    return (time.perf_counter() - begin) * 1e6 / calls


def _compiled(options: argparse.Namespace, *, ours: bool) -> Compiled:
    """Call the fused functions once for every captured batch size, from a cache of their own."""
    import torch

    from benchmarks import cases, rivals
    from nsa_runtime.compat import sglang as compat
    from nsa_runtime.shapes import Mode
    from tests.runtime import sglang

    cache = Path(os.environ["TRITON_CACHE_DIR"])
    known, seconds = set(cache.rglob("*.cubin")), 0.0
    with sglang.modules(options.release, cuda=lambda: True, schedule_by=_schedule()) as load:
        module = compat if ours else _with_todays_names(load(sglang.functions(options.release)))
        for size in options.captured:
            for mode, draft in ((Mode.DECODE, 1), (Mode.TARGET_VERIFY, DRAFT), (Mode.DRAFT_EXTEND_V2, DRAFT)):
                inputs = cases.build(cases.Case(mode, size, 1024, draft_tokens=draft, wide=True), torch.device("cuda"))
                call = rivals.sglang_call(inputs.batch, inputs.buffers, inputs.total_tokens, module)
                torch.cuda.synchronize()
                begin = time.perf_counter()
                call()
                torch.cuda.synchronize()
                seconds += time.perf_counter() - begin
    return Compiled(len(set(cache.rglob("*.cubin")) - known), seconds)


def _with_todays_names(module: Any) -> SimpleNamespace:
    """A release's fused functions, taking ``physical_page_size``, which was ``real_page_size`` before 0.5.22."""

    def named(function: Callable[..., object]) -> Callable[..., object]:
        if "real_page_size" not in inspect.signature(function).parameters:
            return function
        return lambda physical_page_size, **named: function(real_page_size=physical_page_size, **named)

    return SimpleNamespace(**{name: named(getattr(module, name)) for name in FUSED})


def _machine(torch: Any) -> str:
    found = importlib.util.find_spec("triton") is not None
    triton = importlib.import_module("triton").__version__ if found else "not installed"
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else f"CPU ({platform.machine()})"
    return f"{device}, Python {platform.python_version()}, torch {torch.__version__}, triton {triton}"


if __name__ == "__main__":
    sys.exit(main())
