"""The measurements as a page of ratios, and as a plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import EMPTY, ROUNDS, Fill, Floor, Latency, Sets
from nsa_runtime.shapes import Mode

READING = """## Reading the bars

"Met" says at how many shapes a bar is. "Bare" is a kernel that copies the tables of the shape and does nothing else:
how often it meets the same bar, and what it comes to where we are worst. It looks up each request's row and length,
reads the slots and stores them, which are two waits for memory, one behind the other, and the bytes. It computes no
lengths and no sums, checks nothing, and Triton may specialise it on the arguments. It is no bound in the strict sense
(it is laid out as our kernel is, and another layout may be quicker somewhere), but where it misses a bar, a fill laid
out like this cannot meet it.

- **The smallest shapes** are those two waits: bytes do not matter beside them, so a bound made of bytes and an empty
  kernel is furthest away there. Differences of 0.05 us between two sides are within the spread of a run, and the
  clocks of the moment move an empty kernel by a tenth from one shape to the next, and with it how often the first three
  bars are met.
- **Compact fills of long contexts** read 4 bytes of each page's 256, and memory gives no less than 32 for them: from
  about 4 million tokens in a batch the bytes take longer than the waits, and past the L2 cache they come from memory.
  An empty kernel is no measure there; the bare copy and SGLang's kernel are.
- **Ragged, batch 128 and more**: SGLang's kernel adds up the batch request by request, in every program, which costs
  more the longer the context is. At 128 requests of 1k that is not yet six times what even the bare copy takes, and
  at 128 of 4k with `page_table_1` hardly.
- **What we add to the bare copy** is the sum over the requests before each one, which also says where its rows begin.
- **Programmatic dependent launch is not used**: back to back with itself, as measured here, a fill would seem far
  quicker, but between two ordinary kernels, where fills run, little is gained.
- **CPU times** are those of one process on a virtual machine, whose speed changes from one shape to the next: compare
  the rows of a column.
"""


@dataclass(frozen=True)
class Results:
    machine: str
    command: str
    floor: Floor
    fills: list[Fill]
    latencies: list[Latency]
    sets: list[Sets]
    left_out: list[str]


def markdown(results: Results) -> str:
    """The whole page."""
    floor = results.floor
    parts = [
        "# Benchmarks of the runtime\n",
        f"Written by `{results.command}`.\n\n{results.machine}.\n",
        "GPU time is that of a captured call: twenty of them back to back in one CUDA graph, a twentieth of the median "
        f"over 25 replays (5 of a graph that takes over 20 ms), {ROUNDS} rounds in turns with the other side and with "
        f"an empty kernel, which takes {floor.empty_us:.2f} us so measured; a device-to-device copy of 1 GiB moves "
        f"{floor.copy_bytes_per_us / 1e6:.2f} TB/s, bytes read and written. Key/value lengths are drawn from half the "
        "context to all of it, page size 64, index_topk 2048, four draft tokens (ragged: one to four). "
        "SGLang is 0.5.23's fused function for the mode, from its wheel, with the arguments that its backend gives. "
        "Bare is a floor: the tables of the shape copied and nothing else done (`benchmarks/bare.py`).\n",
        _bars(results),
        READING,
        "## Without `page_table_1`\n",
        _table(
            ["mode", "batch", "context", "ours us", "x empty", "bare us", "bare x empty", "SGLang us", "SGLang / ours"],
            [
                [
                    *_shape(each),
                    f"{each.ours:.2f}",
                    f"{each.ours / each.empty:.2f}",
                    f"{each.bare:.2f}",
                    f"{each.bare / each.empty:.2f}",
                    *_versus(each),
                ]
                for each in results.fills
                if not each.case.wide
            ],
        ),
        "## With `page_table_1`\n\nThe bound is the time of the tables' bytes at copy bandwidth plus an empty kernel; "
        "below it the tables stay in the L2 cache.\n",
        _table(
            ["mode", "batch", "context", "ours us", "x bound", "bare us", "bare x bound", "SGLang us", "SGLang / ours"],
            [
                [
                    *_shape(each),
                    f"{each.ours:.2f}",
                    f"{_bound(each, each.ours):.2f}",
                    f"{each.bare:.2f}",
                    f"{_bound(each, each.bare):.2f}",
                    *_versus(each),
                ]
                for each in results.fills
                if each.case.wide
            ],
        ),
        "## Issuing, and waiting for the results\n\nRagged draft extend without `page_table_1`; microseconds of CPU "
        "time to issue a call, then from an idle device to its results. The seed's in-place call and ours fill the two "
        "expanded vectors alone, all others fill everything.\n",
        _latencies(results.latencies),
        "## Three sets at once\n\nDecode with `page_table_1`: one launch for three sets, against three fills, and "
        "against SGLang's fused fill followed by its copy to three sets; GPU microseconds.\n",
        _table(
            ["batch", "context", "ours", "three fills", "SGLang", "SGLang / ours"],
            [
                [
                    str(each.batch_size),
                    f"{each.context}k",
                    f"{each.ours:.2f}",
                    f"{each.three_fills:.2f}",
                    *([f"{each.sglang:.2f}", f"{each.sglang / each.ours:.1f}"] if each.sglang else ["-", "-"]),
                ]
                for each in results.sets
            ],
        ),
    ]
    parts += [f"Left out: {reason}\n" for reason in results.left_out]
    return "\n".join(parts)


def _bars(results: Results) -> str:
    """What the runtime promises, and the worst that was measured for each promise."""
    compact = [each for each in results.fills if not each.case.wide]
    served = [each for each in compact if each.case.batch_size <= 256 and each.case.context <= 8192]
    long = [each for each in compact if each.case.batch_size <= 256 and each.case.context > 8192]
    wide = [each for each in results.fills if each.case.wide]
    versus = [each for each in results.fills if each.sglang is not None]
    ragged = [each for each in versus if each.case.mode is Mode.DRAFT_EXTEND and each.case.batch_size >= 128]
    rows = []

    def worst(name: str, bar: str, entries: Sequence[tuple[float, float | None, str]], *, most: bool) -> None:
        if not entries:
            return

        def count(values: Sequence[float]) -> str:
            limit = float(bar[3:])
            return f"{sum(value <= limit if most else value >= limit for value in values)} of {len(values)}"

        value, bare, where = (max if most else min)(entries, key=lambda entry: entry[0])
        bares = [each for _, each, _ in entries if each is not None]
        theirs = ["-", "-"] if bare is None else [count(bares), f"{bare:.2f}"]
        rows.append([name, bar, count([value for value, _, _ in entries]), theirs[0], f"{value:.2f}", theirs[1], where])

    def of_empty(fills: list[Fill]) -> list[tuple[float, float, str]]:
        return [(each.ours / each.empty, each.bare / each.empty, each.case.name) for each in fills]

    of_bound = [(_bound(each, each.ours), _bound(each, each.bare), each.case.name) for each in wide]
    worst("compact, batch <= 256, context <= 8k: x empty kernel", "<= 2.0", of_empty(served), most=True)
    worst("compact, batch <= 256, longer contexts: x empty kernel", "<= 2.0", of_empty(long), most=True)
    worst("wide: x bound", "<= 1.5", of_bound, most=True)
    worst("SGLang / ours, any shape", ">= 1.0", [_ratio(each) for each in versus], most=False)
    worst("SGLang / ours, ragged, batch >= 128", ">= 6", [_ratio(each) for each in ragged], most=False)
    plans = [(each.issue["plan"] / each.issue[EMPTY], None, f"bs {each.batch_size}") for each in results.latencies]
    worst("issuing a plan / launching an empty kernel", "<= 0.4", plans, most=True)
    seeds = [
        (
            each.completion["seed's in place"] / each.completion["plan"],
            None,
            f"bs {each.batch_size} ctx {each.context}k",
        )
        for each in results.latencies
    ]
    worst("seed's in place / plan, to the results", ">= 6", seeds, most=False)
    return "## The bars, and the worst measured\n\n" + _table(
        ["what", "bar", "met", "bare meets", "worst", "bare there", "where"], rows
    )


def _ratio(each: Fill) -> tuple[float, float, str]:
    assert each.sglang is not None
    return each.sglang / each.ours, each.sglang / each.bare, each.case.name


def _bound(each: Fill, microseconds: float) -> float:
    return microseconds / (each.bytes_us + each.empty)


def _shape(each: Fill) -> list[str]:
    return [each.case.mode.value, str(each.case.batch_size), f"{each.case.context // 1024}k"]


def _versus(each: Fill) -> list[str]:
    return ["-", "-"] if each.sglang is None else [f"{each.sglang:.2f}", f"{each.sglang / each.ours:.2f}"]


def _latencies(latencies: list[Latency]) -> str:
    shapes = [f"bs {each.batch_size}, {each.context}k" for each in latencies]
    names = list(latencies[0].completion) if latencies else []
    rows = [
        [name, *(f"{each.issue[name]:.1f} / {each.completion[name]:.1f}" if name in each.issue
                 else f"- / {each.completion[name]:.1f}" for each in latencies)]
        for name in names
    ]  # fmt: skip
    return _table(["issue / results", *shapes], rows)


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def plot(results: Results, path: Path) -> None:
    """GPU time over batch size, ours and SGLang's, without and with the wide table. Needs matplotlib."""
    import matplotlib  # type: ignore[import-not-found, import-untyped, unused-ignore]

    matplotlib.use("svg")
    from matplotlib import pyplot  # type: ignore[import-not-found, import-untyped, unused-ignore]

    figure, axes = pyplot.subplots(1, 2, figsize=(11, 4.2), sharey=True)
    for axis, wide in zip(axes, (False, True), strict=True):
        for mode, colour in ((Mode.DRAFT_EXTEND, "tab:red"), (Mode.DRAFT_EXTEND_V2, "tab:blue")):
            for context, style in ((4, "o-"), (64, "s--")):
                chosen = [
                    each
                    for each in results.fills
                    if each.case.wide == wide and each.case.mode is mode and each.case.context == context * 1024
                ]
                batches = [each.case.batch_size for each in chosen]
                kind = "ragged" if mode.ragged else "uniform"
                axis.plot(
                    batches, [each.ours for each in chosen], style, color=colour, label=f"{kind} {context}k, ours"
                )
                if all(each.sglang is not None for each in chosen):
                    theirs = [each.sglang for each in chosen]
                    axis.plot(
                        batches, theirs, style, color=colour, alpha=0.3, label=f"{kind} {context}k, SGLang 0.5.23"
                    )
        axis.axhline(results.floor.empty_us, color="grey", lw=0.8)
        axis.set(xscale="log", yscale="log", xlabel="batch", title=f"{'with' if wide else 'without'} page_table_1")
    axes[0].set_ylabel("GPU time of a captured fill, us")
    axes[1].legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(path)
