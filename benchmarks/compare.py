"""``python -m benchmarks.compare --before DIR``: two versions of ``nsa_runtime`` on this machine, in turns.

``DIR`` is a checkout of the earlier version, or what ``git archive COMMIT nsa_runtime | tar -x -C DIR`` leaves there.
Each round starts a process for either version, so neither has the other's compiled kernels or caches. On a GPU: time of
a captured fill, and CPU time to issue one. With ``--cpu``: the torch reference on one thread, the best of the rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHAPES = [(1, 4), (32, 4), (128, 8), (256, 4), (512, 32)]
ON_CPU = [(32, 4), (128, 8)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=__doc__)
    parser.add_argument("--before", type=Path, metavar="DIR", help="where the earlier nsa_runtime is")
    parser.add_argument("--cpu", action="store_true", help="the reference on one thread of the CPU, compact and wide")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="processes of either version (default 3)")
    parser.add_argument("--worker", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker is not None:
        print(json.dumps(measure(options.worker, options.cpu)))
        return 0
    if options.before is None or not (options.before / "nsa_runtime").is_dir():
        parser.error(f"--before: expected a folder with nsa_runtime in it, got {options.before}")
    found: dict[Path, list[dict[str, float]]] = {options.before.resolve(): [], ROOT: []}
    for _ in range(options.rounds):
        for tree, results in found.items():
            results.append(_start(tree, options.cpu))
    choose = min if options.cpu else statistics.median
    before, after = ({name: choose([each[name] for each in runs]) for name in runs[0]} for runs in found.values())
    print(f"| what, us ({'best' if options.cpu else 'median'} of {options.rounds}) | before | after | after / before |")
    print("| --- | --- | --- | --- |")
    for name in before:
        print(f"| {name} | {before[name]:.2f} | {after[name]:.2f} | {after[name] / before[name]:.2f} |")
    return 0


def _start(tree: Path, cpu: bool) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.compare", "--worker", str(tree), *(["--cpu"] if cpu else [])]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, env=_environment(cpu))
    results: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return results


def _environment(cpu: bool) -> dict[str, str]:
    kernels = {"SGLANG_NSA_USE_TRITON_METADATA": "0" if cpu else "1"}
    return {name: value for name, value in os.environ.items() if name != "TRITON_INTERPRET"} | kernels


def measure(tree: Path, cpu: bool) -> dict[str, float]:
    """Microseconds of every call, with the ``nsa_runtime`` that is in ``tree``."""
    sys.path.insert(0, str(tree))
    import nsa_runtime

    assert nsa_runtime.__file__ is not None
    if Path(nsa_runtime.__file__).resolve().parents[1] != tree.resolve():
        raise RuntimeError(f"expected nsa_runtime from {tree}, got {nsa_runtime.__file__}")
    return _on_cpu() if cpu else _on_gpu()


def _on_cpu() -> dict[str, float]:
    import torch

    from benchmarks import cases
    from nsa_runtime import Mode, fill

    torch.set_num_threads(1)
    found = {}
    for batch, context in ON_CPU:
        for wide in (False, True):
            case = cases.Case(Mode.DRAFT_EXTEND, batch, context * 1024, wide=wide)
            inputs = cases.build(case, torch.device("cpu"))
            found[f"reference, {case.name}"] = _best(lambda inputs=inputs: fill(inputs.buffers, inputs.batch))  # type: ignore[misc]
    return found


def _best(call: Callable[[], object], calls: int = 15) -> float:
    times = []
    for _ in range(calls):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return min(times) * 1e6


def _on_gpu() -> dict[str, float]:
    import torch

    from benchmarks import cases, timing
    from nsa_runtime import Mode, ReplayPlan, fill, fill_draft_extend_metadata_inplace

    device = torch.device("cuda", torch.cuda.current_device())
    found = {}
    for mode in Mode:
        for batch, context in SHAPES:
            for wide in (False, True):
                case = cases.Case(mode, batch, context * 1024, wide=wide)
                inputs = cases.build(case, device)
                found[f"GPU, {case.name}"] = timing.gpu_time(lambda inputs=inputs: fill(inputs.buffers, inputs.batch))  # type: ignore[misc]
    inputs = cases.build(cases.Case(Mode.DRAFT_EXTEND, 32, 4096), device)
    buffers, given = inputs.buffers, inputs.batch
    found["issuing a fill, bs 32"] = timing.issue_time(lambda: fill(buffers, given))
    found["issuing a plan, bs 32"] = timing.issue_time(ReplayPlan(buffers, given).replay)
    extend = given.extend_seq_lens
    assert extend is not None
    found["issuing in place, bs 32"] = timing.issue_time(
        lambda: fill_draft_extend_metadata_inplace(
            extend,
            given.seq_lens,
            cases.INDEX_TOPK,
            buffers.nsa_seqlens_expanded,
            buffers.nsa_cache_seqlens_int32,
            total_tokens=inputs.total_tokens,
        )
    )
    return found


if __name__ == "__main__":
    sys.exit(main())
