"""``python -m benchmarks``: measure on the GPU at hand, write a page of ratios and a plot."""

from __future__ import annotations

import argparse
import datetime
import platform
import sys
from pathlib import Path

import torch

from benchmarks import cases, measure, report, rivals
from nsa_runtime import dispatch


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sglang", type=Path, metavar="DIR", help="sglang 0.5.23's wheel, unpacked: measured against")
    parser.add_argument("--out", type=Path, default=Path("docs"), metavar="DIR", help="where the page and plot go")
    parser.add_argument("--quick", action="store_true", help="a few shapes only")
    options = parser.parse_args()
    if not torch.cuda.is_available() or not dispatch.uses_kernels("cuda"):
        print("benchmarks: needs a GPU, triton, and the kernels switched on", file=sys.stderr)
        return 2
    results = run(options.sglang, options.quick)
    options.out.mkdir(parents=True, exist_ok=True)
    page = options.out / "benchmarks-runtime.md"
    text = report.markdown(results)
    try:
        report.plot(results, options.out / "benchmarks-runtime.svg")
        text += "\n![GPU time of a captured fill over batch size](benchmarks-runtime.svg)\n"
    except ImportError as error:
        print(f"no plot: {error}", file=sys.stderr)
    page.write_text(text, encoding="utf-8")
    print(text.partition("## Without")[0])
    return 0


def run(root: Path | None, quick: bool) -> report.Results:
    """Measure everything on the current GPU."""
    device = torch.device("cuda", torch.cuda.current_device())
    sglang = None if root is None else rivals.load_sglang_metadata(root)
    copy, reason = (None, "no --sglang was given") if root is None else measure.multi_copy(root)
    floor = measure.floor(device)
    return report.Results(
        machine=_machine(),
        command="python -m benchmarks" + (" --sglang DIR" if root else "") + (" --quick" if quick else ""),
        floor=floor,
        fills=[measure.fill(case, device, floor, sglang) for case in cases.all_cases(quick)],
        latencies=[measure.latency(*shape, device, sglang) for shape in measure.LATENCY],
        sets=[measure.three_sets(*shape, device, sglang, copy) for shape in measure.THREE_SETS],
        left_out=[f"SGLang's copy to three sets ({reason})."] if copy is None else [],
    )


def _machine() -> str:
    import triton  # type: ignore[import-untyped, import-not-found, unused-ignore]

    return (
        f"{torch.cuda.get_device_name()}, {platform.machine()}, Python {platform.python_version()}, "
        f"torch {torch.__version__}, triton {triton.__version__}, {datetime.date.today().isoformat()}"
    )


if __name__ == "__main__":
    sys.exit(main())
