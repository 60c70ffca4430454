"""The kernels against the reference and the arithmetic: on a GPU where there is one, else in Triton's interpreter."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import inspect
import logging
from collections.abc import Callable, Iterator

import pytest
import torch

from nsa_runtime import BufferSets, MetadataBuffers, Mode, ReplayBatch, ReplayShape, fill_many, reference
from tests.runtime.batches import CANARY, DEVICE, OUTPUTS, Problem, assert_filled, assert_same, random_problem

pytest.importorskip("triton", reason="the kernels need triton: pip install nsa-guard[runtime]")

from nsa_runtime import compiled, header, kernels, launch, sums

ON_GPU = DEVICE.type == "cuda"


BLOCKS = 20


@functools.cache
def _shapes() -> list[Problem]:
    """2,000 random shapes on a GPU. The interpreter takes some 7 ms for each program of each: of 500 smaller ones, the
    first of each variant of the program with each mode, and of each mode with each number of requests."""
    if ON_GPU:
        return [random_problem(seed, largest_batch=40, widest=700) for seed in range(100 * BLOCKS)]
    seen: set[object] = set()
    shapes = []
    for seed in range(25 * BLOCKS):
        problem = random_problem(seed, largest_batch=3, widest=90)
        prepared = launch._launch(problem.buffers().buffers, problem.batch(), None)
        new = {
            (prepared.constants, prepared.dtypes),
            (prepared.constants, problem.mode),
            (problem.mode, problem.total_known, len(problem.seq_lens)),
        } - seen
        if new:
            seen |= new
            shapes.append(problem)
    return shapes


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_kernel_equals_the_reference_bit_for_bit(block: int) -> None:
    for problem in _shapes()[block::BLOCKS]:
        ours, theirs = problem.buffers(), problem.buffers()
        batch = problem.batch()
        launch.fill(ours.buffers, batch)
        reference.fill(theirs.buffers, batch)
        assert_same(ours, theirs)


@pytest.mark.parametrize("page_size", [1, 16, 64])
@pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("requests", [0, 1, 3])
def test_the_kernel_is_the_definition(mode: Mode, page_size: int, requests: int) -> None:
    problem = _regular(mode, requests, page_size=page_size)
    guarded = problem.buffers()
    launch.fill(guarded.buffers, problem.batch())
    assert_filled(guarded, problem)


@pytest.mark.parametrize("mode", [Mode.DRAFT_EXTEND, Mode.DRAFT_EXTEND_V2, Mode.DECODE], ids=lambda mode: mode.value)
def test_a_batch_of_1024_is_summed_in_several_steps(mode: Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    requests = 1024
    if not ON_GPU:  # as many steps, of four requests each: the interpreter reads the constant at every call
        requests = 17
        monkeypatch.setattr(sums, "SCAN", type(sums.SCAN)(4))
        monkeypatch.setattr(sums, "FAR", type(sums.FAR)(2))
        monkeypatch.setattr(sums, "NEAR", type(sums.NEAR)(2))
        monkeypatch.setattr(sums, "NEAREST", type(sums.NEAREST)(1))
        for module in (header, kernels):
            monkeypatch.setattr(module, "GROUP", type(header.GROUP)(4))
        monkeypatch.setattr(header, "FAR", sums.FAR)
    problem = _regular(mode, requests, page_size=64, width=70, wide=False)
    guarded = problem.buffers()
    launch.fill(guarded.buffers, problem.batch())
    assert_filled(guarded, problem)


@pytest.mark.parametrize(("mode", "requests"), [(Mode.DECODE, 32), (Mode.TARGET_VERIFY, 33), (Mode.DRAFT_EXTEND, 289)])
def test_vectors_of_more_than_one_group_of_requests(mode: Mode, requests: int) -> None:
    problem = _regular(mode, requests, page_size=64, width=70, wide=False)
    guarded = problem.buffers()
    launch.fill(guarded.buffers, problem.batch())
    assert_filled(guarded, problem)


@pytest.mark.parametrize("page_size", [1, 16])
@pytest.mark.parametrize("strided", ["req_to_token", "page_table_1", "real_page_table", "seq_lens"])
def test_one_tensor_with_strides_among_others_without(strided: str, page_size: int) -> None:
    """Each alone: whether all have a stride of one is one question to all of them."""
    problem = _regular(Mode.TARGET_VERIFY, 3, page_size=page_size)
    buffers, batch = problem.buffers().buffers, problem.batch()
    if page_size == 1 and strided == "real_page_table":
        pytest.skip("the table of pages is that of tokens")
    expected = problem.buffers().buffers
    reference.fill(expected, batch)
    if strided in ("req_to_token", "seq_lens"):
        whole = getattr(batch, strided)
        batch = dataclasses.replace(batch, **{strided: torch.stack([whole, whole + 1], -1)[..., 0]})
    else:
        whole = getattr(buffers, strided)
        table = torch.stack([whole, whole], -1)[..., 0]
        both = ("page_table_1", "real_page_table") if page_size == 1 else (strided,)
        buffers = dataclasses.replace(buffers, **dict.fromkeys(both, table))
    launch.fill(buffers, batch)
    for name in OUTPUTS:
        ours, theirs = getattr(buffers, name), getattr(expected, name)
        assert (ours is None) is (theirs is None) and (ours is None or torch.equal(ours, theirs)), name


@pytest.mark.parametrize("page_size", [1, 16])
def test_rows_are_aligned_only_where_each_of_both_tables_begins_on_16_bytes(page_size: int) -> None:
    """What the compiler takes for granted, and a load of a GPU fails without."""
    problem = _regular(Mode.TARGET_VERIFY, 3, page_size=page_size, width=256)
    buffers, batch = problem.buffers().buffers, problem.batch()
    at = [*inspect.signature(kernels.fill_kernel.fn).parameters].index("ALIGNED")

    def aligned(source: torch.Tensor, table: torch.Tensor) -> bool:
        both = ("page_table_1", "real_page_table") if page_size == 1 else ("page_table_1",)
        prepared = launch._launch(
            dataclasses.replace(buffers, **dict.fromkeys(both, table)),
            dataclasses.replace(batch, req_to_token=source),
            None,
        )
        return [*prepared.constants][at - len(prepared.arguments)]

    def table(rows: int, columns: int, *, begin: int, stride: int) -> torch.Tensor:
        storage = torch.zeros(rows * stride + begin + 4, dtype=torch.int32, device=DEVICE)
        storage = storage[(16 - storage.data_ptr() % 16) // 4 % 4 :]
        return storage[begin:].as_strided((rows, columns), (stride, 1))

    rows, columns = buffers.page_table_1.shape
    good = table(rows, columns, begin=0, stride=columns + 4)
    source = table(*batch.req_to_token.shape, begin=0, stride=batch.req_to_token.shape[1] + 4)
    assert aligned(source, good)
    for begin, stride in ((1, 4), (0, 3), (2, 3)):
        assert not aligned(source, table(rows, columns, begin=begin, stride=columns + stride))
        assert not aligned(
            table(*batch.req_to_token.shape, begin=begin, stride=batch.req_to_token.shape[1] + stride), good
        )


@pytest.mark.parametrize("draft", [31, 32, 33, 70])
def test_more_draft_tokens_than_one_step_writes(draft: int) -> None:
    problem = _regular(Mode.TARGET_VERIFY, 2, draft_tokens=draft, width=150)
    guarded = problem.buffers()
    launch.fill(guarded.buffers, problem.batch())
    assert_filled(guarded, problem)


@pytest.mark.parametrize("kv", [0, 1, 3, 4, 5, 63, 64, 65, 1023, 1024, 1025, 2051, 2500])
def test_rows_end_at_the_key_length_wherever_it_falls(kv: int) -> None:
    problem = Problem(Mode.DRAFT_EXTEND, 2, [kv, 7], [2, 1], [1, 0], pool=2, width=2560)
    guarded = problem.buffers()
    launch.fill(guarded.buffers, problem.batch())
    assert_filled(guarded, problem)


def test_rows_wider_than_all_programs_together_take_several_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "PROGRAMS", 3)
    problem = Problem(Mode.DECODE, 1, [9000, 8500, 10], [1, 1, 1], [1, 0, 2], pool=3, width=9000, page_size=16)
    guarded = problem.buffers()
    launch.fill(guarded.buffers, problem.batch())
    assert_filled(guarded, problem)


def test_a_width_of_a_million_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    if not ON_GPU:
        # each program costs the interpreter more than a step does, and a step more than what it copies
        monkeypatch.setattr(launch, "PROGRAMS", 8)
        monkeypatch.setattr(kernels, "TOKENS", type(kernels.TOKENS)(16 * kernels.TOKENS.value))
        monkeypatch.setattr(kernels, "PAGES", type(kernels.PAGES)(16 * kernels.PAGES.value))
    width = 1_000_000
    table = torch.arange(2 * width, dtype=torch.int32, device=DEVICE).reshape(2, width)
    problem = Problem(Mode.DECODE, 1, [width], [1], [1], pool=2, width=1, table=[[0], [0]])
    batch = dataclasses.replace(problem.batch(), req_to_token=table)
    buffers = MetadataBuffers.allocate(
        max_batch=1, max_tokens=1, width=width, page_size=64, index_topk=8, device=DEVICE, wide=True
    )
    views = launch.fill(buffers, batch)
    assert views.page_table_1 is not None
    assert torch.equal(views.page_table_1[0], table[1])
    assert torch.equal(views.real_page_table[0], table[1][::64] // 64)


@pytest.mark.skipif(not ON_GPU, reason="needs 10 GB of GPU memory")
def test_tables_past_two_billion_entries() -> None:
    width, rows = 1_000_000, 2_300
    table = torch.arange(width, dtype=torch.int32, device=DEVICE).reshape(1, width)
    buffers = MetadataBuffers.allocate(
        max_batch=rows, max_tokens=rows, width=width, page_size=64, index_topk=8, device=DEVICE, wide=True
    )
    lengths = torch.full((rows,), 100, dtype=torch.int32, device=DEVICE)
    lengths[-1] = width
    batch = ReplayBatch(ReplayShape(Mode.DECODE, rows), lengths, torch.zeros_like(lengths), table)
    views = launch.fill(buffers, batch)
    assert views.page_table_1 is not None
    assert torch.equal(views.page_table_1[-1], table[0])
    assert torch.equal(views.real_page_table[-1], table[0][::64] // 64)
    assert int(views.page_table_1[-2].max()) == 99


@pytest.mark.parametrize("seed", range(40))
def test_many_sets_are_each_what_one_fill_gives(seed: int) -> None:
    problem = random_problem(seed)
    batch = problem.batch()
    sets = [problem.buffers() for _ in range(3)]
    alone = problem.buffers()
    launch.bind(BufferSets.of(*(each.buffers for each in sets)), batch)()
    launch.fill(alone.buffers, batch)
    for each in sets:
        assert_same(each, alone)


@pytest.mark.skipif(not ON_GPU, reason="the interpreter compiles nothing")
def test_no_batch_width_or_length_compiles_a_variant_of_its_own() -> None:
    before = compiled.compiled_variants(DEVICE)
    for requests in (1, 2, 7, 64, 200):
        for width in (64, 1024, 4096, 100_000):
            problem = _regular(Mode.DRAFT_EXTEND, requests, width=64)
            table = torch.zeros((requests, width), dtype=torch.int32, device=DEVICE)
            batch = dataclasses.replace(problem.batch(), req_to_token=table)
            buffers = MetadataBuffers.allocate(
                max_batch=requests, max_tokens=1000, width=width, page_size=64, index_topk=8, device=DEVICE, wide=True
            )
            launch.warmup(buffers, batch)
            launch.fill(buffers, batch)
    assert compiled.compiled_variants(DEVICE) <= before + 1


def _regular(mode: Mode, requests: int, draft_tokens: int = 3, width: int = 140, **options: object) -> Problem:
    draft = 1 if mode is Mode.DECODE else draft_tokens
    return Problem(
        mode=mode,
        draft_tokens=draft,
        seq_lens=[(37 * r + 5) % (width - draft) + 1 for r in range(requests)],
        extends=[r % (draft + 1) if mode.ragged else draft for r in range(requests)],
        pool_indices=[(3 * r + 1) % 5 for r in range(requests)],
        pool=5,
        width=width,
        **options,  # type: ignore[arg-type]
    )


@pytest.mark.skipif(ON_GPU, reason="stands in for two GPUs where there is none")
def test_a_kernel_is_compiled_loaded_and_launched_on_the_device_of_the_buffers(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Triton loads a compiled kernel's code when it is first asked for a grid, on the device that is then current."""
    current = [0]
    seen: list[tuple[str, int]] = []
    given: list[tuple[object, ...]] = []

    @contextlib.contextmanager
    def on(device: torch.device) -> Iterator[None]:
        before, current[0] = current[0], device.index
        yield
        current[0] = before

    class Compiled:
        def __getitem__(self, grid: object) -> Callable[..., None]:
            seen.append(("load", current[0]))
            return lambda *arguments: (seen.append(("launch", current[0])), given.append(arguments))

    class Jit:
        __name__ = "fill_kernel"

        def warmup(self, *arguments: object, **options: object) -> Compiled:
            seen.append(("compile", current[0]))
            return Compiled()

    monkeypatch.setattr(torch.cuda, "device", on)
    monkeypatch.setattr(torch.cuda, "current_device", lambda: current[0])
    monkeypatch.setattr(compiled, "INTERPRETED", False)
    monkeypatch.setattr(kernels, "fill_kernel", Jit())
    problem = _regular(Mode.DECODE, 2)
    prepared = launch._launch(problem.buffers().buffers, problem.batch(), None)
    before = compiled.compiled_variants(torch.device("cuda", 1))
    with caplog.at_level(logging.INFO, "nsa_runtime"):
        compiled.bind(prepared, torch.device("cuda", 1))()
    assert seen == [("compile", 1), ("load", 1), ("launch", 1)]
    assert current == [0]
    assert compiled.compiled_variants(torch.device("cuda", 1)) == before + 1
    assert [record.getMessage().partition(" in ")[0] for record in caplog.records] == [
        f"compiled fill_kernel {prepared.constants} for cuda:1"
    ]
    compiled.bind(prepared, torch.device("cuda", 1))()
    assert seen[3:] == [("load", 1), ("launch", 1)]  # compiled once
    compiled.bind(prepared, torch.device("cuda", 1), keep_alive=False)()
    tensors = [each for each in prepared.arguments if isinstance(each, torch.Tensor)]
    for arguments, held in zip(given, (True, True, False), strict=True):  # the tensors themselves, or addresses alone
        assert [each for each in arguments if isinstance(each, torch.Tensor)] == (tensors if held else [])
        assert len(arguments) == len(prepared.arguments) + len(prepared.constants)
    assert given[2][0] == tensors[0].data_ptr()


@pytest.mark.parametrize("mode", [Mode.DECODE, Mode.TARGET_VERIFY], ids=lambda mode: mode.value)
def test_sets_that_share_their_tables_have_them_filled_once(mode: Mode) -> None:
    problem = Problem(mode, 1 if mode is Mode.DECODE else 3, [70, 9, 130], [1, 1, 1], [2, 0, 1], pool=3, width=140)
    if mode is not Mode.DECODE:
        problem.extends = [3, 3, 3]
    sets = [problem.buffers() for _ in range(3)]
    first = sets[0].buffers
    shared = [
        first,
        *(
            dataclasses.replace(each.buffers, page_table_1=first.page_table_1, real_page_table=first.real_page_table)
            for each in sets[1:]
        ),
    ]
    together = BufferSets.of(*shared)
    assert together.table_sets == 1
    fill_many(together, problem.batch())
    assert_filled(sets[0], problem)
    for each, buffers in zip(sets[1:], shared[1:], strict=True):
        for name in ("page_table_1", "real_page_table"):  # its own, which no fill is given
            assert bool((each.storage[name] == CANARY).all())
        for name in set(OUTPUTS) - {"page_table_1", "real_page_table", "paged_mqa_ctx_lens_2d"}:
            assert torch.equal(getattr(buffers, name), getattr(first, name)), name
