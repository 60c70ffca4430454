"""The plots of ``python -m benchmarks.refresh --svg FILE``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def plot(found: Mapping[tuple[str, int, int], Mapping[str, Any]], sides: Sequence[str], path: Path) -> None:
    """Host time of every refresh as bars, and GPU time where it was measured, of the first context and its middle batch
    size; ``found`` gives costs by kind, context, batch size and side."""
    import matplotlib  # type: ignore[import-not-found, unused-ignore]

    matplotlib.use("svg")
    from matplotlib import pyplot  # type: ignore[import-not-found, unused-ignore]

    context = next(iter(found))[1]
    sizes = sorted({size for _, each, size in found if each == context})
    size = sizes[(len(sizes) - 1) // 2]
    kinds = [kind for kind, each, other in found if (each, other) == (context, size)]
    figure, axes = pyplot.subplots(1, 2, figsize=(11, 4.2))
    for axis, what, title in zip(axes, ("host_us", "gpu_us"), ("host time", "GPU time"), strict=True):
        for number, side in enumerate(sides):
            costs = [found[kind, context, size].get(side) for kind in kinds]
            heights = [0 if cost is None else getattr(cost, what) or 0 for cost in costs]
            axis.bar([each + number * 0.27 for each in range(len(kinds))], heights, width=0.25, label=side)
        axis.set_xticks([each + 0.27 for each in range(len(kinds))], kinds, rotation=15, fontsize=8)
        axis.set_ylabel("us")
        axis.set_title(f"{title} of a refresh, batch {size}, {context} keys", fontsize=10)
        axis.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path)
