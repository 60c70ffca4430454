"""The two commands: the parity check, and the benchmark's page."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

pytest.importorskip("triton", reason="both need triton: pip install nsa-guard[runtime]")

from benchmarks import bare, cases, measure, memory, report
from nsa_runtime import MetadataBuffers, ReplayBatch, ReplayPlan, backend, dispatch, launch, parity, verify
from nsa_runtime.outputs import WRITTEN
from nsa_runtime.shapes import Mode


def test_the_parity_check_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify.main(["--shapes", "3"]) == 0
    assert "3 shapes compared, 0 differences" in capsys.readouterr().out


def test_the_parity_check_finds_a_wrong_kernel(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that writes a single token too many, behind the live ones, where no consumer looks."""
    right = launch.fill

    def wrong(buffers, batch):  # type: ignore[no-untyped-def]
        views = right(buffers, batch)
        buffers.nsa_seqlens_expanded[-1] = 5
        return views

    monkeypatch.setattr(launch, "fill", wrong)
    assert verify.main(["--shapes", "2"]) == 1
    assert "nsa_seqlens_expanded differs" in capsys.readouterr().out


def test_the_parity_check_finds_what_a_replay_leaves_from_the_fill_before(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One flag that happens to have the right value already."""
    right = launch.fill
    first: list[torch.Tensor] = []

    def stale(buffers, batch):  # type: ignore[no-untyped-def]
        before = buffers.nsa_cu_seqlens_k[:1].clone()
        views = right(buffers, batch)
        if first:
            buffers.nsa_cu_seqlens_k[:1] = before  # is 0 after every fill
        first.append(before)
        return views

    monkeypatch.setattr(launch, "fill", stale)
    monkeypatch.setattr(
        parity, "ReplayPlan", lambda buffers, batch: SimpleNamespace(replay=lambda: stale(buffers, batch))
    )
    assert verify.main(["--shapes", "1"]) == 1
    assert "nsa_cu_seqlens_k differs" in capsys.readouterr().out


WITHOUT_TORCH = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "torch":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "torch" else real(name, package)
"""


def _without_torch(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT_TORCH + code]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_without_torch_the_parity_check_says_what_to_install() -> None:
    done = _without_torch("from nsa_runtime import verify\nsys.exit(verify.main([]))")
    assert done.returncode == 2
    assert done.stderr == "nsa_runtime.verify needs torch and triton: pip install 'nsa-guard[runtime]'\n"


@pytest.mark.parametrize("module", ["benchmarks", "benchmarks.memory", "benchmarks.compile_ahead"])
def test_without_torch_the_benchmarks_say_what_to_install(module: str) -> None:
    done = _without_torch(f"import runpy\nrunpy.run_module({module!r}, run_name='__main__')")
    assert done.returncode == 2
    assert done.stderr == "benchmarks needs torch and triton: pip install 'nsa-guard[runtime]'\n"


def test_the_comparison_measures_the_version_that_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "nsa_runtime").mkdir()
    (tmp_path / "nsa_runtime" / "__init__.py").write_text("VERSION = 'earlier'\n")
    code = (
        "import pathlib, sys\nfrom benchmarks import compare\n"
        "compare._on_cpu = lambda: sys.modules['nsa_runtime'].VERSION\n"
        "print(compare.measure(pathlib.Path(sys.argv[1]), cpu=True))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "earlier\n", done.stderr


@pytest.mark.parametrize("name", ["fill", "ReplayPlan", "MetadataBuffers"])
def test_without_torch_a_name_that_needs_it_says_so(name: str) -> None:
    done = _without_torch(f"import nsa_runtime\nnsa_runtime.Mode.DECODE\nnsa_runtime.{name}")
    assert f"nsa_runtime.{name} needs torch: pip install 'nsa-guard[runtime]'" in done.stderr.splitlines()[-1]


def test_on_a_machine_without_kernels_there_is_nothing_to_verify(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(backend, "uses_kernels", lambda device_type: False)
    assert verify.main([]) == 2
    assert "nothing to verify" in capsys.readouterr().err


def test_only_so_many_differences_are_shown_and_all_are_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(parity, "compare", lambda seed, device: [f"seed {seed}: one", f"seed {seed}: another"])
    assert verify.main(["--shapes", "11"]) == 1
    *shown, last = capsys.readouterr().out.splitlines()
    assert shown == [f"seed {seed}: {each}" for seed in range(10) for each in ("one", "another")]
    assert last.endswith(": 11 shapes compared, 22 differences")


def test_a_comparison_is_one_fill_and_two_replays_with_other_lengths(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[tuple[str, list[int]]] = []
    fill, replay = dispatch.fill, ReplayPlan.replay

    def filling(buffers: MetadataBuffers, batch: ReplayBatch) -> object:
        done.append(("fill", batch.seq_lens.tolist()))
        return fill(buffers, batch)

    def replaying(plan: ReplayPlan) -> object:
        done.append(("replay", plan.batch.seq_lens.tolist()))
        return replay(plan)

    monkeypatch.setattr(dispatch, "fill", filling)
    monkeypatch.setattr(ReplayPlan, "replay", replaying)
    device = torch.device("cuda", 0) if torch.cuda.is_available() else torch.device("cpu")
    seed = next(each for each in range(99) if parity.draw(random.Random(each), device)[0].shape.batch_size == 5)
    assert parity.compare(seed, device) == []
    (first, one), (second, two), (third, three) = done
    assert (first, second, third) == ("fill", "replay", "replay")
    assert len({tuple(one), tuple(two), tuple(three), (0,) * 5}) == 4


def test_marks_are_everywhere_and_flags_nowhere() -> None:
    buffers = MetadataBuffers.allocate(
        max_batch=2, max_tokens=4, width=40, page_size=16, index_topk=8, device="cpu", wide=True
    )
    buffers.status.fill_(3)
    parity.mark(buffers)
    for output in WRITTEN:
        tensor = getattr(buffers, output.name)
        assert tensor is None or tensor.eq(0 if output.name == "status" else parity._MARKER).all(), output.name


@pytest.mark.parametrize("page_size", [1, 16])
def test_a_copy_has_memory_of_its_own_and_shares_what_is_shared(page_size: int) -> None:
    buffers = MetadataBuffers.allocate(
        max_batch=2, max_tokens=4, width=40, page_size=page_size, index_topk=8, device="cpu", wide=True
    )
    parity.mark(buffers)
    copied = parity.copy(buffers)
    assert parity.differences(buffers, copied) == []
    assert (copied.page_table_1 is copied.real_page_table) == (page_size == 1)
    parity.mark(copied)
    copied.nsa_seqlens_expanded[-1] = 5
    assert parity.differences(buffers, copied) == ["nsa_seqlens_expanded"]


@pytest.mark.skipif(torch.cuda.is_available(), reason="a GPU is there")
def test_without_a_gpu_the_benchmark_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    from benchmarks.__main__ import main

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["bench"])
        assert main() == 2
    assert "needs a GPU" in capsys.readouterr().err


def test_the_benchmark_counts_the_bytes_of_the_tables() -> None:
    inputs = cases.build(cases.Case(Mode.TARGET_VERIFY, 2, 1024, draft_tokens=3, wide=True), torch.device("cpu"))
    entries = 0
    for kv in inputs.lengths:
        entries += kv + 3 * kv  # read once, written for three query tokens
        entries += 3 * -(-kv // 64)  # the compact rows; their slots are among those read
    assert inputs.bytes_moved == 4 * entries


@pytest.mark.parametrize("mode", [Mode.DECODE, Mode.DRAFT_EXTEND], ids=lambda mode: mode.value)
def test_the_bare_copy_moves_the_tables_of_its_case(mode: Mode) -> None:
    """A floor that left work out would be none."""
    device = torch.device("cuda", 0) if torch.cuda.is_available() else torch.device("cpu")
    inputs = cases.build(cases.Case(mode, 3, 1024, wide=True), device)
    bare.copy_tables(inputs)()
    assert inputs.buffers.page_table_1 is not None
    for request, (kv, queries) in enumerate(zip(inputs.lengths, inputs.extends, strict=True)):
        slots = inputs.batch.req_to_token[inputs.batch.req_pool_indices[request], :kv]
        first = request * inputs.batch.shape.draft_tokens
        for row in range(first, first + queries):
            assert torch.equal(inputs.buffers.page_table_1[row, : kv // 4 * 4], slots[: kv // 4 * 4])
            pages = slots[:: cases.PAGE_SIZE] // cases.PAGE_SIZE
            assert torch.equal(inputs.buffers.real_page_table[row, : len(pages)], pages)


def test_the_page_names_the_worst_shape_of_each_bar() -> None:
    slow = cases.Case(Mode.DRAFT_EXTEND, 128, 4096)
    fast = cases.Case(Mode.DRAFT_EXTEND, 256, 4096)
    results = report.Results(
        machine="a GPU",
        command="python -m benchmarks",
        floor=measure.Floor(empty_us=1.0, copy_bytes_per_us=3e6),
        fills=[
            measure.Fill(slow, ours=2.5, sglang=10.0, bare=2.0, empty=1.0, bytes_us=0.1),
            measure.Fill(fast, ours=1.5, sglang=30.0, bare=1.2, empty=1.0, bytes_us=0.1),
        ],
        latencies=[measure.Latency(32, 4, {measure.EMPTY: 10.0, "plan": 3.0}, {"plan": 10.0, "seed's in place": 90.0})],
        sets=[],
        left_out=[],
    )
    page = report.markdown(results)
    what = "compact, batch <= 256, context <= 8k: x empty kernel"
    assert f"| {what} | <= 2.0 | 1 of 2 | 2 of 2 | 2.50 | 2.00 | {slow.name} |" in page
    assert f"| SGLang / ours, ragged, batch >= 128 | >= 6 | 1 of 2 | 1 of 2 | 4.00 | 5.00 | {slow.name} |" in page
    assert "| issuing a plan / launching an empty kernel | <= 0.4 | 1 of 1 | - | 0.30 | - | bs 32 |" in page
    assert "| seed's in place / plan, to the results | >= 6 | 1 of 1 | - | 9.00 | - | bs 32 ctx 4k |" in page


@pytest.mark.parametrize(
    ("page_size", "wide", "tables"), [(16, False, 35 * 3), (16, True, 35 * 43), (1, False, 35 * 40)]
)
def test_the_memory_of_buffers_is_that_of_their_tensors(page_size: int, wide: bool, tables: int) -> None:
    buffers = MetadataBuffers.allocate(
        max_batch=5, max_tokens=35, width=40, page_size=page_size, index_topk=8, device="meta", wide=wide
    )
    requests, tokens = 2 * 5 + 1, 4 * 35 + 2  # three of these six vectors are running sums from 0
    assert memory.buffer_bytes(buffers) == (4 * tables, 4 * (requests + tokens + 2))


@pytest.mark.parametrize("page", ["runtime.md", "operators.md"])
def test_the_examples_of_a_page_run_one_after_the_other(page: str) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / page).read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(examples) > 1
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, page, "exec"), names)
