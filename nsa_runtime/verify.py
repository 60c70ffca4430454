"""``python -m nsa_runtime.verify``: the kernels against the reference, on the GPU at hand.

Random shapes of every mode, page size and dtype are filled by both, into buffers full of a marker, and compared bit
for bit, what was not written included; then as a captured plan with lengths that change. Exit status 0 if all agree,
1 if any differs, 2 if there is nothing to compare.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys

from nsa_runtime import NEEDS


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m nsa_runtime.verify", description=__doc__)
    parser.add_argument("--shapes", type=int, default=300, metavar="N", help="random shapes to compare (default 300)")
    options = parser.parse_args(arguments)
    if importlib.util.find_spec("torch") is None:
        print(f"nsa_runtime.verify needs torch and triton: {NEEDS}", file=sys.stderr)
        return 2
    import torch

    from nsa_runtime import backend, parity

    device = torch.device("cuda", torch.cuda.current_device()) if torch.cuda.is_available() else torch.device("cpu")
    if not backend.uses_kernels(device.type):
        print(f"nothing to verify: on this {device.type} fills run by the reference (a GPU, triton and "
              f"{backend.GATE} not 0 are needed)", file=sys.stderr)  # fmt: skip
        return 2
    wrong = [found for seed in range(options.shapes) for found in parity.compare(seed, device)]
    for line in wrong[:20]:
        print(line)
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "triton's interpreter"
    print(f"{name}: {options.shapes} shapes compared, {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
